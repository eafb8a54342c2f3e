"""Items of a Word file laid out: grids with true columns, numbered blocks and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Block, Cell, Table
from ingest.normalize.numbering import is_heading
from ingest.readers.numbering import W, integer

SPACE = " \t\u3000\u00a0"
# no character fits into a column this narrow (twentieths of a point): it is a line drawn twice
_SLIVER = 120
_LONGEST_HEADING = 60


@dataclass(slots=True)
class Paragraph:
    """Text as shown, with its number, and the outline level where it has one (None: running text)."""

    text: str
    outline: int | None = None
    is_contents: bool = False


@dataclass(slots=True)
class GridCell:
    """A cell between two edges of the grid, over one row or more."""

    row_no: int
    start: int
    end: int
    row_span: int = 1
    text: str = ""


@dataclass(slots=True)
class Grid:
    """A table by the edges of its columns, with the tables that stand inside its cells."""

    cells: list[GridCell] = field(default_factory=list)
    nested: list[Grid] = field(default_factory=list)


Item = Paragraph | Grid


def items_of(blocks: Iterable[Block]) -> list[Item]:
    """Blocks of another reader as items of a walk."""
    return [
        Paragraph(block.text, None if block.level is None else block.level - 1)
        if block.table is None
        else Grid(
            [
                GridCell(
                    cell.row_no, cell.column_no - 1, cell.column_no - 1 + cell.column_span, cell.row_span, cell.text
                )
                for cell in block.table.cells
            ]
        )
        for block in blocks
    ]


def straighten(grid: Grid, columns: Any) -> None:
    """Numbers the edges of columns 0, 1, 2 …: edges that no cell uses and lines drawn twice fall away."""
    edges = sorted({edge for cell in grid.cells for edge in (cell.start, cell.end)})
    places = _edge_places(columns, edges)
    cells = {(cell.start, cell.end) for cell in grid.cells}
    ranks: dict[int, int] = {}
    group: list[int] = []
    rank = -1
    for edge in edges:
        near = group and places is not None and places[edge] - places[group[0]] < _SLIVER
        if near and not any((other, edge) in cells for other in group):
            group.append(edge)
        else:
            group, rank = [edge], rank + 1
        ranks[edge] = rank
    for cell in grid.cells:
        cell.start, cell.end = ranks[cell.start], ranks[cell.end]


def _edge_places(columns: Any, edges: list[int]) -> dict[int, int] | None:
    """How far right each edge lies, in twentieths of a point; None where the grid doesn't say."""
    widths = [] if columns is None else [integer(column, 0, "w") for column in columns.iterchildren(f"{W}gridCol")]
    if not edges or edges[-1] > len(widths) or min(widths, default=0) < 0 or not any(widths):
        return None
    places = [0]
    for width in widths:
        places.append(places[-1] + width)
    return {edge: places[edge] for edge in edges}


def numbered_blocks(items: list[Item]) -> list[Block]:
    """Items as blocks and tables, numbered in their order."""
    blocks: list[Block] = []
    tables = 0
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Grid):
            # what stands inside the cells follows the table
            waiting += item.nested[::-1]
            if any(cell.text.strip() for cell in item.cells):
                tables += 1
                blocks.append(Block(len(blocks) + 1, "table", table=_table(tables, item)))
            continue
        for line in item.text.split("\n"):
            shown = line.strip(SPACE)
            if shown:
                kind, level = _kind(shown, item)
                blocks.append(Block(len(blocks) + 1, kind, shown, level))
    return blocks


def _kind(line: str, paragraph: Paragraph) -> tuple[str, int | None]:
    """Whether a line is a heading, and of which level: by its style unless it is a sentence, else by its look."""
    if paragraph.is_contents:
        return "paragraph", None
    if paragraph.outline is not None and len(line) <= _LONGEST_HEADING and line[-1] not in "。；;，,":
        return "heading", paragraph.outline + 1
    return ("heading", None) if is_heading(line) else ("paragraph", None)


def _table(table_no: int, grid: Grid) -> Table:
    return Table(
        table_no,
        tuple(
            Cell(cell.row_no, cell.start + 1, cell.text, cell.row_span, cell.end - cell.start) for cell in grid.cells
        ),
    )


def merges(about: Any, kind: str) -> bool:
    """Whether a cell goes on with the one above it (vMerge) or before it (hMerge)."""
    found = None if about is None else about.find(f"{W}{kind}")
    return found is not None and found.get(f"{W}val", "continue") == "continue"
