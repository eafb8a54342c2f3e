"""Amounts by what stands right around them, and figures spelled out at the edges of their grammar."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.normalize.amounts import (
    Blank,
    blank_meaning,
    cell_amount,
    find_amounts,
    find_rates,
    parse_number,
    spelled_number,
)
from ingest.normalize.characters import fold, squeeze


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("二十", 20), ("一百十", 110), ("三百十", 310), ("一千零五", 1005), ("两千零五十", 2050), ("十万", 10**5), ("一百二十万", 1_200_000),
        ("一亿二千万", 120_000_000), ("一亿零五", 100_000_005), ("拾万零伍仟", 105_000), ("二点五", Decimal("2.5")), ("一百点零五", Decimal("100.05")),
        ("三点", 3), ("零", 0),
        # nothing is spelled by these
        ("二三", None), ("百万", None), ("千", None), ("二十十", None), ("五十十", None), ("一百百", None), ("万", None), ("零万", None), ("一万亿", None),
        ("一万二万", None), ("一亿二亿", None),
    ],
)  # fmt: skip
def test_numbers_in_numerals(text: str, value: Decimal | int | None) -> None:
    assert spelled_number(text) == value


@pytest.mark.parametrize(
    ("text", "yuan", "is_about"),
    [
        ("五十万元", "500000", False),
        ("约五十万元", "500000", True),
        ("投入约五十万元", "500000", True),
        ("超过五十万元", "500000", True),
        ("共超过五十万元", "500000", True),
        ("五十余万元", "500000", True),
        ("一百多亿元", "10000000000", True),
        ("二点五万元", "25000", False),
        ("二点五万余元", "25000", True),
        ("一点二亿多元", "120000000", True),
        ("三十万余元", "300000", True),
        ("一亿零五十万元", "100500000", False),
    ],
)
def test_amounts_in_numerals(text: str, yuan: str, is_about: bool) -> None:
    assert [(str(amount.yuan.normalize().quantize(Decimal(1))), amount.is_approximate) for amount in find_amounts(text)] == [(yuan, is_about)]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "数十万元", "几百万元", "上百万元", "第五万元", "五万元至十万元", "五万元-十万元", "一万万元", "五元", "三元宵", "二十元旦",
        "五十元/平方米", "五十元 / 平方米", "五十元每人", "五十元/ 小时", "五十元/学期",
    ],
)  # fmt: skip
def test_numerals_that_are_no_amount(text: str) -> None:
    assert find_amounts(text) == []
    assert len(find_amounts("五十元")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "3万多人", "3万余人", "3万人", "3亿多株", "3亿株", "3亿余个", "5元宵", "5元旦", "5元老", "5元件", "5元首", "5元素", "5元宇宙", "3(万)", "3（亿）".replace("（", "(").replace("）", ")"),
        "50元 / 平方米", "50元/平方米", "50元/ 立方", "50元/小时", "50元/学期", "50元/季", "50元/天", "50元每人", "50万美元", "50万港币",
    ],
)  # fmt: skip
def test_figures_that_count_or_price_things(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "value", "start"),
    [
        # what counts things counts them behind a bare 万 only
        ("5万元项目资金", "5", 0),
        ("5万元人员经费", "5", 0),
        ("3亿", "3", 0),
        ("3(万元)", "3", 0),
        # a sign belongs to the figure unless it ties it to what stands before
        ("共-5万元", "-5", 1),
        ("共△5万元", "-5", 1),
        ("共负5万元", "-5", 1),
        ("共+5万元", "5", 1),
        ("亿-5万元", "5", 2),
        ("年-5万元", "5", 2),
        ("元-5万元", "5", 2),
        ("元甲-5万元", "-5", 2),
        ("万-5万元", "5", 2),
        ("3+5万元", "5", 2),
        ("月△5万元", "5", 2),
    ],
)
def test_where_an_amount_begins(text: str, value: str, start: int) -> None:
    (amount,) = find_amounts(text)
    assert (str(amount.value), amount.start) == (value, start)


def test_a_word_before_the_first_figure_of_a_text_says_that_it_is_about_so_much() -> None:
    assert [find_amounts(text)[0].is_approximate for text in ("约5万元", "超过5万元", "共5万元")] == [True, True, False]


def test_a_cell_beyond_any_budget_is_none() -> None:
    assert cell_amount("1000000000000000", "元") is None
    assert cell_amount("999999999999999", "元") is not None


@pytest.mark.parametrize(("text", "meaning"), [("……", Blank.UNKNOWN), ("….…", Blank.UNKNOWN), ("无；", Blank.ZERO), ("无;", Blank.ZERO), ("无。", Blank.ZERO)])  # fmt: skip
def test_marks_for_nothing_and_marks_behind_words(text: str, meaning: Blank) -> None:
    assert blank_meaning(squeeze(text)) is meaning


@pytest.mark.parametrize("text", ["-1000000000000000", "(1000000000000000.00)", "1,860，400", "1，86", "（1）"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", [" 1，860.40", "\n1，860.40", "1，860.40 ", "-1，860.40", "△1，860.40元"])
def test_a_wide_comma_may_group_the_thousands_of_a_cell(text: str) -> None:
    amount = cell_amount(fold(text), "元")
    assert amount is not None
    assert abs(amount.value) == Decimal("1860.40")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"), ("¥12.5", "12.5"), ("￥ 12.5", "12.5"), ("(12.5)", "-12.5"), ("12.5万元。", "12.5"), ("12.5（亿）", "12.5"), ("12.5 ( 万 )", "12.5"),
        ("12.5 .", "12.5"), ("12.5\n万元", "12.5"), ("12.5万元", "12.5"), ("△ 12.5", "-12.5"), ("拾贰元整", "12"), ("拾贰元\n整", "12"), ("拾贰元整\n", "12"), ("拾贰元整 ", "12"), ("拾贰元 整", "12"), ("12.5万元 。", "12.5"), ("拾贰元 整 ", "12"), ("拾贰元", "12"),
    ],
)  # fmt: skip
def test_what_may_stand_around_the_figure_of_a_cell(text: str, value: str) -> None:
    amount = cell_amount(fold(text), "元")
    assert amount is not None
    assert amount.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("90%", ["0.9"]), ("-5%", ["-0.05"]), ("△5 %", ["-0.05"]), ("负5百分比", ["-0.05"]), ("+5%", ["0.05"]), ("1,200%", ["12"]),
        ("90%、80%", ["0.9", "0.8"]), ("5个百分点", []), ("5百分点", []), ("90%-95%", []), ("90-95%", []), ("90%至95%", []), ("90至95百分比", []), ("90%~95 %", []),
        ("90%，至95%", ["0.9", "0.95"]), ("2-5%", []),
    ],
)  # fmt: skip
def test_rates_and_what_is_none(text: str, values: list[str]) -> None:
    assert [rate.value for rate in find_rates(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "written"),
    [("共+5%", "+5%"), ("共-5%", "-5%"), ("3+5%", "5%"), ("90%+5%", "90%5%"), ("1.12.5%", ""), ("1234,567%", "567%"), ("12.5%", "12.5%"), ("第1.5 %", "1.5 %")],
)  # fmt: skip
def test_where_a_rate_begins(text: str, written: str) -> None:
    assert "".join(text[rate.start : rate.end] for rate in find_rates(text)) == written
