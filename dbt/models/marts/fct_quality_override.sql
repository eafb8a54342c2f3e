select
    override_id,
    accepted_at,
    accepted_by,
    reason,
    suite,
    expectation,
    fiscal_year,
    observed,
    limit_value,
    offending_keys,
    run_id
from {{ ref('stg_quality_overrides') }}
order by accepted_at, override_id
