select
    reason,
    ending,
    name_zh,
    name_en
from {{ ref('figure_reason') }}
order by ending, reason
