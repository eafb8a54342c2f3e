select
    override_id,
    accepted_at,
    accepted_by,
    reason,
    suite,
    expectation,
    cast(fiscal_year as integer) as fiscal_year,
    observed,
    limit_value,
    offending_keys,
    run_id
from {{ staged('home', 'quality_overrides') }}
