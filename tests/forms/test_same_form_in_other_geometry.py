"""The same form drawn elsewhere on the sheet, with blank columns between, or cut by a page: the same figures are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.document import Block, Cell, Document, Table
from ingest.recognisers import Recognition, recognise
from tests.forms import test_county_forms, test_ministry_form, test_tables_in_other_layouts, test_tables_of_one_report
from tests.forms.kit import SHA, Form, claims_of, document, short, shown

FORMS = [
    form
    for module in (test_county_forms, test_ministry_form, test_tables_in_other_layouts, test_tables_of_one_report)
    for form in module.FORMS
    if "cells" in form.renderings
]

Redrawing = Callable[[Table], list[Table]]


def shifted(table: Table) -> list[Table]:
    """Not in the sheet's first cell."""
    return [
        Table(
            table.table_no,
            tuple(replace(cell, row_no=cell.row_no + 4, column_no=cell.column_no + 2) for cell in table.cells),
        )
    ]


def spread(table: Table) -> list[Table]:
    """A blank column behind each: as sheets are laid out for printing. Where cells are merged they stay so."""
    return [
        Table(
            table.table_no,
            tuple(
                replace(cell, column_no=2 * cell.column_no - 1, column_span=2 * cell.column_span - 1)
                for cell in table.cells
            ),
        )
    ]


def widened(table: Table) -> list[Table]:
    """Every column made of two, every cell merged over both."""
    return [
        Table(
            table.table_no,
            tuple(
                replace(cell, column_no=2 * cell.column_no - 1, column_span=2 * cell.column_span)
                for cell in table.cells
            ),
        )
    ]


def with_blank_rows(table: Table) -> list[Table]:
    """A blank row behind each."""
    cells = [replace(cell, row_no=2 * cell.row_no - 1, row_span=2 * cell.row_span - 1) for cell in table.cells]
    columns = {cell.column_no for cell in table.cells}
    rows = {cell.row_no for cell in cells}
    blank = [Cell(row_no + 1, column_no, "") for row_no in rows for column_no in columns]
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row_no, cell.row_no + cell.row_span)
        for column in range(cell.column_no, cell.column_no + cell.column_span)
    }
    cells += [cell for cell in blank if (cell.row_no, cell.column_no) not in taken]
    return [Table(table.table_no, tuple(sorted(cells, key=lambda cell: (cell.row_no, cell.column_no))))]


REDRAWINGS: dict[str, Redrawing] = {
    "shifted": shifted,
    "spread": spread,
    "widened": widened,
    "blank rows": with_blank_rows,
}


def redrawn(form: Form, redraw: Redrawing) -> Document:
    made = document(form.parts, "cells")
    blocks: list[Block] = []
    for block in made.blocks:
        tables = [block.table] if block.table is None else redraw(block.table)
        blocks += [replace(block, block_no=len(blocks) + at, table=table) for at, table in enumerate(tables, start=1)]
    return replace(made, blocks=tuple(blocks))


def said(found: list[Recognition]) -> Counter[object]:
    rows: Counter[object] = Counter(short(claim) for claim in claims_of(found))
    rows.update(shown(row) for report in found for row in report.indicators)
    rows.update((row.attribute_code, row.value_text, row.project_name) for report in found for row in report.attributes)
    return rows


@pytest.mark.parametrize("redraw", REDRAWINGS)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_same_is_read(form: Form, redraw: str) -> None:
    plain = said(recognise(document(form.parts, "cells"), SHA))
    other = said(recognise(redrawn(form, REDRAWINGS[redraw]), SHA))
    assert other == plain
