"""Bytes of a report in, grounded rows out. A plain library: no dagster, dbt or great_expectations."""
