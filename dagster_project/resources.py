"""What the steps of one run share: the home and its lock, the step files, the validating process.

The executor runs in one process, so a resource lives as long as the run: the lock is held from the first step to the
last, and the process that validates is ended with the run, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import dagster as dg

from building import due
from building.handed_on import Build, HandedOn, StepOrderError
from building.judgement import DBT
from expectations.process import HANDOVER, take
from expectations.results import QualityResult
from ingest import steps
from ingest.home import Settings
from ingest.runner import LocalPool, Runner
from ingest.sums import sha256_of
from publishing import release
from publishing.lock import home_lock

# A run that the schedule or the sensor started waits for a build from the command line; the command line doesn't wait.
_LOCK_PATIENCE_SECONDS = 3_600.0


class Pipeline:
    """One run on one home. Made by `pipeline_resource`, under the home's lock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.steps = HandedOn(settings.home.handed_on)
        self.validator = take(settings.to_environment())
        self.home = settings.home
        self.runner: Runner = LocalPool(settings.workers)
        self._begun: dict[str, tuple[dict[str, Any], str]] = {}

    def made_of(self) -> tuple[str, dict[str, Any]]:
        """What a release would be made of now: one hash, and its parts."""
        return due.made_of(self.home, steps.known(self.home))

    def warehouse(self, made_of: dict[str, Any]) -> str:
        """The digest of the working file as dbt left it. Raises StepOrderError where it is another file now, or made of other things."""
        left = self.steps.judged(DBT, made_of).warehouse
        file = self.home.warehouse
        if not file.is_file() or sha256_of(file) != left:
            raise StepOrderError(f"{file} is not as the step {DBT!r} left it: run the whole job")
        return left

    def begin(self, suite: str, build: Build) -> None:
        """Asks for the results of a suite, unless it was asked for already."""
        if self.validator.has_begun(suite):
            return
        _, made_of = self.made_of()
        if suite == HANDOVER:
            judged, files = "", {}
        else:
            judged = self.warehouse(made_of)
            files = {"warehouse": self.home.warehouse, "previous": release.last_release(self.home)}
        self.validator.begin(suite, build.run_id, build.run_at, home=self.home.root, **files)
        self._begun[suite] = made_of, judged

    def finish(self, suite: str) -> tuple[list[QualityResult], dict[str, Any], str]:
        """The results of a suite that was begun; what they hold for: the parts as they were then, the working file's digest."""
        return self.validator.finish(suite), *self._begun[suite]


@dg.resource(description="The home that is built, under its lock")
def pipeline_resource(context: dg.InitResourceContext) -> Iterator[Pipeline]:
    """Gives a Pipeline on the home that the environment names."""
    settings = Settings.from_environment()
    os.environ.update(settings.to_environment())
    with home_lock(settings.home.lock, wait_seconds=_LOCK_PATIENCE_SECONDS, owner="dagster"):
        pipeline = Pipeline(settings)
        try:
            yield pipeline
        finally:
            pipeline.validator.close()
