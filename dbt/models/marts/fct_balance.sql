select
    fact_id,
    unit_key,
    fiscal_year,
    measure,
    classification,
    classification_code,
    {{ class_fact_columns() }}
from {{ ref('int_class_fact_claim') }}
where
    measure in ('opening_balance', 'closing_balance', 'surplus_used', 'surplus_distributed')
    and choice = 1
order by unit_key, fiscal_year, fact_id
