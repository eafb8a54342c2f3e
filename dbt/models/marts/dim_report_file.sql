select
    report.report_id,
    file.file_name,
    file.path,
    file.received_at
from {{ ref('int_report') }} as report
inner join {{ ref('stg_files') }} as file on report.sha256 = file.sha256
order by report.report_id, file.path
