"""A report withdrawn and published again: the newer supersedes, the older can still be asked, the release says what changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.staging import Staging
from tests.support import SAMPLES, copy_home, held_for_writing, needs_root, run_jixiao

pytestmark = pytest.mark.slow

CORRECTED = "library_2024.txt"


def query(home: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def release_of(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "published/release.json").read_text())
    return found


def report_of(path: Path) -> str:
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}-1"


@pytest.fixture
def home(corrected: Path) -> Path:
    return corrected / "home"


@pytest.fixture
def older(corrected: Path) -> str:
    return report_of(SAMPLES / CORRECTED)


@pytest.fixture
def newer(corrected: Path) -> str:
    return report_of(corrected / "reports" / CORRECTED)


def test_only_what_is_new_is_read(built_home: Path, corrected: Path, home: Path) -> None:
    ran = json.loads((corrected / "ran.json").read_text())
    assert (ran["status"], ran["read"]) == ("published", 2)
    first, second = release_of(built_home), release_of(home)
    assert second["reports"] == first["reports"] + 2
    assert max(second["fiscal_years"]) == 2025
    batches = {path.name for path in (home / "staging/raw").iterdir()}
    (new,) = batches - {path.name for path in (built_home / "staging/raw").iterdir()}
    assert len(list(Staging(home / "staging").documents(new, set(Staging(home / "staging").manifest())))) == 2
    assert len(list((home / "releases").iterdir())) == 2
    # the run before is in the history
    assert query(home, "select count(distinct run_id) from marts.fct_quality_result") == [(2,)]


def test_the_newer_supersedes_and_the_older_stays_to_be_asked(home: Path, older: str, newer: str) -> None:
    found = dict(query(home, "select report_id, superseded_by from marts.dim_report"))
    assert {report: by for report, by in found.items() if by} == {older: newer}
    assert query(home, "select count(*) > 10 from marts.fct_claim where report_id = ?", older) == [(True,)]
    resting = query(
        home,
        "select count(*) from marts.bridge_fact_claim as b inner join marts.fct_claim as c using (claim_id) where c.report_id = ?",
        older,
    )
    assert resting == [(0,)]
    ((claim,),) = query(home, "select min(claim_id) from marts.fct_claim where report_id = ?", older)
    assert f"{newer} supersedes" in run_jixiao("explain", claim, "--home", home).out


def test_the_release_records_what_changed_and_why(built_home: Path, home: Path, older: str, newer: str) -> None:
    kinds = query(
        home, "select change, cause, fiscal_year, count(*) from marts.fct_release_change group by all order by all"
    )
    years: dict[tuple[str, str], set[int]] = {}
    for change, cause, year, _ in kinds:
        years.setdefault((change, cause), set()).add(year)
    assert years == {
        # the project's new name stands in the prior-year column too
        ("added", "correction"): {2023, 2024},
        ("added", "new_report"): {2025},
        ("changed", "correction"): {2024},
        ("gone", "correction"): {2024},
    }
    changed = query(
        home,
        "select distinct old_amount_yuan::varchar, new_amount_yuan::varchar, old_report_id, new_report_id, previous_release_id "
        "from marts.fct_release_change where change = 'changed'",
    )
    assert changed == [("3263700.00", "3363700.00", older, newer, (built_home / "published").readlink().name)]
    release = release_of(home)
    assert release["previous"] == (built_home / "published").readlink().name
    counted = {
        kind: sum(count for change, _, _, count in kinds if change == kind) for kind in ("added", "gone", "changed")
    }
    assert {kind: release["changes"][kind] for kind in counted} == counted
    assert release["changes"]["restated"] > 0
    # the first release follows none
    assert release_of(built_home)["changes"] is None
    assert query(built_home, "select count(*) from marts.fct_release_change") == [(0,)]


@needs_root
def test_a_client_that_holds_the_published_file_is_in_nobodys_way(home: Path, newer: str, tmp_path: Path) -> None:
    home = copy_home(home, tmp_path / "home")
    (claim,) = query(home, "select min(claim_id) from marts.fct_claim where report_id = ?", newer)[0]
    published = (home / "published/warehouse.duckdb").resolve()
    with held_for_writing(published):
        with pytest.raises(duckdb.IOException, match="lock"):
            duckdb.connect(str(published), read_only=True)
        ran = [
            run_jixiao(*command, "--home", home)
            for command in (("explain", claim), ("worklist",), ("status",), ("diff", "previous", "published"))
        ]
    assert [(one.code, one.err) for one in ran] == [(0, "")] * 4
    assert claim in ran[0].out and "not understood" in ran[1].out


@needs_root
def test_a_published_file_that_was_written_into_is_said_and_replaced(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    assert "doesn't count as published" not in run_jixiao("status", "--home", home).err
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve())) as connection:
        connection.execute("update marts.fct_claim set amount_yuan = 1")
    ran = run_jixiao("status", "--home", home)
    assert "warehouse.duckdb has " in ran.err
    assert "the release doesn't count as published, the next jixiao build publishes it anew" in ran.err


def test_diff_shows_what_the_release_records(home: Path) -> None:
    recorded = query(
        home,
        "select change, cause, fact_id, old_amount_yuan::varchar, new_amount_yuan::varchar, new_claim_id from marts.fct_release_change order by all",
    )
    first, second = sorted(path.name for path in (home / "releases").iterdir())
    found = run_jixiao("diff", "previous", "published", "--home", home, "--json", "--limit", "0").json
    assert (found["old"], found["new"]) == (first, second)
    names = ("change", "cause", "fact_id", "old_amount_yuan", "new_amount_yuan", "new_claim_id")
    rows = [tuple(row[name] for name in names) for row in found["facts"]]
    assert sorted(rows, key=str) == sorted(recorded, key=str)
    back = run_jixiao("diff", second, first, "--home", home, "--json", "--limit", "1").json
    assert back["counts"]["added"] == found["counts"]["gone"] and back["counts"]["gone"] == found["counts"]["added"]
    assert len(back["facts"]) == 3
    plain = run_jixiao("diff", "previous", "published", "--home", home, "--change", "changed")
    assert plain.code == 0 and "3,263,700.00 -> 3,363,700.00 yuan (+100,000.00)" in plain.out


def test_work_lists_of_a_real_home(corrected: Path, tmp_path: Path) -> None:
    home = copy_home(corrected / "home", tmp_path / "home")
    found = run_jixiao("worklist", "--home", home, "--json").json
    assert {row["reason"] for row in found["quarantine"]} == {"no_reader", "not_a_report"}
    # of the bodies that reported on 2024 only the library reports on 2025
    missing = {row["unit_name"] for row in found["missing"]}
    assert "怀化市岚溪县文化馆" in missing and "怀化市岚溪县图书馆" not in missing
    assert {row["fiscal_year"] for row in found["missing"]} == {2025}
    again = run_jixiao("retry", "--home", home, "--json")
    assert again.code == 0 and (again.json["tried"], again.json["understood"]) == (2, 0)
