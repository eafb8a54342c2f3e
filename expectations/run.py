"""The two borders: `validate_handover` over staging, `validate_marts` over the finished facts.

Both take their measurements in an in-memory DuckDB, close it, let Great Expectations judge, and hand back result rows.
A warehouse is opened read-only and released before this returns.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations import exceptions
from expectations.exceptions import KnownException
from expectations.judging import Check, conclude, plan
from expectations.measuring import literal, measure, run_script, workbench
from expectations.results import QualityResult
from expectations.thresholds import HANDOVER, MARTS, THRESHOLDS, Threshold, load, of_suite
from expectations.validator import validate
from ingest.home import Home
from ingest.records import BATCH_COLUMN, TABLES, ManifestRow, columns

if TYPE_CHECKING:
    import duckdb

SEEDS = Path(__file__).resolve().parent.parent / "dbt" / "seeds"
# the seeds that list codes: kind of code -> seed and its column
CODE_LISTS = {
    "line_item": ("line_item.csv", "line_item_code"),
    "fund": ("fund.csv", "fund_code"),
    "place_kind": ("place_kind.csv", "place_kind"),
    "attribute_code": ("attribute_code.csv", "attribute_code"),
    "measure": ("measure.csv", "measure"),
    "budget_version": ("budget_version.csv", "budget_version"),
    "report_family": ("report_family.csv", "report_family"),
}
STORAGE = {"text": "varchar", "integer": "bigint", "float": "double", "boolean": "boolean"}


def _typed(row_type: type, *extra: str) -> str:
    """A SELECT of no rows with every column of a row type: a Parquet file of an older schema lacks some."""
    listed = [
        f"cast(null as {f'decimal({kind[1]}, {kind[2]})' if isinstance(kind, tuple) else STORAGE[kind]}) as {name}"
        for name, kind in columns(row_type).items()
    ]
    return f"select {', '.join([*listed, *(f'cast(null as varchar) as {name}' for name in extra)])} where false"


def _view(connection: duckdb.DuckDBPyConnection, name: str, row_type: type, files: Iterable[Path], *extra: str) -> None:
    found = sorted(str(path) for path in files if path.is_file())
    read = f" union all by name select * from read_parquet([{', '.join(map(literal, found))}], union_by_name = true)"
    connection.execute(f"create temp view {name} as {_typed(row_type, *extra)}{read if found else ''}")


def _stage(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Views on staging: manifest, landing_<table>, and current_<table> with the rows whose batch the manifest names."""
    staging = Home(home).staging
    _view(connection, "manifest", ManifestRow, [staging / "manifest.parquet"])
    for table, row_type in TABLES["landing"].items():
        landed = (staging / "landing").glob(f"*/{table}.parquet")
        _view(connection, f"landing_{table}", row_type, landed, BATCH_COLUMN)
    for group in ("raw", "recognised"):
        named = f"select distinct {group}_batch_id from manifest where coalesce({group}_batch_id, '') <> ''"
        batches = [batch for (batch,) in connection.execute(named).fetchall()]
        for table, row_type in TABLES[group].items():
            files = (staging / group / batch / f"{table}.parquet" for batch in batches)
            _view(connection, f"staged_{table}", row_type, files, BATCH_COLUMN)
            connection.execute(
                f"create temp view current_{table} as select s.* from staged_{table} as s inner join manifest as m "
                f"on s.sha256 = m.sha256 and s.{BATCH_COLUMN} = m.{group}_batch_id"
            )


def known_codes(seeds: Path = SEEDS) -> list[tuple[str, str]]:
    """(kind, code) of every code the dbt seeds list; a seed that is missing gives none, and its kind isn't judged."""
    found = []
    for kind, (name, column) in CODE_LISTS.items():
        path = seeds / name
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as handle:
                found += [(kind, row[column]) for row in csv.DictReader(handle) if row.get(column)]
    return found


def possible_years(seeds: Path = SEEDS) -> tuple[int, int]:
    """The first and the last fiscal year that can be, as the marts know them (`plausible_range`); any year without that seed."""
    path = seeds / "plausible_range.csv"
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                if row["item"] == "fiscal_year":
                    return int(row["lowest"]), int(row["highest"])
    return 1, 9999


def _years(connection: duckdb.DuckDBPyConnection, statement: str) -> list[int | None]:
    found = {year for (year,) in connection.execute(statement).fetchall()}
    return sorted(found, key=lambda year: (year is None, year or 0))


Prepared = Callable[[frozenset[str]], AbstractContextManager["duckdb.DuckDBPyConnection"]]


def _checks(
    guards: Sequence[Threshold], known: Sequence[KnownException], prepared: Prepared, years: str, expire: bool = False
) -> list[Check]:
    """The checks of a suite. `prepared` gives a workbench that leaves some reports out, `years` selects the years to judge.

    A guard with exceptions is measured once more without their reports, in the years that they are meant for. `expire`:
    the workbench knows which exceptions still hold.
    """
    with prepared(frozenset()) as connection:
        judged = _years(connection, years)
        if expire:
            gone = exceptions.expired(connection)
            known = [line for line in known if line.report_id not in gone]
        first, *others = exceptions.scopes(known, guards, judged)
        measured = measure(connection, guards)
    checks = [check for guard, of_years in first[1] for check in plan([guard], measured, of_years)]
    for reports, guarded in others:
        with prepared(reports) as connection:
            measured = measure(connection, [guard for guard, _ in guarded])
        for guard, of_years in guarded:
            checks += [replace(check, left_out=len(reports)) for check in plan([guard], measured, of_years)]
    return checks


def validate_handover(
    home: Path, run_id: str, run_at: str, *, thresholds: Path = THRESHOLDS, seeds: Path = SEEDS
) -> list[QualityResult]:
    """Border one: what ingestion hands over, per fiscal year; staging rows that the manifest names, nothing else.

    `home` is the warehouse's home folder, `seeds` the dbt seeds with codes and known exceptions. An empty home gives
    results that say there was nothing to judge. Raises ThresholdError, ExceptionListError, ValidatorError, or what DuckDB
    raises on a file it can't read.
    """
    guards = of_suite(HANDOVER, thresholds)

    @contextmanager
    def prepared(reports: frozenset[str]) -> Iterator[duckdb.DuckDBPyConnection]:
        with workbench() as connection:
            _stage(connection, home)
            exceptions.hide_staged(connection, reports)
            connection.execute("create temp table known_codes (kind varchar, code varchar)")
            if codes := known_codes(seeds):
                connection.executemany("insert into known_codes values (?, ?)", codes)
            run_script(connection, HANDOVER, "_base")
            yield connection

    checks = _checks(guards, exceptions.load(seeds, guards), prepared, "select distinct fiscal_year from reports")
    return conclude(checks, validate(HANDOVER, checks), run_id, run_at)


def validate_marts(
    warehouse: Path,
    previous: Path | None,
    run_id: str,
    run_at: str,
    *,
    thresholds: Path = THRESHOLDS,
    seeds: Path = SEEDS,
) -> list[QualityResult]:
    """Border two: the finished facts across fiscal years, and against the last release.

    `warehouse` is the file dbt built (no other connection may be writing it), opened read-only and released; `previous` the folder
    of the last release or None, read through its Parquet: a client may hold the published file's lock. Raises ThresholdError, ExceptionListError, ValidatorError or duckdb.Error.
    """
    guards = of_suite(MARTS, thresholds)
    # those of the other suite expire here too: which report supersedes which is known here alone
    stated = exceptions.load(seeds, load(thresholds))

    @contextmanager
    def prepared(reports: frozenset[str]) -> Iterator[duckdb.DuckDBPyConnection]:
        with workbench() as connection:
            exceptions.attach_marts(connection, warehouse, reports)
            exceptions.state_current(connection, stated)
            before = "select null::varchar as report_id, null::bigint as fiscal_year, null::varchar as report_family, null::bigint as claim_count where false"
            if previous is not None:
                reports_before = previous.resolve() / "parquet" / "dim_report.parquet"
                # a year that can't be was none to lose: an older release may have held it
                first, last = possible_years(seeds)
                before = (
                    f"select report_id, case when fiscal_year between {first} and {last} then fiscal_year end as fiscal_year, report_family, "
                    f"coalesce(claim_count, 0) as claim_count from read_parquet({literal(reports_before)})"
                )
            connection.execute(f"create temp table previous_reports as {before}")
            connection.executemany(
                "delete from previous_reports where report_id = ?", [[report] for report in sorted(reports)] or [[""]]
            )
            run_script(connection, MARTS, "_base")
            yield connection

    checks = _checks(
        guards,
        stated,
        prepared,
        "select fiscal_year from judged_years",
        expire=True,
    )
    return conclude(checks, validate(MARTS, checks), run_id, run_at)


def _main(arguments: list[str]) -> Any:
    """`python -m expectations.run HOME` or `... WAREHOUSE [FOLDER OF THE LAST RELEASE]`: the results as JSON, for a look by hand."""
    from dataclasses import asdict

    target = Path(arguments[0])
    if target.is_dir():
        found = validate_handover(target, "by_hand", "")
    else:
        found = validate_marts(target, Path(arguments[1]) if len(arguments) > 1 else None, "by_hand", "")
    print(json.dumps([asdict(result) for result in found], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    import sys

    _main(sys.argv[1:])
