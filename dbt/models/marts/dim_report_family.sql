select
    report_family,
    name_zh,
    name_en,
    is_per_project
from {{ ref('report_family') }}
order by report_family
