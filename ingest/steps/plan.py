"""What landing works with: a file that was seen, what is staged of it, what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.isolation import Failure
from ingest.records import FileRow, ListFileRow, ManifestRow, MemberRow, QuarantineRow
from ingest.staging import utc_now

Progress = Callable[[str, int, int], None]


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
    """What `look` found, in the order of the shown paths; `lists` are the lists beside the reports (see `ingest.lists`).

    `folders` are the names of the folders that were walked to their ends: a list that isn't there any more is gone.
    """

    sightings: tuple[Sighting, ...]
    refusals: tuple[Refusal, ...]
    lists: tuple[Sighting, ...] = ()
    folders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs staged: the manifest, the sightings, the last quarantine row of each file, what archives hold.

    `lists` are the lists that count, by path and SHA-256; `withdrawn` are the hashes of files that must not be held.
    """

    manifest: Mapping[str, ManifestRow]
    seen: frozenset[tuple[str, str]]
    files: Mapping[str, FileRow]
    quarantine: Mapping[str, QuarantineRow]
    members: Mapping[str, Sequence[MemberRow]] = field(default_factory=dict)
    lists: Mapping[tuple[str, str], ListFileRow] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()


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
    to_list: tuple[Sighting, ...] = ()
    to_unlist: tuple[ListFileRow, ...] = ()
    unchanged: int = 0
    versions: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is staged already."""
        return not (
            self.to_record
            or self.to_expand
            or self.to_read
            or self.to_recognise
            or self.to_quarantine
            or self.to_list
            or self.to_unlist
        )


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def quarantine_row(task: Task, failure: Failure, at_present: str) -> QuarantineRow:
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
