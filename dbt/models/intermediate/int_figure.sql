-- Every value that a report states, in one shape for the engines that look for findings: amounts, attributes, weights and
-- scores of indicators, members. A value may serve as several items (a fund's total is also a part of all funds); `item_no` 1 is the
-- value itself, `written_step` what one unit of its last written digit is worth. `scope` keeps apart what must not be added
-- up together beyond measure, year and fund; `is_plausible` says that the value can be at all (`seeds/plausible_range.csv`).
with

claims as (
    select
        claim.*,
        {{ context('claim') }} as context,
        case
            when claim.measure = 'budget' then concat('budget.', coalesce(claim.budget_version, 'unstated'))
            else claim.measure
        end as measure_code,
        case
            when claim.line_item_code = 'project' and claim.project_name is not null then 'project_named'
            else claim.line_item_code
        end as item,
        -- a row's quote is its cells
        case
            when claim.table_no is not null and claim.place_kind <> 'narrative' and claim.column_no >= 1
                then split_part(claim.quote, ' | ', cast(claim.column_no as integer))
        end as cell_text
    from {{ ref('int_claim') }} as claim
),

items as (
    select
        claim_id,
        1 as item_no,
        item,
        fund_code as scope_fund,
        '' as scope
    from claims
    union all
    -- the cells that split a total by source or by kind of spending
    select distinct
        claims.claim_id,
        2 as item_no,
        mark.mark as item,
        claims.fund_code as scope_fund,
        '' as scope
    from claims
    inner join {{ ref('finding_mark') }} as mark
        on
            mark.mark in ('by_income', 'by_expenditure')
            and claims.cell_text like mark.pattern
    where claims.line_item_code = 'total'
    union all
    -- the rows of a form that split one thing's amount by fund
    select
        claims.claim_id,
        3 as item_no,
        mark.mark as item,
        'all_funds' as scope_fund,
        concat(claims.item, '|', claims.project_key) as scope
    from claims
    inner join {{ ref('finding_mark') }} as mark
        on
            mark.mark in (
                'of_all_funds', 'of_budget_kind', 'of_source_kind', 'of_level_kind', 'of_other_funds'
            )
            and claims.fund_code = mark.pattern
    where
        claims.table_no is not null
        and claims.place_kind <> 'narrative'
        and claims.item in ('total', 'project', 'project_named')
),

indicators as (
    select
        indicator.*,
        report.unit_key,
        report.fiscal_year,
        report.superseded_by,
        {{ context('indicator') }} as context
    from {{ ref('stg_indicators') }} as indicator
    inner join {{ ref('int_report') }} as report on indicator.report_id = report.report_id
),

{%- set place = ['place_kind', 'section_title', 'page_no', 'block_no', 'table_no', 'row_no', 'column_no', 'char_start', 'char_end',
    'x0', 'y0', 'x1', 'y1', 'quote'] %}

figures as (
    select
        claims.claim_id as figure_id,
        'claim' as source,
        items.item_no,
        claims.report_id,
        claims.unit_key,
        claims.fiscal_year,
        claims.measure_code,
        items.item,
        items.scope_fund,
        items.scope,
        claims.project_key,
        cast(claims.amount_yuan as decimal(38, 6)) as value,
        claims.amount_text as value_text,
        claims.written_step,
        claims.measure,
        claims.budget_version,
        claims.line_item_code,
        claims.fund_code,
        claims.project_name,
        cast(null as string) as attribute_code,
        {%- for column in place %}
        claims.{{ column }},
        {%- endfor %}
        claims.context
    from claims
    inner join items on claims.claim_id = items.claim_id
    union all
    select
        attribute.attribute_id as figure_id,
        'attribute' as source,
        1 as item_no,
        attribute.report_id,
        attribute.unit_key,
        attribute.fiscal_year,
        'form' as measure_code,
        attribute.attribute_code as item,
        '' as scope_fund,
        '' as scope,
        project.project_key,
        attribute.value_number as value,
        attribute.value_text,
        cast(null as decimal(38, 6)) as written_step,
        cast(null as string) as measure,
        cast(null as string) as budget_version,
        cast(null as string) as line_item_code,
        cast(null as string) as fund_code,
        attribute.project_name,
        attribute.attribute_code,
        {%- for column in place %}
        attribute.{{ column }},
        {%- endfor %}
        {{ context('attribute') }} as context
    from {{ ref('int_attribute') }} as attribute
    left join {{ ref('int_project') }} as project
        on
            attribute.unit_key = project.unit_key
            and attribute.project_name is not distinct from project.project_name
    {%- for item in ['weight', 'score'] %}
    union all
    select
        indicator_row_id as figure_id,
        'indicator' as source,
        {{ loop.index }} as item_no,
        report_id,
        unit_key,
        fiscal_year,
        'form' as measure_code,
        'indicator_{{ item }}' as item,
        '' as scope_fund,
        '' as scope,
        cast(null as string) as project_key,
        {{ item }} as value,
        cast(null as string) as value_text,
        cast(null as decimal(38, 6)) as written_step,
        cast(null as string) as measure,
        cast(null as string) as budget_version,
        cast(null as string) as line_item_code,
        cast(null as string) as fund_code,
        cast(null as string) as project_name,
        cast(null as string) as attribute_code,
        {%- for column in place %}
        {{ column }},
        {%- endfor %}
        context
    from indicators
    {%- endfor %}
    union all
    select
        member.unit_member_id as figure_id,
        'member' as source,
        1 as item_no,
        member.report_id,
        member.unit_key,
        member.fiscal_year,
        'form' as measure_code,
        'unit_member' as item,
        '' as scope_fund,
        '' as scope,
        cast(null as string) as project_key,
        cast(null as decimal(38, 6)) as value,
        member.member_name as value_text,
        cast(null as decimal(38, 6)) as written_step,
        cast(null as string) as measure,
        cast(null as string) as budget_version,
        cast(null as string) as line_item_code,
        cast(null as string) as fund_code,
        cast(null as string) as project_name,
        cast(null as string) as attribute_code,
        {%- for column in place %}
        member.{{ column }},
        {%- endfor %}
        {{ context('member') }} as context
    from {{ ref('int_unit_member') }} as member
    union all
    -- amounts of classes: no engine adds them up with the body's
    select
        claim.claim_id as figure_id,
        'class_claim' as source,
        1 as item_no,
        claim.report_id,
        claim.unit_key,
        claim.fiscal_year,
        'class' as measure_code,
        'class_amount' as item,
        claim.fund_code as scope_fund,
        concat(claim.classification, '|', coalesce(claim.classification_code, '')) as scope,
        claim.project_key,
        cast(claim.amount_yuan as decimal(38, 6)) as value,
        claim.amount_text as value_text,
        claim.written_step,
        claim.measure,
        claim.budget_version,
        claim.line_item_code,
        claim.fund_code,
        claim.project_name,
        cast(null as string) as attribute_code,
        {%- for column in place %}
        claim.{{ column }},
        {%- endfor %}
        {{ context('claim') }} as context
    from {{ ref('int_stated_claim') }} as claim
    where claim.classification is not null
)

select
    figures.*,
    coalesce(figures.value between possible.lowest and possible.highest, true) as is_plausible
from figures
left join {{ ref('plausible_range') }} as possible
    on possible.item = case when {{ is_amount('figures') }} then 'amount' else figures.item end
