"""The history of results: the queries of docs/quality.md, run as they stand there, and ten builds that they are asked about."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import data_docs
from expectations.results import QualityResult, read_history, write_results
from ingest.records import QuarantineRow
from tests.quality.building import CHECKOUT, build, judge
from tests.quality.country import Country, Rows
from tests.support import run_jixiao

pytestmark = pytest.mark.slow


def queries() -> dict[str, str]:
    """The SQL of docs/quality.md by the words that stand before it."""
    text = (CHECKOUT / "docs" / "quality.md").read_text(encoding="utf-8")
    return {words.strip(): sql for words, sql in re.findall(r"^([^\n]+):\n```sql\n(.+?)```", text, re.M | re.S)}


def asked(warehouse: Path, words: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(queries()[words])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def result(run: int, passed: bool, expectation: str, year: int | None, **changes: Any) -> QualityResult:
    given = QualityResult(
        f"run-{run:02}", f"2031-01-{run:02}T00:00:00+00:00", "marts", year, expectation, "warning", "0.9", "<= 0.6", passed,
        "" if passed else "430521",
    )  # fmt: skip
    return replace(given, **changes)


def test_the_documented_queries_say_since_when_over_ten_runs(tmp_path: Path) -> None:
    results = []
    for run in range(1, 11):
        results += [
            # one year fails from the fourth run on, another one did so in between, a third always
            result(run, run < 4, "scores_at_full", 2022),
            result(run, run not in (2, 3), "scores_at_full", 2021),
            result(run, False, "scores_at_full", 2020),
            # failed, held, failed again
            result(run, run not in (5, 9, 10), "conflict_share", 2022),
            # over the whole load, no year
            result(run, run < 7, "quarantined_files", None, suite="handover", severity="info"),
            result(run, True, "fct_claim_key", None, suite="dbt", severity="critical"),
            # a model that didn't build says so, one that did says nothing
            *([result(run, False, "fct_income builds", None, suite="dbt", severity="critical")] if run == 6 else []),
            # a guard that is gone since
            *([result(run, False, "of_old", 2022)] if run < 3 else []),
        ]
    write_results(results, tmp_path / "quality")
    warehouse = build(tmp_path, wanted=["fct_quality_result"])
    since = {(row["expectation"], row["fiscal_year"]): row for row in asked(warehouse, "Since when")}
    assert {key: (row["failing_since"][8:10], row["runs"]) for key, row in since.items()} == {
        ("scores_at_full", 2022): ("04", 7),
        ("scores_at_full", 2020): ("01", 10),
        ("conflict_share", 2022): ("09", 2),
        ("quarantined_files", None): ("07", 4),
    }
    now = {(row["expectation"], row["fiscal_year"]) for row in asked(warehouse, "What fails now")}
    assert now == set(since)
    over_time = asked(warehouse, "How one check went over the runs")
    assert [row["passed"] for row in over_time] == [run < 4 for run in range(1, 11)]


def test_words_of_reports_never_become_markup_in_the_docs(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    rows = Country(8, units=4, years=[2023], places=1).rows()
    rows.change("identities", rows.reports, lambda row: replace(row, unit_name=hostile, title=hostile))
    rows.change(
        "claims",
        rows.reports[:1],
        lambda row: replace(row, line_item_code=hostile, project_name=hostile, quote=hostile),
    )
    judged = judge(rows.write(tmp_path / "home"))
    assert any(hostile in one.sample_keys for one in judged.results)
    data_docs.write(judged.results, [], tmp_path / "docs")
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "docs").glob("*.html")]
    assert any(html.escape(hostile) in page for page in pages)
    assert not any(hostile in page or "<script" in page for page in pages)


# -- ten real builds ---------------------------------------------------------------------------------------------------


def _full_marks(rows: Rows) -> None:
    rows.change(
        "attributes",
        rows.chosen(year=2022),
        lambda row: replace(row, value_number=100) if row.attribute_code == "self_evaluation_score" else row,
    )


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_ten_builds_keep_what_dbt_the_guards_and_quarantine_say(tmp_path: Path) -> None:
    country = Country(9, units=24, years=range(2021, 2024), places=2)
    home, empty = tmp_path / "home", tmp_path / "reports"
    empty.mkdir()
    moments: dict[int, str] = {}
    for run in range(1, 11):
        rows = country.rows()
        # something is new in every run
        rows.change("claims", rows.reports[:1], lambda row, run=run: replace(row, quote=f"{row.quote} {run}"))
        if run >= 3:
            rows.tables["quarantine"].append(
                QuarantineRow("f" * 64, "x.zip", "in/x.zip", 9, "application/zip", "no_reader", "", "v", "2031")
            )
        if run >= 5:
            _full_marks(rows)
        if run == 7:
            rows.tables["claims"] += rows.tables["claims"][:5]
        rows.write(home)
        ran = run_jixiao("build", empty, "--home", home, "--json")
        assert (ran.code == 0) == (run != 7), (run, ran.out, ran.err)
        moments[run] = max(row.run_at for row in read_history(home / "quality"))
    warehouse = home / "published" / "warehouse.duckdb"
    since = {(row["expectation"], row["fiscal_year"]): row for row in asked(warehouse, "Since when")}
    assert since["scores_at_full", 2022]["failing_since"] == moments[5]
    assert since["quarantined_files", None]["failing_since"] == moments[3]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        stopped = connection.execute(
            "select distinct suite, expectation, severity from marts.fct_quality_result where run_at = ? and not passed",
            [moments[7]],
        ).fetchall()
        assert connection.execute("select count(distinct run_id) from marts.fct_quality_result").fetchone() == (10,)
    assert ("dbt", "fct_claim_key", "critical") in stopped
    assert ("handover", "row_counts_agree", "error") in stopped
    pages = [page.read_text(encoding="utf-8") for page in (home / "published" / "data_docs").glob("*.html")]
    assert pages and not any("<script" in page or "http://" in page or "https://" in page for page in pages)
