{# What sqlfluff reads in place of macros/: SQL of the same shape, without dbt's dispatch, graph and queries. #}
{% macro staged(source_name, table_name) %}{{ source_name }}_{{ table_name }}{% endmacro %}
{% macro current_recognised(table_name, columns) %}select {{ columns | join(', ') }} from {{ table_name }}{% endmacro %}
{% macro replace_all(expression, pattern, replacement) %}regexp_replace({{ expression }}, 'a', 'b', 'g'){% endmacro %}
{% macro number_rows(first, last, from_clause, column) %}select {{ first }} as {{ column }} from {{ from_clause }}{% endmacro %}
{% macro stable_key(prefix, parts) %}concat({{ parts | join(', ') }}){% endmacro %}
{% macro plain_name(expression) %}trim({{ expression }}){% endmacro %}
{% macro project_form(expression) %}trim({{ expression }}){% endmacro %}
{% macro public_place(alias=none) %}{{ alias ~ '.' if alias }}place_kind{% endmacro %}
{% macro place_order(alias, identifier) %}{{ alias }}.{{ identifier }} asc{% endmacro %}
{% macro plain_number(expression) %}cast({{ expression }} as string){% endmacro %}
{% macro filled_explanation(template, language) %}replace({{ template }}, 'a', finding.section_title){% endmacro %}
{% macro rate(part, whole) %}cast({{ part }} / {{ whole }} as decimal(38, 6)){% endmacro %}
