-- Engine performance: what a row of a performance table says against itself, and the score of the execution row against its
-- weight and rate. Each check of macro `performance_checks` is a condition on a row; severities and wording are data. One row
-- per finding and figure.
with

indicators as (
    select
        indicator.*,
        report.fiscal_year,
        coalesce(indicator.level3, indicator.level2, indicator.level1) as label,
        concat(coalesce(indicator.target_text, ''), ' | ', coalesce(indicator.actual_text, '')) as working,
        case when indicator.target_unit = '%' then 'rate' else 'number' end as unit_kind,
        case
            when
                indicator.completion_rate_text <> ''
                and {{ replace_all('indicator.completion_rate_text', '^[0-9]+([.][0-9]+)?[%％]$', '') }} = ''
                then
                    -- digits without end are no rate
                    try_cast(
                        try_cast(replace(translate(indicator.completion_rate_text, '％', '%'), '%', '') as double) / 100
                        as decimal(38, 6)
                    )
        end as completion_rate
    from {{ ref('stg_indicators') }} as indicator
    inner join {{ ref('int_report') }} as report on indicator.report_id = report.report_id
),

-- the execution row: score, weight and rate of one row
execution as (
    select
        score.report_id,
        score.fiscal_year,
        score.figure_id,
        score.value as score,
        weight.figure_id as weight_id,
        try_cast(weight.value as decimal(18, 6)) as weight,
        rate.figure_id as rate_id,
        rate.value as rate,
        -- no room for values that can't be: they have a finding of their own
        try_cast(least(rate.value, 1) as decimal(18, 6)) * try_cast(weight.value as decimal(18, 6)) as expected,
        cast(1 / power(10, length(split_part(score.value_text, '.', 2))) as decimal(38, 6)) as last_digit
    from {{ ref('int_figure') }} as score
    inner join {{ ref('int_figure') }} as weight
        on
            score.report_id = weight.report_id
            and score.context = weight.context
            and score.row_no = weight.row_no
            and weight.item = 'budget_execution_weight'
    inner join {{ ref('int_figure') }} as rate
        on
            score.report_id = rate.report_id
            and score.context = rate.context
            and score.row_no = rate.row_no
            and rate.item = 'budget_execution_rate'
    where
        score.item = 'budget_execution_score'
        and score.value is not null
        and weight.value > 0
        and rate.value is not null
),

-- scored by the rate as it should be: then the rate is wrong, and engine rate says so
scored_aright as (
    select distinct execution.figure_id
    from execution
    inner join {{ ref('int_finding_rate') }} as found
        on
            execution.rate_id = found.figure_id
            and found.role = 'stated'
    where abs(execution.score - try_cast(least(found.expected_value, 1) as decimal(18, 6)) * execution.weight) <= execution.last_digit * 0.5
),

badly_scored as (
    select execution.*
    from execution
    left join scored_aright on execution.figure_id = scored_aright.figure_id
    where
        abs(execution.score - execution.expected) > execution.last_digit * 0.5
        and scored_aright.figure_id is null
),

badly_scored_sides as (
    {%- for side in ['figure_id', 'weight_id', 'rate_id'] %}
    {{ "union all" if not loop.first }}
    select
        badly_scored.*,
        {{ side }} as side_figure_id,
        '{{ "stated" if loop.first else "expected" }}' as role
    from badly_scored
    {%- endfor %}
)

{% for check in performance_checks() -%}
select
    {{ finding_row({
        'check_code': "'" ~ check.check_code ~ "'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': 'indicator_row_id',
        'figure_id': 'indicator_row_id',
        'role': "'stated'",
        'stated_value': check.stated_value,
        'expected_value': check.expected_value,
        'value_kind': check.value_kind,
        'stated_text': check.get('stated_text', 'null'),
        'expected_text': check.get('expected_text', 'null'),
        'label': 'label',
        'working_zh': 'working',
        'working_en': 'working',
    }) }}
from indicators
where {{ check.condition }}
union all
{% endfor -%}
select
    {{ finding_row({
        'check_code': "'score_mismatch.execution_score'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': 'figure_id',
        'figure_id': 'side_figure_id',
        'role': 'role',
        'stated_value': 'score',
        'expected_value': 'expected',
        'value_kind': "'number'",
        'attribute_code': "'budget_execution_score'",
        'working_zh': "concat(" ~ value_words('weight', "'number'", 'zh') ~ ", ' × ', " ~ value_words('rate', "'rate'", 'zh') ~ ")",
        'working_en': "concat(" ~ value_words('weight', "'number'", 'en') ~ ", ' × ', " ~ value_words('rate', "'rate'", 'en') ~ ")",
    }) }}
from badly_scored_sides
