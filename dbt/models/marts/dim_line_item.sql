select
    line_item_code,
    parent_code,
    name_zh,
    name_en,
    definition
from {{ ref('line_item') }}
order by line_item_code
