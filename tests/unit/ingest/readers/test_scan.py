"""What optical reading does besides recognising: cleaning, rulings, turning, figures that aren't to be trusted, image files."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ingest.pages.layout import Glyphs, Lattice, Line, Page
from ingest.readers import Unreadable, docx, scan, sniff
from tests.golden import scans
from tests.unit.ingest.readers import word_files

cv2 = pytest.importorskip("cv2", reason="the extra `ocr` isn't installed")
pytest.importorskip("rapidocr", reason="the extra `ocr` isn't installed")

from ingest.pages import rulings  # noqa: E402
from ingest.readers import scan_cleaning, scan_engine, scan_text  # noqa: E402

DPI = 200
MM = DPI / 25.4
RED, BLACK, WHITE = (205, 60, 60), (20, 20, 20), (255, 255, 255)


def paper(wide_mm: float = 120, high_mm: float = 90) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (round(wide_mm * MM), round(high_mm * MM)), "white")
    return picture, ImageDraw.Draw(picture)


def array(picture: Image.Image, mode: str = "RGB") -> scan_cleaning.Image:
    return np.asarray(picture.convert(mode)).copy()


# -- rulings -----------------------------------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[int], list[tuple[int, int, int, int]]]:
    """Borders in millimetres, and cells (row, column, row span, column span) that fill the grid, some merged."""
    columns = [10, 34]
    for width in draw(st.lists(st.integers(9, 25), min_size=1, max_size=4)):
        columns.append(columns[-1] + width)
    rows = [12]
    for height in draw(st.lists(st.integers(6, 14), min_size=2, max_size=6)):
        rows.append(rows[-1] + height)
    free = {(row, column) for row in range(len(rows) - 1) for column in range(len(columns) - 1)}
    cells = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        row_span, column_span = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        while column_span > 1 and not all((row, column + step) in free for step in range(column_span)):
            column_span -= 1
        slots = {(row + down, column + step) for down in range(row_span) for step in range(column_span)}
        while not slots <= free:
            row_span -= 1
            slots = {(row + down, column + step) for down in range(row_span) for step in range(column_span)}
        free -= slots
        cells.append((row, column, row_span, column_span))
    return rows, columns, cells


def drawn(rows: list[int], columns: list[int], cells: list[tuple[int, int, int, int]]) -> Image.Image:
    picture, draw = paper(columns[-1] + 12, rows[-1] + 12)
    for row, column, row_span, column_span in cells:
        box = (columns[column], rows[row], columns[column + column_span], rows[row + row_span])
        draw.rectangle([round(side * MM) for side in box], outline=BLACK, width=2)
    return picture


def places(grids: list[list[rulings.PixelBox]]) -> list[list[tuple[int, int, int, int]]]:
    points = 72 / DPI
    return [
        Lattice(
            [(left * points, top * points, right * points, bottom * points) for left, top, right, bottom in cells]
        ).places
        for cells in grids
    ]


@settings(deadline=None, max_examples=40)
@given(tables())
@example(([12, 20, 30], [10, 30, 50], [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]))
def test_the_cells_of_a_ruled_table_are_found_with_their_spans(
    table: tuple[list[int], list[int], list[tuple[int, int, int, int]]],
) -> None:
    rows, columns, cells = table
    if len(cells) < 2:
        return
    found, _, _ = rulings.find_grids(array(drawn(rows, columns, cells), "L"), DPI)
    assert len(found) == 1
    # borders where no cell ends aren't seen
    used_rows = sorted({edge for row, _, span, _ in cells for edge in (row, row + span)})
    used_columns = sorted({edge for _, column, _, span in cells for edge in (column, column + span)})
    wanted = [
        (
            used_rows.index(row) + 1,
            used_columns.index(column) + 1,
            used_rows.index(row + row_span) - used_rows.index(row),
            used_columns.index(column + column_span) - used_columns.index(column),
        )
        for row, column, row_span, column_span in cells
    ]
    assert sorted(places(found)[0]) == sorted(wanted)


PLAIN = ([12, 20, 28, 36], [10, 35, 60, 85], [(row, column, 1, 1) for row in range(3) for column in range(3)])


def test_breaks_in_rulings_are_bridged() -> None:
    picture = drawn(*PLAIN)
    draw = ImageDraw.Draw(picture)
    for x, y in ((22, 20), (47, 28), (35, 16), (60, 32)):
        draw.rectangle([round((x - 1) * MM), round((y - 1) * MM), round((x + 1) * MM), round((y + 1) * MM)], fill=WHITE)
    (cells,), _, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert len(cells) == 9


@pytest.mark.parametrize("at", [20, 36], ids=["inside", "at the border"])
def test_a_ruling_that_breaks_off_in_one_cell_goes_on_in_it(at: int) -> None:
    picture = drawn(*PLAIN)
    ImageDraw.Draw(picture).rectangle([41 * MM, (at - 1) * MM, 54 * MM, (at + 1) * MM], fill=WHITE)
    (cells,), _, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert len(cells) == 9


def test_a_table_open_at_its_sides_is_closed() -> None:
    picture, draw = paper()
    for y in (10, 20, 30, 40):
        draw.line([10 * MM, y * MM, 100 * MM, y * MM], fill=BLACK, width=2)
    for x in (40, 70):
        draw.line([x * MM, 10 * MM, x * MM, 40 * MM], fill=BLACK, width=2)
    found, _, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert [len(cells) for cells in found] == [9]


def test_what_only_looks_like_a_ruling_divides_no_cell() -> None:
    picture = drawn(*PLAIN)
    draw = ImageDraw.Draw(picture)
    draw.line([40 * MM, 24 * MM, 54 * MM, 24 * MM], fill=BLACK, width=2)  # a dash in a cell
    draw.ellipse(
        [20 * MM, 5 * MM, 62 * MM, 47 * MM], outline=(70, 70, 70), width=round(1.2 * MM)
    )  # a stamp, copied grey
    (cells,), lines, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert sorted(places([cells])[0]) == [(row, column, 1, 1) for row in (1, 2, 3) for column in (1, 2, 3)]
    assert not lines[round(24 * MM), round(47 * MM)]


@pytest.mark.parametrize("corner", [(40, 15), (17, 20), (42, 18)], ids=["between", "on two rulings", "on one"])
def test_a_square_seal_that_was_copied_grey_divides_no_cell(corner: tuple[float, float]) -> None:
    slots = [(row, column, 1, 1) for row in range(9) for column in range(3)]
    picture = drawn(list(range(12, 92, 8)), PLAIN[1], slots)
    left, top = (side * MM for side in corner)
    ImageDraw.Draw(picture).rectangle(
        [left, top, left + 18 * MM, top + 18 * MM], outline=(98, 98, 98), width=round(0.9 * MM)
    )
    (cells,), _, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert sorted(places([cells])[0]) == [(row + 1, column + 1, 1, 1) for row, column, _, _ in slots]


def test_a_scanners_streak_is_no_column() -> None:
    picture = drawn(*PLAIN)
    draw = ImageDraw.Draw(picture)
    draw.line([47 * MM, 0, 47 * MM, picture.height], fill=(90, 90, 90), width=2)
    (cells,), lines, streaks = rulings.find_grids(array(picture, "L"), DPI)
    assert len(cells) == 9
    row, column = round(24 * MM), round(47 * MM)
    assert streaks[row, column - 2 : column + 3].any() and not lines[row, column - 2 : column + 3].any()


def test_a_ruling_that_somebody_drew_on_stays_one() -> None:
    picture = drawn(*PLAIN)
    ImageDraw.Draw(picture).line([85 * MM, 28 * MM, picture.width, 28 * MM], fill=BLACK, width=2)
    (cells,), _, _ = rulings.find_grids(array(picture, "L"), DPI)
    assert len(cells) == 9


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_rulings_that_faded_to_dots_are_rulings(share: float) -> None:
    slots = [(row, column, 1, 1) for row in range(9) for column in range(3)]
    page = array(drawn(list(range(12, 92, 8)), PLAIN[1], slots), "L")
    page[np.random.default_rng(3).random(page.shape) > share] = 255
    # figures one below the other are none
    for row in range(9):
        page[round((14 + 8 * row) * MM) : round((18 + 8 * row) * MM), round(46 * MM) : round(46 * MM) + 3] = 0
    (cells,), lines, _ = rulings.find_grids(page, DPI)
    assert sorted(places([cells])[0]) == [(row + 1, column + 1, 1, 1) for row, column, _, _ in slots]
    page[lines > 0] = 255
    assert (page[:, round(34 * MM) : round(36 * MM)] < 128).sum() == 0


def test_underlines_make_no_table() -> None:
    picture, draw = paper()
    for y in (10, 20, 30, 40):
        draw.line([10 * MM, y * MM, 100 * MM, y * MM], fill=BLACK, width=2)
    assert rulings.find_grids(array(picture, "L"), DPI)[0] == []


# -- cleaning ----------------------------------------------------------------------------------------------------------


def test_a_stamp_goes_and_the_ink_under_it_stays() -> None:
    picture, draw = paper()
    draw.ellipse([20 * MM, 20 * MM, 62 * MM, 62 * MM], outline=RED, width=round(1.2 * MM))
    draw.ellipse([35 * MM, 35 * MM, 47 * MM, 47 * MM], fill=RED)
    draw.line([15 * MM, 41 * MM, 70 * MM, 41 * MM], fill=BLACK, width=3)
    grey, hidden = scan_cleaning.without_stamps(array(picture), DPI)
    assert not hidden.any()
    row = round(41 * MM)
    assert (grey[row, round(16 * MM) : round(69 * MM)] < 60).all()
    grey[row - 4 : row + 6] = 255
    assert grey.min() > 170


@pytest.mark.parametrize(
    ("ink", "is_over_print"), [(RED, True), ((140, 40, 50), False)], ids=["ink that covers", "dark ink"]
)
def test_what_a_stamp_may_hide_is_told(ink: tuple[int, int, int], is_over_print: bool) -> None:
    picture, draw = paper()

    def lines() -> None:
        for y in range(22, 62, 4):
            draw.line([15 * MM, y * MM, 70 * MM, y * MM], fill=BLACK, width=3)

    if is_over_print:
        lines()
    draw.ellipse([20 * MM, 20 * MM, 62 * MM, 62 * MM], outline=ink, width=round(1.2 * MM))
    draw.ellipse([35 * MM, 35 * MM, 47 * MM, 47 * MM], fill=ink)
    if not is_over_print:
        lines()
    _, hidden = scan_cleaning.without_stamps(array(picture), DPI)
    assert hidden[round(41 * MM), round(41 * MM)] and not hidden[round(28 * MM), round(41 * MM)]


def lettering(draw: ImageDraw.ImageDraw, text: str, at: tuple[float, float], size: float, pitch: float) -> None:
    """Red letters of a size, at a place and so far apart (millimetres)."""
    for number, letter in enumerate(text):
        place = (round((at[0] + number * pitch) * MM), round(at[1] * MM))
        draw.text(place, letter, fill=RED, font=scans.chinese(round(size * MM)))


@pytest.mark.parametrize(
    ("text", "lines", "size", "pitch", "leading"),
    [
        ("▌▌▌▌▌▌▌▌", 1, 3, 4, 1.0),
        ("财政国库局公告", 1, 16, 17, 1.0),  # a letterhead, closely set and widely
        ("财政国库局公告", 1, 14, 21, 1.0),
        ("四国公报", 1, 18, 22, 1.0),
        ("1234.56", 1, 16, 9, 1.0),
        ("支出合计一三五二", 6, 3.7, 3.7, 1.4),  # a block of text
        ("1,234.56", 4, 5, 2.6, 1.2),  # figures one below the other
    ],
)
@pytest.mark.parametrize("angle", [0, -1.5])
def test_red_print_is_no_stamp(text: str, lines: int, size: float, pitch: float, leading: float, angle: float) -> None:
    picture, draw = paper(180, 90)
    for line in range(lines):
        lettering(draw, text, (12, 15 + line * size * leading), size, pitch)
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    assert scan_cleaning.stamp_outlines(array(picture), DPI) == []
    assert scan_cleaning.without_stamps(array(picture), DPI)[0].min() < 130


def test_ink_that_covers_is_told_by_what_it_lets_through_not_by_its_edges() -> None:
    picture, draw = paper()
    for y in range(12, 80, 4):
        for x in range(12, 100, 3):
            draw.line([x * MM, y * MM, (x + 2) * MM, y * MM], fill=BLACK, width=3)
    draw.ellipse([20 * MM, 20 * MM, 62 * MM, 62 * MM], outline=(214, 48, 52), width=round(1.2 * MM))
    draw.ellipse([35 * MM, 35 * MM, 47 * MM, 47 * MM], fill=(214, 48, 52))
    grey, hidden = scan_cleaning.without_stamps(array(picture), DPI)
    assert grey[round(41 * MM), round(41 * MM)] > 170
    assert hidden[round(41 * MM), round(41 * MM)]


def test_a_ruling_goes_on_under_a_seal() -> None:
    page = array(drawn(*PLAIN), "L")
    hidden = np.zeros_like(page)
    place = slice(round(35 * MM), round(37 * MM)), slice(round(50 * MM), round(70 * MM))
    page[place] = 255
    assert len(rulings.find_grids(page, DPI).grids[0]) < 9
    hidden[place] = 255
    assert len(rulings.find_grids(page, DPI, hidden).grids[0]) == 9


def test_red_print_beside_a_stamp_stays() -> None:
    picture, draw = paper()
    draw.ellipse([20 * MM, 20 * MM, 62 * MM, 62 * MM], outline=RED, width=round(1.2 * MM))
    lettering(draw, "1234.56", (58, 60), 5, 3)
    grey, _ = scan_cleaning.without_stamps(array(picture), DPI)
    assert grey[: round(58 * MM), : round(57 * MM)].min() > 170
    assert grey[round(60 * MM) :, round(58 * MM) :].min() < 130


def test_pale_ink_on_grey_paper_is_made_dark_on_white() -> None:
    picture = Image.new("RGB", (600, 400), (215, 212, 208))
    ImageDraw.Draw(picture).text((40, 100), "1234.56", fill=(165, 165, 165), font_size=60)
    grey = scan_cleaning.levelled(scan_cleaning.without_stamps(array(picture), DPI)[0])
    assert np.median(grey) > 240
    assert grey.min() < 110


@settings(deadline=None, max_examples=12)
@given(st.floats(-5, 5))
@example(0.0)
def test_a_tilted_page_is_levelled(angle: float) -> None:
    rows = list(range(12, 112, 10))
    sheet = drawn(rows, [10, 60, 110], [(row, column, 1, 1) for row in range(9) for column in range(2)])
    picture = sheet.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    assert scan_cleaning.skew(array(picture, "L"), DPI) == pytest.approx(angle, abs=0.13)


def test_an_empty_page_isnt_turned() -> None:
    assert scan_cleaning.skew(np.full((800, 600), 255, np.uint8), DPI) == 0.0


@given(st.floats(-6, 6), st.sampled_from([0, 90, 180, 270]), st.floats(50, 400), st.floats(50, 600))
def test_places_are_given_on_the_page_as_it_is_shown(tilt: float, turn: int, x: float, y: float) -> None:
    page = Page(1, 595.0, 842.0, (), (), turn=turn, tilt=tilt)
    left, top, right, bottom = page.as_shown((x, y, x + 1e-9, y + 1e-9))
    shown = (595.0, 842.0) if turn % 180 == 0 else (842.0, 595.0)
    point = np.array([(left + right) / 2, (top + bottom) / 2]) - np.array(shown) / 2
    radians = np.radians(turn + tilt)
    spin = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    assert spin @ point + np.array([595.0, 842.0]) / 2 == pytest.approx([x, y], abs=1e-6)


# -- figures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("155.66", True), ("预算数155.66万元", True), ("1,234,567.80", True), ("262.", True), (".71", True), ("98.99%", True),
        ("1.全力招商", True), ("2023.12.31", True), ("12,34.5", False), ("155.66.", False), ("1O5", False), ("l55.66", False),
        ("15 5.66", False), ("155:66", False), ("·155.66", False), ("5;080.31", False), ("1.5.6", False),
        ("-860.10e8", False), ("15km", True), ("~768.12", False), ("5~10", True), ("2023年1-10月", True), ("-768.12", True),
    ],
)  # fmt: skip
def test_a_figure_written_as_none_is_disputed(text: str, is_plain: bool) -> None:
    verdicts = [scan_text._is_plain(text, *found.span()) for found in scan_text._FIGURE.finditer(text)]
    assert verdicts
    assert all(verdicts) == is_plain


def test_a_point_that_nothing_follows_is_a_speck() -> None:
    assert not scan_text._is_plain("262.", 0, 3, goes_on=False)


Marks = list[tuple[str, tuple[float, float, float, float]]]


def doubts(figures: Marks, others: Marks = (), cells: tuple[list[int], ...] = ()) -> list[bool]:  # type: ignore[assignment]
    """Which figures (text, box in millimetres) are in doubt on a page with a table, where `others` is drawn besides.

    Characters are drawn as blocks. The table is PLAIN, or has these `cells` (as in PLAIN).
    """
    picture = drawn(PLAIN[0], PLAIN[1], [tuple(cell) for cell in cells] if cells else PLAIN[2])  # type: ignore[misc]
    draw = ImageDraw.Draw(picture)
    for text, (left, top, right, bottom) in figures:
        step = (right - left) / len(text)
        for number in range(len(text)):
            x = left + number * step
            draw.rectangle([x * MM, top * MM, (x + 0.7 * step) * MM, bottom * MM], fill=BLACK)
    for kind, place in others:
        box = [side * MM for side in place]
        if kind == "ring":
            draw.ellipse(box, outline=(98, 98, 98), width=round(1.1 * MM))
        else:
            draw.line(box, fill=BLACK, width=3)
    grey = array(picture, "L")
    ruled = rulings.find_grids(grey, DPI)
    grey[ruled.lines > 0] = 255
    boxes = [cell for grid in ruled.grids for cell in grid]
    ink = scan_text.Ink(grey, DPI, boxes, ruled.lines)
    pieces = []
    for text, (left, top, right, bottom) in figures:
        box = (round(left * MM) - 2, round(top * MM) - 2, round(right * MM) + 2, round(bottom * MM) + 2)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        (cell,) = (n for n, c in enumerate(boxes) if c[0] < x < c[2] and c[1] < y < c[3])
        reading = tuple(scan_engine.ReadCharacter(c, (n + 0.5) / len(text), 0.99) for n, c in enumerate(text))
        pieces.append(scan_text.Piece(box, cell, reading))
    doubt = scan_text._Doubt(ruled.grids, ink, np.zeros_like(grey), DPI, 4 * MM)
    return doubt.about(pieces)


FIGURE = ("155.66", (42.0, 22.5, 50.0, 25.5))


def test_a_figure_in_its_cell_is_not_in_doubt() -> None:
    assert doubts([FIGURE, ("12", (64.0, 14.0, 67.0, 17.0))]) == [False, False]
    # somebody's stroke elsewhere takes nothing from it
    assert doubts([FIGURE], [("stroke", (64, 8, 70, 16))]) == [False]
    # a number too long for its cell goes on below
    assert doubts([("1,234,567,", (37.0, 20.8, 58.0, 23.4)), ("891.00", (37.0, 24.6, 47.0, 27.4))]) == [False, False]


@pytest.mark.parametrize(
    "others",
    [
        [("ring", (25, 12, 67, 54))],  # inside a seal
        [("ring", (50.5, 8, 92.5, 50))],  # right beside its border
        [("stroke", (44, 8, 52, 34))],  # a pen's stroke through it
        [("stroke", (51, 18, 52, 33))],  # right beside it, over two rulings
    ],
)
def test_a_figure_under_a_seal_or_a_stroke_is_in_doubt(others: Marks) -> None:
    assert doubts([FIGURE], others) == [True]


def test_a_figure_that_a_border_cuts_is_in_doubt() -> None:
    assert doubts([("155.66", (54.0, 22.5, 60.3, 25.5)), ("12", (40.0, 30.0, 43.0, 33.0))]) == [True, False]


def joined(slot: tuple[int, int], over: tuple[int, int]) -> tuple[list[int], ...]:
    """The cells of PLAIN, but the one in a slot goes on over the next: so many rows and columns are one."""
    gone = (slot[0] + over[0] - 1, slot[1] + over[1] - 1)
    return tuple(
        [row, column, *(over if (row, column) == slot else (1, 1))]
        for row, column, _, _ in PLAIN[2]
        if (row, column) != gone
    )


def test_figures_between_which_a_border_is_missing_are_in_doubt() -> None:
    beside, above = ("77.10", (68.0, 22.5, 76.0, 25.5)), ("77.10", (42.0, 14.5, 49.0, 17.5))
    assert doubts([FIGURE, beside], cells=joined((1, 1), (1, 2))) == [True, True]
    assert doubts([above, FIGURE], cells=joined((0, 1), (2, 1))) == [True, True]


def test_below_sure_lies_whatever_is_disputed() -> None:
    assert scan_text.DISPUTED < scan.SURE


# -- image files -------------------------------------------------------------------------------------------------------


def encoded(picture: Image.Image, kind: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)
    return buffer.getvalue()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[int, ...], float, float]]:
    """What pages the reader would read: the shape of each picture, its dpi and the page's width. Each says 有."""
    found: list[tuple[tuple[int, ...], float, float]] = []

    def read_page(image: scan_cleaning.Image, dpi: float, page_no: int, width: float, height: float) -> Page:
        found.append((image.shape, dpi, width))
        box = (100.0, 400.0, 110.0, 410.0)
        return Page(page_no, width, height, (Line((Glyphs("有", box, 0.99),), box),), ())

    monkeypatch.setattr(scan, "read_page", read_page)
    return found


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        scan.ImageReader().read(data)
    return caught.value.reason


SHEET = Image.new("RGB", (827, 1169), "white")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "1"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "L"), ("JPEG", "CMYK"), ("TIFF", "1")],
)
def test_every_kind_of_picture_becomes_a_page(
    kind: str, mode: str, seen: list[tuple[tuple[int, ...], float, float]]
) -> None:
    data = encoded(SHEET.convert(mode), kind)
    document = scan.ImageReader().read(data)
    assert document.page_count == 1
    assert document.media_type == sniff(data) == f"image/{kind.lower()}"
    assert [block.text for block in document.blocks] == ["有"]
    # no resolution stated, so a page of A4
    ((shape, dpi, width),) = seen
    assert shape == (1169, 827, 3)
    assert dpi == pytest.approx(100, abs=0.1)
    assert width == pytest.approx(595.4, abs=0.5)


def test_a_tiff_of_several_pages(seen: list[tuple[tuple[int, ...], float, float]]) -> None:
    data = encoded(SHEET, "TIFF", save_all=True, append_images=[SHEET.resize((400, 600))] * 2, dpi=(200, 200))
    assert scan.ImageReader().read(data).page_count == 3
    assert [dpi for _, dpi, _ in seen] == [200, 200, 200]


def test_a_word_file_of_pictures_alone_is_read_like_a_scan(
    seen: list[tuple[tuple[int, ...], float, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [encoded(SHEET, "JPEG"), encoded(SHEET.resize((400, 600)), "PNG"), b"\x01\0\0\0 a drawing of another kind"]
    shown = "".join(
        word_files.paragraph(f"<w:r><w:drawing><a:graphic><a:blip r:embed='{name}'/></a:graphic></w:drawing></w:r>")
        for name in ("p1", "p0", "p2", "p1")
    )
    relation = "".join(f'<Relationship Id="p{n}" Type="x/image" Target="media/{n}.bin"/>' for n in range(3))
    media: dict[str, bytes | str] = {f"word/media/{n}.bin": data for n, data in enumerate(pages)}
    data = word_files.docx(shown, media, relation)
    monkeypatch.setattr(scan, "MAX_PAGES", 2)
    document = docx.DocxReader().read(data)
    assert (document.media_type, document.page_count) == (sniff(data), 2)
    # in the order in which they are shown, each once
    assert [(run.page_no, run.box) for block in document.blocks for run in block.runs] == [
        (number, (100.0, 400.0, 110.0, 410.0)) for number in (1, 2)
    ]
    assert [shape[:2] for shape, _, _ in seen] == [(600, 400), (1169, 827)]
    assert document.notes == ("pictures left out: 1",)
    assert docx.pictures(data) == [pages[1], pages[0]]
    monkeypatch.setattr(scan, "MAX_PAGES", 1)
    with pytest.raises(Unreadable) as caught:
        docx.DocxReader().read(data)
    assert caught.value.reason == "too_large"


def test_a_photo_stands_as_its_camera_says(seen: list[tuple[tuple[int, ...], float, float]]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    scan.ImageReader().read(encoded(SHEET, "JPEG", exif=exif))
    assert seen[0][0] == (827, 1169, 3)


def test_limits_hold_before_a_picture_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, seen: list[tuple[tuple[int, ...], float, float]]
) -> None:
    monkeypatch.setattr(scan, "MAX_PIXELS", 900_000)
    assert refused(encoded(SHEET, "PNG")) == "too_large"
    monkeypatch.setattr(scan, "MAX_PIXELS", 1_000_000)
    monkeypatch.setattr(scan, "MAX_PAGES", 2)
    assert refused(encoded(SHEET, "TIFF", save_all=True, append_images=[SHEET] * 2)) == "too_large"
    assert seen == []


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_pictures_are_refused(seen: list[tuple[tuple[int, ...], float, float]]) -> None:
    noisy = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    for kind in ("PNG", "JPEG", "TIFF"):
        data = encoded(noisy, kind)
        assert refused(data[: len(data) // 2]) in ("truncated", "damaged")
        assert refused(data[:12]) == "damaged"
    assert seen == []


def test_a_page_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_PIXELS", 10_000)
    with pytest.raises(Unreadable) as caught:
        scan.read_page(np.zeros((200, 200, 3), np.uint8), DPI, 7, 100, 100)
    assert caught.value.reason == "too_large"
    assert "page 7" in caught.value.detail


@pytest.mark.parametrize("missing", ["rapidocr", "cv2"])
def test_without_the_extra_it_says_what_is_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "ingest.readers.scan_engine",
        "ingest.readers.scan_cleaning",
        "ingest.readers.scan_text",
        "ingest.pages.rulings",
    ):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("ingest.readers.scan_engine", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(Unreadable) as caught:
        scan.read_page(np.zeros((200, 200, 3), np.uint8), DPI, 1, 100, 100)
    assert caught.value.reason == "needs_ocr"
