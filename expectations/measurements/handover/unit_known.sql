-- share of reports that say who reports
select
    fiscal_year,
    report_family,
    avg(case when unit_name is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(report_id) filter (where unit_name is null)) as sample_keys
from reports
group by fiscal_year, report_family
