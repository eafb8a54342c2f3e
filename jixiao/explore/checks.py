"""The checks that failed in a published run, and which of them the samples fail on purpose."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from expectations.results import QualityResult
    from ingest.steps import Sighting

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Planted:
    """A check that files of a folder make fail on purpose; `hashes` are the SHA-256 of those that lie there now."""

    suite: str
    expectation: str
    fiscal_year: str
    hashes: frozenset[str]
    reason: str

    def explains(self, result: QualityResult) -> bool:
        """Whether it is this check, and no other file than the planted ones offends."""
        named = {key for key in result.keys if _SHA256.fullmatch(key)}
        return (
            (self.suite, self.expectation, self.fiscal_year)
            == (result.suite, result.expectation, str(result.fiscal_year or ""))
            and result.keys_in_all <= len(result.keys)
            and bool(named)
            and named <= self.hashes
        )


def planted_in(file: Path, sightings: Iterable[Sighting]) -> list[Planted]:
    """What a `planted_checks.csv` says: suite, expectation, fiscal_year (empty: none), file names, and a reason."""
    hashes: dict[str, set[str]] = {}
    for sighting in sightings:
        hashes.setdefault(sighting.path.name, set()).add(sighting.sha256)
    with file.open(encoding="utf-8", newline="") as handle:
        return [
            Planted(
                row["suite"],
                row["expectation"],
                row["fiscal_year"],
                frozenset(sha256 for name in row["files"].split() for sha256 in hashes.get(name, ())),
                row["reason"],
            )
            for row in csv.DictReader(handle)
        ]


def failed(quality: Path, published: dict[str, Any] | None, planted: Sequence[Planted] = ()) -> list[dict[str, Any]]:
    """The checks that failed in the published run, the gravest first; `planted` is the reason where a file is there to fail it."""
    from expectations import results, thresholds
    from publishing.overrides import check_name

    file = quality / f"{published['run_id']}.parquet" if published else None
    if file is None or not file.is_file():
        return []
    titles = {(guard.suite, guard.expectation): guard.title_en for guard in thresholds.load()}
    rows = [row for row in results.read_results(file) if not row.passed]
    return [
        {
            "severity": row.severity,
            "check": check_name(row),
            "title": titles.get((row.suite, row.code), f"dbt's own test {row.expectation}"),
            "fiscal_year": row.fiscal_year,
            "observed": row.observed,
            "limit": row.limit_value,
            "keys": row.keys_in_all,
            "planted": next((one.reason for one in planted if one.explains(row)), None),
        }
        for row in sorted(rows, key=lambda row: results.SEVERITIES.index(row.severity))
    ]
