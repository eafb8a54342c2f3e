"""Known exceptions: which reports a guard passes over, and when a line has expired."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from expectations import exceptions
from expectations.exceptions import ExceptionListError, KnownException
from expectations.measuring import workbench
from expectations.thresholds import load

GUARDS = load()
BY_CODE = {(guard.suite, guard.expectation): guard for guard in GUARDS}
SHARE = BY_CODE["marts", "conflict_share"]
WHOLE = next(guard for guard in GUARDS if guard.suite == "marts" and guard.scope == "whole")


def line(**changes: object) -> KnownException:
    made = KnownException("marts", SHARE.expectation, 2030, "r1", "typed twice", "warehouse")
    return replace(made, **changes)  # type: ignore[arg-type]


def seeds(folder: Path, *lines: str) -> Path:
    (folder / exceptions.FILE).write_text(
        "\n".join(["suite,expectation,fiscal_year,report_id,reason,owner", *lines]) + "\n", encoding="utf-8"
    )
    return folder


def test_the_list_is_read_for_the_guards_at_hand(tmp_path: Path) -> None:
    assert exceptions.load(tmp_path, GUARDS) == []
    folder = seeds(
        tmp_path, f"marts,{SHARE.expectation},2030,r1,typed twice,warehouse", "handover,unit_known,,r2,no cover,me"
    )
    assert exceptions.load(folder, [SHARE]) == [line()]
    assert len(exceptions.load(folder, GUARDS)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "marts,no_such_guard,,r1,why,who",
        "dbt,fct_claim_key,,r1,why,who",
        f"marts,{SHARE.expectation},,,why,who",
        f"marts,{SHARE.expectation},,r1,,who",
        f"marts,{SHARE.expectation},,r1,why,",
        f"marts,{SHARE.expectation},last,r1,why,who",
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ExceptionListError, match="line 2"):
        exceptions.load(seeds(tmp_path, wrong), GUARDS)


def test_the_shipped_list_is_sound() -> None:
    exceptions.load(Path(__file__).resolve().parents[3] / "dbt" / "seeds", GUARDS)


def test_a_guard_is_measured_again_only_where_something_is_left_out() -> None:
    known = [line(), line(report_id="r2", fiscal_year=None), line(expectation=WHOLE.expectation, report_id="r3")]
    scopes = exceptions.scopes(known, [SHARE, WHOLE], [2030, 2031])
    assert [(sorted(reports), [(guard.expectation, years) for guard, years in guarded]) for reports, guarded in scopes] == [
        ([], []),
        (["r1", "r2"], [(SHARE.expectation, [2030])]),
        (["r2"], [(SHARE.expectation, [2031])]),
        (["r3"], [(WHOLE.expectation, [2030, 2031])]),
    ]  # fmt: skip
    (only,) = exceptions.scopes([], [SHARE, WHOLE], [2030])
    assert only == (frozenset(), [(SHARE, [2030]), (WHOLE, [2030])])


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_report as select * from (values ('r1', null), ('r2', 'r3'), ('r3', null)) as t (report_id, superseded_by)"
        )
        connection.execute(
            "create table marts.fct_claim as select * from (values ('c1', 'r1'), ('c3', 'r3')) as t (claim_id, report_id)"
        )
        connection.execute(
            "create table marts.fct_budget as select * from (values ('f1', 'c1'), ('f3', 'c3')) as t (fact_id, chosen_claim_id)"
        )
        connection.execute("create table marts.fct_quarantine as select 'q1' as sha256")
    return path  # fmt: skip


def test_what_rests_on_a_report_that_is_left_out_is_not_there(warehouse: Path) -> None:
    with workbench() as connection:
        exceptions.attach_marts(connection, warehouse, frozenset({"r1", "q1"}))
        found = {
            table: connection.execute(f"select {key} from current.marts.{table} order by 1").fetchall()
            for table, key in (("dim_report", "report_id"), ("fct_claim", "claim_id"), ("fct_budget", "fact_id"), ("fct_quarantine", "sha256"))
        }  # fmt: skip
    assert found == {
        "dim_report": [("r2",), ("r3",)],
        "fct_claim": [("c3",)],
        "fct_budget": [("f3",)],
        "fct_quarantine": [],
    }


def test_staged_views_pass_over_reports_and_files() -> None:
    with workbench() as connection:
        connection.execute(
            "create temp table t as select 'h1-1' as report_id, 'h1' as sha256 union all select 'h2-1', 'h2'"
        )
        connection.execute("create temp view current_identities as select * from t")
        connection.execute("create temp view manifest as select sha256 from t")
        exceptions.hide_staged(connection, frozenset({"h1-1", "h2"}))
        assert connection.execute("select * from current_identities").fetchall() == []
        assert connection.execute("select * from manifest").fetchall() == [("h1",)]


def test_an_exception_expires_when_its_report_is_superseded_or_gone(warehouse: Path) -> None:
    known = [line(report_id=report) for report in ("r1", "r2", "q1", "gone")]
    with workbench() as connection:
        exceptions.attach_marts(connection, warehouse, frozenset())
        exceptions.state_current(connection, known)
        assert exceptions.expired(connection) == {"r2", "gone"}
