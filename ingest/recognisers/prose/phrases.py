"""Sentences on money cut into clauses, and what the words before an amount say: known labels of the lexicon, and what is left between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ingest import lexicon
from ingest.lexicon import Label, cues
from ingest.normalize.numbering import ITEM_OF_PROSE
from ingest.normalize.years import Year, find_years
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


# what may stand inside a label as a report writes it
_GAPS = "[ \n\"']*"
_GAP = re.compile("[ \n\"']+")
_PROJECT, _MONEY = cues("project_word"), cues("money_noun")
_SKIPPED = frozenset(" \n\"'《》、:：,，.。;；-—")
_SKIPPED_SET = "".join(re.escape(character) for character in sorted(_SKIPPED))
_SAYS_NOTHING = _SKIPPED | set("()[]%")
_WORD = re.compile(f"[^{_SKIPPED_SET}]")
# among the kinds of what a phrase holds: words that no label explains
UNKNOWN_WORDS = "unknown words"


class Token(NamedTuple):
    """A known label in a phrase, with its offsets there."""

    label: Label
    start: int
    end: int


class Residue(NamedTuple):
    """Words between labels that no label explains, with their offsets in the phrase."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Phrase:
    """A phrase read: labels in order, years, and the words that remain."""

    tokens: list[Token] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    residues: list[Residue] = field(default_factory=list)
    # the kinds of its labels, UNKNOWN_WORDS where residues stand, and the labels by kind, once the phrase is read
    kinds: frozenset[str] = frozenset()
    _by_kind: dict[str, list[Token]] = field(default_factory=dict)

    def of(self, kind: str, *others: str) -> list[Token]:
        """The tokens of some kinds, in order; only of a phrase that is read to its end."""
        if not others:
            return self._by_kind.get(kind) or []
        kinds = (kind, *others)
        return [] if self.kinds.isdisjoint(kinds) else [token for token in self.tokens if token.label.kind in kinds]

    def close(self) -> None:
        """The phrase is read to its end."""
        for token in self.tokens:
            self._by_kind.setdefault(token.label.kind, []).append(token)
        self.kinds = frozenset((*self._by_kind, UNKNOWN_WORDS) if self.residues else self._by_kind)


@lru_cache(maxsize=8192)
def read_phrase(text: str, self_names: frozenset[str] = frozenset()) -> Phrase:
    """Read a folded phrase. White space and quotation marks inside labels don't matter; `self_names` are the reporting
    unit's own names, which explain themselves. What is read is shared: nobody may change it.
    """
    phrase = Phrase(years=find_years(text))
    pattern = _spaced_labels() if _GAP.search(text) else _labels()
    length = len(text)
    position = 0
    for year in phrase.years:
        position = _read_until(phrase, text, position, year.start, pattern, self_names)
        if position == year.start:
            position = year.end
    _read_until(phrase, text, position, length, pattern, self_names)
    if phrase.residues:
        _rejoin(phrase, text)
    phrase.close()
    return phrase


def _read_until(
    phrase: Phrase, text: str, position: int, limit: int, pattern: re.Pattern[str], self_names: frozenset[str]
) -> int:
    """Read labels and words that begin before `limit`; where reading goes on."""
    searched = position
    while position < limit:
        match = pattern.search(text, searched)
        start = match.start() if match else limit
        if match is None or start >= limit:
            _add_words(phrase, text, position, limit, self_names)
            return limit
        token = _token(match[0], text, start)
        if token is None:
            searched = start + 1
            continue
        if start > position:
            _add_words(phrase, text, position, start, self_names)
        phrase.tokens.append(token)
        position = searched = token.end
    return position


def _token(matched: str, text: str, start: int) -> Token | None:
    """The longest label that stands where the text of one was found; None where what follows takes it apart."""
    words = _GAP.sub("", matched)
    end = start + len(matched)
    label = lexicon.running_labels()[words]
    if label.kind != "project_intro" or not words.endswith(_PROJECT) or not text.startswith(_MONEY, end):
        return Token(label, start, end)
    # 追加项目支出: 追加, then 项目支出
    while words := words[:-1]:
        shorter = lexicon.running_labels().get(words)
        if shorter is not None:
            found = re.match(_GAPS.join(map(re.escape, words)), matched)
            return Token(shorter, start, start + (found.end() if found else len(words)))
    return None


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(_longest(lexicon.running_labels(), ""))


@cache
def _spaced_labels() -> re.Pattern[str]:
    return re.compile(_longest(lexicon.running_labels(), _GAPS))


def _longest(words: Iterable[str], gap: str) -> str:
    """A pattern of the longest of some words with `gap` between characters: a tree, so that no beginning is tried twice."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree, gap, "")


def _branches(tree: dict[str, Any], gap: str, before: str) -> str:
    ways = [
        before + re.escape(character) + _branches(below, gap, gap) for character, below in tree.items() if character
    ]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)}){'?' if '' in tree else ''}"


# labels that may as well be the end of a name (图书馆非税收入)
_INSIDE_NAMES = frozenset({"item", "fund", "filler", "procurement_part"})
_SPLIT_LABELS, _SPENDING = frozenset(cues("spending_of_project")), cues("spending")
# 三期行动计划资金 is a name, A项目计划资金 the plan of A
_PLAN_FUNDS, _PLANNED_THINGS = frozenset(cues("plan_funds")), cues("planned_thing")
_NAME_ENDS = frozenset({"other_income", "opening_carryover"})


def _rejoin(phrase: Phrase, text: str) -> None:
    """A weak label glued to unknown words is part of the name that they begin or end."""
    for token in list(phrase.tokens):
        # 中小学公用经费补助资金: a line item inside a project's name
        is_item = token.label.kind in _INSIDE_NAMES and token.label.line_item_code not in (
            "project",
            "total",
            "fiscal_appropriation",
        )
        if not is_item:
            continue
        after = next((r for r in phrase.residues if r.start == token.end), None)
        if after is None or not lexicon.looks_like_project(after.text):
            continue
        before = next((r for r in phrase.residues if r.end == token.start), None)
        start = before.start if before else token.start
        phrase.residues[phrase.residues.index(after)] = Residue(text[start : after.end], start, after.end)
        if before is not None:
            phrase.residues.remove(before)
        phrase.tokens.remove(token)
    _rejoin_spending(phrase, text)
    for position, residue in enumerate(phrase.residues):
        for index, token in enumerate(phrase.tokens):
            if token.start != residue.end:
                continue
            following = phrase.tokens[index + 1] if index + 1 < len(phrase.tokens) else token
            is_split = following.start == token.end and following.label.text in _SPLIT_LABELS
            if token.label.line_item_code and is_split:
                # 辅警人员经费专项支出: a line item inside that name
                phrase.tokens.remove(token)
                token = following
            if token.label.text in _SPLIT_LABELS:
                # 古树名木保护专项支出: a project's name, then what was spent on it
                word = next(word for word in _SPENDING if token.label.text.endswith(word))
                cut, spent = token.end - len(word), lexicon.label(word)
                phrase.residues[position] = Residue(text[residue.start : cut], residue.start, cut)
                if spent is not None:
                    phrase.tokens[index] = Token(spent, cut, token.end)
                break
            is_plan = token.label.text in _PLAN_FUNDS and not residue.text.endswith(_PLANNED_THINGS)
            if token.label.kind in _NAME_ENDS or token.label.note == "name_end" or is_plan:
                phrase.residues[position] = Residue(text[residue.start : token.end], residue.start, token.end)
                phrase.tokens.remove(token)
                break


def _rejoin_spending(phrase: Phrase, text: str) -> None:
    """公益金支出项目: a word for spending between a name's beginning and the word project."""
    for token in [token for token in phrase.tokens if token.label.text in _SPENDING]:
        before = next((r for r in phrase.residues if r.end == token.start), None)
        after = next((r for r in phrase.residues if r.start == token.end and r.text in _PROJECT), None)
        if before is not None and after is not None:
            whole = Residue(text[before.start : after.end], before.start, after.end)
            phrase.residues[phrase.residues.index(before)] = whole
            phrase.residues.remove(after)
            phrase.tokens.remove(token)


def _add_words(phrase: Phrase, text: str, start: int, end: int, self_names: frozenset[str]) -> None:
    """Add the words between two offsets unless they say nothing."""
    first = _WORD.search(text, start, end)
    if first is None:
        return
    start = first.start()
    while text[end - 1] in _SKIPPED:
        end -= 1
    words = text[start:end]
    for name in _longest_first(self_names):
        if name in words:
            # the unit's own name explains itself: what is left stands before or after it
            before, after = words.split(name, 1)
            if before:
                _add_words(phrase, text, start, start + len(before), self_names)
            if after:
                _add_words(phrase, text, end - len(after), end, self_names)
            return
    if not is_filler("".join(words.split())):
        start, end = trim(text, start, end)
        if end > start:
            phrase.residues.append(Residue(text[start:end], start, end))


@lru_cache(maxsize=8)
def _longest_first(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=8192)
def is_filler(words: str) -> bool:
    """Whether words consist of fillers only (我单位, 全年共安排, …)."""
    fillers = lexicon.fillers()
    reachable = {0}
    for position, character in enumerate(words):
        if position not in reachable:
            continue
        if character in _SAYS_NOTHING:
            reachable.add(position + 1)
        for filler in fillers.get(character, ()):
            if words.startswith(filler, position):
                reachable.add(position + len(filler))
        reachable.remove(position)
        if not reachable:
            return False
    return len(words) in reachable


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = [re.escape(word) for word in lexicon.edge_fillers()]
    # at the start one character may belong to the name (共青团)
    leading = "|".join(word for word in words if len(word) > 1)
    return re.compile(rf"(?:[{_SKIPPED_SET}]|{leading})*"), re.compile(rf"(?:[{_SKIPPED_SET}]|{'|'.join(words)})+$")


@cache
def _last_characters() -> frozenset[str]:
    """What words with a filler at their end can end in."""
    return _SKIPPED | {word[-1] for word in lexicon.edge_fillers()}


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without skipped characters and edge fillers at its ends; a range of these alone keeps its last word."""
    leading, trailing = _edges()
    words = text[start:end]
    first = leading.match(words)
    low = first.end() if first and first.end() < len(words) else 0
    if words[-1:] not in _last_characters():
        return start + low, end
    last = trailing.search(words, low + 1)
    return start + low, start + (last.start() if last else len(words))
