"""A number as a spreadsheet shows it: the number format applied, so that 0.9917 under 0.00% is 99.17%.

The grammar is that of ECMA-376 part 1, 18.8.31, without fractions and colours' effects; what it can't apply shows as General.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

# Format numbers that have no code in the file. 27 to 36 and 50 to 58 are those of Chinese editions.
BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00', 8: '"¥"#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>general)'
    r"|(?P<noon>am/pm|a/p|上午/下午)|(?P<digits>[0#?]+(?:,[0#?]+)*|\.)|(?P<comma>,+)|(?P<percent>%)|(?P<exponent>e[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LONGEST = 255
_GENERAL_DIGITS = 11
_STORED = Context(prec=15, rounding=ROUND_HALF_UP)
_PRECISE = Context(prec=60, rounding=ROUND_HALF_UP)

Token = tuple[str, str]


@cache
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    found: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        kind = match.lastgroup or "literal"
        value = match[kind]
        if kind == "literal" and value == ";":
            found.append([])
        else:
            found[-1].append((kind, value))
    return tuple(tuple(section) for section in found)


def shown(value: Decimal, code: str | None, since_1904: bool = False) -> str:
    """The text a cell with this number and number format shows."""
    value = _STORED.plus(value)
    sections = _sections(code or "General")[:4]
    section, value = _section_for(value, sections)
    kinds = {kind for kind, _ in section}
    if ("date" in kinds and "digits" not in kinds - {"date"}) or _is_date(section):
        dated = _date(value, section, since_1904)
        return _general(value) if dated is None else dated
    if "general" in kinds or "text" in kinds or not section:
        literal = "".join(
            _general(abs(value) if index else value) if kind in ("general", "text") else text
            for index, (kind, text) in enumerate(section)
            if kind in ("general", "text", "quoted", "escaped", "literal")
        )
        return literal if section else ""
    if any(text == "/" and kind == "literal" for kind, text in section) and "digits" in kinds:
        return _general(value)
    return _number(value, section)


def _is_date(section: tuple[Token, ...]) -> bool:
    """Whether a section shows a date: it has date letters, and digits only as fractions of a second."""
    dates = [text for kind, text in section if kind == "date"]
    return bool(dates) and not any(kind == "exponent" for kind, _ in section)


def _section_for(value: Decimal, sections: tuple[tuple[Token, ...], ...]) -> tuple[tuple[Token, ...], Decimal]:
    """The section that answers for a value, and the value as that section shows it (the second shows no sign of its own)."""
    conditions = [
        next((c for kind, text in section if kind == "bracket" and (c := _CONDITION.fullmatch(text))), None)
        for section in sections
    ]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, condition[1], Decimal(condition[2])):
                return section, value
        return sections[-1], value
    numbers = [section for section in sections if not any(kind == "text" for kind, _ in section)] or list(sections)
    if value < 0 and len(numbers) > 1:
        return numbers[1], abs(value)
    if value == 0 and len(numbers) > 2:
        return numbers[2], value
    return numbers[0], value


def _holds(value: Decimal, operator: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[operator]


def _general(value: Decimal) -> str:
    """As the format General shows it in a wide column: at most eleven characters of digits."""
    if value == 0:
        return "0"
    rounded = Context(prec=_GENERAL_DIGITS, rounding=ROUND_HALF_UP).plus(value)
    magnitude = rounded.adjusted()
    if magnitude >= _GENERAL_DIGITS or magnitude < -9:
        mantissa = Context(prec=6, rounding=ROUND_HALF_UP).plus(value)
        digits = f"{mantissa.scaleb(-mantissa.adjusted()).normalize():f}"
        return f"{digits}E{mantissa.adjusted():+03d}"
    places = max(0, _GENERAL_DIGITS - 2 - max(magnitude, 0)) if rounded != rounded.to_integral_value() else 0
    text = f"{_rounded(rounded, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, places: int) -> Decimal:
    return _PRECISE.quantize(value, Decimal(1).scaleb(-places))


@dataclass(slots=True)
class _Places:
    """What a section says of the digits: the marks before and behind the point, grouping, scale, and the exponent's places."""

    before: str = ""
    after: str = ""
    has_point: bool = False
    is_grouped: bool = False
    scale: int = 0
    # the places of the exponent, None where the section has none
    power: str | None = None

    def take_digits(self, text: str) -> None:
        if text == ".":
            self.has_point = True
        elif self.power is not None:
            self.power += text
        elif self.has_point:
            self.after += text.replace(",", "")
        else:
            self.is_grouped |= "," in text
            self.before += text.replace(",", "")


def _places(section: tuple[Token, ...]) -> _Places:
    places = _Places()
    for kind, text in section:
        if kind == "digits":
            places.take_digits(text)
        elif kind == "comma" and (places.before or places.after):
            places.scale -= 3 * len(text)
        elif kind == "percent":
            places.scale += 2
        elif kind == "exponent":
            places.power = ""
    return places


def _number(value: Decimal, section: tuple[Token, ...]) -> str:
    places = _places(section)
    if not places.before and not places.after:
        # no place for digits: only what stands around them
        return "".join(text for kind, text in section if kind in ("quoted", "escaped", "literal", "percent")).strip()
    scaled = value.scaleb(places.scale, _PRECISE) if places.scale else value
    shift = 0
    if places.power is not None and scaled:
        shift = scaled.adjusted() - (max(len(places.before), 1) - 1)
        scaled = scaled.scaleb(-shift, _PRECISE)
    try:
        number = _rounded(scaled, len(places.after))
    except InvalidOperation:
        return _general(value)
    sign = "-" if number < 0 else ""
    whole, _, fraction = f"{abs(number):f}".partition(".")
    whole = _whole(whole, places)
    fraction = _fraction(fraction, places.after)
    shown = f"{whole}{'.' + fraction if places.has_point and (fraction or '0' in places.after) else ''}"
    if places.power is not None:
        shown += f"E{'-' if shift < 0 else '+'}{abs(shift):0{max(len(places.power), 1)}d}"
    return sign + "".join(_pieces(section, shown, _slots(whole, places.before))).strip()


def _whole(digits: str, places: _Places) -> str:
    """The digits before the point, as many as the format asks for, grouped where it says so."""
    whole = digits.lstrip("0").rjust(places.before.count("0"), "0")
    return f"{int(whole):,}" if places.is_grouped and len(whole) > 3 and not whole.startswith("0") else whole


def _fraction(digits: str, marks: str) -> str:
    """The digits behind the point without zeros that the format leaves away."""
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and marks[kept - 1] in "#?":
        kept -= 1
    return digits[:kept]


def _pieces(section: tuple[Token, ...], shown: str, slots: Iterator[str]) -> Iterator[str]:
    """What a section shows, token by token: the number where its first digits stand, or each digit in its place."""
    is_interrupted = told = _is_interrupted(section)
    for kind, text in section:
        if kind == "digits" and is_interrupted:
            yield "".join(next(slots) for mark in text if mark in "0#?")
        elif kind in ("digits", "comma"):
            if not told:
                yield shown
            told = True
        elif kind in ("quoted", "escaped", "literal", "percent"):
            yield text
        elif kind == "space":
            yield " "
        elif kind == "bracket" and text.startswith("$"):
            yield text[1:].partition("-")[0]


def _is_interrupted(section: tuple[Token, ...]) -> bool:
    """Whether something stands between the digits of a whole number (0000-00-00, or 0!.0 for tens of thousands)."""
    places = [index for index, (kind, text) in enumerate(section) if kind == "digits"]
    if not places or any(section[index][1] == "." or "," in section[index][1] for index in places):
        return False
    between = section[places[0] : places[-1] + 1]
    return len(places) > 1 and all(kind in ("digits", "escaped", "quoted", "literal") for kind, _ in between)


def _slots(whole: str, marks: str) -> Iterator[str]:
    """The digits for each place of a number, from the left; the first place takes all there are too many."""
    extra = max(0, len(whole) - len(marks))
    yield whole[: extra + 1] if len(whole) >= len(marks) else ""
    rest = whole[extra + 1 :] if len(whole) >= len(marks) else whole.rjust(len(marks))[1:]
    for digit in rest:
        yield digit.strip()


def _date(value: Decimal, section: tuple[Token, ...], since_1904: bool) -> str | None:
    """A serial number as a date or time; None where it is no such number."""
    if value < 0 or value > 2_958_465:
        return None
    seconds = int(_rounded(value * 86_400, 0))
    # the format's authors took 1900 for a leap year
    start = "1904-01-01" if since_1904 else "1899-12-30" if value >= 61 else "1899-12-31"
    moment = datetime.fromisoformat(start) + timedelta(seconds=seconds)
    noon = any(kind == "noon" for kind, _ in section)
    out: list[str] = []
    last = ""
    for position, (kind, text) in enumerate(section):
        if kind == "date":
            letters = text.lower()
            if letters[0] == "m" and (last == "h" or _next_is_seconds(section, position)):
                out.append(f"{moment.minute:0{min(len(letters), 2)}d}")
            else:
                out.append(_date_part(moment, letters, noon))
            last = letters[0]
        elif kind == "bracket" and text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            out.append(str(seconds // {"h": 3_600, "m": 60, "s": 1}[text[0].lower()]))
            last = text[0].lower()
        elif kind == "noon":
            out.append("PM" if moment.hour >= 12 else "AM")
        elif kind in ("quoted", "escaped", "literal"):
            out.append(text)
        elif kind == "space":
            out.append(" ")
        elif kind == "digits" and text == "." and last != "s":
            out.append(text)
    return "".join(out).strip()


def _next_is_seconds(section: tuple[Token, ...], position: int) -> bool:
    following = next((text for kind, text in section[position + 1 :] if kind == "date"), "")
    return following.lower().startswith("s")


def _date_part(moment: datetime, letters: str, noon: bool) -> str:
    length = len(letters)
    match letters[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if letters[0] == "y" and length <= 2 else str(moment.year)
        case "m":
            return _MONTHS[moment.month - 1] if length >= 3 else f"{moment.month:0{length}d}"
        case "d":
            if length >= 3:
                return ("周一", "周二", "周三", "周四", "周五", "周六", "周日")[moment.weekday()]
            return f"{moment.day:0{length}d}"
        case "h":
            hour = (moment.hour % 12 or 12) if noon else moment.hour
            return f"{hour:0{min(length, 2)}d}"
        case _:
            return f"{moment.second:0{min(length, 2)}d}"
