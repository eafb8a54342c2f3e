-- per county and amount (measure and line item) the share of units whose amount lies fifty times above or below the same in
-- their other years (the median over them), beyond what the unit's year does as a whole: a column or a row misread
with shifts as (
    select unit_key, fiscal_year, measure, line_item_code, median(log10(ratio)) as shift
    from pairs
    group by unit_key, fiscal_year, measure, line_item_code
),

judged as (
    select s.*, m.division, abs(s.shift - m.shift) > log10(50) as is_apart
    from shifts as s
    inner join magnitudes as m on s.unit_key = m.unit_key and s.fiscal_year = m.fiscal_year
)

select
    fiscal_year,
    concat_ws(':', division, measure, line_item_code) as scope_key,
    avg(case when is_apart then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(unit_key) filter (where is_apart)) as sample_keys
from judged
group by fiscal_year, division, measure, line_item_code
