"""Which files are there: landing folders walked, and hashed where something changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest import lists, readers
from ingest.home import Home
from ingest.staging import write_bytes_atomically
from ingest.steps import withdrawing
from ingest.steps.plan import Landing, Progress, Refusal, Sighting, silent
from ingest.sums import sha256_of, state

# A file changed this shortly before it was hashed may change again within one tick of the file system's clock.
_RACY_NS = 2_000_000_000
_CACHE_FORMAT = 1


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

    # a folder before what lies in it, so that a shown path doesn't depend on the order given
    for absolute in sorted(map(_named, roots)):
        if _is_folder(absolute):
            yield from entry(absolute, absolute.name)
        else:
            yield from entry(
                absolute, f"{absolute.parent.name}/{absolute.name}" if absolute.parent.name else absolute.name
            )


def _named(root: Path) -> Path:
    # the folders above may be links, the one that is named may not
    absolute = root.absolute()
    return absolute.parent.resolve() / absolute.name if absolute.name not in ("", "..") else absolute.resolve()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def fingerprint(roots: Iterable[Path], excluded: Sequence[Path] = ()) -> str:
    """Changes when a file below the folders is added, removed, renamed or written; opens none of them."""
    digest = hashlib.sha256()
    for path, _, found in sorted(walk(roots, excluded), key=lambda item: str(item[0])):
        detail = found.reason if isinstance(found, Refusal) else f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"
        digest.update(f"{path}\x1f{detail}\x1e".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def look(roots: Sequence[Path], home: Home, progress: Progress = silent) -> Landing:
    """Walks the landing folders and files, recursively; hashes and types what changed since the last look."""
    sightings: list[Sighting] = []
    listed: list[Sighting] = []
    refusals: list[Refusal] = []
    cache = _Cache(home.caches / "hashes.json")
    withdrawn = withdrawing.read(home)
    found = list(walk(roots, (home.root,)))
    for number, (path, shown, met) in enumerate(found, 1):
        if isinstance(met, Refusal):
            refusals.append(met)
            continue
        try:
            shown.encode()
            remembered = cache.get(path, met)
            if remembered is None:
                remembered = (sha256_of(path), readers.sniff_file(path))
                after = path.lstat()
                if (after.st_size, after.st_mtime_ns) != (met.st_size, met.st_mtime_ns):
                    refusals.append(Refusal(path, "is being written just now: the next run takes it"))
                    continue
                if remembered[0] not in withdrawn:
                    # a name too is something of it
                    cache.put(path, met, *remembered)
        except UnicodeEncodeError:
            refusals.append(Refusal(path, "its name is not UTF-8"))
            continue
        except OSError as error:
            refusals.append(Refusal(path, error.strerror or "can't be read"))
            continue
        seen = Sighting(path, shown, remembered[0], met.st_size, remembered[1])
        (listed if path.name in lists.KINDS else sightings).append(seen)
        progress("looking", number, len(found))
    cache.save()
    # what couldn't be opened just now may hold a list, or be one: nothing is said to be gone
    is_unsure = any(
        _is_folder(refusal.path) or (refusal.path.name in lists.KINDS and not refusal.path.is_symlink())
        for refusal in refusals
    )
    return Landing(
        tuple(sorted(sightings, key=lambda s: (s.shown, s.sha256))),
        tuple(sorted(refusals, key=lambda r: str(r.path))),
        tuple(sorted(listed, key=lambda s: (s.shown, s.sha256))),
        frozenset() if is_unsure else frozenset(root.name for root in map(_named, roots) if _is_folder(root)),
    )


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
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            found = json.loads(path.read_bytes())
            if found["version"] == self.version:
                self.old = {path: entry for path, entry in found["files"].items() if _is_entry(entry)}

    def get(self, path: Path, found: os.stat_result) -> tuple[str, str] | None:
        entry = self.old.get(str(path))
        if entry is None or entry[:5] != state(found):
            self.changed = True
            return None
        self.new[str(path)] = entry
        return entry[5], entry[6]

    def put(self, path: Path, found: os.stat_result, sha256: str, media_type: str) -> None:
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _RACY_NS:
            self.new[str(path)] = [*state(found), sha256, media_type]

    def save(self) -> None:
        if self.new == self.old:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps({"version": self.version, "files": self.new}).encode()
        with contextlib.suppress(OSError):
            write_bytes_atomically(self.path, lambda aside: _write(aside, body))


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, list) and [type(value) for value in entry] == [int] * 5 + [str] * 2 and len(entry[5]) == 64


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
