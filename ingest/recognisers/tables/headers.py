"""Headers of tables: one row or several, measures and years or line items and funds in the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import Column
from ingest.normalize.amounts import NUMBER, number_of
from ingest.pages.grid import filled
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.column_words import YEAR, column_of, is_word, name_totals, overall_measure
from ingest.recognisers.tables.header import Header, LostHeader
from ingest.recognisers.tables.stacked_headers import flattened_header, is_beside_tall, stacked_header

_COUNTED = re.compile(rf"{NUMBER}[ ]?{lexicon.cue('counted')}")
_OF_WHICH = lexicon.cues("of_which")
# 栏次 | 1 | 2 | 3=1-2: the form's own numbers of its columns
_COLUMN_NUMBER = re.compile(r"[(]?([0-9]{1,2})(?:=[-+*/×÷0-9()]+)?[)]?")
_COLUMN_NUMBERS = frozenset(lexicon.cues("column_numbers"))
_FEWEST_NUMBERS = 3
# columns that stand beside what a table is about
_BESIDE = frozenset({"note", "unit", "reason", "execution_rate", "completion_rate"})


def numbers_columns(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns of its form (栏次 | 1 | 2; 1 | 2 | 3 | 4): its figures are none."""
    numbers: list[int] = []
    is_named = False
    for cell in filled(row):
        if match := _COLUMN_NUMBER.fullmatch(cell.squeezed):
            numbers.append(int(match[1]))
        elif cell.squeezed in _COLUMN_NUMBERS:
            is_named = True
        else:
            return False
    return len(numbers) + 2 * is_named >= _FEWEST_NUMBERS and numbers == list(range(1, len(numbers) + 1))


def read_header(row: list[Cell], unit: str | None) -> Header | None:
    """The header that one row is, if at least two of its cells are known column headers."""
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row):
        known = lexicon.column(cell.plain)
        if known is not None:
            columns[index] = known
        declared = declared_unit(cell.folded)
        if declared:
            unit = declared
    if len(columns) < 2:
        return None
    # figures among the words: a data row, not a header
    if any(_is_number(cell) or _COUNTED.fullmatch(cell.folded.strip()) for cell in row):
        return None
    _tell_parts(row, columns)
    return Header(row, columns, unit)


def _tell_parts(row: list[Cell], columns: dict[int, Column]) -> None:
    """全年预算数 | 其中：财政拨款: a part of what the column on the left measures."""
    whole: Column | None = None
    for index, cell in enumerate(row):
        known = columns.get(index)
        if known is not None:
            whole = known if known.role == "amount" and known.measure else None
        elif whole is not None and cell.squeezed.startswith(_OF_WHICH) and (part := column_of(cell.plain)) is not None:
            columns[index] = replace(whole, line_item_code=part.line_item_code, fund_code=part.fund_code)


def find_header(
    rows: list[list[Cell]], position: int, unit: str | None, by_position: bool
) -> Header | LostHeader | None:
    """The header that starts with a row, as many rows as it takes."""
    if any(_is_number(cell) and not YEAR.fullmatch(cell.folded.strip()) for cell in rows[position]):
        return None
    single = read_header(rows[position], unit)
    stacked = stacked_header(rows, position, unit) if by_position else flattened_header(rows, position, unit)
    if isinstance(stacked, LostHeader):
        return stacked
    if stacked is not None and (
        single is None
        or len(stacked.columns) > len(single.columns)
        or (by_position and len(stacked.columns) == len(single.columns))
        or (by_position and is_beside_tall([rows[position]], rows[position + stacked.height - 1]))
    ):
        return stacked
    if single is not None and single.roles - _BESIDE:
        return single
    return _item_header(rows, position, unit, by_position) or single


# -- line items, funds and years in the columns ------------------------------------------------------------------------


def _item_header(rows: list[list[Cell]], position: int, unit: str | None, by_position: bool) -> Header | None:
    """A row that names line items, funds or years over figures: 单位名称 | 支出合计 | 基本支出 | 项目支出."""
    row = rows[position]
    if len(filled(row)) < 3 or any(cell.squeezed[-1:] in ":：" for cell in filled(row)[1:]):
        return None
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row):
        if index == 0 or (not is_word(cell) and column_of(cell.plain) is None):
            continue
        known = column_of(cell.plain)
        if known is not None:
            columns[index] = replace(known, role="amount") if known.role == "year" else known
        unit = declared_unit(cell.folded) or unit
    if sum(1 for column in columns.values() if column.role == "amount") < 2:
        return None
    unit = declared_unit(row[0].folded) or unit
    name_totals(columns)
    found = Header(row, columns, unit, measure=overall_measure([row]))
    return found if found.has_figures_below(rows, position + 1, by_position) else None


def _is_number(cell: Cell) -> bool:
    """Whether a cell is one number; most are ruled out by how they end."""
    last = cell.squeezed[-1:]
    return (last.isdigit() or last == ")") and number_of(cell.folded) is not None
