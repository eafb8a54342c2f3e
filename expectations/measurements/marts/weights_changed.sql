-- per county the share of last year's indicators that weigh something else this year
select
    fiscal_year,
    division as scope_key,
    avg(case when weight <> last_weight then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(indicator_row_id) filter (where weight <> last_weight)) as sample_keys
from indicator_pairs
where weight is not null and last_weight is not null
group by fiscal_year, division
