-- The one amount that stands for a body, year, measure and tree of line items: doc block rule_everyday.
{%- set thing = ['fiscal_year', 'measure', 'root_code'] %}
with

ranked as (
    select
        fact.*,
        row_number() over (
            partition by fact.unit_key, {{ listed(thing, 'fact') }}
            order by
                scope.preference asc,
                case when fact.fund_code = unit_year.fund_code then 0 else 1 end asc,
                fund.preference asc,
                budget_version.preference asc,
                fact.fact_id asc
        ) as choice
    from {{ ref('int_body_fact') }} as fact
    inner join {{ ref('reporting_scope') }} as scope on fact.reporting_scope = scope.reporting_scope
    inner join {{ ref('fund') }} as fund on fact.fund_code = fund.fund_code
    inner join {{ ref('budget_version') }} as budget_version on fact.budget_version = budget_version.budget_version
    -- so that a body's budget, expenditure and income of a year are of one fund scope
    left join {{ ref('mart_unit_year') }} as unit_year
        on
            fact.unit_key = unit_year.unit_key
            and fact.fiscal_year = unit_year.fiscal_year
            and fact.reporting_scope = unit_year.reporting_scope
    where fact.line_item_code = fact.root_code
),

chosen as (
    select * from ranked
    where choice = 1
),

-- what a department states holds what its members do
counted_twice as (
    select distinct department.fact_id
    from chosen as department
    inner join {{ ref('int_unit_member') }} as member
        on
            department.unit_key = member.unit_key
            and department.fiscal_year = member.fiscal_year
            and member.superseded_by is null
    inner join chosen as part
        on
            member.member_unit_key = part.unit_key
            and {{ same('department', 'part', thing) }}
    where
        department.reporting_scope = 'department'
        and department.unit_key <> part.unit_key
)

select chosen.*
from chosen
left join counted_twice on chosen.fact_id = counted_twice.fact_id
where counted_twice.fact_id is null
