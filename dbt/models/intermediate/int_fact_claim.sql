-- Every claim that speaks for a fact, and which of them the fact takes (`choice` 1). The rule: doc block rule_fact_choice.
with

speaking as (
    select
        *,
        coalesce(budget_version, 'unstated') as version
    from {{ ref('int_claim') }}
    where
        measure in ('budget', 'expenditure', 'income')
        -- a superseded report stays to be read, but no fact rests on it
        and superseded_by is null
        and fiscal_year > 0
        -- nor on an amount that can't be meant
        and is_plausible
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
    row_number() over (
        partition by fact_id
        order by
            -- the body's own report of that year, then the prior-year column of the next year's, then what is further off
            abs(report_fiscal_year - fiscal_year) asc nulls last,
            report_fiscal_year desc nulls last,
            place_rank asc,
            {{ place_order('keyed', 'report_id') }},
            claim_id asc
    ) as choice,
    count(*) over (partition by fact_id) as claim_count,
    min(amount_yuan) over (partition by fact_id) <> max(amount_yuan) over (partition by fact_id) as has_conflict
from keyed
