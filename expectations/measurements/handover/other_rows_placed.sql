-- share of indicators, attributes and unrecognised rows with a place
select
    fiscal_year,
    avg(case when is_placed then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(row_id) filter (where not is_placed)) as sample_keys
from other_rows
group by fiscal_year
