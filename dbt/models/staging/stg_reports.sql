select
    staged.sha256,
    staged.media_type,
    staged.byte_size,
    staged.page_count,
    staged.reader,
    staged.reader_version
from {{ staged('raw', 'reports') }} as staged
inner join {{ ref('stg_manifest') }} as manifest
    on
        staged.sha256 = manifest.sha256
        and staged.batch_id = manifest.raw_batch_id
