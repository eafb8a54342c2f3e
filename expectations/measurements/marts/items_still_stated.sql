-- per county and amount (measure and line item): of the units that stated it last year and deliver the same families again, the
-- share that state it this year. A label or a column that is no longer understood shows here.
with delivered as (
    select l.unit_key, l.fiscal_year + 1 as fiscal_year
    from reporting as l
    left join reporting as t
        on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = l.fiscal_year + 1
    group by l.unit_key, l.fiscal_year
    having bool_and(t.unit_key is not null)
),

stated as (select distinct unit_key, division, fiscal_year, measure, line_item_code from own_facts)

select
    d.fiscal_year,
    concat_ws(':', l.division, l.measure, l.line_item_code) as scope_key,
    avg(case when t.unit_key is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(l.unit_key) filter (where t.unit_key is null)) as sample_keys
from stated as l
inner join delivered as d on l.unit_key = d.unit_key and l.fiscal_year + 1 = d.fiscal_year
left join stated as t
    on
        d.unit_key = t.unit_key
        and d.fiscal_year = t.fiscal_year
        and l.measure = t.measure
        and l.line_item_code = t.line_item_code
group by d.fiscal_year, l.division, l.measure, l.line_item_code
