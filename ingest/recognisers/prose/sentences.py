"""Sentences on money: what one has established so far, and how its words are cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.normalize.numbering import ITEM_OF_PROSE
from ingest.recognisers.output import Passage
from ingest.recognisers.prose.phrases import Token

SENTENCE_END = "。!?！？\n"
_BOUNDARY = re.compile(r"[，,；;。:=!?！？\n()]")
_QUOTE_END = re.compile(f"[{SENTENCE_END}；;]")
_CLOSED_BRACKET = re.compile(r"\(([^()]{3,})\)")
# how far a numbering at the start of a sentence reaches
_ITEM_REACH = 6


@dataclass(slots=True)
class Prose:
    """A passage as its sentences are read: folded, numbering and document numbers blanked, every offset kept."""

    passage: Passage
    folded: str
    is_item: bool
    # the section speaks of projects, or the passage of one (A绩效自评综述：…)
    is_on_projects: bool
    # where sentences end, and where these or semicolons do: found once, in order, the passage's end last
    _ends: list[int] = field(init=False)
    _quote_ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._quote_ends = [match.start() for match in _QUOTE_END.finditer(self.folded)]
        self._ends = [at for at in self._quote_ends if self.folded[at] in SENTENCE_END]
        self._quote_ends.append(len(self.folded))
        self._ends.append(len(self.folded))

    def starts_item(self, at: int) -> bool:
        """Whether a numbering stands at an offset."""
        return ITEM_OF_PROSE.match(self.folded[at : at + _ITEM_REACH]) is not None

    def sentence_end(self, start: int, *, at_semicolon: bool = False) -> int:
        """Where the sentence (or what a semicolon ends) that holds an offset ends."""
        ends = self._quote_ends if at_semicolon else self._ends
        return ends[min(bisect_left(ends, start), len(ends) - 1)]


class Group(NamedTuple):
    """What was claimed of an amount, so that what follows may be a part of it."""

    measure: str
    budget_version: str | None
    line_item_code: str
    project_name: str | None
    year: int | None
    fund_code: str | None


@dataclass(slots=True)
class Sentence:
    """What the words of a sentence have established so far."""

    year: int | None = None
    line_item_code: str | None = None
    fund_code: str | None = None
    project_name: str | None = None
    all_projects: bool = False
    in_project_list: bool = False
    is_use: bool = False
    announced: tuple[str, str | None] | None = None
    group: Group | None = None
    last: Group | None = None
    queue: list[Token] = field(default_factory=list)
    respective: list[Token] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    name_queue: list[str] = field(default_factory=list)
    parts: list[Group] = field(default_factory=list)
    item_clause: tuple[str, tuple[str, str | None]] | None = None
    # the words right before a bracket or colon name what follows in it
    named_here: str | None = None
    expects_name: bool = False
    is_initial: bool = False
    years: list[int] = field(default_factory=list)
    # a claim without a word for its measure, with its line item and project
    bare: tuple[str, str, str | None] | None = None
    # items that parts named, for amounts that name none (…分别为)
    line_queue: list[str] = field(default_factory=list)
    # the fund belongs to a part of a sum, not to the sentence
    is_part_fund: bool = False
    # the sentence speaks of money that nobody knows: what follows without words of its own is of it too
    is_unknown: bool = False
    # it speaks of a class of purchases: what follows without other words is of it too
    is_part_of_procurement: bool = False
    # it speaks of some projects, or of what something costs: its sums aren't the unit's
    is_of_some: bool = False
    # some amount of it was listed as not understood
    is_beside_left: bool = False
    # words before name a project in a way that isn't understood
    has_unread_project: bool = False
    # the last amount was listed as not understood, and what follows are parts of it
    is_last_left: bool = False
    is_in_unknown: bool = False
    # something of it was claimed or listed: its other figures aren't passed over
    is_on_money: bool = False
    # it speaks of some months only
    is_part_of_year: bool = False
    # a semicolon ended the parts of a sum
    has_ended_parts: bool = False
    # the projects that it has claims of
    projects: set[str] = field(default_factory=set)
    # an adjustment stands before: 其中 splits it
    has_moved: bool = False
    claim_ids: list[str] = field(default_factory=list)


class Clause(NamedTuple):
    """Words without an amount: their offset in the passage, and the mark that ends them ("" before an amount)."""

    text: str
    start: int
    boundary: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def blank_brackets(text: str) -> str:
    """The phrase with closed brackets blanked (they explain), short ones kept (因公出国(境)费)."""
    if ")" not in text:
        return text
    return _CLOSED_BRACKET.sub(lambda match: " " * len(match[0]), text)


def clauses(text: str, offset: int) -> Iterator[Clause]:
    """A phrase cut at commas, colons, sentence ends and open brackets; the last clause is what stands before the amount."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        position = match.start()
        if match[0] in "()" and _is_short_bracket(text, position):
            continue
        yield Clause(text[start:position], offset + start, match[0])
        start = position + 1
    yield Clause(text[start:], offset + start, "")


def _is_short_bracket(text: str, position: int) -> bool:
    """Whether a bracket is one of a closed pair around one or two characters."""
    if text[position] == "(":
        return text.find(")", position, position + 4) > 0
    return text.rfind("(", max(0, position - 3), position) >= 0
