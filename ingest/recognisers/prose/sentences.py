"""Sentences on money: where they end, and how their words are cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.normalize.numbering import ITEM_OF_PROSE
from ingest.recognisers.output import Passage

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
    # it, or the one above it, speaks of a class of the functional classification: never the unit's total
    is_category: bool = False
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
