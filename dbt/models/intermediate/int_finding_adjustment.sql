-- Engine adjustment: identities of relation any_reading (`seeds/finding_identity.csv`): a start and its changes lead to an end, for
-- one thing in one year. Their terms (`seeds/finding_term.csv`) may stand anywhere in the report, and what is stated may be read
-- in several ways: said to be wrong only if no reading fits. One row per finding and figure.
--   start   where money began; what isn't required counts only where nothing required is told
--   change  what was added or taken off: told in one place, or dealt out over the report
--   end     what they must lead to, alone or with what was left (`takes` with_left); a start that doesn't count may be one
--   left    goes with such an end; where it isn't told, something may have been left, and the finding is the milder one
{%- set thing = ['check_code', 'report_id', 'fiscal_year', 'line_item_code', 'project_key'] %}
with

terms as (
    select
        term.*,
        identity.milder_check_code,
        max(case when term.role = 'start' then 1 else 0 end) over (
            partition by term.check_code, term.measure, term.budget_version, term.item, term.fund_code
        ) as is_start
    from {{ ref('finding_term') }} as term
    inner join {{ ref('finding_identity') }} as identity on term.check_code = identity.check_code
    where identity.relation = 'any_reading'
),

-- rounding is tolerated once a summand
identities as (
    select
        check_code,
        count(distinct case when is_required then role end) as summand_count
    from terms
    group by check_code
),

claims as (
    select
        terms.check_code,
        terms.milder_check_code,
        terms.role as term_role,
        terms.is_required,
        terms.is_start,
        terms.takes,
        claim.report_id,
        claim.fiscal_year,
        claim.line_item_code,
        claim.project_key,
        claim.claim_id,
        claim.measure,
        coalesce(scale.meant_yuan, cast(claim.amount_yuan as decimal(38, 6))) as value,
        {{ context('claim') }} as context
    from {{ ref('int_claim') }} as claim
    inner join terms
        on
            claim.measure = terms.measure
            and (terms.budget_version is null or coalesce(claim.budget_version, 'unstated') = terms.budget_version)
            and (terms.item = '*' or claim.line_item_code = terms.item)
            and (terms.fund_code is null or claim.fund_code = terms.fund_code)
    left join {{ ref('int_finding_amount_scale') }} as scale
        on
            claim.claim_id = scale.figure_id
            and scale.meant_yuan is not null
),

-- told in one place, or dealt out over the report
changes as (
    select
        {{ listed(thing) }},
        measure,
        sum(value) as value,
        1 as rank
    from (
        select distinct
            {{ listed(thing) }},
            measure,
            context,
            value
        from claims
        where term_role = 'change'
    ) as told
    group by {{ listed(thing) }}, measure, context
    union
    select
        {{ listed(thing) }},
        measure,
        sum(value) as value,
        2 as rank
    from (
        select distinct
            {{ listed(thing) }},
            measure,
            value
        from claims
        where term_role = 'change'
    ) as told
    group by {{ listed(thing) }}, measure
),

starts as (
    select
        {{ listed(thing) }},
        claim_id,
        measure,
        value,
        is_required,
        max(case when is_required then 1 else 0 end) over (partition by {{ listed(thing) }}) as is_required_told
    from claims
    where term_role = 'start'
),

leftovers as (
    select
        {{ listed(thing) }},
        max(value) as value
    from claims
    where term_role = 'left'
    group by {{ listed(thing) }}
),

-- where start and changes must lead: rank 1 surely, rank 2 unless something was left that isn't told
ends as (
    select
        {{ listed(thing, 'claims') }},
        claims.claim_id,
        case when claims.takes = 'with_left' then claims.value + coalesce(leftovers.value, 0) else claims.value end as value,
        leftovers.value as left_value,
        case when claims.takes = 'with_left' and leftovers.report_id is null then 2 else 1 end as rank
    from claims
    left join leftovers on {{ same('claims', 'leftovers', thing) }}
    where
        claims.term_role = 'end'
        and claims.is_start = 0
    union all
    -- another start beside one that counts
    select
        {{ listed(thing, 'claims') }},
        claims.claim_id,
        claims.value,
        cast(null as decimal(38, 6)) as left_value,
        1 as rank
    from claims
    inner join starts
        on
            claims.check_code = starts.check_code
            and claims.claim_id = starts.claim_id
    where
        claims.term_role = 'end'
        and not starts.is_required
        and starts.is_required_told = 1
        and claims.value not in (
            select counted.value
            from starts as counted
            where
                counted.is_required
                and counted.check_code = claims.check_code
                and counted.report_id = claims.report_id
                and counted.line_item_code = claims.line_item_code
        )
),

ways as (
    select
        {{ listed(thing, 'starts') }},
        starts.claim_id as start_id,
        starts.value as start_value,
        changes.measure,
        changes.value as change_value,
        ends.claim_id as end_id,
        ends.value as end_value,
        ends.left_value,
        ends.rank as end_rank,
        changes.rank as change_rank,
        starts.value + changes.value - ends.value as gap
    from starts
    inner join changes on {{ same('starts', 'changes', thing) }}
    inner join ends
        on
            {{ same('starts', 'ends', thing) }}
            and starts.claim_id <> ends.claim_id
    where
        starts.is_required
        or starts.is_required_told = 0
),

judged as (
    select
        ways.*,
        min(case when gap = 0 then 0 when end_rank = 2 and gap > 0 and is_end_sure = 0 then 0 else 1 end) over thing as is_broken,
        row_number() over (
            partition by {{ listed(thing) }}
            order by end_rank asc, change_rank asc, abs(gap) asc, end_id asc, start_id asc
        ) as choice
    from (
        select
            ways.*,
            max(case when end_rank = 1 then 1 else 0 end) over (partition by {{ listed(thing) }}) as is_end_sure
        from ways
    ) as ways
    window thing as (partition by {{ listed(thing) }})
),

broken as (
    select
        {%- for language in ['zh', 'en'] %}
        concat(
            {{ value_words('start_value', "'amount'", language) }}, ' + (', {{ value_words('change_value', "'amount'", language) }}, ') ≠ ',
            {{ value_words('(end_value - coalesce(left_value, 0))', "'amount'", language) }},
            {{ told(value_words('left_value', "'amount'", language), ' + ') }}
        ) as working_{{ language }},
        {%- endfor %}
        judged.*
    from judged
    where
        choice = 1
        and is_broken = 1
),

-- one budget may be a start and an end
involved as (
    select distinct
        broken.*,
        claims.milder_check_code,
        claims.claim_id as side_claim_id,
        case when claims.term_role = 'change' then 'stated' else 'expected' end as role
    from broken
    inner join claims
        on
            {{ same('broken', 'claims', thing) }}
            and (
                claims.term_role = 'change'
                or (claims.term_role = 'left' and broken.left_value is not null)
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
        'check_code': "case involved.end_rank when 1 then involved.check_code else involved.milder_check_code end",
        'report_id': 'involved.report_id',
        'fiscal_year': 'involved.fiscal_year',
        'subject': "concat(involved.line_item_code, '|', involved.project_key, '|', cast(involved.fiscal_year as string))",
        'figure_id': 'involved.side_claim_id',
        'role': 'involved.role',
        'stated_value': 'involved.change_value',
        'expected_value': 'involved.end_value - involved.start_value',
        'tolerance_factor': 'identities.summand_count',
        'value_kind': "'amount'",
        'measure': 'involved.measure',
        'line_item_code': 'involved.line_item_code',
        'project_name': 'project.canonical_name',
        'working_zh': 'involved.working_zh',
        'working_en': 'involved.working_en',
    }) }}
from involved
inner join identities on involved.check_code = identities.check_code
left join projects as project on involved.project_key = project.project_key
