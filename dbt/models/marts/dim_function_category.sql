select
    function_category,
    class_code,
    name_zh,
    name_en
from {{ ref('function_category_name') }}
order by class_code, function_category
