"""A spreadsheet's sheet between its file format and the blocks of a document.

Row and column numbers are the sheet's own, from 1: with the sheet's name, which stands as a heading above, they are the A1 place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.document import FORMULA_MARK, HIDDEN_MARK, Block, Cell, Table
from ingest.readers import Unreadable

MOST_CELLS = 1_000_000
MOST_ROW, MOST_COLUMN = 1_048_576, 16_384
_MOST_MERGES = 100_000
# an empty cell is listed where its row and column both hold something, unless that would mostly be emptiness
_EMPTY_PER_FILLED = 40
_SPACE = " \t\n\r\u3000\u00a0"
_UNIT_LINE = re.compile(r"^[\s\u3000]*[（(]?(?:金额)?单位[:：]\s*(?:人民币)?[百千万亿]*元[）)]?[\s\u3000]*$")
_COLON_END = re.compile(r"[:：][\s\u3000]*$")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as shown. A formula has no text: what it once gave was computed by nobody who answers for it."""

    text: str
    is_formula: bool = False
    is_ruled: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells by row and column, merged ranges (first row, first column, last row, last column), what is hidden."""

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, cell: SheetCell) -> None:
        """Add a cell. Raises Unreadable: too_large."""
        if not (1 <= row <= MOST_ROW and 1 <= column <= MOST_COLUMN):
            return
        self.cells[row, column] = cell
        if len(self.cells) > MOST_CELLS:
            raise Unreadable("too_large", f"more than {MOST_CELLS} cells on one sheet")


def blocks_of(sheets: list[Sheet]) -> list[Block]:
    """The blocks of a workbook: for each sheet its name as heading, then its tables and the lines around them."""
    blocks: list[Block] = []
    table_no = 0
    for sheet in sheets:
        if not any(_is_filled(cell) for cell in sheet.cells.values()):
            continue
        blocks.append(Block(len(blocks) + 1, "heading", sheet.name.strip(_SPACE) or "-", 1))
        if sheet.is_hidden:
            blocks.append(Block(len(blocks) + 1, "paragraph", HIDDEN_MARK))
            continue
        for piece in pieces_of(sheet):
            if isinstance(piece, str):
                blocks.append(Block(len(blocks) + 1, "paragraph", piece))
            else:
                table_no += 1
                blocks.append(Block(len(blocks) + 1, "table", table=Table(table_no, tuple(piece))))
    return blocks


def pieces_of(sheet: Sheet) -> Iterator[str | list[Cell]]:
    """A sheet's lines (text) and tables (cells), from top to bottom."""
    return _Layout(sheet).pieces()


def _is_filled(cell: SheetCell) -> bool:
    return cell.is_formula or bool(cell.text.strip(_SPACE))


class _Layout:
    """Where on a sheet tables stand, and what lines stand between them."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._spans = self._merged()
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(sheet.cells):
            if _is_filled(sheet.cells[row, column]) and (row, column) not in self._covered:
                self._rows.setdefault(row, []).append(column)
        ruled = Counter(
            row for (row, column), cell in sheet.cells.items() if cell.is_ruled and (row, column) not in self._covered
        )
        self._ruled = set(ruled)
        # a row of several ruled cells is a table's; one ruled cell alone may be a framed line
        self._grid = {row for row, count in ruled.items() if count > 1}

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """First cell of each merged range -> rows and columns that it spans; ranges that overlap an earlier one are none."""
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        self._held: list[tuple[int, int]] = []
        for top, left, bottom, right in sorted(self._sheet.merges)[:_MOST_MERGES]:
            height, width = bottom - top + 1, right - left + 1
            if height < 1 or width < 1 or (top, left) in self._covered or (height, width) == (1, 1):
                continue
            # only cells that exist need to be known as covered: a range may span the whole sheet
            if height * width <= 10_000:
                inside = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            else:
                inside = {(r, c) for r, c in self._sheet.cells if top <= r <= bottom and left <= c <= right}
            inside.discard((top, left))
            if inside & self._covered or inside & spans.keys():
                continue
            spans[top, left] = (height, width)
            self._covered |= inside
            first = self._sheet.cells.get((top, left))
            if first is not None and _is_filled(first) and height > 1:
                self._held.append((top, bottom))
        return spans

    def pieces(self) -> Iterator[str | list[Cell]]:
        """Lines (text) and tables (cells), from top to bottom."""
        for rows in self._regions():
            yield from self._region(rows)

    def _regions(self) -> list[list[int]]:
        """Rows with text, cut where a row without any stands between them - unless a rule or a merged cell goes on."""
        held: set[int] = set()
        for top, bottom in self._held:
            held.update(range(top, min(bottom, top + 2_000) + 1))
        regions: list[list[int]] = []
        before: int | None = None
        for row in sorted(self._rows):
            between = range(before + 1, row) if before is not None else range(0)
            goes_on = len(between) <= 200 and all(r in held or r in self._ruled for r in between)
            if before is None or not goes_on:
                regions.append([])
            else:
                # a blank line of a ruled form is a row of it
                regions[-1] += between
            regions[-1].append(row)
            before = row
        return regions

    def _region(self, rows: list[int]) -> Iterator[str | list[Cell]]:
        is_ruled = any(row in self._grid for row in rows)
        table: list[int] = []
        for row in rows:
            if self._is_line(row, is_ruled):
                if is_ruled:
                    yield from self._finished(table)
                    table = []
                    yield from self._lines(row)
                else:
                    table.append(row)
            else:
                table.append(row)
        if is_ruled:
            yield from self._finished(table)
            return
        # without rules lines are told by standing above or below all rows of several cells
        wide = [index for index, row in enumerate(table) if not self._is_line(row, False)]
        if not wide:
            for row in table:
                yield from self._lines(row)
            return
        first, last = wide[0], wide[-1]
        for row in table[:first]:
            yield from self._lines(row)
        yield from self._finished(table[first : last + 1])
        for row in table[last + 1 :]:
            yield from self._lines(row)

    def _is_line(self, row: int, is_ruled: bool) -> bool:
        """Whether a row is running text rather than a table's row."""
        columns = self._rows.get(row, [])
        if not columns:
            return False
        if is_ruled and row in self._ruled and any(self._cell(row, column).is_ruled for column in columns):
            return False
        texts = [self._cell(row, column).text for column in columns]
        if any(_UNIT_LINE.match(text) for text in texts):
            return True
        if is_ruled:
            # beside the ruled rows of a form stand only its lines
            return True
        return len(columns) == 1 and not self._cell(row, columns[0]).is_formula

    def _cell(self, row: int, column: int) -> SheetCell:
        return self._sheet.cells[row, column]

    def _is_hidden(self, row: int, column: int) -> bool:
        return row in self._sheet.hidden_rows or column in self._sheet.hidden_columns

    def _shown(self, row: int, column: int) -> str:
        cell = self._sheet.cells.get((row, column))
        if cell is None:
            return ""
        text = FORMULA_MARK if cell.is_formula else cell.text.rstrip(_SPACE)
        return f"{HIDDEN_MARK}{text}" if text and self._is_hidden(row, column) else text

    def _lines(self, row: int) -> Iterator[str]:
        """The cells of a row as lines; a label and what follows it are one."""
        label = ""
        for column in self._rows[row]:
            text = self._shown(row, column).strip(_SPACE)
            if label or not _COLON_END.search(text):
                yield label + text
                label = ""
            else:
                label = text
        if label:
            yield label

    def _finished(self, rows: list[int]) -> Iterator[list[Cell]]:
        while rows and not self._rows.get(rows[-1]):
            rows = rows[:-1]
        if not rows:
            return
        filled = sum(len(self._rows.get(row, ())) for row in rows)
        columns = sorted({column for row in rows for column in self._rows.get(row, ())})
        is_dense = len(rows) * len(columns) <= filled * _EMPTY_PER_FILLED + 1_000
        last_row, last_column = rows[-1], self._last_column(rows, columns)
        cells: list[Cell] = []
        for row in rows:
            for column in columns if is_dense else self._rows.get(row, []):
                if (row, column) in self._covered:
                    continue
                height, width = self._spans.get((row, column), (1, 1))
                cells.append(
                    Cell(
                        row,
                        column,
                        self._shown(row, column),
                        row_span=min(height, last_row - row + 1),
                        column_span=min(width, last_column - column + 1),
                    )
                )
        yield cells

    def _last_column(self, rows: list[int], columns: list[int]) -> int:
        """The last column of a table: a merged heading may reach beyond the last cell with text, never over the whole sheet."""
        ends = [
            column + self._spans[row, column][1] - 1
            for row in rows
            for column in self._rows.get(row, ())
            if (row, column) in self._spans
        ]
        return max([columns[-1], *(end for end in ends if end <= columns[-1] + 200)])
