select
    exception.suite,
    exception.expectation,
    exception.fiscal_year,
    exception.report_id,
    exception.reason,
    exception.owner,
    -- other bytes in the report's place end the exception
    coalesce(report.superseded_by is null and report.report_id is not null, false)
    or quarantine.sha256 is not null as is_current
from {{ ref('quality_exception') }} as exception
left join {{ ref('dim_report') }} as report on exception.report_id = report.report_id
left join {{ ref('stg_quarantine') }} as quarantine on exception.report_id = quarantine.sha256
order by exception.suite, exception.expectation, exception.fiscal_year nulls last, exception.report_id
