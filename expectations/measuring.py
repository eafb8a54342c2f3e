"""Runs the measurement files in DuckDB and hands their rows on as `Measurement`s.

A measurement file is one SELECT under `measurements/<suite>/`. It may give the columns fiscal_year, report_family, subject,
scope_key, value, history and sample_keys (text, joined by commas); those it leaves out are NULL. `value` is a share, a
rate, a count or an amount in yuan. A file that judges one row per key gives `scope_key`; one that aggregates gives the
offenders it knows in `sample_keys`, made by the macro `samples` (in their own order) or `worst` (in the order given).
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.judging import Measurement
from expectations.results import SAMPLE_LIMIT
from expectations.thresholds import MEASUREMENTS, Threshold

if TYPE_CHECKING:
    import duckdb

# before the number of keys that a cut list leaves out; no key begins so
LEFT_OUT = "+"
COLUMNS = ("fiscal_year", "report_family", "subject", "scope_key", "value", "history", "sample_keys")


def literal(text: str | Path) -> str:
    """A text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


@contextmanager
def workbench() -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that spills beside no one's files, loads nothing from afar and is closed at the end."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="jixiao-expectations-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": spill,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        connection = duckdb.connect(":memory:", config=settings)
        try:
            connection.execute(
                # a list that was cut ends with how many keys it leaves out
                f"create temp macro worst(keys, most := {SAMPLE_LIMIT}) as array_to_string(keys[:most], ',') "
                f"|| case when len(keys) > most then concat(',{LEFT_OUT}', len(keys) - most) else '' end"
            )
            # NULLs and order don't matter to who reads a sample, but it must be the same in every run
            connection.execute("create temp macro samples(keys) as worst(list_sort(list_distinct(keys)))")
            yield connection
        finally:
            connection.close()


def run_script(connection: duckdb.DuckDBPyConnection, suite: str, name: str) -> None:
    """Run a helper script (several statements) of a suite."""
    connection.execute((MEASUREMENTS / suite / f"{name}.sql").read_text(encoding="utf-8"))


def _rows(
    connection: duckdb.DuckDBPyConnection, suite: str, name: str, subjects: Collection[str | None]
) -> list[Measurement]:
    """The rows of a measurement that are about some subjects; None: about any."""
    statement = (MEASUREMENTS / suite / f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")
    given = {column[0] for column in connection.execute(f"select * from (\n{statement}\n) limit 0").description or ()}
    unknown = given - set(COLUMNS)
    if "value" not in given or unknown:
        raise ValueError(f"measurement {suite}/{name}.sql: no value, or columns of no meaning: {sorted(unknown)}")
    listed = ", ".join(column if column in given else f"null as {column}" for column in COLUMNS)
    order = ", ".join(f"{column} nulls last" for column in COLUMNS if column in given and column != "value")
    named = sorted(subject for subject in subjects if subject is not None)
    # nobody asks for the others: filtered before they become rows
    where = f" where subject in ({', '.join(map(literal, named))})" if None not in subjects else ""
    found = connection.execute(
        f"select {listed} from (\n{statement}\n)" + where + (f" order by {order}" if order else "")
    ).fetchall()
    return [
        Measurement(
            fiscal_year=None if year is None else int(year),
            report_family=family,
            subject=subject,
            scope_key=None if key is None else str(key),
            value=None if value is None else float(value),
            history=None if history is None else int(history),
            sample_keys=tuple(key for key in (samples or "").split(",") if key and key[0] != LEFT_OUT),
            keys_left_out=sum(int(key[1:]) for key in (samples or "").split(",") if key[:1] == LEFT_OUT),
        )
        for year, family, subject, key, value, history, samples in found
    ]


def measure(connection: duckdb.DuckDBPyConnection, thresholds: Iterable[Threshold]) -> dict[str, list[Measurement]]:
    """Every measurement the guards ask for, each taken once."""
    wanted: dict[tuple[str, str], set[str | None]] = {}
    for threshold in thresholds:
        wanted.setdefault((threshold.suite, threshold.measurement), set()).add(threshold.subject)
    return {name: _rows(connection, suite, name, subjects) for (suite, name), subjects in wanted.items()}
