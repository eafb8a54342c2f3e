"""Where everything lies and what was set, once: the paths of a home, the choices of a run, which home is meant.

Every path is absolute. Imports nothing heavy and touches nothing on disk.

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
MAX_WORKERS = 64

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT / "samples" / "reports"
DBT_PROJECT = CHECKOUT / "dbt"
EXPECTATIONS = CHECKOUT / "expectations"

# below the current folder; the second is for the bundled samples
_DEFAULT_HOMES = ("home", "home/samples")

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
class Home:
    """Where everything of one home lies; `root` is its folder, absolute, and no landing folder, even below one."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def staging(self) -> Path:
        return self.root / "staging"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    def original(self, sha256: str) -> Path:
        """Where the bytes of a file are kept as received."""
        return self.originals / sha256[:2] / sha256

    @property
    def quality(self) -> Path:
        """Every guard's results, run by run, and what persons accepted."""
        return self.root / "quality"

    @property
    def withdrawn(self) -> Path:
        """What was withdrawn and must never be held again: a file named by its hash, each."""
        return self.root / "withdrawn"

    @property
    def addresses(self) -> Path:
        """Of every release there was: what it was made of, and which ids became others or went with it."""
        return self.root / "addresses"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def published(self) -> Path:
        """A link to one folder below `releases`."""
        return self.root / "published"

    @property
    def work(self) -> Path:
        """May be deleted whenever nothing is being built."""
        return self.root / "work"

    @property
    def caches(self) -> Path:
        """What was hashed and found right already."""
        return self.work / "landing"

    @property
    def warehouse(self) -> Path:
        """The file dbt builds, fresh in every build."""
        return self.work / "warehouse.duckdb"

    @property
    def handed_on(self) -> Path:
        """What the steps of the build under way hand to each other."""
        return self.work / "steps"

    @property
    def verified(self) -> Path:
        """Which files of releases were found right already."""
        return self.work / "verified.json"

    @property
    def data_docs(self) -> Path:
        return self.work / "data_docs"

    @property
    def dbt_cache(self) -> Path:
        """Parsed dbt projects, one folder per state of the project."""
        return self.work / "dbt"

    @property
    def dagster(self) -> Path:
        """The Dagster instance: settings, history of runs, where schedule and sensor stand."""
        return self.root / "dagster"

    @property
    def old_dagster(self) -> Path:
        """Where earlier versions kept it."""
        return self.work / "dagster"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is to be built from where, in which home, by how many workers."""

    home: Home
    reports: tuple[Path, ...]
    workers: int
    scheduled: bool = False

    @property
    def planted_checks(self) -> Path | None:
        """The list of checks that the bundled samples are made to fail, where they and nothing else are built."""
        is_samples = tuple(report.resolve() for report in self.reports) == (SAMPLES,)
        return SAMPLES.parent / "planted_checks.csv" if is_samples else None

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
            is_samples = all(report.resolve() in (SAMPLES, SAMPLES.parent) for report in chosen)
            home = Path(_DEFAULT_HOMES[is_samples])
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
        return cls(home=Home(absolute), reports=chosen, workers=workers, scheduled=_SWITCH.get(stated, False))

    @classmethod
    def from_environment(cls, home: Path | None = None) -> Settings:
        """The settings that the environment and the defaults give; `home` overrides the home."""
        return cls.of(home=home)

    def to_environment(self) -> dict[str, str]:
        """The variables that give the same settings to dbt and to child processes, and that keep every tool quiet."""
        return {
            HOME_VARIABLE: str(self.home.root),
            REPORTS_VARIABLE: os.pathsep.join(str(report) for report in self.reports),
            WORKERS_VARIABLE: str(self.workers),
            SCHEDULE_VARIABLE: "on" if self.scheduled else "off",
            WAREHOUSE_VARIABLE: str(self.home.warehouse),
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


def existing_home(
    home: Path | None = None, environment: Mapping[str, str] | None = None, below: Path | None = None
) -> Home:
    """The home to look at: given, else `JIXIAO_HOME`, else whichever default home `below` a folder (the current one) has been built."""
    environment = os.environ if environment is None else environment
    if home is None and environment.get(HOME_VARIABLE):
        home = Path(environment[HOME_VARIABLE])
    if home is not None:
        return Home(home.expanduser().resolve())
    candidates = [Home((below or Path()).resolve() / name) for name in _DEFAULT_HOMES]
    published = [candidate for candidate in candidates if candidate.published.exists()]
    staged = [candidate for candidate in candidates if candidate.staging.exists()]
    return [*published, *staged, *candidates][0]
