-- share of reports that gave at least one amount
select
    r.fiscal_year,
    r.report_family,
    avg(case when c.report_id is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(r.report_id) filter (where c.report_id is null)) as sample_keys
from reports as r
left join (select distinct report_id from claims) as c on r.report_id = c.report_id
group by r.fiscal_year, r.report_family
