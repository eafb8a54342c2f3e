"""Media types by content; the name never decides."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import reader_for, sniff, versions
from tests.unit.ingest.properties import PROPERTY

TEXT = "2023年度清河市云溪区水务局整体支出绩效自评报告\n预算支出812.45万元。\n"


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (TEXT.encode(), "text/plain"),
        (TEXT.encode("utf-8-sig"), "text/plain"),
        (TEXT.encode("utf-16"), "text/plain"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "text/plain"),
        (TEXT.encode("gb18030"), "text/plain"),
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\n\n%PDF-1.4", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "application/x-ole-storage"),
        (packed("[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (packed("report.txt"), "application/zip"),
        (b"PK\x05\x06" + b"\0" * 18, "application/zip"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x1f\x8b\x08\0", "application/gzip"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x7fELF\x02\x01", "application/x-elf"),
        (b"SQLite format 3\0", "application/vnd.sqlite3"),
        (tarred(), "application/x-tar"),
        ("<!DOCTYPE html><html>预算</html>".encode(), "text/html"),
        ("\ufeff  <html><body>预算</body></html>".encode(), "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"\0\x01\x02\x03" * 100, "application/octet-stream"),
        (bytes(range(1, 32)) * 8, "application/octet-stream"),
        (b"", "application/x-empty"),
    ],
)  # fmt: skip
def test_bytes_tell_what_they_are(head: bytes, media_type: str) -> None:
    assert sniff(head, "report.pdf") == media_type
    assert sniff(head, "") == media_type


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_head_may_end_inside_a_character(encoding: str) -> None:
    data = (TEXT * 50).encode(encoding)
    for length in range(200, 210):
        assert sniff(data[:length], "x") == "text/plain"


@PROPERTY
@given(st.binary(max_size=300))
def test_any_bytes_get_a_type(head: bytes) -> None:
    assert "/" in sniff(head, "x")


def test_only_text_has_a_reader_of_its_own_name() -> None:
    reader = reader_for("text/plain")
    assert reader is not None
    assert reader.name == "text"
    assert reader_for("application/x-never-heard-of") is None


def test_versions_are_short_stable_codes() -> None:
    reader = reader_for("text/plain")
    assert reader is not None
    assert versions() == versions()
    assert reader.version
    assert reader.version.isalnum()
