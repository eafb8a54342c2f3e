"""Adding up an everyday view is right: held against the stories that a country's reports tell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.quality.building import build
from tests.quality.country import OVERALL, WAN, Country

pytestmark = pytest.mark.slow

VIEWS = (
    "budget", "budget_by_line_item", "budget_execution", "expenditure", "expenditure_by_line_item", "income",
    "three_public_budget", "three_public_expenditure",
)  # fmt: skip


def test_adding_all_rows_of_a_year_gives_what_its_bodies_planned_and_spent(tmp_path: Path) -> None:
    country = Country(5, units=40, places=4)
    warehouse = build(country.rows().write(tmp_path / "home"), wanted=VIEWS)
    with duckdb.connect(str(warehouse), read_only=True) as connection:

        def added(table: str, amount: str = "amount_yuan", where: str = "true") -> dict[int, Decimal]:
            rows = connection.execute(
                f"select fiscal_year, sum({amount}) from {table} where {where} group by fiscal_year"
            ).fetchall()
            return {year: total for year, total in rows if year in country.years}

        def told(item: str, kind: str = "", restated: bool = False) -> dict[int, Decimal]:
            """What the bodies' stories say; `restated`: of the year before a body's first report as well, where its form has a column for it."""
            found: dict[int, Decimal] = {}
            for year in country.years:
                for unit in country.units:
                    if year < unit.first - (restated and OVERALL in unit.habit):
                        continue
                    chosen = kind or ("adjusted" if OVERALL in unit.habit else "initial")
                    amount = getattr(unit.years[year].money[item], chosen) * WAN
                    found[year] = found.get(year, Decimal(0)) + amount
            return found

        spent, planned = told("total", "spent"), told("total")
        assert len(spent) == len(country.years) and len(set(spent.values())) == len(spent)
        assert added("everyday.expenditure") == added("everyday.expenditure_by_line_item") == spent
        assert added("everyday.budget") == added("everyday.budget_by_line_item") == planned
        assert added("everyday.budget_execution", "expenditure_yuan") == spent
        assert added("everyday.budget_execution", "budget_yuan") == planned
        assert added("everyday.three_public_expenditure") == told("three_public", "spent", restated=True)
        for item in ("basic", "project"):
            found = added("everyday.expenditure_by_line_item", where=f"split_part(line_item_code, '.', 1) = '{item}'")
            assert found == told(item, "spent")
        # what the views are for: the facts themselves don't add up
        naive = added("marts.fct_expenditure")
        assert all(naive[year] > 2 * spent[year] for year in country.years)
