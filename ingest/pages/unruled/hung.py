"""Rows whose cells hang from one height, or stand on one: each level of text begins a row or goes on with the cells above it, or below."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.pages.unruled.cells import QUANTITY, Cell, Setting, cell_of, is_divided_figure, is_opened, wording
from ingest.pages.unruled.texts import Text

# what it costs to take a level for the beginning of a row, and a label for one of several rows
_ROW, _SPANNING = 1.0, 0.1
# of a row: that it has figures and no label, and that it has a single cell: the first or a wide one, a character, any other
_NO_LABEL, _LABEL_ALONE, _CHARACTER_ALONE, _ALONE = 1.0, 0.35, 1.5, 1.2
# of the first row that it goes on with a title
_TITLE = 1.0
# joining cells further apart than this many pitches is out of the question
_REACH = 1.3
# what surely goes on
_SURE = 0.1
# taking the figures of a row for the ends of those above it, where nothing but their digits says so
_WHOLE = 2.0
_IMPOSSIBLE = 3.0
# how much less standing on the bottom must cost than hanging from the top
_CLEARLY = 1.0


@dataclass(slots=True)
class Hung:
    """Cells by the row they begin in, what that costs, and how many lines stand behind the first of their cell, for sure or beside another row."""

    cells: list[Cell]
    row_count: int
    cost: float
    hanging: int


@dataclass(slots=True, eq=False)
class _Open:
    """A cell that may go on: its texts from top to bottom, its columns, and the rows it stands in, counted as they are found."""

    texts: list[Text]
    first: int
    last: int
    row: int
    last_row: int

    def takes(self, text: Text, row: int, is_down: bool) -> None:
        self.texts.insert(len(self.texts) if is_down else 0, text)
        self.first, self.last = min(self.first, text.first), max(self.last, text.last)
        self.last_row = row


@dataclass(slots=True)
class _Choice:
    """A text beside a cell: what it costs to take it for the cell's next line, and for another cell."""

    text: Text
    cell: _Open | None
    joining: float = field(default=float("inf"))
    parting: float = 0.0


def hung_rows(levels: Sequence[Sequence[Text]], column_count: int, setting: Setting) -> Hung | None:
    """The rows of levels of text, which hang from their tops or stand on their bottoms; None where levels stand too near each other."""
    if any(below[0].level - above[0].level < 0.8 * setting.pitch for above, below in itertools.pairwise(levels)):
        return None
    hanging, standing = (_in_rows(levels, column_count, setting, is_down) for is_down in (True, False))
    return standing if standing.cost < hanging.cost - _CLEARLY else hanging


def _in_rows(levels: Sequence[Sequence[Text]], column_count: int, setting: Setting, is_down: bool) -> Hung:
    """The rows found from the top to the bottom, or from the bottom to the top."""
    labels = _label_count(levels, column_count)
    titles = sum(1 for _ in itertools.takewhile(lambda level: level[0].is_alone, levels))
    cells: list[_Open] = []
    open_cells: list[_Open] = []
    row, cost, hanging = -1, 0.0, 0
    for at, level in enumerate(levels) if is_down else reversed(list(enumerate(levels))):
        choices = _choices(level, open_cells, setting, is_down)
        if at == (titles if is_down else titles - 1):
            for choice in choices:
                choice.joining += _TITLE
        going_on = sum(choice.joining for choice in choices)
        beginning, begun = _beginning(choices, labels, [cell for cell in cells if cell.row == row])
        if row < 0 or beginning < going_on:
            cost += beginning if row >= 0 else _ROW
            row += 1
            hanging += row > 0 and len(begun) < len(choices)
        else:
            begun = []
            cost += going_on
            hanging += sum(choice.joining <= _SURE for choice in choices)
        for choice in choices:
            if choice in begun or choice.cell is None:
                new = _Open([choice.text], choice.text.first, choice.text.last, row, row)
                open_cells = [
                    cell for cell in open_cells if cell.last < choice.text.first or choice.text.last < cell.first
                ]
                cells.append(new)
                open_cells.append(new)
            else:
                choice.cell.takes(choice.text, row, is_down)
    found = []
    for one in cells:
        cell = cell_of(one.texts)
        cell.first, cell.last, cell.row_span = one.first, one.last, one.last_row - one.row + 1
        cell.row = one.row if is_down else row - one.last_row
        found.append(cell)
    if not is_down:
        _reach_up(found, labels)
    return Hung(found, row + 1, cost, hanging)


def _reach_up(cells: Sequence[Cell], labels: int) -> None:
    """Gives labels the rows above theirs that have labels to their right and nothing where they stand, within those to their left."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows.setdefault(row, []).append(cell)
    for cell in sorted((one for one in cells if one.last < labels), key=lambda one: (one.first, one.row)):
        least = max((one.row for one in rows[cell.row] if one.last < cell.first), default=0)
        while cell.row > least:
            above = rows[cell.row - 1]
            is_free = not any(one.first <= cell.last and cell.first <= one.last for one in above)
            if not is_free or len(above) < 2 or not any(cell.last < one.first < labels for one in above):
                break
            cell.row -= 1
            cell.row_span += 1
            above.append(cell)


def _label_count(levels: Sequence[Sequence[Text]], column_count: int) -> int:
    """How many columns stand before those of figures; serial numbers are none."""
    figures: dict[int, list[str]] = {}
    for level in levels:
        for text in level:
            if text.is_figure and text.first == text.last:
                figures.setdefault(text.first, []).append(text.text)
    serial = [str(number) for number in range(1, len(figures.get(0, ())) + 1)]
    return min((column for column, found in figures.items() if column or found != serial), default=column_count)


def _choices(level: Sequence[Text], open_cells: Sequence[_Open], setting: Setting, is_down: bool) -> list[_Choice]:
    """The texts of a level with the cell that each stands closely below, or above; one that two stand beside goes on with neither."""
    edge = -1 if is_down else 0
    near = [
        [
            cell
            for cell in _touched(text, open_cells)
            if abs(text.level - cell.texts[edge].level) <= _REACH * setting.pitch
        ]
        for text in level
    ]
    counted = Counter(id(cell) for cells in near for cell in cells)
    found = []
    # figures that could be the ends of broken ones, and whether a broken one had a point
    divided: list[_Choice] = []
    has_point = False
    for text, cells in zip(level, near, strict=True):
        if len(cells) != 1 or counted[id(cells[0])] > 1:
            found.append(_Choice(text, None))
            continue
        (cell,) = cells
        before, after = (cell.texts, [text]) if is_down else ([text], cell.texts)
        upper, lower, opened = before[-1], after[0], is_opened(before)
        against_one, against_two = wording(before, after)
        joining = setting.joining(upper, lower, opened)
        if against_two and joining < _IMPOSSIBLE:
            # what a word needs goes on however it looks
            joining = min(joining, 0.3)
        parting = 0.0 if against_one else setting.parting(upper, lower, opened) + against_two
        found.append(_Choice(text, cell, joining + against_one, parting))
        if is_divided_figure(upper, lower):
            divided.append(found[-1])
            has_point = has_point or "." in upper.text
    has_label = any(not choice.text.is_figure and choice.joining > 0.5 for choice in found)
    if has_label or not has_point:
        # whole figures below each other, rather than the digits of broken ones
        for choice in divided:
            choice.joining += _WHOLE
    return found


def _beginning(choices: Sequence[_Choice], labels: int, row: Sequence[_Open]) -> tuple[float, list[_Choice]]:
    """What it costs to take a level for the beginning of a row, and what begins there: labels may go on beside it.

    So may headers beside those below one of the row above. A label goes on beside others to its right, and those to its left go on too.
    """
    has_figure = any(choice.text.is_figure for choice in choices)
    is_header = not has_figure and _is_header(choices, row)
    nearest = max((choice.text.first for choice in choices if choice.text.last < labels), default=-1)
    begun: list[_Choice] = []
    cost = _ROW
    for choice, following in itertools.zip_longest(choices, choices[1:]):
        spanning = choice.joining + _SPANNING
        if is_header and following is not None and not _touched(following.text, row):
            # the first of those below one header
            spanning = float("inf")
        elif is_header:
            pass
        elif choice.text.last >= labels or begun:
            spanning = float("inf")
        elif choice.text.first == nearest and has_figure:
            spanning += _NO_LABEL
        if spanning < choice.parting:
            cost += spanning
        else:
            cost += choice.parting
            begun.append(choice)
    if not begun:
        return float("inf"), []
    if has_figure and labels and nearest < 0:
        cost += _NO_LABEL
    if len(begun) == 1 and not is_header:
        (text,) = (choice.text for choice in begun)
        if len(text.text) == 1 and not text.is_figure:
            cost += _CHARACTER_ALONE
        elif text.first == 0 or text.last == labels - 1 or (text.last > text.first and not text.is_figure):
            cost += _LABEL_ALONE
        else:
            cost += _ALONE
    return cost, begun


def _is_header(choices: Sequence[_Choice], row: Sequence[_Open]) -> bool:
    """Whether texts stand below one header of the row above them, or beside it where that has nothing; or one above several."""
    if len(choices) < 2 or any(
        text.is_figure or (QUANTITY.fullmatch(text.text) and not text.text.endswith(("年", "年度")))
        for text in (*(text for cell in row for text in cell.texts), *(choice.text for choice in choices))
    ):
        return False
    touched = [_touched(choice.text, row) for choice in choices]
    parents = [id(cell) for cells in touched for cell in cells]
    return len(set(parents)) < len(parents) or not all(touched) or any(len(cells) > 1 for cells in touched)


def _touched(text: Text, cells: Sequence[_Open]) -> list[_Open]:
    return [cell for cell in cells if cell.first <= text.last and text.first <= cell.last]
