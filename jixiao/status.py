"""`jixiao status`: what the home holds and what was published last. Opens no warehouse."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from jixiao.output import emit_json, give_up, say

_SHOWN = 10


def collected(home: Path) -> dict[str, Any]:
    """The state of a home: what is staged, what is in quarantine, which release is published."""
    from ingest import landing
    from publishing import release

    staged = landing.known(landing.Home(home / "staging", home / "originals", home / "work"))
    places = release.Places(home / "releases", home / "published", home / "quality")
    quarantine = landing.current_quarantine(staged)
    published = release.published_release(places)
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
        "releases": list(release.listed_releases(places)),
    }


def run(home: Path | None, as_json: bool) -> None:
    """The whole command."""
    from dagster_project.settings import existing_home

    place = existing_home(home)
    if not place.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    found = collected(place)
    if as_json:
        emit_json(found)
        return
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
        say(f"  checks: {published['checks']['failed']} of {published['checks']['judged']} failed")
    else:
        say("nothing is published yet")
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
