"""A small final account and a small budget of invented bodies as staged claims: figures that add up, to be changed one at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tests.dbt.staged import StagedHome

YEAR = 2024
UNITS = {"万元": Decimal(10_000), "元": Decimal(1)}
ALL, GENERAL, FUND, APPROPRIATION = "all_funds", "general_public_budget", "government_fund", "fiscal_appropriation"


class Cell(NamedTuple):
    """Where a figure stands and what it is of; `code` is empty for one of the whole body."""

    table_no: int
    measure: str
    line: str
    fund: str = ALL
    code: str = ""


Figures = dict[Cell, str]
# form's code and unit by the number of its table
Forms = dict[int, tuple[str, str]]
ACCOUNT_FORMS: Forms = {
    1: ("summary", "万元"),
    2: ("income", "万元"),
    3: ("expenditure", "万元"),
    4: ("appropriation_summary", "万元"),
    5: ("general_expenditure", "万元"),
    6: ("general_basic", "万元"),
    7: ("appropriation_three_public", "万元"),
    8: ("government_fund", "万元"),
}
BUDGET_FORMS: Forms = {
    1: ("summary", "元"),
    2: ("income", "元"),
    3: ("expenditure", "元"),
    4: ("appropriation_summary", "元"),
    5: ("general_expenditure", "元"),
    8: ("general_basic", "元"),
    9: ("three_public", "万元"),
}


def _rows(table_no: int, columns: tuple[tuple[str, str, str], ...], text: str) -> Figures:
    """Rows of a form: a code, or a word for the sum, and a figure or `-` a column (measure, line item, fund)."""
    found = {}
    for row in text.strip().splitlines():
        head, *values = row.split()
        for (measure, line, fund), value in zip(columns, values, strict=True):
            if value != "-":
                found[Cell(table_no, measure, line, fund, head if head.isdecimal() else "")] = value
    return found


def _columns(measure: str, lines: str, fund: str = ALL) -> tuple[tuple[str, str, str], ...]:
    return tuple((measure, line, fund) for line in lines.split())


def _by_fund(measure: str, line: str = "total") -> tuple[tuple[str, str, str], ...]:
    return tuple((measure, line, fund) for fund in (APPROPRIATION, GENERAL, FUND))


def account() -> Figures:
    """Eight forms of a final account, 万元."""
    spent, got = "expenditure", "income"
    return {
        Cell(1, got, "fiscal_appropriation", GENERAL): "900.00",
        Cell(1, got, "fiscal_appropriation", FUND): "100.00",
        Cell(1, got, "undertaking_income"): "50.00",
        Cell(1, got, "other_income"): "10.00",
        Cell(1, got, "total"): "1060.00",
        Cell(1, "opening_balance", "total"): "40.00",
        Cell(1, got, "grand_total"): "1100.00",
        **_rows(1, _columns(spent, "total"), "204 700.00\n208 150.00\n212 100.00\n221 60.00\n合计 1010.00"),
        Cell(1, "closing_balance", "total"): "90.00",
        Cell(1, spent, "grand_total"): "1100.00",
        **_rows(2, _columns(got, "total fiscal_appropriation undertaking_income other_income"), """
            合计 1060.00 1000.00 50.00 10.00
            204 750.00 700.00 45.00 5.00
            20401 750.00 700.00 45.00 5.00
            2040101 650.00 605.00 40.00 5.00
            2040102 100.00 95.00 5.00 0.00
            208 150.00 145.00 5.00 -
            20805 150.00 145.00 5.00 -
            2080505 150.00 145.00 5.00 -
            212 100.00 100.00 - -
            21208 100.00 100.00 - -
            2120801 100.00 100.00 - -
            221 60.00 55.00 - 5.00
            22102 60.00 55.00 - 5.00
            2210201 60.00 55.00 - 5.00"""),
        **_rows(3, _columns(spent, "total basic project"), """
            合计 1010.00 600.00 410.00
            204 700.00 400.00 300.00
            20401 700.00 400.00 300.00
            2040101 400.00 400.00 -
            2040102 300.00 - 300.00
            208 150.00 140.00 10.00
            20805 150.00 140.00 10.00
            2080505 150.00 140.00 10.00
            212 100.00 - 100.00
            21208 100.00 - 100.00
            2120801 100.00 - 100.00
            221 60.00 60.00 -
            22102 60.00 60.00 -
            2210201 60.00 60.00 -"""),
        Cell(4, got, "fiscal_appropriation", GENERAL): "900.00",
        Cell(4, got, "fiscal_appropriation", FUND): "100.00",
        Cell(4, got, "fiscal_appropriation", APPROPRIATION): "1000.00",
        Cell(4, got, "grand_total", APPROPRIATION): "1020.00",
        **_rows(4, _by_fund("opening_balance")[:2], "年初 20.00 20.00"),
        **_rows(4, _by_fund(spent), """
            204 660.00 660.00 -
            208 140.00 140.00 -
            212 100.00 - 100.00
            221 55.00 55.00 -
            合计 955.00 855.00 100.00"""),
        **_rows(4, _by_fund("closing_balance"), "年末 65.00 65.00 0.00"),
        **_rows(4, _by_fund(spent, "grand_total"), "总计 1020.00 920.00 100.00"),
        **_rows(5, _columns(spent, "total basic project", GENERAL), """
            204 660.00 365.00 295.00
            20401 660.00 365.00 295.00
            2040101 365.00 365.00 -
            2040102 295.00 - 295.00
            208 140.00 140.00 -
            20805 140.00 140.00 -
            2080505 140.00 140.00 -
            221 55.00 55.00 -
            22102 55.00 55.00 -
            2210201 55.00 55.00 -
            合计 855.00 560.00 295.00"""),
        **_rows(6, _columns(spent, "basic", GENERAL), """
            301 400.00
            30101 250.00
            30102 150.00
            302 110.00
            30201 60.00
            30217 2.00
            30231 8.00
            30299 40.00
            303 20.00
            30399 20.00
            310 30.00
            31002 30.00"""),
        Cell(6, spent, "basic.personnel", GENERAL): "420.00",
        Cell(6, spent, "basic.operating", GENERAL): "140.00",
        **_three_public(7, spent, APPROPRIATION, "11.00 0.00 8.50 0.00 8.50 2.50"),
        **_three_public(7, "budget", APPROPRIATION, "14.00 0.00 10.00 0.00 10.00 4.00"),
        **_rows(8, (
            ("opening_balance", "total", FUND), (got, "fiscal_appropriation", FUND), (spent, "total", FUND),
            (spent, "basic", FUND), (spent, "project", FUND), ("closing_balance", "total", FUND),
        ), """
            合计 0.00 100.00 100.00 0.00 100.00 0.00
            212 0.00 100.00 100.00 0.00 100.00 0.00
            21208 0.00 100.00 100.00 0.00 100.00 0.00
            2120801 0.00 100.00 100.00 0.00 100.00 0.00"""),
    }  # fmt: skip


def _three_public(table_no: int, measure: str, fund: str, values: str) -> Figures:
    lines = "three_public {0}.overseas {0}.vehicle {0}.vehicle.purchase {0}.vehicle.operation {0}.reception"
    return _rows(table_no, _columns(measure, lines.format("three_public"), fund), f"三公 {values}")


def budget() -> Figures:
    """Seven forms of a budget, 元; what was carried over is in both totals and in no table by code."""
    spent, got = "budget", "income_budget"
    return {
        Cell(1, got, "fiscal_appropriation"): "6000000.00",
        Cell(1, got, "fiscal_appropriation", GENERAL): "6000000.00",
        Cell(1, got, "other_income"): "400000.00",
        Cell(1, "opening_balance", "total"): "100000.00",
        Cell(1, got, "grand_total"): "6500000.00",
        **_rows(1, _columns(spent, "total basic.personnel basic.operating project"), """
            205 5400000.00 3000000.00 900000.00 1500000.00
            208 1100000.00 1100000.00 - -"""),
        Cell(1, spent, "grand_total"): "6500000.00",
        **_rows(2, _columns(got, "total fiscal_appropriation other_income"), """
            205 5300000.00 4900000.00 400000.00
            20503 5300000.00 4900000.00 400000.00
            2050302 5300000.00 4900000.00 400000.00
            208 1100000.00 1100000.00 -
            20805 1100000.00 1100000.00 -
            2080505 1100000.00 1100000.00 -
            合计 6400000.00 6000000.00 400000.00"""),
        **_rows(3, _columns(spent, "total basic project"), """
            205 5400000.00 3900000.00 1500000.00
            2050302 5400000.00 3900000.00 1500000.00
            208 1100000.00 1100000.00 -
            2080505 700000.00 700000.00 -
            2080506 400000.00 400000.00 -
            合计 6500000.00 5000000.00 1500000.00"""),
        Cell(4, got, "fiscal_appropriation", GENERAL): "6000000.00",
        Cell(4, got, "grand_total", APPROPRIATION): "6000000.00",
        **_rows(4, _by_fund(spent)[:2], "205 4900000.00 4900000.00\n208 1100000.00 1100000.00"),
        **_rows(4, _by_fund(spent, "grand_total")[:2], "总计 6000000.00 6000000.00"),
        **_rows(5, _columns(spent, "total basic project", GENERAL), """
            205 4900000.00 3900000.00 1000000.00
            2050302 4900000.00 3900000.00 1000000.00
            208 1100000.00 1100000.00 -
            2080505 700000.00 700000.00 -
            2080506 400000.00 400000.00 -
            合计 6000000.00 5000000.00 1000000.00"""),
        **_rows(8, _columns(spent, "basic basic.personnel basic.operating", GENERAL), """
            301 4050000.00 4050000.00 -
            30101 4050000.00 4050000.00 -
            302 900000.00 - 900000.00
            30217 30000.00 - 30000.00
            30299 870000.00 - 870000.00
            303 50000.00 50000.00 -
            30399 50000.00 50000.00 -
            合计 5000000.00 4100000.00 900000.00"""),
        **_three_public(9, spent, ALL, "6.50 0.00 4.00 0.00 4.00 2.50"),
    }  # fmt: skip


def add(home: StagedHome, sha: str, figures: Figures, forms: Forms = ACCOUNT_FORMS) -> str:
    """A report of these figures, of a body of its own; returns its report_id."""
    is_account = forms is ACCOUNT_FORMS
    report_id = home.report(
        sha, f"{sha}号堤防维护队", YEAR, family="final_accounts" if is_account else "department_budget", hint="株洲市芦淞区"
    )  # fmt: skip
    rows: dict[tuple[int, str, str], int] = {}
    for column_no, (cell, text) in enumerate(figures.items(), start=2):
        form, unit = forms[cell.table_no]
        is_planned = cell.measure in ("budget", "income_budget")
        kind = None if not cell.code else "department_economic" if cell.code.startswith("3") else "function"
        home.claim(
            report_id, str(Decimal(text) * UNITS[unit]), YEAR,
            claim_id=f"{sha}-{column_no}", recogniser="test", place_kind="budget_table", block_no=cell.table_no,
            table_no=cell.table_no, row_no=rows.setdefault((cell.table_no, cell.code, cell.line.split(".")[0]), len(rows) + 1),
            column_no=column_no, measure=cell.measure, budget_version="unstated" if is_planned else None,
            line_item_code=cell.line, fund_code=cell.fund, amount_text=text, amount_unit=unit, quote=text,
            classification=kind, classification_code=cell.code or None, form_code=form,
        )  # fmt: skip
    return report_id
