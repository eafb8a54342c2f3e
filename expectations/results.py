"""The rows of `fct_quality_result` and their Parquet files, one file a run, kept over runs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.staging import write_bytes_atomically

if TYPE_CHECKING:
    import pyarrow as pa

SEVERITIES = ("critical", "error", "warning", "info")
SAMPLE_LIMIT = 20
EMPTY_FILE = "empty.parquet"


@dataclass(frozen=True, slots=True)
class QualityResult:
    """What one guard said about one fiscal year in one run.

    `expectation` is the guard's code; where it judges report families apart, `code/report_family`. `fiscal_year` is None
    for guards over the whole load and for reports that state no year. `severity` is the guard's, whether it passed or
    not. `observed` and `limit_value` are text for people; `sample_keys` are at most 20 offending keys joined by commas,
    `key_count` says how many there are in all (0 where nobody counted them).
    """

    run_id: str
    run_at: str
    suite: str
    fiscal_year: int | None
    expectation: str
    severity: str
    observed: str
    limit_value: str
    passed: bool
    sample_keys: str = ""
    key_count: int = 0

    @property
    def code(self) -> str:
        """The guard's code without a report family."""
        return self.expectation.partition("/")[0]

    @property
    def report_family(self) -> str | None:
        """The report family judged, None where all are judged together."""
        return self.expectation.partition("/")[2] or None

    @property
    def keys(self) -> list[str]:
        """The offending keys that are named."""
        return [key for key in self.sample_keys.split(",") if key]

    @property
    def keys_in_all(self) -> int:
        """How many keys offend, named or not."""
        return max(self.key_count, len(self.keys))


def schema() -> pa.Schema:
    """The Parquet schema of the results, in the order of the dataclass."""
    import pyarrow as pa

    storage = {"fiscal_year": pa.int64(), "passed": pa.bool_(), "key_count": pa.int64()}
    return pa.schema([pa.field(item.name, storage.get(item.name, pa.string())) for item in fields(QualityResult)])


def in_order(results: Iterable[QualityResult]) -> list[QualityResult]:
    """Results in one stable order: run, suite, fiscal year (none last), expectation."""
    return sorted(
        results, key=lambda r: (r.run_at, r.run_id, r.suite, r.fiscal_year is None, r.fiscal_year or 0, r.expectation)
    )


def _write(results: Sequence[QualityResult], target: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [item.name for item in fields(QualityResult)]
    rows = [dict(zip(names, astuple(result), strict=True)) for result in results]
    table = pa.Table.from_pylist(rows, schema=schema())
    write_bytes_atomically(target, lambda aside: pq.write_table(table, aside))


def ensure_empty(quality: Path) -> Path:
    """Make `quality` and its `empty.parquet`, so that a glob over the folder always matches and always has every column."""
    quality.mkdir(parents=True, exist_ok=True)
    target = quality / EMPTY_FILE
    _write([], target)
    return target


def write_results(results: Iterable[QualityResult], quality: Path) -> list[Path]:
    """Write `<quality>/<run_id>.parquet` for every run among `results`, each replaced atomically; the paths written.

    `quality` is `<home>/quality`. A run's file is written whole: pass all results of the run together. Raises ValueError
    for a run id that isn't a plain file name.
    """
    ensure_empty(quality)
    runs: dict[str, list[QualityResult]] = {}
    for result in in_order(results):
        runs.setdefault(result.run_id, []).append(result)
    written = []
    for run_id, rows in runs.items():
        if not run_id or run_id.startswith(".") or Path(run_id).name != run_id or f"{run_id}.parquet" == EMPTY_FILE:
            raise ValueError(f"not a run id: {run_id!r}")
        target = quality / f"{run_id}.parquet"
        _write(rows, target)
        written.append(target)
    return written


def unreadable(quality: Path) -> list[Path]:
    """Kept results and overrides that can't be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: list[Path] = []
    for path in sorted([*quality.glob("*.parquet"), *(quality / "overrides").glob("*.parquet")]):
        try:
            pq.ParquetFile(path).read()
        except (OSError, ValueError, pa.ArrowException):
            found.append(path)
    return found


def set_aside_damaged(quality: Path) -> list[Path]:
    """Moves what `unreadable` finds into a folder `damaged` beside it, and removes what writers killed halfway left; the paths that moved."""
    for leftover in [*quality.glob(".*.tmp"), *(quality / "overrides").glob(".*.tmp")]:
        leftover.unlink(missing_ok=True)
    moved = unreadable(quality)
    for path in moved:
        folder = path.parent / "damaged"
        folder.mkdir(exist_ok=True)
        path.rename(folder / f"{path.name}.{time.time_ns()}")
    return moved


def read_results(path: Path) -> list[QualityResult]:
    """The results in one Parquet file."""
    import pyarrow.parquet as pq

    known = {item.name for item in fields(QualityResult)}
    # the file itself, not its folder: pyarrow would take parts of the path for partition columns
    table = pq.ParquetFile(path).read()
    rows = table.to_pylist()
    for row in rows:
        # an older run counted no keys
        row["key_count"] = row.get("key_count") or 0
    return [QualityResult(**{name: row[name] for name in row if name in known}) for row in rows]


def read_history(quality: Path) -> list[QualityResult]:
    """Every kept result of every run under `quality`, oldest run first; [] where there is none yet."""
    files = sorted(path for path in quality.glob("*.parquet") if not path.name.startswith("."))
    return in_order(result for path in files for result in read_results(path))
