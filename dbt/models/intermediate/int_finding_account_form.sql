-- Engine account_form: what must add up inside a form of accounts or budgets and from one form to another, by
-- `seeds/finding_account_identity.csv`: a whole and the signed parts that make it (`seeds/finding_account_term.csv`). What a term leaves
-- open (flow, line item, fund) must be the same on both sides. One row per finding and figure.
--   equal    the parts make the whole
--   at_most  the parts must not exceed the whole
-- Nothing is told where a column that is needed isn't there, a figure of the form was not understood and parts are short, a figure is
-- told with two values, or the sum fits with or without what only some forms count in. What rounding leaves is one finding a form, and
-- so is a form with as many broken sums as only columns or rows that slipped make. One gap is told once, where it arises.
{%- set form = ['report_id', 'fiscal_year', 'form'] %}
{%- set figure = ['figure_id', 'phase', 'flow', 'line_item_code', 'fund_code', 'value', 'written_step', 'is_ambiguous'] %}
{%- set part_order = 'parts.own_code, parts.line_item_code, parts.figure_id' %}
{%- set group = ['check_code', 'report_id', 'fiscal_year', 'spot', 'term_key'] %}
with

figures as (
    select
        {{ listed(form + ['figure_id', 'phase', 'flow', 'line_item_code', 'fund_code', 'classification', 'code', 'parent_code', 'value',
            'written_step', 'is_ambiguous']) }},
        line_item_code as as_line,
        fund_code as as_fund,
        true as is_printed
    from {{ ref('int_account_figure') }}
),

-- where the whole of a line item or of an appropriation isn't printed, its parts stand for it
standing as (
    select
        figure.*,
        line_item.parent_code as other_line,
        figure.fund_code as other_fund,
        1 as choice
    from figures as figure
    inner join {{ ref('line_item') }} as line_item on figure.line_item_code = line_item.line_item_code
    where line_item.parent_code <> 'total'
    union all
    select
        figure.*,
        figure.line_item_code as other_line,
        'all_funds' as other_fund,
        case when figure.fund_code = figure.line_item_code then 1 else 2 end as choice
    from figures as figure
    inner join {{ ref('finding_mark') }} as mark
        on
            mark.mark = 'of_appropriation'
            and figure.fund_code = mark.pattern
    where figure.line_item_code = 'fiscal_appropriation'
),

serving as (
    select * from figures
    union all
    select
        {{ listed(form + ['figure_id', 'phase', 'flow', 'line_item_code', 'fund_code', 'classification', 'code', 'parent_code', 'value',
            'written_step', 'is_ambiguous'], 'standing') }},
        standing.other_line as as_line,
        standing.other_fund as as_fund,
        false as is_printed
    from (
        select
            standing.*,
            min(choice) over (
                partition by {{ listed(form) }}, phase, flow, coalesce(classification, ''), code, other_line, other_fund
            ) as first_choice
        from standing
    ) as standing
    left join figures as whole
        on
            {{ same('standing', 'whole', form + ['phase', 'flow', 'code']) }}
            and standing.classification is not distinct from whole.classification
            and standing.other_line = whole.line_item_code
            and standing.other_fund = whole.fund_code
    where
        whole.figure_id is null
        and standing.choice = standing.first_choice
),

terms as (
    select
        term.*,
        identity.reach,
        identity.relation,
        identity.follows,
        identity.preference
    from {{ ref('finding_account_term') }} as term
    inner join {{ ref('finding_account_identity') }} as identity on term.check_code = identity.check_code
),

placed as (
    select
        terms.check_code,
        terms.reach,
        terms.relation,
        terms.follows,
        terms.preference,
        terms.role,
        coalesce(terms.sign, 1) as sign,
        terms.slot,
        coalesce(terms.choice, 1) as choice,
        terms.need,
        {{ listed(form + figure, 'serving') }},
        serving.code as own_code,
        case
            when terms.reach = 'form' then concat(serving.form, '|', serving.phase)
            else split_part(serving.phase, '.', 1)
        end as spot,
        concat(
            case
                when terms.code in ('own', 'class') then serving.code
                when terms.code = 'parent' then serving.parent_code
                else ''
            end, '|',
            case when terms.flow is null then serving.flow else '' end, '|',
            case when terms.line_item_code is null then serving.as_line else '' end, '|',
            case when terms.fund_code is null then serving.as_fund else '' end
        ) as term_key,
        -- classes of two classifications are two splits
        case when terms.code = 'top' and terms.slot is null then serving.classification else '' end as split
    from serving
    inner join terms
        on
            {{ is_open_or_holds('terms.form_code', 'serving.form') }}
            and {{ is_open_or_holds('terms.flow', 'serving.flow') }}
            and {{ is_open_or_holds('terms.line_item_code', 'serving.as_line') }}
            and {{ is_open_or_holds('terms.fund_code', 'serving.as_fund') }}
            and (terms.stage is null or split_part(serving.phase, '.', 1) = terms.stage)
            and (
                terms.classification is null
                or serving.classification = terms.classification
                or (terms.classification = 'any' and serving.classification is not null)
                or (terms.classification = 'none' and serving.classification is null)
            )
            and (
                terms.code is null
                or terms.code = 'own'
                or (terms.code = 'parent' and serving.parent_code is not null)
                or (terms.code = 'top' and serving.parent_code is null)
                or (terms.code = 'class' and length(serving.code) = 3)
                or concat('|', terms.code, '|') like concat('%|', serving.code, '|%')
            )
            and (serving.is_printed or terms.role <> 'whole')
),

-- which forms have the columns that an identity needs
needs as (
    select
        check_code,
        count(distinct need) as need_count
    from terms
    where need is not null
    group by check_code
),

met as (
    select
        check_code,
        report_id,
        fiscal_year,
        spot,
        count(distinct need) as need_count
    from placed
    where need is not null
    group by check_code, report_id, fiscal_year, spot
),

barred as (
    select distinct
        check_code,
        report_id,
        fiscal_year,
        spot
    from placed
    where role = 'bar'
),

-- forms with figures that were not understood
unread as (
    select distinct {{ listed(form, 'figure') }}
    from {{ ref('int_account_figure') }} as figure
    inner join {{ ref('stg_unrecognised') }} as unrecognised
        on
            figure.report_id = unrecognised.report_id
            and figure.table_no = unrecognised.table_no
),

wholes as (
    select * from placed
    where role = 'whole'
),

-- of terms that stand for each other the first that is stated
parts as (
    select *
    from (
        select
            placed.*,
            min(choice) over (partition by {{ listed(group) }}, split, coalesce(slot, '')) as first_choice
        from placed
        where role = 'part'
    ) as chosen
    where slot is null or choice = first_choice
),

sums as (
    select
        {{ listed(group) }},
        split,
        cast(sum(sign * value) as decimal(38, 6)) as part_sum,
        sum(written_step) as step_sum,
        max(case when is_ambiguous then 1 else 0 end) as is_ambiguous
    from parts
    group by {{ listed(group) }}, split
),

more as (
    select
        {{ listed(group) }},
        cast(sum(sign * value) as decimal(38, 6)) as value
    from placed
    where role = 'maybe'
    group by {{ listed(group) }}
),

pairs as (
    select
        whole.*,
        sums.split as part_split,
        sums.part_sum,
        cast(whole.value - sums.part_sum as decimal(38, 6)) as gap,
        abs(whole.value - sums.part_sum) <= threshold.last_digit_share * (whole.written_step + sums.step_sum) as is_rounding,
        coalesce(
            abs(abs(whole.value - sums.part_sum) - abs(more.value))
            <= threshold.last_digit_share * (whole.written_step + sums.step_sum),
            false
        ) as is_kept_with_more,
        unread.form is not null as is_unread
    from wholes as whole
    inner join sums on {{ same('whole', 'sums', group) }}
    left join more on {{ same('whole', 'more', group) }}
    left join needs on whole.check_code = needs.check_code
    left join met on {{ same('whole', 'met', ['check_code', 'report_id', 'fiscal_year', 'spot']) }}
    left join barred on {{ same('whole', 'barred', ['check_code', 'report_id', 'fiscal_year', 'spot']) }}
    left join unread on {{ same('whole', 'unread', form) }}
    cross join {{ thresholds(['last_digit_share']) }}
    where
        not whole.is_ambiguous
        and sums.is_ambiguous = 0
        and coalesce(needs.need_count, 0) = coalesce(met.need_count, 0)
        and barred.spot is null
),

broken as (
    select *
    from pairs
    where
        gap <> 0
        and not is_kept_with_more
        and not (relation = 'at_most' and gap > 0)
        and not (reach = 'form' and is_unread and gap > 0)
),

-- one gap in a form has one cause, and is told where that lies: across the row before down the column
faults as (
    select *
    from (
        select
            broken.*,
            row_number() over (
                partition by {{ listed(form) }}, abs(gap)
                order by preference asc, length(own_code) desc, check_code asc, figure_id asc, part_split asc
            ) as of_gap
        from broken
        where
            not is_rounding
            and reach = 'form'
    ) as told
    where of_gap = 1
),

-- a row that is lost or wrong in several columns is told once
rows_at_fault as (
    select *
    from (
        select
            faults.*,
            row_number() over (
                partition by {{ listed(form) }}, check_code, own_code, flow, phase
                order by abs(gap) desc, figure_id asc, part_split asc
            ) as of_row
        from faults
    ) as told
    where of_row = 1
),

counted as (
    select
        rows_at_fault.*,
        count(*) over (partition by {{ listed(form) }}) >= threshold.slipped_sums as is_slipped
    from rows_at_fault
    cross join {{ thresholds(['slipped_sums']) }}
),

slipped as (
    select distinct {{ listed(form) }}
    from counted
    where is_slipped
),

-- between forms only what isn't wrong in either of them
crossing as (
    select
        broken.check_code,
        broken.figure_id,
        broken.part_split
    from broken
    inner join parts on {{ same('broken', 'parts', group) }}
    left join slipped
        on
            broken.report_id = slipped.report_id
            and broken.fiscal_year = slipped.fiscal_year
            and slipped.form in (broken.form, parts.form)
    left join faults
        on
            broken.report_id = faults.report_id
            and broken.fiscal_year = faults.fiscal_year
            and faults.form in (broken.form, parts.form)
            and abs(broken.gap) = abs(faults.gap)
    where broken.reach = 'report'
    group by broken.check_code, broken.figure_id, broken.part_split
    having count(slipped.form) = 0 and count(faults.form) = 0
),

across_forms as (
    select broken.*
    from broken
    inner join crossing
        on
            broken.check_code = crossing.check_code
            and broken.figure_id = crossing.figure_id
            and broken.part_split = crossing.part_split
    -- totals that differ say it already
    left join broken as followed
        on
            broken.report_id = followed.report_id
            and broken.fiscal_year = followed.fiscal_year
            and broken.follows = followed.check_code
            and not followed.is_rounding
    where
        not broken.is_rounding
        and followed.check_code is null
),

told as (
    select
        {{ listed(group) }}, figure_id, form, value, part_sum, part_split,
        cast(null as string) as outcome
    from counted
    where not is_slipped
    union all
    select
        {{ listed(group) }}, figure_id, form, value, part_sum, part_split,
        cast(null as string) as outcome
    from across_forms
    union all
    select
        {{ listed(group) }}, figure_id, form, value, part_sum, part_split,
        'slipped_table' as outcome
    from counted
    where is_slipped
    union all
    select
        {{ listed(group, 'broken') }}, broken.figure_id, broken.form, broken.value, broken.part_sum, broken.part_split,
        'table_rounding' as outcome
    from broken
    left join slipped on {{ same('broken', 'slipped', form) }}
    where
        broken.is_rounding
        and slipped.form is null
),

-- the sum in figures
worded as (
    select
        told.check_code,
        told.figure_id,
        told.part_split,
        {{ ordered_text(signed_words('parts.sign', 'parts.value', "'amount'", 'zh'), ' + ', part_order) }} as working_zh,
        {{ ordered_text(signed_words('parts.sign', 'parts.value', "'amount'", 'en'), ' + ', part_order) }} as working_en
    from told
    inner join parts
        on
            {{ same('told', 'parts', group) }}
            and told.part_split = parts.split
    where told.outcome is null
    group by told.check_code, told.figure_id, told.part_split
),

involved as (
    select
        told.*,
        told.figure_id as side_figure_id,
        'stated' as role
    from told
    union all
    select distinct
        told.*,
        parts.figure_id as side_figure_id,
        'expected' as role
    from told
    inner join parts
        on
            {{ same('told', 'parts', group) }}
            and told.part_split = parts.split
            and told.figure_id <> parts.figure_id
    where told.outcome is null
),

-- a finding of a whole form speaks at its first sum
worded_once as (
    select
        involved.*,
        whole.measure,
        whole.budget_version,
        whole.line_item_code,
        whole.fund_code,
        case when whole.code <> '' then concat(whole.code, coalesce(concat(' ', whole.classification_name), '')) end as label,
        first_value(involved.value) over of_form as first_value,
        first_value(involved.part_sum) over of_form as first_sum
    from involved
    inner join {{ ref('int_account_figure') }} as whole on involved.figure_id = whole.figure_id
    window of_form as (
        partition by involved.report_id, involved.fiscal_year, involved.form, involved.outcome
        order by {{ place_order('whole', 'figure_id') }}, involved.check_code asc, involved.part_split asc
        rows between unbounded preceding and unbounded following
    )
)

select
    {{ finding_row({
        'check_code': 'case when worded_once.outcome is null then worded_once.check_code end',
        'outcome': 'worded_once.outcome',
        'report_id': 'worded_once.report_id',
        'fiscal_year': 'worded_once.fiscal_year',
        'subject': "case when worded_once.outcome is null then concat(worded_once.figure_id, '|', worded_once.part_split) else concat(cast(worded_once.fiscal_year as string), '|', worded_once.form) end",
        'figure_id': 'worded_once.side_figure_id',
        'role': 'worded_once.role',
        'stated_value': 'case when worded_once.outcome is null then worded_once.value else worded_once.first_value end',
        'expected_value': 'case when worded_once.outcome is null then worded_once.part_sum else worded_once.first_sum end',
        'tolerance_factor': '1',
        'value_kind': "'amount'",
        'measure': 'worded_once.measure',
        'budget_version': 'worded_once.budget_version',
        'line_item_code': 'worded_once.line_item_code',
        'fund_code': 'worded_once.fund_code',
        'label': 'worded_once.label',
        'working_zh': 'worded.working_zh',
        'working_en': 'worded.working_en',
    }) }}
from worded_once
left join worded
    on
        worded_once.outcome is null
        and worded_once.check_code = worded.check_code
        and worded_once.figure_id = worded.figure_id
        and worded_once.part_split = worded.part_split
