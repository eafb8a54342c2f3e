"""The number grammar: what counts as an amount of money, how much it is in yuan, and what is left alone.

Every span is an offset into the text given. Values are exact decimals; money is in yuan with two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum

from ingest import lexicon
from ingest.normalize.characters import fold

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15

# a comma groups thousands only with one to three digits before it and exactly three after
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
# accountants mark what is negative with a triangle
_SIGN = r"(?:[-+△▲]|负)?"
_NEGATIVE = frozenset("-△▲负")
_APPROXIMATE_BEFORE = lexicon.cues("about_amount")
_APPROXIMATE_BEHIND = lexicon.cues("about_behind_amount")
_APPROXIMATE_AFTER = rf"(?:[余多几]|{lexicon.cue('about_behind')})"
# yuan in one of each unit of money; a bare 万 or 亿 is money only by its label
_UNITS = lexicon.money_units()
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_SPACE = r"[ \n]{0,2}"
_MONEY = re.compile(
    rf"(?<![0-9.A-Za-z])(?P<sign>{_SIGN})(?P<number>{NUMBER}){_SPACE}(?P<approximate>{_APPROXIMATE_AFTER})?{_SPACE}"
    rf"(?P<open>[(]{_SPACE})?(?P<unit>{_UNIT})(?(open){_SPACE}[)])"
)
# 10-20万元, 10万元至20万元: a range, neither end is the amount
_RANGE_MARK = r"[ ]?(?:-|~|—{1,2}|至|到)[ ]?"
_RANGE_BEFORE = re.compile(rf"[0-9](?:%|{_UNIT})?{_RANGE_MARK}$")
_RANGE_AFTER = re.compile(rf"{_RANGE_MARK}{NUMBER}[ ]?(?:{_UNIT})")
_RATE_RANGE_AFTER = re.compile(rf"{_RANGE_MARK}{NUMBER}[ ]?(?:%|{lexicon.cue('percent')})")
_RANGE_LOOKBACK = 8
_WIDE_THOUSANDS = re.compile(rf"[ \n]*{_SIGN}[0-9]{{1,3}}(?:，[0-9]{{3}})+(?:\.[0-9]+)?[^0-9，]*")
# a dash behind one of these joins, and is no sign
_JOINED = frozenset("元万亿年月")
_FIRST_OF_NUMBER = "0123456789-+负(△▲"
_SIGNED = re.compile(rf"(?P<sign>{_SIGN})[ ]?(?P<number>{NUMBER})")
_BRACKETED = re.compile(rf"[(](?P<number>{NUMBER})[)]")
# what follows a unit and makes it a price (2000元/人/月) or other money (50万美元); behind a bare 万 also what counts things
_PRICE_AFTER = re.compile(
    rf"^(?:[ ]?(?:/[ ]?(?:{'|'.join((*lexicon.counters(), *lexicon.times()))})|每)|(?:{'|'.join(lexicon.foreign_currencies())}))"
)
_COUNTER_AFTER = re.compile(rf"^[余多]?(?:{'|'.join(lexicon.counters())})")
_YUAN_WORDS = re.compile(rf"^{lexicon.cue('yuan_word')}")
BARE_UNITS = frozenset({"万", "亿"})


class Blank(Enum):
    """What a cell or answer without a figure means."""

    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a text: `start`/`end` frame number and unit, `number_end` ends the number as written."""

    start: int
    end: int
    number_end: int
    value: Decimal
    unit: str
    is_approximate: bool = False

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, two places, half up."""
        return to_yuan(self.value, self.unit)


# 一百二十万元, 贰拾万伍仟元整: figures spelled out; a single character before 元 is a price or a word (一元化)
_SPELLED_DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in digits
}
_SPELLED_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SPELLED_SECTIONS = {"万": 10**4, "亿": 10**8}
_ANY_SPELLED = "".join((*_SPELLED_DIGITS, *_SPELLED_TENS, *_SPELLED_SECTIONS))
_SPELLED_RANGE = r"(?:至|到|-|~|—)"
# starts with its own characters, so that it is found fast; what stands before is looked at behind it
_SPELLED = re.compile(
    rf"(?P<number>[{''.join(_SPELLED_DIGITS)}十拾][{_ANY_SPELLED}]*(?:点[{''.join(_SPELLED_DIGITS)}]+[万亿]?)?)(?P<approximate>[余多])?"
    rf"(?P<unit>[万亿]?元)(?!{_SPELLED_RANGE}[{_ANY_SPELLED}])"
)
_NOT_BEFORE_SPELLED = re.compile(rf"[{_ANY_SPELLED}数几上第0-9]$|[{_ANY_SPELLED}元]{_SPELLED_RANGE}$")


def spelled_number(text: str) -> Decimal | None:
    """The number that Chinese numerals spell (一百二十, 贰拾点五, 八十万五千); None where they spell none (二三, 百万)."""
    whole, _, fraction = text.partition("点")
    total = section = 0
    digit: int | None = None
    highest = 10**12
    for character in whole:
        if character in _SPELLED_DIGITS:
            if digit:
                return None
            digit = _SPELLED_DIGITS[character]
        elif character in _SPELLED_TENS:
            ten = _SPELLED_TENS[character]
            if digit is None and (ten != 10 or section % 100):
                return None
            section += (1 if digit is None else digit) * ten
            digit = None
        else:
            size = _SPELLED_SECTIONS[character]
            section += digit or 0
            if not section or size >= highest:
                return None
            total, section, digit, highest = total + section * size, 0, None, size
    value = Decimal(total + section + (digit or 0))
    return value + Decimal(f"0.{''.join(str(_SPELLED_DIGITS[at]) for at in fraction)}") if fraction else value


def spelled_amounts(folded: str) -> Iterator[Amount]:
    for match in _SPELLED.finditer(folded):
        number, unit = match["number"], match["unit"]
        if _NOT_BEFORE_SPELLED.search(folded[max(0, match.start() - 2) : match.start()]):
            continue
        if number[-1] in _SPELLED_SECTIONS and not any(mark in number[:-1] for mark in _SPELLED_SECTIONS):
            # the 万 of 一百二十万 is its unit of measure's
            number, unit = number[:-1], number[-1] + unit
        if (len(number) == 1 and unit == "元") or unit not in _UNITS:
            continue
        rest = folded[match.end() : match.end() + 8]
        value = spelled_number(number)
        if value is None or _PRICE_AFTER.match(rest) or _YUAN_WORDS.match(rest):
            continue
        start = match.start("number")
        approximate = bool(match["approximate"]) or folded[max(0, start - 2) : start].endswith(_APPROXIMATE_BEFORE)
        yield Amount(start, match.end(), start + len(number), value, unit, approximate)


def unit_factor(unit: str) -> Decimal:
    """Yuan in one `unit` (元, 千元, 万元, 亿元, bare 万 and 亿); KeyError for anything else."""
    return _UNITS[unit]


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """`value` units of money in yuan, two places, half up."""
    return (value * _UNITS[unit]).quantize(CENT, rounding=ROUND_HALF_UP)


def parse_number(text: str) -> Decimal | None:
    """The one number that the whole text is (folded, thousands commas and a sign allowed), else None."""
    return number_of(fold(text))


def number_of(folded: str) -> Decimal | None:
    """What `parse_number` makes of a text that is folded."""
    folded = _thousands(folded.strip())
    if folded[:1] not in _FIRST_OF_NUMBER:
        return None
    if match := _SIGNED.fullmatch(folded):
        value = _decimal(match["number"])
        return -value if value is not None and match["sign"] in _NEGATIVE else value
    # accountants write a negative figure in brackets only with decimals; (1) is a numbering
    if (match := _BRACKETED.fullmatch(folded)) and "." in match["number"]:
        value = _decimal(match["number"])
        return None if value is None else -value
    return None


def _thousands(folded: str) -> str:
    """A figure whose thousands a Chinese comma parts, with half-width ones (1，860.40): as all of a text it's no list."""
    return folded.replace("，", ",") if "，" in folded and _WIDE_THOUSANDS.fullmatch(folded) else folded


def _decimal(number: str) -> Decimal | None:
    try:
        value = Decimal(number.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value < LARGEST else None


def find_amounts(folded: str) -> list[Amount]:
    """Every amount of money in a folded text, in order.

    Left out: counts (10.2万余处), prices (2000元/人/月), foreign money (50万美元), ranges' ends joined to another number.
    Figures may be spelled out (一百二十万元). A bare 万 or 亿 is returned too: whether it is money depends on the label before it.
    """
    found: list[Amount] = []
    if "元" not in folded and "万" not in folded and "亿" not in folded:
        return found
    for match in _MONEY.finditer(folded):
        rest = folded[match.end() : match.end() + 8]
        unit = match["unit"]
        if _PRICE_AFTER.match(rest) or (unit in BARE_UNITS and _COUNTER_AFTER.match(rest)):
            continue
        if unit == "元" and _YUAN_WORDS.match(rest):
            continue
        if unit in BARE_UNITS and match["open"]:
            continue
        value = _decimal(match["number"])
        if value is None:
            continue
        start = match.start("number")
        if match["sign"]:
            before = folded[match.start() - 1] if match.start() else ""
            if not before.isdigit() and before not in _JOINED:
                start = match.start()
                value = -value if match["sign"] in _NEGATIVE else value
        number_start = match.start("number")
        if _RANGE_BEFORE.search(folded[max(0, number_start - _RANGE_LOOKBACK) : number_start]):
            continue
        if _RANGE_AFTER.match(folded, match.end()):
            continue
        lead = folded[max(0, start - 2) : start]
        approximate = bool(match["approximate"]) or lead.endswith(_APPROXIMATE_BEFORE)
        approximate = approximate or rest.startswith(_APPROXIMATE_BEHIND)
        found.append(Amount(start, match.end(), match.end("number"), value, unit, approximate))
    if spelled := list(spelled_amounts(folded)):
        found = sorted([*found, *spelled], key=lambda amount: amount.start)
    return found


_NUMERIC_CELL = re.compile(
    rf"[ ]*(?:[¥￥][ ]*)?(?P<number>(?:{_SIGN})[ ]?{NUMBER}|[(]{NUMBER}[)])[ ]*(?:[(]?[ ]*(?P<unit>{lexicon.cue('table_unit')}|亿|万)[ ]*[)]?)?[ 。.]*"
)


# 贰拾万元整
_WHOLE = re.compile(r"[ \n]*整?[ \n]*")


def cell_amount(folded: str, default_unit: str | None) -> Amount | None:
    """The amount that a whole cell, folded, is: a number, with its own unit or the table's. None for anything else."""
    folded = _thousands(folded)
    match = _NUMERIC_CELL.fullmatch(folded.replace("\n", " "))
    if not match:
        spelled = next(spelled_amounts(folded), None) if "元" in folded else None
        return spelled if spelled and _WHOLE.fullmatch(folded[: spelled.start] + folded[spelled.end :]) else None
    value = number_of(match["number"])
    unit = match["unit"] or default_unit
    if value is None or unit is None:
        return None
    return Amount(match.start("number"), match.end(), match.end("number"), value, unit)


_BLANK_WORDS = {
    **dict.fromkeys(lexicon.cues("blank_zero"), Blank.ZERO),
    **dict.fromkeys(lexicon.cues("blank_unknown"), Blank.UNKNOWN),
}
_BLANK_MARKS = {
    **dict.fromkeys("-—/一", Blank.NOT_APPLICABLE),
    **dict.fromkeys("*×xX", Blank.MASKED),
    **dict.fromkeys("….", Blank.UNKNOWN),
}


def blank_meaning(squeezed: str) -> Blank | None:
    """What a squeezed text without a figure says: 0-like words, not applicable, unknown, masked; None if it says something else."""
    word = squeezed.strip("。.;")
    if not word:
        return Blank.UNKNOWN
    meaning = _BLANK_MARKS.get(word[0])
    if meaning is not None:
        same = all(_BLANK_MARKS.get(character) is meaning for character in word) and word != "一一一"
        return meaning if same else None
    return _BLANK_WORDS.get(word)


_RATE = re.compile(
    rf"(?P<number>(?:(?<![0-9%])(?:[-+△▲]|负))?(?<![0-9.]){NUMBER})[ ]?(?:%|{lexicon.cue('percent')}|(?P<points>{lexicon.cue('percentage_point')}))"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage in a text, as a fraction."""

    start: int
    end: int
    value: Decimal


def find_rates(folded: str) -> list[Rate]:
    """Every percentage in a folded text, as fractions, in order; percentage points and ranges' ends are left out."""
    rates = []
    for match in _RATE.finditer(folded):
        if match["points"]:
            continue
        if _RANGE_BEFORE.search(folded[max(0, match.start() - _RANGE_LOOKBACK) : match.start()]):
            continue
        if _RATE_RANGE_AFTER.match(folded, match.end()):
            continue
        value = number_of(match["number"])
        if value is not None:
            rates.append(Rate(match.start("number"), match.end(), value / 100))
    return rates
