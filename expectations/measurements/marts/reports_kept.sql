-- reports now, as a share of those in the last release; subject: by family_year, by year, by family (the scope key); the samples
-- are the reports that are gone
with both_releases as (
    select fiscal_year, report_family, 1 as now_there, 0 as then_there, null as gone from reports
    union all
    select
        fiscal_year, report_family, 0, 1,
        case when report_id not in (select report_id from reports) then report_id end
    from previous_reports
),

grouped as (
    select
        fiscal_year, report_family, grouping(fiscal_year) as all_years, grouping(report_family) as all_families,
        sum(now_there) as now_there, sum(then_there) as then_there,
        samples(list(gone) filter (where gone is not null)) as sample_keys
    from both_releases
    group by grouping sets ((fiscal_year, report_family), (fiscal_year), (report_family))
)

select
    fiscal_year,
    case when all_years = 0 then report_family end as report_family,
    case when all_years = 1 then 'family' when all_families = 1 then 'year' else 'family_year' end as subject,
    case when all_years = 1 then report_family end as scope_key,
    now_there / then_there as value,
    then_there as history,
    sample_keys
from grouped
where then_there > 0
