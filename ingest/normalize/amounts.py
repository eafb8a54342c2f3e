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
# groups of a figure that its author or a page's width parted: 1, 240.00; 1,283,⏎600.00; 3，163，700.00
_PARTED = r"(?:,[ \n]{1,2}|，)"
# 1，860 may as well be two figures: it is one only with decimals or a second group
_PARTED_NUMBER = rf"[0-9]{{1,3}}(?:(?:,|{_PARTED})[0-9]{{3}})*{_PARTED}[0-9]{{3}}(?:\.[0-9]+|(?:,|{_PARTED})[0-9]{{3}}(?:\.[0-9]+)?)(?![0-9])"
# 28. 6万元: only behind a word, where no number of an item stands
_BROKEN_DECIMAL = r"(?<=[\u4e00-\u9fff:])[0-9]+\.[ \n]{1,2}[0-9]+"
_MONEY = re.compile(
    rf"(?:(?<![0-9.A-Za-z])|(?<=RMB)|(?<=CNY))(?P<sign>{_SIGN})(?P<number>{_PARTED_NUMBER}|{_BROKEN_DECIMAL}|{NUMBER})"
    rf"[①-⑳]?{_SPACE}(?P<approximate>{_APPROXIMATE_AFTER})?{_SPACE}(?P<open>[(]{_SPACE})?(?P<unit>{_UNIT})(?(open){_SPACE}[)])"
)
# 角 and 分 behind yuan
_SMALL_CHANGE = re.compile(r"[ ]?(?P<jiao>[0-9])[ ]?角(?:[ ]?(?P<fen>[0-9])[ ]?分)?")
# a digit with a separator right before a figure: it may be the rest of a longer one
_TOUCHED = re.compile(r"(?P<before>[0-9][0-9.,]*)(?<![.,])(?P<mark>[,，][ \n]{0,2}|[ \n]{1,2}|[.][ \n]{1,2})$")
_WITH_DECIMALS = re.compile(r"[0-9,]+[.][0-9]+")
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_RESPECTIVE = re.compile(rf"{lexicon.cue('respectively')}[^。；;]*$")
_TOUCHED_LOOKBACK, _LIST_LOOKBACK = 20, 60
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
# a bare 亿 before one of these counts something else than yuan
_MULTIPLES = tuple(unit[0] for unit in _UNITS)


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
# folded, 〇 is a zero; no figure starts with it
_SPELLED_DIGITS["0"] = 0
_ANY_SPELLED = "".join((*_SPELLED_DIGITS, *_SPELLED_TENS, *_SPELLED_SECTIONS))
_FIRST_SPELLED = "".join(digit for digit in _SPELLED_DIGITS if digit != "0")
_SPELLED_RANGE = r"(?:至|到|-|~|—)"
# starts with its own characters, so that it is found fast; what stands before is looked at behind it
_SPELLED = re.compile(
    rf"(?P<number>[{_FIRST_SPELLED}十拾][{_ANY_SPELLED}]*(?:点[{''.join(_SPELLED_DIGITS)}]+[万亿]?)?)(?P<approximate>[余多])?"
    rf"(?P<unit>[万亿]?[元圆])(?!{_SPELLED_RANGE}[{_ANY_SPELLED}])(?:(?P<jiao>[{_FIRST_SPELLED}])角)?(?:零?(?P<fen>[{_FIRST_SPELLED}])分)?"
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
        number, unit = match["number"], match["unit"].replace("圆", "元")
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
        number_end = start + len(number)
        if match["jiao"] or match["fen"]:
            cents = 10 * _SPELLED_DIGITS[match["jiao"] or "零"] + _SPELLED_DIGITS[match["fen"] or "零"]
            value = (value * _UNITS[unit]) + Decimal(cents) / 100
            unit, number_end = "元", match.end()
        yield Amount(start, match.end(), number_end, value, unit, approximate)


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


_SEPARATORS = re.compile(r"[,，\s]")


def _decimal(number: str) -> Decimal | None:
    try:
        value = Decimal(_SEPARATORS.sub("", number))
    except InvalidOperation:
        return None
    return value if value < LARGEST else None


def find_amounts(folded: str) -> list[Amount]:
    """Every amount of money in a folded text, in order.

    Left out: counts (10.2万余处), prices (2000元/人/月), foreign money (50万美元), ranges' ends joined to another number.
    Figures may be spelled out (一百二十万元). A bare 万 or 亿 is returned too: whether it is money depends on the label before it.
    """
    if "元" not in folded and "圆" not in folded and "万" not in folded and "亿" not in folded:
        return []
    matches = [match for match in _MONEY.finditer(folded) if _is_money(folded, match)]
    found: list[Amount] = []
    for match in matches:
        value = _decimal(match["number"])
        if value is None:
            continue
        number_start = start = match.start("number")
        if match["sign"]:
            before = folded[match.start() - 1] if match.start() else ""
            if not before.isdigit() and before not in _JOINED:
                start = match.start()
                value = -value if match["sign"] in _NEGATIVE else value
        if _RANGE_BEFORE.search(folded[max(0, number_start - _RANGE_LOOKBACK) : number_start]):
            continue
        if _RANGE_AFTER.match(folded, match.end()):
            continue
        lead = folded[max(0, start - 2) : start]
        approximate = bool(match["approximate"]) or lead.endswith(_APPROXIMATE_BEFORE)
        approximate = approximate or folded.startswith(_APPROXIMATE_BEHIND, match.end())
        found.append(Amount(start, match.end(), match.end("number"), value, match["unit"], approximate))
    found = [amount for amount in _whole(folded, found) if not may_go_on(folded, amount.start)]
    if spelled := list(spelled_amounts(folded)):
        spans = [(amount.start, amount.end) for amount in spelled]
        found = [one for one in found if not any(low < one.end and one.start < high for low, high in spans)]
        found = sorted([*found, *spelled], key=lambda amount: amount.start)
    return found


def _is_money(folded: str, match: re.Match[str]) -> bool:
    """Whether a number with a unit is an amount at all: no price, no count, no foreign money."""
    rest = folded[match.end() : match.end() + 8]
    unit = match["unit"]
    if _PRICE_AFTER.match(rest) or (unit == "元" and _YUAN_WORDS.match(rest)):
        return False
    return unit not in BARE_UNITS or not (_COUNTER_AFTER.match(rest) or match["open"])


def _whole(folded: str, amounts: list[Amount]) -> list[Amount]:
    """Amounts of several parts as one (1亿2000万元, 3万5000元, 9665元1角8分); parts that make none are left out."""
    found: list[Amount] = []
    position = 0
    while position < len(amounts):
        amount, is_whole = amounts[position], True
        position += 1
        while position < len(amounts) and amounts[position].start == amount.end:
            part = amounts[position]
            is_whole = is_whole and _is_part(amount, part)
            value = (amount.value * _UNITS[amount.unit]) / _UNITS[part.unit] + part.value
            amount = Amount(amount.start, part.end, part.number_end, value, part.unit, part.is_approximate)
            position += 1
        change = _SMALL_CHANGE.match(folded, amount.end) if amount.unit == "元" else None
        if change is not None:
            value = amount.value + Decimal(f"0.{change['jiao']}{change['fen'] or 0}")
            amount = Amount(amount.start, change.end(), change.end(), value, "元", amount.is_approximate)
        if is_whole and not (amount.unit in BARE_UNITS and folded.startswith(_MULTIPLES, amount.end)):
            found.append(amount)
    return found


def _is_part(amount: Amount, part: Amount) -> bool:
    """Whether the second of two amounts without anything between them counts the rest of the first."""
    step = _UNITS[amount.unit]
    return (
        amount.value == amount.value.to_integral_value() and part.value >= 0 and part.value * _UNITS[part.unit] < step
    )


def may_go_on(folded: str, start: int) -> bool:
    """Whether digits and a separator right before an offset may be the beginning of the number there (12,34.5; 12 345.67): a
    number is read whole or not at all.
    """
    touched = _TOUCHED.search(folded, max(0, start - _TOUCHED_LOOKBACK), start)
    if touched is None:
        return False
    before, mark = touched["before"], touched["mark"]
    if mark[0] == "，":
        # 5，163万元, but no clause that ends with a count (98.5，120万元)
        may_join = "." not in before and len(before) <= 3 and _GROUP.match(folded, start) is not None
    elif mark[0] == ",":
        may_join = _WITH_DECIMALS.fullmatch(before) is None
    elif mark[0] == ".":
        # but the number of an item at the start of one
        may_join = folded[: touched.start()].rstrip(" ")[-1:] not in ("", "。", "；", ";", "\n")
    else:
        may_join = len(before) <= 3 and _GROUP.match(folded, start) is not None
    return may_join and _RESPECTIVE.search(folded, max(0, start - _LIST_LOOKBACK), start) is None


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
