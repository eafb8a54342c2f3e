-- Only its shape: publication fills it, see publishing/addresses.py.
select
    cast(null as string) as release_id,
    cast(null as string) as published_at,
    cast(null as integer) as schema_version,
    cast(null as string) as fingerprint,
    cast(null as string) as staged_digest,
    cast(null as string) as reading_versions,
    cast(null as string) as project_digest,
    cast(null as string) as expectations_digest,
    cast(null as string) as code_digest,
    cast(null as string) as tool_versions,
    cast(null as integer) as report_count,
    cast(null as integer) as claim_count,
    cast(null as integer) as fact_count,
    cast(null as boolean) as is_current
from {{ ref('fct_budget') }}
where false
