"""Every day, whether or not the sensor saw anything."""

from __future__ import annotations

import dagster as dg

from dagster_project import due
from dagster_project.jobs import build_job
from dagster_project.settings import Settings

# By night, after offices upload and before analysts come.
CRON = "30 4 * * *"
TIME_ZONE = "Asia/Shanghai"


@dg.schedule(job=build_job, cron_schedule=CRON, execution_timezone=TIME_ZONE, name="daily_build")
def daily_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A build every day, unless there is nothing new."""
    if due.look(Settings.from_environment()).is_nothing_new:
        return dg.SkipReason("nothing new: same files, versions, dbt project and thresholds as the published release")
    return dg.RunRequest()
