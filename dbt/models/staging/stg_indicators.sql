{{ current_recognised('indicators') }}
