"""What a task may cost and what becomes of it: the words in which both sides of the pipe speak."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.confined import MEBIBYTE
from ingest.readers import media_types

Payload = dict[str, Any]
Handler = Callable[[Payload], Payload]

# before each message on a pipe: how many bytes of JSON it has
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: address space of its worker in bytes, CPU and wall seconds.

    A reader that tells of its pages has the wall seconds for each of them, `page_seconds` of CPU more for each that is read, and
    `whole_seconds` for all. A further worker is started for every `worker_tasks` tasks: starting one costs as much as reading so many files.
    """

    memory_bytes: int = 2_048 * MEBIBYTE
    cpu_seconds: int = 120
    wall_seconds: int = 300
    page_seconds: int = 40
    whole_seconds: int = 7_200
    file_bytes: int = 512 * MEBIBYTE
    worker_tasks: int = 8


DEFAULT_LIMITS = Limits()
# A page that is read optically needs a model's memory and seconds; LibreOffice starts beside the worker.
_OPTICAL = Limits(memory_bytes=4_096 * MEBIBYTE, cpu_seconds=180, wall_seconds=360, worker_tasks=1)
_OFFICE = Limits(memory_bytes=2_048 * MEBIBYTE, cpu_seconds=120, wall_seconds=300, worker_tasks=2)
ARCHIVE_LIMITS = Limits(cpu_seconds=600, wall_seconds=900, file_bytes=2_112 * MEBIBYTE, worker_tasks=1)
# LibreOffice's own clock rules over a batch; this one only ends a worker that hangs
CONVERSION_LIMITS = Limits(cpu_seconds=300, wall_seconds=3_600, worker_tasks=1)
_LIMITS: Mapping[str, Limits] = {
    media_types.PDF: _OPTICAL,
    **dict.fromkeys(media_types.IMAGES, _OPTICAL),
    media_types.DOC: _OFFICE,
    media_types.RTF: _OFFICE,
}


def limits_for(media_type: str) -> Limits:
    """What a file of a type may cost."""
    return _LIMITS.get(media_type, DEFAULT_LIMITS)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no value. `reason` is a quarantine reason, `detail` never holds text of the file."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task: a value or a failure."""

    task: str
    value: Payload | None
    failure: Failure | None
    seconds: float


class WorkerStartError(RuntimeError):
    """Workers can't start at all: the installation is broken, not a file."""


def worker_count(tasks: int, wanted: int, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many workers so many tasks deserve: at least one, at most `wanted`."""
    return max(1, min(wanted, math.ceil(tasks / limits.worker_tasks)))
