select
    identity_basis,
    name_zh,
    name_en,
    rank
from {{ ref('identity_basis') }}
order by rank
