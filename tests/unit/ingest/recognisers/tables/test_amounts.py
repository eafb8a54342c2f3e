"""Amounts in tables: by header words and years, whatever the order of columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import ILLEGIBLE_MARK, Table
from ingest.recognisers import recognise
from tests.support import nonempty
from tests.unit.ingest.reports import BASE_TABLE, SECTIONS, SELF_TABLE, SHA, document, recognised, said, source_text

BASE = "2023年度清河市云溪区水务局整体支出绩效自评报告\n附件2\n2023年度整体支出绩效评价基础数据表\n"
FORM = "2023年度项目支出绩效自评表\n（2023年度）\n"
HEADER = ["经费控制情况", "2022年决算数", "2023年预算数", "2023年决算数"]


def table(*rows: list[str]) -> str:
    """A table as flattened text: a cell a line, a blank line behind each row."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def claims(text: str, head: str = BASE) -> list[str]:
    return [said(claim) for claim in recognised(text, head).claims]


def attributes(text: str, head: str = BASE) -> list[tuple[str, str]]:
    found = recognised(text, head).attributes
    return [
        (row.attribute_code, row.value_text) for row in found if row.attribute_code not in ("unit_name", "fiscal_year")
    ]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1), (3, 2, 1)])
def test_columns_are_told_by_their_header_in_any_order(order: tuple[int, ...]) -> None:
    rows = [HEADER, ["三公经费", "9.80", "10.00", "8.65"], ["公用经费", "80.15", "82", "77.4"]]
    shuffled = [[row[0], *(row[at] for at in order)] for row in rows]
    assert set(claims(table(*shuffled))) == {
        "2022 expenditure three_public 98000",
        "2023 budget.unstated three_public 100000",
        "2023 expenditure three_public 86500",
        "2022 expenditure basic.operating 801500",
        "2023 budget.unstated basic.operating 820000",
        "2023 expenditure basic.operating 774000",
    }


def test_relative_years_in_headers_count_from_the_tables_year() -> None:
    text = table(["经费控制情况", "上年决算数", "本年预算数", "本年决算数"], ["三公经费", "9.80", "10.00", "8.65"])
    assert claims(text) == [
        "2022 expenditure three_public 98000",
        "2023 budget.unstated three_public 100000",
        "2023 expenditure three_public 86500",
    ]
    assert {claim.year_basis for claim in recognised(text, BASE).claims} >= {"column"}


@pytest.mark.parametrize(
    ("before", "header", "cells"),
    [
        ("", ["项目", "年初预算数（元）", "决算数（元）"], ["基本支出", "6,681,500.00", "6581500"]),
        ("单位：元\n", ["项目", "年初预算数", "决算数"], ["基本支出", "6681500", "6,581,500.00"]),
        ("", ["项目", "年初预算数", "决算数"], ["基本支出", "668.15", "６５８．１５"]),
        ("", ["项目", "年初预算数", "决算数"], ["基本支出", "668.15万元", "6581500元"]),
        ("（单位：万元）\n", ["项目", "年初预算数", "决算数"], ["基本支出", "0.066815亿元", " 658.15  "]),
    ],
)
def test_the_unit_stands_in_cell_header_or_the_line_above(before: str, header: list[str], cells: list[str]) -> None:
    assert claims(before + table(header, cells)) == [
        "2023 budget.initial basic 6681500",
        "2023 expenditure basic 6581500",
    ]


def test_cells_without_a_figure_claim_nothing_but_zero_is_a_figure() -> None:
    text = table(
        HEADER, ["三公经费", "——", "0", "0.00"], ["公用经费", "", "……", "/"], ["政府采购金额", "——", "60", "55"]
    )
    assert claims(text) == [
        "2023 budget.unstated three_public 0",
        "2023 expenditure three_public 0",
        "2023 budget.unstated procurement 600000",
        "2023 expenditure procurement 550000",
    ]
    assert recognised(text, BASE).unrecognised == []


def test_rows_nested_by_numbers_and_其中_have_their_own_line_item() -> None:
    found = {said(claim) for claim in recognised(BASE_TABLE, SECTIONS).claims if claim.place_kind == "base_data_table"}
    assert {
        "2023 expenditure three_public.vehicle 60500",
        "2023 expenditure three_public.vehicle.purchase 0",
        "2023 expenditure three_public.vehicle.operation 60500",
        "2023 expenditure three_public.overseas 0",
        "2023 expenditure three_public.reception 26000",
        "2022 expenditure project 2800000",
        "2023 expenditure project:河道清淤专项 2105000",
        "2023 budget.unstated project:水库除险加固经费 0",
        "2023 expenditure basic.operating.office 192500",
        "2023 budget.unstated procurement 600000",
    } <= found
    assert len(found) == 35


def test_template_rows_name_no_project() -> None:
    rows = [
        HEADER,
        ["项目支出：", "10", "20", "30"],
        ["市级专项资金（一个专项一行）", "", "", ""],
        ["……", "", "", ""],
        ["XXX", "", "", ""],
    ]
    found = recognised(table(*rows), BASE)
    assert {claim.line_item_code for claim in found.claims} == {"project"}
    assert {claim.project_name for claim in found.claims} == {None}
    assert found.unrecognised == []


def test_a_row_whose_label_is_unknown_is_listed_with_its_figures() -> None:
    found = recognised(table(["支出", "年初预算数", "全年执行数"], ["河湖长制办公", "5", "4"]), BASE)
    assert found.claims == []
    assert {(row.reason, row.label) for row in found.unrecognised} == {("unknown_row_label", "河湖长制办公")}
    assert len(found.unrecognised) == 2


def test_a_cell_with_a_figure_that_is_no_amount_is_listed() -> None:
    found = recognised(table(["支出", "年初预算数", "全年执行数"], ["基本支出", "6", "约7万左右"]), BASE)
    assert [said(claim) for claim in found.claims] == ["2023 budget.initial basic 60000"]
    assert [row.reason for row in found.unrecognised] == ["unreadable_amount"]


def test_a_header_repeated_after_a_page_break_is_no_row() -> None:
    text = table(HEADER, ["三公经费", "9.80", "10.00", "8.65"], HEADER, ["公用经费", "80", "82", "77"])
    assert len(claims(text)) == 6
    assert recognised(text, BASE).unrecognised == []


def test_figures_below_an_unknown_header_are_not_taken_for_the_one_above() -> None:
    text = table(
        HEADER,
        ["三公经费", "9.80", "10.00", "8.65"],
        ["楼堂馆所控制情况", "批复规模（㎡）", "实际规模（㎡）", "规模控制率"],
        ["办公用房", "500", "480", "96"],
    )
    assert all("three_public" in claim for claim in nonempty(claims(text)))


def test_staff_rows_start_with_the_headers_empty_cell() -> None:
    text = table(["财政供养人员情况（人）", "编制数", "2023年实际在职人数", "控制率"], ["", "32", "30", "93.75%"])
    assert attributes(text) == [("staff_quota", "32"), ("staff_actual", "30"), ("staff_control_rate", "93.75%")]
    rate = next(row for row in recognised(text, BASE).attributes if row.attribute_code == "staff_control_rate")
    assert str(rate.value_number) == "0.9375"


def test_the_same_text_in_another_years_table_is_another_year() -> None:
    text = table(["支出", "年初预算数", "全年执行数"], ["基本支出", "6", "5"])
    head = BASE.replace("2023年度整体支出绩效评价基础数据表", "2022年度整体支出绩效评价基础数据表")
    assert claims(text, head) == ["2022 budget.initial basic 60000", "2022 expenditure basic 50000"]


# -- budget rows of self-evaluation forms ------------------------------------------------------------------------------


def test_budget_rows_of_the_self_evaluation_form() -> None:
    assert claims(SELF_TABLE, "") == [
        "2023 budget.initial total 8124500",
        "2023 budget.adjusted total 10356000",
        "2023 expenditure total 10283500",
        # 按收入性质分 and 按支出性质分 split the full-year budget
        "2023 budget.adjusted total 10356000",
        "2023 budget.adjusted total 10356000",
        "2023 budget.adjusted total general_public_budget 10356000",
        "2023 budget.adjusted basic 6681500",
        *(
            ["2023 budget.adjusted total government_fund 0"]
            if "government_fund" in "".join(claims(SELF_TABLE, ""))
            else []
        ),
        "2023 budget.adjusted project 3674500",
    ]
    assert dict(attributes(SELF_TABLE, "")) == {
        "budget_execution_weight": "10",
        "budget_execution_rate": "99.30%",
        "budget_execution_score": "9.9",
        "self_evaluation_weight_total": "100",
        "self_evaluation_score": "96.9",
    }


def test_fund_rows_of_the_project_form_belong_to_its_project() -> None:
    text = table(
        ["项目名称", "河道清淤专项"],
        ["主管部门", "清河市云溪区水务局", "实施单位", "云溪区河道管理站"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "220", "215", "210.5", "10", "97.91%", "9.8"],
        ["", "其中：当年财政拨款", "200", "195", "190.5", "—", "", "—"],
        ["", "上年结转资金", "20", "20", "20", "—", "", "—"],
    )
    found = recognised(text, FORM)
    assert [said(claim) for claim in found.claims][:6] == [
        "2023 budget.initial project:河道清淤专项 2200000",
        "2023 budget.adjusted project:河道清淤专项 2150000",
        "2023 expenditure project:河道清淤专项 2105000",
        "2023 budget.initial project:河道清淤专项 fiscal_appropriation 2000000",
        "2023 budget.adjusted project:河道清淤专项 fiscal_appropriation 1950000",
        "2023 expenditure project:河道清淤专项 fiscal_appropriation 1905000",
    ]
    assert {claim.fund_code for claim in found.claims[6:]} == {"carried_over_funds"}
    assert found.identity.unit_name == "云溪区河道管理站"
    assert found.identity.supervising_unit == "清河市云溪区水务局"
    rates = {
        row.attribute_code: row.project_name for row in found.attributes if row.attribute_code.startswith("budget_")
    }
    assert set(rates.values()) == {"河道清淤专项"}


@pytest.mark.parametrize("text", [BASE + BASE_TABLE, SELF_TABLE])
def test_every_claim_points_to_its_cell_and_quotes_its_row(text: str) -> None:
    found = document(text)
    read = recognised(text, "")
    assert read.claims
    for claim in read.claims:
        cell = source_text(found, claim)
        assert cell[claim.char_start : claim.char_end] == claim.amount_text
        assert cell.strip().replace("\n", "") in claim.quote
        assert claim.table_no == 1
        assert claim.row_no
        assert claim.column_no


@pytest.mark.parametrize(("text", "reason"), [("府印", "unreadable_amount"), (ILLEGIBLE_MARK, "illegible")])
def test_an_amount_that_a_scan_lost_is_listed(text: str, reason: str) -> None:
    typed = document(BASE + table(["支出", "年初预算数", "全年执行数"], ["基本支出", "6", text]))
    blocks = []
    for block in typed.blocks:
        if block.table is not None:
            cells = tuple(replace(cell, reading_score=0.99) for cell in block.table.cells)
            block = replace(block, table=Table(block.table.table_no, cells))
        blocks.append(block)
    (found,) = recognise(replace(typed, blocks=tuple(blocks)), SHA)
    assert [said(claim) for claim in found.claims] == ["2023 budget.initial basic 60000"]
    assert [(row.reason, row.label) for row in found.unrecognised] == [(reason, "基本支出")]


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("上年", 2022),
        ("上年度", 2022),
        ("上一年度", 2022),
        ("上一年", 2022),
        ("本年", 2023),
        ("本年度", 2023),
        ("当年", 2023),
    ],
)
def test_a_header_of_words_for_years_over_others(words: str, year: int) -> None:
    text = table(["经费控制情况", f"{words}决算数", "2023年预算数"], ["三公经费", "9.80", "10.00"])
    assert claims(text) == [f"{year} expenditure three_public 98000", "2023 budget.unstated three_public 100000"]


@pytest.mark.parametrize("word", ["栏次", "列次", "栏目", "栏"])
def test_a_row_of_the_forms_own_column_numbers_is_none(word: str) -> None:
    text = table(HEADER, [word, "1", "2", "3=2-1"], ["三公经费", "9.80", "10.00", "8.65"])
    assert len(claims(text)) == 3
    assert recognised(text, BASE).unrecognised == []


@pytest.mark.parametrize(
    "label",
    [
        "人员",
        "单位人员",
        "部门人员情况",
        "财政供养人员",
        "在职人员数",
        "在编人数",
        "年末实有人数",
        "全部人员总数",
        "人员合计（人）",
    ],
)
def test_a_row_of_staff_that_speaks_of_everyone(label: str) -> None:
    text = table(["财政供养人员情况", "编制数", "2023年实际在职人数", "控制率"], [label, "32", "30", "93.75%"])
    assert attributes(text) == [("staff_quota", "32"), ("staff_actual", "30"), ("staff_control_rate", "93.75%")]


@pytest.mark.parametrize("label", ["离休人员", "退休人员", "编外人员", "临时人员", "遗属", "学生"])
def test_a_row_of_others_is_no_staff(label: str) -> None:
    text = table(["财政供养人员情况", "编制数", "2023年实际在职人数", "控制率"], [label, "32", "30", "93.75%"])
    assert ("staff_actual", "30") not in attributes(text)
