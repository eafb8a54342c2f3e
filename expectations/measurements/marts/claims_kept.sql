-- claims now, as a share of those in the last release, by family and year: a recogniser that fell silent shows here
with both_releases as (
    select fiscal_year, report_family, claim_count as now_there, 0 as then_there from reports
    union all
    select fiscal_year, report_family, 0, claim_count from previous_reports
)

select
    fiscal_year,
    report_family,
    sum(now_there) / sum(then_there) as value,
    sum(then_there) as history
from both_releases
group by fiscal_year, report_family
having sum(then_there) > 0
