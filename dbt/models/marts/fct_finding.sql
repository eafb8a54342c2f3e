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
    {{ public_place('place') }},
    -- the same finding after its report was edited elsewhere
    {{ stable_key('review', [
        'finding.check_code', 'finding.unit_key', 'finding.fiscal_year', 'finding.stated_value', 'finding.expected_value',
        'place.place_kind', 'place.quote'
    ]) }} as review_key
from {{ ref('int_finding') }} as finding
inner join {{ ref('int_figure') }} as place
    on
        finding.figure_id = place.figure_id
        and place.item_no = 1
left join {{ ref('int_finding') }} as other
    on
        finding.finding_id = other.finding_id
        and other.role = 'expected'
        and other.choice = 1
left join {{ ref('int_figure') }} as other_place
    on
        other.figure_id = other_place.figure_id
        and other_place.item_no = 1
left join {{ ref('line_item') }} as line_item on finding.line_item_code = line_item.line_item_code
left join {{ ref('attribute_code') }} as attribute_code on finding.attribute_code = attribute_code.attribute_code
left join {{ ref('measure') }} as measure on finding.measure = measure.measure
left join {{ ref('budget_version') }} as budget_version on finding.budget_version = budget_version.budget_version
left join {{ ref('fund') }} as fund on finding.fund_code = fund.fund_code
left join {{ ref('measure') }} as other_measure on finding.other_measure = other_measure.measure
left join {{ ref('budget_version') }} as other_budget_version
    on finding.other_budget_version = other_budget_version.budget_version
left join {{ ref('fund') }} as other_fund on finding.other_fund_code = other_fund.fund_code
where
    finding.role = 'stated'
    and finding.choice = 1
order by finding.finding_id
