-- this year's number of reports of a family over last year's; a year without any between others that have some counts as none. The
-- samples are units that reported last year and not this one.
with counted as (
    select fiscal_year, report_family, count(*) as report_count
    from reports
    where superseded_by is null and fiscal_year is not null
    group by fiscal_year, report_family
),

-- what the last release alone has is judged against that release
years as (
    select fiscal_year from judged_years where fiscal_year < (select max(fiscal_year) from counted)
    union
    select fiscal_year from counted
),

missing as (
    select l.fiscal_year + 1 as fiscal_year, l.report_family, samples(list(l.unit_key)) as sample_keys
    from reporting as l
    left join reporting as t
        on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = l.fiscal_year + 1
    where t.unit_key is null
    group by l.fiscal_year, l.report_family
)

select
    y.fiscal_year,
    l.report_family,
    coalesce(t.report_count, 0) / l.report_count as value,
    l.report_count as history,
    m.sample_keys
from counted as l
inner join years as y on l.fiscal_year + 1 = y.fiscal_year
left join counted as t on t.fiscal_year = y.fiscal_year and l.report_family = t.report_family
left join missing as m on m.fiscal_year = y.fiscal_year and l.report_family = m.report_family
