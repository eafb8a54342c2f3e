"""The gate and the release behind it."""

import time

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext

from dagster_project import due
from dagster_project.assets.quality import KEYS
from dagster_project.assets.transformation import SUITE, stop, write_docs
from dagster_project.progress import tell
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from dagster_project.settings import KEEP_RELEASES
from dagster_project.validation import HANDOVER, MARTS
from expectations.results import QualityResult
from publishing import gate, overrides, release

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
    verdict = gate.judge(results, overrides.read(pipeline.places.quality))
    if not verdict.passed:
        raise stop(pipeline, results)
    for result, override in verdict.accepted:
        context.log.warning(
            f"accepted by {override.accepted_by}: {overrides.check_name(result)}: {override.reason} ({override.override_id})"
        )
    context.log.info(f"The gate is open: {verdict.judged} results, failed by severity {verdict.failed or 'none'}.")
    failed = {f"failed_{severity}": count for severity, count in verdict.failed.items()}
    accepted = [overrides.check_name(result) for result, _ in verdict.accepted]
    return dg.MaterializeResult(
        metadata={"judged": verdict.judged, **failed, "accepted": dg.MetadataValue.json(accepted)}
    )


@dg.asset(
    key=RELEASE,
    deps=[GATE],
    group_name=GROUP,
    kinds={"duckdb", "parquet"},
    required_resource_keys={"pipeline"},
    description="A new release, built aside and published by swapping one link.",
)
def release_asset(context: AssetExecutionContext) -> dg.MaterializeResult:
    pipeline: Pipeline = context.resources.pipeline
    settings = pipeline.settings
    started = time.monotonic()
    build = pipeline.steps.build()
    staged = pipeline.staged()
    results = _results(pipeline, staged)
    verdict = gate.judge(results, overrides.read(pipeline.places.quality))
    if not verdict.passed:
        raise stop(pipeline, results)
    write_docs(pipeline, results, verdict)
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
            accepted=[override for _, override in verdict.accepted],
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
            "changes": dg.MetadataValue.json(made["changes"] or {}),
            "path": dg.MetadataValue.path(str(settings.published)),
            "rows": dg.MetadataValue.json(made["rows"]),
            "seconds": round(time.monotonic() - started, 3),
        }
    )
