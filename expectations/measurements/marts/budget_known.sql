-- per county the share of the units with expenditure in their own report of the year that have a budget of that year too
with spent as (
    select distinct unit_key, division, fiscal_year from own_facts where measure = 'expenditure'
)

select
    s.fiscal_year,
    s.division as scope_key,
    avg(case when b.unit_key is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(s.unit_key) filter (where b.unit_key is null)) as sample_keys
from spent as s
left join (select distinct unit_key, fiscal_year from facts where measure = 'budget') as b
    on s.unit_key = b.unit_key and s.fiscal_year = b.fiscal_year
group by s.fiscal_year, s.division
