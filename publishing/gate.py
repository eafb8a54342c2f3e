"""May this build be published? Only critical results that failed say no; what was published before stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from expectations.results import QualityResult

CRITICAL = "critical"
_SHOWN = 12
_SHOWN_KEYS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: the critical results that failed, and counts of the rest by severity."""

    stopped_by: tuple[QualityResult, ...]
    failed: dict[str, int]
    judged: int

    @property
    def passed(self) -> bool:
        return not self.stopped_by


def judge(results: Iterable[QualityResult]) -> Verdict:
    """The verdict over all results of a run, whatever their order."""
    listed = list(results)
    failed: dict[str, int] = {}
    for result in listed:
        if not result.passed:
            failed[result.severity] = failed.get(result.severity, 0) + 1
    stopped_by = sorted(
        (result for result in listed if result.severity == CRITICAL and not result.passed),
        key=lambda r: (r.suite, r.expectation, r.fiscal_year is None, r.fiscal_year or 0),
    )
    return Verdict(tuple(stopped_by), dict(sorted(failed.items())), len(listed))


def _line(result: QualityResult) -> str:
    year = f"fiscal year {result.fiscal_year}" if result.fiscal_year is not None else "whole load"
    keys = [key for key in result.sample_keys.split(",") if key]
    line = f"  {result.expectation} ({result.suite}, {year}): observed {result.observed or '-'}, limit {result.limit_value or '-'}"
    if keys:
        more = f" and {len(keys) - _SHOWN_KEYS} more" if len(keys) > _SHOWN_KEYS else ""
        line += f"\n    {', '.join(keys[:_SHOWN_KEYS])}{more}"
    return line


def message(stopped_by: Sequence[QualityResult], published: str | None) -> str:
    """Why publication stopped, naming expectation, year and keys; `published` is the release that stays, if any."""
    count = len(stopped_by)
    lines = [f"The gate stopped publication: {count} critical check{'s' if count != 1 else ''} failed."]
    lines += [_line(result) for result in stopped_by[:_SHOWN]]
    if count > _SHOWN:
        lines.append(f"  ... and {count - _SHOWN} more: see fct_quality_result, or the files in quality/")
    lines.append(
        f"Release {published} stays published." if published else "Nothing was published before, and nothing is now."
    )
    return "\n".join(lines)
