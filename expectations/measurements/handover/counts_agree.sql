-- share of reports whose rows are as many as their identity says: a batch that lost rows shows here
with counted as (
    select report_id, kind, count(*) as row_count from (
        select report_id, 'claim' as kind from claims
        union all
        select report_id, kind from other_rows
    ) as all_rows
    group by report_id, kind
),

told as (
    select
        r.fiscal_year,
        r.report_id,
        coalesce(sum(n.row_count) filter (where n.kind = 'claim'), 0) = r.claim_count
        and coalesce(sum(n.row_count) filter (where n.kind = 'indicator'), 0) = r.indicator_count
        and coalesce(sum(n.row_count) filter (where n.kind = 'attribute'), 0) = r.attribute_count
        and coalesce(sum(n.row_count) filter (where n.kind = 'unrecognised'), 0) = r.unrecognised_count as agrees
    from reports as r
    left join counted as n on r.report_id = n.report_id
    group by r.fiscal_year, r.report_id, r.claim_count, r.indicator_count, r.attribute_count, r.unrecognised_count
)

select
    fiscal_year,
    avg(case when agrees then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(report_id) filter (where not agrees)) as sample_keys
from told
group by fiscal_year
