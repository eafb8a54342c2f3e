-- Engine members: what a department states with its bodies against what these state themselves, and who of them has no report of
-- the year. One row per finding and figure.
--   a department's total counts where its report lists the members that it adds up, in its own year
--   a summand is what a body states of itself (scope body, else unstated); the department's own part is one whether listed or not,
--   and only where it is stated as the body's
-- Said to be wrong only where every summand is known.
{%- set order = 'amount_yuan desc, own_name, claim_id' %}
{%- set thing = ['fiscal_year', 'measure', 'budget_version', 'line_item_code', 'fund_code'] %}
with

-- a report's members once each; one that can't be told has no facts
listed as (
    select
        report_id,
        unit_key,
        fiscal_year,
        coalesce(member_unit_key, plain_spelling) as member_key,
        min(plain_spelling) as member_name
    from {{ ref('int_unit_member') }}
    where
        superseded_by is null
        and fiscal_year > 0
    group by report_id, unit_key, fiscal_year, coalesce(member_unit_key, plain_spelling)
),

members as (
    select
        report_id,
        unit_key,
        member_key
    from listed
    union
    select
        report_id,
        unit_key,
        unit_key as member_key
    from listed
),

counted as (
    select
        report_id,
        count(*) as member_count
    from members
    group by report_id
),

-- what one project got is not the body's
facts as (
    select
        fact.fact_id,
        fact.unit_key,
        {{ listed(thing, 'fact') }},
        fact.reporting_scope,
        fact.claim_id,
        cast(fact.amount_yuan as decimal(38, 2)) as amount_yuan,
        coalesce(claim.written_step, 0) as written_step,
        claim.report_id,
        claim.report_fiscal_year
    from {{ ref('int_fact_claim') }} as fact
    inner join {{ ref('int_claim') }} as claim on fact.claim_id = claim.claim_id
    where
        fact.choice = 1
        and claim.project_name is null
),

wholes as (
    select
        facts.*,
        counted.member_count
    from facts
    inner join counted on facts.report_id = counted.report_id
    where
        facts.reporting_scope = 'department'
        and facts.fiscal_year = facts.report_fiscal_year
),

named as (
    select
        unit_key,
        min(own_name) as own_name
    from {{ ref('int_report_unit') }}
    group by unit_key
),

parts as (
    select
        wholes.fact_id as whole_id,
        wholes.member_count,
        facts.claim_id,
        facts.amount_yuan,
        facts.written_step,
        named.own_name,
        row_number() over (
            partition by wholes.fact_id, facts.unit_key
            order by case facts.reporting_scope when 'body' then 1 else 2 end asc
        ) as choice
    from wholes
    inner join members on wholes.report_id = members.report_id
    inner join facts
        on
            members.member_key = facts.unit_key
            and {{ same('wholes', 'facts', thing) }}
            and (
                facts.reporting_scope = 'body'
                or (facts.reporting_scope = 'unstated' and wholes.unit_key <> facts.unit_key)
            )
    inner join named on facts.unit_key = named.unit_key
),

summed as (
    select
        whole_id,
        sum(amount_yuan) as amount_yuan,
        sum(written_step) as written_step,
        {{ ordered_text("concat(own_name, ' ', " ~ value_words('amount_yuan', "'amount'", 'zh') ~ ")", ' + ', order) }} as working_zh,
        {{ ordered_text("concat(own_name, ' ', " ~ value_words('amount_yuan', "'amount'", 'en') ~ ")", ' + ', order) }} as working_en
    from parts
    where choice = 1
    group by whole_id, member_count
    having count(*) = member_count
),

broken as (
    select
        wholes.*,
        summed.amount_yuan as expected,
        summed.working_zh,
        summed.working_en,
        (wholes.written_step + summed.written_step) * threshold.last_digit_share as rounding
    from wholes
    inner join summed on wholes.fact_id = summed.whole_id
    cross join {{ thresholds(['last_digit_share']) }}
    where wholes.amount_yuan <> summed.amount_yuan
),

involved as (
    select
        broken.*,
        broken.claim_id as side_claim_id,
        'stated' as role
    from broken
    union all
    select
        broken.*,
        parts.claim_id as side_claim_id,
        'expected' as role
    from broken
    inner join parts
        on
            broken.fact_id = parts.whole_id
            and parts.choice = 1
),

units_of_years as (
    select distinct
        unit_key,
        fiscal_year
    from {{ ref('int_report') }}
),

-- which of those listed have a report of that year, whatever its family and scope
reporting as (
    select
        listed.*,
        report.unit_key is not null as is_reporting
    from listed
    left join units_of_years as report
        on
            listed.member_key = report.unit_key
            and listed.fiscal_year = report.fiscal_year
    where listed.member_key <> listed.unit_key
),

missing as (
    select
        report_id,
        fiscal_year,
        count(*) as listed_count,
        count(case when is_reporting then 1 end) as reporting_count,
        {{ ordered_text('case when not is_reporting then member_name end', '、', 'member_name') }} as names
    from reporting
    group by report_id, fiscal_year
    having count(case when is_reporting then 1 end) < count(*)
)

select
    {{ finding_row({
        'outcome': "'members_do_not_add_up'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(measure, '|', coalesce(budget_version, ''), '|', line_item_code, '|', fund_code, '|', cast(fiscal_year as string))",
        'figure_id': 'side_claim_id',
        'role': 'role',
        'stated_value': 'amount_yuan',
        'expected_value': 'expected',
        'tolerance_factor': 'rounding',
        'value_kind': "'amount'",
        'measure': 'measure',
        'budget_version': "case when measure = 'budget' then budget_version end",
        'line_item_code': 'line_item_code',
        'fund_code': 'fund_code',
        'working_zh': 'working_zh',
        'working_en': 'working_en',
    }) }}
from involved
union all
select
    {{ finding_row({
        'outcome': "'member_without_report'",
        'report_id': 'missing.report_id',
        'fiscal_year': 'missing.fiscal_year',
        'subject': "'members'",
        'figure_id': 'member.unit_member_id',
        'role': "'stated'",
        'stated_value': 'missing.listed_count',
        'expected_value': 'missing.reporting_count',
        'value_kind': "'number'",
        'working_zh': 'missing.names',
        'working_en': 'missing.names',
    }) }}
from missing
inner join {{ ref('int_unit_member') }} as member on missing.report_id = member.report_id
inner join reporting
    on
        member.report_id = reporting.report_id
        and coalesce(member.member_unit_key, member.plain_spelling) = reporting.member_key
        and not reporting.is_reporting
