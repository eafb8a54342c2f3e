-- per county and thing stated (an amount by version, line item and fund; another value by its code; indicators): of the units that
-- stated it last year and deliver the same families again, the share that state it this year. A label, a heading or a column that is
-- no longer understood shows here.
with delivered as (
    select l.unit_key, l.division, l.fiscal_year + 1 as fiscal_year
    from reporting as l
    left join reporting as t
        on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = l.fiscal_year + 1
    group by l.unit_key, l.division, l.fiscal_year
    having bool_and(t.unit_key is not null)
),

stated as (
    select distinct unit_key, fiscal_year, concat_ws(':', version, line_item_code, fund_code) as thing from own_facts
    union
    select unit_key, fiscal_year, attribute_code from current.marts.fct_attribute where value_number is not null
    union
    select unit_key, fiscal_year, 'indicators' from indicators
)

select
    d.fiscal_year,
    concat(d.division, ':', l.thing) as scope_key,
    avg(case when t.unit_key is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(l.unit_key) filter (where t.unit_key is null)) as sample_keys
from stated as l
inner join delivered as d on l.unit_key = d.unit_key and l.fiscal_year + 1 = d.fiscal_year
left join stated as t on d.unit_key = t.unit_key and d.fiscal_year = t.fiscal_year and l.thing = t.thing
group by d.fiscal_year, d.division, l.thing
