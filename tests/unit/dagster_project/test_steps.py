"""What the steps hand to each other belongs to one build and one state of staging."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.steps import StepOrderError, Steps
from expectations.results import QualityResult

RESULT = QualityResult(
    "run", "2031-01-01T00:00:00Z", "marts", None, "claims_kept", "critical", "1", ">= 1", True, "a,b"
)


def test_results_come_back_as_they_were_given(tmp_path: Path) -> None:
    steps = Steps(tmp_path / "steps")
    steps.start("run", "2031-01-01T00:00:00Z")
    steps.done("marts", "digest", 1.5, [RESULT])
    assert steps.results("marts", "digest") == [RESULT]
    assert steps.seconds() == {"marts": 1.5}
    assert (steps.build().run_id, steps.build().run_at) == ("run", "2031-01-01T00:00:00Z")


def test_results_of_other_data_are_not_taken(tmp_path: Path) -> None:
    steps = Steps(tmp_path)
    steps.done("marts", "digest", 1.5, [RESULT])
    with pytest.raises(StepOrderError, match="run the whole job"):
        steps.results("marts", "another digest")


def test_a_new_build_forgets_the_one_before(tmp_path: Path) -> None:
    steps = Steps(tmp_path / "steps")
    with pytest.raises(StepOrderError):
        steps.build()
    steps.start("one", "2031")
    steps.done("marts", "digest", 1.5, [RESULT])
    steps.start("two", "2032")
    assert steps.build().run_id == "two"
    with pytest.raises(StepOrderError):
        steps.results("marts", "digest")
