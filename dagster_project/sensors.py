"""A build whenever the landing folder changed and then stayed as it is."""

from __future__ import annotations

import json

import dagster as dg

from dagster_project.jobs import build_job
from ingest.home import SCHEDULE_VARIABLE, Settings
from ingest.steps import fingerprint

INTERVAL_SECONDS = 60

COPYING = (
    "The landing folder changed: files may still be being copied, so it is built once it is the same at two looks."
)
BUILT = "The landing folder is back as it was when the last build was asked for."
UNCHANGED = "Nothing changed in the landing folder since the last build was asked for."


def next_cursor(cursor: str | None, now: str) -> tuple[str, str | None]:
    """The next cursor, and why not to build (None: build), from the last cursor and the folder's fingerprint.

    A change is built once the folder looked the same at two evaluations: files are still being copied before that.
    """
    last = json.loads(cursor) if cursor else {}
    settled, built = last.get("seen") == now, last.get("built") == now
    reason = (UNCHANGED if settled else BUILT) if built else None if settled else COPYING
    return json.dumps({"seen": now, "built": last.get("built") if reason else now}), reason


@dg.sensor(
    job=build_job,
    name="landing_folder",
    minimum_interval_seconds=INTERVAL_SECONDS,
    description=f"Builds when the landing folder changed and settled. Runs from the start where {SCHEDULE_VARIABLE} is on.",
    default_status=dg.DefaultSensorStatus.RUNNING
    if Settings.from_environment().scheduled
    else dg.DefaultSensorStatus.STOPPED,
)
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Fires when a file below the landing folders was added, removed, renamed or written. Opens none of them."""
    settings = Settings.from_environment()
    now = fingerprint(settings.reports, (settings.home.root,))
    cursor, reason = next_cursor(context.cursor, now)
    if reason:
        return dg.SensorResult(skip_reason=dg.SkipReason(reason), cursor=cursor)
    # the run key makes a second request for the same state no second run
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=now)], cursor=cursor)
