"""The command line without a build: usage, parsing, and what it must not load."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jixiao.cli.output import Bars
from tests.support import SAMPLES, environment, run_jixiao

REPORT = SAMPLES / "library_2024.txt"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "no/such/folder"],
        ["build", "--workers", "0"],
        ["build", "--workers", "many"],
        ["parse", "no/such/file"],
        ["parse", "."],
        ["parse"],
        ["diff", "published"],
        ["worklist", "--limit", "-1"],
        ["unheard-of"],
    ],
)
def test_what_is_not_understood_ends_with_two_and_no_traceback(arguments: list[str], tmp_path: Path) -> None:
    ran = run_jixiao(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert "Traceback" not in ran.err and ran.err.strip()
    assert not list(tmp_path.iterdir())


def test_errors_are_json_where_json_was_asked(tmp_path: Path) -> None:
    ran = run_jixiao("build", "no/such/folder", "--json", cwd=tmp_path)
    assert ran.code == 2
    assert ran.json["status"] == "usage" and "no/such/folder" in ran.json["message"]


@pytest.mark.parametrize("command", [["status"], ["explain", "clm_0123456789"], ["worklist"], ["retry"]])
def test_without_a_home_it_says_what_to_do(command: list[str], tmp_path: Path) -> None:
    ran = run_jixiao(*command, cwd=tmp_path)
    assert ran.code == 1
    assert "jixiao build" in ran.err


def test_parse_shows_every_claim_with_its_place(tmp_path: Path) -> None:
    ran = run_jixiao("parse", REPORT, "--json", cwd=tmp_path)
    assert ran.code == 0
    (report,) = ran.json["reports"]
    assert report["fiscal_year"] == 2024 and report["unit_name"]
    assert len(report["claims"]) > 10
    for claim in report["claims"]:
        assert claim["quote"] and (claim["block_no"] or claim["table_no"])
        # exact text, never a float
        assert isinstance(claim["amount_yuan"], str)
    assert all(claim["rule"] for claim in report["claims"] if claim["recogniser"] == "narrative")
    assert any(claim["rule"] for claim in report["claims"])
    plain = run_jixiao("parse", REPORT, cwd=tmp_path)
    assert plain.code == 0
    assert all(claim["claim_id"] in plain.out for claim in report["claims"])
    assert not list(tmp_path.iterdir())


def test_parse_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Rar!\x1a\x07\x01\0")
    (tmp_path / "b.txt").write_text("今天天气很好。")
    unreadable = run_jixiao("parse", tmp_path / "a.txt", "--json")
    assert unreadable.code == 1
    assert (unreadable.json["reason"], unreadable.json["detail"]) == ("no_reader", "no reader for application/vnd.rar")
    other = run_jixiao("parse", tmp_path / "b.txt")
    assert other.code == 1 and "report of a known family" in other.err


def test_parse_shows_each_file_of_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as packed:
        packed.writestr("2024/report.txt", REPORT.read_bytes())
        packed.writestr("2024/locked.rar", b"Rar!\x1a\x07\x01\0")
    ran = run_jixiao("parse", tmp_path / "reports.zip", "--json")
    locked, report = ran.json["members"]
    assert (locked["file"], locked["reason"]) == ("2024/locked.rar", "no_reader")
    assert report["file"] == "2024/report.txt" and len(report["reports"][0]["claims"]) > 10


def test_parse_loads_nothing_of_the_pipeline(tmp_path: Path) -> None:
    code = (
        "import sys, json\n"
        "from jixiao.cli.app import app\n"
        f"app(['parse', {str(REPORT)!r}, '--json'], standalone_mode=False)\n"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pandas', 'duckdb', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reports"]


def test_help_names_every_command() -> None:
    ran = run_jixiao("--help")
    assert ran.code == 0
    assert all(command in ran.out for command in ("build", "parse", "explain", "status", "worklist", "retry", "diff"))


def test_how_far_a_step_came_is_known_where_no_bar_is_shown() -> None:
    """The summary of a build counts the files that were read, also those that only an opened archive told of."""
    with Bars(shown=False) as bars:
        for done in range(4):
            bars.tell("reading", done, 3)
    assert bars.done == {"reading": 3}
