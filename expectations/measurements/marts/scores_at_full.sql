-- share of the self-evaluation scores that are full marks
select
    fiscal_year,
    avg(case when value_number >= 100 then 1.0 else 0.0 end) as value,
    count(distinct unit_key) as history,
    samples(list(unit_key) filter (where value_number >= 100)) as sample_keys
from current.marts.fct_attribute
where attribute_code = 'self_evaluation_score' and value_number is not null
group by fiscal_year
