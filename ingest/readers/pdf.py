"""PDF to blocks: the text layer where it is good, optical reading of the page's picture where it isn't.

pdfium gives the characters and `tablers` the grids. What they say of a page is checked against itself (`_is_sound`); where it
doesn't hold, and for what they are known not to do (a turned page, a page whose corner isn't the origin, drawings inside
forms, text that their font can't draw), pdfplumber reads the page.

A font that isn't in the file is known by its name, its order of characters and their widths alone, on every machine the same: never by
what a machine has installed. Characters that nothing else names are marked illegible: any picture of them would be another font's.
"""

from __future__ import annotations

import ctypes
import io
import math
import re
import statistics
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.document import ILLEGIBLE_MARK, Block, Box, Document
from ingest.pages import assembly
from ingest.pages.assembly import assemble
from ingest.pages.characters import ASCENT, DESCENT, Character, cleaned, lines_of, without_doubles
from ingest.pages.layout import Glyphs, Grid, GridCell, Lattice, Line, Page, around, turned
from ingest.readers import Unreadable, code_version, fonts, page_done, scan, text

MAX_PAGES = 1_000
MAX_CHARACTERS_PER_PAGE = 60_000
MAX_OBJECTS_PER_PAGE = 100_000
# what pages without a good text layer are drawn at for optical reading, and the most pixels of such a picture
DPI = 200
MAX_PIXELS = 40_000_000

_POINTS_PER_INCH = 72
# how much larger than usual characters are that may be a watermark: dark ones, and pale ones
_LARGE, _LARGE_PALE = 2.0, 1.4
# the least size in points of what may be one, and how light the darkest of its colours is on paper, of 255; white is no colour on it
_LEAST_PALE_SIZE = 14.0
_PALE, _WHITE = 165, 250
_LIBRARIES = ("pypdfium2", "tablers", "pdfplumber", "pdfminer.six", fonts.LIBRARY)
# what pdfminer tells of a character that nothing gives a meaning
_NAMELESS = "(cid:"
# no page's drawing is longer unpacked; what packs a stream better than deflate can at most was packed twice
_LONGEST_STREAM = 64 * 1024 * 1024
_DEFLATE_RATIO = 1_032
_DICTIONARY_BYTES = 1_024
# the last bytes of a whole file hold its end mark; some producers leave a little behind it
_TAIL_BYTES = 4_096


class PdfReader:
    """Reader of application/pdf."""

    name = "pdf"
    media_types = frozenset({"application/pdf"})

    @property
    def version(self) -> str:
        """Changes when the code does, also that of optical reading, or the libraries do."""
        own = code_version(
            Path(__file__), Path(fonts.__file__), *text.SHARED_CODE, *assembly.CODE, libraries=_LIBRARIES
        )
        return f"{own}-{scan.version()}"

    def read(self, data: bytes) -> Document:
        """The document of a PDF. Raises Unreadable: `encrypted`, `truncated`, `damaged`, `bomb`, `too_large`, `needs_ocr`, `wrong_encoding`, `empty`."""
        with _Source(data) as source:
            pages = []
            for page_no in range(1, source.page_count + 1):
                pages.append(source.page(page_no))
                page_done(page_no, source.page_count)
            blocks = assemble(pages)
            if not any(block.text.strip() or block.table for block in blocks):
                if source.is_encrypted:
                    raise Unreadable("encrypted", f"none of {source.page_count} pages gives its text")
                raise Unreadable("empty", f"no text on any of {source.page_count} pages")
            if not any(map(_says_something, blocks)):
                raise Unreadable(
                    "wrong_encoding", "its fonts aren't in the file, and nothing says which characters they draw"
                )
            return Document(
                blocks,
                "application/pdf",
                self.name,
                self.version,
                page_count=source.page_count,
                notes=tuple(source.notes),
            )


@dataclass(slots=True)
class _Layer:
    """What one page's drawing says, in the page as it is shown; `angles` are the directions of its characters."""

    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    angles: list[int] = field(default_factory=list)
    # the boxes of large characters in a light colour
    pale: list[Box] = field(default_factory=list)
    skewed: int = 0
    unmapped: int = 0
    # of fonts that the file doesn't hold: texts that pdfium can't draw and so doesn't tell, and characters without a meaning
    undrawn: int = 0
    nameless: int = 0
    hidden: int = 0
    grids: list[list[Box]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    # shares of the page that its pictures cover, and how many of its drawings aren't straight lines
    pictured: float = 0.0
    curves: int = 0
    is_plain: bool = True
    is_by_reference: bool = False


class _Source:
    """An open PDF: pdfium first, the other libraries when a page needs them."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self.notes: list[str] = []
        self._data = data
        self._reference: Any = None
        self._tables: Any = None
        _refuse_truncated(data)
        _refuse_bombs(data)
        self._fonts = fonts.own()
        self._fonts_asked_before = self._fonts.asked
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise Unreadable("encrypted", "it opens only with a password") from None
            raise Unreadable("damaged", "no PDF structure can be read") from None
        import pypdfium2.raw as raw

        self._raw = raw
        self.is_encrypted = raw.FPDF_GetSecurityHandlerRevision(self._pdf) >= 0
        self.page_count = len(self._pdf)
        if not self.page_count:
            self.close()
            raise Unreadable("empty", "no pages")
        if self.page_count > MAX_PAGES:
            self.close()
            raise Unreadable("too_large", f"{self.page_count} pages, {MAX_PAGES} are read at most")

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._reference is not None:
            # it loads pages while it closes them
            with suppress(Exception):
                self._reference.close()
        if self._tables is not None:
            self._tables.close()
        self._pdf.close()

    # -- one page ------------------------------------------------------------------------------------------------------

    def page(self, page_no: int) -> Page:
        """A page as laid out; raises Unreadable where it needs optical reading and there is none."""
        import pypdfium2

        try:
            page = self._pdf[page_no - 1]
        except pypdfium2.PdfiumError:
            raise Unreadable("damaged", f"page {page_no} can't be loaded") from None
        try:
            width, height = page.get_size()
            if not (width > 0 and height > 0):
                return Page(page_no, 0, 0, (), ())
            layer = self._drawn(page, page_no)
            if layer.undrawn or layer.nameless:
                layer = self._with_all_text(layer, page_no)
            doubt = _doubt(layer)
            if doubt == _GIBBERISH and layer.pictured <= 0.4 and not self._holds_fonts(page):
                # drawn in another font it makes no sense either, and nothing else is on the page
                box = around(character.box for character in layer.characters)
                return Page(page_no, width, height, (Line((Glyphs(ILLEGIBLE_MARK, box, 0.0),), box),), ())
            if doubt:
                return self._scanned(page, page_no, doubt)
            if layer.pictured > 0.2:
                self.notes.append(f"page {page_no}: a picture beside its text isn't read")
            if layer.skewed:
                self.notes.append(f"page {page_no}: {layer.skewed} characters of slanting text left out")
            layer = self._with_grids(layer, page_no)
            if overlaid := _without_overlays(layer):
                self.notes.append(f"page {page_no}: {overlaid} large characters, pale or across other text, left out")
            return _laid_out(layer, page_no)
        finally:
            page.close()

    def _with_grids(self, layer: _Layer, page_no: int) -> _Layer:
        """The layer with its grids by the fast way where that is sound, else as the reference reader tells it all."""
        if layer.is_by_reference:
            return layer
        if layer.is_plain:
            # a young library: what it can't do the reference reader may
            with suppress(Exception):
                layer.grids = self._fast_grids(page_no)
                if _is_sound(layer):
                    return layer
        return self._by_reference(page_no, layer)

    def _by_reference(self, page_no: int, layer: _Layer) -> _Layer:
        try:
            return self._reference_layer(page_no, layer)
        except Exception as error:
            # its parser raises whatever a damaged structure makes it stumble over
            raise Unreadable(
                "damaged", f"page {page_no}: {type(error).__name__} while its drawings were read"
            ) from error

    def _with_all_text(self, layer: _Layer, page_no: int) -> _Layer:
        """The layer with the texts that pdfium kept back, where there are any: as the reference reader tells them, who needs no font."""
        try:
            told = self._by_reference(page_no, layer)
        except Unreadable:
            if layer.nameless:
                raise
            # most often it is spaces that have no extent
            self.notes.append(f"page {page_no}: {layer.undrawn} texts that can't be drawn here may be missing")
            return layer
        if not layer.nameless and len(told.characters) <= len(layer.characters):
            # what couldn't be drawn were spaces
            return layer
        if layer.nameless:
            _join_nameless(told)
        hidden = layer.hidden and len(told.characters)
        return replace(told, pictured=layer.pictured, curves=layer.curves, unmapped=layer.unmapped, hidden=hidden)

    def _holds_fonts(self, page: Any) -> bool:
        """Whether most texts of a page are drawn in fonts that the file holds."""
        if self._fonts.asked == self._fonts_asked_before:
            return True
        found = Counter(
            self._is_held(item) for item in page.get_objects(filter=[self._raw.FPDF_PAGEOBJ_TEXT], max_depth=6)
        )
        return found[True] >= found[False]

    def _is_held(self, item: Any) -> bool:
        """Whether the file holds the font of a text."""
        return bool(self._raw.FPDFFont_GetIsEmbedded(self._raw.FPDFTextObj_GetFont(item)) == 1)

    def _is_undrawn(self, item: Any) -> bool:
        """Whether a text has no extent, so that pdfium passes over it, for want of its font."""
        left, bottom, right, top = self._bounds(item)
        return (right - left < 0.01 or top - bottom < 0.01) and not self._is_held(item)

    def _drawn(self, page: Any, page_no: int) -> _Layer:
        """Characters, rules and pictures as pdfium tells them."""
        raw = self._raw
        width, height = page.get_size()
        layer = _Layer(width, height)
        left, bottom, right, top = page.get_cropbox()
        is_at_origin = abs(left) < 0.01 and abs(bottom) < 0.01
        is_whole = abs(right - left - width) < 0.5 and abs(top - bottom - height) < 0.5
        layer.is_plain = page.get_rotation() == 0 and is_at_origin and is_whole
        texts_before_picture, texts, pictures = 0, 0, []
        may_lack_font = self._fonts.asked > self._fonts_asked_before
        count = raw.FPDFPage_CountObjects(page)
        if count > MAX_OBJECTS_PER_PAGE:
            raise Unreadable("too_large", f"page {page_no}: more than {MAX_OBJECTS_PER_PAGE} drawings")
        for number in range(count):
            item = raw.FPDFPage_GetObject(page, number)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                texts += 1
                layer.undrawn += may_lack_font and self._is_undrawn(item)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                rules = self._rules(item, height)
                if rules is None:
                    layer.curves += 1
                else:
                    layer.rules += rules
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
                if kind == raw.FPDF_PAGEOBJ_FORM:
                    inside = list(page.get_objects(max_depth=6, form=item))
                    kinds = Counter(inner.type for inner in inside)
                    if may_lack_font:
                        layer.undrawn += sum(
                            inner.type == raw.FPDF_PAGEOBJ_TEXT and self._is_undrawn(inner) for inner in inside
                        )
                    layer.is_plain = layer.is_plain and not kinds[raw.FPDF_PAGEOBJ_PATH]
                    layer.curves += kinds[raw.FPDF_PAGEOBJ_PATH] if kinds[raw.FPDF_PAGEOBJ_PATH] > 200 else 0
                    texts += kinds[raw.FPDF_PAGEOBJ_TEXT]
                    if not kinds[raw.FPDF_PAGEOBJ_IMAGE]:
                        continue
                share = _share(self._bounds(item), (left, bottom, right, top))
                pictures.append(share)
                if share > 0.8:
                    texts_before_picture = texts
        layer.pictured = min(1.0, sum(pictures))
        self._characters(page, page_no, layer)
        if texts_before_picture * 2 > texts:
            # text under a picture of the whole page is what somebody's optical reading left there
            layer.hidden = len(layer.characters)
        return layer

    def _bounds(self, item: Any) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a drawing; pdfium gives none where it has no extent."""
        sides = [ctypes.c_float() for _ in range(4)]
        self._raw.FPDFPageObj_GetBounds(item, *sides)
        left, bottom, right, top = (side.value for side in sides)
        return left, bottom, right, top

    def _rules(self, item: Any, height: float) -> list[Box] | None:
        """The straight lines of a path as thin boxes; None where it draws something else."""
        raw = self._raw
        left, bottom, right, top = self._bounds(item)
        box = (left, height - top, right, height - bottom)
        if right - left <= 3 or top - bottom <= 3:
            return [box]
        count = raw.FPDFPath_CountSegments(item)
        for index in range(min(count, 400)):
            kind = raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, index))
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                return None
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not stroke.value:
            # a shaded area has borders only where they are drawn
            return []
        if count <= 5:
            left, top, right, bottom = box
            return [
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ]
        return []

    def _characters(self, page: Any, page_no: int, layer: _Layer) -> None:
        """The characters of a page into `layer`, in the order of its content."""
        raw = self._raw
        text_page = page.get_textpage()
        try:
            count = text_page.count_chars()
            if count > MAX_CHARACTERS_PER_PAGE:
                raise Unreadable("too_large", f"page {page_no}: more than {MAX_CHARACTERS_PER_PAGE} characters")
            handle = text_page.raw
            loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
            x, y = ctypes.c_double(), ctypes.c_double()
            left, bottom, _, _ = page.get_cropbox()
            total = invisible = 0
            check_modes = layer.pictured > 0.4
            high_surrogate = 0
            for index in range(count):
                code = raw.FPDFText_GetUnicode(handle, index)
                if 0xD800 <= code < 0xDC00:
                    high_surrogate = code
                    continue
                if 0xDC00 <= code < 0xE000 and high_surrogate:
                    code = 0x10000 + ((high_surrogate - 0xD800) << 10) + (code - 0xDC00)
                high_surrogate = 0
                if code == _LINE_END_HYPHEN:
                    code = ord("-")
                if code in _BLANK_CODES:
                    continue
                total += 1
                if raw.FPDFText_HasUnicodeMapError(handle, index) == 1 or _is_unmapped(code):
                    if self._is_held(raw.FPDFText_GetTextObject(handle, index)):
                        layer.unmapped += 1
                    else:
                        layer.nameless += 1
                if check_modes and total % 7 == 0:
                    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(handle, index))
                    invisible += mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
                shape = cleaned(chr(code))
                if not shape:
                    continue
                raw.FPDFText_GetLooseCharBox(handle, index, loose)
                raw.FPDFText_GetCharOrigin(handle, index, x, y)
                raw.FPDFText_GetMatrix(handle, index, matrix)
                size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
                known = len(layer.characters)
                _add(
                    layer,
                    shape,
                    (loose.left - left, loose.bottom - bottom, loose.right - left, loose.top - bottom),
                    (x.value - left, y.value - bottom),
                    (matrix.a, matrix.b),
                    size,
                )
                if size >= _LEAST_PALE_SIZE and len(layer.characters) > known and self._is_pale(handle, index):
                    layer.pale.append(layer.characters[-1].box)
            if check_modes and invisible * 2 > total // 7 > 0:
                layer.hidden = total
        finally:
            text_page.close()

    def _is_pale(self, text_page: Any, index: int) -> bool:
        """Whether a character is drawn in a light colour, or lets much of the paper through."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not self._raw.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
            return False
        darkest = min(255 - (255 - part.value) * alpha.value / 255 for part in (red, green, blue))
        return _PALE <= darkest < _WHITE

    def _fast_grids(self, page_no: int) -> list[list[Box]]:
        import tablers

        if self._tables is None:
            self._tables = tablers.Document(bytes=self._data)
        page = self._tables.get_page(page_no - 1)
        try:
            found = tablers.find_tables(page, extract_text=False)
            return [[cell.bbox for cell in table.cells] for table in found]
        finally:
            page.clear_cache()

    def _reference_layer(self, page_no: int, drawn: _Layer) -> _Layer:
        """The page as pdfplumber reads it."""
        import pdfplumber

        if self._reference is None:
            self._reference = pdfplumber.open(io.BytesIO(self._data))
        page = self._reference.pages[page_no - 1]
        try:
            layer = _Layer(drawn.width, drawn.height, pale=drawn.pale, is_plain=False, is_by_reference=True)
            left, top, media_height = self._offset(page_no)
            below = media_height - top - drawn.height
            visible = page.filter(_is_visible)
            for found in visible.chars:
                text = found["text"]
                is_nameless = drawn.nameless > 0 and (
                    text.startswith(_NAMELESS) or (len(text) == 1 and _is_unmapped(ord(text)))
                )
                shape = ILLEGIBLE_MARK if is_nameless else cleaned(text)
                if not shape:
                    continue
                a, b, _, _, x, y = found["matrix"]
                x0, y0, x1, y1 = found["x0"], media_height - found["bottom"], found["x1"], media_height - found["top"]
                # a character's extent across its direction is its size
                size = x1 - x0 if abs(b) > abs(a) else y1 - y0
                _add(layer, shape, (x0 - left, y0 - below, x1 - left, y1 - below), (x - left, y - below), (a, b), size)
            layer.grids = [
                [(cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top) for cell in table.cells]
                for table in visible.find_tables()
            ]
            layer.rules = [
                (edge["x0"] - left, edge["top"] - top, edge["x1"] - left, edge["bottom"] - top)
                for edge in visible.edges
            ]
            return layer
        finally:
            page.close()

    def _offset(self, page_no: int) -> tuple[float, float, float]:
        """Left and top border of a page as it is shown within its media box, which pdfplumber counts from, and that box's height."""
        page = self._pdf[page_no - 1]
        left, bottom, right, top = page.get_mediabox()
        x0, y0, x1, y1 = page.get_cropbox()
        width, height = right - left, top - bottom
        turn = page.get_rotation()
        shown = turned((x0 - left, top - y1, x1 - left, top - y0), turn, width, height)
        return shown[0], shown[1], width if turn in (90, 270) else height

    def _scanned(self, page: Any, page_no: int, doubt: str) -> Page:
        """The page as optical reading sees it."""
        width, height = page.get_size()
        scale = min(DPI / _POINTS_PER_INCH, math.sqrt(MAX_PIXELS / (width * height)))
        try:
            image = page.render(scale=scale, rev_byteorder=True).to_numpy()
            return scan.read_page(image[:, :, :3], scale * _POINTS_PER_INCH, page_no, width, height)
        except ImportError:
            raise Unreadable("needs_ocr", f"page {page_no} {doubt}: install the extra `ocr`") from None


# -- the text layer ----------------------------------------------------------------------------------------------------

_BLANK_CODES = frozenset(map(ord, " \t\r\n\f\v\u00a0\u3000\x00"))
# what pdfium tells instead of a hyphen at a line's end: it may be the sign of the figure that follows
_LINE_END_HYPHEN = 2
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")
_GIBBERISH = "has text that makes no sense"


def _is_unmapped(code: int) -> bool:
    """Whether a code stands for no character: controls, replacement, private use (but for symbol fonts, which have bullets)."""
    return (
        code < 0x20
        or code in (0xFFFD, 0xFFFE, 0xFFFF)
        or 0x7F <= code < 0xA0
        or 0xE000 <= code < 0xF000
        or 0xF100 <= code < 0xF900
        or code >= 0xF0000
    )


def _add(
    layer: _Layer, shape: str, loose: Box, origin: tuple[float, float], direction: tuple[float, float], size: float
) -> None:
    """A character into a layer; `loose` (left, bottom, right, top) and `origin` count from the lower left corner."""
    turn = math.degrees(math.atan2(direction[1], direction[0]))
    angle = round(turn / 90) * 90
    if abs(turn - angle) > 3:
        layer.skewed += 1
        return
    left, bottom, right, top = loose
    size = abs(size) or abs(top - bottom)
    x, y = origin
    angle %= 360
    if angle == 0:
        bottom, top = y - DESCENT * size, y + ASCENT * size
    elif angle == 90:
        left, right = x - ASCENT * size, x + DESCENT * size
    elif angle == 180:
        bottom, top = y - ASCENT * size, y + DESCENT * size
    else:
        left, right = x - DESCENT * size, x + ASCENT * size
    # a font for writing downwards has its origin elsewhere: then the loose box is the better one
    if not (left < loose[2] and loose[0] < right and bottom < loose[3] and loose[1] < top):
        left, bottom, right, top = loose
    if right <= 0 or left >= layer.width or top <= 0 or bottom >= layer.height:
        return
    layer.characters.append(Character(shape, left, layer.height - top, right, layer.height - bottom, size))
    layer.angles.append(angle)


def _join_nameless(layer: _Layer) -> None:
    """One mark for neighbouring characters that can't be known."""
    characters: list[Character] = []
    angles: list[int] = []
    for character, angle in zip(layer.characters, layer.angles, strict=True):
        last = characters[-1] if characters else None
        if last is not None and last.text == character.text == ILLEGIBLE_MARK and angles[-1] == angle:
            box, size = around((last.box, character.box)), max(last.size, character.size)
            # on the same line, whichever way that runs
            if min(box[2] - box[0], box[3] - box[1]) < 1.3 * size and _is_near(last.box, character.box, size):
                characters[-1] = Character(ILLEGIBLE_MARK, *box, size)
                continue
        characters.append(character)
        angles.append(angle)
    layer.characters, layer.angles = characters, angles


def _is_near(one: Box, other: Box, gap: float) -> bool:
    return one[0] - gap < other[2] and other[0] - gap < one[2] and one[1] - gap < other[3] and other[1] - gap < one[3]


def _says_something(block: Block) -> bool:
    """Whether a block holds text that was read."""
    texts = [block.text, *(cell.text for cell in block.table.cells)] if block.table else [block.text]
    return any(text.replace(ILLEGIBLE_MARK, "").strip() for text in texts)


def _share(bounds: Sequence[float], page: Sequence[float]) -> float:
    """The share of a page that a box covers."""
    width = max(0.0, min(bounds[2], page[2]) - max(bounds[0], page[0]))
    height = max(0.0, min(bounds[3], page[3]) - max(bounds[1], page[1]))
    return width * height / max(1.0, (page[2] - page[0]) * (page[3] - page[1]))


def _doubt(layer: _Layer) -> str:
    """What is wrong with a page's text layer; empty where it is good or the page is blank."""
    count = len(layer.characters) + layer.skewed
    if layer.unmapped > max(2, 0.01 * count):
        return "has characters without a meaning"
    if not count:
        if layer.pictured > 0.3:
            return "is a picture"
        return "is drawn without text" if layer.curves > 60 else ""
    if layer.pictured > 0.4 and layer.hidden * 2 > count:
        return "has its text hidden by a picture"
    if layer.pictured > 0.5 and count < 30:
        return "is a picture with little text"
    return _GIBBERISH if is_gibberish("".join(c.text for c in layer.characters if c.text != ILLEGIBLE_MARK)) else ""


def is_gibberish(text: str) -> bool:
    """Whether the characters of a page, in any order, are no language: a font that maps its glyphs to wrong characters."""
    letters = _LETTER.findall(text)
    if len(letters) < 20:
        return False
    ideographs = [letter for letter in letters if _IDEOGRAPH.match(letter)]
    if len(ideographs) < 0.05 * len(letters):
        plain = [letter for letter in letters if letter.isascii()]
        vowels = sum(letter in "aeiouAEIOU" for letter in plain)
        return len(plain) < 0.8 * len(letters) or vowels < 0.2 * len(plain)
    if len(letters) - len(ideographs) > 3 * len(ideographs) and sum(not x.isascii() for x in letters) > 1.5 * len(
        ideographs
    ):
        return True
    # of what people write all but names stands in the first level of either national set
    return sum(map(_is_common, ideographs)) < 0.8 * len(ideographs)


def _is_common(ideograph: str) -> bool:
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        with suppress(UnicodeEncodeError):
            if first <= ideograph.encode(encoding)[0] <= last:
                return True
    return False


# -- grids and lines ---------------------------------------------------------------------------------------------------


def _is_visible(item: dict[str, Any]) -> bool:
    """Whether pdfplumber's item shows: white areas make no borders."""
    if item["object_type"] not in ("rect", "curve", "line"):
        return True
    if item.get("stroke"):
        return not _is_white(item.get("stroking_color"))
    return not (item.get("fill") and _is_white(item.get("non_stroking_color")))


def _is_white(color: Any) -> bool:
    if not isinstance(color, (tuple, list)) or not color or not all(isinstance(part, (int, float)) for part in color):
        return False
    # four parts are cyan, magenta, yellow and black: ink
    return all(part <= 0.01 for part in color) if len(color) == 4 else all(part >= 0.99 for part in color)


def _is_sound(layer: _Layer) -> bool:
    """Whether grids, characters and rules of a page agree.

    The cells of each grid fill it, every character in a grid stands inside one cell, and no two crossing rules are without a
    cell beside them.
    """
    lattices = [(around(boxes), Lattice(boxes)) for boxes in layer.grids]
    if not all(lattice.is_whole for _, lattice in lattices):
        return False
    for character in layer.characters:
        x, y = (character.left + character.right) / 2, (character.top + character.bottom) / 2
        for (left, top, right, bottom), lattice in lattices:
            if left < x < right and top < y < bottom and lattice.owner(x, y) is None:
                return False
    free = _free_rules(layer)
    level = [box for box in free if box[2] - box[0] >= 20 and box[3] - box[1] <= 3]
    upright = [box for box in free if box[3] - box[1] >= 8 and box[2] - box[0] <= 3]
    crossings = sum(
        across[0] - 2 <= down[0] <= across[2] + 2 and down[1] - 2 <= across[1] <= down[3] + 2
        for across in level[:200]
        for down in upright[:200]
    )
    return crossings < 4


def _free_rules(layer: _Layer) -> list[Box]:
    """The rules outside of all grids."""
    grids = [around(boxes) for boxes in layer.grids]
    return [
        rule
        for rule in layer.rules
        if not any(
            left - 3 <= (rule[0] + rule[2]) / 2 <= right + 3 and top - 3 <= (rule[1] + rule[3]) / 2 <= bottom + 3
            for left, top, right, bottom in grids
        )
    ]


def _without_overlays(layer: _Layer) -> int:
    """Takes watermarks out of a layer: text larger than most that is pale, or far larger and lies across other text. Gives how many characters."""
    if not layer.characters:
        return 0
    usual = statistics.median(character.size for character in layer.characters)
    marks = {
        id(one) for one in layer.characters if one.size >= _LARGE_PALE * usual and _holds_middle(layer.pale, one.box)
    }
    large = [one for one in layer.characters if one.size >= _LARGE * usual and id(one) not in marks]
    if large and len(large) <= 0.2 * len(layer.characters):
        middles = [_middle(small.box) for small in layer.characters if small.size < _LARGE * usual]
        across = {
            round(one.size)
            for one in large
            if any(one.left < x < one.right and one.top < y < one.bottom for x, y in middles)
        }
        marks |= {id(one) for one in large if round(one.size) in across}
    kept = [(one, angle) for one, angle in zip(layer.characters, layer.angles, strict=True) if id(one) not in marks]
    layer.characters = [one for one, _ in kept]
    layer.angles = [angle for _, angle in kept]
    return len(marks)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _holds_middle(boxes: Sequence[Box], box: Box) -> bool:
    """Whether the middle of a box lies in one of others."""
    x, y = _middle(box)
    return any(left < x < right and top < y < bottom for left, top, right, bottom in boxes)


def _laid_out(layer: _Layer, page_no: int) -> Page:
    """The page as it is read: turned so that most of its text is upright."""
    counted = Counter(layer.angles)
    turn = counted.most_common(1)[0][0] if counted else 0
    width, height = (layer.height, layer.width) if turn in (90, 270) else (layer.width, layer.height)

    def as_read(box: Box) -> Box:
        return turned(box, turn, layer.width, layer.height)

    once = without_doubles(layer.characters)
    angles = dict(zip(map(id, layer.characters), layer.angles, strict=True))
    characters = [
        (Character(one.text, *as_read(one.box), one.size) if turn else one, (angles[id(one)] - turn) % 360)
        for one in once
    ]
    lattices = []
    for found in layer.grids:
        boxes = [as_read(box) for box in found]
        lattices.append((around(boxes), boxes, Lattice(boxes)))
    spots: dict[tuple[int, int] | None, list[tuple[Character, int]]] = {}
    for word in _words(characters):
        for part in _divided([(one, _spot(one[0], lattices)) for one in word], lattices):
            where = Counter(spot for _, spot in part).most_common(1)[0][0]
            spots.setdefault(where, []).extend(one for one, _ in part)
    grids = [
        Grid(
            frame,
            tuple(
                GridCell(*lattice.places[at], boxes[at], _lines(spots.get((number, at), ()), width, height))
                for at in sorted(range(len(boxes)), key=lambda at: lattice.places[at][:2])
            ),
        )
        for number, (frame, boxes, lattice) in enumerate(lattices)
    ]
    rules = tuple(as_read(box) for box in _free_rules(layer))
    return Page(page_no, width, height, _lines(spots.get(None, ()), width, height), tuple(grids), turn, rules)


def _words(characters: Sequence[tuple[Character, int]]) -> Iterator[list[tuple[Character, int]]]:
    """Characters that were written one right behind the other: a figure too long for its cell stays whole."""
    word: list[tuple[Character, int]] = []
    for character, angle in characters:
        if word:
            last = word[-1][0]
            is_next = (
                angle == word[-1][1] == 0
                and abs(character.bottom - last.bottom) < 0.1 * character.size
                and -0.1 * character.size < character.left - last.right < 0.15 * character.size
            )
            if not is_next:
                yield word
                word = []
        word.append((character, angle))
    if word:
        yield word


_Placed = tuple[tuple[Character, int], tuple[int, int] | None]


def _divided(word: list[_Placed], lattices: Sequence[tuple[Box, list[Box], Lattice]]) -> Iterator[list[_Placed]]:
    """A word's parts in neighbouring cells without padding: they touch at the border, none reaches over it."""
    start = 0
    for at in range(1, len(word)):
        (before, spot), (after, next_spot) = word[at - 1], word[at]
        if spot == next_spot or spot is None or next_spot is None or spot[0] != next_spot[0]:
            continue
        border = lattices[spot[0]][1][spot[1]][2]
        # between two digits it may be one figure, too long for its cell
        most = 0.3 if before[0].text.isdigit() and after[0].text.isdigit() else 0.08 * after[0].size
        if before[0].right <= border + most and after[0].left >= border - most:
            yield word[start:at]
            start = at
    yield word[start:]


def _spot(character: Character, lattices: Sequence[tuple[Box, list[Box], Lattice]]) -> tuple[int, int] | None:
    """The grid and the cell that hold the middle of a character."""
    x, y = (character.left + character.right) / 2, (character.top + character.bottom) / 2
    for number, ((left, top, right, bottom), _, lattice) in enumerate(lattices):
        if left <= x <= right and top <= y <= bottom:
            cell = lattice.owner(x, y)
            return None if cell is None else (number, cell)
    return None


def _lines(characters: Iterable[tuple[Character, int]], width: float, height: float) -> tuple[Line, ...]:
    """Lines of each direction: upright ones, then those that run up, down or upside down."""
    by_angle: dict[int, list[Character]] = {}
    for character, angle in characters:
        by_angle.setdefault(angle, []).append(character)
    lines: list[Line] = []
    for angle, members in sorted(by_angle.items()):
        if not angle:
            lines += lines_of(members)
            continue
        upright = [Character(one.text, *turned(one.box, angle, width, height), one.size) for one in members]
        turned_width, turned_height = (height, width) if angle in (90, 270) else (width, height)

        def back(box: Box, angle: int = angle, w: float = turned_width, h: float = turned_height) -> Box:
            return turned(box, -angle % 360, w, h)

        lines += [
            Line(tuple(replace(part, box=back(part.box)) for part in line.glyphs), back(line.box))
            for line in lines_of(upright)
        ]
    return tuple(lines)


def _refuse_truncated(data: bytes) -> None:
    """Raises Unreadable where the end of the file is missing: pdfium would show what is left as if it were all."""
    if b"%%EOF" not in data[-_TAIL_BYTES:] and b"startxref" not in data[-_TAIL_BYTES:]:
        raise Unreadable("truncated", f"no end mark in the last {_TAIL_BYTES} bytes")
    stated = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+([0-9]{1,12})\b", data[:2048])
    if stated and int(stated.group(1)) > len(data):
        raise Unreadable("truncated", f"{len(data)} of {int(stated.group(1))} bytes")


def _refuse_bombs(data: bytes) -> None:
    """Raises Unreadable where a stream that is no picture unpacks to more than any page's drawing: pdfium would take it all into memory."""
    view = memoryview(data)
    end = 0
    while (start := data.find(b"stream", end)) >= 0:
        # an end mark that is missing is the next one
        end = start + len(b"stream")
        if data[start - 3 : start] == b"end":
            continue
        head = data[max(0, start - _DICTIONARY_BYTES) : start]
        head = head[head.rfind(b"obj") + 1 :]
        # pictures have limits of their own
        if b"/Filter" not in head or re.search(rb"/Subtype\s*/Image\b", head):
            continue
        first = end + (2 if data[end : end + 2] == b"\r\n" else 1)
        end = data.find(b"endstream", first)
        end = end if end >= 0 else len(data)
        packed = view[first:end]
        layers = min(4, len(re.findall(rb"/(?:FlateDecode|Fl)\b", head)) or 1)
        if len(packed) * _DEFLATE_RATIO**layers > _LONGEST_STREAM and _is_longer(packed, layers):
            raise Unreadable("bomb", f"a stream of more than {_LONGEST_STREAM // 2**20} MiB unpacked")


def _is_longer(packed: bytes | memoryview, layers: int) -> bool:
    """Whether a stream that was deflated so many times over holds more than is allowed."""
    unpackers = [zlib.decompressobj() for _ in range(layers)]
    lengths = [0] * layers

    def unpack(chunk: bytes | memoryview, layer: int) -> bool:
        while chunk and not unpackers[layer].eof:
            part = unpackers[layer].decompress(chunk, 1 << 20)
            chunk = unpackers[layer].unconsumed_tail
            lengths[layer] += len(part)
            if lengths[layer] > _LONGEST_STREAM or (layer + 1 < layers and unpack(part, layer + 1)):
                return True
        return False

    try:
        return unpack(packed, 0)
    except zlib.error:
        # encrypted, damaged or packed by other means: not for this to judge
        return False
