-- per county the share of amounts in whole ten thousands, less the mean of that share in its earlier years
with rounded as (
    select
        fiscal_year, division,
        avg(case when amount_yuan % 10000 = 0 then 1.0 else 0.0 end) as share,
        count(*) as amounts,
        samples(list(fact_id) filter (where amount_yuan % 10000 = 0)) as sample_keys
    from own_facts
    where amount_yuan > 0
    group by fiscal_year, division
)

select
    n.fiscal_year,
    n.division as scope_key,
    n.share - avg(e.share) as value,
    least(n.amounts, sum(e.amounts)) as history,
    n.sample_keys
from rounded as n
inner join rounded as e on n.division = e.division and n.fiscal_year > e.fiscal_year
group by n.fiscal_year, n.division, n.share, n.amounts, n.sample_keys
