"""What the published release says of lists beside the reports: the lines that don't count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TABLE = "fct_list_fault"


def faults(published: Path) -> list[dict[str, Any]]:
    """The lines of lists that don't count in the published release, in order; empty where it is of an older make."""
    file = published / "parquet" / f"{TABLE}.parquet"
    if not file.is_file():
        return []
    import pyarrow.parquet as pq

    # the file itself, not its folder: pyarrow would take parts of the path for partition columns
    found: list[dict[str, Any]] = pq.ParquetFile(file).read().to_pylist()
    return sorted(found, key=lambda row: (row["path"], row["line_no"] or 0))
