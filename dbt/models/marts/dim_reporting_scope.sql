select
    reporting_scope,
    name_zh,
    name_en
from {{ ref('reporting_scope') }}
order by reporting_scope
