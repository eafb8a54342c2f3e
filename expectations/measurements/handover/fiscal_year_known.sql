-- share of reports that say which year they are on, over the whole load
select
    avg(case when fiscal_year is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(report_id) filter (where fiscal_year is null)) as sample_keys
from reports
having count(*) > 0
