{# What engines spell differently. Everything else in this project is SQL that DuckDB and Spark read alike. #}

{# Every match of a pattern replaced, not only the first. #}
{% macro replace_all(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_all', 'jixiao')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro duckdb__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{# A row for every whole number from the first to the last, both of them scalar expressions over `from_clause`. #}
{% macro number_rows(first, last, from_clause, column) -%}
    {{ return(adapter.dispatch('number_rows', 'jixiao')(first, last, from_clause, column)) }}
{%- endmacro %}

{% macro default__number_rows(first, last, from_clause, column) -%}
    select explode(sequence({{ first }}, {{ last }})) as {{ column }} from {{ from_clause }}
{%- endmacro %}

{% macro duckdb__number_rows(first, last, from_clause, column) -%}
    select unnest(generate_series({{ first }}, {{ last }})) as {{ column }} from {{ from_clause }}
{%- endmacro %}
