"""May this build be published? Only critical results that failed say no; what was published before stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.results import QualityResult
from publishing.overrides import CRITICAL, QualityOverride, can_be_accepted, check_name

# so that the whole message fits one screen
_SHOWN = 7
SHOWN_KEYS = 3
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: the critical results that failed, those a person accepted, and counts of failures by severity."""

    stopped_by: tuple[QualityResult, ...]
    accepted: tuple[tuple[QualityResult, QualityOverride], ...]
    failed: dict[str, int]
    judged: int

    @property
    def passed(self) -> bool:
        return not self.stopped_by


def judge(results: Iterable[QualityResult], overrides: Sequence[QualityOverride] = ()) -> Verdict:
    """The verdict over all results of a run, whatever their order; of several overrides that hold, the latest counts."""
    listed = list(results)
    failed: dict[str, int] = {}
    for result in listed:
        if not result.passed:
            failed[result.severity] = failed.get(result.severity, 0) + 1
    stopped_by: list[QualityResult] = []
    accepted: list[tuple[QualityResult, QualityOverride]] = []
    for result in sorted(
        (result for result in listed if result.severity == CRITICAL and not result.passed),
        key=lambda r: (r.suite, r.expectation, r.fiscal_year is None, r.fiscal_year or 0),
    ):
        holding = [override for override in overrides if override.holds_for(result)]
        if holding:
            accepted.append((result, max(holding, key=lambda o: (o.accepted_at, o.override_id))))
        else:
            stopped_by.append(result)
    return Verdict(tuple(stopped_by), tuple(accepted), dict(sorted(failed.items())), len(listed))


def _line(result: QualityResult, names: Mapping[str, str]) -> str:
    year = f"fiscal year {result.fiscal_year}" if result.fiscal_year is not None else "whole load"
    keys = result.keys
    line = f"  {result.suite}.{result.expectation}, {year}: observed {result.observed or '-'}, limit {result.limit_value or '-'}"
    if keys:
        more = f" and {result.keys_in_all - SHOWN_KEYS:,} more" if result.keys_in_all > SHOWN_KEYS else ""
        told = (f"{_short(key)} ({names[key]})" if key in names else key for key in keys[:SHOWN_KEYS])
        line += f"\n    {', '.join(told)}{more}"
    return line


def _short(key: str) -> str:
    """A hash as long as people need it to tell it from others; whole in `fct_quality_result` and the data docs."""
    return key if len(key) <= 2 * _SHORT else f"{key[:_SHORT]}…"


def message(
    stopped_by: Sequence[QualityResult],
    published: str | None,
    *,
    names: Mapping[str, str] | None = None,
    docs: str | None = None,
) -> str:
    """Why publication stopped, naming expectation, year and keys, and what a person can do about it.

    `published` is the release that stays, if any; `names` says what offending keys are called; `docs` is where the data
    docs of this run lie.
    """
    count = len(stopped_by)
    lines = [f"The gate stopped publication: {count} critical check{'s' if count != 1 else ''} failed."]
    lines += [_line(result, names or {}) for result in stopped_by[:_SHOWN]]
    if count > _SHOWN:
        lines.append(f"  ... and {count - _SHOWN} more")
    lines.append(
        f"Release {published} stays published." if published else "Nothing was published before, and nothing is now."
    )
    lines.append("What can be done:")
    if docs:
        lines.append(f"  look      every result of this run: {docs}")
    lines.append("  mend      the reports, the code or dbt/seeds, then run jixiao build again")
    lines.append("  retry     files that failed by accident: jixiao worklist --kind quarantine, jixiao retry")
    acceptable = [result for result in stopped_by if can_be_accepted(result)]
    if acceptable:
        each = " (--accept once for each check)" if len(acceptable) > 1 else ""
        lines.append(
            f"  accept    if it is right as it is: jixiao build ... --accept '{check_name(acceptable[0])}' --reason TEXT{each}"
        )
    return "\n".join(lines)
