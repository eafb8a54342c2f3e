-- What every engine found, each rule of `seeds/finding_rule.csv` applied to its engine's rows: one row per finding and claim.
-- A new check is a row there; a new way of looking is an engine here.
with

found as (
    select * from {{ ref('int_finding_stale_fiscal_year') }}
    union all
    select * from {{ ref('int_finding_conflicting_amounts') }}
)

select
    rule.check_code,
    {{ stable_key('finding', ['rule.check_code', 'found.report_id', 'found.subject']) }} as finding_id,
    -- a gap that rounding explains is worth knowing, not an error
    case
        when abs(found.stated_value - found.expected_value) <= rule.tolerance then rule.minor_severity
        else rule.severity
    end as severity,
    rule.explanation_zh as template_zh,
    rule.explanation_en as template_en,
    found.report_id,
    found.unit_key,
    found.fiscal_year,
    found.claim_id,
    found.role,
    found.stated_value,
    found.expected_value,
    cast(found.stated_value - found.expected_value as decimal(38, 6)) as difference,
    found.measure,
    found.line_item_code,
    found.project_name,
    found.section_title,
    found.place_choice
from found
inner join {{ ref('finding_rule') }} as rule on found.engine = rule.engine
where rule.is_enabled
