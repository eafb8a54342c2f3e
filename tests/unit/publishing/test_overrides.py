"""Overrides: given for what was seen, and held to it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from expectations.results import SAMPLE_LIMIT, QualityResult
from publishing import gate, overrides
from publishing.overrides import OverrideError, QualityOverride

RESULT = QualityResult(
    "run-1", "2031-01-01T00:00:00+00:00", "marts", 2030, "reports_kept/final_accounts", "critical", "0.3", ">= 0.5", False, "r1,r2"
)  # fmt: skip


def changed(**changes: object) -> QualityResult:
    return dataclasses.replace(RESULT, **changes)  # type: ignore[arg-type]


def accept(*names: str, results: tuple[QualityResult, ...] = (RESULT,), **given: str) -> list[QualityOverride]:
    words = {"reason": "撤回", "accepted_by": "auditor", "accepted_at": "2031-01-02T00:00:00+00:00"} | given
    return overrides.accept(names, last_run=results, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "marts.reports_kept",
        "marts.reports_kept:2030",
        "marts.reports_kept/final_accounts",
        "marts.reports_kept/final_accounts:2030",
    ],
)
def test_a_check_is_named_with_or_without_family_and_year(name: str) -> None:
    (found,) = accept(name)
    assert (found.suite, found.expectation, found.fiscal_year) == ("marts", "reports_kept/final_accounts", 2030)
    assert (found.offending_keys, found.reason, found.accepted_by, found.run_id) == (
        "r1,r2",
        "撤回",
        "auditor",
        "run-1",
    )
    assert gate.judge([RESULT], [found]).passed


def test_without_a_year_every_year_that_failed_is_meant() -> None:
    years = tuple(changed(fiscal_year=year) for year in (2029, 2030, None))
    assert {found.fiscal_year for found in accept("marts.reports_kept", results=years)} == {2029, 2030, None}
    assert {found.fiscal_year for found in accept("marts.reports_kept:2029", results=years)} == {2029}


@pytest.mark.parametrize(
    ("name", "result", "told"),
    [
        ("marts.reports_kept:2029", RESULT, "marts.reports_kept/final_accounts:2030"),
        ("handover.reports_kept", RESULT, "Failed there"),
        ("reports_kept", RESULT, "Failed there"),
        ("marts.reports_kept", changed(passed=True), "none"),
        ("marts.reports_kept", changed(severity="error"), "none"),
        ("dbt.fct_budget builds", changed(suite="dbt", expectation="fct_budget builds"), "wasn't built"),
    ],
)
def test_only_critical_failures_that_a_run_has_shown_can_be_accepted(
    name: str, result: QualityResult, told: str
) -> None:
    with pytest.raises(OverrideError, match=told):
        accept(name, results=(result,))


@pytest.mark.parametrize("missing", ["reason", "accepted_by"])
def test_a_reason_and_a_person_are_needed(missing: str) -> None:
    with pytest.raises(OverrideError, match="needs"):
        accept("marts.reports_kept", **{missing: "  "})


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        ({}, True),
        ({"observed": "0.2"}, True),
        ({"sample_keys": "r2"}, True),
        ({"sample_keys": "r2,r3"}, False),
        ({"sample_keys": ""}, False),
        ({"fiscal_year": 2031}, False),
        ({"suite": "handover"}, False),
        ({"expectation": "reports_kept"}, False),
    ],
)
def test_it_holds_for_the_same_keys_or_fewer(now: dict[str, object], holds: bool) -> None:
    given = accept("marts.reports_kept")
    assert gate.judge([changed(**now)], given).passed is holds


@pytest.mark.parametrize("keys", ["", ",".join(f"k{number:02}" for number in range(SAMPLE_LIMIT))])
def test_where_the_keys_are_not_all_known_the_observation_counts_too(keys: str) -> None:
    seen = changed(sample_keys=keys)
    given = accept("marts.reports_kept", results=(seen,))
    assert gate.judge([seen], given).passed
    assert not gate.judge([changed(sample_keys=keys, observed="0.2")], given).passed


def test_a_full_sample_of_keys_that_were_counted_is_all_there_are() -> None:
    keys = [f"k{number:02}" for number in range(SAMPLE_LIMIT)]
    given = accept("marts.reports_kept", results=(changed(sample_keys=",".join(keys), key_count=SAMPLE_LIMIT),))
    fewer = changed(sample_keys=",".join(keys[1:]), key_count=SAMPLE_LIMIT - 1, observed="0.4")
    assert gate.judge([fewer], given).passed
    # the same twenty of more than before
    assert not gate.judge([changed(sample_keys=",".join(keys), key_count=SAMPLE_LIMIT + 1)], given).passed


def test_one_override_lets_no_other_check_pass() -> None:
    other = changed(expectation="claims_kept", observed="0")
    verdict = gate.judge([RESULT, other], accept("marts.reports_kept"))
    assert verdict.stopped_by == (other,)
    assert [(result, override.reason) for result, override in verdict.accepted] == [(RESULT, "撤回")]
    # what failed is still counted as failed
    assert verdict.failed == {"critical": 2}


def test_overrides_are_kept_and_the_latest_word_counts(tmp_path: Path) -> None:
    assert overrides.read(tmp_path) == []
    first = accept("marts.reports_kept")
    overrides.write(first, tmp_path)
    overrides.write(accept("marts.reports_kept", results=(changed(fiscal_year=None),)), tmp_path)
    later = accept("marts.reports_kept", reason="另有原因", accepted_at="2031-02-01T00:00:00+00:00")
    overrides.write(later, tmp_path)
    found = overrides.read(tmp_path)
    assert {(one.fiscal_year, one.reason) for one in found} == {(2030, "另有原因"), (None, "撤回")}
    ((_, holding),) = gate.judge([RESULT], [*first, *found]).accepted
    assert holding.reason == "另有原因"
