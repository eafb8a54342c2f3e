"""Meaning in SQL: every dbt seed and model as an asset, every data test as a check, dbt invoked once."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test
from dagster_dbt.dbt_manifest import validate_manifest

from building import dbt_project, judgement
from building.dbt_project import NodeResult
from building.handed_on import StepOrderError
from building.progress import tell
from dagster_project.assets.quality import GATE_STOPS
from dagster_project.failures import says_why
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from ingest.sums import sha256_of

UNIT_TESTS = "resource_type:unit_test"
RELOAD = "reload the definitions, then run the whole job"


class Translator(DagsterDbtTranslator):
    """Keys as dbt's schemas and sources say; a failed test never hides what comes after it: the gate decides."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        # a model is not made where one before it failed
        return spec.replace_attributes(skippable=True)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        fqn = dbt_resource_props.get("fqn") or []
        return fqn[1] if dbt_resource_props["resource_type"] == "model" and len(fqn) > 2 else "seeds"

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        stops = str(manifest["nodes"][unique_id]["config"].get("severity") or "error").lower() == "error"
        return spec._replace(
            blocking=False,
            description=f"{GATE_STOPS if stops else ''}{spec.description or ''}".strip(),
            metadata={**(spec.metadata or {}), "stops_the_gate": stops},
        )


def _events(
    manifest: Mapping[str, Any],
    translator: Translator,
    results: Sequence[NodeResult],
    chosen: Collection[dg.AssetKey],
    declared: Collection[dg.AssetCheckKey],
) -> Iterator[Any]:
    # what the project gained since these definitions were loaded is no asset of theirs yet
    results = [result for result in results if result.unique_id in manifest["nodes"]]
    for result in results:
        if result.resource_type in ("model", "seed") and result.status == "success":
            key = translator.get_asset_spec(manifest, result.unique_id, None).key
            if key in chosen:
                yield dg.MaterializeResult(key, metadata={"seconds": round(result.seconds, 3)})
    for result in results:
        if result.resource_type != "test" or result.status == "skipped":
            continue
        check = get_asset_check_key_for_test(manifest, translator, result.unique_id, None)
        # a test over several models belongs to none of them: it counts at the gate all the same
        if check is None or check not in declared:
            continue
        yield dg.AssetCheckResult(
            asset_key=check.asset_key,
            check_name=check.name,
            passed=result.status == "pass",
            severity=dg.AssetCheckSeverity.WARN if result.severity == "warn" else dg.AssetCheckSeverity.ERROR,
            metadata={
                "failing_rows": result.failures,
                "seconds": round(result.seconds, 3),
                "sample_keys": ", ".join(result.sample_keys),
            },
        )


def failure(stopped: judgement.Stopped) -> dg.Failure:
    """What a build that isn't published fails with."""
    return dg.Failure(
        description=stopped.text,
        metadata={
            "stopped_by": dg.MetadataValue.json(stopped.by),
            "data_docs": dg.MetadataValue.path(str(stopped.data_docs)),
        },
        allow_retries=False,
    )


def make_dbt_assets(manifest_file: Path) -> dg.AssetsDefinition:
    """The assets of the dbt project whose parsed manifest this is."""
    manifest = validate_manifest(manifest_file)
    translator = Translator()

    @dbt_assets(
        manifest=manifest,
        name="dbt_build",
        dagster_dbt_translator=translator,
        exclude=UNIT_TESTS,
        required_resource_keys={"pipeline"},
        # before the first border's results are waited for: they are made meanwhile
        op_tags={"dagster/priority": "1"},
    )
    @says_why
    def dbt_build(context: AssetExecutionContext) -> Iterator[Any]:
        pipeline: Pipeline = context.resources.pipeline
        chosen, checks = context.selected_asset_keys, context.selected_asset_check_keys
        if chosen != dbt_build.keys:
            yield from _build_part(context, manifest, translator, _names(manifest, translator, chosen, checks))
            return
        build = pipeline.steps.build()
        started = time.monotonic()
        tell("dbt", 0, 1)
        # as it was before dbt read any of it
        _, made_of = pipeline.made_of()
        with second_try():
            results = dbt_project.build(pipeline.settings)
        rows = judgement.of_dbt(results, build.run_id, build.run_at)
        built = sha256_of(pipeline.home.warehouse) if pipeline.home.warehouse.is_file() else ""
        seconds = time.monotonic() - started
        pipeline.steps.done(judgement.DBT, seconds, made_of=made_of, results=rows, warehouse=built)
        tell("dbt", 1, 1)
        context.log.info(f"dbt: {_counted(results)} in {seconds:.1f} s")
        yield from _events(manifest, translator, results, chosen, checks)
        broken = [
            result
            for result in results
            if result.status in ("error", "skipped", "runtime error") and not result.is_test
        ]
        if broken:
            raise failure(judgement.stop(pipeline.home, rows, _words(results)))
        gone = _made(manifest, translator, chosen) - {result.unique_id for result in results}
        if gone:
            # what waits for them would be skipped without a word
            raise StepOrderError(f"the dbt project changed since it was loaded here: {RELOAD}")

    return dbt_build


def _made(manifest: Mapping[str, Any], translator: Translator, chosen: Collection[dg.AssetKey]) -> set[str]:
    """The seeds and models behind some assets, by dbt's ids."""
    return {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
        and translator.get_asset_spec(manifest, unique_id, None).key in chosen
    }


def _names(
    manifest: Mapping[str, Any],
    translator: Translator,
    chosen: Collection[dg.AssetKey],
    checks: Collection[dg.AssetCheckKey],
) -> list[str]:
    """What dbt calls some assets and checks; a test over several models is no check, and runs with each of them."""
    tests = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "test"
        and get_asset_check_key_for_test(manifest, translator, unique_id, None) in checks
    }
    return sorted(manifest["nodes"][unique_id]["name"] for unique_id in _made(manifest, translator, chosen) | tests)


def _build_part(
    context: AssetExecutionContext, manifest: Mapping[str, Any], translator: Translator, names: Sequence[str]
) -> Iterator[Any]:
    """Builds some models and runs their tests in the working file of the last whole build; nothing of it is published."""
    pipeline: Pipeline = context.resources.pipeline
    if not pipeline.home.warehouse.is_file():
        raise StepOrderError("there is no working file yet to build a part of: run the whole job")
    # before anything is changed: from here on the file is not what was judged
    pipeline.steps.done_in_part(judgement.DBT)
    started = time.monotonic()
    with second_try():
        results = dbt_project.build(pipeline.settings, names)
    context.log.info(
        f"dbt, a part: {_counted(results)} in {time.monotonic() - started:.1f} s; the whole job publishes, nothing else does"
    )
    declared = context.selected_asset_check_keys
    yield from _events(manifest, translator, results, context.selected_asset_keys, declared)
    for result in results:
        check = get_asset_check_key_for_test(manifest, translator, result.unique_id, None) if result.is_test else None
        if result.is_test and result.status not in ("pass", "skipped") and check not in declared:
            context.log.warning(f"{result.name}: {result.status}, {result.failures} rows")
    if words := _words(results):
        raise dg.Failure("\n".join(["dbt could not build what was chosen:", *words]), allow_retries=False)


def _counted(results: Sequence[NodeResult]) -> str:
    counted: dict[str, int] = {}
    for result in results:
        counted[result.status] = counted.get(result.status, 0) + 1
    return ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))


def _words(results: Sequence[NodeResult]) -> list[str]:
    """dbt's own words on what it could not build."""
    failed = [result for result in results if result.status in ("error", "runtime error")]
    return [f"  {result.name}: {' '.join(result.message.split())[:300]}" for result in failed][:5]
