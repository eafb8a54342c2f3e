"""Media types by content; the name never decides."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import media_types, reader_for, sniff, sniff_file, versions
from tests.support import in_new_process
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.readers.containers import compound, zipped

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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "application/x-ole-storage-damaged"),
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
    assert reader.version.isalnum()
    told = [in_new_process("from ingest.readers import versions; print(versions())", seed) for seed in (1, 2)]
    assert told == [versions()] * 2


def types_part(content_type: str) -> bytes:
    return f'<Types><Override PartName="/a" ContentType="application/{content_type}"/></Types>'.encode()


WORD_MAIN = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (compound({"WordDocument": b"x", "1Table": b"y"}), "application/msword"),
        (compound({"Workbook": b"x"}), "application/vnd.ms-excel"),
        (compound({"Book": b"x"}), "application/vnd.ms-excel"),
        (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "application/x-ooxml-protected"),
        (compound({"PowerPoint Document": b"x"}), "application/vnd.ms-powerpoint"),
        (compound({"Catalog": b"x"}), "application/x-ole-storage"),
        (compound({"WordDocument": b"x" * 200_000})[:600], "application/x-ole-storage-damaged"),
        # the main part's content type decides, wherever it lies
        (zipped({"[Content_Types].xml": types_part(WORD_MAIN), "xl/a.xml": b""}), media_types.DOCX),
        (zipped({"[Content_Types].xml": types_part("vnd.ms-word.document.macroEnabled.main+xml")}), media_types.DOCX),
        (
            zipped({"[Content_Types].xml": types_part("vnd.ms-excel.sheet.binary.macroEnabled.main"), "xl/workbook.bin": b""}),
            "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        ),
        # a folder called word makes no document
        (zipped({"word/document.xml": b"x", "xl/workbook.xml": b"x"}), "application/zip"),
        (zipped({"media/" + "x" * 200 + ".png": b"x" * 70_000, "[Content_Types].xml": b"", "word/document.xml": b""}, 0), media_types.DOCX),
        (zipped({"[Content_Types].xml": types_part(WORD_MAIN), "word/document.xml": b"x" * 9000}, 0)[:4000], media_types.DOCX),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}, 0), "application/vnd.oasis.opendocument.text"),
        (zipped({"OFD.xml": b"<a/>"}), "application/ofd"),
        (b"<!-- made by -->\n<meta charset=gb2312><title>" + "预算".encode("gb18030"), "text/html"),
        ("\ufeff<html><body>预算</body></html>".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?><html xmlns="x"><body/></html>', "text/html"),
        (b"<table><tr><td>1</td></tr></table>", "text/html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x", "multipart/related"),
        (b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(40), "image/bmp"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)  # fmt: skip
def test_containers_tell_by_what_they_hold(data: bytes, media_type: str) -> None:
    assert sniff(data, "report.txt") == media_type


def test_an_old_tape_archive_is_told_by_its_check_sum() -> None:
    assert sniff(tarred(), "x") == "application/x-tar"
    old = bytearray(tarred())
    old[257:265] = bytes(8)
    old[148:156] = b" " * 8
    old[148:156] = b"%06o\0 " % sum(old[:512])
    assert sniff(bytes(old), "x") == "application/x-tar"


@PROPERTY
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_compound_file_still_gets_a_type(position: int, garbage: bytes) -> None:
    data = bytearray(compound({"WordDocument": b"x" * 5_000, "1Table": b"y"}))
    data[position : position + len(garbage)] = garbage
    assert "/" in sniff(bytes(data), "x")


@PROPERTY
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_package_still_gets_a_type(position: int, garbage: bytes) -> None:
    data = bytearray(zipped({"[Content_Types].xml": types_part(WORD_MAIN), "word/document.xml": b"x" * 90}))
    data[position : position + len(garbage)] = garbage
    assert "/" in sniff(bytes(data), "x")


def test_a_file_on_disk_is_told_like_its_bytes(tmp_path: Path) -> None:
    for number, data in enumerate((compound({"Workbook": b"x" * 100_000}), zipped({"a.txt": b"x"}), TEXT.encode())):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        assert sniff_file(path) == sniff(data)
