"""Seconds a person waits: a first build, a build with nothing new, a build with one new report, and `parse` of one report.

`python scripts/bench.py [folder]`: measures on the bundled samples or on a folder of reports, in a home of its own that is removed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JIXIAO = Path(sys.executable).parent / "jixiao"


def seconds(*arguments: str | Path) -> float:
    """Wall seconds of one call of `jixiao`; its output is shown only when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
    start = time.perf_counter()
    done = subprocess.run([JIXIAO, *arguments], env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"jixiao {' '.join(map(str, arguments))} failed:\n{done.stdout}{done.stderr}")
    return taken


def main() -> None:
    source = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "samples" / "reports"
    with tempfile.TemporaryDirectory() as scratch:
        folder, home = Path(scratch) / "reports", Path(scratch) / "home"
        shutil.copytree(source, folder)
        reports = sorted(path for path in folder.rglob("*.txt") if path.stat().st_size > 2000)
        held_back = reports[-1]
        aside = Path(scratch) / held_back.name
        held_back.rename(aside)

        print(f"first build, {len(reports) - 1} reports   {seconds('build', folder, '--home', home):7.1f} s")
        print(f"build with nothing new      {seconds('build', folder, '--home', home):7.1f} s")
        aside.rename(held_back)
        print(f"build with one new report   {seconds('build', folder, '--home', home):7.1f} s")
        parses = [seconds("parse", report, "--json") for report in reports]
        print(
            f"parse of one report         {statistics.median(parses) * 1000:7.0f} ms (median of {len(parses)}, start included)"
        )


if __name__ == "__main__":
    main()
