-- the share of units that spent more than their budget, rounding aside: per county and line item (subject), and per report family
-- by what each of its reports says itself of adjusted budgets (subject 'family'). A budget that isn't the adjusted one is exceeded
-- often and rightly, but most of a county keeps within that of three-public expense.
with stated as (
    select
        r.fiscal_year, r.report_family, r.report_id, c.unit_key, c.measure, c.budget_version, c.line_item_code, c.project_key,
        c.fund_code, c.amount_yuan
    from current.marts.fct_claim as c
    inner join reports as r on c.report_id = r.report_id and c.fiscal_year = r.fiscal_year
    where r.superseded_by is null and c.amount_yuan > 0 and c.classification is null
),

highest as (
    select fiscal_year, null as report_family, line_item_code as subject, division as scope_key, unit_key, max(rate) as rate
    from executions
    where version = 'budget.adjusted' or (line_item_code = 'three_public' and version = 'budget.unstated')
    group by fiscal_year, line_item_code, division, unit_key
    union all
    select
        b.fiscal_year, b.report_family, 'family', null, b.unit_key,
        median(cast(e.amount_yuan as double) / cast(b.amount_yuan as double))
    from stated as b
    inner join stated as e
        on
            b.report_id = e.report_id
            and b.line_item_code = e.line_item_code
            and b.project_key is not distinct from e.project_key
            and b.fund_code = e.fund_code
    where
        b.measure = 'budget'
        and e.measure = 'expenditure'
        and b.budget_version = 'adjusted'
    group by b.fiscal_year, b.report_family, b.unit_key
)

select
    fiscal_year,
    report_family,
    subject,
    scope_key,
    avg(case when rate > 1.001 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(unit_key) filter (where rate > 1.001)) as sample_keys
from highest
group by fiscal_year, report_family, subject, scope_key
