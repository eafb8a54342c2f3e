"""One file per format, bytes to `Document`; a reader knows nothing of budgets."""

from __future__ import annotations

import hashlib
import importlib
from functools import cache
from pathlib import Path
from typing import Protocol

from ingest.document import Document


class Unreadable(Exception):
    """A file that a reader can't turn into text. `reason` is a short code, `detail` says what and where."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Reader(Protocol):
    """Bytes of one format to a `Document`; raises `Unreadable`."""

    name: str
    media_types: frozenset[str]

    @property
    def version(self) -> str: ...

    def read(self, data: bytes) -> Document: ...


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-elf"),
)
_OPEN_XML = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
HEAD_BYTES = 65_536


def sniff(head: bytes, name: str = "") -> str:
    """The media type of a file by its first bytes (64 KiB are enough); the name never decides."""
    if not head:
        return "application/x-empty"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024]
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature) or (signature == b"%PDF-" and signature in head[:1024]):
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for part, media_type in _OPEN_XML:
            if part in head:
                return media_type
        return "application/zip"
    lowered = start.lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered or b"<body" in lowered:
        return "text/html"
    if lowered.startswith(b"<?xml"):
        return "application/xml"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    from ingest.readers.text import looks_like_text

    return "text/plain" if looks_like_text(head) else "application/octet-stream"


# media type -> module and class: a reader's libraries are loaded when its first file comes
_REGISTRY: dict[str, tuple[str, str]] = {
    "text/plain": ("text", "TextReader"),
}


@cache
def reader_for(media_type: str) -> Reader | None:
    """The reader of a media type, or None where there is none."""
    if media_type not in _REGISTRY:
        return None
    module, name = _REGISTRY[media_type]
    reader: Reader = getattr(importlib.import_module(f"ingest.readers.{module}"), name)()
    return reader


@cache
def versions() -> str:
    """Changes when any reader does."""
    return code_version(Path(__file__).parent)


@cache
def code_version(*places: Path) -> str:
    """A hash over the Python and CSV files of folders or files: the version of what stands in them."""
    digest = hashlib.sha256()
    for place in places:
        files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in (".py", ".csv"))
        for file in files:
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
