-- Engine conflicting_amounts: one report states two amounts for one measure, version, line item, project, fund and year. A
-- finding per amount that isn't the one its fact would take. One row per finding and claim.
with

ranked as (
    select
        claim.*,
        first_value(claim.claim_id) over scope as chosen_claim_id,
        first_value(claim.amount_yuan) over scope as chosen_amount
    from {{ ref('int_claim') }} as claim
    -- two adjustments of a year are two events, not one told twice
    where claim.measure in ('budget', 'expenditure', 'income')
    window scope as (
        partition by
            claim.report_id, claim.measure, claim.budget_version, claim.line_item_code, claim.project_key, claim.fund_code,
            claim.fiscal_year
        order by claim.place_rank asc, {{ place_order('claim', 'claim_id') }}
        rows between unbounded preceding and unbounded following
    )
),

deviating as (
    select
        *,
        concat(
            measure, '|', coalesce(budget_version, ''), '|', line_item_code, '|', project_key, '|', fund_code, '|',
            cast(fiscal_year as string), '|', cast(amount_yuan as string)
        ) as subject,
        row_number() over (
            partition by
                report_id, measure, budget_version, line_item_code, project_key, fund_code, fiscal_year, amount_yuan
            order by {{ place_order('ranked', 'claim_id') }}
        ) as place_choice
    from ranked
    where amount_yuan <> chosen_amount
),

sides as (
    select
        *,
        claim_id as side_claim_id,
        'stated' as role
    from deviating
    union all
    select
        *,
        chosen_claim_id as side_claim_id,
        'expected' as role
    from deviating
    where place_choice = 1
)

select
    'conflicting_amounts' as engine,
    report_id,
    unit_key,
    fiscal_year,
    subject,
    side_claim_id as claim_id,
    role,
    cast(amount_yuan as decimal(38, 6)) as stated_value,
    cast(chosen_amount as decimal(38, 6)) as expected_value,
    measure,
    line_item_code,
    project_name,
    section_title,
    case when role = 'stated' then place_choice end as place_choice
from sides
