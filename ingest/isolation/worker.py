"""The worker's side: one task after another from the pipe, confined, each answered by a value or a failure."""

from __future__ import annotations

import importlib
import json
import math
import os
import resource
import sys
from pathlib import Path

from ingest import confined
from ingest.confined import MEBIBYTE
from ingest.isolation.outcomes import LENGTH, Handler, Limits, Payload


def _whereabouts(error: BaseException) -> str:
    """The kind of an error and the line it comes from; its message may quote the file and stays unsaid."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def _answer(function: Handler, payload: Payload, limits: Limits) -> Payload:
    from ingest.readers import Unreadable

    try:
        value = function(payload)
        # a lone surrogate can't be stored as UTF-8: better one file refused than a batch lost
        json.dumps(value, ensure_ascii=False).encode()
    except Unreadable as error:
        return {"failure": {"reason": error.reason, "detail": error.detail}}
    except MemoryError:
        detail = f"needed more than {limits.memory_bytes // MEBIBYTE} MiB of memory"
        return {"failure": {"reason": "too_large", "detail": detail}, "retire": True}
    except Exception as error:
        return {"failure": {"reason": "crashed", "detail": _whereabouts(error)}}
    except BaseException as error:
        # a library's panic: what it left behind is not to be used again
        return {"failure": {"reason": "crashed", "detail": _whereabouts(error)}, "retire": True}
    return {"value": value}


class _Allowance:
    """The CPU seconds that a task may use: those of its worker's limits, and more for each page that is read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._before = 0

    def begin(self) -> None:
        """A task begins: what those before it used doesn't count."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        self._before = math.ceil(used.ru_utime + used.ru_stime)
        self.grow(0)

    def grow(self, pages: int) -> None:
        """So many pages of the task are read."""
        _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
        allowed = self._before + self._limits.cpu_seconds + pages * self._limits.page_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hardest))


def _confine(arguments: Payload, limits: Limits) -> None:
    """Shuts the network and the files that no task needs, and sets what a process may use."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    confined.keep_to(
        readable=[Path(place) for place in arguments["readable"]],
        writable=[Path(place) for place in arguments["writable"]],
    )
    if not confined.deny_network():
        import socket

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError("a worker opens no sockets")

        socket.socket.connect = socket.socket.bind = refuse  # type: ignore[method-assign]


def _serve(arguments: Payload) -> None:
    from ingest import readers

    confined.die_with_parent(arguments["parent"])
    module, _, name = arguments["handler"].partition(":")
    limits = Limits(**arguments["limits"])
    # the pipes are for the protocol alone: what a library prints must not get between
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    loaded = importlib.import_module(module)
    function: Handler = getattr(loaded, name)
    if hasattr(loaded, "prepare"):
        loaded.prepare()
    _confine(arguments, limits)

    def send(message: Payload) -> None:
        body = json.dumps(message, ensure_ascii=False).encode()
        answers.write(LENGTH.pack(len(body)) + body)
        answers.flush()

    allowance = _Allowance(limits)

    def page_done(done: int, total: int) -> None:
        allowance.grow(done)
        send({"page": [done, total]})

    readers.page_listener = page_done
    send({"ready": True})
    os.dup2(nowhere, 2)
    while head := tasks.read(LENGTH.size):
        body = tasks.read(LENGTH.unpack(head)[0])
        allowance.begin()
        message = _answer(function, json.loads(body), limits)
        send(message)
        if message.get("retire"):
            return


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
