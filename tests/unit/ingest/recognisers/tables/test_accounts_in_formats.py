"""The same account as a workbook of a sheet a form, as a web page and as a drawn grid says the same."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ingest.readers import reader_for
from ingest.recognisers import Recognition, recognise
from ingest.recognisers.tables.accounts import NAME
from tests.forms.kit import Drawn, document, table

BODY, YEAR = "澄溪县渔政站", 2024
FORMS: dict[str, tuple[str, str]] = {
    "收入支出决算总表": (
        "万元",
        """
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        一、一般公共预算财政拨款收入 | 90.50 | 十二、农林水支出 | 80.10
        八、其他收入 | 1.50 | 十九、住房保障支出 | 9.90
        本年收入合计 | 92.00 | 本年支出合计 | 90.00
        年初结转和结余 | 3.00 | 年末结转和结余 | 5.00
        总计 | 95.00 | 总计 | 95.00
        """,
    ),
    "支出决算表": (
        "万元",
        """
        项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出
        支出功能分类科目编码 | < | < | 科目名称 | ^ | ^ | ^
        类 | 款 | 项 | ^ | ^ | ^ | ^
        栏次 | < | < | < | 1 | 2 | 3
        合计 | < | < | < | 90.00 | 60.00 | 30.00
        213 | | | 农林水支出 | 80.10 | 50.10 | 30.00
        213 | 01 | | 农业农村 | 80.10 | 50.10 | 30.00
        213 | 01 | 04 | 事业运行 | 50.10 | 50.10 |
        221 | | | 住房保障支出 | 9.90 | 9.90 |
        """,
    ),
    "财政拨款“三公”经费支出决算表": (
        "元",
        """
        预算数 | < | < | < | 决算数 | < | < | <
        合计 | 因公出国（境）费 | 公务用车运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车运行费 | 公务接待费
        20,000 | 0 | 15,000 | 5,000 | 18,000 | 0 | 14,000 | 4,000
        """,
    ),
}


def grid(drawn: Drawn) -> list[tuple[int, int, int, int, str]]:
    """The cells of a drawn table: row, column, height, width, text."""
    rows, found = drawn.grid, []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                continue
            width = 1
            while j + width < len(row) and row[j + width] == "<":
                width += 1
            height = 1
            while i + height < len(rows) and rows[i + height][j] == "^":
                height += 1
            found.append((i + 1, j + 1, height, width, text))
    return found


def as_drawn() -> Recognition:
    parts: list[str | Drawn] = [f"{BODY}{YEAR}年度部门决算"]
    for title, (unit, art) in FORMS.items():
        parts += [title, f"单位：{unit}", table(art)]
    (found,) = recognise(document(parts, "cells"), "e" * 64)
    return found


def as_page() -> Recognition:
    lines = [f"<html><head><meta charset='utf-8'></head><body><h1>{BODY}{YEAR}年度部门决算</h1>"]
    for title, (unit, art) in FORMS.items():
        lines.append(f"<p>{title}</p><p>单位：{unit}</p><table border='1'>")
        cells = grid(table(art))
        for number in sorted({cell[0] for cell in cells}):
            row = "".join(
                f"<td rowspan='{height}' colspan='{width}'>{text}</td>"
                for at, _, height, width, text in cells
                if at == number
            )
            lines.append(f"<tr>{row}</tr>")
        lines.append("</table>")
    return through("text/html", ("\n".join([*lines, "</body></html>"])).encode())


def as_workbook() -> Recognition:
    """A sheet a form, no cover: the body and the unit of measure stand in a row below the title."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (title, (unit, art)) in enumerate(FORMS.items(), start=1):
        sheet = book.create_sheet(f"Z0{number}")
        cells = grid(table(art))
        last = max(column + width - 1 for _, column, _, width, _ in cells)
        sheet.cell(1, 1, f"{YEAR}年度{title}")
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
        sheet.cell(2, last, f"公开0{number}表")
        sheet.cell(3, 1, f"部门：{BODY}")
        sheet.cell(3, last, f"单位：{unit}")
        for row, column, height, width, text in cells:
            plain = text.replace(",", "")
            is_amount = plain.replace(".", "").isdecimal() and not (
                len(plain) < 4 and plain.startswith("0") and plain != "0"
            )
            cell = sheet.cell(row + 3, column, float(plain) if is_amount and "." in plain else text)
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"
            if height > 1 or width > 1:
                sheet.merge_cells(
                    start_row=row + 3, end_row=row + 2 + height, start_column=column, end_column=column + width - 1
                )
    data = io.BytesIO()
    book.save(data)
    return through("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data.getvalue())


def through(media_type: str, data: bytes) -> Recognition:
    reader = reader_for(media_type)
    assert reader is not None
    (found,) = recognise(reader.read(data), "e" * 64)
    return found


def said(found: Recognition) -> list[tuple[object, ...]]:
    return sorted(
        (
            claim.measure,
            claim.line_item_code,
            claim.fund_code,
            claim.classification_code or "",
            claim.amount_yuan,
            claim.stated_fiscal_year,
        )
        for claim in found.claims
        if claim.recogniser == NAME
    )


@pytest.mark.parametrize("made", [as_page, as_workbook])
def test_an_account_says_the_same_in_every_format(made: object) -> None:
    assert callable(made)
    found = made()
    assert said(found) == said(as_drawn())
    assert len(said(found)) == 31
    assert (found.identity.unit_name, found.identity.fiscal_year) == (BODY, YEAR)
