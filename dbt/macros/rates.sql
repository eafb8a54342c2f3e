{# A share of two amounts as a fraction with six places; engines divide decimals differently, so both ends are cast. #}
{% macro rate(part, whole) -%}
cast(cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0) as decimal(38, 6))
{%- endmacro %}
