-- Engine rate: rates that a report states, computed again by the formulas of `seeds/finding_formula.csv` from the figures that
-- stand nearest. Where a rate fits another base than the proper one, the finding names that base. One row per finding and figure.
with

-- a rate as a number, and the unit of its last written digit
stated as (
    select
        figure_id,
        report_id,
        fiscal_year,
        item,
        project_key,
        project_name,
        attribute_code,
        value,
        value_text,
        context,
        quote,
        section_title,
        table_no,
        row_no,
        char_start,
        place_kind,
        length(split_part(split_part(translate(value_text, '％．', '%.'), '%', 1), '.', 2))
        + case when replace(translate(value_text, '％', '%'), '%', '') = value_text then 0 else 2 end as digits,
        row_number() over (
            partition by
                report_id, fiscal_year, item, project_key, value,
                -- told again elsewhere, the same rate may be another thing's
                case when item = 'counted_rate' then figure_id else context end
            order by case when place_kind = 'narrative' then 1 else 0 end asc, {{ place_order('figure', 'figure_id') }}
        ) as telling
    from {{ ref('int_figure') }} as figure
    where
        source = 'attribute'
        and value is not null
        and item in (select formula.attribute_code from {{ ref('finding_formula') }} as formula)
),

-- a paragraph that speaks of one project's money alone speaks of its rate
spoken_of as (
    select
        report_id,
        context,
        min(project_key) as project_key
    from {{ ref('int_figure') }}
    where
        source = 'claim'
        and place_kind = 'narrative'
    group by report_id, context
    having
        min(project_key) = max(project_key)
        and min(item) = 'project_named'
        and max(item) = 'project_named'
),

rates as (
    select
        stated.*,
        coalesce(
            case when stated.project_name is null and stated.place_kind = 'narrative' then spoken_of.project_key end,
            stated.project_key
        ) as thing_key,
        cast(1 / power(10, stated.digits) as decimal(38, 6)) as last_digit
    from stated
    left join spoken_of
        on
            stated.report_id = spoken_of.report_id
            and stated.context = spoken_of.context
    left join {{ ref('finding_mark') }} as mark
        on
            mark.mark = 'bound'
            and stated.value_text like mark.pattern
    where
        stated.telling = 1
        and mark.mark is null
),

operands as (
    select
        figure.*,
        concat(figure.measure_code, ':', figure.item) as operand
    from {{ ref('int_figure') }} as figure
    where
        figure.value is not null
        and figure.item_no = 1
),

sides as (
    {%- for side in ['numerator', 'base'] %}
    {{ "union all" if not loop.first }}
    select
        '{{ side }}' as side,
        rates.figure_id as rate_id,
        formula.check_code,
        formula.form,
        formula.numerator,
        formula.base,
        formula.year_offset,
        formula.preference,
        formula.formula_zh,
        formula.formula_en,
        operand.figure_id,
        operand.value,
        operand.scope_fund,
        operand.source,
        -- what is told in 亿元 is rounded so far that it shows in a rate
        case
            when operand.written_step >= threshold.coarse_step and operand.value <> 0
                then operand.written_step * threshold.last_digit_share / abs(operand.value)
            else 0
        end as blur,
        case
            when operand.context = rates.context and operand.quote = rates.quote then 1
            when operand.context = rates.context and operand.place_kind <> 'narrative' and operand.row_no = rates.row_no then 1
            when operand.context = rates.context then 2
            when operand.section_title = rates.section_title then 3
            else 4
        end as distance,
        -- of several counts in one sentence the last before the rate
        row_number() over (
            partition by rates.figure_id, formula.check_code, formula.numerator, formula.base
            order by operand.char_start desc
        ) as recency,
        rates.item = 'counted_rate' as is_counted
    from rates
    inner join {{ ref('finding_formula') }} as formula on rates.item = formula.attribute_code
    inner join operands as operand
        on
            rates.report_id = operand.report_id
            and rates.fiscal_year {{ "+ formula.year_offset" if side == 'base' }} = operand.fiscal_year
            and formula.{{ side }} = operand.operand
            and rates.thing_key = operand.project_key
    cross join {{ thresholds(['coarse_step', 'last_digit_share']) }}
    where
        rates.item <> 'counted_rate'
        or (operand.context = rates.context and operand.quote = rates.quote and operand.char_start < rates.char_start)
    {%- endfor %}
),

pairs as (
    select
        numerator.rate_id,
        numerator.check_code,
        numerator.form,
        numerator.preference,
        numerator.formula_zh,
        numerator.formula_en,
        numerator.figure_id as numerator_id,
        base.figure_id as base_id,
        numerator.value as numerator_value,
        base.value as base_value,
        case when numerator.source = 'claim' then 'amount' else 'number' end as value_kind,
        greatest(numerator.distance, base.distance) as distance,
        numerator.blur + base.blur as blur,
        case
            when base.value = 0 then null
            when numerator.form = 'ratio' then {{ rate('numerator.value', 'base.value') }}
            when numerator.form = 'change' then {{ rate('numerator.value - base.value', 'base.value') }}
            when numerator.form = 'absolute_change' then abs({{ rate('numerator.value - base.value', 'base.value') }})
            when numerator.form = 'remainder' then cast(1 - {{ rate('numerator.value', 'base.value') }} as decimal(38, 6))
        end as expected
    from sides as numerator
    inner join sides as base
        on
            numerator.rate_id = base.rate_id
            and numerator.check_code = base.check_code
            and numerator.form = base.form
            and numerator.numerator = base.numerator
            and numerator.base = base.base
            and numerator.scope_fund = base.scope_fund
            and numerator.side = 'numerator'
            and base.side = 'base'
    where
        not numerator.is_counted
        or (numerator.recency = 1 and base.recency = 1)
),

ranked as (
    select
        pairs.*,
        rates.report_id,
        rates.fiscal_year,
        rates.item,
        rates.project_name,
        rates.attribute_code,
        rates.value as stated_value,
        rates.last_digit,
        coalesce(
            abs(rates.value - pairs.expected)
            <= rates.last_digit * threshold.last_digit_share + threshold.computing_rest + abs(pairs.expected) * pairs.blur
            -- more done than planned is customarily told as all of it
            or (rates.item = 'counted_rate' and rates.value = 1 and pairs.expected > 1),
            false
        ) as is_fit,
        min(pairs.distance) over (partition by pairs.rate_id) as nearest
    from pairs
    inner join rates on pairs.rate_id = rates.figure_id
    cross join {{ thresholds(['last_digit_share', 'computing_rest']) }}
),

preferred as (
    select
        ranked.*,
        min(case when distance = nearest then preference end) over (partition by rate_id) as proper
    from ranked
),

judged as (
    select
        preferred.*,
        -- the proper formula, or a better one, fits: among the nearest figures, or anywhere where none stand with the rate
        max(case when is_fit and preference <= proper and (distance = nearest or nearest > 1) then 1 else 0 end)
            over (partition by rate_id) as is_kept,
        max(case when expected is not null then 1 else 0 end) over (partition by rate_id) as is_computable,
        row_number() over (
            partition by rate_id, case when is_fit and preference > proper then 1 else 0 end
            order by
                case when preference = proper then 0 else 1 end asc, distance asc, preference asc,
                case when expected is null then 1 else 0 end asc,
                abs(stated_value - expected) asc nulls last,
                numerator_id asc,
                base_id asc
        ) as choice
    from preferred
),

-- what the proper formula gives, and which other formula the report must have used
chosen as (
    select
        proper.*,
        other.formula_zh as used_zh,
        other.formula_en as used_en,
        other.numerator_value as used_numerator,
        other.base_value as used_base,
        other.base_id as used_base_id
    from judged as proper
    left join judged as other
        on
            proper.rate_id = other.rate_id
            and other.choice = 1
            and other.is_fit
            and other.preference > other.proper
    where
        proper.choice = 1
        and proper.is_kept = 0
        and not (proper.is_fit and proper.preference > proper.proper)
),

worded as (
    select
        {%- for language in ['zh', 'en'] %}
        concat(
            formula_{{ language }}, '{{ "：" if language == "zh" else ": " }}',
            {{ value_words('numerator_value', 'value_kind', language) }}, ' / ', {{ value_words('base_value', 'value_kind', language) }},
            case
                when used_{{ language }} is null then ''
                else
                    concat(
                        '{{ "；所写之数合于" if language == "zh" else "; the stated rate fits " }}', used_{{ language }},
                        '{{ "：" if language == "zh" else ": " }}', {{ value_words('used_numerator', 'value_kind', language) }},
                        ' / ', {{ value_words('used_base', 'value_kind', language) }}
                    )
            end
        ) as working_{{ language }},
        {%- endfor %}
        case
            when is_computable = 0 then 'zero_base'
            when used_zh is not null then 'other_base'
            -- the figures may be another thing's
            when distance > 2 then 'distant_figures'
        end as outcome,
        chosen.*
    from chosen
),

involved as (
    select
        worded.*,
        rate_id as side_figure_id,
        'stated' as role
    from worded
    union all
    select
        worded.*,
        numerator_id as side_figure_id,
        'expected' as role
    from worded
    union all
    select
        worded.*,
        base_id as side_figure_id,
        'expected' as role
    from worded
    where base_id <> numerator_id
    union all
    select
        worded.*,
        used_base_id as side_figure_id,
        'expected' as role
    from worded
    where used_base_id <> base_id
)

select
    {{ finding_row({
        'check_code': 'case when outcome is null then check_code end',
        'outcome': 'outcome',
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(item, '|', coalesce(project_name, ''), '|', cast(fiscal_year as string), '|', cast(stated_value as string), '|', coalesce(cast(expected as string), ''), '|', case when item = 'counted_rate' then rate_id else '' end)",
        'figure_id': 'side_figure_id',
        'role': 'role',
        'stated_value': 'stated_value',
        'expected_value': 'expected',
        'tolerance_factor': 'last_digit',
        'value_kind': "'rate'",
        'project_name': 'project_name',
        'attribute_code': 'attribute_code',
        'working_zh': 'working_zh',
        'working_en': 'working_en',
    }) }}
from involved
