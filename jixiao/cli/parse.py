"""`jixiao parse`: one file, or each file of an archive, through readers and recognisers, in a worker process, and nothing else."""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.isolation import ARCHIVE_LIMITS, RECOGNISED, limits_for, row_from_json
from ingest.isolation import run as run_tasks
from ingest.readers import archive, media_types, sniff_file
from ingest.records import TABLES, FigureRow, IdentityRow
from jixiao.cli.output import USAGE, amount_text, emit_json, figures_text, give_up, place_text, say


def parsed(file: Path) -> dict[str, Any]:
    """What is recognised in one file: its hash and type, and its reports with their rows.

    Raises ValueError(reason, detail) for a file that can't be read.
    """
    path = file.resolve()
    limits = limits_for(sniff_file(path))
    value, seconds = _done({"operation": "parse", "path": str(path)}, limits=limits, readable=[path])
    document = value["document"]
    return {
        "file": file.name,
        "sha256": value["sha256"],
        "media_type": document["media_type"],
        "reader": document["reader"],
        "blocks": len(document["blocks"]),
        "seconds": round(seconds, 3),
        "reports": [
            {
                **_row(IdentityRow, part["identity"]),
                **{
                    name: [_row(TABLES["recognised"][name], values) for values in part[name]]
                    for name in RECOGNISED
                    if name != "figures"
                },
                "figures": _endings(part["figures"]),
            }
            for part in value["recognitions"]
        ],
    }


def parsed_members(file: Path, media_type: str) -> Iterator[dict[str, Any]]:
    """What `parsed` gives for each file of an archive, with its path in it as `file`; `status`, `reason`, `detail` where it gives nothing.

    Raises ValueError(reason, detail) for an archive that can't be opened.
    """
    path = file.resolve()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder).resolve()
        asked = {"operation": "expand", "path": str(path), "media_type": media_type, "out": str(out)}
        value, _ = _done(asked, limits=ARCHIVE_LIMITS, readable=[path], writable=[out])
        for member in (archive.Member(**values) for values in value["members"]):
            reason, detail = member.reason, member.detail
            if not reason:
                try:
                    yield {**parsed(out / member.file), "file": member.path}
                    continue
                except ValueError as error:
                    reason, detail = error.args
            yield {"file": member.path, "status": "unreadable", "reason": reason, "detail": detail, "reports": []}


def _done(asked: dict[str, Any], **limits: Any) -> tuple[dict[str, Any], float]:
    """What a worker answers, and its seconds. Raises ValueError(reason, detail) where it has none."""
    (outcome,) = run_tasks([("file", asked)], **limits)
    if outcome.failure or outcome.value is None:
        failure = outcome.failure
        raise ValueError(failure.reason, failure.detail) if failure else ValueError("crashed", "")
    return outcome.value, outcome.seconds


def _endings(rows: list[list[Any]]) -> dict[str, dict[str, int]]:
    """How many figures ended how, by reason ("" for those that are claimed)."""
    found: dict[str, dict[str, int]] = {}
    for values in rows:
        row = _row(FigureRow, values)
        reasons = found.setdefault(row["ending"], {})
        reasons[row["reason"] or ""] = reasons.get(row["reason"] or "", 0) + 1
    return found


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
        media_type = sniff_file(file)
        found: dict[str, Any] = {"file": file.name, "media_type": media_type}
        if media_type in media_types.ARCHIVES:
            found["members"] = list(parsed_members(file, media_type))
        else:
            found = parsed(file)
    except ValueError as error:
        reason, detail = error.args
        give_up(
            f"{file.name} can't be read: {reason}: {detail}", as_json, status="unreadable", reason=reason, detail=detail
        )
    members = found.get("members", [found])
    if not any(member["reports"] for member in members):
        if "members" in found and not as_json:
            _show_members(members)
        give_up(
            f"{file.name} is read, but nothing in it says that it is a report of a known family",
            as_json,
            status="not_a_report",
            **found,
        )
    if as_json:
        emit_json(found)
    elif "members" in found:
        _show_members(members)
    else:
        _show_reports(found)


def _show_members(members: list[dict[str, Any]]) -> None:
    for member in members:
        say(f"== {member['file']}")
        if "reason" in member:
            say(f"can't be read: {member['reason']}: {member['detail']}")
        elif not member["reports"]:
            say("nothing in it says that it is a report of a known family")
        _show_reports(member)
        say()


def _show_reports(found: dict[str, Any]) -> None:
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
    endings = {ending: sum(reasons.values()) for ending, reasons in report["figures"].items()}
    excluded = ", ".join(f"{reason} {count}" for reason, count in sorted(report["figures"].get("excluded", {}).items()))
    say(f"{figures_text(endings)}{': ' if excluded else ''}{excluded}")
