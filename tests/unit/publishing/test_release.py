"""Releases: whole or not there, swapped by one link, kept and cleaned up."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.results import QualityResult, ensure_empty, read_results
from ingest.home import Home
from ingest.sums import Verified, sha256_of
from publishing import integrity, release
from publishing.release import ReleaseError
from tests.support import held_for_writing, needs_root

FACT = (
    "fact_id varchar not null, unit_key varchar, fiscal_year integer, line_item_code varchar, project_key varchar, "
    "fund_code varchar, reporting_scope varchar, amount_yuan decimal(18, 2), chosen_claim_id varchar"
)
PLACE = "block_no integer, table_no integer, row_no integer, column_no integer, char_start integer"
TABLES = {
    "dim_report": "report_id varchar not null, unit_key varchar, superseded_by varchar, claimed_figure_count integer, "
    "listed_figure_count integer, excluded_figure_count integer",
    "dim_unit": "unit_key varchar not null, unit_name varchar",
    "dim_fiscal_year": "fiscal_year integer not null",
    "fct_claim": "claim_id varchar not null, report_id varchar, amount_yuan decimal(18, 2) not null, quote varchar, "
    f"measure varchar, line_item_code varchar, fund_code varchar, budget_version varchar, {PLACE}",
    "fct_budget": FACT.replace("fiscal_year", "budget_version varchar, fiscal_year"),
    "fct_expenditure": FACT,
    "fct_income": FACT,
    "fct_release_change": (
        "change varchar not null, cause varchar not null, fact_table varchar, fact_id varchar, unit_key varchar, unit_name varchar, "
        "fiscal_year integer, budget_version varchar, line_item_code varchar, project_key varchar, fund_code varchar, "
        "reporting_scope varchar, "
        "old_amount_yuan decimal(18, 2), new_amount_yuan decimal(18, 2), old_claim_id varchar, new_claim_id varchar, "
        "old_report_id varchar, new_report_id varchar, previous_release_id varchar not null"
    ),
    "id_redirect": "kind varchar not null, old_id varchar not null, new_id varchar, reason varchar not null, release_id varchar not null",
    "dim_release": "release_id varchar not null, published_at varchar, schema_version integer, fingerprint varchar, "
    "staged_digest varchar, reading_versions varchar, project_digest varchar, expectations_digest varchar, code_digest varchar, "
    "tool_versions varchar, report_count integer, claim_count integer, fact_count integer, is_current boolean",
    "fct_indicator": f"indicator_row_id varchar not null, report_id varchar, level3 varchar, target_text varchar, {PLACE}",
    "bridge_fact_claim": "fact_id varchar not null, claim_id varchar not null",
    "fct_finding": f"finding_id varchar not null, report_id varchar, check_code varchar, stated_value decimal(38, 6), "
    f"expected_value decimal(38, 6), {PLACE}",
    "fct_unrecognised": "report_id varchar",
    "fct_quarantine": "sha256 varchar",
    "fct_quality_result": (
        "run_id varchar not null, run_at varchar not null, suite varchar, fiscal_year integer, expectation varchar, "
        "severity varchar, observed varchar, limit_value varchar, passed boolean, sample_keys varchar, key_count integer"
    ),
}
PAGE_TEXT = "这一段正文不该随发布流出"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    ensure_empty(home.quality)
    return home


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "work.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema staging")
        connection.execute(
            f"create table staging.blocks as select '{PAGE_TEXT}' || i as text from range(2000) as t (i)"
        )
        for table, columns in TABLES.items():
            connection.execute(f"create table marts.{table} ({columns})")
        connection.execute("insert into marts.dim_report (report_id, unit_key) values ('r2', 'u1'), ('r1', 'u1')")
        connection.execute("insert into marts.dim_fiscal_year values (2031), (2030)")
        connection.execute(
            "insert into marts.fct_claim (claim_id, report_id, amount_yuan, quote) values ('c2', 'r2', 155.66, '支出155.66'), ('c1', 'r1', 9999999999999999.99, '预算')"
        )
        connection.execute("comment on table marts.fct_claim is '金额主张 | it''s one value'")
        connection.execute("comment on column marts.fct_claim.amount_yuan is '金额（元）'")
    return path


def result(run: str = "run-1", **changes: Any) -> QualityResult:
    made = QualityResult(run, "2031-01-01T00:00:00+00:00", "marts", 2031, "claims_kept", "critical", "1", ">= 1", True)
    return dataclasses.replace(made, **changes)


def publish(home: Home, warehouse: Path, run: str = "run-1", **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "warehouse": warehouse,
        "judged": sha256_of(warehouse),
        "data_docs": warehouse.parent / "docs",
        "results": [result(run)],
        "run_id": run,
        "run_at": "2031-01-01T00:00:00+00:00",
        "fingerprint": hashlib.sha256(run.encode()).hexdigest(),
        "parts": {"staged": "x"},
        "seconds": {"dbt": 1.23456},
        "keep": 5,
    }
    return release.publish(home, **{**given, **changes})


def test_a_release_holds_the_public_tables_alone_with_their_comments(home: Home, warehouse: Path) -> None:
    publish(home, warehouse)
    with duckdb.connect(str(home.published / "warehouse.duckdb"), read_only=True) as connection:
        schemas = connection.execute("select distinct schema_name from duckdb_tables()").fetchall()
        assert schemas == [("marts",)]
        rows = connection.execute("select claim_id, cast(amount_yuan as varchar) from marts.fct_claim").fetchall()
        assert rows == [("c1", "9999999999999999.99"), ("c2", "155.66")]
        (comment,) = connection.execute(
            "select comment from duckdb_tables() where schema_name = 'marts' and table_name = 'fct_claim'"
        ).fetchall()[0]
        assert comment == "金额主张 | it's one value"
        (comment,) = connection.execute(
            "select comment from duckdb_columns() where schema_name = 'marts' and table_name = 'fct_claim' and column_name = 'amount_yuan'"
        ).fetchall()[0]
        assert comment == "金额（元）"
        kept = connection.execute(
            "select is_nullable from duckdb_columns() where schema_name = 'marts' and table_name = 'fct_claim' and column_name = 'amount_yuan'"
        ).fetchall()
        assert kept == [(False,)]


def test_tables_that_add_up_are_released_beside_the_marts(home: Home, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create schema everyday; create table everyday.budget (unit_key varchar not null, amount_yuan decimal(18, 2));"
            "insert into everyday.budget values ('u2', 7.5), ('u1', 3); comment on table everyday.budget is '预算 | budget'"
        )
    made = publish(home, warehouse)
    assert made["rows"]["everyday.budget"] == 2
    with duckdb.connect(str(home.published / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select unit_key from everyday.budget").fetchall() == [("u1",), ("u2",)]
        said = connection.execute("select comment from duckdb_tables() where schema_name = 'everyday'").fetchall()
        assert said == [("预算 | budget",)]
    file = home.published / "parquet" / "everyday" / "budget.parquet"
    assert str(duckdb.sql(f"select sum(amount_yuan) from '{file}'").fetchone()) == "(Decimal('10.50'),)"
    # its files are under seal like the others
    assert "parquet/everyday/budget.parquet" in made["files"]


def words_of(path: Path) -> str:
    """Everything that a file of a release says: of a database all rows of all schemas, its views and comments; of Parquet all rows."""
    if path.suffix == ".parquet":
        return str(duckdb.sql(f"from read_parquet('{path}')").fetchall())
    if path.suffix != ".duckdb":
        return path.read_text(encoding="utf-8")
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        said = [connection.execute(f'from "{schema}"."{table}"').fetchall() for schema, table in names]
        said += [
            connection.execute(f"from {listed} where not internal").fetchall()
            for listed in ("duckdb_tables()", "duckdb_columns()", "duckdb_views()")
        ]
    return str(said)


def test_no_page_text_is_in_any_file_of_a_release(home: Home, warehouse: Path) -> None:
    # the search finds it where it is
    assert PAGE_TEXT in words_of(warehouse)
    (warehouse.parent / "docs").mkdir()
    (warehouse.parent / "docs" / "index.html").write_text("<p>docs</p>", encoding="utf-8")
    publish(home, warehouse)
    files = {path.name: path for path in home.published.resolve().rglob("*") if path.is_file()}
    assert {"warehouse.duckdb", "fct_claim.parquet", "index.html", "release.json"} <= set(files)
    assert [name for name, path in files.items() if PAGE_TEXT in words_of(path)] == []


def test_page_text_in_a_public_table_would_be_found_in_both_files(home: Home, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update marts.fct_claim set quote = ? where claim_id = 'c1'", [PAGE_TEXT])
    publish(home, warehouse)
    assert PAGE_TEXT in words_of(home.published / "warehouse.duckdb")
    assert PAGE_TEXT in words_of(home.published / "parquet" / "fct_claim.parquet")


def test_a_released_file_is_no_larger_than_what_it_holds(home: Home, warehouse: Path) -> None:
    """Deleted pages of a database stay in its file, where no query finds them."""
    publish(home, warehouse)
    small = (home.published / "warehouse.duckdb").stat().st_size
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "insert into staging.blocks select md5(i::varchar) || sha256(i::varchar) from range(100000) as t (i)"
        )
    assert warehouse.stat().st_size > small + 3_000_000
    publish(home, warehouse, "run-2", fingerprint="e" * 64)
    assert (home.published / "warehouse.duckdb").stat().st_size == small


def test_parquet_holds_the_same_rows(home: Home, warehouse: Path) -> None:
    made = publish(home, warehouse)
    assert set(made["rows"]) == set(TABLES)
    for table, count in made["rows"].items():
        found = duckdb.sql(
            f"select count(*) from read_parquet('{home.published / 'parquet' / table}.parquet')"
        ).fetchone()
        assert found == (count,)
    kind = duckdb.sql(
        f"describe select amount_yuan from read_parquet('{home.published}/parquet/fct_claim.parquet')"
    ).fetchall()
    assert kind[0][1] == "DECIMAL(18,2)"


def test_this_runs_quality_results_are_in_the_release_and_kept(home: Home, warehouse: Path) -> None:
    publish(home, warehouse)
    (row,) = read_results(home.quality / "run-1.parquet")
    assert row == result()
    with duckdb.connect(str(home.published / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select run_id, expectation from marts.fct_quality_result").fetchall() == [
            ("run-1", "claims_kept")
        ]


def test_what_a_release_says_of_itself(home: Home, warehouse: Path) -> None:
    made = publish(home, warehouse)
    found = json.loads((home.published / "release.json").read_text())
    assert found == made == release.published_release(home)
    assert (found["reports"], found["units"], found["fiscal_years"]) == (2, 1, [2030, 2031])
    assert found["checks"] == {"judged": 1, "failed": 0, "accepted": []}


def test_the_link_is_relative_so_that_a_home_can_move(home: Home, warehouse: Path, tmp_path: Path) -> None:
    publish(home, warehouse)
    home.published.parent.rename(tmp_path / "moved")
    moved = Home(tmp_path / "moved")
    assert release.published_release(moved) is not None


def test_a_reader_keeps_the_file_it_holds(home: Home, warehouse: Path) -> None:
    publish(home, warehouse)
    held = duckdb.connect(str((home.published / "warehouse.duckdb").resolve()), read_only=True)
    for number in range(8):
        publish(home, warehouse, f"run-{number + 2}")
    assert held.execute("select count(*) from marts.fct_claim").fetchone() == (2,)
    held.close()


def test_the_last_five_releases_are_kept(home: Home, warehouse: Path) -> None:
    made = [publish(home, warehouse, f"run-{number}")["release_id"] for number in range(8)]
    assert sorted(made) == made
    assert list(release.listed_releases(home)) == made[:2:-1]
    assert home.published.resolve().name == made[-1]


def test_a_clock_put_back_does_not_put_a_release_behind(
    home: Home, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(home, warehouse)["release_id"]
    monkeypatch.setattr(release, "release_id", lambda moment, fingerprint: "20000101T000000Z-ffffffff")
    second = publish(home, warehouse, "run-2")["release_id"]
    assert second > first
    assert release.clean_up(home) == []
    assert home.published.resolve().name == second


@pytest.mark.parametrize("moment", ["_refresh_quality", "facts_of", "sync_tree", "swap"])
def test_killed_at_any_step_the_old_release_stays_and_nothing_is_left(
    home: Home, warehouse: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    first = publish(home, warehouse)["release_id"]

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(release, moment, dying)
        with pytest.raises(KeyboardInterrupt):
            publish(home, warehouse, "run-2", fingerprint="e" * 64)
    assert release.published_release(home)["release_id"] == first  # type: ignore[index]
    assert not (home.quality / "run-2.parquet").exists()
    assert release.clean_up(home)
    assert [entry.name for entry in home.releases.iterdir()] == [first]
    assert publish(home, warehouse, "run-2")["release_id"] > first


def test_killed_just_after_the_swap_the_quality_results_come_back(home: Home, warehouse: Path) -> None:
    publish(home, warehouse)
    (home.quality / "run-1.parquet").unlink()
    assert release.clean_up(home) == ["restored the quality results of run run-1"]
    (row,) = read_results(home.quality / "run-1.parquet")
    assert (row.run_id, row.expectation, row.passed) == ("run-1", "claims_kept", True)
    assert release.clean_up(home) == []


def test_a_working_file_that_is_still_open_is_refused(home: Home, warehouse: Path) -> None:
    warehouse.with_name(warehouse.name + ".wal").write_bytes(b"x")
    with pytest.raises(ReleaseError, match="wasn't closed"):
        publish(home, warehouse)
    assert release.published_release(home) is None


def test_a_folder_in_the_links_place_is_never_overwritten(home: Home, warehouse: Path) -> None:
    home.published.mkdir()
    with pytest.raises(ReleaseError, match="not a link"):
        publish(home, warehouse)


def test_a_broken_release_counts_as_none(home: Home, warehouse: Path) -> None:
    publish(home, warehouse)
    (home.published / "warehouse.duckdb").unlink()
    assert release.published_release(home) is None


def test_the_files_of_a_release_are_read_only_and_old_releases_still_go(home: Home, warehouse: Path) -> None:
    docs = warehouse.parent / "docs"
    docs.mkdir()
    (docs / "index.html").write_text("docs")
    publish(home, warehouse)
    files = [path for path in home.published.resolve().rglob("*") if path.is_file()]
    assert {"warehouse.duckdb", "fct_claim.parquet", "index.html", "release.json"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o222] == []
    # as a user whom modes bind would: only the folders' rights count
    folders = [home.published.resolve(), *(p for p in home.published.resolve().rglob("*") if p.is_dir())]
    assert all(folder.stat().st_mode & 0o300 == 0o300 for folder in folders)
    for number in range(6):
        publish(home, warehouse, f"run-{number + 2}")
    assert len(list(release.listed_releases(home))) == 5
    (home.releases / ".building-x").mkdir()
    assert release.clean_up(home) and not (home.releases / ".building-x").exists()


def test_what_is_published_is_not_published_again(home: Home, warehouse: Path) -> None:
    older = publish(home, warehouse)["release_id"]
    first = publish(home, warehouse, "run-2", fingerprint="f" * 64)
    for number in range(6):
        assert publish(home, warehouse, f"again-{number}", fingerprint="f" * 64) == first
    assert list(release.listed_releases(home)) == [first["release_id"], older]
    # another fingerprint is another release
    assert publish(home, warehouse, "run-3", fingerprint="e" * 64)["release_id"] > first["release_id"]


def test_a_working_file_that_changed_after_it_was_judged_is_refused(home: Home, warehouse: Path) -> None:
    judged = sha256_of(warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update marts.fct_claim set amount_yuan = 1 where claim_id = 'c2'")
    with pytest.raises(ReleaseError, match="was changed after it was judged: run the whole job"):
        publish(home, warehouse, judged=judged)
    assert release.published_release(home) is None and list(home.releases.iterdir()) == []
    assert publish(home, warehouse)["claims"] == 2


@needs_root
def test_a_client_that_holds_the_published_file_for_writing_stops_no_release(home: Home, warehouse: Path) -> None:
    first = publish(home, warehouse)["release_id"]
    published = home.published.resolve() / "warehouse.duckdb"
    with held_for_writing(published):
        with pytest.raises(duckdb.IOException, match="lock"):
            duckdb.connect(str(published), read_only=True)
        made = publish(home, warehouse, "run-2")
    assert made["previous"] == first and made["changes"] is not None


@needs_root
def test_a_release_that_was_written_into_is_no_longer_what_was_published(home: Home, warehouse: Path) -> None:
    first = publish(home, warehouse, fingerprint="f" * 64)
    folder = home.published.resolve()
    known = Verified(home.releases.parent / "verified.json")
    assert integrity.damage(folder, known) is None
    # a copy has other times but the same bytes
    os.utime(folder / "warehouse.duckdb")
    assert integrity.damage(folder, known) is None
    (folder / "warehouse.duckdb.wal").write_bytes(b"what readers would see instead")
    assert integrity.damage(folder) == f"{folder / 'warehouse.duckdb.wal'} lies beside the database"
    (folder / "warehouse.duckdb.wal").unlink()
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("update marts.fct_claim set amount_yuan = 1")
    assert "warehouse.duckdb" in str(integrity.damage(folder, known))
    # so the same is published again, held against the Parquet files, which nobody touched
    second = publish(home, warehouse, "run-2", fingerprint="f" * 64)
    assert second["release_id"] > first["release_id"] and second["previous"] == first["release_id"]
    assert integrity.damage(home.published, known) is None


def test_a_release_whose_tables_were_changed_is_not_compared_with(home: Home, warehouse: Path) -> None:
    first = publish(home, warehouse)["release_id"]
    second = publish(home, warehouse, "run-2")["release_id"]
    assert release.last_release(home) == home.releases / second
    damaged = home.releases / second / "parquet" / "fct_claim.parquet"
    damaged.unlink()
    damaged.write_bytes(b"no table")
    assert release.last_release(home) == home.releases / first
    assert publish(home, warehouse, "run-3")["previous"] == first
