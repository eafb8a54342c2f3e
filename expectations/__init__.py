"""Great Expectations at the two borders: what ingestion hands over, and finished facts across fiscal years.

Nothing here imports `great_expectations` before a suite is validated.
"""
