-- claims now, as a share of those in the last release, of the reports that are in both, by family and year: a recogniser that fell
-- silent shows here; the samples are the reports that lost most
select
    t.fiscal_year,
    t.report_family,
    sum(n.claim_count) / sum(t.claim_count) as value,
    sum(t.claim_count) as history,
    worst(
        list(t.report_id order by t.claim_count - n.claim_count desc, t.report_id) filter (where n.claim_count < t.claim_count)
    ) as sample_keys
from previous_reports as t
inner join reports as n on t.report_id = n.report_id
group by t.fiscal_year, t.report_family
having sum(t.claim_count) > 0
