select
    classification,
    classification_code as economic_class_code,
    level,
    parent_code,
    name_zh,
    cast(null as string) as name_en,
    first_fiscal_year,
    last_fiscal_year,
    is_summable,
    is_listed
from {{ ref('int_class_code') }}
where classification in ('department_economic', 'government_economic')
order by classification, economic_class_code
