"""`jixiao worklist`: what a person can work off - codes of no list, labels nobody knows, files in quarantine, units that fell silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.home import existing_home
from jixiao.cli.output import USAGE, counted, emit_json, give_up, place_text, say
from jixiao.explore import worklist
from jixiao.explore.worklist import CODES, EXAMPLES, KINDS, MISSING, QUARANTINE, UNRECOGNISED
from publishing import integrity, reading

_QUOTE = 60


def run(home: Path | None, kind: str | None, year: int | None, limit: int, as_json: bool) -> None:
    """The whole command; `limit` 0 lists everything."""
    if kind is not None and kind not in KINDS:
        give_up(f"no such kind: {kind} (one of {', '.join(KINDS)})", as_json, USAGE, "usage")
    place = existing_home(home)
    if not place.root.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    kinds = (kind,) if kind else KINDS
    if set(kinds) != {QUARANTINE} and (fault := integrity.damage(place.published)):
        give_up(f"{integrity.told(fault)} (--kind {QUARANTINE} needs none)", as_json, status="damaged")
    try:
        lists = worklist.collected(place, kinds, year)
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    shown = {name: rows[:limit] if limit else rows for name, rows in lists.items()}
    if as_json:
        totals = {name: len(rows) for name, rows in lists.items()}
        emit_json({"home": place.root, "fiscal_year": year, "totals": totals, **shown})
        return
    for name, rows in lists.items():
        _show(name, rows, shown[name])


_TITLES = {
    CODES: "codes of no list",
    UNRECOGNISED: "not understood",
    QUARANTINE: "in quarantine (jixiao retry tries them again)",
    MISSING: "reported the year before, not this one",
}


def _show(kind: str, rows: list[dict[str, Any]], shown: list[dict[str, Any]]) -> None:
    count = (
        counted(len(rows), "unit")
        if kind == MISSING
        else f"{sum(row['times'] for row in rows)} of {counted(len(rows), 'kind')}"
    )
    say(f"{_TITLES[kind]}: {count if rows else 'nothing'}")
    if rows and kind == UNRECOGNISED:
        say("  (a label is made known by a line in ingest/lexicon/labels.csv)")
    if rows and kind == CODES:
        say("  (a code is made known by a line in dbt/seeds/class_name.csv)")
    for row in shown:
        if kind == CODES:
            years = sorted({str(year) for year in (row["first_fiscal_year"], row["last_fiscal_year"]) if year})
            say(
                f"  {row['times']:5} x {row['code']} {row['name'] or '-'}  {row['classification']}; {counted(row['reports'], 'report')}{', ' if years else ''}{'-'.join(years)}"
            )
        elif kind == UNRECOGNISED:
            years = sorted({str(year) for year in (row["first_fiscal_year"], row["last_fiscal_year"]) if year})
            say(
                f"  {row['times']:5} x {row['label'] or '-'}  {row['reason']}; {counted(row['reports'], 'report')}{', ' if years else ''}{'-'.join(years)}"
            )
            for place in row["places"]:
                quote = " ".join((place["quote"] or "").split())
                say(f"          {place['path']}: {place_text(place)}: {quote[:_QUOTE]}{'…' if quote[_QUOTE:] else ''}")
        elif kind == QUARANTINE:
            say(f"  {row['times']:5} x {row['reason']}: {row['detail'] or row['media_type']}")
            for file in row["files"][:EXAMPLES]:
                say(f"          {file['sha256'][:12]}  {', '.join(file['paths'])}")
            if len(row["files"]) > EXAMPLES:
                say(f"          ... and {len(row['files']) - EXAMPLES} more")
        else:
            say(f"  {row['fiscal_year']} {row['report_family']}: {row['unit_name'] or row['unit_key']}")
    if len(rows) > len(shown):
        say(f"  ... and {len(rows) - len(shown)} more (--limit 0 lists all)")
