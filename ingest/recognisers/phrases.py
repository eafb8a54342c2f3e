"""What the words before an amount say: known labels of the lexicon, and what is left between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ingest import lexicon
from ingest.lexicon import Label
from ingest.normalize.years import Year, find_years

_INSIDE = frozenset({" ", "\n", '"', "'"})
_SPENDING = ("支出", "经费", "资金", "预算")
_SKIPPED = frozenset(" \n\"'《》、:：,，.。;；-—")


@dataclass(frozen=True, slots=True)
class Token:
    """A known label in a phrase, with its offsets there."""

    label: Label
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Residue:
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

    def of(self, *kinds: str) -> list[Token]:
        """The tokens of some kinds, in order."""
        return [token for token in self.tokens if token.label.kind in kinds] if self.tokens else []


def read_phrase(text: str, self_names: frozenset[str] = frozenset()) -> Phrase:
    """Read a folded phrase. White space and quotation marks inside labels don't matter; `self_names` are the reporting
    unit's own names, which explain themselves.
    """
    phrase = Phrase()
    phrase.years = find_years(text)
    year_starts = {year.start: year.end for year in phrase.years}
    known, by_pair = lexicon.labels(), lexicon.labels_by_pair()
    position = 0
    residue_start = -1
    length = len(text)
    while position < length:
        character = text[position]
        end = year_starts.get(position)
        token = None
        if end is None and character not in _SKIPPED:
            # a space or quotation mark may stand inside a label: then only its first character is sure
            following = text[position + 1 : position + 2]
            candidates = known.get(character, ()) if following in _INSIDE else by_pair.get(character + following, ())
            for label in candidates:
                end = _match(text, position, label.text)
                if end is not None and label.kind == "project_intro" and text.startswith(_SPENDING, end):
                    # 追加项目支出: 追加, then 项目支出
                    end = None
                if end is not None:
                    token = Token(label, position, end)
                    break
        if end is None:
            if residue_start < 0 and character not in _SKIPPED:
                residue_start = position
            position += 1
            continue
        if residue_start >= 0:
            _add_residue(phrase, text, residue_start, position, self_names)
            residue_start = -1
        if token is not None:
            phrase.tokens.append(token)
        position = end
    if residue_start >= 0:
        _add_residue(phrase, text, residue_start, length, self_names)
    _rejoin(phrase, text)
    return phrase


# labels that may as well be the end of a name (市场群非税收入)
_INSIDE_NAMES = frozenset({"item", "fund", "filler"})
_SPLIT_LABEL, _SPENT = "专项支出", "支出"
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
    for position, residue in enumerate(phrase.residues):
        for index, token in enumerate(phrase.tokens):
            if token.start == residue.end and token.label.text == _SPLIT_LABEL:
                # 古树名木保护专项支出: a project's name, then what was spent on it
                cut = token.end - len(_SPENT)
                spent = lexicon.label(_SPENT)
                phrase.residues[position] = Residue(text[residue.start : cut], residue.start, cut)
                if spent is not None:
                    phrase.tokens[index] = Token(spent, cut, token.end)
                break
            if token.start == residue.end and (token.label.kind in _NAME_ENDS or token.label.note == "name_end"):
                phrase.residues[position] = Residue(text[residue.start : token.end], residue.start, token.end)
                phrase.tokens.remove(token)
                break


def _match(text: str, position: int, label: str) -> int | None:
    """Where a label that starts at `position` ends, white space and quotation marks passed over."""
    if text.startswith(label, position):
        return position + len(label)
    length = len(text)
    for character in label:
        while position < length and text[position] in " \n\"'":
            position += 1
        if position >= length or text[position] != character:
            return None
        position += 1
    return position


def _add_residue(phrase: Phrase, text: str, start: int, end: int, self_names: frozenset[str]) -> None:
    while end > start and text[end - 1] in _SKIPPED:
        end -= 1
    words = text[start:end]
    for name in sorted(self_names, key=len, reverse=True):
        if name in words:
            # the unit's own name explains itself: what is left stands before or after it
            before, after = words.split(name, 1)
            if before:
                _add_residue(phrase, text, start, start + len(before), self_names)
            if after:
                _add_residue(phrase, text, end - len(after), end, self_names)
            return
    if words and not is_filler("".join(words.split())):
        start, end = trim(text, start, end)
        if end > start:
            phrase.residues.append(Residue(text[start:end], start, end))


@lru_cache(maxsize=8192)
def is_filler(words: str) -> bool:
    """Whether words consist of fillers only (我单位, 全年共安排, …)."""
    if not words:
        return True
    reachable = [False] * (len(words) + 1)
    reachable[0] = True
    fillers = lexicon.fillers()
    for position in range(len(words)):
        if not reachable[position]:
            continue
        if words[position] in _SKIPPED or words[position] in "()[]%":
            reachable[position + 1] = True
        for filler in fillers.get(words[position], ()):
            if words.startswith(filler, position):
                reachable[position + len(filler)] = True
    return reachable[-1]


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    skipped = "".join(re.escape(character) for character in sorted(_SKIPPED))
    words = [re.escape(word) for word in lexicon.edge_fillers()]
    # at the start one character may belong to the name (共青团)
    leading = "|".join(word for word in words if len(word) > 1)
    return re.compile(rf"(?:[{skipped}]|{leading})*"), re.compile(rf"(?:[{skipped}]|{'|'.join(words)})+$")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without skipped characters and edge fillers at its ends; a range of these alone keeps its last word."""
    leading, trailing = _edges()
    words = text[start:end]
    first = leading.match(words)
    low = first.end() if first and first.end() < len(words) else 0
    last = trailing.search(words, low + 1)
    return start + low, start + (last.start() if last else len(words))
