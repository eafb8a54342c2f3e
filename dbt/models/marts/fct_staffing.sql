{%- set codes = ['staff_quota', 'staff_actual', 'staff_total'] %}
select
    unit_key,
    fiscal_year,
    {%- for code in codes %}
    -- people are whole, except where a report counts halves: rounded, never cut off
    try_cast(round(max(case when attribute_code = '{{ code }}' and choice = 1 then plausible_number end), 0) as bigint) as {{ code }},
    {%- endfor %}
    max(case when attribute_code = 'staff_control_rate' and choice = 1 then plausible_number end) as staff_control_rate,
    {%- for code in codes %}
    coalesce(
        min(case when attribute_code = '{{ code }}' then value_number end)
        <> max(case when attribute_code = '{{ code }}' then value_number end),
        false
    )
    or
    {%- endfor %}
    coalesce(
        min(case when attribute_code = 'staff_control_rate' then value_number end)
        <> max(case when attribute_code = 'staff_control_rate' then value_number end),
        false
    ) as has_conflict,
    reporting_scope
from {{ ref('int_attribute') }}
where
    attribute_code in ('staff_quota', 'staff_actual', 'staff_total', 'staff_control_rate')
    and fiscal_year > 0
    and superseded_by is null
    and project_name is null
group by unit_key, fiscal_year, reporting_scope
order by unit_key, fiscal_year, reporting_scope
