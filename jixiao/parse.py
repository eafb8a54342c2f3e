"""`jixiao parse`: one file through readers and recognisers, in a worker process, and nothing else."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

from ingest.isolation import RECOGNISED, limits_for, row_from_json
from ingest.isolation import run as run_tasks
from ingest.readers import sniff_file
from ingest.records import TABLES, IdentityRow
from jixiao.output import USAGE, amount_text, emit_json, give_up, place_text, say


def parsed(file: Path) -> dict[str, Any]:
    """What is recognised in one file: its hash and type, and its reports with their rows.

    Raises ValueError(reason, detail) for a file that can't be read.
    """
    path = file.resolve()
    limits = limits_for(sniff_file(path))
    (outcome,) = run_tasks([("file", {"operation": "parse", "path": str(path)})], limits=limits, readable=[path])
    if outcome.failure or outcome.value is None:
        raise (
            ValueError(outcome.failure.reason, outcome.failure.detail) if outcome.failure else ValueError("crashed", "")
        )
    value = outcome.value
    document = value["document"]
    return {
        "file": file.name,
        "sha256": value["sha256"],
        "media_type": document["media_type"],
        "reader": document["reader"],
        "blocks": len(document["blocks"]),
        "seconds": round(outcome.seconds, 3),
        "reports": [
            {
                **_row(IdentityRow, part["identity"]),
                **{name: [_row(TABLES["recognised"][name], values) for values in part[name]] for name in RECOGNISED},
            }
            for part in value["recognitions"]
        ],
    }


def _row(row_type: type, values: list[Any]) -> dict[str, Any]:
    row = row_from_json(row_type, values)
    return {item.name: getattr(row, item.name) for item in dataclasses.fields(row)}


def run(file: Path, as_json: bool) -> None:
    """The whole command."""
    if not file.exists():
        give_up(f"no such file: {file}", as_json, USAGE, "usage")
    if not file.is_file():
        give_up(f"not a file: {file}", as_json, USAGE, "usage")
    try:
        found = parsed(file)
    except ValueError as error:
        reason, detail = (*error.args, "")[:2]
        give_up(
            f"{file.name} can't be read: {reason}: {detail}", as_json, status="unreadable", reason=reason, detail=detail
        )
    if not found["reports"]:
        give_up(
            f"{file.name} is read, but nothing in it says that it is a report of a known family",
            as_json,
            status="not_a_report",
            **found,
        )
    if as_json:
        emit_json(found)
        return
    for report in found["reports"]:
        _show(report)


def _show(report: dict[str, Any]) -> None:
    say(
        f"{report['unit_name'] or 'unit not found'}, fiscal year {report['fiscal_year'] or 'not found'}, {report['report_family']}"
    )
    say(f"report {report['report_id']}")
    for claim in report["claims"]:
        version = f" ({claim['budget_version']})" if claim["budget_version"] else ""
        project = f" “{claim['project_name']}”" if claim["project_name"] else ""
        say()
        say(
            f"{claim['claim_id']}  {claim['stated_fiscal_year']} {claim['measure']}{version} {claim['line_item_code']}{project}, "
            f"{claim['fund_code']}: {amount_text(claim['amount_yuan'])} yuan, written {claim['amount_text']}{claim['amount_unit']}"
        )
        say(f"    {place_text(claim)}")
        say(f"    {' '.join(claim['quote'].split())}")
    if report["indicators"]:
        say()
        say("Indicators")
    for row in report["indicators"]:
        levels = " / ".join(level for level in (row["level1"], row["level2"], row["level3"]) if level)
        say(
            f"{row['indicator_row_id']}  {levels}: target {row['target_text'] or '-'}, actual {row['actual_text'] or '-'}, score {row['score'] or '-'}"
        )
        say(f"    {place_text(row)}")
    if report["attributes"]:
        say()
        say("Attributes")
    for row in report["attributes"]:
        say(f"{row['attribute_code']} = {row['value_text']}   ({place_text(row)})")
    counts = Counter(row["reason"] for row in report["unrecognised"])
    say()
    say(
        f"{len(report['claims'])} claims, {len(report['indicators'])} indicator rows, {len(report['attributes'])} attributes, "
        f"{len(report['unrecognised'])} not understood{': ' if counts else ''}{', '.join(f'{reason} {count}' for reason, count in sorted(counts.items()))}"
    )
