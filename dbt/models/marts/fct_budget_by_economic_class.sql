{{ facts_by_economic_class('budget', is_versioned=true) }}
