select
    run_id,
    run_at,
    suite,
    cast(fiscal_year as integer) as fiscal_year,
    expectation,
    severity,
    observed,
    limit_value,
    passed,
    sample_keys,
    cast(key_count as integer) as key_count
from {{ staged('home', 'quality_results') }}
