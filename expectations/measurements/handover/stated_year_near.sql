-- share of claims whose stated year lies from three years before the report's to the year after
select
    fiscal_year,
    avg(case when stated_fiscal_year between fiscal_year - 3 and fiscal_year + 1 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where not coalesce(stated_fiscal_year between fiscal_year - 3 and fiscal_year + 1, false)))
        as sample_keys
from claims
where fiscal_year is not null
group by fiscal_year
