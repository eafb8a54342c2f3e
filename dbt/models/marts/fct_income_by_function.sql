{{ facts_by_function('income', is_versioned=false) }}
