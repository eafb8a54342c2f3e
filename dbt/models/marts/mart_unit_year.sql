-- One wide row per body, year and scope, for BI. Its totals are of one fund scope (`fund_code`), so that they may be compared: the
-- scope in which the body states most of its totals, all funds first.
{%- set amount_columns = [
    ('initial_budget_yuan', 'budget_initial', 'total'),
    ('adjusted_budget_yuan', 'budget_adjusted', 'total'),
    ('unstated_budget_yuan', 'budget_unstated', 'total'),
    ('executed_yuan', 'expenditure', 'total'),
    ('basic_executed_yuan', 'expenditure', 'basic'),
    ('project_executed_yuan', 'expenditure', 'project'),
    ('three_public_initial_yuan', 'budget_initial', 'three_public'),
    ('three_public_adjusted_yuan', 'budget_adjusted', 'three_public'),
    ('three_public_unstated_yuan', 'budget_unstated', 'three_public'),
    ('three_public_executed_yuan', 'expenditure', 'three_public'),
    ('procurement_executed_yuan', 'expenditure', 'procurement'),
    ('appropriation_income_yuan', 'income', 'fiscal_appropriation'),
] %}
with

facts as (
    select
        unit_key,
        fiscal_year,
        concat('budget_', budget_version) as measure,
        line_item_code,
        project_key,
        fund_code,
        amount_yuan,
        has_conflict,
        reporting_scope
    from {{ ref('fct_budget') }}
    union all
    select
        unit_key,
        fiscal_year,
        'expenditure' as measure,
        line_item_code,
        project_key,
        fund_code,
        amount_yuan,
        has_conflict,
        reporting_scope
    from {{ ref('fct_expenditure') }}
    union all
    select
        unit_key,
        fiscal_year,
        'income' as measure,
        line_item_code,
        project_key,
        fund_code,
        amount_yuan,
        has_conflict,
        reporting_scope
    from {{ ref('fct_income') }}
),

-- sums of all projects only: what one project got is not the body's
body_facts as (
    select facts.*
    from facts
    inner join {{ ref('dim_project') }} as project on facts.project_key = project.project_key
    where project.is_all_projects
),

scopes as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        fund_code
    from (
        select
            counted.*,
            row_number() over (
                partition by counted.unit_key, counted.fiscal_year, counted.reporting_scope
                order by counted.total_count desc, counted.fact_count desc, fund.preference asc, counted.fund_code asc
            ) as choice
        from (
            select
                unit_key,
                fiscal_year,
                reporting_scope,
                fund_code,
                count(case when line_item_code = 'total' then 1 end) as total_count,
                count(*) as fact_count
            from body_facts
            group by unit_key, fiscal_year, reporting_scope, fund_code
        ) as counted
        left join {{ ref('fund') }} as fund on counted.fund_code = fund.fund_code
    ) as ranked
    where choice = 1
),

-- three-public expense and procurement are often stated once, whatever the scope of the totals
chosen as (
    select
        facts.*,
        scopes.fund_code as scope_fund_code,
        row_number() over (
            partition by facts.unit_key, facts.fiscal_year, facts.reporting_scope, facts.measure, facts.line_item_code
            order by
                case when facts.fund_code = scopes.fund_code then 0 else 1 end asc,
                fund.preference asc,
                facts.fund_code asc
        ) as choice
    from body_facts as facts
    inner join scopes
        on
            facts.unit_key = scopes.unit_key
            and facts.fiscal_year = scopes.fiscal_year
            and facts.reporting_scope = scopes.reporting_scope
    left join {{ ref('fund') }} as fund on facts.fund_code = fund.fund_code
    where
        facts.fund_code = scopes.fund_code
        or facts.line_item_code in ('three_public', 'procurement')
),

amounts as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        {%- for name, measure, line_item in amount_columns %}
        max(case when measure = '{{ measure }}' and line_item_code = '{{ line_item }}' then amount_yuan end) as {{ name }},
        {%- endfor %}
        scope_fund_code as fund_code
    from chosen
    where choice = 1
    group by unit_key, fiscal_year, reporting_scope, scope_fund_code
),

conflicts as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        count(*) as fact_count,
        count(case when has_conflict then 1 end) as conflict_count
    from facts
    group by unit_key, fiscal_year, reporting_scope
),

reports as (
    select
        unit_key,
        fiscal_year,
        reporting_scope,
        count(*) as report_count,
        sum(claim_count) as claim_count,
        sum(unrecognised_count) as unrecognised_count
    from {{ ref('dim_report') }}
    where fiscal_year > 0
    group by unit_key, fiscal_year, reporting_scope
),

findings as (
    select
        finding.unit_key,
        finding.fiscal_year,
        report.reporting_scope,
        count(*) as finding_count,
        count(case when finding.severity = 'error' then 1 end) as error_count,
        count(case when finding.severity = 'warning' then 1 end) as warning_count
    from {{ ref('fct_finding') }} as finding
    inner join {{ ref('dim_report') }} as report on finding.report_id = report.report_id
    where finding.fiscal_year > 0
    group by finding.unit_key, finding.fiscal_year, report.reporting_scope
),

keys as (
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from conflicts
    union
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from reports
    union
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from {{ ref('fct_staffing') }}
    union
    select
        unit_key,
        fiscal_year,
        reporting_scope
    from {{ ref('fct_self_evaluation') }}
),

based as (
    select
        *,
        {{ execution_base() }} as execution_base,
        {{ execution_base('_budget_yuan') }} as base_yuan,
        coalesce(three_public_adjusted_yuan, three_public_unstated_yuan, three_public_initial_yuan) as three_public_budget_yuan
    from amounts
),

-- a rate that can't be is none: the amounts it comes from stand beside it
rated as (
    select
        based.*,
        case when based.rate between possible.lowest and possible.highest then based.rate end as execution_rate
    from (
        select
            based.*,
            {{ rate('executed_yuan', 'base_yuan') }} as rate
        from based
    ) as based
    left join {{ ref('plausible_range') }} as possible on possible.item = 'budget_execution_rate'
)

select
    keys.unit_key,
    unit.unit_name,
    unit.division_code,
    unit.province,
    unit.city,
    unit.county,
    keys.fiscal_year,
    rated.fund_code,
    rated.initial_budget_yuan,
    rated.adjusted_budget_yuan,
    rated.unstated_budget_yuan,
    rated.executed_yuan,
    rated.basic_executed_yuan,
    rated.project_executed_yuan,
    rated.three_public_budget_yuan,
    rated.three_public_executed_yuan,
    rated.procurement_executed_yuan,
    rated.appropriation_income_yuan,
    rated.execution_rate,
    case when rated.execution_rate is not null then rated.execution_base end as execution_base,
    evaluation.budget_execution_rate as stated_execution_rate,
    staffing.staff_quota,
    staffing.staff_actual,
    staffing.staff_total,
    staffing.staff_control_rate,
    evaluation.self_evaluation_score,
    evaluation.satisfaction_rate,
    coalesce(evaluation.indicator_count, 0) as indicator_count,
    coalesce(evaluation.indicator_met_count, 0) as indicator_met_count,
    cast(coalesce(reports.report_count, 0) as integer) as report_count,
    cast(coalesce(reports.claim_count, 0) as integer) as claim_count,
    cast(coalesce(reports.unrecognised_count, 0) as integer) as unrecognised_count,
    cast(coalesce(conflicts.fact_count, 0) as integer) as fact_count,
    cast(coalesce(conflicts.conflict_count, 0) as integer) as conflict_count,
    cast(coalesce(findings.finding_count, 0) as integer) as finding_count,
    cast(coalesce(findings.error_count, 0) as integer) as error_finding_count,
    cast(coalesce(findings.warning_count, 0) as integer) as warning_finding_count,
    keys.reporting_scope
from keys
inner join {{ ref('dim_unit') }} as unit on keys.unit_key = unit.unit_key
left join rated
    on
        keys.unit_key = rated.unit_key
        and keys.fiscal_year = rated.fiscal_year
        and keys.reporting_scope = rated.reporting_scope
left join conflicts
    on
        keys.unit_key = conflicts.unit_key
        and keys.fiscal_year = conflicts.fiscal_year
        and keys.reporting_scope = conflicts.reporting_scope
left join reports
    on
        keys.unit_key = reports.unit_key
        and keys.fiscal_year = reports.fiscal_year
        and keys.reporting_scope = reports.reporting_scope
left join findings
    on
        keys.unit_key = findings.unit_key
        and keys.fiscal_year = findings.fiscal_year
        and keys.reporting_scope = findings.reporting_scope
left join {{ ref('fct_staffing') }} as staffing
    on
        keys.unit_key = staffing.unit_key
        and keys.fiscal_year = staffing.fiscal_year
        and keys.reporting_scope = staffing.reporting_scope
left join {{ ref('fct_self_evaluation') }} as evaluation
    on
        keys.unit_key = evaluation.unit_key
        and keys.fiscal_year = evaluation.fiscal_year
        and keys.reporting_scope = evaluation.reporting_scope
order by keys.unit_key, keys.fiscal_year, keys.reporting_scope
