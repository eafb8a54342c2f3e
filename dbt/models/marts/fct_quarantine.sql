select
    file_name,
    sha256,
    media_type,
    reason,
    detail,
    seen_at
from {{ ref('stg_quarantine') }}
order by sha256
