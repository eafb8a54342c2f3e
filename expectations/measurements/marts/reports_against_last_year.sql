-- this year's number of reports of a family over last year's
with counted as (
    select fiscal_year, report_family, count(*) as report_count
    from reports
    where superseded_by is null and fiscal_year is not null
    group by fiscal_year, report_family
),

years as (select distinct fiscal_year from counted)

select
    y.fiscal_year,
    l.report_family,
    coalesce(t.report_count, 0) / l.report_count as value,
    l.report_count as history
from counted as l
inner join years as y on l.fiscal_year + 1 = y.fiscal_year
left join counted as t on t.fiscal_year = y.fiscal_year and l.report_family = t.report_family
