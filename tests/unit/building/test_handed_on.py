"""What the steps hand to each other belongs to one build, and to all that it was made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from building.handed_on import HandedOn, StepOrderError
from expectations.results import QualityResult

RESULT = QualityResult(
    "run", "2031-01-01T00:00:00Z", "marts", None, "claims_kept", "critical", "1", ">= 1", True, "a,b"
)
MADE_OF: dict[str, Any] = {"staged": "s", "dbt_project": "p", "expectations": "e", "tools": {"duckdb": "1"}}


def test_results_come_back_as_they_were_given(tmp_path: Path) -> None:
    steps = HandedOn(tmp_path / "steps")
    steps.start("run", "2031-01-01T00:00:00Z")
    steps.done("marts", 1.5, made_of=MADE_OF, results=[RESULT], warehouse="digest")
    found = steps.judged("marts", MADE_OF)
    assert (found.results, found.warehouse) == ([RESULT], "digest")
    assert steps.seconds() == {"marts": 1.5}
    assert (steps.build().run_id, steps.build().run_at) == ("run", "2031-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("staged", "what is staged changed"),
        ("dbt_project", "the dbt project changed"),
        ("expectations", "the thresholds or guards changed"),
        ("tools", "tools changed"),
        # lists that a person keeps beside the files, or whatever a build is made of next
        ("a_list", "a list changed"),
    ],
)
def test_results_of_anything_else_are_not_taken(tmp_path: Path, part: str, told: str) -> None:
    steps = HandedOn(tmp_path)
    steps.done("marts", 1.5, made_of=MADE_OF, results=[RESULT])
    with pytest.raises(StepOrderError, match=f"^{told} since the step 'marts' was run: run the whole job$"):
        steps.judged("marts", {**MADE_OF, part: "another"})


def test_what_was_run_in_part_says_nothing(tmp_path: Path) -> None:
    steps = HandedOn(tmp_path)
    steps.done("dbt", 1.5, made_of=MADE_OF, results=[RESULT])
    steps.done_in_part("dbt")
    with pytest.raises(StepOrderError, match="only a part of the step 'dbt' was run"):
        steps.judged("dbt", MADE_OF)


def test_a_new_build_forgets_the_one_before(tmp_path: Path) -> None:
    steps = HandedOn(tmp_path / "steps")
    with pytest.raises(StepOrderError):
        steps.build()
    steps.start("one", "2031")
    steps.done("marts", 1.5, made_of=MADE_OF, results=[RESULT])
    steps.start("two", "2032")
    assert steps.build().run_id == "two"
    with pytest.raises(StepOrderError, match="wasn't run"):
        steps.judged("marts", MADE_OF)
