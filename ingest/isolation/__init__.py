"""Worker processes with time and memory limits: whatever a file does, it takes only itself down.

A worker is `ingest.isolation.worker` run with `python -m`: it imports `ingest` and nothing of the pipeline, gets one task at a time
over a pipe as JSON (never pickle: what comes out of a worker is not trusted) and answers it. A worker that dies, hangs
or asks for too much memory costs its one task a `Failure`; a new worker carries on. Each worker leads a process group
of its own, which is killed whole, and asks the kernel to die with its parent, so none is ever left behind.

On Linux a worker and what it starts open no socket but local ones (seccomp), read nothing but the system's and Python's
files, this package and what they are given, and write nowhere but in a folder of their own, which is removed with the worker
(Landlock, from kernel 5.13 on). Elsewhere only Python's own sockets are shut.

The order in which tasks end depends on the machine; what each gives does not.
"""

from __future__ import annotations

from ingest.isolation.outcomes import (
    ARCHIVE_LIMITS,
    CONVERSION_LIMITS,
    DEFAULT_LIMITS,
    Failure,
    Limits,
    Outcome,
    WorkerStartError,
    limits_for,
    worker_count,
)
from ingest.isolation.pool import run
from ingest.isolation.rows_as_json import RECOGNISED, document_from_json, document_to_json, row_from_json, row_to_json

__all__ = [
    "ARCHIVE_LIMITS",
    "CONVERSION_LIMITS",
    "DEFAULT_LIMITS",
    "RECOGNISED",
    "Failure",
    "Limits",
    "Outcome",
    "WorkerStartError",
    "document_from_json",
    "document_to_json",
    "limits_for",
    "row_from_json",
    "row_to_json",
    "run",
    "worker_count",
]
