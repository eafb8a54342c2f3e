"""What a reader marked as not to be trusted: formulas' values, what a sheet hides, what a scan lost or no font names. Listed as not understood, never read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.document import FORMULA_MARK, HIDDEN_MARK, ILLEGIBLE_MARK, Block, Cell, Document, Table
from ingest.recognisers.output import CellSpot, Context, Output, Passage

_MARKS = ((FORMULA_MARK, "formula"), (HIDDEN_MARK, "hidden"), (ILLEGIBLE_MARK, "illegible"))
# what every mark begins with: told fast
_OPENING = FORMULA_MARK[0]
_READ_AS = {"formula": "sheet", "hidden": "sheet", "illegible": "scan"}
_PLACE_KIND = "summary_table"


@dataclass(frozen=True, slots=True)
class Marked:
    """A block, or a cell of a block's table, that carries a mark; `reason` is what the row of `unrecognised` says."""

    block: Block
    cell: Cell | None
    reason: str


def set_aside(document: Document) -> tuple[Document, list[Marked]]:
    """The document without what is marked, and what that was. A hidden text without a figure is only left out."""
    marked: list[Marked] = []
    if not any(_OPENING in text for block in document.blocks for text in _texts(block)):
        return document, marked
    blocks = []
    for block in document.blocks:
        if block.table is None:
            reason = _reason(block.text)
            if reason:
                marked.append(Marked(block, None, reason))
                block = replace(block, text="")
        else:
            cells = []
            for cell in block.table.cells:
                reason = _reason(cell.text)
                if reason and (reason != "hidden" or re.search(r"[0-9０-９]", cell.text)):
                    marked.append(Marked(block, cell, reason))
                cells.append(replace(cell, text="") if reason else cell)
            block = replace(block, table=Table(block.table.table_no, tuple(cells)))
        blocks.append(block)
    return replace(document, blocks=tuple(blocks)), marked


def tell(marked: list[Marked], output: Output) -> None:
    """Lists what was set aside, each with its place."""
    for item in marked:
        if item.cell is None:
            passage = Passage(item.block.text, item.block.text, item.block.block_no, Context())
            place = passage.place(0, len(item.block.text), 0, len(item.block.text))
            output.not_understood(place, _READ_AS[item.reason], item.reason, None)
            continue
        assert item.block.table is not None
        row = tuple(cell for cell in item.block.table.cells if cell.row_no == item.cell.row_no)
        label = next((cell.text.strip() for cell in row if cell.text.strip() and not _is_marked(cell.text)), None)
        spot = CellSpot(item.block, item.block.table, item.cell, row, None, _PLACE_KIND)
        output.not_understood(spot.place(), _READ_AS[item.reason], item.reason, label)


def _texts(block: Block) -> Iterator[str]:
    yield block.text
    if block.table is not None:
        for cell in block.table.cells:
            yield cell.text


def _is_marked(text: str) -> bool:
    return _OPENING in text and any(mark in text for mark, _ in _MARKS)


def _reason(text: str) -> str | None:
    return next((reason for mark, reason in _MARKS if mark in text), None)
