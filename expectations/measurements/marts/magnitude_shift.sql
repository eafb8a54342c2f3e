-- powers of ten between a year and the other years; subject: the median of a county's units, of a year's units, of one unit
select
    fiscal_year, 'county' as subject, division as scope_key, median(shift) as value, count(*) as history,
    worst(list(unit_key order by round(abs(shift), 2) desc, unit_key)) as sample_keys
from magnitudes
where division <> 'unknown'
group by fiscal_year, division
union all
select
    fiscal_year, 'year', null, median(shift), count(*),
    worst(list(unit_key order by round(abs(shift), 2) desc, unit_key))
from magnitudes
group by fiscal_year
union all
select fiscal_year, 'unit', unit_key, shift, 1, null
from magnitudes
