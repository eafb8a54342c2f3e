"""`jixiao diff`: what became of the facts between two releases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.home import existing_home
from jixiao.cli.output import USAGE, amount_text, counted, emit_json, give_up, say, scope_text
from jixiao.explore import diff
from publishing import changes, integrity, reading


def run(old: str, new: str, home: Path | None, change: str | None, year: int | None, limit: int, as_json: bool) -> None:
    """The whole command."""
    if change is not None and change not in changes.CHANGES:
        give_up(f"no such change: {change} (one of {', '.join(changes.CHANGES)})", as_json, USAGE, "usage")
    place = existing_home(home)
    try:
        folders = diff.named(place, old), diff.named(place, new)
    except diff.NoRelease as error:
        give_up(str(error), as_json, status="not_found")
    for folder in folders:
        if fault := integrity.damage(folder):
            give_up(f"the releases can't be compared: {fault}", as_json, status="damaged")
    import duckdb

    try:
        found = diff.compared(*folders, change=change, year=year, limit=limit)
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    except duckdb.Error as error:
        give_up(f"the releases can't be compared: {str(error).splitlines()[0]}", as_json)
    if as_json:
        emit_json(found)
        return
    _show(found, change, year)


def _show(found: dict[str, Any], change: str | None, year: int | None) -> None:
    counts = found["counts"]
    say(f"{found['old']} -> {found['new']}")
    for kind in changes.CHANGES:
        causes = ", ".join(f"{count} {cause}" for cause, count in found["causes"].get(kind, {}).items())
        say(f"  {counted(counts[kind], 'fact')} {kind}" + (f": {causes}" if causes else ""))
    say(f"  {counts['restated']} rest on another claim of the same amount")
    for row in found["facts"]:
        version = f" ({row['budget_version']})" if row["budget_version"] else ""
        project = f" “{row['project_name']}”" if row["project_name"] else ""
        say()
        say(
            f"  {row['change']} ({row['cause']}): {row['unit_name'] or row['unit_key']}{scope_text(row)}, {row['fiscal_year']}, "
            f"{row['fact_table'].removeprefix('fct_')}{version} {row['line_item_code']}{project}, {row['fund_code']}  {row['fact_id']}"
        )
        say(
            f"    {amount_text(row['old_amount_yuan'])} -> {amount_text(row['new_amount_yuan'])} yuan{_difference(row)}"
        )
        say(f"    {row['old_claim_id'] or '-'} -> {row['new_claim_id'] or '-'}")
    shown: dict[str, int] = {}
    for row in found["facts"]:
        shown[row["change"]] = shown.get(row["change"], 0) + 1
    if year is None and any(counts[kind] > shown.get(kind, 0) for kind in changes.CHANGES if change in (None, kind)):
        say()
        say("  ... only the largest differences are listed (--limit 0 lists all)")


def _difference(row: dict[str, Any]) -> str:
    old, new = row["old_amount_yuan"], row["new_amount_yuan"]
    if old is None or new is None:
        return ""
    return f" ({Decimal(new) - Decimal(old):+,.2f})"
