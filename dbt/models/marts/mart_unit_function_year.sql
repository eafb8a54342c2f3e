-- One row per body, year, scope and functional class (类): what was budgeted, what was spent, and the rate. Rows of
-- one body, year and scope may be added up: they are of one level and of one kind of money, that in which the body states most
-- classes, the widest first. Only what is stated: a class is never the sum of what lies under it.
with

facts as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        function_code,
        line_item_code,
        fund_code,
        concat('budget_', budget_version) as measure,
        amount_yuan,
        has_conflict
    from {{ ref('fct_budget_by_function') }}
    union all
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        function_code,
        line_item_code,
        fund_code,
        'expenditure' as measure,
        amount_yuan,
        has_conflict
    from {{ ref('fct_expenditure_by_function') }}
),

classes as (
    select
        facts.*,
        class.name_zh
    from facts
    inner join {{ ref('dim_function') }} as class
        on
            facts.function_code = class.function_code
    where
        class.is_summable
        and facts.line_item_code = 'total'
),

kinds as (
    select
        counted.unit_key,
        counted.fiscal_year,
        counted.reporting_scope,
        counted.line_item_code,
        counted.fund_code,
        row_number() over (
            partition by counted.unit_key, counted.fiscal_year, counted.reporting_scope
            order by counted.fact_count desc, fund.preference asc, counted.line_item_code desc, counted.fund_code asc
        ) as choice
    from (
        select
            unit_key,
            fiscal_year,
            reporting_scope,
            line_item_code,
            fund_code,
            count(*) as fact_count
        from classes
        group by unit_key, fiscal_year, reporting_scope, line_item_code, fund_code
    ) as counted
    left join {{ ref('fund') }} as fund on counted.fund_code = fund.fund_code
),

amounts as (
    select
        classes.unit_key,
        classes.fiscal_year,
        classes.reporting_scope,
        classes.function_code,
        classes.line_item_code,
        classes.fund_code,
        max(classes.name_zh) as name_zh,
        max(case when classes.measure = 'budget_initial' then classes.amount_yuan end) as initial_budget_yuan,
        max(case when classes.measure = 'budget_adjusted' then classes.amount_yuan end) as adjusted_budget_yuan,
        max(case when classes.measure = 'budget_unstated' then classes.amount_yuan end) as unstated_budget_yuan,
        max(case when classes.measure = 'expenditure' then classes.amount_yuan end) as executed_yuan,
        cast(count(case when classes.has_conflict then 1 end) as integer) as conflict_count
    from classes
    inner join kinds
        on
            classes.unit_key = kinds.unit_key
            and classes.fiscal_year = kinds.fiscal_year
            and classes.reporting_scope = kinds.reporting_scope
            and classes.line_item_code = kinds.line_item_code
            and classes.fund_code = kinds.fund_code
            and kinds.choice = 1
    group by
        classes.unit_key, classes.fiscal_year, classes.reporting_scope, classes.function_code,
        classes.line_item_code, classes.fund_code
),

based as (
    select
        *,
        {{ execution_base() }} as execution_base,
        {{ execution_base('_budget_yuan') }} as base_yuan
    from amounts
),

rated as (
    select
        *,
        {{ rate('executed_yuan', 'base_yuan') }} as rate
    from based
)

select
    rated.unit_key,
    unit.unit_name,
    unit.division_code,
    unit.province,
    unit.city,
    unit.county,
    rated.fiscal_year,
    rated.reporting_scope,
    rated.function_code,
    rated.name_zh,
    rated.line_item_code,
    rated.fund_code,
    rated.initial_budget_yuan,
    rated.adjusted_budget_yuan,
    rated.unstated_budget_yuan,
    rated.executed_yuan,
    case when rated.rate between possible.lowest and possible.highest then rated.rate end as execution_rate,
    case when rated.rate between possible.lowest and possible.highest then rated.execution_base end as execution_base,
    rated.conflict_count
from rated
inner join {{ ref('dim_unit') }} as unit on rated.unit_key = unit.unit_key
left join {{ ref('plausible_range') }} as possible on possible.item = 'budget_execution_rate'
order by rated.unit_key, rated.fiscal_year, rated.reporting_scope, rated.function_code
