-- What the measurements of this border stand on. The caller has attached the new warehouse as `current` and made the
-- table previous_reports of the last release's reports (empty where there is no release yet).

create temp table reports as
select report_id, unit_key, nullif(fiscal_year, 0) as fiscal_year, report_family, coalesce(claim_count, 0) as claim_count, superseded_by
from current.marts.dim_report;

-- a form, a publisher and a mistake mostly belong to one county: what is judged by county stands here under `division`, bodies
-- of no known place together under 'unknown'
create temp table units as
select
    unit_key,
    coalesce(cast(division_code as varchar), nullif(concat_ws('', province, city, county), ''), 'unknown') as division
from current.marts.dim_unit;

create temp table reporting as
select distinct r.unit_key, u.division, r.fiscal_year, r.report_family
from reports as r
inner join units as u on r.unit_key = u.unit_key
where r.fiscal_year is not null and r.superseded_by is null;

-- The years that are judged: those with reports now or in the last release, and a year in between that has none at all. One
-- stray report of a misread year makes no gap: a later year must hold half as many as the one before.
create temp table judged_years as
with counted as (
    select fiscal_year, count(*) as report_count from reports where fiscal_year is not null group by fiscal_year
)

select fiscal_year from reports
union
select fiscal_year from previous_reports
union
select c.fiscal_year + 1
from counted as c
inner join counted as l on c.fiscal_year + 1 < l.fiscal_year and c.report_count <= 2 * l.report_count;

-- every chosen amount; the measure carries the budget's version, so that versions are never compared with each other
create temp table facts as
select
    unit_key, fiscal_year, 'budget' as measure, concat('budget.', budget_version) as version, line_item_code, project_key,
    fund_code, amount_yuan, chosen_claim_id, has_conflict, fact_id, reporting_scope
from current.marts.fct_budget
union all
select
    unit_key, fiscal_year, 'expenditure', 'expenditure', line_item_code, project_key, fund_code, amount_yuan, chosen_claim_id,
    has_conflict, fact_id, reporting_scope
from current.marts.fct_expenditure
union all
select
    unit_key, fiscal_year, 'income', 'income', line_item_code, project_key, fund_code, amount_yuan, chosen_claim_id,
    has_conflict, fact_id, reporting_scope
from current.marts.fct_income;

-- what a body's own report of the year says, not the prior-year column of a later one
create temp table own_facts as
select f.*, u.division
from facts as f
inner join current.marts.fct_claim as c on f.chosen_claim_id = c.claim_id
inner join reports as r on c.report_id = r.report_id and f.fiscal_year = r.fiscal_year
inner join units as u on f.unit_key = u.unit_key;

-- one amount of a unit, scope, version, line item and fund against the same in another year
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
        and f.reporting_scope = o.reporting_scope
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

-- expenditure over budget within one fund; the adjusted budget where there is one
create temp table executions as
with budgets as (
    select unit_key, fiscal_year, reporting_scope, line_item_code, project_key, fund_code, version, amount_yuan
    from (
        select
            *,
            row_number() over (
                partition by unit_key, fiscal_year, reporting_scope, line_item_code, project_key, fund_code
                order by case version when 'budget.adjusted' then 1 when 'budget.unstated' then 2 else 3 end
            ) as preference
        from facts
        where measure = 'budget' and amount_yuan > 0
    ) as b
    where preference = 1 and line_item_code <> 'project'
)

select
    f.fiscal_year, f.unit_key, u.division, f.line_item_code, f.fact_id, b.version,
    cast(f.amount_yuan as double) / cast(b.amount_yuan as double) as rate
from facts as f
inner join units as u on f.unit_key = u.unit_key
inner join budgets as b
    on
        f.unit_key = b.unit_key
        and f.fiscal_year = b.fiscal_year
        and f.reporting_scope = b.reporting_scope
        and f.line_item_code = b.line_item_code
        and f.project_key is not distinct from b.project_key
        and f.fund_code = b.fund_code
where f.measure = 'expenditure';

-- indicators of performance tables; sentences in prose carry no weights and have no row next year
create temp table indicators as
select
    i.indicator_row_id, i.unit_key, u.division, i.fiscal_year, r.report_family, i.target_text, i.target_operator, i.target_value,
    i.target_unit, i.actual_text, i.weight, i.is_met, i.reporting_scope,
    concat_ws('|', r.report_family, coalesce(i.level1, ''), coalesce(i.level2, ''), coalesce(i.level3, '')) as indicator
from current.marts.fct_indicator as i
inner join reports as r on i.report_id = r.report_id
inner join units as u on i.unit_key = u.unit_key
where r.superseded_by is null and i.fiscal_year is not null and i.place_kind <> 'narrative';

-- the same indicator of a unit and scope last year; one that stands twice in a year can't be told apart
create temp table indicator_pairs as
with single as (
    select * from (
        select *, count(*) over (partition by unit_key, fiscal_year, reporting_scope, indicator) as namesakes from indicators
    ) as i
    where namesakes = 1
)

select
    now.*,
    before.target_text as last_target_text, before.target_operator as last_target_operator,
    before.target_value as last_target_value, before.target_unit as last_target_unit,
    before.actual_text as last_actual_text, before.weight as last_weight, before.is_met as last_is_met,
    earlier.target_text as earlier_target_text
from single as now
inner join single as before
    on
        now.unit_key = before.unit_key
        and now.reporting_scope = before.reporting_scope
        and now.indicator = before.indicator
        and now.fiscal_year = before.fiscal_year + 1
left join single as earlier
    on
        now.unit_key = earlier.unit_key
        and now.reporting_scope = earlier.reporting_scope
        and now.indicator = earlier.indicator
        and now.fiscal_year = earlier.fiscal_year + 2;
