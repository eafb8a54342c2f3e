-- Every spelling of its body that a report holds, with the divisions that its beginning may mean.
-- One row per report, spelling and division it may mean (`division_code` NULL: none). Roles: 1 the name that the report's
-- identity gives, 2 another spelling, 3 only a place that the report names.
with

written as (
    select
        report_id,
        sha256,
        unit_name as spelling,
        1 as role
    from {{ ref('int_report_identity') }}
    where unit_name is not null
    union all
    select
        report_id,
        sha256,
        value_text as spelling,
        2 as role
    from {{ ref('stg_attributes') }}
    where attribute_code = 'unit_name'
    union all
    select
        report_id,
        sha256,
        division_hint as spelling,
        3 as role
    from {{ ref('int_report_identity') }}
    where division_hint is not null
),

plain as (
    select
        report_id,
        sha256,
        {{ plain_name('spelling') }} as plain_spelling,
        role
    from written
),

spellings as (
    select
        report_id,
        sha256,
        plain_spelling,
        min(role) as role
    from plain
    where plain_spelling <> ''
    group by report_id, sha256, plain_spelling
),

names as (
    select distinct plain_spelling from spellings
),

{{ place_matches() }}

select
    spellings.report_id,
    spellings.sha256,
    spellings.plain_spelling,
    spellings.role,
    matches.division_code,
    matches.is_full,
    matches.division_count,
    matches.above_length,
    {{ without_place('spellings.plain_spelling') }} as own_name
from spellings
left join matches
    on
        spellings.plain_spelling = matches.plain_spelling
        and matches.length_rank = 1
cross join {{ thresholds(['shortest_name']) }}
