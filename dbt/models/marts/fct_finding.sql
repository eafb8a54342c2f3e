select
    finding.finding_id,
    finding.check_code,
    finding.severity,
    finding.report_id,
    finding.unit_key,
    finding.fiscal_year,
    finding.stated_value,
    finding.expected_value,
    finding.difference,
    {{ filled_explanation('finding.template_zh', 'zh') }} as explanation_zh,
    {{ filled_explanation('finding.template_en', 'en') }} as explanation_en,
    {{ public_place('claim') }}
from (
    select
        *,
        count(*) over (partition by finding_id) as claim_count
    from {{ ref('int_finding') }}
) as finding
inner join {{ ref('int_claim') }} as claim on finding.claim_id = claim.claim_id
left join {{ ref('line_item') }} as line_item on finding.line_item_code = line_item.line_item_code
left join {{ ref('measure') }} as measure on finding.measure = measure.measure
where finding.place_choice = 1
order by finding.finding_id
