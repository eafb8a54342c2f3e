"""Ctrl-C while files are read: what was finished is kept, nothing is left running, and the next run reads the rest alone."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

from ingest import landing
from ingest.staging import Staging
from tests.support import CHECKOUT, SAMPLES, another_year, environment

LANDING_RUN = """
import sys
from pathlib import Path
from ingest import landing
reports, root = Path(sys.argv[1]), Path(sys.argv[2])
home = landing.Home(root / "staging", root / "originals", root / "work", (root,))
plan = landing.make_plan(landing.look([reports], home), landing.known(home), home)
landing.take_in(plan, home)
try:
    landing.read_new(plan, home, 2, progress=lambda *told: print(*told, flush=True))
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
    home = landing.Home(root / "staging", root / "originals", root / "work", (root,))
    kept = len(Staging(home.staging).manifest())
    assert finished <= kept < FILES
    plan = landing.make_plan(landing.look([reports], home), landing.known(home), home)
    assert len(plan.to_read) == FILES - kept
