"""Number formats: what a cell shows, as a person sees it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.number_format import BUILTIN, shown
from tests.unit.ingest.properties import PROPERTY

ACCOUNTING = BUILTIN[43]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("155.66", None, "155.66"),
        ("155.66000000000003", "General", "155.66"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234567.891234", "General", "1234567.891"),
        ("12345678901", "General", "12345678901"),
        ("123456789012", "General", "1.23457E+11"),
        ("0.9917", "0.00%", "99.17%"),
        ("0.995", "0%", "100%"),
        ("2753.66", "#,##0.00", "2,753.66"),
        ("2753.66", "#,##0.00_ ", "2,753.66"),
        ("1.005", "0.00", "1.01"),
        ("-5.5", ACCOUNTING, "-5.50"),
        ("0", ACCOUNTING, "-"),
        ("-3", "0;(0)", "(3)"),
        ("-98.5", "0.0_);[Red]\\(0.0\\)", "(98.5)"),
        ("5.25", '0.00"万元"', "5.25万元"),
        ("2753660", "0!.0,", "275.4"),
        ("27536600", "#,##0.00,,", "27.54"),
        ("5", "0.0#", "5.0"),
        ("12", "0000", "0012"),
        ("20230105", "0000-00-00", "2023-01-05"),
        ("2023", '0"年度"', "2023年度"),
        ("1", "[>=1]0.0;0.00%", "1.0"),
        ("0.5", "[>=1]0.0;0.00%", "50.00%"),
        ("123456", "0.00E+00", "1.23E+05"),
        ("5", ";;;", ""),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("12", "¥#,##0", "¥12"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("3", "@", "3"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("45292", BUILTIN[57], "2024年1月"),
        ("45292", BUILTIN[14], "2024/1/1"),
        ("45292.5", "yyyy/m/d h:mm", "2024/1/1 12:00"),
        ("45292", "[$-804]yyyy\\年m\\月", "2024年1月"),
        ("0.4", "h:mm", "9:36"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
    ],
)
def test_a_number_shows_as_its_format_says(value: str, code: str | None, text: str) -> None:
    assert shown(Decimal(value), code) == text


def test_days_may_be_counted_from_1904() -> None:
    assert shown(Decimal(0), "yyyy-mm-dd", since_1904=True) == "1904-01-01"


@PROPERTY
@given(st.decimals(-(10**12), 10**12, places=2), st.integers(0, 3), st.booleans())
def test_grouping_changes_nothing_but_commas(value: Decimal, places: int, grouped: bool) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    expected = f"{round_half_up(value, places):{',' if grouped else ''}f}"
    assert shown(value, code) == (expected.lstrip("-") if not round_half_up(value, places) else expected)


def round_half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")


@PROPERTY
@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(alphabet='0#?.,;%@[]"\\_*!eEyYmdhs- 年$/<>=1年', max_size=20),
)
def test_any_format_shows_something(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)
