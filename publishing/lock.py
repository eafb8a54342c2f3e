"""One build per home at a time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_held: dict[Path, int] = {}


class HomeLocked(RuntimeError):
    """Another process builds this home; the message says which."""


@contextmanager
def home_lock(path: Path, wait_seconds: float = 0.0, owner: str = "build") -> Iterator[None]:
    """Holds the lock file of a home; the kernel lets it go whenever the process ends, however that happens.

    Within one process it may be taken again by whoever runs under it. Waits at most `wait_seconds`, then raises HomeLocked.
    """
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(handle, path, time.monotonic() + wait_seconds)
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "owner": owner}).encode(), 0)
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise HomeLocked(f"another build of this home is under way{_holder(handle)}: {path.parent}") from None
            time.sleep(0.2)


def _holder(handle: int) -> str:
    try:
        return f" (process {json.loads(os.pread(handle, 200, 0))['pid']})"
    except (ValueError, KeyError, OSError):
        return ""
