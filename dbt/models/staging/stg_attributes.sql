{{ current_recognised('attributes') }}
