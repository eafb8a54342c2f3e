"""What the published release says of lists beside the reports: the lines that don't count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jixiao.output import note

_SHOWN = 8
_TABLE = "fct_list_fault"


def faults(published: Path) -> list[dict[str, Any]]:
    """The lines of lists that don't count in the published release, in order; empty where it is of an older make."""
    file = published / "parquet" / f"{_TABLE}.parquet"
    if not file.is_file():
        return []
    import pyarrow.parquet as pq

    # the file itself, not its folder: pyarrow would take parts of the path for partition columns
    found: list[dict[str, Any]] = pq.ParquetFile(file).read().to_pylist()
    return sorted(found, key=lambda row: (row["path"], row["line_no"] or 0))


def note_faults(rows: list[dict[str, Any]]) -> None:
    """A sentence for each, and where the others stand."""
    for row in rows[:_SHOWN]:
        line = "" if row["line_no"] is None else f"line {row['line_no']} of "
        note(f"{line}{row['path']} doesn't count: {row['detail']}")
    if len(rows) > _SHOWN:
        note(f"and {len(rows) - _SHOWN} lines more: marts.{_TABLE}")
