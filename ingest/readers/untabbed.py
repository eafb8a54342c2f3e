"""Tables in text without a tab before each cell: as web pages, converters and copying leave them behind.

Four ways are known: a row to a line, its cells parted by tabs, as sheets and tables are copied; cells between pipes; a cell to a line and a blank line
behind each row; a row to a line, its cells parted by single spaces. The last two are told from running text only by their figures, so they
need rows of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_FIGURE = re.compile(r"[-+]?[0-9]{1,3}(?:[,，][0-9]{3})*(?:\.[0-9]+)?[%％]?|[-+]?[0-9]+(?:\.[0-9]+)?[%％]?")
_RULE = re.compile(r"[\s|:—=+-]+")
_LEAST_FIGURE_ROWS = 2
_LEAST_CELLS = 4
_MOST_CELLS = 20
_LONGEST_CELL = 60
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` to `end` (exclusive) that are one table, row by row; or part of a sheet, with titles and notes in rows of their own."""

    start: int
    end: int
    rows: list[list[str]]
    is_sheet: bool = False


def regions(lines: list[str], is_outside: Callable[[str], bool]) -> list[Region]:
    """The tables among lines; where any line holds a tab only those of rows parted by tabs. `is_outside` tells lines that never stand in a table (titles, notes)."""
    if any("\t" in line for line in lines):
        return _tabbed(lines)
    if any(line.count("|") >= 2 for line in lines):
        return _piped(lines)
    return _spaced(lines, is_outside) or _a_cell_per_line(lines, is_outside)


def _tabbed(lines: list[str]) -> list[Region]:
    found: list[Region] = []
    position = 0
    while position < len(lines):
        start = position
        while position < len(lines) and "\t" in lines[position]:
            position += 1
        rows = [line.split("\t") for line in lines[start:position]]
        filled = [row for row in rows if len(row) > 2 and sum(bool(cell.strip()) for cell in row) > 1]
        # a tab before each cell is another way, with a blank line behind each row; here one stands first only where the first cell is empty
        if len(filled) >= 2 and any(row[0].strip() for row in filled):
            # a sheet is copied with all cells of each row, a table of a text without those that a merged one covers
            found.append(Region(start, position, rows, is_sheet=len({len(row) for row in rows}) == 1))
        position = max(position, start + 1)
    return found


def _piped(lines: list[str]) -> list[Region]:
    found: list[Region] = []
    position = 0
    while position < len(lines):
        start = position
        rows = []
        while position < len(lines) and lines[position].count("|") >= 2:
            line = lines[position].strip()
            if not _RULE.fullmatch(line):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
            position += 1
        if len(rows) >= _LEAST_FIGURE_ROWS:
            found.append(Region(start, position, rows))
        position = max(position, start + 1)
    return found


def _is_figure_row(cells: list[str]) -> bool:
    figures = sum(1 for cell in cells if _FIGURE.fullmatch(cell))
    return len(cells) >= _LEAST_CELLS and figures >= 2 and not _FIGURE.fullmatch(cells[0])


def _spaced(lines: list[str], is_outside: Callable[[str], bool]) -> list[Region]:
    found: list[Region] = []
    position = 0
    while position < len(lines):
        start = position
        rows: list[list[str]] = []
        while position < len(lines):
            line = lines[position]
            cells = line.split() if len(line) <= _LONGEST_LINE and not is_outside(line) else []
            if not 2 <= len(cells) <= _MOST_CELLS:
                break
            rows.append(cells)
            position += 1
        if sum(map(_is_figure_row, rows)) >= _LEAST_FIGURE_ROWS:
            found.append(Region(start, position, rows))
        position = max(position, start + 1)
    return found


def _a_cell_per_line(lines: list[str], is_outside: Callable[[str], bool]) -> list[Region]:
    found: list[Region] = []
    rows: list[list[str]] = []
    start = end = 0

    def close() -> None:
        if sum(map(_is_figure_row, rows)) >= _LEAST_FIGURE_ROWS:
            found.append(Region(start, end, list(rows)))
        rows.clear()

    position = 0
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        cells: list[str] = []
        first = position
        while position < len(lines) and lines[position].strip():
            line = lines[position].strip()
            position += 1
            if is_outside(line) or len(line) > _LONGEST_CELL:
                if cells:
                    # a note right below the last row
                    position -= 1
                    break
                close()
                first = position
                continue
            cells.append(line)
        if 2 <= len(cells) <= _MOST_CELLS:
            start = start if rows else first
            rows.append(cells)
            end = first + len(cells)
        else:
            close()
    close()
    return found
