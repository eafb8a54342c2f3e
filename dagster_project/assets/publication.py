"""The gate and the release behind it."""

import shutil
import time

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext

from dagster_project import due
from dagster_project.assets.quality import KEYS
from dagster_project.assets.transformation import SUITE, stop
from dagster_project.progress import tell
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from dagster_project.settings import KEEP_RELEASES
from dagster_project.validation import HANDOVER, MARTS
from expectations.results import QualityResult, read_history
from publishing import gate, release

GROUP = "publishing"
GATE = dg.AssetKey(["publishing", "gate"])
RELEASE = dg.AssetKey(["publishing", "release"])


def _results(pipeline: Pipeline, staged: str) -> list[QualityResult]:
    return [result for step in (HANDOVER, SUITE, MARTS) for result in pipeline.steps.results(step, staged)]


@dg.asset(
    key=GATE,
    deps=[*KEYS.values()],
    group_name=GROUP,
    required_resource_keys={"pipeline"},
    description="May this build be published? Only critical results that failed stop it; the last release stays.",
)
def gate_asset(context: AssetExecutionContext) -> dg.MaterializeResult:
    pipeline: Pipeline = context.resources.pipeline
    results = _results(pipeline, pipeline.staged())
    verdict = gate.judge(results)
    if not verdict.passed:
        raise stop(pipeline, results)
    context.log.info(f"The gate is open: {verdict.judged} results, failed by severity {verdict.failed or 'none'}.")
    failed = {f"failed_{severity}": count for severity, count in verdict.failed.items()}
    return dg.MaterializeResult(metadata={"judged": verdict.judged, **failed})


@dg.asset(
    key=RELEASE,
    deps=[GATE],
    group_name=GROUP,
    kinds={"duckdb", "parquet"},
    required_resource_keys={"pipeline"},
    description="A new release, built aside and published by swapping one link.",
)
def release_asset(context: AssetExecutionContext) -> dg.MaterializeResult:
    from expectations import data_docs

    pipeline: Pipeline = context.resources.pipeline
    settings = pipeline.settings
    started = time.monotonic()
    build = pipeline.steps.build()
    staged = pipeline.staged()
    results = _results(pipeline, staged)
    if not gate.judge(results).passed:
        raise stop(pipeline, results)
    history = [result for result in read_history(settings.quality) if result.run_id != build.run_id]
    shutil.rmtree(settings.data_docs, ignore_errors=True)
    data_docs.write(results, history, settings.data_docs)
    fingerprint, parts = due.made_of(settings, staged)
    # whatever failed, the next try builds aside anew
    with second_try():
        made = release.publish(
            pipeline.places,
            warehouse=settings.warehouse,
            data_docs=settings.data_docs,
            results=results,
            run_id=build.run_id,
            run_at=build.run_at,
            fingerprint=fingerprint,
            parts=parts,
            seconds={**pipeline.steps.seconds(), "data_docs": time.monotonic() - started},
            keep=KEEP_RELEASES,
            progress=tell,
        )
    context.log.info(f"Published {made['release_id']}: {made['reports']} reports, {made['facts']} facts.")
    return dg.MaterializeResult(
        metadata={
            "release": made["release_id"],
            "reports": made["reports"],
            "units": made["units"],
            "fiscal_years": ", ".join(map(str, made["fiscal_years"])),
            "claims": made["claims"],
            "facts": made["facts"],
            "findings": made["findings"],
            "rejected_files": made["quarantine"],
            "path": dg.MetadataValue.path(str(settings.published)),
            "rows": dg.MetadataValue.json(made["rows"]),
            "seconds": round(time.monotonic() - started, 3),
        }
    )
