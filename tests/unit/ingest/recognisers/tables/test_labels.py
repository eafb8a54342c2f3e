"""What the label at the start of a table's row says."""

from __future__ import annotations

import pytest

from ingest.document import Cell
from ingest.normalize.characters import fold, plain
from ingest.recognisers.tables.labels import is_other_money, is_subtotal, is_sum, is_whole, label_name, row_label


def name(text: str) -> str:
    return label_name(Cell(1, 1, text))


NUMERALS = [*"一二三四五六七八九十", "十二"]


NUMBERS = [
    *(f"{number}{mark}" for number in [*NUMERALS, *"0123456789", "12"] for mark in "、.．"),
    *(f"{left}{number}{right}" for number in [*NUMERALS, *"0123456789", "12"] for left, right in ("()", "（）")),
    *"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
]


@pytest.mark.parametrize("lead", ["", "其中：", "其中:", "其中", "减：", "加：", "其他其中："])
def test_a_label_stands_behind_its_number_and_its_lead(lead: str) -> None:
    for number in NUMBERS:
        assert name(f"  {lead}{number}公务接待费：") == "公务接待费", number
        assert name(f"{number}{lead}公务接待费") == "公务接待费", number


def test_a_lead_alone_stays() -> None:
    assert name("其中：") == "其中"
    assert name("1、") == "1、"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("公用经费", "basic.operating"),
        ("公用经费（万元）", "basic.operating"),
        ("公用经费(万元)", "basic.operating"),
        ("三公经费合计", "three_public"),
        ("三公经费小计", "three_public"),
        ("三公经费总额", "three_public"),
        ("三 公 经 费", "three_public"),
    ],
)
def test_a_label_may_carry_a_remark_or_a_word_for_its_sum(text: str, code: str) -> None:
    label = row_label(fold(text))
    assert label is not None
    assert label.line_item_code == code


@pytest.mark.parametrize(
    ("text", "kind", "measure", "version"),
    [
        ("调整后预算金额", "measure", "budget", "adjusted"),
        ("年初预算数", "measure", "budget", "initial"),
        ("决算数", "measure", "expenditure", None),
    ],
)
def test_a_word_for_a_column_may_stand_before_a_row(text: str, kind: str, measure: str, version: str | None) -> None:
    label = row_label(fold(text))
    assert label is not None
    assert (label.kind, label.measure, label.budget_version) == (kind, measure, version)


@pytest.mark.parametrize(
    "text", ["", "河道清淤", "2022年决算数", "上年决算数", "公" * 31, "三公经费" + " " * 100, "三公经费合并"]
)
def test_what_is_no_known_label(text: str) -> None:
    assert row_label(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "is_one"), [("小计", True), ("合 计", True), ("总计", False), ("总额", False), ("公用经费合计", False)]
)
def test_a_subtotal_says_only_that(text: str, is_one: bool) -> None:
    assert is_subtotal(plain(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("合计", True), ("总计", True), ("小计", True), ("总额", True), ("金额合计", True), ("支出合计", False)],
)
def test_a_sum_says_not_of_what(text: str, is_one: bool) -> None:
    assert is_sum(plain(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *((f"{who}{what}", True) for who in ("", "部门", "单位", "全部", "全部门", "本级及") for what in ("合计", "总计", "汇总", "小计")),
        ("局机关及二级机构汇总", True),
        ("局机关及二级机构总计", True),
        ("局机关合计", False),
        ("水" * 21 + "汇总", False),
        ("局机关", False),
    ],
)  # fmt: skip
def test_a_row_that_sums_all_bodies(text: str, is_one: bool) -> None:
    assert is_whole(plain(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_other"), [("其他收入", True), ("1、其他收入", True), ("公用经费", False), ("河道清淤", False)]
)
def test_money_that_is_never_claimed(text: str, is_other: bool) -> None:
    assert is_other_money(fold(text)) is is_other
