"""The number grammar: what is money, how much, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize.amounts import (
    Amount,
    Blank,
    blank_meaning,
    cell_amount,
    find_amounts,
    find_rates,
    parse_number,
    to_yuan,
    unit_factor,
)
from ingest.normalize.characters import fold, squeeze
from tests.unit.ingest.properties import PROPERTY, YUAN_IN, Written, decimals, written

BEFORE = st.sampled_from(["", "预算", "年初预算数为", "支出：", "（其中：", "2023年", "，", "共 "])
AFTER = st.sampled_from(["", "，", "。", "；其中", "）", "，占60%", "\n", "用于清淤"])


def amounts(text: str) -> list[tuple[str, str]]:
    return [(str(amount.value), amount.unit) for amount in find_amounts(fold(text))]


# -- money in running text ---------------------------------------------------------------------------------------------


@PROPERTY
@given(written(), st.sampled_from(sorted(YUAN_IN)), st.sampled_from(["", " "]), BEFORE, AFTER)
def test_any_figure_in_any_style_is_read_back_exactly(
    figure: Written, unit: str, space: str, before: str, after: str
) -> None:
    text = fold(f"{before}{figure.text}{space}{unit}{after}")
    (amount,) = find_amounts(text)
    assert (amount.value, amount.unit) == (figure.value, unit)
    assert text[amount.start : amount.number_end] == fold(figure.text)
    assert text[amount.start : amount.end].endswith(unit)
    assert amount.yuan == to_yuan(figure.value, unit)


@PROPERTY
@given(written(signed=True), st.sampled_from(["结余", "调整：", "，", "年末结转为"]))
def test_signs_are_part_of_the_figure(figure: Written, before: str) -> None:
    (amount,) = find_amounts(fold(f"{before}{figure.text}万元。"))
    assert amount.value == figure.value


@PROPERTY
@given(
    written(), st.sampled_from([("约", ""), ("近", ""), ("超", ""), ("", "余"), ("", "多"), ("大约", ""), ("超过", "")])
)
def test_an_approximation_keeps_its_figure_and_says_so(figure: Written, around: tuple[str, str]) -> None:
    (amount,) = find_amounts(fold(f"支出{around[0]}{figure.text}{around[1]}万元"))
    assert (amount.value, amount.is_approximate) == (figure.value, True)


@PROPERTY
@given(st.lists(st.tuples(decimals(10**7), st.sampled_from(sorted(YUAN_IN))), min_size=1, max_size=6))
def test_a_list_with_units_gives_every_figure_in_order(figures: list[tuple[Decimal, str]]) -> None:
    text = "支出" + "、".join(f"{value:f}{unit}" for value, unit in figures)
    found = find_amounts(text)
    assert [(amount.value, amount.unit) for amount in found] == figures
    assert [text[amount.start : amount.end] for amount in found] == [f"{value:f}{unit}" for value, unit in figures]


@PROPERTY
@given(st.text(alphabet="0123456789.,，、-—至~ 万亿元千年约余负()（%人处亩支出预算\n", max_size=60))
def test_no_text_breaks_the_grammar_and_every_span_is_the_figure_it_says(text: str) -> None:
    folded = fold(text)
    end = 0
    for amount in find_amounts(folded):
        assert end <= amount.start < amount.number_end <= amount.end <= len(folded)
        end = amount.end
        digits = folded[amount.start : amount.number_end].lstrip("-+负").replace(",", "")
        assert Decimal(digits) == abs(amount.value)
        assert folded[: amount.end].rstrip(")").endswith(amount.unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a comma groups thousands only before exactly three digits and behind at most three
        ("分别是4125.49,4143.91万元", [("4143.91", "万元")]),
        ("125.49,143.91万元", [("143.91", "万元")]),
        # what may be the rest of a longer figure is none: whole or not at all
        ("4125,143万元", []),
        ("125,4143.5万元", []),
        ("5,6万元", []),
        ("分别为5,6万元", [("6", "万元")]),
        ("12 345.67元", []),
        ("2023年 345.67元", [("345.67", "元")]),
        ("3.180.000,00元", []),
        ("5.6.7万元", []),
        ("5，163万元", []),
        ("占比98.5，163万元", [("163", "万元")]),
        # one figure that its author or a page's width parted
        ("支出1, 537.4万元", [("1537.4", "万元")]),
        ("支出1,283,\n600.00元", [("1283600.00", "元")]),
        ("支出3，163，700.00元", [("3163700.00", "元")]),
        ("支出1，860.40元", [("1860.40", "元")]),
        ("支出35. 3万元", [("35.3", "万元")]),
        ("1. 3万元", [("3", "万元")]),
        # one of several parts
        ("支出1亿2000万元", [("12000", "万元")]),
        ("支出3万5000元", [("35000", "元")]),
        ("支出5万元6千元", [("56", "千元")]),
        ("支出9665元1角8分", [("9665.18", "元")]),
        ("支出9665元3角", [("9665.30", "元")]),
        ("支出5万元6万元", []),
        ("支出5.5万6000元", []),
        ("支出1亿万元", []),
        ("支出RMB5000元", [("5000", "元")]),
        ("支出128.36①万元", [("128.36", "万元")]),
        ("2,753.66万元", [("2753.66", "万元")]),
        ("11,122,315.04元", [("11122315.04", "元")]),
        # the unit in brackets, after a line break, after 余
        ("541.7（万元）", [("541.7", "万元")]),
        ("541.7\n万元", [("541.7", "万元")]),
        ("230余万元", [("230", "万元")]),
        ("7500余元", [("7500", "元")]),
        # the bracket of a unit is closed, or there is none; a bare 万 in brackets counts something
        ("541.7( 万元 )", [("541.7", "万元")]),
        ("541.7（万）", []),
        # what only a yuan alone may begin
        ("5万元老旧小区改造", [("5", "万元")]),
        ("5亿元素养提升", [("5", "亿元")]),
        # a dash behind a month, a year or another amount is none of the figure's
        ("截至9月-5.00万元", [("5.00", "万元")]),
        ("2023年-5.00万元", [("5.00", "万元")]),
        ("其中△5.00万元", [("-5.00", "万元")]),
        ("其中▲5.00万元", [("-5.00", "万元")]),
        ("其中+5.00万元", [("5.00", "万元")]),
        ("其中负5.00万元", [("-5.00", "万元")]),
        ("1-5.00万元", []),
        # a bare 万 is handed on: its label decides
        ("培训费18万/年", []),
        ("补贴200万，", [("200", "万")]),
        ("18万", [("18", "万")]),
        ("9.33亿", [("9.33", "亿")]),
    ],
)
def test_amounts_in_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "清理10.2万余处",
        "种植3.5万亩",
        "服务12万人次",
        "惠及20余万人",
        "绿化3万平方米",
        "处理垃圾8万吨",
        "发放宣传册1.5万份",
        "受益1.2万户",
        "访问量100万次",
        "栽树2万余株",
        "处理6000余人次",
        "每月2000元/人",
        "2000元/人/月",
        "3000元每人",
        "引资50万美元",
        "合同额20万欧元",
        "2023元旦",
        "第3元素",
        "服务5000余户",
        "编号A120万元",
        "编号a120万元",
        "3.120.5万元",
        "每次2000元每天",
        "租金2000元/年",
        "补助2000元/月",
        "补助200元/日",
        "补助200元 / 天",
        "收费2万元/季",
        "上机20元/小时",
        "学费3000元/学期",
        "5元老",
        "5元件",
        "5元素质",
        "10元首饰",
        "2元宇宙",
    ],
)
def test_what_is_no_amount_of_yuan(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "控制在10-20万元",
        "10—20万元",
        "１０～２０万元",
        "10至20万元",
        "10到20万元",
        "10 - 20万元",
        "10万元-20万元",
        "10万元至20万元之间",
        "10万-20万元",
        "10万元 —— 20万元",
        "10~20万元",
        "10% - 20万元",
        "10万元 至 20 万元",
    ],
)
def test_the_ends_of_a_range_are_no_amount(text: str) -> None:
    assert amounts(text) == []


def test_a_year_range_or_a_dash_as_a_bullet_is_no_range_of_money() -> None:
    assert amounts("2022年至2023年支出20万元") == [("20", "万元")]
    assert amounts("支出合计10万元，至20日支出5万元") == [("10", "万元"), ("5", "万元")]
    assert amounts("支出10万元——其中设备5万元") == [("10", "万元"), ("5", "万元")]


@pytest.mark.parametrize("text", ["5万元左右", "5万元以上", "5万元余", "5余万元", "5多万元", "5左右万元", "5几万元", "约5万元", "近5万元",
                                  "超5万元", "逾5万元", "超过5万元", "三十余万元", "约三十万元", "三十多万元"])  # fmt: skip
def test_what_is_only_about_so_much_says_so(text: str) -> None:
    (amount,) = find_amounts(f"支出{text}，")
    assert amount.is_approximate
    (exact,) = find_amounts("支出5万元，其他情况见附表")
    assert not exact.is_approximate


def test_money_is_rounded_half_up_to_the_cent() -> None:
    assert to_yuan(Decimal("10606.75225"), "元") == Decimal("10606.75")
    assert to_yuan(Decimal("0.005"), "元") == Decimal("0.01")
    assert to_yuan(Decimal("89.974"), "万元") == Decimal("899740.00")
    assert Amount(0, 5, 3, Decimal("1.45"), "亿").yuan == Decimal("145000000.00")


def test_a_unit_that_is_no_money_has_no_factor() -> None:
    assert unit_factor("千元") == 1000
    with pytest.raises(KeyError):
        unit_factor("万人")


def test_a_figure_beyond_any_budget_is_none() -> None:
    assert parse_number("9" * 40) is None
    assert parse_number("1" + "0" * 15) is None
    assert parse_number("9" * 15) == Decimal("9" * 15)
    assert find_amounts("九十九亿亿元") == []
    assert amounts("9" * 40 + "万元") == []


# -- numbers and cells -------------------------------------------------------------------------------------------------


@PROPERTY
@given(written(signed=True), st.sampled_from(["", " ", "\u3000 "]))
def test_a_number_alone_is_read_back(figure: Written, padding: str) -> None:
    assert parse_number(padding + figure.text + padding) == figure.value


@pytest.mark.parametrize("text", ["", "无", "1.2.3", "1,23", "12,3456", "1 2", "12万元", "(1)", "1-2", "①", "5.", "."])
def test_what_is_not_one_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("△12.5", "-12.5"), ("▲12.5", "-12.5"), ("负12.5", "-12.5"), ("- 12.5", "-12.5"), ("+12.5", "12.5"), ("(12.5)", "-12.5"),
     ("１，８６０．４０", "1860.40"), ("1，860.40", "1860.40"), ("-1，860", "-1860")],
)  # fmt: skip
def test_signs_and_thousands_of_a_number_alone(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("¥12.50", "12.50", "万元"),
        ("￥ 12.50", "12.50", "万元"),
        ("12.50。", "12.50", "万元"),
        ("12.50.", "12.50", "万元"),
        ("12.50（元）", "12.50", "元"),
        ("12.50 ( 千元 )", "12.50", "千元"),
        ("0.5亿", "0.5", "亿"),
        ("3万", "3", "万"),
        ("1，860.40元", "1860.40", "元"),
        ("贰拾万元整", "20", "万元"),
        ("贰拾万元 整", "20", "万元"),
        (" 贰拾万元\n", "20", "万元"),
    ],
)
def test_cells_as_forms_write_them(cell: str, value: str, unit: str) -> None:
    amount = cell_amount(fold(cell), "万元")
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("cell", ["贰拾万元和叁拾万元", "共贰拾万元", "贰拾万元整个"])
def test_a_cell_that_says_more_than_a_figure_spelled_out_is_none(cell: str) -> None:
    assert cell_amount(fold(cell), "万元") is None


def test_accountants_write_negative_figures_in_brackets() -> None:
    assert parse_number("（12.50）") == Decimal("-12.50")
    amount = cell_amount("(1,212.50)", "万元")
    assert amount is not None
    assert amount.value == Decimal("-1212.50")


@PROPERTY
@given(
    written(signed=True),
    st.sampled_from(["", *sorted(YUAN_IN.keys() - {"百万元"})]),
    st.sampled_from(["", " ", "  ", "\n"]),
)
def test_a_cell_takes_its_own_unit_before_the_tables(figure: Written, unit: str, padding: str) -> None:
    amount = cell_amount(fold(padding + figure.text + unit + padding), "千元")
    assert amount is not None
    assert (amount.value, amount.unit) == (figure.value, unit or "千元")
    cell = padding + figure.text + unit + padding
    assert cell[amount.start : amount.number_end] == figure.text


@pytest.mark.parametrize("text", ["", "——", "12人", "10-20", "约", "12.5%", "12.5 13.5", "2023年", "见附件1"])
def test_a_cell_that_is_no_amount(text: str) -> None:
    assert cell_amount(fold(text), "万元") is None


def test_a_number_without_any_unit_is_no_amount() -> None:
    assert cell_amount("12.5", None) is None


# -- cells without a figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("无", Blank.ZERO),
        ("无。", Blank.ZERO),
        ("未发生", Blank.ZERO),
        ("没有", Blank.ZERO),
        ("零", Blank.ZERO),
        ("一", Blank.NOT_APPLICABLE),
        ("一一", Blank.NOT_APPLICABLE),
        ("一一一", None),
        ("一/-", Blank.NOT_APPLICABLE),
        ("-*", None),
        ("×", Blank.MASKED),
        ("xX", Blank.MASKED),
        ("不详；", Blank.UNKNOWN),
        ("不详;", Blank.UNKNOWN),
        ("。", Blank.UNKNOWN),
        ("无.", Blank.ZERO),
        ("未 发\n生", Blank.ZERO),
        ("——", Blank.NOT_APPLICABLE),
        ("—", Blank.NOT_APPLICABLE),
        ("-", Blank.NOT_APPLICABLE),
        (" / ", Blank.NOT_APPLICABLE),
        ("", Blank.UNKNOWN),
        ("\u3000", Blank.UNKNOWN),
        ("……", Blank.UNKNOWN),
        ("暂无", Blank.UNKNOWN),
        ("*", Blank.MASKED),
        ("***", Blank.MASKED),
        ("0", None),
        ("0.00", None),
        ("合格", None),
        ("-5", None),
    ],
)
def test_zero_unknown_masked_and_not_applicable_are_told_apart(text: str, meaning: Blank | None) -> None:
    assert blank_meaning(squeeze(text)) is meaning


# -- rates -------------------------------------------------------------------------------------------------------------


@PROPERTY
@given(written(), st.sampled_from(["%", "％", " %", "百分比"]), st.sampled_from(["", "执行率", "完成率为", "达到"]))
def test_percentages_are_fractions(figure: Written, mark: str, before: str) -> None:
    text = fold(f"{before}{figure.text}{mark}。")
    (rate,) = find_rates(text)
    assert rate.value == figure.value / 100
    assert text[rate.start : rate.end] == fold(figure.text + mark)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下降-3.5%", ["-0.035"]),
        ("提高2个百分点", []),
        ("提高2.5百分点，达到95%", ["0.95"]),
        ("1000%", ["10"]),
        ("分别为95.125,100%", ["1"]),
        ("4125,678%", ["6.78"]),
        ("控制在10-20%", []),
        ("控制在10-20百分比", []),
        ("10 %", ["0.1"]),
        ("下降△3%", ["-0.03"]),
        ("下降▲3%", ["-0.03"]),
        ("增长+3%", ["0.03"]),
        ("增长负3%", ["-0.03"]),
        ("10%—20%", []),
        ("10% 到 20百分比", []),
        ("占1.2.3%", []),
        ("10%-20%", []),
        ("10%至20%之间", []),
        ("执行率98.99%，占60%", ["0.9899", "0.6"]),
    ],
)
def test_rates_in_text(text: str, expected: list[str]) -> None:
    assert [rate.value for rate in find_rates(fold(text))] == [Decimal(value) for value in expected]


# -- figures spelled out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一百二十万元", "1200000.00"),
        ("贰拾万伍仟元整", "205000.00"),
        ("十五万元", "150000.00"),
        ("两万元", "20000.00"),
        ("三点五万元", "35000.00"),
        ("一亿零五百万元", "105000000.00"),
        ("一千二百三十四万五千六百元", "12345600.00"),
        ("二万三千元", "23000.00"),
        ("一百零五元", "105.00"),
        ("拾伍万元", "150000.00"),
        ("一百一十元", "110.00"),
        ("壹佰贰拾叁元", "123.00"),
        ("贰拾万圆整", "200000.00"),
        ("壹佰圆伍角", "100.50"),
        ("壹佰元零叁分", "100.03"),
        ("贰佰元伍角捌分", "200.58"),
        ("一百〇五万元", "1050000.00"),
        ("肆仟陆佰元", "4600.00"),
        ("柒拾捌亿元", "7800000000.00"),
        ("玖拾万元", "900000.00"),
        ("八十万五千元", "805000.00"),
        ("三点零五亿元", "305000000.00"),
    ],
)
def test_a_figure_in_chinese_numerals_is_read(text: str, yuan: str) -> None:
    (amount,) = find_amounts(f"支出{text}，")
    assert str(amount.yuan) == yuan
    assert f"支出{text}，"[amount.start : amount.end] in text


@pytest.mark.parametrize(
    "text",
    [
        "百百万元",
        "二〇五万元",
        "三百百元",
        "五千十百元",
        "三十到五十万元",
        "三十万元到五十万元",
        "三十-五十万元",
        "三十~五十万元",
        "三十—五十万元",
        "上百万元",
        "二十元/人",
        "三十元老",
        "十万十万元",
        "一万三亿元",
        "数十万元",
        "几百万元",
        "百万元",
        "一元化",
        "五元",
        "二三万元",
        "三十万元至五十万元",
        "二十至三十万元",
        "第三元",
    ],
)
def test_words_that_spell_no_figure_are_left_alone(text: str) -> None:
    assert find_amounts(f"支出{text}，") == []
