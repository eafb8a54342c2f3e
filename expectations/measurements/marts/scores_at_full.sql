-- per county the share of the self-evaluation scores that are full marks
select
    a.fiscal_year,
    u.division as scope_key,
    avg(case when a.value_number >= 100 then 1.0 else 0.0 end) as value,
    count(distinct a.unit_key) as history,
    samples(list(a.unit_key) filter (where a.value_number >= 100)) as sample_keys
from current.marts.fct_attribute as a
inner join units as u on a.unit_key = u.unit_key
where a.attribute_code = 'self_evaluation_score' and a.value_number is not null
group by a.fiscal_year, u.division
