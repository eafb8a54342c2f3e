select
    attribute_code,
    name_zh,
    name_en
from {{ ref('attribute_code') }}
order by attribute_code
