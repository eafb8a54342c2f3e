select
    report_id,
    unit_key,
    fiscal_year,
    attribute_code,
    project_name,
    value_text,
    value_number,
    {{ public_place() }},
    reporting_scope
from {{ ref('int_attribute') }}
order by report_id, attribute_code, attribute_id
