"""What may happen to the files of a home: a list that tests walk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Spoil = Callable[[Path], None]


def cut(path: Path) -> None:
    """Half of it, as a full disk or a copy that was broken off leaves it."""
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero(path: Path) -> None:
    """As long as before and empty, as a power cut leaves it."""
    path.chmod(0o644)
    path.write_bytes(bytes(path.stat().st_size))


def garble(path: Path) -> None:
    """Other bytes of the same length."""
    path.chmod(0o644)
    path.write_bytes(b"garbage " * (path.stat().st_size // 8 + 1))


def scratch(path: Path) -> None:
    """A few bytes in its middle alone."""
    path.chmod(0o644)
    body = bytearray(path.read_bytes())
    middle = len(body) // 2
    body[middle : middle + 64] = bytes(byte ^ 0x5A for byte in body[middle : middle + 64])
    path.write_bytes(body)


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def lie(path: Path) -> None:
    """A record that says something else than what was written."""
    path.chmod(0o644)
    record = json.loads(path.read_bytes())
    record["claims"] += 1
    path.write_text(json.dumps(record))


def folder_instead(path: Path) -> None:
    if path.exists():
        remove(path)
    path.mkdir(parents=True)


def batch(home: Path, group: str, table: str) -> Path:
    """The file of a table in the fullest batch of a group."""
    return max(home.glob(f"staging/{group}/2*/{table}.parquet"), key=lambda path: path.stat().st_size)


def quality(home: Path) -> Path:
    return next(path for path in sorted(home.glob("quality/*.parquet")) if path.name != "empty.parquet")


# what fails, by command; the others do as if nothing had happened
PUBLISHED = frozenset({"status", "explain", "worklist", "diff"})
SEEN = frozenset({"status", "worklist"})
STATUS = frozenset({"status"})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One damage: to which file, what, and which commands can't answer then and say so."""

    name: str
    place: Callable[[Path], Path]
    spoil: Spoil
    fails: frozenset[str]
    # what must be named; else the file
    named: str = ""

    def __str__(self) -> str:
        return self.name


def of(pattern: str) -> Callable[[Path], Path]:
    return lambda home: home / pattern


def in_batch(group: str, table: str) -> Callable[[Path], Path]:
    return lambda home: batch(home, group, table)


RELEASE = (
    Case("database cut", of("published/warehouse.duckdb"), cut, PUBLISHED),
    Case("database zeroed", of("published/warehouse.duckdb"), zero, PUBLISHED),
    Case("database garbled", of("published/warehouse.duckdb"), garble, PUBLISHED),
    Case("database missing", of("published/warehouse.duckdb"), remove, PUBLISHED),
    Case("record garbled", of("published/release.json"), garble, PUBLISHED),
    Case("record lying", of("published/release.json"), lie, PUBLISHED),
    Case("record missing", of("published/release.json"), remove, PUBLISHED),
    Case("published Parquet missing", of("published/parquet/fct_claim.parquet"), remove, PUBLISHED),
    Case("published Parquet cut", of("published/parquet/fct_budget.parquet"), cut, PUBLISHED),
    Case("release gone", lambda home: (home / "published").resolve(), remove, PUBLISHED, "published"),
)
STAGING = (
    Case("manifest cut", of("staging/manifest.parquet"), cut, SEEN),
    Case("manifest zeroed", of("staging/manifest.parquet"), zero, SEEN),
    Case("manifest missing", of("staging/manifest.parquet"), remove, STATUS),
    Case("sightings cut", in_batch("landing", "files"), cut, SEEN),
    Case("quarantine garbled", in_batch("landing", "quarantine"), garble, SEEN),
    Case("text cut", in_batch("raw", "blocks"), cut, STATUS),
    Case("cells missing", in_batch("raw", "cells"), remove, STATUS),
    Case("text's batch gone", lambda home: batch(home, "raw", "blocks").parent, remove, STATUS),
    Case("claims zeroed", in_batch("recognised", "claims"), zero, STATUS),
    Case("claims' batch gone", lambda home: batch(home, "recognised", "claims").parent, remove, STATUS),
)
OTHERS = (
    Case("quality garbled", quality, garble, STATUS),
    Case("quality cut", quality, cut, STATUS),
    Case("lock a folder", of("lock"), folder_instead, frozenset({"retry"})),
    Case("hashes garbled", of("work/landing/hashes.json"), garble, NONE),
    Case("hashes a folder", of("work/landing/hashes.json"), folder_instead, NONE),
    Case("work gone", of("work"), remove, NONE),
)
CASES = RELEASE + STAGING + OTHERS
