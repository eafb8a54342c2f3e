"""What a row of a table is about: its label, the rows above it and the column that names projects or bodies, put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest import lexicon
from ingest.document import Cell
from ingest.normalize.characters import fold, squeeze
from ingest.normalize.names import base_unit
from ingest.normalize.numbering import rank
from ingest.normalize.years import find_years
from ingest.recognisers.tables.headers import Header
from ingest.recognisers.tables.labels import (
    FUND_KINDS,
    is_other_money,
    is_subtotal,
    is_sum,
    is_whole,
    label_name,
    row_label,
)
from ingest.recognisers.tables.pairs import PairReader
from ingest.tables.grid import filled

# codes of functional and economic classes (201, 302) before a row's name
_CLASS_CODE = re.compile(r"[1-5][0-9]{2}(?:[0-9]{2}){0,2}")
_YEAR_COLUMNS = frozenset({"年度", "年份", "年"})
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
            is_fund_row = labels[-1] is not cell and row_label(labels[-1].text) is not None
            if not is_fund_row:
                return cell
            if header.projects is not None and row_label(cell.text) is None and not lexicon.is_placeholder(cell.text):
                # a project's first row, its funds in the next column
                state.row_project = label_name(cell.text)
                return labels[-1]
    if not labels:
        return None
    if len(labels) > 1 and is_subtotal(labels[-1].text):
        parent = squeeze(labels[-2].text)
        if len(parent) > 1 and not parent.isdigit():
            # 三公经费 | 小计: the parent's own amount
            return labels[-2]
    return labels[-1]


def subject_of(
    state: TableState, header: Header, cell: Cell | None, labels: list[Cell], self_names: frozenset[str], row_no: int
) -> Subject:
    """What the row is about, by its label and by the rows above it."""
    if cell is None:
        return Subject("known", line="total") if 0 in header.columns or header.reaches(row_no) else Subject("unknown")
    name = label_name(cell.text)
    if any(_CLASS_CODE.fullmatch(other.text.strip()) for other in labels if other.column_no < cell.column_no):
        return Subject("class", name)
    if header.sides and squeeze(name).endswith("总计"):
        # with what was carried over from last year and into the next
        return Subject("skip", name)
    label = _label_below(state, cell.text)
    in_items = any(column.line_item_code or column.fund_code for column in header.columns.values())
    if label is not None and label.kind in FUND_KINDS:
        if label.fund_code is None:
            return Subject("skip", name)
        project = state.project or state.row_project
        return Subject("known", name, "project" if project else "total", fund=label.fund_code, project=project)
    if label is not None and label.line_item_code is not None:
        if label.measure == "income":
            return Subject("known", name, label.line_item_code, measure="income")
        line = label.line_item_code
        if label.kind == "table_item" and line == "total" and not state.project and is_sum(name):
            if state.title_line is None and state.rows_line == UNTOLD:
                return Subject("unknown", name)
            line = state.title_line or state.rows_line or line
        state.projects_rank = rank(fold(cell.text)) if line == "project" else None
        return _item_subject(state, header, name, line)
    if label is not None and label.kind == "adjustment":
        line = "basic" if "基本" in name else "project" if "项目" in name else "total"
        return Subject("known", name, line, measure="adjustment")
    if label is not None and label.kind == "carryover":
        return Subject("skip", name)
    if state.in_projects:
        _leave_projects(state, fold(cell.text))
    of_projects = state.in_projects and state.project is None
    if in_items and header.projects is None:
        return _row_of_items(header, name, cell, self_names)
    if lexicon.is_placeholder(name):
        return Subject("template", name, "project", project=name) if of_projects else Subject("unknown", name)
    if is_other_money(cell.text):
        return Subject("skip", name)
    if of_projects and name:
        state.row_project = name if header.projects is not None else None
        return Subject("known", name, "project", project=name)
    year = _year_of(header, name)
    if year is not None:
        return Subject("known", name, "total", year=year)
    if header.bodies is not None and name and _is_self(name, self_names):
        return Subject("known", name, "total")
    return Subject("body" if header.bodies is not None else "unknown", name)


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
        if is_subtotal(name) and state.row_project is not None and name == "小计":
            return Subject("known", name, "project", project=state.row_project)
        return Subject("known", name, "project")
    if line == "total" and state.project:
        state.parent_line, state.in_projects = "project", True
        return Subject("known", name, "project", project=state.project)
    state.parent_line = line
    state.in_projects = line == "project"
    return Subject("known", name, line)


def _row_of_items(header: Header, name: str, cell: Cell, self_names: frozenset[str]) -> Subject:
    """A row under line items: a measure (年初预算数), a year, or a body - of which only the whole is ours."""
    column = lexicon.column(squeeze(name))
    if column is not None and column.role == "amount":
        return Subject(
            "known",
            name,
            measure=column.measure,
            version=column.budget_version,
            year=column.year,
            relative_year=column.relative_year,
        )
    label = row_label(cell.text)
    if label is not None and label.measure:
        return Subject("known", name, measure=label.measure, version=label.budget_version)
    year = _year_of(header, name)
    if year is not None:
        return Subject("known", name, year=year)
    if is_whole(name) or _is_self(name, self_names):
        return Subject("known", name)
    return Subject("body" if header.bodies is not None else "unknown", name)


def _year_of(header: Header, name: str) -> int | None:
    """The year that is all of a row's label: 2022年度, or a bare 2022 in a column of years."""
    years = find_years(fold(name))
    if len(years) == 1 and len(name) <= _LONGEST_YEAR:
        return years[0].value
    is_of_years = bool(header.cells) and squeeze(header.cells[0].text) in _YEAR_COLUMNS
    return int(fold(name)) if is_of_years and _BARE_YEAR.fullmatch(fold(name)) else None


def _is_self(name: str, self_names: frozenset[str]) -> bool:
    """Whether a row names the reporting unit itself."""
    return name in self_names or base_unit(name) in self_names


def _label_below(state: TableState, text: str) -> lexicon.Label | None:
    label = row_label(text)
    is_vehicle = (
        label is not None
        and label.kind == "table_item"
        and (label.line_item_code or "").startswith("three_public.vehicle.")
    )
    # 购置费 means vehicles only below vehicles
    return None if is_vehicle and not (state.parent_line or "").startswith("three_public.vehicle") else label
