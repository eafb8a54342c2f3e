"""Worker processes with time and memory limits: whatever a file does, it takes only itself down.

A worker is this module run with `python -m`: it imports `ingest` and nothing of the pipeline, gets one task at a time
over a pipe as JSON (never pickle: what comes out of a worker is not trusted) and answers it. A worker that dies, hangs
or asks for too much memory costs its one task a `Failure`; a new worker carries on. Each worker leads a process group
of its own, which is killed whole, and asks the kernel to die with its parent, so none is ever left behind.

On Linux a worker and what it starts open no socket but local ones (seccomp), read nothing but the system's and Python's
files, this package and what they are given, and write nowhere but in a folder of their own, which is removed with the worker
(Landlock, from kernel 5.13 on). Elsewhere only Python's own sockets are shut.

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
import resource
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ingest.document import Block, Cell, Document, Table, runs_from_lists, runs_to_lists
from ingest.readers import media_types

Payload = dict[str, Any]
Handler = Callable[[Payload], Payload]

MEBIBYTE = 1024 * 1024
_LENGTH = struct.Struct(">Q")
# Beyond this many tasks a worker is replaced, so that a library that leaks can't fill the machine.
_TASKS_PER_WORKER = 1_000
# No honest answer is longer; a broken worker must not fill the parent's memory.
_LONGEST_ANSWER = 1_024 * MEBIBYTE
_START_SECONDS = 180
# what was in use at the end, as a share of what may be, where the want of memory ended a process
_NEARLY_ALL = 0.6


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


def die_with_parent(parent: int) -> None:
    """Asks Linux to kill this process when its parent ends; elsewhere the closed pipe ends an idle worker."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def worker_count(tasks: int, wanted: int, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many workers so many tasks deserve: at least one, at most `wanted`."""
    return max(1, min(wanted, math.ceil(tasks / limits.worker_tasks)))


# -- the parent's side -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    answers: int
    folder: Path
    limits: Limits
    ready: bool = False
    task: str | None = None
    started: float = 0.0
    deadline: float = math.inf
    done: int = 0
    buffer: bytearray = field(default_factory=bytearray)
    # a process counts the memory of its parent until it became itself
    inherited_bytes: int = 0
    peak_bytes: int = 0

    def bury(self, seconds: float) -> None:
        """Waits for the process to end, so long at most, and keeps how much memory it used, where that can be told."""
        ends = time.monotonic() + seconds
        while self.process.returncode is None:
            with contextlib.suppress(ChildProcessError):
                pid, status, used = os.wait4(self.process.pid, os.WNOHANG)
                if pid:
                    self.process.returncode = os.waitstatus_to_exitcode(status)
                    peak = _peak_bytes(used)
                    self.peak_bytes = peak if peak > self.inherited_bytes else 0
                    return
            if time.monotonic() >= ends:
                return
            time.sleep(0.01)

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
        shutil.rmtree(self.folder, ignore_errors=True)


def _start(
    handler: str,
    limits: Limits,
    search: Sequence[Path],
    readable: Sequence[Path],
    writable: Sequence[Path],
    scratch: Path | None,
) -> _Worker:
    package_root = Path(__file__).resolve().parents[1]
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="worker-", dir=scratch)).resolve()
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")},
        "TMPDIR": str(folder),
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(str(place) for place in (package_root, *search)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # a library that starts threads per core would fight the other workers
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
    arguments = json.dumps(
        {
            "handler": handler,
            "parent": os.getpid(),
            "readable": [str(place) for place in (package_root, *search, *readable)],
            "writable": [str(place) for place in (folder, *writable)],
            "limits": dataclasses.asdict(limits),
        }
    )
    inherited_bytes = _peak_bytes(resource.getrusage(resource.RUSAGE_SELF))
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
    return _Worker(
        process,
        errors,
        answers,
        folder,
        limits,
        deadline=time.monotonic() + _START_SECONDS,
        inherited_bytes=inherited_bytes,
    )


def _peak_bytes(used: resource.struct_rusage) -> int:
    # the kernel counts kibibytes, that of macOS bytes
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _epitaph(returncode: int | None, limits: Limits, peak_bytes: int) -> Failure:
    if returncode is not None and -returncode == signal.SIGXCPU:
        return Failure(
            "timed_out", f"needed more than {limits.cpu_seconds} CPU seconds and {limits.page_seconds} for a page"
        )
    if returncode is not None and returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            name = str(-returncode)
        if peak_bytes > _NEARLY_ALL * limits.memory_bytes:
            # a library that gets no more memory ends its process
            detail = f"needed more than {limits.memory_bytes // MEBIBYTE} MiB of memory: ended by {name}"
            return Failure("too_large", detail)
        return Failure("crashed", f"the worker process was ended by {name}")
    return Failure("crashed", f"the worker process ended with code {returncode}")


def run(
    tasks: Sequence[tuple[str, Payload]],
    *,
    handler: str = "ingest.isolation:handle",
    workers: int = 1,
    limits: Limits | Callable[[str], Limits] = DEFAULT_LIMITS,
    search: Sequence[Path] = (),
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
    scratch: Path | None = None,
    paged: Callable[[str, int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Runs named tasks in up to `workers` processes and yields their outcomes as they end.

    `handler` is `module:function` of the function that a worker calls with each payload (after the module's `prepare`,
    where it has one); `search` are folders where a worker finds that module, beside this package. `limits` hold for all tasks or are asked
    for by a task's name; tasks of the same limits run one after the other, in workers of their own. `readable` and `writable` are the
    folders and files that tasks need, `scratch` is where workers' own folders are made; `paged` hears of each task's pages: how many of how
    many are read. Raises WorkerStartError where no worker can start.
    """
    if isinstance(limits, Limits):
        everywhere = limits
        limits_of: Callable[[str], Limits] = lambda task: everywhere  # noqa: E731
    else:
        limits_of = limits
    waiting: dict[Limits, list[tuple[str, Payload]]] = {}
    for task, payload in reversed(tasks):
        waiting.setdefault(limits_of(task), []).append((task, payload))
    totals = {key: len(group) for key, group in waiting.items()}
    again: set[str] = set()
    selector = selectors.DefaultSelector()
    pool: dict[int, _Worker] = {}

    def current() -> Limits | None:
        """The limits whose tasks are handed out now."""
        return next((key for key, group in waiting.items() if group), None)

    def add(limits: Limits) -> None:
        worker = _start(handler, limits, search, readable, writable, scratch)
        pool[worker.answers] = worker
        selector.register(worker.answers, selectors.EVENT_READ, worker)

    def remove(worker: _Worker) -> None:
        selector.unregister(worker.answers)
        del pool[worker.answers]
        worker.kill()

    def give(worker: _Worker) -> Outcome | None:
        task, payload = waiting[worker.limits].pop()
        worker.task, worker.started = task, time.monotonic()
        worker.deadline = worker.started + worker.limits.wall_seconds
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
            waiting[worker.limits].append((task, payload))
        return None

    def lose(worker: _Worker, failure: Failure | None = None) -> Outcome | None:
        """Buries a worker; the outcome is that of the task it held."""
        task, started = worker.task, worker.started
        worker.bury(5 if failure is None else 0)
        returncode = worker.process.returncode
        if not worker.ready:
            worker.errors.seek(0)
            told = worker.errors.read().decode("utf-8", "replace").strip().splitlines()
            remove(worker)
            raise WorkerStartError(f"a worker process could not start: {told[-1] if told else returncode}")
        remove(worker)
        if task is None:
            return None
        return Outcome(
            task, None, failure or _epitaph(returncode, worker.limits, worker.peak_bytes), time.monotonic() - started
        )

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
            elif "page" in message:
                if worker.task is not None:
                    now = time.monotonic()
                    ends = worker.started + worker.limits.whole_seconds
                    worker.deadline = min(now + worker.limits.wall_seconds, ends)
                    if paged is not None:
                        paged(worker.task, *message["page"])
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
        while (key := current()) is not None or any(worker.task for worker in pool.values()):
            for worker in [w for w in pool.values() if w.ready and not w.task and not waiting[w.limits] and key]:
                remove(worker)
            busy = sum(1 for worker in pool.values() if worker.task)
            while key is not None and len(pool) < min(
                worker_count(totals[key], workers, key), len(waiting[key]) + busy
            ):
                add(key)
            for worker in [w for w in pool.values() if w.ready and not w.task]:
                if waiting[worker.limits]:
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
                lost = lose(worker, Failure("timed_out", f"needed more than {worker.limits.wall_seconds} seconds"))
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


_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "float": (float, int),
    "boolean": (bool,),
}


def row_from_json(row_type: type, values: Sequence[Any]) -> Any:
    """A row of `ingest.records` from `row_to_json`. Raises ValueError where a value doesn't fit its column."""
    from ingest.records import columns

    checked: list[Any] = []
    for (name, kind), value in zip(columns(row_type).items(), values, strict=True):
        if value is None:
            checked.append(None)
        elif isinstance(kind, tuple):
            number = Decimal(value)
            if not number.is_finite() or abs(number) >= Decimal(10) ** (kind[1] - kind[2]):
                raise ValueError(f"{name} doesn't fit a decimal of {kind[1]} digits")
            checked.append(number)
        elif not isinstance(value, _PYTHON_TYPES[kind]):
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
    media_type = payload["media_type"] or readers.sniff(data)
    reader = readers.reader_for(media_type)
    if reader is None:
        raise readers.Unreadable(*readers.refusal(media_type))
    if payload.get("converted"):
        from ingest.readers.doc import read_converted

        document = read_converted(Path(payload["converted"]).read_bytes(), data)
    else:
        document = reader.read(data)
    return {"document": document_to_json(document), "byte_size": len(data)}


def _convert(payload: Payload) -> Payload:
    """DOCX of several DOC or RTF files by one start of LibreOffice: path -> path; those it can't convert are left out."""
    from ingest.readers.doc import convert_batch

    made = convert_batch([Path(path) for path in payload["paths"]], Path(payload["out"]))
    return {"converted": {str(path): str(found) for path, found in made.items() if isinstance(found, Path)}}


def _expand(payload: Payload) -> Payload:
    """The members of an archive, taken out into a folder."""
    from ingest.readers import archive

    members = archive.expand(Path(payload["path"]), payload["media_type"], Path(payload["out"]))
    return {"members": [dataclasses.asdict(member) for member in members]}


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


_OPERATIONS: dict[str, Handler] = {
    "read": _read,
    "convert": _convert,
    "expand": _expand,
    "recognise": _recognise,
    "parse": _parse,
}


def prepare() -> None:
    """Loads what every task needs, before the first: a broken lexicon is then no file's fault."""
    from ingest import readers, recognisers

    readers.versions()
    recognisers.version()


def handle(payload: Payload) -> Payload:
    """Reads, converts or expands files, recognises a document, or reads and recognises (`parse`): see the functions above."""
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
    from ingest import confined

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

    die_with_parent(arguments["parent"])
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
        answers.write(_LENGTH.pack(len(body)) + body)
        answers.flush()

    allowance = _Allowance(limits)

    def page_done(done: int, total: int) -> None:
        allowance.grow(done)
        send({"page": [done, total]})

    readers.page_listener = page_done
    send({"ready": True})
    os.dup2(nowhere, 2)
    while head := tasks.read(_LENGTH.size):
        body = tasks.read(_LENGTH.unpack(head)[0])
        allowance.begin()
        message = _answer(function, json.loads(body), limits)
        send(message)
        if message.get("retire"):
            return


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
