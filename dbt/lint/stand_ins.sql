{# What sqlfluff reads in place of macros/: SQL of the same shape, without dbt's dispatch, graph and queries. #}
{% macro staged(source_name, table_name) %}{{ source_name }}_{{ table_name }}{% endmacro %}
{% macro staged_columns(source_name, table_name, alias='staged', types={}, with_batch=false) %}{{ alias }}.sha256{% endmacro %}
{% macro current_recognised(table_name) %}select sha256 from {{ table_name }}{% endmacro %}
{% macro current_listed(table_name) %}select sha256 from {{ table_name }}{% endmacro %}
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
{% macro ordered_text(expression, separator, order_by) %}string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }}){% endmacro %}
{% macro subsequence_pattern(expression) %}trim({{ expression }}){% endmacro %}
{% macro plain_project(expression) %}trim({{ expression }}){% endmacro %}
{% macro context(alias) %}cast({{ alias }}.table_no as string){% endmacro %}
{% macro told(expression, before='', behind='') %}coalesce({{ expression }}, ''){% endmacro %}
{% macro value_words(expression, kind, language, is_bare=false) %}cast({{ expression }} as string){% endmacro %}
{% macro finding_row(given) %}{% for name in ['check_code', 'outcome', 'report_id', 'figure_id', 'role', 'label', 'project_name', 'expected_value', 'working_en'] %}cast({{ given.get(name, 'null') }} as string) as {{ name }}{{ ", " if not loop.last }}{% endfor %}{% endmacro %}
{% macro finding_columns() %}check_code, outcome, report_id, figure_id, role, label, project_name, expected_value, working_en{% endmacro %}
{% macro row_conditions() %}{{ return({'met': 'indicators.is_met'}) }}{% endmacro %}
{% macro row_values() %}{{ return({'score': ['score', "'number'", 'null']}) }}{% endmacro %}
{% macro thresholds(names) %}(select {% for name in names %}1 as {{ name }}{{ ', ' if not loop.last }}{% endfor %}) as threshold{% endmacro %}
{% macro is_ten_thousandfold(larger, smaller, closeness) %}{{ larger }} > {{ smaller }} * threshold.unit_factor{% endmacro %}
{% macro written_step(text, unit) %}cast(length({{ text }}) as decimal(38, 6)){% endmacro %}
{% macro listed(columns, alias=none) %}{{ alias ~ '.' if alias }}{{ columns[0] }}{% endmacro %}
{% macro same(one, other, columns) %}{{ one }}.{{ columns[0] }} = {{ other }}.{{ columns[0] }}{% endmacro %}
{% macro finding_types() %}{{ return({'report_id': 'string', 'figure_id': 'string', 'role': 'string'}) }}{% endmacro %}
{% macro signed_words(sign, expression, kind, language) %}cast({{ sign }} * {{ expression }} as string){% endmacro %}
{% macro everyday(measure, root='total', in_parts=false) %}select fact_id from {{ measure }}{% endmacro %}
{% macro rule_key(part, rule) %}concat({{ part }}, {{ rule }}){% endmacro %}
{% macro scoped(part) %}{{ part }}{% endmacro %}
{% macro place_matches() %}matches as (select names.plain_spelling, 1 as division_code, 1 as division_count, 1 as strip_length, 1 as length_rank, true as is_full, 0 as above_length from names){% endmacro %}
{% macro without_place(spelling) %}substring({{ spelling }}, matches.strip_length){% endmacro %}
{% macro class_form(expression) %}trim({{ expression }}){% endmacro %}
{% macro may_speak() %}fiscal_year > 0{% endmacro %}
{% macro fact_choice(alias) %}1 as choice{% endmacro %}
{% macro class_fact_columns() %}line_item_code{% endmacro %}
{% macro facts_by_function(measure, is_versioned) %}select fact_id from {{ measure }}{% endmacro %}
{% macro facts_by_economic_class(measure, is_versioned) %}select fact_id from {{ measure }}{% endmacro %}
{% macro execution_base(columns='') %}initial{{ columns }}{% endmacro %}
{% macro is_amount(alias) %}{{ alias }}.source = 'claim'{% endmacro %}
{% macro is_open_or_holds(listing, code) %}{{ listing }} = {{ code }}{% endmacro %}
