{{ current_listed('listed_reports') }}
