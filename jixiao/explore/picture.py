"""The page a figure stands on, drawn from the home's originals, with the figure boxed.

PDF pages and scans are drawn as they are; Word files as LibreOffice prints them, where it is installed. Everything else, and a figure
that isn't found in the print, is drawn as the text that was read: the table with its cell marked, or the paragraphs around. What isn't
drawn in a font of its own is drawn in the one that comes with the package.
"""

from __future__ import annotations

import base64
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import Block, Box, Cell, Document, Table
from ingest.home import Home
from ingest.isolation import document_from_json, document_to_json
from ingest.readers import Unreadable, fonts, media_types, sniff_file

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_DOTS_PER_POINT = 2.0
_MOST_PIXELS = 40_000_000
_MARK, _TINT, _RULE, _INK = (214, 26, 26), (255, 244, 204), (150, 150, 150), (20, 20, 20)
# white space between a figure and its box, in points
_MARGIN = 2.5
_PRINTABLE = frozenset({media_types.DOCX, media_types.DOC, media_types.RTF})
_MOST_PAGES = 400
# characters before and after a figure that tell it from the same figure elsewhere
_CONTEXTS = (40, 20, 10, 5)
_FONT_SIZE, _LINE, _PADDING = 20, 28, 8
# rows and paragraphs shown around the marked one, and rows at the top for the table's header
_AROUND, _HEADER, _PARAGRAPHS_AROUND = 8, 3, 3
_WIDEST_COLUMN, _NARROWEST_COLUMN, _PAGE_WIDTH = 260, 60, 900


class NoPicture(Exception):
    """Why there is no picture, in words for whoever asked."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands: columns of the published tables that name a place."""

    block_no: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    page_no: int | None = None
    box: Box | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Spot:
        """The place that a published row names."""
        edges = [row.get(name) for name in ("x0", "y0", "x1", "y1")]
        box = None if any(edge is None for edge in edges) else tuple(map(float, edges))  # type: ignore[arg-type]
        numbers = ("block_no", "table_no", "row_no", "column_no", "char_start", "char_end", "page_no")
        return cls(**{name: row.get(name) for name in numbers}, box=box)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture shows: `page` (as received), `print` (as LibreOffice prints it) or `text`; the page's number where there is one."""

    shows: str
    page_no: int | None = None


def draw(home: Home, report_id: str, place: Spot, out: Path) -> Drawn:
    """Draws the place of a figure of a report as PNG. Raises NoPicture.

    Files are opened in a worker process, as when they were read.
    """
    from ingest import isolation
    from ingest.staging import Staging
    from ingest.sums import sha256_of

    sha256 = report_id.partition("-")[0]
    original = home.original(sha256)
    if not original.is_file():
        raise NoPicture(f"the original is no longer in the home: {original}")
    staging = Staging(home.staging)
    row = staging.manifest().get(sha256)
    documents = dict(staging.documents(row.raw_batch_id, {sha256})) if row is not None else {}
    if sha256 not in documents:
        raise NoPicture("the text of the report is no longer staged: run jixiao build again")
    if sha256_of(original) != sha256:
        raise NoPicture(f"the original in the home is damaged: {original}")
    payload = {
        "original": str(original),
        "document": document_to_json(documents[sha256]),
        "place": {name: getattr(place, name) for name in Spot.__slots__},
    }
    (outcome,) = isolation.run([("picture", payload)], handler="jixiao.explore.picture:handle", readable=[original])
    if outcome.failure is not None:
        raise NoPicture(f"{outcome.failure.reason}: {outcome.failure.detail}")
    assert outcome.value is not None
    try:
        out.write_bytes(base64.b64decode(outcome.value["png"]))
    except OSError as error:
        raise NoPicture(f"it can't be written: {error.strerror}") from error
    return Drawn(outcome.value["shows"], outcome.value["page_no"])


def handle(payload: dict[str, Any]) -> dict[str, Any]:
    """In a worker, which may write nothing: draws one picture. Raises Unreadable."""
    place = payload["place"]
    place["box"] = None if place["box"] is None else tuple(place["box"])
    image, drawn = picture(Path(payload["original"]), document_from_json(payload["document"]), Spot(**place))
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return {"shows": drawn.shows, "page_no": drawn.page_no, "png": base64.b64encode(buffer.getvalue()).decode("ascii")}


def picture(original: Path, document: Document, place: Spot) -> tuple[Image, Drawn]:
    """The picture of a place. Raises Unreadable where nothing can be drawn."""
    if place.page_no is not None and place.box is not None:
        media_type = sniff_file(original)
        if media_type == media_types.PDF:
            return _pdf_page(original.read_bytes(), place.page_no, [place.box]), Drawn("page", place.page_no)
        if media_type in media_types.IMAGES:
            return _scanned_page(original.read_bytes(), place.page_no, place.box), Drawn("page", place.page_no)
        if media_type == media_types.DOCX:
            # its pages are its pictures
            from ingest.readers import docx

            shown = docx.pictures(original.read_bytes())
            if place.page_no <= len(shown):
                return _scanned_page(shown[place.page_no - 1], 1, place.box), Drawn("page", place.page_no)
    if document.media_type in _PRINTABLE:
        printed = _printed(original)
        found = None if printed is None else _located(printed, document, place)
        if printed is not None and found is not None:
            page_no, boxes = found
            return _pdf_page(printed, page_no, boxes), Drawn("print", page_no)
    return _as_text(document, place), Drawn("text", place.page_no)


# -- pages as they are -------------------------------------------------------------------------------------------------


def _boxed(image: Image, boxes: Iterable[Box], scale: float) -> Image:
    from PIL import ImageDraw

    image = image.convert("RGB")
    pencil = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        edges = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        pencil.rectangle([edge * scale for edge in edges], outline=_MARK, width=max(2, round(1.2 * scale)))
    return image


def _pdf_page(data: bytes, page_no: int, boxes: Sequence[Box]) -> Image:
    import pypdfium2

    fonts.own()
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if not 1 <= page_no <= len(pdf):
                raise Unreadable("no_page", f"no page {page_no} in {len(pdf)}")
            page = pdf[page_no - 1]
            width, height = page.get_size()
            scale = min(_DOTS_PER_POINT, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            return _boxed(page.render(scale=scale).to_pil(), boxes, scale)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged", f"page {page_no} can't be drawn") from error


def _scanned_page(data: bytes, page_no: int, box: Box) -> Image:
    from PIL import Image as Pictures

    from ingest.readers import scan

    with Pictures.open(io.BytesIO(data)) as file:
        try:
            file.seek(page_no - 1)
        except EOFError as error:
            raise Unreadable("no_page", f"no page {page_no}") from error
        pixels, dots_per_inch = scan.pixels(file)
    return _boxed(Pictures.fromarray(pixels), [box], dots_per_inch / 72)


# -- Word files as printed ---------------------------------------------------------------------------------------------


def _printed(original: Path) -> bytes | None:
    """A Word file as PDF; None without LibreOffice, or where it can't."""
    from ingest.readers import doc

    with tempfile.TemporaryDirectory(prefix="jixiao-") as place:
        folder = Path(place)
        source = folder / "source.doc"
        source.write_bytes(original.read_bytes())
        doc.run_office(["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder / "out")], [source], folder)
        made = folder / "out" / "source.pdf"
        return made.read_bytes() if made.is_file() and made.stat().st_size else None


def _located(printed: bytes, document: Document, place: Spot) -> tuple[int, list[Box]] | None:
    """The page and boxes of a place in the print of its document; None where it isn't found for certain.

    Text is printed in the order in which it was read, so a figure is found by the characters around it, and where these occur
    several times by which of the times it is.
    """
    text, start, end = _linear(document, place)
    if start == end:
        return None
    characters = list(_characters(printed))
    shown = "".join(character for character, _, _ in characters)
    for context in (*_CONTEXTS, 0):
        low, high = max(0, start - context), min(len(text), end + context)
        needle = text[low:high]
        hits, wanted = list(_occurrences(shown, needle)), list(_occurrences(text, needle))
        if hits and len(hits) == len(wanted):
            at = hits[wanted.index(low)] + start - low
            page_no = characters[at][1]
            return page_no, _lines([box for _, page, box in characters[at : at + end - start] if page == page_no])
    return None


def _occurrences(text: str, needle: str) -> Iterator[int]:
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _squeezed(text: str) -> Iterator[tuple[int, str]]:
    """The characters of a text that are printed the same everywhere, with their offsets."""
    from ingest.normalize.characters import fold

    for offset, character in enumerate(fold(text)):
        if not character.isspace():
            yield offset, character


def _linear(document: Document, place: Spot) -> tuple[str, int, int]:
    """A document's text without white space in reading order, and where in it the place begins and ends."""
    parts: list[str] = []
    length = start = end = 0
    for text, is_there in _texts(document, place):
        low, high = (place.char_start or 0, place.char_end) if is_there else (0, 0)
        # a place without a column is a whole row
        whole = place.char_start is None or (place.row_no is not None and place.column_no is None)
        for offset, character in _squeezed(text):
            if is_there and (whole or (low <= offset and (high is None or offset < high))):
                start = length if start == end else start
                end = length + 1
            parts.append(character)
            length += 1
    return "".join(parts), start, end


def _texts(document: Document, place: Spot) -> Iterator[tuple[str, bool]]:
    """Every text of a document in reading order, and whether the place is in it."""
    for block in document.blocks:
        here = block.block_no == place.block_no
        if block.table is None:
            yield block.text, here
            continue
        for row in block.table.rows():
            for cell in row:
                yield cell.text, here and _is_marked(cell, place)


def _is_marked(cell: Cell, place: Spot) -> bool:
    return cell.row_no == place.row_no and place.column_no in (None, cell.column_no)


def _characters(printed: bytes) -> Iterator[tuple[str, int, Box]]:
    """The visible characters of a PDF that LibreOffice made: character, page, box from the upper left corner."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(printed) as pdf:
        for page_no in range(1, min(len(pdf), _MOST_PAGES) + 1):
            page = pdf[page_no - 1]
            height = page.get_height()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                code = raw.FPDFText_GetUnicode(text.raw, index)
                for _, character in _squeezed(chr(code) if 0 < code < 0x110000 else ""):
                    left, bottom, right, top = text.get_charbox(index, loose=True)
                    yield character, page_no, (left, height - top, right, height - bottom)
            text.close()
            page.close()


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """One box for each line that characters stand on."""
    found: list[Box] = []
    for left, top, right, bottom in boxes:
        if found and found[-1][1] < (top + bottom) / 2 < found[-1][3] and left >= found[-1][0]:
            last = found[-1]
            found[-1] = (last[0], min(last[1], top), max(last[2], right), max(last[3], bottom))
        else:
            found.append((left, top, right, bottom))
    return found


# -- text as it was read -----------------------------------------------------------------------------------------------


@cache
def _font() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(fonts.chinese()), _FONT_SIZE, index=fonts.FACE)


def _as_text(document: Document, place: Spot) -> Image:
    block = next((block for block in document.blocks if block.block_no == place.block_no), None)
    if block is None:
        raise Unreadable("no_place", f"no block {place.block_no} in the report's text")
    return _paragraphs(document, block, place) if block.table is None else _table(block.table, place)


@dataclass(slots=True)
class _Laid:
    """A text broken into lines of offsets."""

    text: str
    lines: list[tuple[int, int]]

    @property
    def height(self) -> int:
        return max(1, len(self.lines)) * _LINE + 2 * _PADDING


def _laid(text: str, width: float) -> _Laid:
    font = _font()
    lines: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for offset, character in enumerate(text):
        if character == "\n":
            lines.append((start, offset))
            start, used = offset + 1, 0.0
            continue
        wide = font.getlength(character)
        if used + wide > width and offset > start:
            lines.append((start, offset))
            start, used = offset, 0.0
        used += wide
    return _Laid(text, [*lines, (start, len(text))])


def _write(pencil: ImageDraw, at: tuple[float, float], laid: _Laid, marked: tuple[int, int] | None) -> None:
    """Writes a text, with a box around the characters that are marked."""
    font = _font()
    for number, (start, end) in enumerate(laid.lines):
        left, top = at[0] + _PADDING, at[1] + _PADDING + number * _LINE
        pencil.text((left, top), laid.text[start:end].replace("\t", " "), font=font, fill=_INK)
        if marked is None or max(start, marked[0]) >= min(end, marked[1]):
            continue
        low, high = max(start, marked[0]), min(end, marked[1])
        edge = left + font.getlength(laid.text[start:low])
        width = font.getlength(laid.text[low:high])
        pencil.rectangle((edge - 3, top - 2, edge + width + 3, top + _LINE - 2), outline=_MARK, width=2)


def _span(place: Spot) -> tuple[int, int] | None:
    return None if place.char_start is None or place.char_end is None else (place.char_start, place.char_end)


def _paragraphs(document: Document, block: Block, place: Spot) -> Image:
    at = document.blocks.index(block)
    shown = [
        near
        for near in document.blocks[max(0, at - _PARAGRAPHS_AROUND) : at + _PARAGRAPHS_AROUND + 1]
        if near is block or (near.table is None and near.text)
    ]
    laid = [(near, _laid(_excerpt(near.text, near is block), _PAGE_WIDTH - 2 * _PADDING)) for near in shown]
    image, pencil = _sheet(_PAGE_WIDTH, sum(one.height for _, one in laid))
    top = 0
    for near, one in laid:
        if near is block:
            pencil.rectangle((0, top, _PAGE_WIDTH, top + one.height), fill=_TINT)
        _write(pencil, (0, top), one, _span(place) if near is block else None)
        top += one.height
    return image


def _excerpt(text: str, is_whole: bool) -> str:
    return text if is_whole or len(text) <= 200 else f"{text[:200]}…"


def _sheet(width: float, height: float) -> tuple[Image, ImageDraw]:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    if width * height > _MOST_PIXELS:
        raise Unreadable("too_large", "the table is too large to be drawn")
    image = Pictures.new("RGB", (int(width) + 1, int(height) + 1), "white")
    return image, ImageDraw.Draw(image)


def _table(table: Table, place: Spot) -> Image:
    """The rows around the marked one, with the table's first rows above them."""
    marked_row = place.row_no or 1
    wanted = {cell.row_no for cell in table.cells}
    rows = [row for row in sorted(wanted) if row <= _HEADER or abs(row - marked_row) <= _AROUND]
    cells = [
        cell
        for cell in table.cells
        if any(cell.row_no <= row < cell.row_no + cell.row_span for row in rows) and cell.column_span > 0
    ]
    edges = sorted({edge for cell in cells for edge in (cell.column_no, cell.column_no + cell.column_span)})
    rights = _column_places(cells, edges)

    def width(cell: Cell) -> float:
        return rights[cell.column_no + cell.column_span] - rights[cell.column_no] - 2 * _PADDING

    laid = {(cell.row_no, cell.column_no): _laid(cell.text.strip("\n"), width(cell)) for cell in cells}
    heights = dict.fromkeys(rows, _LINE + 2 * _PADDING)
    for cell in sorted(cells, key=lambda one: one.row_span):
        covered = [row for row in rows if cell.row_no <= row < cell.row_no + cell.row_span]
        lacking = laid[cell.row_no, cell.column_no].height - sum(heights[row] for row in covered)
        heights[covered[-1]] += max(0, lacking)
    tops, top = {}, 0
    for row in rows:
        tops[row], top = top, top + heights[row]

    def area(cell: Cell) -> tuple[float, float, float, float]:
        covered = [row for row in rows if cell.row_no <= row < cell.row_no + cell.row_span]
        right, bottom = rights[cell.column_no + cell.column_span], tops[covered[-1]] + heights[covered[-1]]
        return rights[cell.column_no], tops[covered[0]], right, bottom

    image, pencil = _sheet(rights[edges[-1]], top)
    marked = [cell for cell in cells if _is_marked(cell, place)]
    for cell in cells:
        pencil.rectangle(area(cell), outline=_RULE, fill=_TINT if cell in marked else None)
        span = _span(place) if cell in marked and place.column_no is not None else None
        _write(pencil, area(cell)[:2], laid[cell.row_no, cell.column_no], span)
    for cell in marked:
        pencil.rectangle(area(cell), outline=_MARK, width=3)
    return image


def _column_places(cells: Sequence[Cell], edges: Sequence[int]) -> dict[int, float]:
    """How far right each edge of a column is drawn: as wide as the longest line of a column's own cells asks for."""
    font = _font()
    places = {edges[0]: 0.0}
    for low, high in pairwise(edges):
        own = (cell for cell in cells if (cell.column_no, cell.column_no + cell.column_span) == (low, high))
        longest = max((font.getlength(line) for cell in own for line in cell.text.split("\n")), default=0.0)
        places[high] = places[low] + min(_WIDEST_COLUMN, max(_NARROWEST_COLUMN, longest + 2 * _PADDING + 1))
    return places
