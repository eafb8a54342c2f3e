"""What says who reports, on what and when: labelled cells, cover lines, titles, paragraphs - and a value found there with its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Block, Cell, Document, Table
from ingest.recognisers.output import CellSpot, Context, Passage
from ingest.recognisers.report.titles import Title, titles_of

_PLACE_KIND = "table"
_LABELLED_LINE = re.compile(r"^(?P<label>[^:：]{2,18})[:：](?P<value>.*)$")
# 编制单位：…      单位：万元: a further label behind a wide gap
_NEXT_LABEL = re.compile(r"\s{2,}(?=[^:：\s]{2,18}[:：])")


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its place columns."""

    value: str
    place: dict[str, object]


class Sources(NamedTuple):
    """A report as its identity is told from it: all of it, its paragraphs, and what may be titles."""

    document: Document
    passages: list[Passage]
    titles: list[Title]


def sources(document: Document) -> Sources:
    """The sources of a document that holds one report."""
    passages = [passage_of(block) for block in document.blocks if block.table is None]
    return Sources(document, passages, titles_of(document))


def passage_of(block: Block) -> Passage:
    """A paragraph as a passage that no section says anything of."""
    return Passage(
        block.text,
        block.folded,
        block.block_no,
        Context(),
        page_no=block.page_no,
        box=block.box,
        runs=block.runs,
    )


class LabelledCell(NamedTuple):
    """A cell behind one that labels it, its row, and the label's role."""

    role: str
    cell: Cell
    row: list[Cell]


def labelled_cells(rows: Iterable[list[Cell]], *roles: str) -> Iterator[LabelledCell]:
    """The cells that stand behind a label of one of some roles."""
    labels = lexicon.identity_labels()
    for row in rows:
        cells = [cell for cell in row if cell.text.strip()]
        for cell, value in itertools.pairwise(cells):
            role = labels.get(cell.plain.rstrip(":"))
            if role is not None and role in roles:
                yield LabelledCell(role, value, row)


def labelled_line(line: str) -> tuple[str, str] | None:
    """The label and the value of a line or cell that holds both (单位名称：…); the first, where it holds several."""
    if ":" not in line and "：" not in line:
        return None
    match = _LABELLED_LINE.match(line)
    return (match["label"], _NEXT_LABEL.split(match["value"], maxsplit=1)[0]) if match else None


# several stations ask about the same few lines
@lru_cache(maxsize=1024)
def role_of(label: str) -> str | None:
    """What a label on a cover or in a form says of the report."""
    return lexicon.identity_labels().get(lexicon.plain(label))


def in_cell(block: Block, table: Table, cell: Cell, row: list[Cell], start: int, end: int) -> dict[str, object]:
    """The place of some characters of a cell."""
    return CellSpot(block, table, cell, tuple(row), None, _PLACE_KIND).place(start, end)


def whole_cell(block: Block, table: Table, cell: Cell, row: list[Cell]) -> dict[str, object]:
    """The place of a cell's text, white space around it left out."""
    start = len(cell.text) - len(cell.text.lstrip())
    return in_cell(block, table, cell, row, start, len(cell.text.rstrip()))
