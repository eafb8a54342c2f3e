"""How figures are written in cells, and what stands in cells that hold none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.forms.kit import Part, read, table

RENDERINGS = ("text", "cells")
TITLE = "砚溪县地震监测站2023年度部门整体支出绩效自评报告"


def _base(
    cell: str, header: str = "经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数", above: str = ""
) -> tuple[Part, ...]:
    """A base data table with `cell` as this year's final of 公用经费; everything around it is plain."""
    drawn = table(f"""
        {header}
        三公经费 | 3.10 | 3.00 | 2.90
        公用经费 | 21.50 | 22.00 | {cell}
        项目支出 | 90.00 | 100.00 | 98.00
    """)
    return (TITLE, "2023年度整体支出绩效评价基础数据表", *([above] if above else []), drawn)


def _final(parts: tuple[Part, ...], rendering: str) -> list[Decimal]:
    return [
        claim.amount_yuan
        for report in read(parts, rendering)
        for claim in report.claims
        if (claim.line_item_code, claim.measure, claim.stated_fiscal_year) == ("basic.operating", "expenditure", 2023)
    ]


# what stands around that cell is read, whatever it says
BESIDE = [Decimal(text) for text in ("31000", "30000", "29000", "215000", "220000", "900000", "1000000", "980000")]


def _beside(parts: tuple[Part, ...], rendering: str) -> list[Decimal]:
    final = _final(parts, rendering)
    claims = [claim.amount_yuan for report in read(parts, rendering) for claim in report.claims]
    return [amount for amount in claims if amount not in final]


# as written -> in yuan (the table's unit is 万元)
WRITTEN = {
    "20.36": "203600",
    " 20.36  ": "203600",
    "20.3600": "203600",
    "20": "200000",
    "2,036.36": "20363600",
    "２０．３６": "203600",
    "２，０３６．３６": "20363600",
    "10606.7522": "106067522",
    "20.36万元": "203600",
    "203,600.00元": "203600",
    "0.02亿元": "2000000",
    "20.36⏎": "203600",
    "-1.20": "-12000",
    "0": "0",
    "0.00": "0",
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("cell", WRITTEN)
def test_an_amount_as_written(cell: str, rendering: str) -> None:
    assert _final(_base(cell), rendering) == [Decimal(WRITTEN[cell])]


# what says no figure: never an amount other than zero
EMPTY = {
    "": set(),
    "……": set(),
    "——": set(),
    "—": set(),
    "-": set(),
    "/": set(),
    "*": set(),
    "***": set(),
    "暂无": set(),
    "不详": set(),
    "持平": set(),
    "与上年持平": set(),
    "无": {Decimal(0)},
    "无。": {Decimal(0)},
    "未发生": {Decimal(0)},
    "XXX": set(),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("cell", EMPTY)
def test_a_cell_without_a_figure(cell: str, rendering: str) -> None:
    found = set(_final(_base(cell), rendering))
    said = {
        row.attribute_code
        for report in read(_base(cell), rendering)
        for row in report.attributes
        if row.attribute_code in ("stated_none", "stated_unchanged")
    }
    assert found <= EMPTY[cell]
    # 无 means zero: claimed so, or kept as what it says
    assert found or said or not EMPTY[cell]
    assert _beside(_base(cell), rendering) == BESIDE


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("cell", ["约二十万", "20.36（含追加）", "20.36/21.00", "20.3.6", "见附表"])
def test_what_looks_like_a_figure_and_is_none_is_listed_or_read_never_lost(cell: str, rendering: str) -> None:
    parts = _base(cell)
    found = _final(parts, rendering)
    listed = [row for report in read(parts, rendering) for row in report.unrecognised if cell in row.quote]
    assert set(found) <= {Decimal("203600")}
    assert found or listed or not any(character.isdigit() for character in cell)
    assert _beside(parts, rendering) == BESIDE


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize(
    ("unit", "factor"),
    [("元", 1), ("千元", 1_000), ("万元", 10_000), ("亿元", 100_000_000)],
)
@pytest.mark.parametrize(
    "where",
    ["line above", "bracket above", "first header cell", "every header cell", "own words above"],
)
def test_where_the_unit_of_measure_stands(where: str, unit: str, factor: int, rendering: str) -> None:
    columns = ("2022年决算数", "2023年预算数", "2023年决算数")
    plain = "经费控制情况 | " + " | ".join(columns)
    made = {
        "line above": _base("20.5", plain, f"单位：{unit}"),
        "bracket above": _base("20.5", plain, f"（{unit}）"),
        "first header cell": _base("20.5", plain.replace("情况", f"情况（{unit}）")),
        "every header cell": _base("20.5", "经费控制情况 | " + " | ".join(f"{name}（{unit}）" for name in columns)),
        "own words above": _base("20.5", plain, f"金额单位：{unit}（保留两位小数）"),
    }[where]
    assert _final(made, rendering) == [Decimal("20.5") * factor]


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_two_tables_of_one_report_in_two_units(rendering: str) -> None:
    rows = "三公经费 | 31000 | 30000 | 29000\n公用经费 | 215000 | 220000 | 203600"
    parts = (
        *_base("20.36", "经费控制情况 | 2022年决算数 | 2023年预算数 | 2023年决算数", "单位：万元"),
        "单位：元",
        table("经费控制情况 | 2022年决算数 | 2023年预算数 | 2023年决算数\n" + rows),
    )
    assert _final(parts, rendering) == [Decimal(203600), Decimal(203600)]


# prose: sentence -> (line, measure, yuan) of every claim but zeros
SENTENCES = {
    "2023年度公用经费支出20.36万元。": {("basic.operating", "expenditure", "203600")},
    "2023年度公用经费支出203,600.00元。": {("basic.operating", "expenditure", "203600")},
    "2023年度公用经费支出２０．３６万元。": {("basic.operating", "expenditure", "203600")},
    "2023年度公用经费支出约20.36万元。": {("basic.operating", "expenditure", "203600")},
    "2023年度公用经费支出20余万元。": {("basic.operating", "expenditure", "200000")},
    "公用经费支出与2022年持平。": set(),
    "公用经费支出与上年持平，为20.36万元。": {("basic.operating", "expenditure", "203600")},
    "2023年度公用经费较上年减少1.14万元。": set(),
    "2023年度三公经费支出0万元。": set(),
    "2023年度无三公经费支出。": set(),
    "2023年度基本支出、项目支出分别为120.50万元、98.00万元。": {
        ("basic", "expenditure", "1205000"),
        ("project", "expenditure", "980000"),
    },
    "全年服务群众12.6万人次，巡查3.5万公里，造林2万亩。": set(),
    "台站占地1.2万平方米，设备更新率98%，编制12人。": set(),
    "公用经费2023年预算22.00万元，实际支出20.36万元，节约1.64万元。": {
        ("basic.operating", "budget", "220000"),
        ("basic.operating", "expenditure", "203600"),
    },
    "争取到位外资50万美元，招商引资1.2亿元。": set(),
    "人均公用经费1.8万元/年。": set(),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence(sentence: str) -> None:
    found = {
        (claim.line_item_code, claim.measure, f"{claim.amount_yuan:.0f}")
        for report in read((TITLE, "一、基本情况", sentence))
        for claim in report.claims
        if claim.amount_yuan
    }
    assert found == SENTENCES[sentence]
