"""The gate: what stops a publication, and how it says so."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from expectations.results import QualityResult
from publishing import gate

RESULT = QualityResult(
    "run", "2031-01-01T00:00:00Z", "marts", 2030, "reports_kept", "critical", "3", ">= 10", False, "u1,u2"
)


def changed(**changes: object) -> QualityResult:
    return dataclasses.replace(RESULT, **changes)  # type: ignore[arg-type]


def test_only_critical_failures_stop() -> None:
    harmless = [changed(passed=True), *(changed(severity=severity) for severity in ("error", "warning", "info"))]
    verdict = gate.judge(harmless)
    assert verdict.passed
    assert verdict.failed == {"error": 1, "info": 1, "warning": 1}
    assert not gate.judge([*harmless, RESULT]).passed


def test_nothing_judged_stops_nothing() -> None:
    assert gate.judge([]).passed


def test_the_message_names_expectation_year_keys_and_what_stays() -> None:
    text = gate.message(gate.judge([RESULT]).stopped_by, "20310101T000000Z-abc")
    for told in ("1 critical check failed", "reports_kept", "fiscal year 2030", "observed 3", "limit >= 10", "u1, u2"):
        assert told in text
    assert "Release 20310101T000000Z-abc stays published." in text
    assert "Nothing was published" in gate.message([RESULT], None)


@pytest.mark.parametrize("count", [30, 500])
def test_the_message_fits_one_screen(count: int) -> None:
    many = [changed(fiscal_year=year, sample_keys=",".join(f"k{n}" for n in range(20))) for year in range(count)]
    lines = gate.message(gate.judge(many).stopped_by, "r").splitlines()
    assert len(lines) <= 24
    assert any(f"and {count - 7} more" in line for line in lines)
    assert "and 17 more" in lines[2]
    assert "and 1,497 more" in gate.message([replace(many[0], key_count=1_500)], None)


def test_the_order_of_results_changes_nothing() -> None:
    several = [changed(fiscal_year=year, expectation=name) for year in (2030, None, 2029) for name in ("b", "a")]
    assert gate.judge(several).stopped_by == gate.judge(several[::-1]).stopped_by


def test_the_message_says_what_can_be_done() -> None:
    text = gate.message([RESULT], None, names={"u1": "某县图书馆"}, docs="home/work/data_docs/index.html")
    assert "u1 (某县图书馆), u2" in text
    for told in ("home/work/data_docs/index.html", "jixiao retry", "--accept 'marts.reports_kept:2030' --reason"):
        assert told in text
    # what wasn't built can't be accepted
    assert "--accept" not in gate.message([changed(suite="dbt", expectation="fct_budget builds")], None)


def test_long_keys_are_cut_only_where_a_name_stands_beside() -> None:
    key = "0123456789abcdef" * 4 + "-1"
    assert key in gate.message([changed(sample_keys=key)], None)
    told = gate.message([changed(sample_keys=key)], None, names={key: "某县图书馆 2030"})
    assert "0123456789abcdef… (某县图书馆 2030)" in told and key not in told
