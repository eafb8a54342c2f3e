"""A folder of hostile files with good ones among them: each bad one in quarantine with its reason, every good one ingested."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults import hostile
from tests.support import CHECKOUT, SAMPLES, environment, nonempty
from tests.unit.ingest.readers.containers import encrypted_flags, zipped

GOOD = ("library_2024.txt", "market_station_2024.docx", "water_branch_2024.pdf", "housing_centre_2024.html")
# of all processes of a run together, with two workers; a single one is held by its limits
PEAK_MIB = 3_000


class Watch:
    """The memory of a process and all it starts, sampled while it runs; and what of it is left."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak_mib = 0
        self.met: set[tuple[int, str]] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._stop.wait(0.05):
            pages = 0
            for pid in self._family():
                with contextlib.suppress(OSError, IndexError, ValueError):
                    pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                    self.met.add((pid, _born(pid)))
            self.peak_mib = max(self.peak_mib, pages * os.sysconf("SC_PAGE_SIZE") // 2**20)

    def _family(self) -> set[int]:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError):
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        found = {self.pid}
        grown = True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            found |= more
            grown = bool(more)
        return found

    def stop(self) -> list[int]:
        """The processes that were met and still live."""
        self._stop.set()
        self._thread.join()
        time.sleep(0.3)
        left = []
        for pid, born in self.met:
            with contextlib.suppress(OSError, IndexError):
                if _born(pid) == born:
                    left.append(pid)
        return left


def _born(pid: int) -> str:
    """When a process was started, in ticks: a number used again is another process."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def landing_run(
    tmp_path: Path, soak: bool, cpu_seconds: int, wall_seconds: int
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]], Watch]:
    reports = tmp_path / "reports"
    wanted = hostile.write(reports, soak)
    for name in GOOD:
        shutil.copy(SAMPLES / name, reports)
    report = (SAMPLES / "culture_house_2024.txt").read_bytes()
    # good files beside bad ones in one archive
    (reports / "mixed.zip").write_bytes(
        zipped({"good.txt": report, "../evil.txt": b"x", "locked.zip": encrypted_flags(zipped({"a.txt": b"x"}))})
    )
    (reports / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(reports / "pipe.txt")
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.hostile", str(reports), str(home), "2", str(cpu_seconds), str(wall_seconds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT, env=environment(),
    )  # fmt: skip
    watch = Watch(process.pid)
    out, err = process.communicate()
    left = watch.stop()
    assert process.returncode == 0, err
    assert watch.met and left == [], "processes were left behind"
    assert not list((home / "work").glob("workers/*")) and not (home / "work" / "expanding").exists()
    return json.loads(out), wanted, watch


def check(found: dict[str, Any], wanted: dict[str, tuple[str, ...]], watch: Watch, peak_mib: int) -> None:
    quarantine = {path.removeprefix("reports/"): why for path, why in found["quarantine"].items()}
    wrong = []
    for name, reasons in wanted.items():
        # an archive that could be opened is no case itself: what is in it is
        reason, detail = quarantine.get(name) or next(
            (why for path, why in sorted(quarantine.items()) if path.startswith(f"{name}/")),
            ("", "nothing of it is in quarantine"),
        )
        if reason not in reasons:
            wrong.append(f"{name}: {reason or 'none'} ({detail}), right would be {' or '.join(reasons)}")
    assert not wrong, "\n".join(wrong)
    ingested = {path.removeprefix("reports/"): claims for path, claims in found["ingested"].items()}
    # every good file and nothing else; no success is empty
    assert set(ingested) == {*GOOD, "mixed.zip/good.txt"}
    assert min(ingested.values()) > 5
    assert quarantine["mixed.zip/locked.zip/a.txt"][0] == "encrypted"
    assert quarantine["mixed.zip/../evil.txt"][0] == "unsafe_path"
    assert sorted(found["refused"]) == ["link.txt", "pipe.txt"]
    assert found["nothing_left"]
    assert watch.peak_mib < peak_mib, f"{watch.peak_mib} MiB"
    assert not Path("/tmp/evil.txt").exists()
    # a detail says where and why, and quotes nothing
    assert not any("root:" in why[1] or "预算" in why[1] for why in nonempty(found["quarantine"].values()))


def test_there_are_enough_kinds() -> None:
    assert len(hostile.CASES) >= 30
    assert len({case.name for case in hostile.CASES}) == len(hostile.CASES)


@pytest.mark.slow
def test_hostile_files_cost_only_themselves(tmp_path: Path) -> None:
    found, wanted, watch = landing_run(tmp_path, soak=False, cpu_seconds=20, wall_seconds=90)
    print(f"{len(wanted)} hostile files in {found['seconds']} s, peak of all processes {watch.peak_mib} MiB")
    check(found, wanted, watch, PEAK_MIB)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
def test_hostile_files_under_the_limits_of_a_build(tmp_path: Path) -> None:
    found, wanted, watch = landing_run(tmp_path, soak=True, cpu_seconds=0, wall_seconds=0)
    print(f"{len(wanted)} hostile files in {found['seconds']} s, peak of all processes {watch.peak_mib} MiB")
    check(found, wanted, watch, 2 * PEAK_MIB)
