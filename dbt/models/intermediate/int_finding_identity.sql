-- Engine identity: what must add up by `seeds/finding_identity.csv`, each a whole and the signed terms that make it
-- (`seeds/finding_term.csv`). A whole is held against the parts that stand nearest to it: in the same table or paragraph, else in
-- the same section's prose, else anywhere in the report's prose. A form may run on over a page's end: where a report states
-- `one_form_item` once in its tables, all its tables are one form. One row per finding and figure.
--   equal          the parts make the whole; if one isn't stated, the others must not exceed it
--   list           as equal, but parts may have been left out: a shortfall is another check (`milder_check_code`)
--   at_most        the parts must not exceed the whole
--   without_extra  the whole must not be the parts and what doesn't belong to it together
with

terms as (
    select
        term.check_code,
        identity.relation,
        identity.milder_check_code,
        identity.one_form_item,
        coalesce(identity.is_outside_forms, false) as is_outside_forms,
        term.role,
        coalesce(term.sign, 1) as sign,
        case
            when term.budget_version is null then term.measure
            else concat(term.measure, '.', term.budget_version)
        end as measure_code,
        -- tells one item's terms apart
        concat(
            term.measure, '|', coalesce(term.budget_version, ''), '|', term.item, '|', coalesce(term.fund_code, '')
        ) as term_key,
        term.item,
        term.fund_code,
        term.takes,
        term.is_required
    from {{ ref('finding_term') }} as term
    inner join {{ ref('finding_identity') }} as identity on term.check_code = identity.check_code
    where identity.relation <> 'any_reading'
),

items as (
    select distinct item
    from terms
),

one_form_items as (
    select distinct
        item,
        one_form_item
    from terms
    where one_form_item is not null
),

figures as (
    select figure.*
    from {{ ref('int_figure') }} as figure
    inner join items on figure.item = items.item
    where figure.value is not null
),

-- reports with one form to be scored
single_forms as (
    select
        report_id,
        item as one_form_item
    from figures
    where
        item in (select one_form_items.one_form_item from one_form_items)
        and table_no is not null
    group by report_id, item
    having count(*) = 1
),

placed as (
    select
        figures.*,
        1 as level,
        context as spot
    from figures
    union all
    select
        figures.*,
        2 as level,
        'form' as spot
    from figures
    inner join one_form_items on figures.item = one_form_items.item
    inner join single_forms
        on
            figures.report_id = single_forms.report_id
            and one_form_items.one_form_item = single_forms.one_form_item
    where figures.table_no is not null
    union all
    select
        figures.*,
        2 as level,
        concat('s', coalesce(section_title, '')) as spot
    from figures
    where
        source = 'claim'
        and place_kind = 'narrative'
    union all
    select
        figures.*,
        3 as level,
        'prose' as spot
    from figures
    where
        source = 'claim'
        and place_kind = 'narrative'
),

whole_terms as (
    select * from terms
    where role = 'whole'
),

part_terms as (
    select
        part.check_code,
        part.role,
        part.sign,
        part.measure_code,
        part.term_key,
        part.item,
        part.fund_code,
        part.takes,
        part.is_required,
        part.is_outside_forms,
        whole.measure_code as whole_measure,
        -- how many required terms there are
        count(case when part.is_required then 1 end) over (partition by part.check_code) as required_count
    from terms as part
    inner join whole_terms as whole on part.check_code = whole.check_code
    where part.role <> 'whole'
),

wholes as (
    select
        term.check_code,
        term.relation,
        term.milder_check_code,
        -- terms of several funds meet in one identity
        case when term.fund_code is null then placed.scope_fund else 'named' end as fund_scope,
        placed.*
    from placed
    inner join whole_terms as term
        on
            placed.item = term.item
            and (term.fund_code is null or placed.fund_code = term.fund_code)
            and (placed.measure_code = term.measure_code or (term.measure_code = '*' and placed.measure_code <> 'form'))
            -- forms of accounts and budgets have an engine of their own
            and not (term.is_outside_forms and placed.form_code is not null)
),

parts as (
    select
        term.check_code,
        term.role,
        term.sign,
        term.term_key,
        term.is_required,
        term.required_count,
        term.takes,
        case when term.fund_code is null then placed.scope_fund else 'named' end as fund_scope,
        case when term.measure_code = '*' then placed.measure_code else term.whole_measure end as whole_measure,
        -- the same part may be told more than once
        case
            when term.takes = 'one' then placed.item
            when placed.source = 'claim' then concat(placed.item, '|', placed.project_key, '|', placed.fund_code)
            else placed.figure_id
        end as part_key,
        placed.*
    from placed
    inner join part_terms as term
        on
            placed.item = term.item
            and (term.fund_code is null or placed.fund_code = term.fund_code)
            and (placed.measure_code = term.measure_code or (term.measure_code = '*' and placed.measure_code <> 'form'))
            and not (term.is_outside_forms and placed.form_code is not null)
),

told as (
    select
        check_code,
        report_id,
        fiscal_year,
        level,
        spot,
        fund_scope,
        scope,
        whole_measure,
        role,
        sign,
        term_key,
        part_key,
        is_required,
        required_count,
        min(value) as value,
        max(value) as highest,
        min(case when source = 'claim' then 'amount' else 'number' end) as value_kind,
        -- block, row, column and character in one number
        min(
            coalesce(block_no, 0) * 1000000000000 + coalesce(row_no, 0) * 1000000000 + coalesce(column_no, 0) * 1000000
            + coalesce(char_start, 0)
        ) as reading_order
    from parts
    group by
        check_code, report_id, fiscal_year, level, spot, fund_scope, scope, whole_measure, role, sign, term_key, part_key, is_required,
        required_count
),

sums as (
    select
        check_code,
        report_id,
        fiscal_year,
        level,
        spot,
        fund_scope,
        scope,
        whole_measure,
        cast(sum(case when role = 'part' then sign * value else 0 end) as decimal(38, 6)) as part_sum,
        cast(sum(case when role = 'extra' then sign * value else 0 end) as decimal(38, 6)) as extra_sum,
        cast(max(value) as decimal(38, 6)) as largest_part,
        count(*) as part_count,
        count(distinct case when is_required then term_key end) = max(required_count) as is_complete,
        -- told twice with two values: another engine's business
        max(case when value <> highest then 1 else 0 end) = 1 as is_ambiguous
    from told
    group by check_code, report_id, fiscal_year, level, spot, fund_scope, scope, whole_measure
),

pairs as (
    select
        whole.check_code,
        whole.relation,
        whole.milder_check_code,
        whole.report_id,
        whole.fiscal_year,
        whole.level,
        whole.spot,
        whole.fund_scope,
        whole.scope,
        whole.measure_code,
        whole.figure_id,
        whole.value,
        whole.written_step,
        sums.part_sum,
        sums.extra_sum,
        sums.part_count,
        sums.is_complete,
        sums.is_ambiguous,
        case when whole.source = 'claim' then 'amount' else 'number' end as value_kind,
        case
            when sums.is_ambiguous then true
            when whole.relation = 'without_extra'
                then not (sums.extra_sum > 0 and whole.value = sums.part_sum + sums.extra_sum)
            when whole.relation = 'at_most' or not sums.is_complete then sums.part_sum <= whole.value
            else sums.part_sum = whole.value
            -- a part that holds the others: the rows are nested
                or (sums.part_count > 2 and sums.largest_part = whole.value and sums.part_sum = 2 * whole.value)
        end as is_kept,
        row_number() over (
            partition by
                whole.check_code, whole.report_id, whole.fiscal_year, whole.level, whole.spot, whole.fund_scope, whole.scope,
                whole.measure_code
            order by abs(whole.value - sums.part_sum) asc, {{ place_order('whole', 'figure_id') }}
        ) as nearness,
        -- of amounts what stands nearest, of a form the whole form
        case when whole.measure_code = 'form' then -1 else 1 end * min(
            case when whole.measure_code = 'form' then -whole.level else whole.level end
        ) over (
            partition by
                whole.check_code, whole.report_id, whole.fiscal_year, whole.fund_scope, whole.scope, whole.measure_code,
                sums.is_complete
        ) as nearest_level
    from wholes as whole
    inner join sums
        on
            whole.check_code = sums.check_code
            and whole.report_id = sums.report_id
            and whole.fiscal_year = sums.fiscal_year
            and whole.level = sums.level
            and whole.spot = sums.spot
            and whole.fund_scope = sums.fund_scope
            and whole.scope = sums.scope
            and whole.measure_code = sums.whole_measure
    inner join {{ ref('finding_identity') }} as identity on whole.check_code = identity.check_code
    left join sums as judging
        on
            identity.judged_by = judging.check_code
            and whole.report_id = judging.report_id
            and whole.fiscal_year = judging.fiscal_year
            and whole.level = judging.level
            and whole.spot = judging.spot
    -- told by another identity whether all the parts are here; where that isn't stated, only parts beyond the whole tell
    where
        identity.judged_by is null
        or judging.part_sum = identity.judged_by_total
        or (judging.part_sum is null and sums.part_sum > whole.value)
),

-- one whole that fits is enough; parts far apart count only where none stand together
broken as (
    select
        *,
        concat(
            cast(fiscal_year as string), '|', measure_code, '|', fund_scope, '|', scope, '|', cast(value as string), '|',
            cast(part_sum as string)
        ) as subject,
        row_number() over (
            partition by check_code, report_id, fiscal_year, measure_code, fund_scope, scope, value, part_sum
            order by level asc, spot asc
        ) as telling
    from (
        select
            pairs.*,
            max(case when is_kept then 1 else 0 end) over (
                partition by
                    check_code, report_id, fiscal_year, fund_scope, scope, measure_code,
                    case when measure_code = 'form' then figure_id else concat(cast(level as string), '|', spot) end
            ) as is_any_kept,
            max(case when is_complete then 1 else 0 end) over (
                partition by check_code, report_id, fiscal_year, fund_scope, scope, measure_code
            ) as is_ever_complete
        from pairs
    ) as judged
    where
        is_any_kept = 0
        and nearness = 1
        and level = nearest_level
        -- parts that are complete elsewhere say more
        and (is_complete or is_ever_complete = 0)
),

-- the sum in figures
worded as (
    select
        broken.check_code,
        broken.report_id,
        broken.subject,
        {{ ordered_text(
            signed_words('told.sign', 'told.value', 'told.value_kind', 'zh'), ' + ', 'told.reading_order, told.part_key, told.term_key'
        ) }}
            as working_zh,
        {{ ordered_text(
            signed_words('told.sign', 'told.value', 'told.value_kind', 'en'), ' + ', 'told.reading_order, told.part_key, told.term_key'
        ) }}
            as working_en
    from broken
    inner join told
        on
            broken.check_code = told.check_code
            and broken.report_id = told.report_id
            and broken.fiscal_year = told.fiscal_year
            and broken.level = told.level
            and broken.spot = told.spot
            and broken.fund_scope = told.fund_scope
            and broken.scope = told.scope
            and broken.measure_code = told.whole_measure
    where broken.telling = 1
    group by broken.check_code, broken.report_id, broken.subject
),

involved as (
    select
        broken.*,
        broken.figure_id as side_figure_id,
        'stated' as role
    from broken
    where telling = 1
    union all
    select distinct
        broken.*,
        parts.figure_id as side_figure_id,
        'expected' as role
    from broken
    inner join parts
        on
            broken.check_code = parts.check_code
            and broken.report_id = parts.report_id
            and broken.fiscal_year = parts.fiscal_year
            and broken.level = parts.level
            and broken.spot = parts.spot
            and broken.fund_scope = parts.fund_scope
            and broken.scope = parts.scope
            and broken.measure_code = parts.whole_measure
    where
        broken.telling = 1
        and broken.figure_id <> parts.figure_id
)

-- a whole written with fewer digits is a rounded one
select
    {{ finding_row({
        'check_code': "case when involved.relation = 'list' and involved.part_sum < involved.value then involved.milder_check_code else involved.check_code end",
        'report_id': 'involved.report_id',
        'fiscal_year': 'involved.fiscal_year',
        'subject': 'involved.subject',
        'figure_id': 'involved.side_figure_id',
        'role': 'involved.role',
        'stated_value': 'involved.value',
        'expected_value': 'involved.part_sum',
        'tolerance_factor': 'greatest(involved.part_count, coalesce(involved.written_step, 0) * threshold.last_digit_share / threshold.same_amount)',
        'value_kind': 'involved.value_kind',
        'measure': 'whole.measure',
        'budget_version': 'whole.budget_version',
        'line_item_code': 'whole.line_item_code',
        'fund_code': 'whole.fund_code',
        'project_name': 'whole.project_name',
        'attribute_code': 'whole.attribute_code',
        'working_zh': 'worded.working_zh',
        'working_en': 'worded.working_en',
    }) }}
from involved
inner join {{ ref('int_figure') }} as whole
    on
        involved.figure_id = whole.figure_id
        and whole.item_no = 1
inner join worded
    on
        involved.check_code = worded.check_code
        and involved.report_id = worded.report_id
        and involved.subject = worded.subject
cross join {{ thresholds(['last_digit_share', 'same_amount']) }}
