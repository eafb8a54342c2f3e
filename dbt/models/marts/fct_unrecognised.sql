select
    unrecognised.report_id,
    unrecognised.reason,
    {{ public_place('unrecognised') }},
    unrecognised.label
from {{ ref('stg_unrecognised') }} as unrecognised
inner join {{ ref('int_report') }} as report on unrecognised.report_id = report.report_id
order by unrecognised.report_id, unrecognised.unrecognised_id
