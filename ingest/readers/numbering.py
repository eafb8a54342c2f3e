"""Automatic numbers of paragraphs: what Word counts and shows in front of a paragraph, from numbering.xml and the styles.

A paragraph names a list (`numId`) and a level; the list names an abstract list, whose levels say how to count and how to write.
Lists of one abstract list count on together unless an override says where to start. Source: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LEVELS = 9
_LARGEST = 2_147_483_647
_PLACE = re.compile(r"%([1-9])")

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四伍六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ENCLOSED_IDEOGRAPHS = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
# glyphs of the symbol fonts that lists and forms use, by their place in the font
SYMBOL_FONTS: dict[str, dict[int, str]] = {
    "symbol": {
        0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷",
        0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xDE: "⇒",
    },
    "wingdings": {
        0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9F: "•",
        0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "×", 0xFC: "√", 0xFD: "☒",
        0xFE: "☑",
        **{0x81 + index: chr(0x2460 + index) for index in range(10)},
        **{0x8C + index: chr(0x2776 + index) for index in range(10)},
    },
    "wingdings 2": {0x50: "√", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●", 0xA2: "■"},
}  # fmt: skip


def symbol(code: int, font: str) -> str:
    """The character that a symbol font shows for a code (with or without the private area's F0 in front); empty if unknown."""
    place = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    known = SYMBOL_FONTS.get(font.strip().lower())
    if known is not None:
        # below 80 Symbol has the letters and digits of ASCII or Greek: those aren't told apart here
        return known.get(place, "")
    if 0xE000 <= code <= 0xF8FF:
        return ""
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code <= 0xDFFF else ""


# -- counting ----------------------------------------------------------------------------------------------------------


def _counting(number: int, digits: str, units: tuple[str, str, str], is_one_said: bool) -> str:
    """A number below 10 000 by tens, hundreds and thousands; `is_one_said`: 一十, not 十."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text, is_gap = "", False
    for power, unit in ((3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
        digit = number // 10**power % 10
        if digit == 0:
            is_gap = bool(text)
            continue
        if is_gap:
            text += "零" if digits[0] == "〇" else digits[0]
            is_gap = False
        # 十一, but 一百一十一
        is_silent = digit == 1 and power == 1 and not text and not is_one_said
        text += ("" if is_silent else digits[digit]) + unit
    return text


def _positional(number: int, digits: str) -> str:
    return "".join(digits[int(figure)] for figure in str(number))


def _chinese_counting(number: int) -> str:
    # 一 … 九十九 by tens, from one hundred on figure by figure
    if number < 100:
        return _counting(number, _DIGITS, ("十", "百", "千"), is_one_said=False)
    return _positional(number, "○一二三四五六七八九")


def _japanese_counting(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += ("" if digit == 1 and power else _DIGITS[digit]) + unit
    return text


def _roman(number: int) -> str:
    if not 0 < number < 32_768:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    # a … z, aa, bb …
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _from_range(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= count else str(number)


def _from_list(letters: str) -> Callable[[int], str]:
    return lambda number: letters[number - 1] if 1 <= number <= len(letters) else str(number)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _wide(number: int) -> str:
    return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _from_range(0x2460, 20),
    "decimalEnclosedCircleChinese": _from_range(0x2460, 20),
    "decimalEnclosedFullstop": _from_range(0x2488, 20),
    "decimalEnclosedParen": _from_range(0x2474, 20),
    "ideographEnclosedCircle": _from_list(_ENCLOSED_IDEOGRAPHS),
    "ideographTraditional": _from_list(_STEMS),
    "ideographZodiac": _from_list(_BRANCHES),
    "ideographZodiacTraditional": lambda number: (
        _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else str(number)
    ),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": lambda number: _counting(number, _DIGITS, ("十", "百", "千"), is_one_said=False),
    "taiwaneseCountingThousand": lambda number: _counting(number, _DIGITS, ("十", "百", "千"), is_one_said=False),
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL, ("拾", "佰", "仟"), is_one_said=True),
    "ideographLegalTraditional": lambda number: _counting(
        number, _LEGAL_TRADITIONAL, ("拾", "佰", "仟"), is_one_said=True
    ),
    "japaneseLegal": lambda number: _counting(number, _LEGAL_JAPANESE, ("拾", "百", "阡"), is_one_said=True),
    "japaneseCounting": _japanese_counting,
    "ideographDigital": lambda number: _positional(number, _DIGITS),
    "japaneseDigitalTenThousand": lambda number: _positional(number, _DIGITS),
    "taiwaneseDigital": lambda number: _positional(number, "○一二三四五六七八九"),
}


def formatted(number: int, number_format: str) -> str:
    """A number as a `numFmt` writes it; a format without a rule here, or a number beyond one's letters, stays decimal."""
    if number < 0:
        return str(number)
    written = _FORMATS.get(number_format)
    return str(number) if written is None else written(number)


# -- lists -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """How a level counts and writes. `restart` is the number of higher levels that restart it (0: none does)."""

    start: int = 0
    number_format: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int = 0
    is_legal: bool = False
    style: str | None = None
    font: str = ""


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str | None = None
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    abstract_id: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


def integer(element: Any, default: int = 0, attribute: str = "val") -> int:
    """An element's whole number; the default where there is no element or no number. Clamped to 31 bits."""
    value = None if element is None else element.get(f"{W}{attribute}")
    if value is None or not re.fullmatch(r"\s*[-+]?[0-9]{1,20}\s*", value):
        return default
    return max(-_LARGEST, min(_LARGEST, int(value)))


def is_on(element: Any) -> bool:
    """Whether an on/off property is there and on."""
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


class Numbering:
    """The lists of a document, and how far each has counted.

    `root` is the root of numbering.xml or None; `list_of_style` gives the list that a numbering style names.
    """

    def __init__(self, root: Any, list_of_style: Callable[[str], str | None]) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        for element in root.iterchildren(f"{W}abstractNum"):
            link = element.find(f"{W}numStyleLink")
            self._abstracts[element.get(f"{W}abstractNumId", "")] = _Abstract(
                dict(_levels(element)), None if link is None else link.get(f"{W}val")
            )
        for element in root.iterchildren(f"{W}num"):
            abstract = element.find(f"{W}abstractNumId")
            found = _List("" if abstract is None else abstract.get(f"{W}val", ""))
            for override in element.iterchildren(f"{W}lvlOverride"):
                level = integer(override, -1, "ilvl")
                start = override.find(f"{W}startOverride")
                if start is not None:
                    found.starts[level] = integer(start)
                found.levels.update((level, described) for _, described in _levels(override))
            self._lists[element.get(f"{W}numId", "")] = found
        self._follow_links(list_of_style)

    def _follow_links(self, list_of_style: Callable[[str], str | None]) -> None:
        for found in self._lists.values():
            # a numbering style names a list, which may name a style again: followed a few times, never in a ring
            for _ in range(LEVELS):
                abstract = self._abstracts.get(found.abstract_id)
                if abstract is None or abstract.style_link is None:
                    break
                linked = self._lists.get(list_of_style(abstract.style_link) or "")
                if linked is None or linked.abstract_id == found.abstract_id:
                    break
                found.abstract_id = linked.abstract_id

    def level_of_style(self, list_id: str, styles: Sequence[str]) -> int | None:
        """The level of a list that is linked to the first of these styles that any is linked to."""
        levels = self._levels_of(list_id)
        for style in styles:
            for number, level in levels.items():
                if level.style == style:
                    return number
        return None

    def _levels_of(self, list_id: str) -> dict[int, Level]:
        found = self._lists.get(list_id)
        abstract = None if found is None else self._abstracts.get(found.abstract_id)
        if found is None or abstract is None:
            return {}
        return {**abstract.levels, **found.levels}

    def label(self, list_id: str, level: int) -> str:
        """Counts the next paragraph of a list's level and gives what stands in front of it, with the space behind it."""
        levels = self._levels_of(list_id)
        described = levels.get(level)
        if described is None:
            return ""
        found = self._lists[list_id]
        counters = self._abstracts[found.abstract_id].counters
        if level in found.starts and level not in found.started:
            counters[level] = found.starts[level]
        elif level in counters:
            counters[level] = min(counters[level] + 1, _LARGEST)
        else:
            counters[level] = found.starts.get(level, described.start)
        found.started.add(level)
        for deeper in [number for number in counters if number > level]:
            below = levels.get(deeper)
            if below is None or level < below.restart:
                del counters[deeper]
        shown = self._shown(described, level, levels, found, counters)
        return f"{shown}{described.suffix}" if shown else ""

    def _shown(
        self, described: Level, level: int, levels: dict[int, Level], found: _List, counters: dict[int, int]
    ) -> str:
        if described.number_format == "bullet":
            return _bullet(described)

        def written(match: re.Match[str]) -> str:
            number = int(match[1]) - 1
            if number > level:
                return ""
            of = levels.get(number, Level(start=1))
            # a level that was passed over shows its start
            value = counters.get(number, found.starts.get(number, of.start))
            return formatted(value, "decimal" if described.is_legal else of.number_format)

        return _PLACE.sub(written, described.text)


def _bullet(level: Level) -> str:
    shown = ""
    for character in level.text[:4]:
        code = ord(character)
        is_symbol = 0xE000 <= code <= 0xF8FF
        shown += (symbol(code, level.font) or "●") if is_symbol else character
    return shown


def _levels(parent: Any) -> Iterator[tuple[int, Level]]:
    for element in parent.iterchildren(f"{W}lvl"):
        number = integer(element, -1, "ilvl")
        if not 0 <= number < LEVELS:
            continue
        restart = element.find(f"{W}lvlRestart")
        yield (
            number,
            Level(
                start=integer(element.find(f"{W}start")),
                number_format=_number_format(element),
                text=_level_text(element),
                suffix=_suffix(element),
                restart=number if restart is None else max(0, min(number, integer(restart))),
                is_legal=is_on(element.find(f"{W}isLgl")),
                style=_value(element.find(f"{W}pStyle")),
                font=_font(element),
            ),
        )


def _value(element: Any) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _number_format(level: Any) -> str:
    direct = level.find(f"{W}numFmt")
    if direct is None:
        # formats of later versions come with one that every version knows
        direct = level.find(f"{_ALTERNATE}/{_FALLBACK}/{W}numFmt")
    return _value(direct) or "decimal"


def _level_text(level: Any) -> str:
    element = level.find(f"{W}lvlText")
    text = _value(element) or ""
    return "" if element is not None and element.get(f"{W}null") in ("1", "true", "on") else text[:200]


def _suffix(level: Any) -> str:
    return "" if _value(level.find(f"{W}suff")) == "nothing" else " "


def _font(level: Any) -> str:
    fonts = level.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
