-- Every claim that speaks for a fact, and which of them the fact takes (`choice` 1). The rule: doc block rule_fact_choice.
with

speaking as (
    select
        *,
        coalesce(budget_version, 'unstated') as version
    from {{ ref('int_claim') }}
    where
        measure in ('budget', 'expenditure', 'income')
        and {{ may_speak() }}
),

keyed as (
    select
        *,
        case
            when measure = 'budget'
                then
                    {{ stable_key('fact', [
                        'measure', 'unit_key', 'fiscal_year', 'version', 'line_item_code', 'project_key', scoped('fund_code')
                    ]) }}
            else
                {{ stable_key('fact', [
                    'measure', 'unit_key', 'fiscal_year', 'line_item_code', 'project_key', scoped('fund_code')
                ]) }}
        end as fact_id
    from speaking
)

select
    fact_id,
    claim_id,
    measure,
    unit_key,
    fiscal_year,
    version as budget_version,
    line_item_code,
    project_key,
    fund_code,
    reporting_scope,
    amount_yuan,
    {{ fact_choice('keyed') }}
from keyed
