"""Real accounts and budgets, figure by figure: what each is of, whose money and how much, and nothing beside.

Gold is shared material (see `scoring`). What a column or row of it means is said here once more, apart from the lexicon.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ingest.document import Document
from ingest.normalize.characters import squeeze
from ingest.readers import reader_for
from ingest.recognisers import recognise
from ingest.records import ClaimRow
from tests.golden.scoring import shared

YUAN = {"元": Decimal(1), "万元": Decimal(10_000)}
LINES = {
    "财政拨款收入": "fiscal_appropriation",
    "事业收入": "undertaking_income",
    "事业单位经营收入": "business_income",
    "其他收入": "other_income",
    "基本支出": "basic",
    "项目支出": "project",
    "人员经费": "basic.personnel",
    "公用经费": "basic.operating",
    "因公出国(境)费": "three_public.overseas",
    "公务接待费": "three_public.reception",
    "公务用车购置及运行费": "three_public.vehicle",
    "购置费": "three_public.vehicle.purchase",
    "运行费": "three_public.vehicle.operation",
}
FUNDS = (
    ("国有资本经营", "state_capital"),
    ("政府性基金", "government_fund"),
    ("一般公共预算", "general_public_budget"),
    ("财政拨款", "fiscal_appropriation"),
)
BALANCES = {"年初": "opening_balance", "年末": "closing_balance"}
BY_NAME = "by name"
NUMBER = re.compile(r"(?:[一二三四五六七八九十]+、|[0-9][.、])")


class Meant(NamedTuple):
    """A figure as both sides tell it."""

    page_no: int
    code: str
    measure: str
    line: str
    fund: str
    yuan: Decimal


class Sheet(NamedTuple):
    """A table's title with what it says of all figures: final, of income, of both, whose money."""

    title: str

    @property
    def fund(self) -> str:
        return next((fund for word, fund in FUNDS if word in self.title), "all_funds")

    @property
    def is_both(self) -> bool:
        return "收支" in self.title or "收入支出" in self.title

    def measure(self, is_income: bool) -> str:
        if "决算" in self.title:
            return "income" if is_income else "expenditure"
        return "income_budget" if is_income else "budget"


def meant(row: dict[str, str], was_balance: str | None) -> tuple[Meant, str | None]:
    """What a row of gold says, and the balance that the rows of funds below it are parts of."""
    sheet, path = Sheet(row["title"]), [squeeze(part) for part in row["column"].split("/")]
    is_income = path[0].removeprefix("本年").endswith("收入") if sheet.is_both else "收入" in sheet.title
    label = NUMBER.sub("", squeeze(row["row_name"]))
    leaf = next((part for part in reversed(path) if part not in ("小计", "合计", "预算数", "决算数")), "")
    line, fund, measure = LINES.get(leaf, "total"), sheet.fund, sheet.measure(is_income)
    code = row["row_code"]
    if "三公" in sheet.title:
        measure = "budget"
        line = "agency_operating" if "机关运行" in leaf else line if line != "total" else "three_public"
    elif "基本支出" in sheet.title and line == "total":
        line = "basic"
    balance = None
    if sheet.is_both:
        line = LINES[leaf] if leaf in LINES and not is_income else "total"
        fund = next((fund for word, fund in FUNDS if word in leaf and not is_income), sheet.fund)
        balance = next((found for word, found in BALANCES.items() if label.startswith(word)), None)
        of_fund = next((found for word, found in FUNDS if word in label), None) if is_income else None
        if balance or (was_balance and of_fund and is_income):
            measure, line = balance or was_balance or "", "total"
            fund = of_fund if of_fund and not balance else fund
            balance = balance or was_balance
        elif label.endswith("总计"):
            line = line if line != "total" else "grand_total"
        elif of_fund:
            line = "fiscal_appropriation"
            fund = sheet.fund if of_fund == "fiscal_appropriation" else of_fund
        elif is_income:
            line = LINES.get(label, "fiscal_appropriation" if sheet.fund == "fiscal_appropriation" else "total")
        elif label.endswith("支出"):
            code = BY_NAME
    elif not code and "经费合计" in label:
        line = LINES[label.removesuffix("合计")]
    yuan = (Decimal(row["amount"]) * YUAN[row["unit"]]).quantize(Decimal("0.01"))
    return Meant(int(row["page"]), code, measure, line, fund, yuan), balance


def told(claim: ClaimRow, is_by_name: bool) -> Meant:
    code = claim.classification_code or ""
    code = BY_NAME if code and is_by_name else code
    return Meant(
        claim.page_no or 0, code, claim.measure, claim.line_item_code, claim.fund_code, Decimal(claim.amount_yuan)
    )


def read(path: Path) -> Document:
    reader = reader_for("application/pdf")
    assert reader is not None
    return reader.read(path.read_bytes())


def test_every_figure_of_real_accounts_and_budgets_is_what_the_gold_says() -> None:
    gold = sorted(shared("gold", "tables").glob("*.csv"))
    assert gold
    for path in gold:
        wanted: Counter[Meant] = Counter()
        balance: dict[bool, str | None] = {}
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                side = "收入" in row["column"].split("/")[0]
                one, balance[side] = meant(row, balance.get(side))
                wanted[one] += 1
        (report,) = recognise(read(shared("reports", "pdf", f"{path.stem}.pdf")), "0" * 64)
        claims = [claim for claim in report.claims if claim.recogniser == "account_table"]
        # two sides print names without codes
        names = {one.page_no for one in wanted if one.code == BY_NAME}
        found = Counter(told(claim, claim.page_no in names) for claim in claims)
        assert found == wanted, (
            f"{path.stem}: {sorted((wanted - found).elements())} {sorted((found - wanted).elements())}"
        )
        assert not [row for row in report.unrecognised if row.recogniser == "account_table"]
