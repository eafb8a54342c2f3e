-- per unit and scope staff in service over last year's
select
    n.fiscal_year,
    n.unit_key as scope_key,
    n.staff_actual / b.staff_actual as value,
    count(*) over (partition by n.fiscal_year) as history
from current.marts.fct_staffing as n
inner join current.marts.fct_staffing as b on n.unit_key = b.unit_key and n.reporting_scope = b.reporting_scope and n.fiscal_year = b.fiscal_year + 1
where n.staff_actual > 0 and b.staff_actual > 0
