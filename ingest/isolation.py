"""Worker processes with time and memory limits: whatever a file does, it takes only itself down.

A worker is this module run with `python -m`: it imports `ingest` and nothing of the pipeline, gets one task at a time
over a pipe as JSON (never pickle: what comes out of a worker is not trusted) and answers it. A worker that dies, hangs
or asks for too much memory costs its one task a `Failure`; a new worker carries on. Each worker leads a process group
of its own, which is killed whole, and asks the kernel to die with its parent, so none is ever left behind.

The order in which tasks end depends on the machine; what each gives does not.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import importlib
import json
import math
import os
import selectors
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ingest.document import Block, Cell, Document, Table, runs_from_lists, runs_to_lists

Payload = dict[str, Any]
Handler = Callable[[Payload], Payload]

MEBIBYTE = 1024 * 1024
_LENGTH = struct.Struct(">Q")
# Beyond this many tasks a worker is replaced, so that a library that leaks can't fill the machine.
_TASKS_PER_WORKER = 1_000
# Starting a worker costs as much as reading this many small files.
_TASKS_WORTH_A_WORKER = 8
# No honest answer is longer; a broken worker must not fill the parent's memory.
_LONGEST_ANSWER = 1_024 * MEBIBYTE
_START_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: address space in bytes, CPU and wall seconds."""

    memory_bytes: int = 2_048 * MEBIBYTE
    cpu_seconds: int = 120
    wall_seconds: int = 300


DEFAULT_LIMITS = Limits()


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


def die_with_parent(parent: int) -> None:
    """Asks Linux to kill this process when its parent ends; elsewhere the closed pipe ends an idle worker."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def worker_count(tasks: int, wanted: int) -> int:
    """How many workers so many tasks deserve: at least one, at most `wanted`."""
    return max(1, min(wanted, math.ceil(tasks / _TASKS_WORTH_A_WORKER)))


# -- the parent's side -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    answers: int
    ready: bool = False
    task: str | None = None
    started: float = 0.0
    deadline: float = math.inf
    done: int = 0
    buffer: bytearray = field(default_factory=bytearray)

    def message(self) -> Payload | None:
        """The next whole message in the buffer."""
        if len(self.buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self.buffer)
        if length > _LONGEST_ANSWER:
            raise ValueError("answer too long")
        end = _LENGTH.size + length
        if len(self.buffer) < end:
            return None
        body = bytes(self.buffer[_LENGTH.size : end])
        del self.buffer[:end]
        found: Payload = json.loads(body)
        return found

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.errors.close()


def _start(handler: str, limits: Limits, search: Sequence[Path]) -> _Worker:
    package_root = Path(__file__).resolve().parents[1]
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "SYSTEMROOT")
        },
        "PYTHONPATH": os.pathsep.join(str(place) for place in (package_root, *search)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # a library that starts threads per core would fight the other workers
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
    arguments = json.dumps({"handler": handler, "parent": os.getpid(), **dataclasses.asdict(limits)})
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest.isolation", arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment,
        cwd=package_root,
        start_new_session=True,
    )
    assert process.stdout is not None
    answers = process.stdout.fileno()
    os.set_blocking(answers, False)
    return _Worker(process, errors, answers, deadline=time.monotonic() + _START_SECONDS)


def _epitaph(returncode: int | None, limits: Limits) -> Failure:
    if returncode is not None and -returncode == signal.SIGXCPU:
        return Failure("timed_out", f"needed more than {limits.cpu_seconds} CPU seconds")
    if returncode is not None and returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            name = str(-returncode)
        return Failure("crashed", f"the worker process was ended by {name}")
    return Failure("crashed", f"the worker process ended with code {returncode}")


def run(
    tasks: Sequence[tuple[str, Payload]],
    *,
    handler: str = "ingest.isolation:handle",
    workers: int = 1,
    limits: Limits = Limits(),
    search: Sequence[Path] = (),
) -> Iterator[Outcome]:
    """Runs named tasks in up to `workers` processes and yields their outcomes as they end.

    `handler` is `module:function` of the function that a worker calls with each payload (after the module's `prepare`,
    where it has one); `search` are folders where a worker finds that module, beside this package. Raises WorkerStartError where no worker can start.
    """
    waiting = list(reversed(tasks))
    again: set[str] = set()
    wanted = worker_count(len(tasks), workers)
    selector = selectors.DefaultSelector()
    pool: dict[int, _Worker] = {}

    def add() -> None:
        worker = _start(handler, limits, search)
        pool[worker.answers] = worker
        selector.register(worker.answers, selectors.EVENT_READ, worker)

    def remove(worker: _Worker) -> None:
        selector.unregister(worker.answers)
        del pool[worker.answers]
        worker.kill()

    def give(worker: _Worker) -> Outcome | None:
        task, payload = waiting.pop()
        worker.task, worker.started = task, time.monotonic()
        worker.deadline = worker.started + limits.wall_seconds
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")
        assert worker.process.stdin is not None
        try:
            worker.process.stdin.write(_LENGTH.pack(len(body)) + body)
            worker.process.stdin.flush()
        except OSError:
            if task in again:
                return lose(worker)
            # it died while it had nothing to do: not this file's fault
            again.add(task)
            remove(worker)
            waiting.append((task, payload))
        return None

    def lose(worker: _Worker, failure: Failure | None = None) -> Outcome | None:
        """Buries a worker; the outcome is that of the task it held."""
        task, started = worker.task, worker.started
        if failure is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.process.wait(timeout=5)
        returncode = worker.process.poll()
        if not worker.ready:
            worker.errors.seek(0)
            told = worker.errors.read().decode("utf-8", "replace").strip().splitlines()
            remove(worker)
            raise WorkerStartError(f"a worker process could not start: {told[-1] if told else returncode}")
        remove(worker)
        if task is None:
            return None
        return Outcome(task, None, failure or _epitaph(returncode, limits), time.monotonic() - started)

    def listen(worker: _Worker) -> Iterator[Outcome]:
        try:
            while chunk := os.read(worker.answers, MEBIBYTE):
                worker.buffer += chunk
            ended = True
        except BlockingIOError:
            ended = False
        while True:
            try:
                message = worker.message()
                if message is None:
                    break
                failure = Failure(**message["failure"]) if "failure" in message else None
            except (ValueError, TypeError, KeyError):
                outcome = lose(worker, Failure("crashed", "the worker process gave no intelligible answer"))
                if outcome:
                    yield outcome
                return
            if "ready" in message:
                worker.ready, worker.deadline = True, math.inf
            elif worker.task is not None:
                task, seconds = worker.task, time.monotonic() - worker.started
                worker.task, worker.deadline = None, math.inf
                worker.done += 1
                if message.get("retire") or worker.done >= _TASKS_PER_WORKER:
                    remove(worker)
                yield Outcome(task, message.get("value"), failure, seconds)
                if worker.answers not in pool:
                    return
        if ended:
            outcome = lose(worker)
            if outcome:
                yield outcome

    try:
        while waiting or any(worker.task for worker in pool.values()):
            busy = sum(1 for worker in pool.values() if worker.task)
            while len(pool) < min(wanted, len(waiting) + busy):
                add()
            for worker in [w for w in pool.values() if w.ready and not w.task]:
                if waiting:
                    lost = give(worker)
                    if lost:
                        yield lost
            nearest = min((worker.deadline for worker in pool.values()), default=math.inf)
            pause = None if nearest == math.inf else max(0.0, nearest - time.monotonic())
            found = [key.data for key, _ in selector.select(min(pause, 5.0) if pause is not None else 5.0)]
            for worker in found:
                if worker.answers in pool:
                    for outcome in listen(worker):
                        before = time.monotonic()
                        yield outcome
                        # what the caller does between two outcomes is not the workers' time
                        away = time.monotonic() - before
                        for other in pool.values():
                            other.deadline += away
            now = time.monotonic()
            for worker in [w for w in pool.values() if w.deadline <= now]:
                lost = lose(worker, Failure("timed_out", f"needed more than {limits.wall_seconds} seconds"))
                if lost:
                    yield lost
    finally:
        for worker in list(pool.values()):
            remove(worker)
        selector.close()


# -- rows and documents as JSON ----------------------------------------------------------------------------------------


def row_to_json(row: Any) -> list[Any]:
    """The values of a row of `ingest.records`, in the order of its columns; decimals as text."""
    values = (getattr(row, item.name) for item in dataclasses.fields(row))
    return [str(value) if isinstance(value, Decimal) else value for value in values]


def row_from_json(row_type: type, values: Sequence[Any]) -> Any:
    """A row of `ingest.records` from `row_to_json`. Raises ValueError where a value doesn't fit its column."""
    from ingest.records import columns

    checked: list[Any] = []
    python_types: dict[str, tuple[type, ...]] = {
        "text": (str,),
        "integer": (int,),
        "float": (float, int),
        "boolean": (bool,),
    }
    for (name, kind), value in zip(columns(row_type).items(), values, strict=True):
        if value is None:
            checked.append(None)
        elif isinstance(kind, tuple):
            number = Decimal(value)
            if not number.is_finite() or abs(number) >= Decimal(10) ** (kind[1] - kind[2]):
                raise ValueError(f"{name} doesn't fit a decimal of {kind[1]} digits")
            checked.append(number)
        elif not isinstance(value, python_types[kind]):
            raise ValueError(f"{name} isn't {kind}")
        else:
            checked.append(value)
    return row_type(*checked)


def document_to_json(document: Document) -> Payload:
    """A document as plain lists; the opposite of `document_from_json`."""
    return {
        "media_type": document.media_type,
        "reader": document.reader,
        "reader_version": document.reader_version,
        "page_count": document.page_count,
        "notes": list(document.notes),
        "converter": document.converter,
        "converted_sha256": document.converted_sha256,
        "blocks": [
            [
                block.block_no,
                block.kind,
                block.text,
                block.level,
                block.page_no,
                block.box,
                block.reading_score,
                runs_to_lists(block.runs),
                None
                if block.table is None
                else [
                    block.table.table_no,
                    [
                        [
                            c.row_no,
                            c.column_no,
                            c.text,
                            c.row_span,
                            c.column_span,
                            c.page_no,
                            c.box,
                            c.reading_score,
                            runs_to_lists(c.runs),
                        ]
                        for c in block.table.cells
                    ],
                ],
            ]
            for block in document.blocks
        ],
    }


def document_from_json(found: Payload) -> Document:
    """The document that `document_to_json` took apart."""

    def box(values: list[float] | None) -> tuple[float, float, float, float] | None:
        return None if values is None else (values[0], values[1], values[2], values[3])

    def table(values: list[Any] | None) -> Table | None:
        if values is None:
            return None
        return Table(
            values[0],
            tuple(
                Cell(r, c, t, rs, cs, page, box(place), score, runs_from_lists(runs))
                for r, c, t, rs, cs, page, place, score, runs in values[1]
            ),
        )

    return Document(
        blocks=tuple(
            Block(number, kind, text, level, table(laid_out), page, box(place), score, runs_from_lists(runs))
            for number, kind, text, level, page, place, score, runs, laid_out in found["blocks"]
        ),
        media_type=found["media_type"],
        reader=found["reader"],
        reader_version=found["reader_version"],
        page_count=found["page_count"],
        notes=tuple(found["notes"]),
        converter=found["converter"],
        converted_sha256=found["converted_sha256"],
    )


# the tables that a recognition fills, beside its one identity row
RECOGNISED = ("claims", "indicators", "attributes", "unrecognised")


# -- what a worker can do ----------------------------------------------------------------------------------------------


def _read(payload: Payload) -> Payload:
    from ingest import readers

    data = Path(payload["path"]).read_bytes()
    media_type = payload["media_type"] or readers.sniff(data[: readers.HEAD_BYTES], Path(payload["path"]).name)
    reader = readers.reader_for(media_type)
    if reader is None:
        raise readers.Unreadable(
            "empty" if not data else "no_reader", "the file is empty" if not data else f"no reader for {media_type}"
        )
    return {"document": document_to_json(reader.read(data)), "byte_size": len(data)}


def _recognise(payload: Payload) -> Payload:
    from ingest.recognisers import recognise

    found = recognise(document_from_json(payload["document"]), payload["sha256"])
    return {
        "recognitions": [
            {
                "identity": row_to_json(part.identity),
                **{name: [row_to_json(row) for row in getattr(part, name)] for name in RECOGNISED},
            }
            for part in found
        ]
    }


def _parse(payload: Payload) -> Payload:
    import hashlib

    read = _read({**payload, "media_type": None})
    sha256 = hashlib.sha256(Path(payload["path"]).read_bytes()).hexdigest()
    return {"sha256": sha256, **read, **_recognise({"document": read["document"], "sha256": sha256})}


_OPERATIONS: dict[str, Handler] = {"read": _read, "recognise": _recognise, "parse": _parse}


def prepare() -> None:
    """Loads what every task needs, before the first: a broken lexicon is then no file's fault."""
    from ingest import readers, recognisers

    readers.versions()
    recognisers.version()


def handle(payload: Payload) -> Payload:
    """Reads a file (`read`), recognises a document (`recognise`) or does both (`parse`): see the functions above."""
    return _OPERATIONS[payload["operation"]](payload)


# -- the worker's side -------------------------------------------------------------------------------------------------


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
    return {"value": value}


def _serve(arguments: Payload) -> None:
    import resource

    die_with_parent(arguments.pop("parent"))
    module, _, name = arguments.pop("handler").partition(":")
    limits = Limits(**arguments)
    # the pipes are for the protocol alone: what a library prints must not get between
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    loaded = importlib.import_module(module)
    function: Handler = getattr(loaded, name)
    if hasattr(loaded, "prepare"):
        loaded.prepare()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)

    def send(message: Payload) -> None:
        body = json.dumps(message, ensure_ascii=False).encode()
        answers.write(_LENGTH.pack(len(body)) + body)
        answers.flush()

    send({"ready": True})
    os.dup2(nowhere, 2)
    while head := tasks.read(_LENGTH.size):
        body = tasks.read(_LENGTH.unpack(head)[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hardest))
        message = _answer(function, json.loads(body), limits)
        send(message)
        if message.get("retire"):
            return


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
