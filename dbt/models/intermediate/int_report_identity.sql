-- Who reports, on which year, in which family: what the report's text says, else a list beside it, else its folders, else its
-- name, in this order. `identity_basis` is the last of these that body or year had to be taken from. One row per report.
-- The rule: see the doc block rule_identity.
with

possible_years as (
    select
        lowest,
        highest
    from {{ ref('plausible_range') }}
    where item = 'fiscal_year'
),

-- lines that count say one thing of the same bytes
listed as (
    select
        file_sha256 as sha256,
        min(unit_name) as unit_name,
        min(division_code) as division_code,
        min(fiscal_year) as fiscal_year,
        min(report_family) as report_family,
        min(try_cast(published_at as date)) as published_at
    from {{ ref('int_report_listed') }}
    where fault is null
    group by file_sha256
),

told as (
    select
        report_id,
        unit_name,
        fiscal_year,
        'text' as identity_basis
    from {{ ref('stg_identities') }}
    union all
    select
        identity.report_id,
        source.unit_name,
        source.fiscal_year,
        'list' as identity_basis
    from {{ ref('stg_identities') }} as identity
    inner join listed as source on identity.sha256 = source.sha256
    union all
    select
        identity.report_id,
        source.unit_name,
        source.fiscal_year,
        source.identity_basis
    from {{ ref('stg_identities') }} as identity
    inner join {{ ref('int_file_named') }} as source on identity.sha256 = source.sha256
),

possible as (
    select
        told.report_id,
        told.unit_name,
        case when told.fiscal_year between possible_years.lowest and possible_years.highest then told.fiscal_year end as fiscal_year,
        basis.rank
    from told
    cross join possible_years
    inner join {{ ref('identity_basis') }} as basis on told.identity_basis = basis.identity_basis
),

ranked as (
    select
        report_id,
        min(case when unit_name is not null then rank end) as unit_rank,
        min(case when fiscal_year is not null then rank end) as year_rank
    from possible
    group by report_id
),

settled as (
    select
        ranked.report_id,
        ranked.unit_rank,
        ranked.year_rank,
        max(case when possible.rank = ranked.unit_rank then possible.unit_name end) as unit_name,
        max(case when possible.rank = ranked.year_rank then possible.fiscal_year end) as fiscal_year
    from ranked
    inner join possible on ranked.report_id = possible.report_id
    group by ranked.report_id, ranked.unit_rank, ranked.year_rank
)

select
    identity.report_id,
    identity.sha256,
    settled.unit_name,
    settled.fiscal_year,
    basis.identity_basis,
    case when identity.report_family = 'other' then coalesce(listed.report_family, 'other') else identity.report_family end
        as report_family,
    identity.title,
    identity.reporting_scope,
    identity.supervising_unit,
    identity.division_hint,
    case
        when year(try_cast(identity.stated_date as date)) between possible_years.lowest and possible_years.highest
            then try_cast(identity.stated_date as date)
    end as stated_date,
    case when year(listed.published_at) between possible_years.lowest and possible_years.highest then listed.published_at end
        as published_at,
    identity.unit_name as text_unit_name,
    identity.fiscal_year as text_fiscal_year,
    listed.unit_name as listed_unit_name,
    listed.fiscal_year as listed_fiscal_year,
    listed.division_code as listed_division_code
from {{ ref('stg_identities') }} as identity
cross join possible_years
inner join settled on identity.report_id = settled.report_id
left join listed on identity.sha256 = listed.sha256
left join {{ ref('identity_basis') }} as basis
    on basis.rank = greatest(coalesce(settled.unit_rank, settled.year_rank), coalesce(settled.year_rank, settled.unit_rank))
