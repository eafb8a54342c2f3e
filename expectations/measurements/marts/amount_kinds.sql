-- per county and measure the share of amounts of a kind (subject: in whole ten thousands; zero), less the mean of that share in its
-- earlier years
with told as (
    select fiscal_year, division, measure, fact_id, k.subject, k.is_one
    from own_facts
    cross join lateral (
        values ('round', case when amount_yuan > 0 then amount_yuan % 10000 = 0 end), ('zero', amount_yuan = 0)
    ) as k (subject, is_one)
    where k.is_one is not null
),

shares as (
    select
        fiscal_year, division, measure, subject,
        avg(case when is_one then 1.0 else 0.0 end) as share,
        count(*) as amounts,
        samples(list(fact_id) filter (where is_one)) as sample_keys
    from told
    group by fiscal_year, division, measure, subject
)

select
    n.fiscal_year,
    n.subject,
    concat(n.division, ':', n.measure) as scope_key,
    n.share - avg(e.share) as value,
    least(n.amounts, sum(e.amounts)) as history,
    n.sample_keys
from shares as n
inner join shares as e
    on n.division = e.division and n.measure = e.measure and n.subject = e.subject and n.fiscal_year > e.fiscal_year
group by n.fiscal_year, n.subject, n.division, n.measure, n.share, n.amounts, n.sample_keys
