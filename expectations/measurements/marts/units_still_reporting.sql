-- of the units that reported in a family last year, the share that report this year; only where the year has any report
with reporting as (
    select distinct unit_key, fiscal_year, report_family
    from reports
    where unit_key is not null and fiscal_year is not null
),

years as (select distinct fiscal_year from reporting)

select
    y.fiscal_year,
    l.report_family,
    avg(case when t.unit_key is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(l.unit_key) filter (where t.unit_key is null)) as sample_keys
from reporting as l
inner join years as y on l.fiscal_year + 1 = y.fiscal_year
left join reporting as t
    on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = y.fiscal_year
group by y.fiscal_year, l.report_family
