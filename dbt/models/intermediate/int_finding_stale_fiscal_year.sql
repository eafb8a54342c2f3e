-- Engine stale_fiscal_year: a finding per report, section and year that is left over. One row per finding and claim.
select
    'stale_fiscal_year' as engine,
    claim.report_id,
    claim.unit_key,
    claim.fiscal_year,
    concat(claim.place_kind, '|', coalesce(claim.section_title, ''), '|', cast(claim.stated_fiscal_year as string)) as subject,
    claim.claim_id,
    'stated' as role,
    cast(claim.stated_fiscal_year as decimal(38, 6)) as stated_value,
    cast(claim.fiscal_year as decimal(38, 6)) as expected_value,
    cast(null as string) as measure,
    cast(null as string) as line_item_code,
    cast(null as string) as project_name,
    claim.section_title,
    row_number() over (
        partition by claim.report_id, claim.place_kind, claim.section_title, claim.stated_fiscal_year
        order by {{ place_order('claim', 'claim_id') }}
    ) as place_choice
from {{ ref('int_claim') }} as claim
where claim.is_stale
