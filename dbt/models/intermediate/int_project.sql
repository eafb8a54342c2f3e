-- The one place that says which spellings are one project of a body: today, those that differ only in spaces, quotes and
-- kinds of brackets. One row per body and spelling as written; NULL as written is the sum of all projects.
with

written as (
    select
        report.unit_key,
        claim.project_name,
        count(*) as mention_count
    from {{ ref('stg_claims') }} as claim
    inner join {{ ref('int_report') }} as report on claim.report_id = report.report_id
    where claim.project_name is not null
    group by report.unit_key, claim.project_name
    union all
    -- an attribute may name a project that no amount names
    select
        report.unit_key,
        attribute.project_name,
        cast(0 as bigint) as mention_count
    from {{ ref('stg_attributes') }} as attribute
    inner join {{ ref('int_report') }} as report on attribute.report_id = report.report_id
    where attribute.project_name is not null
    group by report.unit_key, attribute.project_name
),

formed as (
    select
        unit_key,
        project_name,
        {{ project_form('project_name') }} as project_form,
        sum(mention_count) as mention_count
    from written
    group by unit_key, project_name
),

named as (
    select
        unit_key,
        project_name,
        project_form,
        -- the spelling that reports use most, shortest first
        first_value(project_name) over (
            partition by unit_key, project_form
            order by mention_count desc, length(project_name) asc, project_name asc
            rows between unbounded preceding and unbounded following
        ) as canonical_name
    from formed
)

select
    unit_key,
    project_name,
    canonical_name,
    false as is_all_projects,
    {{ stable_key('project', ['unit_key', 'project_form']) }} as project_key
from named
union all
select
    unit_key,
    cast(null as string) as project_name,
    '全部项目' as canonical_name,
    true as is_all_projects,
    {{ stable_key('project', ['unit_key', "'all projects'"]) }} as project_key
from (select distinct unit_key from {{ ref('int_report') }}) as units
