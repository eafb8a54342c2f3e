"""Footnotes: what stands at the bottom of a page belongs to none of what runs on there, and comes last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.pages.characters import RAISED, SUPERSCRIPTS
from ingest.pages.layout import Glyphs, Grid, GridCell, Line, Page

_MARK = re.compile(f"[{SUPERSCRIPTS}]+")
# at the footnote itself the number may stand on the line; items and amounts look otherwise
_BEGINNING = re.compile(rf"\s*([{SUPERSCRIPTS}]+|[0-9]{{1,2}}(?![0-9、.．,，)）%％年月日]))")


def without_footnotes(page: Page, lines: Sequence[Line]) -> tuple[Page, list[Line], list[Line]]:
    """A page and its lines without footnotes and the marks that refer to them, and the lines of the footnotes.

    A footnote begins with a number that stands raised in the text above; below it stand only footnotes.
    """
    marked = {found for line in _all_lines(page, lines) for found in _MARK.findall(line.text)}
    if not marked:
        return page, list(lines), []
    lowest = max((grid.box[3] for grid in page.grids), default=0.0)
    ordered = sorted((line for line in lines if line.box[1] >= lowest - 2), key=lambda line: line.box[1])
    for at, line in enumerate(ordered):
        number = number_of(line)
        if number not in marked:
            continue
        notes = ordered[at:]
        text = [one for one in lines if not any(one is note for note in notes)]
        above = {found for one in _all_lines(page, text) for found in _MARK.findall(one.text)}
        if number not in above:
            continue
        numbers = {number_of(note) for note in notes} & above
        grids = tuple(Grid(grid.box, tuple(_cell_without(cell, numbers) for cell in grid.cells)) for grid in page.grids)
        return replace(page, grids=grids), [_without(one, numbers) for one in text], notes
    return page, list(lines), []


def number_of(line: Line) -> str:
    """The number that a footnote's first line begins with, raised; empty where it begins with none."""
    found = _BEGINNING.match(line.text)
    return found[1].translate(RAISED) if found else ""


def _all_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    return [*lines, *(line for grid in page.grids for cell in grid.cells for line in cell.lines)]


def _cell_without(cell: GridCell, numbers: set[str]) -> GridCell:
    return replace(cell, lines=tuple(_without(line, numbers) for line in cell.lines)) if cell.lines else cell


def _without(line: Line, numbers: set[str]) -> Line:
    """A line without the marks of these numbers."""
    if not _MARK.search(line.text):
        return line

    def kept(part: Glyphs) -> Glyphs:
        return replace(part, text=_MARK.sub(lambda found: "" if found[0] in numbers else found[0], part.text))

    return replace(line, glyphs=tuple(one for one in map(kept, line.glyphs) if one.text))
