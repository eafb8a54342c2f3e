"""Open XML packages (DOCX, XLSX): a ZIP of XML parts, opened under limits and without following anything out of the file.

`python-docx` and `openpyxl` load every part whole and unpack without asking how much; here a part is unpacked only when it is
wanted, never beyond the limits, and its XML is parsed without document types, so that no entity is ever expanded or fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from ingest.readers import Unreadable

MEBIBYTE = 1024 * 1024
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# the strict form of the standard has namespaces of its own for the same elements
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?\S+\s+(SYSTEM|PUBLIC)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What a ZIP may hold: members, bytes of one part, bytes of all, and how many times larger than packed a large member may be."""

    members: int = 10_000
    part_bytes: int = 96 * MEBIBYTE
    total_bytes: int = 1_024 * MEBIBYTE
    ratio: int = 200
    # what is smaller unpacked does no harm, whatever its ratio
    large_bytes: int = 16 * MEBIBYTE


DEFAULT_LIMITS = ZipLimits()


def open_zip(data: bytes, limits: ZipLimits = DEFAULT_LIMITS) -> zipfile.ZipFile:
    """A ZIP whose directory keeps the limits. Raises Unreadable: truncated, encrypted, bomb, too_large.

    The directory may lie about sizes: read members with `unpack` only.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("truncated", "the directory of the ZIP can't be reached") from error
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable("bomb", f"more than {limits.members} members")
    packed = max(1, len(data))
    total = 0
    for number, member in enumerate(members, 1):
        if member.flag_bits & 0x1:
            raise Unreadable("encrypted", f"member {number} of the ZIP needs a password")
        total += member.file_size
        _check(f"member {number}", member.file_size, max(1, member.compress_size), limits)
    if total > limits.total_bytes:
        is_bomb = total > packed * limits.ratio
        raise Unreadable("bomb" if is_bomb else "too_large", f"{total // MEBIBYTE} MiB unpacked")
    return archive


def _check(place: str, unpacked: int, packed: int, limits: ZipLimits) -> None:
    if unpacked > limits.large_bytes and unpacked > packed * limits.ratio:
        raise Unreadable("bomb", f"{place} is {unpacked // packed} times larger unpacked")


def unpack(archive: zipfile.ZipFile, name: str, limits: ZipLimits = DEFAULT_LIMITS) -> bytes:
    """A member's bytes, unpacked piece by piece; KeyError where there is none. Raises Unreadable: truncated, bomb, too_large."""
    member = archive.getinfo(name)
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as handle:
            while piece := handle.read(MEBIBYTE):
                size += len(piece)
                if size > limits.part_bytes:
                    _check("a part", size, max(1, member.compress_size), limits)
                    raise Unreadable("too_large", f"a part is larger than {limits.part_bytes // MEBIBYTE} MiB unpacked")
                parts.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("truncated", "a member of the ZIP can't be unpacked") from error
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points: the last word of the relation's type, and the part's name. Targets outside the file aren't listed."""

    relation_id: str
    kind: str
    part: str


class Package:
    """The parts of an Open XML file. Raises Unreadable where the file keeps no limit or is no package."""

    def __init__(self, data: bytes, limits: ZipLimits = DEFAULT_LIMITS) -> None:
        self._archive = open_zip(data, limits)
        self._limits = limits
        # names are compared without case; a backslash is a slash of careless writers
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._archive.namelist()}

    def names(self) -> list[str]:
        """The names of all parts, in lower case, sorted."""
        return sorted(self._names)

    def read(self, part: str) -> bytes | None:
        """A part's bytes, None where it is missing."""
        name = self._names.get(part.lower())
        return None if name is None else unpack(self._archive, name, self._limits)

    def xml(self, part: str) -> Any:
        """The root element of a part, None where it is missing. Raises Unreadable: damaged, bomb, unsafe."""
        data = self.read(part)
        return None if data is None else parse_xml(data, part)

    def main_part(self, kind: str = "officeDocument") -> str | None:
        """The name of the part that the package is about."""
        return next((relation.part for relation in self.relations("") if relation.kind == kind), None)

    def relations(self, part: str) -> list[Relation]:
        """Where a part (empty: the package) points inside the file; what lies outside is never followed."""
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return []
        found = []
        for element in root.iter(_RELATIONSHIPS):
            if element.get("TargetMode", "").lower() == "external":
                continue
            target = element.get("Target", "").replace("\\", "/")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            found.append(Relation(element.get("Id", ""), kind, path))
        return found


def parse_xml(data: bytes, part: str) -> Any:
    """The root element of an XML part. Raises Unreadable: damaged; bomb or unsafe where it declares entities."""
    from lxml import etree

    # Office never writes a document type; without one there is nothing to expand and nothing to fetch
    plain = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") else data
    if _DOCUMENT_TYPE.search(plain):
        declared = [match[1] for match in _ENTITY.finditer(plain)]
        if any(kind is None for kind in declared):
            raise Unreadable("bomb", f"{_spot(part)} declares entities")
        raise Unreadable("unsafe", f"{_spot(part)} points to something outside the file")
    for strict, transitional in _STRICT:
        if strict in data:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "xcessive depth" in str(error):
            raise Unreadable("bomb", f"{_spot(part)} is nested too deeply") from error
        raise Unreadable("damaged", f"{_spot(part)} isn't well-formed XML") from error


def _spot(part: str) -> str:
    # a name inside a file is the file's own text: only the usual letters are shown
    return f"the part {re.sub(r'[^A-Za-z0-9_./-]', '?', part)[:80]}"
