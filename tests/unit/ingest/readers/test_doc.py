"""DOC and RTF through a converter: what the file is, what the converter may do to us, what comes out."""

from __future__ import annotations

import socket
import struct
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import confined, isolation
from ingest.document import Document
from ingest.readers import Unreadable, doc, media_types, reader_for, sniff
from ingest.readers.doc import ConversionLimits, DocReader, convert_batch
from tests.unit.ingest.readers.containers import compound
from tests.unit.ingest.readers.word_files import abstract, cell, docx, in_list, level, listing, paragraph, row, table

RTF = rb"{\rtf1\ansi \u20840?\u24180?12.50\u19975?\u20803?\par}"


def word_head(mark: int = 0xA5EC, written_by: int = 0xC1, flags: int = 0) -> bytes:
    """The start of a WordDocument stream."""
    return struct.pack("<HHHHHH", mark, written_by, 0, 0, 0, flags).ljust(5_000, b"\0")


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        DocReader().read(data)
    return caught.value.reason


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "office", lambda: None)


FakeOffice = Callable[[str], None]


@pytest.fixture
def fake_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeOffice:
    """A program in LibreOffice's place: `code` runs with `sources`, `out` and `good` (a DOCX's bytes)."""
    good = tmp_path / "good.docx"
    good.write_bytes(docx(paragraph("全年支出12.50万元。")))

    def install(code: str) -> None:
        program = tmp_path / "office"
        head = f"""\
            #!{sys.executable}
            import os, signal, sys, time
            from pathlib import Path
            out = Path(sys.argv[sys.argv.index("--outdir") + 1])
            out.mkdir(exist_ok=True)
            sources = [Path(name) for name in sys.argv if name.endswith(".doc")]
            good = Path({str(good)!r}).read_bytes()
            memory = Path({str(tmp_path / "memory")!r})
            """
        program.write_text(textwrap.dedent(head) + textwrap.dedent(code))
        program.chmod(0o755)
        monkeypatch.setattr(doc, "office", lambda: program)

    return install


def rtf_files(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.rtf" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(RTF.replace(b"12.50", f"{number}.50".encode()))
    return paths


def reasons(found: dict[Path, Path | Unreadable]) -> list[str]:
    return [one.reason if isinstance(one, Unreadable) else "ok" for one in found.values()]


# -- what the file is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (compound({"WordDocument": word_head(flags=0x0100), "1Table": b"x"}), "encrypted"),
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "encrypted"),
        (compound({"Workbook": b"x"}), "wrong_type"),
        (compound({"WordDocument": word_head(mark=0x1234)}), "damaged"),
        (compound({"WordDocument": word_head()})[:-3_000], "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "truncated"),
        (RTF[:-3], "truncated"),
    ],
)
def test_what_no_converter_is_asked_about(data: bytes, reason: str, fake_office: FakeOffice) -> None:
    fake_office("sys.exit('must not run')")
    assert refused(data) == reason


def test_without_office_rtf_waits_and_a_hollow_doc_is_damaged(without_office: None, tmp_path: Path) -> None:
    assert refused(RTF) == "no_converter"
    assert refused(compound({"WordDocument": word_head(), "1Table": bytes(5_000)})) == "damaged"
    assert reasons(convert_batch(rtf_files(tmp_path, 2), tmp_path / "out")) == ["no_converter"] * 2


def test_the_filter_is_told_by_the_file_not_by_its_name() -> None:
    told = [doc._import_filter(compound({"WordDocument": word_head(*about)})) for about in
            ((0xA5EC, 0xC1), (0xA5EC, 0x112), (0xA5DC, 0x68), (0xA5DC, 0x65))]  # fmt: skip
    assert told == ["MS Word 97", "MS Word 97", "MS Word 95", "MS WinWord 6.0"]
    assert doc._import_filter(RTF) == "Rich Text Format"


# -- what a converter may do -------------------------------------------------------------------------------------------

EACH = """
for source in sources:
    (out / f"{source.stem}.docx").write_bytes(good)
"""


def test_what_was_written_counts_not_the_exit_code(fake_office: FakeOffice) -> None:
    fake_office("")
    assert refused(RTF) == "damaged"
    fake_office("(out / f'{sources[0].stem}.docx').write_bytes(b'')")
    assert refused(RTF) == "damaged"
    fake_office("(out / f'{sources[0].stem}.docx').write_bytes(good[:300])")
    assert refused(RTF) == "truncated"
    fake_office(EACH)
    assert DocReader().read(RTF).blocks[0].text == "全年支出12.50万元。"


def test_an_empty_result_is_no_success(fake_office: FakeOffice, tmp_path: Path) -> None:
    fake_office(EACH)
    (tmp_path / "good.docx").write_bytes(docx(paragraph("")))
    assert refused(RTF) == "empty"


def test_a_new_profile_is_set_up_and_the_program_started_again(fake_office: FakeOffice) -> None:
    fake_office("if not memory.exists():\n    memory.touch(); sys.exit(81)\n" + EACH)
    assert DocReader().read(RTF).blocks


def test_a_program_that_hangs_or_dies(fake_office: FakeOffice, tmp_path: Path) -> None:
    limits = ConversionLimits(start_seconds=1, file_seconds=0.5)
    files = rtf_files(tmp_path, 1)
    fake_office("time.sleep(60)")
    assert reasons(convert_batch(files, tmp_path / "out", limits)) == ["timed_out"]
    fake_office("os.kill(os.getpid(), signal.SIGSEGV)")
    assert reasons(convert_batch(files, tmp_path / "out", limits)) == ["crashed"]


def test_one_file_that_stops_the_program_takes_no_other_with_it(fake_office: FakeOffice, tmp_path: Path) -> None:
    fake_office(
        """
        memory.open("a").write("x")
        for source in sources:
            if b"2.50" in source.read_bytes():
                os.kill(os.getpid(), signal.SIGSEGV)
            if b"3.50" not in source.read_bytes():
                (out / f"{source.stem}.docx").write_bytes(good)
        """
    )
    found = convert_batch(rtf_files(tmp_path, 6), tmp_path / "out")
    assert reasons(found) == ["ok", "ok", "crashed", "damaged", "ok", "ok"]
    assert len((tmp_path / "memory").read_text()) == 3
    # the first in a row
    found = convert_batch(rtf_files(tmp_path, 6)[2:], tmp_path / "out")
    assert reasons(found) == ["crashed", "damaged", "ok", "ok"]


# -- what comes out ----------------------------------------------------------------------------------------------------

BODY = (
    in_list("概况", 1)
    + in_list("支出", 1)
    + paragraph("全年支出12.50万元。")
    + table(
        row(cell("项目", merge="restart"), cell("预算", span=2)),
        row(cell("", merge="continue"), cell("年初"), cell("全年")),
        row(cell("合计"), cell("1,234.50"), cell("2")),
        widths=(2000, 2000, 2000),
    )
    + paragraph("说明：无。")
)
LISTS = abstract(1, level(0, "%1、", "chineseCounting")) + listing(1, 1)


def _as_doc(folder: Path) -> bytes:
    """The report above as LibreOffice writes it in Word's binary format."""
    source = folder / "report.docx"
    source.write_bytes(docx(BODY, numbering=LISTS))
    ended = doc.run_office(["--convert-to", "doc", "--outdir", str(folder)], [source], folder)
    assert ended == confined.Ended(0)
    return (folder / "report.doc").read_bytes()


def _content(document: Document) -> list[object]:
    return [
        (b.kind, b.text, [(c.row_no, c.column_no, c.text, c.row_span, c.column_span) for c in b.table.cells] if b.table else None)
        for b in document.blocks
    ]  # fmt: skip


@pytest.mark.system
def test_doc_and_rtf_give_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = reader_for(sniff(docx(BODY, numbering=LISTS)))
    assert plain is not None
    wanted = _content(plain.read(docx(BODY, numbering=LISTS)))
    word = _as_doc(tmp_path)
    reader = reader_for(sniff(word))
    assert reader is not None and reader.name == "doc"
    found = reader.read(word)
    assert _content(found) == wanted
    assert found.media_type == sniff(word)
    assert found.converter is not None and found.converter.startswith("LibreOffice ")
    assert found.converted_sha256 is not None and len(found.converted_sha256) == 64
    # in one go with others, the same file gives the same bytes
    paths = [tmp_path / "a", tmp_path / "b"]
    row_of_rtf = rb"\trowd\cellx2000\cellx4000 \intbl a\cell 12.50\cell\row\pard "
    for path, data in zip(paths, (word, RTF.replace(rb"\par}", rb"\par " + row_of_rtf + rb"x\par}")), strict=True):
        path.write_bytes(data)
    made = convert_batch(paths, tmp_path / "out")
    again, rich = (doc.read_converted(Path(str(made[path])).read_bytes(), path.read_bytes()) for path in paths)
    assert (again.converted_sha256, again.blocks) == (found.converted_sha256, found.blocks)
    assert rich.media_type == sniff(RTF) and [block.kind for block in rich.blocks] == [
        "paragraph",
        "table",
        "paragraph",
    ]
    # and without LibreOffice
    monkeypatch.setattr(doc, "office", lambda: None)
    by_other = DocReader().read(word)
    assert _content(by_other) == wanted
    assert by_other.converter is not None and by_other.converter.startswith("msdoc2docx ")
    assert by_other.converted_sha256 == DocReader().read(word).converted_sha256 != found.converted_sha256


@pytest.mark.system
def test_what_a_file_points_to_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.01)
        picture = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        fields = "".join(
            r"{\field{\*\fldinst {" + f'{kind} "{target}"' + r"}}{\fldrslt {result}}}"
            for kind, target in (("INCLUDETEXT", secret), ("INCLUDEPICTURE", picture))
        )
        found = DocReader().read((r"{\rtf1\ansi " + fields + r"\par}").encode())
        with pytest.raises(TimeoutError):
            server.accept()
    assert [block.text for block in found.blocks] == ["resultresult"]


@pytest.mark.system
def test_a_worker_that_is_kept_from_files_and_network_can_still_convert(tmp_path: Path) -> None:
    (path,) = rtf_files(tmp_path, 1)
    payload = {"operation": "read", "path": str(path), "media_type": media_types.RTF}
    (outcome,) = isolation.run([("file", payload)], readable=[path])
    assert outcome.failure is None and outcome.value is not None
    # RTF has no other way
    assert outcome.value["document"]["converter"].startswith("LibreOffice ")


@pytest.mark.system
def test_a_program_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[Path] = []
    sockets_of = doc._sockets_of
    monkeypatch.setattr(doc, "_sockets_of", lambda profile: places.extend(found := sockets_of(profile)) or found)
    limits = ConversionLimits(start_seconds=0.6, file_seconds=0)
    (outcome,) = convert_batch(rtf_files(tmp_path, 1), tmp_path / "out", limits).values()
    assert isinstance(outcome, Unreadable) and outcome.reason == "timed_out"
    assert places and not any(place.exists() for place in places)


def test_the_reader_is_versioned_with_its_converter(without_office: None) -> None:
    doc.office_version.cache_clear()
    try:
        assert DocReader().version.endswith(".without")
    finally:
        doc.office_version.cache_clear()


@pytest.mark.parametrize(
    ("registry", "version"),
    [
        ('<prop oor:name="ooSetupVersionAboutBox">\n <value>7.4.7.2</value>', "7.4.7.2"),
        ('<prop oor:name="ooSetupVersionAboutBox" oor:type="xs:string"><value/></prop>', "unknown"),
        (None, "unknown"),
    ],
)
def test_the_converters_version_is_what_its_own_settings_say(
    registry: str | None, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "program").mkdir()
    if registry is not None:
        (tmp_path / "share" / "registry").mkdir(parents=True)
        (tmp_path / "share" / "registry" / "main.xcd").write_text(registry)
    monkeypatch.setattr(doc, "office", lambda: tmp_path / "program" / "soffice.bin")
    doc.office_version.cache_clear()
    try:
        assert doc.office_version() == version
    finally:
        doc.office_version.cache_clear()
