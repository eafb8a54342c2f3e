{# A number as a reader writes it: no trailing zeros. Takes a decimal with places. #}
{% macro plain_number(expression) -%}
{{ replace_all(replace_all("cast(" ~ expression ~ " as string)", '0+$', ''), '[.]$', '') }}
{%- endmacro %}

{# An explanation's template with what was found put in. A template names only what its engine gives. #}
{% macro filled_explanation(template, language) -%}
{%- set values = {
    'section': "finding.section_title",
    'fiscal_year': "cast(finding.fiscal_year as string)",
    'claim_count': "cast(finding.claim_count as string)",
    'stated': plain_number('finding.stated_value'),
    'expected': plain_number('finding.expected_value'),
    'difference': plain_number('abs(finding.difference)'),
    'measure': 'measure.name_' ~ language,
    'line_item': 'line_item.name_' ~ language,
    'project': "case when finding.project_name is not null then concat(' ', finding.project_name) end",
} -%}
{%- set filled = namespace(sql=template) -%}
{%- for name, value in values.items() -%}
    {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ value ~ ", ''))" -%}
{%- endfor -%}
{{ filled.sql }}
{%- endmacro %}
