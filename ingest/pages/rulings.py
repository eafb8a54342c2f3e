"""Ruling lines on a picture of a page to the cells that they close in, whatever rows and columns those cover.

Pictures are grey, paper white, lines level within a fraction of a degree; places are pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
PixelBox = tuple[int, int, int, int]

_INCH_MM = 25.4
# a ruling is at least this long; a stroke or a dash may be, but meets no other line
_SHORTEST_MM = 5.5
# breaks in a ruling that are bridged
_GAP_MM = 3.0
# lines this near each other meet; a line that meets another with one end may fall so far short of the next with the other
_MEETS_MM = 1.2
_SHORT_BY_MM = 7.0
# what is thicker is a filled area, or the ring of a stamp
_THICKEST_MM = 0.9
# no cell is smaller
_SMALLEST_CELL_MM = 1.6
_SMALLEST_TABLE_MM = 25.0
# a ruling that faded to dots is this long; its dots are at most so far apart, gaps wider than usual take this share of its length, and
# the paper beside it is dark by so small a share of what it is itself: rows of letters have wider gaps, or letters beside them
_DOTTED_MM = 25.0
_DOT_GAP_MM, _DOT_USUAL_GAP_MM, _DOT_WIDE_GAPS = 4.0, 1.4, 0.25
_DOTS_BESIDE, _DOTS_BESIDE_MM = 0.2, 0.5
# the share of a gap that must be covered where one line is to go on behind it
_COVERED_GAP = 0.8
# what is longer is no stroke; along what is shorter there must be paper, so far beside it
_SURELY_MM = 15.0
_BESIDE_MM = 0.3
# a ruling is everywhere about as thick, a stroke of a stamp isn't; on a long one the border of a seal may lie
_UNEVEN_MM = 0.3
_LONG_MM = 45.0
# the share of its length by which a ruling may leave its place: more is the arc of a stamp
_BENT = 0.004
# how much darker than paper a ruling is, of 255
_LINE_DARKNESS = 64
# and its edge
_LINE_EDGE = 16
# an area that fills less of its box isn't a cell yet
_RECTANGLE = 0.88
# a line from edge to edge of a page that goes on so far beyond all that it crosses is a fold, or the dirt of a scanner
_BEYOND_MM, _EDGE_MM = 4.0, 5.0
# the side of a square seal
_SEAL_MM = (8.0, 30.0)
# its border's least thickness, and how much thicker it is than rulings are
_SEAL_BORDER_MM, _SEAL_THICKER = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class _Segment:
    """A straight piece of ruling: where it lies across its direction, from where to where it goes, and how thick it is."""

    at: int
    start: int
    end: int
    thickness: float = 1.0


class Rulings(NamedTuple):
    """What is ruled on a page: the boxes of the cells of each table from top to bottom, and masks (255) of the lines that draw them and of
    `streaks`: lines like rulings that a scanner or a fold left on the page."""

    grids: list[list[PixelBox]]
    lines: Image
    streaks: Image


def find_grids(grey: Image, dpi: float, hidden: Image | None = None) -> Rulings:
    """The ruled tables of a page; `hidden` (255) is where something may lie over a ruling."""
    pixels = dpi / _INCH_MM
    dark = ((255 - grey) > _LINE_DARKNESS).astype(np.uint8)
    level, across = _segments(dark, pixels)
    upright, down = _segments(np.ascontiguousarray(dark.T), pixels)
    if hidden is not None:
        covered = ((hidden > 0) | (dark > 0)).astype(np.uint8)
        across = _joined_under(hidden, covered, across, pixels)
        down = _joined_under(np.ascontiguousarray(hidden.T), np.ascontiguousarray(covered.T), down, pixels)
    across, down = _without_seals(across, down, pixels)
    (across, streaks_across), (down, streaks_down) = (
        _without_streaks(across, down, grey.shape[1], pixels),
        _without_streaks(down, across, grey.shape[0], pixels),
    )
    drawn, streaks = np.zeros(grey.shape, np.uint8), np.zeros(grey.shape, np.uint8)
    _draw(streaks, streaks_across, streaks_down, 1)
    grids: list[list[PixelBox]] = []
    for group_across, group_down in _tables(across, down, pixels):
        cells = _cells(group_across, group_down, pixels)
        if len(cells) < 2 or not _is_table(cells, pixels):
            continue
        grids.append(cells)
        _draw(drawn, group_across, group_down, 1)
    grids.sort(key=lambda cells: (min(cell[1] for cell in cells), min(cell[0] for cell in cells)))
    # a real ruling bends about its straight place
    bend = 2 * round(_MEETS_MM * pixels) + 1
    found = cv2.bitwise_or(level, np.ascontiguousarray(upright.T))

    def mask(lines: Image) -> Image:
        near = cv2.dilate(lines, np.ones((bend, bend), np.uint8))
        inked = cv2.dilate(cv2.bitwise_and(found, near), np.ones((3, 3)))
        return np.where((inked > 0) & (grey < 255 - _LINE_EDGE), 255, 0).astype(np.uint8)

    return Rulings(grids, mask(drawn), mask(streaks))


def _without_seals(
    across: list[_Segment], down: list[_Segment], pixels: float
) -> tuple[list[_Segment], list[_Segment]]:
    """Lines without the borders of square seals: such lines end at each other, four of them, or two that are thicker than any ruling.

    The other sides of a seal may lie on rulings.
    """
    meets = _MEETS_MM * pixels
    shortest, longest = _SEAL_MM[0] * pixels, _SEAL_MM[1] * pixels
    rulings = [line.thickness for line in (*across, *down) if line.end - line.start > longest]
    usual = float(np.median(rulings)) if rulings else 0.0
    thick = max(_SEAL_BORDER_MM * pixels, _SEAL_THICKER * usual)
    sides = [
        [number for number, line in enumerate(lines) if shortest <= line.end - line.start <= longest]
        for lines in (across, down)
    ]
    corners: dict[tuple[bool, int], set[tuple[bool, int]]] = {}
    for i in sides[0]:
        for j in sides[1]:
            line, other = across[i], down[j]
            if (
                min(abs(line.start - other.at), abs(line.end - other.at)) <= meets
                and min(abs(other.start - line.at), abs(other.end - line.at)) <= meets
            ):
                corners.setdefault((True, i), set()).add((False, j))
                corners.setdefault((False, j), set()).add((True, i))
    seals: set[tuple[bool, int]] = set()
    is_thick = {side: (across if side[0] else down)[side[1]].thickness >= thick for side in corners}
    for side, ends in corners.items():
        opposite = set.intersection(*(corners[end] for end in ends)) - {side} if len(ends) == 2 else set()
        if opposite:
            seals |= {side, *ends, *opposite}
        elif is_thick[side] and any(is_thick[end] for end in ends):
            seals |= {side, *(end for end in ends if is_thick[end])}
    return (
        [line for number, line in enumerate(across) if (True, number) not in seals],
        [line for number, line in enumerate(down) if (False, number) not in seals],
    )


def _without_streaks(
    lines: list[_Segment], crossing: Sequence[_Segment], length: int, pixels: float
) -> tuple[list[_Segment], list[_Segment]]:
    """Lines that end about where what they cross ends, and those that run from edge to edge of a page so long: no table's do.

    A streak that text or a stamp breaks is several lines.
    """
    meets, edge, beyond = _MEETS_MM * pixels, _EDGE_MM * pixels, _BEYOND_MM * pixels
    streaks: list[_Segment] = []
    for first in lines:
        if first.start > edge:
            continue
        parts = [line for line in lines if abs(line.at - first.at) <= meets / 2]
        start, end = first.start, max(line.end for line in parts)
        there = [other.at for other in crossing if other.start - meets <= first.at <= other.end + meets]
        there = [at for at in there if start - meets <= at <= end + meets]
        if length - 1 - end <= edge and there and min(there) - start >= beyond and end - max(there) >= beyond:
            streaks += parts
    return [line for line in lines if line not in streaks], [line for line in lines if line in streaks]


def _is_table(cells: list[PixelBox], pixels: float) -> bool:
    """Whether cells make up more than the strokes of a large character."""
    wide = max(cell[2] for cell in cells) - min(cell[0] for cell in cells)
    high = max(cell[3] for cell in cells) - min(cell[1] for cell in cells)
    return max(wide, high) >= _SMALLEST_TABLE_MM * pixels


def _segments(dark: Image, pixels: float) -> tuple[Image, list[_Segment]]:
    """The level rulings of a picture of 0 and 1: their dots, and their places."""
    shortest, gap = round(_SHORTEST_MM * pixels), round(_GAP_MM * pixels)
    # a line that leans by a dot here and there stays in one piece
    leaning = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    level = cv2.morphologyEx(leaning, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    found = [
        line
        for line, _ in _straight(joined, pixels)
        if line.end - line.start + 1 >= _SURELY_MM * pixels or _stands_free(dark, line, pixels)
    ]
    dots, dotted = _dotted(dark, leaning, found, pixels)
    return cv2.bitwise_or(level, dots).astype(np.uint8, copy=False), found + dotted


def _dotted(dark: Image, leaning: Image, known: Sequence[_Segment], pixels: float) -> tuple[Image, list[_Segment]]:
    """The level rulings that faded to rows of dots, but for those that are known: their dots, and their places."""
    gap, shortest = round(_DOT_GAP_MM * pixels), round(_DOTTED_MM * pixels)
    joined = cv2.morphologyEx(leaning, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    dots = np.zeros_like(dark)
    found = []
    for line, place in _straight(joined, pixels):
        own = leaning[place] & joined[place]
        there = np.flatnonzero(own.any(axis=0))
        gaps = np.diff(there) - 1
        is_even = gaps[gaps > _DOT_USUAL_GAP_MM * pixels].sum() <= _DOT_WIDE_GAPS * own.shape[1]
        same = [other for other in known if abs(other.at - line.at) <= _MEETS_MM * pixels / 2]
        covered = sum(max(0, min(line.end, other.end) - max(line.start, other.start)) for other in same)
        aside = round(line.thickness / 2 + _BESIDE_MM * pixels)
        deep = max(1, round(_DOTS_BESIDE_MM * pixels))
        beside = [
            dark[max(0, top) : top + deep, line.start : line.end + 1]
            for top in (line.at - aside - deep + 1, line.at + aside)
        ]
        is_free = all(strip.mean() <= _DOTS_BESIDE * len(there) / own.shape[1] for strip in beside if strip.size)
        if is_even and is_free and covered < _RECTANGLE * (line.end - line.start):
            found.append(line)
            dots[place] |= own
    return dots, found


def _joined_under(hidden: Image, covered: Image, lines: Sequence[_Segment], pixels: float) -> list[_Segment]:
    """Level lines, one where between two of one height there is nearly everywhere ink, or what may lie over it, and some of the latter."""
    near = round(_MEETS_MM * pixels / 2)
    joined: list[_Segment] = []
    for line in sorted(lines, key=lambda line: line.start):
        for number, other in enumerate(joined):
            gap = slice(min(line.at, other.at) - 1, max(line.at, other.at) + 2), slice(other.end + 1, line.start)
            if (
                abs(line.at - other.at) <= near
                and hidden[gap].any()
                and covered[gap].any(axis=0).mean() >= _COVERED_GAP
            ):
                joined[number] = replace(other, end=max(line.end, other.end))
                break
        else:
            joined.append(line)
    return joined


def _straight(joined: Image, pixels: float) -> Iterator[tuple[_Segment, tuple[slice, slice]]]:
    """The straight level lines among the areas of a picture of 0 and 1, with the part of the picture that each is found in."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number in range(1, count):
        left, top, wide, high, _ = (int(value) for value in stats[number])
        place = slice(top, top + high), slice(left, left + wide)
        own = labels[place] == number
        # what a stamp or a stroke adds here and there doesn't count
        few, most = 25, 75 if wide < _LONG_MM * pixels else 60
        thin, thickness, thick = np.percentile(own.sum(axis=0), (few, 50, most)) - 2
        if thickness > _THICKEST_MM * pixels or thick - thin > max(2.0, _UNEVEN_MM * pixels):
            continue
        middles = np.arange(high) @ own / own.sum(axis=0)
        at = float(np.median(middles))
        if np.percentile(np.abs(middles - at), 75) > _BENT * wide + 1.5:
            continue
        yield _Segment(top + round(at), left, left + wide - 1, max(1.0, float(thickness))), place


def _stands_free(dark: Image, line: _Segment, pixels: float) -> bool:
    """Whether paper lies along both sides of a line: else it is a part of something thicker."""
    aside = round(line.thickness / 2 + _BESIDE_MM * pixels)
    for at in (line.at - aside, line.at + aside):
        if 0 <= at < len(dark) and dark[at, line.start : line.end + 1].mean() > 0.4:
            return False
    return True


def _tables(across: list[_Segment], down: list[_Segment], pixels: float) -> list[tuple[list[_Segment], list[_Segment]]]:
    """Lines in groups that meet, each drawn out to the line that it stops short of; what meets nothing is left out."""
    meets, short_by = round(_MEETS_MM * pixels), round(_SHORT_BY_MM * pixels)
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, line in enumerate(across):
        for j, other in enumerate(down):
            if (
                line.start - meets <= other.at <= line.end + meets
                and other.start - meets <= line.at <= other.end + meets
            ):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[_Segment], list[_Segment]]] = {}
    for number in range(len(parent)):
        group = groups.setdefault(root(number), ([], []))
        if number < len(across):
            group[0].append(across[number])
        else:
            group[1].append(down[number - len(across)])
    found = []
    for level, upright in groups.values():
        if len(level) < 2 or not upright:
            continue
        upright = upright + _open_sides(level, upright, short_by)
        level = _drawn_out(level, upright, meets, short_by, _SURELY_MM * pixels)
        upright = _drawn_out(upright, level, meets, short_by, _SURELY_MM * pixels)
        found.append((_whole(level, upright, meets), _whole(upright, level, meets)))
    return found


def _open_sides(level: list[_Segment], upright: list[_Segment], reach: int) -> list[_Segment]:
    """The sides of a table that is open there: three lines across and more end at one place where no line stands."""
    sides = []
    for outermost, ends in (
        (min(line.start for line in level), [line.start for line in level]),
        (max(line.end for line in level), [line.end for line in level]),
    ):
        there = [line.at for line, end in zip(level, ends, strict=True) if abs(end - outermost) <= reach]
        if len(there) >= 3 and not any(abs(line.at - outermost) <= reach for line in upright):
            sides.append(_Segment(outermost, min(there), max(there)))
    return sides


def _drawn_out(
    lines: list[_Segment], crossing: list[_Segment], meets: int, short_by: int, surely: float
) -> list[_Segment]:
    """Lines whose ends reach the nearest crossing line; without those that meet none with an end and cross less than two."""
    found = []
    for line in lines:
        there = [other.at for other in crossing if other.start - meets <= line.at <= other.end + meets]
        # beyond its end a line may be broken off, before its end it only hangs over
        starts = [line.start - at for at in there if -meets <= line.start - at <= short_by]
        ends = [at - line.end for at in there if -meets <= at - line.end <= short_by]
        before, behind = min(starts, key=abs, default=0), min(ends, key=abs, default=0)
        held = any(abs(distance) <= meets for distance in (*starts, *ends))
        if line.end - line.start < surely and max(before, 0) + max(behind, 0) > meets / 3:
            continue
        if not held and sum(line.start < at < line.end for at in there) < 2:
            continue
        found.append(replace(line, start=line.start - before, end=line.end + behind))
    return found


def _whole(lines: list[_Segment], crossing: list[_Segment], meets: int) -> list[_Segment]:
    """Lines, one where two of one place break off in one cell: no ruling ends between two that it crosses."""
    found: list[_Segment] = []
    for line in sorted(lines, key=lambda line: line.start):
        earlier = [other for other in found if abs(other.at - line.at) <= meets / 2 and other.end < line.start]
        before = max(earlier, key=lambda other: other.end, default=None)
        there = [other.at for other in crossing if other.start - meets <= line.at <= other.end + meets]
        if (
            before is not None
            and not any(before.end - meets <= at <= line.start + meets for at in there)
            and any(at <= before.end for at in there)
            and any(at >= line.start for at in there)
        ):
            found.remove(before)
            line = replace(before, end=line.end)
        found.append(line)
    return found


def _draw(picture: Image, across: list[_Segment], down: list[_Segment], colour: int) -> None:
    """Draws lines one dot thick."""
    for line in across:
        picture[line.at, max(0, line.start) : line.end + 1] = colour
    for line in down:
        picture[max(0, line.start) : line.end + 1, line.at] = colour


def _cells(across: list[_Segment], down: list[_Segment], pixels: float) -> list[PixelBox]:
    """The boxes of the areas that lines close in, from top to bottom."""
    if not across or not down:
        return []
    left = min(min(line.start for line in across), min(line.at for line in down)) - 1
    top = min(min(line.start for line in down), min(line.at for line in across)) - 1
    right = max(max(line.end for line in across), max(line.at for line in down)) + 2
    bottom = max(max(line.end for line in down), max(line.at for line in across)) + 2
    picture = np.zeros((bottom - top, right - left), np.uint8)
    own_across = [_Segment(line.at - top, line.start - left, line.end - left) for line in across]
    own_down = [_Segment(line.at - left, line.start - top, line.end - top) for line in down]
    _draw(picture, own_across, own_down, 1)
    areas = _areas(picture, pixels)
    ragged = [box for box, is_rectangle in areas if not is_rectangle]
    if ragged:
        # a line is missing: those that end inside go on to the other side
        for box in ragged:
            _draw(picture, _prolonged(own_across, box), _prolonged(own_down, (box[1], box[0], box[3], box[2])), 1)
        areas = _areas(picture, pixels)
    return [
        (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
        for box, is_rectangle in sorted(areas, key=lambda area: (area[0][1], area[0][0]))
        if is_rectangle
    ]


def _prolonged(lines: list[_Segment], box: PixelBox) -> list[_Segment]:
    """Lines that end on or in a box, drawn from side to side of it."""
    left, top, right, bottom = box
    return [
        _Segment(line.at, left, right)
        for line in lines
        if top < line.at < bottom and (left <= line.start < right or left < line.end <= right)
    ]


def _areas(picture: Image, pixels: float) -> list[tuple[PixelBox, bool]]:
    """The areas that lines close in, and whether each is a rectangle."""
    smallest = _SMALLEST_CELL_MM * pixels
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - picture, connectivity=4)
    outside = int(labels[0, 0])
    found = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        if number == outside or wide < smallest or high < smallest:
            continue
        found.append(((left - 1, top - 1, left + wide, top + high), area >= _RECTANGLE * wide * high))
    return found
