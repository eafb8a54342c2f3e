-- share of indicators that say what is measured and what is aimed at
select
    fiscal_year,
    avg(case when is_complete then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(row_id) filter (where not is_complete)) as sample_keys
from other_rows
where kind = 'indicator'
group by fiscal_year
