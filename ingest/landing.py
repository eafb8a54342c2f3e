"""Which files are there, what they are, which are new; the steps from a landing folder to staged rows.

`look` walks the folders and hashes what it hasn't seen; `make_plan` holds that against what is staged; `take_in` records the
sightings, keeps the bytes and takes archives apart; `read_new` and `recognise_due` run readers and recognisers in worker processes and
stage what they give. Every step may be killed at any instant: what it finished stays, the rest is found due again.

A file in an archive is a file like any other, seen at `path of the archive/path inside it`. What an archive holds is staged once by
its hash: seen again, or under another name, it isn't opened again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest import readers, recognisers
from ingest.isolation import (
    ARCHIVE_LIMITS,
    CONVERSION_LIMITS,
    DEFAULT_LIMITS,
    MEBIBYTE,
    RECOGNISED,
    Failure,
    Limits,
    document_from_json,
    document_to_json,
    limits_for,
    row_from_json,
    run,
)
from ingest.readers import archive, media_types
from ingest.records import TABLES, FileRow, IdentityRow, ManifestRow, MemberRow, QuarantineRow
from ingest.staging import BATCH_REPORTS, Staging, raw_rows, sync_directory, utc_now, write_bytes_atomically

# A file larger than this is no report; it is neither kept nor read.
MAX_FILE_BYTES = 512 * MEBIBYTE
# Finished work is written at least this often, so that a kill during slow files loses little.
_FLUSH_SECONDS = 60.0
# A file changed this shortly before it was hashed may change again within one tick of the file system's clock.
_RACY_NS = 2_000_000_000
_CACHE_FORMAT = 1
# Files that one start of LibreOffice converts; below so many a start each costs less than a step of its own.
_CONVERTED_AT_ONCE, _LEAST_BATCH = 20, 2

Progress = Callable[[str, int, int], None]


def _silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A regular file in a landing folder. `shown` is its path from the folder's own name on, with slashes."""

    path: Path
    shown: str
    sha256: str
    byte_size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in a landing folder that isn't read at all: a link, a device, a file we may not open."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Landing:
    """What `look` found, in the order of the shown paths."""

    sightings: tuple[Sighting, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs staged: the manifest, the sightings, the last quarantine row of each file, what archives hold."""

    manifest: Mapping[str, ManifestRow]
    seen: frozenset[tuple[str, str]]
    files: Mapping[str, FileRow]
    quarantine: Mapping[str, QuarantineRow]
    members: Mapping[str, Sequence[MemberRow]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A file that a reader is to read, or an archive to be taken apart."""

    sha256: str
    shown: str
    byte_size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. Nothing in it depends on the order in which files were found."""

    sightings: tuple[Sighting, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    to_record: tuple[Sighting, ...] = ()
    to_expand: tuple[Task, ...] = ()
    to_read: tuple[Task, ...] = ()
    to_recognise: tuple[str, ...] = ()
    to_quarantine: tuple[tuple[Task, Failure], ...] = ()
    unchanged: int = 0
    versions: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is staged already."""
        return not (self.to_record or self.to_expand or self.to_read or self.to_recognise or self.to_quarantine)


@dataclass(frozen=True, slots=True)
class Home:
    """The places of a home that ingestion writes to, all absolute."""

    staging: Path
    originals: Path
    work: Path
    excluded: tuple[Path, ...] = field(default=())

    def original(self, sha256: str) -> Path:
        """Where the bytes of a file are kept as received."""
        return self.originals / sha256[:2] / sha256


def versions() -> str:
    """Changes when any reader or recogniser does: a file refused by one version is tried again by the next."""
    return f"{readers.versions()}+{archive.version()}+{recognisers.version()}"


# -- looking -----------------------------------------------------------------------------------------------------------


def _is_crumb(name: str) -> bool:
    """What systems and editors leave lying about."""
    return name.startswith((".", "~$")) or name in ("Thumbs.db", "desktop.ini")


def walk(roots: Iterable[Path], excluded: Sequence[Path] = ()) -> Iterator[tuple[Path, str, os.stat_result | Refusal]]:
    """Every file below the given folders, or given itself, once: its path, its shown path and its stat or why it is refused.

    Links are never followed. Hidden files, editors' lock files and the `excluded` folders (the home) are passed over.
    """
    met: set[Path] = set()

    def entry(path: Path, shown: str) -> Iterator[tuple[Path, str, os.stat_result | Refusal]]:
        if path in met or path in excluded:
            return
        met.add(path)
        try:
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode):
                yield path, shown, Refusal(path, "a symbolic link: give the file or folder itself")
            elif stat.S_ISDIR(found.st_mode):
                for child in sorted(path.iterdir()):
                    if not _is_crumb(child.name):
                        yield from entry(child, f"{shown}/{child.name}")
            elif stat.S_ISREG(found.st_mode):
                yield path, shown, found
            else:
                yield path, shown, Refusal(path, "neither a file nor a folder")
        except OSError as error:
            yield path, shown, Refusal(path, error.strerror or "can't be opened")

    def named(root: Path) -> Path:
        # the folders above may be links, the one that is named may not
        absolute = root.absolute()
        return absolute.parent.resolve() / absolute.name if absolute.name not in ("", "..") else absolute.resolve()

    # a folder before what lies in it, so that a shown path doesn't depend on the order given
    for absolute in sorted(map(named, roots)):
        if absolute.is_dir() and not absolute.is_symlink():
            yield from entry(absolute, absolute.name)
        else:
            yield from entry(
                absolute, f"{absolute.parent.name}/{absolute.name}" if absolute.parent.name else absolute.name
            )


def fingerprint(roots: Iterable[Path], excluded: Sequence[Path] = ()) -> str:
    """Changes when a file below the folders is added, removed, renamed or written; opens none of them."""
    digest = hashlib.sha256()
    for path, _, found in sorted(walk(roots, excluded), key=lambda item: str(item[0])):
        detail = found.reason if isinstance(found, Refusal) else f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"
        digest.update(f"{path}\x1f{detail}\x1e".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class _Cache:
    """Hashes of files that didn't change, by path, size, times and inode.

    Only spares work: a missing or damaged cache means hashing again. A file that changed within two seconds of being
    hashed is not remembered, since a later change could carry the same time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = f"{_CACHE_FORMAT}:{readers.versions()}"
        self.old: dict[str, list[Any]] = {}
        self.new: dict[str, list[Any]] = {}
        self.changed = False
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            found = json.loads(path.read_bytes())
            if found["version"] == self.version:
                self.old = dict(found["files"])

    @staticmethod
    def _key(found: os.stat_result) -> list[int]:
        return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]

    def get(self, path: Path, found: os.stat_result) -> tuple[str, str] | None:
        entry = self.old.get(str(path))
        if entry is None or entry[:5] != self._key(found):
            self.changed = True
            return None
        self.new[str(path)] = entry
        return entry[5], entry[6]

    def put(self, path: Path, found: os.stat_result, sha256: str, media_type: str) -> None:
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _RACY_NS:
            self.new[str(path)] = [*self._key(found), sha256, media_type]

    def save(self) -> None:
        if self.new == self.old:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps({"version": self.version, "files": self.new}).encode()
        with contextlib.suppress(OSError):
            write_bytes_atomically(self.path, lambda aside: _write(aside, body))


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def look(roots: Sequence[Path], home: Home, progress: Progress = _silent) -> Landing:
    """Walks the landing folders and files, recursively; hashes and types what changed since the last look."""
    sightings: list[Sighting] = []
    refusals: list[Refusal] = []
    cache = _Cache(home.work / "landing" / "hashes.json")
    found = list(walk(roots, home.excluded))
    for number, (path, shown, met) in enumerate(found, 1):
        if isinstance(met, Refusal):
            refusals.append(met)
            continue
        try:
            shown.encode()
            remembered = cache.get(path, met)
            if remembered is None:
                remembered = (_hash(path), readers.sniff_file(path))
                after = path.lstat()
                if (after.st_size, after.st_mtime_ns) != (met.st_size, met.st_mtime_ns):
                    refusals.append(Refusal(path, "is being written just now: the next run takes it"))
                    continue
                cache.put(path, met, *remembered)
        except UnicodeEncodeError:
            refusals.append(Refusal(path, "its name is not UTF-8"))
            continue
        except OSError as error:
            refusals.append(Refusal(path, error.strerror or "can't be read"))
            continue
        sightings.append(Sighting(path, shown, remembered[0], met.st_size, remembered[1]))
        progress("looking", number, len(found))
    cache.save()
    return Landing(
        tuple(sorted(sightings, key=lambda s: (s.shown, s.sha256))),
        tuple(sorted(refusals, key=lambda r: str(r.path))),
    )


# -- planning ----------------------------------------------------------------------------------------------------------


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
    return Known(staging.manifest(), frozenset(seen), files, quarantine, members)


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
    to_quarantine: list[tuple[Task, Failure]] = []
    to_expand: list[Task] = []
    unchanged = 0
    for sha256 in sorted(files):
        task = files[sha256]
        if sha256 in expanded:
            unchanged += 1
            continue
        row = staged.manifest.get(sha256)
        refused = staged.quarantine.get(sha256)
        is_refused = refused is not None and refused.versions == at_present and sha256 not in retry
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
            to_quarantine.append((task, Failure(*readers.refusal(task.media_type))))
        else:
            to_read.append(task)
    return Plan(
        sightings=tuple(sightings),
        refusals=landing.refusals,
        to_record=tuple(to_record),
        to_expand=tuple(to_expand),
        to_read=tuple(to_read),
        to_recognise=tuple(to_recognise),
        to_quarantine=tuple(to_quarantine),
        unchanged=unchanged,
        versions=at_present,
    )


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


# -- taking in ---------------------------------------------------------------------------------------------------------


def _keep(source: Path, target: Path, sha256: str) -> bool:
    """Copies a file to its place among the originals; False where its bytes are no longer those that were hashed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{sha256}.{secrets.token_hex(4)}.tmp")
    digest = hashlib.sha256()
    try:
        # a link put in the file's place meanwhile is not followed
        with os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as reading, aside.open("wb") as writing:
            while chunk := reading.read(4 * MEBIBYTE):
                digest.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        if digest.hexdigest() != sha256:
            return False
        aside.replace(target)
        return True
    finally:
        aside.unlink(missing_ok=True)


def _quarantine_row(task: Task, failure: Failure, at_present: str) -> QuarantineRow:
    return QuarantineRow(
        sha256=task.sha256,
        file_name=task.shown.rpartition("/")[2],
        path=task.shown,
        byte_size=task.byte_size,
        media_type=task.media_type,
        reason=failure.reason,
        detail=failure.detail,
        versions=at_present,
        seen_at=utc_now(),
    )


def take_in(plan: Plan, home: Home, progress: Progress = _silent, workers: int = 1) -> dict[str, int]:
    """Keeps the bytes of new files, then records their sightings and what is refused at the door, and takes archives apart.

    Returns counts: `sightings` and `quarantined` rows written. A file that changed since it was looked at is left to
    the next run.
    """
    staging = Staging(home.staging)
    staging.prepare()
    due = {task.sha256 for task in (*plan.to_read, *plan.to_expand)} | {
        task.sha256 for task, failure in plan.to_quarantine if failure.reason != "too_large"
    }
    gone: set[str] = set()
    recorded: list[Sighting] = []
    folders: set[Path] = set()
    for number, sighting in enumerate(plan.sightings, 1):
        target = home.original(sighting.sha256)
        if sighting.sha256 in due and not target.exists():
            try:
                kept = _keep(sighting.path, target, sighting.sha256)
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
        _quarantine_row(task, failure, plan.versions) for task, failure in plan.to_quarantine if task.sha256 not in gone
    ]
    if plan.to_quarantine:
        # a file that was once read and has no reader now is no longer current; said first, so that a kill leaves it due
        manifest = staging.manifest()
        dropped = {task.sha256 for task, _ in plan.to_quarantine} & set(manifest)
        if dropped:
            staging.write_manifest({sha256: row for sha256, row in manifest.items() if sha256 not in dropped})
    if files or quarantine:
        staging.write_batch("landing", {"files": files, "quarantine": quarantine})
    counts = {"sightings": len(files), "quarantined": len(quarantine)}
    for name, count in _expand(plan, home, workers, progress).items():
        counts[name] += count
    return counts


def _expand(plan: Plan, home: Home, workers: int, progress: Progress) -> dict[str, int]:
    """Takes the archives apart that are due, in worker processes: each member is kept and recorded like a file that was received.

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
    with _folder(home.work / "expanding") as folder:
        payloads = [
            (
                sha256,
                {
                    "operation": "expand",
                    "path": str(home.original(sha256)),
                    "media_type": task.media_type,
                    "out": str(folder / sha256),
                },
            )
            for sha256, task in tasks.items()
        ]
        outcomes = run(
            payloads,
            workers=workers,
            limits=ARCHIVE_LIMITS,
            readable=[home.originals],
            writable=[folder],
            scratch=home.work / "workers",
        )
        for outcome in _counted("opening archives", outcomes, len(tasks), progress):
            task = tasks[outcome.task]
            out = folder / outcome.task
            members: list[archive.Member] = []
            failure = outcome.failure
            if failure is None:
                try:
                    members = [archive.Member(**values) for values in outcome.value["members"]]
                    _keep_members(members, out, home)
                except (ValueError, TypeError, KeyError, OSError):
                    failure = Failure("crashed", "the archive could not be taken apart")
            seen_at = places.get(task.sha256, [task.shown])
            rows = _expansion_rows(task, seen_at, members, failure, staged, plan.versions)
            staging.write_batch("landing", rows)
            counts["sightings"] += len(rows["files"])
            counts["quarantined"] += sum(1 for row in rows["quarantine"] if row.reason)
            shutil.rmtree(out, ignore_errors=True)
    return counts


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """An empty folder for a step, removed after it; a killed step's leftovers go first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


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
            if not _keep(out / member.file, target, member.sha256):
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
        rows["quarantine"].append(_quarantine_row(Task(sha256, shown, size, media_type), why, at_present))

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


def _portions(outcomes: Iterable[Any], size: int = BATCH_REPORTS) -> Iterator[list[Any]]:
    """Gathers outcomes until there are enough of them, or until the oldest waited long enough, or until somebody interrupts."""
    portion: list[Any] = []
    oldest = time.monotonic()
    try:
        for outcome in outcomes:
            portion.append(outcome)
            if len(portion) >= size or time.monotonic() - oldest > _FLUSH_SECONDS:
                yield portion
                portion, oldest = [], time.monotonic()
    except GeneratorExit:
        raise
    except BaseException:
        # what is finished is kept, then the interruption goes on
        if portion:
            yield portion
        raise
    if portion:
        yield portion


@contextlib.contextmanager
def _unhurried() -> Iterator[None]:
    """While this holds, an interruption from the keyboard waits: half a batch helps nobody."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if waiting:
            signal.raise_signal(signal.SIGINT)


def read_new(
    plan: Plan, home: Home, workers: int = 1, limits: Limits | None = None, progress: Progress = _silent
) -> dict[str, int]:
    """Reads the files that are due, in worker processes, and stages their text. Without `limits` those of each media type hold.

    Returns counts: `read`, `quarantined`, `blocks`, `cells`.
    """
    staging = Staging(home.staging)
    tasks = {task.sha256: task for task in plan.to_read if home.original(task.sha256).exists()}
    counts = {"read": 0, "quarantined": 0, "blocks": 0, "cells": 0}
    pages = _Pages(progress)
    progress("reading", 0, len(tasks))
    with _folder(home.work / "converting") as folder:
        converted = _convert_ahead(tasks, home, folder, workers, progress)
        payloads = [
            (
                sha256,
                {
                    "operation": "read",
                    "path": str(home.original(sha256)),
                    "media_type": task.media_type,
                    "converted": converted.get(sha256),
                },
            )
            for sha256, task in tasks.items()
        ]
        outcomes = run(
            payloads,
            workers=workers,
            limits=limits or (lambda sha256: limits_for(tasks[sha256].media_type)),
            readable=[home.originals, folder],
            scratch=home.work / "workers",
            paged=pages.tell,
        )
        for portion in _portions(_counted("reading", outcomes, len(tasks), progress)):
            with _unhurried():
                _stage_read(portion, tasks, plan.versions, staging, counts)
    return counts


def _stage_read(
    portion: Sequence[Any], tasks: Mapping[str, Task], at_present: str, staging: Staging, counts: dict[str, int]
) -> None:
    """Writes what readers gave as one batch."""
    rows: dict[str, list[Any]] = {name: [] for name in TABLES["raw"]}
    refused: list[QuarantineRow] = []
    taken: list[tuple[str, str, str]] = []
    # the order of arrival depends on the machine, the batch must not
    for outcome in sorted(portion, key=lambda o: o.task):
        task = tasks[outcome.task]
        failure = outcome.failure
        if outcome.value is not None:
            try:
                document = document_from_json(outcome.value["document"])
                for name, found in raw_rows(task.sha256, task.byte_size, document).items():
                    rows[name].extend(found)
                taken.append((task.sha256, document.reader, document.reader_version))
            except (ValueError, TypeError, KeyError):
                failure = Failure("crashed", "the reader gave no intelligible document")
        if failure is not None:
            refused.append(_quarantine_row(task, failure, at_present))
    batch_id = staging.write_batch("raw", rows) if taken else ""
    manifest = staging.manifest()
    for row in refused:
        manifest.pop(row.sha256, None)
    for sha256, reader, reader_version in taken:
        manifest[sha256] = ManifestRow(sha256, reader, reader_version, batch_id, "", "")
    staging.write_manifest(manifest)
    # after the manifest: a kill between the two leaves the file due, not refused and current at once
    if refused:
        staging.write_batch("landing", {"quarantine": refused})
    counts["read"] += len(taken)
    counts["quarantined"] += len(refused)
    counts["blocks"] += len(rows["blocks"])
    counts["cells"] += len(rows["cells"])


class _Pages:
    """The pages of all files that are being read, as one step of the progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._files: dict[str, tuple[int, int]] = {}

    def tell(self, task: str, done: int, total: int) -> None:
        self._files[task] = (done, total)
        done, total = (sum(counts) for counts in zip(*self._files.values(), strict=True))
        self._progress("pages", done, total)


def _convert_ahead(
    tasks: Mapping[str, Task], home: Home, folder: Path, workers: int, progress: Progress
) -> dict[str, str]:
    """DOCX made of DOC and RTF files, many by one start of LibreOffice: file -> path. What is missing here is converted when it is read."""
    from ingest.readers import doc

    due = [sha256 for sha256, task in tasks.items() if task.media_type in (media_types.DOC, media_types.RTF)]
    if len(due) < _LEAST_BATCH or doc.office() is None:
        return {}
    size = min(_CONVERTED_AT_ONCE, -(-len(due) // workers))
    groups = [due[start : start + size] for start in range(0, len(due), size)]
    payloads = [
        (
            str(number),
            {"operation": "convert", "paths": [str(home.original(sha256)) for sha256 in group], "out": str(folder)},
        )
        for number, group in enumerate(groups)
    ]
    outcomes = run(
        payloads,
        workers=workers,
        limits=CONVERSION_LIMITS,
        readable=[home.originals],
        writable=[folder],
        scratch=home.work / "workers",
    )
    found: dict[str, str] = {}
    for outcome in _counted("converting", outcomes, len(groups), progress):
        for source, target in (outcome.value or {}).get("converted", {}).items():
            # a worker's word is a path that it was to write to, or nothing
            if Path(target).parent == folder and Path(target).is_file():
                found[Path(source).name] = target
    return found


def _counted(step: str, outcomes: Iterable[Any], total: int, progress: Progress) -> Iterator[Any]:
    for number, outcome in enumerate(outcomes, 1):
        # handed over before it is told of: whoever is interrupted while telling has it
        yield outcome
        progress(step, number, total)


def recognise_due(
    home: Home, workers: int = 1, limits: Limits = DEFAULT_LIMITS, progress: Progress = _silent
) -> dict[str, int]:
    """Recognises every staged file whose recognisers changed or never ran, from its staged blocks; never runs a reader.

    A file in which nothing is recognised goes to quarantine as `not_a_report`; its text stays staged, so that better
    recognisers need no reader. Returns counts: `recognised`, `quarantined` and rows by table.
    """
    staging = Staging(home.staging)
    version = recognisers.version()
    staged = known(home)
    at_present = versions()
    due = [sha256 for sha256, row in staged.manifest.items() if row.recogniser_version != version]
    by_batch: dict[str, set[str]] = {}
    for sha256 in due:
        by_batch.setdefault(staged.manifest[sha256].raw_batch_id, set()).add(sha256)
    counts = {"recognised": 0, "quarantined": 0, "identities": 0, **dict.fromkeys(RECOGNISED, 0)}
    done = 0
    progress("recognising", 0, len(due))
    for raw_batch_id in sorted(by_batch):
        payloads = [
            (sha256, {"operation": "recognise", "sha256": sha256, "document": document_to_json(document)})
            for sha256, document in staging.documents(raw_batch_id, by_batch[raw_batch_id])
        ]
        outcomes = run(payloads, workers=workers, limits=limits, scratch=home.work / "workers")
        for portion in _portions(outcomes):
            rows: dict[str, list[Any]] = {name: [] for name in TABLES["recognised"]}
            refused: list[QuarantineRow] = []
            taken: list[str] = []
            for outcome in sorted(portion, key=lambda o: o.task):
                failure = outcome.failure
                found: dict[str, list[Any]] = {}
                if failure is None:
                    try:
                        found = _recognised(outcome.value["recognitions"])
                    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
                        failure = Failure("crashed", f"a recogniser gave a row that can't be stored: {error}")
                if failure is None and not found["identities"]:
                    failure = Failure("not_a_report", "nothing in it says that it is a report of a known family")
                if failure is None:
                    taken.append(outcome.task)
                    for name, listed in found.items():
                        rows[name].extend(listed)
                        counts[name] += len(listed)
                else:
                    file = staged.files[outcome.task]
                    task = Task(outcome.task, file.path, file.byte_size, file.media_type)
                    refused.append(_quarantine_row(task, failure, at_present))
            with _unhurried():
                if refused:
                    staging.write_batch("landing", {"quarantine": refused})
                batch_id = staging.write_batch("recognised", rows) if taken else ""
                manifest = staging.manifest()
                for sha256 in [*taken, *(row.sha256 for row in refused)]:
                    row = manifest[sha256]
                    current = batch_id if sha256 in taken else ""
                    manifest[sha256] = ManifestRow(
                        sha256, row.reader, row.reader_version, row.raw_batch_id, version, current
                    )
                staging.write_manifest(manifest)
            done += len(portion)
            counts["recognised"] += len(taken)
            counts["quarantined"] += len(refused)
            progress("recognising", done, len(due))
    return counts


def _recognised(parts: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in TABLES["recognised"]}
    for part in parts:
        found["identities"].append(row_from_json(IdentityRow, part["identity"]))
        for name in RECOGNISED:
            found[name].extend(row_from_json(TABLES["recognised"][name], values) for values in part[name])
    return found


# -- telling -----------------------------------------------------------------------------------------------------------


def content_digest(staged: Known) -> str:
    """A hash over what is staged: files, their names, versions and quarantine, whatever the batches and the hours."""
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
        "unchanged": plan.unchanged,
        "refused": [{"path": str(refusal.path), "reason": refusal.reason} for refusal in plan.refusals],
    }
