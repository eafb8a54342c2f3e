"""The bytes of files, kept as received under their hash."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from ingest.confined import MEBIBYTE
from ingest.sums import sha256_of


def keep(source: Path, target: Path, sha256: str) -> bool:
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


def is_whole(path: Path, sha256: str) -> bool:
    """Whether a kept file still has the bytes it is named by."""
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False


def set_aside(path: Path, originals: Path) -> None:
    """Moves a kept file whose bytes changed out of the way; it is not deleted."""
    folder = originals / "damaged"
    folder.mkdir(exist_ok=True)
    path.rename(folder / f"{path.name}.{secrets.token_hex(4)}")
