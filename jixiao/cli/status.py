"""`jixiao status`: what the home holds and what was published last. Opens no warehouse."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import typer

from ingest.home import Home, existing_home
from jixiao.cli.output import FAILED, counted, emit_json, figures_text, give_up, note, say
from jixiao.explore import status

_SHOWN = 10


def run(home: Path | None, as_json: bool) -> None:
    """The whole command. Ends by typer.Exit with 1 where the home is damaged, or there is none."""
    place = existing_home(home)
    if not place.root.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    found = status.collected(place)
    if as_json:
        emit_json(found)
    else:
        _show(place, found)
    if found["damaged"]:
        raise typer.Exit(FAILED)


def _show(place: Home, found: dict[str, Any]) -> None:
    published = found["published"]
    say(f"home {place}")
    if published:
        years = ", ".join(map(str, published["fiscal_years"])) or "-"
        say(
            f"published {published['release_id']} at {published['published_at']}; {len(found['releases'])} releases kept"
        )
        say(f"  {published['reports']} reports, {published['units']} units, fiscal years {years}")
        say(
            f"  {published['claims']} claims, {published['facts']} facts, {published['findings']} findings, {published['unrecognised']} not understood"
        )
        if "figures" in published:
            say(f"  {figures_text(published['figures'])}")
        severities = Counter(row["severity"] for row in found["failed"])
        told = ", ".join(f"{count} {severity}" for severity, count in severities.items())
        say(
            f"  checks: {published['checks']['failed']} of {published['checks']['judged']} failed{': ' if told else ''}{told}"
        )
        # what is info is a list to work off: jixiao worklist
        grave = [row for row in found["failed"] if row["severity"] != "info"]
        for row in grave[:_SHOWN]:
            say(
                f"    {row['severity']} {row['check']}: {row['observed']}, limit {row['limit']}; {counted(row['keys'], 'key')}"
            )
        if len(grave) > _SHOWN:
            say(f"    ... and {len(grave) - _SHOWN} more")
        docs = place.published / "data_docs" / "index.html"
        if docs.is_file():
            say(f"    look: {docs}")
        for one in found["accepted"]:
            year = f":{one['fiscal_year']}" if one["fiscal_year"] else ""
            say(f"  accepted by {one['accepted_by']}: {one['suite']}.{one['expectation']}{year}: {one['reason']}")
        changes = published.get("changes")
        if changes:
            told = ", ".join(f"{changes[change]} {change}" for change in ("added", "gone", "changed"))
            say(f"  facts against {published['previous']}: {told}")
    else:
        say("nothing whole is published" if found["damaged"] else "nothing is published yet")
    for line in found["damaged"]:
        note(f"damaged: {line}")
    if found["stopped"]:
        say(
            f"the last run ({found['stopped']['run_at']}) was stopped at the gate: {', '.join(found['stopped']['checks'])}"
        )
    staged = found["staged"]
    say(
        f"staged {staged['reports']} reports from {staged['files']} files under {staged['names']} names"
        + (f", {staged['waiting']} waiting" if staged["waiting"] else "")
    )
    reasons = Counter(row["reason"] for row in found["quarantine"])
    say(
        f"quarantine {len(found['quarantine'])} files"
        + (f": {', '.join(f'{reason} {count}' for reason, count in sorted(reasons.items()))}" if reasons else "")
    )
    for row in found["quarantine"][:_SHOWN]:
        say(f"  {row['file_name']}: {row['detail']}")
    if len(found["quarantine"]) > _SHOWN:
        say(f"  ... and {len(found['quarantine']) - _SHOWN} more (--json lists all)")
