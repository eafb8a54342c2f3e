{{ current_recognised('unit_members') }}
