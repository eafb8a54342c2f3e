"""Great Expectations on the measurements: one batch per fiscal year, one suite built from the table of thresholds.

The batches are small frames that hold no database file, so nothing stays open and money never passes through floats
before it was summed and compared in SQL.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from expectations.judging import Check, Verdict

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


def _expectation(column: str, check: Check) -> Any:
    import great_expectations.expectations as gxe

    threshold = check.threshold
    return gxe.ExpectColumnValuesToBeBetween(
        column=column,
        min_value=threshold.min_value,
        max_value=threshold.max_value,
        mostly=threshold.mostly,
        # Great Expectations knows no "error"
        severity="warning" if threshold.severity == "error" else threshold.severity,
        meta={"column": column, "owner": threshold.owner, "reason": threshold.reason_en},
    )


def _run(
    context: Any, definition: Any, name: str, batch: Any, checks: dict[str, Check], detail: str | dict[str, Any]
) -> dict[str, Any]:
    if not checks:
        return {}
    import great_expectations as gx

    suite = context.suites.add(
        gx.ExpectationSuite(name, [_expectation(column, check) for column, check in checks.items()])
    )
    validation = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=definition, suite=suite))
    outcome = validation.run(batch_parameters={"dataframe": batch}, result_format=detail)
    found = {}
    for result in outcome.results:
        column = result.expectation_config.meta["column"]
        raised = result.exception_info
        if raised and raised.get("raised_exception", any(isinstance(item, dict) for item in raised.values())):
            raise ValidatorError(f"{name}, {checks[column].name}: {raised}")
        found[column] = result
    if set(found) != set(checks):
        raise ValidatorError(f"{name}: no verdict on {sorted(set(checks) - set(found))}")
    return found


def validate(suite: str, checks: Sequence[Check]) -> dict[int, Verdict]:
    """Verdicts by position in `checks`; checks without rows are left out. Raises ValidatorError, never guesses."""
    by_year: dict[int | None, dict[str, int]] = {}
    for position, check in enumerate(checks):
        if check.rows:
            by_year.setdefault(check.fiscal_year, {})[check.name] = position
    if not by_year:
        return {}

    import pandas as pd

    context = _context()
    definition = (
        context.data_sources.add_pandas(suite)
        .add_dataframe_asset("measurements")
        .add_batch_definition_whole_dataframe("fiscal_year")
    )
    verdicts: dict[int, Verdict] = {}
    for year, columns in sorted(by_year.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        named = {column: checks[position] for column, position in columns.items()}
        length = max(len(check.rows) for check in named.values())
        batch = pd.DataFrame(
            {column: pd.Series([row.value for row in check.rows], dtype="float64") for column, check in named.items()}
        )
        batch = batch.assign(**{POSITION: range(length)})
        label = f"{suite} {'whole' if year is None else year}"
        strict = {column: check for column, check in named.items() if check.threshold.mostly == 1}
        loose = {column: check for column, check in named.items() if column not in strict}
        # naming the offenders costs as much again: asked for only where something broke or some rows may break
        detail = {"result_format": "COMPLETE", "unexpected_index_column_names": [POSITION]}
        rows = _run(context, definition, f"{label} shares", batch, loose, detail)
        outcome = rows | _run(context, definition, label, batch, strict, "BOOLEAN_ONLY")
        broken = {column: check for column, check in strict.items() if not outcome[column].success}
        rows |= _run(context, definition, f"{label} offenders", batch, broken, detail)
        for column, position in columns.items():
            offending = rows[column].result.get("unexpected_index_list") if column in rows else None
            verdicts[position] = Verdict(
                passed=bool(outcome[column].success),
                offending=tuple(sorted(int(entry[POSITION]) for entry in offending or [])),
            )
    del context, definition
    gc.collect()
    return verdicts
