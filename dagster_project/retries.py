"""Which failures a second try may cure: the machine's, never the data's or the code's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from expectations.process import ValidatorDied
from ingest.isolation import WorkerStartError

_PASSING = (OSError, WorkerStartError, ValidatorDied)
_TRIES = 2
_PAUSE_SECONDS = 2


@contextmanager
def second_try() -> Iterator[None]:
    """Runs a step's work; asks Dagster to run the step again when a file, a process or a lock failed it.

    Every step finds out itself what is left to do, so trying again never does anything twice.
    """
    try:
        yield
    except _PASSING as error:
        raise dg.RetryRequested(max_retries=_TRIES, seconds_to_wait=_PAUSE_SECONDS) from error
    except Exception as error:
        # DuckDB says by this that another process holds the file for a moment
        if type(error).__name__ == "IOException" and "lock" in str(error):
            raise dg.RetryRequested(max_retries=_TRIES, seconds_to_wait=_PAUSE_SECONDS) from error
        raise
