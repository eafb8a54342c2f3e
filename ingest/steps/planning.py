"""Which files are new: what lies there held against what is staged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest import lists, readers, recognisers
from ingest.confined import MEBIBYTE
from ingest.home import Home
from ingest.isolation import Failure
from ingest.readers import archive, media_types
from ingest.records import FileRow, ListFileRow, MemberRow, QuarantineRow
from ingest.staging import Staging
from ingest.steps import withdrawing
from ingest.steps.originals import is_whole
from ingest.steps.plan import Known, Landing, Plan, Sighting, Task

# A file larger than this is no report; it is neither kept nor read.
MAX_FILE_BYTES = 512 * MEBIBYTE


# the reason of a file whose kept bytes are damaged or gone: it is read as soon as a folder that is given holds it
LOST, LOST_WORDS = "lost", "its bytes in the home are damaged or gone: give the folder that holds it to jixiao build"


def versions() -> str:
    """Changes when any reader or recogniser does: a file refused by one version is tried again by the next."""
    return f"{readers.versions()}+{archive.version()}+{recognisers.version()}"


def known(home: Home) -> Known:
    """What earlier runs staged; empty for a new home."""
    staging = Staging(home.staging)
    seen: set[tuple[str, str]] = set()
    files: dict[str, FileRow] = {}
    for row in staging.read("landing", "files"):
        seen.add((row["sha256"], row["path"]))
        first = files.get(row["sha256"])
        if first is None or row["path"] < first.path:
            files[row["sha256"]] = FileRow(**row)
    quarantine: dict[str, QuarantineRow] = {}
    for row in staging.read("landing", "quarantine"):
        last = quarantine.get(row["sha256"])
        if last is None or row["seen_at"] >= last.seen_at:
            quarantine[row["sha256"]] = QuarantineRow(**row)
    members: dict[str, list[MemberRow]] = {}
    for row in staging.read("landing", "members"):
        listed = members.setdefault(row["archive_sha256"], [])
        if listed and listed[0].expanded_at != row["expanded_at"]:
            listed.clear()
        listed.append(MemberRow(**row))
    said: dict[tuple[str, str], ListFileRow] = {}
    for row in staging.read("lists", "list_files"):
        before = said.get((row["path"], row["sha256"]))
        if before is None or row["listed_at"] >= before.listed_at:
            said[row["path"], row["sha256"]] = ListFileRow(**row)
    present = {key: row for key, row in said.items() if row.is_present}
    withdrawn = frozenset(withdrawing.read(home))
    return Known(staging.manifest(), frozenset(seen), files, quarantine, members, present, withdrawn)


def names_seen(staged: Known) -> dict[str, list[str]]:
    """The paths under which each file was seen, by SHA-256, in order."""
    found: dict[str, list[str]] = {}
    for sha256, path in sorted(staged.seen):
        found.setdefault(sha256, []).append(path)
    return found


def current_quarantine(staged: Known) -> dict[str, QuarantineRow]:
    """The files that are in quarantine now: the last row of each, unless it was taken back or a later version understood the file."""
    return {
        sha256: row
        for sha256, row in staged.quarantine.items()
        if row.reason and (sha256 not in staged.manifest or not staged.manifest[sha256].recognised_batch_id)
    }


def make_plan(landing: Landing, staged: Known, home: Home, retry: frozenset[str] = frozenset()) -> Plan:
    """Holds what lies there, and what lay there before, against what is staged.

    A file whose reader changed is read again from the home's originals, wherever its landing file went. A file whose
    reader stayed and whose recognisers changed is only recognised again. A file in quarantine is tried again when any
    version changed, never with the same - unless its hash is in `retry`: then it is read again from its bytes. So is an
    archive whose expansion changed; one that was taken apart before only has its members seen again.
    """
    at_present = versions()
    recogniser_version = recognisers.version()
    files: dict[str, Task] = {
        sha256: Task(sha256, row.path, row.byte_size, row.media_type) for sha256, row in staged.files.items()
    }
    to_record: list[Sighting] = []
    landed: set[str] = set()
    recorded: set[tuple[str, str]] = set()
    expanded = {
        sha256: members
        for sha256, members in staged.members.items()
        if members[0].archive_version == archive.version() and all(_is_kept(row, home) for row in members)
    }
    sightings = [*landing.sightings, *_members_seen(landing.sightings, expanded, home)]
    withdrawn = {sighting.sha256 for sighting in sightings} & staged.withdrawn
    sightings = [sighting for sighting in sightings if sighting.sha256 not in withdrawn]
    for sighting in sightings:
        landed.add(sighting.sha256)
        before = files.get(sighting.sha256)
        shown = min(before.shown, sighting.shown) if before else sighting.shown
        files[sighting.sha256] = Task(sighting.sha256, shown, sighting.byte_size, sighting.media_type)
        key = (sighting.sha256, sighting.shown)
        if key not in staged.seen and key not in recorded:
            recorded.add(key)
            to_record.append(sighting)

    to_read: list[Task] = []
    to_recognise: list[str] = []
    to_quarantine = [
        withdrawing.refusal(sha256)
        for sha256 in sorted(withdrawn)
        if sha256 not in staged.quarantine or staged.quarantine[sha256].reason != withdrawing.REASON
    ]
    to_expand: list[Task] = []
    unchanged = 0
    for sha256 in sorted(files.keys() - staged.withdrawn):
        task = files[sha256]
        if sha256 in expanded:
            unchanged += 1
            continue
        row = staged.manifest.get(sha256)
        refused = staged.quarantine.get(sha256)
        is_refused = (
            refused is not None
            and bool(refused.reason)
            and refused.versions == at_present
            and sha256 not in retry
            and not (refused.reason == LOST and sha256 in landed)
        )
        if sha256 in retry and row is not None and not row.recognised_batch_id:
            # read, but nothing recognised in it: from the beginning
            row = None
        reader = readers.reader_for(task.media_type)
        if row is not None and reader is not None and (row.reader, row.reader_version) == (reader.name, reader.version):
            if row.recogniser_version == recogniser_version:
                unchanged += 1
            else:
                to_recognise.append(sha256)
            continue
        if is_refused:
            unchanged += 1
            continue
        if sha256 not in landed:
            if not home.original(sha256).exists():
                unchanged += 1
                continue
            if row is None:
                # what it is may be told better now
                task = replace(task, media_type=readers.sniff_file(home.original(sha256)))
                reader = readers.reader_for(task.media_type)
        if task.byte_size > MAX_FILE_BYTES:
            to_quarantine.append((task, Failure("too_large", f"larger than {MAX_FILE_BYTES // MEBIBYTE} MiB")))
        elif task.media_type in media_types.ARCHIVES:
            to_expand.append(task)
        elif reader is None:
            kept = sha256 in landed or is_whole(home.original(sha256), sha256)
            refusal = readers.refusal(task.media_type) if kept else (LOST, LOST_WORDS)
            to_quarantine.append((task, Failure(*refusal)))
        else:
            to_read.append(task)
    to_list, to_unlist = _lists_changed(landing, staged)
    return Plan(
        sightings=tuple(sightings),
        refusals=landing.refusals,
        to_record=tuple(to_record),
        to_expand=tuple(to_expand),
        to_read=tuple(to_read),
        to_recognise=tuple(to_recognise),
        to_quarantine=tuple(to_quarantine),
        to_list=to_list,
        to_unlist=to_unlist,
        unchanged=unchanged,
        versions=at_present,
    )


def _lists_changed(landing: Landing, staged: Known) -> tuple[tuple[Sighting, ...], tuple[ListFileRow, ...]]:
    """The lists to be staged, and those staged that don't count any more: changed, or gone from a folder that was walked.

    A list in a folder that isn't looked at this time counts on, as the reports there do.
    """
    lying = {(sighting.shown, sighting.sha256): sighting for sighting in landing.lists}
    paths = {shown for shown, _ in lying}
    to_list = tuple(
        sighting
        for key, sighting in lying.items()
        if key not in staged.lists or staged.lists[key].version != lists.version()
    )
    to_unlist = tuple(
        row
        for key, row in sorted(staged.lists.items())
        if key not in lying and (row.path in paths or row.path.partition("/")[0] in landing.folders)
    )
    return to_list, to_unlist


def _members_seen(
    sightings: Iterable[Sighting], expanded: Mapping[str, Sequence[MemberRow]], home: Home
) -> Iterator[Sighting]:
    """The files in the archives that are seen, each as seen itself."""
    for sighting in sightings:
        for member in expanded.get(sighting.sha256, ()):
            if not member.reason:
                shown = f"{sighting.shown}/{member.path}"
                yield Sighting(home.original(member.sha256), shown, member.sha256, member.byte_size, member.media_type)


def _is_kept(member: MemberRow, home: Home) -> bool:
    """Whether a member's bytes are there, where there are any; else its archive is taken apart again."""
    return bool(member.reason) or home.original(member.sha256).exists()


def content_digest(staged: Known) -> str:
    """A hash over what is staged: files, their names, versions, quarantine and lists, whatever the batches and the hours."""
    digest = hashlib.sha256()

    def add(*values: object) -> None:
        digest.update(("\x1f".join(map(str, values)) + "\x1e").encode())

    for sha256 in sorted(staged.manifest):
        row = staged.manifest[sha256]
        add("report", sha256, row.reader, row.reader_version, row.recogniser_version, bool(row.recognised_batch_id))
    for sha256, shown in sorted(staged.seen):
        add("file", sha256, shown)
    for sha256, members in sorted(staged.members.items()):
        for member in members:
            add("member", sha256, member.path, member.sha256, member.reason)
    for sha256, refused in sorted(current_quarantine(staged).items()):
        add("quarantine", sha256, refused.reason, refused.detail, refused.path)
    for (path, sha256), listed in sorted(staged.lists.items()):
        add("list", path, sha256, listed.version)
    return digest.hexdigest()


def plan_summary(plan: Plan) -> dict[str, Any]:
    """Counts of a plan, for people."""
    return {
        "files": len(plan.sightings),
        "new_sightings": len(plan.to_record),
        "to_expand": len(plan.to_expand),
        "to_read": len(plan.to_read),
        "to_recognise": len(plan.to_recognise),
        "to_quarantine": len(plan.to_quarantine),
        "lists_changed": len(plan.to_list) + len(plan.to_unlist),
        "unchanged": plan.unchanged,
        "refused": [{"path": str(refusal.path), "reason": refusal.reason} for refusal in plan.refusals],
    }
