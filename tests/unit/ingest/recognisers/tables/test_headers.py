"""Rows that are headers of a form, and rows that only number its columns."""

from __future__ import annotations

import pytest

from ingest.document import Cell
from ingest.recognisers.tables.headers import numbers_columns, read_header


def row(text: str) -> list[Cell]:
    return [Cell(1, at, word.strip()) for at, word in enumerate(text.split("|"), 1)]


@pytest.mark.parametrize(
    "text",
    ["1 | 2 | 3", "栏次 | 1 | 2", "列次 | 1 | 2", "栏目 | 1", "栏 | 1", "（1） | （2） | （3）", "1 | 2 | 3=1-2", "1 | 2 | 3=1+2", "1 | 2 | 3=1*2", "1 | 2 | 3=1/2",
     "1 | 2 | 3=1×2", "1 | 2 | 3=1÷2", "1 | 2 | 3=(1+2)", "栏次 |  | 1 | 2", "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11"],
)  # fmt: skip
def test_a_row_may_number_the_columns(text: str) -> None:
    assert numbers_columns(row(text))


@pytest.mark.parametrize("text", ["1 | 2", "2 | 3 | 4", "1 | 3 | 2", "1 | 2 | 2", "河道 | 1 | 2", "1 | 2 | 3.5", "栏次", "栏次 | 河道 | 1", "1 | 2 | 3=甲", "100 | 101 | 102", ""])  # fmt: skip
def test_other_rows_do_not(text: str) -> None:
    assert not numbers_columns(row(text))


@pytest.mark.parametrize("text", ["项目 | 年初预算数 | 决算数", "年初预算数（元） | 决算数", "项目 | 年初预算数 | 备注", "1项目 | 年初预算数 | 决算数"])  # fmt: skip
def test_two_known_columns_make_a_header(text: str) -> None:
    assert read_header(row(text), None) is not None


@pytest.mark.parametrize("figure", ["82.00", "(3.50)", "3人", "3名", "3个", "3%", "3万元", "3 亿元", "3元"])
def test_a_row_with_a_figure_is_none(figure: str) -> None:
    assert read_header(row(f"年初预算数 | 决算数 | {figure}"), None) is None
    assert read_header(row("年初预算数 | 决算数 | 三"), None) is not None


def test_one_known_column_makes_none() -> None:
    assert read_header(row("项目 | 河道 | 决算数"), None) is None


@pytest.mark.parametrize(("text", "unit"), [("项目 | 年初预算数 | 决算数", "千元"), ("项目（元） | 年初预算数 | 决算数", "元"), ("项目 | 年初预算数（单位：亿元） | 决算数", "亿元")])  # fmt: skip
def test_the_unit_of_a_header_is_its_own_or_that_from_above(text: str, unit: str) -> None:
    header = read_header(row(text), "千元")
    assert header is not None
    assert header.unit == unit
