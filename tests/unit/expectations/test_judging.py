"""What is judged for which year and family, and what a verdict becomes."""

from __future__ import annotations

import dataclasses

from expectations.judging import Check, Measurement, Verdict, conclude, plan
from expectations.thresholds import Threshold

GUARD = Threshold(
    "marts", "guard", "measured", None, "year", (), "warning", 0.5, None, 1.0, 0, "owner", "t", "题", "reason", "理由"
)


def guard(**changes: object) -> Threshold:
    return dataclasses.replace(GUARD, **changes)  # type: ignore[arg-type]


def row(year: int | None, value: float | None, **changes: object) -> Measurement:
    return dataclasses.replace(Measurement(year, None, None, None, value), **changes)  # type: ignore[arg-type]


def observed(check: Check, verdict: Verdict | None = None) -> str:
    return conclude([check], {0: verdict or Verdict(passed=True)}, "r", "t")[0].observed


def test_a_new_year_is_judged_without_an_edit() -> None:
    rows = {"measured": [row(year, 1.0) for year in (2021, 2022, 2047)]}
    assert [check.fiscal_year for check in plan([GUARD], rows, [2021, 2022, 2047])] == [2021, 2022, 2047]


def test_reports_without_a_year_are_judged_too() -> None:
    assert [len(check.rows) for check in plan([GUARD], {"measured": [row(None, 0.1)]}, [2021, None])] == [0, 1]


def test_too_little_behind_a_value_is_not_enough_history_and_passes() -> None:
    (check,) = plan([guard(min_history=3)], {"measured": [row(2021, 0.0, history=2)]}, [2021])
    (result,) = conclude([check], {}, "r", "t")
    assert (result.passed, result.observed) == (True, "not enough history")
    (check,) = plan([guard(min_history=3)], {"measured": [row(2021, 0.0, history=3)]}, [2021])
    assert len(check.rows) == 1


def test_nothing_measured_passes_and_says_so() -> None:
    (check,) = plan([GUARD], {}, [2021])
    (result,) = conclude([check], {}, "r", "t")
    assert (result.passed, result.observed) == (True, "no values")


def test_families_are_judged_apart_and_only_those_a_guard_answers_for() -> None:
    rows = {"measured": [row(2021, 1.0, report_family=family) for family in ("a", "b", "c")]}
    by_family = guard(scope="year_family")
    assert [check.name for check in plan([by_family], rows, [2021])] == ["guard/a", "guard/b", "guard/c"]
    assert [c.name for c in plan([guard(scope="year_family", families=("-b",))], rows, [2021])] == [
        "guard/a",
        "guard/c",
    ]
    assert [c.name for c in plan([guard(scope="year_family", families=("b",))], rows, [2021])] == ["guard/b"]
    # a guard by year takes no family's row for the year's
    assert plan([GUARD], rows, [2021])[0].rows == ()


def test_a_guard_sees_its_own_subject_alone() -> None:
    rows = {"measured": [row(2021, 1.0, subject="total"), row(2021, 9.0, subject="basic")]}
    (check,) = plan([guard(subject="basic")], rows, [2021])
    assert [item.value for item in check.rows] == [9.0]


def test_a_whole_load_is_judged_once() -> None:
    assert len(plan([guard(scope="whole")], {"measured": [row(None, 1.0)]}, [2020, 2021])) == 1


def test_offending_rows_give_their_key_before_their_samples_without_repeats_and_at_most_twenty() -> None:
    rows = (
        row(2021, 1.0, scope_key="fine", sample_keys=("never",)),
        row(2021, 9.0, scope_key="county", sample_keys=tuple(f"unit{n}" for n in range(30))),
        row(2021, 8.0, scope_key="county"),
    )
    (result,) = conclude([Check(GUARD, 2021, None, rows)], {0: Verdict(False, (1, 2))}, "run", "when")
    keys = result.sample_keys.split(",")
    assert keys[:3] == ["county", "unit0", "unit1"] and len(keys) == 20 and "never" not in keys
    # 30 units and their county
    assert result.key_count == result.keys_in_all == 31
    assert (result.passed, result.observed) == (False, "2 of 3 outside, 1 .. 9")


def test_observed_never_rounds_up_to_the_limit() -> None:
    assert observed(Check(guard(min_value=1.0), 2021, None, (row(2021, 0.99999),)), Verdict(False, (0,))) == "0.99999"


def test_every_check_has_one_result_in_a_stable_order() -> None:
    checks = [Check(GUARD, year, family, ()) for year in (None, 2022, 2021) for family in ("b", None)]
    told = [(r.fiscal_year, r.expectation) for r in conclude(checks, {}, "r", "t")]
    assert told == [(y, e) for y in (2021, 2022, None) for e in ("guard", "guard/b")]
