"""OLE compound files (DOC, XLS, WPS, encrypted Office files): their directory and streams, read with every chain bounded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA  # from here on: free, end of chain, allocation tables
_ENTRY_BYTES = 128
_MOST_ENTRIES = 65_536
_MOST_TABLES = 4_096


class Damaged(Exception):
    """The file ends before its directory or stream does, or a chain of sectors bites its own tail."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage in the directory. `kind` is 1 for a storage, 2 for a stream, 5 for the root."""

    name: str
    kind: int
    start: int
    byte_size: int


class CompoundFile:
    """The directory of a compound file; raises Damaged where it can't be reached. `handle` must seek."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        handle.seek(0, 2)
        self._size = handle.tell()
        header = self._bytes(0, 512)
        if header[:8] != SIGNATURE:
            raise Damaged("no compound file")
        sector_shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise Damaged("no compound file of a known version")
        self._sector_bytes, self._mini_bytes = 1 << sector_shift, 1 << mini_shift
        tables, first_directory = struct.unpack_from("<II", header, 44)
        self._mini_cutoff, first_mini, _, first_extra, extras = struct.unpack_from("<IIIII", header, 56)
        self._table = self._allocation_table(header, min(tables, _MOST_TABLES), first_extra, extras)
        self.entries = self._directory(first_directory)
        self._first_mini = first_mini
        self._mini_table: tuple[int, ...] | None = None
        self._mini_stream: bytes | None = None

    def names(self) -> frozenset[str]:
        """The names of all streams and storages, whatever the folder they lie in."""
        return frozenset(entry.name for entry in self.entries)

    def stream(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a stream; KeyError where there is none, Damaged where it is cut off."""
        entry = next((entry for entry in self.entries if entry.name == name and entry.kind == 2), None)
        if entry is None:
            raise KeyError(name)
        wanted = min(entry.byte_size, most)
        if entry.byte_size >= self._mini_cutoff:
            return self._chain(entry.start, wanted)
        if self._mini_stream is None or self._mini_table is None:
            raw = self._chain(self._first_mini, None) if self._first_mini < _NO_SECTOR else b""
            self._mini_table = struct.unpack(f"<{len(raw) // 4}I", raw)
            root = self.entries[0]
            self._mini_stream = self._chain(root.start, root.byte_size) if root.start < _NO_SECTOR else b""
        parts: list[bytes] = []
        sector, steps = entry.start, 0
        while sector < _NO_SECTOR and len(parts) * self._mini_bytes < wanted:
            if sector >= len(self._mini_table) or steps > len(self._mini_table):
                raise Damaged(f"the stream {name} is cut off")
            parts.append(self._mini_stream[sector * self._mini_bytes : (sector + 1) * self._mini_bytes])
            sector, steps = self._mini_table[sector], steps + 1
        found = b"".join(parts)[:wanted]
        if len(found) < wanted:
            raise Damaged(f"the stream {name} is cut off")
        return found

    def _bytes(self, start: int, length: int) -> bytes:
        if start + length > self._size:
            raise Damaged("the file ends too early")
        self._handle.seek(start)
        return self._handle.read(length)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        # the last sector of a file may be shorter than a sector
        if start >= self._size:
            raise Damaged("the file ends too early")
        return self._bytes(start, min(self._sector_bytes, self._size - start)).ljust(self._sector_bytes, b"\0")

    def _allocation_table(self, header: bytes, tables: int, first_extra: int, extras: int) -> tuple[int, ...]:
        numbers = [number for number in struct.unpack_from("<109I", header, 76) if number < _NO_SECTOR]
        sector = first_extra
        per_sector = self._sector_bytes // 4
        for _ in range(min(extras, _MOST_TABLES)):
            if sector >= _NO_SECTOR:
                break
            values = struct.unpack(f"<{per_sector}I", self._sector(sector))
            numbers += [number for number in values[:-1] if number < _NO_SECTOR]
            sector = values[-1]
        table: list[int] = []
        for number in numbers[:tables]:
            table += struct.unpack(f"<{per_sector}I", self._sector(number))
        return tuple(table)

    def _chain(self, first: int, wanted: int | None) -> bytes:
        parts: list[bytes] = []
        sector = first
        while sector < _NO_SECTOR and (wanted is None or len(parts) * self._sector_bytes < wanted):
            if sector >= len(self._table) or len(parts) > len(self._table):
                raise Damaged("a chain of sectors leads nowhere")
            parts.append(self._sector(sector))
            sector = self._table[sector]
        found = b"".join(parts)
        if wanted is not None and len(found) < wanted:
            raise Damaged("a stream is cut off")
        return found if wanted is None else found[:wanted]

    def _directory(self, first: int) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        sector, steps = first, 0
        while sector < _NO_SECTOR and len(entries) < _MOST_ENTRIES:
            if sector >= len(self._table) or steps > len(self._table):
                raise Damaged("the directory is cut off")
            data = self._sector(sector)
            for position in range(0, self._sector_bytes, _ENTRY_BYTES):
                length, kind = struct.unpack_from("<HB", data, position + 64)
                start, byte_size = struct.unpack_from("<II", data, position + 116)
                if kind in (1, 2, 5):
                    raw = data[position : position + max(0, min(length, 64) - 2)]
                    entries.append(Entry(raw.decode("utf-16-le", "replace"), kind, start, byte_size))
            sector, steps = self._table[sector], steps + 1
        if not entries:
            raise Damaged("the directory is empty")
        return tuple(entries)
