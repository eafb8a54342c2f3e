-- share of amounts other than zero that say in which unit of money they are written
select
    fiscal_year,
    avg(case when coalesce(trim(amount_unit), '') <> '' then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where coalesce(trim(amount_unit), '') = '')) as sample_keys
from claims
where amount_yuan <> 0
group by fiscal_year
