"""The bodies that a department's report covers: lists in every shape, each name with its exact place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.recognisers import Recognition
from tests.forms.kit import RENDERINGS, Part, read, table

TITLE = "砚溪县水利局2024年度部门决算"
ACCOUNT = "2024年度支出合计1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。"
ITSELF, STATION, CANALS = "砚溪县水利局本级", "砚溪县水文站", "砚溪县人力资源和灌渠管理中心"


def report(*parts: Part, rendering: str = "cells") -> Recognition:
    (found,) = read((TITLE, *parts, ACCOUNT), rendering)
    return found


def names(*parts: Part, rendering: str = "cells") -> list[str]:
    found = report(*parts, rendering=rendering)
    assert found.identity.unit_member_count == len(found.unit_members)
    assert [row.member_no for row in found.unit_members] == list(range(1, len(found.unit_members) + 1))
    return [row.member_name for row in found.unit_members]


def counts(*parts: Part) -> list[tuple[str, Decimal | None]]:
    return [
        (row.value_text, row.value_number) for row in report(*parts).attributes if row.attribute_code == "member_count"
    ]


SHAPES: dict[str, tuple[Part, ...]] = {
    "a sentence": (f"纳入砚溪县水利局2024年度部门决算编制范围的单位包括：{ITSELF}、{STATION}和{CANALS}。",),
    "numbered in a sentence": (f"下属3个二级预算单位：1.{ITSELF}；2.{STATION}；3.{CANALS}。",),
    "numbered lines": ("纳入2024年部门决算编制范围的预算单位包括：", f"1.{ITSELF}", f"2.{STATION}（公益一类事业单位）；", f"（3）{CANALS}。"),
    "lines below a heading": ("二、部门决算单位构成", ITSELF, STATION, CANALS),
    "a table below a heading": (
        "二、部门决算单位构成",
        table(f"""
        序号 | 单位名称 | 单位性质
        1 | {ITSELF} | 行政单位
        2 | {STATION} | 事业单位
        3 | {CANALS} | 事业单位
        """),
    ),
    "a table that says so itself": (
        table(f"""
        序号 | 所属单位名称 | 编制数
        1 | {ITSELF} | 20
        2 | {STATION} | 12
        3 | {CANALS} | 9
        """),
    ),
    "lines broken after the words before them": (
        "本部门中，行政单位1家，事业单位2家，",
        f"具体包括：1.{ITSELF}",
        f"2.{STATION}",
        f"3.{CANALS}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_names_the_same_bodies(shape: str, rendering: str) -> None:
    assert names(*SHAPES[shape], rendering=rendering) == [ITSELF, STATION, CANALS]


def test_each_has_its_exact_place() -> None:
    line = f"纳入砚溪县水利局2024年度部门决算编制范围的单位包括：{ITSELF}、{STATION}和{CANALS}。"
    found = report("前言。", line).unit_members
    assert [line[row.char_start : row.char_end] for row in found] == [ITSELF, STATION, CANALS]
    assert {(row.block_no, row.table_no, row.quote) for row in found} == {(3, None, line)}
    station = report(*SHAPES["a table below a heading"]).unit_members[1]
    assert (station.table_no, station.row_no, station.column_no) == (1, 3, 2)
    assert (station.char_start, station.char_end, station.quote) == (0, len(STATION), f"2 | {STATION} | 事业单位")


def test_the_ledger_is_as_without_them() -> None:
    plain = report("2024年度“三公”经费支出3.30万元。")
    listed = report(*SHAPES["numbered in a sentence"], "2024年度“三公”经费支出3.30万元。")
    endings = [(row.figure_text, row.ending, row.reason) for row in plain.figures]
    assert endings and [(row.figure_text, row.ending, row.reason) for row in listed.figures] == endings


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("纳入部门决算编制范围的单位共3个，包括局机关和所属事业单位。", [("3", Decimal(3))]),
        ("砚溪县水利局下属十二个预算单位。", [("十二", Decimal(12))]),
        ("砚溪县水利局下属 5 家预算单位。", [("5", Decimal(5))]),
        # of what they have, of each kind, of something else
        ("砚溪县水利局下属1家行政单位的机关运行经费为94.98万元。", []),
        ("本部门中，行政单位1家，事业单位2家。", []),
        ("砚溪县水利局所属单位有内设机构5个、在职人员30人。", []),
        ("砚溪县水利局内设5个科室。", []),
    ],
)
def test_the_number_that_is_stated(sentence: str, expected: list[tuple[str, Decimal]]) -> None:
    assert counts(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "砚溪县水利局负责所属单位的资产管理、财务监督和干部培训。",
        "所属单位有关情况向砚溪县财政局报告。",
        "纳入预算编制范围的项目包括：护堤工程、测报经费、水源保护。",
        "砚溪县水利局与砚溪县财政局、砚溪县水文站签订协议。",
    ],
)
def test_other_sentences_name_none(sentence: str) -> None:
    assert names(sentence) == []


def test_the_department_itself_without_its_name() -> None:
    assert names("纳入砚溪县水利局2024年度部门决算编制范围的单位为本级。") == ["本级"]


def test_a_list_ends_where_something_else_begins() -> None:
    found = names("所属单位名单如下：", STATION, "三、收支情况", CANALS)
    assert found == [STATION]


def test_a_body_named_twice_is_one_member() -> None:
    assert names(*SHAPES["a sentence"], *SHAPES["lines below a heading"]) == [ITSELF, STATION, CANALS]


def test_a_table_of_amounts_by_body_is_no_list_by_itself() -> None:
    amounts = table(f"""
    单位名称 | 预算数 | 决算数
    {STATION} | 10.00 | 9.00
    """)
    assert names("2024年度支出情况如下表。", amounts) == []
    assert names("部门决算单位构成", amounts) == [STATION]
