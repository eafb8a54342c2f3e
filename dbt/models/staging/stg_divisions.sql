{{ current_listed('divisions') }}
