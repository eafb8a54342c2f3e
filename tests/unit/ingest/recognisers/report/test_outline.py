"""Numbering, units declared above, and sections."""

from __future__ import annotations

import pytest

from ingest.normalize.amounts import find_amounts
from ingest.normalize.characters import fold
from ingest.recognisers.report.outline import LONGEST_PASSAGE, declared_unit, numbering, pieces, walk
from tests.unit.ingest.reports import SECTIONS, document


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("一、基本情况", "基本情况"),
        ("（一）基本支出情况", "基本支出情况"),
        ("(二) 项目支出情况", "项目支出情况"),
        ("（2） 项目支出情况", "项目支出情况"),
        ("3、 政府性基金", "政府性基金"),
        ("1.河道清淤", "河道清淤"),
        ("1. 2023年预算", "2023年预算"),
        ("1.2023年预算资金", "2023年预算资金"),
        ("①河道清淤", "河道清淤"),
        ("1.1河道清淤", "河道清淤"),
        ("一是河道清淤", "河道清淤"),
        ("第三部分 情况说明", "情况说明"),
        ("十一、其他", "其他"),
    ],
)
def test_numbers_of_headings_and_items(text: str, rest: str) -> None:
    found = numbering(fold(text))
    assert found.has_number
    assert fold(text)[found.start :] == rest


@pytest.mark.parametrize(
    "text", ["2023年度预算", "812.45万元", "12.5", "基本情况", "一般公共预算", "十万元以上", "3.2万立方米", ""]
)
def test_figures_and_words_are_no_numbering(text: str) -> None:
    assert not numbering(fold(text)).has_number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位: 元", "元"),
        ("（单位：万元）", "万元"),
        ("年度预算申请（万元）", "万元"),
        ("单位：人民币元", "元"),
        ("单位：人", None),
        ("单位名称", None),
        ("预算812.45万元", None),
    ],
)
def test_units_declared_for_what_follows(text: str, unit: str | None) -> None:
    assert declared_unit(fold(text)) == unit


def test_every_block_stands_in_its_section() -> None:
    contexts = {block.text: context for block, context in walk(document(SECTIONS))}
    project = contexts["1.河道清淤专项210.50万元。用于清理云溪河等4条河道，清淤3.2万立方米。"]
    assert (project.context, project.fund_code) == ("project", "general_public_budget")
    assert project.title is not None
    assert "项目支出情况" in project.title
    assert contexts["项目前期工作不够充分，资金支付较慢。"].context == "closing"


def test_a_declared_unit_ends_with_its_section() -> None:
    text = "2023年度自评报告\n单位：元\n基本支出500。\n二、一般公共预算支出情况\n基本支出500万元。\n"
    contexts = [context for block, context in walk(document(text)) if block.text.startswith("基本支出")]
    assert [context.unit for context in contexts] == ["元", None]


@pytest.mark.parametrize("unit", ["实际支出1,234.50万元，", "实际支出1,234.50万元", "实际支出 1,234.50 万元 "])
def test_a_very_long_line_is_never_cut_inside_a_figure(unit: str) -> None:
    for pad in range(0, 40, 3):
        text = "水" * pad + unit * 600
        found = list(pieces(text))
        assert "".join(piece for _, piece in found) == text
        assert all(text[start : start + len(piece)] == piece for start, piece in found)
        assert max(len(piece) for _, piece in found) <= LONGEST_PASSAGE
        amounts = [str(amount.yuan) for _, piece in found for amount in find_amounts(piece)]
        assert amounts == ["12345000.00"] * 600
