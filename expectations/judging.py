"""From measurements to checks and from verdicts to results: pure logic, the same for both suites.

`plan` applies the table of thresholds to the fiscal years at hand; a `Check` is one guard over the rows of one fiscal
year (and family). The validator says which rows break the limit; `conclude` makes the result rows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.results import SAMPLE_LIMIT, QualityResult, in_order
from expectations.thresholds import Threshold, number_text

NOT_ENOUGH_HISTORY = "not enough history"
NOTHING_TO_JUDGE = "no values"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured value. `history`: how many rows, units or reports stand behind it; `sample_keys`: the offenders, and
    `keys_left_out` how many more there are.
    """

    fiscal_year: int | None
    report_family: str | None
    subject: str | None
    scope_key: str | None
    value: float | None
    history: int | None = None
    sample_keys: tuple[str, ...] = ()
    keys_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One guard over one fiscal year and, where it judges families apart, one family.

    `left_out`: how many known exceptions it passes over.
    """

    threshold: Threshold
    fiscal_year: int | None
    report_family: str | None
    rows: tuple[Measurement, ...]
    left_out: int = 0

    @property
    def name(self) -> str:
        code = self.threshold.expectation
        return f"{code}/{self.report_family}" if self.report_family else code


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator said of a check: held or not, and which of its rows break the limit (positions)."""

    passed: bool
    offending: tuple[int, ...] = ()


def _usable(threshold: Threshold, row: Measurement) -> bool:
    return row.value is not None and (row.history is None or row.history >= threshold.min_history)


def _concerns(threshold: Threshold, row: Measurement) -> bool:
    if threshold.subject is not None and row.subject != threshold.subject:
        return False
    if threshold.scope == "year_family":
        return row.report_family is not None and threshold.answers_for(row.report_family)
    return row.report_family is None


def plan(
    thresholds: Iterable[Threshold],
    measured: Mapping[str, Sequence[Measurement]],
    years: Sequence[int | None],
) -> list[Check]:
    """The checks to make: every guard for every fiscal year of `years` (None: reports without one).

    A guard with nothing to judge in a year is a check without rows: its result says so and passes. Guards over the whole
    load are made once.
    """
    checks = []
    for threshold in thresholds:
        rows = [row for row in measured.get(threshold.measurement, ()) if _concerns(threshold, row)]
        if threshold.scope == "whole":
            checks.append(Check(threshold, None, None, tuple(row for row in rows if _usable(threshold, row))))
            continue
        for year in years:
            of_year = [row for row in rows if row.fiscal_year == year]
            if threshold.scope == "year":
                checks.append(Check(threshold, year, None, tuple(row for row in of_year if _usable(threshold, row))))
                continue
            for family in sorted({row.report_family for row in of_year if row.report_family}):
                of_family = (row for row in of_year if row.report_family == family and _usable(threshold, row))
                checks.append(Check(threshold, year, family, tuple(of_family)))
            if not of_year and threshold.min_history:
                checks.append(Check(threshold, year, None, ()))
    return checks


def is_unjudged(result: QualityResult) -> bool:
    """Whether a guard had nothing to judge: it passes, and its `observed` says why."""
    return result.passed and result.observed.startswith((NOT_ENOUGH_HISTORY, NOTHING_TO_JUDGE))


def _observed(check: Check, verdict: Verdict) -> str:
    values = [row.value for row in check.rows if row.value is not None]
    if not values:
        return NOT_ENOUGH_HISTORY if check.threshold.min_history else NOTHING_TO_JUDGE
    if len(values) == 1:
        return number_text(values[0])
    spread = f"{number_text(min(values))} .. {number_text(max(values))}"
    return f"{len(verdict.offending)} of {len(values)} outside, {spread}"


def _left_out(check: Check) -> str:
    return f", {check.left_out} known exception{'s' if check.left_out > 1 else ''} left out" if check.left_out else ""


def _keys(check: Check, verdict: Verdict) -> tuple[str, int]:
    """The first offending keys, joined, and how many there are: a row's own key before its samples."""
    keys: dict[str, None] = {}
    left_out = 0
    for position in verdict.offending:
        row = check.rows[position]
        keys |= dict.fromkeys((row.scope_key, *row.sample_keys) if row.scope_key else row.sample_keys)
        left_out += row.keys_left_out
    return ",".join(list(keys)[:SAMPLE_LIMIT]), len(keys) + left_out


def conclude(checks: Sequence[Check], verdicts: Mapping[int, Verdict], run_id: str, run_at: str) -> list[QualityResult]:
    """The result rows; `verdicts` by position in `checks`. A check without rows has none and passes."""
    results = []
    for position, check in enumerate(checks):
        verdict = verdicts[position] if check.rows else Verdict(passed=True)
        samples, key_count = _keys(check, verdict)
        results.append(
            QualityResult(
                run_id=run_id,
                run_at=run_at,
                suite=check.threshold.suite,
                fiscal_year=check.fiscal_year,
                expectation=check.name,
                severity=check.threshold.severity,
                observed=_observed(check, verdict) + _left_out(check),
                limit_value=check.threshold.limit_text(),
                passed=verdict.passed,
                sample_keys=samples,
                key_count=key_count,
            )
        )
    return in_order(results)
