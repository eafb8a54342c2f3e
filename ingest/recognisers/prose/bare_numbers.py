"""Figures of running text whose unit of money stands elsewhere: declared above, in brackets before, behind the last of a list."""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.lexicon import cue
from ingest.normalize.amounts import NUMBER, Amount, number_of
from ingest.recognisers.output import Passage
from ingest.recognisers.prose.phrases import read_phrase
from ingest.recognisers.prose.projects import Known

_BARE = re.compile(rf"(?<![0-9.,A-Za-z%-])(?P<number>{NUMBER})(?=[ ]*(?:[，,、；;。()和及]|$))")
_THOUSANDS_GO_ON = re.compile(r",[0-9]{3}(?:[^0-9]|$)")
_LIST_UNIT = re.compile(rf"(?:[,，、和及][ ]*{NUMBER}){{0,20}}[,，、和及][ ]*{NUMBER}[ ]*(?P<unit>{cue('table_unit')})")
_CLAUSE_MARK = re.compile(r"[，,；;。:]")
_NAME_MARK = re.compile(rf"[，,；;。:()]|{cue('used_for')}")
_LABEL_END = re.compile(rf"(?:{cue('label_tail', 'adds_up', 'respectively', 'amounts_to')}|[各约共: ])*")
_LABEL_REACH, _NAME_REACH = 30, 40
# 年初预算（万元）300.00
_BRACKETED_UNIT = re.compile(rf"[(](?P<unit>{cue('table_unit')})[)][ :]*$")
_UNIT_REACH = 8


def with_bare_numbers(folded: str, amounts: list[Amount], passage: Passage, known: Known) -> list[Amount]:
    """Amounts with those added whose unit stands elsewhere, in order."""
    unit_above = passage.context.unit
    if unit_above is None and "元" not in folded:
        return amounts
    taken = [(amount.start, amount.end) for amount in amounts]
    ends = {amount.end for amount in amounts}
    added = []
    for match in _BARE.finditer(folded):
        start, end = match.span("number")
        if "." not in match["number"] and _THOUSANDS_GO_ON.match(folded, end):
            continue
        if any(low <= start < high for low, high in taken):
            continue
        listed = _LIST_UNIT.match(folded, end)
        if listed and listed.end() not in ends:
            # 5,6万元: one figure or two
            continue
        # 4125.49,4143.91万元: one unit for both
        bracketed = _BRACKETED_UNIT.search(folded, max(0, start - _UNIT_REACH), start)
        unit = listed["unit"] if listed else bracketed["unit"] if bracketed else unit_above
        if unit is None:
            continue
        is_named = passage.context.context == "project" and _project_ends_before(folded, start, known)
        label_end = bracketed.start() if bracketed else start
        if not is_named and not _label_ends_before(folded, label_end, known, in_list=bool(listed)):
            continue
        value = number_of(match["number"])
        if value is not None:
            added.append(Amount(start, end, end, value, unit))
    return sorted([*amounts, *added], key=lambda amount: amount.start) if added else amounts


def _project_ends_before(folded: str, start: int, known: Known) -> bool:
    """Whether a bare figure under a declared unit stands right behind a project's name."""
    clause = _NAME_MARK.split(folded[max(0, start - _NAME_REACH) : start])[-1].strip()
    return len(clause) >= 3 and (lexicon.looks_like_project(clause) or lexicon.bare(clause) in known.projects)


def _label_ends_before(folded: str, start: int, known: Known, *, in_list: bool) -> bool:
    """Whether a word of money stands right before a figure, or anywhere before its list."""
    if in_list:
        clause = folded[max(0, start - _NAME_REACH) : start]
    else:
        # 公用经费支出：7.25
        clause = _CLAUSE_MARK.split(folded[max(0, start - _LABEL_REACH) : start].rstrip(" :"))[-1]
    money = read_phrase(clause, known.self_names).of(
        "measure", "item", "weak_measure", "fund", "adjustment", "carryover"
    )
    if not money:
        return False
    return in_list or _LABEL_END.fullmatch(clause[money[-1].end :].strip()) is not None
