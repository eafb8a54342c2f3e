select
    fund_code,
    name_zh,
    name_en,
    definition,
    level,
    is_summable
from {{ ref('fund') }}
order by preference
