{{ facts_by_economic_class('expenditure', is_versioned=false) }}
