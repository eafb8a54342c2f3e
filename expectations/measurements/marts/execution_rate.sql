-- per unit and line item (subject) expenditure over budget within one fund; the adjusted budget where there is one
with budgets as (
    select unit_key, fiscal_year, line_item_code, fund_code, amount_yuan
    from (
        select
            *,
            row_number() over (
                partition by unit_key, fiscal_year, line_item_code, project_key, fund_code
                order by case version when 'budget.adjusted' then 1 when 'budget.unstated' then 2 else 3 end
            ) as preference
        from facts
        where measure = 'budget' and amount_yuan > 0
    ) as b
    where preference = 1 and line_item_code <> 'project'
)

select
    f.fiscal_year,
    f.line_item_code as subject,
    f.fact_id as scope_key,
    cast(f.amount_yuan as double) / cast(b.amount_yuan as double) as value,
    count(*) over (partition by f.fiscal_year, f.line_item_code) as history
from facts as f
inner join budgets as b
    on
        f.unit_key = b.unit_key
        and f.fiscal_year = b.fiscal_year
        and f.line_item_code = b.line_item_code
        and f.fund_code = b.fund_code
where f.measure = 'expenditure'
