"""Parquet: for pandas, polars, Spark, and any DuckDB that doesn't want the database's lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from expectations.measuring import literal


def write(connection: Any, table: str, file: Path) -> None:
    """One file a table."""
    connection.execute(f"copy {table} to {literal(file)} (format parquet, compression zstd)")
