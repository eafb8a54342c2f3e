{#
  Every filled-in value of a column exists in another table's column; one query for all of a table's links. A link's `within` is a
  table of limits by item: what lies beyond those of the link's field refers to nothing.
#}
{% test refers(model, links) %}
{%- for link in links %}
select
    '{{ link.column }}' as link,
    cast(child.{{ link.column }} as string) as missing_value,
    count(*) as row_count
from {{ model }} as child
left join (select distinct {{ link.field }} as parent_value from {{ link.to }}) as parent
    on child.{{ link.column }} = parent.parent_value
where
    child.{{ link.column }} is not null
    and parent.parent_value is null
    {%- if link.within %}
    and child.{{ link.column }} between (select lowest from {{ link.within }} where item = '{{ link.field }}')
    and (select highest from {{ link.within }} where item = '{{ link.field }}')
    {%- endif %}
group by child.{{ link.column }}
{{ "union all" if not loop.last }}
{%- endfor %}
{% endtest %}
