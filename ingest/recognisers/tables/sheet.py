"""A table as its figures are labelled: the headers above and the labels beside every cell, for what nobody took."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from ingest.document import Cell, Table
from ingest.normalize.privacy import is_filler_row
from ingest.pages.grid import has_geometry
from ingest.recognisers.tables.headers import numbers_columns

# between a header's words and a row's
_WHOLE = re.compile(r"[-+△▲(]?[ ]?[¥￥]?[ ]?[0-9]+(?:[,.，][0-9]+)*[ ]?[)%]?")
_LAST_OF_WHOLE = frozenset("0123456789)%")
_LONGEST_HEADER = 40
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
HEADER_MARK = " | "
LONGEST_LABEL = 80
_LONGEST_ROW = 256


class _Layout(NamedTuple):
    """By row number: the header of each column, the cells with words in or reaching into the row, the header's count of cells."""

    headers: dict[int, dict[int, str]]
    labels: dict[int, list[Cell]]
    widths: dict[int, int]


class Sheet:
    """A table as its figures are labelled: the headers above and the labels beside every cell."""

    def __init__(self, table: Table) -> None:
        self.rows = {row[0].row_no: tuple(row) for row in table.rows()}
        self._table = table
        self._fillers: dict[int, bool] = {}
        self._numbering: dict[int, bool] = {}

    @cached_property
    def _has_geometry(self) -> bool:
        return has_geometry(self._table)

    # most tables' figures are all understood, or told by their own cell
    @cached_property
    def _layout(self) -> _Layout:
        found = _Layout({}, {}, {})
        columns = 0
        header: dict[int, str] = {}
        is_open = False
        tall: list[Cell] = []
        for number, row in self.rows.items():
            if numbers_columns(row):
                continue
            tall = [cell for cell in tall if cell.row_no + cell.row_span > number]
            values = [value_of(cell.folded) for cell in row]
            words = [cell for cell, value in zip(row, values, strict=True) if value is None and cell.squeezed]
            if _is_header(words, values):
                header = dict(header) if is_open else {}
                for cell in words:
                    for column in range(cell.column_no, cell.column_no + cell.column_span):
                        above = header.get(column)
                        own = cell.squeezed[:LONGEST_LABEL]
                        header[column] = own if above is None or above == own else f"{above}/{own}"
                is_open = True
                columns = len(row)
            else:
                is_open = False
            found.headers[number] = header
            found.widths[number] = columns
            found.labels[number] = sorted([*tall, *words], key=_column_of) if tall else words
            tall += [cell for cell in words if cell.row_span > 1]
        return found

    def header(self, cell: Cell) -> str:
        """The words of the columns above a cell, from the top down; empty where nothing stands there."""
        found = self._layout.headers.get(cell.row_no, {})
        return next((found[at] for at in range(cell.column_no, cell.column_no + cell.column_span) if at in found), "")

    def is_aligned(self, cell: Cell) -> bool:
        """Whether a cell surely stands below its header: by geometry, or in a row of as many cells."""
        return self._has_geometry or len(self.rows[cell.row_no]) == self._layout.widths.get(cell.row_no)

    def label(self, cell: Cell) -> str:
        """The words nearest to the left of a cell, in its row or reaching into it."""
        labels = self._layout.labels.get(cell.row_no, [])
        at = bisect_left(labels, cell.column_no, key=_column_of)
        return labels[at - 1].squeezed[:LONGEST_LABEL] if at else ""

    def is_filler(self, cell: Cell) -> bool:
        """Whether a cell's row only says who filled the form."""
        found = self._fillers.get(cell.row_no)
        if found is None:
            found = self._fillers[cell.row_no] = is_filler_row(other.squeezed for other in self.rows[cell.row_no])
        return found

    def around(self, cell: Cell) -> tuple[Cell, ...]:
        """The cells that a cell is quoted with: its row, or in a very long one its neighbours."""
        row = self.rows[cell.row_no]
        if len(row) <= _LONGEST_ROW:
            return row
        at = bisect_left(row, cell.column_no, key=_column_of)
        return row[max(0, at - _LONGEST_ROW // 2) : at + _LONGEST_ROW // 2]

    def numbers_columns(self, cell: Cell) -> bool:
        """Whether a cell's row only numbers the columns of its form."""
        found = self._numbering.get(cell.row_no)
        if found is None:
            found = self._numbering[cell.row_no] = numbers_columns(self.rows[cell.row_no])
        return found

    def words(self, cell: Cell) -> str:
        """What a figure of a cell stands under: header and label, for people."""
        own = cell.squeezed
        label = own[:LONGEST_LABEL] if value_of(cell.folded) is None else self.label(cell)
        return HEADER_MARK.join(part for part in (self.header(cell), label) if part)


def value_of(folded: str) -> str | None:
    """The text of a cell, folded, that is a figure and nothing else."""
    text = folded.strip()
    return text if text[-1:] in _LAST_OF_WHOLE and _WHOLE.fullmatch(text) else None


def _is_header(words: Sequence[Cell], values: Sequence[str | None]) -> bool:
    """Whether a row of words, and of no figures but years, names columns."""
    if len(words) < 2 or any(value is not None and not _YEAR.fullmatch(value) for value in values):
        return False
    return all(len(cell.text) <= _LONGEST_HEADER for cell in words)


def _column_of(cell: Cell) -> int:
    return cell.column_no
