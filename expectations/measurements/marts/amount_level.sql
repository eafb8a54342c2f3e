-- the median size of a county's or a year's units in yuan (subject): a unit error shows here even without another year
select
    fiscal_year, 'county' as subject, division as scope_key, median(amount_yuan) as value, count(*) as history,
    samples(list(unit_key)) as sample_keys
from sizes
where division is not null
group by fiscal_year, division
union all
select fiscal_year, 'year', null, median(amount_yuan), count(*), samples(list(unit_key))
from sizes
group by fiscal_year
