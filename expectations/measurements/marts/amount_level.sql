-- the median size of a county's or a year's units in yuan (subject): a unit error shows here even without another year. And, as
-- powers of ten, how far a county's median lies from the others' of the same year, over all its years: a county that is wrong every
-- year agrees with itself.
with by_county as (
    select fiscal_year, division, median(amount_yuan) as level, count(*) as units, samples(list(unit_key)) as sample_keys
    from sizes
    where division <> 'unknown'
    group by fiscal_year, division
),

-- the others' median of medians: one more county in error doesn't move it
gaps as (
    select
        c.fiscal_year, c.division, c.units, c.sample_keys, count(o.division) as others,
        log10(c.level) - log10(median(o.level)) as gap
    from by_county as c
    inner join by_county as o on c.fiscal_year = o.fiscal_year and c.division <> o.division
    group by c.fiscal_year, c.division, c.level, c.units, c.sample_keys
)

select fiscal_year, 'county' as subject, division as scope_key, level as value, units as history, sample_keys
from by_county
union all
select fiscal_year, 'year', null, median(amount_yuan), count(*), samples(list(unit_key))
from sizes
group by fiscal_year
union all
select
    fiscal_year, 'county_against_others', division, median(gap) over (partition by division), least(units, others), sample_keys
from gaps
