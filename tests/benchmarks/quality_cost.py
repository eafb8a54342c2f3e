"""What Great Expectations adds to the wall time of a build of 1 500 reports: whole builds with it and without, side by side.

`python tests/benchmarks/quality_cost.py [--reports N] [--rounds N] [--texts]`. The reports are a synthetic country, written as
staged rows: the build then parses nothing, so that validation weighs most; with `--texts` they are text files and read the real
way. "Without" runs the same command with a validator that answers at once. Every build starts from an empty warehouse; the
dbt project is parsed before. Both commands are run in turn, so that other work on the machine meets both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.quality.country import Country  # noqa: E402

REPORTS = 1_500
PER_UNIT = 7  # reports of a body over five years, on average
WITH = "import sys; from jixiao.cli.app import main; main()"
WITHOUT = """
import sys
from dagster_project import validation

class Silent(validation.Validator):
    def warm(self): pass
    def begin(self, suite, run_id, run_at, **places): self._asked.append(suite)
    def finish(self, suite): self._asked.remove(suite); return []

validation.Validator = Silent
from jixiao.cli.app import main
main()
"""
# after a build, in its own process: what of the validating library was loaded there
LOADED = """
import atexit, sys
atexit.register(lambda: print("loaded:", *sorted(m for m in ("great_expectations", "pandas") if m in sys.modules), file=sys.stderr))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor seconds of builds with validation and without, and what the building process had imported."""

    reports: int
    with_seconds: list[float]
    without_seconds: list[float]
    with_cpu: list[float]
    without_cpu: list[float]
    steps: dict[str, float]
    loaded: str

    @property
    def share(self) -> float:
        """Wall time added, as a share of a build without; from the fastest of each, which other work disturbed least."""
        return min(self.with_seconds) / min(self.without_seconds) - 1


def _build(script: str, reports: Path, home: Path) -> tuple[float, float, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "DBT_", "DAGSTER_"))}
    before = os.times()
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LOADED + script, "build", str(reports), "--home", str(home), "--json"],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    after = os.times()
    if done.returncode:
        sys.exit(f"the build failed:\n{done.stdout}{done.stderr}")
    loaded = next((line for line in done.stderr.splitlines() if line.startswith("loaded:")), "loaded: ?")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, cpu, loaded


def measure(folder: Path, reports: int = REPORTS, rounds: int = 3, texts: bool = False) -> Cost:
    """Builds the same country `rounds` times with validation and as often without, in `folder`."""
    country = Country(1, units=max(24, round(reports / PER_UNIT)))
    source, staged = folder / "reports", folder / "staged"
    source.mkdir()
    count = len(country.write_texts(source)) if texts else 0
    if not texts:
        rows = country.rows()
        count = len(rows.reports)
        rows.write(staged)
    else:
        staged.mkdir()
    # one build that isn't counted: dbt parses its project, the page cache is warm
    warm = folder / "warm"
    shutil.copytree(staged, warm)
    _build(WITHOUT, source, warm)
    found: dict[str, list[tuple[float, float]]] = {"with": [], "without": []}
    loaded, steps = "", {}
    for number in range(rounds):
        for name, script in (
            (("with", WITH), ("without", WITHOUT)) if number % 2 else (("without", WITHOUT), ("with", WITH))
        ):
            home = folder / "home"
            shutil.copytree(staged, home, copy_function=os.link)
            shutil.copytree(warm / "work" / "dbt", home / "work" / "dbt", dirs_exist_ok=True)
            seconds, cpu, told = _build(script, source, home)
            found[name].append((seconds, cpu))
            if name == "with":
                loaded = told
                steps = json.loads((home / "published" / "release.json").read_bytes())["seconds"]
            shutil.rmtree(home)
    return Cost(
        count,
        [seconds for seconds, _ in found["with"]],
        [seconds for seconds, _ in found["without"]],
        [cpu for _, cpu in found["with"]],
        [cpu for _, cpu in found["without"]],
        steps,
        loaded,
    )


def table(cost: Cost) -> str:
    """The measurement as text."""

    def line(name: str, wall: list[float], cpu: list[float]) -> str:
        return f"{name:<28}{min(wall):>8.1f}{statistics.median(wall):>8.1f}{max(wall):>8.1f}{statistics.median(cpu):>12.1f}"

    return "\n".join(
        [
            f"{cost.reports} reports{'':<16}{'least':>8}{'median':>8}{'most':>8}{'CPU seconds':>14}",
            line("with Great Expectations", cost.with_seconds, cost.with_cpu),
            line("without", cost.without_seconds, cost.without_cpu),
            f"added: {cost.share:.1%} of wall time (least against least; {statistics.median(cost.with_seconds) / statistics.median(cost.without_seconds) - 1:.1%} by medians)",
            f"seconds by step, with: {cost.steps}",
            f"in the building process: {cost.loaded}",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", action="store_true", help="text files, parsed, instead of staged rows")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(table(measure(Path(folder), chosen.reports, chosen.rounds, chosen.texts)))


if __name__ == "__main__":
    main()
