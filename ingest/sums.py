"""What bytes a file must have: sums written beside what was made, and files once found right that needn't be read again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_PARQUET = b"PAR1"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sums_of(folder: Path, files: Iterable[Path]) -> dict[str, list[Any]]:
    """Size in bytes and SHA-256 of files below a folder, by their path from there, with slashes."""
    listed = sorted(files)
    return {path.relative_to(folder).as_posix(): [path.stat().st_size, sha256_of(path)] for path in listed}


def state(found: os.stat_result) -> list[int]:
    """What changes when a file is written, replaced or copied."""
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]


class Verified:
    """Files whose bytes were found to be those of their sums, by the state they had then: only spares work."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, list[Any]] = {}
        self._now: dict[str, list[Any]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            self._known = dict(json.loads(path.read_bytes()))

    def fault(self, path: Path, size: int, sha256: str) -> str | None:
        """What is wrong with a file, or None where its bytes are those that were written."""
        try:
            found = path.lstat()
            if not stat.S_ISREG(found.st_mode):
                return "is no file"
            if found.st_size != size:
                return f"has {found.st_size} bytes instead of {size}"
            entry = [*state(found), sha256]
            if self._known.get(str(path)) != entry and sha256_of(path) != sha256:
                return "does not hold the bytes that were written"
        except FileNotFoundError:
            return "is missing"
        except OSError as error:
            return f"can't be read ({error.strerror})"
        self._now[str(path)] = entry
        return None

    def save(self) -> None:
        """Keeps what was found right, where it can be kept."""
        if self._now == self._known:
            return
        from ingest.staging import write_bytes_atomically

        body = json.dumps(self._now).encode()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes_atomically(self._path, lambda aside: _write(aside, body))


def read_sums(path: Path) -> Mapping[str, tuple[int, str]] | None:
    """The sums in a JSON file, or None where it is missing or damaged."""
    try:
        found = json.loads(path.read_bytes())
        return {str(name): (int(size), str(sha256)) for name, (size, sha256) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def file_fault(path: Path, size: int) -> str | None:
    """What is plainly wrong with a file of a known size: its name, its size and, of a Parquet file, its two ends are looked at."""
    try:
        found = path.stat().st_size
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read ({error.strerror})"
    if found != size:
        return f"has {found} bytes instead of {size}"
    return parquet_fault(path) if path.suffix == ".parquet" else None


def parquet_fault(path: Path) -> str | None:
    """What is plainly wrong with a Parquet file that has no sum, or None: its two ends are looked at, not its middle."""
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            head = handle.read(len(_PARQUET))
            handle.seek(max(0, size - len(_PARQUET)))
            tail = handle.read()
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read ({error.strerror})"
    return None if head == tail == _PARQUET and size > 2 * len(_PARQUET) else "is no whole Parquet file"


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
