{{ facts_by_function('expenditure', is_versioned=false) }}
