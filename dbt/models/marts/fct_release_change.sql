-- Only its shape: a build doesn't know which release it will follow. Publication fills it, see publishing/changes.py.
select
    cast(null as string) as change,
    cast(null as string) as cause,
    cast(null as string) as fact_table,
    fact_id,
    unit_key,
    cast(null as string) as unit_name,
    fiscal_year,
    budget_version,
    line_item_code,
    project_key,
    fund_code,
    amount_yuan as old_amount_yuan,
    amount_yuan as new_amount_yuan,
    chosen_claim_id as old_claim_id,
    chosen_claim_id as new_claim_id,
    cast(null as string) as old_report_id,
    cast(null as string) as new_report_id,
    cast(null as string) as previous_release_id,
    reporting_scope
from {{ ref('fct_budget') }}
where false
