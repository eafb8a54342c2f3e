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

{# The texts of a group in one, in an order. #}
{% macro ordered_text(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('ordered_text', 'jixiao')(expression, separator, order_by)) }}
{%- endmacro %}

{% macro default__ordered_text(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__ordered_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{# A LIKE pattern for every text that holds these characters in this order and ends with the last of them. #}
{% macro subsequence_pattern(expression) -%}
    {{ return(adapter.dispatch('subsequence_pattern', 'jixiao')(expression)) }}
{%- endmacro %}

{% macro default__subsequence_pattern(expression) -%}
    concat('%', trim(trailing '%' from regexp_replace({{ expression }}, '(.)', '$1%')))
{%- endmacro %}

{% macro duckdb__subsequence_pattern(expression) -%}
    concat('%', rtrim(regexp_replace({{ expression }}, '(.)', '\1%', 'g'), '%'))
{%- endmacro %}
