"""One file per format, bytes to `Document`; a reader knows nothing of budgets."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

from ingest.document import Document
from ingest.readers import media_types
from ingest.readers.media_types import refusal, sniff, sniff_file


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


# media type -> module and class: a reader's libraries are loaded when its first file comes
_REGISTRY: dict[str, tuple[str, str]] = {
    media_types.PLAIN_TEXT: ("text", "TextReader"),
    media_types.XLSX: ("sheet", "SheetReader"),
    media_types.XLS: ("sheet", "SheetReader"),
    media_types.HTML: ("html", "HtmlReader"),
    media_types.MHTML: ("html", "HtmlReader"),
    media_types.DOCX: ("docx", "DocxReader"),
    media_types.DOC: ("doc", "DocReader"),
    media_types.RTF: ("doc", "DocReader"),
    media_types.PDF: ("pdf", "PdfReader"),
    "image/png": ("scan", "ImageReader"),
    "image/jpeg": ("scan", "ImageReader"),
    "image/tiff": ("scan", "ImageReader"),
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
    """Changes when any reader does, or how a file's type is told."""
    here = Path(__file__).parent
    digest = hashlib.sha256(code_version(here / "__init__.py", here / "media_types.py", here / "ole.py").encode())
    for media_type in sorted(_REGISTRY):
        reader = reader_for(media_type)
        assert reader is not None
        digest.update(f"{media_type}={reader.version};".encode())
    return digest.hexdigest()[:12]


@cache
def code_version(*places: Path, libraries: tuple[str, ...] = ()) -> str:
    """A hash over the Python and CSV files of folders or files and the installed versions of libraries; one that is missing counts too."""
    digest = hashlib.sha256()
    for place in places:
        files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in (".py", ".csv"))
        for file in files:
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    for library in libraries:
        try:
            digest.update(f"{library}={metadata.version(library)}".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"{library} is missing".encode())
    return digest.hexdigest()[:12]


def _unheard(done: int, total: int) -> None:
    """Nobody counts the pages."""


# Who hears of each page: a worker sets it, so that a long file shows progress and has its time per page.
page_listener: Callable[[int, int], None] = _unheard


def page_done(done: int, total: int) -> None:
    """To be called by readers of formats with pages after each page: so many of so many are read."""
    page_listener(done, total)


__all__ = [
    "Reader",
    "Unreadable",
    "code_version",
    "media_types",
    "page_done",
    "reader_for",
    "refusal",
    "sniff",
    "sniff_file",
    "versions",
]
