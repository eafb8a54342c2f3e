select
    {{ staged_columns('raw', 'reports') }}
from {{ staged('raw', 'reports') }} as staged
inner join {{ ref('stg_manifest') }} as manifest
    on
        staged.sha256 = manifest.sha256
        and staged.batch_id = manifest.raw_batch_id
