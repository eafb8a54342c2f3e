"""A step that fails says why in one sentence, in its event."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.slow


def failed(error: Exception) -> tuple[Any, int]:
    """The failure in the event of an asset that an error ended, and how often it was tried."""
    import dagster as dg

    from dagster_project.failures import says_why
    from dagster_project.retries import second_try

    seen: list[int] = []

    @dg.asset
    @says_why
    def failing(context) -> None:  # type: ignore[no-untyped-def]
        seen.append(context.retry_number)
        with second_try():
            raise error

    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        ran = dg.materialize([failing], instance=instance, raise_on_error=False)
    (event,) = (event for event in ran.all_events if event.is_step_failure)
    return event.step_failure_data, len(seen)


def test_our_own_errors_say_what_they_say() -> None:
    from building.handed_on import StepOrderError

    data, tries = failed(StepOrderError("no build is under way in this home: run the whole job"))
    assert data.user_failure_data.description == "no build is under way in this home: run the whole job"
    assert "StepOrderError" in data.error.cause.message and tries == 1


def test_errors_that_nobody_foresaw_say_their_kind_and_one_line() -> None:
    data, tries = failed(ValueError("a thing\nand its long story"))
    assert (data.user_failure_data.description, tries) == ("ValueError: a thing", 1)


def test_what_every_try_failed_on_is_said_not_that_it_was_tried() -> None:
    data, tries = failed(PermissionError(13, "Permission denied", "home/staging"))
    assert (data.user_failure_data.description, tries) == ("Permission denied: home/staging", 3)


def test_a_stop_at_the_gate_keeps_its_words() -> None:
    import dagster as dg

    data, _ = failed(dg.Failure("The gate stopped publication", allow_retries=False))
    assert data.user_failure_data.description == "The gate stopped publication"
