"""The report's outline: which section each block stands in, told by titles, never by numbers.

Automatic numbers are lost or wrong in real reports (一、 二、 6、 八、), so a title is known by its words (ingest/lexicon/sections.csv).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ingest import lexicon
from ingest.document import Block, Cell, Document, Table
from ingest.normalize.numbering import numbering, rank
from ingest.normalize.privacy import is_filler_line
from ingest.recognisers.output import Context, Passage
from ingest.recognisers.report.headings import Headings

_UNIT = f"({lexicon.cue('table_unit')})"
_UNIT_WORD, _CURRENCY = lexicon.cue("unit_label"), lexicon.cue("currency")
_UNIT_LINE = re.compile(rf"{_UNIT_WORD}[:：]?[ ]*{_CURRENCY}?[ ]*{_UNIT}")
_ONLY_UNIT = re.compile(rf"[(]?{_UNIT_WORD}[ ]*[:：]?[ ]*{_CURRENCY}?[ ]*{_UNIT}[)]?|[(]{_UNIT}[)]")
_UNIT_BRACKET = re.compile(rf"[(](?:{_UNIT_WORD}[:：])?{_UNIT}[)]")
_LONGEST_UNIT_LINE = 24
_LONGEST_TITLE = 60
_NUMBERING_REACH = 8
_SECTION_ENDS = lexicon.cues("section_end")
# running text inside a table: longer than a label, or with a sentence's marks
_TEXT_CELL, _SHORTEST_SENTENCE = 30, 8
_DIGIT = re.compile(r"[0-9０-９]")


def title_of(block: Block) -> str | None:
    """The block's text, folded, without numbering and end marks, if it can be a title at all."""
    return None if block.kind == "table" or len(block.text) > _LONGEST_TITLE else _title(block.folded)


@lru_cache(maxsize=4096)
def _title(folded: str) -> str | None:
    if folded.rstrip().endswith(("。", ";", "，", ",")):
        return None
    return folded[numbering(folded).start :].strip(" :。.") or None


def declared_unit(folded: str) -> str | None:
    """The unit of measure that a folded line declares (单位:万元 or a bracket (万元))."""
    if "元" not in folded:
        return None
    match = _UNIT_LINE.search(folded) or _UNIT_BRACKET.search(folded)
    return match[1] if match else None


def unit_line(folded: str) -> str | None:
    """The unit of measure where that is all a folded text says (金额单位:万元)."""
    is_short = len(folded) <= _LONGEST_UNIT_LINE and "元" in folded
    match = _ONLY_UNIT.fullmatch(folded.strip()) if is_short else None
    return (match[1] or match[2]) if match else None


def walk(document: Document) -> Iterator[tuple[Block, Context]]:
    """Every block with the section it stands in."""
    top = Context()
    current = top
    headings = Headings()
    section_depth: int | None = None
    # the section as it is, and with what the headings in it say
    governed = current, current
    for block in document.blocks:
        title = title_of(block)
        if block.kind != "table":
            headings.enter(block, title)
        section = lexicon.section(title) if title else None
        depth = rank(block.folded[:_NUMBERING_REACH]) if title else None
        if section is None and title and current.context == "project" and _ends_section(title, depth, section_depth):
            current = replace(current, title=block.text.strip(), context="overall")
        if section is not None:
            section_depth = depth
        if section is not None and title is not None:
            if section.level == 1:
                top = Context(block.text.strip(), section.fund_code, section.context, section.default_measure)
                current = top
            else:
                current = replace(
                    top,
                    title=block.text.strip(),
                    fund_code=section.fund_code or top.fund_code,
                    context=section.context,
                    default_measure=section.default_measure,
                )
        if block.kind != "table" and len(block.squeezed) <= 60:
            unit = declared_unit(block.folded)
            if unit and not re.search(r"[0-9]" + unit, block.folded):
                if current is top:
                    top = replace(top, unit=unit)
                    current = top
                else:
                    current = replace(current, unit=unit)
        if governed[0] is not current or governed[1].governing is not headings.governing:
            governed = current, replace(current, governing=headings.governing)
        yield block, governed[1]


def _ends_section(title: str, depth: int | None, section_depth: int | None) -> bool:
    """Whether a title that is no known section's starts another one all the same, told by its numbering."""
    return depth is not None and section_depth is not None and depth <= section_depth and title.endswith(_SECTION_ENDS)


# a line longer than this is read in pieces, so that no rule ever looks over a megabyte
LONGEST_PASSAGE = 2_000
_FIGURE = frozenset("0123456789０１２３４５６７８９.,，．万亿千元% \u3000")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text cut into passages of bounded length at sentence ends, each with its offset; nearly always one."""
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        limit = start + LONGEST_PASSAGE
        cut = max(text.rfind(mark, start, limit) for mark in "。；;\n") + 1
        if cut <= start:
            cut = max(text.rfind(mark, start, limit) for mark in "，、") + 1
        if cut <= start:
            cut = limit
            # never inside a figure or between it and its unit
            while cut > limit - 60 and (text[cut - 1] in _FIGURE or text[cut] in _FIGURE):
                cut -= 1
        yield start, text[start:cut]
        start = cut
    if start < len(text) or not text:
        yield start, text[start:]


def passages(block: Block, context: Context) -> Iterator[Passage]:
    """A block's text as passages."""
    for offset, text in pieces(block.text):
        yield Passage(
            text,
            block.folded[offset : offset + len(text)],
            block.block_no,
            context,
            is_heading=block.kind == "heading",
            offset=offset,
            page_no=block.page_no,
            box=block.box,
            reading_score=block.reading_score,
            runs=block.runs,
        )


def running_text(block: Block, table: Table, context: Context, understood: set[int]) -> Iterator[Passage]:
    """The passages of a table's cells that hold sentences, in rows that are not understood; lines of who filled a form left out."""
    for cell in table.cells:
        if cell.row_no not in understood and _is_running_text(cell.text):
            yield from (
                passage for passage in cell_passages(block, table, cell, context) if not is_filler_line(passage.folded)
            )


def _is_running_text(text: str) -> bool:
    """Whether a cell holds sentences rather than a label or a figure."""
    text = text.strip()
    is_sentence = len(text) >= _SHORTEST_SENTENCE and text[-1] in "。；;" and _DIGIT.search(text) is not None
    return is_sentence or len(text) >= _TEXT_CELL


def cell_passages(block: Block, table: Table, cell: Cell, context: Context) -> Iterator[Passage]:
    """The paragraphs of a cell that holds running text."""
    line_start = 0
    for line in cell.text.split("\n"):
        if line.strip():
            for offset, text in pieces(line):
                yield Passage(
                    text,
                    cell.folded[line_start + offset :][: len(text)],
                    block.block_no,
                    context,
                    offset=line_start + offset,
                    table_no=table.table_no,
                    row_no=cell.row_no,
                    column_no=cell.column_no,
                    page_no=cell.page_no or block.page_no,
                    box=cell.box,
                    reading_score=cell.reading_score,
                    runs=cell.runs,
                )
        line_start += len(line) + 1
