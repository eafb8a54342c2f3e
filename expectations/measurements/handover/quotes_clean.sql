-- share of quotes without damaged characters
select
    fiscal_year,
    avg(case when is_damaged then 0.0 else 1.0 end) as value,
    count(*) as history,
    samples(list(row_id) filter (where is_damaged)) as sample_keys
from (
    select fiscal_year, claim_id as row_id, coalesce(is_damaged, false) as is_damaged from claims
    union all
    select fiscal_year, row_id, coalesce(is_damaged, false) from other_rows
) as q
group by fiscal_year
