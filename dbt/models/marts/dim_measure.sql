select
    measure,
    name_zh,
    name_en,
    definition
from {{ ref('measure') }}
order by measure
