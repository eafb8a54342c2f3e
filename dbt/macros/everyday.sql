{# The rows of an everyday view: one measure and one tree of line items, as a whole or in its parts, with the body and its place. #}
{% macro everyday(measure, root='total', in_parts=false) -%}
select
    fact.unit_key,
    unit.unit_name,
    unit.division_code,
    unit.province,
    unit.city,
    unit.county,
    unit.function_category,
    fact.fiscal_year,
    fact.fund_code,
    {%- if measure == 'budget' %}
    fact.budget_version,
    {%- endif %}
    {%- if in_parts %}
    fact.line_item_code,
    item.name_zh as line_item_name_zh,
    item.name_en as line_item_name_en,
    {%- endif %}
    fact.amount_yuan,
    fact.has_conflict,
    fact.fact_id,
    fact.reporting_scope
from {{ ref('int_everyday_line_item') if in_parts else ref('int_everyday_total') }} as fact
inner join {{ ref('dim_unit') }} as unit on fact.unit_key = unit.unit_key
{%- if in_parts %}
inner join {{ ref('line_item') }} as item on fact.line_item_code = item.line_item_code
{%- endif %}
where
    fact.measure = '{{ measure }}'
    and fact.root_code = '{{ root }}'
order by fact.unit_key, fact.fiscal_year{{ ', fact.line_item_code' if in_parts }}
{%- endmacro %}
