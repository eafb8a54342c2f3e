"""Figures whose unit of measure stands elsewhere: in their list or in the line above."""

from __future__ import annotations

import pytest

from tests.unit.ingest.reports import PROJECTS, TITLE, claims

BELOW_UNIT = "单位：万元\n"


@pytest.mark.parametrize("mark", ["，", ",", "、", "；", ";", "。", "（按批复）", ""])
def test_a_figure_below_its_unit_ends_where_a_list_or_sentence_does(mark: str) -> None:
    assert claims(f"{BELOW_UNIT}公用经费支出7.25{mark}\n") == ["2023 expenditure basic.operating 72500"]


@pytest.mark.parametrize("mark", ["个", "%", "次", "亩", "-8"])
def test_what_counts_something_else_takes_no_unit_from_above(mark: str) -> None:
    assert claims(f"{BELOW_UNIT}公用经费支出7.25{mark}\n") == []


@pytest.mark.parametrize("word", ["数", "总额", "金额", "合计", "共计", "为", "是", "达", "约", "共", "合计为", ""])
def test_words_that_may_stand_between_the_label_and_its_figure(word: str) -> None:
    assert claims(f"{BELOW_UNIT}公用经费支出{word}7.25，\n") == ["2023 expenditure basic.operating 72500"]


@pytest.mark.parametrize("between", ["用于采购", "，其中绿化面积", "；绿化面积", "。面积"])
def test_a_figure_that_no_word_of_money_stands_before_is_none(between: str) -> None:
    assert claims(f"{BELOW_UNIT}公用经费支出{between}7.25，\n") == []


@pytest.mark.parametrize("mark", [",", "，", "、", "和", "及"])
@pytest.mark.parametrize("unit", ["元", "千元", "万元", "亿元"])
def test_the_last_of_a_list_gives_its_unit_to_all(mark: str, unit: str) -> None:
    factor = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 10**8}[unit]
    assert claims(f"年初预算和决算分别为412.5{mark}413.5{unit}。") == [
        f"2023 budget.initial total {412.5 * factor:f}".rstrip("0").rstrip(".") if factor == 1 else f"2023 budget.initial total {int(412.5 * factor)}",
        f"2023 expenditure total {413.5 * factor:f}".rstrip("0").rstrip(".") if factor == 1 else f"2023 expenditure total {int(413.5 * factor)}",
    ]  # fmt: skip


def test_a_figure_right_behind_a_projects_name_is_its() -> None:
    head = TITLE + PROJECTS + BELOW_UNIT
    assert claims("1.河道清淤专项经费210.50。\n", head) == [
        "2023 expenditure project:河道清淤专项经费 general_public_budget 2105000"
    ]
    assert claims("1.完成清淤210.50。\n", head) == []


def test_a_comma_of_thousands_is_no_end_of_a_figure() -> None:
    assert claims(f"{BELOW_UNIT}公用经费支出1,234，\n") == ["2023 expenditure basic.operating 12340000"]
