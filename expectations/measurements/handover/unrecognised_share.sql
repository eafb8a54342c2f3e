-- of all that looked like a figure or a label, the share that was not understood; the samples are the worst reports
with per_report as (
    select
        r.fiscal_year,
        r.report_family,
        r.report_id,
        coalesce(u.understood, 0) + coalesce(c.claim_total, 0) as understood,
        coalesce(u.not_understood, 0) as not_understood
    from reports as r
    left join (select report_id, count(*) as claim_total from claims group by report_id) as c on r.report_id = c.report_id
    left join (
        select
            report_id,
            count(*) filter (where kind <> 'unrecognised') as understood,
            count(*) filter (where kind = 'unrecognised') as not_understood
        from other_rows
        group by report_id
    ) as u on r.report_id = u.report_id
)

select
    fiscal_year,
    report_family,
    sum(not_understood) / nullif(sum(understood + not_understood), 0) as value,
    count(*) as history,
    worst(list(report_id order by not_understood desc, report_id) filter (where not_understood > 0)) as sample_keys
from per_report
group by fiscal_year, report_family
