"""Tables of final accounts and budgets: figures by functional and economic class, income by source, balances, 三公经费.

What title, column and row say (ingest/lexicon/account_*.csv) is put together; a figure of a code is claimed under it, so that it
never counts for the body as a whole. Tables of other kinds are left to the next recogniser.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block as Spot
from ingest.document import Cell, Table
from ingest.lexicon import accounts
from ingest.lexicon.accounts import BALANCES, NOTHING, Meaning
from ingest.normalize.amounts import Amount, Blank, blank_meaning, cell_amount
from ingest.normalize.years import find_years
from ingest.pages.grid import filled, has_geometry, is_blank, is_even, width
from ingest.recognisers.output import CellSpot, Context, Output
from ingest.recognisers.report.outline import declared_unit, unit_line
from ingest.recognisers.tables.account_layout import Block, Layout, header_words, is_header_row, moved, read_layout
from ingest.recognisers.tables.account_rows import Above, Row, row_of
from ingest.recognisers.tables.header import is_figure
from ingest.recognisers.tables.headers import numbers_columns
from ingest.recognisers.tables.pairs import DEFAULT_UNIT
from ingest.recognisers.tables.titles import LONGEST_TITLE, stage_of

NAME = "account_table"
# what a table without title and telling columns is taken for, and what it is once it is known
_UNTOLD_KIND, _KIND = "summary_table", "budget_table"
_MEASURES = {
    ("income", "planned"): "income_budget",
    ("income", "done"): "income",
    ("expenditure", "planned"): "budget",
    ("expenditure", "done"): "expenditure",
}
# income of these funds is what the treasury allocates
_APPROPRIATED = frozenset({"fiscal_appropriation", "general_public_budget", "government_fund", "state_capital"})
_WHOLES = frozenset({"total", "grand_total"})


@dataclass(slots=True)
class _State:
    """A table being read: what its title says, its unit and its header."""

    form: Meaning | None
    stage: str | None
    year: int | None
    unit: str | None
    layout: Layout | None = None
    above: list[Above] = field(default_factory=list)
    # what the sum over several bodies is, and whether the rows here are only one body's
    whole: Decimal | None = None
    is_of_body: bool = False
    # a continuation lost columns: its cells are told by where they stand on the page
    is_moved: bool = False

    def under(self, layout: Layout | None) -> None:
        is_again = layout is not None and self.layout is not None and layout.words == self.layout.words
        self.layout, self.is_moved = layout, False
        if is_again:
            # the same header after a page break
            return
        self.above = [Above() for _ in layout.blocks] if layout else []
        self.whole, self.is_of_body = None, False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rows of a table stand."""

    block: Spot
    table: Table
    section_title: str | None
    kind: str

    def spot(self, cell: Cell, row: tuple[Cell, ...]) -> CellSpot:
        return CellSpot(self.block, self.table, cell, row, self.section_title, self.kind)


class AccountTable:
    """Reads one table after another of one report. `family_stage`: what the kind of report says of figures: planned, done.

    `is_account`: it may be an account or a budget; tables of 三公经费 in other reports are left to the recogniser of any items.
    """

    def __init__(self, output: Output, self_names: frozenset[str], family_stage: str | None, is_account: bool) -> None:
        self.output = output
        self.self_names = self_names
        self.family_stage = family_stage
        self.is_account = is_account
        self._last: tuple[int, _State] | None = None

    def leave(self) -> None:
        """Running text follows: the next table starts anew."""
        self._last = None

    def read(
        self, block: Spot, table: Table, context: Context, place_kind: str, title: str | None, title_year: int | None
    ) -> set[int]:
        """Read a table; the row numbers that were understood as an account form's."""
        if not (has_geometry(table) or is_even(table)):
            # which column a cell stands in got lost with the merges
            self._last = None
            return set()
        rows = [row for row in table.rows() if not is_blank(row)]
        state = self._start(rows, table, context, title, title_year)
        place = _Place(block, table, context.title, _KIND if place_kind == _UNTOLD_KIND else place_kind)
        understood: set[int] = set()
        position = 0
        while position < len(rows):
            row = rows[position]
            if numbers_columns(row) or self._caption(state, row):
                # no figures of the form's
                pass
            elif is_header_row(row) and (layout := self._layout(state, rows, position)) is not None:
                state.under(layout)
                height = layout.height - layout.is_mixed
                words = (cell.folded for header in rows[position : position + height] for cell in filled(header))
                state.unit = next((unit for word in words if (unit := unit_line(word))), state.unit)
                understood |= {found[0].row_no for found in rows[position : position + height]}
                position += height
                continue
            elif state.layout is not None and self._read_row(state, state.layout, row, place):
                understood.add(row[0].row_no)
            position += 1
        self._last = (width(table), state) if state.layout is not None else None
        return understood

    def _start(
        self, rows: list[list[Cell]], table: Table, context: Context, title: str | None, title_year: int | None
    ) -> _State:
        form = accounts.form(title) if title else None
        unit = (declared_unit(title) if title else None) or context.unit
        state = _State(form, stage_of(title), title_year, unit)
        if self._last is not None and title is None and rows:
            last_width, last = self._last
            if last.layout is not None and _goes_on(last.layout, rows[0], last_width != width(table)):
                # a page break: the header stands on the page before
                last.is_moved = last_width != width(table)
                return last
        return state

    def _caption(self, state: _State, row: list[Cell]) -> bool:
        """A row inside the table that is the next form's title, or a line with the unit of measure."""
        cells = filled(row)
        first = cells[0]
        unit = next((found for cell in cells if (found := unit_line(cell.folded) or _unit_at_end(cell.folded))), None)
        if unit is not None and not is_header_row(row):
            state.unit = unit
            return True
        if len(cells) > _MOST_OF_CAPTION or len(first.text) > LONGEST_TITLE or lexicon.form(first.plain) is None:
            return False
        form = accounts.form(first.plain)
        if form is None:
            return False
        years = find_years(first.folded)
        state.form, state.stage = form, stage_of(first.plain)
        state.year = years[0].value if years else state.year
        state.unit = declared_unit(first.folded) or state.unit
        state.under(None)
        return True

    def _layout(self, state: _State, rows: list[list[Cell]], position: int) -> Layout | None:
        """The header of an account form that starts with a row: its title, or its columns, tell that it is one."""
        if state.form is None and self._last is not None:
            last = self._last[1]
            if last.layout is not None and last.layout.words == header_words(rows, position):
                # the form goes on under the same header
                state.form, state.stage, state.year, state.unit = last.form, last.stage, last.year, last.unit
        of_title = (state.form or NOTHING).with_more(Meaning(stage=state.stage))
        layout = read_layout(rows, position, of_title, state.form is not None)
        if layout is None or (state.form is None and not (layout.is_telling or layout.has_both_sides)):
            return None
        below = rows[position + layout.height :]
        has_codes = any(block.has_codes for block in layout.blocks) or _has_coded_rows(layout, below)
        is_of_items = self.is_account and layout.is_of_items and _has_known_rows(layout, below)
        if not (has_codes or layout.is_two_sided or is_of_items):
            return None
        meanings = [meaning for block in layout.blocks for meaning in block.amounts.values()]
        if not any(self._stage(state, meaning) for meaning in meanings) and not layout.is_of_items:
            return None
        if layout.is_two_sided and not all(meaning.flow for meaning in meanings):
            return None
        return layout

    def _stage(self, state: _State, meaning: Meaning) -> str | None:
        return meaning.stage or state.stage or self.family_stage

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _read_row(self, state: _State, layout: Layout, row: list[Cell], place: _Place) -> bool:
        """The figures of a row, each with what its row and its column say of it; whether it was an account form's."""
        if state.is_moved:
            row = moved(row, layout)
        cells = _covering(row)
        found = False
        for block, above in zip(layout.blocks, state.above, strict=True):
            flows = block.flows()
            flow = flows.pop() if len(flows) == 1 else None
            about = row_of(block, cells, layout.is_two_sided, flow, above)
            amounts = self._amounts(state, block, cells, about)
            if about.kind == "blank" and layout.is_of_items:
                about = Row("item", is_sum=True)
            elif about.kind == "body":
                about = self._of_body(state, block, about, amounts)
            elif state.is_of_body and not about.is_sum:
                about = replace(about, kind="body")
            if about.is_sum and state.whole is None and amounts:
                state.whole = amounts[min(amounts)][1].yuan
            for cell in about.code_cells:
                self.output.exclude_cell(place.block, cell, "classification_code")
            for number, (cell, amount) in amounts.items():
                self._claim(state, block, number, about, place.spot(cell, tuple(row)), amount)
            found |= bool(amounts) or about.kind in ("classified", "item")
        return found

    def _of_body(self, state: _State, block: Block, about: Row, amounts: dict[int, tuple[Cell, Amount]]) -> Row:
        """A row of a body among several: what it spends is the report's where it is the report's body, or all there is."""
        first = amounts[min(amounts)][1].yuan if amounts else None
        is_self = about.name in self.self_names
        if state.whole is not None and first is not None:
            state.is_of_body = first != state.whole
        elif not is_self and block.has_codes:
            state.is_of_body = True
        return Row("item", about.name, is_sum=True) if is_self and not state.is_of_body else about

    def _amounts(
        self, state: _State, block: Block, cells: dict[int, Cell], about: Row
    ) -> dict[int, tuple[Cell, Amount]]:
        """The amounts of a row in a block, by column."""
        found: dict[int, tuple[Cell, Amount]] = {}
        seen: set[int] = set()
        for number in sorted((*block.amounts, *block.unknown)):
            cell = cells.get(number)
            if cell is None or id(cell) in seen or cell.column_no in block.naming:
                continue
            seen.add(id(cell))
            meaning = block.amounts.get(number, NOTHING)
            unit = about.meaning.unit or meaning.unit or state.unit or DEFAULT_UNIT
            amount = cell_amount(cell.folded, unit)
            if amount is None and blank_meaning(cell.squeezed) is Blank.ZERO:
                # 无, 未发生: nothing was spent
                end = len(cell.text.rstrip())
                amount = Amount(len(cell.text) - len(cell.text.lstrip()), end, end, Decimal(0), unit)
            if amount is not None:
                found[number] = cell, amount
        return found

    # -- claims --------------------------------------------------------------------------------------------------------

    def _claim(self, state: _State, block: Block, number: int, about: Row, spot: CellSpot, amount: Amount) -> None:
        """One figure, claimed where title, column and row agree on what it is."""
        place = spot.place(amount.start, amount.number_end)
        if about.is_sum and block.has_codes and block.line and about.meaning.line == "total":
            about = replace(about, meaning=replace(about.meaning, line=block.line))
        meaning = _together(block.amounts[number], about) if number in block.amounts else None
        measure = self._measure(state, meaning) if meaning is not None else None
        reason = _REASONS.get(about.kind)
        if reason is None and number not in block.amounts:
            reason = "header_not_told"
        if reason is None and (meaning is None or measure is None):
            reason = "row_against_column" if meaning is None else "unknown_measure"
        if reason is not None or meaning is None or measure is None:
            self.output.not_understood(place, NAME, reason or "unknown_measure", about.name or None)
            return
        line = meaning.line or "total"
        if meaning.flow == "income" and line == "total" and meaning.fund in _APPROPRIATED:
            line = "fiscal_appropriation"
        year, basis = self._year(state, meaning)
        self.output.claim(
            place,
            recogniser=NAME,
            measure=measure,
            budget_version=meaning.version,
            line_item_code=line,
            project_name=None,
            fund_code=meaning.fund or "all_funds",
            amount_yuan=amount.yuan,
            amount_text=spot.cell.text[amount.start : amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=year,
            year_basis=basis,
            classification=about.classification,
            classification_code=about.code,
            classification_name=(about.name or None) if about.classification else None,
            form_code=state.form.form if state.form else None,
        )

    def _measure(self, state: _State, meaning: Meaning) -> str | None:
        if meaning.flow in BALANCES:
            return meaning.flow
        stage = self._stage(state, meaning)
        return _MEASURES.get((meaning.flow, stage)) if meaning.flow and stage else None

    def _year(self, state: _State, meaning: Meaning) -> tuple[int | None, str]:
        """The year of a figure and where it stands: in the column or row, or over the table."""
        if meaning.year is not None:
            return meaning.year, "column"
        if meaning.relative_year is None:
            return state.year, "stated"
        return (state.year or self.output.own_year) + meaning.relative_year, "column"


_REASONS = {"body": "another_body", "unknown": "unknown_row_label", "blank": "unknown_row_label"}
_MOST_OF_CAPTION = 2
_LOOKAHEAD = 5


def _together(column: Meaning, row: Row) -> Meaning | None:
    """What a column and a row say together; None where they contradict each other."""
    said = row.meaning
    if said.flow and column.flow in ("income", "expenditure") and said.flow not in (*BALANCES, column.flow):
        return None
    if said.line is None or said.line in _WHOLES or column.line is None or column.line == "total":
        line = (
            column.line
            if column.line not in (None, "total") and said.line in (None, *_WHOLES)
            else said.line or column.line
        )
    elif said.line.startswith(column.line) or column.line == said.line:
        line = said.line
    elif column.line.startswith(f"{said.line}."):
        line = column.line
    elif said.flow == "income" and column.line == "fiscal_appropriation":
        line = said.line
    else:
        return None
    if (
        said.fund
        and column.fund
        and said.fund != column.fund
        and "fiscal_appropriation" not in (said.fund, column.fund)
    ):
        return None
    met = column.with_more(replace(said, fund=None) if column.fund and said.fund == "fiscal_appropriation" else said)
    is_part = line is not None and line.split(".")[0] in ("basic", "project")
    return replace(met, line="total" if met.flow in BALANCES and not is_part else line)


def _unit_at_end(folded: str) -> str | None:
    """部门：… 单位：万元 in one cell of a caption."""
    return declared_unit(folded) if ":" in folded and len(folded) <= LONGEST_TITLE else None


def _covering(row: list[Cell]) -> dict[int, Cell]:
    """The cells of a row by every column that they cover."""
    return {number: cell for cell in row for number in range(cell.column_no, cell.column_no + cell.column_span)}


def _goes_on(layout: Layout, row: list[Cell], is_moved: bool) -> bool:
    """Whether a table's first row is one more of the table before."""
    cells = _covering(moved(row, layout) if is_moved else row)
    kinds = {row_of(block, cells, layout.is_two_sided, None, Above("0" * 9)).kind for block in layout.blocks}
    return bool(kinds & {"classified", "item"})


def _has_coded_rows(layout: Layout, rows: list[list[Cell]]) -> bool:
    """Whether a row below a header has its code before its name (2010301 行政运行)."""
    for row in rows[:_LOOKAHEAD]:
        cells = _covering(row)
        for block in layout.blocks:
            if block.amounts and block.naming and row_of(block, cells, False, None, Above()).is_printed:
                return True
    return False


def _has_known_rows(layout: Layout, rows: list[list[Cell]]) -> bool:
    """Whether the rows below line items are sums, years or measures, as far as they hold figures: no bodies, no other items."""
    for row in rows[:_LOOKAHEAD]:
        cells = _covering(row)
        for block in layout.blocks:
            about = row_of(block, cells, False, "expenditure", Above())
            figures = any(is_figure(cells[number]) for number in block.amounts if number in cells)
            if figures and about.kind != "blank" and not about.is_sum:
                return False
    return True
