-- One row per report: whose, of which year, family and scope, the date it states, and which newer report supersedes it.
with

-- what tells versions of a report apart: the date that it states, then the day that a list beside it says it was published
dated as (
    select
        report_id,
        -- one file came out on one day, whichever of its parts says so
        coalesce(stated_date, max(stated_date) over (partition by sha256)) as stated_date,
        published_at
    from {{ ref('int_report_identity') }}
),

reports as (
    select
        identity.report_id,
        identity.sha256,
        unit.unit_key,
        identity.fiscal_year,
        dated.stated_date,
        dated.published_at,
        identity.report_family,
        identity.supervising_unit,
        -- a department and the body itself are two truths: neither replaces the other
        coalesce(identity.reporting_scope, 'unstated') as reporting_scope,
        -- a body publishes one overall report a year, but one per project of the others: there the title tells them apart
        case when family.is_per_project then coalesce(identity.title, '') else '' end as subject
    from {{ ref('int_report_identity') }} as identity
    inner join {{ ref('int_report_unit') }} as unit on identity.report_id = unit.report_id
    left join {{ ref('report_family') }} as family on identity.report_family = family.report_family
    inner join dated on identity.report_id = dated.report_id
),

newest as (
    select
        unit_key,
        fiscal_year,
        report_family,
        reporting_scope,
        subject,
        sha256,
        report_id
    from (
        select
            reports.*,
            row_number() over (
                partition by unit_key, fiscal_year, report_family, reporting_scope, subject
                -- what the reports say decides, never when they came
                order by stated_date desc nulls last, published_at desc nulls last, sha256 asc, report_id asc
            ) as newness
        from reports
        where fiscal_year is not null
    ) as numbered
    where newness = 1
)

select
    reports.report_id,
    reports.sha256,
    reports.unit_key,
    cast(reports.fiscal_year as integer) as fiscal_year,
    reports.report_family,
    reports.reporting_scope,
    reports.supervising_unit,
    reports.stated_date,
    reports.published_at,
    newest.report_id as superseded_by
from reports
left join newest
    on
        reports.unit_key = newest.unit_key
        and reports.fiscal_year = newest.fiscal_year
        and reports.report_family = newest.report_family
        and reports.reporting_scope = newest.reporting_scope
        and reports.subject = newest.subject
        -- parts of one file stand beside each other
        and reports.sha256 <> newest.sha256
