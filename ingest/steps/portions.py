"""What the steps share: outcomes in portions, interruptions that wait, a folder of a step's own."""

from __future__ import annotations

import contextlib
import shutil
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ingest.staging import BATCH_REPORTS
from ingest.steps.plan import Progress

# Finished work is written at least this often, so that a kill during slow files loses little.
_FLUSH_SECONDS = 60.0


def portions(outcomes: Iterable[Any], size: int = BATCH_REPORTS) -> Iterator[list[Any]]:
    """Gathers outcomes until there are enough of them, or until the oldest waited long enough, or until somebody interrupts."""
    portion: list[Any] = []
    oldest = time.monotonic()
    try:
        for outcome in outcomes:
            portion.append(outcome)
            if len(portion) >= size or time.monotonic() - oldest > _FLUSH_SECONDS:
                yield portion
                portion, oldest = [], time.monotonic()
    except GeneratorExit:
        raise
    except BaseException:
        # what is finished is kept, then the interruption goes on
        if portion:
            yield portion
        raise
    if portion:
        yield portion


@contextlib.contextmanager
def unhurried() -> Iterator[None]:
    """While this holds, an interruption from the keyboard waits: half a batch helps nobody."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if waiting:
            signal.raise_signal(signal.SIGINT)


def counted(step: str, outcomes: Iterable[Any], total: int, progress: Progress) -> Iterator[Any]:
    for number, outcome in enumerate(outcomes, 1):
        # handed over before it is told of: whoever is interrupted while telling has it
        yield outcome
        progress(step, number, total)


@contextlib.contextmanager
def empty_folder(path: Path) -> Iterator[Path]:
    """An empty folder for a step, removed after it; a killed step's leftovers go first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
