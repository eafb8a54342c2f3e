-- share of indicators that have a name, and in a form a target or a weight
select
    fiscal_year,
    avg(case when is_complete then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(row_id) filter (where not is_complete)) as sample_keys
from other_rows
where kind = 'indicator'
group by fiscal_year
