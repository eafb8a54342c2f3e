-- Engine performance: what a row of a performance table says against itself, and the score of the execution row against its
-- weight and rate. What must be true of a row for a check is data (`seeds/finding_row_condition.csv`), and which of its values it
-- then holds against each other (`seeds/finding_row_check.csv`). One row per finding and figure.
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
    cross join {{ thresholds(['last_digit_share']) }}
    where
        abs(execution.score - try_cast(least(found.expected_value, 1) as decimal(18, 6)) * execution.weight)
        <= execution.last_digit * threshold.last_digit_share
),

badly_scored as (
    select execution.*
    from execution
    left join scored_aright on execution.figure_id = scored_aright.figure_id
    cross join {{ thresholds(['last_digit_share']) }}
    where
        abs(execution.score - execution.expected) > execution.last_digit * threshold.last_digit_share
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
),

-- what is true of each row, and which values it states
facts as (
    {%- for name, condition in row_conditions().items() %}
    {{ "union all" if not loop.first }}
    select
        indicators.indicator_row_id,
        '{{ name }}' as fact
    from indicators
    cross join {{ thresholds(['completion_rate_gap']) }}
    where {{ condition }}
    {%- endfor %}
),

told as (
    {%- for name, given in row_values().items() %}
    {{ "union all" if not loop.first }}
    select
        indicator_row_id,
        '{{ name }}' as name,
        {{ given[0] }} as value,
        {{ given[1] }} as value_kind,
        cast({{ given[2] }} as string) as value_text
    from indicators
    {%- endfor %}
),

conditions as (
    select
        check_code,
        condition,
        count(*) over (partition by check_code) as condition_count
    from {{ ref('finding_row_condition') }}
),

-- the rows of which all that a check asks for is true
broken as (
    select
        facts.indicator_row_id,
        conditions.check_code
    from facts
    inner join conditions on facts.fact = conditions.condition
    group by facts.indicator_row_id, conditions.check_code, conditions.condition_count
    having count(distinct facts.fact) = conditions.condition_count
)

select
    {{ finding_row({
        'check_code': 'row_check.check_code',
        'report_id': 'indicators.report_id',
        'fiscal_year': 'indicators.fiscal_year',
        'subject': 'indicators.indicator_row_id',
        'figure_id': 'indicators.indicator_row_id',
        'role': "'stated'",
        'stated_value': 'stated.value',
        'expected_value': 'expected.value',
        'value_kind': 'stated.value_kind',
        'stated_text': 'stated.value_text',
        'expected_text': 'expected.value_text',
        'label': 'indicators.label',
        'working_zh': 'indicators.working',
        'working_en': 'indicators.working',
    }) }}
from broken
inner join {{ ref('finding_row_check') }} as row_check on broken.check_code = row_check.check_code
inner join indicators on broken.indicator_row_id = indicators.indicator_row_id
inner join told as stated
    on
        broken.indicator_row_id = stated.indicator_row_id
        and row_check.stated = stated.name
left join told as expected
    on
        broken.indicator_row_id = expected.indicator_row_id
        and row_check.expected = expected.name
union all
select
    {{ finding_row({
        'outcome': "'weight_by_rate'",
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
