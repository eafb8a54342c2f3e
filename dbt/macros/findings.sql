{# A number as a reader writes it: no trailing zeros. Takes a decimal with places. #}
{% macro plain_number(expression) -%}
{{ replace_all(replace_all("cast(" ~ expression ~ " as string)", '0+$', ''), '[.]$', '') }}
{%- endmacro %}

{#
  A value in words, by its kind: amounts of 10 000 yuan and more in 万元 as reports write them, rates as percentages. With
  `is_bare` without a unit, for sums.
#}
{% macro value_words(expression, kind, language, is_bare=false) -%}
case
    when {{ expression }} is null then cast(null as string)
    when {{ kind }} = 'amount' and ({{ 'true' if is_bare else 'abs(' ~ expression ~ ') >= 10000' }}) and '{{ language }}' = 'zh'
        then concat({{ plain_number("cast(cast(" ~ expression ~ " as double) / 10000 as decimal(38, 6))") }}, '{{ "" if is_bare else "万元" }}')
    when {{ kind }} = 'amount' then concat({{ plain_number(expression) }}, '{{ "" if is_bare else ("元" if language == "zh" else " yuan") }}')
    when {{ kind }} = 'rate' then concat({{ plain_number("cast(" ~ expression ~ " * 100 as decimal(38, 4))") }}, '%')
    else {{ plain_number(expression) }}
end
{%- endmacro %}

{# A summand in words, bare; one that is taken off in brackets. #}
{% macro signed_words(sign, expression, kind, language) -%}
case
    when {{ sign }} < 0 then concat('(-', {{ value_words(expression, kind, language, is_bare=true) }}, ')')
    else {{ value_words(expression, kind, language, is_bare=true) }}
end
{%- endmacro %}

{# What one unit of the last digit of an amount as written is worth, in yuan: 100 for 76.50 in units of 10 000 yuan. #}
{% macro written_step(text, yuan) -%}
cast(
    coalesce({{ yuan }}, 1)
    / power(10, length({{ replace_all("split_part(translate(" ~ text ~ ", '．', '.'), '.', 2)", '[^0-9０-９]', '') }}))
    as decimal(38, 6)
)
{%- endmacro %}

{# A figure that is an amount: the body's, or a class's. #}
{% macro is_amount(alias) -%}
{{ alias }}.source in ('claim', 'class_claim')
{%- endmacro %}

{#
  What an engine gives of a finding: one row per finding and figure. `check_code` where its rules are rows of a seed, else
  `outcome`, its own word for what it found; which check that is stands in `seeds/finding_rule.csv`.
#}
{% macro finding_types() -%}
{{ return({
    'check_code': 'string', 'outcome': 'string', 'report_id': 'string', 'fiscal_year': 'integer', 'subject': 'string', 'figure_id': 'string',
    'role': 'string', 'stated_value': 'decimal(38, 6)', 'expected_value': 'decimal(38, 6)',
    'tolerance_factor': 'decimal(38, 6)', 'value_kind': 'string', 'stated_text': 'string', 'expected_text': 'string',
    'measure': 'string', 'budget_version': 'string', 'line_item_code': 'string', 'fund_code': 'string',
    'project_name': 'string', 'other_measure': 'string', 'other_budget_version': 'string', 'other_fund_code': 'string',
    'attribute_code': 'string', 'label': 'string', 'working_zh': 'string', 'working_en': 'string',
}) }}
{%- endmacro %}

{# The columns of an engine's row in one order and of one type; what an engine doesn't give is NULL. #}
{% macro finding_row(given) -%}
{%- for name, type in finding_types().items() %}
    cast({{ given.get(name, 'null') }} as {{ type }}) as {{ name }}{{ "," if not loop.last }}
{%- endfor %}
{%- endmacro %}

{# Their names alone. #}
{% macro finding_columns() -%}
{{ finding_types().keys() | join(', ') }}
{%- endmacro %}

{# A text with something before and behind it, or nothing where it is NULL: engines' concat differ there. #}
{% macro told(expression, before='', behind='') -%}
case when {{ expression }} is null then '' else concat('{{ before }}', {{ expression }}, '{{ behind }}') end
{%- endmacro %}

{# What a finding is about: year, project, line item, measure or version of the budget, fund; or an attribute, or a label. #}
{% macro thing_words(language, other='') -%}
{%- set name = 'name_' ~ language -%}
{%- set measured = 'coalesce(' ~ other ~ 'budget_version.' ~ name ~ ', ' ~ other ~ 'measure.' ~ name ~ ", '')" -%}
case
    when finding.label is not null then concat('“', finding.label, '”')
    {%- if language == 'zh' %}
    when attribute_code.{{ name }} is not null
        then concat({{ told('finding.project_name', '“', '”') }}, attribute_code.{{ name }})
    when line_item.{{ name }} is not null
        then concat(
            {{ told('cast(finding.fiscal_year as string)', '', '年') }}, {{ told('finding.project_name', '“', '”') }},
            '“', line_item.{{ name }}, '”', {{ measured }}, {{ told(other ~ 'fund.' ~ name, '（', '）') }}
        )
    {%- else %}
    when attribute_code.{{ name }} is not null
        then concat('“', attribute_code.{{ name }}, '”', {{ told('finding.project_name', ' of “', '”') }})
    when line_item.{{ name }} is not null
        then concat(
            {{ told('cast(finding.fiscal_year as string)', '', ' ') }}, lower({{ measured }}), ' of “', line_item.{{ name }}, '”',
            {{ told('finding.project_name', ' for “', '”') }}, {{ told(other ~ 'fund.' ~ name, ' (', ')') }}
        )
    {%- endif %}
    else ''
end
{%- endmacro %}

{# An explanation's template with what was found put in. A template names only what its engine gives. #}
{% macro filled_explanation(template, language) -%}
{%- set values = {
    'thing': thing_words(language),
    'other_thing': thing_words(language, 'other_'),
    'fiscal_year': "cast(finding.fiscal_year as string)",
    'claim_count': "cast(finding.figure_count as string)",
    'stated': 'coalesce(finding.stated_text, ' ~ value_words('finding.stated_value', 'finding.value_kind', language) ~ ')',
    'expected': 'coalesce(finding.expected_text, ' ~ value_words('finding.expected_value', 'finding.value_kind', language) ~ ')',
    'difference': value_words('abs(finding.difference)', 'finding.value_kind', language),
    'working': 'finding.working_' ~ language,
    'place': place_words('place', language),
    'other_place': place_words('other_place', language),
} -%}
{%- set filled = namespace(sql=template) -%}
{%- for name, value in values.items() -%}
    {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ value ~ ", ''))" -%}
{%- endfor -%}
{{ filled.sql }}
{%- endmacro %}

{# What may be true of a row of a performance table, by the names that `seeds/finding_row_condition.csv` uses. Needs `thresholds`. #}
{% macro row_conditions() -%}
{{ return({
    'actual_told': 'actual_text is not null',
    'actual_blank': 'actual_text is null',
    'actual_no_number': 'actual_value is null',
    'target_told': 'target_text is not null',
    'target_number': 'target_value is not null',
    'operator_told': 'target_operator is not null',
    'operator_blank': 'target_operator is null',
    'rated': 'score is not null or completion_rate_text is not null',
    'met': 'is_met',
    'missed': 'not is_met',
    'undecided': 'is_met is null',
    'missed_by_own_words': 'not met_by_own_words',
    'not_missed_by_own_words': 'coalesce(met_by_own_words, true)',
    'full_score': 'score >= weight and weight > 0',
    'not_full_score': 'not coalesce(score >= weight and weight > 0, false)',
    'deducted': 'score < weight',
    'above_weight': 'score > weight and weight > 0',
    'other_completion_rate': 'target_value > 0 and abs(completion_rate - achievement_rate) > threshold.completion_rate_gap'
        ' and not (completion_rate = 1 and achievement_rate >= 1)',
}) }}
{%- endmacro %}

{# The values of such a row that a check may hold against each other, by the names of `seeds/finding_row_check.csv`. #}
{% macro row_values() -%}
{{ return({
    'actual': ['actual_value', 'unit_kind', 'actual_text'],
    'target': ['target_value', 'unit_kind', 'target_text'],
    'score': ['score', "'number'", 'null'],
    'weight': ['weight', "'number'", 'null'],
    'completion_rate': ['completion_rate', "'rate'", 'completion_rate_text'],
    'achievement_rate': ['achievement_rate', "'rate'", 'null'],
    'result': ['score', "'number'", 'completion_rate_text'],
}) }}
{%- endmacro %}
