select
    finding_id,
    claim_id,
    role
from {{ ref('int_finding') }}
order by finding_id asc, role desc, claim_id asc
