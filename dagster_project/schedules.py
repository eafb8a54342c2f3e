"""Every day, whether or not the sensor saw anything."""

from __future__ import annotations

import dagster as dg

from building import due
from dagster_project.jobs import build_job
from ingest.home import SCHEDULE_VARIABLE, Settings

# By night, after offices upload and before analysts come.
CRON = "30 4 * * *"
TIME_ZONE = "Asia/Shanghai"


@dg.schedule(
    job=build_job,
    cron_schedule=CRON,
    execution_timezone=TIME_ZONE,
    name="daily_build",
    description=f"A build every day, unless there is nothing new. Runs from the start where {SCHEDULE_VARIABLE} is on.",
    default_status=dg.DefaultScheduleStatus.RUNNING
    if Settings.from_environment().scheduled
    else dg.DefaultScheduleStatus.STOPPED,
)
def daily_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A build every day, unless there is nothing new."""
    found = due.look(Settings.from_environment())
    if found.is_nothing_new:
        release = (found.published or {}).get("release_id")
        return dg.SkipReason(
            f"Nothing new: the same files, versions, dbt project, thresholds and code as the published release {release}."
        )
    return dg.RunRequest()
