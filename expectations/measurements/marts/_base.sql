-- What the measurements of this border stand on. The caller has attached the new warehouse as `current`, the last
-- published one as `previous`, and made the table previous_reports (empty where there is no release yet).

create temp table reports as
select report_id, unit_key, nullif(fiscal_year, 0) as fiscal_year, report_family, coalesce(claim_count, 0) as claim_count, superseded_by
from current.marts.dim_report;

create temp table units as
select
    unit_key,
    coalesce(
        cast(division_code as varchar), nullif(concat_ws('', province, city, county), '')
    ) as division
from current.marts.dim_unit;

-- every chosen amount; the measure carries the budget's version, so that versions are never compared with each other
create temp table facts as
select
    unit_key, fiscal_year, 'budget' as measure, concat('budget.', budget_version) as version, line_item_code, project_key,
    fund_code, amount_yuan, chosen_claim_id, has_conflict, fact_id
from current.marts.fct_budget
union all
select
    unit_key, fiscal_year, 'expenditure', 'expenditure', line_item_code, project_key, fund_code, amount_yuan, chosen_claim_id,
    has_conflict, fact_id
from current.marts.fct_expenditure
union all
select
    unit_key, fiscal_year, 'income', 'income', line_item_code, project_key, fund_code, amount_yuan, chosen_claim_id,
    has_conflict, fact_id
from current.marts.fct_income;

-- one amount of a unit, version, line item and fund against the same in another year
create temp table pairs as
select
    f.unit_key,
    f.fiscal_year,
    o.fiscal_year as other_year,
    f.measure,
    f.line_item_code,
    f.fact_id,
    f.amount_yuan,
    o.amount_yuan as other_amount,
    cast(f.amount_yuan as double) / cast(o.amount_yuan as double) as ratio
from facts as f
inner join facts as o
    on
        f.unit_key = o.unit_key
        and f.version = o.version
        and f.line_item_code = o.line_item_code
        and f.project_key is not distinct from o.project_key
        and f.fund_code = o.fund_code
        and f.fiscal_year <> o.fiscal_year
where f.amount_yuan > 0 and o.amount_yuan > 0;

-- how many powers of ten a unit's year lies above (+) or below (-) its other years: the median over all its pairs. A
-- year that agrees with most others stays near 0 though one of them is wrong.
create temp table magnitudes as
select p.unit_key, u.division, p.fiscal_year, median(log10(p.ratio)) as shift
from pairs as p
inner join units as u on p.unit_key = u.unit_key
group by p.unit_key, u.division, p.fiscal_year;

-- a unit's size in a year: its largest amount
create temp table sizes as
select f.unit_key, u.division, f.fiscal_year, max(f.amount_yuan) as amount_yuan
from facts as f
inner join units as u on f.unit_key = u.unit_key
where f.amount_yuan > 0
group by f.unit_key, u.division, f.fiscal_year;
