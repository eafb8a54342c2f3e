select
    unit_member_id,
    report_id,
    unit_key,
    fiscal_year,
    cast(member_no as integer) as member_no,
    member_name,
    member_unit_key,
    {{ public_place() }}
from {{ ref('int_unit_member') }}
order by unit_key, fiscal_year, report_id, member_no
