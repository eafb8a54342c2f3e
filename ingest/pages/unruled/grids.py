"""Grids: the regions of all pages solved and laid out as tables; what makes none stays lines."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import replace

from ingest.pages.layout import Grid, GridCell, Line, Page, around, borders
from ingest.pages.unruled.cells import Cell, is_divided_figure, is_one_figure, setting_of
from ingest.pages.unruled.columns import spread
from ingest.pages.unruled.hung import Hung, hung_rows
from ingest.pages.unruled.regions import (
    Region,
    join_rows,
    link,
    region_of,
    runs_of,
    tables_of,
    unlink,
)
from ingest.pages.unruled.rows import (
    Row,
    crosses,
    free_rows,
    join_tall_headers,
    level_rules,
    ruled_cells,
    trimmed,
    without_between,
)
from ingest.pages.unruled.spans import spanned, widen_headers
from ingest.pages.unruled.texts import Text, by_level, by_line
from ingest.pages.words import is_form_word

_LEAST_ROWS = 3
# how many lines are tried for the first one of a second table, of how many
_MOST_STARTS, _MOST_LINES = 8, 100


def with_unruled_grids(pages: Sequence[tuple[Page, Sequence[Line]]]) -> list[Page]:
    """The pages with these of their lines, those of unruled tables in grids."""
    parted: list[tuple[Page, list[tuple[list[Line], Region | None]]]] = []
    for page, lines in pages:
        before = parted[-1] if parted and page.page_no == parted[-1][0].page_no + 1 else None
        may_go_on = before is not None and bool(before[1]) and before[1][-1][1] is not None
        found = [part for run in runs_of(page, lines) for part in tables_of(run)]
        parted.append((page, [(part, region_of(page, part, may_go_on and at == 0)) for at, part in enumerate(found)]))
    for (page, above), (next_page, below) in itertools.pairwise(parted):
        if not above or not below or next_page.page_no != page.page_no + 1:
            continue
        last, first = above[-1][1], below[0][1]
        if last is None or first is None:
            continue
        low, high = last.texts[-1].box[3], min(text.box[1] for text in first.texts)
        if any(grid.box[1] > low for grid in page.grids) or any(grid.box[3] < high for grid in next_page.grids):
            continue
        link(last, first)
    regions = [region for _, parts in parted for _, region in parts if region is not None]
    for region in regions:
        _solve(region)
    for region in regions:
        if region.after is not None and not (region.cells and region.after.cells):
            for one in unlink(region):
                _solve(one)
    for region in regions:
        join_rows(region)
    return [_with_grids(page, [one for part in parts for one in _solved_apart(*part)]) for page, parts in parted]


def _solved_apart(lines: list[Line], region: Region | None) -> list[tuple[list[Line], Region | None]]:
    """A run of lines that is no table as two that are, one directly below the other: the lower one begins with its headers."""
    if region is None or region.cells or len(lines) > _MOST_LINES:
        return [(lines, region)]
    has_figure = [any(text.is_figure for text in row) for row in by_line(region.texts)]
    starts = [
        at
        for at in range(1, len(lines))
        if has_figure[at - 1] and not has_figure[at] and max(one.box[3] for one in lines[:at]) <= lines[at].box[1] + 1
    ]
    for at in starts[:_MOST_STARTS]:
        upper, lower = (region_of(region.page, part) for part in (lines[:at], lines[at:]))
        if upper is None or lower is None:
            continue
        for one in (upper, lower):
            _solve(one)
        head = [cell for cell in lower.cells if cell.row == 0]
        if upper.cells and len(head) > 1 and not any(cell.has_figure for cell in head):
            return [(lines[:at], upper), (lines[at:], lower)]
    return [(lines, region)]


def _with_grids(page: Page, parts: Sequence[tuple[list[Line], Region | None]]) -> Page:
    kept: list[Line] = []
    grids: list[Grid] = []
    for lines, region in parts:
        if region is None or not region.cells:
            kept += lines
            continue
        inside = {id(text) for cell in region.cells for text in cell.texts}
        for row in by_line(region.texts):
            outside = [text.line for text in row if id(text) not in inside]
            kept += [row[0].source] if len(outside) == len(row) else outside
        grids.append(_laid(region))
    return replace(page, lines=tuple(kept), grids=(*page.grids, *grids))


def _solve(region: Region) -> None:
    """Finds the cells of the table that a run of lines makes; it has none where it makes none."""
    texts, column_count = region.texts, len(region.cuts) + 1
    frame = around(text.box for text in texts)
    level = level_rules(frame, region.page.rules)
    heights = borders((rule[1] for rule in level), 3.0)
    if len(heights) > _LEAST_ROWS:
        # titles above the first rule, notes below the last
        above = [text for text in texts if text.level < heights[0]]
        below = [text for text in texts if text.level > heights[-1]]
        outside = [text for part in (above, below) if all(text.is_alone for text in part) for text in part]
        cells = ruled_cells([text for text in texts if text not in outside], level, heights)
    else:
        cells = _unruled_cells(region)
    if not cells:
        return
    is_continued = region.before is not None and bool(region.before.cells)
    # what stands first on a further page may be the rest of a row
    widen_headers([cell for cell in cells if cell.row or not is_continued], column_count)
    used = sorted({cell.row for cell in cells})
    for cell in cells:
        last = bisect.bisect_right(used, cell.row + cell.row_span - 1)
        cell.row = bisect.bisect_left(used, cell.row)
        cell.row_span = max(1, last - cell.row)
    least = 1 if is_continued else 2 if _are_pairs(cells) else _LEAST_ROWS
    if len(used) >= least and _is_table(cells, len(used), column_count, is_continued):
        region.cells, region.row_count = cells, len(used)


def _unruled_cells(region: Region) -> list[Cell]:
    """The cells of texts that no level rules part; none where the texts don't all find a place."""
    setting = setting_of(region.texts, region.edges)
    spread(region.texts, setting.pitch, setting.is_at_start)
    setting = setting_of(region.texts, region.edges)
    column_count = len(region.cuts) + 1
    is_continued, goes_on = region.is_continued, region.goes_on
    levels = by_level(region.texts)
    hung = hung_rows(levels, column_count, setting)
    if hung is not None and hung.hanging:
        cells = _trimmed(hung, is_continued, goes_on)
        return cells if _has_all_figures(region.texts, cells) else []
    rows, is_middle = free_rows(levels, column_count, setting, is_continued, goes_on)
    rows = without_between(trimmed(rows, is_continued, goes_on), setting.pitch)
    join_tall_headers(rows, setting)
    if not _has_all_figures(region.texts, [cell for row in rows for cell in (*row.cells, *row.floating)]):
        return []
    if not rows or any(crosses(upper, lower, setting.pitch) for upper, lower in itertools.pairwise(rows)):
        return []
    return spanned(rows, column_count, setting, is_middle) or []


def _has_all_figures(texts: Sequence[Text], cells: Sequence[Cell]) -> bool:
    """Whether no figure stands above or below all rows."""
    inside = {id(text) for cell in cells for text in cell.texts}
    return all(id(text) in inside for text in texts if text.is_figure)


def _trimmed(hung: Hung, is_continued: bool, goes_on: bool) -> list[Cell]:
    """The cells of rows without those of a single cell at the beginning and the end."""
    rows = [Row([], []) for _ in range(hung.row_count)]
    for cell in hung.cells:
        rows[cell.row].cells.append(cell)
    kept = trimmed(rows, is_continued, goes_on)
    cells = [cell for row in kept for cell in row.cells]
    first = min((cell.row for cell in cells), default=0)
    for cell in cells:
        cell.row -= first
        cell.row_span = min(cell.row_span, len(kept) - cell.row)
    return cells


def _are_pairs(cells: Sequence[Cell]) -> bool:
    """Whether each row is of labels with something behind each, two at least: too much for lines of running text."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda one: (one.row, one.first)):
        rows.setdefault(cell.row, []).append(cell)
    return all(
        len(row) >= 4
        and len(row) % 2 == 0
        and all(is_form_word("".join(text.text for text in cell.texts)) for cell in row[::2])
        for row in rows.values()
    )


def _is_table(cells: Sequence[Cell], row_count: int, column_count: int, is_continued: bool) -> bool:
    """Whether cells make a table: lists of names and signatures have gaps too; the end of a table may be anything."""
    figures = sum(text.is_figure for cell in cells for text in cell.texts)
    is_end = is_continued and row_count <= _LEAST_ROWS
    if column_count < 3 and figures < row_count / 2 and not is_end:
        return False
    if not figures and not is_end:
        return False
    for cell in cells:
        for upper, lower in itertools.pairwise(cell.texts):
            if (
                upper.is_figure
                and lower.is_figure
                and not is_divided_figure(upper, lower)
                and not is_one_figure(upper, lower)
            ):
                return False
    for row in range(row_count):
        filled = [cell for cell in cells if cell.row <= row < cell.row + cell.row_span]
        if len(filled) == 1 and filled[0].has_figure and filled[0].first > 0:
            # a figure of nothing
            return False
    slots: set[tuple[int, int]] = set()
    for cell in cells:
        own = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.first, cell.last + 1)
        }
        if own & slots:
            return False
        slots |= own
    return is_end or len(slots) >= 0.4 * row_count * column_count


def _laid(region: Region) -> Grid:
    """Cells on the borders found; a row has a cell in every column."""
    cells, row_count = region.cells, region.row_count
    frame = around(text.box for cell in cells for text in cell.texts)
    left, right = region.sides
    edges = [min(left - 2, region.cuts[0] - 1), *region.cuts, max(right + 2, region.cuts[-1] + 1)]
    levels = [frame[1] - 2.0]
    for at in range(1, row_count):
        above = max((cell.bottom for cell in cells if cell.row + cell.row_span == at), default=levels[-1])
        below = min((cell.top for cell in cells if cell.row == at), default=above + 1)
        levels.append(max((above + below) / 2, levels[-1] + 0.1))
    levels.append(max(frame[3] + 2, levels[-1] + 0.1))
    spots = [
        (cell.row, cell.first, cell.row_span, cell.last - cell.first + 1, [text.line for text in cell.texts])
        for cell in cells
    ]
    spots += [(row, first, 1, last - first + 1, []) for row, first, last in _blanks(region)]
    found = [
        GridCell(
            row + 1,
            column + 1,
            row_span,
            column_span,
            (edges[column], levels[row], edges[column + column_span], levels[row + row_span]),
            tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0]))),
        )
        for row, column, row_span, column_span, lines in sorted(spots, key=lambda spot: spot[:2])
    ]
    return Grid((edges[0], levels[0], edges[-1], levels[-1]), tuple(found), region.begins_within_row)


def _blanks(region: Region) -> list[tuple[int, int, int]]:
    """Row, first and last column of the cells without text; the rest of a row has the cells of the row."""
    taken = {
        (row, column)
        for cell in region.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.first, cell.last + 1)
    }
    found = []
    if region.begins_within_row and region.before is not None:
        for cell in region.before.cells:
            own = {(0, column) for column in range(cell.first, cell.last + 1)}
            if cell.row + cell.row_span == region.before.row_count and not own & taken:
                found.append((0, cell.first, cell.last))
                taken |= own
    return found + [
        (row, column, column)
        for row in range(region.row_count)
        for column in range(len(region.cuts) + 1)
        if (row, column) not in taken
    ]
