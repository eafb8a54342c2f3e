"""A person's word at the gate: this failure is known and right as it is.

An override is given for failures that the last run showed, never for failures to come: it names the check, the fiscal
year and the offending keys that were seen, and holds for these alone. Overrides are kept in `<home>/quality/overrides/`,
one file each, from where dbt publishes them as `fct_quality_override`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from functools import partial
from pathlib import Path

from expectations.results import SAMPLE_LIMIT, QualityResult
from ingest.records import stable_id
from ingest.staging import write_bytes_atomically

FOLDER = "overrides"
CRITICAL = "critical"
# a model that wasn't built leaves nothing to publish, whatever a person says
_NOT_BUILT = " builds"


class OverrideError(ValueError):
    """What was asked for can't be accepted; the message says why and what can."""


@dataclass(frozen=True, slots=True)
class QualityOverride:
    """One accepted failure: who, when, why, and what exactly was seen. `fiscal_year` None: the load as a whole.

    `key_count` is how many keys offended then, of which `offending_keys` names twenty at most; 0 where it wasn't counted.
    """

    override_id: str
    accepted_at: str
    accepted_by: str
    reason: str
    suite: str
    expectation: str
    fiscal_year: int | None
    observed: str
    limit_value: str
    offending_keys: str
    run_id: str
    key_count: int = 0

    def holds_for(self, result: QualityResult) -> bool:
        """Whether a failure is (part of) what was accepted.

        Fewer offending keys are fine, other ones are not. Where a result names no keys, or so many that only a sample
        is known, their number and what was observed must be the same too.
        """
        if (self.suite, self.expectation, self.fiscal_year) != (result.suite, result.expectation, result.fiscal_year):
            return False
        seen, now = keys_of(self.offending_keys), keys_of(result.sample_keys)
        if _are_all(seen, self.key_count) and _are_all(now, result.key_count):
            return now <= seen
        same_number = self.key_count == result.key_count or not (self.key_count and result.key_count)
        return now == seen and same_number and result.observed == self.observed


def keys_of(listed: str) -> frozenset[str]:
    """The keys of a list joined by commas."""
    return frozenset(key for key in listed.split(",") if key)


def _are_all(keys: frozenset[str], key_count: int) -> bool:
    """Whether some named keys are all there are; where nobody counted, a full sample may be a part."""
    return bool(keys) and (key_count == len(keys) if key_count else len(keys) < SAMPLE_LIMIT)


def check_name(result: QualityResult) -> str:
    """How a person names a result: `suite.expectation`, with `:year` where it judges one."""
    year = "" if result.fiscal_year is None else f":{result.fiscal_year}"
    return f"{result.suite}.{result.expectation}{year}"


def can_be_accepted(result: QualityResult) -> bool:
    """Whether a person may let this failure pass."""
    return result.severity == CRITICAL and not result.passed and not result.expectation.endswith(_NOT_BUILT)


def _meant(name: str, result: QualityResult) -> bool:
    check, colon, year = name.rpartition(":")
    if not colon:
        check, year = name, ""
    suite, _, expectation = check.partition(".")
    return (
        suite == result.suite
        and expectation in (result.expectation, result.code)
        and (not year or year == str(result.fiscal_year))
    )


def accept(
    names: Sequence[str], reason: str, accepted_by: str, accepted_at: str, last_run: Iterable[QualityResult]
) -> list[QualityOverride]:
    """The overrides for checks as a person names them (`suite.expectation`, optionally `/family` and `:year`).

    `last_run` are the results of the last run, whether it published or was stopped. Raises OverrideError where a name fits
    no critical failure in them, or the reason or the person is missing.
    """
    if not reason.strip():
        raise OverrideError("--accept needs --reason: it is published with the override")
    if not accepted_by.strip():
        raise OverrideError("--accept needs --by: who accepts it")
    stopping = [result for result in last_run if result.severity == CRITICAL and not result.passed]
    acceptable = [result for result in stopping if can_be_accepted(result)]
    found: list[QualityOverride] = []
    for name in dict.fromkeys(names):
        meant = [result for result in acceptable if _meant(name, result)]
        if not meant:
            if any(_meant(name, result) for result in stopping):
                raise OverrideError(f"{name} can't be accepted: what wasn't built can't be published")
            listed = ", ".join(sorted({check_name(result) for result in acceptable})[:10]) or "none"
            raise OverrideError(
                f"no critical check named {name} failed in the last run: accept what a run has shown. Failed there: {listed}"
            )
        found += [
            QualityOverride(
                override_id=stable_id(
                    "ovr", result.suite, result.expectation, result.fiscal_year, result.sample_keys, result.observed
                ),
                accepted_at=accepted_at,
                accepted_by=accepted_by.strip(),
                reason=reason.strip(),
                suite=result.suite,
                expectation=result.expectation,
                fiscal_year=result.fiscal_year,
                observed=result.observed,
                limit_value=result.limit_value,
                offending_keys=result.sample_keys,
                run_id=result.run_id,
                key_count=result.key_count,
            )
            for result in meant
        ]
    return found


def write(overrides: Iterable[QualityOverride], quality: Path) -> None:
    """Keeps overrides in the home; the same failure accepted again replaces who, when and why."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = quality / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    names = [item.name for item in fields(QualityOverride)]
    numbers = ("fiscal_year", "key_count")
    schema = pa.schema([(name, pa.int64() if name in numbers else pa.string()) for name in names])
    for override in overrides:
        row = dict(zip(names, astuple(override), strict=True))
        target = folder / f"{override.override_id}.parquet"
        table = pa.Table.from_pylist([row], schema=schema)
        write_bytes_atomically(target, partial(pq.write_table, table))


def read(quality: Path) -> list[QualityOverride]:
    """Every override of a home, oldest first; [] where there is none."""
    files = sorted(path for path in (quality / FOLDER).glob("*.parquet") if not path.name.startswith("."))
    if not files:
        return []
    import pyarrow.parquet as pq

    rows = [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]
    known = {item.name for item in fields(QualityOverride)}
    found = [QualityOverride(**{name: row[name] for name in row if name in known}) for row in rows]
    return sorted(found, key=lambda o: (o.accepted_at, o.override_id))
