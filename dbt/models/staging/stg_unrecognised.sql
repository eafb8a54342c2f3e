{{ current_recognised('unrecognised') }}
