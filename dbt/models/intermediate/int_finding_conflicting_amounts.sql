-- Engine conflicting_amounts: the same thing stated with different amounts - within one fund and version, across funds, across
-- versions, by last year's own report, or ten thousand times as much. One row per finding and figure.
{%- set thing = ['report_id', 'fiscal_year', 'measure', 'line_item_code', 'project_key'] %}
{%- set thing_version = thing + ['version'] %}
{%- set money = ['unit_key', 'fiscal_year', 'measure', 'line_item_code', 'project_key', 'fund_code'] %}
{%- set scope = thing_version + ['fund_code'] %}
with

claims as (
    select
        claim.*,
        coalesce(claim.budget_version, '') as version,
        claim.place_kind <> 'narrative' as is_form,
        -- room for ten thousand times as much
        cast(abs(claim.amount_yuan) as decimal(38, 2)) as size
    from {{ ref('int_claim') }} as claim
    -- two adjustments of a year are two events, not one told twice
    where claim.measure in ('budget', 'expenditure', 'income')
),

-- the two splits of a total: where they disagree, engine identity says so
split as (
    select
        figure.figure_id,
        min(figure.value) over (partition by figure.report_id, figure.table_no, figure.fiscal_year) as lowest,
        max(figure.value) over (partition by figure.report_id, figure.table_no, figure.fiscal_year) as highest
    from {{ ref('int_figure') }} as figure
    where figure.item in ('by_income', 'by_expenditure')
),

told as (
    select claims.*
    from claims
    left join split on claims.claim_id = split.figure_id
    where
        split.figure_id is null
        or split.lowest = split.highest
),

ranked as (
    select
        told.*,
        first_value(told.claim_id) over scope as chosen_claim_id,
        first_value(told.amount_yuan) over scope as chosen_amount,
        first_value(told.size) over scope as chosen_size,
        first_value(told.is_form) over scope as is_chosen_form,
        first_value(told.form_code) over scope as chosen_form_code
    from told
    window scope as (
        partition by {{ listed(scope, 'told') }}
        order by told.place_rank asc, {{ place_order('told', 'claim_id') }}
        rows between unbounded preceding and unbounded following
    )
),

chosen as (
    select * from ranked
    where claim_id = chosen_claim_id
),

amounts as (
    select distinct
        {{ listed(scope) }},
        amount_yuan
    from claims
),

-- one fund, one version
same_scope as (
    select
        case
            when {{ is_ten_thousandfold('abs(ranked.amount_yuan)', 'ranked.chosen_size', 'told_twice') }} and ranked.chosen_amount <> 0
                then 'ten_thousandfold'
            when {{ is_ten_thousandfold('abs(ranked.chosen_amount)', 'ranked.size', 'told_twice') }} and ranked.amount_yuan <> 0
                then 'ten_thousandfold'
            -- 预算数 of a form and 预算 in prose may mean two versions
            when ranked.version = 'unstated' and ranked.is_form <> ranked.is_chosen_form then 'two_amounts_of_versions'
            else 'two_amounts'
        end as outcome,
        ranked.claim_id as stated_claim_id,
        ranked.chosen_claim_id as expected_claim_id
    from ranked
    cross join {{ thresholds(['unit_factor', 'told_twice_lowest', 'told_twice_highest']) }}
    where
        ranked.amount_yuan <> ranked.chosen_amount
        -- from one form of accounts to another engine account_form says what must agree
        and coalesce(ranked.form_code = ranked.chosen_form_code, true)
),

-- how much of a thing the funds beside the general public budget pay
beside as (
    select
        {{ listed(thing_version) }},
        sum(amount_yuan) as amount_yuan
    from amounts
    where fund_code not in ('all_funds', 'general_public_budget', 'fiscal_appropriation')
    group by {{ listed(thing_version) }}
),

-- the general public budget against all funds, where nothing stated explains the difference
across_funds as (
    select
        {{ listed(thing_version, 'one') }}
    from amounts as one
    inner join amounts as other
        on
            {{ same('one', 'other', thing_version) }}
            and one.fund_code = 'general_public_budget'
            and other.fund_code = 'all_funds'
    left join beside
        on {{ same('one', 'beside', thing_version) }}
    cross join {{ thresholds(['same_difference']) }}
    group by {{ listed(thing_version, 'one') }}
    having
        max(
            case
                when abs(other.amount_yuan - one.amount_yuan - coalesce(beside.amount_yuan, 0)) <= threshold.same_difference then 1
                when abs(other.amount_yuan - one.amount_yuan) <= threshold.same_difference then 1
                else 0
            end
        ) = 0
),

fund_pairs as (
    select
        'two_amounts_of_funds' as outcome,
        stated.claim_id as stated_claim_id,
        expected.claim_id as expected_claim_id
    from across_funds
    inner join chosen as stated
        on
            {{ same('across_funds', 'stated', thing_version) }}
            and stated.fund_code = 'general_public_budget'
    inner join chosen as expected
        on
            {{ same('stated', 'expected', thing_version) }}
            and expected.fund_code = 'all_funds'
    -- forms of accounts are of one fund each, and what a body earns stands in none of these
    where stated.form_code is null or expected.form_code is null
),

-- a budget of unstated version that is neither the initial one (stated so, or in the form's column of budgets) nor the
-- adjusted one of its fund
known_versions as (
    select
        told.*,
        version = 'initial' or (version = 'unstated' and place_kind in ('base_data_table', 'budget_table')) as is_initial
    from told
    where measure = 'budget'
),

unversioned as (
    select stated.claim_id
    from ranked as stated
    inner join known_versions as known
        on
            {{ same('stated', 'known', thing) }}
            and (known.is_initial or known.version = 'adjusted')
    cross join {{ thresholds(['same_difference']) }}
    where
        stated.version = 'unstated'
        and stated.place_kind not in ('base_data_table', 'budget_table')
    group by stated.claim_id
    having
        max(case when known.is_initial then 1 else 0 end) = 1
        and max(case when known.version = 'adjusted' then 1 else 0 end) = 1
        and max(case when abs(known.amount_yuan - stated.amount_yuan) <= threshold.same_difference then 1 else 0 end) = 0
),

version_pairs as (
    select
        'two_amounts_of_versions' as outcome,
        stated.claim_id as stated_claim_id,
        expected.claim_id as expected_claim_id
    from unversioned
    inner join ranked as stated on unversioned.claim_id = stated.claim_id
    inner join chosen as expected
        on
            {{ same('stated', 'expected', thing + ['fund_code']) }}
            and expected.version = 'adjusted'
),

-- what speaks for one fact, in the order that facts use; `is_own` in the body's report of that very year
speaking as (
    select
        told.claim_id,
        told.amount_yuan,
        told.fiscal_year < told.report_fiscal_year as is_later,
        told.fiscal_year = told.report_fiscal_year as is_own,
        fact.fact_id,
        fact.choice,
        fact.reporting_scope,
        {{ listed(money, 'fact') }}
    from told
    inner join {{ ref('int_fact_claim') }} as fact on told.claim_id = fact.claim_id
    where told.measure <> 'budget'
),

-- last year's figures that say no scope, where some own report of another scope agrees: which one they mean nothing tells
agreeing as (
    select distinct now.claim_id
    from speaking as now
    inner join speaking as own
        on
            {{ same('now', 'own', money) }}
            and now.reporting_scope <> own.reporting_scope
    cross join {{ thresholds(['same_amount']) }}
    where
        now.is_later
        and own.is_own
        and 'unstated' in (now.reporting_scope, own.reporting_scope)
        and abs(own.amount_yuan - now.amount_yuan) <= threshold.same_amount
),

-- last year's figures in this year's report, against what the body reported last year: of several own reports that which the
-- fact takes, and nothing where any of them agrees
last_year as (
    select
        'two_amounts_of_years' as outcome,
        now.claim_id as stated_claim_id,
        min(case when own.is_chosen then own.claim_id end) as expected_claim_id
    from speaking as now
    inner join (
        select
            speaking.*,
            row_number() over (partition by fact_id order by choice asc) = 1 as is_chosen
        from speaking
        where is_own
    ) as own
        on now.fact_id = own.fact_id
    left join agreeing on now.claim_id = agreeing.claim_id
    cross join {{ thresholds(['same_amount']) }}
    where
        now.is_later
        and agreeing.claim_id is null
    group by now.claim_id, now.amount_yuan
    having max(case when abs(own.amount_yuan - now.amount_yuan) <= threshold.same_amount then 1 else 0 end) = 0
),

pairs as (
    {%- for kind in ['same_scope', 'fund_pairs', 'version_pairs', 'last_year'] %}
    {{ "union all" if not loop.first }}
    select
        outcome,
        stated_claim_id,
        expected_claim_id
    from {{ kind }}
    {%- endfor %}
),

-- an amount written with fewer digits is a rounded one, unless it is written with more elsewhere
measured as (
    select
        pairs.*,
        {{ listed(scope, 'stated') }},
        expected.version as other_version,
        expected.fund_code as other_fund_code,
        stated.amount_yuan as stated,
        expected.amount_yuan as expected,
        min(greatest(stated.written_step, expected.written_step)) over (
            partition by
                pairs.outcome, {{ listed(scope, 'stated') }}, expected.version, expected.fund_code,
                stated.amount_yuan
        ) as coarser_step
    from pairs
    inner join claims as stated on pairs.stated_claim_id = stated.claim_id
    inner join claims as expected on pairs.expected_claim_id = expected.claim_id
),

-- an amount that deviates at several places is one finding
once as (
    {%- for role in ['stated', 'expected'] %}
    {{ "union all" if not loop.first }}
    select distinct
        outcome,
        {{ listed(scope) }},
        other_version,
        other_fund_code,
        stated,
        expected,
        {{ role }}_claim_id as side_claim_id,
        '{{ role }}' as role,
        coarser_step
    from measured
    {%- endfor %}
),

-- what a report can say only once
told_once as (
    select distinct
        figure.*,
        first_value(figure.value) over told as first_told,
        min(figure.value) over told as lowest,
        max(figure.value) over told as highest,
        case
            when first_value(figure.value) over told = min(figure.value) over told then max(figure.value) over told
            else min(figure.value) over told
        end as other_told
    from {{ ref('int_figure') }} as figure
    inner join {{ ref('finding_mark') }} as mark
        on
            mark.mark = 'stated_once'
            and figure.item = mark.pattern
    where
        figure.source = 'attribute'
        and figure.value is not null
        and figure.project_name is null
    window told as (
        partition by figure.report_id, figure.fiscal_year, figure.item
        order by case when figure.place_kind = 'narrative' then 1 else 0 end asc, {{ place_order('figure', 'figure_id') }}
        rows between unbounded preceding and unbounded following
    )
),

projects as (
    select distinct
        project_key,
        canonical_name
    from {{ ref('int_project') }}
    where not is_all_projects
)

select
    {{ finding_row({
        'outcome': 'once.outcome',
        'report_id': 'once.report_id',
        'fiscal_year': 'once.fiscal_year',
        'subject': "concat(once.measure, '|', once.version, '|', once.line_item_code, '|', once.project_key, '|', once.fund_code, '|', once.other_version, '|', once.other_fund_code, '|', cast(once.fiscal_year as string), '|', cast(once.stated as string))",
        'figure_id': 'once.side_claim_id',
        'role': 'once.role',
        'stated_value': 'once.stated',
        'expected_value': 'once.expected',
        'tolerance_factor': 'greatest(1, once.coarser_step * threshold.last_digit_share / threshold.same_amount)',
        'value_kind': "'amount'",
        'measure': 'once.measure',
        'budget_version': "case when once.measure = 'budget' then once.version end",
        'line_item_code': 'once.line_item_code',
        'fund_code': 'once.fund_code',
        'project_name': 'project.canonical_name',
        'other_measure': 'once.measure',
        'other_budget_version': "case when once.measure = 'budget' then once.other_version end",
        'other_fund_code': 'once.other_fund_code',
    }) }}
from once
left join projects as project on once.project_key = project.project_key
cross join {{ thresholds(['last_digit_share', 'same_amount']) }}
union all
-- what a report can say only once, said with two numbers
select
    {{ finding_row({
        'outcome': "'two_values'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(item, '|', cast(fiscal_year as string))",
        'figure_id': 'figure_id',
        'role': "case when value = first_told then 'expected' else 'stated' end",
        'stated_value': 'other_told',
        'expected_value': 'first_told',
        'tolerance_factor': '1',
        'value_kind': "'number'",
        'attribute_code': 'attribute_code',
    }) }}
from told_once
where lowest <> highest
