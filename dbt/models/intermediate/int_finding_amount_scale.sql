-- Engine amount_scale: amounts that can hardly be meant as written - in 元 where everything around is in 万元, or spent many
-- times over. `meant_yuan` is what a suspect unit probably means. One row per finding and figure.
with

claims as (
    select
        claim.*,
        {{ context('claim') }} as context,
        -- with room for it, here and below: the largest amounts would overflow
        cast(claim.amount_yuan as decimal(38, 2)) * threshold.unit_factor as meant_yuan
    from {{ ref('int_claim') }} as claim
    cross join {{ thresholds(['unit_factor']) }}
    where claim.amount_yuan <> 0
),

reports as (
    select
        claims.report_id,
        cast(max(abs(claims.amount_yuan)) as decimal(38, 2)) as largest,
        count(*) as amount_count,
        count(case when claims.amount_unit in ('万元', '亿元', '万') then 1 end) as large_unit_count,
        -- amounts properly written in 元
        count(case when claims.amount_unit = '元' and abs(claims.amount_yuan) >= threshold.unit_factor then 1 end) as yuan_count
    from claims
    cross join {{ thresholds(['unit_factor']) }}
    group by claims.report_id
),

suspect as (
    select
        claims.*,
        min(claims.claim_id) over (partition by claims.report_id, claims.context) as first_claim_id,
        sum(claims.amount_yuan) over (partition by claims.report_id, claims.context) as context_sum
    from claims
    inner join reports on claims.report_id = reports.report_id
    cross join {{ thresholds(['unit_factor', 'large_unit_count', 'large_unit_share', 'meant_above_largest']) }}
    where
        claims.amount_unit = '元'
        and abs(claims.amount_yuan) < threshold.unit_factor
        and reports.yuan_count = 0
        and reports.large_unit_count >= threshold.large_unit_count
        and reports.large_unit_count >= reports.amount_count * threshold.large_unit_share
        and abs(claims.meant_yuan) <= reports.largest * threshold.meant_above_largest
),

budgets as (
    select
        report_id,
        fiscal_year,
        line_item_code,
        project_key,
        max(amount_yuan) as largest
    from claims
    where measure = 'budget'
    group by report_id, fiscal_year, line_item_code, project_key
),

spent as (
    select
        claims.*,
        budgets.largest,
        row_number() over (
            partition by claims.report_id, claims.fiscal_year, claims.line_item_code, claims.project_key
            order by claims.amount_yuan desc, claims.place_rank asc, {{ place_order('claims', 'claim_id') }}
        ) as choice
    from claims
    inner join budgets
        on
            claims.report_id = budgets.report_id
            and claims.fiscal_year = budgets.fiscal_year
            and claims.line_item_code = budgets.line_item_code
            and claims.project_key = budgets.project_key
    where
        claims.measure = 'expenditure'
        and budgets.largest > 0
),

outlying as (
    select
        spent.*,
        case
            when {{ is_ten_thousandfold('spent.amount_yuan', 'spent.largest', 'outcome') }} then 'ten_thousandfold'
            else 'far_over_budget'
        end as outcome
    from spent
    cross join {{ thresholds(['unit_factor', 'outcome_lowest', 'outcome_highest', 'times_over_budget']) }}
    where
        spent.choice = 1
        and cast(spent.amount_yuan as double) > cast(spent.largest as double) * cast(threshold.times_over_budget as double)
),

outlying_sides as (
    select
        outlying.outcome,
        outlying.report_id,
        outlying.fiscal_year,
        outlying.line_item_code,
        outlying.project_key,
        outlying.project_name,
        outlying.fund_code,
        outlying.measure,
        outlying.amount_yuan,
        outlying.largest,
        outlying.claim_id as side_claim_id,
        'stated' as role
    from outlying
    union all
    select
        outlying.outcome,
        outlying.report_id,
        outlying.fiscal_year,
        outlying.line_item_code,
        outlying.project_key,
        outlying.project_name,
        outlying.fund_code,
        outlying.measure,
        outlying.amount_yuan,
        outlying.largest,
        budget.claim_id as side_claim_id,
        'expected' as role
    from outlying
    inner join claims as budget
        on
            outlying.report_id = budget.report_id
            and outlying.fiscal_year = budget.fiscal_year
            and outlying.line_item_code = budget.line_item_code
            and outlying.project_key = budget.project_key
            and budget.measure = 'budget'
            and outlying.largest = budget.amount_yuan
)

select
    {{ finding_row({
        'outcome': "'other_unit'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(context, '|', first_claim_id)",
        'figure_id': 'claim_id',
        'role': "'stated'",
        'stated_value': 'context_sum',
        'expected_value': 'context_sum * threshold.unit_factor',
        'value_kind': "'amount'",
        'label': "concat(amount_text, amount_unit)",
    }) }},
    cast(suspect.meant_yuan as decimal(38, 6)) as meant_yuan
from suspect
cross join {{ thresholds(['unit_factor']) }}
union all
select
    {{ finding_row({
        'outcome': 'outcome',
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(line_item_code, '|', project_key, '|', cast(fiscal_year as string))",
        'figure_id': 'side_claim_id',
        'role': 'role',
        'stated_value': 'amount_yuan',
        'expected_value': 'largest',
        'value_kind': "'amount'",
        'measure': 'measure',
        'line_item_code': 'line_item_code',
        'fund_code': 'fund_code',
        'project_name': 'project_name',
    }) }},
    cast(null as decimal(38, 6)) as meant_yuan
from outlying_sides
