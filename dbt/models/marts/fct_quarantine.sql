-- one row per name under which the bytes were seen; what an archive did not give out was seen under its place there alone
select
    coalesce(file.file_name, refused.file_name) as file_name,
    refused.sha256,
    refused.media_type,
    refused.reason,
    refused.detail,
    refused.seen_at,
    coalesce(file.path, refused.path) as path
from {{ ref('stg_quarantine') }} as refused
left join {{ ref('stg_files') }} as file on refused.sha256 = file.sha256
order by refused.sha256, path
