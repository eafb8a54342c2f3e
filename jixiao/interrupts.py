"""Ctrl-C: the first ends a command in order, a second at once, whatever handlers the frameworks put in Python's place."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import NoReturn

INTERRUPTED = 130
# one press may reach a process twice: from the terminal, and from whatever started it
_SAME_PRESS_SECONDS = 0.3
_asked = threading.Event()


def asked() -> bool:
    """Whether somebody has interrupted this process, even where a library took the exception for its own."""
    return _asked.is_set()


def watch() -> None:
    """Listens for interruptions from now on; only for the main thread of a command of its own."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    # the kernel's word itself: handlers are replaced while Dagster runs, and wait while a library computes
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(reading,), daemon=True, name="interruptions").start()


def leave(code: int) -> NoReturn:
    """Ends an interrupted process without Python's own way out, where threads of libraries that still compute would abort it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _listen(reading: int) -> None:
    first = 0.0
    while told := os.read(reading, 1):
        if told[0] != signal.SIGINT:
            continue
        now = time.monotonic()
        if not _asked.is_set():
            first = now
            _asked.set()
        elif now - first > _SAME_PRESS_SECONDS:
            # workers and the validating process end with their parent; the cursor that progress bars hid comes back
            os.write(2, b"\x1b[?25h\n" if sys.stderr.isatty() else b"interrupted\n")
            os._exit(INTERRUPTED)
