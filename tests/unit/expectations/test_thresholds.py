"""The table of thresholds: complete, explained, and stopping publication only where the design says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from expectations.thresholds import HANDOVER, MARTS, MEASUREMENTS, THRESHOLDS, ThresholdError, load

LINES = list(csv.DictReader(THRESHOLDS.open(encoding="utf-8", newline="")))


def table(folder: Path, **changes: str) -> Path:
    path = folder / "thresholds.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, LINES[0].keys())
        writer.writeheader()
        writer.writerow({**LINES[0], **changes})
    return path


def test_only_what_the_design_lists_is_critical() -> None:
    critical = {(guard.suite, guard.expectation) for guard in load() if guard.severity == "critical"}
    assert critical == {
        (HANDOVER, "claims_placed"),
        (MARTS, "good_reports"),
        (MARTS, "reports_kept"),
        (MARTS, "years_kept"),
        (MARTS, "families_kept"),
        (MARTS, "claims_kept"),
        (MARTS, "unit_error_county"),
        (MARTS, "unit_error_year"),
        (MARTS, "amount_level_county"),
        (MARTS, "amount_level_year"),
        (MARTS, "amount_level_against_others"),
    }


def test_no_year_is_written_into_the_table() -> None:
    # the bounds of what can be a year at all are no year's own limit
    others = [line for line in LINES if line["measurement"] != "fiscal_year"]
    assert not [line for line in others if any("20" + digit in line["expectation"] for digit in "0123456789")]
    assert {line["scope"] for line in LINES} <= {"whole", "year", "year_family"}


def test_every_measurement_has_a_guard() -> None:
    written = {(path.parent.name, path.stem) for path in MEASUREMENTS.glob("*/[!_]*.sql")}
    assert written == {(guard.suite, guard.measurement) for guard in load()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"severity": "fatal"}, "fatal"),
        ({"measurement": "of_nothing"}, "of_nothing"),
        ({"min_value": "", "max_value": ""}, "no limit"),
        ({"min_value": "2", "max_value": "1"}, "wrong way round"),
        ({"min_value": "many"}, "many"),
        ({"owner": ""}, "owner"),
        ({"mostly": "95"}, "mostly"),
        ({"scope": "county"}, "county"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(ThresholdError, match=f"{LINES[0]['expectation']}.*{said}"):
        load(table(tmp_path, **changes))


def test_limits_read_as_people_write_them() -> None:
    told = {guard.expectation: guard.limit_text() for guard in load()}
    assert told["unit_known"] == ">= 0.95"
    assert told["largest_amount"] == "<= 1000000000000"
    assert told["staff_control_rate_band"] == "0.3 .. 1.5 for 80%"
