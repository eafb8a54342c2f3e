"""Targets and actual values of indicators: operator, number and unit out of text.

`≥2次`, `200起以上`, `不低于3%`, `在100%以内`, `增长10%`, `9.33亿元`, `1年`. Words without a figure (稍有增长, 全年) stay text.
Rates are fractions with unit "%"; money keeps its unit as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ingest import lexicon
from ingest.normalize.amounts import LARGEST, NUMBER, number_of
from ingest.normalize.characters import fold
from ingest.normalize.years import EARLIEST, LATEST

_SYMBOLS = {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_SINGLE_SYMBOLS = ("≥", "≤", ">", "<", "=")


def _comparing(**kinds: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(lexicon.cue(kind)), operator) for kind, operator in kinds.items())


# what words before and behind a figure say of it, in the order they are tried; ~ leaves the comparison open
_BEFORE = _comparing(at_least_before=">=", at_most_before="<=", more_before=">", less_before="<", equal_before="=")
_AFTER = _comparing(at_least_behind=">=", at_most_behind="<=", about_behind="~")
_INCLUSIVE = "(含)"
PERCENT_WORDS = frozenset(lexicon.cues("percent"))
_PERCENTS = frozenset({"%", "％", *PERCENT_WORDS})
_GROWTH = re.compile(
    rf"{lexicon.cue('growth_lead')}?(?:(?P<up>{lexicon.cue('increase')})|(?P<down>{lexicon.cue('decrease')}))(?:率)?{lexicon.cue('growth_by')}?"
)
_FULL = re.compile(
    rf"(?P<number>[-+△▲]?{NUMBER})[余多]?(?P<unit>%|{lexicon.cue('percent')}|[^0-9,;。以及左及或(]{{0,8}}?)"
    rf"(?P<after>{lexicon.cue('at_least_behind')}|\(含\)|{lexicon.cue('at_most_behind')}|{lexicon.cue('about_behind')}|)(?:\(含\))?[。.]?"
)
_UNIT_IN_BRACKETS = re.compile(r"(?<=[0-9])[(]((?!含)[^()0-9]{1,8})[)]$")
_LEAD_NOISE = re.compile(rf"^{lexicon.cue('figure_lead')}+")
# a month, a day before the end of one
_DAY = re.compile(r"^(?:年|月|日)(?:底|前|末|份)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of an indicator: comparison (None where none is written), number, unit as written, growth direction."""

    operator: str | None
    value: Decimal
    unit: str | None
    direction: str | None = None


def parse_quantity(text: str | None, operator: str | None = None, unit: str | None = None) -> Quantity | None:
    """The one quantity that a target or actual text states; None for words, several figures, dates.

    `operator` and `unit` are those of separate columns (指标性质, 计量单位), used where the text itself has none.
    """
    folded = "".join(fold(text).split()) if text else ""
    if not any(character.isdigit() for character in folded):
        return None
    # =12.00(个)
    lead = _lead(_UNIT_IN_BRACKETS.sub(r"\1", folded))
    match = _FULL.fullmatch(lead.rest)
    value = number_of(match["number"]) if match else None
    if match is None or value is None or _is_date(value, match["unit"]):
        return None
    own_unit = match["unit"].strip() or (unit.strip() if unit else None) or None
    if is_percent(own_unit):
        value, own_unit = value / 100, "%"
    before = lead.operator or (symbol_operator(operator) if operator else None)
    return Quantity(_operator_after(match["after"], before), value, own_unit, lead.direction)


class _Lead(NamedTuple):
    """What stands before a figure: the comparison, whether it grows, and the text from the figure on."""

    operator: str | None
    direction: str | None
    rest: str


def _lead(folded: str) -> _Lead:
    if symbol := next((symbol for symbol in _SYMBOLS if folded.startswith(symbol)), None):
        return _Lead(_SYMBOLS[symbol], None, folded[len(symbol) :])
    operator = direction = None
    growth = _GROWTH.match(folded)
    if growth:
        direction = "down" if growth["down"] else "up"
        folded = folded[growth.end() :]
    folded = _LEAD_NOISE.sub("", folded)
    for pattern, word_operator in _BEFORE:
        match = pattern.match(folded)
        if match:
            operator = word_operator
            folded = _LEAD_NOISE.sub("", folded[match.end() :])
            break
    for symbol in _SINGLE_SYMBOLS:
        if folded.startswith(symbol):
            operator, folded = _SYMBOLS[symbol], folded[1:]
    return _Lead(operator, direction, folded)


def _operator_after(after: str, before: str | None) -> str | None:
    """The comparison that the words behind a figure say, else the one before it."""
    if after == _INCLUSIVE:
        return before or ">="
    found = next((operator for pattern, operator in _AFTER if after and pattern.fullmatch(after)), before)
    return None if found == "~" else found


def is_percent(unit: str | None) -> bool:
    """Whether a unit of measure is a percentage."""
    return unit in _PERCENTS


def _is_date(value: Decimal, unit: str) -> bool:
    """Whether number and unit name a time (7月, 12月底, 2023年) rather than its length (1年, 7个月)."""
    if _DAY.match(unit) or unit == "月":
        return True
    return unit in ("年", "年度") and EARLIEST <= value <= LATEST


def symbol_operator(text: str | None) -> str | None:
    """The operator a cell of an operator column states (≥, ≤, =, 大于等于 …); None for 定性 and the like."""
    if not text:
        return None
    folded = "".join(fold(text).split())
    if folded in _SYMBOLS:
        return _SYMBOLS[folded]
    for pattern, operator in _BEFORE:
        if pattern.fullmatch(folded):
            return operator
    return None


def comparable(target: Quantity, actual: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both values on one scale, or None where their units or directions cannot be compared."""
    if target.direction is not None and actual.direction is not None and target.direction != actual.direction:
        return None
    if target.unit == actual.unit or target.unit is None or actual.unit is None:
        if (target.unit == "%") != (actual.unit == "%"):
            return None
        if (
            (target.direction is None) != (actual.direction is None)
            and "%" in (target.unit, actual.unit)
            and target.direction
        ):
            return None
        return target.value, actual.value
    yuan = lexicon.money_units()
    if target.unit in yuan and actual.unit in yuan:
        return target.value * yuan[target.unit], actual.value * yuan[actual.unit]
    return None


def is_met(target: Quantity | None, actual: Quantity | None, lower_is_better: bool = False) -> bool | None:
    """Whether the actual value meets the target; None where that doesn't follow from the two.

    Without an operator a target is met from above, a cost target (`lower_is_better`) from below.
    """
    if target is None or actual is None:
        return None
    pair = comparable(target, actual)
    if pair is None:
        return None
    goal, reached = pair
    operator = target.operator or ("<=" if lower_is_better else ">=")
    if operator == "=":
        # an exact target of a count or rate is met by reaching it
        return reached <= goal if lower_is_better else reached >= goal
    if target.direction == "down" and actual.direction == "down" and target.operator is None:
        operator = ">="
    return {">=": reached >= goal, "<=": reached <= goal, ">": reached > goal, "<": reached < goal}[operator]


def achievement_rate(target: Quantity | None, actual: Quantity | None, lower_is_better: bool = False) -> Decimal | None:
    """Actual over target as a fraction with four places, only for targets met from above that aren't 0, and below LARGEST."""
    if target is None or actual is None or lower_is_better or target.operator in ("<=", "<"):
        return None
    pair = comparable(target, actual)
    if pair is None or pair[0] == 0:
        return None
    rate = pair[1] / pair[0]
    return rate.quantize(Decimal("0.0001")) if abs(rate) < LARGEST else None
