-- share of facts whose claims contradict each other; subject: a year, a county
select
    f.fiscal_year,
    case when grouping(u.division) = 0 then 'county' else 'year' end as subject,
    u.division as scope_key,
    avg(case when f.has_conflict then 1.0 else 0.0 end) as value,
    count(distinct f.unit_key) as history,
    samples(list(f.fact_id) filter (where f.has_conflict)) as sample_keys
from facts as f
inner join units as u on f.unit_key = u.unit_key
group by grouping sets ((f.fiscal_year, u.division), (f.fiscal_year))
