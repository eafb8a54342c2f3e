"""The work lists: gathered, ordered, narrowed; and which files `jixiao retry` takes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from ingest import steps
from ingest.home import Home
from ingest.records import FileRow, QuarantineRow
from ingest.staging import Staging
from jixiao.cli import retry
from jixiao.cli.app import app
from jixiao.explore import worklist
from publishing import integrity
from tests.support import SAMPLES, as_release

PLACE = "place_kind varchar, section_title varchar, page_no integer, block_no integer, table_no integer, row_no integer, column_no integer, char_start integer, char_end integer, quote varchar"


def refused(name: str, reason: str, detail: str = "", body: str = "") -> QuarantineRow:
    sha256 = hashlib.sha256((body or name).encode()).hexdigest()
    return QuarantineRow(sha256, name, f"in/{name}", 9, "application/pdf", reason, detail, "v1", "2031-01-01")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two reports of two years with unknown labels, and three files in quarantine."""
    home = tmp_path / "home"
    staging = Staging(home / "staging")
    staging.prepare()
    rows = [
        refused("a.pdf", "timed_out", "120 s"),
        refused("b.pdf", "timed_out", "120 s"),
        refused("c.pdf", "encrypted"),
    ]
    staging.write_batch("landing", {"files": [], "quarantine": rows})
    published = home / "published"
    published.mkdir()
    (published / "release.json").write_text(json.dumps(dict.fromkeys(integrity.SAID)))
    with duckdb.connect(str(published / "warehouse.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_report (report_id varchar, unit_key varchar, fiscal_year integer, report_family varchar, superseded_by varchar)"
        )
        connection.execute("create table marts.dim_report_file (report_id varchar, path varchar)")
        connection.execute("create table marts.dim_unit (unit_key varchar, unit_name varchar)")
        connection.execute(
            f"create table marts.fct_unrecognised (report_id varchar, reason varchar, label varchar, {PLACE})"
        )
        connection.execute("insert into marts.dim_unit values ('u1', '甲馆'), ('u2', '乙馆')")
        for report, unit, year, newer in (
            ("r1", "u1", 2030, None), ("r2", "u2", 2030, None), ("r3", "u2", 2031, None), ("r4", "u1", 2030, "r1")
        ):  # fmt: skip
            connection.execute(
                "insert into marts.dim_report values (?, ?, ?, 'final_accounts', ?)", [report, unit, year, newer]
            )
            connection.execute("insert into marts.dim_report_file values (?, ?)", [report, f"in/{report}.txt"])
        for report, label, block in (
            ("r1", "罕见", 1), ("r1", "常见", 3), ("r1", "常见", 2), ("r3", "常见", 1), ("r2", None, 5), ("r4", "旧的", 1)
        ):  # fmt: skip
            connection.execute(
                "insert into marts.fct_unrecognised (report_id, reason, label, place_kind, block_no, quote) values (?, 'no_measure', ?, 'narrative', ?, '某某 12 万元')",
                [report, label, block],
            )
    as_release(published / "warehouse.duckdb", published)
    return home


def labels(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str | None, int]]:
    return [(row["label"], row["times"]) for row in found["unrecognised"]]


def test_the_most_frequent_unknown_label_comes_first_with_its_places(home: Path) -> None:
    found = worklist.collected(Home(home))
    assert labels(found) == [("常见", 3), ("罕见", 1), (None, 1)]
    first = found["unrecognised"][0]
    assert (first["reports"], first["first_fiscal_year"], first["last_fiscal_year"]) == (2, 2030, 2031)
    assert [(place["path"], place["block_no"]) for place in first["places"]] == [
        ("in/r1.txt", 2),
        ("in/r3.txt", 1),
        ("in/r1.txt", 3),
    ]
    assert labels(worklist.collected(Home(home), year=2031)) == [("常见", 1)]


def test_the_cells_of_one_row_are_one_place(home: Path) -> None:
    with duckdb.connect(str(home / "published" / "warehouse.duckdb")) as connection:
        connection.execute(
            "insert into marts.fct_unrecognised (report_id, reason, label, place_kind, table_no, row_no, column_no, quote) "
            "select 'r1', 'unknown_row_label', '杂项', 'base_data_table', 1, 7 + n // 3, n, '杂项 | 1 | 2 | 3' from range(6) as t (n)"
        )
    as_release(home / "published" / "warehouse.duckdb", home / "published")
    (found,) = (row for row in worklist.collected(Home(home))["unrecognised"] if row["label"] == "杂项")
    assert (found["times"], [place["row_no"] for place in found["places"]]) == (6, [7, 8])


def test_codes_of_no_list_are_told_with_the_name_that_is_printed_most(home: Path) -> None:
    # a release of an older make has no such tables
    assert worklist.collected(Home(home), ("codes",)) == {"codes": []}
    with duckdb.connect(str(home / "published" / "warehouse.duckdb")) as connection:
        connection.execute("create table marts.dim_function (function_code varchar, is_listed boolean)")
        connection.execute(
            "create table marts.dim_economic_class (classification varchar, economic_class_code varchar, is_listed boolean)"
        )
        connection.execute(
            "create table marts.fct_claim (report_id varchar, classification varchar, classification_code varchar, classification_name varchar)"
        )
        connection.execute("insert into marts.dim_function values ('201', true), ('2139901', false), ('21399', false)")
        connection.execute("insert into marts.dim_economic_class values ('department_economic', '30199', false)")
        connection.execute(
            "insert into marts.fct_claim values ('r1', 'function', '2139901', '花圃'), ('r3', 'function', '2139901', '花圃'), "
            "('r3', 'function', '2139901', '苗圃'), ('r1', 'function', '201', '一般公共服务支出'), ('r2', 'department_economic', '30199', null), "
            "('r4', 'function', '2139901', '旧的'), ('r1', null, null, null)"
        )
    as_release(home / "published" / "warehouse.duckdb", home / "published")
    found = worklist.collected(Home(home), ("codes",))["codes"]
    assert [(row["code"], row["name"], row["times"], row["reports"], row["last_fiscal_year"]) for row in found] == [
        ("2139901", "花圃", 3, 2, 2031),
        ("30199", None, 1, 1, 2030),
    ]
    (later,) = worklist.collected(Home(home), ("codes",), year=2031)["codes"]
    assert (later["code"], later["times"]) == ("2139901", 2)
    shown = CliRunner().invoke(app, ["worklist", "--home", str(home), "--kind", "codes"])
    assert "codes of no list: 4 of 2 kinds" in shown.output and "2139901 花圃" in shown.output


def test_quarantine_is_gathered_by_reason(home: Path) -> None:
    found = worklist.collected(Home(home), ("quarantine",))
    assert list(found) == ["quarantine"]
    assert [(row["reason"], row["times"]) for row in found["quarantine"]] == [("timed_out", 2), ("encrypted", 1)]


def test_a_file_in_quarantine_is_listed_and_tried_again_by_each_of_its_names(home: Path) -> None:
    row = refused("c.pdf", "encrypted")
    paths = ["in/c.pdf", "in/copy of c.pdf", "other/d.pdf"]
    files = [FileRow(row.sha256, path.rpartition("/")[2], path, 9, "application/pdf", "2031-01-01") for path in paths]
    Staging(home / "staging").write_batch("landing", {"files": files})
    (one,) = [
        group
        for group in worklist.collected(Home(home), ("quarantine",))["quarantine"]
        if group["reason"] == "encrypted"
    ]
    assert (one["times"], [file["paths"] for file in one["files"]]) == (1, [paths])
    shown = CliRunner().invoke(app, ["worklist", "--home", str(home), "--kind", "quarantine"]).output
    assert ", ".join(paths) in shown
    for name in (*paths, "d.pdf"):
        assert "0 of 1 file " in CliRunner().invoke(app, ["retry", name, "--home", str(home)]).output


def test_units_that_fell_silent_are_named(home: Path) -> None:
    (row,) = worklist.collected(Home(home))["missing"]
    assert (row["unit_name"], row["report_family"], row["fiscal_year"]) == ("甲馆", "final_accounts", 2031)
    assert worklist.collected(Home(home), year=2030)["missing"] == []


def test_without_a_release_there_is_quarantine_alone(home: Path) -> None:
    (home / "published" / "warehouse.duckdb").unlink()
    found = worklist.collected(Home(home))
    assert (found["unrecognised"], found["missing"], len(found["quarantine"])) == ([], [], 2)


def test_a_release_without_labels_is_listed_by_reason(home: Path) -> None:
    with duckdb.connect(str(home / "published" / "warehouse.duckdb")) as connection:
        connection.execute("alter table marts.fct_unrecognised drop column label")
    as_release(home / "published" / "warehouse.duckdb", home / "published")
    assert labels(worklist.collected(Home(home))) == [(None, 5)]


def test_the_command_shows_as_much_as_asked(home: Path) -> None:
    runner = CliRunner()
    plain = runner.invoke(app, ["worklist", "--home", str(home), "--limit", "1"])
    assert plain.exit_code == 0 and "常见" in plain.output and "罕见" not in plain.output
    assert "... and 2 more" in plain.output and "in/r1.txt: narrative, block 2" in plain.output
    one = runner.invoke(app, ["worklist", "--home", str(home), "--kind", "missing", "--json"])
    assert one.exit_code == 0 and "甲馆" in one.output and "totals" in one.output
    assert runner.invoke(app, ["worklist", "--home", str(home), "--kind", "nonsense"]).exit_code == 2


def test_retry_takes_hashes_names_and_files(tmp_path: Path) -> None:
    rows = {
        row.sha256: row for row in (refused("a.pdf", "x"), refused("b.pdf", "x"), refused("c.pdf", "x", body="bytes"))
    }
    by_name = {row.file_name: sha256 for sha256, row in rows.items()}
    (tmp_path / "elsewhere.bin").write_bytes(b"bytes")
    assert retry.chosen(rows, []) == set(rows)
    assert retry.chosen(rows, [by_name["a.pdf"][:8].upper()]) == {by_name["a.pdf"]}
    assert retry.chosen(rows, ["in/b.pdf", "a.pdf"]) == {by_name["a.pdf"], by_name["b.pdf"]}
    assert retry.chosen(rows, [str(tmp_path / "elsewhere.bin")]) == {by_name["c.pdf"]}
    for unknown in ("d.pdf", by_name["a.pdf"][:3]):
        with pytest.raises(retry.NotInQuarantine, match="not in quarantine"):
            retry.chosen(rows, [unknown])


def test_retry_of_bytes_that_were_not_kept_says_so(home: Path) -> None:
    ran = CliRunner().invoke(app, ["retry", "c.pdf", "--home", str(home)])
    assert ran.exit_code == 0 and "not_kept" in ran.output and "0 of 1 file " in ran.output
    assert CliRunner().invoke(app, ["retry", "nonsense", "--home", str(home)]).exit_code == 2
    assert CliRunner().invoke(app, ["retry", "--home", str(home / "nowhere")]).exit_code == 1


def test_retry_understands_what_failed_by_accident(tmp_path: Path) -> None:
    home = tmp_path / "home"
    body = (SAMPLES / "library_2024.txt").read_bytes()
    sha256 = hashlib.sha256(body).hexdigest()
    original = Home(home).original(sha256)
    original.parent.mkdir(parents=True)
    original.write_bytes(body)
    staging = Staging(home / "staging")
    staging.prepare()
    file = FileRow(sha256, "a.txt", "in/a.txt", len(body), "text/plain", "2031-01-01")
    row = QuarantineRow(
        sha256, "a.txt", "in/a.txt", len(body), "text/plain", "timed_out", "120 s", steps.versions(), "2031-01-01"
    )
    staging.write_batch("landing", {"files": [file], "quarantine": [row]})
    ran = CliRunner().invoke(app, ["retry", sha256[:8], "--home", str(home), "--workers", "1", "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert (found["tried"], found["understood"], found["files"][0]["outcome"]) == (1, 1, "understood")
    assert worklist.collected(Home(home))["quarantine"] == []
    assert "Nothing is in quarantine" in CliRunner().invoke(app, ["retry", "--home", str(home)]).output


def test_diff_of_nothing_published_says_so(home: Path) -> None:
    assert CliRunner().invoke(app, ["diff", "previous", "published", "--home", str(home)]).exit_code == 1
    assert CliRunner().invoke(app, ["diff", "a", "b", "--change", "x", "--home", str(home)]).exit_code == 2
