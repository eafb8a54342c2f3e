"""A worker that the system kills costs no file: it is read, recognised or taken apart again, alone; killed twice, it is listed as such."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest import isolation, runner, steps
from ingest.home import Home
from ingest.runner import LocalPool
from tests.support import SAMPLES

HERE = Path(__file__).parent
OPERATIONS = ("expand", "read", "recognise")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    root = tmp_path / "home"
    return Home(root)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "library.txt").write_bytes((SAMPLES / "library_2024.txt").read_bytes())
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("library_2023.txt", (SAMPLES / "library_2023.txt").read_bytes())
    return folder


def killing(monkeypatch: pytest.MonkeyPatch, folder: Path, operation: str, times: int) -> Path:
    """The first so many tries of an operation are killed; the file that counts them."""
    folder.mkdir()
    count = folder / operation

    def run(payloads: Sequence[tuple[str, dict[str, Any]]], **named: Any) -> Iterator[isolation.Outcome]:
        counted = [(task, {**payload, "count": str(count), "times": times}) for task, payload in payloads]
        named["writable"] = [*named.get("writable", ()), folder]
        return isolation.run(counted, handler="killed_once:handle", search=[HERE], **named)

    monkeypatch.setattr(runner, "run", run)
    return count


def taken(home: Home, reports: Path) -> steps.Known:
    for _ in range(2):
        # what an archive holds is due once it is taken apart
        plan = steps.make_plan(steps.look([reports], home), steps.known(home), home)
        steps.take_in(plan, home, LocalPool(2))
    steps.read_new(steps.make_plan(steps.look([reports], home), steps.known(home), home), home, LocalPool(2))
    steps.recognise_due(home, LocalPool(2))
    return steps.known(home)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_worker_killed_once_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Home, reports: Path, operation: str
) -> None:
    count = killing(monkeypatch, tmp_path / "counts", operation, times=1)
    staged = taken(home, reports)
    assert len(count.read_text()) >= 2
    assert steps.current_quarantine(staged) == {}
    assert sum(1 for row in staged.manifest.values() if row.recognised_batch_id) == 2


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_worker_killed_twice_is_listed_as_killed_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Home, reports: Path, operation: str
) -> None:
    # the other report is tried while the first waits for its turn alone
    reports.joinpath("library.txt").unlink()
    killing(monkeypatch, tmp_path / "counts", operation, times=2)
    refused = steps.current_quarantine(taken(home, reports))
    assert [row.reason for row in refused.values()] == ["killed"]
    monkeypatch.undo()
    plan = steps.make_plan(steps.Landing((), ()), steps.known(home), home, retry=frozenset(refused))
    steps.take_in(plan, home)
    steps.read_new(steps.make_plan(steps.look([reports], home), steps.known(home), home, frozenset(refused)), home)
    steps.recognise_due(home)
    assert steps.current_quarantine(steps.known(home)) == {}
