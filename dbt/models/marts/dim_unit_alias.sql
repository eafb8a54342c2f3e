-- Every way a body's name is written: in its reports, in full, and without its place.
with

aliases as (
    select
        report_unit.unit_key,
        spelling.plain_spelling as alias
    from {{ ref('int_report_unit') }} as report_unit
    inner join {{ ref('int_unit_spelling') }} as spelling on report_unit.report_id = spelling.report_id
    where spelling.role < 3
    union all
    select
        unit_key,
        unit_name as alias
    from {{ ref('dim_unit') }}
    union all
    select
        unit_key,
        short_name as alias
    from {{ ref('dim_unit') }}
)

select distinct
    unit_key,
    alias
from aliases
order by unit_key, alias
