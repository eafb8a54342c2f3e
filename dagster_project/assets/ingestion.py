"""Landing, reading, recognising: from files to staged rows."""

import time
from collections.abc import Iterator
from typing import Any

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext

from building import due
from building.progress import tell
from dagster_project.failures import says_why
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from expectations.process import HANDOVER
from expectations.results import ensure_empty
from ingest import steps
from ingest.records import TABLES
from ingest.staging import Staging, utc_now

GROUP = "ingestion"

MANIFEST = dg.AssetKey(["home", "manifest"])
QUALITY_HISTORY = dg.AssetKey(["home", "quality_results"])
QUALITY_OVERRIDES = dg.AssetKey(["home", "quality_overrides"])
FINDING_REVIEWS = dg.AssetKey(["home", "finding_reviews"])


def _key(group: str, table: str) -> dg.AssetKey:
    return dg.AssetKey([group, table])


def _specs(group: str, kinds: set[str], deps: list[dg.AssetKey], skippable: bool = False) -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            _key(group, table),
            description=(row_type.__doc__ or "").strip(),
            deps=deps,
            group_name=GROUP,
            kinds=kinds,
            skippable=skippable,
        )
        for table, row_type in TABLES[group].items()
    ]


LANDED = [_key("landing", table) for table in TABLES["landing"]]
RAW = [_key("raw", table) for table in TABLES["raw"]]
RECOGNISED = [_key("recognised", table) for table in TABLES["recognised"]]


def _results(
    context: AssetExecutionContext, group: str, rows: dict[str, int], common: dict[str, Any]
) -> Iterator[dg.MaterializeResult]:
    """One event for each table of a group that was chosen; the step itself always does all of them."""
    for table in TABLES[group]:
        if _key(group, table) not in context.selected_asset_keys:
            continue
        counted = {"rows_added": rows[table]} if table in rows else {}
        yield dg.MaterializeResult(_key(group, table), metadata={**counted, **common})


@dg.multi_asset(
    name="landing",
    specs=[
        *_specs("landing", {"parquet"}, [], skippable=True),
        *_specs("lists", {"parquet"}, [], skippable=True),
    ],
    can_subset=True,
    required_resource_keys={"pipeline"},
    description="Finds the files, tells what they are and which are new. Where nothing is, the rest of the run is skipped.",
)
@says_why
def landing_asset(context: AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    pipeline: Pipeline = context.resources.pipeline
    started = time.monotonic()
    with second_try():
        for line in due.mend(pipeline.home):
            context.log.warning(line)
        found = due.look(pipeline.settings, tell)
    for refusal in found.plan.refusals:
        context.log.warning(f"refused: {refusal.path}: {refusal.reason}")
    if found.is_nothing_new:
        context.log.info("Nothing new: the published release stays as it is.")
        return
    pipeline.validator.warm()
    pipeline.steps.start(context.run_id, utc_now())
    ensure_empty(pipeline.home.quality)
    with second_try():
        counts = steps.take_in(found.plan, pipeline.home, pipeline.runner, tell)
    seconds = time.monotonic() - started
    pipeline.steps.done("landing", seconds)
    summary = steps.plan_summary(found.plan)
    yield from _results(
        context,
        "landing",
        {"files": counts["sightings"], "quarantine": counts["quarantined"]},
        {
            "files_found": summary["files"],
            "to_read": summary["to_read"],
            "to_recognise_again": summary["to_recognise"],
            "unchanged": summary["unchanged"],
            "rejected_files": counts["quarantined"],
            "refused": dg.MetadataValue.json(summary["refused"]),
            "seconds": round(seconds, 3),
        },
    )
    listed = {table: counts[table] for table in TABLES["lists"]}
    yield from _results(context, "lists", listed, {"lists_changed": summary["lists_changed"]})


@dg.multi_asset(
    name="staged_text",
    specs=_specs("raw", {"parquet"}, LANDED),
    required_resource_keys={"pipeline"},
    can_subset=True,
    description="Reads every new file in a worker process and stages its blocks and cells.",
)
@says_why
def raw_asset(context: AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    pipeline: Pipeline = context.resources.pipeline
    pipeline.steps.build()
    started = time.monotonic()
    with second_try():
        plan = due.look(pipeline.settings).plan
        counts = steps.read_new(plan, pipeline.home, pipeline.runner, progress=tell)
    seconds = time.monotonic() - started
    pipeline.steps.done("reading", seconds)
    context.log.info(f"read {counts['read']} files, {counts['quarantined']} to quarantine")
    yield from _results(
        context,
        "raw",
        {"reports": counts["read"], "blocks": counts["blocks"], "cells": counts["cells"]},
        {"rejected_files": counts["quarantined"], "seconds": round(seconds, 3)},
    )


@dg.multi_asset(
    name="recognised_rows",
    specs=[
        *_specs("recognised", {"parquet"}, RAW),
        dg.AssetSpec(
            MANIFEST,
            description="Which extraction of a file is current.",
            deps=RAW,
            group_name=GROUP,
            kinds={"parquet"},
        ),
    ],
    required_resource_keys={"pipeline"},
    can_subset=True,
    description="Runs the recognisers over staged text that they haven't seen in their present version.",
)
@says_why
def recognised_asset(context: AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    pipeline: Pipeline = context.resources.pipeline
    build = pipeline.steps.build()
    started = time.monotonic()
    with second_try():
        counts = steps.recognise_due(pipeline.home, pipeline.runner, progress=tell)
        # answered while dbt works
        pipeline.begin(HANDOVER, build)
    seconds = time.monotonic() - started
    pipeline.steps.done("recognising", seconds)
    context.log.info(
        f"recognised {counts['recognised']} reports, {counts['claims']} claims, {counts['quarantined']} to quarantine"
    )
    common = {"reports": counts["recognised"], "rejected_files": counts["quarantined"], "seconds": round(seconds, 3)}
    yield from _results(context, "recognised", {name: counts[name] for name in TABLES["recognised"]}, common)
    if MANIFEST in context.selected_asset_keys:
        yield dg.MaterializeResult(
            MANIFEST, metadata={"files": len(Staging(pipeline.home.staging).manifest()), **common}
        )


def kept_in_the_home() -> list[dg.AssetSpec]:
    """What nothing in this graph makes: dbt reads it in the next build."""
    told = {
        QUALITY_HISTORY: "Every guard's result of earlier runs, kept in the home; the gate writes it.",
        QUALITY_OVERRIDES: "What persons accepted at the gate, kept in the home; `jixiao build --accept` writes it.",
        FINDING_REVIEWS: "What persons said of findings, kept in the home; `jixiao review` writes it.",
    }
    return [
        dg.AssetSpec(key, description=words, group_name="quality", kinds={"parquet"}) for key, words in told.items()
    ]
