-- Lines of lists that don't count: they read badly, or contradict what is known.
with

faults as (
    select
        list_name,
        path,
        line_no,
        reason,
        detail
    from {{ ref('stg_list_faults') }}
    union all
    select
        'divisions' as list_name,
        path,
        line_no,
        fault as reason,
        detail
    from {{ ref('int_division_listed') }}
    where fault is not null
    union all
    select
        'reports' as list_name,
        path,
        line_no,
        fault as reason,
        detail
    from {{ ref('int_report_listed') }}
    where fault is not null
)

select
    list_name,
    path,
    cast(line_no as integer) as line_no,
    reason,
    detail
from faults
order by path, line_no
