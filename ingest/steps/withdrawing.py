"""Files that must not be held any more: their tombstones, and everything of them in staging and originals forgotten.

A tombstone says which bytes, why, who and when; no name and no text. It is written first: a kill at any instant leaves the rest to
whoever comes next, and the same bytes are turned away at the door from then on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ingest.home import Home
from ingest.isolation import Failure
from ingest.records import TABLES
from ingest.staging import Staging, sync_directory, write_bytes_atomically
from ingest.steps.plan import Task

REASON = "withdrawn"
WORDS = "it was withdrawn and is not held here"
# columns by which a row says what file it is of
_NAMING = ("sha256", "archive_sha256", "file_path")
# a batch written anew sorts right behind its own id
_REWRITTEN = "-kept"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One withdrawn file: its SHA-256, why, by whom, when (UTC, ISO 8601); `held` is the withdrawn file that an archive held."""

    sha256: str
    reason: str
    withdrawn_by: str
    withdrawn_at: str
    held: str = ""


def write(stone: Tombstone, home: Home) -> None:
    """Keeps a tombstone; one that is there stays as it is."""
    target = home.withdrawn / f"{stone.sha256}.json"
    if target.exists():
        return
    home.withdrawn.mkdir(parents=True, exist_ok=True)
    body = json.dumps(asdict(stone), ensure_ascii=False, indent=2).encode()
    write_bytes_atomically(target, lambda aside: _write_bytes(aside, body))


def read(home: Home) -> dict[str, Tombstone]:
    """Every tombstone of a home, by hash. A damaged one still keeps its bytes out."""
    found: dict[str, Tombstone] = {}
    for path in sorted(home.withdrawn.glob("*.json")):
        if len(path.stem) != 64:
            continue
        try:
            found[path.stem] = Tombstone(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            found[path.stem] = Tombstone(path.stem, "", "", "")
    return found


def refusal(sha256: str) -> tuple[Task, Failure]:
    """How withdrawn bytes that come again are turned away: under their hash, never under a name."""
    return Task(sha256, f"{REASON}/{sha256[:12]}", 0, ""), Failure(REASON, WORDS)


def withdraw_archives(home: Home, stones: Mapping[str, Tombstone]) -> dict[str, Tombstone]:
    """Tombstones for the archives that hold what was withdrawn, at any depth: their bytes are its bytes too. All tombstones then."""
    found = dict(stones)
    holding = [
        (row["archive_sha256"], row["sha256"])
        for row in Staging(home.staging).read("landing", "members", ["archive_sha256", "sha256"])
    ]
    before = -1
    while before != len(found):
        before = len(found)
        for archive, member in holding:
            if member in found and archive not in found:
                found[archive] = replace(found[member], sha256=archive, held=member)
                write(found[archive], home)
    return found


def forget(home: Home) -> list[str]:
    """Removes every withdrawn file from originals, staging and whatever is kept to spare work; a line for each thing done.

    Only under the home's lock. Batches that hold its rows are written anew without them, under an id of their own.
    """
    stones = read(home)
    if not stones:
        return []
    staging = Staging(home.staging)
    if staging.root.is_dir():
        stones = withdraw_archives(home, stones)
    done = [f"removed the original {path.name[:12]}…" for path in _originals(home, stones)]
    if staging.root.is_dir():
        done += _forget_staged(staging, set(stones))
    if done:
        # of files that can't be read nobody can tell what they hold
        shutil.rmtree(staging.root / "damaged", ignore_errors=True)
        _forget_work(home)
    return done


def _forget_work(home: Home) -> None:
    """What may be deleted at any time, but for what steps of a build under way hand on, which is keys and counts."""
    for path in home.work.iterdir() if home.work.is_dir() else ():
        if path == home.handed_on:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _originals(home: Home, stones: Iterable[str]) -> list[Path]:
    found = [home.original(sha256) for sha256 in stones]
    found += [path for sha256 in stones for path in (home.originals / "damaged").glob(f"{sha256}*")]
    there = [path for path in found if path.exists()]
    for path in there:
        path.unlink()
        sync_directory(path.parent)
    return there


def _forget_staged(staging: Staging, hashes: set[str]) -> list[str]:
    staging.prepare()
    manifest = staging.manifest()
    kept = {sha256: row for sha256, row in manifest.items() if sha256 not in hashes}
    renamed: dict[tuple[str, str], str] = {}
    # lines of lists name a file by its path, which is known as long as its sightings are: they go last
    hashes = hashes | {
        row["path"] for row in staging.read("landing", "files", ["sha256", "path"]) if row["sha256"] in hashes
    }
    for group in sorted(TABLES, key=lambda name: name == "landing"):
        for batch in sorted(entry.name for entry in (staging.root / group).iterdir() if entry.is_dir()):
            if any(_is_of(row, hashes) for row in _identified(staging, group, batch)):
                renamed[group, batch] = _rewrite(staging, group, batch, hashes)
    if not renamed and len(kept) == len(manifest):
        return []
    for sha256, row in kept.items():
        raw, recognised = row.raw_batch_id, row.recognised_batch_id
        kept[sha256] = replace(
            row,
            raw_batch_id=renamed.get(("raw", raw), raw),
            recognised_batch_id=renamed.get(("recognised", recognised), recognised),
        )
    staging.write_manifest(kept)
    for group, batch in renamed:
        shutil.rmtree(staging.root / group / batch)
        sync_directory(staging.root / group)
    return [f"wrote the batch {group}/{batch} anew without what was withdrawn" for group, batch in renamed]


def _is_of(row: Mapping[str, Any], known: set[str]) -> bool:
    """Whether a row is of a file that is known by hash, or by path in a line of a list."""
    return any(row.get(name) in known for name in _NAMING)


def _identified(staging: Staging, group: str, batch: str) -> Iterator[Mapping[str, Any]]:
    """The hashes in every table of a batch."""
    for table, row_type in TABLES[group].items():
        names = [item.name for item in fields(row_type) if item.name in _NAMING]
        yield from staging.read(group, table, names, [batch])


def _rewrite(staging: Staging, group: str, batch: str, hashes: set[str]) -> str:
    rows = {
        table: [row_type(**row) for row in staging.read(group, table, batches=[batch]) if not _is_of(row, hashes)]
        for table, row_type in TABLES[group].items()
    }
    name = f"{batch}{_REWRITTEN}"
    # what a killed run wrote is written again
    shutil.rmtree(staging.root / group / name, ignore_errors=True)
    return staging.write_batch(group, rows, name)


def _write_bytes(path: Path, body: bytes) -> None:
    path.write_bytes(body)
