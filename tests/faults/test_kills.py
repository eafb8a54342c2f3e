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
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
    new_home,
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
            if f'"parent": {pid}' in line or f"expectations.process {pid} " in line:
                found.append(line)
    return found


# what a build has written once a step has begun; each is killed at a random moment between its own mark and the next
MARKS = {
    "looking": "lock",
    "taking in": "work/steps/build.json",
    "reading": "work/steps/landing.json",
    "recognising": "work/steps/reading.json",
    "dbt": "work/steps/recognising.json",
    "checking": "work/steps/dbt.json",
    "publishing": "releases/.building-*",
    "published": "published",
}
RETRY = "retry"
RETRY_SECONDS = 2.0


@dataclass(frozen=True)
class Whole:
    """Two states of a home, and what a build between them takes that nobody kills: seconds of each step, by its name."""

    before: Path
    after: Path
    reports: Path
    seconds: dict[str, float]


def marked_since(home: Path, step: str, moment_ns: int) -> bool:
    """Whether a step's mark was made after a moment: what a killed build left doesn't count."""
    for path in home.glob(MARKS[step]):
        with contextlib.suppress(OSError):
            if path.lstat().st_ctime_ns >= moment_ns:
                return True
    return False


def begun(arguments: Sequence[str | Path]) -> tuple[subprocess.Popen[bytes], int]:
    moment = time.time_ns()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command(*arguments), env=environment(), **quiet), moment  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def whole(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A small home with files in quarantine, and a build of a few reports more that is never killed."""
    folder = tmp_path_factory.mktemp("whole")
    few, reports = folder / "few", folder / "reports"
    few.mkdir()
    for name in ("library_2023.txt", "library_2024.txt", "training_notice.txt", "damaged_upload.txt"):
        shutil.copy(next(SAMPLES.rglob(name)), few)
    shutil.copytree(few, reports)
    for year in ("2025", "2026"):
        another_year(SAMPLES / "library_2024.txt", reports / f"library_{year}.txt", "2024", year)
    with zipfile.ZipFile(reports / "archive.zip", "w") as archive:
        body = (SAMPLES / "library_2024.txt").read_text(encoding="utf-8").replace("2024", "2027")
        archive.writestr("library_2027.txt", body)
    before = new_home(folder / "before", built_home)
    ran = run_jixiao("build", few, "--home", before)
    assert ran.code == 0, ran.out + ran.err
    after = copy_home(before, folder / "after")
    build, moment = begun(["build", reports, "--home", after])
    met: dict[str, float] = {}
    while build.poll() is None:
        for step in MARKS.keys() - met.keys():
            if marked_since(after, step, moment):
                met[step] = time.time()
        time.sleep(0.002)
    assert build.returncode == 0
    ends = [*(met[step] for step in list(MARKS)[1:]), time.time()]
    seconds = {step: max(0.05, end - met[step]) for step, end in zip(MARKS, ends, strict=True)}
    # starting takes its time too
    seconds["looking"] += met["looking"] - moment / 1e9
    assert old_or_new(after, before, after) == "new"
    return Whole(before, after, reports, seconds)


def old_or_new(home: Path, before: Path, after: Path) -> str:
    """Which of two states is published, row for row."""
    state = "old" if (home / "published").readlink() == (before / "published").readlink() else "new"
    assert differences(marts(home), marts(before if state == "old" else after)) == {}
    return state


def killed(home: Path, whole: Whole, chance: random.Random) -> str:
    """Starts a build (or a retry), kills it at a random moment of a random step, and says where; nothing it started is left."""
    step = chance.choice([*MARKS, RETRY])
    pause = chance.random() * (RETRY_SECONDS if step == RETRY else whole.seconds[step])
    arguments = ["retry", "--home", home] if step == RETRY else ["build", whole.reports, "--home", home]
    process, moment = begun(arguments)
    if step not in (RETRY, "looking"):
        while process.poll() is None and not marked_since(home, step, moment):
            time.sleep(0.002)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(pause)
    ended = process.poll() is not None
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for _ in range(300):
        if not children_of(process.pid):
            break
        time.sleep(0.1)
    assert children_of(process.pid) == []
    return f"{step} + {pause:.2f} s{' (had ended)' if ended else ''}"


def killed_again_and_again(whole: Whole, folder: Path, seed: int, kills: int) -> int:
    """One home, killed until a release is out or so many times, then built to its end; how many kills it took."""
    chance = random.Random(seed)
    home = copy_home(whole.before, folder / "home")
    told: list[str] = []
    state = "old"
    with reading(home, folder / "stop") as read:
        while state == "old" and len(told) < kills:
            told.append(killed(home, whole, chance))
            state = old_or_new(home, whole.before, whole.after)
            print(f"seed {seed}, kill {len(told)}: {told[-1]}: {state} published", flush=True)
        again = run_jixiao("build", whole.reports, "--home", home)
        assert again.code == 0, again.out + again.err
        assert "Traceback" not in again.err
    assert read[0] > 0
    assert old_or_new(home, whole.before, whole.after) == "new"
    left = [path for path in home.rglob(".*") if "work/dbt" not in path.as_posix() and "damaged" not in path.as_posix()]
    assert left == [] and len(list((home / "releases").iterdir())) == 2
    assert not (home / "staging/tmp").exists() or not list((home / "staging/tmp").iterdir())
    assert run_jixiao("build", whole.reports, "--home", home, "--json").json["status"] == "nothing_new"
    return len(told)


def test_killed_at_random_moments(whole: Whole, tmp_path: Path) -> None:
    killed_again_and_again(whole, tmp_path, random.SystemRandom().randrange(10**6), kills=3)


@pytest.mark.soak
@pytest.mark.timeout(12 * 3_600)
def test_killed_at_two_hundred_random_moments(whole: Whole, tmp_path: Path) -> None:
    """JIXIAO_KILLS says how many, JIXIAO_SEED where to begin; a failure names the seed of its home."""
    wanted, seed = int(os.environ.get("JIXIAO_KILLS", "200")), int(os.environ.get("JIXIAO_SEED", "1000"))
    done = 0
    while done < wanted:
        folder = tmp_path / str(seed)
        folder.mkdir()
        done += killed_again_and_again(whole, folder, seed, kills=min(5, wanted - done))
        shutil.rmtree(folder)
        seed += 1
        print(f"{done} of {wanted} kills", flush=True)


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
