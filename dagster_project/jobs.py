"""The one job: the whole way, from the landing folder to the published release."""

from __future__ import annotations

import dagster as dg

JOB_NAME = "build"

build_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    description="From the landing folder to the published release. Skips itself where nothing is new.",
    executor_def=dg.in_process_executor,
    tags={"jixiao/home": "one build at a time"},
)
