-- Engine amount_scale: amounts that can hardly be meant as written - in 元 where everything around is in 万元, or spent many
-- times over. `meant_yuan` is what a suspect unit probably means. One row per finding and figure.
with

claims as (
    select
        claim.*,
        {{ context('claim') }} as context,
        -- with room for it, here and below: the largest amounts would overflow
        cast(claim.amount_yuan as decimal(38, 2)) * 10000 as meant_yuan
    from {{ ref('int_claim') }} as claim
    where claim.amount_yuan <> 0
),

reports as (
    select
        report_id,
        cast(max(abs(amount_yuan)) as decimal(38, 2)) as largest,
        count(*) as amount_count,
        count(case when amount_unit in ('万元', '亿元', '万') then 1 end) as large_unit_count,
        -- amounts properly written in 元
        count(case when amount_unit = '元' and abs(amount_yuan) >= 10000 then 1 end) as yuan_count
    from claims
    group by report_id
),

suspect as (
    select
        claims.*,
        min(claims.claim_id) over (partition by claims.report_id, claims.context) as first_claim_id,
        sum(claims.amount_yuan) over (partition by claims.report_id, claims.context) as context_sum
    from claims
    inner join reports on claims.report_id = reports.report_id
    where
        claims.amount_unit = '元'
        and abs(claims.amount_yuan) < 10000
        and reports.yuan_count = 0
        and reports.large_unit_count >= 3
        and reports.large_unit_count >= reports.amount_count * 0.8
        and abs(claims.meant_yuan) <= reports.largest * 1.2
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
            when spent.amount_yuan / spent.largest between 3000 and 30000 then 'suspect_amount_unit.ten_thousandfold'
            else 'amount_outlier'
        end as check_code
    from spent
    inner join {{ ref('finding_rule') }} as rule
        on
            rule.check_code = 'amount_outlier'
            and cast(spent.amount_yuan as double) > cast(spent.largest as double) * cast(rule.threshold as double)
    where spent.choice = 1
),

outlying_sides as (
    select
        outlying.check_code,
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
        outlying.check_code,
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
        'check_code': "'suspect_amount_unit'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(context, '|', first_claim_id)",
        'figure_id': 'claim_id',
        'role': "'stated'",
        'stated_value': 'context_sum',
        'expected_value': 'context_sum * 10000',
        'value_kind': "'amount'",
        'label': "concat(amount_text, amount_unit)",
    }) }},
    cast(meant_yuan as decimal(38, 6)) as meant_yuan
from suspect
union all
select
    {{ finding_row({
        'check_code': 'check_code',
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
