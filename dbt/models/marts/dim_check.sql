select
    rule.check_code,
    title.title_zh,
    title.title_en,
    rule.explanation_zh,
    rule.explanation_en,
    rule.severity,
    rule.minor_severity,
    rule.tolerance,
    rule.reason as tolerance_reason,
    rule.is_enabled
from {{ ref('finding_rule') }} as rule
left join {{ ref('check_title') }} as title on rule.check_code = title.check_code
order by rule.check_code
