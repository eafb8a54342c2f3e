"""Quality results and asset checks made of what dbt and the guards said."""

from __future__ import annotations

import dataclasses

import pytest

from building.dbt_project import NodeResult
from expectations.results import QualityResult
from expectations.thresholds import of_suite
from publishing import gate

pytestmark = pytest.mark.slow


def node(name: str, status: str, kind: str = "test", severity: str = "error", keys: tuple[str, ...] = ()) -> NodeResult:
    return NodeResult(f"{kind}.jixiao.{name}", name, kind, status, severity, 2, 0.1, "could not convert '张三'", keys)


def test_dbt_verdicts_are_results_that_quote_nothing() -> None:
    from building.judgement import of_dbt

    results = of_dbt(
        [
            node("fct_claim_key", "fail", keys=("c1", "c2")),
            node("amounts_plausible", "warn", severity="warn"),
            node("dim_unit_key", "pass"),
            node("fct_budget", "error", "model"),
            node("fct_income", "success", "model"),
            node("fct_income_key", "skipped"),
        ],
        "run",
        "2031-01-01T00:00:00Z",
    )
    found = {row.expectation: (row.severity, row.passed, row.observed, row.sample_keys) for row in results}
    assert found == {
        "fct_claim_key": ("critical", False, "2 rows", "c1,c2"),
        "amounts_plausible": ("warning", False, "2 rows", ""),
        "dim_unit_key": ("critical", True, "2 rows", ""),
        "fct_budget builds": ("critical", False, "error", ""),
    }
    assert [row.expectation for row in gate.judge(results).stopped_by] == ["fct_budget builds", "fct_claim_key"]


def test_a_guards_check_fails_where_one_year_fails() -> None:
    import dagster as dg

    from dagster_project.assets.quality import check_results

    guard = next(guard for guard in of_suite("handover") if guard.severity == "critical")
    good = QualityResult("run", "2031", "handover", 2030, guard.expectation, "critical", "1", guard.limit_text(), True)
    bad = dataclasses.replace(
        good, fiscal_year=2031, expectation=f"{guard.expectation}/a_family", passed=False, sample_keys="k1"
    )
    checks = {result.check_name: result for result in check_results("handover", [good, bad])}
    assert set(checks) == {guard.expectation for guard in of_suite("handover")}
    found = checks[guard.expectation]
    assert not found.passed and found.severity == dg.AssetCheckSeverity.ERROR
    assert found.metadata["failed"].value == 1
    first = found.metadata["by_fiscal_year"].records[0].data  # type: ignore[union-attr]
    assert (first["fiscal_year"], first["family"], first["sample_keys"]) == ("2031", "a_family", "k1")
    # a guard with nothing to judge fails nobody
    assert all(result.passed for name, result in checks.items() if name != guard.expectation)
