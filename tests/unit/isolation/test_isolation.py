"""Worker processes: whatever a file does, it takes only itself down."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest import isolation
from ingest.document import Block, Cell, Document, Table
from ingest.isolation import MEBIBYTE, Limits, Outcome, WorkerStartError, run
from ingest.records import ClaimRow

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
        ("kill", "crashed"),
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


def test_a_failure_never_tells_what_the_file_says() -> None:
    failure = outcomes(["error"])["0-error"].failure
    assert failure is not None
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
