select
    budget_version,
    name_zh,
    name_en,
    definition,
    preference
from {{ ref('budget_version') }}
order by preference
