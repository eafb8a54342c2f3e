-- share of claims that stand once: no other row says the same of the same thing at the same place
select
    fiscal_year,
    avg(case when namesakes = 1 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where namesakes > 1)) as sample_keys
from (
    select
        fiscal_year,
        claim_id,
        count(*) over (
            partition by
                report_id, block_no, table_no, row_no, column_no, char_start, measure, budget_version, line_item_code, project_name,
                fund_code, stated_fiscal_year
        ) as namesakes
    from claims
    where is_placed
) as counted
group by fiscal_year
