"""From staged rows to results: dbt on a home, once parsed, and both suites on what it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from expectations.results import QualityResult
from expectations.run import validate_handover, validate_marts
from tests.support import as_release

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = CHECKOUT / "dbt"
RUN = ("run-1", "2031-01-01T00:00:00+00:00")
# what the measurements read: a third of the project's time
READ_BY_GUARDS = (
    "dim_report", "dim_unit", "fct_attribute", "fct_budget", "fct_claim", "fct_expenditure", "fct_income", "fct_indicator",
    "fct_quarantine", "fct_staffing",
)  # fmt: skip

_parsed: list[bytes] = []


def _manifest() -> Any:
    """The project as an earlier run parsed it, or None. A run changes it: one for each run."""
    if not _parsed:
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(_parsed[0], decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()
    return manifest


def build(home: Path, *, wanted: Sequence[str] = READ_BY_GUARDS, everything: bool = False) -> Path:
    """Builds the home's warehouse with dbt; returns the file.

    `wanted`: these models and all they need, without tests; `everything`: all models and their tests, which must pass.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    target = home / "work" / "target"
    warehouse = home / "work" / "warehouse.duckdb"
    warehouse.unlink(missing_ok=True)
    chosen = [] if everything else ["--exclude-resource-type", "test", "--select", *(f"+{name}" for name in wanted)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_HOME", str(home))
        patch.delenv("JIXIAO_WAREHOUSE", raising=False)
        try:
            outcome = dbtRunner(manifest=_manifest()).invoke(
                [
                    "build", "--exclude-resource-type", "unit_test", *chosen,
                    "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
                    "--target-path", str(target), "--log-path", str(home / "work" / "logs"), "--quiet",
                ]
            )  # fmt: skip
        finally:
            # else the file stays open in this process
            DuckDBConnectionManager.close_all_connections()
    failed = [item for item in outcome.result or [] if item.status not in ("success", "pass")]
    assert outcome.success, outcome.exception or [(item.node.name, item.status, item.message) for item in failed]
    if not _parsed and (target / "partial_parse.msgpack").is_file():
        _parsed.append((target / "partial_parse.msgpack").read_bytes())
    return warehouse


@dataclass(frozen=True)
class Judged:
    """What the guards of both borders said."""

    results: Sequence[QualityResult]

    @property
    def failed(self) -> dict[tuple[str, int | None], QualityResult]:
        """Failures by guard (without a family) and fiscal year."""
        return {(result.code, result.fiscal_year): result for result in self.results if not result.passed}

    def of(self, *severities: str) -> set[tuple[str, int | None]]:
        """The failures of some severities."""
        return {key for key, result in self.failed.items() if result.severity in severities}


def judge(home: Path, warehouse: Path | None = None, previous: Path | None = None) -> Judged:
    """The first border on a home and, with a warehouse, the second."""
    results = validate_handover(home, *RUN)
    if warehouse is not None:
        results += validate_marts(warehouse, as_release(previous) if previous else None, *RUN)
    return Judged(results)
