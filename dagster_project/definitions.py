"""The code location: every asset, check, job, schedule and sensor, for `dagster dev` and `jixiao build` alike.

Loading it parses the dbt project only where its present state never was.
"""

from __future__ import annotations

import os

from ingest.home import Settings

_settings = Settings.from_environment()
# before the frameworks are imported: some read these while loading
os.environ.update(_settings.to_environment())

import dagster as dg  # noqa: E402

from building import dbt_project  # noqa: E402
from dagster_project import checks  # noqa: E402
from dagster_project.assets import ingestion, publication, quality, transformation  # noqa: E402
from dagster_project.jobs import build_job  # noqa: E402
from dagster_project.resources import pipeline_resource  # noqa: E402
from dagster_project.schedules import daily_build  # noqa: E402
from dagster_project.sensors import landing_sensor  # noqa: E402

_dbt = transformation.make_dbt_assets(dbt_project.manifest_path(_settings))
_marts = sorted(key for key in _dbt.keys if key.path[0] == "marts")
_assets = [
    ingestion.landing_asset,
    ingestion.raw_asset,
    ingestion.recognised_asset,
    _dbt,
    quality.handover_asset,
    quality.make_marts_asset(_marts),
    publication.gate_asset,
    publication.release_asset,
]
_external = ingestion.kept_in_the_home()
_known = {key for definition in _assets for key in definition.keys} | {spec.key for spec in _external}
if phantoms := checks.unknown_targets(_assets, _known) | checks.unknown_dependencies(_assets, _known):
    raise dg.DagsterInvalidDefinitionError(
        f"assets that nothing makes: {sorted(key.to_user_string() for key in phantoms)}"
    )

defs = dg.Definitions(
    assets=[*_assets, *_external],
    jobs=[build_job],
    schedules=[daily_build],
    sensors=[landing_sensor],
    resources={"pipeline": pipeline_resource},
    executor=dg.in_process_executor,
)
