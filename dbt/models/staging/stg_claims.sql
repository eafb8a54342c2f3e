{{ current_recognised('claims') }}
