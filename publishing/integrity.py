"""Whether a release is whole: what it is made of is written beside it, and held against it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.sums import Verified, file_fault, sums_of

WAREHOUSE, RECORD = "warehouse.duckdb", "release.json"
# without these nobody can tell what is published
SAID = ("release_id", "published_at", "run_id", "fingerprint", "fiscal_years", "reports", "units", "claims", "facts", "findings", "unrecognised", "quarantine", "checks")  # fmt: skip
_SEAL = "seal"
# beside a release that was found damaged: what is wrong with it
_MARK = "damaged.txt"


def damage(folder: Path, verified: Verified | None = None) -> str | None:
    """What is wrong with a release, in one sentence that names the file, or None where it is whole or not there at all.

    Looks at names, sizes and the ends of files; with `verified` every byte is held against its sum, where it changed since. A copied or
    moved release is as whole as before.
    """
    if not os.path.lexists(folder):
        return None
    if not folder.is_dir():
        return f"{folder} leads to no release"
    if (folder / _MARK).exists():
        return _marked(folder)
    said = record(folder)
    if said is None:
        return f"{folder / RECORD} is missing or damaged"
    files = said.get("files") or {}
    if not files and not _looks_like_a_database(folder / WAREHOUSE):
        return f"{folder / WAREHOUSE} is missing or damaged"
    for log in folder.glob("*.duckdb.wal"):
        # readers see what it says, though the database's bytes are the same
        return f"{log} lies beside the database"
    return fault(folder, files, verified)


def fault(folder: Path, files: Mapping[str, Sequence[Any]], verified: Verified | None) -> str | None:
    """What is wrong with the first of a release's files that isn't as it was written, or None."""
    for name, (size, sha256) in sorted(files.items()):
        path = folder / name
        if verified is not None:
            found = verified.fault(path.resolve(), size, sha256)
        else:
            found = file_fault(path, size)
            if found is None and path.suffix == ".duckdb" and not _looks_like_a_database(path):
                found = "is no database"
        if found:
            return f"{path} {found}"
    return None


def mark_damaged(published: Path, verified: Verified) -> str | None:
    """Reads the published release where it changed since it was last found right, and marks it where it is damaged, so that nobody
    takes it for published; what is wrong with it. Only to be called under the home's lock."""
    found = damage(published, verified)
    if found and published.is_dir():
        with contextlib.suppress(OSError):
            (published / _MARK).write_text(f"{found}\n", encoding="utf-8")
    return found


def _marked(folder: Path) -> str:
    try:
        return (folder / _MARK).read_text(encoding="utf-8").strip() or f"{folder} is damaged"
    except (OSError, ValueError):
        return f"{folder} is damaged"


def told(fault: str) -> str:
    """What a damaged release means for a person."""
    return f"{fault}: the release doesn't count as published, the next jixiao build publishes it anew"


def record(folder: Path) -> dict[str, Any] | None:
    """What `release.json` says; None where it can't be read, or doesn't say what was written."""
    try:
        found = json.loads((folder / RECORD).read_bytes())
        whole = all(name in found for name in SAID) and found.get(_SEAL) in (None, _sealed(found))
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return dict(found) if whole else None


def _sealed(told: dict[str, Any]) -> str:
    said = {name: value for name, value in told.items() if name != _SEAL}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _looks_like_a_database(path: Path) -> bool:
    try:
        with path.open("rb") as handle:
            return handle.read(12)[8:] == b"DUCK"
    except OSError:
        return False


def write_record(folder: Path, release: dict[str, Any]) -> None:
    """Writes `release.json`, with the sums of every file and a seal over all that it says."""
    release["files"] = sums_of(folder, (path for path in folder.rglob("*") if path.is_file()))
    release[_SEAL] = _sealed(release)
    text = json.dumps(release, ensure_ascii=False, indent=2)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")
