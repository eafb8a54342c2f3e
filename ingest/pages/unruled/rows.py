"""Rows: between level rules; where there are none, the division of all texts that sets the cells of each row alike."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Box
from ingest.pages.unruled.cells import Cell, Setting, cell_of, is_one_figure, is_opened, wording
from ingest.pages.unruled.texts import Text

_LABELLED = re.compile(r"[^:：][:：](?![0-9.,]+$)")
_MOST_LEVELS = 60
# what it costs to take a line for one above or below a table
_OUTSIDE = 0.3
# how much more one way of setting cells must cost than the other
_SURE = 1.0
# what it costs to take texts beside each other for two rows
_CROSSING = 2.5


# -- between level rules -----------------------------------------------------------------------------------------------


def level_rules(frame: Box, rules: Sequence[Box]) -> list[Box]:
    return [
        rule
        for rule in rules
        if rule[3] - rule[1] <= 3
        and rule[2] - rule[0] >= 20
        and frame[0] - 30 <= (rule[0] + rule[2]) / 2 <= frame[2] + 30
        and frame[1] - 15 <= rule[1] <= frame[3] + 15
    ]


def ruled_cells(texts: Sequence[Text], level: Sequence[Box], heights: Sequence[float]) -> list[Cell]:
    """Cells between level rules, which may span several rows."""
    found: dict[tuple[int, int], list[Cell]] = {}
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
        joined = cell_of(
            sorted((one for cell in (*touched, cell_of([text])) for one in cell.texts), key=lambda one: one.level)
        )
        joined.row, joined.row_span = place
        cells.append(joined)
    return [cell for cells in found.values() for cell in cells]


# -- without rules -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """A row found: its cells, and the texts within its height that belong to cells of more rows."""

    cells: list[Cell]
    floating: list[Cell]

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)


@dataclass(slots=True)
class _Band:
    """Texts between two heights, by what may be their cells: a row, if those are set alike."""

    setting: Setting
    column_count: int
    is_middle: bool
    cells: list[Cell] = field(default_factory=list)
    joins: float = 0.0
    conflicts: int = 0

    def add(self, text: Text) -> None:
        touched = [cell for cell in self.cells if cell.first <= text.last and text.first <= cell.last]
        if not touched:
            self.cells.append(cell_of([text]))
            return
        costs = [self.setting.joining(cell.texts[-1], text, is_opened(cell.texts)) for cell in touched]
        cost = max(costs) if len(touched) == 1 else 4.0
        self.joins += cost
        self.conflicts += cost >= 4.0
        joined = cell_of(
            sorted((one for cell in (*touched, cell_of([text])) for one in cell.texts), key=lambda one: one.level)
        )
        self.cells = [cell for cell in self.cells if cell not in touched] + [joined]

    def solved(self, beside: bool, is_rest: bool) -> tuple[float, list[Cell], list[Cell]] | None:
        """The cost of taking the band for a row, the cells that are set alike, and those that belong elsewhere."""
        best: tuple[float, list[Cell], list[Cell]] | None = None
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

    def _emptiness(self, row: Sequence[Cell], others: Sequence[Cell], beside: bool) -> float:
        if len(row) > 1:
            return 0.0
        (cell,) = row
        # what announces something stands above several columns however short it is
        is_wide = (cell.last > cell.first and not cell.has_figure) or cell.texts[-1].text.endswith(("：", ":"))
        if beside and not others and not is_wide:
            return 3.0
        if cell.is_character:
            # hardly more than the rest of a word
            return 1.5
        if cell.first == 0 or is_wide:
            return 0.2
        return 1.2

    def _parts(self, cell: Cell) -> list[Cell]:
        """A cell's lines by what surely belongs together; none where all does."""
        parts = [[cell.texts[0]]]
        for upper, lower in itertools.pairwise(cell.texts):
            if self.setting.joining(upper, lower, opened=False) > 0.5:
                parts.append([])
            parts[-1].append(lower)
        return [cell_of(part) for part in parts] if len(parts) > 1 else []

    def _floating(self, row: Sequence[Cell], others: Sequence[Cell], level: float) -> float:
        """What the cells cost that are set otherwise than the row."""
        first = min(cell.first for cell in row)
        cost = 0.0
        middles: list[float] = []
        for cell in others:
            is_level = cell.middle < level and any(abs(cell.middle - middle) <= 0.12 * cell.size for middle in middles)
            middles.append(cell.middle)
            if cell.has_figure:
                cost += 3.0
            elif any(abs(part.middle - level) <= 0.15 * cell.size for part in self._parts(cell)):
                cost += 2.5
            elif is_level:
                # headers of as many rows as the one before
                cost += 0.3
            elif cell.last < first:
                # a label that is written downwards
                cost += 0.5 if all(len(text.text) <= 2 for text in cell.texts) else 1.3
            else:
                cost += 1.6
        return cost


def _is_held(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether a figure broken between its digits is one: some other text of the row stands beside the break."""
    for upper, lower in itertools.pairwise(cell.texts):
        if not (upper.is_figure and lower.is_figure) or is_one_figure(upper, lower):
            continue
        level = (upper.level + lower.level) / 2
        if not any(abs(text.level - level) < 0.3 * text.size for other in row for text in other.texts):
            return False
    return True


def free_rows(
    levels: Sequence[Sequence[Text]], column_count: int, setting: Setting, is_continued: bool, goes_on: bool
) -> tuple[list[Row], bool | None]:
    """The division of texts into rows that costs the least, without what stands above the first and below the last of them.

    And whether the cells of most rows share the middle, not the top; None where both are the same.
    """
    middle, top = (
        _divided(levels, column_count, setting, is_middle, is_continued, goes_on) for is_middle in (True, False)
    )
    if abs(middle[0] - top[0]) < _SURE:
        return (middle if middle[0] <= top[0] else top)[1], None
    return (middle[1], True) if middle[0] < top[0] else (top[1], False)


def _divided(
    levels: Sequence[Sequence[Text]],
    column_count: int,
    setting: Setting,
    is_middle: bool,
    is_continued: bool,
    goes_on: bool,
) -> tuple[float, list[Row]]:
    """Rows whose cells share the middle, or the top, and what they cost."""
    count = len(levels)
    infinite = float("inf")
    best: list[tuple[float, int, Row | None]] = [(infinite, 0, None) for _ in range(count + 1)]
    best[0] = (0.0, 0, None)
    free = [len(level) == 1 and level[0].is_alone and not level[0].is_figure for level in levels]
    outside = 0.0
    for at in range(1, 1 if is_continued else count):
        if not free[at - 1]:
            break
        outside += _left_above(levels, at, setting)
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
            solved = band.solved(_has_beside(levels, start, end, setting), is_rest=is_continued and start == 0)
            if solved is None:
                continue
            cost, row, others = solved
            total = best[start][0] + cost
            if total >= best[end + 1][0] - 1e-9:
                continue
            found = Row(row, others)
            if previous is not None:
                total += _CROSSING * crosses(previous, found, setting.pitch) + _goes_on(previous, found, setting)
            if total < best[end + 1][0] - 1e-9:
                best[end + 1] = (total, start, found)
    cost, at = best[count][0], count
    for end in () if goes_on else itertools.takewhile(free.__getitem__, range(count - 1, 0, -1)):
        if best[end][0] + _OUTSIDE * (count - end) < cost - 1e-9:
            cost, at = best[end][0] + _OUTSIDE * (count - end), end
    return cost, _way_to(best, at)


def _way_to(best: Sequence[tuple[float, int, Row | None]], at: int) -> list[Row]:
    """The rows that end with a level, each found from where the one before it ends."""
    rows: list[Row] = []
    while (last := best[at][2]) is not None:
        rows.append(last)
        at = best[at][1]
    return rows[::-1]


def _left_above(levels: Sequence[Sequence[Text]], at: int, setting: Setting) -> float:
    """What it costs to leave the line before a level outside the table."""
    upper = levels[at - 1][0]
    is_joined = any(
        upper.first <= text.last and text.first <= upper.last and setting.joining(upper, text, opened=False) <= 0.5
        for level in levels[at : at + 4]
        for text in level
    )
    is_beside = levels[at][0].level - upper.level < 0.8 * setting.pitch
    return _OUTSIDE + is_joined + 2.0 * is_beside


def _has_beside(levels: Sequence[Sequence[Text]], start: int, end: int, setting: Setting) -> bool:
    """Whether a line before or behind some levels stands beside their first or last one."""
    near = (*(levels[start - 1] if start else ()), *(levels[end + 1] if end + 1 < len(levels) else ()))
    return any(
        abs(text.level - other.level) < 0.8 * setting.pitch for other in near for text in (*levels[start], *levels[end])
    )


def crosses(upper: Row, lower: Row, pitch: float) -> bool:
    """Whether texts of two rows stand beside each other: those of rows one below the other are a line apart."""
    nearest = max(cell.texts[-1].level for cell in upper.cells) + 0.8 * pitch
    return min(cell.texts[0].level for cell in lower.cells) < nearest


def _goes_on(upper: Row, lower: Row, setting: Setting) -> float:
    """What it costs that all that stands in one of two rows goes on in the other, or from it, or a word does."""

    def are_one(above: Cell, below: Cell, most: float = 0.1) -> bool:
        if not (above.first <= below.last and below.first <= above.last):
            return False
        return setting.joining(above.texts[-1], below.texts[0], opened=False) <= most

    # many that may all go on, do
    most = 0.1 if len(lower.cells) < 4 else 0.3
    if all(any(are_one(above, below, most) for above in upper.cells) for below in lower.cells):
        return max(1.0, 0.35 * len(lower.cells))
    words = [above for above in upper.cells if len(above.texts[-1].text) > 1]
    if any(below.is_character and are_one(above, below) for above in words for below in lower.cells):
        return 1.5
    return float(
        all(
            any(are_one(above, below) for below in lower.cells)
            and above.texts[-1].box[2] - above.texts[-1].box[0] < 4.5 * above.size
            for above in upper.cells
        )
    )


def join_tall_headers(rows: Sequence[Row], setting: Setting) -> None:
    """Takes headers out of their rows that have a line in each of two, where another header spans columns of the lower row."""
    for upper, lower in itertools.pairwise(rows):
        if any(cell.has_figure for cell in (*upper.cells, *lower.cells)):
            continue
        parents = [
            cell
            for cell in upper.cells
            if sum(cell.first <= one.first and one.last <= cell.last for one in lower.cells) > 1
        ]
        children = [cell for cell in lower.cells if any(one.first <= cell.first <= one.last for one in parents)]
        own = [cell for cell in lower.cells if cell not in children]
        kinds = {_kind(cell) for cell in children}
        heads = [
            next((one for one in upper.cells if (one.first, one.last) == (cell.first, cell.last)), None) for cell in own
        ]
        if not parents or not all(
            head is not None and _kind(cell) not in kinds and _are_one(head, cell, setting)
            for head, cell in zip(heads, own, strict=True)
        ):
            continue
        for head, cell in zip(heads, own, strict=True):
            assert head is not None
            upper.cells.remove(head)
            lower.cells.remove(cell)
            upper.floating.append(cell_of([*head.texts, *cell.texts]))


def _are_one(head: Cell, tail: Cell, setting: Setting) -> bool:
    """Whether a header goes on in the row below it: for want of room, or because its word does."""
    cost = setting.joining(head.texts[-1], tail.texts[0], is_opened(head.texts))
    return cost <= 0.1 or (cost <= 1.5 and wording(head.texts, tail.texts[:1])[1] > 0)


def _kind(cell: Cell) -> str:
    """What a header says whatever the year."""
    return re.sub("[0-9]", "0", "".join(text.text for text in cell.texts))


def trimmed(rows: list[Row], is_continued: bool, goes_on: bool) -> list[Row]:
    """Rows without those of a single cell at the beginning and the end, but where the table goes over pages."""
    start, end = 0, len(rows)
    while not is_continued and start < end and len(rows[start].cells) + len(rows[start].floating) < 2:
        below = rows[start + 1] if start + 1 < end else None
        if below is not None and any(cell.middle < below.cells[0].middle for cell in below.floating):
            # a header that others of two rows stand beside
            break
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


def without_between(rows: list[Row], pitch: float) -> list[Row]:
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
            crosses(above, row, pitch) or crosses(row, below, pitch) or middles[at + 1] - middles[at - 1] < 1.4 * step
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
