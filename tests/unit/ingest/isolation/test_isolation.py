"""Worker processes: whatever a file does, it takes only itself down."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from ingest import isolation
from ingest.confined import MEBIBYTE
from ingest.document import Block, Cell, Document, Table
from ingest.isolation import Limits, Outcome, WorkerStartError, run
from ingest.records import ClaimRow
from tests.unit.ingest.isolation import misbehaving

HERE = Path(__file__).parent
QUICK = Limits(memory_bytes=1_024 * MEBIBYTE, cpu_seconds=1, wall_seconds=4)


def outcomes(kinds: list[str], workers: int = 1, limits: Limits = QUICK) -> dict[str, Outcome]:
    tasks = [(f"{number}-{kind}", {"kind": kind, "text": "文"}) for number, kind in enumerate(kinds)]
    found = run(tasks, handler="misbehaving:handle", workers=workers, limits=limits, search=[HERE])
    return {outcome.task: outcome for outcome in found}


def processes_of(parent: int) -> list[int]:
    mark = f'"parent": {parent}'.encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("abort", "crashed"),
        ("kill", "killed"),
        ("exit", "crashed"),
        ("error", "crashed"),
        ("surrogate", "crashed"),
        ("sleep", "timed_out"),
        ("spin", "timed_out"),
        ("memory", "too_large"),
        ("children", "timed_out"),
    ],
)
def test_a_hostile_file_costs_only_itself(kind: str, reason: str) -> None:
    found = outcomes(["good", kind, "good"])
    assert len(found) == 3
    failure = found[f"1-{kind}"].failure
    assert failure is not None and failure.reason == reason, failure
    for good in ("0-good", "2-good"):
        value = found[good].value
        assert value is not None and value["echo"] == "文"
    assert not processes_of(os.getpid())


def killed_beside_others(tmp_path: Path, times: int, workers: int) -> tuple[list[Outcome], int, list[tuple[int, int]]]:
    """A task whose worker is killed so many times, between twenty others: outcomes, tries, and (try, workers alive) as it ends."""
    count = tmp_path / "count"
    tasks = [(str(number), {"kind": "good", "text": str(number)}) for number in range(20)]
    tasks.insert(3, ("killed", {"kind": "killed", "times": times, "count": str(count)}))
    beside: list[tuple[int, int]] = []
    found = run(
        tasks,
        handler="misbehaving:handle",
        workers=workers,
        limits=QUICK,
        search=[HERE],
        writable=[tmp_path],
        paged=lambda task, done, _: beside.append((done, len(processes_of(os.getpid())))),
    )
    return list(found), len(count.read_text()), beside


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_whose_worker_is_killed_from_outside_is_tried_once_more_and_alone(tmp_path: Path, workers: int) -> None:
    found, tries, beside = killed_beside_others(tmp_path, times=1, workers=workers)
    assert tries == 2 and beside == [(2, 1)]
    assert [outcome.task for outcome in found].count("killed") == 1 and found[-1].task == "killed"
    assert len(found) == 21 and all(outcome.failure is None for outcome in found)


def test_a_task_whose_worker_is_killed_twice_is_refused_as_such(tmp_path: Path) -> None:
    found, tries, _ = killed_beside_others(tmp_path, times=9, workers=2)
    assert tries == 2
    failures = {outcome.task: outcome.failure for outcome in found if outcome.failure}
    assert set(failures) == {"killed"} and failures["killed"].reason == "killed"
    assert "twice" in failures["killed"].detail
    others = {outcome.task: outcome.value["echo"] for outcome in found if outcome.value}
    assert others == {str(number): str(number) for number in range(20)}


def test_several_killed_tasks_are_tried_again_one_after_the_other(tmp_path: Path) -> None:
    tasks = [(str(number), {"kind": "killed", "times": 1, "count": str(tmp_path / str(number))}) for number in range(3)]
    beside: list[int] = []
    found = list(
        run(
            tasks, handler="misbehaving:handle", workers=3, limits=Limits(worker_tasks=1), search=[HERE], writable=[tmp_path],
            paged=lambda *_: beside.append(len(processes_of(os.getpid()))),
        )
    )  # fmt: skip
    assert [outcome.failure for outcome in found] == [None] * 3
    assert beside == [1, 1, 1]


def test_a_deadline_of_our_own_is_no_second_try() -> None:
    started = time.monotonic()
    failure = outcomes(["sleep"])["0-sleep"].failure
    assert failure is not None and failure.reason == "timed_out"
    assert time.monotonic() - started < 1.9 * QUICK.wall_seconds


def test_a_failure_never_tells_what_the_file_says() -> None:
    failure = outcomes(["error"])["0-error"].failure
    assert failure is not None
    with pytest.raises(ValueError, match="张三 138"):
        misbehaving.handle({"kind": "error"})
    assert "张三" not in failure.detail and "138" not in failure.detail
    assert "ValueError at misbehaving.py:" in failure.detail


def test_what_a_library_prints_does_not_get_between_the_answers() -> None:
    found = outcomes(["print", "good"])
    assert all(outcome.failure is None for outcome in found.values())


def test_answers_larger_than_a_pipe_arrive_whole() -> None:
    value = outcomes(["large"])["0-large"].value
    assert value is not None and len(value["text"]) == 3_000_000


def test_more_workers_give_the_same_and_work_side_by_side() -> None:
    kinds = ["good"] * 20
    one, two = outcomes(kinds, workers=1), outcomes(kinds, workers=2)
    assert {task: found.value["echo"] for task, found in one.items() if found.value} == {
        task: found.value["echo"] for task, found in two.items() if found.value
    }
    napping = outcomes(["nap"] * 24, workers=2)
    assert len({found.value["pid"] for found in napping.values() if found.value}) == 2


def test_few_files_start_one_worker() -> None:
    assert isolation.worker_count(0, 4) == 1
    assert isolation.worker_count(3, 4) == 1
    assert isolation.worker_count(1_000, 4) == 4


def test_time_the_caller_takes_is_not_the_files_time() -> None:
    tasks = [(str(number), {"kind": "good"}) for number in range(20)]
    failures = []
    limits = Limits(cpu_seconds=1, wall_seconds=1)
    for position, outcome in enumerate(
        run(tasks, handler="misbehaving:handle", workers=2, limits=limits, search=[HERE])
    ):
        if position == 0:
            time.sleep(1.5)
        failures.append(outcome.failure)
    assert failures == [None] * 20


def test_a_broken_installation_is_no_files_fault() -> None:
    with pytest.raises(WorkerStartError, match="the lexicon is broken"):
        list(run([("a", {})], handler="broken:handle", search=[HERE]))


def test_leaving_early_leaves_no_process_behind() -> None:
    tasks = [(str(number), {"kind": "sleep" if number else "good"}) for number in range(3)]
    found = run(tasks, handler="misbehaving:handle", workers=1, limits=Limits(), search=[HERE])
    assert next(found).task == "0"
    found.close()  # type: ignore[attr-defined]
    assert not processes_of(os.getpid())


def test_documents_and_rows_survive_the_pipe() -> None:
    table = Table(1, (Cell(1, 1, "年初预算", 2, 1, 3, (1.0, 2.0, 3.0, 4.0), 0.5), Cell(1, 2, "")))
    document = Document(
        (Block(1, "paragraph", "正文", 2), Block(2, "table", table=table, page_no=3)),
        "text/plain",
        "text",
        "1",
        4,
        ("n",),
    )
    assert isolation.document_from_json(isolation.document_to_json(document)) == document


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e16", "-10000000000000000"])
def test_an_amount_that_fits_no_column_is_refused(amount: str) -> None:
    values = isolation.row_to_json(ClaimRow("narrative", "q"))
    names = list(ClaimRow.__dataclass_fields__)
    values[names.index("amount_yuan")] = amount
    with pytest.raises((ValueError, ArithmeticError)):
        isolation.row_from_json(ClaimRow, values)


# -- what a worker can't reach -------------------------------------------------------------------------------------------


def one(payload: dict[str, object], **named: object) -> Outcome:
    (outcome,) = run([("task", payload)], handler="misbehaving:handle", limits=QUICK, search=[HERE], **named)  # type: ignore[arg-type]
    return outcome


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp and Landlock are Linux's")


@on_linux
def test_neither_a_worker_nor_what_it_starts_reaches_the_network() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        failure = one({"kind": "connect", "port": port}).failure
        assert failure is not None and "PermissionError" in failure.detail
        value = one({"kind": "child_connects", "port": port}).value
        assert value is not None and value["code"] != 0
        listening.settimeout(0.05)
        with pytest.raises(TimeoutError):
            listening.accept()


def has_landlock() -> bool:
    return sys.platform == "linux" and ctypes.CDLL(None).syscall(444, None, 0, 1) >= 1


@pytest.mark.skipif(not has_landlock(), reason="the kernel has no Landlock")
def test_a_worker_reads_and_writes_only_what_it_is_given(tmp_path: Path) -> None:
    given, secret = tmp_path / "given", tmp_path / "secret"
    given.write_text("given")
    secret.write_text("secret")
    value = one({"kind": "open", "path": str(given)}, readable=[given]).value
    assert value == {"text": "given"}
    for path in (secret, Path("/etc/passwd"), Path.home() / ".bashrc"):
        failure = one({"kind": "open", "path": str(path)}, readable=[given]).failure
        assert failure is not None and ("PermissionError" in failure.detail or not path.exists())
    for path in (given, tmp_path / "new"):
        failure = one({"kind": "write", "path": str(path)}, readable=[tmp_path]).failure
        assert failure is not None and "PermissionError" in failure.detail
    assert one({"kind": "write", "path": str(tmp_path / "new")}, writable=[tmp_path]).failure is None


def test_a_workers_own_folder_goes_with_it(tmp_path: Path) -> None:
    value = one({"kind": "scratch"}, scratch=tmp_path / "scratch").value
    assert value is not None and Path(value["folder"]).parent == tmp_path / "scratch"
    assert list((tmp_path / "scratch").iterdir()) == []


# -- pages and limits ----------------------------------------------------------------------------------------------------


def test_a_file_with_pages_has_its_seconds_for_each(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    patient = Limits(cpu_seconds=1, wall_seconds=1)
    task = ("task", {"kind": "pages", "pages": 6, "seconds": 0.4})
    (outcome,) = run(
        [task], handler="misbehaving:handle", limits=patient, search=[HERE], paged=lambda *heard: told.append(heard)
    )
    assert outcome.failure is None
    assert told == [("task", page, 6) for page in range(1, 7)]
    whole = Limits(wall_seconds=1, whole_seconds=1)
    (outcome,) = run([task], handler="misbehaving:handle", limits=whole, search=[HERE])
    assert outcome.failure is not None and outcome.failure.reason == "timed_out"


def test_what_a_file_may_cost_grows_with_the_pages_that_are_read() -> None:
    """A long scan is read to its end; one whose pages take too long is stopped, however many it says it has."""

    def outcome(pages: int, busy: float) -> isolation.Outcome:
        limits = Limits(cpu_seconds=1, page_seconds=1)
        task = ("task", {"kind": "pages", "pages": pages, "seconds": 0, "busy": busy})
        (found,) = run([task], handler="misbehaving:handle", limits=limits, search=[HERE])
        return found

    assert outcome(pages=5, busy=0.5).failure is None
    slow = outcome(pages=1_000, busy=2.5).failure
    assert slow is not None and slow.reason == "timed_out"


def test_want_of_memory_is_told_from_a_crash() -> None:
    """A library that gets no more memory ends its process, with whatever signal."""
    task = ("task", {"kind": "hoard", "bytes": 1_200 * MEBIBYTE})
    (found,) = run([task], handler="misbehaving:handle", limits=Limits(memory_bytes=1_600 * MEBIBYTE), search=[HERE])
    assert found.failure is not None and found.failure.reason == "too_large"


def test_what_the_parent_holds_is_no_want_of_memory() -> None:
    assert len(b"x" * (750 * MEBIBYTE)) > 0
    (found,) = run([("task", {"kind": "abort"})], handler="misbehaving:handle", limits=QUICK, search=[HERE])
    assert found.failure is not None and found.failure.reason == "crashed"


def test_tasks_of_other_limits_have_workers_of_their_own() -> None:
    small = Limits(memory_bytes=700 * MEBIBYTE)
    tasks = [(f"{number}-{kind}", {"kind": "good"}) for number, kind in enumerate(["small", "large"] * 4)]
    found = list(
        run(
            tasks,
            handler="misbehaving:handle",
            limits=lambda task: small if "small" in task else Limits(),
            search=[HERE],
        )
    )
    by_pid: dict[int, set[str]] = {}
    for outcome in found:
        assert outcome.value is not None
        by_pid.setdefault(outcome.value["pid"], set()).add(outcome.task.split("-")[1])
    assert len(found) == 8 and sorted(map(sorted, by_pid.values())) == [["large"], ["small"]]


def test_optical_reading_may_cost_more_than_text() -> None:
    assert isolation.limits_for("image/png").memory_bytes > isolation.limits_for("text/plain").memory_bytes
    assert isolation.limits_for("application/pdf") == isolation.limits_for("image/tiff")
