-- One row per report: whose, of which year and family, when it came, and which newer report supersedes it.
with

received as (
    select
        sha256,
        min(received_at) as received_at
    from {{ ref('stg_files') }}
    group by sha256
),

reports as (
    select
        identity.report_id,
        identity.sha256,
        unit.unit_key,
        identity.fiscal_year,
        identity.report_family,
        identity.supervising_unit,
        received.received_at,
        -- a body publishes one overall report a year, but one per project of the others: there the title tells them apart
        case when family.is_per_project then coalesce(identity.title, '') else '' end as subject
    from {{ ref('stg_identities') }} as identity
    inner join {{ ref('int_report_unit') }} as unit on identity.report_id = unit.report_id
    left join {{ ref('report_family') }} as family on identity.report_family = family.report_family
    left join received on identity.sha256 = received.sha256
),

newest as (
    select
        unit_key,
        fiscal_year,
        report_family,
        subject,
        sha256,
        report_id
    from (
        select
            reports.*,
            row_number() over (
                partition by unit_key, fiscal_year, report_family, subject
                order by received_at desc nulls last, sha256 asc, report_id asc
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
    reports.supervising_unit,
    reports.received_at,
    newest.report_id as superseded_by
from reports
left join newest
    on
        reports.unit_key = newest.unit_key
        and reports.fiscal_year = newest.fiscal_year
        and reports.report_family = newest.report_family
        and reports.subject = newest.subject
        -- parts of one file stand beside each other
        and reports.sha256 <> newest.sha256
