select
    sha256,
    reader,
    reader_version,
    raw_batch_id,
    recogniser_version,
    recognised_batch_id
from {{ staged('home', 'manifest') }}
