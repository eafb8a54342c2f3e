"""Rows under a header: which cell belongs to which column.

Readers with geometry give true column numbers and spans. Flattened text gives only the order of the cells: a merge
shows as an empty cell or a missing one, so rows are aligned by their length.
"""

from __future__ import annotations

from ingest.document import Cell, Table


def has_geometry(table: Table) -> bool:
    """Whether column numbers are true positions: some cell spans several columns."""
    return any(cell.column_span > 1 or cell.row_span > 1 for cell in table.cells)


def align(header: list[Cell], row: list[Cell], by_position: bool) -> dict[int, Cell]:
    """Header cell index -> the row's cell below it."""
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
    return {index: row[index] for index in range(min(len(header), len(row)))}


def texts(row: list[Cell]) -> list[str]:
    """The stripped texts of a row."""
    return [cell.text.strip() for cell in row]


def is_blank(row: list[Cell]) -> bool:
    """Whether a row holds no text."""
    return not any(cell.text.strip(" \n\t\u3000\u00a0") for cell in row)
