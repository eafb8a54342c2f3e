-- The one amount that stands for a body, year, measure and tree of line items: doc block rule_everyday.
select *
from (
    select
        fact.*,
        row_number() over (
            partition by fact.unit_key, fact.fiscal_year, fact.measure, fact.root_code
            order by
                case when fact.fund_code = unit_year.fund_code then 0 else 1 end asc,
                fund.preference asc,
                budget_version.preference asc,
                fact.fact_id asc
        ) as choice
    from {{ ref('int_body_fact') }} as fact
    inner join {{ ref('fund') }} as fund on fact.fund_code = fund.fund_code
    inner join {{ ref('budget_version') }} as budget_version on fact.budget_version = budget_version.budget_version
    -- so that a body's budget, expenditure and income of a year are of one scope
    left join {{ ref('mart_unit_year') }} as unit_year
        on
            fact.unit_key = unit_year.unit_key
            and fact.fiscal_year = unit_year.fiscal_year
    where fact.line_item_code = fact.root_code
) as ranked
where choice = 1
