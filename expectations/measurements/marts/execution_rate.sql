-- per unit and line item (subject) expenditure over budget
select
    fiscal_year,
    line_item_code as subject,
    fact_id as scope_key,
    rate as value,
    count(*) over (partition by fiscal_year, line_item_code) as history
from executions
