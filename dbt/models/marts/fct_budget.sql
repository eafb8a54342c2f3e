select
    fact_id,
    unit_key,
    fiscal_year,
    budget_version,
    line_item_code,
    project_key,
    fund_code,
    amount_yuan,
    claim_id as chosen_claim_id,
    cast(claim_count as integer) as claim_count,
    has_conflict,
    reporting_scope
from {{ ref('int_fact_claim') }}
where
    measure = 'budget'
    and choice = 1
order by unit_key, fiscal_year, fact_id
