"""Every path and choice of a run, absolute, once. Imports nothing heavy and touches nothing on disk.

From the environment: `JIXIAO_HOME` (the home), `JIXIAO_REPORTS` (landing folders and files, joined by the path
separator), `JIXIAO_WORKERS` (worker processes), `JIXIAO_SCHEDULE` (on: Dagster's schedule and sensor run from the start). Whatever
is missing falls back to the bundled samples.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "JIXIAO_HOME"
REPORTS_VARIABLE = "JIXIAO_REPORTS"
WORKERS_VARIABLE = "JIXIAO_WORKERS"
SCHEDULE_VARIABLE = "JIXIAO_SCHEDULE"
WAREHOUSE_VARIABLE = "JIXIAO_WAREHOUSE"
_SWITCH = {"on": True, "off": False}
KEEP_RELEASES = 5
MAX_WORKERS = 64

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT / "samples" / "reports"

# DuckDB reads its search path as a list and file names as patterns, dbt the path of its database as an address.
_NOT_IN_A_HOME = frozenset(",*?[#")

# No tool of the pipeline may phone home; set before any of them is imported.
QUIET = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DAGSTER_DISABLE_TELEMETRY": "1",
}


class SettingsError(ValueError):
    """A setting that can't be meant; the message is for the person who set it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The paths of one home and what is to be built from where. Every path is absolute."""

    home: Path
    reports: tuple[Path, ...]
    workers: int
    scheduled: bool = False

    # -- the home --------------------------------------------------------------------------------------------------

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def staging(self) -> Path:
        return self.home / "staging"

    @property
    def originals(self) -> Path:
        return self.home / "originals"

    @property
    def quality(self) -> Path:
        return self.home / "quality"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def published(self) -> Path:
        return self.home / "published"

    @property
    def work(self) -> Path:
        """May be deleted whenever nothing is being built."""
        return self.home / "work"

    @property
    def warehouse(self) -> Path:
        """The file dbt builds, fresh in every build."""
        return self.work / "warehouse.duckdb"

    @property
    def steps(self) -> Path:
        """What the steps of the build under way hand to each other."""
        return self.work / "steps"

    @property
    def data_docs(self) -> Path:
        return self.work / "data_docs"

    @property
    def dbt_cache(self) -> Path:
        """Parsed dbt projects, one folder per state of the project."""
        return self.work / "dbt"

    @property
    def dagster_home(self) -> Path:
        """The Dagster instance: settings, history of runs, where schedule and sensor stand."""
        return self.home / "dagster"

    @property
    def old_dagster_home(self) -> Path:
        """Where earlier versions kept it."""
        return self.work / "dagster"

    @property
    def planted_checks(self) -> Path | None:
        """The list of checks that the bundled samples are made to fail, where they and nothing else are built."""
        is_samples = tuple(report.resolve() for report in self.reports) == (SAMPLES,)
        return SAMPLES.parent / "planted_checks.csv" if is_samples else None

    # -- the checkout ----------------------------------------------------------------------------------------------

    @property
    def dbt_project(self) -> Path:
        return CHECKOUT / "dbt"

    @property
    def expectations(self) -> Path:
        return CHECKOUT / "expectations"

    # -- making ----------------------------------------------------------------------------------------------------

    @classmethod
    def of(
        cls,
        reports: Sequence[Path] = (),
        home: Path | None = None,
        workers: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Settings:
        """The settings of a run: what is given here, else what the environment says, else the defaults.

        The default home is `home` below the current folder, `home/samples` where the bundled samples are built. Raises
        SettingsError for a value that can't be meant.
        """
        environment = os.environ if environment is None else environment
        if not reports and environment.get(REPORTS_VARIABLE):
            reports = [Path(part) for part in environment[REPORTS_VARIABLE].split(os.pathsep) if part]
        # not resolved: a link that is given is refused, not followed
        chosen = tuple(dict.fromkeys(Path(os.path.abspath(report)) for report in reports)) or (SAMPLES,)  # noqa: PTH100
        if home is None and environment.get(HOME_VARIABLE):
            home = Path(environment[HOME_VARIABLE])
        if home is None:
            home = Path("home")
            if all(report.resolve() in (SAMPLES, SAMPLES.parent) for report in chosen):
                home = home / "samples"
        if workers is None:
            stated = environment.get(WORKERS_VARIABLE, "")
            if stated and not stated.isdecimal():
                raise SettingsError(f"{WORKERS_VARIABLE} must be a number, not {stated!r}")
            workers = int(stated) if stated else default_workers()
        if not 1 <= workers <= MAX_WORKERS:
            raise SettingsError(f"the number of workers must lie between 1 and {MAX_WORKERS}")
        absolute = home.expanduser().resolve()
        if absolute.exists() and not absolute.is_dir():
            raise SettingsError(f"the home {absolute} is not a folder")
        if refused := sorted(set(str(absolute)) & _NOT_IN_A_HOME):
            raise SettingsError(f"the home's path can't hold {' or '.join(refused)}: {absolute}")
        for path in (absolute, *chosen):
            if not _is_text(path):
                raise SettingsError(f"a path must be UTF-8 text without line breaks: {str(path)!a}")
        for report in chosen:
            if os.pathsep in str(report):
                # so they are handed on to the steps
                raise SettingsError(f"the path of reports can't hold {os.pathsep}: {report}")
        stated = environment.get(SCHEDULE_VARIABLE, "").lower()
        if stated not in ("", *_SWITCH):
            raise SettingsError(f"{SCHEDULE_VARIABLE} must be on or off, not {stated!r}")
        return cls(home=absolute, reports=chosen, workers=workers, scheduled=_SWITCH.get(stated, False))

    @classmethod
    def from_environment(cls, home: Path | None = None) -> Settings:
        """The settings that the environment and the defaults give; `home` overrides the home."""
        return cls.of(home=home)

    def to_environment(self) -> dict[str, str]:
        """The variables that give the same settings to dbt and to child processes, and that keep every tool quiet."""
        return {
            HOME_VARIABLE: str(self.home),
            REPORTS_VARIABLE: os.pathsep.join(str(report) for report in self.reports),
            WORKERS_VARIABLE: str(self.workers),
            SCHEDULE_VARIABLE: "on" if self.scheduled else "off",
            WAREHOUSE_VARIABLE: str(self.warehouse),
            **QUIET,
        }


def _is_text(path: Path) -> bool:
    try:
        return min(str(path).encode()) >= ord(" ")
    except UnicodeEncodeError:
        return False


def default_workers() -> int:
    """As many worker processes as this process may use cores, at most eight."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(8, available))


def existing_home(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """The home to look at: given, else `JIXIAO_HOME`, else whichever default home has been built. Absolute."""
    environment = os.environ if environment is None else environment
    if home is None and environment.get(HOME_VARIABLE):
        home = Path(environment[HOME_VARIABLE])
    if home is not None:
        return home.expanduser().resolve()
    candidates = [Path("home").resolve(), Path("home/samples").resolve()]
    for mark in ("published", "staging"):
        for candidate in candidates:
            if (candidate / mark).exists():
                return candidate
    return candidates[0]
