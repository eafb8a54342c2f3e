-- share of claims whose budget version is where it belongs: a budget has one, no other measure has
select
    fiscal_year,
    avg(case when (measure in ('budget', 'income_budget')) = (coalesce(budget_version, '') <> '') then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where (measure in ('budget', 'income_budget')) <> (coalesce(budget_version, '') <> ''))) as sample_keys
from claims
group by fiscal_year
