"""Tables in text without tabs: rebuilt where their figures tell them from running text, else left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.readers import reader_for
from tests.support import nonempty
from tests.unit.ingest.properties import PROPERTY

ROWS = [
    ["支出项目", "年初预算数", "全年预算数", "全年执行数"],
    ["基本支出", "60.00", "62.50", "61.80"],
    ["项目支出", "1,220.00", "1,300.00", "98.5%"],
]
WAYS = {
    "pipes": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "ruled pipes": lambda rows: (
        "\n".join(["| " + " | ".join(rows[0]) + " |", "|---|:--|--:|---|"])
        + "".join(f"\n|{'|'.join(row)}|" for row in rows[1:])
    ),
    "a cell to a line": lambda rows: "\n\n".join("\n".join(row) for row in rows),
    "single spaces": lambda rows: "\n".join(" ".join(row) for row in rows),
}


def read(text: str) -> Document:
    reader = reader_for("text/plain")
    assert reader is not None
    return reader.read(text.encode())


def tables(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows()] for _, table in read(text).tables()]


@pytest.mark.parametrize("way", WAYS)
def test_rows_are_rebuilt_and_lines_around_them_kept(way: str) -> None:
    text = f"2023年度预算执行情况表\n单位：万元\n{WAYS[way](ROWS)}\n注：单位资金未列。\n"
    assert tables(text) == [ROWS]
    assert [block.text for block in read(text).blocks if block.table is None] == [
        "2023年度预算执行情况表",
        "单位：万元",
        "注：单位资金未列。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全年 完成 巡查 3 次\n共 服务 群众 200 人次，比 上年 增加 20 人次。\n一、基本情况\n编制 12 人 在职 11 人\n",
        "附件1\n部门整体支出绩效自评报告\n\n部门名称\n砚溪县水利局\n\n2023年\n5月\n",
        "年度 总体 目标\n\n预算 执行 良好\n",
        "资金 支出 12.5 13.5\n",
        "| 说明 |\n",
    ],
)
def test_running_text_with_spaces_and_covers_are_no_tables(text: str) -> None:
    assert tables(text) == []


def test_where_a_text_holds_tabs_only_tabs_make_cells() -> None:
    text = "\t项目\t预算\n\n\t清淤\t220\n\n" + "\n" + WAYS["single spaces"](ROWS) + "\n"
    assert [len(table) for table in tables(text)][:1] == [2]
    assert any("基本支出" in row for table in tables(WAYS["single spaces"](ROWS)) for row in table)
    assert not any("基本支出" in row for table in nonempty(tables(text)) for row in table)


@PROPERTY
@given(st.text(alphabet="一二支出预算 |\n0123.,%（）：—", max_size=400))
def test_no_character_of_a_cell_is_invented_or_lost(text: str) -> None:
    if not "".join(text.split()).strip("|:—=+-"):
        return
    found = read(text)
    said = "".join(
        block.text if block.table is None else "".join(cell.text for cell in block.table.cells)
        for block in found.blocks
    )
    marks = str.maketrans("", "", " \n|:=+—-")
    assert said.translate(marks) == text.translate(marks)


def test_rows_copied_from_a_sheet_are_a_table_with_its_title_and_notes_around_it() -> None:
    document = read(
        "2023年度决算情况表\t\t\t\n编制单位：水务局\t\t\t\n\t\t\t\n项目\t年初预算数\t\t决算数\n清淤\t1.10\t\t1.20\n\t2.10\t\t2.20\n"
        "注：口径为批复数。\t\t\t\n正文一句。\n"
    )
    (found,) = [table for _, table in document.tables()]
    assert [[cell.text for cell in row] for row in found.rows()] == [
        ["项目", "年初预算数", "决算数"], ["清淤", "1.10", "1.20"], ["", "2.10", "2.20"],
    ]  # fmt: skip
    assert [block.text for block in document.blocks if block.table is None] == [
        "2023年度决算情况表", "编制单位：水务局", "注：口径为批复数。", "正文一句。",
    ]  # fmt: skip


def test_rows_copied_from_a_text_have_only_the_cells_that_stand_there() -> None:
    document = read("题\n预算执行\t来源\t年初\t全年\n\t合计\t1.10\t1.20\n\t拨款\t1.00\t1.10\n总分\t95\n后\n")
    (found,) = [table for _, table in document.tables()]
    assert [[cell.text for cell in row] for row in found.rows()] == [
        ["预算执行", "来源", "年初", "全年"], ["", "合计", "1.10", "1.20"], ["", "拨款", "1.00", "1.10"], ["总分", "95"],
    ]  # fmt: skip


def test_rows_with_a_tab_before_each_cell_stay_what_they_are() -> None:
    document = read("题\n\t项目\t预算\t决算\n\n\t清淤\t1.10\t1.20\n\n")
    (found,) = [table for _, table in document.tables()]
    assert [[cell.text for cell in row] for row in found.rows()] == [["项目", "预算", "决算"], ["清淤", "1.10", "1.20"]]
