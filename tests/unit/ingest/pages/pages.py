"""Pages for tests of what becomes of them: text of a fixed pitch at given places, and grids of given texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.document import Block
from ingest.pages.assembly import assemble
from ingest.pages.characters import Character, lines_of
from ingest.pages.layout import Grid, GridCell, Line, Page

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 90.0, 505.0
SIZE = 10.0
PITCH = 16.0


def characters(text: str, x: float, y: float, size: float = SIZE) -> list[Character]:
    """Characters of a line whose upper left corner is (x, y): ASCII is half as wide."""
    found = []
    for character in text:
        width = size * (0.5 if character.isascii() else 1)
        if character != " ":
            found.append(Character(character, x, y, x + width, y + size, size))
        x += width
    return found


def line(text: str, x: float = LEFT, y: float = 100, size: float = SIZE) -> Line:
    (found,) = lines_of(characters(text, x, y, size))
    return found


def set_text(
    text: str, y: float, indent: float = 0.0, left: float = LEFT, right: float = RIGHT, size: float = SIZE
) -> list[Line]:
    """A paragraph set between margins, broken where the next character has no room; ASCII words and figures stay whole."""
    words: list[str] = []
    for character in text:
        if words and words[-1][-1].isascii() and character.isascii() and " " not in (words[-1][-1], character):
            words[-1] += character
        else:
            words.append(character)
    rows, x, row = [], left + indent, ""
    for word in words:
        width = sum(size * (0.5 if character.isascii() else 1) for character in word)
        if x + width > right and row:
            rows.append(row)
            x, row = left, ""
        row += word
        x += width
    rows.append(row)
    return [
        line(row, left + (indent if at == 0 else 0), y + at * PITCH * size / SIZE, size) for at, row in enumerate(rows)
    ]


def cell(
    row: int, column: int, text: str, box: tuple[float, float, float, float], row_span: int = 1, column_span: int = 1
) -> GridCell:
    """A cell with its text set at its upper left."""
    lines: list[Line] = []
    for paragraph in text.split("\n") if text else ():
        y = (lines[-1].box[1] + PITCH) if lines else box[1] + 3
        lines += set_text(paragraph, y, left=box[0] + 3, right=box[2] - 3)
    return GridCell(row, column, row_span, column_span, box, tuple(lines))


def grid(
    rows: Sequence[Sequence[str]], top: float, widths: Sequence[float] = (), left: float = LEFT, height: float = 20
) -> Grid:
    """A ruled table without merged cells."""
    widths = widths or [(RIGHT - LEFT) / len(rows[0])] * len(rows[0])
    borders = [left]
    for width in widths:
        borders.append(borders[-1] + width)
    cells = [
        cell(r, c, text, (borders[c - 1], top + (r - 1) * height, borders[c], top + r * height))
        for r, row in enumerate(rows, 1)
        for c, text in enumerate(row, 1)
    ]
    return Grid((left, top, borders[-1], top + len(rows) * height), tuple(cells))


def page(
    page_no: int, lines: Iterable[Line] = (), grids: Iterable[Grid] = (), width: float = WIDTH, height: float = HEIGHT
) -> Page:
    return Page(page_no, width, height, tuple(lines), tuple(grids))


def blocks(*pages: Page) -> tuple[Block, ...]:
    return assemble(pages)


def texts(*pages: Page) -> list[str]:
    """The texts of paragraphs, and tables as rows joined by bars."""
    found = []
    for block in assemble(pages):
        if block.table is None:
            found.append(block.text)
        else:
            found += ["|".join(cell.text for cell in row) for row in block.table.rows()]
    return found
