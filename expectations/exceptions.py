"""Known exceptions: reports that a person took out of a guard's judgement, with a reason, until the report changes.

`dbt/seeds/quality_exception.csv` holds them: suite, expectation (a guard's code), fiscal_year (empty: every year),
report_id (a report by its hash and part, or the SHA-256 of a file), reason, owner. A hash is the report as it was when
somebody looked at it: once other bytes take its place, the line excuses nothing more and is reported as expired.

The guard is measured over views that leave these reports out, so that no measurement needs to know of exceptions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.measuring import literal
from expectations.thresholds import SUITES, Threshold

if TYPE_CHECKING:
    import duckdb

FILE = "quality_exception.csv"
Scope = tuple[frozenset[str], list[tuple[Threshold, list[int | None]]]]


class ExceptionListError(ValueError):
    """A line of the list of exceptions that can't be meant."""


@dataclass(frozen=True, slots=True)
class KnownException:
    """One line: which report a guard passes over. `fiscal_year` None: in every year."""

    suite: str
    expectation: str
    fiscal_year: int | None
    report_id: str
    reason: str
    owner: str


def load(seeds: Path, guards: Iterable[Threshold]) -> list[KnownException]:
    """The exceptions of the seeds' folder for some guards; [] where there is no such file.

    Raises ExceptionListError for a line that names no guard of its suite, or gives no report, reason or owner.
    """
    path = seeds / FILE
    if not path.is_file():
        return []
    codes = {(guard.suite, guard.expectation) for guard in guards}
    suites = {suite for suite, _ in codes}
    found: list[KnownException] = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 2):
            line = {name: (value or "").strip() for name, value in row.items() if name}
            suite, code, year = line.get("suite", ""), line.get("expectation", ""), line.get("fiscal_year", "")
            told = f"{path.name}, line {number}"
            if suite not in SUITES:
                raise ExceptionListError(f"{told}: suite {suite!r} is none of {', '.join(SUITES)}")
            if not all(line.get(name) for name in ("report_id", "reason", "owner")) or (year and not year.isdecimal()):
                raise ExceptionListError(f"{told}: report_id, reason and owner must be given, fiscal_year is a number")
            if suite not in suites:
                continue
            if (suite, code) not in codes:
                raise ExceptionListError(f"{told}: the suite {suite} has no guard {code!r}")
            found.append(
                KnownException(
                    suite, code, int(year) if year else None, line["report_id"], line["reason"], line["owner"]
                )
            )
    return found


def left_out(exceptions: Iterable[KnownException], guard: Threshold, year: int | None) -> frozenset[str]:
    """What a guard passes over when it judges a year; a guard over the whole load, whatever year is named."""
    return frozenset(
        found.report_id
        for found in exceptions
        if (found.suite, found.expectation) == (guard.suite, guard.expectation)
        and (found.fiscal_year in (None, year) or guard.scope == "whole")
    )


def scopes(
    exceptions: Sequence[KnownException], guards: Sequence[Threshold], years: Sequence[int | None]
) -> list[Scope]:
    """The measurements to take: what is left out, and which guards judge which years so. First the one that leaves out nothing."""
    by_set: dict[frozenset[str], list[tuple[Threshold, list[int | None]]]] = {frozenset(): []}
    for guard in guards:
        judged: dict[frozenset[str], list[int | None]] = {}
        for year in years:
            judged.setdefault(left_out(exceptions, guard, year), []).append(year)
        if guard.scope == "whole" or not judged:
            judged = {left_out(exceptions, guard, None): list(years)}
        for reports, found in judged.items():
            by_set.setdefault(reports, []).append((guard, found))
    nothing = frozenset[str]()
    return [(nothing, by_set.pop(nothing)), *sorted(by_set.items(), key=lambda item: sorted(item[0]))]


def _listed(reports: Iterable[str]) -> str:
    return ", ".join(map(literal, sorted(reports)))


def _condition(columns: Iterable[str], reports: Iterable[str]) -> str:
    given = set(columns)
    parts = [f"coalesce({name}, '') not in ({_listed(reports)})" for name in ("report_id", "sha256") if name in given]
    return " and ".join(parts) or "true"


def hide_staged(connection: duckdb.DuckDBPyConnection, reports: frozenset[str]) -> None:
    """Makes the views on staging pass over some reports and files."""
    if not reports:
        return
    views = connection.execute(
        "select view_name from duckdb_views() where temporary and not internal and not starts_with(view_name, 'staged_')"
    ).fetchall()
    for (view,) in views:
        columns = [row[0] for row in connection.execute(f"describe {view}").fetchall()]
        connection.execute(f"alter view {view} rename to all_{view}")
        connection.execute(f"create temp view {view} as select * from all_{view} where {_condition(columns, reports)}")


def attach_marts(connection: duckdb.DuckDBPyConnection, warehouse: Path, reports: frozenset[str]) -> None:
    """Attaches a warehouse read-only as `current`; with reports to pass over, as views on it that hold nothing of them."""
    if not reports:
        connection.execute(f"attach {literal(warehouse.resolve())} as current (read_only)")
        return
    connection.execute(f"attach {literal(warehouse.resolve())} as everything (read_only)")
    connection.execute("attach ':memory:' as current")
    connection.execute("create schema current.marts")
    tables = connection.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where database_name = 'everything' and schema_name = 'marts' group by table_name order by table_name"
    ).fetchall()
    for table, columns in tables:
        condition = _condition(columns, reports)
        if "chosen_claim_id" in columns:
            # a fact rests on the report of its chosen claim
            condition = (
                "chosen_claim_id not in (select claim_id from everything.marts.fct_claim "
                f"where report_id in ({_listed(reports)}))"
            )
        connection.execute(
            f"create view current.marts.{table} as select * from everything.marts.{table} where {condition}"
        )


def state_current(connection: duckdb.DuckDBPyConnection, exceptions: Iterable[KnownException]) -> None:
    """Makes the table known_exceptions (report_id, is_current) in a workbench that has `current` attached.

    Current: the report is published and no newer one supersedes it, or the file lies in quarantine.
    """
    connection.execute("create temp table known_exceptions (report_id varchar, is_current boolean)")
    if listed := sorted({found.report_id for found in exceptions}):
        connection.execute(
            "insert into known_exceptions select s.report_id, "
            "s.report_id in (select report_id from current.marts.dim_report where superseded_by is null) "
            "or s.report_id in (select sha256 from current.marts.fct_quarantine) "
            "from (select unnest(?) as report_id) as s",
            [listed],
        )


def expired(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The exceptions whose report changed, after `state_current`."""
    return {
        row[0] for row in connection.execute("select report_id from known_exceptions where not is_current").fetchall()
    }
