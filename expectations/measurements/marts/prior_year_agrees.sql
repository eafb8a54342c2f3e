-- share of the prior-year expenditure in a year's reports that equals what the prior year's own report says, to 100 yuan
-- (amounts are written in ten thousands with two decimals) or 0.1%
with restated as (
    select r.fiscal_year, c.claim_id, c.unit_key, c.line_item_code, c.project_key, c.fund_code, c.amount_yuan
    from current.marts.fct_claim as c
    inner join reports as r on c.report_id = r.report_id
    where c.measure = 'expenditure' and c.fiscal_year = r.fiscal_year - 1 and r.superseded_by is null
),

own as (
    select f.unit_key, f.fiscal_year, f.line_item_code, f.project_key, f.fund_code, f.amount_yuan
    from facts as f
    inner join current.marts.fct_claim as c on f.chosen_claim_id = c.claim_id
    inner join reports as r on c.report_id = r.report_id and r.fiscal_year = f.fiscal_year
    where f.measure = 'expenditure'
),

compared as (
    select
        s.fiscal_year,
        s.claim_id,
        abs(s.amount_yuan - o.amount_yuan) <= greatest(100, 0.001 * abs(cast(o.amount_yuan as double))) as agrees
    from restated as s
    inner join own as o
        on
            s.unit_key = o.unit_key
            and o.fiscal_year = s.fiscal_year - 1
            and s.line_item_code = o.line_item_code
            and s.project_key is not distinct from o.project_key
            and s.fund_code = o.fund_code
)

select
    fiscal_year,
    avg(case when agrees then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where not agrees)) as sample_keys
from compared
group by fiscal_year
