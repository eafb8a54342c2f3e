"""A table's header: what each of its columns means, and what these say together."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import Column
from ingest.normalize.amounts import blank_meaning, number_of
from ingest.pages.grid import align, is_filled
from ingest.recognisers.tables.column_words import version_of

_SIDE = re.compile(lexicon.cue("side"))
_SPENT = re.compile(lexicon.cue("spent_column"))
_REMARK = re.compile(r"[(][^)]*[)]$")
_BODY_COLUMN = re.compile(rf"{lexicon.cue('body_column')}$")
_QUANTITIES = frozenset(lexicon.cues("quantity_column"))
MONEY_ROLES = frozenset({"amount", "received", "other"})


@dataclass(slots=True)
class Header:
    """The header in force: the cell of each column (of several rows the lowest) and what each column means."""

    cells: list[Cell]
    columns: dict[int, Column]
    unit: str | None
    height: int = 1
    # the column whose cells name the rows' projects or bodies, where its header says so
    projects: int | None = None
    bodies: int | None = None
    # what the header's own words say of amounts whose column names only a line item, fund or year
    measure: str | None = None
    # columns of amounts that say the same as another one: which is which can't be told
    ambiguous: set[int] = field(default_factory=set)
    # where each half of a two-sided table (收入 | 支出) starts: the columns that name its rows
    sides: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tell_spent()
        names = [index for index, column in self.columns.items() if column.role == "level3"]
        for name, following in itertools.pairwise(names):
            if not any(
                self.columns[index].role in ("target", "actual") for index in self.columns if name < index < following
            ):
                # 绩效指标 above 三级指标: the merged title, not the name's column
                del self.columns[name]
        for index in [index for index, column in self.columns.items() if column.role == "weight"]:
            if (
                names
                and index < names[-1]
                and any(
                    column.role in ("level1", "level2") for before, column in self.columns.items() if before < index
                )
            ):
                # a level's own weight, not the indicator's
                del self.columns[index]
        labels = lexicon.identity_labels()
        first_value = self.first_value
        self.sides = [
            index
            for index, cell in enumerate(self.cells)
            if index > first_value
            and index not in self.columns
            and next((at for at in range(index - 1, -1, -1) if is_filled(self.cells[at])), -1) in self.columns
            and _SIDE.fullmatch(_REMARK.sub("", cell.squeezed))
        ]
        seen: dict[tuple[object, ...], int] = {}
        for index, column in self.columns.items():
            if column.role != "amount":
                continue
            key = (*version_of(column), column.line_item_code, column.fund_code, self.side_of(index))
            if key in seen:
                self.ambiguous |= {index, seen[key]}
            seen[key] = index
        for index, cell in enumerate(self.cells):
            if index in self.columns:
                continue
            word = cell.plain
            if labels.get(word) == "project" and self.projects is None:
                self.projects = index
            elif _BODY_COLUMN.search(word) and self.bodies is None:
                self.bodies = index

    def _tell_spent(self) -> None:
        """支出金额 beside 预算金额 is what was spent."""
        if any(column.measure == "budget" for column in self.columns.values()):
            for index, column in self.columns.items():
                is_bare = column.role == "amount" and not (column.measure or column.line_item_code or column.fund_code)
                if is_bare and _SPENT.search(self.cells[index].plain):
                    self.columns[index] = replace(column, measure="expenditure")

    def side_of(self, index: int) -> int:
        """Which half of a two-sided table a column stands in: the column that names the rows there, 0 for the first half."""
        return max((side for side in self.sides if side < index), default=0)

    def is_same(self, other: Header) -> bool:
        """Whether the other one only repeats this one, as after a page break."""
        return [cell.squeezed for cell in self.cells] == [cell.squeezed for cell in other.cells]

    @property
    def first_value(self) -> int:
        """The index of the first column of money; those before it say what the rows are about."""
        return min((index for index, column in self.columns.items() if column.role in MONEY_ROLES), default=0)

    def reaches(self, row_no: int) -> bool:
        """Whether a row is the first one below line items that a tall cell beside both names (年度预算 | 基本支出 | 项目支出)."""
        first = self.cells[0]
        is_of_items = all(column.line_item_code for column in self.columns.values() if column.role == "amount")
        return is_of_items and row_no == self.cells[-1].row_no + 1 and row_no < first.row_no + first.row_span

    @property
    def counts_things(self) -> bool:
        """Whether a column counts what is bought, so that the units of measure (台, 套) are its own."""
        return any(cell.squeezed in _QUANTITIES for cell in self.cells)

    @property
    def indicators(self) -> list[dict[int, Column]]:
        """The columns of each indicator of a row: of one, or of several side by side that share the levels before them."""
        names = [index for index, column in self.columns.items() if column.role == "level3"]
        if len(names) < 2:
            return [self.columns]
        shared = {index: column for index, column in self.columns.items() if index < names[0]}
        bounds = [*names, len(self.cells)]
        return [
            {**shared, **{index: column for index, column in self.columns.items() if low <= index < high}}
            for low, high in itertools.pairwise(bounds)
        ]

    @property
    def roles(self) -> set[str]:
        """What kinds of columns it has."""
        return {column.role for column in self.columns.values()}

    def has_figures_below(self, rows: list[list[Cell]], position: int, by_position: bool) -> bool:
        """Whether a row below has figures in its columns of amounts: line items that only look like a header have none."""
        if all(
            column.measure and not column.line_item_code and not column.fund_code
            for column in self.columns.values()
            if column.role == "amount"
        ):
            return True
        for row in rows[position : position + 2]:
            below = align(self.cells, row, by_position, self.first_value)
            amounts = [
                below[index]
                for index, column in self.columns.items()
                if column.role in ("amount", "other") and index in below
            ]
            figures = sum(1 for cell in amounts if any(character.isdigit() for character in cell.text))
            if figures >= 2 or (figures == 1 and len(amounts) >= 2 and all(is_figure(cell) for cell in amounts)):
                return True
        return False


@dataclass(slots=True)
class LostHeader:
    """Header rows whose columns can't be told: the figures below them mean nothing certain."""

    height: int


def is_figure(cell: Cell) -> bool:
    """Whether a cell is a number, or a mark for none."""
    return blank_meaning(cell.squeezed) is not None or number_of(cell.folded) is not None
