{# Which claims a fact may rest on: not those of a superseded report, of no known year, or of an amount that can't be meant. #}
{% macro may_speak() -%}
superseded_by is null
        and fiscal_year > 0
        and is_plausible
{%- endmacro %}

{# How far a claim speaks for its `fact_id`: `choice` 1 is the one that the fact takes. The rule: doc block rule_fact_choice. #}
{% macro fact_choice(alias) -%}
row_number() over (
        partition by fact_id
        order by
            -- the body's own report of that year, then the prior-year column of the next year's, then what is further off
            abs(report_fiscal_year - fiscal_year) asc nulls last,
            report_fiscal_year desc nulls last,
            place_rank asc,
            {{ place_order(alias, 'report_id') }},
            claim_id asc
    ) as choice,
    count(*) over (partition by fact_id) as claim_count,
    min(amount_yuan) over (partition by fact_id) <> max(amount_yuan) over (partition by fact_id) as has_conflict
{%- endmacro %}

{# What every fact table of classes ends in. #}
{% macro class_fact_columns() -%}
line_item_code,
    fund_code,
    amount_yuan,
    claim_id as chosen_claim_id,
    cast(claim_count as integer) as claim_count,
    has_conflict,
    reporting_scope
{%- endmacro %}

{# Facts of a measure by functional class: one per body, scope, year, code, line item and fund; of planned money per version too. #}
{% macro facts_by_function(measure, is_versioned) -%}
select
    fact_id,
    unit_key,
    fiscal_year,
    {%- if is_versioned %}
    budget_version,
    {%- endif %}
    classification_code as function_code,
    {{ class_fact_columns() }}
from {{ ref('int_class_fact_claim') }}
where
    measure = '{{ measure }}'
    and classification = 'function'
    and choice = 1
order by unit_key, fiscal_year, fact_id
{%- endmacro %}

{# The same by economic class, of departments and of governments. #}
{% macro facts_by_economic_class(measure, is_versioned) -%}
select
    fact_id,
    unit_key,
    fiscal_year,
    {%- if is_versioned %}
    budget_version,
    {%- endif %}
    classification,
    classification_code as economic_class_code,
    {{ class_fact_columns() }}
from {{ ref('int_class_fact_claim') }}
where
    measure = '{{ measure }}'
    and classification in ('department_economic', 'government_economic')
    and choice = 1
order by unit_key, fiscal_year, fact_id
{%- endmacro %}
