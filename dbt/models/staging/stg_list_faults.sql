{{ current_listed('list_faults') }}
