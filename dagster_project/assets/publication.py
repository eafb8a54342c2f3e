"""The gate and the release behind it."""

import time
from typing import Any

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext

from building import judgement
from building.handed_on import StepOrderError
from building.judgement import DBT
from building.progress import tell
from dagster_project.assets.quality import KEYS
from dagster_project.assets.transformation import failure
from dagster_project.failures import says_why
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from expectations.process import HANDOVER, MARTS
from expectations.results import QualityResult
from ingest.sums import Verified
from publishing import gate, overrides, release

GROUP = "publishing"
GATE = dg.AssetKey(["publishing", "gate"])
RELEASE = dg.AssetKey(["publishing", "release"])


def _results(pipeline: Pipeline, made_of: dict[str, Any]) -> tuple[list[QualityResult], str]:
    """All that was judged of what is there now, and the digest of the working file that was judged."""
    judged = {step: pipeline.steps.judged(step, made_of) for step in (HANDOVER, DBT, MARTS)}
    if judged[DBT].warehouse != judged[MARTS].warehouse:
        raise StepOrderError(f"dbt built the working file anew after the step {MARTS!r} judged it: run the whole job")
    return [result for found in judged.values() for result in found.results], judged[DBT].warehouse


@dg.asset(
    key=GATE,
    deps=[*KEYS.values()],
    group_name=GROUP,
    required_resource_keys={"pipeline"},
    description="May this build be published? Only critical results that failed stop it; the last release stays.",
)
@says_why
def gate_asset(context: AssetExecutionContext) -> dg.MaterializeResult:
    pipeline: Pipeline = context.resources.pipeline
    results, _ = _results(pipeline, pipeline.made_of()[1])
    verdict = gate.judge(results, overrides.read(pipeline.home.quality))
    if not verdict.passed:
        raise failure(judgement.stop(pipeline.home, results))
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
@says_why
def release_asset(context: AssetExecutionContext) -> dg.MaterializeResult:
    pipeline: Pipeline = context.resources.pipeline
    home = pipeline.home
    started = time.monotonic()
    # before anything else is looked at: a release is made of these, and so were the judgements of it
    fingerprint, parts = pipeline.made_of()
    if same := release.published_as(home, fingerprint, Verified(home.verified)):
        context.log.info(f"Nothing new: the release {same['release_id']} is made of the same and stays as it is.")
        return dg.MaterializeResult(metadata={"release": same["release_id"], "nothing_new": True})
    build = pipeline.steps.build()
    results, judged = _results(pipeline, parts)
    verdict = gate.judge(results, overrides.read(pipeline.home.quality))
    if not verdict.passed:
        raise failure(judgement.stop(pipeline.home, results))
    judgement.write_docs(pipeline.home, results, verdict)
    # whatever failed, the next try builds aside anew
    with second_try():
        made = release.publish(
            home,
            warehouse=home.warehouse,
            judged=judged,
            data_docs=home.data_docs,
            results=results,
            run_id=build.run_id,
            run_at=build.run_at,
            fingerprint=fingerprint,
            parts=parts,
            seconds={**pipeline.steps.seconds(), "data_docs": time.monotonic() - started},
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
            "path": dg.MetadataValue.path(str(home.published)),
            "rows": dg.MetadataValue.json(made["rows"]),
            "seconds": round(time.monotonic() - started, 3),
        }
    )
