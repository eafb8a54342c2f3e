"""Keeps the bytes of new files and records where they were seen."""

from __future__ import annotations

from pathlib import Path

from ingest.home import Home
from ingest.records import FileRow
from ingest.runner import ONE_WORKER, Runner
from ingest.staging import Staging, sync_directory, utc_now
from ingest.steps import withdrawing
from ingest.steps.expanding import expand
from ingest.steps.listing import take_lists
from ingest.steps.originals import is_whole, keep, set_aside
from ingest.steps.plan import Plan, Progress, Sighting, quarantine_row, silent


def take_in(plan: Plan, home: Home, runner: Runner = ONE_WORKER, progress: Progress = silent) -> dict[str, int]:
    """Keeps the bytes of new files, then records their sightings and what is refused at the door, and takes archives apart.

    Lists that changed are staged. Returns counts: `sightings`, `quarantined` and the `lists` group's rows written. A file that changed since it was looked at is left to
    the next run.
    """
    staging = Staging(home.staging)
    staging.prepare()
    due = {task.sha256 for task in (*plan.to_read, *plan.to_expand)} | {
        task.sha256 for task, failure in plan.to_quarantine if failure.reason not in ("too_large", withdrawing.REASON)
    }
    gone: set[str] = set()
    recorded: list[Sighting] = []
    folders: set[Path] = set()
    for number, sighting in enumerate(plan.sightings, 1):
        target = home.original(sighting.sha256)
        if sighting.sha256 in due and target.exists() and not is_whole(target, sighting.sha256):
            set_aside(target, home.originals)
        if sighting.sha256 in due and not target.exists():
            try:
                kept = keep(sighting.path, target, sighting.sha256)
            except OSError:
                kept = False
            if not kept:
                gone.add(sighting.sha256)
                continue
            gone.discard(sighting.sha256)
            folders.add(target.parent)
        progress("taking in", number, len(plan.sightings))
    for folder in folders:
        sync_directory(folder)
    recorded = [sighting for sighting in plan.to_record if sighting.sha256 not in gone]
    now = utc_now()
    files = [
        FileRow(
            sha256=sighting.sha256,
            file_name=sighting.path.name,
            path=sighting.shown,
            byte_size=sighting.byte_size,
            media_type=sighting.media_type,
            received_at=now,
        )
        for sighting in recorded
    ]
    quarantine = [
        quarantine_row(task, failure, plan.versions) for task, failure in plan.to_quarantine if task.sha256 not in gone
    ]
    if plan.to_quarantine:
        # a file that was once read and has no reader now is no longer current; said first, so that a kill leaves it due
        manifest = staging.manifest()
        dropped = {task.sha256 for task, _ in plan.to_quarantine} & set(manifest)
        if dropped:
            staging.write_manifest({sha256: row for sha256, row in manifest.items() if sha256 not in dropped})
    if files or quarantine:
        staging.write_batch("landing", {"files": files, "quarantine": quarantine})
    counts = {"sightings": len(files), "quarantined": len(quarantine), **take_lists(plan, staging)}
    for name, count in expand(plan, home, runner, progress).items():
        counts[name] += count
    return counts
