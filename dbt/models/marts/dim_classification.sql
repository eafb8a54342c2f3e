select
    classification,
    name_zh,
    name_en
from {{ ref('classification') }}
order by classification
