-- `fct_claim.rule` taken apart: `part: name, name; part: name`, or a name alone for a claim that one rule tells as a whole.
{%- set parts, names = 4, 3 %}
with

parts as (
    {%- for number in range(1, parts + 1) %}
    select
        claim_id,
        split_part(rule, '; ', {{ number }}) as told
    from {{ ref('fct_claim') }}
    where split_part(rule, '; ', {{ number }}) <> ''
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

named as (
    select
        claim_id,
        case when told like '%: %' then replace(split_part(told, ': ', 1), ' ', '_') else 'whole' end as part,
        case when told like '%: %' then split_part(told, ': ', 2) else told end as names
    from parts
),

single as (
    {%- for number in range(1, names + 1) %}
    select
        claim_id,
        part,
        split_part(names, ', ', {{ number }}) as rule,
        {{ number }} as position_no
    from named
    where split_part(names, ', ', {{ number }}) <> ''
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    claim_id,
    {{ rule_key('part', 'rule') }} as rule_key,
    max(position_no) as position_no
from single
group by claim_id, part, rule
order by claim_id, rule_key
