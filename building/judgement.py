"""What a build's judges said, and what becomes of one that isn't published: its results are kept, its data docs written."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from building.dbt_project import NodeResult
from expectations.results import SAMPLE_LIMIT, QualityResult, read_history
from ingest.home import Home
from publishing import gate, overrides, release
from publishing.naming import names_of

# the step of the models, and its suite
DBT = "dbt"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a build isn't published: in words, as data, and where its data docs lie."""

    text: str
    by: list[dict[str, Any]]
    data_docs: Path


def of_dbt(results: Sequence[NodeResult], run_id: str, run_at: str) -> list[QualityResult]:
    """dbt's verdicts as quality results: a broken key, relationship or contract is critical, a warning is one."""
    rows: list[QualityResult] = []
    for result in results:
        passed = result.status in ("pass", "success")
        # what was skipped says nothing itself: whatever it waited for says why
        if result.status == "skipped" or (not result.is_test and passed):
            continue
        rows.append(
            QualityResult(
                run_id=run_id,
                run_at=run_at,
                suite=DBT,
                fiscal_year=None,
                # models and tests share no names, yet a reader should see which is which
                expectation=result.name if result.is_test else f"{result.name} builds",
                severity="warning" if result.is_test and result.severity == "warn" else overrides.CRITICAL,
                # dbt's own words may quote a report
                observed=f"{result.failures} rows" if result.status in ("pass", "fail", "warn") else result.status,
                limit_value="0 rows" if result.is_test else "success",
                passed=passed,
                sample_keys=",".join(result.sample_keys),
                # several rows may share a key
                key_count=result.failures if result.failures > SAMPLE_LIMIT else len(result.sample_keys),
            )
        )
    return rows


def stop(home: Home, results: Sequence[QualityResult], dbt_words: Sequence[str] = ()) -> Stopped:
    """Keeps the results of a build that isn't published, with its data docs, and tells why it isn't."""
    release.keep_quality(results, home)
    verdict = gate.judge(results, overrides.read(home.quality))
    docs = write_docs(home, results, verdict)
    published = release.published_release(home)
    shown = [key for result in verdict.stopped_by for key in result.keys[: gate.SHOWN_KEYS]]
    text = gate.message(
        verdict.stopped_by,
        published["release_id"] if published else None,
        names=names_of(home.warehouse, release.last_release(home), shown),
        docs=str(docs / "index.html"),
    )
    by = [
        {
            "check": overrides.check_name(result),
            "suite": result.suite,
            "expectation": result.expectation,
            "fiscal_year": result.fiscal_year,
            "observed": result.observed,
            "limit": result.limit_value,
            "keys": result.keys,
            "key_count": result.keys_in_all,
        }
        for result in verdict.stopped_by
    ]
    return Stopped("\n".join([text, *dbt_words]), by, docs)


def write_docs(home: Home, results: Sequence[QualityResult], verdict: gate.Verdict) -> Path:
    """Writes this run's data docs into the work folder and gives their folder."""
    from expectations import data_docs

    this_run = {result.run_id for result in results}
    history = [result for result in read_history(home.quality) if result.run_id not in this_run]
    shutil.rmtree(home.data_docs, ignore_errors=True)
    accepted = {
        (result.suite, result.expectation, result.fiscal_year): (
            f"{override.accepted_by}, {override.accepted_at[:10]}: {override.reason}"
        )
        for result, override in verdict.accepted
    }
    offending = [key for result in results if not result.passed for key in result.keys]
    names = names_of(home.warehouse, release.last_release(home), offending)
    data_docs.write(results, history, home.data_docs, accepted=accepted, names=names)
    return home.data_docs
