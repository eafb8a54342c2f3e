"""Rows under a header."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Table
from ingest.pages.grid import align, has_geometry, is_blank, layouts, texts


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


def test_a_label_over_several_columns_shifts_the_figures_below_their_own() -> None:
    header = row("类别", "明细", "预算", "决算")
    assert [align(header, row("合计", "342.00", "338.90"), False, 2)[at].text for at in (2, 3)] == ["342.00", "338.90"]
    # a label in each column, the last figure missing
    assert below(header, row("基本支出", "人员经费", "212.00")) == ["基本支出", "人员经费", "212.00", None]


def _spans(rows: list[list[Cell]]) -> list[list[tuple[int, int]]]:
    return [[(cell.column_no, cell.column_span) for cell in cells] for cells in rows]


def test_flattened_header_rows_are_laid_out_above_the_cells_they_cover() -> None:
    def anything(head: Cell, children: list[Cell]) -> bool:
        return True

    def one_year(head: Cell, children: list[Cell]) -> bool:
        return len({child.text for child in children}) == len(children)

    header = [row("项目", "其中", "结余"), row("", "基本", "项目", "")]
    assert [_spans(found) for found in layouts(header, anything, 9)] == [
        [[(1, 1), (2, 2), (4, 1)], [(1, 1), (2, 1), (3, 1), (4, 1)]]
    ]
    years = [row("项目", "决算数", "预算数"), row("", "2022年", "2023年", "2023年")]
    assert len(layouts(years, anything, 9)) == 2
    assert [_spans(found)[0] for found in layouts(years, one_year, 9)] == [[(1, 1), (2, 2), (4, 1)]]
    assert layouts(years, anything, 1) == []
