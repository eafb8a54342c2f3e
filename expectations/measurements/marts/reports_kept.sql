-- reports now, as a share of those in the last release; subject: by family_year, by year, by family (the scope key)
with both_releases as (
    select fiscal_year, report_family, count(*) as now_there, 0 as then_there from reports group by all
    union all
    select fiscal_year, report_family, 0, count(*) from previous_reports group by all
),

grouped as (
    select
        fiscal_year, report_family, grouping(fiscal_year) as all_years, grouping(report_family) as all_families,
        sum(now_there) as now_there, sum(then_there) as then_there
    from both_releases
    group by grouping sets ((fiscal_year, report_family), (fiscal_year), (report_family))
)

select
    fiscal_year,
    case when all_years = 0 then report_family end as report_family,
    case when all_years = 1 then 'family' when all_families = 1 then 'year' else 'family_year' end as subject,
    case when all_years = 1 then report_family end as scope_key,
    now_there / then_there as value,
    then_there as history
from grouped
where then_there > 0
