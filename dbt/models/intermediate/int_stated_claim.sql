-- Every current claim with its body, project and fiscal year, and what decides whether it becomes a fact.
select
    claim.*,
    year.fiscal_year,
    year.is_stale,
    year.stated_fiscal_year as resolved_stated_year,
    report.unit_key,
    report.fiscal_year as report_fiscal_year,
    report.superseded_by,
    report.reporting_scope,
    report.report_family,
    project.project_key,
    coalesce(place_kind.rank, 99) as place_rank,
    {{ written_step('claim.amount_text', 'amount_unit.yuan') }} as written_step,
    coalesce(claim.amount_yuan between possible.lowest and possible.highest, true) as is_plausible
from {{ ref('stg_claims') }} as claim
inner join {{ ref('int_claim_year') }} as year on claim.claim_id = year.claim_id
inner join {{ ref('int_report') }} as report on claim.report_id = report.report_id
left join {{ ref('int_project') }} as project
    on
        report.unit_key = project.unit_key
        and claim.project_name is not distinct from project.project_name
left join {{ ref('place_kind') }} as place_kind on claim.place_kind = place_kind.place_kind
left join {{ ref('amount_unit') }} as amount_unit on claim.amount_unit = amount_unit.amount_unit
left join {{ ref('plausible_range') }} as possible on possible.item = 'amount'
