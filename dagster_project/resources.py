"""What the steps of one run share: the home and its lock, the step files, the validating process.

The executor runs in one process, so a resource lives as long as the run: the lock is held from the first step to the
last, and the process that validates is ended with the run, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import dagster as dg

from dagster_project import due
from dagster_project.settings import Settings
from dagster_project.steps import Steps
from dagster_project.validation import take
from ingest import landing
from publishing.lock import home_lock

# A run that the schedule or the sensor started waits for a build from the command line; the command line doesn't wait.
_LOCK_PATIENCE_SECONDS = 3_600.0


class Pipeline:
    """One run on one home. Made by `pipeline_resource`, under the home's lock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.steps = Steps(settings.steps)
        self.validator = take(settings.to_environment())
        self.places = due.places(settings)
        self.home = due.ingest_home(settings)

    def staged(self) -> str:
        """The digest of what is staged now."""
        return landing.content_digest(landing.known(self.home))


@dg.resource(description="The home that is built, under its lock")
def pipeline_resource(context: dg.InitResourceContext) -> Iterator[Pipeline]:
    """Gives a Pipeline on the home that the environment names."""
    settings = Settings.from_environment()
    os.environ.update(settings.to_environment())
    with home_lock(settings.lock, wait_seconds=_LOCK_PATIENCE_SECONDS, owner="dagster"):
        pipeline = Pipeline(settings)
        try:
            yield pipeline
        finally:
            pipeline.validator.close()
