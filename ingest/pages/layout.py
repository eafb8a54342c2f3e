"""What stands on a page, and where: the shapes between a page as drawn or scanned and the document's blocks and tables.

Boxes are left, top, right, bottom in points from the upper left corner of the page as it is read: as it is shown, or turned
by `Page.turn` where its text runs up or down the page.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Sequence
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
    """A table as drawn on one page; `begins_within_row` where its first row is known for the rest of the last one before."""

    box: Box
    cells: tuple[GridCell, ...]
    begins_within_row: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the lines outside its grids, and the grids.

    `width` and `height` are those of the page as it is read; `turn` tells by how many degrees (0, 90, 180, 270) the page as it is
    shown was turned clockwise for that, and `tilt` by how many more about its centre to level its lines; `rules` are ruling lines
    (thin boxes) that belong to no grid. Of a page in columns each is a page of its own: `span` is where it begins and ends, `column`
    counts those of running text, in which tables go on from one to the next.
    """

    page_no: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    turn: int = 0
    rules: tuple[Box, ...] = ()
    tilt: float = 0.0
    span: tuple[float, float] | None = None
    column: int = 0

    @property
    def measure(self) -> tuple[float, float]:
        """From where to where its text may go: over the page, or its column."""
        return self.span or (0.0, self.width)

    def is_before(self, other: Page) -> bool:
        """Whether the text goes on with another page, or another column of this one."""
        if other.page_no == self.page_no:
            return self.column > 0 and other.column == self.column + 1
        return other.page_no == self.page_no + 1

    def as_shown(self, box: Box) -> Box:
        """A box of this page in the page as it is shown."""
        if self.tilt:
            box = _tilted(box, -self.tilt, self.width, self.height)
        return turned(box, -self.turn % 360, self.width, self.height)


def _tilted(box: Box, degrees: float, width: float, height: float) -> Box:
    """The box around a box that was turned clockwise about the centre of a page of this size."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(x - width / 2, y - height / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [width / 2 + cosine * x - sine * y for x, y in corners]
    ys = [height / 2 + sine * x + cosine * y for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def turned(box: Box, degrees: int, width: float, height: float) -> Box:
    """A box of a page of this size after the page was turned clockwise by 0, 90, 180 or 270 degrees."""
    left, top, right, bottom = box
    if degrees == 90:
        return (height - bottom, left, height - top, right)
    if degrees == 180:
        return (width - right, height - bottom, width - left, height - top)
    if degrees == 270:
        return (top, width - right, bottom, width - left)
    return box


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around some boxes; there must be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def borders(values: Iterable[float], tolerance: float) -> list[float]:
    """Positions of borders, ascending: values nearer to each other than `tolerance` are one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= tolerance:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def nearest(position: float, positions: Sequence[float]) -> int:
    """The index of the position nearest to this one; positions ascend."""
    after = bisect.bisect_left(positions, position)
    if after == len(positions):
        return after - 1
    if after and position - positions[after - 1] <= positions[after] - position:
        return after - 1
    return after


# borders of neighbouring cells are drawn up to this far apart (points)
BORDER_TOLERANCE = 3.0


class Lattice:
    """The rows and columns that the boxes of one grid's cells span.

    `places` are row, column, row span and column span of each box, counted from 1; `is_whole` tells whether the cells fill the
    grid without a hole and without lying over each other.
    """

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.columns = borders((side for box in boxes for side in (box[0], box[2])), BORDER_TOLERANCE)
        self.rows = borders((side for box in boxes for side in (box[1], box[3])), BORDER_TOLERANCE)
        self.places: list[tuple[int, int, int, int]] = []
        self._owners: dict[tuple[int, int], int] = {}
        claimed = 0
        for index, (left, top, right, bottom) in enumerate(boxes):
            column, row = nearest(left, self.columns), nearest(top, self.rows)
            row_span = max(1, nearest(bottom, self.rows) - row)
            column_span = max(1, nearest(right, self.columns) - column)
            self.places.append((row + 1, column + 1, row_span, column_span))
            claimed += row_span * column_span
            for at_row in range(row, row + row_span):
                for at_column in range(column, column + column_span):
                    self._owners.setdefault((at_row, at_column), index)
        slots = (len(self.rows) - 1) * (len(self.columns) - 1)
        self.is_whole = len(self._owners) == slots == claimed

    def owner(self, x: float, y: float) -> int | None:
        """The index of the box that holds a point."""
        return self._owners.get((bisect.bisect_right(self.rows, y) - 1, bisect.bisect_right(self.columns, x) - 1))
