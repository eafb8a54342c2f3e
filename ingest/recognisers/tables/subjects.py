"""What a row of a table is about: its label, the rows above it and the column that names projects or bodies, put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Cell
from ingest.normalize.names import base_unit
from ingest.normalize.numbering import rank
from ingest.normalize.years import find_years
from ingest.pages.grid import filled
from ingest.recognisers.tables.header import Header
from ingest.recognisers.tables.labels import (
    FUND_KINDS,
    is_grand_total,
    is_lone_subtotal,
    is_other_money,
    is_subtotal,
    is_sum,
    is_whole,
    item_in,
    label_name,
    label_word,
    row_label,
)
from ingest.recognisers.tables.pairs import PairReader

# codes of functional and economic classes (201, 302) before a row's name
_CLASS_CODE = re.compile(r"[1-5][0-9]{2}(?:[0-9]{2}){0,2}")
_YEAR_COLUMNS = frozenset(lexicon.cues("year_column"))
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FIRST = re.compile(r"[ ]*[(]?[1一①][)、.]?(?![0-9一二三四五六七八九十])")
UNTOLD = "untold"
# 2022年度
_LONGEST_YEAR = 6
# why the figures of a row are listed, by the kind of its subject
REASONS = {
    "unknown": "unknown_row_label",
    "body": "another_body",
    "skip": "not_covered",
    "class": "budget_class",
}


@dataclass(slots=True)
class TableState:
    """What the rows read so far say of those below them."""

    by_position: bool
    unit: str | None = None
    year: int | None = None
    project: str | None = None
    # what the title over the table says that its amounts are
    measure: str | None = None
    fund: str | None = None
    # the line item that the title names, and the one that the rows below the header split: 合计 is that one's, or UNTOLD
    title_line: str | None = None
    rows_line: str | None = None
    header: Header | None = None
    staff: Header | None = None
    # the header was there but couldn't be told: figures are listed
    is_lost: bool = False
    parent_line: str | None = None
    in_projects: bool = False
    row_project: str | None = None
    # how deep the numbering of 二、项目支出 stands: rows numbered no deeper are no projects
    projects_rank: int | None = None
    pairs: PairReader = field(default_factory=PairReader)

    def continued(self, last: TableState) -> None:
        """Go on where the table before a page break stopped."""
        self.header, self.staff, self.unit, self.is_lost = last.header, last.staff, last.unit, last.is_lost
        self.in_projects, self.parent_line, self.row_project = last.in_projects, last.parent_line, last.row_project

    def under(self, header: Header, is_below_header: bool, rows_line: str | None) -> None:
        """A header starts: staffing, amounts, or the same amounts again after a page break."""
        self.is_lost = False
        if is_below_header and self.header is not None and "amount" in self.header.roles:
            # the row above says what these columns measure, but not which of them
            header.ambiguous |= {
                index for index, column in header.columns.items() if column.role == "amount" and column.measure is None
            }
        if any(role.startswith("attribute:") for role in header.roles):
            self.staff, self.header = header, None
            return
        if self.header is None or not self.header.is_same(header):
            self.staff = None
            self.unit = header.unit
            self.in_projects = header.projects is not None
            self.row_project = None
        self.header = header
        self.rows_line = rows_line

    def no_header(self) -> None:
        self.header = self.staff = self.rows_line = None
        self.is_lost = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row's label says of its figures; `kind` is known, template (the form's own text) or a key of `REASONS`."""

    kind: str
    name: str = ""
    line: str | None = None
    fund: str | None = None
    measure: str | None = None
    version: str | None = None
    year: int | None = None
    relative_year: int | None = None
    project: str | None = None


def labels_of(
    header: Header, row: list[Cell], below: dict[int, Cell], values: dict[int, Cell], start: int = 0
) -> list[Cell]:
    """The cells that name a row, from left to right: those before its figures, else those beside them. `start`: its first column."""
    first = min((cell.column_no for cell in values.values()), default=0)
    # 完成情况 before the figures names nothing
    beside = {id(below[index]) for index in header.columns if index in below and index not in values}
    labels = [cell for cell in filled(row) if start <= cell.column_no < first]
    labels = [cell for cell in labels if id(cell) not in beside] or labels
    if labels or start:
        return labels
    taken = {id(cell) for cell in values.values()}
    return [cell for cell in filled(row) if id(cell) not in taken]


def label_cell(state: TableState, header: Header, labels: list[Cell]) -> Cell | None:
    """The cell that names the row's figures: under the header's word for projects or bodies, else the last one."""
    named = header.projects if header.projects is not None else header.bodies
    if named is not None and labels:
        head = header.cells[named]
        cell = next(
            (c for c in labels if c.column_no < head.column_no + head.column_span and c.column_no >= head.column_no),
            None,
        )
        if cell is not None:
            is_fund_row = labels[-1] is not cell and row_label(labels[-1].folded) is not None
            if not is_fund_row:
                return cell
            if (
                header.projects is not None
                and row_label(cell.folded) is None
                and not lexicon.is_placeholder(cell.plain)
            ):
                # a project's first row, its funds in the next column
                state.row_project = label_name(cell)
                return labels[-1]
    if not labels:
        return None
    if len(labels) > 1 and is_subtotal(labels[-1].plain):
        parent = labels[-2].squeezed
        if len(parent) > 1 and not parent.isdigit():
            # 三公经费 | 小计: the parent's own amount
            return labels[-2]
    return labels[-1]


def subject_of(
    state: TableState, header: Header, cell: Cell | None, labels: list[Cell], self_names: frozenset[str], row_no: int
) -> Subject:
    """What the row is about, by its label and by the rows above it: what the first rule that knows says."""
    if cell is None:
        return Subject("known", line="total") if 0 in header.columns or header.reaches(row_no) else Subject("unknown")
    label = _label_below(state, cell.folded)
    row = _Row(state, header, cell, labels, self_names, label_name(cell), label_word(cell), label)
    return next((subject for rule in _RULES if (subject := rule(row)) is not None), Subject("unknown", row.name))


class _Row(NamedTuple):
    """A row to be told: the cell that names it among its labels, and what is known of that name."""

    state: TableState
    header: Header
    cell: Cell
    labels: list[Cell]
    self_names: frozenset[str]
    name: str
    # the name, plain
    word: str
    label: lexicon.Label | None


def _of_a_class(row: _Row) -> Subject | None:
    """201 | 一般公共服务支出: a class of the budget."""
    before = (other.text.strip() for other in row.labels if other.column_no < row.cell.column_no)
    return Subject("class", row.name) if any(_CLASS_CODE.fullmatch(text) for text in before) else None


def _sum_of_a_side(row: _Row) -> Subject | None:
    """收入总计: with what was carried over from last year and into the next."""
    return Subject("skip", row.name) if row.header.sides and is_grand_total(row.word) else None


def _of_a_fund(row: _Row) -> Subject | None:
    if row.label is None or row.label.kind not in FUND_KINDS:
        return None
    if row.label.fund_code is None:
        return Subject("skip", row.name)
    project = row.state.project or row.state.row_project
    return Subject("known", row.name, "project" if project else "total", fund=row.label.fund_code, project=project)


def _of_a_line_item(row: _Row) -> Subject | None:
    label, state = row.label, row.state
    if label is None or label.line_item_code is None:
        return None
    line = label.line_item_code
    if label.measure == "income":
        return Subject("known", row.name, line, measure="income")
    if label.kind == "table_item" and line == "total" and not state.project and is_sum(row.word):
        if state.title_line is None and state.rows_line == UNTOLD:
            return Subject("unknown", row.name)
        line = state.title_line or state.rows_line or line
    state.projects_rank = rank(row.cell.folded) if line == "project" else None
    return _item_subject(state, row.header, row.name, line)


def _of_an_adjustment(row: _Row) -> Subject | None:
    if row.label is None or row.label.kind != "adjustment":
        return None
    return Subject("known", row.name, item_in(row.name) or "total", measure="adjustment")


def _of_what_is_carried_over(row: _Row) -> Subject | None:
    return Subject("skip", row.name) if row.label is not None and row.label.kind == "carryover" else None


def _below_line_items(row: _Row) -> Subject | None:
    """Line items stand in the columns: the row is a measure, a year or a body."""
    if row.state.in_projects:
        _leave_projects(row.state, row.cell.folded)
    in_items = any(column.line_item_code or column.fund_code for column in row.header.columns.values())
    if not in_items or row.header.projects is not None:
        return None
    return _row_of_items(row)


def _placeholder(row: _Row) -> Subject | None:
    if not lexicon.is_placeholder(row.word):
        return None
    return (
        Subject("template", row.name, "project", project=row.name)
        if _is_of_projects(row)
        else Subject("unknown", row.name)
    )


def _of_other_money(row: _Row) -> Subject | None:
    return Subject("skip", row.name) if is_other_money(row.cell.folded) else None


def _of_a_project(row: _Row) -> Subject | None:
    if not _is_of_projects(row) or not row.name:
        return None
    row.state.row_project = row.name if row.header.projects is not None else None
    return Subject("known", row.name, "project", project=row.name)


def _of_a_year(row: _Row) -> Subject | None:
    year = _year_of(row.header, row.word)
    return Subject("known", row.name, "total", year=year) if year is not None else None


def _of_a_body(row: _Row) -> Subject | None:
    if row.header.bodies is None:
        return None
    is_self = bool(row.name) and _is_self(row.name, row.self_names)
    return Subject("known", row.name, "total") if is_self else Subject("body", row.name)


# what a row may be about, in the order in which it is tried
_RULES: tuple[Callable[[_Row], Subject | None], ...] = (
    _of_a_class,
    _sum_of_a_side,
    _of_a_fund,
    _of_a_line_item,
    _of_an_adjustment,
    _of_what_is_carried_over,
    _below_line_items,
    _placeholder,
    _of_other_money,
    _of_a_project,
    _of_a_year,
    _of_a_body,
)


def _is_of_projects(row: _Row) -> bool:
    """Whether the rows here are projects of the unit (no rows of one project's form)."""
    return row.state.in_projects and row.state.project is None


def _leave_projects(state: TableState, label: str) -> None:
    """二、项目支出 … 三、…: no project any more; but a count that starts anew counts projects."""
    depth = rank(label)
    if state.projects_rank is None or depth is None or depth > state.projects_rank:
        return
    if depth == state.projects_rank and _FIRST.match(label):
        state.projects_rank = None
    else:
        state.in_projects = False


def _item_subject(state: TableState, header: Header, name: str, line: str) -> Subject:
    """A row with a line item's label: the nesting below it, the form's project instead of a total."""
    if line == "total" and header.projects is not None and state.project is None:
        # the sum of a list of projects, or of one project's funds
        if state.row_project is not None and is_lone_subtotal(name):
            return Subject("known", name, "project", project=state.row_project)
        return Subject("known", name, "project")
    if line == "total" and state.project:
        state.parent_line, state.in_projects = "project", True
        return Subject("known", name, "project", project=state.project)
    state.parent_line = line
    state.in_projects = line == "project"
    return Subject("known", name, line)


def _row_of_items(row: _Row) -> Subject:
    """A row under line items: a measure (年初预算数), a year, or a body - of which only the whole is ours."""
    header, name = row.header, row.name
    column = lexicon.column(row.word)
    if column is not None and column.role == "amount":
        return Subject(
            "known",
            name,
            measure=column.measure,
            version=column.budget_version,
            year=column.year,
            relative_year=column.relative_year,
        )
    label = row_label(row.cell.folded)
    if label is not None and label.measure:
        return Subject("known", name, measure=label.measure, version=label.budget_version)
    year = _year_of(header, row.word)
    if year is not None:
        return Subject("known", name, year=year)
    if is_whole(row.word) or _is_self(name, row.self_names):
        return Subject("known", name)
    return Subject("body" if header.bodies is not None else "unknown", name)


def _year_of(header: Header, word: str) -> int | None:
    """The year that is all of a row's label: 2022年度, or a bare 2022 in a column of years."""
    years = find_years(word)
    if len(years) == 1 and len(word) <= _LONGEST_YEAR:
        return years[0].value
    is_of_years = bool(header.cells) and header.cells[0].squeezed in _YEAR_COLUMNS
    return int(word) if is_of_years and _BARE_YEAR.fullmatch(word) else None


def _is_self(name: str, self_names: frozenset[str]) -> bool:
    """Whether a row names the reporting unit itself."""
    return name in self_names or base_unit(name) in self_names


def _label_below(state: TableState, folded: str) -> lexicon.Label | None:
    label = row_label(folded)
    is_vehicle = (
        label is not None
        and label.kind == "table_item"
        and (label.line_item_code or "").startswith("three_public.vehicle.")
    )
    # 购置费 means vehicles only below vehicles
    return None if is_vehicle and not (state.parent_line or "").startswith("three_public.vehicle") else label
