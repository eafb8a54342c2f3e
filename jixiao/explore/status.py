"""What the home holds and what was published last. Opens no warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.home import Home
from jixiao.explore import checks

if TYPE_CHECKING:
    from publishing.overrides import QualityOverride

_HEALS = "the next jixiao build sets it aside and reads its reports again"


def collected(home: Home) -> dict[str, Any]:
    """The state of a home: what is staged, what is in quarantine, which release is published; `damaged` says in sentences what isn't whole."""
    from expectations.results import unreadable
    from ingest import steps
    from ingest.staging import StagingDamaged
    from publishing import integrity, overrides, release

    damaged = [f"{one.path} {one.fault}: {_HEALS}" for one in steps.damages(home, thorough=False)]
    try:
        staged = steps.known(home)
    except StagingDamaged as error:
        staged = steps.Known({}, frozenset(), {}, {})
        damaged = damaged or [str(error)]
    if fault := integrity.damage(home.published):
        damaged.append(integrity.told(fault))
    broken = unreadable(home.quality)
    damaged += [f"{path} can't be read: the next jixiao build sets it aside" for path in broken]
    quarantine = steps.current_quarantine(staged)
    published = release.published_release(home)
    given = {} if broken else {one.override_id: one for one in overrides.read(home.quality)}
    accepted = ((published or {}).get("checks") or {}).get("accepted", [])
    return {
        "home": home.root,
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
        "failed": [] if broken else checks.failed(home.quality, published),
        "accepted": [asdict(given[override_id]) for override_id in accepted if override_id in given],
        "stopped": None if broken else _stopped(home.quality, published, list(given.values())),
        "releases": list(release.listed_releases(home)),
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
