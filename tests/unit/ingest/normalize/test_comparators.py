"""Targets and actual values: operator, number, unit, and what follows from the two."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize.comparators import Quantity, achievement_rate, comparable, is_met, parse_quantity, symbol_operator
from tests.unit.ingest.properties import PROPERTY, Written, written

SYMBOLS = {
    "≥": ">=", "≧": ">=", ">=": ">=", "≤": "<=", "≦": "<=", ">": ">", "＞": ">", "<": "<", "＜": "<", "=": "=", "═": "=",
    "不低于": ">=", "不少于": ">=", "至少": ">=", "大于等于": ">=", "不高于": "<=", "不超过": "<=", "小于等于": "<=",
    "控制在": "<=", "不小于": ">=", "达": ">=", "达到": ">=", "达到了": ">=", "到达": ">=", "高于或等于": ">=", "大于或等于": ">=", "不多于": "<=",
    "不大于": "<=", "不超": "<=", "最多": "<=", "小于或等于": "<=", "低于或等于": "<=", "超过": ">", "多于": ">", "少于": "<", "高于": ">", "大于": ">", "低于": "<", "小于": "<", "等于": "=", "": None,
}  # fmt: skip
WORDS_AFTER = {
    "以上": ">=",
    "及以上": ">=",
    "（含）以上": ">=",
    "以内": "<=",
    "之内": "<=",
    "以下": "<=",
    "及以下": "<=",
    "或以上": ">=",
    "内": "<=",
    "（含）": ">=",
    "以上（含）": ">=",
    "以下（含）": "<=",
    "左右": None,
    "": None,
}
UNITS = ["次", "起", "人", "家", "件", "万元", "亿元", "元", "公里", "个", "户", "人次", "平方米", "分", ""]


@PROPERTY
@given(written(), st.sampled_from(sorted(SYMBOLS)), st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_an_operator_before_the_figure(figure: Written, symbol: str, unit: str, space: str) -> None:
    assert parse_quantity(f"{symbol}{space}{figure.text}{unit}") == Quantity(
        SYMBOLS[symbol], figure.value, unit or None
    )


@PROPERTY
@given(written(), st.sampled_from(sorted(WORDS_AFTER)), st.sampled_from(UNITS))
def test_words_after_the_figure(figure: Written, word: str, unit: str) -> None:
    assert parse_quantity(f"{figure.text}{unit}{word}") == Quantity(WORDS_AFTER[word], figure.value, unit or None)


@PROPERTY
@given(written(), st.sampled_from(sorted(SYMBOLS)), st.sampled_from(["%", "％", "百分比"]))
def test_percentages_are_fractions(figure: Written, symbol: str, mark: str) -> None:
    assert parse_quantity(f"{symbol}{figure.text}{mark}") == Quantity(SYMBOLS[symbol], figure.value / 100, "%")


@PROPERTY
@given(
    st.text(alphabet="0123456789.,%≥≤<>=不低于高以上内达到增长下降万元亿次年月日（含）约余左右 、，。\n-", max_size=24)
)
def test_no_text_breaks_the_grammar(text: str) -> None:
    found = parse_quantity(text)
    if found is not None:
        assert found.operator in (None, ">=", "<=", ">", "<", "=")
        assert found.value.is_finite()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥2次", Quantity(">=", Decimal(2), "次")),
        ("200起以上", Quantity(">=", Decimal(200), "起")),
        ("不低于3%", Quantity(">=", Decimal("0.03"), "%")),
        ("在100%以内", Quantity("<=", Decimal(1), "%")),
        ("9.33亿元", Quantity(None, Decimal("9.33"), "亿元")),
        ("1年", Quantity(None, Decimal(1), "年")),
        ("1年内", Quantity("<=", Decimal(1), "年")),
        ("3个工作日内", Quantity("<=", Decimal(3), "个工作日")),
        ("增长10%", Quantity(None, Decimal("0.1"), "%", "up")),
        ("同比下降5%", Quantity(None, Decimal("0.05"), "%", "down")),
        *(
            (f"{word}5%", Quantity(None, Decimal("0.05"), "%", "up"))
            for word in ("增加", "提高", "提升", "上升", "增幅", "增长了", "提高率", "增长为", "增长约")
        ),
        *((f"{word}5%", Quantity(None, Decimal("0.05"), "%", "down")) for word in ("降低", "减少", "下降率", "减少了")),
        ("增长达到5%", Quantity(None, Decimal("0.05"), "%", "up")),
        *(
            (f"{word}12场", Quantity(None, Decimal(12), "场"))
            for word in (
                "近",
                "大约",
                "共",
                "共计",
                "为",
                "是",
                "在",
                "已",
                "实际",
                "实现",
                "目标",
                "目标值",
                "年度",
                "已完成",
            )
        ),
        ("不低于约12场", Quantity(">=", Decimal(12), "场")),
        ("目标≥12场", Quantity(">=", Decimal(12), "场")),
        ("目标≤12场", Quantity("<=", Decimal(12), "场")),
        ("目标>12场", Quantity(">", Decimal(12), "场")),
        ("目标<12场", Quantity("<", Decimal(12), "场")),
        ("目标=12场", Quantity("=", Decimal(12), "场")),
        ("12多场", Quantity(None, Decimal(12), "场")),
        ("-12.5℃", Quantity(None, Decimal("-12.5"), "℃")),
        ("12场。", Quantity(None, Decimal(12), "场")),
        ("12场.", Quantity(None, Decimal(12), "场")),
        ("7个月", Quantity(None, Decimal(7), "个月")),
        ("20年", Quantity(None, Decimal(20), "年")),
        ("增长率≥6%", Quantity(">=", Decimal("0.06"), "%", "up")),
        ("到达90%以上", Quantity(">=", Decimal("0.9"), "%")),
        ("约6000人次", Quantity(None, Decimal(6000), "人次")),
        ("1000余台", Quantity(None, Decimal(1000), "台")),
        ("≥100百分比", Quantity(">=", Decimal(1), "%")),
        ("完成12场", Quantity(None, Decimal(12), "场")),
        (" ≥ 9 5 % ".replace(" ", ""), Quantity(">=", Decimal("0.95"), "%")),
        ("≥95\n%", Quantity(">=", Decimal("0.95"), "%")),
    ],
)
def test_targets_as_reports_write_them(text: str, expected: Quantity) -> None:
    assert parse_quantity(text) == expected


@pytest.mark.parametrize(
    "text",
    [None, "", "3次,5场", "9" * 40 + "次", "2023年度", "1年底", "3日前", "12月末", "3月份", "稍有增长", "全年", "显著", "定性", "2021年12月", "12月底到位", "9月前", "7月", "2023年", "2021年1月-12月",
     "2024年3月15日", "10-20次", "3次，5场", "完成3次检查和5场培训", "第1批、第2批"],
)  # fmt: skip
def test_words_dates_and_several_figures_stay_text(text: str | None) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(("unit", "expected"), [("%", "%"), ("百分比", "%"), ("％", "%"), ("次", "次")])
def test_operator_and_unit_columns_fill_what_the_text_leaves_open(unit: str, expected: str) -> None:
    value = Decimal("0.95") if expected == "%" else Decimal(95)
    assert parse_quantity("95", "≥", unit) == Quantity(">=", value, expected)


def test_what_the_text_says_goes_before_its_columns() -> None:
    assert parse_quantity("≤3天", "≥", "次") == Quantity("<=", Decimal(3), "天")
    assert parse_quantity("95", "定性", None) == Quantity(None, Decimal(95), None)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("≥", ">="),
        ("＝", "="),
        ("大于等于", ">="),
        ("不高于", "<="),
        ("小于", "<"),
        ("定性", None),
        ("", None),
        (None, None),
    ],
)
def test_operator_cells(text: str | None, operator: str | None) -> None:
    assert symbol_operator(text) == operator


@pytest.mark.parametrize(
    ("target", "actual", "lower", "met"),
    [
        ("≥95%", "96%", False, True),
        ("≥95%", "95%", False, True),
        ("≥95%", "94.99%", False, False),
        ("≤3次", "2次", False, True),
        ("≤3次", "4次", False, False),
        (">3次", "3次", False, False),
        (">3次", "4次", False, True),
        ("<3次", "2次", False, True),
        ("≤3次", "3次", False, True),
        ("=3次", "4次", False, True),
        ("=3次", "2次", False, False),
        ("=3次", "2次", True, True),
        ("=3次", "4次", True, False),
        ("3千元", "0.4万元", False, True),
        ("1亿", "9000万", False, False),
        ("30000元", "3万", False, True),
        ("≥10", "12场", False, True),
        ("增长5%", "增长4%", False, False),
        ("增长≥5%", "降低6%", False, None),
        ("下降≥5%", "下降6%", False, True),
        ("下降≤5%", "下降6%", False, False),
        ("100次", "增长5%", False, None),
        ("<3次", "3次", False, False),
        ("10场", "12场", False, True),
        ("10场", "10场", False, True),
        ("50万元", "50万元", True, True),
        ("10场", "8场", False, False),
        ("=100%", "100%", False, True),
        ("50万元", "48万元", True, True),
        ("50万元", "52万元", True, False),
        ("1亿元", "9800万元", True, True),
        ("5000元", "0.6万元", True, False),
        ("下降5%", "下降6%", False, True),
        ("下降5%", "下降4%", False, False),
        ("增长5%", "增长6%", False, True),
        # what doesn't follow stays open
        ("下降5%", "增长6%", False, None),
        ("增长5%", "105%", False, None),
        ("≥10场", "12人", False, None),
        ("≥95%", "96", False, None),
        ("显著", "显著", False, None),
        ("≥95%", "显著", False, None),
    ],
)
def test_is_met_only_where_it_follows(target: str, actual: str, lower: bool, met: bool | None) -> None:
    assert is_met(parse_quantity(target), parse_quantity(actual), lower) is met


@pytest.mark.parametrize(
    ("target", "actual", "lower", "rate"),
    [
        ("≥95%", "96%", False, "1.0105"),
        ("10场", "5场", False, "0.5000"),
        ("3", "1", False, "0.3333"),
        ("1亿元", "5000万元", False, "0.5000"),
        ("0场", "5场", False, None),
        ("≤3次", "2次", False, None),
        ("50万元", "48万元", True, None),
        ("10场", "5人", False, None),
        ("<3次", "2次", False, None),
        (">4次", "2次", False, "0.5000"),
    ],
)
def test_achievement_rate_only_for_targets_met_from_above(
    target: str, actual: str, lower: bool, rate: str | None
) -> None:
    found = achievement_rate(parse_quantity(target), parse_quantity(actual), lower)
    assert (None if found is None else str(found)) == rate


def test_money_is_compared_across_its_units() -> None:
    target, actual = parse_quantity("2亿元"), parse_quantity("3万元")
    assert target is not None
    assert actual is not None
    assert comparable(target, actual) == (Decimal(200_000_000), Decimal(30_000))


def test_a_rate_that_no_decimal_holds_is_none() -> None:
    target, actual = parse_quantity("0.0001元"), parse_quantity("999999999999999亿元")
    assert target is not None and actual is not None
    assert achievement_rate(target, actual) is None
    assert achievement_rate(target, parse_quantity("0.0002元")) == 2
