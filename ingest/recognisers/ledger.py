"""The ledger: every figure of a report, and what became of it.

A figure is a maximal number: digits with their separators, or numerals before a unit of money - in a cell whatever it is, in
running text where a unit of money follows or a word for money stands before it. Each ends as one of ENDINGS. Recognisers say what they
took (`Output.taken`); what the form or the words around a figure make plain is excluded by the cues of
ingest/lexicon/figure_cues.csv; what is left over is listed as `unclaimed_figure` under the words it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Block, Cell, Document
from ingest.normalize.amounts import spelled_amounts
from ingest.normalize.numbering import numbering
from ingest.normalize.privacy import MASK, mask, may_hide
from ingest.recognisers.output import CellSpot, Context, Output, Passage
from ingest.recognisers.tables.sheet import LONGEST_LABEL, Sheet, value_of
from ingest.records import FigureRow

NAME = "ledger"
CLAIMED, LISTED, EXCLUDED = "claimed", "listed", "excluded"
ENDINGS = (CLAIMED, LISTED, EXCLUDED)
UNCLAIMED = "unclaimed_figure"

_NUMBER = re.compile(r"[0-9]+(?:[,.][0-9]+)*")
# as written: a year in numerals is no figure
_HAS_DIGIT = re.compile("[0-9０-９]")
_COUNTERS = "|".join(lexicon.counters())
_UNIT = "|".join(sorted(lexicon.money_units(), key=len, reverse=True))
_ABOUT = r"[ \n]{0,2}[余多几]?[ \n]{0,2}"
_UNIT_BEHIND = rf"{_ABOUT}(?:[(]?[ ]?(?:{_UNIT})(?<![万亿])|[万亿](?![余多]?(?:{_COUNTERS})))"
_COUNTER_BEHIND = rf"{_ABOUT}[万亿]?[余多]?(?:{_COUNTERS})"
_UNIT_AFTER, _COUNTED_AFTER = re.compile(_UNIT_BEHIND), re.compile(_COUNTER_BEHIND)
# a number of running text with what stands right behind it: a unit of money, or what makes it none, often told by one character
_FIRST_OF_OTHER = "".join(sorted({counter[0] for counter in lexicon.counters()} | set("%‰年月日号百")))
_NUMBER_OF_PROSE = re.compile(
    rf"(?P<number>{_NUMBER.pattern})(?:(?P<money>{_UNIT_BEHIND})|(?P<other>[{re.escape(_FIRST_OF_OTHER)}]|[ ][%‰年月日号]|[ ]{lexicon.cue('percentage_point')}|{_COUNTER_BEHIND}))?"
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[ ]?(?:年度?|[-./~—至]{1,2}(?=[0-9]))(?:[ ]?[0-9]{1,2}[ ]?(?:月|[-./](?=[0-9])))?(?:[ ]?[0-9]{1,2}[ ]?日?)?"
    r"|[0-9]{1,2}[ ]?月(?:[ ]?[0-9]{1,2}[ ]?日)?|(?<![0-9.])(?:19|20)[0-9]{2}(?=[-~—至][ ]?(?:19|20)[0-9]{2})"
)
_DOCUMENT = re.compile(r"\[[ ]?(?:19|20)?[0-9]{2}[ ]?\][ ]?(?:第)?[0-9]*[ ]?号?|-[ ]?[0-9]{1,3}[ ]?-")
_CODED_NAME = re.compile(r"\s*\[?([0-9]{3}(?:[0-9]{2}){0,2})\]?[ \n]*(?=[\u4e00-\u9fff])(?!元|万|亿|千|百)")
_CODE = re.compile(r"[0-9]{3}(?:[0-9]{2}){0,2}|[0-9]{2}|[0-9]{6,21}")
_POINTS_BEHIND = re.compile(r"[ ]?分(?![之公])")
# behind a name: a figure in brackets alone is a negative one
_BRACKET_BEFORE, _BRACKET_BEHIND = re.compile(r"[\u4e00-\u9fff][ \n]*[(][ ]?$"), re.compile(r"[ ]?分?[ ]?[)]")
_BRACKETED_POINTS = re.compile(r"[0-9]{1,3}(?:[.][0-9]+)?")
_LEAD, _SUMS = "为是约共达到:()（） ,，\n", lexicon.cues("adds_up")
_LOOKBACK, _LOOKAHEAD = 16, 12


class Figure(NamedTuple):
    """A figure of a report: the code points `start` to `end` of a block's or a cell's text, given folded too."""

    block: Block
    cell: Cell | None
    folded: str
    start: int
    end: int
    # running text: with a unit of money behind it
    has_unit: bool = False

    @property
    def text(self) -> str:
        return self.folded[self.start : self.end]


@cache
def _cues() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """The cues by where they stand: `before`, `after` a figure, in its `column`'s header, its `row`'s label."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for row in lexicon.rows("figure_cues"):
        found.setdefault(row["place"], []).append((re.compile(row["pattern"]), row["reason"]))
    return {place: tuple(patterns) for place, patterns in found.items()}


@cache
def _money_words() -> dict[str, tuple[str, ...]]:
    """Words for money by their last character."""
    kinds = ("measure", "item", "final", "weak_measure", "adjustment", "carryover")
    found: dict[str, tuple[str, ...]] = {}
    for text, label in lexicon.running_labels().items():
        if label.kind in kinds:
            found[text[-1]] = (*found.get(text[-1], ()), text)
    return found


# -- which figures there are -------------------------------------------------------------------------------------------


def figures(document: Document) -> Iterator[Figure]:
    """The figures of a document in the order of their places."""
    for block in document.blocks:
        if block.table is None:
            if block.text:
                yield from _of_prose(block)
            continue
        for cell in block.table.cells:
            folded = cell.folded
            if _HAS_DIGIT.search(cell.text):
                for match in _NUMBER.finditer(folded):
                    start, end = match.span()
                    yield Figure(block, cell, folded, start, end)
            if "元" in folded:
                for amount in spelled_amounts(folded):
                    yield Figure(block, cell, folded, amount.start, amount.number_end)


def _of_prose(block: Block) -> Iterator[Figure]:
    """The numbers of running text that are money: by their unit, or by the word before them."""
    folded = block.folded
    for match in _NUMBER_OF_PROSE.finditer(folded) if _HAS_DIGIT.search(block.text) else ():
        start, end = match.span("number")
        behind = match.lastgroup
        if behind == "money":
            yield Figure(block, None, folded, start, end, True)
        elif behind != "other" and _follows_money_word(folded, start):
            yield Figure(block, None, folded, start, end)
    if "元" in folded:
        for amount in spelled_amounts(folded):
            yield Figure(block, None, folded, amount.start, amount.number_end, True)


def _follows_money_word(folded: str, start: int) -> bool:
    before = _without_lead(folded[max(0, start - _LOOKBACK) : start])
    return before.endswith(_money_words().get(before[-1:], ()))


def _without_lead(text: str) -> str:
    """Words without what leads from them to a figure (为, 共计, a colon)."""
    text = text.rstrip(_LEAD)
    while word := next((word for word in _SUMS if text.endswith(word)), None):
        text = text.removesuffix(word).rstrip(_LEAD)
    return text


# -- what the form and the words around say ----------------------------------------------------------------------------


@cache
def _any_cue(place: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _cues().get(place, ())) or "(?!)")


def _by_cue(place: str, text: str) -> str | None:
    """The reason that a place's cues give: of a header or label as a whole, of what stands before or after a figure next to it."""
    asked = _ASKED[place]
    if not asked(_any_cue(place), text):
        return None
    return next(reason for pattern, reason in _cues()[place] if asked(pattern, text))


_ASKED = {
    "column": re.Pattern.fullmatch,
    "row": re.Pattern.fullmatch,
    "before": re.Pattern.search,
    "after": re.Pattern.match,
}


# the figures of one text are asked about one after the other
@lru_cache(maxsize=8)
def _spans(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """Where a pattern matches in a text."""
    return [match.span() for match in pattern.finditer(folded)]


def _covers(pattern: re.Pattern[str], figure: Figure) -> bool:
    """Whether a match of a pattern holds a figure."""
    spans = _spans(pattern, figure.folded)
    if not spans:
        return False
    at = bisect_right(spans, figure.start, key=_start_of) - 1
    return at >= 0 and figure.end <= spans[at][1]


def _start_of(span: tuple[int, int]) -> int:
    return span[0]


def _masked(figure: Figure, sheet: Sheet | None) -> str | None:
    """What is hidden in all that is published: a phone number, an identity number, who filled the form."""
    _, cell, folded, start, end, _ = figure
    may_be_masked = end - start >= _SHORTEST_MASKED and folded[start:end].isdecimal()
    if sheet is not None and cell is not None and len(folded) <= _LONGEST_QUOTED:
        if sheet.is_filler(cell):
            return "masked"
        if may_be_masked:
            # a label's cell and the number's behind it
            before = f"{sheet.label(cell)} | "
            folded, start, end = before + folded, start + len(before), end + len(before)
    if not may_be_masked or not may_hide(folded):
        return None
    low = max(0, start - _MASK_REACH)
    low = max(low, folded.rfind("\n", low, start) + 1)
    return "masked" if MASK in mask(folded[low : end + _MASK_REACH])[start - low : end - low] else None


def _numbers_item(figure: Figure, sheet: Sheet | None) -> str | None:
    """The number of an item or heading, or of the form's columns."""
    folded = figure.folded
    if sheet is not None and figure.cell is not None and sheet.numbers_columns(figure.cell):
        return "form_numbering"
    if len(figure.text) > _LONGEST_NUMBERING:
        return None
    if len(figure.text) < _LONGEST_NUMBERING - 1 and _ITEM_MARK.match(folded, figure.end):
        return "form_numbering"
    near = max(0, figure.start - _LOOKBACK)
    line = folded.rfind("\n", near, figure.start) + 1
    if not line and near:
        return None
    head = numbering(folded[line : figure.end + _LOOKAHEAD])
    if not head.has_number or figure.end > line + head.start:
        return None
    # 2.2 alone is a figure, 2.2 with words behind it an item's number
    return "form_numbering" if _WORD.match(folded, line + head.start) else None


def _dated(figure: Figure, sheet: Sheet | None) -> str | None:
    return "date" if _covers(_DATE, figure) else None


def _in_document_number(figure: Figure, sheet: Sheet | None) -> str | None:
    return "document_number" if _covers(_DOCUMENT, figure) else None


def _beside(figure: Figure, sheet: Sheet | None) -> str | None:
    """What the characters around a figure say."""
    folded = figure.folded
    before, after = (
        folded[max(0, figure.start - _LOOKAHEAD) : figure.start],
        folded[figure.end : figure.end + _LOOKAHEAD],
    )
    reason = _by_cue("before", before) or _by_cue("after", after)
    return reason if reason is not None and _fits(reason, figure) else None


def _counted(figure: Figure, sheet: Sheet | None) -> str | None:
    folded = figure.folded
    if _UNIT_AFTER.match(folded, figure.end):
        return None
    return "count" if _COUNTED_AFTER.match(folded, figure.end) else None


def _points(figure: Figure, sheet: Sheet | None) -> str | None:
    """产出指标（40分）: what a form gives for it."""
    folded = figure.folded
    if _POINTS_BEHIND.match(folded, figure.end):
        return "score" if "," not in figure.text else None
    is_bracketed = (
        _BRACKET_BEHIND.match(folded, figure.end)
        and _BRACKETED_POINTS.fullmatch(figure.text)
        and _BRACKET_BEFORE.search(folded[max(0, figure.start - _LOOKBACK) : figure.start])
    )
    return "score" if is_bracketed else None


def _coded(figure: Figure, sheet: Sheet | None) -> str | None:
    """A classification's code: before its name, or alone under a column of codes."""
    folded = figure.folded
    named = _CODED_NAME.match(folded)
    return "classification_code" if named and named.span(1) == (figure.start, figure.end) else None


def _under(figure: Figure, sheet: Sheet | None) -> str | None:
    """What the header above or the label beside says of a cell that is a figure alone."""
    if sheet is None or figure.cell is None or value_of(figure.cell.folded) is None:
        return None
    # in a row of another shape nothing says which header is its own
    header = sheet.header(figure.cell) if sheet.is_aligned(figure.cell) else ""
    label = sheet.label(figure.cell)
    for part in reversed(header.split("/")):
        if part and (reason := _by_cue("column", part)) is not None and _fits(reason, figure):
            return reason
    reason = _by_cue("row", label) if label else None
    return reason if reason is not None and _fits(reason, figure) else None


def _fits(reason: str, figure: Figure) -> bool:
    """Whether a figure can be what stands around it says: codes and numberings have no decimals."""
    if reason == "classification_code":
        return _CODE.fullmatch(figure.text) is not None
    return figure.text.isdecimal() or reason not in ("form_numbering", "document_number", "part_of_name")


def _in_words(figure: Figure, sheet: Sheet | None) -> str | None:
    """A small whole number within words (第2批, 5G, 24小时): what it counts or names is told by the words."""
    folded = figure.folded
    if figure.cell is None or not figure.text.isdecimal() or len(figure.text) > 4:
        return None
    if _UNIT_AFTER.match(folded, figure.end):
        return None
    if folded[figure.start - 1 : figure.start] == "第" or _LETTER.match(folded, figure.end):
        return "part_of_name"
    return "count" if _WORD.match(folded, figure.end) else None


_LETTER = re.compile("[A-Za-z-]")
_WORD = re.compile(r"[ ]*[\u4e00-\u9fff\"'《(]")
_LONGEST_NUMBERING = 4
# 情况1、2024年度: an item that no line break parts from the one before
_ITEM_MARK = re.compile("、(?![0-9]{1,3}(?:[^0-9]|$))")
# in this order: the first that says something counts
_EXCLUSIONS = (
    _masked,
    _numbers_item,
    _in_document_number,
    _dated,
    _coded,
    _points,
    _counted,
    _beside,
    _under,
    _in_words,
)
_OF_MONEY = (_masked,)


# -- the account -------------------------------------------------------------------------------------------------------


def account(
    document: Document, output: Output, contexts: Mapping[int, Context], kinds: Mapping[int, str]
) -> list[FigureRow]:
    """What became of each figure, in the order of their places; what is left over is listed in `output` as `unclaimed_figure`.

    `contexts` and `kinds` are the section and the kind of table by block number.
    """
    taken = output.taken()
    rest = _Rest(output, contexts, kinds)
    found: list[FigureRow] = []
    for figure in figures(document):
        block, cell, _, start, end, has_unit = figure
        spots = taken.get((block.block_no, cell.row_no, cell.column_no) if cell else (block.block_no, None, None), ())
        for low, high, ending, reason, row_id in spots:
            if low < end and start < high:
                found.append(_row(output, len(found) + 1, figure, ending, reason, row_id))
                break
        else:
            sheet = rest.sheet(block)
            for rule in _OF_MONEY if has_unit else _EXCLUSIONS:
                if (reason := rule(figure, sheet)) is not None:
                    found.append(_row(output, len(found) + 1, figure, EXCLUDED, reason, None))
                    break
            else:
                row_id = rest.list(figure, sheet)
                found.append(_row(output, len(found) + 1, figure, LISTED, UNCLAIMED, row_id))
    return found


def _row(output: Output, number: int, figure: Figure, ending: str, reason: str | None, row_id: str | None) -> FigureRow:
    block, cell, folded, start, end, _ = figure
    at = cell or block
    page_no, box = at.page_no or block.page_no, at.box
    for run in at.runs:
        if run.start < end and start < run.end:
            page_no, box = run.page_no, run.box
            break
    x0, y0, x1, y1 = box or (None, None, None, None)
    text = folded[start:end]
    return FigureRow(
        output.report_id, output.sha256, number, block.block_no,
        block.table.table_no if block.table else None, cell.row_no if cell else None, cell.column_no if cell else None,
        start, end, page_no, x0, y0, x1, y1, MASK * (end - start) if reason == "masked" else text, ending, reason, row_id,
    )  # fmt: skip


class _Rest:
    """Lists the figures that nobody took, each under the words it stands under."""

    def __init__(self, output: Output, contexts: Mapping[int, Context], kinds: Mapping[int, str]) -> None:
        self._output, self._contexts, self._kinds = output, contexts, kinds
        self._at: Block | None = None
        self._passage: Passage | None = None
        self._sheet: Sheet | None = None

    def sheet(self, block: Block) -> Sheet | None:
        """A block's table with its headers and labels."""
        if block is not self._at:
            self._at, self._passage = block, None
            self._sheet = Sheet(block.table) if block.table is not None else None
        return self._sheet

    def list(self, figure: Figure, sheet: Sheet | None) -> str:
        """The id of the row that lists a figure."""
        block, cell, folded, start, end, _ = figure
        context = self._contexts.get(block.block_no) or Context()
        if cell is None or block.table is None or sheet is None:
            if self._passage is None:
                self._passage = Passage(
                    block.text, folded, block.block_no, context, page_no=block.page_no, box=block.box,
                    reading_score=block.reading_score, runs=block.runs,
                )  # fmt: skip
            place = self._passage.place(start, end, *_sentence(folded, start, end))
            words = _words_before(folded, start)
        elif len(cell.text) > _LONGEST_QUOTED:
            # running text in a cell is quoted by its sentence, as everywhere
            passage = Passage(
                cell.text, folded, block.block_no, context, table_no=block.table.table_no, row_no=cell.row_no,
                column_no=cell.column_no, page_no=cell.page_no or block.page_no, box=cell.box,
                reading_score=cell.reading_score, runs=cell.runs,
            )  # fmt: skip
            place = passage.place(start, end, *_sentence(folded, start, end))
            words = _words_before(folded, start)
        else:
            kind = self._kinds.get(block.block_no, "summary_table")
            spot = CellSpot(block, block.table, cell, sheet.around(cell), context.title, kind)
            place, words = spot.place(start, end), sheet.words(cell)
        return self._output.not_understood(place, NAME, UNCLAIMED, words or None)


def _sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a figure, or what a quote of it reaches to."""
    low = max(0, start - _QUOTE_REACH)
    low += max(map(folded[low:start].rfind, _SENTENCE_MARKS)) + 1
    match = _SENTENCE_END.search(folded, end, end + _QUOTE_REACH)
    return low, match.start() if match else min(len(folded), end + _QUOTE_REACH)


def _words_before(folded: str, start: int) -> str:
    """The words of a clause that lead to a figure."""
    words = _without_lead(folded[max(0, start - _QUOTE_REACH) : start])
    return words[max(map(words.rfind, _CLAUSE_MARKS)) + 1 :][-LONGEST_LABEL:]


_QUOTE_REACH = 120
_LONGEST_QUOTED = 200
_SHORTEST_MASKED, _MASK_REACH = 3, 40
_SENTENCE_MARKS = "。；;\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_MARKS}]")
_CLAUSE_MARKS = "，,。；;:()\n"
