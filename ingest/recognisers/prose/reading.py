"""One amount with the words that lead to it, which every rule looks at; and how rules are asked: in order, the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from ingest import lexicon
from ingest.lexicon import cue
from ingest.normalize.amounts import Amount
from ingest.normalize.numbering import ITEM_OF_PROSE
from ingest.recognisers.output import QUOTE_LIMIT
from ingest.recognisers.prose.phrases import Clause, Phrase, Prose, Residue, Token
from ingest.recognisers.prose.projects import Known, Name, name_at
from ingest.recognisers.prose.scope import Left, LineItem, Scope

ADDS_UP = re.compile(cue("adds_up"))
_OTHER_LEVEL = re.compile(rf"{cue('government_level')}[、和及与][ ]*$")
RESPECTIVELY = re.compile(cue("respectively"))
_COMPARED_WITH = re.compile(rf"{cue('compared_with')}(?:{cue('last_year')}|(?P<year>(?:19|20)[0-9]{{2}})[ ]?年度?)")
_CHANGE_AFTER = re.compile(rf"[ ]*{cue('compared_with')}?(?:{cue('increase', 'decrease', 'unchanged')}|[多少])")
# labels that say that an amount is money
MONEY_WORDS = frozenset({"item", "measure", "weak_measure", "final"})
# what else than projects a clause may be about: unknown words there name a part of it
NOT_OF_PROJECTS = ("three_public", "procurement")


@dataclass(slots=True)
class Reading:
    """One amount with the words that lead to it. Made once; nothing of it changes."""

    prose: Prose
    # what the sentence carried when the amount was met
    before: Scope
    # the clause before the amount, closed brackets blanked; `start` is its offset
    clause: str
    start: int
    amount: Amount
    phrase: Phrase
    is_item: bool
    # where its sentence begins
    sentence_start: int
    # the year of an amount that stands only to be compared with
    prior: int | None = None
    # the clause as it stands
    raw: str = field(init=False)
    items: list[Token] = field(init=False)
    measures: list[Token] = field(init=False)
    introduction: list[Token] = field(init=False)
    # the words that may name a project or an unknown label
    residue: Residue | None = field(init=False)
    # the line item that the clause itself names
    spoken: str | None = field(init=False)
    # the words mean what the amount before meant (分别为, 较上年)
    is_understood: bool = field(init=False)
    # the residue as a project's name, once it is asked for
    _name: Name | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.raw = self.prose.folded[self.start : self.amount.start]
        self.items = _without_sums(self.phrase)
        self.measures = self.phrase.of("measure")
        self.introduction = self.phrase.of("project_intro")
        self.residue = _name_residue(self.phrase, self.introduction)
        self.spoken = self._spoken()
        self.is_understood = self.prior is not None or self.before.turns.is_waiting

    @property
    def is_compared(self) -> bool:
        """Whether the amount stands only to be compared with."""
        return self.prior is not None

    @property
    def funds(self) -> list[Token]:
        """What names a fund: its own words, or those of money that its level gives (中央下达资金)."""
        found = [token for token in self.phrase.of("fund", "measure") if token.label.fund_code]
        # 中央、市级下达: of both
        return [token for token in found if not _OTHER_LEVEL.search(self.clause, 0, token.start)]

    @property
    def has_money_word(self) -> bool:
        return not self.phrase.kinds.isdisjoint(MONEY_WORDS)

    @property
    def name(self) -> str:
        """The project that the residue names, if it names one, as the report writes it; empty without a residue."""
        return self._named().written

    @property
    def folded_name(self) -> str:
        """That name, folded."""
        return self._named().folded

    @property
    def key(self) -> str:
        """That name as compared."""
        return lexicon.bare(self._named().folded)

    def _named(self) -> Name:
        if self._name is None:
            residue = self.residue
            self._name = Name("", "") if residue is None else self.named(residue.start, residue.end)
        return self._name

    def named(self, start: int, end: int) -> Name:
        """Words of the clause as a project's name."""
        return name_at(self.prose.passage, self.prose.folded, self.start + start, self.start + end)

    @property
    def quote(self) -> tuple[int, int]:
        """The sentence around the amount; within a very long one, the clauses around it."""
        prose, amount, start = self.prose, self.amount, self.sentence_start
        while start < amount.start and prose.folded[start] in " \n":
            start += 1
        end = prose.sentence_end(amount.end, at_semicolon=True)
        if end - start > QUOTE_LIMIT:
            start = max(start, amount.start - QUOTE_LIMIT // 2)
            end = min(end, amount.end + QUOTE_LIMIT // 2)
        return start, end

    def is_in_list(self, scope: Scope) -> bool:
        """Whether the amount stands in a list of projects."""
        whole, last = scope.sums.whole, scope.sums.last
        if scope.sums.in_project_list:
            return True
        if whole is not None and whole.line == ("project", None):
            return True
        clause = self.raw.lstrip()
        if self.prose.is_on_projects and ITEM_OF_PROSE.match(clause) is not None:
            return True
        return clause.startswith("、") and last is not None and last.line.project_name is not None

    def _spoken(self) -> str | None:
        if self.items:
            return self.items[-1].label.line_item_code
        if not self.measures:
            return None
        code = next((token.label.line_item_code for token in self.measures if token.label.line_item_code), None)
        about = self.before.about.line_item_code
        # “三公”经费预算9万元，较上年预算总额10万元减少1万元
        return None if code == "total" and about is not None and about.startswith(NOT_OF_PROJECTS) else code


def prior_year(prose: Prose, clause: Clause, amount: Amount, known: Known) -> int | None:
    """The year of an amount that stands only to be compared with (比上年决算数50万元增加5万元)."""
    match = _COMPARED_WITH.search(clause.text) if _CHANGE_AFTER.match(prose.folded, amount.end) else None
    if match is None:
        return None
    if match["year"]:
        return int(match["year"].replace(" ", ""))
    return known.own_year - 1


def _without_sums(phrase: Phrase) -> list[Token]:
    """The items of a phrase; 三公经费总支出, 三公经费财政拨款支出 are three-public spending, no total."""
    items = phrase.of("item")
    if len(items) < 2:
        return items
    found = items[:1]
    for item in items[1:]:
        before = found[-1]
        is_sum = item.label.line_item_code == "total" and not any(
            before.end < residue.end <= item.start for residue in phrase.residues
        )
        between = [token for token in phrase.tokens if before.end <= token.start < item.start]
        if not (is_sum and all(token.label.kind in ("fund", "filler") for token in between)):
            found.append(item)
    return found


def _name_residue(phrase: Phrase, introduction: list[Token]) -> Residue | None:
    """The words of a clause that may name a project or an unknown label: those nearest the amount."""
    if not phrase.residues:
        return None
    residues = [r for r in phrase.residues if len(r.text.strip()) >= 2]
    if introduction:
        residues = [r for r in residues if r.start >= introduction[-1].end] or residues
    return residues[-1] if residues else None


Said = TypeVar("Said")
Asked = TypeVar("Asked", bound=Callable[..., Any])


class Ruling(NamedTuple, Generic[Said]):
    """What a rule says that also moves the scope; one that says None leaves the rest to the rules after it."""

    said: Said | None
    scope: Scope


# what a rule says of an amount's line item or project, or why it isn't claimed
FoundLine = LineItem | Left | Ruling[LineItem | Left] | None
# what a rule says of an amount, None where it doesn't know
Rule = Callable[[Reading, Scope, Known], Said | Ruling[Said] | None]


def needs(*kinds: str) -> Callable[[Asked], Asked]:
    """Marks a rule that knows nothing of phrases without a label of one of these kinds: it isn't asked of them."""

    def marked(rule: Asked) -> Asked:
        rule.needs = frozenset(kinds)  # type: ignore[attr-defined]
        return rule

    return marked


class Asking(Generic[Asked]):
    """Rules in their order."""

    def __init__(self, *rules: Asked) -> None:
        self.rules = rules
        self._by_kinds: dict[frozenset[str], tuple[Asked, ...]] = {}

    def of(self, kinds: frozenset[str]) -> tuple[Asked, ...]:
        """Those that may know something of a phrase with labels of some kinds."""
        found = self._by_kinds.get(kinds)
        if found is None:
            asked = (rule for rule in self.rules if not (wanted := getattr(rule, "needs", None)) or wanted & kinds)
            found = self._by_kinds[kinds] = tuple(asked)
        return found


class Rules(Asking[Rule[Said]], Generic[Said]):
    """Rules for what an amount is."""

    def decide(self, reading: Reading, scope: Scope, known: Known) -> tuple[Said | None, Scope, str]:
        """What the first rule that knows says, the scope after it, and the rule's name; None and "" where none knows."""
        kinds = reading.phrase.kinds
        for rule in self._by_kinds.get(kinds) or self.of(kinds):
            found = rule(reading, scope, known)
            if found is None:
                continue
            if isinstance(found, Ruling):
                scope = found.scope
                if found.said is None:
                    continue
                found = found.said
            return found, scope, rule.__name__
        return None, scope, ""
