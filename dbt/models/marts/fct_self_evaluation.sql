{%- set codes = [
    'self_evaluation_score', 'self_evaluation_weight_total', 'budget_execution_rate', 'budget_execution_score',
    'satisfaction_rate', 'carryover_rate', 'budget_adjustment_rate', 'three_public_control_rate',
    'three_public_change_rate', 'operating_control_rate', 'project_budget_control_rate', 'procurement_execution_rate'
] %}
with

stated as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        {%- for code in codes %}
        max(case when attribute_code = '{{ code }}' and choice = 1 then plausible_number end) as {{ code }},
        {%- endfor %}
        max(case when attribute_code = 'grade' and choice = 1 then value_text end) as grade
    from {{ ref('int_attribute') }}
    where
        attribute_code in (
            'grade',
            {%- for code in codes %}
            '{{ code }}'{{ "," if not loop.last }}
            {%- endfor %}
        )
        and fiscal_year > 0
        and superseded_by is null
        -- what a project's own form says is not the body's
        and project_name is null
    group by unit_key, fiscal_year, reporting_scope
),

indicators as (
    select
        report.unit_key,
        report.fiscal_year,
        report.reporting_scope,
        count(*) as indicator_count,
        count(case when indicator.is_met then 1 end) as met_count
    from {{ ref('stg_indicators') }} as indicator
    inner join {{ ref('int_report') }} as report on indicator.report_id = report.report_id
    where
        report.fiscal_year > 0
        and report.superseded_by is null
    group by report.unit_key, report.fiscal_year, report.reporting_scope
),

keys as (
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from stated
    union
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from indicators
)

select
    keys.unit_key,
    keys.fiscal_year,
    {%- for code in codes %}
    stated.{{ code }},
    {%- endfor %}
    stated.grade,
    cast(coalesce(indicators.indicator_count, 0) as integer) as indicator_count,
    cast(coalesce(indicators.met_count, 0) as integer) as indicator_met_count,
    keys.reporting_scope
from keys
left join stated
    on
        keys.unit_key = stated.unit_key
        and keys.fiscal_year = stated.fiscal_year
        and keys.reporting_scope = stated.reporting_scope
left join indicators
    on
        keys.unit_key = indicators.unit_key
        and keys.fiscal_year = indicators.fiscal_year
        and keys.reporting_scope = indicators.reporting_scope
order by keys.unit_key, keys.fiscal_year, keys.reporting_scope
