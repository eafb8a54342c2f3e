"""What became of the facts between two releases: which change, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.home import Home
from jixiao.explore import diff
from publishing import release
from tests.support import as_release

FACT = "fact_id varchar, unit_key varchar, fiscal_year integer, {version}line_item_code varchar, project_key varchar, fund_code varchar, reporting_scope varchar, amount_yuan decimal(18, 2), chosen_claim_id varchar"
SCHEMA = (
    f"create table marts.fct_budget ({FACT.format(version='budget_version varchar, ')})",
    f"create table marts.fct_expenditure ({FACT.format(version='')})",
    f"create table marts.fct_income ({FACT.format(version='')})",
    "create table marts.fct_claim (claim_id varchar, report_id varchar)",
    "create table marts.dim_report (report_id varchar, superseded_by varchar)",
    "create table marts.dim_unit (unit_key varchar, unit_name varchar)",
    "create table marts.dim_project (project_key varchar, project_name varchar, is_all_projects boolean)",
)
# claim -> its report
CLAIMS = {"c1": "r1", "c1b": "r1", "c2": "r2", "c3": "r3"}
Facts = dict[str, tuple[str, str]]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, facts: Facts, reports: dict[str, str | None]) -> Path:
        folder = tmp_path / "releases" / name
        folder.mkdir(parents=True)
        with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
            connection.execute("create schema marts")
            for statement in SCHEMA:
                connection.execute(statement)
            connection.execute("insert into marts.dim_unit values ('u1', '某县图书馆')")
            for report, newer in reports.items():
                connection.execute("insert into marts.dim_report values (?, ?)", [report, newer])
            for claim, report in CLAIMS.items():
                if report in reports:
                    connection.execute("insert into marts.fct_claim values (?, ?)", [claim, report])
            for fact, (amount, claim) in facts.items():
                connection.execute(
                    "insert into marts.fct_expenditure values (?, 'u1', 2031, 'total', 'all', 'all_funds', 'unstated', ?, ?)",
                    [fact, amount, claim],
                )
        return as_release(folder / "warehouse.duckdb", folder)

    return make


def found(old: Path, new: Path, **asked: Any) -> dict[str, tuple[str, str]]:
    return {row["fact_id"]: (row["change"], row["cause"]) for row in diff.compared(old, new, **asked)["facts"]}


def test_a_correction_changes_adds_and_takes_away(made: Callable[..., Path]) -> None:
    old = made("1", {"f1": ("10", "c1"), "f2": ("20", "c1b"), "f3": ("30", "c1")}, {"r1": None})
    new = made("2", {"f1": ("11", "c2"), "f3": ("30", "c2"), "f4": ("40", "c2")}, {"r1": "r2", "r2": None})
    assert found(old, new) == {
        "f1": ("changed", "correction"),
        "f2": ("gone", "correction"),
        "f4": ("added", "correction"),
    }
    compared = diff.compared(old, new)
    assert compared["counts"] == {"added": 1, "gone": 1, "changed": 1, "restated": 1}
    (row,) = (row for row in compared["facts"] if row["fact_id"] == "f1")
    assert (str(row["old_amount_yuan"]), str(row["new_amount_yuan"])) == ("10.00", "11.00")
    assert (row["old_claim_id"], row["new_claim_id"], row["unit_name"]) == ("c1", "c2", "某县图书馆")


def test_other_causes_are_told_apart(made: Callable[..., Path]) -> None:
    old = made("1", {"f1": ("10", "c1"), "f2": ("20", "c2"), "f3": ("30", "c1")}, {"r1": None, "r2": None})
    new = made("2", {"f1": ("12", "c1b"), "f3": ("31", "c3"), "f4": ("40", "c3")}, {"r1": None, "r3": None})
    assert found(old, new) == {
        "f1": ("changed", "reading"),
        "f2": ("gone", "report_gone"),
        "f3": ("changed", "new_report"),
        "f4": ("added", "new_report"),
    }


def test_facts_of_before_scopes_were_told_apart_are_of_none(made: Callable[..., Path], tmp_path: Path) -> None:
    old, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    for path, facts in ((old, {"f1": ("10", "c1")}), (new, {"f1": ("11", "c1"), "f2": ("20", "c1")})):
        made(path.stem, facts, {"r1": None})
    was = tmp_path / "releases" / "old" / "parquet"
    with duckdb.connect(":memory:") as connection:
        for table in ("fct_budget", "fct_expenditure", "fct_income"):
            file = was / f"{table}.parquet"
            connection.execute(
                f"create table {table} as select * exclude (reporting_scope) from read_parquet('{file}')"
            )
            connection.execute(f"copy {table} to '{file}' (format parquet)")
    rows = diff.compared(was.parent, tmp_path / "releases" / "new")["facts"]
    assert {row["fact_id"]: (row["change"], row["reporting_scope"]) for row in rows} == {
        "f1": ("changed", "unstated"),
        "f2": ("added", "unstated"),
    }


def test_nothing_changed_is_nothing(made: Callable[..., Path]) -> None:
    facts = {"f1": ("10", "c1")}
    compared = diff.compared(made("1", facts, {"r1": None}), made("2", facts, {"r1": None}))
    assert compared["facts"] == [] and set(compared["counts"].values()) == {0}


def test_the_largest_differences_come_first_and_limits_hold_for_each_change(made: Callable[..., Path]) -> None:
    old = made("1", {f"f{n}": ("10", "c1") for n in range(9)}, {"r1": None})
    new = made("2", {f"f{n}": (str(10 + n), "c1") for n in range(9)} | {"g": ("1", "c1")}, {"r1": None})
    assert list(found(old, new, limit=2)) == ["f8", "f7", "g"]
    assert list(found(old, new, change="added")) == ["g"]
    assert found(old, new, year=2030) == {}
    assert diff.compared(old, new, limit=1)["counts"]["changed"] == 8


def test_releases_go_by_id_beginning_and_order(made: Callable[..., Path], tmp_path: Path) -> None:
    places = Home(tmp_path)
    for name in ("20310101T000000Z-aa", "20310102T000000Z-bb", "20310103T000000Z-cc"):
        made(name, {}, {})
    places.published.symlink_to("releases/20310102T000000Z-bb")
    named = {
        name: diff.named(places, name).name[-2:]
        for name in ("published", "previous", "20310103", "20310101T000000Z-aa")
    }
    assert named == {"published": "bb", "previous": "aa", "20310103": "cc", "20310101T000000Z-aa": "aa"}
    for unknown in ("2031", "2099"):
        with pytest.raises(diff.NoRelease, match="20310101T000000Z-aa"):
            diff.named(places, unknown)
    places.published.unlink()
    with pytest.raises(diff.NoRelease):
        diff.named(places, "published")


def test_a_release_of_another_make_is_not_compared(tmp_path: Path) -> None:
    old = tmp_path / "old" / "warehouse.duckdb"
    old.parent.mkdir()
    with duckdb.connect(str(old)) as connection:
        connection.execute("create schema marts; create table marts.fct_budget (fact_id varchar)")
    with duckdb.connect(":memory:") as connection:
        connection.execute("attach ':memory:' as release; create schema release.marts")
        assert release._record_changes(connection, Home(tmp_path), as_release(old), "r2") is None
        assert release._record_changes(connection, Home(tmp_path), None, "r2") is None
