"""The bodies that a department's report covers (纳入…编制范围的单位包括…, a table of 所属单位), and how many it says they are.

A list stands in a sentence, one body a line below a sentence or heading, or in a table's column. The words before it are cues of
ingest/lexicon/cues.csv (`member_…`); what stands there and isn't named as bodies are is no member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.normalize.amounts import parse_number, spelled_number
from ingest.normalize.names import clean_unit, unscoped_unit
from ingest.normalize.numbering import numbering
from ingest.recognisers.output import QUOTE_LIMIT, CellSpot, Context, Output, Passage
from ingest.recognisers.report.outline import cell_passages, passages, title_of
from ingest.recognisers.report.units import looks_like_unit

NAME = "members"
COUNT = "member_count"
_SCOPE = re.compile(lexicon.cue("member_scope"))
_OPENS = re.compile(rf"{lexicon.cue('member_opens')}:?")
_NUMBER = "[0-9]{1,4}|[一二两三四五六七八九十百]{1,5}"
_COUNTED = re.compile(
    rf"{lexicon.cue('member_count_before')}(?P<behind>{_NUMBER})[ ]?[个家]|(?P<before>{_NUMBER}){lexicon.cue('member_count_behind')}"
)
# what any words before a list hold
_HINTS = lexicon.cues("member_hint")
_LEAD_ENDS = (*lexicon.cues("member_lead_end"), ":", ",", "，")
_ITSELF = re.compile(lexicon.cue("member_itself"))
_LISTED_NAME = re.compile(rf"[\u4e00-\u9fff()（）·]{{3,36}}{lexicon.cue('member_end')}")
_JOINT = re.compile(lexicon.cue("member_joint"))
_COLUMN = re.compile(lexicon.cue("member_column"))
_SURE_COLUMN = re.compile(lexicon.cue("member_column_sure"))
_BETWEEN = re.compile(r"[、，,；;\n]")
# a word on a body behind its name (市水文站(公益一类事业单位))
_REMARK = re.compile(r"[(][^()]*[)]$")
_SENTENCE_END = "。"
_PLACE_KIND = "table"
# the words before a list and it: a sentence in between, so many cells of a header
_REACH, _HEADER_ROWS, _OPENER_REACH, _LONGEST_LINE = 2, 3, 40, 60


class _Name(NamedTuple):
    """A body's name in a folded text."""

    start: int
    end: int
    text: str


def read(spots: Sequence[tuple[Block, Context]], output: Output) -> None:
    """Every list of members of a report."""
    # how many blocks on a list may still begin, and whether it has begun
    reach, is_open = 0, False
    for block, context in spots:
        if block.table is not None:
            _read_table(block, block.table, context, output, is_led=reach > 0)
            reach, is_open = 0, False
            continue
        if not block.text.strip() or not (reach or _may_lead(block.text)):
            continue
        line = next(passages(block, context))
        if reach and (name := _line_name(line)) is not None:
            _write(name, line, output)
            reach, is_open = 1, True
            continue
        reach = 0 if is_open else max(reach - 1, 0)
        is_open = False
        has_members = False
        for passage in passages(block, context):
            has_members |= _read_sentences(passage, output)
        if has_members:
            reach = 0
        elif _leads(line, block):
            reach = _REACH


def _read_table(block: Block, table: Table, context: Context, output: Output, *, is_led: bool) -> None:
    """The column of bodies below its header, else the sentences in cells."""
    rows = table.rows()
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        columns = {cell.column_no for cell in row if _is_member_column(cell, is_led=is_led)}
        if not columns:
            continue
        for below in rows[at + 1 :]:
            for cell in below:
                if cell.column_no in columns and _is_member(cell.plain):
                    _write_cell(block, table, cell, below, context, output)
        return
    for cell in table.cells:
        if not _may_lead(cell.text):
            continue
        for passage in cell_passages(block, table, cell, context):
            _read_sentences(passage, output)


def _is_member_column(cell: Cell, *, is_led: bool) -> bool:
    return bool(_SURE_COLUMN.fullmatch(cell.plain) or (is_led and _COLUMN.fullmatch(cell.plain)))


def _may_lead(text: str) -> bool:
    return any(hint in text for hint in _HINTS)


def _leads(line: Passage, block: Block) -> bool:
    """Whether a list may follow: words for one end the line, or are a heading."""
    match = _SCOPE.search(line.folded)
    if match is None:
        return False
    tail = line.folded.rstrip()
    return tail.rstrip("。").endswith(_LEAD_ENDS) or title_of(block) is not None


def _read_sentences(passage: Passage, output: Output) -> bool:
    """The members and their number that a passage's sentences state; whether it names any."""
    has_members = False
    done = 0
    for match in _SCOPE.finditer(passage.folded):
        if match.start() < done:
            continue
        end = passage.folded.find(_SENTENCE_END, match.end())
        end = len(passage.folded) if end < 0 else end
        reach = min(end, match.end() + _OPENER_REACH)
        _read_count(passage, match.start(), reach, output)
        for opener in _OPENS.finditer(passage.folded, match.end(), reach):
            if names := list(_names(passage.folded, opener.end(), end)):
                for name in names:
                    _write(name, passage, output)
                has_members, done = True, end
                break
    return has_members


def _read_count(passage: Passage, start: int, end: int, output: Output) -> None:
    counted = list(_COUNTED.finditer(passage.folded, start, end))
    if len(counted) != 1:
        # 行政单位1家、事业单位4家 counts kinds
        return
    match = counted[0]
    # 下属1家行政单位的机关运行经费94.98万元 counts those that have such money
    if "元" in passage.folded[slice(*_sentence(passage, start, match.end()))]:
        return
    at, behind = match.span("behind" if match["behind"] else "before")
    text = passage.folded[at:behind]
    number = parse_number(text) if text.isdigit() else spelled_number(text.replace("两", "二"))
    if number is None:
        return
    output.attribute(
        passage.place(at, behind, *_sentence(passage, at, behind)),
        recogniser=NAME,
        attribute_code=COUNT,
        value_text=passage.text[at:behind],
        value_number=number,
    )


def _names(folded: str, start: int, end: int) -> Iterator[_Name]:
    """The bodies that a list in a sentence names; none where most of it is something else."""
    pieces: list[tuple[int, int]] = []
    at = start
    for mark in _BETWEEN.finditer(folded, start, end):
        pieces.append((at, mark.start()))
        at = mark.end()
    pieces.append((at, end))
    found: list[_Name] = []
    strange = 0
    for piece in pieces:
        names = list(_of_piece(folded, *piece))
        found += names
        strange += not names
    if len(found) >= strange:
        yield from found


def _of_piece(folded: str, start: int, end: int) -> Iterator[_Name]:
    """The name that a piece of a list is, or the two that a word joins."""
    name = _trimmed(folded, start, end)
    if name is None:
        return
    for joint in _JOINT.finditer(folded, name.start, name.end):
        left, right = _trimmed(folded, name.start, joint.start()), _trimmed(folded, joint.end(), name.end)
        if left and right and _is_member(left.text) and _is_member(right.text):
            yield from (left, right)
            return
    lead = _JOINT.match(folded, name.start)
    if lead is not None and (rest := _trimmed(folded, lead.end(), name.end)) and _is_member(rest.text):
        yield rest
    elif _is_member(name.text):
        yield name


def _line_name(line: Passage) -> _Name | None:
    """The body that a line of a list names."""
    if len(line.folded) > _LONGEST_LINE:
        return None
    opener = _OPENS.match(line.folded)
    name = _trimmed(line.folded, opener.end() if opener else 0, len(line.folded))
    return name if name is not None and _is_member(name.text) else None


def _trimmed(folded: str, start: int, end: int) -> _Name | None:
    """A part of a text without its numbering, marks and a remark behind it."""
    text = folded[start:end]
    lead = len(text) - len(text.lstrip())
    lead += numbering(text[lead:]).start
    body = text[lead:].rstrip(" 。;,、:.")
    remark = _REMARK.search(body)
    if remark is not None and unscoped_unit(body) == body:
        body = body[: remark.start()].rstrip()
    return _Name(start + lead, start + lead + len(body), body) if body else None


def _is_member(name: str) -> bool:
    plain = unscoped_unit(clean_unit(name))
    return bool(_ITSELF.fullmatch(name) or looks_like_unit(plain) or _LISTED_NAME.fullmatch(plain))


def _write(name: _Name, passage: Passage, output: Output) -> None:
    place = passage.place(name.start, name.end, *_sentence(passage, name.start, name.end))
    output.member(place, NAME, passage.text[name.start : name.end])


def _write_cell(block: Block, table: Table, cell: Cell, row: list[Cell], context: Context, output: Output) -> None:
    start = len(cell.text) - len(cell.text.lstrip())
    end = len(cell.text.rstrip())
    place = CellSpot(block, table, cell, tuple(row), context.title, _PLACE_KIND).place(start, end)
    output.member(place, NAME, clean_unit(cell.text))


def _sentence(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The characters that a place in a passage is quoted with: its sentence, no more than a quote holds."""
    after = passage.text.find(_SENTENCE_END, end)
    before = passage.text.rfind(_SENTENCE_END, 0, start)
    around = (QUOTE_LIMIT - (end - start)) // 2
    return max(before + 1, start - around), min(len(passage.text) if after < 0 else after + 1, end + around)
