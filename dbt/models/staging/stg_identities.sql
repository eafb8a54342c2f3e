{{ current_recognised('identities') }}
