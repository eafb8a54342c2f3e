-- Only its shape: a build doesn't know which release it will follow. Publication fills it, see publishing/addresses.py.
select
    cast(null as string) as kind,
    fact_id as old_id,
    cast(null as string) as new_id,
    cast(null as string) as reason,
    cast(null as string) as release_id
from {{ ref('fct_budget') }}
where false
