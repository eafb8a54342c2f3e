"""What stands on a page, and where: the shapes between a page as drawn or scanned and the document's blocks and tables.

Boxes are left, top, right, bottom in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Box


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Neighbouring characters of one line; a number stands alone. `score` (0 to 1) only where the text was read optically."""

    text: str
    box: Box
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its glyphs from left to right."""

    glyphs: tuple[Glyphs, ...]
    box: Box

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.glyphs)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled grid with its lines from top to bottom; rows and columns count from 1."""

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn on one page."""

    box: Box
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the lines outside its grids, and the grids."""

    page_no: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
