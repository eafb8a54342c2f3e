-- share of reports whose unit, year, family and scope another file claims too, with other bytes
with siblings as (
    select unit_name, fiscal_year, report_family, reporting_scope, count(distinct sha256) as files
    from reports
    where unit_name is not null and fiscal_year is not null
    group by unit_name, fiscal_year, report_family, reporting_scope
)

select
    r.fiscal_year,
    r.report_family,
    avg(case when s.files > 1 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(r.report_id) filter (where s.files > 1)) as sample_keys
from reports as r
left join siblings as s
    on
        r.unit_name = s.unit_name
        and r.fiscal_year = s.fiscal_year
        and r.report_family = s.report_family
        and r.reporting_scope is not distinct from s.reporting_scope
group by r.fiscal_year, r.report_family
