-- Facts about a body as a whole: what one project got is not the body's. With the tree each line item stands in.
select
    fact.fact_id,
    fact.measure,
    fact.unit_key,
    fact.fiscal_year,
    fact.budget_version,
    fact.fund_code,
    fact.line_item_code,
    root.ancestor_code as root_code,
    root.distance + 1 as level,
    fact.amount_yuan,
    fact.has_conflict,
    fact.reporting_scope
from {{ ref('int_fact_claim') }} as fact
inner join {{ ref('dim_project') }} as project on fact.project_key = project.project_key
inner join {{ ref('int_line_item_ancestor') }} as root
    on
        fact.line_item_code = root.line_item_code
        and root.is_root
where
    fact.choice = 1
    and project.is_all_projects
