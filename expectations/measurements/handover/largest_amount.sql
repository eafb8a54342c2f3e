-- per report and line item (subject) the largest amount in yuan; subject '*' over all line items
with amounts as (
    select fiscal_year, report_id, claim_id, line_item_code, amount_yuan
    from claims
    union all
    select fiscal_year, report_id, claim_id, '*', amount_yuan
    from claims
)

select
    fiscal_year,
    line_item_code as subject,
    arg_max(claim_id, amount_yuan) as scope_key,
    max(amount_yuan) as value
from amounts
group by fiscal_year, line_item_code, report_id
