-- Engine adjustment: initial budget + adjustments = adjusted budget, or = executed + carried over, for one thing in one year. The
-- budget may stand elsewhere in the report. Said to be wrong only if no reading of what is stated fits. One row per finding and
-- figure.
with

claims as (
    select
        claim.*,
        coalesce(scale.meant_yuan, cast(claim.amount_yuan as decimal(38, 6))) as value,
        {{ context('claim') }} as context
    from {{ ref('int_claim') }} as claim
    left join {{ ref('int_finding_amount_scale') }} as scale
        on
            claim.claim_id = scale.figure_id
            and scale.meant_yuan is not null
    where claim.measure in ('budget', 'expenditure', 'adjustment', 'carryover')
),

adjusted_spots as (
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        context,
        sum(value) as value
    from (
        select distinct
            report_id,
            fiscal_year,
            line_item_code,
            project_key,
            context,
            value
        from claims
        where measure = 'adjustment'
    ) as told
    group by report_id, fiscal_year, line_item_code, project_key, context
),

-- told in one place, or dealt out over the report
adjustments as (
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        value,
        1 as rank
    from adjusted_spots
    union
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        sum(value) as value,
        2 as rank
    from (
        select distinct
            report_id,
            fiscal_year,
            line_item_code,
            project_key,
            value
        from claims
        where measure = 'adjustment'
    ) as told
    group by report_id, fiscal_year, line_item_code, project_key
),

starts as (
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        claim_id,
        value,
        coalesce(budget_version, 'unstated') as version,
        max(case when budget_version = 'initial' then 1 else 0 end) over (
            partition by report_id, fiscal_year, line_item_code, project_key
        ) as is_initial_told,
        place_rank
    from claims
    where
        measure = 'budget'
        and coalesce(budget_version, 'unstated') <> 'adjusted'
),

carried as (
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        max(value) as value
    from claims
    where measure = 'carryover'
    group by report_id, fiscal_year, line_item_code, project_key
),

-- where budget and adjustments must lead: rank 1 surely, rank 2 unless something was left that isn't told
ends as (
    select
        claims.report_id,
        claims.fiscal_year,
        claims.line_item_code,
        claims.project_key,
        claims.claim_id,
        claims.measure,
        case when claims.measure = 'expenditure' then claims.value + coalesce(carried.value, 0) else claims.value end as value,
        carried.value as carried_value,
        case when claims.measure = 'expenditure' and carried.report_id is null then 2 else 1 end as rank
    from claims
    left join carried
        on
            claims.report_id = carried.report_id
            and claims.fiscal_year = carried.fiscal_year
            and claims.line_item_code = carried.line_item_code
            and claims.project_key = carried.project_key
    where
        claims.measure = 'expenditure'
        or (claims.measure = 'budget' and claims.budget_version = 'adjusted')
    union all
    -- another budget beside one that is stated to be the initial one
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        claim_id,
        'budget' as measure,
        value,
        cast(null as decimal(38, 6)) as carried_value,
        1 as rank
    from starts
    where
        version = 'unstated'
        and is_initial_told = 1
        and value not in (
            select initial.value
            from starts as initial
            where
                initial.version = 'initial'
                and initial.report_id = starts.report_id
                and initial.line_item_code = starts.line_item_code
        )
),

ways as (
    select
        starts.report_id,
        starts.fiscal_year,
        starts.line_item_code,
        starts.project_key,
        starts.claim_id as start_id,
        starts.value as start_value,
        adjustments.value as adjustment,
        ends.claim_id as end_id,
        ends.measure as end_measure,
        ends.value as end_value,
        ends.carried_value,
        ends.rank as end_rank,
        adjustments.rank as adjustment_rank,
        starts.value + adjustments.value - ends.value as gap
    from starts
    inner join adjustments
        on
            starts.report_id = adjustments.report_id
            and starts.fiscal_year = adjustments.fiscal_year
            and starts.line_item_code = adjustments.line_item_code
            and starts.project_key = adjustments.project_key
    inner join ends
        on
            starts.report_id = ends.report_id
            and starts.fiscal_year = ends.fiscal_year
            and starts.line_item_code = ends.line_item_code
            and starts.project_key = ends.project_key
            and starts.claim_id <> ends.claim_id
    where
        starts.version = 'initial'
        or starts.is_initial_told = 0
),

judged as (
    select
        ways.*,
        min(case when gap = 0 then 0 when end_rank = 2 and gap > 0 and is_end_sure = 0 then 0 else 1 end) over thing as is_broken,
        row_number() over (
            partition by report_id, fiscal_year, line_item_code, project_key
            order by end_rank asc, adjustment_rank asc, abs(gap) asc, end_id asc, start_id asc
        ) as choice
    from (
        select
            ways.*,
            max(case when end_rank = 1 then 1 else 0 end) over (
                partition by report_id, fiscal_year, line_item_code, project_key
            ) as is_end_sure
        from ways
    ) as ways
    window thing as (partition by report_id, fiscal_year, line_item_code, project_key)
),

broken as (
    select
        {%- for language in ['zh', 'en'] %}
        concat(
            {{ value_words('start_value', "'amount'", language) }}, ' + (', {{ value_words('adjustment', "'amount'", language) }}, ') ≠ ',
            {{ value_words('(end_value - coalesce(carried_value, 0))', "'amount'", language) }},
            {{ told(value_words('carried_value', "'amount'", language), ' + ') }}
        ) as working_{{ language }},
        {%- endfor %}
        judged.*
    from judged
    where
        choice = 1
        and is_broken = 1
),

involved as (
    select
        broken.*,
        claims.claim_id as side_claim_id,
        case when claims.measure = 'adjustment' then 'stated' else 'expected' end as role
    from broken
    inner join claims
        on
            broken.report_id = claims.report_id
            and broken.fiscal_year = claims.fiscal_year
            and broken.line_item_code = claims.line_item_code
            and broken.project_key = claims.project_key
            and (
                claims.measure = 'adjustment'
                or (claims.measure = 'carryover' and broken.carried_value is not null)
                or broken.start_id = claims.claim_id
                or broken.end_id = claims.claim_id
            )
),

projects as (
    select distinct
        project_key,
        canonical_name
    from {{ ref('int_project') }}
    where not is_all_projects
)

select
    {{ finding_row({
        'check_code': "case involved.end_rank when 1 then 'adjustment_mismatch' else 'adjustment_mismatch.overspent' end",
        'report_id': 'involved.report_id',
        'fiscal_year': 'involved.fiscal_year',
        'subject': "concat(involved.line_item_code, '|', involved.project_key, '|', cast(involved.fiscal_year as string))",
        'figure_id': 'involved.side_claim_id',
        'role': 'involved.role',
        'stated_value': 'involved.adjustment',
        'expected_value': 'involved.end_value - involved.start_value',
        'tolerance_factor': '3',
        'value_kind': "'amount'",
        'measure': "'adjustment'",
        'line_item_code': 'involved.line_item_code',
        'project_name': 'project.canonical_name',
        'working_zh': 'involved.working_zh',
        'working_en': 'involved.working_en',
    }) }}
from involved
left join projects as project on involved.project_key = project.project_key
