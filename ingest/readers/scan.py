"""Scanned pages and image files, read optically: a page's picture to the lines and grids that stand on it.

What is read carries a score. A figure's is the lowest of its characters' in two readings, and less than `SURE` where those
differ: such a figure is not to be trusted unseen.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import ILLEGIBLE_MARK, Block, Box, Document
from ingest.pages import assembly
from ingest.pages.assembly import assemble
from ingest.pages.characters import Character, lines_of
from ingest.pages.layout import Glyphs, Grid, GridCell, Lattice, Line, Page, around
from ingest.readers import Unreadable, code_version, page_done, sniff, text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image as Picture

    from ingest.readers.scan_text import Text

    Image = npt.NDArray[np.uint8]

# a figure with a lower score may be wrong
SURE = 0.9
# the most pixels of a page's picture, and the most pages of an image file
MAX_PIXELS = 40_000_000
MAX_PAGES = 300

_POINTS_PER_INCH = 72
# a picture that states no believable resolution is taken for a page of A4
_A4_INCHES = (8.27, 11.69)
_LARGEST_INCHES = 18.0
_BELIEVABLE_DPI = (72.5, 1_300)
_SMALLEST_SIDE = 16
# what is read worse than this may stand on its head
_ON_ITS_HEAD = 0.8
_LIBRARIES = ("rapidocr", "onnxruntime", "opencv-python-headless", "opencv-python", "numpy", "pillow")


def version() -> str:
    """Changes when optical reading does: its code, its libraries, or whether they are there."""
    here = Path(__file__)
    return code_version(*sorted(here.parent.glob("scan*.py")), *assembly.CODE, libraries=_LIBRARIES)


class ImageReader:
    """Reader of image/png, image/jpeg and image/tiff (of several pages): scans that came without a PDF around them."""

    name = "image"
    media_types = frozenset({"image/png", "image/jpeg", "image/tiff"})

    @property
    def version(self) -> str:
        return f"{version()}-{code_version(*text.SHARED_CODE)}"

    def read(self, data: bytes) -> Document:
        """The document of an image. Raises Unreadable: `damaged`, `truncated`, `too_large`, `needs_ocr`, `empty`."""
        blocks, count = blocks_of([data])
        return Document(blocks, sniff(data), self.name, self.version, page_count=count)


def blocks_of(pictures: Sequence[bytes]) -> tuple[tuple[Block, ...], int]:
    """What stands on the pages that PNG, JPEG and TIFF files show, one after the other, and how many pages they are. Raises Unreadable as `ImageReader.read` does."""
    pages: list[Page] = []
    for number, data in enumerate(pictures):
        pages += _pages(data, len(pages), len(pictures) - number - 1)
    blocks = assemble(pages)
    if not any(block.text.strip() or block.table for block in blocks):
        raise Unreadable("empty", f"no text on any of {len(pages)} pages")
    return blocks, len(pages)


def _pages(data: bytes, before: int, behind: int) -> Iterator[Page]:
    """The pages of a picture; so many pages come before it, so many pictures behind."""
    from PIL import Image as Pictures
    from PIL import ImageSequence, UnidentifiedImageError

    try:
        picture = Pictures.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except UnidentifiedImageError:
        raise Unreadable("damaged", "no picture can be read") from None
    except Pictures.DecompressionBombError:
        raise Unreadable("too_large", f"a picture of far more than {MAX_PIXELS} pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise Unreadable("damaged", "the head of the picture can't be read") from None
    with closing(picture):
        is_paged = picture.format == "TIFF"
        try:
            count = getattr(picture, "n_frames", 1) if is_paged else 1
            if before + count + behind > MAX_PAGES:
                raise Unreadable("too_large", f"{before + count + behind} pages, {MAX_PAGES} are read at most")
            frames = ImageSequence.Iterator(picture) if is_paged else (picture,)
            for page_no, frame in enumerate(frames, start=before + 1):
                if frame.width * frame.height > MAX_PIXELS:
                    raise Unreadable(
                        "too_large",
                        f"page {page_no}: {frame.width} x {frame.height} pixels, {MAX_PIXELS} are read at most",
                    )
                try:
                    image, dpi = pixels(frame)
                except (OSError, EOFError, SyntaxError, ValueError):
                    raise Unreadable("truncated", f"page {page_no}: the picture breaks off or is damaged") from None
                height, width = (side * _POINTS_PER_INCH / dpi for side in image.shape[:2])
                yield read_page(image, dpi, page_no, width, height)
                page_done(page_no, before + count + behind)
        except (OSError, EOFError, SyntaxError, ValueError):
            raise Unreadable("damaged", "the pages of the picture can't be read") from None


def pixels(frame: Picture) -> tuple[Image, float]:
    """A picture as rows x columns x red, green, blue, upright as its camera says, and its resolution in dots per inch.

    Raises Unreadable `needs_ocr` where numpy is missing, and what Pillow raises for a broken picture: OSError, SyntaxError, ValueError.
    """
    try:
        import numpy as np
    except ImportError:
        raise _needs_ocr(1) from None
    from PIL import Image as Pictures
    from PIL import ImageOps

    frame.load()
    shown = ImageOps.exif_transpose(frame)
    if shown.mode.startswith("I;16") or shown.mode in ("I", "F"):
        values = np.asarray(shown, dtype=np.float32)
        shown = Pictures.fromarray(
            np.clip(values / (257.0 if values.max(initial=0.0) > 255 else 1.0), 0, 255).astype(np.uint8)
        )
    if shown.has_transparency_data:
        shown = Pictures.alpha_composite(Pictures.new("RGBA", shown.size, "white"), shown.convert("RGBA"))
    stated: Any = frame.info.get("dpi", (0, 0))
    dpi = float(stated[0]) if isinstance(stated, tuple) else 0.0
    if not _BELIEVABLE_DPI[0] <= dpi <= _BELIEVABLE_DPI[1] or max(shown.size) > _LARGEST_INCHES * dpi:
        dpi = _dpi_of_a4(*shown.size)
    return np.ascontiguousarray(np.asarray(shown.convert("RGB"))), dpi


def _dpi_of_a4(columns: int, rows: int) -> float:
    """The resolution of a picture that shows a page of A4."""
    return max(max(columns, rows) / max(_A4_INCHES), min(columns, rows) / min(_A4_INCHES))


# -- a page ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _View:
    """A page turned clockwise by so many degrees: the cells of its grids, in pixels, and its text."""

    turn: int
    grids: list[list[tuple[int, int, int, int]]]
    text: Text


def read_page(image: Image, dpi: float, page_no: int, width: float, height: float) -> Page:
    """A page's picture (rows x columns x red, green, blue) as lines and grids; `width` and `height` are the page's, in points.

    Raises Unreadable: `too_large`, and `needs_ocr` where the libraries are missing.
    """
    rows, columns = image.shape[:2]
    if rows * columns > MAX_PIXELS:
        raise Unreadable("too_large", f"page {page_no}: {columns} x {rows} pixels, {MAX_PIXELS} are read at most")
    if min(rows, columns) < _SMALLEST_SIDE:
        return Page(page_no, width, height, (), ())
    try:
        from ingest.pages import rulings
        from ingest.readers import scan_cleaning, scan_text
        from ingest.readers.scan_engine import engine
    except ImportError:
        raise _needs_ocr(page_no) from None

    if max(rows, columns) > _LARGEST_INCHES * dpi:
        # no page of a report is that large: whoever wrapped the picture took its pixels for points
        dpi = _dpi_of_a4(columns, rows)
    image, dpi = scan_cleaning.at_working_size(image, dpi)
    plain, hidden = scan_cleaning.without_stamps(image, dpi)
    grey = scan_cleaning.levelled(plain)
    tilt = scan_cleaning.skew(grey, dpi)
    if tilt:
        grey, hidden = scan_cleaning.turned(grey, tilt), scan_cleaning.turned(hidden, tilt, 0)

    def view(turn: int) -> _View:
        upright = scan_cleaning.quarter_turned(grey, turn)
        covered = scan_cleaning.quarter_turned(hidden, turn)
        ruled = rulings.find_grids(upright, dpi, covered)
        upright[(ruled.lines | ruled.streaks) > 0] = 255
        places = engine().detect(upright, dpi)
        if turn == 0 and scan_text.runs_sideways(places):
            return view(90)
        doubtful = covered | ruled.streaks
        return _View(turn, ruled.grids, scan_text.Text(engine(), upright, dpi, ruled, doubtful, places))

    best = view(0)
    if best.text.sureness() < _ON_ITS_HEAD:
        best = max(best, view((best.turn + 180) % 360), key=lambda one: one.text.sureness())
    best.text.read()
    if best.turn % 180:
        width, height = height, width
    points = width / (grey.shape[0] if best.turn % 180 else grey.shape[1])
    return _laid_out(best, page_no, width, height, points, tilt)


def _laid_out(view: _View, page_no: int, width: float, height: float, points: float, tilt: float) -> Page:
    """A page read, in points."""
    from ingest.readers.scan_text import characters

    by_cell: dict[int, list[Character]] = {}
    for piece, found in zip(view.text.pieces, characters(view.text.pieces, view.text.ink, points), strict=True):
        by_cell.setdefault(piece.cell, []).extend(found)
    unread = view.text.illegible()
    grids = []
    first = 0
    for cells in view.grids:
        boxes: list[Box] = [(cell[0] * points, cell[1] * points, cell[2] * points, cell[3] * points) for cell in cells]
        grids.append(
            Grid(
                around(boxes),
                tuple(
                    GridCell(
                        *place,
                        box,
                        (_illegible(box),) if first + number in unread else lines_of(by_cell.get(first + number, ())),
                    )
                    for number, (place, box) in enumerate(zip(Lattice(boxes).places, boxes, strict=True))
                ),
            )
        )
        first += len(cells)
    return Page(page_no, width, height, lines_of(by_cell.get(-1, ())), tuple(grids), turn=view.turn, tilt=tilt)


def _illegible(box: Box) -> Line:
    """What stands for the text of a cell that nobody can read."""
    return Line((Glyphs(ILLEGIBLE_MARK, box, 0.0),), box)


def _needs_ocr(page_no: int) -> Unreadable:
    return Unreadable("needs_ocr", f"page {page_no} is a picture: install the extra `ocr`")
