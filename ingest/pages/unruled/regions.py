"""Regions: runs of neighbouring lines that may be tables, and which of them go on over a page break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Box
from ingest.normalize.numbering import ITEM_OF_CELLS
from ingest.pages.layout import Line, Page, around
from ingest.pages.paragraphs import size_of
from ingest.pages.unruled.cells import Cell, is_opened, setting_of
from ingest.pages.unruled.columns import crossings, cuts_of, placed
from ingest.pages.unruled.texts import COLUMN_GAP, Text, by_line, is_divided, shared_height, texts_of

_SENTENCE = re.compile(r"[。；]")
# what stands between two tables: headings, captions, the unit, the number of a page
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|.{2,30}(?:表|情况)(?:[（(][^（()）]{1,12}[)）])?$|[（(]?续(?:上)?表|[-—–]\s*[0-9]+\s*[-—–]$"
)
_UNIT = re.compile(r".*(?:^|\s|[（(])(?:金额)?单位[:：]\s*(?:人民币)?[百千万亿]*元[)）]?$")


@dataclass(slots=True, eq=False)
class Region:
    """A run of lines that may be a table: its texts with the borders of their columns; solved, its cells and their rows.

    `before` and `after` are those on the neighbouring pages that may be one table with it.
    """

    page: Page
    texts: list[Text]
    cuts: list[float]
    before: Region | None = None
    after: Region | None = None
    cells: list[Cell] = field(default_factory=list)
    row_count: int = 0
    begins_within_row: bool = False

    @property
    def edges(self) -> list[float]:
        """The borders of the columns with the outer ones."""
        frame = around(text.box for text in self.texts)
        return [min(frame[0] - 2, self.cuts[0] - 1), *self.cuts, max(frame[2] + 2, self.cuts[-1] + 1)]

    @property
    def sides(self) -> tuple[float, float]:
        """Where the texts of this table begin and end, on all of its pages."""
        boxes = [text.box for cell in self.cells for text in cell.texts]
        above, below = self.before, self.after
        while above is not None and above.cells:
            boxes += [text.box for cell in above.cells for text in cell.texts]
            above = above.before
        while below is not None and below.cells:
            boxes += [text.box for cell in below.cells for text in cell.texts]
            below = below.after
        return min(box[0] for box in boxes), max(box[2] for box in boxes)

    @property
    def is_continued(self) -> bool:
        """Whether the first line is the rest of a cell that the page break divided: neither a title nor a row's label."""
        first = min(self.texts, key=lambda text: text.level)
        if (
            self.before is None
            or not first.is_alone
            or re.search("[:：]", first.text)
            or ITEM_OF_CELLS.match(first.text)
            or _HEADING.match(first.text)
        ):
            return False
        last = max(self.before.texts, key=lambda text: (round(text.level), text.first <= first.last))
        if last.first <= first.last and first.first <= last.last:
            same = [text for text in self.before.texts if (text.first, text.last) == (last.first, last.last)]
            is_full = (
                last.box[2] > max(text.box[2] for text in same) - 0.6 * last.size
                or last.box[2] - last.box[0] > max(text.box[2] - text.box[0] for text in same) - 0.6 * last.size
            )
            if (len(same) > 1 and is_full and first.box[2] - first.box[0] < last.box[2] - last.box[0]) or is_opened(
                [last]
            ):
                return True
        return first.first > 0 and first.last - first.first < (len(self.cuts) + 1) / 2

    @property
    def goes_on(self) -> bool:
        """Whether the table goes on with a row of the next page."""
        if self.after is None:
            return False
        return self.after.is_continued or not min(self.after.texts, key=lambda text: text.level).is_alone


def runs_of(page: Page, lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of neighbouring lines that may be a table, and those that may not."""
    found: list[list[Line]] = []
    run: list[Line] = []
    misses, has_row = 0, False
    ordered = sorted(lines, key=lambda one: one.box[1])
    divided = [is_divided(line) for line in ordered]
    # where texts begin that have others before them
    inner = [
        (at, text.box[0]) for at, line in enumerate(ordered) if divided[at] for text in texts_of(line, COLUMN_GAP)[1:]
    ]
    for at, line in enumerate(ordered):
        size = size_of(line)
        is_broken = bool(run) and (
            line.box[1] - max(one.box[3] for one in run[-8:]) > 4 * size
            or any(run[-1].box[3] <= grid.box[1] <= line.box[1] for grid in page.grids)
        )
        is_prose = not divided[at] and (
            line.box[2] - line.box[0] > 0.6 * page.width
            or (bool(_SENTENCE.search(line.text)) and line.box[2] - line.box[0] > 0.3 * page.width)
        )
        if is_prose and any(abs(left - line.box[0]) < 0.3 * size for other, left in inner if abs(other - at) <= 16):
            # a long text beside a label
            is_prose = False
        if is_broken or is_prose or (not divided[at] and misses >= 3 and has_row):
            found.append(run)
            run, misses, has_row = [], 0, False
        elif not has_row and len(run) >= 5 and not divided[at]:
            found.append([run.pop(0)])
        if is_prose:
            found.append([line])
            continue
        beside = any(
            shared_height(line.box, other.box) > 0.2 * size
            for other in (*ordered[max(0, at - 3) : at], *ordered[at + 1 : at + 4])
        )
        left = min((one.box[0] for one in run), default=line.box[0])
        if divided[at]:
            misses, has_row = 0, True
        elif not beside and line.box[0] - left < 2 * size:
            misses += 1
        run.append(line)
    found.append(run)
    return [part for part in found if part]


def tables_of(run: list[Line]) -> list[list[Line]]:
    """A run parted at the headings in it, where what stands below has other columns than what stands above."""
    found: list[list[Line]] = [[]]
    for at, line in enumerate(run):
        is_beside = any(
            shared_height(line.box, other.box) > 0 for other in (*run[max(0, at - 2) : at], *run[at + 1 : at + 3])
        )
        text = line.text.strip()
        is_heading = (bool(_HEADING.match(text)) and not is_divided(line)) or bool(_UNIT.match(text))
        if is_heading and not is_beside and found[-1]:
            found.append([])
        found[-1].append(line)
    parts = [found[0]]
    for part in found[1:]:
        above, below = ([text for line in one for text in texts_of(line)] for one in (parts[-1], part[1:]))
        if (
            below
            and crossings(cuts_of(above), below) + crossings(cuts_of(below), above) <= 1
            and any(map(is_divided, part))
        ):
            parts[-1] = parts[-1] + part
        else:
            parts += [part[:1], part[1:]] if part[1:] else [part]
    return [part for part in parts if part]


def region_of(page: Page, lines: list[Line], may_go_on: bool = False) -> Region | None:
    """The lines as a table, if two of them are divided; one is enough where a table of the page before may go on."""
    if sum(map(is_divided, lines)) < (1 if may_go_on else 2):
        return None
    pieces = [texts_of(line) for line in lines]
    cuts = cuts_of([text for row in pieces for text in row])
    return Region(page, placed(pieces, cuts), cuts) if cuts else None


def link(above: Region, below: Region) -> None:
    """Lets a run at the top of a page go on with the one before it where the same columns do for both."""
    far = above.page.height + 100
    moved = [Text(Line((), _lowered(text.box, far)), text.size, text.source) for text in below.texts]
    cuts = cuts_of([*above.texts, *moved])
    own = crossings(above.cuts, above.texts) + crossings(below.cuts, below.texts)
    if (
        len(cuts) > max(len(above.cuts), len(below.cuts)) + 3
        or crossings(cuts, above.texts) + crossings(cuts, below.texts) > 1.25 * own + 4
    ):
        return
    below.before, above.after = above, below
    chain: Region | None = below
    while chain is not None:
        chain.cuts = cuts
        chain.texts = placed(by_line(chain.texts), cuts)
        chain = chain.before


def unlink(region: Region) -> list[Region]:
    """Parts runs that are no table together: each has its own columns then, and is to be solved again."""
    chain = [region]
    while chain[0].before is not None:
        chain.insert(0, chain[0].before)
    while chain[-1].after is not None:
        chain.append(chain[-1].after)
    for one in chain:
        one.before = one.after = None
        pieces = by_line(one.texts)
        one.cuts = cuts_of(one.texts)
        one.texts, one.cells = placed(pieces, one.cuts), []
    return [one for one in chain if one.cuts]


def join_rows(region: Region) -> None:
    """Finds out whether the first row is the rest of the last one before the break: all of its cells go on with cells there."""
    above = region.before
    if above is None or not above.cells or not region.cells:
        return
    setting = setting_of([*above.texts, *region.texts], above.edges)
    last = [cell for cell in above.cells if cell.row + cell.row_span == above.row_count]
    pairs = []
    for cell in region.cells:
        if cell.row == 0:
            upper = [one for one in last if one.first <= cell.first and cell.last <= one.last]
            if not upper or not setting.goes_on(upper[0], cell):
                return
            pairs.append((upper[0], cell))
    for upper_cell, cell in pairs:
        cell.first, cell.last = upper_cell.first, upper_cell.last
    region.begins_within_row = True


def _lowered(box: Box, by: float) -> Box:
    return (box[0], box[1] + by, box[2], box[3] + by)
