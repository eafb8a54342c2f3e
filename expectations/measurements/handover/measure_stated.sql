-- share of reports with an amount of a measure (subject) other than zero
with measures as (select unnest(['budget', 'expenditure', 'income']) as measure)

select
    r.fiscal_year,
    r.report_family,
    m.measure as subject,
    avg(case when c.report_id is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(r.report_id) filter (where c.report_id is null)) as sample_keys
from reports as r
cross join measures as m
left join (select distinct report_id, measure from claims where amount_yuan <> 0) as c
    on r.report_id = c.report_id and m.measure = c.measure
group by r.fiscal_year, r.report_family, m.measure
