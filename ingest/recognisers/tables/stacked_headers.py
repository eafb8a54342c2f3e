"""Headers of several rows: with spans that are known, or flattened, where the row below tells them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import Column
from ingest.pages.grid import above, filled, is_filled, layouts
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.column_words import YEAR, column_of, column_under, is_word, name_totals, overall_measure
from ingest.recognisers.tables.header import Header, LostHeader, is_figure

_NO_STAFF = re.compile(lexicon.cue("no_staff"))
# what a wide header cell over others is named by
_SUMMING = re.compile(rf"{lexicon.cue('summing_column')}(?:[(][^)]*[)])?$")
_MOST_ROWS = 4
_MOST_LAYOUTS = 64


def stacked_header(rows: list[list[Cell]], position: int, unit: str | None) -> Header | None:
    """A header of several rows whose spans are known."""
    best: Header | None = None
    if not all(is_word(cell) for cell in filled(rows[position])):
        return None
    if _names_bodies(rows[position]):
        return None
    for height in range(2, _MOST_ROWS + 1):
        upper = rows[position : position + height - 1]
        lower = rows[position + height - 1] if position + height <= len(rows) else []
        if not lower or not all(is_word(cell) for cell in filled(lower)):
            break
        is_beside = is_beside_tall(upper, lower)
        if not is_beside and not _goes_on(upper, lower):
            break
        following = rows[position + height] if position + height < len(rows) else []
        found = _combined([*upper, lower], unit, _starts_with_figure(following), is_beside)
        if found is not None and (best is None or is_beside or len(found.columns) > len(best.columns)):
            best = found
    if best is not None and not best.has_figures_below(rows, position + best.height, True):
        return None
    return best


def _names_bodies(row: list[Cell]) -> bool:
    """Whether a row says who and what a form is about: 主管部门 | … | 实施单位 | …"""
    labels = lexicon.identity_labels()
    return any(
        cell.plain.rstrip(":") in labels and value.plain not in labels and column_of(value.plain) is None
        for cell, value in itertools.pairwise(filled(row))
    ) and not any(lexicon.column(cell.plain) for cell in row)


def is_beside_tall(upper: list[list[Cell]], lower: list[Cell]) -> bool:
    """Whether a cell of the header reaches down beside a row; the first column's names the rows, not the columns."""
    first = upper[0][0]
    return any(
        cell.row_no + cell.row_span > lower[0].row_no
        for row in upper
        for cell in filled(row)
        if cell.column_no >= first.column_no + first.column_span
    )


def _goes_on(upper: list[list[Cell]], lower: list[Cell]) -> bool:
    """Whether a row of words is one more of a header: at least two of them stand under a wide cell.

    Its first column goes on from above, or is itself a header's word below a wide cell (绩效指标 over 一级指标).
    """
    words = filled(lower)
    first = upper[0][0]
    wide = [cell for row in upper for cell in filled(row) if cell.column_span > 1]
    below = {id(over): [cell for cell in words if _is_under(cell, over)] for over in wide}
    if any(
        sum(column_of(cell.plain) is not None for cell in below[id(over)]) >= 2
        for over in wide
        if over is not first and _SUMMING.search(over.squeezed)
    ):
        return True
    if words[0].column_no <= first.column_no and (
        first.column_span == 1 or (column_of(first.plain) is None and lexicon.column(words[0].plain) is None)
    ):
        return False
    return any(len(cells) >= 2 for cells in below.values())


def _is_under(cell: Cell, over: Cell) -> bool:
    return over.column_no <= cell.column_no < over.column_no + over.column_span


def flattened_header(rows: list[list[Cell]], position: int, unit: str | None) -> Header | LostHeader | None:
    """A header of several rows in flattened text. The row below tells the spans; columns whose meaning they leave open are lost."""
    height = 1
    while height < _MOST_ROWS and position + height < len(rows):
        upper, lower = rows[position + height - 1], rows[position + height]
        words = filled(lower)
        is_years = len(words) >= 2 and all(YEAR.fullmatch(cell.squeezed) for cell in words)
        if len(words) < 2 or not (is_years or all(is_word(cell) for cell in words)):
            break
        if is_filled(lower[0]) and not is_years and (len(words) == len(lower) or len(lower) <= len(upper)):
            break
        height += 1
    header_rows = rows[position : position + height]
    if height == 1 or len(header_rows[-1]) < max(len(row) for row in header_rows):
        return None
    meanings = [[part for cell in row if (part := column_of(cell.plain)) is not None] for row in header_rows]
    if not meanings[0] or len(meanings[-1]) < 2:
        return None
    following = rows[position + height] if position + height < len(rows) else []
    possible = layouts(header_rows, _fits, _MOST_LAYOUTS) if len(following) == len(header_rows[-1]) else []
    found = [_combined(layout, unit, _starts_with_figure(following)) for layout in possible]
    certain = [header for header in found if header is not None]
    if not certain or len(certain) < len(found):
        return LostHeader(height)
    header = certain[0]
    open_columns = {
        index
        for index in header.columns
        if any(other.columns.get(index) != header.columns[index] for other in certain[1:])
    }
    header.ambiguous |= open_columns
    if len(open_columns) == len(header.columns):
        return LostHeader(height)
    return header if header.has_figures_below(rows, position + height, False) else None


def _starts_with_figure(row: list[Cell]) -> bool:
    """Whether a row has no label: its first cell is a figure, and none of the others is a word."""
    return len(row) > 1 and is_filled(row[0]) and all(is_figure(cell) for cell in row)


def _fits(head: Cell, children: list[Cell]) -> bool:
    """Whether cells may stand below a header cell: they differ, and none says alone what the head says."""
    words = [child.squeezed for child in children]
    if len(set(words)) != len(words):
        return False
    over = column_of(head.plain)
    if over is None or over.measure is None or len(children) == 1:
        return True
    return not any((part := column_of(child.plain)) is not None and part.measure == over.measure for child in children)


def _combined(
    rows: list[list[Cell]], unit: str | None, is_bare: bool = False, is_certain: bool = False
) -> Header | None:
    """The header that rows with true columns make together.

    `is_bare`: no column names the rows below. `is_certain`: the rows do belong together; else two columns must gain by it.
    """
    last_column = max(cell.column_no + cell.column_span for row in rows for cell in row)
    cells: list[Cell] = []
    columns: dict[int, Column] = {}
    joined = 0
    parents = {
        id(over)
        for at, row in enumerate(rows)
        for over in filled(row)
        if any(_is_under(cell, over) for lower in rows[at + 1 :] for cell in filled(lower))
    }
    column_no = rows[0][0].column_no
    while column_no < last_column:
        path = above(rows, column_no)
        if not path or id(path[-1]) in parents:
            # a blank column, also between those below a wide cell
            cells.append(Cell(rows[-1][0].row_no, column_no, ""))
            column_no += 1
            continue
        leaf = path[-1]
        column_no = max(cell.column_no for cell in path)
        # the narrowest cell of the path bounds the column
        until = min(cell.column_no + cell.column_span for cell in path)
        known = column_under([cell.plain for cell in path])
        if known is not None and not cells and not is_bare and known.role in ("amount", "year", "other"):
            # the first column names the rows
            known = None
        if known is not None and known.role.startswith("attribute:") and _has_others_below(rows, path):
            known = None
        if known is not None:
            columns[len(cells)] = known
            joined += len(path) > 1
        declared = next((found for cell in path if (found := declared_unit(cell.folded))), None)
        if declared and known is None:
            unit = declared
        cells.append(replace(leaf, column_no=column_no, column_span=until - column_no))
        column_no = until
    roles = [column.role for column in columns.values()]
    is_money = sum(role in ("amount", "other") for role in roles) >= 2
    is_staff = is_certain and any(role.startswith("attribute:") for role in roles)
    if (joined < 2 and not is_certain) or not (is_money or is_staff or len(roles) - roles.count("amount") >= 3):
        return None
    name_totals(columns)
    return Header(cells, columns, unit, height=len(rows), measure=overall_measure(rows))


def _has_others_below(rows: list[list[Cell]], path: list[Cell]) -> bool:
    """Whether a sum of people (实有人数 over 小计 | 在职 | 退休) counts others than staff."""
    return len(path) > 1 and any(
        _NO_STAFF.search(cell.squeezed) for row in rows for cell in filled(row) if _is_under(cell, path[0])
    )
