{{ facts_by_function('budget', is_versioned=true) }}
