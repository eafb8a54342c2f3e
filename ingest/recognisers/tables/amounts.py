"""Amounts in tables: what a row says and what a column says, put together, whatever the order of either.

Reads the base data table (基础数据表), the budget rows of self-evaluation tables, fund rows of the finance ministry's
project form, forms with line items in their columns, and label/value pairs (年度预算金额 | 541.71（万元）).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.lexicon import Column
from ingest.normalize.amounts import Amount, Blank, blank_meaning, cell_amount, find_rates, number_of
from ingest.normalize.privacy import is_filler_row
from ingest.normalize.years import find_years
from ingest.pages.grid import align, filled, has_geometry, is_blank, width
from ingest.recognisers.output import CellSpot, Context, Output
from ingest.recognisers.report.outline import declared_unit, unit_line
from ingest.recognisers.tables.cell_output import NAME, CellOutput
from ingest.recognisers.tables.header import MONEY_ROLES, Header, LostHeader
from ingest.recognisers.tables.headers import find_header, numbers_columns
from ingest.recognisers.tables.labels import named_project, row_label
from ingest.recognisers.tables.pairs import DEFAULT_UNIT, Pair, PairReader, SpotOf, read_attribute_pairs
from ingest.recognisers.tables.staff import read_staff
from ingest.recognisers.tables.subjects import REASONS, UNTOLD, Subject, TableState, label_cell, labels_of, subject_of
from ingest.recognisers.tables.titles import LONGEST_TITLE, fund_of, line_of, measure_of

_INDICATOR_ROLES = frozenset({"level1", "level2", "level3", "target", "actual"})
_VALUE_ROLES = MONEY_ROLES | {"execution_rate", "weight", "score", "unit"}
_RATE_ROLES = {
    "execution_rate": "budget_execution_rate",
    "weight": "budget_execution_weight",
    "score": "budget_execution_score",
}
_INCOMES = lexicon.cues("income_table")
_PARTS_OF_WHOLE = frozenset({"basic", "project", "fiscal_appropriation"})


@dataclass(frozen=True, slots=True)
class _TableSpot:
    """The table being read: how its cells are quoted, its title's year, its section."""

    block: Block
    table: Table
    context: Context
    kind: str

    def spot(self, row: list[Cell]) -> SpotOf:
        quoted = tuple(row)
        return lambda cell: CellSpot(self.block, self.table, cell, quoted, self.context.title, self.kind)


class MeasureTable:
    """Reads one table after another of one report."""

    def __init__(
        self,
        output: Output,
        known_projects: set[str],
        self_names: frozenset[str] = frozenset(),
        is_plan: bool = False,
    ) -> None:
        """`is_plan`: the report is a budget or sets targets, so that what nothing says is spent is planned."""
        self.output = output
        self.cells = CellOutput(output)
        self.known_projects = known_projects
        self.self_names = self_names
        self.is_plan = is_plan
        self._last: tuple[int, TableState] | None = None

    def leave(self) -> None:
        """Running text follows: the next table starts anew."""
        self._last = None

    def read(
        self,
        block: Block,
        table: Table,
        context: Context,
        place_kind: str,
        title: str | None,
        title_year: int | None,
        project: str | None,
    ) -> set[int]:
        """Read a table; the row numbers that were understood as amounts or staffing.

        `title` is the line over the table, plain, `title_year` the year in it, `project` the project that a project form is about.
        """
        place = _TableSpot(block, table, context, place_kind)
        fund = context.fund_code or fund_of(title)
        measure = measure_of(title)
        state = TableState(has_geometry(table), context.unit, title_year, project, measure, fund, line_of(title))
        if measure == "budget" or (self.is_plan and measure is None):
            state.pairs.default = ("budget", "unstated")
        if self._last is not None and self._last[0] == width(table):
            state.continued(self._last[1])
        rows = [row for row in table.rows() if not is_blank(row)]
        understood = {row[0].row_no for row in rows if numbers_columns(row)}
        rows = [row for row in rows if row[0].row_no not in understood]
        position = 0
        is_below_header = False
        while position < len(rows):
            row = rows[position]
            named = named_project(row)
            if named is not None and named != state.project:
                # several forms in one table: each starts with its project
                pairs = PairReader(state.pairs.default)
                state = TableState(state.by_position, context.unit, title_year, named, state.measure, state.fund)
                state.pairs = pairs
            if self._caption(state, row, title_year):
                position += 1
                continue
            header = find_header(rows, position, state.unit, state.by_position)
            if isinstance(header, LostHeader):
                state.no_header()
                state.is_lost = True
                position += header.height
                continue
            if header is not None:
                if header.roles & _INDICATOR_ROLES and "amount" not in header.roles:
                    state.no_header()
                    break
                state.under(header, is_below_header, _line_of_rows(rows[position + header.height :]))
                is_below_header = True
                understood |= {found[0].row_no for found in rows[position : position + header.height]}
                position += header.height
                continue
            position += 1
            is_below_header = False
            if _looks_like_other_header(row):
                # another sub-table starts; its figures are not ours
                state.no_header()
            elif self._read_row(state, row, place):
                understood.add(row[0].row_no)
        self._last = (width(table), state)
        return understood

    def _caption(self, state: TableState, row: list[Cell], title_year: int | None) -> bool:
        """A row that is a title (2023年度…基础数据表), a unit line (单位：万元) or the form's last row, inside the table."""
        cells = filled(row)
        unit = next((found for cell in cells if (found := unit_line(cell.folded))), None)
        if unit is not None:
            state.unit = unit
            return len(cells) == 1 or all(":" in cell.folded for cell in cells)
        if is_filler_row(cell.squeezed for cell in cells):
            return True
        if len(cells) != 1 or len(cells[0].text) > LONGEST_TITLE:
            return False
        if lexicon.form(cells[0].plain) is None:
            return False
        years = find_years(cells[0].folded)
        state.no_header()
        state.in_projects = False
        state.year = years[0].value if years else title_year
        state.measure, state.fund = measure_of(cells[0].plain), fund_of(cells[0].plain)
        state.title_line = line_of(cells[0].plain)
        state.unit = declared_unit(cells[0].folded) or state.unit
        return True

    def _read_row(self, state: TableState, row: list[Cell], place: _TableSpot) -> bool:
        spot = place.spot(row)
        if state.staff is not None:
            return read_staff(self.cells, state.staff, row, state.by_position, self.self_names, spot)
        if state.is_lost:
            self.cells.list_row(row, spot, state.unit, "header_not_told")
            return False
        if state.header is not None and state.header.sides:
            return self._read_figures(state, state.header, row, spot)
        pairs, is_pairs = state.pairs.read(row, state.header, state.unit)
        for pair in pairs:
            self._claim_pair(state, pair, spot)
        is_attribute = read_attribute_pairs(self.output, NAME, row, spot, bool(pairs), state.project)
        if is_pairs or is_attribute:
            return True
        if state.header is None:
            if row_label(filled(row)[0].folded) is not None:
                # a line of money below columns that nothing names
                self.cells.list_row(row, spot, state.unit, "header_not_told")
            return False
        return self._read_figures(state, state.header, row, spot)

    # -- label/value pairs ---------------------------------------------------------------------------------------

    def _claim_pair(self, state: TableState, pair: Pair, spot: SpotOf) -> None:
        is_whole_project = pair.is_fund or pair.line == "total"
        self.cells.claim(
            spot(pair.cell),
            pair.amount,
            pair.offset,
            measure=pair.measure,
            version=pair.version,
            line="project" if state.project and is_whole_project else pair.line,
            project=state.project if is_whole_project else None,
            fund=pair.fund or state.fund or "all_funds",
            year=state.year,
            basis="stated",
        )

    # -- rows under a header -------------------------------------------------------------------------------------

    def _read_figures(self, state: TableState, header: Header, row: list[Cell], spot: SpotOf) -> bool:
        """The figures of a row, each with what its row and its column say of it."""
        below = align(header.cells, row, state.by_position, header.first_value)
        values = {
            index: below[index]
            for index, column in header.columns.items()
            if index in below and column.role in _VALUE_ROLES
        }
        if not header.sides:
            return self._read_side(state, header, labels_of(header, row, below, values), values, spot)
        found = False
        for side in (0, *header.sides):
            of_side = {index: cell for index, cell in values.items() if header.side_of(index) == side}
            if of_side:
                start = (
                    header.cells[side].column_no if state.by_position else below[side].column_no if side in below else 1
                )
                labels = labels_of(header, row, below, of_side, start)
                found |= self._read_side(state, header, labels, of_side, spot)
        return found

    def _read_side(
        self, state: TableState, header: Header, labels: list[Cell], values: dict[int, Cell], spot: SpotOf
    ) -> bool:
        """The figures of one half of a row, nearly always all of it."""
        named = label_cell(state, header, labels)
        for parent in labels:
            # 项目支出 | 良种展示: the parent's name stands before the label, merged over its rows
            if parent is named:
                break
            above = row_label(parent.folded)
            if above is not None and above.line_item_code not in (None, "total"):
                state.parent_line, state.in_projects = above.line_item_code, above.line_item_code == "project"
        at = min((cell.row_no for cell in values.values()), default=0)
        subject = subject_of(state, header, named, labels, self.self_names, at)
        amounts = self._amounts(state, header, values, subject.name, spot)
        if not amounts and lexicon.is_placeholder(lexicon.plain(subject.name)):
            return True
        if subject.kind not in ("known", "template"):
            for cell, amount in amounts.values():
                self.output.not_understood(
                    spot(cell).place(amount.start, amount.number_end),
                    NAME,
                    REASONS[subject.kind],
                    subject.name or None,
                )
            return False
        if subject.kind == "template" and named is not None:
            # the form's own line, with figures beside it
            self.cells.attribute(named, spot, "template_text", None)
        elif subject.project is not None and state.project is None:
            self.known_projects.add(lexicon.plain(subject.project))
        for index, (cell, amount) in amounts.items():
            self._combine(state, header, header.columns[index], subject, cell, amount, spot)
        is_form_project = state.project is not None and subject.project == state.project
        is_of_parts = bool(amounts) and all(
            header.columns[index].line_item_code not in (None, "total") for index in amounts
        )
        if (subject.line == "total" or is_form_project) and subject.fund is None and not is_of_parts:
            self._read_rates(header, values, spot, state.project, subject.year)
        return True

    def _amounts(
        self, state: TableState, header: Header, values: dict[int, Cell], name: str, spot: SpotOf
    ) -> dict[int, tuple[Cell, Amount]]:
        """The amounts of a row by column; what looks like one and can't be told is listed."""
        amounts: dict[int, tuple[Cell, Amount]] = {}
        row_unit = next((cell.squeezed for index, cell in values.items() if header.columns[index].role == "unit"), None)
        if row_unit and row_unit not in lexicon.money_units() and not header.counts_things:
            # heads, vehicles, square metres
            return amounts
        for index, cell in values.items():
            column = header.columns[index]
            if column.role != "amount":
                continue
            if index in header.ambiguous:
                if number_of(cell.folded) is not None:
                    self.output.not_understood(spot(cell).place(), NAME, "ambiguous_column", name)
                continue
            unit = (None if header.counts_things else row_unit) or column.unit or state.unit or DEFAULT_UNIT
            amount = cell_amount(cell.folded, unit)
            if amount is None and blank_meaning(cell.squeezed) is Blank.ZERO:
                # 无, 未发生: nothing was spent
                end = len(cell.text.rstrip())
                amount = Amount(len(cell.text) - len(cell.text.lstrip()), end, end, Decimal(0), unit)
            if amount is not None:
                amounts[index] = (cell, amount)
            elif blank_meaning(cell.squeezed) is None and (
                # letters where a scan should have a figure are one that was misread
                cell.reading_score is not None or any(character.isdigit() for character in cell.text)
            ):
                self.output.not_understood(spot(cell).place(), NAME, "unreadable_amount", name)
        return amounts

    def _combine(
        self,
        state: TableState,
        header: Header,
        column: Column,
        subject: Subject,
        cell: Cell,
        amount: Amount,
        spot: SpotOf,
    ) -> None:
        """One figure, claimed where row and column agree on what it is."""
        lines = sorted({line for line in (column.line_item_code, subject.line) if line and line != "total"}, key=len)
        if subject.measure in ("budget", "expenditure") and column.line_item_code:
            # 全年执行数 under 年度资金总额: the row says what was measured, the column of what
            column = replace(column, measure=None, budget_version=None)
        measure = self._measure(state, header, column, subject)
        is_contradiction = (
            (len(lines) > 1 and not lines[1].startswith(f"{lines[0]}."))
            or (column.measure and subject.measure not in (None, "adjustment", "income", column.measure))
            or (column.fund_code and subject.fund)
        )
        if measure is None or is_contradiction:
            reason = "unknown_measure" if measure is None else "row_against_column"
            self.output.not_understood(
                spot(cell).place(amount.start, amount.number_end), NAME, reason, subject.name or None
            )
            return
        line = lines[-1] if lines else "total"
        project = subject.project
        if line == "total" and state.project and column.line_item_code in (None, "total"):
            line, project = "project", state.project
        fund = column.fund_code or subject.fund or state.fund or "all_funds"
        if measure == "income":
            if (not column.fund_code and line != "fiscal_appropriation") or column.measure == "budget":
                # what is planned to come in, and other income, is no claim
                self.output.not_understood(
                    spot(cell).place(amount.start, amount.number_end), NAME, "not_covered", subject.name or None
                )
                return
            # 公共财政拨款 in a table of income
            line = "fiscal_appropriation"
        year, basis = self._year(state, column, subject)
        self.cells.claim(
            spot(cell),
            amount,
            0,
            measure=measure,
            version=None if subject.measure == "adjustment" else column.budget_version or subject.version,
            line=line,
            project=project,
            fund=fund,
            year=year,
            basis=basis,
        )

    def _measure(self, state: TableState, header: Header, column: Column, subject: Subject) -> str | None:
        """What a figure measures: as its row says, as its column says, as the table's title or header as a whole says."""
        if subject.measure in ("adjustment", "income"):
            return subject.measure
        if state.measure == "income" or (header.cells and header.cells[0].squeezed.startswith(_INCOMES)):
            return "income"
        return column.measure or subject.measure or state.measure or self._table_measure(header, column)

    def _table_measure(self, header: Header, column: Column) -> str | None:
        """What an amount is where neither row nor column says more than the header as a whole."""
        if header.measure == "income" and column.line_item_code not in (None, "total"):
            return "budget" if self.is_plan else "expenditure"
        return "budget" if self.is_plan and header.measure == "expenditure" else header.measure

    def _year(self, state: TableState, column: Column, subject: Subject) -> tuple[int | None, str]:
        """The year of a figure and where it stands: in the column, in the row, or over the table."""
        stated = column.year if column.year is not None else subject.year
        if stated is not None:
            return stated, "column"
        relative = column.relative_year if column.relative_year is not None else subject.relative_year
        if relative is None:
            return state.year, "stated"
        return (state.year or self.output.own_year) + relative, "column"

    def _read_rates(
        self, header: Header, values: dict[int, Cell], spot: SpotOf, project: str | None, year: int | None
    ) -> None:
        """Weight, rate and score of the execution row; `year` is the row's own, if it names one."""
        for index, cell in values.items():
            code = _RATE_ROLES.get(header.columns[index].role)
            text = cell.folded.strip()
            if code is None or not text:
                continue
            rates = find_rates(text)
            value = rates[0].value if rates else number_of(text.rstrip("分"))
            if value is None:
                continue
            if code == "budget_execution_rate" and not rates and value > Decimal("1.5"):
                value = value / 100
            self.cells.attribute(cell, spot, code, value, project_name=project, stated_fiscal_year=year)


def _line_of_rows(rows: list[list[Cell]]) -> str | None:
    """The line item that the rows below a header split (人员经费, 公用经费: 基本支出), None where they may be the whole;
    UNTOLD where they are neither (三公经费 with 会议费).
    """
    lines: set[str] = set()
    is_known = True
    for row in rows:
        cells = filled(row)
        if not any(number_of(cell.folded) is not None for cell in cells):
            if len(cells) > 1:
                break
            continue
        label = next((known for cell in cells if (known := row_label(cell.folded)) and known.line_item_code), None)
        if label is None or label.line_item_code is None:
            is_known = False
        elif label.line_item_code != "total":
            lines.add(label.line_item_code)
    roots = {line.split(".")[0] for line in lines}
    if is_known and len(roots) == 1 and not roots & lines:
        return roots.pop()
    return UNTOLD if roots and not roots & _PARTS_OF_WHOLE else None


def _looks_like_other_header(row: list[Cell]) -> bool:
    """Several labels, no figure: the header of a sub-table that we don't know."""
    words = [cell for cell in row if cell.text.strip() and blank_meaning(cell.squeezed) is None]
    if len(words) < 3:
        return False
    return all(
        len(cell.squeezed) <= 24 and not _has_digit(cell.folded) and cell_amount(cell.folded, DEFAULT_UNIT) is None
        for cell in words
    )


def _has_digit(folded: str) -> bool:
    for year in find_years(folded):
        folded = folded.replace(folded[year.start : year.end], "")
    return any(character.isdigit() for character in folded)
