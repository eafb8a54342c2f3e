"""Numbers as Word writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.numbering import _FORMATS, formatted, symbol
from tests.unit.ingest.properties import PROPERTY


@pytest.mark.parametrize(
    ("number_format", "number", "written"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("numberInDash", 3, "- 3 -"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ideographLegalTraditional", 23, "貳拾參"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("ideographDigital", 10, "一〇"),
        ("japaneseCounting", 10, "十"),
        ("japaneseCounting", 111, "百十一"),
        ("taiwaneseCountingThousand", 21, "二十一"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 28, "BB"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("hex", 255, "FF"),
        ("none", 5, ""),
        ("unheardOf", 5, "5"),
    ],
)
def test_formats(number_format: str, number: int, written: str) -> None:
    assert formatted(number, number_format) == written


@given(st.sampled_from(sorted(_FORMATS)), st.integers(-5, 2_147_483_647))
@PROPERTY
def test_any_number_in_any_format_is_short(number_format: str, number: int) -> None:
    assert len(formatted(number, number_format)) < 60


@given(st.sampled_from(["chineseCountingThousand", "upperRoman", "chineseLegalSimplified"]), st.data())
@PROPERTY
def test_different_numbers_look_different(number_format: str, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.integers(1, 9_999), min_size=2, max_size=2, unique=True))
    assert formatted(one, number_format) != formatted(other, number_format)


def test_symbols() -> None:
    assert symbol(0xF0B3, "Symbol") == "≥" and symbol(0xB3, "symbol") == "≥"
    assert symbol(0xF052, "Wingdings 2") == "☑"
    assert symbol(0x2103, "宋体") == "℃"
    assert symbol(0xF0FF, "Webdings") == "" and symbol(0xD800, "x") == "" and symbol(0x7FFFFFFF, "x") == ""
