select
    {{ rule_key('part', 'rule') }} as rule_key,
    part,
    rule,
    description_zh,
    description_en
from {{ ref('recognition_rule') }}
order by rule_key
