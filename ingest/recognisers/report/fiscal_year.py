"""The fiscal year of a report: told by titles and wording, never by dates of publication or numbers of documents."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest import lexicon
from ingest.document import Block, Cell, Document
from ingest.normalize.years import EARLIEST, LATEST, without_document_numbers
from ingest.recognisers.output import CellSpot, Passage
from ingest.recognisers.report.sources import Found, Sources, passage_of, whole_cell
from ingest.recognisers.report.titles import ends_as_title, is_at_top

_YEAR = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[ ]?[0-9][ ]?[0-9])[ ]?(?P<mark>年度|年)(?P<after>[\u4e00-\u9fff(（]{0,10})"
)
_YEAR_LINE = re.compile(r"[ ]*[(]?(?:19|20)[0-9]{2}年度?[)]?[ ]*")
_FOUR_DIGITS = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH_AFTER = re.compile(r"[ ]?[0-9]{1,2}[ ]?月")
_TELLING = re.compile(rf"(?:度)?.{{0,8}}{lexicon.cue('telling_year')}")
_COMPARED = re.compile(rf"{lexicon.cue('compared_with')}{lexicon.cue('last_year')}?[ ]*$")
_PUBLISHED = re.compile(rf"{lexicon.cue('date_label')}[:：]?[ ]*$")
_PERIOD = re.compile(lexicon.cue("period"))
_LONGEST_YEAR_LINE, _LONGEST_LABEL, _LONGEST_CELL = 40, 40, 400
_QUOTED = 200
# how much a year counts by where it stands; one that tells (2023年度部门决算) counts up to four times
_TOP_TITLE, _OTHER_TITLE, _ALONE_IN_LINE, _IN_PROSE = 12, 6, 10, 1
_LABEL_CELL, _BUDGET_COLUMN, _TEXT_CELL = 3, 2, 1

PlaceOf = Callable[[re.Match[str]], dict[str, object]]


@dataclass(slots=True)
class _Votes:
    """What the places of a report say together, and the most telling place of each year."""

    counts: Counter[int] = field(default_factory=Counter)
    weights: dict[int, int] = field(default_factory=dict)
    places: dict[int, tuple[re.Match[str], PlaceOf]] = field(default_factory=dict)

    def read(self, folded: str, weight: int, place: PlaceOf) -> None:
        """Count the years of a folded text."""
        folded = without_document_numbers(folded)
        for match in _YEAR.finditer(folded):
            year = int(match["year"].replace(" ", ""))
            if not EARLIEST <= year <= LATEST or _is_date(folded, match) or _is_compared(folded, match):
                continue
            score = weight * (1 + 2 * bool(_TELLING.match(match["after"])) + (match["mark"] == "年度"))
            self.counts[year] += score
            if score > self.weights.get(year, 0):
                self.weights[year] = score
                self.places[year] = match, place

    def add(self, year: int, match: re.Match[str], place: PlaceOf) -> None:
        """A year that comes after all others counts most."""
        self.counts[year] = max(self.counts.values(), default=0) + 1
        self.places[year] = match, place

    def best(self) -> tuple[int, Found] | None:
        """The year that counts most, of equals the later one."""
        if not self.counts:
            return None
        year = max(self.counts, key=lambda candidate: (self.counts[candidate], candidate))
        match, place = self.places[year]
        return year, Found(str(year), place(match))


def fiscal_year_of(sources: Sources) -> tuple[int, Found] | None:
    """The fiscal year of a report with its most telling place; None where nothing states one."""
    votes = _Votes()
    _read_lines(votes, sources)
    _read_cells(votes, sources.document)
    if not votes.counts:
        _read_period(votes, sources.document)
    return votes.best()


def _is_date(folded: str, match: re.Match[str]) -> bool:
    """Whether a year begins a date or stands behind a label for one."""
    before = folded[max(0, match.start() - 12) : match.start()]
    return bool(_MONTH_AFTER.match(folded, match.end("mark")) or _PUBLISHED.search(before))


def _is_compared(folded: str, match: re.Match[str]) -> bool:
    return bool(_COMPARED.search(folded[max(0, match.start() - 4) : match.start()]))


# -- where years stand -------------------------------------------------------------------------------------------------


def _read_lines(votes: _Votes, sources: Sources) -> None:
    titled = {block.block_no for title in sources.titles if ends_as_title(title.plain) for block in title.blocks}
    for block in sources.document.blocks:
        if block.table is None and "年" in block.text:
            votes.read(block.folded, _weight_of_line(block, block.block_no in titled), _quoted(block))


def _weight_of_line(block: Block, is_title: bool) -> int:
    if is_title:
        return _TOP_TITLE if is_at_top(block) else _OTHER_TITLE
    # （2022年度） in a bracket under the title
    is_alone = len(block.text) <= _LONGEST_YEAR_LINE and _YEAR_LINE.fullmatch(block.folded)
    return _ALONE_IN_LINE if is_alone else _IN_PROSE


def _read_cells(votes: _Votes, document: Document) -> None:
    for block, table in document.tables():
        for row in table.rows():
            for cell in row:
                if "年" in cell.text and (weight := _weight_of_cell(cell)):
                    spot = CellSpot(block, table, cell, tuple(row), None, "table")
                    votes.read(cell.folded, weight, lambda _, spot=spot: spot.place())  # type: ignore[misc]


def _weight_of_cell(cell: Cell) -> int:
    if len(cell.text) > _LONGEST_CELL:
        return _TEXT_CELL
    if not _FOUR_DIGITS.search(cell.folded):
        return 0
    column = lexicon.column(cell.plain)
    if column is not None and column.year is not None:
        # prior-year columns vote for the year before, budgets for their own
        return _BUDGET_COLUMN if column.measure == "budget" else 0
    return _LABEL_CELL if len(cell.text) <= _LONGEST_LABEL else _TEXT_CELL


def _read_period(votes: _Votes, document: Document) -> None:
    """A report that names only its project's period: the last year of it."""
    for block in document.blocks:
        if block.table is None and _PERIOD.search(block.text):
            for match in _YEAR.finditer(block.folded):
                votes.add(int(match["year"].replace(" ", "")), match, _quoted(block))
    if votes.counts:
        return
    for block, table in document.tables():
        for row in table.rows():
            for cell, value in itertools.pairwise(row):
                if _PERIOD.search(cell.plain):
                    place = whole_cell(block, table, value, row)
                    for match in _YEAR.finditer(value.folded):
                        votes.add(int(match["year"].replace(" ", "")), match, lambda _, place=place: place)  # type: ignore[misc]


def _quoted(block: Block) -> PlaceOf:
    """The place of a year in a paragraph, quoting what stands around it."""

    def place(match: re.Match[str]) -> dict[str, object]:
        passage: Passage = passage_of(block)
        start = max(0, match.end("mark") - _QUOTED)
        return passage.place(match.start(), match.end("mark"), start, min(len(passage.text), start + _QUOTED))

    return place
