select
    item.line_item_code,
    item.parent_code,
    item.name_zh,
    item.name_en,
    item.definition,
    root.distance + 1 as level,
    item.is_summable
from {{ ref('line_item') }} as item
inner join {{ ref('int_line_item_ancestor') }} as root
    on
        item.line_item_code = root.line_item_code
        and root.is_root
order by item.line_item_code
