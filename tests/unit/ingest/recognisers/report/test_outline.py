"""Numbering, units declared above, and sections."""

from __future__ import annotations

import pytest

from ingest.document import Block, Cell, Table
from ingest.normalize.amounts import find_amounts
from ingest.normalize.characters import fold
from ingest.recognisers.output import Context
from ingest.recognisers.report.outline import (
    LONGEST_PASSAGE,
    declared_unit,
    numbering,
    pieces,
    running_text,
    unit_line,
    walk,
)
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


@pytest.mark.parametrize(
    ("text", "declared", "alone"),
    [
        ("单位：万元", "万元", "万元"), ("金额单位：万元", "万元", "万元"), ("单位万元", "万元", "万元"), ("（单位：万元）", "万元", "万元"), ("(亿元)", "亿元", "亿元"),
        ("单位： 人民币 千元", "千元", "千元"), ("（单位：万元", "万元", "万元"), ("货币单位：人民币万元", "万元", None), ("单位：万元 编制日期", "万元", None),
        ("金额（万元）", "万元", None), ("年度预算申请（单位：万元）", "万元", None), ("编制单位：云溪区水务局   金额单位：元", "元", None),
        ("单位：元（小数点后两位）", "元", None), (f"金额单位：{' ' * 20}万元", "万元", None), ("万元", None, None), ("单位：万", None, None),
    ],
)  # fmt: skip
def test_a_line_may_say_nothing_but_its_unit(text: str, declared: str | None, alone: str | None) -> None:
    assert (declared_unit(fold(text)), unit_line(fold(text))) == (declared, alone)


def sections(lines: str) -> list[tuple[str | None, str | None, str, str | None]]:
    """Title, fund, kind of section and declared unit of each line."""
    return [
        (context.title, context.fund_code, context.context, context.unit) for _, context in walk(document(f"{lines}\n"))
    ]


GENERAL, GOVERNMENT = "general_public_budget", "government_fund"


def test_a_section_below_another_keeps_its_fund_and_a_new_one_has_its_own() -> None:
    general, projects, government, basic = (
        "一、一般公共预算支出情况",
        "（二）项目支出情况",
        "三、政府性基金预算支出情况",
        "（一）基本支出情况",
    )
    found = sections(
        f"{general}\n基本支出50。\n{projects}\n1.清淤。\n{government}\n{basic}\n支出5。\n四、存在的问题\n无。"
    )
    assert found == [
        *[(general, GENERAL, "overall", None)] * 2,
        *[(projects, GENERAL, "project", None)] * 2,
        (government, GOVERNMENT, "overall", None),
        *[(basic, GOVERNMENT, "overall", None)] * 2,
        *[("四、存在的问题", "all_funds", "closing", None)] * 2,
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("三、资产占用情况", "overall"),
        ("一、资产情况说明", "overall"),
        ("第二部分 收支分析", "overall"),
        ("三、年度总结", "overall"),
        # deeper, without its number, or no title of a section
        ("（三）资产占用情况", "project"),
        ("1.资产占用情况", "project"),
        ("资产占用情况", "project"),
        ("三、河道清淤", "project"),
        ("三、资产占用情况。", "project"),
    ],
)
def test_what_ends_a_section_on_projects(title: str, kind: str) -> None:
    assert sections(f"二、项目支出情况\n1.清淤50万元。\n{title}\n支出5万元。")[-1][2] == kind


def test_an_unnumbered_section_on_projects_goes_on_until_a_known_one() -> None:
    assert sections("项目支出情况\n三、资产占用情况\n支出5万元。")[-1][2] == "project"
    assert sections("项目支出情况\n三、存在的问题\n支出5万元。")[-1][2] == "closing"


def test_a_unit_holds_in_its_section_and_those_below_it() -> None:
    lines = "一、一般公共预算支出情况\n单位：元\n支出50。\n（二）项目支出情况\n支出60。\n单位：万元\n1.清淤50。\n二、政府性基金预算支出情况\n支出5。"
    assert [unit for *_, unit in sections(lines)] == [None, "元", "元", "元", "元", "万元", "万元", None, None]


@pytest.mark.parametrize("line", ["按50万元（万元）计。", "支出50元，单位：元。", f"{'水' * 60}单位：元", "支出很多"])
def test_a_unit_beside_a_figure_or_in_a_long_text_is_declared_for_nothing_else(line: str) -> None:
    assert sections(f"{line}\n支出5。")[-1][3] is None
    assert sections("单位：元\n支出5。")[-1][3] == "元"


@pytest.mark.parametrize(
    ("text", "is_running"),
    [
        ("年初预算50万元，支出48万元。", True), ("年初预算50万；", True), ("年初支出50万元;", True), ("预算50。", False), ("全年开展河道巡查工作。", False), ("年初预算50万元，支出48万元", False),
        ("水" * 30, True), ("水" * 29, False), (f" {'水' * 29} ", False),
    ],
)  # fmt: skip
def test_a_cell_holds_sentences_where_it_is_long_or_ends_as_one_with_figures(text: str, is_running: bool) -> None:
    block = Block(1, "table", table=Table(1, (Cell(1, 1, text), Cell(2, 1, text))))
    assert block.table is not None
    found = list(running_text(block, block.table, Context(), {1}))
    assert [passage.row_no for passage in found] == ([2] if is_running else [])


def test_the_paragraphs_of_a_cell_keep_their_places_and_who_filled_it_is_left_out() -> None:
    text = f"{'水' * 30}\n\n填表人：张伟\n支出{'水' * 10}"
    block = Block(3, "table", page_no=7, table=Table(2, (Cell(4, 5, text),)))
    assert block.table is not None
    found = list(running_text(block, block.table, Context(), set()))
    assert [text[passage.offset : passage.offset + len(passage.text)] for passage in found] == [
        "水" * 30,
        f"支出{'水' * 10}",
    ]
    assert {(one.block_no, one.table_no, one.row_no, one.column_no, one.page_no) for one in found} == {(3, 2, 4, 5, 7)}


@pytest.mark.parametrize(("marks", "cut"), [("水" * 1990 + "。", 1991), ("水" * 1990 + "；", 1991), ("水" * 1990 + "，", 1991), ("水" * 1990 + "、", 1991), ("水" * 1990, 2000)])  # fmt: skip
def test_a_long_line_is_cut_behind_a_mark(marks: str, cut: int) -> None:
    assert [start for start, _ in pieces(marks + "水" * 500)] == [0, cut]
    # rather behind the end of a sentence than nearer
    assert [start for start, _ in pieces("水" * 900 + "。" + marks[901:] + "水" * 500)][1] in (901, cut)


def test_a_line_of_the_greatest_length_is_one_piece() -> None:
    assert [start for start, _ in pieces("水" * LONGEST_PASSAGE)] == [0]
    assert list(pieces("")) == [(0, "")]
