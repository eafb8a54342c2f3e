"""Rows under a header: which cell belongs to which column.

Readers with geometry give true column numbers and spans. Flattened text gives only the order of the cells: a merge
shows as an empty cell or a missing one, so rows are aligned by their length.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ingest.document import Cell, Table

_BLANK = " \n\t\u3000\u00a0"


def has_geometry(table: Table) -> bool:
    """Whether column numbers are true positions: some cell spans others, or some row leaves a column out."""
    return any(cell.column_span > 1 or cell.row_span > 1 for cell in table.cells) or any(
        row[-1].column_no != len(row) for row in table.rows()
    )


def is_even(table: Table) -> bool:
    """Whether all rows have a cell for every column, so that nothing can have moved."""
    return len({len(row) for row in table.rows()}) <= 1


def align(header: list[Cell], row: list[Cell], by_position: bool, first_value: int = 0) -> dict[int, Cell]:
    """Header cell index -> the row's cell below it. `first_value` is the index of the first column that holds values."""
    if by_position:
        below: dict[int, Cell] = {}
        for index, head in enumerate(header):
            low, high = head.column_no, head.column_no + head.column_span
            for cell in row:
                if low <= cell.column_no < high or cell.column_no <= low < cell.column_no + cell.column_span:
                    # of several cells below a wide header the first with text speaks
                    if index not in below or not below[index].text.strip():
                        below[index] = cell
        return below
    shift = len(row) - len(header)
    if shift > 0:
        # the header lost its leading merged cells
        return {index: row[index + shift] for index in range(len(header))}
    words = first_value + shift
    if shift < 0 < words and _is_figure(row[words]) and not any(_is_figure(cell) for cell in row[:words]):
        # the row's label covers several columns (合计)
        return {index - shift if index >= words else index: cell for index, cell in enumerate(row)}
    return {index: row[index] for index in range(min(len(header), len(row)))}


def _is_figure(cell: Cell) -> bool:
    return any(character.isdigit() for character in cell.text) and not any(
        "\u4e00" <= character <= "\u9fff" and character not in "亿万千元" for character in cell.text
    )


def texts(row: list[Cell]) -> list[str]:
    """The stripped texts of a row."""
    return [cell.text.strip() for cell in row]


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds text."""
    return bool(cell.text.strip(_BLANK))


def filled(row: Iterable[Cell]) -> list[Cell]:
    """The cells of a row that hold text."""
    return [cell for cell in row if is_filled(cell)]


def is_blank(row: list[Cell]) -> bool:
    """Whether a row holds no text."""
    return all(not cell.text or not cell.text.strip(_BLANK) for cell in row)


def width(table: Table) -> int:
    """How many columns a table has, as far as its reader tells."""
    return max((cell.column_no + cell.column_span - 1 for cell in table.cells), default=0)


def above(rows: list[list[Cell]], column_no: int) -> list[Cell]:
    """The cells with text that cover a column in some neighbouring rows, from top to bottom."""
    return [
        cell
        for row in rows
        for cell in row
        if cell.column_no <= column_no < cell.column_no + cell.column_span and is_filled(cell)
    ]


def layouts(rows: list[list[Cell]], fits: Callable[[Cell, list[Cell]], bool], most: int) -> list[list[list[Cell]]]:
    """Header rows of flattened text with the columns that their merges lost: every possible layout, none if more than `most`.

    The last row has a cell for every column; an empty cell continues the one above, cells with text lie side by side under wider
    ones. `fits` says whether some cells may stand below one.
    """
    lowest = [replace(cell, column_no=number) for number, cell in enumerate(rows[-1], start=1)]
    found = [[lowest]]
    for row in reversed(rows[:-1]):
        found = [
            [upper, *placed] for placed in found for upper in itertools.islice(_layouts(row, placed[0], fits), most + 1)
        ]
        if len(found) > most:
            return []
    return found


def _layouts(row: list[Cell], lower: list[Cell], fits: Callable[[Cell, list[Cell]], bool]) -> Iterator[list[Cell]]:
    """Every way to lay the cells of a row above those of the row below it."""
    if not row or not lower:
        if not row and not lower:
            yield []
        return
    head, rest = row[0], row[1:]
    run = len(list(itertools.takewhile(is_filled, lower)))
    # an empty cell goes on with the one above it alone
    for size in range(1, max(run, 1) + 1):
        children = lower[:size]
        if run and not fits(head, children):
            continue
        span = sum(child.column_span for child in children)
        for others in _layouts(rest, lower[size:], fits):
            yield [replace(head, column_no=lower[0].column_no, column_span=span), *others]


def without_rows(table: Table, row_nos: set[int]) -> Table:
    """A table without some of its rows, the numbers of the others kept."""
    if not row_nos:
        return table
    return Table(table.table_no, tuple(cell for cell in table.cells if cell.row_no not in row_nos))
