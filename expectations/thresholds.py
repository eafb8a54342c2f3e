"""The one loader of `thresholds.csv`: which guards there are, what they measure, and their limits.

A row is a template: it is applied to every fiscal year (and report family) the load holds, so a new year needs no edit.
Columns: suite (`handover`, `marts`); expectation (its code); measurement (the file under `measurements/<suite>/`);
subject (which rows of that measurement; empty: all); scope (`whole`, `year`, `year_family`); families (report families it
answers for, `-name` leaves one out; empty: all); severity; min_value, max_value (inclusive; empty: no limit); mostly
(share of rows that must hold); min_history (rows backed by less are "not enough history"); owner; title_en, title_zh;
reason_en, reason_zh (why the limit stands there).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from expectations.results import SEVERITIES

HERE = Path(__file__).resolve().parent
THRESHOLDS = HERE / "thresholds.csv"
MEASUREMENTS = HERE / "measurements"
HANDOVER = "handover"
MARTS = "marts"
SUITES = (HANDOVER, MARTS)
SCOPES = ("whole", "year", "year_family")


class ThresholdError(ValueError):
    """A line of the table of thresholds that can't be meant."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One guard. Values are plain numbers: shares and rates as fractions, amounts in yuan, counts."""

    suite: str
    expectation: str
    measurement: str
    subject: str | None
    scope: str
    families: tuple[str, ...]
    severity: str
    min_value: float | None
    max_value: float | None
    mostly: float
    min_history: int
    owner: str
    title_en: str
    title_zh: str
    reason_en: str
    reason_zh: str

    def answers_for(self, family: str | None) -> bool:
        """Whether this guard judges reports of `family`."""
        wanted = [name for name in self.families if not name.startswith("-")]
        return f"-{family}" not in self.families and (not wanted or family in wanted)

    def limit_text(self) -> str:
        """The limit as people read it: ">= 0.95", "<= 3", "0 .. 1.2 for 90%"."""
        if self.min_value is None:
            limit = f"<= {number_text(self.max_value)}"
        elif self.max_value is None:
            limit = f">= {number_text(self.min_value)}"
        else:
            limit = f"{number_text(self.min_value)} .. {number_text(self.max_value)}"
        return limit if self.mostly == 1.0 else f"{limit} for {number_text(100 * self.mostly)}%"


def number_text(value: float | None) -> str:
    """A number without noise: never rounded up to a limit it doesn't reach (six decimals kept), no exponent."""
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 10_000 else f"{value:.6f}".rstrip("0").rstrip(".")


def _number(text: str) -> float | None:
    return float(text) if text else None


def _threshold(line: dict[str, str]) -> Threshold:
    return Threshold(
        suite=line["suite"],
        expectation=line["expectation"],
        measurement=line["measurement"],
        subject=line["subject"] or None,
        scope=line["scope"],
        families=tuple(line["families"].split()),
        severity=line["severity"],
        min_value=_number(line["min_value"]),
        max_value=_number(line["max_value"]),
        mostly=float(line["mostly"] or 1),
        min_history=int(line["min_history"] or 0),
        owner=line["owner"],
        title_en=line["title_en"],
        title_zh=line["title_zh"],
        reason_en=line["reason_en"],
        reason_zh=line["reason_zh"],
    )


def _faults(threshold: Threshold) -> list[str]:
    faults = []
    if threshold.suite not in SUITES:
        faults.append(f"suite {threshold.suite!r} is none of {', '.join(SUITES)}")
    elif not (MEASUREMENTS / threshold.suite / f"{threshold.measurement}.sql").is_file():
        faults.append(f"there is no measurement {threshold.suite}/{threshold.measurement}.sql")
    if threshold.scope not in SCOPES:
        faults.append(f"scope {threshold.scope!r} is none of {', '.join(SCOPES)}")
    if threshold.severity not in SEVERITIES:
        faults.append(f"severity {threshold.severity!r} is none of {', '.join(SEVERITIES)}")
    if threshold.min_value is None and threshold.max_value is None:
        faults.append("it has no limit")
    elif None not in (threshold.min_value, threshold.max_value) and threshold.min_value > threshold.max_value:  # type: ignore[operator]
        faults.append("its limits are the wrong way round")
    if not 0 < threshold.mostly <= 1:
        faults.append("mostly is not in (0, 1]")
    if not threshold.expectation or "/" in threshold.expectation:
        faults.append("the code is empty or holds a slash")
    if not all((threshold.owner, threshold.title_en, threshold.title_zh, threshold.reason_en, threshold.reason_zh)):
        faults.append("owner, titles and reasons must all be given")
    return faults


def load(path: Path = THRESHOLDS) -> list[Threshold]:
    """The guards in the order of the table. Raises ThresholdError naming the line and what is wrong with it."""
    found: dict[tuple[str, str], Threshold] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        lines = csv.DictReader(row for row in handle if not row.startswith("#"))
        for line in lines:
            name = line.get("expectation")
            try:
                threshold = _threshold(line)
            except (KeyError, ValueError, AttributeError) as error:
                raise ThresholdError(f"{path.name}, {name}: {error!r}") from error
            faults = _faults(threshold)
            if (threshold.suite, threshold.expectation) in found:
                faults.append("the code stands there twice")
            if faults:
                raise ThresholdError(f"{path.name}, {name}: {'; '.join(faults)}")
            found[threshold.suite, threshold.expectation] = threshold
    return list(found.values())


def of_suite(suite: str, path: Path = THRESHOLDS) -> list[Threshold]:
    """The guards of one suite."""
    return [threshold for threshold in load(path) if threshold.suite == suite]
