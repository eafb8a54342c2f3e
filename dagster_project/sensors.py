"""A build whenever the landing folder changed and then stayed as it is."""

from __future__ import annotations

import json

import dagster as dg

from dagster_project.jobs import build_job
from dagster_project.settings import Settings
from ingest.landing import fingerprint

INTERVAL_SECONDS = 60


def next_cursor(cursor: str | None, now: str) -> tuple[str, bool]:
    """The next cursor and whether to build, from the last cursor and the folder's fingerprint.

    A change is built once the folder looked the same at two evaluations: files are still being copied before that.
    """
    last = json.loads(cursor) if cursor else {}
    settled = last.get("seen") == now
    fires = settled and last.get("built") != now
    return json.dumps({"seen": now, "built": now if fires else last.get("built")}), fires


@dg.sensor(job=build_job, name="landing_folder", minimum_interval_seconds=INTERVAL_SECONDS)
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Fires when a file below the landing folders was added, removed, renamed or written. Opens none of them."""
    settings = Settings.from_environment()
    now = fingerprint(settings.reports, (settings.home,))
    cursor, fires = next_cursor(context.cursor, now)
    # the run key makes a second request for the same state no second run
    requests = [dg.RunRequest(run_key=now)] if fires else []
    return dg.SensorResult(run_requests=requests, cursor=cursor)
