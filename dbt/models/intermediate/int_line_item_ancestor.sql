-- Every line item with the items above it; `distance` 0 is the item itself. `deepest` is as deep as the tree may grow.
{%- set deepest = 6 %}
with

step_0 as (
    select
        line_item_code,
        line_item_code as ancestor_code,
        parent_code as next_code,
        0 as distance
    from {{ ref('line_item') }}
),
{% for step in range(1, deepest) %}
step_{{ step }} as (
    select
        below.line_item_code,
        above.line_item_code as ancestor_code,
        above.parent_code as next_code,
        {{ step }} as distance
    from step_{{ step - 1 }} as below
    inner join {{ ref('line_item') }} as above on below.next_code = above.line_item_code
),
{% endfor %}
ancestors as (
    {%- for step in range(deepest) %}
    select * from step_{{ step }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    line_item_code,
    ancestor_code,
    cast(distance as integer) as distance,
    next_code is null as is_root
from ancestors
