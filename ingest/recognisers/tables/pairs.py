"""Label and value side by side or in one cell, with no column header over them: 年度预算金额 | 541.71, 其中：基本支出：311.22."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import AttributeLabel, Label
from ingest.normalize.amounts import Amount, cell_amount, find_rates, number_of
from ingest.pages.grid import filled
from ingest.recognisers.output import CellSpot, Output
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.header import Header
from ingest.recognisers.tables.labels import FUND_KINDS, PAIR_KINDS, row_label

DEFAULT_UNIT = "万元"
_LEAD_COLON = re.compile(rf"^[ ]*{lexicon.cue('of_which')}[:]")
_REMARK = re.compile(r"\([^)]*\)$")
_LONGEST_PAIR = 60
_MEASURES = frozenset({"budget", "expenditure", "income", "adjustment", "carryover"})

# things have quotas too
THINGS = re.compile(lexicon.cue("things"))
_TOTAL_SCORES = frozenset(lexicon.cues("total_score"))
_TOTAL_SCORE = AttributeLabel("score", "self_evaluation_score", "score")
_EXECUTION_RATE = AttributeLabel("rate", "budget_execution_rate", "rate")

SpotOf = Callable[[Cell], CellSpot]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its amount: what it is of, and the cell and offset where the amount stands."""

    measure: str
    version: str | None
    line: str
    is_fund: bool
    fund: str | None
    amount: Amount
    cell: Cell
    offset: int


@dataclass(slots=True)
class PairReader:
    """Reads rows of pairs, one after another of one table or form.

    `measures`: what the totals of the last row of pairs measured, in order (None: another kind of figure); the fund rows
    below it split the same. `default`: what amounts are whose labels say only what they are for.
    """

    default: tuple[str, str | None] = ("expenditure", None)
    # below 按收入性质分 | 352.04 | 按支出性质分 | 352.04: a split's parts side by side
    is_below_split: bool = False
    measures: list[tuple[str, str | None] | None] = field(default_factory=list)

    def read(self, row: list[Cell], header: Header | None, unit: str | None) -> tuple[list[Pair], bool]:
        """The pairs of a row, and whether it is a row of pairs at all, their values blank perhaps."""
        found: list[Pair] = []
        is_pairs = False
        cells = filled(row)
        if not any(":" in cell.folded or row_label(cell.folded) is not None for cell in cells):
            return found, False
        # two figures side by side stand in columns: no row of pairs
        has_columns = any(_is_figure(cell) and _is_figure(after) for cell, after in itertools.pairwise(cells))
        self.is_below_split = self.is_below_split and not has_columns
        has_figures = any(number_of(cell.folded) is not None for cell in cells)
        stated: list[tuple[str, str | None] | None] = []
        split: tuple[str, str | None] | None = None
        has_total = False
        for position, cell in enumerate(cells):
            following = cells[position + 1] if position + 1 < len(cells) else None
            if following is not None and _is_pair(cell, following):
                stated.append(_stated_measure(cell.folded))
            folded = _LEAD_COLON.sub(lambda lead: " " * len(lead[0]), cell.folded)
            if len(folded) > _LONGEST_PAIR:
                continue
            colon = folded.rfind(":")
            value = folded[colon + 1 :] if colon >= 0 else ""
            if colon > 0 and value.strip():
                label = row_label(folded[:colon])
                amount = cell_amount(value, unit or DEFAULT_UNIT)
                if label is not None and amount is not None and label.kind in PAIR_KINDS:
                    is_pairs = True
                    found.extend(self._pair(label, amount, cell, colon + 1, header, self._measure(0)))
                    if label.line_item_code == "total" and header is None and self.is_planned:
                        stated.append((label.measure, label.budget_version) if label.measure else self.default)
                continue
            is_label_only = colon > 0
            label = row_label(folded[:colon] if is_label_only else folded)
            if label is None or has_columns:
                continue
            if following is not None and label.kind not in FUND_KINDS and _is_pair(cell, following):
                # 年度资金总额 | 72.5 | 其中：财政拨款 | 60: the funds behind a total split it
                split, has_total = stated[-1], True
            if is_label_only and header is not None and len(row) < len(header.cells) and not has_figures:
                # the value stays blank behind the colon
                is_pairs = is_pairs or label.kind in ("fund", "item", "table_item", "table_fund")
                continue
            self.is_below_split |= label.note.startswith("splits")
            if following is None or not (header is None or self.is_below_split or _is_pair_row(cells)):
                continue
            amount = cell_amount(following.folded, declared_unit(cell.folded) or unit or DEFAULT_UNIT)
            of_fund = split if has_total else self._measure(len(stated) - 1)
            is_certain = label.kind not in FUND_KINDS or header is not None or of_fund is not None
            if amount is not None and label.kind in PAIR_KINDS and is_certain:
                is_pairs = True
                found.extend(self._pair(label, amount, following, 0, header, of_fund))
        if any(stated):
            self.measures = stated
        return found, is_pairs

    @property
    def is_planned(self) -> bool:
        """Whether amounts without a word for it are a budget's."""
        return self.default[0] == "budget"

    def _measure(self, pair_no: int) -> tuple[str, str | None] | None:
        """The measure that the n-th pair of a fund row splits."""
        if len(self.measures) == 1:
            return self.measures[0]
        return self.measures[pair_no] if 0 <= pair_no < len(self.measures) else None

    def _pair(
        self,
        label: Label,
        amount: Amount,
        cell: Cell,
        offset: int,
        header: Header | None,
        split: tuple[str, str | None] | None,
    ) -> list[Pair]:
        measure, version = label.measure, label.budget_version
        is_fund = label.kind in FUND_KINDS
        if measure is None and header is not None:
            # the rows under 按收入性质分 / 按支出性质分 split the full-year budget
            budgets = [column for column in header.columns.values() if column.measure == "budget"]
            if budgets:
                is_adjusted = any(column.budget_version == "adjusted" for column in budgets)
                measure, version = "budget", "adjusted" if is_adjusted else budgets[0].budget_version
        if measure is None and is_fund:
            if split is None:
                return []
            measure, version = split
        if measure is None:
            measure, version = self.default
        if measure not in _MEASURES:
            return []
        return [Pair(measure, version, label.line_item_code or "total", is_fund, label.fund_code, amount, cell, offset)]


def _is_figure(cell: Cell) -> bool:
    return cell_amount(cell.folded, DEFAULT_UNIT) is not None


def _is_pair(label_cell: Cell, cell: Cell) -> bool:
    """Whether a cell and the one after it are a label and its figure."""
    return number_of(label_cell.folded) is None and _is_figure(cell)


def _stated_measure(folded: str) -> tuple[str, str | None] | None:
    """The measure of a total that a pair's label names (计划安排资金, 实际支出); None for others (实际到位资金, 省财政)."""
    label = row_label(folded)
    if label is None or label.measure is None or label.line_item_code not in (None, "total"):
        return None
    return label.measure, label.budget_version


def _is_pair_row(cells: list[Cell]) -> bool:
    labels = [index for index, cell in enumerate(cells) if row_label(cell.folded) is not None]
    return len(labels) >= 2 and labels[1] > labels[0] + 1


def _known_by_column(text: str, is_beside_amounts: bool) -> AttributeLabel | None:
    """What a word for a column of heads or of rates of execution says as the label of one figure."""
    column = lexicon.column(text)
    if column is not None and column.role in ("attribute:staff_quota", "attribute:staff_actual"):
        return AttributeLabel(text, column.role.split(":", 1)[1], "people")
    return _EXECUTION_RATE if column is not None and column.role == "execution_rate" and is_beside_amounts else None


def read_attribute_pairs(
    output: Output,
    recogniser: str,
    row: list[Cell],
    spot: SpotOf,
    is_beside_amounts: bool = False,
    project: str | None = None,
) -> bool:
    """Pairs of a head count, rate or score: 人员编制 | 34, 自评总分（分） | 96.2. Whether there was one.

    `is_beside_amounts`: the row has pairs of money, so that 执行率 is theirs. `project`: the one that the form is about.
    """
    found = False
    cells = filled(row)
    for label_cell, cell in itertools.pairwise(cells):
        if len(label_cell.text) > _LONGEST_PAIR:
            continue
        name = label_cell.plain
        name = _REMARK.sub("", name) if name[-1:] == ")" else name.rstrip(":")
        known = next((item for item in lexicon.attributes().get(name[-1:], ()) if item.text == name), None)
        known = known or _known_by_column(label_cell.plain, is_beside_amounts)
        if known is None and len(cells) == 2 and name in _TOTAL_SCORES:
            known = _TOTAL_SCORE
        if known is None or row_label(label_cell.folded) is not None:
            continue
        if known.value_kind == "people" and any(THINGS.search(other.text) for other in cells):
            continue
        text = cell.folded.strip()
        rates = find_rates(text)
        value = rates[0].value if rates else number_of(text.rstrip("人名个分"))
        if value is None or (known.value_kind == "rate") != bool(rates):
            continue
        start = len(cell.text) - len(cell.text.lstrip())
        output.attribute(
            spot(cell).place(start, len(cell.text.rstrip())),
            recogniser=recogniser,
            attribute_code=known.attribute_code,
            value_text=cell.text.strip(),
            value_number=value,
            project_name=None if known.value_kind == "people" else project,
        )
        found = True
    return found
