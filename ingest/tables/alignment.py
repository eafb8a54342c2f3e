"""Tables without vertical rules, or without any: columns are told by the gaps between texts that stand one below the other.

Only lines outside of ruled grids are looked at. Horizontal rules, where there are some, divide the rows; else rows are told by the
middles of their cells, and the lines of one cell by standing nearer to each other than rows do.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Box
from ingest.tables.layout import Grid, GridCell, Line, Page, around, borders
from ingest.tables.paragraphs import size_of

# gaps between columns, in sizes of the characters
_COLUMN_GAP = 1.2
_LEADER = re.compile(r"[.…·．•]{4,}")
_FIGURE = re.compile(r"[-−－—]{1,2}|[-−－]?[0-9][0-9,，.]*[%％]?")
_SENTENCE = re.compile(r"[。；]")
_LEAST_ROWS = 3


@dataclass(slots=True)
class _Text:
    """The lines of what may be one cell."""

    lines: list[Line]
    box: Box
    size: float

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    def add(self, other: _Text) -> None:
        self.lines += other.lines
        self.box = around((self.box, other.box))


def with_unruled_grids(page: Page, lines: Sequence[Line]) -> Page:
    """The page with these of its lines, those of unruled tables in grids."""
    kept: list[Line] = []
    grids: list[Grid] = []
    for region in _regions(page, lines):
        grid = _grid(region, page.rules) if len(region) >= _LEAST_ROWS else None
        if grid is None:
            kept += region
        else:
            grids.append(grid)
    return replace(page, lines=tuple(kept), grids=(*page.grids, *grids))


def _regions(page: Page, lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of neighbouring lines that may be a table, and those that may not."""
    found: list[list[Line]] = []
    run: list[Line] = []
    misses = 0
    for line in sorted(lines, key=lambda one: one.box[1]):
        size = size_of(line)
        is_broken = bool(run) and (
            line.box[1] - max(one.box[3] for one in run[-3:]) > 4 * size
            or any(run[-1].box[3] <= grid.box[1] <= line.box[1] for grid in page.grids)
        )
        divided = len(_texts(line)) > 1 and not _LEADER.search(line.text)
        is_prose = not divided and (line.box[2] - line.box[0] > 0.6 * page.width or bool(_SENTENCE.search(line.text)))
        if is_broken or is_prose or (not divided and (not run or misses >= 3)):
            found += _trimmed(run)
            run, misses = [], 0
            if not divided:
                found.append([line])
                continue
        if not run and found and len(found[-1]) == 1 and -size < line.box[1] - found[-1][0].box[3] < 0.6 * size:
            # the first line of a header cell that is higher than the others
            before = found[-1][0]
            if before.box[2] - before.box[0] < 0.3 * page.width and abs(size_of(before) - size) < 1:
                run = found.pop()
        misses = 0 if divided else misses + 1
        run.append(line)
    return found + _trimmed(run)


def _trimmed(run: list[Line]) -> list[list[Line]]:
    """A run without the undivided lines at its end; those stand for themselves."""
    end = len(run)
    while end and len(_texts(run[end - 1])) < 2:
        # the last line of a cell beside one that is divided
        if end > 1 and run[end - 1].box[1] < run[end - 2].box[3]:
            break
        end -= 1
    return [part for part in (run[:end], *([line] for line in run[end:])) if part]


def _texts(line: Line) -> list[_Text]:
    """A line's parts between wide gaps."""
    size = size_of(line)
    groups: list[list[int]] = []
    for at, part in enumerate(line.glyphs):
        if groups and part.box[0] - line.glyphs[at - 1].box[2] <= _COLUMN_GAP * size:
            groups[-1].append(at)
        else:
            groups.append([at])
    found = []
    for group in groups:
        glyphs = tuple(line.glyphs[at] for at in group)
        glyphs = (*glyphs[:-1], replace(glyphs[-1], text=glyphs[-1].text.rstrip()))
        box = around(part.box for part in glyphs)
        found.append(_Text([Line(glyphs, box)], box, size))
    return found


def _grid(region: Sequence[Line], rules: Sequence[Box]) -> Grid | None:
    """The table that a run of lines makes; None where it makes none."""
    texts = [text for line in region for text in _texts(line)]
    if sum(len(_texts(line)) > 1 for line in region) < _LEAST_ROWS:
        return None
    frame = around(text.box for text in texts)
    level = [
        rule
        for rule in rules
        if rule[3] - rule[1] <= 3
        and rule[2] - rule[0] >= 20
        and frame[0] - 30 <= (rule[0] + rule[2]) / 2 <= frame[2] + 30
        and frame[1] - 15 <= rule[1] <= frame[3] + 15
    ]
    heights = borders((rule[1] for rule in level), 3.0)
    first_cuts = _cuts([_texts(line) for line in region])
    if len(heights) > _LEAST_ROWS:
        rows = _ruled_rows(texts, level, heights, first_cuts)
    else:
        rows = _free_rows(texts, first_cuts)
    if len(rows) < _LEAST_ROWS:
        return None
    cuts = _cuts([[text for text, _ in row] for row in rows])
    figures = sum(bool(_FIGURE.fullmatch(text.lines[0].text.strip())) for text in texts)
    # lists of names and signatures have gaps too: a table has figures, or three columns
    if not cuts or (len(cuts) < 2 and figures < len(rows) / 2) or not _is_regular(rows, cuts):
        return None
    return _laid(rows, cuts, frame)


_Row = list[tuple[_Text, int]]


def _is_regular(rows: Sequence[_Row], cuts: Sequence[float]) -> bool:
    """Whether most rows fill most columns with one text each: what is less regular isn't understood, and stays text."""
    regular = 0
    for row in rows:
        places = [_columns(text, cuts) for text, _ in row]
        firsts = {first for first, _ in places}
        covered = sum(last - first + 1 for first, last in places)
        regular += len(firsts) == len(places) and 2 * covered > len(cuts) + 1
    return regular >= 0.6 * len(rows)


def _ruled_rows(
    texts: list[_Text], level: Sequence[Box], heights: Sequence[float], cuts: Sequence[float]
) -> list[_Row]:
    """Rows between horizontal rules; each text with the number of rows that it spans."""
    rows: list[_Row] = [[] for _ in range(len(heights) + 1)]
    for text in texts:
        middle = (text.box[0] + text.box[2]) / 2
        near = [rule[1] for rule in level if rule[0] - 2 <= middle <= rule[2] + 2]
        above = max((y for y in near if y <= text.middle), default=None)
        below = min((y for y in near if y > text.middle), default=None)
        first = 0 if above is None else 1 + min(range(len(heights)), key=lambda at: abs(heights[at] - above))
        last = len(heights) if below is None else min(range(len(heights)), key=lambda at: abs(heights[at] - below))
        for other, span in rows[first]:
            if span == last - first + 1 and _columns(other, cuts)[0] == _columns(text, cuts)[0]:
                other.add(text)
                break
        else:
            rows[first].append((text, max(1, last - first + 1)))
    # an empty first or last band lies outside
    return rows[bool(not rows[0]) : len(rows) - (not rows[-1])]


def _free_rows(texts: list[_Text], cuts: Sequence[float]) -> list[_Row]:
    """Rows by the middles of their texts, without any rule."""
    cells: list[_Text] = []
    gap = _row_gap(texts)
    for text in sorted(texts, key=lambda one: one.box[1]):
        first, last = _columns(text, cuts)
        above = [
            cell
            for cell in cells
            if text.box[1] - cell.box[3] < gap
            and text.box[1] > cell.lines[-1].box[1]
            and (_columns(cell, cuts)[0] == first or _columns(cell, cuts) == (first, last))
            and not _is_figure(cell)
        ]
        if above and not _is_figure(text):
            above[-1].add(text)
        else:
            cells.append(text)
    rows: list[list[_Text]] = []
    for cell in sorted(cells, key=lambda one: one.middle):
        for row in reversed(rows[-4:]):
            free = all(_overlap(other.box, cell.box) <= 0 for other in row)
            level = statistics.median(other.middle for other in row)
            tops = min(abs(other.box[1] - cell.box[1]) for other in row)
            if free and (abs(level - cell.middle) < 0.4 * cell.size or tops < 0.15 * cell.size):
                row.append(cell)
                break
        else:
            rows.append([cell])
    rows.sort(key=lambda row: statistics.median(cell.middle for cell in row))
    return _spanned(rows)


def _spanned(rows: list[list[_Text]]) -> list[_Row]:
    """Rows with the labels that stand beside several of them: between two, or as high as more."""
    levels = [statistics.median(cell.middle for cell in row) for row in rows]
    placed: list[_Row] = [[(cell, 1) for cell in row] for row in rows]
    lonely = [at for at, row in enumerate(rows) if len(row) == 1 and 0 < at < len(rows) - 1]
    for at in lonely:
        (cell,) = rows[at]
        before, after = at - 1, at + 1
        free = all(_overlap(other.box, cell.box) <= 0 for other in rows[before] + rows[after])
        if free and abs((levels[before] + levels[after]) / 2 - cell.middle) < 0.5 * cell.size:
            placed[at] = []
            placed[before].append((cell, 2))
    return [row for row in placed if row]


def _row_gap(texts: list[_Text]) -> float:
    """What is nearer than this is one cell: less than the distance of figures in a column."""
    figures = sorted((text for text in texts if _is_figure(text)), key=lambda one: one.box[1])
    gaps = []
    for at, text in enumerate(figures):
        below = next(
            (o for o in figures[at + 1 :] if o.box[1] >= text.box[3] - 1 and _overlap(o.box, text.box) > 0), None
        )
        if below is not None:
            gaps.append(below.box[1] - text.box[3])
    size = statistics.median(text.size for text in texts)
    return min(0.75 * size, 0.7 * statistics.median(gaps)) if gaps else 0.6 * size


def _is_figure(text: _Text) -> bool:
    return len(text.lines) == 1 and bool(_FIGURE.fullmatch(text.lines[0].text.strip()))


def _columns(text: _Text, cuts: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a text stands in."""
    first = sum(cut <= text.box[0] + 1 for cut in cuts)
    return first, max(first, sum(cut <= text.box[2] - 1 for cut in cuts))


def _overlap(one: Box, other: Box) -> float:
    """How far two boxes stand above one another."""
    return min(one[2], other[2]) - max(one[0], other[0])


def _cuts(rows: Sequence[Sequence[_Text]]) -> list[float]:
    """The fewest column borders such that one stands in each gap of each row, where they cross the least text."""
    gaps = []
    for row in rows:
        ordered = sorted(row, key=lambda text: text.box[0])
        gaps += [
            (before.box[2], after.box[0])
            for before, after in itertools.pairwise(ordered)
            if after.box[0] > before.box[2]
        ]
    cuts = []
    gaps.sort(key=lambda gap: gap[1])
    boxes = [text.box for row in rows for text in row]
    while gaps:
        end = gaps[0][1]
        group = [gap for gap in gaps if gap[0] < end]
        start = max(gap[0] for gap in group)
        ends = sorted(
            {start + 0.5, end - 0.5, (start + end) / 2, *(box[2] + 1 for box in boxes if start < box[2] + 1 < end)}
        )
        crossed = {x: sum(box[0] < x < box[2] for box in boxes) for x in ends}
        least = [x for x in ends if crossed[x] == min(crossed.values())]
        cuts.append(least[len(least) // 2])
        gaps = [gap for gap in gaps if gap[0] >= end]
    return cuts


def _laid(rows: Sequence[_Row], cuts: Sequence[float], frame: Box) -> Grid:
    """Cells on the borders found; a row has a cell in every column."""
    edges = [frame[0] - 2, *cuts, frame[2] + 2]
    tops = [min(text.box[1] for text, _ in row) if row else None for row in rows]
    levels = [frame[1] - 2.0]
    for at in range(1, len(rows)):
        above = [text.box[3] for row in rows[:at] for text, span in row if span == 1]
        top = tops[at]
        levels.append((max(above, default=levels[-1]) + top) / 2 if top is not None else levels[-1] + 1)
        levels[-1] = max(levels[-1], levels[-2] + 0.1)
    levels.append(max(frame[3] + 2, levels[-1] + 0.1))
    taken: dict[tuple[int, int], int] = {}
    spots: list[tuple[int, int, int, int, list[Line]]] = []
    for at, row in enumerate(rows):
        for text, span in row:
            first, last = _columns(text, cuts)
            span = min(span, len(rows) - at)
            slots = [(r, c) for r in range(at, at + span) for c in range(first, last + 1)]
            owner = next((taken[slot] for slot in slots if slot in taken), None)
            if owner is not None:
                spots[owner][4].extend(text.lines)
                continue
            taken.update(dict.fromkeys(slots, len(spots)))
            spots.append((at, first, span, last - first + 1, list(text.lines)))
    spots += [
        (at, column, 1, 1, [])
        for at in range(len(rows))
        for column in range(len(edges) - 1)
        if (at, column) not in taken
    ]
    cells = [
        GridCell(
            at + 1,
            column + 1,
            row_span,
            column_span,
            (edges[column], levels[at], edges[column + column_span], levels[at + row_span]),
            tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0]))),
        )
        for at, column, row_span, column_span, lines in sorted(spots, key=lambda spot: spot[:2])
    ]
    return Grid((edges[0], levels[0], edges[-1], levels[-1]), tuple(cells))
