"""The money of a project's target form whose left half is for several years and whose right half is the year's.

项目资金（元） | 项目资金总额 | … | 年度资金总额 | … with a row for each source below. The side head holds the unit of measure; what the
left half says is of no one year.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.normalize.amounts import Amount, cell_amount
from ingest.pages.grid import filled
from ingest.recognisers.output import CellSpot, Context, Output
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.labels import row_label
from ingest.recognisers.tables.pairs import DEFAULT_UNIT

NAME = "target_money"
_HEAD = re.compile(lexicon.cue("target_money_head"))
_OF_YEARS = re.compile(lexicon.cue("money_of_years"))
_OF_YEAR = re.compile(lexicon.cue("money_of_year"))


class _Half(NamedTuple):
    """A label with its amount."""

    label: Cell
    cell: Cell
    amount: Amount


def read(
    output: Output, block: Block, table: Table, context: Context, place_kind: str, project: str | None, year: int | None
) -> set[int]:
    """Read the money of a target form that names its project; the row numbers that were understood."""
    understood: set[int] = set()
    if project is None:
        return understood
    rows = table.rows()
    for position, row in enumerate(rows):
        split = _split(row)
        if split is None:
            continue
        head, right = split
        unit = declared_unit(head.folded) or context.unit or DEFAULT_UNIT
        for at, line in enumerate(rows[position:]):
            halves = _halves([cell for cell in line if cell is not head], right.column_no, unit)
            funds = [_fund(half.label) if half else None for half in halves]
            if at and not any(funds):
                break
            quoted = tuple(line)
            for half, fund, is_year in zip(halves, funds, (False, True), strict=True):
                if half is None:
                    continue
                spot = CellSpot(block, table, half.cell, quoted, context.title, place_kind)
                place = spot.place(half.amount.start, half.amount.number_end)
                if not is_year or (at and fund is None):
                    output.not_understood(place, NAME, "not_covered", half.label.squeezed)
                    continue
                output.claim(
                    place,
                    recogniser=NAME,
                    measure="budget",
                    budget_version=None,
                    line_item_code="project",
                    project_name=project,
                    fund_code=fund or "all_funds",
                    amount_yuan=half.amount.yuan,
                    amount_text=half.cell.text[half.amount.start : half.amount.number_end],
                    amount_unit=half.amount.unit,
                    stated_fiscal_year=year,
                    year_basis="stated",
                )
            understood.add(line[0].row_no)
    return understood


def _split(row: list[Cell]) -> tuple[Cell, Cell] | None:
    """The side head of a row, and the label that starts its right half, where both halves are there."""
    cells = filled(row)
    head = next((cell for cell in cells if _HEAD.fullmatch(cell.plain)), None)
    left = next((cell for cell in cells if _OF_YEARS.fullmatch(cell.plain)), None)
    right = next((cell for cell in cells if _OF_YEAR.fullmatch(cell.plain)), None)
    is_there = head is not None and left is not None and right is not None and left.column_no < right.column_no
    return (head, right) if is_there and head is not None and right is not None else None


def _halves(row: list[Cell], right: int, unit: str) -> tuple[_Half | None, _Half | None]:
    cells = filled(row)
    return (
        _half([cell for cell in cells if cell.column_no < right], unit),
        _half([cell for cell in cells if cell.column_no >= right], unit),
    )


def _half(cells: list[Cell], unit: str) -> _Half | None:
    for label, cell in itertools.pairwise(cells):
        amount = cell_amount(cell.folded, unit)
        if amount is not None and cell_amount(label.folded, unit) is None:
            return _Half(label, cell, amount)
    return None


def _fund(label: Cell) -> str | None:
    known = row_label(label.folded)
    return known.fund_code if known is not None else None
