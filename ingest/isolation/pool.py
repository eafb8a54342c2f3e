"""The parent's side: workers are started, given one task at a time, listened to, and buried."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ingest.confined import MEBIBYTE
from ingest.isolation.outcomes import (
    DEFAULT_LIMITS,
    LENGTH,
    Failure,
    Limits,
    Outcome,
    Payload,
    WorkerStartError,
    worker_count,
)

# Beyond this many tasks a worker is replaced, so that a library that leaks can't fill the machine.
_TASKS_PER_WORKER = 1_000
# No honest answer is longer; a broken worker must not fill the parent's memory.
_LONGEST_ANSWER = 1_024 * MEBIBYTE
_START_SECONDS = 180
_LONGEST_PAUSE = 5.0
# what was in use at the end, as a share of what may be, where the want of memory ended a process
_NEARLY_ALL = 0.6
# so many workers may be killed while they start before a machine counts as one on which none can
_KILLED_STARTS = 3


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    errors: IO[bytes]
    answers: int
    folder: Path
    limits: Limits
    ready: bool = False
    task: str | None = None
    payload: Payload = field(default_factory=dict)
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

    def hear(self) -> bool:
        """Takes what stands in the pipe into the buffer; whether the pipe has ended."""
        try:
            while chunk := os.read(self.answers, MEBIBYTE):
                self.buffer += chunk
        except BlockingIOError:
            return False
        return True

    def message(self) -> Payload | None:
        """The next whole message in the buffer."""
        if len(self.buffer) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack_from(self.buffer)
        if length > _LONGEST_ANSWER:
            raise ValueError("answer too long")
        end = LENGTH.size + length
        if len(self.buffer) < end:
            return None
        body = bytes(self.buffer[LENGTH.size : end])
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


@dataclass(frozen=True, slots=True)
class _Workplace:
    """What a worker runs, and which folders it sees: see `run`."""

    handler: str
    search: Sequence[Path]
    readable: Sequence[Path]
    writable: Sequence[Path]
    scratch: Path | None


def _start(place: _Workplace, limits: Limits) -> _Worker:
    package_root = Path(__file__).resolve().parents[2]
    if place.scratch is not None:
        place.scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="worker-", dir=place.scratch)).resolve()
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")},
        "TMPDIR": str(folder),
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(str(path) for path in (package_root, *place.search)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # a library that starts threads per core would fight the other workers
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
    arguments = json.dumps(
        {
            "handler": place.handler,
            "parent": os.getpid(),
            "readable": [str(path) for path in (package_root, *place.search, *place.readable)],
            "writable": [str(path) for path in (folder, *place.writable)],
            "limits": dataclasses.asdict(limits),
        }
    )
    inherited_bytes = _peak_bytes(resource.getrusage(resource.RUSAGE_SELF))
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest.isolation.worker", arguments],
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
        if -returncode == signal.SIGKILL:
            return Failure("killed", "its process was killed from outside twice, the second time while no other ran")
        if peak_bytes > _NEARLY_ALL * limits.memory_bytes:
            # a library that gets no more memory ends its process
            detail = f"needed more than {limits.memory_bytes // MEBIBYTE} MiB of memory: ended by {name}"
            return Failure("too_large", detail)
        return Failure("crashed", f"the worker process was ended by {name}")
    return Failure("crashed", f"the worker process ended with code {returncode}")


class _Pool:
    """Workers, and the tasks that wait for them by their limits, those handed out first last."""

    def __init__(
        self,
        waiting: dict[Limits, list[tuple[str, Payload]]],
        workers: int,
        place: _Workplace,
        paged: Callable[[str, int, int], None] | None,
    ) -> None:
        self._waiting = waiting
        self._wanted = {limits: worker_count(len(group), workers, limits) for limits, group in waiting.items()}
        self._place = place
        self._paged = paged
        # tasks whose worker died before it could take them
        self._again: set[str] = set()
        # tasks whose worker was killed from outside, as a system short of memory does: each is tried once more, alone
        self._killed: list[tuple[Limits, str, Payload]] = []
        self._alone: set[str] = set()
        self._killed_starts = 0
        self._selector = selectors.DefaultSelector()
        self._workers: dict[int, _Worker] = {}

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of the tasks, as they end."""
        while (limits := self._due()) is not None or self._is_busy():
            self._staff(limits)
            for worker in self._idle():
                if self._waiting[worker.limits] and (lost := self._give(worker)):
                    yield lost
            for worker in self._answering():
                if worker.answers not in self._workers:
                    continue
                for outcome in self._listen(worker):
                    before = time.monotonic()
                    yield outcome
                    # what the caller does between two outcomes is not the workers' time
                    away = time.monotonic() - before
                    for other in self._workers.values():
                        other.deadline += away
            now = time.monotonic()
            for worker in [w for w in self._workers.values() if w.deadline <= now]:
                late = Failure("timed_out", f"needed more than {worker.limits.wall_seconds} seconds")
                if lost := self._lose(worker, late):
                    yield lost

    def close(self) -> None:
        """Kills what still runs."""
        for worker in list(self._workers.values()):
            self._remove(worker)
        self._selector.close()

    def _current(self) -> Limits | None:
        """The limits whose tasks are handed out now."""
        return next((limits for limits, group in self._waiting.items() if group), None)

    def _due(self) -> Limits | None:
        """As `_current`; where nothing waits or runs any more, a task that was killed waits again, and nothing stays beside it."""
        limits = self._current()
        if limits is None and self._killed and not self._is_busy():
            for worker in self._idle():
                self._remove(worker)
            limits, task, payload = self._killed.pop(0)
            self._alone.add(task)
            self._waiting[limits].append((task, payload))
        return limits

    def _is_busy(self) -> bool:
        return any(worker.task for worker in self._workers.values())

    def _idle(self) -> list[_Worker]:
        return [worker for worker in self._workers.values() if worker.ready and not worker.task]

    def _staff(self, limits: Limits | None) -> None:
        """Sends workers away for whose limits nothing waits while other tasks do, and starts as many as these deserve."""
        if limits is None:
            return
        for worker in self._idle():
            if not self._waiting[worker.limits]:
                self._remove(worker)
        busy = sum(1 for worker in self._workers.values() if worker.task)
        while len(self._workers) < min(self._wanted[limits], len(self._waiting[limits]) + busy):
            worker = _start(self._place, limits)
            self._workers[worker.answers] = worker
            self._selector.register(worker.answers, selectors.EVENT_READ, worker)

    def _remove(self, worker: _Worker) -> None:
        self._selector.unregister(worker.answers)
        del self._workers[worker.answers]
        worker.kill()

    def _give(self, worker: _Worker) -> Outcome | None:
        """Hands the next task to an idle worker; an outcome only where it is dead."""
        task, payload = self._waiting[worker.limits].pop()
        worker.task, worker.payload, worker.started = task, payload, time.monotonic()
        worker.deadline = worker.started + worker.limits.wall_seconds
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass")
        assert worker.process.stdin is not None
        try:
            worker.process.stdin.write(LENGTH.pack(len(body)) + body)
            worker.process.stdin.flush()
        except OSError:
            if task in self._again:
                return self._lose(worker)
            # it died while it had nothing to do: not this file's fault
            self._again.add(task)
            self._remove(worker)
            self._waiting[worker.limits].append((task, payload))
        return None

    def _lose(self, worker: _Worker, failure: Failure | None = None) -> Outcome | None:
        """Buries a worker; the outcome is that of the task it held, unless that is to be tried again."""
        task, started = worker.task, worker.started
        worker.bury(5 if failure is None else 0)
        returncode = worker.process.returncode
        if not worker.ready:
            worker.errors.seek(0)
            told = worker.errors.read().decode("utf-8", "replace").strip().splitlines()
            self._remove(worker)
            if failure is None and returncode == -signal.SIGKILL and self._killed_starts < _KILLED_STARTS:
                self._killed_starts += 1
                return None
            raise WorkerStartError(f"a worker process could not start: {told[-1] if told else returncode}")
        self._remove(worker)
        if task is None:
            return None
        if failure is None and returncode == -signal.SIGKILL and task not in self._alone:
            self._killed.append((worker.limits, task, worker.payload))
            return None
        failure = failure or _epitaph(returncode, worker.limits, worker.peak_bytes)
        return Outcome(task, None, failure, time.monotonic() - started)

    def _answering(self) -> list[_Worker]:
        """The workers that have said something, waited for until the next deadline."""
        nearest = min((worker.deadline for worker in self._workers.values()), default=math.inf)
        pause = min(_LONGEST_PAUSE, max(0.0, nearest - time.monotonic()))
        return [key.data for key, _ in self._selector.select(pause)]

    def _listen(self, worker: _Worker) -> Iterator[Outcome]:
        """Takes what a worker has said; the outcome of its task where it is done, or dead."""
        ended = worker.hear()
        while True:
            try:
                message = worker.message()
                if message is None:
                    break
                failure = Failure(**message["failure"]) if "failure" in message else None
            except (ValueError, TypeError, KeyError):
                if outcome := self._lose(worker, Failure("crashed", "the worker process gave no intelligible answer")):
                    yield outcome
                return
            if "ready" in message:
                worker.ready, worker.deadline = True, math.inf
            elif "page" in message:
                self._turn_page(worker, message["page"])
            elif worker.task is not None:
                task, seconds = worker.task, time.monotonic() - worker.started
                worker.task, worker.deadline = None, math.inf
                worker.done += 1
                if message.get("retire") or worker.done >= _TASKS_PER_WORKER:
                    self._remove(worker)
                yield Outcome(task, message.get("value"), failure, seconds)
                if worker.answers not in self._workers:
                    return
        if ended and (outcome := self._lose(worker)):
            yield outcome

    def _turn_page(self, worker: _Worker, page: Sequence[int]) -> None:
        """A page is read: the next has its own wall time, up to that of the whole."""
        if worker.task is None:
            return
        ends = worker.started + worker.limits.whole_seconds
        worker.deadline = min(time.monotonic() + worker.limits.wall_seconds, ends)
        if self._paged is not None:
            self._paged(worker.task, *page)


def run(
    tasks: Sequence[tuple[str, Payload]],
    *,
    handler: str = "ingest.isolation.operations:handle",
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
    many are read. A task whose worker is killed from outside is tried once more after all others, with no worker beside it; killed again, it
    fails as `killed`. Raises WorkerStartError where no worker can start.
    """
    if isinstance(limits, Limits):
        everywhere = limits
        limits_of: Callable[[str], Limits] = lambda task: everywhere  # noqa: E731
    else:
        limits_of = limits
    waiting: dict[Limits, list[tuple[str, Payload]]] = {}
    for task, payload in reversed(tasks):
        waiting.setdefault(limits_of(task), []).append((task, payload))
    pool = _Pool(waiting, workers, _Workplace(handler, search, readable, writable, scratch), paged)
    try:
        yield from pool.outcomes()
    finally:
        pool.close()
