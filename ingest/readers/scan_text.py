"""The text of a cleaned page: pieces of lines found, cut at the cells' borders, read, doubtful ones and numbers read again.

Places are pixels of the cleaned picture; what is given out are characters with their places.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from ingest.pages.characters import Character
from ingest.pages.rulings import Rulings
from ingest.readers.scan_engine import Corners, Engine, ReadCharacter, Reading

Image = npt.NDArray[np.uint8]
PixelBox = tuple[int, int, int, int]

# the score of a figure that two readings disagree about, or that a letter stands in: below whatever counts as sure
DISPUTED = 0.5
# a piece with a letter or digit below this is read again
_DOUBTFUL = 0.9
# so tall, in heights of a line, is what may be a letter or a digit; so much of a cell lies under what hides its text
_LETTER_HEIGHTS = (0.35, 1.3)
_HIDDEN_SHARE = 0.1
# what reads worse and says no figure isn't text: a remnant of a stamp, a stain
_NO_TEXT = 0.6

# what is taller than so many heights of the text beside it is no text (a box around a stroke, too, is taller than lines are); so far beside a figure, in heights, something may hide a part of it
_TALL = 1.6
_TALLEST_BOX = 1.25
_BESIDE = 0.6
# what measures so much both ways is a seal, or a loop drawn by a pen: inside it strokes stand between the figures' own
_SEAL_MM = (8.0, 75.0)
_WIPED_MM = 0.6
# so much of a stroke may be wiped out with a ruling
_BRIDGE_MM = 3.0
# the share of its cell's width that a line fills before it is broken
_FULL_LINE = 0.7
# how near sides of cells lie to each other that are one border
_BORDER_MM = 1.2
# so many pieces tell whether a page stands upright
_PROBES = 5

_INK_DARKNESS = 85
_SPECK_MM = 0.22
_TYPICAL_MM = 5.0
_OUTSIDE = -1

_FIGURE = re.compile(r"(?:(?<![0-9])[-+−－])?[.．]?[0-9](?:[0-9]|[.,，．](?=[0-9]))*[%％‰]?")
# a letter that looks like a digit, next to one
_CONFUSED = re.compile(r"[OoQDIilL|SsZzBbgqＯ〇〡]")
# letters that tear one apart
_TORN_BEFORE, _TORN_AFTER = re.compile(r"[0-9] ?[A-Za-z]{1,2} ?$"), re.compile(r" ?[A-Za-z]{1,2} ?[0-9]")
_BARE = re.compile(rf"{_FIGURE.pattern}|[-—–一－ー_]+")
_GROUPED = re.compile(r"[-+−－]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?[%％‰]?")
_DATE = re.compile(r"(?:19|20)[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}$")
# what a speck beside a figure is taken for, and what tears one apart
_SPECK = re.compile(r"[·•'`‘’\"^*]")
# what a minus sign with a speck on it is taken for; between two figures it is a range
_NO_SIGN = re.compile(r"(?<![0-9])[~～_=\\]$")
_STROKE = re.compile(r"[-—–一－ー_]")
_SPLIT_BEFORE = re.compile(r"[0-9] ?[:;：；·•'，,] ?$")
_SPLIT_AFTER = re.compile(r" ?[:;：；·•'，,] ?[0-9]")
# the side of a decimal point, as a share of the height of the picture of a line; smaller by half is a speck
_POINT_SHARE = 0.045
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# marks that stand in the left, and in the right half of their square
_LEFT_HALF, _RIGHT_HALF = "，。、：；！？）》】〕」』”’", "（《【〔「『“‘"
_WIDE = re.compile(r"[“”‘’\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f\u2014\u2026]")
_MARK = re.compile(r"[^\w]")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# marks that the models can't tell from their full-width forms; Chinese text has the latter
_FULL_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a part of one, in one cell (its index) or outside all (-1)."""

    box: PixelBox
    cell: int
    reading: Reading = ()


class Ink:
    """The connected pieces of ink of a page."""

    def __init__(self, grey: Image, dpi: float, cells: Sequence[PixelBox], lines: Image) -> None:
        """`lines` are the rulings (255) that were wiped out of the page."""
        self.dots = ((255 - grey) > _INK_DARKNESS).astype(np.uint8)
        self._strokes = _Strokes(self.dots, lines, dpi)
        count, _, stats, _ = cv2.connectedComponentsWithStats(self.dots, connectivity=8)
        stats = stats[1:count]
        stats = stats[stats[:, cv2.CC_STAT_AREA] >= max(2.0, (_SPECK_MM * dpi / 25.4) ** 2)]
        self.left, self.top = stats[:, 0], stats[:, 1]
        self.right, self.bottom = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
        self.area = stats[:, 4]
        self.x, self.y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        self.cell = np.full(len(stats), _OUTSIDE)
        for number, (left, top, right, bottom) in enumerate(cells):
            self.cell[(self.x >= left) & (self.x < right) & (self.y >= top) & (self.y < bottom)] = number
        self.is_read = np.zeros(len(stats), dtype=bool)

    def inside(self, box: PixelBox) -> npt.NDArray[np.bool_]:
        """Which pieces have their middle in a box."""
        left, top, right, bottom = box
        found: npt.NDArray[np.bool_] = (self.x >= left) & (self.x < right) & (self.y >= top) & (self.y < bottom)
        return found

    def digit_height(self, box: PixelBox, least: float) -> float:
        """How tall the digits are that stand in a box, none smaller than `least`: strokes that join some of them make only those taller."""
        heights = (self.bottom - self.top)[self.inside(box)]
        heights = heights[heights >= least]
        return float(np.percentile(heights, 25, method="lower")) if len(heights) else float("inf")

    def is_crossed(self, box: PixelBox, height: float) -> bool:
        """Whether something larger than a line of text lies across a box or right beside it, or around it: a seal, a stroke of a pen; `height` is the text's."""
        return self._strokes.meet(box, height)

    def is_cut(self, box: PixelBox, is_single: bool) -> bool:
        """Whether ink in a box touches an upright ruling; where it is taken for a single character, any ruling."""
        left, top, right, bottom = box
        touching = self._strokes.touching if is_single else self._strokes.cut
        return bool(touching[top:bottom, left:right].any())

    def around(self, chosen: npt.NDArray[np.bool_]) -> PixelBox:
        """The box around chosen pieces; there must be one."""
        return (
            int(self.left[chosen].min()),
            int(self.top[chosen].min()),
            int(self.right[chosen].max()),
            int(self.bottom[chosen].max()),
        )


class _Strokes:
    """What was drawn by a stamp or a pen: ink that is taller than text, across wiped rulings too."""

    def __init__(self, dots: Image, lines: Image, dpi: float) -> None:
        longest = round(_BRIDGE_MM * dpi / 25.4)
        joined = dots | _bridges(dots, lines, longest)
        joined |= _bridges(np.ascontiguousarray(dots.T), np.ascontiguousarray(lines.T), longest).T
        # what a border cuts is no whole character, or the border is none; level ones may touch text
        self.touching = (dots & cv2.dilate(lines, np.ones((3, 3), np.uint8))) > 0
        down = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((round(_TYPICAL_MM * dpi / 25.4), 1), np.uint8))
        # with a ruling some dots of what touches it were wiped out
        wiped = 2 * round(_WIPED_MM * dpi / 25.4) + 1
        self.cut = self.touching & (cv2.dilate(down, np.ones((1, wiped), np.uint8)) > 0)
        _, self._labels, self._stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        wide, high = self._stats[:, cv2.CC_STAT_WIDTH], self._stats[:, cv2.CC_STAT_HEIGHT]
        least, most = (size * dpi / 25.4 for size in _SEAL_MM)
        is_seal = (np.minimum(wide, high) >= least) & (np.maximum(wide, high) <= most)
        is_seal[0] = False
        self._seals = [(left, top, left + w, top + h) for left, top, w, h, _ in self._stats[is_seal].tolist()]

    def meet(self, box: PixelBox, height: float) -> bool:
        """Whether one lies in a box, right beside it, or around it, of text that is so tall."""
        left, top, right, bottom = box
        if any(seal[0] < right and seal[2] > left and seal[1] < bottom and seal[3] > top for seal in self._seals):
            return True
        beside = round(_BESIDE * (bottom - top))
        near = np.unique(self._labels[top:bottom, max(0, left - beside) : right + beside])
        heights = self._stats[near[near > 0], cv2.CC_STAT_HEIGHT]
        return bool((heights > _TALL * height).any())


def _bridges(dots: Image, lines: Image, longest: int) -> Image:
    """Where ink that touches a wiped ruling from above goes on below it, so many dots further at most and as many aside as the ruling is thick."""
    found = np.zeros_like(dots)
    line = lines > 0
    # the upper end of each run of the ruling's dots under ink
    rows, columns = np.nonzero(line[1:] & (dots[:-1] > 0))
    rows += 1
    ends = rows.copy()
    for _ in range(longest):
        inside = ends < line.shape[0]
        going = inside.copy()
        going[inside] = line[ends[inside], columns[inside]]
        if not going.any():
            break
        ends[going] += 1
    for row, column, end in zip(rows.tolist(), columns.tolist(), ends.tolist(), strict=True):
        if end - row > longest or end == line.shape[0]:
            continue
        first = max(0, column - (end - row))
        beyond = np.flatnonzero(dots[end, first : column + (end - row) + 1])
        if len(beyond):
            nearest = first + int(beyond[np.abs(beyond + first - column).argmin()])
            cv2.line(found, (column, row), (nearest, end), (1.0,))
    return found


class Text:
    """The pieces of text of a page whose rulings are wiped out, each within one cell or outside all.

    `places` are where the detector sees text, `doubtful` (255) is what may hide a part of it; nothing is read before it is asked for.
    """

    def __init__(
        self, engine: Engine, grey: Image, dpi: float, ruled: Rulings, doubtful: Image, places: Sequence[Corners]
    ) -> None:
        cells = [cell for grid in ruled.grids for cell in grid]
        self.ink = Ink(grey, dpi, cells, ruled.lines)
        boxes = _boxes(places, grey)
        heights = [bottom - top for left, top, right, bottom in boxes if right - left >= 0.7 * (bottom - top)]
        self.line_height = statistics.median(heights) if heights else _TYPICAL_MM * dpi / 25.4
        self._doubt = _Doubt(ruled.grids, self.ink, doubtful, dpi, self.line_height)
        self.pieces = list(_found(boxes, self.line_height, dpi, cells, self.ink))
        self._engine, self._grey = engine, grey
        self._cells, self._doubtful = cells, doubtful

    def sureness(self) -> float:
        """The mean score of the characters of the longest pieces; 1 where there are none. Low where the page stands on its head."""
        longest = sorted(range(len(self.pieces)), key=lambda number: (_width(self.pieces[number]), number))[-_PROBES:]
        self._read_once(longest)
        scores = [character.score for number in longest for character in self.pieces[number].reading]
        return statistics.fmean(scores) if scores else 1.0

    def read(self) -> None:
        """Reads all pieces, doubtful ones and figures twice, and drops what is no text."""
        self._read_once([number for number, piece in enumerate(self.pieces) if not piece.reading])
        pieces = _read_again(self._engine, self._grey, self.pieces, self.ink)
        kept = [self._dash(piece) for piece in pieces if _is_text(piece.reading)]
        self.pieces = _figures_read_twice(self._engine, self._grey, kept, self._doubt)

    def illegible(self) -> set[int]:
        """The cells in which nothing was read though ink as large as text stands there, or something that may hide it."""
        high = self.ink.bottom - self.ink.top
        is_text = (high >= _LETTER_HEIGHTS[0] * self.line_height) & (high <= _LETTER_HEIGHTS[1] * self.line_height)
        suspected = set(self.ink.cell[is_text].tolist())
        for number, box in enumerate(self._cells):
            if _crop(self._doubtful, box).mean(dtype=np.float64) > 255 * _HIDDEN_SHARE:
                suspected.add(number)
        return suspected - {piece.cell for piece in self.pieces} - {_OUTSIDE}

    def _dash(self, piece: Piece) -> Piece:
        """A stroke by itself that is longer than a character is wide is a dash (——), whatever sign it was taken for."""
        if len(piece.reading) != 1 or not _STROKE.match(piece.reading[0].text):
            return piece
        own = self.ink.inside(piece.box) & (self.ink.cell == piece.cell)
        if not own.any():
            return piece
        left, top, right, bottom = self.ink.around(own)
        if right - left < 0.95 * self.line_height or bottom - top > 0.25 * (right - left):
            return piece
        score = piece.reading[0].score
        return replace(piece, reading=(ReadCharacter("—", 0.25, score), ReadCharacter("—", 0.75, score)))

    def _read_once(self, numbers: Sequence[int]) -> None:
        readings = self._engine.read([_crop(self._grey, self.pieces[number].box) for number in numbers])
        for number, reading in zip(numbers, readings, strict=True):
            self.pieces[number] = replace(self.pieces[number], reading=reading)


def runs_sideways(places: Sequence[Corners]) -> bool:
    """Whether most text runs up or down the page."""
    level = upright = 0.0
    for corners in places:
        wide, high = (corners.max(axis=0) - corners.min(axis=0)).tolist()
        if wide > 1.5 * high:
            level += wide
        elif high > 1.5 * wide:
            upright += high
    return upright > 2 * level


# -- where text stands -------------------------------------------------------------------------------------------------


def _boxes(places: Sequence[Corners], grey: Image) -> list[PixelBox]:
    """The level boxes around what the detector found."""
    boxes = []
    for corners in places:
        left, top = np.floor(corners.min(axis=0)).astype(int).tolist()
        right, bottom = np.ceil(corners.max(axis=0)).astype(int).tolist()
        boxes.append((max(0, left), max(0, top), min(grey.shape[1], right), min(grey.shape[0], bottom)))
    return boxes


def _found(
    boxes: Sequence[PixelBox], typical: float, dpi: float, cells: Sequence[PixelBox], ink: Ink
) -> Iterator[Piece]:
    """The pieces of text; `typical` is the usual height of a line."""
    pieces = []
    for box in boxes:
        for piece in _cut(box, cells, ink):
            pieces += _single_lines(piece, ink, typical)
    pieces = _grown(_neighbours_joined(pieces), cells, ink)
    yield from pieces
    yield from _overlooked(cells, ink, typical, dpi)


def _cut(box: PixelBox, cells: Sequence[PixelBox], ink: Ink) -> Iterator[Piece]:
    """A box divided at the borders of cells."""
    inside = ink.inside(box)
    for cell in sorted(set(ink.cell[inside].tolist())):
        if cell == _OUTSIDE:
            own = ink.around(inside & (ink.cell == cell))
            part = box if len(set(ink.cell[inside].tolist())) == 1 else _joined(own, own)
        else:
            left, top, right, bottom = cells[cell]
            part = (max(box[0], left + 1), max(box[1], top + 1), min(box[2], right), min(box[3], bottom))
        if part[2] - part[0] >= 3 and part[3] - part[1] >= 3:
            yield Piece(part, cell)


def _joined(one: PixelBox, other: PixelBox) -> PixelBox:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _single_lines(piece: Piece, ink: Ink, typical: float) -> list[Piece]:
    """A piece taller than a line as the lines in it: figures stacked, a label written downwards."""
    left, top, right, bottom = piece.box
    if bottom - top <= 1.5 * typical and bottom - top <= 1.5 * (right - left):
        return [piece]
    inside = np.flatnonzero(ink.inside(piece.box) & (ink.cell == piece.cell))
    lines: list[list[int]] = []
    for number in sorted(inside.tolist(), key=lambda number: (int(ink.top[number]), int(ink.left[number]))):
        if lines:
            upper = min(int(ink.top[other]) for other in lines[-1])
            lower = max(int(ink.bottom[other]) for other in lines[-1])
            overlaps = int(ink.top[number]) < lower
            if overlaps or (
                int(ink.bottom[number]) - upper <= typical and int(ink.top[number]) - lower <= 0.35 * typical
            ):
                lines[-1].append(number)
                continue
        lines.append([number])
    if len(lines) < 2:
        return [piece]
    found = []
    for line in lines:
        upper = min(int(ink.top[number]) for number in line)
        lower = max(int(ink.bottom[number]) for number in line)
        margin = max(2, round(0.15 * (lower - upper)))
        found.append(Piece((left, max(top, upper - margin), right, min(bottom, lower + margin)), piece.cell))
    return found


def _neighbours_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one line that nearly touch as one: a figure is read whole."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.cell, piece.box)):
        left, top, _, bottom = piece.box
        for at, other in enumerate(joined):
            height = min(bottom - top, other.box[3] - other.box[1])
            if (
                other.cell == piece.cell
                and left - other.box[2] <= 0.35 * height
                and min(bottom, other.box[3]) - max(top, other.box[1])
                >= 0.65 * max(bottom - top, other.box[3] - other.box[1])
            ):
                joined[at] = Piece(_joined(other.box, piece.box), piece.cell)
                break
        else:
            joined.append(piece)
    return joined


def _grown(pieces: list[Piece], cells: Sequence[PixelBox], ink: Ink) -> list[Piece]:
    """Pieces that hold their characters whole, with the points and strokes right beside them that belong to no other piece."""
    for piece in pieces:
        ink.is_read |= ink.inside(piece.box) & (ink.cell == piece.cell)
    grown = []
    for piece in pieces:
        left, top, right, bottom = piece.box
        height = bottom - top
        own = ink.inside(piece.box) & (ink.cell == piece.cell) & (ink.bottom - ink.top <= 1.3 * height)
        if not own.any():
            grown.append(piece)
            continue
        near = (ink.cell == piece.cell) & (ink.y > top) & (ink.y < bottom) & (ink.bottom - ink.top <= 1.1 * height)
        while True:
            start, end = int(ink.left[own].min()), int(ink.right[own].max())
            added = near & ~ink.is_read & (ink.left - end <= 0.45 * height) & (start - ink.right <= 0.45 * height)
            if not added.any():
                break
            own |= added
            ink.is_read |= added
        margin = max(2, round(0.1 * height))
        limits = cells[piece.cell] if piece.cell != _OUTSIDE else (0, 0, ink.dots.shape[1], ink.dots.shape[0])
        grown.append(
            replace(
                piece,
                box=(
                    max(limits[0] + 1, min(left, start - margin)),
                    top,
                    min(limits[2], max(right, end + margin)),
                    bottom,
                ),
            )
        )
    return grown


def _overlooked(cells: Sequence[PixelBox], ink: Ink, typical: float, dpi: float) -> Iterator[Piece]:
    """Pieces for the ink in cells where no text was found."""
    smallest = 0.5 * dpi / 25.4
    left_over = ~ink.is_read & (ink.cell != _OUTSIDE)
    for cell in sorted(set(ink.cell[left_over].tolist())):
        numbers = np.flatnonzero(left_over & (ink.cell == cell))
        limits = cells[cell]
        groups: list[PixelBox] = []
        for number in numbers[np.argsort(ink.left[numbers], kind="stable")].tolist():
            box = (int(ink.left[number]), int(ink.top[number]), int(ink.right[number]), int(ink.bottom[number]))
            if box[2] - box[0] < smallest and box[3] - box[1] < smallest:
                continue
            for at, group in enumerate(groups):
                if box[0] - group[2] <= 0.5 * typical and box[1] < group[3] and group[1] < box[3]:
                    groups[at] = _joined(group, box)
                    break
            else:
                groups.append(box)
        for left, top, right, bottom in groups:
            if bottom - top > 1.6 * typical or max(bottom - top, right - left) < 0.3 * typical:
                continue
            # a dash is read at the height of its line
            margin = max(2, round(0.15 * (bottom - top)), round((0.8 * typical - (bottom - top)) / 2))
            side = max(2, round(0.12 * typical))
            yield Piece(
                (
                    max(limits[0] + 1, left - side),
                    max(limits[1] + 1, top - margin),
                    min(limits[2], right + side),
                    min(limits[3], bottom + margin),
                ),
                cell,
            )


def _width(piece: Piece) -> int:
    return piece.box[2] - piece.box[0]


# -- what it says ------------------------------------------------------------------------------------------------------


def _crop(grey: Image, box: PixelBox) -> Image:
    left, top, right, bottom = box
    return grey[top:bottom, left:right]


def _worth(reading: Reading) -> float:
    """The lowest score of a reading's letters and digits; of its marks where it has only marks."""
    scores = [character.score for character in reading if not _MARK.match(character.text)]
    return min(scores or [character.score for character in reading], default=0.0)


def _is_text(reading: Reading) -> bool:
    """Whether a reading is worth keeping: what says a figure is, however badly it was read."""
    if not reading:
        return False
    return statistics.fmean(c.score for c in reading) >= _NO_TEXT or any(c.text.isdigit() for c in reading)


def _read_again(engine: Engine, grey: Image, pieces: list[Piece], ink: Ink) -> list[Piece]:
    """Doubtful pieces cut out anew, close to their ink and larger; the surer reading counts."""
    doubtful = [number for number, piece in enumerate(pieces) if _worth(piece.reading) < _DOUBTFUL]
    places, pictures = [], []
    for number in doubtful:
        piece = pieces[number]
        own = ink.inside(piece.box) & (ink.cell == piece.cell)
        if not own.any():
            continue
        left, top, right, bottom = ink.around(own)
        height = bottom - top
        for share in (0.12, 0.3):
            margin = max(2, round(share * height))
            box = (
                max(piece.box[0], left - margin),
                max(0, top - margin),
                min(piece.box[2], right + margin),
                min(grey.shape[0], bottom + margin),
            )
            if box[2] - box[0] < 3 or box[3] - box[1] < 3:
                continue
            places.append((number, box))
            pictures.append(
                cv2.resize(_crop(grey, box), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
            )
    again = list(pieces)
    for (number, box), reading in zip(places, engine.read(pictures), strict=True):
        if _worth(reading) > _worth(again[number].reading):
            again[number] = replace(again[number], box=box, reading=reading)
    return again


def _text(reading: Reading) -> str:
    """What a reading says, one code point for each character."""
    return "".join(character.text if len(character.text) == 1 else "?" for character in reading)


class _Doubt:
    """Where a figure may be another than it looks: strokes and stamps over it, a border that isn't where it seems to be."""

    def __init__(
        self, grids: Sequence[Sequence[PixelBox]], ink: Ink, doubtful: Image, dpi: float, line_height: float
    ) -> None:
        self._ink, self._doubtful, self._line_height = ink, doubtful, line_height
        self._near = _BORDER_MM * dpi / 25.4
        self._cells = [cell for grid in grids for cell in grid]
        self._grid_of = [number for number, grid in enumerate(grids) for _ in grid]
        # the places of upright and level borders, grid by grid
        self._borders = [
            [sorted({cell[side] for cell in grid for side in sides}) for sides in ((0, 2), (1, 3))] for grid in grids
        ]

    def about(self, pieces: Sequence[Piece]) -> list[bool]:
        """Of all pieces of a page: whether the figures in each are in doubt."""
        of_cell: dict[int, list[Piece]] = {}
        for piece in pieces:
            of_cell.setdefault(piece.cell, []).append(piece)
        undivided = {cell for cell, own in of_cell.items() if cell != _OUTSIDE and self._lacks_border(cell, own)}
        return [piece.cell in undivided or self._is_disturbed(piece) for piece in pieces]

    def _is_disturbed(self, piece: Piece) -> bool:
        left, top, right, bottom = piece.box
        beside = round(_BESIDE * (bottom - top))
        if self._doubtful[top:bottom, max(0, left - beside) : right + beside].any():
            return True
        height = min(bottom - top, _TALLEST_BOX * self._line_height)
        if _BARE.fullmatch(_text(piece.reading)):
            height = min(height, self._ink.digit_height(piece.box, _LETTER_HEIGHTS[0] * self._line_height))
        return self._ink.is_crossed(piece.box, height) or (
            piece.cell != _OUTSIDE and self._ink.is_cut(piece.box, len(piece.reading) == 1)
        )

    def _lacks_border(self, cell: int, pieces: Sequence[Piece]) -> bool:
        """Whether a border of the cells around would divide what stands in one: side by side, or figures one below the other."""
        if len(pieces) < 2:
            return False
        own = self._cells[cell]
        upright, level = self._borders[self._grid_of[cell]]
        for at in upright:
            if own[0] + self._near < at < own[2] - self._near:
                before = [piece for piece in pieces if piece.box[2] <= at + self._near]
                behind = [piece for piece in pieces if piece.box[0] >= at - self._near]
                if len(before) + len(behind) == len(pieces) and any(
                    one.box[1] < other.box[3] and other.box[1] < one.box[3] for one in before for other in behind
                ):
                    return True
        for at in level:
            if own[1] + self._near < at < own[3] - self._near:
                above = [piece for piece in pieces if piece.box[3] <= at + self._near]
                below = [piece for piece in pieces if piece.box[1] >= at - self._near]
                if (
                    above
                    and below
                    and len(above) + len(below) == len(pieces)
                    and all(_BARE.fullmatch(_text(piece.reading)) for piece in pieces)
                ):
                    return True
        return self._are_stacked(own, pieces)

    def _are_stacked(self, cell: PixelBox, pieces: Sequence[Piece]) -> bool:
        """Whether figures stand one below the other, and none is the end of one that its line had no room for."""
        if not all(_BARE.fullmatch(_text(piece.reading)) for piece in pieces):
            return False
        upper, *others = sorted(pieces, key=lambda piece: piece.box[1])
        return _width(upper) < _FULL_LINE * (cell[2] - cell[0]) and any(
            piece.box[1] >= upper.box[3] - 0.3 * (upper.box[3] - upper.box[1]) for piece in others
        )


def _figures_read_twice(engine: Engine, grey: Image, pieces: list[Piece], doubt: _Doubt) -> list[Piece]:
    """Each figure read once more, black on white and by itself; where the readings differ it is disputed."""
    places: list[tuple[int, int, int]] = []
    pictures = []
    for number, piece in enumerate(pieces):
        left, top, right, bottom = piece.box
        for found in _FIGURE.finditer(_text(piece.reading)):
            start, end = found.span()
            reach = 0.75 * (bottom - top)
            first = left + piece.reading[start].middle * (right - left) - reach
            last = left + piece.reading[end - 1].middle * (right - left) + reach
            box = (max(left, int(first)), top, min(right, int(last) + 1), bottom)
            places.append((number, start, end))
            pictures.append(_second_view(_crop(grey, box)))
    readings = [list(piece.reading) for piece in pieces]
    is_doubtful = doubt.about(pieces)
    for (number, start, end), second in zip(places, engine.read(pictures), strict=True):
        own = readings[number]
        figure = _text(tuple(own[start:end]))
        score = min(character.score for character in own[start:end])
        same = [found for found in _FIGURE.finditer(_text(second)) if found.group() == figure]
        if same:
            score = min(score, max(min(c.score for c in second[found.start() : found.end()]) for found in same))
        else:
            score = min(score, DISPUTED)
        if is_doubtful[number] or not _is_plain(_text(tuple(own)), start, end, _goes_on(pieces, number)):
            score = min(score, DISPUTED)
        own[start:end] = [character._replace(score=score) for character in own[start:end]]
    return [replace(piece, reading=tuple(reading)) for piece, reading in zip(pieces, readings, strict=True)]


def _goes_on(pieces: Sequence[Piece], number: int) -> bool:
    """Whether a line of text follows a piece, in its cell or outside all."""
    piece = pieces[number]
    middle = (piece.box[1] + piece.box[3]) / 2
    return any(other.cell == piece.cell and other.box[1] > middle for other in pieces)


def _is_plain(text: str, start: int, end: int, goes_on: bool = True) -> bool:
    """Whether a figure is written as figures are, and nothing beside it looks like a misread part of it.

    A point at its end may be the half of one that a line break cuts off, where the text goes on.
    """
    figure, before, after = text[start:end], text[:start].rstrip(" "), text[end:].lstrip(" ")
    if _CONFUSED.match(after[:1]) or _CONFUSED.match(before[-1:]):
        return False
    if _TORN_BEFORE.search(before) or _TORN_AFTER.match(after):
        return False
    if "," in figure and not _GROUPED.fullmatch(figure):
        return False
    if after == "." and not goes_on:
        return False
    # a point at an end is half of one that a line break cuts off, or numbers an item; a second one is a speck
    if before[-1:].isdigit() or after[:1].isdigit() or _NO_SIGN.search(before):
        return False
    points = figure.count(".") + before.endswith(".") + after.startswith(".")
    if points > 1 and not _DATE.match(figure):
        return False
    return not (
        _SPECK.search(before[-1:])
        or _SPECK.match(after[:1])
        or _SPLIT_BEFORE.search(before)
        or _SPLIT_AFTER.match(after)
    )


def _second_view(picture: Image) -> Image:
    """A picture twice as large in black and white, without what is smaller than a point, its edges a little soft."""
    large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, cut = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((255 - cut).astype(np.uint8), connectivity=8)
    specks = stats[:, cv2.CC_STAT_AREA] < (_POINT_SHARE * large.shape[0]) ** 2
    specks[0] = False
    cut[specks[labels]] = 255
    soft: Image = cv2.GaussianBlur(cut, (3, 3), 0).astype(np.uint8, copy=False)
    return soft


# -- characters with their places --------------------------------------------------------------------------------------


def characters(pieces: Sequence[Piece], ink: Ink, points: float) -> list[list[Character]]:
    """The characters of each piece, in points (`points` of them to a pixel): as wide as their kind, side by side."""
    measured = [_measured(piece, ink) for piece in pieces]
    usual = statistics.median(
        [size for size, _, is_sure in measured if is_sure] or [size for size, _, _ in measured] or [1.0]
    )
    found = []
    for piece, (size, bottom, is_sure) in zip(pieces, measured, strict=True):
        if not is_sure:
            middle = bottom - size / 2
            size, bottom = usual, middle + usual / 2
        found.append(
            [
                Character(
                    text, left * points, (bottom - size) * points, right * points, bottom * points, size * points, score
                )
                for text, left, right, score in _laid_out(piece, size)
            ]
        )
    return found


def _measured(piece: Piece, ink: Ink) -> tuple[float, float, bool]:
    """The em of a piece, the bottom of its em square, and whether its characters tell."""
    own = ink.inside(piece.box) & (ink.cell == piece.cell)
    _, top, _, bottom = ink.around(own) if own.any() else piece.box
    height = max(1.0, bottom - top)
    text = _text(piece.reading)
    if len(_IDEOGRAPH.findall(re.sub(r"[一二三]", "", text))) >= 1:
        size = height / 0.93
        return size, bottom + 0.03 * size, True
    if re.search(r"[0-9A-Z]", text):
        size = height / (0.9 if re.search(r"[(),，（）gjpqy]", text) else 0.73)
        return size, bottom + (0.03 if size == height / 0.9 else 0.12) * size, True
    return height, float(bottom), False


def _laid_out(piece: Piece, size: float) -> list[tuple[str, float, float, float]]:
    """Text, left, right and score of each character; between those that stand close nothing is left."""
    left, _, right, _ = piece.box
    reading = _normalised([character for character in piece.reading if character.text.strip()])
    middles = [
        left
        + character.middle * (right - left)
        + 0.22 * size * ((character.text in _LEFT_HALF) - (character.text in _RIGHT_HALF))
        for character in reading
    ]
    widths = [size if _WIDE.match(character.text) else 0.55 * size for character in reading]
    starts = [middle - width / 2 for middle, width in zip(middles, widths, strict=True)]
    ends = [middle + width / 2 for middle, width in zip(middles, widths, strict=True)]
    figures = [found.span() for found in _FIGURE.finditer(_text(tuple(reading)))]
    for at in range(len(reading) - 1):
        is_close = middles[at + 1] - middles[at] <= (widths[at] + widths[at + 1]) / 2 + 0.45 * size
        if is_close or any(start <= at < end - 1 for start, end in figures):
            share = widths[at] / (widths[at] + widths[at + 1])
            ends[at] = starts[at + 1] = middles[at] + share * (middles[at + 1] - middles[at])
    return [
        (character.text, max(start, float(left)), min(end, float(right)), character.score)
        for character, start, end in zip(reading, starts, ends, strict=True)
    ]


def _normalised(reading: Sequence[ReadCharacter]) -> list[ReadCharacter]:
    """Digits of one kind, and marks in the form that Chinese text has them in: the models can't tell the two apart."""
    text = [character.text.translate(_DIGITS) for character in reading]
    found = []
    for at, character in enumerate(reading):
        shape = text[at]
        before, after = (text[at - 1] if at else ""), (text[at + 1] if at + 1 < len(text) else "")
        between_digits = before[-1:].isdigit() and after[:1].isdigit()
        if shape in ("．", "，") and between_digits:
            shape = shape.translate(str.maketrans("．，", ".,"))
        elif shape in ("(", ")") or (
            shape in (",", ":", ";", "?", "!") and not between_digits and _IDEOGRAPH.search(before + after)
        ):
            shape = shape.translate(_FULL_WIDTH)
        found.append(character._replace(text=shape))
    return found
