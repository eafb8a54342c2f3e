"""Files that mean harm or are broken, built from nothing, and one landing run over all of them.

`CASES` names for each what it is and which reasons for quarantine are right: several where it depends on what is installed, or on which
limit a file meets first. None may be read with success, stop the run, or leave anything behind.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import lzma
import random
import resource
import stat
import struct
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.home import Home
from tests.unit.ingest.readers.containers import compound, encrypted_flags, seven_zipped, tarred, zipped
from tests.unit.ingest.readers.rendering import record

MEBIBYTE = 1024 * 1024
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# what is no report because nothing in it is: the hostile part did no harm
HARMLESS = "not_a_report"


@dataclass(frozen=True)
class Case:
    """A file: its name (which tells nothing), its bytes, the reasons that are right, and whose reader refuses it."""

    name: str
    build: Callable[[], bytes]
    reasons: tuple[str, ...]
    soak: bool = False


# -- PDF -----------------------------------------------------------------------------------------------------------------


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF with these objects, the first being its catalog."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, trailer, len(out),
    )  # fmt: skip


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream\n" % (len(data), extra, data)


CATALOG, ONE_PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(extra: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + extra + b">>"


def pdf_form_loop() -> bytes:
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    return pdf([CATALOG, ONE_PAGE, page(b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>"), stream(b"/X Do"), form])


def pdf_flate_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S " * 5_000_000, 1), 9)
    return pdf([CATALOG, ONE_PAGE, page(b"/Contents 4 0 R"), stream(packed, b"/Filter[/FlateDecode/FlateDecode]")])


def pdf_other_bomb() -> bytes:
    """A bomb whose packing isn't looked into before the library takes it all into memory."""
    packed = base64.a85encode(zlib.compress(b"0 0 m 9 9 l S " * 20_000_000, 9)) + b"~>"
    return pdf([CATALOG, ONE_PAGE, page(b"/Contents 4 0 R"), stream(packed, b"/Filter[/ASCII85Decode/FlateDecode]")])


def pdf_encrypted() -> bytes:
    locked = b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O<%s>/U<%s>>>"
    return pdf([CATALOG, ONE_PAGE, page(b"/Contents 4 0 R"), stream(b"BT ET")], locked % (b"5a" * 32, b"a5" * 32))


def pdf_blank_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 12))
    return pdf([CATALOG, b"<</Type/Pages/Kids[%s]/Count 9>>" % kids, *[page() for _ in range(9)]])


def pdf_page_tree_loop() -> bytes:
    return pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"])


def pdf_absurd_page() -> bytes:
    return pdf([CATALOG, ONE_PAGE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]>>"])


# -- Open XML ------------------------------------------------------------------------------------------------------------


def docx(body: str, head: str = "", relations: str = "", **parts: bytes) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
            "word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'.encode(),
            **parts,
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(sheet: str, head: str = "") -> bytes:
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="{SHEET}"/></Types>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>'.encode(),
        }
    )


LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10) if n else "lol"}">' for n in range(10)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
SPARSE = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>'


# -- archives ------------------------------------------------------------------------------------------------------------


def zip_symlink() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("passwd")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def zip_nested_bomb() -> bytes:
    inner = zipped({f"{number}.txt": b"\0" * 9_000_000 for number in range(2)})
    return zipped({f"{number}.zip": inner for number in range(16)})


def tar_devices() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("zero")
        entry.type, entry.devmajor, entry.devminor = tarfile.CHRTYPE, 1, 5
        archive.addfile(entry)
    return buffer.getvalue()


# -- pictures ------------------------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg_truncated() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    noise = random.Random(1).randbytes(600 * 600)
    Image.frombytes("L", (600, 600), noise).save(buffer, "JPEG")
    return buffer.getvalue()[:4_000]


def tiff_loop() -> bytes:
    entries = [(256, 12), (257, 12), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 12), (279, 144)]
    table = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    # the next directory is this one
    return b"II*\0" + struct.pack("<I", 8) + table + struct.pack("<I", 8) + b"\xff" * 10_000


# -- old Office, pages, text ---------------------------------------------------------------------------------------------


def ole_loop() -> bytes:
    """A compound file whose directory goes on with itself."""
    data = bytearray(compound({"WordDocument": b"x" * 5_000}))
    (directory,) = struct.unpack_from("<I", data, 48)
    struct.pack_into("<I", data, 512 + 4 * directory, directory)
    return bytes(data)


def noise(length: int) -> bytes:
    return random.Random(7).randbytes(length)


BIFF_START = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))

CASES: tuple[Case, ...] = (
    Case("form_loop.pdf", pdf_form_loop, ("empty", "crashed", "damaged", "timed_out")),
    Case("flate_bomb.pdf", pdf_flate_bomb, ("bomb",)),
    Case("other_bomb.pdf", pdf_other_bomb, ("too_large", "timed_out"), soak=True),
    Case("encrypted.pdf", pdf_encrypted, ("encrypted",)),
    Case("truncated.pdf", lambda: pdf_blank_pages()[:400], ("truncated",)),
    Case("blank_pages.pdf", pdf_blank_pages, ("empty",)),
    Case("page_tree_loop.pdf", pdf_page_tree_loop, ("too_large", "damaged", "empty")),
    Case("absurd_page.pdf", pdf_absurd_page, ("empty", "too_large", "damaged")),
    Case("garbage.pdf", lambda: b"%PDF-1.7\n" + noise(9_000) + b"\nstartxref\n9\n%%EOF", ("damaged",)),
    Case("grid_span.docx", lambda: docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{paragraph("预算")}</w:tc><w:tc>{paragraph("5")}</w:tc></w:tr></w:tbl>'), ("too_large", "bomb", "damaged", HARMLESS)),
    Case("entity_bomb.docx", lambda: docx(paragraph("&l9;"), LAUGHS), ("bomb",)),
    Case("external_entity.docx", lambda: docx(paragraph("&e;"), OUTSIDE), ("unsafe",)),
    Case("external_relation.docx", lambda: docx(paragraph("2023年度部门整体支出"), relations=f'<Relationship Id="r9" Type="{OFFICE}/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'), (HARMLESS,)),
    Case("part_bomb.docx", lambda: docx(" " * 40_000_000), ("bomb",)),
    Case("deep.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 5_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 5_000), ("bomb",)),
    Case("without_main_part.docx", lambda: zipped({"[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'.encode()}), ("damaged",)),
    Case("truncated.docx", lambda: docx(paragraph("预算" * 500), **{"x.bin": noise(5_000)})[:3_000], ("truncated",)),
    Case("encrypted.docx", lambda: compound({"EncryptionInfo": noise(500), "EncryptedPackage": noise(9_000)}), ("encrypted",)),
    Case("empty.docx", lambda: docx("<w:p/>"), ("empty",)),
    Case("sparse.xlsx", lambda: xlsx(SPARSE), (HARMLESS,)),
    Case("merged_whole.xlsx", lambda: xlsx('<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), (HARMLESS,)),
    Case("entity_bomb.xlsx", lambda: xlsx("<sheetData>&l9;</sheetData>", LAUGHS), ("bomb",)),
    Case("external_entity.xlsx", lambda: xlsx("<sheetData>&e;</sheetData>", OUTSIDE), ("unsafe",)),
    Case("no_cells.xlsx", lambda: xlsx("<sheetData/>"), ("empty",)),
    Case("garbage.xls", lambda: compound({"Workbook": noise(20_000)}), ("damaged", "truncated", "encrypted", "empty")),
    Case("encrypted.xls", lambda: compound({"Workbook": BIFF_START + record(0x2F, noise(54)) + noise(5_000)}), ("encrypted",)),
    Case("garbage.doc", lambda: compound({"WordDocument": noise(20_000), "1Table": noise(9_000)}), ("damaged", "encrypted")),
    Case("truncated.doc", lambda: compound({"WordDocument": noise(60_000)})[:20_000], ("truncated",)),
    Case("directory_loop.doc", ole_loop, ("truncated",)),
    Case("deep.rtf", lambda: b"{\\rtf1" + b"{\\b " * 200_000 + b"x" + b"}" * 200_000 + b"}", ("crashed", "damaged", "timed_out", "empty", "no_converter", HARMLESS), soak=True),
    Case("nested.rtf", lambda: b"{\\rtf1" + b"{\\b " * 2_000 + b"x" + b"}" * 2_000 + b"}", ("crashed", "damaged", "timed_out", "empty", "no_converter", HARMLESS)),
    Case("truncated.rtf", lambda: b"{\\rtf1\\ansi {\\b x", ("truncated",)),
    Case("deep.html", lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x", ("bomb",)),
    Case("colspan.html", lambda: "<html><table><tr><td colspan=1000000000 rowspan=1000000000>甲<td>乙<tr><td>5</table>".encode(), (HARMLESS,)),
    Case("scripts_only.html", lambda: b"<html><body><script>var a = 'x';</script><noscript>y</noscript></body></html>", ("empty",)),
    Case("large.html", lambda: b"<html><body>" + b"<p>x</p>" * (13 * MEBIBYTE), ("too_large",), soak=True),
    Case("formatting.html", lambda: b"<html><p>" + b"".join(b"<b x=%d>" % number for number in range(3_000)) + b"<p>x" * 3_000, ("timed_out", "too_large", "crashed", HARMLESS), soak=True),
    Case("bomb.zip", lambda: zipped({"a.txt": b"\0" * 70_000_000}), ("bomb",)),
    Case("nested_bomb.zip", zip_nested_bomb, ("bomb",)),
    Case("many.zip", lambda: zipped({str(number): b"" for number in range(6_000)}), ("bomb",)),
    Case("traversal.zip", lambda: zipped({"../../../../tmp/evil.txt": b"x", "/etc/evil": b"x"}), ("unsafe_path",)),
    Case("symlink.zip", zip_symlink, ("link",)),
    Case("encrypted.zip", lambda: encrypted_flags(zipped({"a.txt": b"x"})), ("encrypted",)),
    Case("too_deep.zip", lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"x"})})}), ("too_deep",)),
    Case("truncated.zip", lambda: zipped({"a.txt": noise(9_000)})[:5_000], ("truncated",)),
    Case("encrypted.7z", lambda: seven_zipped({"a.txt": b"x"}, is_locked=True), ("encrypted",)),
    Case("bomb.7z", lambda: seven_zipped({"a.txt": b"\0" * 70_000_000}), ("bomb",)),
    Case("devices.tar", tar_devices, ("device",)),
    Case("bomb.tar.xz", lambda: lzma.compress(tarred({"a": b"\0" * 70_000_000})), ("bomb",)),
    Case("truncated.gz", lambda: gzip.compress(noise(9_000))[:5_000], ("truncated",)),
    Case("archive.rar", lambda: b"Rar!\x1a\x07\x01\0" + noise(900), ("no_reader",)),
    Case("huge.png", lambda: png(100_000, 100_000, b"\0" * 90_000), ("too_large", "needs_ocr")),
    Case("truncated.jpg", jpeg_truncated, ("truncated", "damaged", "needs_ocr")),
    Case("loop.tif", tiff_loop, ("damaged", "too_large", "truncated", "needs_ocr", "empty")),
    Case("speck.png", lambda: png(1, 1, b"\0\0"), ("too_small", "empty", "damaged", "needs_ocr")),
    Case("nuls.txt", lambda: b"2023\0\0\0" * 500, ("no_reader",)),
    Case("utf16_without_mark.txt", lambda: ("2023年度部门整体支出绩效自评报告\n" * 20).encode("utf-16-le"), ("no_reader", "wrong_encoding")),
    Case("digits.txt", lambda: b"1," * 300_000, (HARMLESS, "timed_out", "too_large")),
    Case("empty.docx.txt", lambda: b"", ("empty",)),
    Case("blank.txt", lambda: " \n\u3000\t\n".encode() * 500, ("empty",)),
    Case("program.pdf", lambda: b"\x7fELF\x02\x01\x01" + noise(2_000), ("no_reader",)),
    Case("noise.docx", lambda: noise(20_000), ("no_reader",)),
)  # fmt: skip


def write(folder: Path, soak: bool) -> dict[str, tuple[str, ...]]:
    """Writes the files into a folder, in the order of their names; which reasons are right for each."""
    folder.mkdir(parents=True)
    wanted = {}
    for case in CASES:
        if soak or not case.soak:
            (folder / case.name).write_bytes(case.build())
            wanted[case.name] = case.reasons
    return wanted


def run(reports: Path, home: Path, workers: int, cpu_seconds: int, wall_seconds: int) -> dict[str, object]:
    """One landing run as a build makes it; what became of every file, and what it cost."""
    from ingest import steps
    from ingest.isolation import DEFAULT_LIMITS, Limits
    from ingest.runner import LocalPool
    from ingest.staging import Staging

    started = time.monotonic()
    places = Home(home)
    limits = Limits(cpu_seconds=cpu_seconds, wall_seconds=wall_seconds) if cpu_seconds else None

    def look() -> steps.Plan:
        return steps.make_plan(steps.look([reports], places), steps.known(places), places)

    plan = look()
    steps.take_in(plan, places, LocalPool(workers))
    steps.read_new(look(), places, LocalPool(workers), limits)
    steps.recognise_due(places, LocalPool(workers), limits or DEFAULT_LIMITS)
    staged = steps.known(places)
    recognised = {sha256 for sha256, row in staged.manifest.items() if row.recognised_batch_id}
    claims: dict[str, int] = {}
    for row in Staging(places.staging).read("recognised", "claims", ["sha256"]):
        claims[row["sha256"]] = claims.get(row["sha256"], 0) + 1
    return {
        "quarantine": {row.path: [row.reason, row.detail] for row in steps.current_quarantine(staged).values()},
        "ingested": {
            row["path"]: claims.get(row["sha256"], 0)
            for row in Staging(places.staging).read("landing", "files")
            if row["sha256"] in recognised
        },
        "refused": [refusal.path.name for refusal in plan.refusals],
        "nothing_left": look().is_empty,
        "parent_peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "child_peak_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "seconds": round(time.monotonic() - started, 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:6])), ensure_ascii=False))
