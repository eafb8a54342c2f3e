select
    finding_id,
    figure_id as claim_id,
    role
from {{ ref('int_finding') }} as finding
where {{ is_amount('finding') }}
order by finding_id asc, role desc, claim_id asc
