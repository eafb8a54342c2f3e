"""Grids of one table: what a page break divides is one table again, with one numbering of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ingest.document import Box, Cell
from ingest.normalize.numbering import ITEM_OF_LINES
from ingest.pages.layout import BORDER_TOLERANCE, Grid, Line, Page, borders, nearest
from ingest.pages.paragraphs import NUMBER, Passage, cell_text, first_width, room, size_of

Part = tuple[Page, Grid]

_SENTENCE_END = re.compile(r"[。；;！!？?][”’）)]?\s*$")
_FIGURE = re.compile(r"[-−－]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％]?")
_ORDINAL = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")
_OPENING, _CLOSING = re.compile(r"[（(〔【《“]"), re.compile(r"[）)〕】》”]")
_HEADED = re.compile(r".{1,8}[:：]")
# no word is so short but for a few that people answer with
_BEGUN = re.compile(r"[\u3400-\u9fff](?<![无是否有优良中差好高低])")
_DASH = re.compile(r"[-−–—/\\]+")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_UNFINISHED = re.compile(r"(?:[、，,]|[0-9][.．])\s*$")
_MOST_HEADER_ROWS = 8
# how far a line's end may be off, in sizes of its characters
_SLACK = 0.2


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    row_span: int
    column_span: int
    parts: tuple[tuple[Page, Box, Sequence[Line]], ...]
    _passage: tuple[int, Passage] | None = None

    @property
    def passage(self) -> Passage:
        # joined cells have more parts
        if self._passage is None or self._passage[0] != len(self.parts):
            self._passage = len(self.parts), cell_text(self.parts)
        return self._passage[1]

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def lines(self) -> list[Line]:
        return [line for _, _, lines in self.parts for line in lines]


def continues(before: Part, after: Part) -> bool:
    """Whether a grid at the top of a page goes on with the one at the end of the page before; between them stands no text."""
    (page, grid), (next_page, next_grid) = before, after
    if not page.is_before(next_page):
        return False
    width, next_width = grid.box[2] - grid.box[0], next_grid.box[2] - next_grid.box[0]
    if abs(width - next_width) > 2 * BORDER_TOLERANCE:
        return False
    columns, next_columns = _columns(grid), _columns(next_grid)
    shared = sum(1 for x in next_columns if min(abs(x - other) for other in columns) <= 2 * BORDER_TOLERANCE)
    if shared == len(next_columns) or shared == len(columns):
        return True
    # rows of another division: only where the first grid was broken for want of room
    first_row = min(cell.box[3] for cell in next_grid.cells if cell.row_no == 1) - next_grid.box[1]
    return grid.box[3] + first_row > 0.85 * page.height or grid.box[3] > 0.7 * page.height


def _columns(grid: Grid) -> list[float]:
    """The column borders, from the left border of the grid."""
    return borders((side - grid.box[0] for cell in grid.cells for side in (cell.box[0], cell.box[2])), BORDER_TOLERANCE)


def stitched(parts: Sequence[Part]) -> tuple[Cell, ...]:
    """The cells of one table from its grids in order, in row-major order; covered cells are absent."""
    edges = borders((x for _, grid in parts for x in _columns(grid)), BORDER_TOLERANCE)
    table = _cells(parts[0], edges)
    head = list(table)
    for part in parts[1:]:
        _append(table, _without_header(_cells(part, edges), head), part[1].begins_within_row)
    table.sort(key=lambda cell: (cell.row, cell.column))
    return tuple(_cell(cell) for cell in table)


def _cells(part: Part, edges: list[float]) -> list[_Cell]:
    page, grid = part
    found = []
    for cell in grid.cells:
        first = nearest(cell.box[0] - grid.box[0], edges)
        last = nearest(cell.box[2] - grid.box[0], edges)
        found.append(
            _Cell(cell.row_no, first + 1, cell.row_span, max(1, last - first), ((page, cell.box, cell.lines),))
        )
    return found


def _cell(cell: _Cell) -> Cell:
    passage = cell.passage
    # the place of a cell over a page break is where its text begins
    page, box, _ = next((part for part in cell.parts if part[2]), cell.parts[0])
    return Cell(
        cell.row,
        cell.column,
        passage.text,
        cell.row_span,
        cell.column_span,
        page.page_no,
        page.as_shown(box),
        passage.score,
        tuple(passage.runs),
    )


# -- repeated headers --------------------------------------------------------------------------------------------------


def _without_header(cells: list[_Cell], head: list[_Cell]) -> list[_Cell]:
    """The cells of a further page without the header rows that the table begins with."""
    last_row = max(cell.row + cell.row_span - 1 for cell in cells)
    for count in range(min(_MOST_HEADER_ROWS, last_row - 1), 0, -1):
        repeated = _repeated(cells, head, count)
        texts = [_folded(cell) for cell, model in repeated if _folded(cell) and _folded(cell) == _folded(model)]
        figures = [text for text in texts if _FIGURE.fullmatch(text) and not _ORDINAL.fullmatch(text)]
        # a row that says so much is the same row also where it states figures
        if not texts or (figures and len(texts) - len(figures) < 3 * count):
            continue
        kept = [cell for cell in cells if cell.row + cell.row_span - 1 > count]
        for cell in kept:
            cell.row_span -= max(0, count + 1 - cell.row)
            cell.row = max(1, cell.row - count)
        for cell, model in repeated:
            # what had no room in the rows repeated is drawn over those below
            rest = _folded(model)
            if not any(cell is other for other in kept):
                rest = rest[len(_folded(cell)) :]
            for other in kept:
                if rest and other.column == cell.column and other.row <= 2:
                    rest = _strike(other, rest)
        return kept
    return cells


def _repeated(cells: list[_Cell], head: list[_Cell], count: int) -> list[tuple[_Cell, _Cell]]:
    """The cells of the first rows with those of the table's beginning that they repeat; empty where they don't.

    A repeated cell may show only as many lines as have room there. Where the table's own cell reaches into further rows the
    repeated one may do so too, or show nothing.
    """
    models = {(cell.row, cell.column): cell for cell in head if cell.row <= count}
    first = {(cell.row, cell.column): cell for cell in cells if cell.row <= count}
    if models.keys() != first.keys():
        return []
    pairs = [(first[place], models[place]) for place in sorted(models)]
    for cell, model in pairs:
        text, wanted = _folded(cell), _folded(model)
        reaches, wanted_reaches = (one.row + one.row_span - 1 > count for one in (cell, model))
        if wanted_reaches:
            is_same = wanted.startswith(text) or (reaches and text.startswith(wanted))
        else:
            is_cropped = len(cell.lines) < len(model.lines) and bool(text) and wanted.startswith(text)
            is_same = (text == wanted or is_cropped) and cell.row_span == model.row_span
        if not is_same or cell.column_span != model.column_span:
            return []
    return pairs


def _folded(cell: _Cell) -> str:
    return re.sub(r"\s", "", cell.text)


def _strike(cell: _Cell, text: str) -> str:
    """Takes the lines out of a cell that a text begins with, one after the other; gives what of the text is left."""
    parts = []
    for page, box, lines in cell.parts:
        kept = []
        for line in lines:
            folded = re.sub(r"\s", "", line.text)
            if folded and text.startswith(folded):
                text = text[len(folded) :]
            else:
                kept.append(line)
        parts.append((page, box, tuple(kept)))
    cell.parts = tuple(parts)
    cell._passage = None
    return text


# -- the seam ----------------------------------------------------------------------------------------------------------


def _append(table: list[_Cell], cells: list[_Cell], begins_within_row: bool) -> None:
    """Appends the rows of the next page to a table, joining what the break divided."""
    if not cells:
        return
    last = max(cell.row + cell.row_span - 1 for cell in table)
    above = {(cell.column, cell.column_span): cell for cell in table if cell.row + cell.row_span - 1 == last}
    below = {(cell.column, cell.column_span): cell for cell in cells if cell.row == 1}
    pairs = {place: (above[place], below[place]) for place in below if place in above}
    both = [*table, *cells]
    is_split = len(pairs) == len(below) == len(above) and (
        begins_within_row or _is_split_row(list(pairs.values()), both)
    )
    is_across = len(pairs) < len(below) and (
        _are_across(list(pairs.values()), _padding(both)) or _is_header_cut(above, below)
    )
    if is_split:
        last -= 1
    joined = []
    for upper, lower in pairs.values():
        if is_split:
            upper.row_span += lower.row_span - 1
        elif is_across or _is_one_merged_cell(upper, lower, both):
            upper.row_span += lower.row_span
        else:
            continue
        upper.parts += lower.parts
        joined.append(lower)
    for cell in cells:
        if not any(cell is other for other in joined):
            cell.row += last
            table.append(cell)


def _are_across(pairs: list[tuple[_Cell, _Cell]], padding: float) -> bool:
    """Whether cells reach from a row into the next, which is divided otherwise, and the break cuts all their texts."""
    return (
        len(pairs) > 1
        and all(upper.text and lower.text and _is_full(upper, lower, padding) for upper, lower in pairs)
        and not any(_FIGURE.fullmatch(cell.text) for pair in pairs for cell in pair)
        and any(_BEGUN.fullmatch(upper.text) for upper, _ in pairs)
    )


def _is_header_cut(above: Mapping[tuple[int, int], _Cell], below: Mapping[tuple[int, int], _Cell]) -> bool:
    """Whether the break lies within a header: behind it stand only names of columns that a wider cell before it takes together.

    `above` and `below` are the cells at the break by their column and column span.
    """
    wide = [(column, column + span) for column, span in above if span > 1]
    names = [below[place] for place in below if place not in above]
    return all(
        cell.text
        and not _FIGURE.fullmatch(cell.text)
        and any(first <= cell.column and cell.column + cell.column_span <= last for first, last in wide)
        for cell in names
    ) and all(
        above[place].text and not _FIGURE.fullmatch(above[place].text) and not below[place].text
        for place in below
        if place in above
    )


def _is_one_merged_cell(upper: _Cell, lower: _Cell, cells: Sequence[_Cell]) -> bool:
    """Whether a cell over several rows goes on behind the break: there it is empty, or its text or the end of it stands there.

    Two words may each fill a narrow cell: an end is a single character, what stands in brackets, or what other cells of the
    column end with and none says alone.
    """
    if upper.row_span == lower.row_span == 1:
        return False
    if not lower.text:
        return True
    if not upper.text:
        return upper.row_span > 1 and lower.row_span > 1
    if _is_unfinished(upper):
        return True
    if _BRACKETED.fullmatch(lower.text):
        return not _BRACKETED.search(upper.text)
    if _FIGURE.fullmatch(lower.text) or not _is_full(upper, lower, _padding(cells)):
        return False
    others = [_folded(cell) for cell in cells if cell.column == lower.column and cell is not lower]
    end = _folded(lower)
    is_known = len(end) <= 3 and end not in others and any(other.endswith(end) for other in others)
    return is_known or bool(_BEGUN.fullmatch(end))


class _Seam(Enum):
    """How a cell's text before the break stands to that behind it, in the same column."""

    ENDED = "nothing behind the break"
    CUT = "the line before the break was full, or can't end there"
    PARAGRAPH = "a long text that may go on with a paragraph"
    LABEL = "two short words that may be one label"
    APART = "two texts"


def _is_split_row(pairs: list[tuple[_Cell, _Cell]], cells: Sequence[_Cell]) -> bool:
    """Whether the first row behind the break is the rest of the last row before it.

    A cell is cut in the middle of a sentence, or a long text goes on while all else behind the break is empty; and no column
    has a finished text on both sides. A row without any text behind the break is only what the text left over.
    """
    if not any(lower.text for _, lower in pairs):
        return True
    behind = [lower.text for _, lower in pairs if lower.text]
    if len(behind) == 1 and (_BRACKETED.fullmatch(behind[0]) or _is_label_alone(pairs)):
        return True
    padding = _padding(cells)
    seams = [
        _seam(upper, lower, cells, padding, len(behind) == 1) for upper, lower in pairs if upper.text or lower.text
    ]
    if _Seam.APART in seams:
        return False
    if not _is_level(pairs):
        return False
    has_ended = any(upper.text and not lower.text and upper.row_span == 1 for upper, lower in pairs)
    cuts = seams.count(_Seam.CUT)
    if not cuts:
        return has_ended and _Seam.LABEL not in seams
    if any(_BEGUN.fullmatch(upper.text) and lower.text for upper, lower in pairs):
        return True
    # two rows full of text may each fill their lines; a row of which one cell has text is rare
    return has_ended or (
        _Seam.LABEL not in seams
        and all(
            len(upper.lines) > 1 or _is_unfinished(upper) or not (upper.text and lower.text) for upper, lower in pairs
        )
    )


def _is_level(pairs: list[tuple[_Cell, _Cell]]) -> bool:
    """Whether the texts that go on stop at one height, and no other reaches below it: they had the same room."""
    alone = [(upper, lower) for upper, lower in pairs if upper.text and upper.row_span == lower.row_span == 1]
    ends = [upper.lines[-1].box[3] for upper, lower in alone if lower.text]
    if not ends:
        return True
    near = 0.5 * max(size_of(upper.lines[-1]) for upper, _ in alone)
    return max(ends) - min(ends) <= near and all(upper.lines[-1].box[3] <= max(ends) + near for upper, _ in alone)


def _is_label_alone(pairs: list[tuple[_Cell, _Cell]]) -> bool:
    """Whether behind the break stands but the label that the last row before it lacks: its first line was blank."""
    (upper, lower), *others = sorted(pairs, key=lambda pair: pair[1].column)
    has_figures = any(_FIGURE.fullmatch(above.text) for above, _ in others)
    return bool(lower.text) and not upper.text and upper.row_span == lower.row_span == 1 and has_figures


def _seam(upper: _Cell, lower: _Cell, cells: Sequence[_Cell], padding: float, is_alone: bool) -> _Seam:
    """How two texts of a column belong together; `is_alone` where no other column has text behind the break."""
    if not lower.text:
        return _Seam.ENDED
    if not upper.text:
        return _Seam.ENDED if upper.row_span > 1 or lower.row_span > 1 else _Seam.APART
    is_figure, was_figure = (bool(_FIGURE.fullmatch(cell.text)) for cell in (lower, upper))
    if upper.row_span > 1 or lower.row_span > 1:
        is_long = len(upper.text) > 20 and not _SENTENCE_END.search(upper.text) and _is_full(upper, lower, padding)
        return _Seam.CUT if is_long or _is_one_merged_cell(upper, lower, cells) else _Seam.LABEL
    if not _reaches_seam(upper, lower) or _DASH.fullmatch(lower.text):
        return _Seam.APART
    if is_figure and not _is_one_figure(upper, lower, padding):
        return _Seam.APART
    if not is_figure and was_figure and NUMBER.fullmatch(upper.text + lower.text):
        return _Seam.CUT
    if _HEADED.fullmatch(lower.text):
        return _Seam.APART
    if _BEGUN.fullmatch(upper.text) and not is_figure:
        return _Seam.CUT
    if is_figure and was_figure:
        # two whole numbers may each fill a column that is so narrow
        return _Seam.CUT if is_alone or re.search("[.．]", upper.text) else _Seam.LABEL
    if was_figure:
        return _Seam.LABEL if len(lower.text) <= 8 else _Seam.APART
    is_unfinished, is_ended = _is_unfinished(upper), bool(_SENTENCE_END.search(upper.lines[-1].text))
    if not is_unfinished and ITEM_OF_LINES.match(lower.text):
        is_next = len(upper.lines) >= 3 or (is_ended and bool(ITEM_OF_LINES.match(upper.text)))
        return _Seam.PARAGRAPH if is_next else _Seam.APART
    if is_unfinished or (not is_ended and _is_full(upper, lower, padding)):
        return _Seam.CUT
    if len(upper.lines) >= 3:
        return _Seam.PARAGRAPH
    is_short = len(upper.text) <= 8 and len(lower.text) <= 8 and not re.search("[0-9。；]", lower.text)
    return _Seam.LABEL if is_short and not re.search("[。；]", upper.text) else _Seam.APART


def _padding(cells: Iterable[_Cell]) -> float:
    """What the text of some cells leaves free at their sides at least, but for a few that reach further: both sides together."""
    gaps = sorted(
        min(line.box[0] - box[0], box[2] - line.box[2])
        for cell in cells
        for _, box, lines in cell.parts
        for line in lines
    )
    return 2 * min(6.0, max(0.0, gaps[len(gaps) // 20])) if gaps else 0.0


def _is_full(upper: _Cell, lower: _Cell, padding: float) -> bool:
    """Whether the first word behind the break had no room in the last line before it."""
    last, first = upper.lines[-1], lower.lines[0]
    _, box, _ = upper.parts[-1]
    shift = box[0] - lower.parts[0][1][0]
    left, top, right, bottom = first.box
    moved = replace(first, box=(left + shift, top, right + shift, bottom))
    # figures are broken anywhere where the column is too narrow for them
    needed = 0.55 * size_of(first) if _FIGURE.fullmatch(lower.text) else first_width(first)
    return room(last, moved, box, padding) < needed + _SLACK * size_of(first)


def _is_one_figure(upper: _Cell, lower: _Cell, padding: float) -> bool:
    """Whether the digits behind the break end a figure before it: two whole figures may well stand one below the other."""
    before, after = upper.text, lower.text
    if before[-1:] in ".．,，" or after[0] in ".．,，":
        return True
    found = _FIGURE.fullmatch(before)
    if found is None:
        # a figure in words may be cut anywhere: 完成12|8件
        return before[-1:].isdigit()
    # no digit had room behind it
    return bool(NUMBER.fullmatch(before + after)) and _is_full(upper, lower, padding)


def _is_unfinished(cell: _Cell) -> bool:
    """Whether a text can't end here: within brackets, after a comma, behind a decimal point."""
    text = cell.text
    return bool(_UNFINISHED.search(text)) or len(_OPENING.findall(text)) > len(_CLOSING.findall(text))


def _reaches_seam(upper: _Cell, lower: _Cell) -> bool:
    """Whether text stands at the bottom of the one cell, and at the top or in the middle of the other."""
    last, first, end = upper.lines[-1], lower.lines[0], lower.lines[-1]
    box = lower.parts[0][1]
    above, below = first.box[1] - box[1], box[3] - end.box[3]
    size = size_of(first)
    return upper.parts[-1][1][3] - last.box[3] < 2.2 * size_of(last) and (
        above < 2.2 * size or abs(above - below) < 1.5 * size
    )
