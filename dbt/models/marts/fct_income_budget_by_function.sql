{{ facts_by_function('income_budget', is_versioned=true) }}
