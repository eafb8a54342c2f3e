-- share of facts whose claims contradict each other
select
    fiscal_year,
    avg(case when has_conflict then 1.0 else 0.0 end) as value,
    count(distinct unit_key) as history,
    samples(list(fact_id) filter (where has_conflict)) as sample_keys
from facts
group by fiscal_year
