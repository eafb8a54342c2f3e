-- share of claims with a place: words, kind, spot, span
select
    fiscal_year,
    avg(case when is_placed then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where not is_placed)) as sample_keys
from claims
group by fiscal_year
