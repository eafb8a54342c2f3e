"""Targets and actual values of indicators: operator, number and unit out of text.

`≥2次`, `200起以上`, `不低于3%`, `在100%以内`, `增长10%`, `9.33亿元`, `1年`. Words without a figure (稍有增长, 全年) stay text.
Rates are fractions with unit "%"; money keeps its unit as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.normalize.amounts import LARGEST, NUMBER, parse_number
from ingest.normalize.characters import fold
from ingest.normalize.years import EARLIEST, LATEST

_SYMBOLS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "=": "="}
_BEFORE = (
    (r"不低于|不少于|不小于|至少|达到?[到了]?|到达|高于或等于|大于等于|大于或等于", ">="),
    (r"不高于|不超过|不多于|不大于|不超|最多|控制在|小于等于|小于或等于|低于或等于", "<="),
    (r"高于|大于|超过|多于", ">"),
    (r"低于|小于|少于", "<"),
    (r"等于", "="),
)
_AFTER = ((r"以上|及以上|\(含\)以上|或以上", ">="), (r"以内|之内|以下|及以下|内", "<="), (r"左右|余|多", "~"))
_GROWTH = re.compile(
    r"(?:同比)?(?P<direction>增长率?|增加|提高|提升|上升|增幅|下降|降低|减少)(?:率)?(?:了|为|达到?|约)?"
)
_BEFORE_RES = tuple((re.compile(pattern), operator) for pattern, operator in _BEFORE)
_FULL = re.compile(
    rf"(?P<number>[-+△▲]?{NUMBER})(?P<approximate>余|多)?(?P<unit>%|百分比|[^0-9,;。以及左及或(]{{0,8}}?)"
    rf"(?P<after>以上|及以上|或以上|\(含\)以上|\(含\)|以内|之内|内|以下|及以下|左右|)(?:\(含\))?[。.]?"
)
_LEAD_NOISE = re.compile(r"^(?:约|近|大约|共计?|为|是|在|已|实际|完成|实现|目标值?|年度)+")


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
    if not text:
        return None
    folded = "".join(fold(text).split())
    if not any(character.isdigit() for character in folded):
        return None
    found_operator = symbol_operator(operator) if operator else None
    direction = None
    remaining = folded
    for symbol in (">=", "<=", "≥", "≤", ">", "<", "="):
        if remaining.startswith(symbol):
            found_operator = _SYMBOLS[symbol]
            remaining = remaining[len(symbol) :]
            break
    else:
        growth = _GROWTH.match(remaining)
        if growth:
            direction = "down" if growth["direction"][0] in "下降减" else "up"
            remaining = remaining[growth.end() :]
        remaining = _LEAD_NOISE.sub("", remaining)
        for pattern, word_operator in _BEFORE_RES:
            match = pattern.match(remaining)
            if match:
                found_operator = word_operator
                remaining = _LEAD_NOISE.sub("", remaining[match.end() :])
                break
        for symbol in ("≥", "≤", ">", "<", "="):
            if remaining.startswith(symbol):
                found_operator = _SYMBOLS[symbol]
                remaining = remaining[1:]
    match = _FULL.fullmatch(remaining)
    if not match:
        return None
    value = parse_number(match["number"])
    if value is None:
        return None
    found_unit = match["unit"].strip() or (unit.strip() if unit else None) or None
    if found_unit in ("百分比", "%", "％"):
        value, found_unit = value / 100, "%"
    if _is_date(value, match["unit"]):
        return None
    for after, word_operator in _AFTER:
        if match["after"] and re.fullmatch(after, match["after"]):
            found_operator = None if word_operator == "~" else word_operator
    if match["after"] == "(含)":
        found_operator = found_operator or ">="
    return Quantity(found_operator, value, found_unit, direction)


def _is_date(value: Decimal, unit: str) -> bool:
    """Whether number and unit name a time (7月, 12月底, 2023年) rather than its length (1年, 7个月)."""
    if re.match(r"^(?:年|月|日)(?:底|前|末|份)", unit) or unit == "月":
        return True
    return unit in ("年", "年度") and EARLIEST <= value <= LATEST


def symbol_operator(text: str | None) -> str | None:
    """The operator a cell of an operator column states (≥, ≤, =, 大于等于 …); None for 定性 and the like."""
    if not text:
        return None
    folded = "".join(fold(text).split())
    if folded in _SYMBOLS:
        return _SYMBOLS[folded]
    for pattern, operator in _BEFORE_RES:
        if pattern.fullmatch(folded):
            return operator
    return None


_MONEY_UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "亿元": Decimal(10) ** 8,
    "亿": Decimal(10) ** 8,
}


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
    if target.unit in _MONEY_UNITS and actual.unit in _MONEY_UNITS:
        return target.value * _MONEY_UNITS[target.unit], actual.value * _MONEY_UNITS[actual.unit]
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
