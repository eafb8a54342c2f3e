-- per report the smallest amount in yuan among budgets, expenditure and income (adjustments may well be negative)
select fiscal_year, arg_min(claim_id, amount_yuan) as scope_key, min(amount_yuan) as value
from claims
where measure in ('budget', 'expenditure', 'income')
group by fiscal_year, report_id
