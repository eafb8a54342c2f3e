{# The columns of a place as public tables promise them, from staging's. #}
{% macro public_place(alias=none) -%}
{%- set prefix = alias ~ '.' if alias else '' -%}
{{ prefix }}place_kind,
    {{ prefix }}section_title,
    {%- for column in ['page_no', 'block_no', 'table_no', 'row_no', 'column_no', 'char_start', 'char_end'] %}
    cast({{ prefix }}{{ column }} as integer) as {{ column }},
    {%- endfor %}
    {{ prefix }}x0,
    {{ prefix }}y0,
    {{ prefix }}x1,
    {{ prefix }}y1,
    {{ prefix }}quote
{%- endmacro %}

{# Places in reading order; the identifier breaks ties, never the clock. #}
{% macro place_order(alias, identifier) -%}
{%- for column in ['page_no', 'block_no', 'table_no', 'row_no', 'column_no', 'char_start'] -%}
{{ alias }}.{{ column }} asc nulls last, {% endfor -%}
{{ alias }}.{{ identifier }} asc
{%- endmacro %}
