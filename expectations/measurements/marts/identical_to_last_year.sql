-- per unit the share of the executed amounts that are last year's to the last digit, both as its own reports say
with own_pairs as (
    select p.*
    from pairs as p
    inner join own_facts as o on p.fact_id = o.fact_id
    where p.other_year = p.fiscal_year - 1 and p.measure = 'expenditure'
)

select
    fiscal_year,
    unit_key as scope_key,
    avg(case when amount_yuan = other_amount then 1.0 else 0.0 end) as value,
    count(*) as history
from own_pairs
group by fiscal_year, unit_key
