"""Fiscal years in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize.characters import fold
from ingest.normalize.years import find_years, relative_year, without_document_numbers
from tests.unit.ingest.properties import PROPERTY, WIDE


def years(text: str) -> list[int]:
    return [year.value for year in find_years(fold(text))]


@PROPERTY
@given(
    st.integers(1990, 2099),
    st.sampled_from(["年", "年度", " 年", " 年度"]),
    st.booleans(),
    st.sampled_from(["", "（", "清河市", "附件1"]),
    st.sampled_from(["", "预算支出", "）", "1月至12月", "，"]),
)
def test_a_year_is_found_in_any_width(year: int, mark: str, wide: bool, before: str, after: str) -> None:
    number = str(year).translate(WIDE) if wide else str(year)
    text = fold(f"{before.rstrip('1')}{number}{mark}{after}")
    (found,) = find_years(text)
    assert found.value == year
    assert text[found.start : found.end].startswith(str(year))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 23年度决算", [2023]),
        ("2022年、2023年", [2022, 2023]),
        ("2020-2022年度", [2022]),
        ("2024年3月15日印发", []),
        ("2024 年 3 月 15 日", []),
        ("2024年12月31日", []),
        ("2024年 12月31日", []),
        ("2023年1-12月", [2023]),
        ("清财〔2024〕33号", []),
        ("(2024)33号", []),
        ("1952年成立", []),
        ("1989年", []),
        ("1990年", [1990]),
        ("2023年初预算", [2023]),
        ("2023年末编制", [2023]),
        ("2023年底", [2023]),
        ("2024年以来3月5日", []),
        ("2024年3月", [2024]),
        ("20 2 3年", [2023]),
        ("12023年", []),
        ("3.2023年", []),
        ("2023个", []),
    ],
)
def test_dates_and_document_numbers_are_no_years(text: str, expected: list[int]) -> None:
    assert years(text) == expected


@pytest.mark.parametrize(
    ("text", "is_compared"),
    [
        ("与2022年持平", True),
        ("较2022年增加", True),
        ("比2022年度减少", True),
        ("同2022年相比", True),
        ("较上年（2022年）增长", True),
        ("较上一年度（2022年）增长", True),
        ("较上年2022年增长", True),
        *(
            (f"{word}2022年", True)
            for word in ("和", "对比", "相比", "同比", "高于", "低于", "大于", "小于", "多于", "少于")
        ),
        ("用于2022年预算", False),
        ("比重最大的一项是2022年预算", False),
        ("2022年预算", False),
        ("根据2022年预算", False),
    ],
)
def test_a_year_that_is_only_compared_with_says_so(text: str, is_compared: bool) -> None:
    (year,) = find_years(fold(text))
    assert year.is_compared is is_compared


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("上年决算", 2022),
        ("上一年度", 2022),
        ("上一年", 2022),
        ("上年度", 2022),
        ("本年", 2023),
        ("去年", 2022),
        ("本年支出", 2023),
        ("本年度", 2023),
        ("今年", 2023),
        ("当年预算", 2023),
        ("年初预算", None),
    ],
)
def test_relative_years_count_from_the_reports_year(text: str, year: int | None) -> None:
    assert relative_year(text, 2023) == year


def test_document_numbers_are_blanked_in_place() -> None:
    text = fold("根据清财预〔2024〕33号文，2023年预算")
    blanked = without_document_numbers(text)
    assert len(blanked) == len(text)
    assert "2024" not in blanked
    assert "2019" not in without_document_numbers(fold("财预【 2019 】33号"))
    assert without_document_numbers("财预[3019]33号") == "财预[3019]33号"
    assert without_document_numbers("2024年预算") == "2024年预算"
    assert blanked[text.index("2023") :] == text[text.index("2023") :]
