"""Columns of a page: texts and tables that stand side by side are read one after the other, not across."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Box
from ingest.pages.layout import Glyphs, Grid, Line, Page, around
from ingest.pages.paragraphs import size_of

_Item = Line | Grid

# of the sizes of characters: what parts columns of text, what parts texts of a line, and how far a caption may stand from its table
_GUTTER, _GAP, _CAPTION = 0.8, 1.0, 2.5
# columns of text are about as wide, and lines that fill them make up a good part of each
_UNEQUAL, _FULL = 0.1, 0.8
_LEAST_FULL, _FULL_SHARE = 3, 0.2
# the share of a page's height that a table fills which goes on in the next column
_HIGH = 0.7
# tables nearer to each other are one whose rules don't meet (points)
_LEAST_BETWEEN = 6.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Items that are read together: of the whole width (no span), or of one column; `column` counts those of running text."""

    items: tuple[_Item, ...]
    span: tuple[float, float] | None = None
    column: int = 0


def in_columns(page: Page, lines: Sequence[Line]) -> list[tuple[Page, list[Line]]]:
    """A page and its lines as parts in reading order, each with its lines and its grids: one part where nothing stands side by side."""
    items: list[_Item] = sorted((*lines, *page.grids), key=lambda item: item.box[1])
    parts = _text_columns(page, items) or _tables_beside(items)
    if not parts:
        return [(page, list(lines))]
    return [
        (
            replace(
                page,
                lines=(),
                grids=tuple(item for item in part.items if isinstance(item, Grid)),
                span=part.span,
                column=part.column,
            ),
            [item for item in part.items if isinstance(item, Line)],
        )
        for part in parts
    ]


def _cut(line: Line, cuts: Sequence[float]) -> list[Line | None] | None:
    """What of a line stands between these places, also before the first and behind the last; None where a text crosses one."""
    columns: list[list[Glyphs]] = [[] for _ in range(len(cuts) + 1)]
    for part in line.glyphs:
        first, last = (sum(cut <= side for cut in cuts) for side in (part.box[0] + 0.5, part.box[2] - 0.5))
        if first != last:
            return None
        columns[first].append(part)
    return [Line(tuple(found), around(one.box for one in found)) if found else None for found in columns]


# -- running text ------------------------------------------------------------------------------------------------------


def _text_columns(page: Page, items: Sequence[_Item]) -> list[_Part]:
    """The parts of a page that is set in two columns, also between lines over its whole width; none where it isn't."""
    if len(items) < 2:
        return []
    frame = around(item.box for item in items)
    if frame[2] < page.width / 2 and _is_filled(items, frame, are_tables_beside=False):
        # the second one is empty
        return [_Part(tuple(items), (frame[0], frame[2]), 1)]
    middle = (frame[0] + frame[2]) / 2
    parts: list[_Part] = []
    for is_across, group in itertools.groupby(items, lambda item: _crosses(item, middle)):
        band = tuple(group)
        parts += [_Part(band)] if is_across else _two_columns(band, middle, page.height) or [_Part(band)]
    return parts if any(part.span for part in parts) else []


def _crosses(item: _Item, at: float) -> bool:
    if isinstance(item, Grid):
        return item.box[0] < at < item.box[2]
    return _cut(item, [at]) is None


def _two_columns(band: Sequence[_Item], middle: float, height: float) -> list[_Part]:
    """The two columns of neighbouring items that don't reach over the middle; none where they aren't two texts."""
    sides: tuple[list[_Item], list[_Item]] = ([], [])
    for item in band:
        if isinstance(item, Grid):
            sides[item.box[0] > middle].append(item)
            continue
        for side, piece in zip(sides, _cut(item, [middle]) or (), strict=False):
            if piece is not None:
                side.append(piece)
    if not all(sides):
        return []
    left, right = (around(item.box for item in side) for side in sides)
    widths = left[2] - left[0], right[2] - right[0]
    size = statistics.median([size_of(item) for item in band if isinstance(item, Line)] or [10.0])
    if right[0] - left[2] < _GUTTER * size or abs(widths[0] - widths[1]) > _UNEQUAL * max(widths):
        return []
    are_beside = _are_level(sides, 2 * size, _HIGH * height)
    if not all(_is_filled(side, frame, are_beside) for side, frame in zip(sides, (left, right), strict=True)):
        return []
    return [
        _Part(tuple(side), (frame[0], frame[2]), 0 if are_beside else column)
        for column, (side, frame) in enumerate(zip(sides, (left, right), strict=True), start=1)
    ]


def _are_level(sides: Sequence[Sequence[_Item]], near: float, high: float) -> bool:
    """Whether tables stand side by side: each begins as high as one of the other column, and none is as high as a column that runs over."""
    left, right = ([item for item in side if isinstance(item, Grid)] for side in sides)
    pairs = list(zip(left, right, strict=False))
    return (
        len(left) == len(right) > 0
        and all(abs(one.box[1] - other.box[1]) < near for one, other in pairs)
        and not any(grid.box[3] - grid.box[1] > high for grid in left)
    )


def _is_filled(items: Iterable[_Item], frame: Box, are_tables_beside: bool) -> bool:
    """Whether enough goes from side to side of a column: lines without gaps, and tables unless they only stand beside others."""
    wide = lines = 0
    for item in items:
        is_wide = item.box[2] - item.box[0] >= _FULL * (frame[2] - frame[0])
        if isinstance(item, Line):
            lines += 1
            wide += is_wide and not _has_gap(item)
        elif is_wide and not are_tables_beside:
            wide += _LEAST_FULL
    return wide >= max(_LEAST_FULL, _FULL_SHARE * lines)


def _has_gap(line: Line) -> bool:
    return any(after.box[0] - before.box[2] > _GAP * size_of(line) for before, after in itertools.pairwise(line.glyphs))


# -- tables ------------------------------------------------------------------------------------------------------------


def _tables_beside(items: Sequence[_Item]) -> list[_Part]:
    """The parts of a page on which ruled tables stand side by side, each with the lines above and below that are its own."""
    parts: list[_Part] = []
    rest = list(items)
    for group in _neighbours([item for item in items if isinstance(item, Grid)]):
        cuts = [(one.box[2] + other.box[0]) / 2 for one, other in itertools.pairwise(group)]
        first, last = _reach(rest, group, cuts)
        columns: list[list[_Item]] = [[] for _ in group]
        for item in rest[first:last]:
            if isinstance(item, Grid):
                columns[sum(cut <= item.box[0] for cut in cuts)].append(item)
                continue
            pieces = _cut(item, cuts)
            if pieces is None:
                return []
            for column, piece in zip(columns, pieces, strict=True):
                column += [] if piece is None else [piece]
        if first:
            parts.append(_Part(tuple(rest[:first])))
        parts += [_Part(tuple(column), (grid.box[0], grid.box[2])) for column, grid in zip(columns, group, strict=True)]
        rest = rest[last:]
    return [*parts, _Part(tuple(rest))] if parts and rest else parts


def _neighbours(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Groups of grids that stand side by side, each from left to right."""
    groups: list[list[Grid]] = []
    for grid in grids:
        if groups and all(_is_beside(grid, other) for other in groups[-1]):
            groups[-1].append(grid)
        else:
            groups.append([grid])
    return [sorted(group, key=lambda grid: grid.box[0]) for group in groups if len(group) > 1]


def _is_beside(one: Grid, other: Grid) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    between = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    return shared > 0.5 * lower and between >= _LEAST_BETWEEN


def _reach(items: Sequence[_Item], group: Sequence[Grid], cuts: Sequence[float]) -> tuple[int, int]:
    """From where to where the items (from top to bottom) belong to tables side by side: with the lines above and below that belong to one of them each."""
    inside = [
        at
        for at, item in enumerate(items)
        if any(item is grid for grid in group)
        or (isinstance(item, Line) and any(grid.box[1] < item.box[1] and item.box[3] < grid.box[3] for grid in group))
    ]
    first, last = inside[0], inside[-1] + 1
    top, bottom = min(grid.box[1] for grid in group), max(grid.box[3] for grid in group)
    while first and _is_of_columns(items[first - 1], cuts, top):
        first -= 1
        top = items[first].box[1]
    while last < len(items) and _is_of_columns(items[last], cuts, bottom):
        bottom = items[last].box[3]
        last += 1
    return first, last


def _is_of_columns(item: _Item, cuts: Sequence[float], near: float) -> bool:
    """Whether an item is a line near this height that doesn't reach over any cut, and says something behind the first."""
    if not isinstance(item, Line):
        return False
    pieces = _cut(item, cuts)
    distance = min(abs(item.box[1] - near), abs(item.box[3] - near))
    return pieces is not None and any(pieces[1:]) and distance <= _CAPTION * size_of(item)
