"""`jixiao status`: what the home holds and what was published last. Opens no warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jixiao import checks
from jixiao.output import FAILED, counted, emit_json, figures_text, give_up, note, say

if TYPE_CHECKING:
    from publishing.overrides import QualityOverride

_SHOWN = 10
_HEALS = "the next jixiao build sets it aside and reads its reports again"


def collected(home: Path) -> dict[str, Any]:
    """The state of a home: what is staged, what is in quarantine, which release is published; `damaged` says in sentences what isn't whole."""
    from expectations.results import unreadable
    from ingest import steps
    from ingest.staging import StagingDamaged
    from publishing import integrity, overrides, release

    where = steps.Home(home / "staging", home / "originals", home / "work")
    places = release.Places(home / "releases", home / "published", home / "quality")
    damaged = [f"{one.path} {one.fault}: {_HEALS}" for one in steps.damages(where, thorough=False)]
    try:
        staged = steps.known(where)
    except StagingDamaged as error:
        staged = steps.Known({}, frozenset(), {}, {})
        damaged = damaged or [str(error)]
    if fault := integrity.damage(places.published):
        damaged.append(integrity.told(fault))
    broken = unreadable(places.quality)
    damaged += [f"{path} can't be read: the next jixiao build sets it aside" for path in broken]
    quarantine = steps.current_quarantine(staged)
    published = release.published_release(places)
    given = {} if broken else {one.override_id: one for one in overrides.read(places.quality)}
    accepted = ((published or {}).get("checks") or {}).get("accepted", [])
    return {
        "home": home,
        "staged": {
            "files": len({*staged.files, *staged.quarantine}),
            "names": len(staged.seen),
            "reports": sum(1 for row in staged.manifest.values() if row.recognised_batch_id),
            "waiting": sum(
                1 for sha256, row in staged.manifest.items() if not row.recognised_batch_id and sha256 not in quarantine
            ),
        },
        "quarantine": [
            {
                "file_name": row.file_name,
                "sha256": row.sha256,
                "media_type": row.media_type,
                "reason": row.reason,
                "detail": row.detail,
            }
            for row in sorted(quarantine.values(), key=lambda r: (r.reason, r.path))
        ],
        "published": published,
        "failed": [] if broken else checks.failed(places.quality, published),
        "accepted": [asdict(given[override_id]) for override_id in accepted if override_id in given],
        "stopped": None if broken else _stopped(places.quality, published, list(given.values())),
        "releases": list(release.listed_releases(places)),
        "damaged": damaged,
    }


def _stopped(
    quality: Path, published: dict[str, Any] | None, given: Sequence[QualityOverride]
) -> dict[str, Any] | None:
    """The last run and what stopped it at the gate, where it was not published."""
    from expectations import results
    from publishing import gate
    from publishing.overrides import check_name

    files = [path for path in quality.glob("*.parquet") if path.name != results.EMPTY_FILE and path.name[0] != "."]
    if not files:
        return None
    last = max(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
    if published is not None and published["run_id"] == last.stem:
        return None
    rows = results.read_results(last)
    stopped_by = gate.judge(rows, given).stopped_by
    if not stopped_by:
        return None
    return {"run_id": last.stem, "run_at": rows[0].run_at, "checks": [check_name(row) for row in stopped_by]}


def run(home: Path | None, as_json: bool) -> None:
    """The whole command. Ends by typer.Exit with 1 where the home is damaged, or there is none."""
    from dagster_project.settings import existing_home

    place = existing_home(home)
    if not place.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    found = collected(place)
    if as_json:
        emit_json(found)
    else:
        _show(place, found)
    if found["damaged"]:
        raise typer.Exit(FAILED)


def _show(place: Path, found: dict[str, Any]) -> None:
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
        docs = place / "published" / "data_docs" / "index.html"
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
