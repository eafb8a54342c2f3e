-- per county and line item (subject) the share of units that spent more than their budget, rounding aside. A budget that isn't
-- the adjusted one is exceeded often and rightly, but not that of three-public expense.
select
    fiscal_year,
    line_item_code as subject,
    division as scope_key,
    avg(case when highest > 1.001 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(unit_key) filter (where highest > 1.001)) as sample_keys
from (
    select fiscal_year, line_item_code, division, unit_key, max(rate) as highest
    from executions
    where version = 'budget.adjusted' or (line_item_code = 'three_public' and version = 'budget.unstated')
    group by fiscal_year, line_item_code, division, unit_key
) as units
group by fiscal_year, line_item_code, division
