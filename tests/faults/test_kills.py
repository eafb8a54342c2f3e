"""A build killed at any moment: readers never notice, and the next build ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import (
    SAMPLES,
    another_year,
    command,
    copy_home,
    differences,
    environment,
    marts,
    run_jixiao,
)

pytestmark = pytest.mark.slow

READER = """
import sys, time
from pathlib import Path
import duckdb
published = Path(sys.argv[1]) / "published"
count, releases = 0, set()
print("reading", flush=True)
while not Path(sys.argv[2]).exists():
    with duckdb.connect(str(published / "warehouse.duckdb"), read_only=True) as connection:
        ((claims,),) = connection.execute("select count(*) from marts.fct_claim").fetchall()
        facts = connection.execute("select count(*) from marts.fct_budget as f join marts.fct_claim as c on f.chosen_claim_id = c.claim_id").fetchall()
    rows = duckdb.sql(f"select count(*) from '{published.resolve()}/parquet/fct_claim.parquet'").fetchall()
    assert claims > 0 and facts[0][0] > 0 and rows[0][0] > 0
    count += 1
    releases.add(claims)
    time.sleep(0.01)
print(count, len(releases), flush=True)
"""


@contextmanager
def reading(home: Path, stop: Path) -> Iterator[list[int]]:
    """Reads the published release in a loop in another process while this holds; gives how often, and how many it met."""
    told: list[int] = []
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        assert reader.stdout is not None and reader.stdout.readline() == "reading\n"
        yield told
    finally:
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    told += map(int, out.split())


def children_of(pid: int) -> list[str]:
    """Processes that a build started and that still live."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            line = (
                (entry / "cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
                if entry.name.isdigit()
                else ""
            )
            if f'"parent": {pid}' in line or f"dagster_project.validation {pid} " in line:
                found.append(line)
    return found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and three reports more."""
    folder = Path(shutil.copytree(SAMPLES, tmp_path_factory.mktemp("kills") / "reports"))
    for name in ("library_2024", "culture_house_2024", "sanitation_centre_2024"):
        another_year(SAMPLES / f"{name}.txt", folder / f"{name}_again.txt", "2024", "2025")
    return folder


@pytest.fixture(scope="module")
def whole(built_home: Path, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A home where the further reports were built by a build never killed, and how long that took."""
    home = copy_home(built_home, tmp_path_factory.mktemp("whole") / "home")
    started = time.monotonic()
    ran = run_jixiao("build", reports, "--home", home)
    assert ran.code == 0, ran.out + ran.err
    return home, time.monotonic() - started


def kill_once(built_home: Path, reports: Path, whole: tuple[Path, float], tmp_path: Path, seed: int) -> None:
    home = copy_home(built_home, tmp_path / "home")
    old = (home / "published").readlink()
    moment = random.Random(seed).uniform(0.0, whole[1])
    print(f"seed {seed}: killed after {moment:.2f} of {whole[1]:.2f} seconds")
    with reading(home, tmp_path / "stop") as told:
        build = subprocess.Popen(
            command("build", reports, "--home", home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(moment)
        with contextlib.suppress(ProcessLookupError):
            os.kill(build.pid, signal.SIGKILL)
        build.wait()
        for _ in range(50):
            if not children_of(build.pid):
                break
            time.sleep(0.1)
        assert children_of(build.pid) == []

        # the old release or the whole new one
        if (home / "published").readlink() == old:
            assert differences(marts(home), marts(built_home)) == {}
        else:
            assert differences(marts(home), marts(whole[0])) == {}

        again = run_jixiao("build", reports, "--home", home)
        assert again.code == 0, again.out + again.err
    assert told[0] > 0
    assert differences(marts(home), marts(whole[0])) == {}
    kept = sorted(path.name for path in (home / "releases").iterdir())
    assert len(kept) == 2 and all(not name.startswith(".") for name in kept)
    assert not (home / "staging/tmp").exists() or not list((home / "staging/tmp").iterdir())


@pytest.mark.parametrize("number", range(2))
def test_killed_at_a_random_moment(
    built_home: Path, reports: Path, whole: tuple[Path, float], tmp_path: Path, number: int
) -> None:
    kill_once(built_home, reports, whole, tmp_path, random.SystemRandom().randrange(10**6))


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("number", range(20))
def test_killed_at_twenty_random_moments(
    built_home: Path, reports: Path, whole: tuple[Path, float], tmp_path: Path, number: int
) -> None:
    kill_once(built_home, reports, whole, tmp_path, 1_000 + number)


def test_readers_see_old_or_new_while_releases_follow_each_other(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    folder = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    with reading(home, tmp_path / "stop") as told:
        another_year(SAMPLES / "library_2024.txt", folder / "more.txt", "2024", "2026")
        ran = run_jixiao("build", folder, "--home", home)
        assert ran.code == 0, ran.out + ran.err
        time.sleep(0.5)
    assert told[0] > 10 and told[1] == 2


def test_a_terminated_build_leaves_no_process_and_keeps_what_it_finished(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    folder = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    another_year(SAMPLES / "library_2024.txt", folder / "more.txt", "2024", "2026")
    build = subprocess.Popen(
        command("build", folder, "--home", home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    # it is at work once it has started what validates
    while build.poll() is None and not children_of(build.pid):
        time.sleep(0.05)
    time.sleep(1)
    build.send_signal(signal.SIGINT)
    _, err = build.communicate(timeout=120)
    # interrupted within an import, Python itself may end by the signal: a shell sees 130 either way
    assert build.returncode in (130, -signal.SIGINT), err
    assert "Traceback" not in err and "the next build carries on" in err
    assert children_of(build.pid) == []
    assert run_jixiao("build", folder, "--home", home, "--json").json["status"] == "published"
