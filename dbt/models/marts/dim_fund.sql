select
    fund_code,
    name_zh,
    name_en,
    definition
from {{ ref('fund') }}
order by preference
