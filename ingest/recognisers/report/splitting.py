"""Several reports in one file: where one ends and the next begins.

A new part starts at a title, cover or form that names another unit, or at a report's title that names another fiscal year.
In doubt a file stays one report: tables and annexes that name nobody belong to the report before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest import lexicon
from ingest.document import Block, Document
from ingest.lexicon import families
from ingest.normalize.characters import plain_of
from ingest.normalize.names import base_unit, clean_unit
from ingest.recognisers.report.outline import title_of
from ingest.recognisers.report.titles import without_last_bracket
from ingest.recognisers.report.units import cover_value, looks_like_unit, title_unit, unit_cell

_REPORT_ENDS = lexicon.cues("report_title_end")
_FORM_ENDS = lexicon.cues("form_title_end")
_COVER_LINE = re.compile(lexicon.cue("cover_line"))
# the day on a cover is no year of a report
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[ ]?年(?![ ]?[0-9]{1,2}[ ]?月[ ]?[0-9]{1,2}[ ]?日)")
_BRACKETED_YEAR = re.compile(r"[ ]*[(][ ]*((?:19|20)[0-9]{2})[ ]?年度?[ ]*[)][ ]*")
_LONGEST_LINE = 60
_JOINED_LINES = 3
_LEAST_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place that says whose report this is, or of which year."""

    index: int
    unit: str | None
    year: int | None


def split(document: Document) -> list[Document]:
    """The document's parts, each a document with the same block and table numbers; one part where nothing tells more."""
    starts = [0]
    unit: str | None = None
    year: int | None = None
    for anchor in _anchors(document.blocks):
        other_unit = anchor.unit is not None and unit is not None and not _same(anchor.unit, unit)
        other_year = anchor.year is not None and year is not None and anchor.year != year
        if other_unit or other_year:
            start = _cover_start(document.blocks, anchor.index, starts[-1])
            if start - starts[-1] >= _LEAST_BLOCKS:
                starts.append(start)
                unit, year = anchor.unit, anchor.year
                continue
        if anchor.unit is not None and (unit is None or len(anchor.unit) > len(unit)):
            unit = anchor.unit
        year = year if year is not None else anchor.year
    if len(starts) == 1:
        return [document]
    ends = [*starts[1:], len(document.blocks)]
    return [replace(document, blocks=document.blocks[start:end]) for start, end in zip(starts, ends, strict=True)]


def _same(one: str, other: str) -> bool:
    """Whether two names may be one body: one holds the other, or a line break cut one short."""
    first, second = base_unit(one), base_unit(other)
    return first in second or second in first


def _anchors(blocks: tuple[Block, ...]) -> list[_Anchor]:
    found = []
    for index, block in enumerate(blocks):
        if block.table is not None:
            name = unit_cell(block.table)
            if name is not None:
                found.append(_Anchor(index, name, None))
            continue
        text = block.text.strip()
        if not text or len(text) > _LONGEST_LINE:
            continue
        if len(text) >= 5 and (name := cover_value(text)) is not None and looks_like_unit(name):
            found.append(_Anchor(index, name, None))
            continue
        bracketed = _BRACKETED_YEAR.fullmatch(block.folded.strip()) if text[0] in "(（" else None
        if bracketed and index and blocks[index - 1].plain.endswith(_FORM_ENDS):
            # （2022年度） under a form's title is the form's own year
            found.append(_Anchor(index - 1, None, int(bracketed[1])))
            continue
        title = _title_at(blocks, index)
        if title is not None:
            found.append(title)
    return found


def _title_at(blocks: tuple[Block, ...], index: int) -> _Anchor | None:
    """The report's or form's title that starts at a block, if it names a unit or a year."""
    joined = ""
    for block in blocks[index : index + _JOINED_LINES]:
        if block.table is not None or len(block.text) > _LONGEST_LINE or title_of(block) is None:
            return None
        joined += block.squeezed
        plain = without_last_bracket(plain_of(joined))
        is_report, is_form = plain.endswith(_REPORT_ENDS), plain.endswith(_FORM_ENDS)
        if not is_report and not is_form:
            continue
        if families.family_of_title(plain) is None:
            continue
        name = title_unit(joined)
        unit = clean_unit(name) if name else None
        unit = unit if unit and looks_like_unit(unit) else None
        years = _YEAR.findall(joined)
        # a table's caption may carry a stale year: only a report's own title starts another year
        year = int(years[0]) if years and is_report else None
        if unit is None and year is None:
            return None
        return _Anchor(index, unit, year)
    return None


def _cover_start(blocks: tuple[Block, ...], index: int, floor: int) -> int:
    """The first line of the cover above an anchor: short lines that end no sentence (附件1, a date, a first title line)."""
    start = index
    while start - 1 > floor:
        block = blocks[start - 1]
        text = block.text.strip()
        is_cover_line = (
            block.table is None
            and 0 < len(text) <= 30
            and text[-1] not in "。；;.:："
            and lexicon.section(block.folded.strip()) is None
        )
        if not is_cover_line or start <= index - 4 or not _COVER_LINE.search(text):
            break
        start -= 1
    return start
