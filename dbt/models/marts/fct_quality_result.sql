select
    run_id,
    run_at,
    suite,
    fiscal_year,
    expectation,
    severity,
    observed,
    limit_value,
    passed,
    sample_keys,
    key_count
from {{ ref('stg_quality_results') }}
order by run_at, run_id, suite, fiscal_year nulls last, expectation
