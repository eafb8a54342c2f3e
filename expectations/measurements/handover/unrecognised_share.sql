-- of the figures that are claimed or listed, the share that nobody understood; the samples are the worst reports
select
    fiscal_year,
    report_family,
    sum(listed_figures) / nullif(sum(claimed_figures + listed_figures), 0) as value,
    count(*) as history,
    worst(list(report_id order by listed_figures desc, report_id) filter (where listed_figures > 0)) as sample_keys
from reports
group by fiscal_year, report_family
