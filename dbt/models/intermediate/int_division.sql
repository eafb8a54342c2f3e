-- Every division that is known: those of the national list, and those of the lists beside the reports.
{%- set columns = [
    'division_code', 'parent_code', 'level', 'division_type', 'name', 'short_name', 'customary_name', 'province', 'city', 'county'
] %}
select
    {{ listed(columns) }}
from {{ ref('division') }}
union all
select
    {{ listed(columns) }}
from {{ ref('int_division_listed') }}
where is_counted
