"""Who wants to see how far a step is: the command line draws it, a Dagster run logs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int, int], None]

_listeners: list[Listener] = []


@contextmanager
def shown_by(listener: Listener) -> Iterator[None]:
    """While this holds, `listener` hears of every step: its name, how much is done, of how much."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(step: str, done: int, total: int) -> None:
    """Tells whoever listens."""
    for listener in _listeners:
        listener(step, done, total)
