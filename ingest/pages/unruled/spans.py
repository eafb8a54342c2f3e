"""Cells of several rows or columns: labels beside several rows, headers over several columns."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence

from ingest.pages.layout import around
from ingest.pages.unruled.cells import Cell, Setting, cell_of, is_opened, wording
from ingest.pages.unruled.rows import Row
from ingest.pages.unruled.texts import Text

_MOST_LAYOUTS = 2_000


# -- labels beside several rows ----------------------------------------------------------------------------------------


def spanned(rows: list[Row], column_count: int, setting: Setting, is_middle: bool | None) -> list[Cell] | None:
    """The cells of rows with those that stand beside several of them; None where these find no place.

    `is_middle` tells whether labels stand at the middle of their rows, or at the top; None where both may be.
    """
    cells: list[Cell] = []
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
    groups: dict[tuple[int, int], list[Text]] = {}
    # the first and the last text of cells that look like their rows' own
    alone: set[tuple[int, int]] = set()
    for text in loose:
        place = next((key for key in groups if key[0] <= text.last and text.first <= key[1]), None)
        members = groups.pop(place) if place is not None else []
        members.append(text)
        groups[min(one.first for one in members), max(one.last for one in members)] = members
    for column in range(0 if is_middle is False else labels):
        # a label that stands beside the middle one of its rows looks like that row's own
        key = (column, column)
        own = [cell for cell in cells if (cell.first, cell.last) == key]
        covered = {cell.row for cell in cells if cell.first <= column <= cell.last}
        is_wrapped = any(
            lower.row == upper.row + 1
            and lower.is_character
            and len(upper.texts[-1].text) > 1
            and setting.joining(upper.texts[-1], lower.texts[0], opened=False) <= 0.1
            for upper, lower in itertools.pairwise(own)
        )
        is_worded = any(
            lower.row == upper.row + 1 and wording(upper.texts, lower.texts[:1])[1]
            for upper, lower in itertools.pairwise(own)
        )
        if (
            key in groups
            or is_worded
            or (is_wrapped and column < labels - 1)
            or (len(covered) < len(rows) and own and column == 0)
        ):
            for cell in own:
                cells.remove(cell)
                alone.add((id(cell.texts[0]), id(cell.texts[-1])))
                groups.setdefault(key, []).extend(cell.texts)
    for (first, last), members in sorted(groups.items()):
        taken = {cell.row for cell in cells if cell.first <= last and first <= cell.last}
        members.sort(key=lambda one: one.level)
        modes = (True, False) if is_middle is None else (is_middle,)
        begun_before = {cell.row for cell in cells if cell.last < first < labels}
        ways = [_beside(members, alone, taken, begun_before, rows, limits, setting, mode) for mode in modes]
        found = min((way for way in ways if way is not None), key=lambda way: way[0], default=(0.0, None))[1]
        if found is None or (first >= labels and any(cell.row_span == 1 for cell in found)):
            # set otherwise than its row: not understood
            return None
        for cell in found:
            cell.first, cell.last = min(cell.first, first), max(cell.last, last)
        cells += found
    return cells


# rows and texts that have their cells, and the cheapest way there: cost, the state before, the last cell
_State = tuple[int, int]
_Way = tuple[float, _State | None, Cell | None]
# so much against one cell: no further text is taken into it
_PARTED = 4.0


def _beside(
    texts: Sequence[Text],
    alone: set[tuple[int, int]],
    taken: set[int],
    begun_before: set[int],
    rows: Sequence[Row],
    limits: Sequence[tuple[float, float]],
    setting: Setting,
    is_middle: bool,
) -> tuple[float, list[Cell]] | None:
    """The cells of one column that stand beside one row or more each, where its texts cost the least, and that cost.

    None where they fit nowhere.
    """
    count, height = len(texts), len(rows)
    best: dict[_State, _Way] = {(0, 0): (0.0, None, None)}

    begun, ended = {first for first, _ in alone}, {last for _, last in alone}
    # labels at the top reach as far as the next one
    left_out = 0.35 if is_middle else 1.5

    def relax(state: tuple[int, int], cost: float, before: tuple[int, int], cell: Cell | None) -> None:
        if state not in best or cost < best[state][0] - 1e-9:
            best[state] = (cost, before, cell)

    for row in range(height):
        for start in range(count + 1):
            if (row, start) not in best:
                continue
            state = (row, start)
            cost = best[state][0]
            relax((row + 1, start), cost + (0.0 if row in taken else left_out), state, None)
            if row in taken:
                continue
            joins = 1.0 if 0 < start < count and wording(texts[start - 1 : start], texts[start : start + 1])[1] else 0.0
            for end in range(start, count):
                if end > start:
                    joins = _joining(joins, texts[start:end], texts[end], begun, ended, setting)
                    if joins >= _PARTED:
                        break
                cell = cell_of(texts[start : end + 1])
                is_own = is_middle and (id(texts[start]), id(texts[end])) in alone
                for last in range(row, height):
                    if last in taken or limits[last][0] - 0.5 * cell.size > cell.bottom + 40 * cell.size:
                        break
                    fit = _misfit(cell, row, last, rows, limits, is_middle)
                    if fit is not None:
                        placed = Cell(cell.texts, cell.first, cell.last, row, last - row + 1)
                        further = _beside_others(row, last, begun_before) if is_own else 0.0
                        relax((last + 1, end + 1), cost + 0.2 + joins + fit + further, state, placed)
    if (height, count) not in best:
        return None
    return best[height, count][0], _way_to(best, (height, count))


def _way_to(best: Mapping[_State, _Way], end: _State) -> list[Cell]:
    """The cells that lead to a state, each found from the state before it."""
    found = []
    at: _State | None = end
    while at is not None:
        _, at, cell = best[at]
        if cell is not None:
            found.append(cell)
    return found[::-1]


def _joining(
    joins: float, texts: Sequence[Text], text: Text, begun: set[int], ended: set[int], setting: Setting
) -> float:
    """What it costs that some texts are one cell's (`joins`) and that another one goes on with them."""
    against_one, _ = wording(texts, [text])
    joins += against_one + setting.joining(texts[-1], text, is_opened(texts))
    # where one label ends and another begins
    return joins + 1.0 if id(text) in begun and id(texts[-1]) in ended and len(text.text) > 1 else joins


def _beside_others(row: int, last: int, begun_before: set[int]) -> float:
    """What it costs that a label stands beside several rows, more where some to its left are divided by then."""
    return 0.3 * (last - row) + (2.0 if any(row < begun <= last for begun in begun_before) else 0.0)


def _misfit(
    cell: Cell, first: int, last: int, rows: Sequence[Row], limits: Sequence[tuple[float, float]], is_middle: bool
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
    if top >= 0.15 and not is_middle:
        off += 0.5
    elif top < 0.15:
        off = min(off, (0.3 if is_middle else 0.0) + 0.05 * (last - first))
    return None if off > 0.75 else 2.0 * max(0.0, off - 0.1)


# -- headers over several columns --------------------------------------------------------------------------------------


def widen_headers(cells: Sequence[Cell], column_count: int) -> None:
    """Gives the cells of a header's upper row the columns of what stands below them.

    A column that has a header in the row below and none of its own belongs to a cell beside it: to the one whose text then stands
    nearest to the middle of its columns.
    """
    rows: dict[int, list[Cell]] = {}
    covered: dict[int, set[int]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
        for row in range(cell.row, cell.row + cell.row_span):
            covered.setdefault(row, set()).update(range(cell.first, cell.last + 1))
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
        single = [c for c in cells if c.first == c.last and c.row != row]
        lefts = [min((c.texts[0].box[0] for c in single if c.first == at), default=None) for at in range(column_count)]
        rights = [max((c.texts[0].box[2] for c in single if c.first == at), default=None) for at in range(column_count)]
        # how far each parent may reach to either side: not to the left where all begin with what stands below
        begin_alike = len(parents) > 1 and all(
            (left := lefts[cell.first]) is not None and abs(cell.texts[0].box[0] - left) < 0.25 * cell.size
            for cell in parents
        )
        reach = []
        for cell in parents:
            left, right = cell.first, cell.last
            while left - 1 in free and not begin_alike:
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
        if best is None:
            # texts over each other: no table
            continue
        for cell, (first, last) in zip(parents, best[1], strict=True):
            cell.first, cell.last = first, last
            covered[row].update(range(first, last + 1))


def _off_centre(
    cell: Cell, first: int, last: int, lefts: Sequence[float | None], rights: Sequence[float | None]
) -> float:
    """How far a text stands from the middle or the left side of some columns."""
    left, right = lefts[first], rights[last]
    if left is None or right is None:
        return 0.0
    box = around(text.box for text in cell.texts)
    # what begins with the first of its columns may end anywhere
    return min(abs((box[0] + box[2]) - (left + right)) / 2, abs(box[0] - left) + 0.2 * cell.size)
