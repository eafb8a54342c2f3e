"""What a failed step says: one sentence in its event, for the person who looks at it in Dagster or on the command line."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg

from building.dbt_project import DbtFailed
from building.handed_on import StepOrderError
from expectations.process import ValidationFailed
from ingest.home import SettingsError
from ingest.isolation import WorkerStartError
from publishing.lock import HomeLocked
from publishing.reading import ReleaseUnreadable
from publishing.tables import ReleaseError

# their message is for people; whatever else fails a step is told with its kind, and its story is worth keeping
_FOR_PEOPLE = (
    DbtFailed,
    HomeLocked,
    ReleaseError,
    ReleaseUnreadable,
    SettingsError,
    StepOrderError,
    ValidationFailed,
    WorkerStartError,
)


def is_for_people(failure: dg.Failure) -> bool:
    """Whether a failure says all there is to say: it is one of ours, no error that nobody foresaw."""
    return failure.__cause__ is None or isinstance(failure.__cause__, _FOR_PEOPLE)


def sentence(error: BaseException) -> str:
    """What an error says to people: the one it was raised for, in one line."""
    while error.__cause__ is not None and not isinstance(error, _FOR_PEOPLE):
        error = error.__cause__
    if isinstance(error, _FOR_PEOPLE):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0]}"


@contextmanager
def _told(context: Any) -> Iterator[None]:
    try:
        yield
    except dg.Failure:
        raise
    except dg.RetryRequested as request:
        if request.__cause__ is None or context.retry_number < request.max_retries:
            raise
        # after the last try what counts is what failed it, not that it was tried
        raise dg.Failure(sentence(request.__cause__), allow_retries=False) from request.__cause__
    except Exception as error:
        raise dg.Failure(sentence(error), allow_retries=False) from error


def says_why(step: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a step's function fail with one sentence; the error itself stays its cause."""
    if inspect.isgeneratorfunction(step):

        @functools.wraps(step)
        def run_events(context: Any) -> Iterator[Any]:
            with _told(context):
                yield from step(context)

        return run_events

    @functools.wraps(step)
    def run(context: Any) -> Any:
        with _told(context):
            return step(context)

    return run
