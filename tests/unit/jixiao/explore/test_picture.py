"""Pictures of places: the right page, and the box around the figure and nothing else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import Image, ImageChops

from ingest.document import Block, Cell, Document, Table
from ingest.home import Home
from ingest.readers import Unreadable, doc, reader_for, sniff
from ingest.records import ManifestRow
from ingest.staging import Staging, raw_rows
from jixiao.explore import explain, picture
from jixiao.explore.picture import NoPicture, Spot
from tests.unit.ingest.readers import pdf_files, word_files
from tests.unit.ingest.readers.word_files import abstract, cell, docx, in_list, level, listing, paragraph, row, table


def marked(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The edges of what is drawn in the colour of marks."""
    red, green, blue = image.convert("RGB").split()
    strong = red.point([255 * (value > 190) for value in range(256)])
    weak = ImageChops.lighter(green, blue).point([255 * (value < 60) for value in range(256)])
    return ImageChops.multiply(strong, weak).getbbox()


def pdf(width: float, height: float, rotate: int = 0, pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(width, height).set_rotation(rotate)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "original"
    path.write_bytes(data)
    return path


HOLLOW = Document((), "application/pdf", "pdf", "1")


@pytest.mark.parametrize(("rotate", "size"), [(0, (400, 800)), (90, (800, 400))])
def test_a_box_on_a_pdf_page_as_it_is_shown(tmp_path: Path, rotate: int, size: tuple[int, int]) -> None:
    original = written(tmp_path, pdf(200, 400, rotate, pages=3))
    place = Spot(page_no=2, box=(50.0, 100.0, 80.0, 112.0))
    image, drawn = picture.picture(original, HOLLOW, place)
    assert (drawn.shows, drawn.page_no, image.size) == ("page", 2, size)
    assert marked(image) == pytest.approx((95, 195, 165, 229), abs=3)


def test_a_page_that_is_not_there_and_a_file_that_is_no_pdf_any_more(tmp_path: Path) -> None:
    place = Spot(page_no=9, box=(1.0, 1.0, 2.0, 2.0))
    with pytest.raises(Unreadable, match="no page 9"):
        picture.picture(written(tmp_path, pdf(200, 400)), HOLLOW, place)
    with pytest.raises(Unreadable, match="damaged"):
        picture.picture(written(tmp_path, b"%PDF-1.7\n" + bytes(500)), HOLLOW, place)


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    image, _ = picture.picture(
        written(tmp_path, pdf(14_000, 14_000)), HOLLOW, Spot(page_no=1, box=(7_000.0, 7_000.0, 8_000.0, 8_000.0))
    )
    assert image.width * image.height <= picture._MOST_PIXELS * 1.01
    found = marked(image)
    assert found is not None and found[0] / image.width == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("is_in_word_file", [False, True])
def test_a_box_on_a_scan(tmp_path: Path, is_in_word_file: bool) -> None:
    pytest.importorskip("numpy")
    buffer = io.BytesIO()
    Image.new("L", (1_654, 2_339), 255).save(buffer, "PNG", dpi=(200, 200))
    data = buffer.getvalue()
    if is_in_word_file:
        shown = word_files.paragraph("<w:r><w:drawing><a:blip r:embed='p1'/></w:drawing></w:r>")
        relation = '<Relationship Id="p1" Type="x/image" Target="media/1.png"/>'
        data = word_files.docx(shown, {"word/media/1.png": data}, relation)
    image, drawn = picture.picture(written(tmp_path, data), HOLLOW, Spot(page_no=1, box=(72.0, 144.0, 108.0, 156.0)))
    assert drawn.shows == "page"
    assert marked(image) == pytest.approx((193, 393, 307, 440), abs=4)


# -- text --------------------------------------------------------------------------------------------------------------

GRID = Table(
    1,
    (
        Cell(1, 1, "项目", row_span=2),
        Cell(1, 2, "预算数（万元）", column_span=2),
        Cell(2, 2, "年初预算数"),
        Cell(2, 3, "全年预算数"),
        *(Cell(n, c, f"{n}.{c}0") for n in range(3, 60) for c in (1, 2, 3)),
    ),
)
TEXT = Document(
    (
        Block(1, "heading", "一、概况"),
        Block(2, "table", table=GRID),
        Block(3, "paragraph", "全年支出12.50万元，" + "其中基本支出若干。" * 40),
    ),
    "text/plain",
    "text",
    "1",
)


@pytest.mark.parametrize("row_no", [3, 30, 59])
def test_a_cell_of_a_long_table_is_marked_among_its_neighbours(tmp_path: Path, row_no: int) -> None:
    place = Spot(block_no=2, table_no=1, row_no=row_no, column_no=2, char_start=0, char_end=3)
    image, drawn = picture.picture(written(tmp_path, b"x"), TEXT, place)
    assert drawn.shows == "text" and image.height < 1_200
    edges = marked(image)
    assert edges is not None
    assert edges[2] - edges[0] < image.width / 2 and edges[3] - edges[1] < 60


def test_the_figure_in_a_paragraph_is_marked(tmp_path: Path) -> None:
    image, _ = picture.picture(written(tmp_path, b"x"), TEXT, Spot(block_no=3, char_start=4, char_end=9))
    edges = marked(image)
    assert edges is not None and edges[2] - edges[0] < 90 and edges[3] - edges[1] < 40
    # over a line's end it is marked on both lines
    long, _ = picture.picture(written(tmp_path, b"x"), TEXT, Spot(block_no=3, char_start=30, char_end=60))
    assert (marked(long) or (0, 0, 0, 0))[3] > edges[3]


def other(text: str, found: Document) -> Document:
    """A document whose third block says something else."""
    return replace(found, blocks=(*found.blocks[:2], replace(found.blocks[2], text=text)))


def test_what_is_drawn_as_text_can_be_read(tmp_path: Path) -> None:
    """Boxes in place of characters that a font lacks would be the same for all."""
    place, original = Spot(block_no=3, char_start=4, char_end=9), written(tmp_path, b"x")
    shown = [
        picture.picture(original, other(f"全年{word}12.50万元", TEXT), place)[0] for word in ("支出", "收人", "收入")
    ]
    assert ImageChops.difference(shown[0], shown[1]).getbbox()
    assert ImageChops.difference(shown[1], shown[2]).getbbox()
    again, _ = picture.picture(original, other("全年收入12.50万元", TEXT), place)
    assert ImageChops.difference(shown[2], again).getbbox() is None


@pytest.mark.parametrize("encoding", ["UniGB-UCS2-H", "GBK-EUC-H"])
def test_a_page_whose_font_the_file_lacks_can_be_read(encoding: str, tmp_path: Path) -> None:
    codec = "gbk" if "GBK" in encoding else "utf-16-be"
    fonts = {"F9": pdf_files.cjk_font(encoding, name="SimSun", kind=2)}
    shown = []
    for word in ("支", "收", "入", "入"):
        page = pdf_files.Sheet().text(72, 80, word, font="F9", encoding=codec)
        image, drawn = picture.picture(
            written(tmp_path, pdf_files.pdf(page, fonts=fonts)), HOLLOW, Spot(page_no=1, box=(72.0, 70.0, 82.0, 82.0))
        )
        assert drawn.shows == "page"
        shown.append(image.crop((144, 140, 164, 164)).convert("L").point([255 * (value < 128) for value in range(256)]))
    assert all(image.getbbox() for image in shown)
    assert [one.tobytes() == two.tobytes() for one, two in pairwise(shown)] == [False, False, True]


def test_a_place_that_is_no_longer_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no block 77"):
        picture.picture(written(tmp_path, b"x"), TEXT, Spot(block_no=77))


# -- Word files --------------------------------------------------------------------------------------------------------

REPORT = docx(
    in_list("概况", 1)
    + paragraph("全年支出12.50万元，上年支出12.50万元。")
    + "".join(paragraph(f"第{number}项工作已经完成。") for number in range(60))
    + table(
        row(cell("项目", merge="restart"), cell("预算数", span=2)),
        row(cell("", merge="continue"), cell("年初"), cell("全年")),
        *(row(cell(name), cell("12.50"), cell("7.00")) for name in ("人员", "公用", "合计")),
        widths=(3000, 3000, 3000),
    )
    + paragraph("完"),
    numbering=abstract(1, level(0, "%1、", "chineseCounting")) + listing(1, 1),
)


def _read(data: bytes) -> Document:
    reader = reader_for(sniff(data))
    assert reader is not None
    return reader.read(data)


@pytest.mark.system
def test_a_figure_is_found_on_the_page_that_libreoffice_prints(tmp_path: Path) -> None:
    document = _read(REPORT)
    original = written(tmp_path, REPORT)
    printed = picture._printed(original)
    assert printed is not None
    with pdfplumber.open(io.BytesIO(printed)) as opened:
        pages = [page.chars for page in opened.pages]
    assert len(pages) == 2
    block = next(found.block_no for found in document.blocks if found.table is not None)
    lines: dict[str, float] = {}
    for place, text, page_no in (
        (Spot(block_no=2, char_start=4, char_end=9), "12.50", 1),
        (Spot(block_no=2, char_start=16, char_end=21), "12.50", 1),
        (Spot(block_no=block, table_no=1, row_no=3, column_no=2, char_start=0, char_end=5), "12.50", 2),
        (Spot(block_no=block, table_no=1, row_no=5, column_no=2, char_start=0, char_end=5), "12.50", 2),
        (Spot(block_no=block, table_no=1, row_no=5, column_no=None), "合计12.507.00", 2),
    ):
        located = picture._located(printed, document, place)
        assert located is not None
        page, boxes = located
        shown = "".join(
            character["text"]
            for left, top, right, bottom in boxes
            for character in pages[page - 1]
            if left < (character["x0"] + character["x1"]) / 2 < right
            and top < (character["top"] + character["bottom"]) / 2 < bottom
        )
        assert ("".join(shown.split()), page) == (text, page_no)
        lines[f"{place.row_no}.{place.char_start}"] = boxes[0][1] if place.row_no else boxes[0][0]
    assert lines["5.0"] > lines["3.0"] + 20 and lines["None.16"] > lines["None.4"] + 20
    # a figure that the print doesn't hold is never guessed
    other = replace(document, blocks=(*document.blocks, Block(999, "paragraph", "另有支出99.99万元")))
    assert picture._located(printed, other, Spot(block_no=999, char_start=4, char_end=9)) is None


@pytest.mark.system
def test_a_word_file_is_drawn_as_printed(tmp_path: Path) -> None:
    place = Spot(block_no=2, char_start=4, char_end=9)
    image, drawn = picture.picture(written(tmp_path, REPORT), _read(REPORT), place)
    assert (drawn.shows, drawn.page_no) == ("print", 1)
    edges = marked(image)
    assert edges is not None and edges[2] - edges[0] < 120 and edges[3] - edges[1] < 60
    printed = picture._printed(written(tmp_path, REPORT))
    assert printed is not None
    with pdfplumber.open(io.BytesIO(printed)) as opened:
        # one font on every machine: lines and pages break alike
        assert {"NotoSansCJK" in character["fontname"] for character in opened.pages[0].chars} == {True}


def test_without_libreoffice_a_word_file_is_drawn_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "office", lambda: None)
    place = Spot(block_no=2, char_start=4, char_end=9)
    image, drawn = picture.picture(written(tmp_path, REPORT), _read(REPORT), place)
    assert drawn.shows == "text" and marked(image)


# -- from the home -----------------------------------------------------------------------------------------------------

ORIGINAL = "全年支出".encode()
SHA256 = hashlib.sha256(ORIGINAL).hexdigest()


def _home(folder: Path, data: bytes | None, document: Document) -> Home:
    home = Home(folder)
    staging = Staging(home.staging)
    staging.prepare()
    batch = staging.write_batch("raw", raw_rows(SHA256, 1, document))
    staging.write_manifest({SHA256: ManifestRow(SHA256, "text", "1", batch, "", "")})
    if data is not None:
        home.original(SHA256).parent.mkdir(parents=True)
        home.original(SHA256).write_bytes(data)
    return home


def test_it_is_drawn_from_what_the_home_keeps(tmp_path: Path) -> None:
    home = _home(tmp_path, ORIGINAL, TEXT)
    out = tmp_path / "out.png"
    drawn = picture.draw(home, f"{SHA256}-1", Spot(block_no=3, char_start=4, char_end=9), out)
    assert drawn.shows == "text"
    with Image.open(out) as image:
        assert image.format == "PNG" and marked(image)
    with pytest.raises(NoPicture, match="no_place"):
        picture.draw(home, f"{SHA256}-1", Spot(block_no=77), out)
    with pytest.raises(NoPicture, match="can't be written"):
        picture.draw(home, f"{SHA256}-1", Spot(block_no=3), tmp_path / "none" / "out.png")


def test_an_original_or_text_that_is_gone_is_told(tmp_path: Path) -> None:
    home = _home(tmp_path, None, TEXT)
    with pytest.raises(NoPicture, match="no longer in the home"):
        picture.draw(home, f"{SHA256}-1", Spot(block_no=3), tmp_path / "out.png")
    other = hashlib.sha256(b"x").hexdigest()
    home.original(other).parent.mkdir(parents=True)
    home.original(other).write_bytes(b"x")
    with pytest.raises(NoPicture, match="no longer staged"):
        picture.draw(home, f"{other}-1", Spot(block_no=3), tmp_path / "out.png")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ({"row": {"report_id": "r", "block_no": 4}, "claims": [{"report_id": "s", "block_no": 1}]}, "r"),
        (
            {
                "row": {"fact_id": "f"},
                "claims": [
                    {"report_id": "s", "block_no": 1, "is_chosen": False},
                    {"report_id": "t", "block_no": 2, "is_chosen": True},
                ],
            },
            "t",
        ),
        ({"row": {"finding_id": "f", "report_id": None}, "claims": []}, None),
    ],
)
def test_whose_place_is_drawn(found: dict[str, Any], wanted: str | None) -> None:
    row_at = explain.stated_at(found)
    assert (row_at and row_at["report_id"]) == wanted


def test_a_place_is_read_from_a_published_row() -> None:
    row = {"block_no": 2, "row_no": None, "page_no": 1, "x0": Decimal("1.5"), "y0": 2.0, "x1": 3, "y1": 4, "quote": "x"}
    assert Spot.of(row) == Spot(block_no=2, page_no=1, box=(1.5, 2.0, 3.0, 4.0))
    assert Spot.of({**row, "x1": None}).box is None
