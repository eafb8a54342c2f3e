-- Engine stale_fiscal_year: a finding per report, section and year that is left over. One row per finding and figure.
select
    {{ finding_row({
        'outcome': "'year_left_over'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(place_kind, '|', coalesce(section_title, ''), '|', cast(stated_fiscal_year as string))",
        'figure_id': 'claim_id',
        'role': "'stated'",
        'stated_value': 'stated_fiscal_year',
        'expected_value': 'fiscal_year',
        'value_kind': "'year'",
    }) }}
from {{ ref('int_claim') }}
where is_stale
