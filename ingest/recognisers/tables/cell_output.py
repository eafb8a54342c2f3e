"""From cells of tables that were understood to rows of the output."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Cell
from ingest.normalize.amounts import Amount, cell_amount
from ingest.pages.grid import filled
from ingest.recognisers.output import CellSpot, Output
from ingest.recognisers.tables.labels import label_name
from ingest.recognisers.tables.pairs import DEFAULT_UNIT, SpotOf

NAME = "measure_table"


@dataclass(frozen=True, slots=True)
class CellOutput:
    """The output of one report as tables of amounts fill it."""

    output: Output

    def list_row(self, row: list[Cell], spot: SpotOf, unit: str | None, reason: str) -> None:
        """List the figures of a row that can't be understood."""
        name = label_name(filled(row)[0])
        for cell in filled(row):
            amount = cell_amount(cell.folded, unit or DEFAULT_UNIT)
            if amount is not None:
                self.output.not_understood(spot(cell).place(amount.start, amount.number_end), NAME, reason, name)

    def attribute(
        self,
        cell: Cell,
        spot: SpotOf,
        code: str,
        value: Decimal | None,
        project_name: str | None = None,
        stated_fiscal_year: int | None = None,
    ) -> None:
        """What a whole cell states: a count, a rate, a score, or text."""
        start = len(cell.text) - len(cell.text.lstrip())
        self.output.attribute(
            spot(cell).place(start, len(cell.text.rstrip())),
            recogniser=NAME,
            attribute_code=code,
            value_text=cell.text.strip(),
            value_number=value,
            project_name=project_name,
            stated_fiscal_year=stated_fiscal_year,
        )

    def claim(
        self,
        spot: CellSpot,
        amount: Amount,
        offset: int,
        *,
        measure: str,
        version: str | None,
        line: str,
        project: str | None,
        fund: str,
        year: int | None,
        basis: str,
    ) -> None:
        """An amount in a cell; `offset` is where the text that it was found in starts there."""
        self.output.claim(
            spot.place(offset + amount.start, offset + amount.number_end),
            recogniser=NAME,
            measure=measure,
            budget_version=version,
            line_item_code=line,
            project_name=project,
            fund_code=fund,
            amount_yuan=amount.yuan,
            amount_text=spot.cell.text[offset + amount.start : offset + amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=year,
            year_basis=basis,
        )
