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

{# What stands together: a table, or a paragraph, in a table as well (its cell). #}
{% macro context(alias) -%}
case
    when {{ alias }}.table_no is null then concat('b', cast({{ alias }}.block_no as string))
    when {{ alias }}.place_kind = 'narrative'
        then concat(
            't', cast({{ alias }}.table_no as string), 'r', coalesce(cast({{ alias }}.row_no as string), ''),
            'c', coalesce(cast({{ alias }}.column_no as string), '')
        )
    else concat('t', cast({{ alias }}.table_no as string))
end
{%- endmacro %}

{# A place in words. #}
{% macro place_words(alias, language) -%}
{%- if language == 'zh' -%}
concat(
    {{ told(alias ~ '.section_title', '“', '”') }},
    case
        when {{ alias }}.table_no is not null
            then concat(
                '第', cast({{ alias }}.table_no as string), '张表',
                {{ told('cast(' ~ alias ~ '.row_no as string)', '第', '行') }},
                {{ told('cast(' ~ alias ~ '.column_no as string)', '第', '列') }}
            )
        else {{ told('cast(' ~ alias ~ '.block_no as string)', '第', '段') }}
    end
)
{%- else -%}
concat(
    case
        when {{ alias }}.table_no is not null
            then concat(
                'table ', cast({{ alias }}.table_no as string),
                {{ told('cast(' ~ alias ~ '.row_no as string)', ', row ') }},
                {{ told('cast(' ~ alias ~ '.column_no as string)', ', column ') }}
            )
        else {{ told('cast(' ~ alias ~ '.block_no as string)', 'paragraph ') }}
    end,
    {{ told(alias ~ '.section_title', ' under “', '”') }}
)
{%- endif -%}
{%- endmacro %}
