"""PDFs written by hand: what stands where, which pages need optical reading, and what is refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from ingest.document import ILLEGIBLE_MARK, Box, Document
from ingest.pages.layout import Page
from ingest.readers import Unreadable, pdf, scan
from ingest.readers.pdf import PdfReader, is_gibberish
from ingest.recognisers import recognise
from tests.unit.ingest.readers.pdf_files import Sheet, cjk_font
from tests.unit.ingest.readers.pdf_files import pdf as written

SENTENCE = "2023年度预算资金262.07万元。"
ROWS = [["项目", "2023年预算数", "执行率"], ["基本支出", "1,234.50", "98.99%"], ["合计", "0", "100%"]]
COLUMNS, HEIGHTS = [72, 172, 272, 372], [100, 120, 140, 160]


def read(*sheets: Sheet) -> Document:
    return PdfReader().read(written(*sheets))


def form(**page: Any) -> Sheet:
    return Sheet(**page).text(72, 80, SENTENCE).grid(COLUMNS, HEIGHTS, ROWS)


def rows_of(document: Document) -> list[list[str]]:
    (found,) = [table for _, table in document.tables()]
    return [[cell.text for cell in row] for row in found.rows()]


def numbers(document: Document) -> list[tuple[str, int, Box]]:
    """Every number with the page and the box of its run."""
    found = []
    for block in document.blocks:
        for place in [block, *(block.table.cells if block.table else ())]:
            for run in place.runs:
                text = place.text[run.start : run.end]
                if any(character.isdigit() for character in text):
                    found.append((text, run.page_no, run.box))
    return found


def test_text_and_grid_with_places() -> None:
    document = read(Sheet().text(72, 80, "第一页"), form())
    paragraph = document.blocks[1]
    assert (paragraph.text, paragraph.page_no, document.page_count) == (SENTENCE, 2, 2)
    assert [(paragraph.text[r.start : r.end]) for r in paragraph.runs] == ["2023", "年度预算资金", "262.07", "万元。"]
    assert rows_of(document) == ROWS
    (block, table), *_ = document.tables()
    assert block.box == pytest.approx((72, 100, 372, 160), abs=1)
    cell = table.rows()[1][1]
    assert (cell.text, cell.page_no) == ("1,234.50", 2)
    assert cell.box == pytest.approx((172, 120, 272, 140), abs=1)
    assert cell.runs[0].box == pytest.approx((175, 123.2, 215, 133.2), abs=0.5)


def test_a_cell_over_several_columns_and_rows() -> None:
    sheet = Sheet()
    for x0, y0, x1, y1 in (
        (72, 100, 372, 100), (172, 120, 372, 120), (72, 140, 372, 140), (72, 160, 372, 160),
        (72, 100, 72, 160), (172, 100, 172, 160), (272, 120, 272, 160), (372, 100, 372, 160),
    ):  # fmt: skip
        sheet.rule(x0, y0, x1, y1)
    for x, y, text in (
        (75, 118, "指标"),
        (175, 112, "预算"),
        (175, 132, "年初"),
        (275, 132, "全年"),
        (75, 152, "甲"),
        (175, 152, "1"),
        (275, 152, "2"),
    ):
        sheet.text(x, y, text)
    (_, table), *_ = read(sheet).tables()
    assert [(c.text, c.row_no, c.column_no, c.row_span, c.column_span) for c in table.cells] == [
        ("指标", 1, 1, 2, 1), ("预算", 1, 2, 1, 2), ("年初", 2, 2, 1, 1), ("全年", 2, 3, 1, 1),
        ("甲", 3, 1, 1, 1), ("1", 3, 2, 1, 1), ("2", 3, 3, 1, 1),
    ]  # fmt: skip


def test_the_reference_reader_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [form(), form(crop=(50, 100, 500, 800))]
    fast = read(*sheets)
    monkeypatch.setattr(pdf, "_is_sound", lambda layer: False)
    slow = read(*sheets)
    assert [(b.kind, b.text, b.page_no) for b in fast.blocks] == [(b.kind, b.text, b.page_no) for b in slow.blocks]
    assert [t for t, *_ in numbers(fast)] == [t for t, *_ in numbers(slow)]
    for (_, _, one), (_, _, other) in zip(numbers(fast), numbers(slow), strict=True):
        # the font isn't in the file: each library has its own idea of how wide a sign is
        assert one[:2] + one[3:] == pytest.approx(other[:2] + other[3:], abs=0.6)


def turned_form() -> Sheet:
    """A table printed across a page: its text runs up the page."""
    sheet = Sheet()
    for at, text in enumerate(["88888", "12.50", "777"]):
        sheet.text(100 + 20 * at, 600, text, font="F2", turn="0 1 -1 0")
    return sheet


@pytest.mark.parametrize(
    "sheet",
    [
        *(Sheet(rotate=degrees).text(72, 80, "88888", font="F2").text(300, 700, "12.50", font="F2").text(72, 700, "777", font="F2") for degrees in (0, 90, 180, 270)),
        Sheet(crop=(50, 100, 500, 800)).text(72, 80, "88888", font="F2").text(300, 700, "12.50", font="F2").text(72, 700, "777", font="F2"),
        Sheet(rotate=90, crop=(50, 100, 500, 800)).text(72, 80, "88888", font="F2").text(300, 700, "12.50", font="F2").text(72, 700, "777", font="F2"),
        turned_form(),
    ],
    ids=["upright", "90", "180", "270", "cropped", "cropped and turned", "text up the page"],
)  # fmt: skip
def test_boxes_frame_the_ink_of_the_page_as_it_is_shown(sheet: Sheet) -> None:
    import pypdfium2

    data = written(sheet)
    found = numbers(PdfReader().read(data))
    assert sorted(text for text, *_ in found) == ["12.50", "777", "88888"]
    with pypdfium2.PdfDocument(data) as source:
        shown = source[0].render(scale=2).to_pil().convert("L").point(lambda value: 255 * (value < 128))
    for _, _, box in found:
        left, top, right, bottom = (2 * side for side in box)
        inked = shown.crop((round(left), round(top), round(right), round(bottom))).getbbox()
        assert inked is not None
        # the digits fill their box nearly, along the line and across
        assert (inked[2] - inked[0]) * (inked[3] - inked[1]) > 0.5 * (right - left) * (bottom - top)
        shown.paste(0, (round(left) - 1, round(top) - 1, round(right) + 1, round(bottom) + 1))
    assert shown.getbbox() is None, "ink outside of all boxes"


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_reads_as_the_upright_one(degrees: int) -> None:
    document = read(form(rotate=degrees))
    assert document.blocks[0].text == SENTENCE
    assert rows_of(document) == ROWS


def test_bold_drawn_twice_is_read_once() -> None:
    sheet = form()
    for x in (72, 72.3):
        sheet.text(x, 200, "合计1,122.33万元——是")
    assert read(sheet).blocks[-1].text == "合计1,122.33万元——是"


def test_a_figure_longer_than_its_cell_stays_whole() -> None:
    sheet = Sheet().grid([72, 110, 150, 190], HEIGHTS, [["甲", "乙", "丙"], ["1", "", "2"], ["3", "", "4"]])
    sheet.text(108, 132, "1,234,567.89", 8)
    assert rows_of(read(sheet)) == [["甲", "乙", "丙"], ["1", "1,234,567.89", "2"], ["3", "", "4"]]


def test_texts_that_touch_at_a_border_stay_in_their_cells() -> None:
    sheet = Sheet().grid([72, 112, 152, 192], [100, 120, 140])
    for at, text in enumerate(("水质达标", "≥95%", "93%")):
        sheet.text(72 + 40 * at, 112, text)
    sheet.text(72, 132, "验收").text(112, 132, "合格").text(152, 132, "1")
    assert rows_of(read(sheet))[0] == ["水质达标", "≥95%", "93%"]


def test_large_text_across_other_text_is_left_out_and_noted() -> None:
    document = read(form().text(60, 150, "内部资料", size=40))
    assert rows_of(document) == ROWS
    assert any("across other text" in note for note in document.notes)


@pytest.mark.parametrize("way", ["", "reference"])
def test_a_pale_watermark_that_touches_no_text_is_left_out(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way:
        monkeypatch.setattr(pdf._Source, "_fast_grids", lambda *_: [[(0.0, 0.0, 1.0, 1.0), (9.0, 9.0, 10.0, 10.0)]])
    plain = read(form())
    for color, y in (("0.75 0.75 0.75", 400), ("1 0.7 0.7", 152)):
        document = read(form().text(190, y, "内部资料", size=18 if y == 152 else 40, color=color))
        assert [block.text for block in document.blocks] == [block.text for block in plain.blocks]
        assert rows_of(document) == ROWS
        assert document.notes == ("page 1: 4 large characters, pale or across other text, left out",)


def test_large_or_pale_text_alone_is_no_watermark() -> None:
    sheet = form().text(72, 400, "部门整体支出", 20).text(72, 450, "口径说明", 10, color="0.75 0.75 0.75")
    assert [block.text for block in read(sheet).blocks[2:]] == ["部门整体支出", "口径说明"]


def test_figures_one_below_the_other_stay_two_and_a_wrapped_one_is_one() -> None:
    sheet = Sheet().grid([72, 172, 206], [100, 140, 180], [["甲", "262."], ["乙", ""]])
    sheet.text(175, 124, "07").text(175, 152, "40").text(175, 164, "33")
    assert rows_of(read(sheet)) == [["甲", "262.07"], ["乙", "40\n33"]]


def test_a_minus_at_the_end_of_a_line_is_kept() -> None:
    sheet = Sheet().text(72, 80, "全年支出与上年相比有所减少，其中各单位因公出国（境）和公务接待三公经费变动率为-")
    sheet.text(72, 96, "5.20%。").text(
        72, 130, "一般公共预算财政拨款支出在全年各项支出中所占的比例，与上年决算数相比变动率为"
    )
    assert [block.text for block in read(sheet.text(72, 146, "-3.10%。")).blocks] == [
        "全年支出与上年相比有所减少，其中各单位因公出国（境）和公务接待三公经费变动率为-5.20%。",
        "一般公共预算财政拨款支出在全年各项支出中所占的比例，与上年决算数相比变动率为-3.10%。",
    ]


def test_text_outside_of_the_page_is_not_read() -> None:
    assert read(form().text(-400, 80, "页外文字")).blocks[0].text == SENTENCE


def test_slanting_text_is_left_out_and_noted() -> None:
    document = read(form().text(200, 500, "征求意见稿", 40, turn="0.7 0.7 -0.7 0.7"))
    assert document.blocks[0].text == SENTENCE and len(document.blocks) == 2
    assert document.notes == ("page 1: 5 characters of slanting text left out",)


# -- pages without a good text layer -----------------------------------------------------------------------------------

Seen = list[tuple[tuple[int, ...], float, int, float, float]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What optical reading was asked for; it finds nothing."""
    asked: Seen = []

    def read_page(image: Any, dpi: float, page_no: int, width: float, height: float) -> Page:
        asked.append((image.shape, dpi, page_no, width, height))
        return Page(page_no, width, height, (), ())

    monkeypatch.setattr(scan, "read_page", read_page)
    return asked


SCANS: dict[str, Callable[[], Sheet]] = {
    "a picture": lambda: Sheet().picture(0, 0, 595, 842),
    "a picture with a page number": lambda: Sheet().picture(0, 0, 595, 842).text(290, 820, "- 3 -"),
    "no table to Unicode": lambda: Sheet().text(72, 80, "这一页的字体没有对应表因此读不出", font="F3"),
    "private use": lambda: Sheet().text(72, 80, "字体没有对应表", font="F4"),
    "hidden text over a picture": lambda: Sheet().picture(0, 0, 595, 842).text(72, 80, SENTENCE * 3, mode=3),
    "a picture over the text": lambda: Sheet().text(72, 80, SENTENCE * 3).picture(0, 0, 595, 842),
}


@pytest.mark.parametrize("kind", SCANS)
def test_pages_to_be_read_optically(kind: str, seen: Seen) -> None:
    document = read(form(), SCANS[kind]())
    assert [page_no for _, _, page_no, _, _ in seen] == [2]
    shape, dpi, _, width, height = seen[0]
    assert (width, height) == (595, 842) and dpi == pytest.approx(200)
    assert shape == (pytest.approx(842 / 72 * 200, abs=2), pytest.approx(595 / 72 * 200, abs=2), 3)
    assert rows_of(document) == ROWS


@pytest.mark.parametrize("kind", ["a photo beside text", "blank", "only rules"])
def test_pages_that_are_well_as_they_are(kind: str, seen: Seen) -> None:
    sheets = {
        "a photo beside text": form().picture(72, 300, 400, 300),
        "blank": Sheet(),
        "only rules": Sheet().grid(COLUMNS, HEIGHTS),
    }
    document = read(form(), sheets[kind])
    assert not seen
    assert document.notes == (("page 2: a picture beside its text isn't read",) if "photo" in kind else ())


def test_the_picture_of_a_page_has_a_limit(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PIXELS", 1_000_000)
    read(form(), Sheet(14_000, 14_000).picture(0, 0, 14_000, 14_000))
    ((height, width, _), *_), *_ = seen
    assert height * width <= 1_010_000


def test_without_optical_reading_the_file_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Page:
        raise ImportError

    monkeypatch.setattr(scan, "read_page", missing)
    with pytest.raises(Unreadable, match="page 2 is a picture: install the extra `ocr`") as caught:
        read(form(), Sheet().picture(0, 0, 595, 842))
    assert caught.value.reason == "needs_ocr"


@pytest.mark.parametrize(
    "text",
    [
        "一、部门基本情况。根据编制文件，本单位在职人员十四人，承担招商引资、内外贸易和市场监督管理工作。" * 2,
        "类款项" + "123,456.00" * 40,
        "The department's budget for the year was approved in March and executed in full by December.",
        "",
        "喆堃淼",
    ],
)
def test_language_is_not_gibberish(text: str) -> None:
    assert not is_gibberish(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ê¡¹«°²Ì¡Àí¾Ö»á¼ÆÊÂÎñÔ¤ËãÖ´ÐÐÇé¿ö" * 2,
        "嚘嚙嚚嚛嚜嚝嚞嚟嚠嚡嚢嚣嚤嚥嚦嚧嚨嚩嚪嚫嚬嚭嚮嚯",
        "bcdfg hjklm npqrs tvwxz bcdfg hjklm npqrs",
        "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊ",
    ],
)
def test_wrong_characters_are_gibberish(text: str) -> None:
    assert is_gibberish(text)


# -- fonts that the file doesn't hold ----------------------------------------------------------------------------------

UNKNOWN = cjk_font("Identity-H", name="SimSun", order="Identity", kind=2)
LATIN = (
    "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126"
    f" /Widths [{'500 ' * 95}] /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 32 /FontBBox [-8 -145 1000 859]"
    " /ItalicAngle 0 /Ascent 859 /Descent -141 /StemV 93 >> >>"
)


def codes_of_identity(text: str) -> str:
    """The text in the order that Adobe gave to the characters of China, to be written as UTF-16."""
    from pdfminer.cmapdb import CMapDB

    cids = CMapDB.get_cmap("UniGB-UCS2-H").decode(text.encode("utf-16-be"))
    return b"".join(cid.to_bytes(2, "big") for cid in cids).decode("utf-16-be")


UNHELD: dict[str, tuple[str, str]] = {
    "GBK-EUC-H": (cjk_font("GBK-EUC-H", name="SimSun", kind=2), "gbk"),
    "a name in GBK": (cjk_font("GBK-EUC-H", name="#CB#CE#CC#E5", kind=2), "gbk"),
    "GB-EUC-H": (cjk_font("GB-EUC-H"), "gb2312"),
    "UniGB-UCS2-H": (cjk_font("UniGB-UCS2-H"), "utf-16-be"),
    "UniGB-UTF16-H": (cjk_font("UniGB-UTF16-H"), "utf-16-be"),
    "Identity-H of Adobe-GB1": (cjk_font("Identity-H"), "identity"),
}


def unheld_form(encoding: str) -> Sheet:
    """A form whose cells hold one character each, or a word and a figure."""
    cells = [["甲", "乙", "丙"], ["基本支出", "1,234.50", "1"], ["合计", "0", "是"]]
    sheet = Sheet().grid(COLUMNS, HEIGHTS)
    for row, y in zip([["年初预算"], *cells], [75, *HEIGHTS], strict=False):
        for text, x in zip(row, COLUMNS, strict=False):
            codes = codes_of_identity(text) if encoding == "identity" else text
            sheet.text(x + 3, y + 12, codes, font="F9", encoding="utf-16-be" if encoding == "identity" else encoding)
    return sheet


@pytest.mark.parametrize("name", UNHELD)
def test_text_in_fonts_that_the_file_does_not_hold(name: str) -> None:
    font, encoding = UNHELD[name]
    document = PdfReader().read(written(unheld_form(encoding), fonts={"F9": font}))
    assert document.blocks[0].text == "年初预算"
    assert rows_of(document) == [["甲", "乙", "丙"], ["基本支出", "1,234.50", "1"], ["合计", "0", "是"]]
    assert not document.notes


def test_figures_in_a_latin_font_that_the_file_does_not_hold() -> None:
    sheet = form().text(72, 200, "7", font="F9", encoding="ascii").text(72, 230, "12.50", font="F9", encoding="ascii")
    document = PdfReader().read(written(sheet, fonts={"F9": LATIN}))
    assert [block.text for block in document.blocks[-2:]] == ["7", "12.50"]


def test_a_character_that_the_font_here_lacks_is_read_where_the_file_names_it() -> None:
    named = "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0041> <d870dc00> endbfchar"
    font = cjk_font("Identity-H", name="SimSun", order="Identity", kind=2, more="/ToUnicode 9 0 R")
    # a text of this character alone: pdfium passes over what has no extent
    sheet = form().text(75, 200, "A", font="F9").text(72, 230, " ", font="F1")
    stream = f"<< /Length {len(named)} >> stream\n{named}\nendstream"
    document = PdfReader().read(written(sheet, extra=[stream], fonts={"F9": font}))
    assert document.blocks[-1].text == "\U0002c000"
    assert document.blocks[0].text == SENTENCE and rows_of(document) == ROWS


def test_a_page_with_spaces_alone_is_read_where_the_other_reader_can_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(pdf._Source, "_reference_layer", stumbles)
    document = read(form().text(72, 200, " ", font="F1"))
    assert document.blocks[0].text == SENTENCE and rows_of(document) == ROWS
    assert document.notes == ("page 1: 1 texts that can't be drawn here may be missing",)


@pytest.mark.parametrize("turn", [0, 90])
def test_characters_that_nothing_names_are_listed_and_never_drawn_in_another_font(turn: int, seen: Seen) -> None:
    sheet = form(rotate=turn).text(72, 200, "甲乙丙12", font="F9").text(72, 230, "支出合计12.50万元。")
    sheet.text(175, 152, "34.5", font="F9")
    document = PdfReader().read(written(sheet, fonts={"F9": UNKNOWN}))
    assert not seen
    assert document.blocks[0].text == SENTENCE and document.blocks[-1].text == "支出合计12.50万元。"
    assert document.blocks[-2].text == ILLEGIBLE_MARK
    assert rows_of(document) == [ROWS[0], ROWS[1], ["合计", f"0{ILLEGIBLE_MARK}", "100%"]]


def test_a_figure_that_nothing_names_is_listed_with_its_place_and_the_others_are_claimed() -> None:
    sheet = Sheet().text(72, 60, "岚溪县图书馆2023年度部门整体支出绩效自评报告", 14)
    sheet.text(72, 84, "2023年度全年预算315.60万元，全年支出309.88万元。").text(275, 132, "0.95", font="F9")
    rows = [["三公经费（万元）", "2023年预算", "2023年决算"], ["公务接待费", "1.20", ""], ["会议费", "2.00", "1.90"]]
    data = written(sheet.grid(COLUMNS, HEIGHTS, rows), fonts={"F9": UNKNOWN})
    (found,) = recognise(PdfReader().read(data), "ab" * 32)
    (listed,) = (row for row in found.unrecognised if row.reason == "illegible")
    assert (listed.label, listed.page_no, listed.row_no, listed.column_no) == ("公务接待费", 1, 2, 3)
    assert (listed.x0, listed.x1) == (275, 295)
    assert {"315.60", "309.88", "1.20"} <= {claim.amount_text for claim in found.claims}


def test_gibberish_is_not_drawn_in_another_font_either(seen: Seen) -> None:
    sheet = Sheet().text(72, 80, "省安全监管管理局会计事务预算执行情况" * 2, font="F9", encoding="gbk")
    document = PdfReader().read(written(form(), sheet, fonts={"F9": LATIN.replace("126", "255")}))
    assert not seen
    assert [block.text for block in document.blocks if block.page_no == 2] == [ILLEGIBLE_MARK]
    # over a scan it is somebody's optical reading: the picture says what stands there
    PdfReader().read(written(form(), sheet.picture(0, 0, 595, 842), fonts={"F9": LATIN.replace("126", "255")}))
    assert [page_no for _, _, page_no, _, _ in seen] == [2]


def test_a_file_of_nothing_but_characters_that_nothing_names_is_refused(seen: Seen) -> None:
    with pytest.raises(Unreadable, match="fonts aren't in the file") as caught:
        PdfReader().read(written(Sheet().text(72, 80, "本单位预算执行情况", font="F9"), fonts={"F9": UNKNOWN}))
    assert caught.value.reason == "wrong_encoding" and not seen


# -- refused -----------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        PdfReader().read(data)
    return caught.value.reason


def test_empty_pages_are_no_success() -> None:
    assert refused(written(*[Sheet()] * 9)) == "empty"


def test_an_encrypted_file() -> None:
    lock = "<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + "ab" * 32 + "> /U <" + "cd" * 32 + "> >>"
    data = written(form(), trailer="/Encrypt 9 0 R /ID [<00> <00>]", extra=[lock])
    assert refused(data) == "encrypted"


def test_a_truncated_file() -> None:
    data = written(*[form()] * 30)
    assert len(data) > 12_000
    assert {refused(data[: len(data) * part // 10]) for part in (1, 5, 9)} == {"truncated"}
    longer = data.replace(b"%PDF-1.5\n", b"%PDF-1.5\n9 0 obj << /Linearized 1 /L 999999 >> endobj\n")
    assert refused(longer) == "truncated"


def test_a_damaged_file() -> None:
    assert refused(b"%PDF-1.7\nnothing of use\n%%EOF\n") == "damaged"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    assert refused(written(*[form()] * 4)) == "too_large"


def test_too_many_characters_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS_PER_PAGE", 20)
    assert refused(written(form())) == "too_large"


def test_pages_are_told_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import readers

    told: list[tuple[int, int]] = []
    monkeypatch.setattr(readers, "page_listener", lambda done, total: told.append((done, total)))
    read(form(), form(), form())
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("head", [b"/Filter/FlateDecode", b"/Filter[/Fl/FlateDecode]"], ids=["once", "twice"])
def test_a_stream_without_end_is_refused_before_it_is_drawn(head: bytes) -> None:
    content = b"0 0 m 9 9 l S " * 5_000_000
    for _ in range(head.count(b"/F") - 1):
        content = zlib.compress(content, 1)

    def file(head: bytes, content: bytes) -> bytes:
        return b"%%PDF-1.4\n4 0 obj<</Length 9%s>>stream\r\n%s\nendstream\nendobj\n%%%%EOF\n" % (head, content)

    with pytest.raises(Unreadable) as caught:
        PdfReader().read(file(head, content))
    assert caught.value.reason == "bomb"
    # a picture's size is judged by its pixels, and what isn't packed so by nobody
    pdf._refuse_bombs(file(head + b"/Subtype/Image", content))
    pdf._refuse_bombs(file(head, b"no deflated data" * 9_000))
