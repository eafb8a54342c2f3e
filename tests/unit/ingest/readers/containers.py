"""Small containers for tests: compound files, BIFF workbooks, ZIPs with given flags."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams in its root, all in large sectors of 512 bytes."""
    bodies = [data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0") for data in streams.values()]
    directory_sectors = -(-(len(streams) + 1) // 4)
    used = directory_sectors + sum(len(body) // 512 for body in bodies)
    tables = 1
    while tables * 128 < used + tables:
        tables += 1
    table: list[int] = [_TABLE] * tables

    def chain(length: int) -> int:
        first = len(table)
        table.extend([*range(first + 1, first + length), _END])
        return first

    directory_start = chain(directory_sectors)
    starts = [chain(len(body) // 512) for body in bodies]
    table += [_FREE] * (tables * 128 - len(table))

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 1)
            + struct.pack("<III", _FREE, right, child)
            + bytes(36)
            + struct.pack("<III", start, size, 0)
        )

    directory = entry("Root Entry", 5, _END, 0, 1 if streams else _FREE, _FREE)
    for number, (name, body) in enumerate(zip(streams, bodies, strict=True), 1):
        right = number + 1 if number < len(streams) else _FREE
        directory += entry(name, 2, starts[number - 1], len(body), _FREE, right)
    directory = directory.ljust(directory_sectors * 512, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, tables, directory_start, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    )
    return header + struct.pack(f"<{len(table)}I", *table) + directory + b"".join(bodies)


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, compress_type=compression)
    return buffer.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """A TAR with these members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def seven_zipped(members: dict[str, bytes], is_locked: bool = False) -> bytes:
    """A 7z with these members, perhaps behind a password."""
    import py7zr

    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password="x" if is_locked else None) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return buffer.getvalue()


def encrypted_flags(data: bytes) -> bytes:
    """A ZIP whose members claim to need a password."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = changed.find(signature)
        while position >= 0:
            changed[position + offset] |= 1
            position = changed.find(signature, position + 4)
    return bytes(changed)
