-- per county the median of every number that reports state besides amounts, by its code (subject); rates as fractions
select
    a.fiscal_year,
    a.attribute_code as subject,
    u.division as scope_key,
    median(a.value_number) as value,
    count(distinct a.unit_key) as history,
    samples(list(a.unit_key)) as sample_keys
from current.marts.fct_attribute as a
inner join units as u on a.unit_key = u.unit_key
where a.value_number is not null
group by a.fiscal_year, a.attribute_code, u.division
