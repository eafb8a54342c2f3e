-- Budget and expenditure of one scope and fund scope, where both are stated: their sums may be divided.
select
    unit_year.unit_key,
    unit_year.unit_name,
    unit_year.division_code,
    unit_year.province,
    unit_year.city,
    unit_year.county,
    unit.function_category,
    unit_year.fiscal_year,
    unit_year.fund_code,
    budget.budget_version,
    budget.amount_yuan as budget_yuan,
    expenditure.amount_yuan as expenditure_yuan,
    cast(unit_year.execution_rate as double) as execution_rate,
    unit_year.reporting_scope
from {{ ref('mart_unit_year') }} as unit_year
inner join {{ ref('dim_unit') }} as unit on unit_year.unit_key = unit.unit_key
inner join {{ ref('budget') }} as budget
    on
        unit_year.unit_key = budget.unit_key
        and unit_year.fiscal_year = budget.fiscal_year
        and unit_year.fund_code = budget.fund_code
        and unit_year.reporting_scope = budget.reporting_scope
inner join {{ ref('expenditure') }} as expenditure
    on
        unit_year.unit_key = expenditure.unit_key
        and unit_year.fiscal_year = expenditure.fiscal_year
        and unit_year.fund_code = expenditure.fund_code
        and unit_year.reporting_scope = expenditure.reporting_scope
order by unit_year.unit_key, unit_year.fiscal_year
