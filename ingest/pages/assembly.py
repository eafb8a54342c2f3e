"""Pages as laid out to blocks in reading order, whichever reader laid them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.document import Block, Table
from ingest.normalize import characters, numbering
from ingest.normalize.numbering import is_heading
from ingest.pages.footnotes import number_of, without_footnotes
from ingest.pages.furniture import without_furniture
from ingest.pages.layout import Grid, Line, Page
from ingest.pages.page_columns import in_columns
from ingest.pages.paragraphs import margins, paragraphs
from ingest.pages.stitching import Part, continues, stitched
from ingest.pages.unruled import with_unruled_grids

# what blocks stand on: a change of it may change what any page gives
CODE = (Path(__file__).parent, Path(characters.__file__), Path(numbering.__file__))
_CONTINUED = re.compile(r"[（(]?续(?:上)?表?[一二三四五六七八九十0-9]*[)）]?")


def assemble(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Blocks with their pages, boxes and runs: running headers and footers out, footnotes last, tables over page breaks in one."""
    parted: list[tuple[Page, Sequence[Line]]] = []
    notes: list[tuple[Page, Line]] = []
    for page, lines in without_furniture(pages):
        page, lines, below = without_footnotes(page, lines)
        parted += in_columns(page, lines)
        notes += [(parted[-1][0], line) for line in below]
    cleared = with_unruled_grids(parted)
    of_page = margins([(page, page.lines) for page in cleared])
    blocks: list[Block] = []
    waiting: list[tuple[Page, Line]] = []
    table_no = 0

    def flush() -> None:
        for passage in paragraphs(waiting, of_page):
            blocks.append(
                Block(
                    len(blocks) + 1,
                    "heading" if is_heading(passage.text) else "paragraph",
                    passage.text,
                    page_no=passage.page_no,
                    box=passage.box,
                    reading_score=passage.score,
                    runs=tuple(passage.runs),
                )
            )
        waiting.clear()

    for item in _in_order(cleared):
        if isinstance(item, tuple):
            waiting.append(item)
            continue
        cells = stitched(item)
        if not any(cell.text for cell in cells) and len(item) == 1 and len(cells) < 4:
            continue
        flush()
        table_no += 1
        page, grid = item[0]
        scores = [cell.reading_score for cell in cells if cell.reading_score is not None]
        blocks.append(
            Block(
                len(blocks) + 1,
                "table",
                table=Table(table_no, cells),
                page_no=page.page_no,
                box=page.as_shown(grid.box),
                reading_score=min(scores) if scores else None,
            )
        )
    flush()
    for note in _each(notes):
        waiting += note
        flush()
    return tuple(blocks)


def _each(notes: Sequence[tuple[Page, Line]]) -> list[list[tuple[Page, Line]]]:
    """The lines of each footnote: it begins with its number."""
    found: list[list[tuple[Page, Line]]] = []
    for page, line in notes:
        if not found or number_of(line):
            found.append([])
        found[-1].append((page, line))
    return found


def _in_order(pages: Sequence[Page]) -> list[tuple[Page, Line] | list[Part]]:
    """Lines and tables in reading order; a table is the list of its grids, page by page."""
    found: list[tuple[Page, Line] | list[Part]] = []
    # the lines above the first grid of the table that may go on
    caption: list[str] = []
    for page in pages:
        items: list[tuple[float, Line | Grid]] = [(line.box[1], line) for line in page.lines]
        items += [(grid.box[1], grid) for grid in page.grids]
        ordered = [item for _, item in sorted(items, key=lambda pair: pair[0])]
        above: list[Line] = []
        for at, item in enumerate(ordered):
            if isinstance(item, Line):
                above.append(item)
                continue
            table = found[-1] if found else None
            is_first = not any(isinstance(other, Grid) for other in ordered[:at])
            if (
                isinstance(table, list)
                and is_first
                and _is_repeated(above, caption)
                and continues(table[-1], (page, item))
            ):
                table.append((page, item))
            else:
                found += [(page, line) for line in above]
                found.append([(page, item)])
                caption = [_folded(line) for line in above]
            above = []
        found += [(page, line) for line in above]
    return found


def _is_repeated(above: Sequence[Line], caption: Sequence[str]) -> bool:
    """Whether nothing stands above a grid but what stood above the table's beginning."""
    return all(_folded(line) in caption or _CONTINUED.fullmatch(_folded(line)) for line in above)


def _folded(line: Line) -> str:
    return re.sub(r"\s", "", line.text)
