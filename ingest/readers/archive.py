"""Archives to members: ZIP, TAR (plain or packed), 7z and single packed files, one archive inside another opened too.

Members are written out under numbers, never under their own names, so that no path inside an archive means anything outside. What an
archive holds besides files, and what can't be taken out, is told with its reason; a bomb gives nothing.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import hashlib
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ingest.readers import Unreadable, code_version, media_types, sniff_file

MEBIBYTE = 1024 * 1024
_PIECE = 1 * MEBIBYTE
_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    struct.error,
    NotImplementedError,
    ValueError,
)
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_UNIX = 3
_LINK = 0o120000
_CRUMBS = re.compile(r"(?:^|/)(?:\.[^/]*|~\$[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(?:/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold, all that lies nested in it counted in: members, bytes of one and of all, times larger than packed."""

    members: int = 5_000
    member_bytes: int = 512 * MEBIBYTE
    total_bytes: int = 2_048 * MEBIBYTE
    ratio: int = 200
    # what is smaller unpacked does no harm, whatever its ratio
    large_bytes: int = 64 * MEBIBYTE
    # an archive in an archive, and no further
    depth: int = 1


DEFAULT_LIMITS = ArchiveLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. Taken: it lies in the output folder as `file`, `reason` is empty. Not taken: `reason` and `detail` say why."""

    path: str
    file: str = ""
    sha256: str = ""
    byte_size: int = 0
    media_type: str = "application/octet-stream"
    reason: str = ""
    detail: str = ""


def version() -> str:
    """Changes when what is taken out of archives may."""
    here = Path(__file__)
    own = (here, here.with_name("media_types.py"), here.with_name("ole.py"))
    return code_version(*own, libraries=("py7zr",))


def expand(source: Path, media_type: str, out: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> list[Member]:
    """Takes the files out of an archive into the folder `out`, in the order of their paths.

    Raises Unreadable: truncated, encrypted, bomb, empty, or the one reason for which nothing in it could be taken.
    """
    out.mkdir(parents=True, exist_ok=True)
    expansion = _Expansion(out, limits, max(1, source.stat().st_size))
    expansion.open(source, media_type, "", 0)
    members = sorted(expansion.members, key=lambda member: (member.path, member.sha256))
    if not members:
        raise Unreadable("empty", "the archive holds no file")
    if all(member.reason for member in members):
        reasons = sorted({member.reason for member in members})
        reason = reasons[0] if len(reasons) == 1 else "nothing_readable"
        raise Unreadable(reason, f"none of {len(members)} files can be taken out: {', '.join(reasons)}")
    return members


class _Expansion:
    """One archive being taken apart, with what it has used of its limits."""

    def __init__(self, out: Path, limits: ArchiveLimits, packed: int) -> None:
        self.out = out
        self.limits = limits
        self.packed = packed
        self.members: list[Member] = []
        self._total = 0
        self._count = 0

    def open(self, source: Path, media_type: str, prefix: str, depth: int) -> None:
        """Takes all members of one archive; their paths start with `prefix`."""
        opened: dict[str, Callable[[Path, str, int], None]] = {
            media_types.ZIP: self._zip,
            media_types.TAR: self._tar,
            media_types.SEVEN_ZIP: self._seven_zip,
        }
        opened.get(media_type, self._single)(source, prefix, depth)

    # -- members -------------------------------------------------------------------------------------------------------

    def check_count(self, more: int) -> None:
        """Raises Unreadable (bomb) where so many entries more are too many."""
        if self._count + more > self.limits.members:
            raise Unreadable("bomb", f"more than {self.limits.members} members")

    def count(self) -> None:
        """One more entry, of whatever kind. Raises Unreadable: bomb."""
        self.check_count(1)
        self._count += 1

    def spend(self, size: int) -> None:
        """So many bytes more were unpacked. Raises Unreadable: bomb."""
        self._total += size
        if self._total > self.limits.large_bytes and self._total > self.packed * self.limits.ratio:
            raise Unreadable("bomb", f"more than {self.limits.ratio} times larger unpacked")
        if self._total > self.limits.total_bytes:
            raise Unreadable("bomb", f"more than {self.limits.total_bytes // MEBIBYTE} MiB unpacked")

    def refuse(self, path: str, reason: str, detail: str) -> None:
        self.members.append(Member(path, reason=reason, detail=detail))

    def file(self) -> Path:
        """A new file in the output folder."""
        return self.out / f"{self._count:06d}"

    def take(self, path: str, pieces: Iterable[bytes], depth: int) -> None:
        """Writes a member out; an archive is opened in its place. What can't be unpacked is told as truncated."""
        target = self.file()
        try:
            with target.open("wb") as handle:
                size = 0
                for piece in pieces:
                    size += len(piece)
                    self.spend(len(piece))
                    if size > self.limits.member_bytes:
                        raise Unreadable("too_large", f"larger than {self.limits.member_bytes // MEBIBYTE} MiB")
                    handle.write(piece)
        except _DAMAGED:
            target.unlink(missing_ok=True)
            self.refuse(path, "truncated", "the member can't be unpacked")
            return
        except RuntimeError:
            target.unlink(missing_ok=True)
            self.refuse(path, "encrypted", "the member needs a password")
            return
        except Unreadable as error:
            target.unlink(missing_ok=True)
            if error.reason == "bomb":
                raise
            self.refuse(path, error.reason, error.detail)
            return
        self.taken(path, target, depth)

    def taken(self, path: str, target: Path, depth: int) -> None:
        """A member that was written out."""
        media_type = sniff_file(target)
        if media_type in media_types.ARCHIVES:
            if depth >= self.limits.depth:
                self.refuse(path, "too_deep", f"an archive {depth + 1} archives deep isn't opened")
            else:
                try:
                    self.open(target, media_type, f"{path}/", depth + 1)
                except Unreadable as error:
                    if error.reason == "bomb":
                        raise
                    self.refuse(path, error.reason, error.detail)
            target.unlink(missing_ok=True)
            return
        with target.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        self.members.append(Member(path, target.name, sha256, target.stat().st_size, media_type))

    def is_passed_over(self, prefix: str, name: str) -> bool:
        """Counts an entry; refuses a name that leads out of the archive. Crumbs of systems and editors are passed over silently."""
        self.count()
        if _CRUMBS.search(name):
            # .. is no crumb
            if ".." not in name.split("/"):
                return True
        if not _is_safe(name):
            self.refuse(prefix + shown(name), "unsafe_path", "its path leads out of the archive")
            return True
        return False

    # -- formats -------------------------------------------------------------------------------------------------------

    def _zip(self, source: Path, prefix: str, depth: int) -> None:
        try:
            archive = zipfile.ZipFile(source)
        except _DAMAGED as error:
            raise Unreadable("truncated", "the directory of the ZIP can't be reached") from error
        with archive:
            self.check_count(len(archive.infolist()))
            for member in archive.infolist():
                name = _zip_name(member)
                if member.is_dir() or name.endswith("/"):
                    self.count()
                    continue
                if self.is_passed_over(prefix, name):
                    continue
                path = prefix + shown(name)
                if member.create_system == _UNIX and (member.external_attr >> 16) & 0o170000 == _LINK:
                    self.refuse(path, "link", "a link, not a file")
                elif member.flag_bits & _ENCRYPTED:
                    self.refuse(path, "encrypted", "the member needs a password")
                elif member.file_size > self.limits.member_bytes:
                    self._check_stated(member.file_size)
                    self.refuse(path, "too_large", f"larger than {self.limits.member_bytes // MEBIBYTE} MiB")
                else:
                    self.take(path, _pieces(lambda member=member: archive.open(member)), depth)  # type: ignore[misc]

    def _check_stated(self, size: int) -> None:
        if size > self.packed * self.limits.ratio:
            raise Unreadable("bomb", f"more than {self.limits.ratio} times larger unpacked")

    def _tar(self, source: Path, prefix: str, depth: int) -> None:
        try:
            archive = tarfile.open(source, "r:", errors="surrogateescape")  # noqa: SIM115 - closed below
        except _DAMAGED as error:
            raise Unreadable("truncated", "no entry of the TAR can be read") from error
        with archive:
            try:
                for member in archive:
                    name = _bytes_name(member.name.encode("utf-8", "surrogateescape"))
                    if member.isdir():
                        self.count()
                        continue
                    if self.is_passed_over(prefix, name):
                        continue
                    path = prefix + shown(name)
                    if not member.isreg():
                        kind = "link" if member.issym() or member.islnk() else "device"
                        self.refuse(path, kind, f"a {kind}, not a file")
                    else:
                        self.take(path, _pieces(lambda member=member: archive.extractfile(member)), depth)  # type: ignore[misc]
            except _DAMAGED as error:
                if not self.members:
                    raise Unreadable("truncated", "no entry of the TAR can be read") from error
                self.refuse(f"{prefix}…", "truncated", "the archive breaks off")

    def _seven_zip(self, source: Path, prefix: str, depth: int) -> None:
        import py7zr
        from py7zr.exceptions import ArchiveError, PasswordRequired

        broken = (ArchiveError, TypeError, KeyError, IndexError, AttributeError, AssertionError, *_DAMAGED)
        try:
            with py7zr.SevenZipFile(source) as archive:
                # its names are told even where its content is locked
                files = list(archive.files)
                self.check_count(len(files))
                locked = archive.needs_password()
                writer = _Writer(self)
                wanted = []
                for entry in files:
                    if entry.is_directory:
                        self.count()
                        continue
                    name = str(entry.filename)
                    if self.is_passed_over(prefix, name):
                        continue
                    if entry.is_symlink or entry.is_junction or entry.is_socket:
                        self.refuse(prefix + shown(name), "link", "a link, not a file")
                    elif locked:
                        self.refuse(prefix + shown(name), "encrypted", "the member needs a password")
                    else:
                        wanted.append(name)
                if wanted:
                    archive.extract(targets=wanted, factory=writer.factory())
        except PasswordRequired as error:
            raise Unreadable("encrypted", "the archive needs a password") from error
        except broken as error:
            raise Unreadable("truncated", "the 7z archive can't be unpacked") from error
        for name, target in writer.written:
            self.taken(prefix + shown(name), target, depth)

    def _single(self, source: Path, prefix: str, depth: int) -> None:
        """A file that is packed alone: what is inside is a TAR or one file."""
        self.count()
        target = self.file()
        media_type = sniff_file(source)
        openers: dict[str, Callable[[Path], Any]] = {
            media_types.GZIP: gzip.open,
            media_types.BZIP2: bz2.open,
            media_types.XZ: lzma.LZMAFile,
        }
        name = _packed_name(source) if media_type == media_types.GZIP else ""
        try:
            with target.open("wb") as handle:
                for piece in _pieces(lambda: openers[media_type](source)):
                    self.spend(len(piece))
                    if handle.tell() > self.limits.total_bytes:
                        raise Unreadable("too_large", f"larger than {self.limits.total_bytes // MEBIBYTE} MiB")
                    handle.write(piece)
        except _DAMAGED as error:
            raise Unreadable("truncated", "the packed file breaks off") from error
        inside = sniff_file(target)
        if inside == media_types.TAR:
            # a packed TAR is one archive
            self._tar(target, prefix, depth)
            target.unlink(missing_ok=True)
        else:
            self.taken(prefix + (shown(name) if _is_safe(name) else "content"), target, depth)


class _Writer:
    """What py7zr writes members through: numbered files, under the limits of the expansion."""

    def __init__(self, expansion: _Expansion) -> None:
        self._expansion = expansion
        self.written: list[tuple[str, Path]] = []

    def factory(self) -> Any:
        from py7zr.io import Py7zIO, WriterFactory

        expansion, written = self._expansion, self.written

        class Out(Py7zIO):  # type: ignore[misc]
            def __init__(self, target: Path) -> None:
                self._handle = target.open("w+b")
                self._size = 0

            def write(self, s: bytes | bytearray) -> int:
                expansion.spend(len(s))
                self._size += len(s)
                return self._handle.write(s)

            def read(self, size: int | None = None) -> bytes:
                return self._handle.read(-1 if size is None else size)

            def seek(self, offset: int, whence: int = 0) -> int:
                return self._handle.seek(offset, whence)

            def flush(self) -> None:
                self._handle.flush()

            def size(self) -> int:
                return self._size

            def close(self) -> None:
                self._handle.close()

        class Factory(WriterFactory):  # type: ignore[misc]
            def create(self, filename: str) -> Out:
                target = expansion.out / f"z{len(written):06d}"
                written.append((filename, target))
                return Out(target)

        return Factory()


# -- names and pieces --------------------------------------------------------------------------------------------------


def _pieces(opened: Callable[[], IO[bytes] | None]) -> Iterator[bytes]:
    handle = opened()
    if handle is None:
        return
    with contextlib.closing(handle):
        while piece := handle.read(_PIECE):
            yield piece


def _is_safe(name: str) -> bool:
    """Whether a name stays within the archive's own folder, on any system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and not re.match(r"^[A-Za-z]:", name)


def shown(name: str) -> str:
    """A member's name as it may be shown: one line, no control characters, no empty parts."""
    parts = [part for part in re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "�", name).split("/") if part not in ("", ".")]
    return "/".join(parts)[:1_000] or "�"


def _zip_name(member: zipfile.ZipInfo) -> str:
    """A member's name; where the ZIP doesn't say UTF-8, it is what Chinese Windows writes (GB 18030) unless it happens to be UTF-8."""
    stated = _unicode_path(member.extra)
    if stated is not None:
        return stated.replace("\\", "/")
    if member.flag_bits & _UTF8_NAME:
        return member.filename.replace("\\", "/")
    # zipfile took the bytes for code page 437, which has every byte once
    return _bytes_name(member.orig_filename.encode("cp437", "replace")).replace("\\", "/")


def _unicode_path(extra: bytes) -> str | None:
    """The name in Info-ZIP's extra field, where there is one."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == _UNICODE_PATH and length > 5:
            with contextlib.suppress(UnicodeDecodeError):
                return extra[position + 9 : position + 4 + length].decode()
        position += 4 + length
    return None


def _bytes_name(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "replace")


def _packed_name(source: Path) -> str:
    """The file name that a gzip header states; empty where there is none."""
    with source.open("rb") as handle:
        head = handle.read(4_096)
    if len(head) < 10 or not head[3] & 0x08:
        return ""
    position = 10
    if head[3] & 0x04:
        position += 2 + int.from_bytes(head[10:12], "little")
    name = _bytes_name(head[position : head.find(b"\0", position)])
    return PurePosixPath(name.replace("\\", "/")).name


__all__ = ["DEFAULT_LIMITS", "ArchiveLimits", "Member", "expand", "shown", "version"]
