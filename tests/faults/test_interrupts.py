"""Ctrl-C while files are read: what was finished is kept, nothing is left running, and the next run reads the rest alone."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import steps
from ingest.home import Home
from ingest.staging import Staging
from tests.support import CHECKOUT, SAMPLES, another_year, command, copy_home, environment, run_jixiao

LANDING_RUN = """
import sys
from pathlib import Path
from ingest import steps
from ingest.home import Home
from ingest.runner import LocalPool
reports, root = Path(sys.argv[1]), Path(sys.argv[2])
home = Home(root)
plan = steps.make_plan(steps.look([reports], home), steps.known(home), home)
steps.take_in(plan, home)
try:
    steps.read_new(plan, home, LocalPool(2), progress=lambda *told: print(*told, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""
FILES, ENOUGH = 120, 5


def workers_of(pid: int) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes().decode("utf-8", "replace") if entry.name.isdigit() else ""
            if f'"parent": {pid}' in line:
                found.append(line)
    return found


def test_an_interrupted_reading_keeps_every_file_it_finished(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(FILES):
        another_year(SAMPLES / "library_2024.txt", reports / f"{number}.txt", "2024", f"2024{' ' * number}")
    root = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-c", LANDING_RUN, str(reports), str(root)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None
    finished = 0
    for line in process.stdout:
        finished = max(finished, int(line.split()[1]))
        if finished == ENOUGH:
            # they are seen while they work
            assert workers_of(process.pid) and list((root / "work").glob("workers/*"))
            process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert workers_of(process.pid) == []
    assert not list((root / "work").glob("workers/*"))
    home = Home(root)
    kept = len(Staging(home.staging).manifest())
    assert finished <= kept < FILES
    plan = steps.make_plan(steps.look([reports], home), steps.known(home), home)
    assert len(plan.to_read) == FILES - kept


# -- whole builds --------------------------------------------------------------------------------------------------------

# when a build is in a step, told by what lies in its home
MOMENTS: dict[str, Callable[[Path, int], bool]] = {
    "starting": lambda home, pid: bool(children_of(pid)),
    "reading": lambda home, pid: (home / "work/steps/landing.json").exists(),
    "dbt": lambda home, pid: (home / "work/warehouse.duckdb").exists(),
    "checking": lambda home, pid: (home / "work/steps/dbt.json").exists(),
    "publishing": lambda home, pid: any(home.glob("releases/.building-*")),
}


def children_of(pid: int) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes().decode("utf-8", "replace") if entry.name.isdigit() else ""
            if f'"parent": {pid}' in line or f"expectations.process\0{pid}\0" in line:
                found.append(line)
    return found


def interrupted(home: Path, reports: Path, moment: str, presses: int = 1) -> tuple[int, str, float]:
    """A build interrupted in a step: its code, what it said, and how long it then took to end."""
    shutil.rmtree(home / "work" / "steps", ignore_errors=True)
    (home / "work" / "warehouse.duckdb").unlink(missing_ok=True)
    build = subprocess.Popen(
        command("build", reports, "--home", home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )  # fmt: skip
    while build.poll() is None and not MOMENTS[moment](home, build.pid):
        time.sleep(0.01)
    time.sleep(0.3 if moment in ("starting", "dbt") else 0)
    started = time.monotonic()
    for _ in range(presses):
        build.send_signal(signal.SIGINT)
        time.sleep(0.5)
    out, err = build.communicate(timeout=120)
    took = time.monotonic() - started
    for _ in range(100):
        if not children_of(build.pid):
            break
        time.sleep(0.1)
    assert children_of(build.pid) == []
    return build.returncode, out + err, took


@pytest.fixture
def more(built_home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A home of the samples, and their folder with one report more."""
    home = copy_home(built_home, tmp_path / "home")
    folder = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    another_year(SAMPLES / "library_2024.txt", folder / "more.txt", "2024", "2026")
    return home, folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "moments",
    [("dbt", "publishing"), pytest.param(tuple(MOMENTS), marks=[pytest.mark.soak, pytest.mark.timeout(3_600)])],
)
def test_a_build_interrupted_in_any_step_ends_with_130(more: tuple[Path, Path], moments: tuple[str, ...]) -> None:
    home, reports = more
    old = (home / "published").readlink()
    for moment in moments:
        code, said, _ = interrupted(home, reports, moment)
        assert code == 130, (moment, code, said)
        assert "interrupted" in said and "Traceback" not in said, (moment, said)
        assert (home / "published").readlink() == old, moment
    ran = run_jixiao("build", reports, "--home", home, "--json")
    assert ran.code == 0 and ran.json["status"] == "published", ran.out + ran.err
    left = [path for path in home.rglob(".*") if "work/dbt" not in path.as_posix()]
    assert left == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["dbt", pytest.param("reading", marks=pytest.mark.soak), pytest.param("checking", marks=pytest.mark.soak)]
)
def test_a_second_interruption_ends_a_build_at_once(more: tuple[Path, Path], moment: str) -> None:
    home, reports = more
    code, said, took = interrupted(home, reports, moment, presses=2)
    # the first may already have told its word and be ending Python itself: a shell sees 130 either way
    assert code in (130, -signal.SIGINT) and "Traceback" not in said, (code, said)
    assert "interrupted" in said
    assert took < 5


def test_a_retry_that_is_interrupted_ends_with_130(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    retry = subprocess.Popen(
        command("retry", "--home", home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
    while retry.poll() is None and not workers_of(retry.pid):
        time.sleep(0.005)
    retry.send_signal(signal.SIGINT)
    out, err = retry.communicate(timeout=60)
    assert retry.returncode == 130, out + err
    assert "interrupted" in err and "Traceback" not in err
    # one that was just being started ends as soon as it sees that nobody waits for it
    for _ in range(100):
        if not workers_of(retry.pid):
            break
        time.sleep(0.1)
    assert workers_of(retry.pid) == []
