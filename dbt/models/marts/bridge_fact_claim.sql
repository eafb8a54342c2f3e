select
    fact_id,
    claim_id
from {{ ref('int_fact_claim') }}
union all
select
    fact_id,
    claim_id
from {{ ref('int_class_fact_claim') }}
order by fact_id, claim_id
