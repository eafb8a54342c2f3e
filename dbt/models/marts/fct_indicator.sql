select
    indicator.indicator_row_id,
    indicator.report_id,
    report.unit_key,
    report.fiscal_year,
    indicator.level1,
    indicator.level2,
    indicator.level3,
    indicator.target_text,
    indicator.target_operator,
    indicator.target_value,
    indicator.target_unit,
    indicator.actual_text,
    indicator.actual_value,
    indicator.actual_unit,
    indicator.weight,
    indicator.score,
    indicator.is_met,
    indicator.achievement_rate,
    indicator.deviation_reason,
    {{ public_place('indicator') }},
    {{ stable_key('indicator', ['indicator.level1', 'indicator.level2', 'indicator.level3']) }} as indicator_key,
    report.reporting_scope
from {{ ref('stg_indicators') }} as indicator
inner join {{ ref('int_report') }} as report on indicator.report_id = report.report_id
order by indicator.report_id, indicator.indicator_row_id
