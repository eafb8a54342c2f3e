"""What a file is, told by its content; its name never decides.

Container formats are opened just far enough: a compound file's directory, a ZIP's central directory and content types. All of it
is bounded, since this runs before any worker does.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from ingest.readers import ole

HEAD_BYTES = 65_536
_DIRECTORY_BYTES = 1_048_576

PLAIN_TEXT = "text/plain"
HTML = "text/html"
MHTML = "multipart/related"
PDF = "application/pdf"
RTF = "application/rtf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
SEVEN_ZIP = "application/x-7z-compressed"
IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp"})
ARCHIVES = frozenset({ZIP, TAR, GZIP, BZIP2, XZ, SEVEN_ZIP})

_EMPTY = "application/x-empty"
_OLE = "application/x-ole-storage"
_OLE_DAMAGED = "application/x-ole-storage-damaged"
_ENCRYPTED_OFFICE = "application/x-ooxml-protected"
_UNKNOWN = "application/octet-stream"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", GZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\x00", XZ),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-elf"),
    (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
)
# the content type of an Open XML package's main part -> media type; templates and files with macros are read alike
_MAIN_PARTS = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"), DOCX),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled"), XLSX),
    (
        re.compile(rb"presentationml\.(?:presentation|slideshow|template)\.main"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (re.compile(rb"ms-excel\.sheet\.binary"), "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
)
_MAIN_FOLDERS = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", _ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style)\b",
    re.DOTALL,
)
_MHTML_START = re.compile(rb"(?:[a-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,30}?content-type:\s*multipart/related")

# types that no reader will ever take, and why: everything else without a reader is `no_reader`
_REFUSED = {
    _EMPTY: ("empty", "the file is empty"),
    _ENCRYPTED_OFFICE: ("encrypted", "an Office file that needs a password"),
    _OLE_DAMAGED: ("truncated", "the directory of the compound file can't be reached"),
}


def refusal(media_type: str) -> tuple[str, str]:
    """Reason and detail for a file of a type that has no reader."""
    if media_type in ARCHIVES:
        return "no_reader", f"an archive ({media_type}): its members are read one by one"
    return _REFUSED.get(media_type, ("no_reader", f"no reader for {media_type}"))


def sniff(data: bytes, name: str = "") -> str:
    """The media type of a file's bytes. `name` is looked at by nobody; of containers the whole file is needed."""
    return _sniff(io.BytesIO(data))


def sniff_file(path: Path) -> str:
    """The media type of a file on disk; reads a few pieces of it. Raises OSError."""
    with path.open("rb") as handle:
        return _sniff(handle)


def _sniff(handle: BinaryIO) -> str:
    head = handle.read(HEAD_BYTES)
    if not head:
        return _EMPTY
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(ole.SIGNATURE):
        return _ole_type(handle)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(handle, head)
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return TAR
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if (
        head.startswith(b"BM")
        and len(head) > 18
        and struct.unpack_from("<I", head, 14)[0] in (12, 40, 52, 56, 108, 124)
    ):
        return "image/bmp"
    return _text_type(head)


def _text_type(head: bytes) -> str:
    from ingest.readers.text import looks_like_text

    if not looks_like_text(head):
        return _UNKNOWN
    start = head[:16_384]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start[2:].decode(encoding, "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if _MHTML_START.match(start):
        return MHTML
    if _HTML_START.match(start) or b"<html" in start[:1024] or b"<body" in start[:1024]:
        return HTML
    if start.startswith(b"<?xml"):
        return "application/xml"
    return PLAIN_TEXT


def _is_old_tar(head: bytes) -> bool:
    """A tape archive from before the mark `ustar`: told by its check sum."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    stated = block[148:156].strip(b"\0 ")
    if not stated or not re.fullmatch(rb"[0-7]{1,7}", stated):
        return False
    return int(stated, 8) == sum(block[:148]) + 8 * 32 + sum(block[156:])


def _ole_type(handle: BinaryIO) -> str:
    try:
        names = ole.CompoundFile(handle).names()
    except (ole.Damaged, struct.error):
        return _OLE_DAMAGED
    for name, media_type in _OLE_STREAMS:
        if name in names:
            return media_type
    return _OLE


def _zip_type(handle: BinaryIO, head: bytes) -> str:
    names = _central_names(handle) or _local_names(head)
    if "[Content_Types].xml" in names:
        types = _content_types(head)
        for pattern, media_type in _MAIN_PARTS:
            if pattern.search(types):
                return media_type
        for folder, media_type in _MAIN_FOLDERS:
            if any(name.startswith(folder) for name in names):
                return media_type
    if "OFD.xml" in names:
        return "application/ofd"
    # OpenDocument and EPUB state their type in a first, stored member
    if head[30:38] == b"mimetype":
        size = struct.unpack_from("<I", head, 22)[0]
        extra = struct.unpack_from("<H", head, 28)[0]
        stated = head[38 + extra : 38 + extra + min(size, 100)]
        if re.fullmatch(rb"application/[a-z0-9.+-]+", stated):
            return stated.decode()
    return ZIP


def _central_names(handle: BinaryIO) -> list[str]:
    """The first names in a ZIP's central directory; empty where it can't be reached."""
    handle.seek(0, 2)
    size = handle.tell()
    handle.seek(max(0, size - 65_557))
    tail = handle.read()
    position = tail.rfind(b"PK\x05\x06")
    if position < 0 or position + 22 > len(tail):
        return []
    length, start = struct.unpack_from("<II", tail, position + 12)
    # bytes before the archive shift everything
    start = max(0, size - len(tail) + position - length) if length != 0xFFFFFFFF else start
    if start >= size:
        return []
    handle.seek(start)
    directory = handle.read(min(length, _DIRECTORY_BYTES))
    return _names(directory, b"PK\x01\x02", 46, 28, None)


def _local_names(head: bytes) -> list[str]:
    """The names in the local headers of a ZIP's first bytes: what a cut off file still tells."""
    return _names(head, b"PK\x03\x04", 30, 26, 18)


def _names(data: bytes, signature: bytes, fixed: int, lengths: int, content: int | None) -> list[str]:
    names: list[str] = []
    position = data.find(signature)
    while position >= 0 and position + fixed <= len(data):
        length, extra = struct.unpack_from("<HH", data, position + lengths)
        names.append(data[position + fixed : position + fixed + length].decode("cp437"))
        following = position + fixed + length + extra
        if content is not None:
            following += struct.unpack_from("<I", data, position + content)[0]
        # a member whose size stands behind it, or a comment: on to the next signature
        position = data.find(signature, following)
    return names


def _content_types(head: bytes) -> bytes:
    """The start of [Content_Types].xml, where it stands in the first bytes; empty elsewhere."""
    position = head.find(b"[Content_Types].xml")
    if position < 30 or head[position - 30 : position - 26] != b"PK\x03\x04":
        return b""
    method = struct.unpack_from("<H", head, position - 22)[0]
    length, extra = struct.unpack_from("<HH", head, position - 4)
    start = position + length + extra
    if method == 0:
        return head[start : start + 65_536]
    try:
        return zlib.decompressobj(-15).decompress(head[start:], 1_048_576)
    except zlib.error:
        return b""
