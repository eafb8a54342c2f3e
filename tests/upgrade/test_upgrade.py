"""A home that an earlier code built goes on with the present one: its ids stay, its gate opens, and nothing is lost unsaid."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import duckdb
import pytest

from tests.upgrade import kept_home, reports
from tests.upgrade.kept_home import KEYS, compare

pytestmark = pytest.mark.slow


def changed(source: Path, target: Path, *statements: str) -> Path:
    """A copy of a warehouse with something done to it."""
    shutil.copy(source, target)
    with duckdb.connect(str(target)) as connection:
        for statement in statements:
            connection.execute(statement)
    return target


def test_the_present_code_goes_on_where_the_kept_one_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], record_property: pytest.RecordProperty
) -> None:
    home, folder = kept_home.unpacked(tmp_path)
    first = (home / "published").resolve()
    old = Path(shutil.copy(first / "warehouse.duckdb", tmp_path / "was.duckdb"))
    kept_home.aged(home)
    started = time.monotonic()
    ran = kept_home.built(home, folder)
    seconds = time.monotonic() - started
    assert ran.code == 0, ran.out + ran.err
    assert ran.json["status"] == "published"
    second = (home / "published").resolve()
    assert second != first and first.exists()
    found = compare(old, second / "warehouse.duckdb")
    record_property("upgrade", f"{found.told()}, {seconds:.1f} s")
    with capsys.disabled():
        print(f"\nupgrade: {found.told()}, {seconds:.1f} s")
    assert found.differences == kept_home.expected(), {key: found.samples.get(key) for key in found.differences}


def test_the_kept_home_has_what_an_upgrade_can_lose(tmp_path: Path) -> None:
    home, folder = kept_home.unpacked(tmp_path)
    with duckdb.connect(str((home / "published" / "warehouse.duckdb").resolve()), read_only=True) as connection:

        def count(what: str) -> int:
            (row,) = connection.execute(f"select count(*) from marts.{what}").fetchall()
            return int(row[0])

        assert [table for table in KEYS if not count(table)] == []
        assert count("dim_report where superseded_by is not null") == 1
        assert count("fct_budget where has_conflict") + count("fct_expenditure where has_conflict") >= 1
        assert count("dim_unit where county is not null") == count("dim_unit") >= 5
        families = connection.execute("select distinct report_family from marts.dim_report").fetchall()
        assert len(families) >= 4
    written = reports.write(tmp_path / "written")
    kept = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert kept == {path.relative_to(written): path.read_bytes() for path in written.rglob("*") if path.is_file()}


def test_a_lost_a_changed_and_a_new_row_are_told_apart(tmp_path: Path) -> None:
    home, _ = kept_home.unpacked(tmp_path)
    old = (home / "published" / "warehouse.duckdb").resolve()
    assert compare(old, old).differences == {}
    new = changed(
        old,
        tmp_path / "new.duckdb",
        "delete from marts.fct_finding where finding_id = (select min(finding_id) from marts.fct_finding)",
        "update marts.fct_budget set amount_yuan = amount_yuan + 1 where fact_id = (select min(fact_id) from marts.fct_budget)",
        "update marts.dim_unit set unit_key = 'other' where unit_key = (select min(unit_key) from marts.dim_unit)",
        "alter table marts.fct_claim drop column quote",
        "drop table marts.fct_indicator",
        # more than before, of which nobody asked
        "alter table marts.fct_claim add column rule varchar",
        "create table marts.dim_rule (rule varchar)",
    )
    assert compare(old, new).differences == {
        ("fct_finding", "lost", ""): 1,
        ("fct_budget", "changed", "amount_yuan"): 1,
        ("dim_unit", "lost", ""): 1,
        ("dim_unit", "new", ""): 1,
        ("fct_claim", "lost", "quote"): 1,
        ("fct_indicator", "lost", ""): 1,
    }
