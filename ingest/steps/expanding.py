"""Archives taken apart: each member is kept and recorded like a file that was received."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.home import Home
from ingest.isolation import ARCHIVE_LIMITS, Failure
from ingest.readers import archive
from ingest.records import FileRow, MemberRow
from ingest.runner import Runner
from ingest.staging import Staging, sync_directory, utc_now
from ingest.steps import withdrawing
from ingest.steps.originals import keep
from ingest.steps.plan import Known, Plan, Progress, Task, quarantine_row
from ingest.steps.planning import known
from ingest.steps.portions import counted, empty_folder


def expand(plan: Plan, home: Home, runner: Runner, progress: Progress) -> dict[str, int]:
    """Takes the archives apart that are due: each member is kept and recorded like a file that was received.

    Returns counts of rows written: `sightings`, `quarantined`. Members are read as any file that is found due next.
    """
    counts = {"sightings": 0, "quarantined": 0}
    tasks = {task.sha256: task for task in plan.to_expand if home.original(task.sha256).exists()}
    if not tasks:
        return counts
    staging = Staging(home.staging)
    staged = known(home)
    places: dict[str, list[str]] = {}
    for sha256, shown in sorted(staged.seen):
        places.setdefault(sha256, []).append(shown)
    with empty_folder(home.work / "expanding") as folder:
        payloads = [
            (
                sha256,
                {
                    "operation": "expand",
                    "path": str(home.original(sha256)),
                    "sha256": sha256,
                    "media_type": task.media_type,
                    "out": str(folder / sha256),
                },
            )
            for sha256, task in tasks.items()
        ]
        outcomes = runner.run(
            payloads,
            limits=ARCHIVE_LIMITS,
            readable=[home.originals],
            writable=[folder],
            scratch=home.work / "workers",
        )
        for outcome in counted("opening archives", outcomes, len(tasks), progress):
            task = tasks[outcome.task]
            out = folder / outcome.task
            members: list[archive.Member] = []
            failure = outcome.failure
            if failure is None:
                try:
                    members = [archive.Member(**values) for values in outcome.value["members"]]
                    members = [_without_withdrawn(member, staged.withdrawn) for member in members]
                    _keep_members(members, out, home)
                except (ValueError, TypeError, KeyError, OSError):
                    failure = Failure("crashed", "the archive could not be taken apart")
            seen_at = places.get(task.sha256, [task.shown])
            rows = _expansion_rows(task, seen_at, members, failure, staged, plan.versions)
            staging.write_batch("landing", rows)
            if any(member.reason == withdrawing.REASON for member in members):
                # the archive's bytes hold the member's
                withdrawing.withdraw_archives(home, withdrawing.read(home))
                home.original(task.sha256).unlink(missing_ok=True)
            counts["sightings"] += len(rows["files"])
            counts["quarantined"] += sum(1 for row in rows["quarantine"] if row.reason)
            shutil.rmtree(out, ignore_errors=True)
    return counts


def _without_withdrawn(member: archive.Member, withdrawn: frozenset[str]) -> archive.Member:
    if member.sha256 not in withdrawn:
        return member
    name, failure = withdrawing.refusal(member.sha256)
    return replace(member, path=name.shown, byte_size=0, media_type="", reason=failure.reason, detail=failure.detail)


def _keep_members(members: Iterable[archive.Member], out: Path, home: Home) -> None:
    """Copies members to the originals. Raises ValueError where a worker's word about a member doesn't hold."""
    folders: set[Path] = set()
    for member in members:
        if member.reason:
            continue
        if "/" in member.file or len(member.sha256) != 64:
            raise ValueError("no name or hash of a member")
        target = home.original(member.sha256)
        if not target.exists():
            if not keep(out / member.file, target, member.sha256):
                raise ValueError("a member's bytes aren't those that were hashed")
            folders.add(target.parent)
    for folder in folders:
        sync_directory(folder)


def _expansion_rows(
    task: Task,
    places: Sequence[str],
    members: Sequence[archive.Member],
    failure: Failure | None,
    staged: Known,
    at_present: str,
) -> dict[str, list[Any]]:
    """The rows that tell what an archive holds; what an earlier expansion refused and this one doesn't is taken back."""
    now = utc_now()
    rows: dict[str, list[Any]] = {"files": [], "members": [], "quarantine": []}
    refused: set[str] = set()

    def quarantine(sha256: str, shown: str, size: int, media_type: str, why: Failure) -> None:
        rows["quarantine"].append(quarantine_row(Task(sha256, shown, size, media_type), why, at_present))

    for member in members:
        # what could not be taken out has no bytes of its own to be known by
        sha256 = member.sha256 or hashlib.sha256(f"{task.sha256}/{member.path}".encode()).hexdigest()
        rows["members"].append(
            MemberRow(
                archive_sha256=task.sha256,
                archive_version=archive.version(),
                path=member.path,
                sha256=sha256,
                byte_size=member.byte_size,
                media_type=member.media_type,
                reason=member.reason,
                detail=member.detail,
                expanded_at=now,
            )
        )
        if member.reason:
            refused.add(sha256)
            quarantine(
                sha256, f"{places[0]}/{member.path}", 0, member.media_type, Failure(member.reason, member.detail)
            )
            continue
        for place in places:
            shown = f"{place}/{member.path}"
            if (sha256, shown) not in staged.seen:
                name = shown.rpartition("/")[2]
                rows["files"].append(FileRow(sha256, name, shown, member.byte_size, member.media_type, now))
    if failure is not None:
        quarantine(task.sha256, task.shown, task.byte_size, task.media_type, failure)
        refused.add(task.sha256)
    before = {row.sha256 for row in staged.members.get(task.sha256, ()) if row.reason} | {task.sha256}
    for sha256 in sorted(before - refused):
        last = staged.quarantine.get(sha256)
        if last is not None and last.reason:
            rows["quarantine"].append(replace(last, reason="", detail="", versions=at_present, seen_at=now))
    return rows
