"""Tables without vertical rules, or without any: what stands where tells their rows and columns.

Only lines outside of ruled grids are looked at. Columns are told by the gaps between texts beside each other. Rows are told by level
rules; where there are none, by that division of all texts into rows in which the cells of each row are set alike: they share the
middle or the top, wrapped lines stand at the pitch of lines, and no cell holds two figures. Texts that fit into no row alone are
labels beside several rows. Where the texts of a run of lines don't all find their places it stays text.
"""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Box
from ingest.tables.layout import Glyphs, Grid, GridCell, Line, Page, around, borders
from ingest.tables.paragraphs import first_width, size_of

# gaps on one line that may part cells, in sizes of the characters; a line is taken for one of a table by a wider one
_CELL_GAP = 0.75
_COLUMN_GAP = 1.0
_LEADER = re.compile(r"[.…·．•]{4,}")
_FIGURE = re.compile(r"[-−－—]{1,2}|[-−－]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％]?")
# the halves of a figure that its cell is too narrow for
_BROKEN_HEAD, _BROKEN_TAIL = (
    re.compile(r"[-−－]?[0-9][0-9,，.．]*"),
    re.compile(r"[.．,，]?[0-9][0-9,，.．]*[%％]?|[%％]"),
)
_SENTENCE = re.compile(r"[。；]")
_ITEM = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．](?![0-9])")
_LABELLED = re.compile(r"[^:：][:：](?![0-9.,]+$)")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_OPENING, _CLOSING = re.compile(r"[（(〔【《“]"), re.compile(r"[）)〕】》”]")
_LEAST_ROWS = 3
_MOST_LEVELS = 60
_MOST_LAYOUTS = 2_000
# what it costs to take a line for one above or below a table
_OUTSIDE = 0.3
# what a cell leaves free at both sides together, and the borders are misplaced by
_MARGINS = 14.0

# -- texts -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Text:
    """A piece of a line (its source) that stands in one cell: its columns, and whether it is the line's first piece or all of it."""

    line: Line
    size: float
    source: Line
    first: int = 0
    last: int = 0
    is_first: bool = True
    is_alone: bool = False

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def level(self) -> float:
        return (self.line.box[1] + self.line.box[3]) / 2

    @property
    def is_figure(self) -> bool:
        return bool(_FIGURE.fullmatch(self.text))


def _texts(line: Line, gap: float = _CELL_GAP) -> list[_Text]:
    """A line's parts between wide gaps."""
    size = size_of(line)
    groups: list[list[Glyphs]] = []
    for part in line.glyphs:
        if groups and part.box[0] - groups[-1][-1].box[2] <= gap * size:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [_text(group, size, line) for group in groups]


def _text(glyphs: Sequence[Glyphs], size: float, source: Line) -> _Text:
    trimmed = (*glyphs[:-1], replace(glyphs[-1], text=glyphs[-1].text.rstrip()))
    return _Text(Line(trimmed, around(part.box for part in trimmed)), size, source)


def _is_divided(line: Line) -> bool:
    return len(_texts(line, _COLUMN_GAP)) > 1 and not _LEADER.search(line.text)


def _overlap(one: Box, other: Box) -> float:
    """How far two boxes stand above one another."""
    return min(one[2], other[2]) - max(one[0], other[0])


def _shared_height(one: Box, other: Box) -> float:
    """How far two boxes stand beside one another."""
    return min(one[3], other[3]) - max(one[1], other[1])


# -- pages and their runs of lines -------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Region:
    """A run of lines that may be a table: its texts with the borders of their columns; solved, its cells and their rows.

    `before` and `after` are those on the neighbouring pages that may be one table with it.
    """

    page: Page
    texts: list[_Text]
    cuts: list[float]
    before: _Region | None = None
    after: _Region | None = None
    cells: list[_Cell] = field(default_factory=list)
    row_count: int = 0
    begins_within_row: bool = False

    @property
    def edges(self) -> list[float]:
        """The borders of the columns with the outer ones."""
        frame = around(text.box for text in self.texts)
        return [min(frame[0] - 2, self.cuts[0] - 1), *self.cuts, max(frame[2] + 2, self.cuts[-1] + 1)]

    @property
    def sides(self) -> tuple[float, float]:
        """Where the texts of this table begin and end, on all of its pages."""
        boxes = [text.box for cell in self.cells for text in cell.texts]
        above, below = self.before, self.after
        while above is not None and above.cells:
            boxes += [text.box for cell in above.cells for text in cell.texts]
            above = above.before
        while below is not None and below.cells:
            boxes += [text.box for cell in below.cells for text in cell.texts]
            below = below.after
        return min(box[0] for box in boxes), max(box[2] for box in boxes)

    @property
    def is_continued(self) -> bool:
        """Whether the first line is the rest of a cell that the page break divided: neither a title nor a row's label."""
        first = min(self.texts, key=lambda text: text.level)
        if self.before is None or not first.is_alone or re.search("[:：]", first.text) or _ITEM.match(first.text):
            return False
        last = max(self.before.texts, key=lambda text: (round(text.level), text.first <= first.last))
        if last.first <= first.last and first.first <= last.last:
            same = [text for text in self.before.texts if (text.first, text.last) == (last.first, last.last)]
            is_full = (
                last.box[2] > max(text.box[2] for text in same) - 0.6 * last.size
                or last.box[2] - last.box[0] > max(text.box[2] - text.box[0] for text in same) - 0.6 * last.size
            )
            if (len(same) > 1 and is_full and first.box[2] - first.box[0] < last.box[2] - last.box[0]) or _is_opened(
                [last]
            ):
                return True
        return first.first > 0 and first.last - first.first < (len(self.cuts) + 1) / 2

    @property
    def goes_on(self) -> bool:
        """Whether the table goes on with a row of the next page."""
        if self.after is None:
            return False
        return self.after.is_continued or not min(self.after.texts, key=lambda text: text.level).is_alone


def with_unruled_grids(pages: Sequence[tuple[Page, Sequence[Line]]]) -> list[Page]:
    """The pages with these of their lines, those of unruled tables in grids."""
    parted = [
        (page, [(part, _region(page, part)) for run in _regions(page, lines) for part in _tables_of(run)])
        for page, lines in pages
    ]
    for (page, above), (next_page, below) in itertools.pairwise(parted):
        if not above or not below or next_page.page_no != page.page_no + 1:
            continue
        last, first = above[-1][1], below[0][1]
        if last is None or first is None:
            continue
        low, high = last.texts[-1].box[3], min(text.box[1] for text in first.texts)
        if any(grid.box[1] > low for grid in page.grids) or any(grid.box[3] < high for grid in next_page.grids):
            continue
        _link(last, first)
    regions = [region for _, parts in parted for _, region in parts if region is not None]
    for region in regions:
        _solve(region)
    for region in regions:
        if region.after is not None and not (region.cells and region.after.cells):
            _unlink(region)
    for region in regions:
        _join_rows(region)
    return [_with_grids(page, parts) for page, parts in parted]


def _with_grids(page: Page, parts: Sequence[tuple[list[Line], _Region | None]]) -> Page:
    kept: list[Line] = []
    grids: list[Grid] = []
    for lines, region in parts:
        if region is None or not region.cells:
            kept += lines
            continue
        inside = {id(text) for cell in region.cells for text in cell.texts}
        for row in _by_line(region.texts):
            outside = [text.line for text in row if id(text) not in inside]
            kept += [row[0].source] if len(outside) == len(row) else outside
        grids.append(_laid(region))
    return replace(page, lines=tuple(kept), grids=(*page.grids, *grids))


def _tables_of(run: list[Line]) -> list[list[Line]]:
    """A run parted at the headings in it, where what stands below has other columns than what stands above."""
    found: list[list[Line]] = [[]]
    for at, line in enumerate(run):
        is_beside = any(
            _shared_height(line.box, other.box) > 0 for other in (*run[max(0, at - 2) : at], *run[at + 1 : at + 3])
        )
        if _HEADING.match(line.text.strip()) and not _is_divided(line) and not is_beside and found[-1]:
            found.append([])
        found[-1].append(line)
    parts = [found[0]]
    for part in found[1:]:
        above, below = ([text for line in one for text in _texts(line)] for one in (parts[-1], part[1:]))
        if below and _crossed(_cuts(above), below) + _crossed(_cuts(below), above) <= 1 and any(map(_is_divided, part)):
            parts[-1] = parts[-1] + part
        else:
            parts += [part[:1], part[1:]] if part[1:] else [part]
    return [part for part in parts if part]


def _crossed(cuts: Sequence[float], texts: Sequence[_Text]) -> int:
    """How many borders of columns go through texts."""
    return sum(text.box[0] + 1 < cut < text.box[2] - 1 for text in texts for cut in cuts)


def _region(page: Page, lines: list[Line]) -> _Region | None:
    if sum(map(_is_divided, lines)) < 2:
        return None
    pieces = [_texts(line) for line in lines]
    cuts = _cuts([text for row in pieces for text in row])
    return _Region(page, _placed(pieces, cuts), cuts) if cuts else None


def _link(above: _Region, below: _Region) -> None:
    """Lets a run at the top of a page go on with the one before it where the same columns do for both."""
    far = above.page.height + 100
    moved = [_Text(Line((), _lowered(text.box, far)), text.size, text.source) for text in below.texts]
    cuts = _cuts([*above.texts, *moved])

    own = _crossed(above.cuts, above.texts) + _crossed(below.cuts, below.texts)
    if (
        len(cuts) > max(len(above.cuts), len(below.cuts)) + 3
        or _crossed(cuts, above.texts) + _crossed(cuts, below.texts) > 1.25 * own + 4
    ):
        return
    below.before, above.after = above, below
    chain: _Region | None = below
    while chain is not None:
        chain.cuts = cuts
        chain.texts = _placed(_by_line(chain.texts), cuts)
        chain = chain.before


def _unlink(region: _Region) -> None:
    """Parts runs that are no table together: each is solved with its own columns."""
    chain = [region]
    while chain[0].before is not None:
        chain.insert(0, chain[0].before)
    while chain[-1].after is not None:
        chain.append(chain[-1].after)
    for one in chain:
        one.before = one.after = None
        pieces = _by_line(one.texts)
        one.cuts = _cuts(one.texts)
        one.texts, one.cells = _placed(pieces, one.cuts), []
        if one.cuts:
            _solve(one)


def _join_rows(region: _Region) -> None:
    """Finds out whether the first row is the rest of the last one before the break: all of its cells go on with cells there."""
    above = region.before
    if above is None or not above.cells or not region.cells:
        return
    setting = _setting([*above.texts, *region.texts], above.edges)
    last = [cell for cell in above.cells if cell.row + cell.row_span == above.row_count]
    pairs = []
    for cell in region.cells:
        if cell.row == 0:
            upper = [one for one in last if one.first <= cell.first and cell.last <= one.last]
            if not upper or not setting.goes_on(upper[0], cell):
                return
            pairs.append((upper[0], cell))
    for upper_cell, cell in pairs:
        cell.first, cell.last = upper_cell.first, upper_cell.last
    region.begins_within_row = True


def _lowered(box: Box, by: float) -> Box:
    return (box[0], box[1] + by, box[2], box[3] + by)


def _by_line(texts: Iterable[_Text]) -> list[list[_Text]]:
    """Texts by the lines that they are of."""
    found: list[list[_Text]] = []
    for text in texts:
        if found and not text.is_first:
            found[-1].append(text)
        else:
            found.append([text])
    return found


def _regions(page: Page, lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of neighbouring lines that may be a table, and those that may not."""
    found: list[list[Line]] = []
    run: list[Line] = []
    misses, has_row = 0, False
    ordered = sorted(lines, key=lambda one: one.box[1])
    divided = [_is_divided(line) for line in ordered]
    # where texts begin that have others before them
    inner = [
        (at, text.box[0]) for at, line in enumerate(ordered) if divided[at] for text in _texts(line, _COLUMN_GAP)[1:]
    ]
    for at, line in enumerate(ordered):
        size = size_of(line)
        is_broken = bool(run) and (
            line.box[1] - max(one.box[3] for one in run[-8:]) > 4 * size
            or any(run[-1].box[3] <= grid.box[1] <= line.box[1] for grid in page.grids)
        )
        is_prose = not divided[at] and (
            line.box[2] - line.box[0] > 0.6 * page.width
            or (bool(_SENTENCE.search(line.text)) and line.box[2] - line.box[0] > 0.3 * page.width)
        )
        if is_prose and any(abs(left - line.box[0]) < 0.3 * size for other, left in inner if abs(other - at) <= 16):
            # a long text beside a label
            is_prose = False
        if is_broken or is_prose or (not divided[at] and misses >= 3 and has_row):
            found.append(run)
            run, misses, has_row = [], 0, False
        elif not has_row and len(run) >= 5 and not divided[at]:
            found.append([run.pop(0)])
        if is_prose:
            found.append([line])
            continue
        beside = any(
            _shared_height(line.box, other.box) > 0.2 * size
            for other in (*ordered[max(0, at - 3) : at], *ordered[at + 1 : at + 4])
        )
        left = min((one.box[0] for one in run), default=line.box[0])
        if divided[at]:
            misses, has_row = 0, True
        elif not beside and line.box[0] - left < 2 * size:
            misses += 1
        run.append(line)
    found.append(run)
    return [part for part in found if part]


# -- columns -----------------------------------------------------------------------------------------------------------


def _gaps(texts: Sequence[_Text]) -> list[tuple[float, float, bool]]:
    """The gaps between texts beside each other, and whether those stand on one line."""
    ordered = sorted(texts, key=lambda text: text.box[1])
    tops = [text.box[1] for text in ordered]
    highest = max(text.box[3] - text.box[1] for text in ordered)
    found: dict[tuple[int, int], tuple[float, float, bool]] = {}
    for text in ordered:
        near = [
            other
            for other in ordered[bisect.bisect_left(tops, text.box[1] - highest) : bisect.bisect(tops, text.box[3])]
            if other is not text and _shared_height(text.box, other.box) > 0.05 * min(text.size, other.size)
        ]
        right = min((one for one in near if one.box[0] >= text.box[2] - 0.5), key=lambda one: one.box[0], default=None)
        left = max((one for one in near if one.box[2] <= text.box[0] + 0.5), key=lambda one: one.box[2], default=None)
        for before, after in ((text, right), (left, text)):
            if before is not None and after is not None and after.box[0] > before.box[2]:
                level = abs(before.level - after.level) < 0.1 * text.size
                found[id(before), id(after)] = (before.box[2], after.box[0], level)
    return list(found.values())


def _cuts(texts: Sequence[_Text]) -> list[float]:
    """The fewest column borders such that one stands in each gap, where they cross the least text."""
    gaps = sorted(_gaps(texts), key=lambda gap: gap[1])
    boxes = [text.box for text in texts]
    size = statistics.median(text.size for text in texts)
    everything = list(gaps)
    cuts: list[float] = []
    while gaps:
        end = gaps[0][1]
        group = [gap for gap in gaps if gap[0] < end]
        start = max(gap[0] for gap in group)
        ends = sorted(
            {start + 0.5, end - 0.5, (start + end) / 2, *(box[2] + 1 for box in boxes if start < box[2] + 1 < end)}
        )
        crossed = {x: sum(box[0] < x < box[2] for box in boxes) for x in ends}
        fewest = min(crossed.values())
        least = [x for x in ends if crossed[x] == fewest]
        cuts.append(least[len(least) // 2])
        gaps = [gap for gap in gaps if gap[0] >= end]
    kept = []
    for cut in cuts:
        own = [gap for gap in everything if gap[0] < cut < gap[1]]
        own = [gap for gap in own if not any(gap[0] < other < gap[1] for other in cuts if other != cut)]
        crossing = sum(box[0] < cut < box[2] for box in boxes)
        # spaces that somebody typed
        if len(own) == 1 and own[0][2] and own[0][1] - own[0][0] < 0.95 * size and crossing > 3:
            continue
        kept.append(cut)
    return kept


def _columns(box: Box, cuts: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a text stands in."""
    first = sum(cut <= box[0] + 1 for cut in cuts)
    return first, max(first, sum(cut <= box[2] - 1 for cut in cuts))


def _placed(pieces: Sequence[Sequence[_Text]], cuts: Sequence[float]) -> list[_Text]:
    """The texts of lines with their columns; those that no border parts are one."""
    found: list[_Text] = []
    for row in pieces:
        joined: list[_Text] = []
        for text in row:
            text.first, text.last = _columns(text.box, cuts)
            if joined and joined[-1].last >= text.first:
                before = joined.pop()
                first, last = before.first, max(before.last, text.last)
                text = _text((*before.line.glyphs, *text.line.glyphs), text.size, text.source)
                text.first, text.last = first, last
            joined.append(text)
        for at, text in enumerate(joined):
            text.is_first, text.is_alone = at == 0, len(joined) == 1
        found += joined
    return found


# -- cells -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Cell:
    """Texts from top to bottom that may be one cell; rows count from 0."""

    texts: list[_Text]
    first: int
    last: int
    row: int = 0
    row_span: int = 1

    @property
    def top(self) -> float:
        return self.texts[0].box[1]

    @property
    def bottom(self) -> float:
        return self.texts[-1].box[3]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.texts[0].size

    @property
    def has_figure(self) -> bool:
        return any(text.is_figure for text in self.texts)


def _cell(texts: Sequence[_Text]) -> _Cell:
    return _Cell(list(texts), min(text.first for text in texts), max(text.last for text in texts))


def _is_one_figure(upper: _Text, lower: _Text) -> bool:
    """Whether two lines are the halves of a figure that was too long for its cell."""
    head, tail = upper.text, lower.text
    if not (_BROKEN_HEAD.fullmatch(head) and _BROKEN_TAIL.fullmatch(tail) and _FIGURE.fullmatch(head + tail)):
        return False
    return head[-1] in ".．,，" or tail[0] in ".．,，%％"


def _is_divided_figure(upper: _Text, lower: _Text) -> bool:
    """Whether two lines could be the halves of a figure that was broken between digits."""
    head, tail = upper.text, lower.text
    return bool(
        head[-1:].isdigit()
        and _BROKEN_HEAD.fullmatch(head)
        and _BROKEN_TAIL.fullmatch(tail)
        and len(tail) <= len(head)
        and _FIGURE.fullmatch(head + tail)
    )


def _are_set_alike(upper: _Text, lower: _Text) -> bool:
    """Whether two lines begin, end or are centred alike, or the upper one is the indented first."""
    near = 0.4 * upper.size
    left, right = upper.box[0] - lower.box[0], upper.box[2] - lower.box[2]
    return (
        abs(left) < near
        or abs(right) < near
        or abs(left + right) < 2 * near
        or (near < left < 4.5 * upper.size < 2 * (upper.box[2] - upper.box[0]) and right > -near)
    )


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a run of lines is set: the distance of a cell's lines, and the widest text of each column."""

    pitch: float
    widths: dict[tuple[int, int], float]
    ends: dict[int, float]
    edges: Sequence[float]

    def joining(self, upper: _Text, lower: _Text, opened: bool) -> float:
        """What it costs to take two lines for neighbours in one cell; 3 and more where they can't be."""
        distance = lower.level - upper.level
        if distance < 0.85 * self.pitch:
            return 4.0
        cost = 0.0 if distance <= 1.25 * self.pitch else 2.0
        if _is_one_figure(upper, lower):
            return cost + 0.05
        if _is_divided_figure(upper, lower) and self._is_full(upper, lower):
            return cost + 0.3
        if upper.is_figure and lower.is_figure:
            return 4.0
        if not _are_set_alike(upper, lower):
            cost += 2.0
        if lower.is_figure or (upper.is_figure and len(lower.text) > 1):
            cost += 1.0
        elif _ITEM.match(lower.text) and _ITEM.match(upper.text):
            cost += 1.5
        own, following = upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]
        if self._is_full(upper, lower):
            # wrapped lines end short, those of several cells are as they are
            if following < own - 0.3 * upper.size or own > 6.5 * upper.size:
                return cost + 0.02
            return cost + (0.1 if own < 2.3 * upper.size else 0.3)
        if opened:
            return cost + 0.3
        if _OPENING.match(lower.text):
            return cost + 0.4
        if len(upper.text) <= 2 and len(lower.text) <= 2:
            return cost + 0.4
        if len(lower.text) == 1 and following > 0.8 * lower.size:
            # hardly a cell of its own
            return cost + 0.1
        if own + first_width(lower.line) > self._room(upper) - 2 * upper.size and following < own - 0.3 * upper.size:
            return cost + 0.5
        return cost + (1.3 if len(upper.text) <= 8 and len(lower.text) <= 8 else 1.6)

    def goes_on(self, upper: _Cell, lower: _Cell) -> bool:
        """Whether a cell behind a page break may be the rest of one before it."""
        head, tail = upper.texts[-1], lower.texts[0]
        if _is_one_figure(head, tail):
            return True
        if head.is_figure or (tail.is_figure and len(lower.texts) == 1 and tail.text[-1] not in "%％"):
            return False
        return _is_opened(upper.texts) or self._is_full(head, tail)

    def _room(self, text: _Text) -> float:
        """The width for a line of a text's columns, as far as it shows."""
        widest = self.widths.get((text.first, text.last), 0.0)
        return max(widest, self.edges[text.last + 1] - self.edges[text.first] - _MARGINS)

    def _is_full(self, upper: _Text, lower: _Text) -> bool:
        """Whether a line has no room for the beginning of the next."""
        own, following = upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]
        room = max(self._room(upper), own, following)
        # what is broken within has no width of its own
        next_width = 0.5 * lower.size if _is_divided_figure(upper, lower) else first_width(lower.line)
        if own + next_width > room - 0.4 * upper.size:
            return True
        end = max(self.ends[upper.last], self.edges[upper.last + 1] - _MARGINS / 2)
        return upper.box[2] + next_width > end + 0.2 * upper.size


def _setting(texts: Sequence[_Text], edges: Sequence[float]) -> _Setting:
    widths: dict[tuple[int, int], float] = {}
    ends: dict[int, float] = {}
    columns: dict[tuple[int, int], list[_Text]] = {}
    for text in texts:
        place = (text.first, text.last)
        ends[text.last] = max(ends.get(text.last, 0.0), text.box[2])
        widths[place] = max(widths.get(place, 0.0), text.box[2] - text.box[0])
        columns.setdefault(place, []).append(text)
    steps = []
    for members in columns.values():
        members.sort(key=lambda text: text.level)
        for upper, lower in itertools.pairwise(members):
            step = lower.level - upper.level
            if 0.95 * upper.size <= step <= 2.6 * upper.size:
                steps.append(step)
    size = statistics.median(text.size for text in texts)
    pitch = sorted(steps)[len(steps) // 8] if steps else 1.3 * size
    return _Setting(pitch, widths, ends, edges)


def _is_opened(texts: Sequence[_Text]) -> bool:
    text = "".join(one.text for one in texts)
    return len(_OPENING.findall(text)) > len(_CLOSING.findall(text)) or text.endswith(("、", "，", ","))


# -- rows without rules ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Band:
    """Texts between two heights, by what may be their cells: a row, if those are set alike."""

    setting: _Setting
    column_count: int
    is_middle: bool
    cells: list[_Cell] = field(default_factory=list)
    joins: float = 0.0
    conflicts: int = 0

    def add(self, text: _Text) -> None:
        touched = [cell for cell in self.cells if cell.first <= text.last and text.first <= cell.last]
        if not touched:
            self.cells.append(_cell([text]))
            return
        costs = [self.setting.joining(cell.texts[-1], text, _is_opened(cell.texts)) for cell in touched]
        cost = max(costs) if len(touched) == 1 else 4.0
        self.joins += cost
        self.conflicts += cost >= 4.0
        joined = _cell(
            sorted((one for cell in (*touched, _cell([text])) for one in cell.texts), key=lambda one: one.level)
        )
        self.cells = [cell for cell in self.cells if cell not in touched] + [joined]

    def solved(self, beside: bool, is_rest: bool) -> tuple[float, list[_Cell], list[_Cell]] | None:
        """The cost of taking the band for a row, the cells that are set alike, and those that belong elsewhere."""
        best: tuple[float, list[_Cell], list[_Cell]] | None = None
        for extra, places in (
            (0.0 if self.is_middle else 0.8, [(cell.middle, 0.22) for cell in self.cells]),
            (0.8 if self.is_middle else 0.0, [(cell.top, 0.15) for cell in self.cells]),
        ):
            for level, _ in places:
                row = [
                    cell
                    for cell, (place, share) in zip(self.cells, places, strict=True)
                    if abs(place - level) <= share * cell.size
                ]
                others = [cell for cell in self.cells if cell not in row]
                if not all(_is_held(cell, row) for cell in row):
                    continue
                cost = (
                    1.0
                    + extra
                    + (0.0 if is_rest else self._emptiness(row, others, beside))
                    + self._floating(row, others, statistics.median(cell.middle for cell in row))
                )
                if best is None or cost < best[0] - 1e-9:
                    best = cost, row, others
        return None if best is None else (best[0] + self.joins, best[1], best[2])

    def _emptiness(self, row: Sequence[_Cell], others: Sequence[_Cell], beside: bool) -> float:
        if len(row) > 1:
            return 0.0
        (cell,) = row
        if beside and not others:
            return 3.0
        if cell.first == 0 or cell.last - cell.first + 1 >= 0.6 * self.column_count:
            return 0.2
        return 1.2

    def _parts(self, cell: _Cell) -> list[_Cell]:
        """A cell's lines by what surely belongs together; none where all does."""
        parts = [[cell.texts[0]]]
        for upper, lower in itertools.pairwise(cell.texts):
            if self.setting.joining(upper, lower, opened=False) > 0.5:
                parts.append([])
            parts[-1].append(lower)
        return [_cell(part) for part in parts] if len(parts) > 1 else []

    def _floating(self, row: Sequence[_Cell], others: Sequence[_Cell], level: float) -> float:
        first = min(cell.first for cell in row)
        cost = 0.0
        for cell in others:
            if cell.has_figure:
                cost += 3.0
            elif any(abs(part.middle - level) <= 0.15 * cell.size for part in self._parts(cell)):
                cost += 2.5
            elif cell.last < first:
                # a label that is written downwards
                cost += 0.5 if all(len(text.text) <= 2 for text in cell.texts) else 1.3
            else:
                cost += 1.6
        return cost


def _is_held(cell: _Cell, row: Sequence[_Cell]) -> bool:
    """Whether a figure broken between its digits is one: some other text of the row stands beside the break."""
    for upper, lower in itertools.pairwise(cell.texts):
        if not (upper.is_figure and lower.is_figure) or _is_one_figure(upper, lower):
            continue
        level = (upper.level + lower.level) / 2
        if not any(abs(text.level - level) < 0.3 * text.size for other in row for text in other.texts):
            return False
    return True


@dataclass(slots=True)
class _Row:
    """A row found: its cells, and the texts within its height that belong to cells of more rows."""

    cells: list[_Cell]
    floating: list[_Cell]

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)


def _free_rows(
    texts: Sequence[_Text], column_count: int, setting: _Setting, is_continued: bool, goes_on: bool
) -> tuple[list[_Row], bool]:
    """The division of texts into rows that costs the least, without what stands above the first and below the last of them.

    And whether the cells of most rows share the middle, not the top.
    """
    levels: list[list[_Text]] = []
    for text in sorted(texts, key=lambda one: one.level):
        if levels and text.level - levels[-1][0].level <= 0.12 * text.size:
            levels[-1].append(text)
        else:
            levels.append([text])
    middle, top = (
        _divided(levels, column_count, setting, is_middle, is_continued, goes_on) for is_middle in (True, False)
    )
    return (middle[1], True) if middle[0] <= top[0] else (top[1], False)


def _divided(
    levels: Sequence[Sequence[_Text]],
    column_count: int,
    setting: _Setting,
    is_middle: bool,
    is_continued: bool,
    goes_on: bool,
) -> tuple[float, list[_Row]]:
    """Rows whose cells share the middle, or the top, and what they cost."""
    count = len(levels)
    infinite = float("inf")
    best: list[tuple[float, int, _Row | None]] = [(infinite, 0, None) for _ in range(count + 1)]
    best[0] = (0.0, 0, None)
    free = [len(level) == 1 and level[0].is_alone for level in levels]
    outside = 0.0
    for at in range(1, count):
        if not all(free[:at]) or is_continued:
            break
        upper = levels[at - 1][0]
        is_joined = any(
            upper.first <= text.last and text.first <= upper.last and setting.joining(upper, text, opened=False) <= 0.5
            for level in levels[at : at + 4]
            for text in level
        )
        is_beside = levels[at][0].level - upper.level < 0.8 * setting.pitch
        outside += _OUTSIDE + is_joined + is_beside
        best[at] = (outside, 0, None)
    for start in range(count):
        if best[start][0] == infinite:
            continue
        band = _Band(setting, column_count, is_middle)
        previous = best[start][2]
        for end in range(start, min(count, start + _MOST_LEVELS)):
            if end > start and levels[end][0].level - levels[end - 1][0].level > 1.7 * setting.pitch:
                break
            for text in levels[end]:
                band.add(text)
            if band.conflicts >= 2:
                break
            near = (*(levels[start - 1] if start else ()), *(levels[end + 1] if end + 1 < count else ()))
            beside = any(
                abs(text.level - other.level) < 0.8 * setting.pitch
                for other in near
                for text in (*levels[start], *levels[end])
            )
            solved = band.solved(beside, is_rest=is_continued and start == 0)
            if solved is None:
                continue
            cost, row, others = solved
            total = best[start][0] + cost
            if total >= best[end + 1][0] - 1e-9:
                continue
            found = _Row(row, others)
            if previous is not None:
                total += 1.5 * _crosses(previous, found, setting.pitch) + _goes_on(previous, found, setting)
            if total < best[end + 1][0] - 1e-9:
                best[end + 1] = (total, start, found)
    cost, at = best[count][0], count
    for end in range(count - 1, 0, -1):
        if not free[end] or goes_on:
            break
        if best[end][0] + _OUTSIDE * (count - end) < cost - 1e-9:
            cost, at = best[end][0] + _OUTSIDE * (count - end), end
    rows: list[_Row] = []
    while best[at][2] is not None:
        _, start, last = best[at]
        assert last is not None
        rows.append(last)
        at = start
    return cost, rows[::-1]


def _crosses(upper: _Row, lower: _Row, pitch: float) -> bool:
    """Whether texts of two rows stand beside each other: those of rows one below the other are a line apart."""
    nearest = max(cell.texts[-1].level for cell in upper.cells) + 0.8 * pitch
    return min(cell.texts[0].level for cell in lower.cells) < nearest


def _goes_on(upper: _Row, lower: _Row, setting: _Setting) -> bool:
    """Whether all that stands in one of two rows goes on in the other, or from it."""

    def are_one(above: _Cell, below: _Cell) -> bool:
        if not (above.first <= below.last and below.first <= above.last):
            return False
        return setting.joining(above.texts[-1], below.texts[0], opened=False) <= 0.1

    return all(any(are_one(above, below) for above in upper.cells) for below in lower.cells) or all(
        any(are_one(above, below) for below in lower.cells)
        and above.texts[-1].box[2] - above.texts[-1].box[0] < 4.5 * above.size
        for above in upper.cells
    )


def _without_between(rows: list[_Row], pitch: float) -> list[_Row]:
    """Rows without those whose cells stand between two others, where there is no room for a row: they belong to both."""
    if len(rows) < 3:
        return rows
    middles = [statistics.median(cell.middle for cell in row.cells) for row in rows]
    steps = sorted(after - before for before, after in itertools.pairwise(middles))
    step = steps[len(steps) // 2]
    kept = [rows[0]]
    for at in range(1, len(rows) - 1):
        row, above, below = rows[at], kept[-1], rows[at + 1]
        taken = {column for cell in (*above.cells, *below.cells) for column in range(cell.first, cell.last + 1)}
        own = {column for cell in row.cells for column in range(cell.first, cell.last + 1)}
        size = row.cells[0].size
        is_close = (
            _crosses(above, row, pitch) or _crosses(row, below, pitch) or middles[at + 1] - middles[at - 1] < 1.4 * step
        )
        has_figure = any(cell.has_figure for cell in row.cells)
        if (
            not own & taken
            and is_close
            and not has_figure
            and abs((above.top + below.bottom) / 2 - middles[at]) < 0.6 * size
        ):
            above.floating += row.cells + row.floating
        else:
            kept.append(row)
    kept.append(rows[-1])
    return kept


# -- labels beside several rows ----------------------------------------------------------------------------------------


def _spanned(rows: list[_Row], column_count: int, setting: _Setting, is_middle: bool) -> list[_Cell] | None:
    """The cells of rows with those that stand beside several of them; None where these find no place."""
    cells: list[_Cell] = []
    for at, row in enumerate(rows):
        for cell in row.cells:
            cell.row = at
            cells.append(cell)
    loose = [text for row in rows for cell in row.floating for text in cell.texts]
    # heights that part the rows lie between these
    limits = [(rows[0].top - 0.3 * setting.pitch, rows[0].top)]
    limits += [(min(a.bottom, b.top), max(a.bottom, b.top)) for a, b in itertools.pairwise(rows)]
    limits.append((rows[-1].bottom, rows[-1].bottom + 0.3 * setting.pitch))
    figures = {cell.first for cell in cells if cell.has_figure and cell.first == cell.last}
    labels = next((column for column in range(column_count) if column in figures), column_count)
    groups: dict[tuple[int, int], list[_Text]] = {}
    alone: set[int] = set()
    for text in loose:
        place = next((key for key in groups if key[0] <= text.last and text.first <= key[1]), None)
        members = groups.pop(place) if place is not None else []
        members.append(text)
        groups[min(one.first for one in members), max(one.last for one in members)] = members
    for column in range(labels if is_middle else 0):
        # a label that stands beside the middle one of its rows looks like that row's own
        key = (column, column)
        own = [cell for cell in cells if (cell.first, cell.last) == key]
        covered = {cell.row for cell in cells if cell.first <= column <= cell.last}
        if key in groups or (len(covered) < len(rows) and own and (column == 0 or cells is None)):
            for cell in own:
                cells.remove(cell)
                alone.update((id(cell.texts[0]), -id(cell.texts[-1])))
                groups.setdefault(key, []).extend(cell.texts)
    for (first, last), members in sorted(groups.items()):
        taken = {cell.row for cell in cells if cell.first <= last and first <= cell.last}
        found = _beside(sorted(members, key=lambda one: one.level), alone, taken, rows, limits, setting)
        if found is None or (first >= labels and any(cell.row_span == 1 for cell in found)):
            # set otherwise than its row: not understood
            return None
        for cell in found:
            cell.first, cell.last = min(cell.first, first), max(cell.last, last)
        cells += found
    return cells


def _beside(
    texts: Sequence[_Text],
    alone: set[int],
    taken: set[int],
    rows: Sequence[_Row],
    limits: Sequence[tuple[float, float]],
    setting: _Setting,
) -> list[_Cell] | None:
    """The cells of one column that stand beside one row or more each, where its texts cost the least; None where they fit nowhere."""
    count, height = len(texts), len(rows)
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None, _Cell | None]] = {(0, 0): (0.0, None, None)}

    def relax(state: tuple[int, int], cost: float, before: tuple[int, int], cell: _Cell | None) -> None:
        if state not in best or cost < best[state][0] - 1e-9:
            best[state] = (cost, before, cell)

    for row in range(height):
        for start in range(count + 1):
            if (row, start) not in best:
                continue
            state = (row, start)
            cost = best[state][0]
            relax((row + 1, start), cost + (0.0 if row in taken else 0.4), state, None)
            if row in taken:
                continue
            joins = 0.0
            for end in range(start, count):
                if end > start:
                    joins += setting.joining(texts[end - 1], texts[end], _is_opened(texts[start:end]))
                    if id(texts[end]) in alone and -id(texts[end - 1]) in alone and len(texts[end].text) > 1:
                        joins += 1.0
                    if joins >= 4.0:
                        break
                cell = _cell(texts[start : end + 1])
                for last in range(row, height):
                    if last in taken or limits[last][0] - 0.5 * cell.size > cell.bottom + 40 * cell.size:
                        break
                    fit = _misfit(cell, row, last, rows, limits)
                    if fit is not None:
                        placed = _Cell(cell.texts, cell.first, cell.last, row, last - row + 1)
                        further = 0.3 * (last - row) if start == end and id(cell.texts[0]) in alone else 0.0
                        relax((last + 1, end + 1), cost + 0.2 + joins + fit + further, state, placed)
    if (height, count) not in best:
        return None
    found = []
    at: tuple[int, int] | None = (height, count)
    while at is not None:
        _, at, found_cell = best[at]
        if found_cell is not None:
            found.append(found_cell)
    return found[::-1]


def _misfit(
    cell: _Cell, first: int, last: int, rows: Sequence[_Row], limits: Sequence[tuple[float, float]]
) -> float | None:
    """What it costs to take a cell for the label of some rows; None where it reaches beyond them."""
    (lowest_top, highest_top), (lowest_end, highest_end) = limits[first], limits[last + 1]
    if cell.top < lowest_top - 0.3 * cell.size or cell.bottom > highest_end + 0.3 * cell.size:
        return None
    if first == last:
        middle = statistics.median(one.middle for one in rows[first].cells)
        aside = max(0.0, (lowest_top + lowest_end) / 2 - cell.middle, cell.middle - (highest_top + highest_end) / 2)
        off = min(abs(cell.middle - middle), aside + 0.2 * cell.size) / cell.size
    else:
        low, high = (lowest_top + lowest_end) / 2, (highest_top + highest_end) / 2
        middle = (low + high) / 2
        off = max(0.0, low - cell.middle, cell.middle - high) / cell.size + 0.1 * abs(cell.middle - middle) / cell.size
    top = abs(cell.top - rows[first].top) / cell.size
    if top < 0.15:
        off = min(off, 0.3 + 0.05 * (last - first))
    return None if off > 0.75 else 2.0 * max(0.0, off - 0.1)


# -- headers over several columns --------------------------------------------------------------------------------------


def _widen_headers(cells: Sequence[_Cell], column_count: int) -> None:
    """Gives the cells of a header's upper row the columns of what stands below them.

    A column that has a header in the row below and none of its own belongs to a cell beside it: to the one whose text then stands
    nearest to the middle of its columns.
    """
    rows: dict[int, list[_Cell]] = {}
    covered: dict[int, set[int]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
        for row in range(cell.row, cell.row + cell.row_span):
            covered.setdefault(row, set()).update(range(cell.first, cell.last + 1))
    lefts = [
        min((c.texts[0].box[0] for c in cells if c.first == c.last == at), default=None) for at in range(column_count)
    ]
    rights = [
        max((c.texts[0].box[2] for c in cells if c.first == c.last == at), default=None) for at in range(column_count)
    ]
    for row, upper in rows.items():
        lower = rows.get(row + 1, [])
        if not lower or any(cell.has_figure for cell in (*upper, *lower)):
            continue
        below = {column for cell in lower for column in range(cell.first, cell.last + 1)}
        upper = sorted((cell for cell in upper if cell.row_span == 1), key=lambda cell: cell.first)
        parents = [cell for cell in upper if set(range(cell.first, cell.last + 1)) & below]
        free = {column for column in below if column not in covered[row]}
        if not parents or not free:
            continue
        # how far each parent may reach to either side
        reach = []
        for cell in parents:
            left, right = cell.first, cell.last
            while left - 1 in free:
                left -= 1
            while right + 1 in free:
                right += 1
            reach.append(
                [(first, last) for first in range(left, cell.first + 1) for last in range(cell.last, right + 1)]
            )
        best: tuple[float, tuple[tuple[int, int], ...]] | None = None
        for places in itertools.islice(itertools.product(*reach), _MOST_LAYOUTS):
            if any(before[1] >= after[0] for before, after in itertools.pairwise(places)):
                continue
            left_out = free - {column for first, last in places for column in range(first, last + 1)}
            off = sum(_off_centre(cell, *place, lefts, rights) for cell, place in zip(parents, places, strict=True))
            cost = off + 1_000 * len(left_out)
            if best is None or cost < best[0] - 1e-9:
                best = cost, places
        assert best is not None
        for cell, (first, last) in zip(parents, best[1], strict=True):
            cell.first, cell.last = first, last
            covered[row].update(range(first, last + 1))


def _off_centre(
    cell: _Cell, first: int, last: int, lefts: Sequence[float | None], rights: Sequence[float | None]
) -> float:
    """How far a text stands from the middle or the left side of some columns."""
    left, right = lefts[first], rights[last]
    if left is None or right is None:
        return 0.0
    box = around(text.box for text in cell.texts)
    return min(abs((box[0] + box[2]) - (left + right)) / 2, abs(box[0] - left))


# -- rows between level rules ------------------------------------------------------------------------------------------


def _level_rules(frame: Box, rules: Sequence[Box]) -> list[Box]:
    return [
        rule
        for rule in rules
        if rule[3] - rule[1] <= 3
        and rule[2] - rule[0] >= 20
        and frame[0] - 30 <= (rule[0] + rule[2]) / 2 <= frame[2] + 30
        and frame[1] - 15 <= rule[1] <= frame[3] + 15
    ]


def _ruled_cells(texts: Sequence[_Text], level: Sequence[Box], heights: Sequence[float]) -> list[_Cell]:
    """Cells between level rules, which may span several rows."""
    found: dict[tuple[int, int], list[_Cell]] = {}
    for text in sorted(texts, key=lambda one: one.level):
        middle = (text.box[0] + text.box[2]) / 2
        near = [rule[1] for rule in level if rule[0] - 2 <= middle <= rule[2] + 2]
        above = max((y for y in near if y <= text.level), default=None)
        below = min((y for y in near if y > text.level), default=None)
        first = 0 if above is None else 1 + min(range(len(heights)), key=lambda at: abs(heights[at] - above))
        last = len(heights) if below is None else min(range(len(heights)), key=lambda at: abs(heights[at] - below))
        place = (first, max(1, last - first + 1))
        cells = found.setdefault(place, [])
        touched = [cell for cell in cells if cell.first <= text.last and text.first <= cell.last]
        for cell in touched:
            cells.remove(cell)
        joined = _cell(
            sorted((one for cell in (*touched, _cell([text])) for one in cell.texts), key=lambda one: one.level)
        )
        joined.row, joined.row_span = place
        cells.append(joined)
    return [cell for cells in found.values() for cell in cells]


# -- tables ------------------------------------------------------------------------------------------------------------


def _solve(region: _Region) -> None:
    """Finds the cells of the table that a run of lines makes; it has none where it makes none."""
    texts, column_count = region.texts, len(region.cuts) + 1
    frame = around(text.box for text in texts)
    level = _level_rules(frame, region.page.rules)
    heights = borders((rule[1] for rule in level), 3.0)
    if len(heights) > _LEAST_ROWS:
        # titles above the first rule, notes below the last
        above = [text for text in texts if text.level < heights[0]]
        below = [text for text in texts if text.level > heights[-1]]
        outside = [text for part in (above, below) if all(text.is_alone for text in part) for text in part]
        cells = _ruled_cells([text for text in texts if text not in outside], level, heights)
    else:
        cells = _unruled_cells(region)
    if not cells:
        return
    _widen_headers(cells, column_count)
    used = sorted({cell.row for cell in cells})
    for cell in cells:
        last = bisect.bisect_right(used, cell.row + cell.row_span - 1)
        cell.row = bisect.bisect_left(used, cell.row)
        cell.row_span = max(1, last - cell.row)
    is_continued = region.before is not None and bool(region.before.cells)
    if len(used) >= (1 if is_continued else _LEAST_ROWS) and _is_table(cells, len(used), column_count):
        region.cells, region.row_count = cells, len(used)


def _unruled_cells(region: _Region) -> list[_Cell]:
    """The cells of texts that no level rules part; none where the texts don't all find a place."""
    setting = _setting(region.texts, region.edges)
    column_count = len(region.cuts) + 1
    is_continued, goes_on = region.is_continued, region.goes_on
    rows, is_middle = _free_rows(region.texts, column_count, setting, is_continued, goes_on)
    rows = _without_between(_trimmed(rows, is_continued, goes_on), setting.pitch)
    inside = {id(text) for row in rows for cell in (*row.cells, *row.floating) for text in cell.texts}
    if any(text.is_figure and id(text) not in inside for text in region.texts):
        # a figure above or below all rows
        return []
    if not rows or any(_crosses(upper, lower, setting.pitch) for upper, lower in itertools.pairwise(rows)):
        return []
    return _spanned(rows, column_count, setting, is_middle) or []


def _trimmed(rows: list[_Row], is_continued: bool, goes_on: bool) -> list[_Row]:
    """Rows without those of a single cell at the beginning and the end, but where the table goes over pages."""
    start, end = 0, len(rows)
    while not is_continued and start < end and len(rows[start].cells) + len(rows[start].floating) < 2:
        start += 1
    while not goes_on and end > start and len(rows[end - 1].cells) + len(rows[end - 1].floating) < 2:
        end -= 1
    # a line of names and dates, each with its label
    while (
        not goes_on
        and end > start
        and len(rows[end - 1].cells) > 1
        and all(_LABELLED.search(text.text) for cell in rows[end - 1].cells for text in cell.texts)
    ):
        end -= 1
    return rows[start:end]


def _is_table(cells: Sequence[_Cell], row_count: int, column_count: int) -> bool:
    """Whether cells make a table: lists of names and signatures have gaps too."""
    figures = sum(text.is_figure for cell in cells for text in cell.texts)
    if column_count < 3 and figures < row_count / 2:
        return False
    if not figures:
        return False
    for cell in cells:
        for upper, lower in itertools.pairwise(cell.texts):
            if (
                upper.is_figure
                and lower.is_figure
                and not _is_divided_figure(upper, lower)
                and not _is_one_figure(upper, lower)
            ):
                return False
    for row in range(row_count):
        filled = [cell for cell in cells if cell.row <= row < cell.row + cell.row_span]
        if len(filled) == 1 and filled[0].has_figure and filled[0].first > 0:
            # a figure of nothing
            return False
    slots: set[tuple[int, int]] = set()
    for cell in cells:
        own = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.first, cell.last + 1)
        }
        if own & slots:
            return False
        slots |= own
    return len(slots) >= 0.4 * row_count * column_count


def _laid(region: _Region) -> Grid:
    """Cells on the borders found; a row has a cell in every column."""
    cells, row_count = region.cells, region.row_count
    frame = around(text.box for cell in cells for text in cell.texts)
    left, right = region.sides
    edges = [min(left - 2, region.cuts[0] - 1), *region.cuts, max(right + 2, region.cuts[-1] + 1)]
    levels = [frame[1] - 2.0]
    for at in range(1, row_count):
        above = max((cell.bottom for cell in cells if cell.row + cell.row_span == at), default=levels[-1])
        below = min((cell.top for cell in cells if cell.row == at), default=above + 1)
        levels.append(max((above + below) / 2, levels[-1] + 0.1))
    levels.append(max(frame[3] + 2, levels[-1] + 0.1))
    spots = [
        (cell.row, cell.first, cell.row_span, cell.last - cell.first + 1, [text.line for text in cell.texts])
        for cell in cells
    ]
    spots += [(row, first, 1, last - first + 1, []) for row, first, last in _blanks(region)]
    found = [
        GridCell(
            row + 1,
            column + 1,
            row_span,
            column_span,
            (edges[column], levels[row], edges[column + column_span], levels[row + row_span]),
            tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0]))),
        )
        for row, column, row_span, column_span, lines in sorted(spots, key=lambda spot: spot[:2])
    ]
    return Grid((edges[0], levels[0], edges[-1], levels[-1]), tuple(found), region.begins_within_row)


def _blanks(region: _Region) -> list[tuple[int, int, int]]:
    """Row, first and last column of the cells without text; the rest of a row has the cells of the row."""
    taken = {
        (row, column)
        for cell in region.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.first, cell.last + 1)
    }
    found = []
    if region.begins_within_row and region.before is not None:
        for cell in region.before.cells:
            own = {(0, column) for column in range(cell.first, cell.last + 1)}
            if cell.row + cell.row_span == region.before.row_count and not own & taken:
                found.append((0, cell.first, cell.last))
                taken |= own
    return found + [
        (row, column, column)
        for row in range(region.row_count)
        for column in range(len(region.cuts) + 1)
        if (row, column) not in taken
    ]
