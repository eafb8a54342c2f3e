"""The checks that failed, a line each, and which of them files are there to fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from expectations.results import QualityResult, write_results
from ingest.steps import Sighting
from jixiao.cli.told import say_failed
from jixiao.explore import checks

NOTICE, NOISE, REPORT = "a" * 64, "b" * 64, "c" * 64
PUBLISHED = {"run_id": "run"}


def result(expectation: str, severity: str, *keys: str, **more: Any) -> QualityResult:
    facts = {
        "suite": "handover",
        "fiscal_year": None,
        "observed": "0.2",
        "limit_value": "<= 0.1",
        "passed": False,
    } | more
    return QualityResult(
        run_id="run",
        run_at="2026-01-01",
        expectation=expectation,
        severity=severity,
        sample_keys=",".join(keys),
        **facts,
    )


@pytest.fixture
def planted(tmp_path: Path) -> list[checks.Planted]:
    file = tmp_path / "planted_checks.csv"
    file.write_text(
        "suite,expectation,fiscal_year,files,reason\n"
        "handover,quarantine_share,,notice.txt noise.txt,two files to show it\n"
        "handover,quarantined_files,,notice.txt noise.txt gone.txt,the same\n"
        "handover,text_clean,2024,noise.txt,one year\n",
        encoding="utf-8",
    )
    lying = {"notice.txt": NOTICE, "noise.txt": NOISE, "report.txt": REPORT}
    return checks.planted_in(
        file, [Sighting(Path("x") / name, f"x/{name}", sha, 1, "text/plain") for name, sha in lying.items()]
    )


def failed(tmp_path: Path, planted: list[checks.Planted], *results: QualityResult) -> list[dict[str, Any]]:
    write_results(results, tmp_path / "quality")
    return checks.failed(tmp_path / "quality", PUBLISHED, planted)


def test_the_gravest_comes_first_in_words_and_what_passed_not_at_all(tmp_path: Path) -> None:
    rows = failed(
        tmp_path,
        [],
        result("duplicate_files", "info"),
        result("quarantine_share", "warning"),
        result("unit_known/final_accounts", "error", fiscal_year=2024, key_count=3),
        result("claims_placed", "critical"),
        result("dim_unit_key", "critical", suite="dbt"),
        result("text_clean", "warning", passed=True),
    )
    assert [row["severity"] for row in rows] == ["critical", "critical", "error", "warning", "info"]
    assert [
        (row["title"], row["check"], row["fiscal_year"], row["keys"]) for row in rows if row["severity"] == "error"
    ] == [("Reports that name their unit", "handover.unit_known/final_accounts:2024", 2024, 3)]
    assert {row["title"] for row in rows if row["check"] == "dbt.dim_unit_key"} == {"dbt's own test dim_unit_key"}


def test_a_check_is_planted_where_planted_files_alone_offend(tmp_path: Path, planted: list[checks.Planted]) -> None:
    rows = failed(
        tmp_path,
        planted,
        result("quarantine_share", "warning", NOTICE, NOISE),
        result("quarantined_files", "info", "no_reader", NOISE, "not_a_report", NOTICE),
        result("text_clean", "warning", NOISE, fiscal_year=2024),
    )
    assert {row["check"]: row["planted"] for row in rows} == {
        "handover.quarantine_share": "two files to show it",
        "handover.quarantined_files": "the same",
        "handover.text_clean:2024": "one year",
    }


@pytest.mark.parametrize(
    "other",
    [
        result("quarantine_share", "warning", NOTICE, NOISE, REPORT),
        result("quarantine_share", "warning", NOTICE, NOISE, key_count=30),
        result("quarantine_share", "warning"),
        result("quarantine_share", "warning", NOTICE, suite="marts"),
        result("duplicate_files", "info", NOTICE),
        result("text_clean", "warning", NOISE, fiscal_year=2023),
    ],
)
def test_whatever_else_fails_is_told_apart(tmp_path: Path, planted: list[checks.Planted], other: QualityResult) -> None:
    assert [row["planted"] for row in failed(tmp_path, planted, other)] == [None]


def test_every_check_is_a_line_and_many_are_not_all_shown(
    tmp_path: Path, planted: list[checks.Planted], capsys: pytest.CaptureFixture[str]
) -> None:
    say_failed(failed(tmp_path, planted, result("quarantine_share", "warning", NOTICE)), Path("docs.html"))
    assert capsys.readouterr().out.splitlines() == [
        "    warning  Files turned away (handover.quarantine_share), whole load: 0.2, limit <= 0.1; planted: two files to show it",
        "    every result: docs.html",
    ]
    many = [result("text_clean", "warning", fiscal_year=year) for year in range(2001, 2012)]
    say_failed(failed(tmp_path, planted, *many), Path("docs.html"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9 and lines[-1] == "    and 3 more: docs.html"
    assert lines[0].startswith("    warning  Text without damaged characters (handover.text_clean), fiscal year 2001: ")
    say_failed([], Path("docs.html"))
    assert capsys.readouterr().out == ""


def test_what_was_never_published_failed_nothing(tmp_path: Path) -> None:
    assert checks.failed(tmp_path, None) == []
