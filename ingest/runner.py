"""Who carries reading and recognising out: the pool of confined workers on this machine, or whatever else gives the same outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.isolation import DEFAULT_LIMITS, Limits, Outcome, run
from ingest.isolation.outcomes import Payload


class Runner(Protocol):
    """Carries out named tasks of `ingest.isolation.operations` and yields their outcomes as they end, in any order.

    `width` is how many it carries out at a time. Whatever a task does costs its own outcome alone. Raises WorkerStartError.
    """

    @property
    def width(self) -> int: ...

    def run(
        self,
        tasks: Sequence[tuple[str, Payload]],
        *,
        limits: Limits | Callable[[str], Limits] = DEFAULT_LIMITS,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        scratch: Path | None = None,
        paged: Callable[[str, int, int], None] | None = None,
    ) -> Iterator[Outcome]: ...


@dataclass(frozen=True, slots=True)
class LocalPool:
    """Workers with time and memory limits on this machine: see `ingest.isolation.run`."""

    width: int = 1

    def run(
        self,
        tasks: Sequence[tuple[str, Payload]],
        *,
        limits: Limits | Callable[[str], Limits] = DEFAULT_LIMITS,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        scratch: Path | None = None,
        paged: Callable[[str, int, int], None] | None = None,
    ) -> Iterator[Outcome]:
        return run(
            tasks,
            workers=self.width,
            limits=limits,
            readable=readable,
            writable=writable,
            scratch=scratch,
            paged=paged,
        )


ONE_WORKER = LocalPool()
