-- What every engine found, each check worded and weighed by its row of `seeds/finding_rule.csv`: one row per finding and figure.
-- A new check of a known kind is a row there and in the engine's seed; a new way of looking is an engine here.
with

found as (
    {%- for engine in [
        'stale_fiscal_year', 'conflicting_amounts', 'identity', 'rate', 'adjustment', 'performance', 'text', 'list', 'implausible_value', 'members', 'account_form', 'class_name'
    ] %}
    {{ "union all" if not loop.first }}
    select * from {{ ref('int_finding_' ~ engine) }}
    {%- endfor %}
    union all
    select
        {{ finding_columns() }}
    from {{ ref('int_finding_amount_scale') }}
),

weighed as (
    select
        {%- for column in finding_types() if column not in ['check_code', 'outcome'] %}
        found.{{ column }},
        {%- endfor %}
        rule.check_code,
        {{ stable_key('finding', ['rule.check_code', 'found.report_id', 'found.subject']) }} as finding_id,
        cast(found.stated_value - found.expected_value as decimal(38, 6)) as difference,
        -- a gap that rounding explains is worth knowing, not an error
        case
            when abs(found.stated_value - found.expected_value) <= rule.tolerance * coalesce(found.tolerance_factor, 1)
                then rule.minor_severity
            else rule.severity
        end as severity,
        rule.explanation_zh as template_zh,
        rule.explanation_en as template_en,
        figure.unit_key,
        figure.source,
        figure.page_no,
        figure.block_no,
        figure.table_no,
        figure.row_no,
        figure.column_no,
        figure.char_start
    from found
    -- an engine without rules of its own says what it found, and the rule what that is
    inner join {{ ref('finding_rule') }} as rule
        on coalesce(found.outcome, found.check_code) = coalesce(rule.outcome, rule.check_code)
    inner join {{ ref('int_figure') }} as figure
        on
            found.figure_id = figure.figure_id
            and figure.item_no = 1
    where rule.is_enabled
),

-- a figure stands once in a finding, though an engine came to it twice (one rate told in two paragraphs rests on the same amounts)
once as (
    select *
    from (
        select
            weighed.*,
            row_number() over (
                partition by finding_id, figure_id
                order by
                    role desc, stated_value asc nulls last, expected_value asc nulls last, tolerance_factor asc nulls last,
                    working_zh asc nulls last
            ) as mention_no
        from weighed
    ) as numbered
    where mention_no = 1
)

select
    once.*,
    -- the first of a side is the finding's place
    row_number() over (partition by finding_id, role order by {{ place_order('once', 'figure_id') }}) as choice,
    count(*) over (partition by finding_id) as figure_count
from once
