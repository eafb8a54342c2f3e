"""One recorded normalisation that keeps every offset: full-width forms become their half-width twins, one for one."""

from __future__ import annotations

import re

_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}
_TABLE.update(
    {
        0x3000: 0x20,
        0x00A0: 0x20,
        0x2002: 0x20,
        0x2003: 0x20,
        0x2009: 0x20,
        0x202F: 0x20,
        0xFEFF: 0x20,
        ord("“"): ord('"'),
        ord("”"): ord('"'),
        ord("「"): ord('"'),
        ord("」"): ord('"'),
        ord("＂"): ord('"'),
        ord("‘"): ord("'"),
        ord("’"): ord("'"),
        ord("〔"): ord("["),
        ord("〕"): ord("]"),
        ord("【"): ord("["),
        ord("】"): ord("]"),
        ord("﹣"): ord("-"),
        ord("−"): ord("-"),
        ord("–"): ord("-"),
        ord("≧"): ord("≥"),
        ord("⩾"): ord("≥"),
        ord("≦"): ord("≤"),
        ord("⩽"): ord("≤"),
        ord("═"): ord("="),
        ord("％"): ord("%"),
        ord("﹪"): ord("%"),
        ord("〇"): ord("0"),
        ord("\t"): 0x20,
        ord("\r"): 0x20,
    }
)

_TWINS = {chr(code): chr(twin) for code, twin in _TABLE.items()}
_FOLDABLE = re.compile("[" + "".join(re.escape(character) for character in _TWINS) + "]")
_WIDE_DIGITS = frozenset("０１２３４５６７８９")
_WIDE_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９])")
# 二〇二三年: a year in numerals, of as many characters as its digits
_NUMERAL_YEAR = re.compile("(?:二[〇○零0O]|一九)[〇○零0O一二三四五六七八九]{2}(?=[ \u3000]?年)")
_NUMERALS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def fold(text: str) -> str:
    """The text with width differences removed; same length, so every offset holds in both.

    A Chinese comma stays one (between half-width digits it separates a list) unless it stands between full-width digits.
    """
    found = set(_FOLDABLE.findall(text))
    if "，" in text and not found.isdisjoint(_WIDE_DIGITS):
        text = _WIDE_THOUSANDS.sub(",", text)
    for character in found:
        text = text.replace(character, _TWINS[character])
    return _NUMERAL_YEAR.sub(lambda year: year[0].translate(_NUMERALS), text) if "年" in text else text


def squeezed_of(folded: str) -> str:
    """What `squeeze` makes of a text that is folded."""
    return "".join(folded.split())


def plain_of(squeezed: str) -> str:
    """What `plain` makes of a text that is squeezed."""
    return squeezed.replace('"', "").replace("'", "").replace("《", "").replace("》", "")


def squeeze(text: str) -> str:
    """The text folded, without any white space: for comparing labels that a form breaks over lines."""
    return squeezed_of(fold(text))


def plain(text: str) -> str:
    """A label as compared: folded, without white space and quotation marks."""
    return plain_of(squeeze(text))


def spelled(characters: str) -> str:
    """The characters with all forms that fold to them: for a character class that reads text as it was written."""
    return characters + "".join(wide for wide, twin in _TWINS.items() if twin in characters)
