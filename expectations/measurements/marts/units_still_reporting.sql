-- of the units that reported last year, the share that report this year, where the year has any report; subject: in a family, in
-- a county, or each unit by itself (1 or 0)
with years as (select distinct fiscal_year from reporting),

followed as (
    select y.fiscal_year, l.report_family, l.division, l.unit_key, t.unit_key is not null as is_back
    from reporting as l
    inner join years as y on l.fiscal_year + 1 = y.fiscal_year
    left join reporting as t
        on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = y.fiscal_year
),

units_followed as (
    select fiscal_year, division, unit_key, bool_or(is_back) as is_back from followed group by fiscal_year, division, unit_key
)

select
    fiscal_year,
    report_family,
    'family' as subject,
    null as scope_key,
    avg(case when is_back then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(unit_key) filter (where not is_back)) as sample_keys
from followed
group by fiscal_year, report_family
union all
select
    fiscal_year, null, 'county', division, avg(case when is_back then 1.0 else 0.0 end), count(*),
    samples(list(unit_key) filter (where not is_back))
from units_followed
group by fiscal_year, division
union all
select fiscal_year, null, 'unit', unit_key, case when is_back then 1.0 else 0.0 end, 1, null
from units_followed
