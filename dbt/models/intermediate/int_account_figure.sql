-- Every amount in a form of accounts or budgets, one row for each meaning that the form gives one: `form` is its code, or the table
-- where its title is lost. `flow` is income, expenditure or a balance, `phase` done or planned with the budget's version (a balance has
-- its form's). `parent_code` is the nearest code above that the same column prints. Told with two values it `is_ambiguous`.
with

claims as (
    select
        claim.*,
        coalesce(claim.form_code, concat('t', cast(claim.table_no as string))) as form,
        case
            when claim.measure = 'income_budget' then 'income'
            when claim.measure = 'budget' then 'expenditure'
            else claim.measure
        end as flow,
        case
            when claim.measure in ('income', 'expenditure') then 'done'
            when claim.measure in ('income_budget', 'budget') then concat('planned.', coalesce(claim.budget_version, 'unstated'))
        end as stated_phase,
        coalesce(claim.classification_code, '') as code
    from {{ ref('int_stated_claim') }} as claim
    where
        claim.table_no is not null
        and claim.place_kind <> 'narrative'
        and (claim.form_code is not null or claim.classification is not null)
        and claim.project_name is null
        and claim.fiscal_year > 0
        and claim.is_plausible
),

phased as (
    select
        claims.*,
        coalesce(
            stated_phase,
            min(stated_phase) over (partition by report_id, fiscal_year, form),
            min(stated_phase) over (partition by report_id, fiscal_year),
            ''
        ) as phase
    from claims
),

{%- set column = ['report_id', 'fiscal_year', 'form', 'phase', 'flow', 'line_item_code', 'fund_code'] %}

figures as (
    select
        *,
        min(amount_yuan) over told <> max(amount_yuan) over told as is_ambiguous,
        row_number() over (
            partition by {{ listed(column) }}, coalesce(classification, ''), code
            order by {{ place_order('phased', 'claim_id') }}
        ) as telling
    from phased
    window told as (partition by {{ listed(column) }}, coalesce(classification, ''), code)
)

select
    figure.claim_id as figure_id,
    {{ listed(column, 'figure') }},
    figure.classification,
    figure.code,
    coalesce(item.code, class.code) as parent_code,
    figure.classification_name,
    cast(figure.amount_yuan as decimal(38, 6)) as value,
    -- a zero is exact
    case when figure.amount_yuan = 0 then 0 else figure.written_step end as written_step,
    figure.is_ambiguous,
    figure.measure,
    figure.budget_version,
    figure.page_no,
    figure.block_no,
    figure.table_no,
    figure.row_no,
    figure.column_no,
    figure.char_start
from figures as figure
left join figures as item
    on
        {{ same('figure', 'item', column + ['classification']) }}
        and length(figure.code) > 5
        and item.code = substring(figure.code, 1, 5)
        and item.telling = 1
left join figures as class
    on
        {{ same('figure', 'class', column + ['classification']) }}
        and length(figure.code) > 3
        and class.code = substring(figure.code, 1, 3)
        and class.telling = 1
where figure.telling = 1
