"""Rows under a header."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Table
from ingest.tables.grid import align, has_geometry, is_blank, texts


def row(*cells: str, row_no: int = 1) -> list[Cell]:
    return [Cell(row_no, number, text) for number, text in enumerate(cells, start=1)]


def below(header: list[Cell], cells: list[Cell], by_position: bool = False) -> list[str | None]:
    found = align(header, cells, by_position)
    return [found[index].text if index in found else None for index in range(len(header))]


HEADER = row("一级", "二级", "指标值", "得分")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["产出", "数量", "4条", "10"], ["产出", "数量", "4条", "10"]),
        (["", "数量", "4条", "10"], ["", "数量", "4条", "10"]),
        # the header's own merged first cell is missing
        (["", "产出", "数量", "4条", "10"], ["产出", "数量", "4条", "10"]),
        # cells merged at the right
        (["总分", "100"], ["总分", "100", None, None]),
    ],
)
def test_flattened_rows_are_aligned_by_their_length(cells: list[str], expected: list[str | None]) -> None:
    assert below(HEADER, row(*cells)) == expected


def test_true_positions_and_spans_decide_where_there_are_any() -> None:
    header = [Cell(1, 1, "项目", column_span=2), Cell(1, 3, "预算"), Cell(1, 4, "决算")]
    cells = [Cell(2, 1, ""), Cell(2, 2, "清淤"), Cell(2, 4, "210")]
    assert below(header, cells, by_position=True) == ["清淤", None, "210"]
    wide = [Cell(3, 1, "合计", column_span=2), Cell(3, 3, "5", column_span=2)]
    assert below(header, wide, by_position=True) == ["合计", "5", "5"]


def test_geometry_is_told_by_spans() -> None:
    assert not has_geometry(Table(1, tuple(HEADER)))
    assert has_geometry(Table(1, (Cell(1, 1, "a", column_span=2),)))
    assert has_geometry(Table(1, (Cell(1, 1, "a", row_span=2),)))


def test_blank_rows_and_stripped_texts() -> None:
    assert is_blank(row("", " ", "\u3000\n", "\u00a0"))
    assert not is_blank(row("", "0"))
    assert texts(row(" 甲 ", "\n乙")) == ["甲", "乙"]
