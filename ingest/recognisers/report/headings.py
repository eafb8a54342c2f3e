"""What a heading says of the figures below it that have no words of their own: stage (预算, 决算), year, line item, fund.

（二）公务用车购置及运行费46.56万元 is a budget under 2024年“三公”经费预算情况说明. How far a heading reaches is told by the numbering below it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest import lexicon
from ingest.document import Block
from ingest.normalize.numbering import may_be_ranked, rank
from ingest.recognisers.output import NOTHING, Governing
from ingest.recognisers.prose.phrases import Phrase, Token, read_phrase

_LONGEST = 40
# words of a heading that say nothing of what its figures are
_GENERIC = re.compile(rf"{lexicon.cue('heading_generic')}|[、()（）,，:]")
# headings on how a budget is carried out hold budgets and spending alike
_OF_BOTH = re.compile(lexicon.cue("heading_of_both"))
_HEADING_END = re.compile(rf"{lexicon.cue('heading_end')}$")
# the note of labels that name income and expenditure in one
_BOTH_SIDES = "income and expenditure together"
_STAGES = {
    **dict.fromkeys(lexicon.cues("budget"), ("budget", "unstated")),
    **dict.fromkeys(lexicon.cues("stage_of_accounts"), ("expenditure", None)),
}
_STAGE_LABEL = re.compile("|".join(_STAGES))
# 预算主管部门：… is a cover's line
_LABELLED = re.compile(r":[ ]*[^ ]")
_FIGURE = re.compile(r"[0-9][ ]*(?:[万亿千百]?元|%)")
# line items that a heading names whatever else it says; others only with their stage (基本支出情况 may be of the whole budget)
_ALWAYS = ("three_public", "procurement")


class Headings:
    """The headings above a block as a report is walked through."""

    def __init__(self) -> None:
        # rank and what it governs; an unnumbered heading stands half a rank below the numbering before it
        self._open: list[tuple[float, Governing]] = []
        self._last_rank = 0

    @property
    def governing(self) -> Governing:
        """What the headings say of the block that was entered last."""
        return self._open[-1][1] if self._open else NOTHING

    def enter(self, block: Block, title: str | None) -> None:
        """Go on to a block; `title` is its folded text without numbering where it can be a title at all."""
        if title is None and not may_be_ranked(block.folded):
            return
        depth = rank(block.folded[:_LONGEST])
        if depth is None and (title is None or not (block.kind == "heading" or _is_heading(title))):
            return
        if depth is None:
            at = self._last_rank + 0.5
        else:
            at, self._last_rank = float(depth), depth
        while self._open and self._open[-1][0] >= at:
            self._open.pop()
        above = self.governing
        if depth is not None and self._open and self._open[-1][0] % 1:
            # an unnumbered heading's subject ends where an enumeration begins
            above = above._replace(line_item_code=None, is_unknown=False)
        own = _governing(title) if title is not None and len(title) <= _LONGEST else None
        if own is None:
            if title is not None:
                # some other heading: its figures are of something else
                above = above._replace(line_item_code=None, is_unknown=False)
            self._open.append((at, above))
            return
        has_item = own.line_item_code is not None or own.is_unknown
        self._open.append(
            (
                at,
                Governing(
                    own.year or above.year,
                    own.measure or above.measure,
                    own.line_item_code if has_item else above.line_item_code,
                    own.fund_code or above.fund_code,
                    own.is_unknown if has_item else above.is_unknown,
                ),
            )
        )


def _is_heading(title: str) -> bool:
    return len(title) <= _LONGEST and (
        _HEADING_END.search(title) is not None or _governing(title) not in (None, NOTHING)
    )


@lru_cache(maxsize=4096)
def _governing(title: str) -> Governing | None:
    """What a folded title says of the figures below it; None where it is about something else."""
    if _FIGURE.search(title) or _LABELLED.search(title):
        return None
    phrase = read_phrase(title)
    if any(_GENERIC.sub("", lexicon.bare(residue.text)) for residue in phrase.residues):
        rest = [lexicon.bare(residue.text) for residue in phrase.residues]
        if not any(name.endswith(lexicon.organisation_suffixes()) for name in rest):
            return None
    years = {year.value for year in phrase.years if not year.is_compared}
    measure = _stage(title, phrase)
    code, is_unknown = _item(phrase, has_stage=measure is not None)
    funds = {token.label.fund_code for token in phrase.of("fund")}
    return Governing(
        years.pop() if len(years) == 1 else None, measure, code, funds.pop() if len(funds) == 1 else None, is_unknown
    )


def _stage(folded: str, phrase: Phrase) -> tuple[str, str | None] | None:
    if _OF_BOTH.search(folded):
        return None
    stages = {
        (token.label.measure, token.label.budget_version)
        for token in phrase.of("measure", "other_income")
        if token.label.measure and _STAGE_LABEL.search(token.label.text)
    }
    for token in phrase.of("not_covered"):
        if token.label.note == _BOTH_SIDES and (word := _STAGE_LABEL.search(token.label.text)):
            # 收入支出决算情况说明
            stages.add(_STAGES[word[0]])
    if len({measure for measure, _ in stages}) != 1:
        return None
    told = [stage for stage in stages if stage[1] not in (None, "unstated")]
    measure, version = told[0] if len(told) == 1 else stages.pop()
    return measure or "expenditure", version


def _item(phrase: Phrase, *, has_stage: bool) -> tuple[str | None, bool]:
    """The line item that a heading names, and whether it names what isn't known or several things."""
    codes = {_code(token) for token in phrase.of("item")} - {"total", "fiscal_appropriation", "project"}
    if any(token.label.note != _BOTH_SIDES for token in phrase.of("not_covered", "procurement_part")):
        return None, True
    tops = {code for code in codes if not any(other != code and code.startswith(f"{other}.") for other in codes)}
    if len(tops) > 1:
        return None, True
    code = tops.pop() if tops else None
    return (code if code is not None and (has_stage or code.startswith(_ALWAYS)) else None), False


def _code(token: Token) -> str:
    return token.label.line_item_code or "total"
