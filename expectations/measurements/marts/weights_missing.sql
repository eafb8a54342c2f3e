-- per county the share of indicators in tables that have no weight
select
    fiscal_year,
    division as scope_key,
    avg(case when weight is null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(indicator_row_id) filter (where weight is null)) as sample_keys
from indicators
group by fiscal_year, division
