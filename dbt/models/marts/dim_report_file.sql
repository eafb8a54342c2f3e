select
    report.report_id,
    file.file_name,
    file.path,
    file.received_at,
    listed.source_url,
    listed.page_title,
    listed.publisher,
    listed.published_at,
    listed.retrieved_at
from {{ ref('int_report') }} as report
inner join {{ ref('stg_files') }} as file on report.sha256 = file.sha256
left join {{ ref('int_file_listed') }} as listed on file.path = listed.file_path
order by report.report_id, file.path
