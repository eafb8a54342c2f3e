"""Great Expectations on the measurements: one suite for each border, built from the table of thresholds.

An expectation costs far more than the values it looks at, so there is one for each guard (and family) over the values of all
fiscal years, whose offenders say which years failed. Only a guard that some rows may break (`mostly`) has one for each
year. Batches are small frames that hold no database file, so nothing stays open and money never passes through floats
before it was summed and compared in SQL.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from expectations.judging import Check, Verdict
from expectations.thresholds import Threshold

if TYPE_CHECKING:
    import great_expectations as gx

POSITION = "position"


class ValidatorError(RuntimeError):
    """Great Expectations could not evaluate an expectation: no verdict, so nothing may be taken for passed."""


def _context() -> gx.data_context.EphemeralDataContext:
    # before the import: some versions read them while loading
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ.setdefault("DO_NOT_TRACK", "1")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


@dataclass
class _Column:
    """What one expectation looks at: values, and for each the check and the row it comes from."""

    threshold: Threshold
    values: list[float | None] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)


def _columns(checks: Sequence[Check]) -> dict[str, _Column]:
    columns: dict[str, _Column] = {}
    for position, check in enumerate(checks):
        if not check.rows:
            continue
        # exceptions part a guard's years, and a share is a year's own
        name = f"{check.name} {check.fiscal_year}" if check.threshold.mostly < 1 else check.name
        column = columns.setdefault(name, _Column(check.threshold))
        column.values += [row.value for row in check.rows]
        column.origins += [(position, number) for number in range(len(check.rows))]
    return columns


def _batches(columns: dict[str, _Column]) -> Iterator[dict[str, _Column]]:
    """Columns of like length together: a frame is as long as its longest."""
    by_digits: dict[int, dict[str, _Column]] = {}
    for name, column in columns.items():
        by_digits.setdefault(len(str(len(column.values))), {})[name] = column
    yield from (by_digits[digits] for digits in sorted(by_digits))


def _expectation(name: str, threshold: Threshold) -> Any:
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnValuesToBeBetween(
        column=name,
        min_value=threshold.min_value,
        max_value=threshold.max_value,
        mostly=threshold.mostly,
        # Great Expectations knows no "error"
        severity="warning" if threshold.severity == "error" else threshold.severity,
        meta={"column": name, "owner": threshold.owner, "reason": threshold.reason_en},
    )


def _run(batch: Any, suite: str, columns: dict[str, _Column], detail: str | dict[str, Any]) -> dict[str, Any]:
    """The results of Great Expectations by column. Raises ValidatorError where one is missing or was raised for."""
    if not columns:
        return {}
    import great_expectations as gx

    expectations = [_expectation(name, column.threshold) for name, column in columns.items()]
    outcome = batch.validate(gx.ExpectationSuite(suite, expectations), result_format=detail)
    found = {}
    for result in outcome.results:
        name = result.expectation_config.meta["column"]
        raised = result.exception_info
        if raised and raised.get("raised_exception", any(isinstance(item, dict) for item in raised.values())):
            raise ValidatorError(f"{suite}, {name}: {raised}")
        found[name] = result
    if set(found) != set(columns):
        raise ValidatorError(f"{suite}: no verdict on {sorted(set(columns) - set(found))}")
    return found


def _judge(batch: Any, suite: str, columns: dict[str, _Column]) -> dict[int, Verdict]:
    """The verdicts by position of a check."""
    detail = {"result_format": "COMPLETE", "unexpected_index_column_names": [POSITION]}
    loose = {name: column for name, column in columns.items() if column.threshold.mostly < 1}
    strict = {name: column for name, column in columns.items() if name not in loose}
    # naming the offenders costs as much again: asked for only where something broke or some rows may break
    holds = {name: bool(result.success) for name, result in _run(batch, suite, strict, "BOOLEAN_ONLY").items()}
    told = _run(batch, suite, loose, detail)
    told |= _run(batch, suite, {name: column for name, column in strict.items() if not holds[name]}, detail)
    verdicts: dict[int, Verdict] = {}
    for name, column in columns.items():
        offenders: dict[int, list[int]] = {position: [] for position, _ in column.origins}
        if name in told:
            for entry in told[name].result.get("unexpected_index_list") or []:
                position, number = column.origins[int(entry[POSITION])]
                offenders[position].append(number)
        if name in strict and not holds[name] and not any(offenders.values()):
            raise ValidatorError(f"{suite}, {name}: it doesn't hold, and no value is named")
        for position, numbers in offenders.items():
            passed = bool(told[name].success) if name in loose else not numbers
            verdicts[position] = Verdict(passed=passed, offending=tuple(sorted(numbers)))
    return verdicts


def validate(suite: str, checks: Sequence[Check]) -> dict[int, Verdict]:
    """Verdicts by position in `checks`; checks without rows are left out. Raises ValidatorError, never guesses."""
    columns = _columns(checks)
    if not columns:
        return {}

    import pandas as pd

    context = _context()
    definition = (
        context.data_sources.add_pandas(suite)
        .add_dataframe_asset("measurements")
        .add_batch_definition_whole_dataframe("values")
    )
    verdicts: dict[int, Verdict] = {}
    for number, group in enumerate(_batches(columns), 1):
        frame = pd.DataFrame({name: pd.Series(column.values, dtype="float64") for name, column in group.items()})
        frame = frame.assign(**{POSITION: range(len(frame))})
        batch = definition.get_batch(batch_parameters={"dataframe": frame})
        verdicts |= _judge(batch, f"{suite} {number}", group)
    del context, definition
    gc.collect()
    return verdicts
