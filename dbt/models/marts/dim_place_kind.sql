select
    place_kind,
    name_zh,
    name_en,
    rank
from {{ ref('place_kind') }}
order by rank, place_kind
