select
    claim_id,
    report_id,
    unit_key,
    resolved_stated_year as stated_fiscal_year,
    fiscal_year,
    measure,
    budget_version,
    line_item_code,
    project_name,
    project_key,
    fund_code,
    amount_yuan,
    amount_text,
    amount_unit,
    reading_score,
    recogniser,
    rule,
    {{ public_place() }},
    reporting_scope
from {{ ref('int_claim') }}
order by unit_key, fiscal_year, claim_id
