-- per line item (subject) the median of this year's amount over last year's; the samples moved most
select
    fiscal_year,
    line_item_code as subject,
    median(ratio) as value,
    count(distinct unit_key) as history,
    worst(list(fact_id order by round(abs(log10(ratio)), 2) desc, fact_id)) as sample_keys
from pairs
where other_year = fiscal_year - 1
group by fiscal_year, line_item_code
