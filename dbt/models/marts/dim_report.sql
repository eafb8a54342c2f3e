with

claims as (
    select
        report_id,
        count(*) as claim_count
    from {{ ref('int_stated_claim') }}
    group by report_id
),

unrecognised as (
    select
        report_id,
        count(*) as unrecognised_count
    from {{ ref('stg_unrecognised') }}
    group by report_id
),

-- the first name that its bytes came under, and the first of them that a list knows an address of
files as (
    select
        file.sha256,
        min(file.path) as first_path,
        min(case when listed.source_url is not null then file.path end) as addressed_path
    from {{ ref('stg_files') }} as file
    left join {{ ref('int_file_listed') }} as listed on file.path = listed.file_path
    group by file.sha256
)

select
    report.report_id,
    report.unit_key,
    report.fiscal_year,
    report.report_family,
    raw_report.media_type,
    raw_report.byte_size,
    cast(raw_report.page_count as integer) as page_count,
    raw_report.reader,
    raw_report.reader_version,
    manifest.recogniser_version,
    cast(coalesce(claims.claim_count, 0) as integer) as claim_count,
    cast(coalesce(unrecognised.unrecognised_count, 0) as integer) as unrecognised_count,
    report.superseded_by,
    report.stated_date,
    cast(coalesce(identity.claimed_figure_count, 0) as integer) as claimed_figure_count,
    cast(coalesce(identity.listed_figure_count, 0) as integer) as listed_figure_count,
    cast(coalesce(identity.excluded_figure_count, 0) as integer) as excluded_figure_count,
    identity.title,
    report.reporting_scope,
    resolved.identity_basis,
    file.file_name,
    listed.source_url
from {{ ref('int_report') }} as report
inner join {{ ref('stg_manifest') }} as manifest on report.sha256 = manifest.sha256
inner join {{ ref('stg_reports') }} as raw_report on report.sha256 = raw_report.sha256
inner join {{ ref('stg_identities') }} as identity on report.report_id = identity.report_id
inner join {{ ref('int_report_identity') }} as resolved on report.report_id = resolved.report_id
left join files on report.sha256 = files.sha256
left join {{ ref('stg_files') }} as file
    on
        files.sha256 = file.sha256
        and files.first_path = file.path
left join {{ ref('int_file_listed') }} as listed on files.addressed_path = listed.file_path
left join claims on report.report_id = claims.report_id
left join unrecognised on report.report_id = unrecognised.report_id
order by report.report_id
