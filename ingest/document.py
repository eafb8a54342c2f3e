"""The only shapes that readers and recognisers share.

A reader turns bytes into a `Document`; a recogniser turns a `Document` into rows. Numbers of blocks,
tables, rows, columns and pages count from 1; character offsets are code points within one block's or
one cell's `text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.normalize.characters import fold, plain_of, squeezed_of

Box = tuple[float, float, float, float]

# Stands in place of a formula's value, which was computed by nobody who answers for it.
FORMULA_MARK = "⟦formula⟧"
# Stands before the text of a cell that the sheet doesn't show, or alone for a whole sheet.
HIDDEN_MARK = "⟦hidden⟧"
# Stands in place of text that can't be read: in a scan's cell, and for characters of a PDF that nothing names.
ILLEGIBLE_MARK = "⟦illegible⟧"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points within one block's or one cell's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one line on a page: the code points `start` to `end` of a block's or cell's text.

    A number is a run of its own, so that its box frames the number alone. `box` is left, top, right, bottom in points from the
    upper left corner of the page as it is shown (rotation applied); `score` (0 to 1) tells how sure optical reading is.
    """

    start: int
    end: int
    page_no: int
    box: Box
    score: float | None = None


def runs_to_lists(runs: Sequence[Run]) -> list[list[Any]]:
    """Runs as start, end, page, left, top, right, bottom, score; the opposite of `runs_from_lists`."""
    return [[run.start, run.end, run.page_no, *run.box, run.score] for run in runs]


def runs_from_lists(found: Sequence[Sequence[Any]]) -> tuple[Run, ...]:
    """The runs that `runs_to_lists` took apart."""
    return tuple(
        Run(start, end, page_no, (left, top, right, bottom), score)
        for start, end, page_no, left, top, right, bottom, score in found
    )


class Written:
    """A text with the forms in which it is read and compared. Each is made when it is first asked for, once.

    They are no fields: neither compared nor shown, copied, staged or sent.
    """

    __slots__ = ("_folded", "_plain", "_squeezed")

    text: str
    _folded: str
    _squeezed: str
    _plain: str

    @property
    def folded(self) -> str:
        """The text with width differences removed; every offset holds in both."""
        try:
            return self._folded
        except AttributeError:
            return self._keep("_folded", fold(self.text))

    @property
    def squeezed(self) -> str:
        """The text folded, without any white space."""
        try:
            return self._squeezed
        except AttributeError:
            return self._keep("_squeezed", squeezed_of(self.folded))

    @property
    def plain(self) -> str:
        """The text as labels are compared: folded, without white space and quotation marks."""
        try:
            return self._plain
        except AttributeError:
            return self._keep("_plain", plain_of(self.squeezed))

    def _keep(self, name: str, form: str) -> str:
        object.__setattr__(self, name, form)
        return form


@dataclass(frozen=True, slots=True)
class Cell(Written):
    """A cell of a table. `text` keeps the paragraphs inside the cell, joined by a newline."""

    row_no: int
    column_no: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page_no: int | None = None
    box: Box | None = None
    reading_score: float | None = None
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as laid out: cells in row-major order; a cell covered by a merge is absent or empty."""

    table_no: int
    cells: tuple[Cell, ...]
    _rows: list[list[Cell]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row_no, []).append(cell)
        ordered = [sorted(rows[number], key=lambda c: c.column_no) for number in sorted(rows)]
        object.__setattr__(self, "_rows", ordered)

    def rows(self) -> list[list[Cell]]:
        """The cells row by row, each row ordered by column."""
        return self._rows


@dataclass(frozen=True, slots=True)
class Block(Written):
    """A paragraph, a heading, or the spot where a table stands (`kind` "table", `text` empty)."""

    block_no: int
    kind: str
    text: str = ""
    level: int | None = None
    table: Table | None = None
    page_no: int | None = None
    box: Box | None = None
    reading_score: float | None = None
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One report file as text and tables, in reading order.

    `converter` and `converted_sha256` tell what made another format of the bytes before they were read, and the hash of that.
    """

    blocks: tuple[Block, ...]
    media_type: str
    reader: str
    reader_version: str
    page_count: int | None = None
    notes: tuple[str, ...] = field(default=())
    converter: str | None = None
    converted_sha256: str | None = None

    def tables(self) -> Iterator[tuple[Block, Table]]:
        """Every table with the block that holds its spot."""
        for block in self.blocks:
            if block.table is not None:
                yield block, block.table
