-- every number a report states besides amounts, by its code (subject); rates as fractions; history: how many there are
select
    fiscal_year,
    attribute_code as subject,
    concat(report_id, ':', attribute_code) as scope_key,
    value_number as value,
    count(*) over (partition by fiscal_year, attribute_code) as history
from current.marts.fct_attribute
where value_number is not null
