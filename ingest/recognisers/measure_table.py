"""Amounts in tables: labels in rows, budgets, execution and years in column headers, whatever their order.

Reads the base data table (基础数据表), the budget rows of self-evaluation tables, fund rows of the finance ministry's
project form, and label/value pairs (年度预算金额 | 541.71（万元）, 其中：基本支出：311.22).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.lexicon import Column, Label
from ingest.normalize.amounts import Amount, Blank, blank_meaning, cell_amount, find_rates, parse_number
from ingest.normalize.characters import fold, squeeze
from ingest.recognisers.outline import declared_unit, numbering
from ingest.recognisers.rows import CellSpot, Context, Findings
from ingest.tables.grid import align, has_geometry, is_blank

NAME = "measure_table"
DEFAULT_UNIT = "万元"

_SUBTOTALS = frozenset({"小计", "合计"})
_LEAD_COLON = re.compile(r"^[ ]*其中[:]")
_LEADS = re.compile(r"^(?:其中|其他其中|减|加)[:：]?")
_ROW_NUMBER = re.compile(
    r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．]|^[(（](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|^[①-⑳]"
)
_FUND_KINDS = frozenset({"fund", "table_fund", "opening_carryover", "filler"})
_PAIR_KINDS = frozenset(
    {"measure", "item", "table_item", "fund", "table_fund", "opening_carryover", "filler", "adjustment", "carryover"}
)
_ROW_KINDS = _PAIR_KINDS | {"weak_measure"}
_RATE_ROLES = {
    "execution_rate": "budget_execution_rate",
    "weight": "budget_execution_weight",
    "score": "budget_execution_score",
}

SpotOf = Callable[[Cell], CellSpot]


@dataclass(slots=True)
class Header:
    """A header row in force: its cells with what each means."""

    cells: list[Cell]
    columns: dict[int, Column]
    unit: str | None

    @property
    def ambiguous(self) -> set[int]:
        """Columns of amounts that say the same as another one: which is which can't be told."""
        seen: dict[tuple[object, ...], int] = {}
        found: set[int] = set()
        for index, column in self.columns.items():
            if column.role != "amount":
                continue
            key = (column.measure, column.budget_version, column.year, column.relative_year)
            if key in seen:
                found |= {index, seen[key]}
            seen[key] = index
        return found


def _is_pair(label_cell: Cell, cell: Cell) -> bool:
    """Whether a cell and the one after it are a label and its figure."""
    return parse_number(label_cell.text) is None and cell_amount(cell.text, DEFAULT_UNIT) is not None


def _stated_measure(text: str) -> tuple[str, str | None] | None:
    """The measure of a total that a pair's label names (计划安排资金, 实际支出); None for others (实际到位资金, 省财政)."""
    label = row_label(text)
    if label is None or label.measure is None or label.line_item_code not in (None, "total"):
        return None
    return label.measure, label.budget_version


@dataclass(slots=True)
class _State:
    header: Header | None = None
    staff: Header | None = None
    parent_line: str | None = None
    in_projects: bool = False
    unit: str | None = None
    by_position: bool = False
    project: str | None = None
    # measures and versions of the totals that the last row of pairs stated, in order (None: another kind of figure);
    # the fund rows below it split the same
    pair_measures: list[tuple[str, str | None] | None] = field(default_factory=list)

    def pair_of(self, pair_no: int) -> tuple[str, str | None] | None:
        """The measure that the n-th pair of a fund row splits."""
        if len(self.pair_measures) == 1:
            return self.pair_measures[0]
        return self.pair_measures[pair_no] if 0 <= pair_no < len(self.pair_measures) else None

    claimed_rows: set[int] = field(default_factory=set)


def read_header(row: list[Cell], unit: str | None) -> Header | None:
    """The header that a row is, if at least two of its cells are known column headers (or one is, beside a label)."""
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row):
        known = lexicon.column(squeeze(cell.text))
        if known is not None:
            columns[index] = known
        declared = declared_unit(cell.text)
        if declared:
            unit = declared
    if len(columns) < 2:
        return None
    levels = [index for index, known in columns.items() if known.role == "level3"]
    for index in levels[:-1]:
        # 绩效指标 above 三级指标: the merged title, not the name's column
        del columns[index]
    # figures among the words: a data row, not a header
    if any(parse_number(cell.text) is not None for cell in row):
        return None
    return Header(row, columns, unit)


def stacked_header(upper: list[Cell], lower: list[Cell], unit: str | None) -> Header | None:
    """The header that two rows make together: a merged cell above (2023年) with those below it (预算数, 决算数)."""
    combined: list[Cell] = []
    columns: dict[int, Column] = {}
    covered: set[int] = set()
    joined = 0
    for cell in lower:
        above = next((c for c in upper if c.column_no <= cell.column_no < c.column_no + c.column_span), None)
        text = squeeze(cell.text)
        over = squeeze(above.text) if above is not None else ""
        known = None
        for candidate in (over + text, text + over):
            known = lexicon.column(candidate)
            if known is not None:
                break
        if known is not None and text and over:
            joined += 1
        if known is not None:
            columns[len(combined)] = known
            unit = declared_unit(cell.text) or (declared_unit(above.text) if above is not None else None) or unit
        combined.append(cell)
        covered.update(range(cell.column_no, cell.column_no + cell.column_span))
    for cell in upper:
        # a header cell that reaches down over both rows
        if cell.column_no not in covered and (known := lexicon.column(squeeze(cell.text))) is not None:
            columns[len(combined)] = known
            combined.append(cell)
    if joined < 2 or any(parse_number(cell.text) is not None for cell in lower):
        return None
    return Header(combined, columns, unit)


def _same_header(one: Header, other: Header) -> bool:
    return [squeeze(cell.text) for cell in one.cells] == [squeeze(cell.text) for cell in other.cells]


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows()), default=0)


class MeasureTable:
    """Reads one table after another of one report."""

    def __init__(self, findings: Findings, known_projects: set[str]) -> None:
        self.findings = findings
        self.known_projects = known_projects
        self._last: tuple[int, _State] | None = None

    def read(
        self, block: Block, table: Table, context: Context, place_kind: str, title_year: int | None, project: str | None
    ) -> set[int]:
        """Read a table; the row numbers that were understood as amounts or staffing.

        `title_year` is the year in the table's title, `project` the project that a project form is about.
        """
        state = _State(unit=context.unit, by_position=has_geometry(table), project=project)
        if self._last is not None and self._last[0] == _width(table):
            # a table that goes on after a page break without its header
            state.header, state.staff, state.unit = self._last[1].header, self._last[1].staff, self._last[1].unit
            state.in_projects, state.parent_line = self._last[1].in_projects, self._last[1].parent_line
        rows = table.rows()
        skipped: set[int] = set()
        for position, row in enumerate(rows):
            if is_blank(row) or row[0].row_no in skipped:
                continue
            named = named_project(row)
            if named is not None and named != state.project:
                # several forms in one table: each starts with its project
                state = _State(
                    unit=context.unit, by_position=state.by_position, project=named, claimed_rows=state.claimed_rows
                )
            spot_row = tuple(row)
            header = read_header(row, state.unit)
            if state.by_position and position + 1 < len(rows):
                stacked = stacked_header(row, rows[position + 1], state.unit)
                if stacked is not None and (header is None or len(stacked.columns) > len(header.columns)):
                    header = stacked
                    skipped.add(rows[position + 1][0].row_no)
                    state.claimed_rows.add(rows[position + 1][0].row_no)
            if (
                header is not None
                and not state.by_position
                and position + 1 < len(rows)
                and _is_years_row(rows[position + 1])
            ):
                # the spans of a two-row header are lost: which year a column means can't be told
                state.header = state.staff = None
                skipped.add(rows[position + 1][0].row_no)
                continue
            if header is not None:
                roles = {column.role for column in header.columns.values()}
                if roles & {"level1", "level2", "level3", "target", "actual"} and "amount" not in roles:
                    state.header = None
                    state.staff = None
                    break
                if any(role.startswith("attribute:") for role in roles):
                    state.staff, state.header = header, None
                elif state.header is not None and _same_header(state.header, header):
                    # the header again after a page break
                    state.header = header
                else:
                    state.header, state.staff = header, None
                    state.unit = header.unit
                    state.in_projects = False
                state.claimed_rows.add(row[0].row_no)
                continue
            if state.header is None and self._looks_like_other_header(row):
                state.staff = None
                continue
            if state.header is not None and self._looks_like_other_header(row):
                # another sub-table starts; its figures are not ours
                state.header = None
                continue

            def spot(cell: Cell, spot_row: tuple[Cell, ...] = spot_row) -> CellSpot:
                return CellSpot(block, table, cell, spot_row, context.title, place_kind)

            if state.staff is not None:
                if self._read_staff(state.staff, row, state.by_position, spot):
                    state.claimed_rows.add(row[0].row_no)
                continue
            if self._read_pairs(state, row, spot, title_year, context):
                state.claimed_rows.add(row[0].row_no)
                continue
            if state.header is not None and self._read_row(state, row, spot, title_year, context):
                state.claimed_rows.add(row[0].row_no)
        self._last = (_width(table), state)
        return state.claimed_rows

    def leave(self) -> None:
        """Running text follows: the next table starts anew."""
        self._last = None

    # -- header kinds --------------------------------------------------------------------------------------------

    def _looks_like_other_header(self, row: list[Cell]) -> bool:
        """Several labels, no figure: the header of a sub-table that we don't know."""
        words = [cell for cell in row if cell.text.strip() and blank_meaning(cell.text) is None]
        if len(words) < 3:
            return False
        return all(
            not any(character.isdigit() for character in _without_years(cell.text)) and len(squeeze(cell.text)) <= 24
            for cell in words
        )

    # -- staffing ------------------------------------------------------------------------------------------------

    def _read_staff(self, header: Header, row: list[Cell], by_position: bool, spot: SpotOf) -> bool:
        found = False
        below = align(header.cells, row, by_position)
        for index, column in header.columns.items():
            cell = below.get(index)
            if cell is None or not cell.text.strip() or not column.role.startswith("attribute:"):
                continue
            code = column.role.split(":", 1)[1]
            text = fold(cell.text)
            rates = find_rates(text)
            value = rates[0].value if rates else parse_number(text.strip().rstrip("人名个"))
            if value is None:
                continue
            if not rates and code.endswith("_rate"):
                # 83 in a rate column means 83%, 0.83 means itself
                value = value / 100 if value > Decimal("1.5") else value
            start = len(cell.text) - len(cell.text.lstrip())
            self.findings.attribute(
                spot(cell).place(start, len(cell.text.rstrip())),
                recogniser=NAME,
                attribute_code=code,
                value_text=cell.text.strip(),
                value_number=value,
                stated_fiscal_year=column.year,
            )
            found = True
        return found

    # -- label/value pairs ---------------------------------------------------------------------------------------

    def _read_pairs(
        self, state: _State, row: list[Cell], spot: SpotOf, title_year: int | None, context: Context
    ) -> bool:
        """Rows of pairs: label and value in one cell, or in two cells with no header above."""
        found = False
        filled = [cell for cell in row if cell.text.strip(" \u3000\n")]
        stated: list[tuple[str, str | None] | None] = []
        pair_no = -1
        for position, cell in enumerate(filled):
            folded = _LEAD_COLON.sub(lambda lead: " " * len(lead[0]), fold(cell.text))
            if position + 1 < len(filled) and _is_pair(cell, filled[position + 1]):
                pair_no += 1
                stated.append(_stated_measure(cell.text))
            if len(folded) > 60:
                continue
            colon = folded.rfind(":")
            tail = folded[colon + 1 :] if colon >= 0 else ""
            if colon > 0 and tail.strip():
                label = row_label(folded[:colon])
                amount = cell_amount(cell.text[colon + 1 :], state.unit or DEFAULT_UNIT)
                if label is not None and amount is not None and label.kind in _PAIR_KINDS:
                    self._claim_pair(state, label, amount, cell, colon + 1, spot, title_year, context)
                    found = True
                continue
            is_label_only = colon > 0 and not tail.strip()
            label = row_label(folded[:colon] if is_label_only else folded)
            if label is None:
                if position + 1 < len(filled) and self._read_attribute_pair(cell, filled[position + 1], spot):
                    found = True
                continue
            if is_label_only and state.header is not None and len(row) < len(state.header.cells):
                # the value stays blank behind the colon
                found = found or label.kind in ("fund", "item", "table_item", "table_fund")
                continue
            following = filled[position + 1] if position + 1 < len(filled) else None
            if following is None:
                continue
            is_split = label.note.startswith("splits")
            if state.header is None or is_split or self._is_pair_row(filled):
                amount = cell_amount(following.text, declared_unit(cell.text) or state.unit or DEFAULT_UNIT)
                is_fund = label.kind in _FUND_KINDS
                known_measure = not is_fund or state.header is not None or state.pair_of(pair_no) is not None
                if amount is not None and label.kind in _PAIR_KINDS and known_measure:
                    self._claim_pair(state, label, amount, following, 0, spot, title_year, context, pair_no)
                    found = True
        if any(stated):
            state.pair_measures = stated
        return found

    def _read_attribute_pair(self, label_cell: Cell, cell: Cell, spot: SpotOf) -> bool:
        """人员编制 | 34, 自评总分（分） | 96.2."""
        name = re.sub(r"\([^)]*\)$", "", lexicon.plain(label_cell.text)).rstrip(":")
        known = next((item for item in lexicon.attributes().get(name[-1:], ()) if item.text == name), None)
        if known is None:
            return False
        text = fold(cell.text).strip()
        rates = find_rates(text)
        value = rates[0].value if rates else parse_number(text.rstrip("人名个分"))
        if value is None or (known.value_kind == "rate") != bool(rates):
            return False
        start = len(cell.text) - len(cell.text.lstrip())
        self.findings.attribute(
            spot(cell).place(start, len(cell.text.rstrip())),
            recogniser=NAME,
            attribute_code=known.attribute_code,
            value_text=cell.text.strip(),
            value_number=value,
        )
        return True

    def _is_pair_row(self, filled: list[Cell]) -> bool:
        labels = [index for index, cell in enumerate(filled) if row_label(cell.text) is not None]
        return len(labels) >= 2 and labels[1] > labels[0] + 1

    def _claim_pair(
        self,
        state: _State,
        label: Label,
        amount: Amount,
        cell: Cell,
        offset: int,
        spot: SpotOf,
        title_year: int | None,
        context: Context,
        pair_no: int = 0,
    ) -> None:
        measure, version = label.measure, label.budget_version
        if state.header is not None:
            versions = [column for column in state.header.columns.values() if column.measure == "budget"]
            if measure is None and versions:
                # the rows under 按收入性质分 / 按支出性质分 split the full-year budget
                adjusted = any(column.budget_version == "adjusted" for column in versions)
                measure, version = "budget", "adjusted" if adjusted else versions[0].budget_version
        is_fund = label.kind in _FUND_KINDS
        if measure is None and is_fund:
            above = state.pair_of(pair_no)
            if above is None:
                return
            measure, version = above
        if measure is None:
            measure = "expenditure"
        if measure not in ("budget", "expenditure", "income", "adjustment", "carryover"):
            return
        self._claim(
            spot(cell),
            amount,
            cell,
            offset,
            measure=measure,
            version=version,
            line="project"
            if state.project and (is_fund or label.line_item_code in (None, "total"))
            else label.line_item_code or "total",
            project=state.project if is_fund or label.line_item_code in (None, "total") else None,
            fund=label.fund_code or context.fund_code or "all_funds",
            year=title_year,
            basis="stated",
        )

    # -- rows under a header -------------------------------------------------------------------------------------

    def _read_row(
        self,
        state: _State,
        row: list[Cell],
        spot: SpotOf,
        title_year: int | None,
        context: Context,
    ) -> bool:
        header = state.header
        project = state.project
        assert header is not None
        below = align(header.cells, row, state.by_position)
        value_cells = {index: below[index] for index in header.columns if index in below}
        first_value = min((cell.column_no for cell in value_cells.values()), default=0)
        label_cells = [cell for cell in row if cell.column_no < first_value and cell.text.strip(" \u3000\n")]
        if not label_cells:
            label_cells = [cell for cell in row if cell not in value_cells.values() and cell.text.strip(" \u3000\n")]
        if not label_cells:
            return False
        label_cell = label_cells[-1]
        if len(label_cells) > 1 and squeeze(label_cell.text) in _SUBTOTALS:
            # 三公经费 | 小计: the parent's own amount
            label_cell = label_cells[-2]
        name = label_name(label_cell.text)
        label = self._label(state, label_cell.text)
        amounts: dict[int, tuple[Cell, Amount]] = {}
        for index, cell in value_cells.items():
            column = header.columns[index]
            if column.role != "amount":
                continue
            if index in header.ambiguous:
                if cell.text.strip() and parse_number(cell.text) is not None:
                    self.findings.not_understood(spot(cell).place(), NAME, "ambiguous_column", name)
                continue
            amount = cell_amount(cell.text, column.unit or state.unit or DEFAULT_UNIT)
            if amount is None and blank_meaning(cell.text) is Blank.ZERO:
                # 无, 未发生: nothing was spent
                start = len(cell.text) - len(cell.text.lstrip())
                end = len(cell.text.rstrip())
                amount = Amount(start, end, end, Decimal(0), column.unit or state.unit or DEFAULT_UNIT)
            if amount is not None:
                amounts[index] = (cell, amount)
            elif blank_meaning(cell.text) is None and any(character.isdigit() for character in cell.text):
                self.findings.not_understood(spot(cell).place(), NAME, "unreadable_amount", name)
        line: str
        row_project: str | None = None
        fund = context.fund_code or "all_funds"
        if label is not None and label.kind in _FUND_KINDS:
            if label.fund_code is None:
                return False
            fund = label.fund_code
            line = "project" if project else "total"
            row_project = project
        elif label is not None and label.line_item_code is not None:
            line = label.line_item_code
            if line == "total" and project:
                line, row_project = "project", project
            state.parent_line = line
            state.in_projects = line == "project"
        elif label is not None and label.kind == "adjustment":
            line = "basic" if "基本" in name else "project" if "项目" in name else "total"
            for index, (cell, amount) in amounts.items():
                column = header.columns[index]
                self._claim(
                    spot(cell),
                    amount,
                    cell,
                    0,
                    measure="adjustment",
                    version=None,
                    line=line,
                    project=None,
                    fund=fund,
                    year=self._year(column, title_year),
                    basis="column" if self._has_year(column) else "stated",
                )
            return True
        elif lexicon.is_placeholder(name) and not amounts:
            return True
        elif state.in_projects and name and project is None:
            line, row_project = "project", name
            if lexicon.is_placeholder(name):
                # the form's own line, with figures beside it
                start = len(label_cell.text) - len(label_cell.text.lstrip())
                self.findings.attribute(
                    spot(label_cell).place(start, len(label_cell.text.rstrip())),
                    recogniser=NAME,
                    attribute_code="template_text",
                    value_text=label_cell.text.strip(),
                )
            if not lexicon.is_placeholder(name):
                self.known_projects.add(lexicon.plain(name))
        else:
            for cell, amount in amounts.values():
                self.findings.not_understood(
                    spot(cell).place(amount.start, amount.number_end), NAME, "unknown_row_label", name
                )
            return False
        for index, (cell, amount) in amounts.items():
            column = header.columns[index]
            self._claim(
                spot(cell),
                amount,
                cell,
                0,
                measure=column.measure or "expenditure",
                version=column.budget_version,
                line=line,
                project=row_project,
                fund=fund,
                year=self._year(column, title_year),
                basis="column" if self._has_year(column) else "stated",
            )
        is_total = line == "total" or (project is not None and row_project == project and fund == "all_funds")
        if is_total:
            self._read_rates(header, value_cells, spot, project)
        return True

    def _read_rates(self, header: Header, value_cells: dict[int, Cell], spot: SpotOf, project: str | None) -> None:
        """Weight, rate and score of the execution row."""
        for index, cell in value_cells.items():
            code = _RATE_ROLES.get(header.columns[index].role)
            text = fold(cell.text).strip()
            if code is None or not text:
                continue
            rates = find_rates(text)
            value = rates[0].value if rates else parse_number(text.rstrip("分"))
            if value is None:
                continue
            if code == "budget_execution_rate" and not rates and value > Decimal("1.5"):
                value = value / 100
            start = len(cell.text) - len(cell.text.lstrip())
            self.findings.attribute(
                spot(cell).place(start, len(cell.text.rstrip())),
                recogniser=NAME,
                attribute_code=code,
                value_text=cell.text.strip(),
                value_number=value,
                project_name=project,
            )

    def _label(self, state: _State, text: str) -> Label | None:
        label = row_label(text)
        if label is None:
            return None
        if (
            label.line_item_code
            and label.kind == "table_item"
            and label.line_item_code.startswith("three_public.vehicle.")
        ):
            return label if (state.parent_line or "").startswith("three_public.vehicle") else None
        return label

    def _has_year(self, column: Column) -> bool:
        return column.year is not None or column.relative_year is not None

    def _year(self, column: Column, title_year: int | None) -> int | None:
        if column.year is not None:
            return column.year
        base = title_year or self.findings.report_year
        if column.relative_year is not None and base is not None:
            return base + column.relative_year
        return title_year

    def _claim(
        self,
        spot: CellSpot,
        amount: Amount,
        cell: Cell,
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
        self.findings.claim(
            spot.place(offset + amount.start, offset + amount.number_end),
            recogniser=NAME,
            measure=measure,
            budget_version=version,
            line_item_code=line,
            project_name=project,
            fund_code=fund,
            amount_yuan=amount.yuan,
            amount_text=cell.text[offset + amount.start : offset + amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=year,
            year_basis=basis,
        )


def _is_years_row(row: list[Cell]) -> bool:
    filled = [squeeze(cell.text) for cell in row if cell.text.strip(" \u3000\n")]
    return len(filled) >= 2 and all(re.fullmatch(r"(?:19|20)[0-9]{2}年?度?", text) for text in filled)


def named_project(row: list[Cell]) -> str | None:
    """The project that a form's row names (项目名称 | …)."""
    labels = lexicon.identity_labels()
    filled = [cell for cell in row if cell.text.strip(" \u3000\n")]
    for cell, value in itertools.pairwise(filled):
        if labels.get(lexicon.plain(cell.text).rstrip(":")) == "project":
            name = " ".join(value.text.split())
            return name.strip("（）() ") if name.startswith(("（", "(")) else name
    return None


def form_project(table: Table) -> str | None:
    """The project that a project form is about, if its first rows name one."""
    return next((name for row in table.rows()[:8] if (name := named_project(row))), None)


def label_name(text: str) -> str:
    """A row's label without numbering, 其中： and end marks, as written otherwise."""
    name = " ".join(text.split()).strip(" :：\u3000")
    changed = True
    while changed:
        changed = False
        for pattern in (_LEADS, _ROW_NUMBER):
            match = pattern.match(fold(name))
            if match and match.end() < len(name):
                name = name[match.end() :].strip(" :：\u3000")
                changed = True
    head = numbering(fold(name))
    if head.has_number:
        name = name[head.start :]
    return name.strip(" :：\u3000")


def row_label(text: str) -> Label | None:
    """The known label that a row's label cell is."""
    name = label_name(text)
    if not name or len(name) > 30:
        return None
    label = lexicon.label(name)
    if label is None:
        label = lexicon.label(re.sub(r"[(（][^)）]*[)）]$", "", name))
    if label is None or label.kind not in _ROW_KINDS or (label.kind in _FUND_KINDS and label.fund_code is None):
        return None
    return label


def _without_years(text: str) -> str:
    return re.sub(r"(?:19|20)[0-9]{2}年度?", "", fold(text))


__all__ = ["Blank", "Header", "MeasureTable", "label_name", "read_header", "row_label"]
