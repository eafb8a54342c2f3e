"""The guards at the two borders, each as an asset with one check per guard."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg  # reads annotations itself, so they are not postponed in this module
from dagster import AssetExecutionContext

from building.progress import tell
from dagster_project.assets.ingestion import RECOGNISED
from dagster_project.failures import says_why
from dagster_project.resources import Pipeline
from dagster_project.retries import second_try
from expectations.process import HANDOVER, MARTS
from expectations.results import QualityResult
from expectations.thresholds import of_suite
from publishing.overrides import CRITICAL

GROUP = "quality"
# how the description of a check begins that does
GATE_STOPS = "The gate stops on this. "
KEYS = {suite: dg.AssetKey(["expectations", suite]) for suite in (HANDOVER, MARTS)}


def check_specs(suite: str) -> list[dg.AssetCheckSpec]:
    """One check per guard of the suite's table of thresholds."""
    return [
        dg.AssetCheckSpec(
            guard.expectation,
            asset=KEYS[suite],
            description=f"{GATE_STOPS if guard.severity == CRITICAL else ''}{guard.title_en} / {guard.title_zh}: {guard.reason_en}",
            metadata={
                "severity": guard.severity,
                "stops_the_gate": guard.severity == CRITICAL,
                "limit": guard.limit_text(),
                "owner": guard.owner,
            },
        )
        for guard in of_suite(suite)
    ]


def check_results(suite: str, results: Sequence[QualityResult]) -> Iterator[dg.AssetCheckResult]:
    """The results of a suite, gathered by guard: a check holds where its guard held for every fiscal year."""
    by_code: dict[str, list[QualityResult]] = {}
    for result in results:
        by_code.setdefault(result.code, []).append(result)
    for guard in of_suite(suite):
        found = by_code.get(guard.expectation, [])
        failed = [result for result in found if not result.passed]
        rows = [
            dg.TableRecord(
                {
                    "fiscal_year": "" if result.fiscal_year is None else str(result.fiscal_year),
                    "family": result.report_family or "",
                    "observed": result.observed,
                    "limit": result.limit_value,
                    "passed": "yes" if result.passed else "no",
                    "keys": str(result.keys_in_all or ""),
                    "sample_keys": result.sample_keys,
                }
            )
            for result in [*failed, *(result for result in found if result.passed)][:50]
        ]
        metadata: dict[str, Any] = {
            "severity": guard.severity,
            "stops_the_gate": guard.severity == CRITICAL,
            "limit": guard.limit_text(),
            "judged": len(found),
            "failed": len(failed),
        }
        if rows:
            metadata["by_fiscal_year"] = dg.MetadataValue.table(rows)
        yield dg.AssetCheckResult(
            asset_key=KEYS[suite],
            check_name=guard.expectation,
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR
            if guard.severity in ("critical", "error")
            else dg.AssetCheckSeverity.WARN,
            metadata=metadata,
        )


def _validate(context: AssetExecutionContext, suite: str) -> Iterator[Any]:
    pipeline: Pipeline = context.resources.pipeline
    build = pipeline.steps.build()
    started = time.monotonic()
    tell("checking", 0, 1)
    # a process that died is started anew by the next try
    with second_try():
        pipeline.begin(suite, build)
        results, made_of, warehouse = pipeline.finish(suite)
    seconds = time.monotonic() - started
    pipeline.steps.done(suite, seconds, made_of=made_of, results=results, warehouse=warehouse)
    tell("checking", 1, 1)
    failed = [result for result in results if not result.passed]
    for result in failed:
        context.log.warning(
            f"{result.severity}: {result.expectation} ({result.fiscal_year}): {result.observed}, limit {result.limit_value}"
        )
    # whatever was chosen, a suite is judged whole
    chosen = context.selected_asset_check_keys
    yield from (
        result
        for result in check_results(suite, results)
        if dg.AssetCheckKey(KEYS[suite], str(result.check_name)) in chosen
    )
    if KEYS[suite] in context.selected_asset_keys:
        yield dg.MaterializeResult(
            KEYS[suite],
            metadata={
                "judged": len(results),
                "failed": len(failed),
                "critical": sum(1 for result in failed if result.severity == "critical"),
                "seconds": round(seconds, 3),
            },
        )


@dg.multi_asset(
    name="expectations_handover",
    specs=[
        dg.AssetSpec(
            KEYS[HANDOVER],
            deps=RECOGNISED,
            group_name=GROUP,
            kinds={"great_expectations"},
            description="What ingestion hands over is complete and sane, per fiscal year.",
        )
    ],
    check_specs=check_specs(HANDOVER),
    can_subset=True,
    required_resource_keys={"pipeline"},
)
@says_why
def handover_asset(context: AssetExecutionContext) -> Iterator[Any]:
    yield from _validate(context, HANDOVER)


def make_marts_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The second border, behind the public tables."""

    @dg.multi_asset(
        name="expectations_marts",
        specs=[
            dg.AssetSpec(
                KEYS[MARTS],
                deps=marts,
                group_name=GROUP,
                kinds={"great_expectations"},
                description="Finished facts across fiscal years and against the last release.",
            )
        ],
        check_specs=check_specs(MARTS),
        can_subset=True,
        required_resource_keys={"pipeline"},
    )
    @says_why
    def marts_asset(context: AssetExecutionContext) -> Iterator[Any]:
        yield from _validate(context, MARTS)

    return marts_asset
