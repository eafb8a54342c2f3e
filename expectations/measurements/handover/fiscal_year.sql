-- the year itself, with the reports that say so
select fiscal_year, fiscal_year as value, count(*) as history, samples(list(report_id)) as sample_keys
from reports
where fiscal_year is not null
group by fiscal_year
