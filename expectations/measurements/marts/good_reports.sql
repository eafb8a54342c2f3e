-- how many reports have a unit, a year and at least one amount
select count(*) as value
from reports
where unit_key is not null and fiscal_year is not null and claim_count > 0
