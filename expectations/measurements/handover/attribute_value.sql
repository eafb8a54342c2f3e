-- every number a report states besides amounts, by its code (subject); rates as fractions
select fiscal_year, attribute_code as subject, row_id as scope_key, value_number as value
from other_rows
where kind = 'attribute' and value_number is not null
