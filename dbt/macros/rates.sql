{# A share of two amounts as a fraction with six places; engines divide decimals differently, so both ends are cast. #}
{% macro rate(part, whole) -%}
cast(cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0) as decimal(38, 6))
{%- endmacro %}

{# The budget that execution is measured against: the adjusted one, else one of unstated version, else the initial one. Its version, or with the ending of columns of amounts its amount. #}
{% macro execution_base(columns='') -%}
{%- if columns -%}
coalesce(adjusted{{ columns }}, unstated{{ columns }}, initial{{ columns }})
{%- else -%}
case
            when adjusted_budget_yuan is not null then 'adjusted'
            when unstated_budget_yuan is not null then 'unstated'
            when initial_budget_yuan is not null then 'initial'
        end
{%- endif -%}
{%- endmacro %}
