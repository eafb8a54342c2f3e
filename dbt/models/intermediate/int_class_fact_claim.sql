-- Every claim that speaks for a fact of a class or of a balance, and which of them the fact takes (`choice` 1), by the rule of all facts
-- (doc block rule_fact_choice). What one project got is not the body's in that class. Balances are those that accounts state: a
-- budget's are estimates, made before the year that they come from is closed.
with

speaking as (
    select
        *,
        case when measure in ('budget', 'income_budget') then coalesce(budget_version, 'unstated') end as version
    from {{ ref('int_stated_claim') }}
    where
        project_name is null
        and (
            (classification = 'function' and measure in ('budget', 'expenditure', 'income', 'income_budget'))
            or (classification in ('department_economic', 'government_economic') and measure in ('budget', 'expenditure'))
            or (
                measure in ('opening_balance', 'closing_balance', 'surplus_used', 'surplus_distributed')
                and report_family <> 'department_budget'
            )
        )
        and {{ may_speak() }}
),

keyed as (
    select
        *,
        {{ stable_key('fact', [
            'measure', 'unit_key', 'fiscal_year', 'version', 'classification', 'classification_code', 'line_item_code', scoped('fund_code')
        ]) }} as fact_id
    from speaking
)

select
    fact_id,
    claim_id,
    measure,
    unit_key,
    fiscal_year,
    version as budget_version,
    classification,
    classification_code,
    line_item_code,
    fund_code,
    reporting_scope,
    amount_yuan,
    {{ fact_choice('keyed') }}
from keyed
