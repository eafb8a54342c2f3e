"""Do the totals that tables print add up from their parsed cells? What a total means is told by the table's own shape.

A total row (合计, 总计) has sides: a label and the figures up to the next label. A side's items are the rows above it back to the
total before (which is an item itself), or those below where the total stands first. Items under functional or economic codes
are added level by level; numbered items by the numbering of the first. A total column is compared with its neighbours under
the same header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Cell, Document, Table

_FIGURE = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_TOTAL = re.compile(r"(?:合|总)计$")
_PART_TOTAL = re.compile(r"^(?:合计|小计|总计)$|合计$")
_CODE = re.compile(r"[0-9]{1,3}")
_NUMBERING = (re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"[0-9]+[.、．]"), re.compile(r"其中"))


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed total beside what its parts add up to; `slack` is how far figures rounded as these are written may be off."""

    table_no: int
    page_no: int
    what: str
    printed: Decimal
    added: Decimal
    slack: Decimal

    @property
    def difference(self) -> Decimal:
        return self.printed - self.added

    @property
    def is_rounding(self) -> bool:
        return abs(self.difference) <= self.slack

    def __str__(self) -> str:
        return f"table {self.table_no}, page {self.page_no}, {self.what}: printed {self.printed}, added {self.added}"


def figure(text: str) -> Decimal | None:
    text = text.strip()
    return Decimal(text.replace(",", "")) if _FIGURE.fullmatch(text) else None


def sums(document: Document) -> Iterator[Sum]:
    """Every printed total of the document's tables with what its parts add up to."""
    for _, table in document.tables():
        yield from _row_sums(table)
        yield from _column_sums(table)


def _slack(values: Sequence[Decimal]) -> Decimal:
    """Half of the last digit of each figure as written; zero is exact."""
    return sum((Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2 for value in values if value), Decimal(0))


def _made(table: Table, cell: Cell, what: str, printed: Decimal, parts: Sequence[Decimal]) -> Sum:
    assert cell.page_no is not None
    return Sum(table.table_no, cell.page_no, what, printed, sum(parts, Decimal(0)), _slack([printed, *parts]))


# -- rows --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Side:
    label: Cell
    first: int
    last: int
    figures: tuple[Cell, ...]


def _sides(row: Sequence[Cell]) -> list[_Side]:
    """The labels of a total row, each with the columns up to the next label."""
    found: list[_Side] = []
    labels = [cell for cell in row if _TOTAL.search(re.sub(r"\s", "", cell.text))]
    others = [cell for cell in row if cell.text and figure(cell.text) is None and cell not in labels]
    for cell in labels:
        later = [other.column_no for other in labels if other.column_no > cell.column_no]
        last = min(later, default=10**6) - 1
        figures = tuple(c for c in row if cell.column_no < c.column_no <= last and figure(c.text) is not None)
        if figures and not any(cell.column_no < other.column_no <= last for other in others):
            found.append(_Side(cell, 1, last, figures))
    return [_Side(s.label, found[at - 1].last + 1 if at else 1, s.last, s.figures) for at, s in enumerate(found)]


def _row_sums(table: Table) -> Iterator[Sum]:
    rows = table.rows()
    for at, row in enumerate(rows):
        for side in _sides(row):
            above = _back_to_total(rows[:at], side)
            below = rows[at + 1 :]
            items = above if any(_items(above, side, c) for c in side.figures) else below
            for cell in side.figures:
                parts = _items(items, side, cell)
                printed = figure(cell.text)
                if parts and printed is not None:
                    yield _made(
                        table,
                        cell,
                        f"row {cell.row_no} {side.label.text}, column {cell.column_no}",
                        printed,
                        [v for v, _ in parts],
                    )
            yield from _code_sums(table, items, side)


def _back_to_total(rows: Sequence[Sequence[Cell]], side: _Side) -> list[Sequence[Cell]]:
    """The rows between two totals of a side, with the total before."""
    found: list[Sequence[Cell]] = []
    for row in reversed(rows):
        found.insert(0, row)
        if any(one.first == side.first and one.figures for one in _sides(row)):
            break
    return found


def _codes(row: Sequence[Cell], side: _Side) -> tuple[str, ...]:
    """The codes at the left of a side: 201, 06, 01."""
    found = []
    for cell in row:
        if side.first <= cell.column_no <= side.last:
            if cell.text and not _CODE.fullmatch(cell.text.strip()):
                break
            if cell.text:
                found.append(cell.text.strip())
    has_name = any(
        side.first <= cell.column_no <= side.last and re.search(r"[\u4e00-\u9fff]", cell.text) for cell in row
    )
    return tuple(found) if has_name and found and len(found[0]) == 3 else ()


def _label(row: Sequence[Cell], side: _Side) -> str:
    return next(
        (c.text for c in row if side.first <= c.column_no <= side.last and c.text and figure(c.text) is None), ""
    )


def _level(label: str) -> int:
    return next((level for level, pattern in enumerate(_NUMBERING) if pattern.match(label)), len(_NUMBERING))


def _items(rows: Sequence[Sequence[Cell]], side: _Side, column: Cell) -> list[tuple[Decimal, Cell]]:
    """The figures of a column that a total adds."""
    coded = any(_codes(row, side) for row in rows)
    found: list[tuple[Decimal, Cell]] = []
    level: int | None = None
    for row in rows:
        cell = next((c for c in row if c.column_no == column.column_no), None)
        value = figure(cell.text) if cell else None
        if cell is None or value is None:
            continue
        if coded:
            if len(_codes(row, side)) == 1:
                found.append((value, cell))
            continue
        if _sides(row):
            # the total before is an item; how those behind it are numbered is told by the first of them
            found, level = [(value, cell)], None
            continue
        own = _level(_label(row, side))
        level = own if level is None else level
        if own == level:
            found.append((value, cell))
    return found


def _code_sums(table: Table, rows: Sequence[Sequence[Cell]], side: _Side) -> Iterator[Sum]:
    """Every code that has codes below it, with what those add up to."""
    coded = [(codes, row) for row in rows if (codes := _codes(row, side))]
    for codes, row in coded:
        below = [other for longer, other in coded if len(longer) == len(codes) + 1 and longer[: len(codes)] == codes]
        for cell in row:
            printed = figure(cell.text)
            if (
                printed is None
                or not below
                or not side.first <= cell.column_no <= side.last
                or (_CODE.fullmatch(cell.text) and cell.column_no <= side.first + 2)
            ):
                continue
            parts = [figure(c.text) for other in below for c in other if c.column_no == cell.column_no]
            known = [value for value in parts if value is not None]
            if known:
                yield _made(table, cell, f"code {' '.join(codes)}, column {cell.column_no}", printed, known)


# -- columns -----------------------------------------------------------------------------------------------------------


def _column_sums(table: Table) -> Iterator[Sum]:
    """Columns headed 合计 or 小计 beside the columns under the same header."""
    rows = table.rows()
    width = max(cell.column_no + cell.column_span - 1 for cell in table.cells)
    header = [cell for row in rows[: _header_height(rows)] for cell in row]
    for head in header:
        if not _PART_TOTAL.search(head.text) or head.column_span > 1:
            continue
        first, last = _under(header, head, width)
        siblings = _siblings(header, head, first, last)
        if not siblings:
            continue
        bottom = max(cell.row_no + cell.row_span - 1 for cell in header)
        for row in rows:
            if not row or row[0].row_no <= bottom:
                continue
            by_column = {cell.column_no: cell for cell in row}
            total = by_column.get(head.column_no)
            printed = figure(total.text) if total else None
            values = [figure(by_column[c].text) for c in siblings if c in by_column]
            known = [value for value in values if value is not None]
            if total and printed is not None and known:
                yield _made(table, total, f"row {total.row_no}, column {total.column_no} {head.text}", printed, known)


def _header_height(rows: Sequence[Sequence[Cell]]) -> int:
    for at, row in enumerate(rows):
        if any(figure(cell.text) is not None for cell in row):
            return at
    return len(rows)


def _under(header: Sequence[Cell], head: Cell, width: int) -> tuple[int, int]:
    """The columns of the header cell right above a head; those right of it to the end where there is none."""
    above = [
        cell
        for cell in header
        if cell.row_no + cell.row_span == head.row_no
        and cell.column_no <= head.column_no < cell.column_no + cell.column_span
    ]
    if above:
        return above[0].column_no, above[0].column_no + above[0].column_span - 1
    return head.column_no, width


def _siblings(header: Sequence[Cell], head: Cell, first: int, last: int) -> list[int]:
    """The columns that add up to a head's: of a divided neighbour its own total."""
    found = []
    column = head.column_no + 1
    while column <= last:
        at = [c for c in header if c.column_no == column and c.row_no == head.row_no and first <= column <= last]
        if not at:
            return []
        found.append(column)
        column += at[0].column_span
        if at[0].column_span > 1 and not any(
            c.column_no == found[-1] and _PART_TOTAL.search(c.text) and c.row_no > head.row_no for c in header
        ):
            return []
    return found
