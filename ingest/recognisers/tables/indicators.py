"""Indicator rows of self-evaluation tables: levels, target, actual, weight, score, reason, in any column order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.lexicon import Column
from ingest.normalize.amounts import number_of
from ingest.normalize.characters import fold
from ingest.normalize.comparators import (
    PERCENT_WORDS,
    Quantity,
    achievement_rate,
    is_met,
    parse_quantity,
    symbol_operator,
)
from ingest.normalize.privacy import is_filler_row
from ingest.pages.grid import align, has_geometry, is_blank, width
from ingest.pages.words import is_to_fill
from ingest.recognisers.output import CellSpot, Context, Output, lowest_score
from ingest.recognisers.tables.header import Header
from ingest.recognisers.tables.headers import find_header, numbers_columns
from ingest.recognisers.tables.labels import named_project

NAME = "indicator_table"

_LEVELS = ("level1", "level2", "level3")
_VALUES = ("target", "actual", "weight", "score")
_LEVEL_WEIGHT = re.compile(r"[(（]\s*(?P<weight>[0-9]+(?:\.[0-9]+)?)\s*分?\s*[)）]$")
_TOTAL = re.compile(rf"^{lexicon.cue('indicator_total')}(?:[(（](?P<weight>[0-9]+(?:\.[0-9]+)?)?分?[)）])?$")
_NOTHING = re.compile(rf"{lexicon.cue('indicator')}|[/—-]+")
_COST = re.compile(lexicon.cue("cost"))
_COMPARING = re.compile(r"[≥≤<>=]")
_INDICATOR_ROLES = frozenset({"level1", "level2", "level3", "weight", "score"})
_KINDS_OF_INDICATOR = frozenset(lexicon.cues("kind_of_indicator"))
_EXPLAINING = frozenset({"reason", "note"})
_LONGEST_LEVEL, _LONGEST_UNIT = 24, 8


class IndicatorTable:
    """Reads one table after another of one report; a table that only a page break cut goes on where it stopped."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self._last: tuple[int, Header] | None = None
        self._levels: dict[str, str | None] = {"level1": None, "level2": None}

    def leave(self) -> None:
        """Running text follows: the next table starts anew."""
        self._last = None
        self._levels = {"level1": None, "level2": None}

    def read(self, block: Block, table: Table, context: Context, place_kind: str, project: str | None) -> set[int]:
        """Read the indicator rows of a table; the row numbers that belong to them."""
        rows = [row for row in table.rows() if not is_blank(row)]
        by_position = has_geometry(table)
        columns = width(table)
        header: Header | None = self._last[1] if self._last is not None and self._last[0] == columns else None
        is_continued = self._last is not None
        understood: set[int] = set()
        skipped = 0
        for position, row in enumerate(rows):
            if skipped:
                skipped -= 1
                continue
            found = find_header(rows, position, None, by_position)
            if found is not None:
                skipped = found.height - 1
                if isinstance(found, Header) and _is_indicator(found):
                    if header is None and not is_continued:
                        self._levels = {"level1": None, "level2": None}
                    header = found
                    understood |= {taken[0].row_no for taken in rows[position : position + found.height]}
                continue
            if header is not None and named_project(row) is not None:
                # the next form in the same table
                header = None
            if header is None:
                continue
            filled = [cell for cell in row if cell.text.strip(" \u3000\n")]
            if is_filler_row(cell.squeezed for cell in filled):
                # 填表人, 联系电话: the form's last row
                understood.add(row[0].row_no)
                continue
            total = _TOTAL.match(filled[0].squeezed.rstrip(":")) if filled else None
            if total is not None:
                spot = CellSpot(block, table, filled[-1], tuple(row), context.title, place_kind)
                _read_total(self.output, header, row, filled, spot, by_position, project, total["weight"])
                understood.add(row[0].row_no)
                continue
            understood.add(row[0].row_no)
            if numbers_columns(row):
                continue

            def spot_of(cell: Cell, row: tuple[Cell, ...] = tuple(row)) -> CellSpot:
                return CellSpot(block, table, cell, row, context.title, place_kind)

            for indicator in header.indicators:
                _read_row(self.output, header, indicator, row, self._levels, by_position, spot_of)
        self._last = (columns, header) if header is not None else None
        if header is not None and "amount" in header.roles:
            # the money in these rows is still to be read
            return set()
        return understood


def _is_indicator(header: Header) -> bool:
    """Whether a header is that of indicators: targets or actual values, or weights, beside their names.

    One with money is only where the levels are named too: a list of projects with their targets.
    """
    roles = header.roles
    if "amount" in roles:
        return {"level1", "level3", "target"} <= roles
    is_scored = {"level1", "weight"} <= roles and bool(roles & {"level2", "level3"})
    return is_scored or bool(roles & {"target", "actual"} and roles & _INDICATOR_ROLES)


def _text(cell: Cell | None) -> str | None:
    if cell is None:
        return None
    return "".join(part.strip() for part in cell.text.split("\n")) or None


def _level_name(cell: Cell) -> str:
    """A level's name, its weight in brackets off."""
    return _LEVEL_WEIGHT.sub("", cell.squeezed).strip()


@dataclass(slots=True)
class _Row:
    """The cells of one indicator by role, and the names of its levels as its own row writes them."""

    cells: dict[str, Cell]
    level1: str | None
    level2: str | None
    level3: str | None

    def text(self, role: str) -> str | None:
        """What the cell of a role says."""
        return _text(self.cells.get(role))

    def is_same(self, one: str, other: str) -> bool:
        """Whether one cell, or none, stands for both roles."""
        return self.cells.get(one) is self.cells.get(other)

    @property
    def target(self) -> Cell | None:
        """The cell of the target that was valid at last."""
        return self.cells.get("adjusted_target") if self.text("adjusted_target") else self.cells.get("target")


def _row_of(below: dict[int, Cell], columns: dict[int, Column]) -> _Row:
    cells: dict[str, Cell] = {}
    for index, column in columns.items():
        cell = below.get(index)
        if cell is not None:
            cells.setdefault(column.role, cell)
    row = _Row(cells, *(_text(cells.get(role)) for role in _LEVELS))
    if row.is_same("level2", "level1"):
        # 预算执行率（10分） over all levels
        row.level2 = None
    if row.level3 and row.is_same("level3", "level1"):
        row.level3 = _level_name(cells["level3"])
    if row.level1 in _KINDS_OF_INDICATOR:
        row.level1 = None
    return row


# -- rows that are no indicators ---------------------------------------------------------------------------------------


def _explains(row: _Row) -> bool:
    """A line of the form below its indicators."""
    if not row.level1 or row.level2 is not None or row.level3 is not None:
        return False
    column = lexicon.column(row.cells["level1"].plain)
    return column is not None and column.role in _EXPLAINING


def _is_over_values(row: _Row) -> bool:
    """One cell over levels and values (偏差原因 below the table)."""
    named = [row.cells[role] for role in _LEVELS if role in row.cells]
    return any(row.cells.get(role) is cell for cell in named for role in _VALUES)


def _has_long_levels(row: _Row) -> bool:
    return any(level and len(level) > _LONGEST_LEVEL for level in (row.level1, row.level2))


def _says_nothing(row: _Row) -> bool:
    return not row.level3 and not _text(row.target) and not row.text("actual")


def _is_to_fill(row: _Row) -> bool:
    """A line of the form that nobody filled (指标2：)."""
    if not row.level3 or _text(row.target) or row.text("actual") or _number(row.cells.get("score")) is not None:
        return False
    return is_to_fill(row.level3) or _NOTHING.fullmatch(row.cells["level3"].squeezed) is not None


# of these the levels hold for nothing below; of the others they do
_NO_ROWS: tuple[Callable[[_Row], bool], ...] = (_explains, _is_over_values, _has_long_levels)
_NO_INDICATORS: tuple[Callable[[_Row], bool], ...] = (_says_nothing, _is_to_fill)


def _read_row(
    output: Output,
    header: Header,
    columns: dict[int, Column],
    cells: list[Cell],
    levels: dict[str, str | None],
    by_position: bool,
    spot_of: Callable[[Cell], CellSpot],
) -> None:
    """One indicator of a row: `levels` are those of the rows above, and of this one afterwards."""
    row = _row_of(align(header.cells, cells, by_position), columns)
    if any(rule(row) for rule in _NO_ROWS):
        return
    if row.level1:
        levels["level1"], levels["level2"] = _level_name(row.cells["level1"]), None
    if row.level2:
        levels["level2"] = _level_name(row.cells["level2"])
    if any(rule(row) for rule in _NO_INDICATORS):
        return
    level3 = row.level3
    if "level3" not in header.roles:
        level3 = row.level2 or row.level1
    operator, unit = row.text("operator"), row.text("unit")
    if unit and (symbol_operator(unit) or len(unit) > _LONGEST_UNIT):
        unit = None
    target_text, actual_text = _text(row.target), row.text("actual")
    target = parse_quantity(target_text, operator, unit)
    actual = parse_quantity(actual_text, None, unit)
    is_cost = any(_COST.search(name or "") for name in levels.values())
    anchor = _anchor(row, cells[0])
    start = len(anchor.text) - len(anchor.text.lstrip())
    output.indicator(
        spot_of(anchor).place(start, len(anchor.text.rstrip())),
        NAME,
        row.cells.values(),
        level1=levels["level1"],
        level2=levels["level2"],
        level3=level3,
        target_text=_whole_target(target_text, operator, unit, target),
        target_operator=target.operator if target else None,
        target_value=target.value if target else None,
        target_unit=target.unit if target else None,
        actual_text=actual_text,
        actual_value=actual.value if actual else None,
        actual_unit=actual.unit if actual else None,
        weight=_number(row.cells.get("weight")),
        score=_number(row.cells.get("score")),
        is_met=is_met(target, actual, is_cost),
        achievement_rate=achievement_rate(target, actual, is_cost),
        deviation_reason=row.text("reason"),
        completion_rate_text=row.text("completion_rate"),
        reading_score=lowest_score(row.cells.values()),
    )


def _anchor(row: _Row, first: Cell) -> Cell:
    """The cell where an indicator stands: its actual value, else its target, its name, the row's first cell."""
    cells = (row.cells.get("actual"), row.target, row.cells.get("level3"))
    return next((cell for cell in cells if cell is not None and (cell is first or _text(cell))), first)


def _whole_target(text: str | None, operator: str | None, unit: str | None, target: Quantity | None) -> str | None:
    """A target with the operator and the unit that stand in columns of their own."""
    if not text:
        return text
    symbol = symbol_operator(operator) if operator else None
    if symbol and symbol != "=" and not _COMPARING.match(fold(text)):
        text = f"{operator}{text}"
    if unit and target is not None and unit not in PERCENT_WORDS and not fold(text).rstrip().endswith(fold(unit)):
        text = f"{text}{unit}"
    return text


def _number(cell: Cell | None) -> Decimal | None:
    return number_of(cell.squeezed.rstrip("分%")) if cell is not None else None


def _read_total(
    output: Output,
    header: Header,
    row: list[Cell],
    filled: list[Cell],
    spot: CellSpot,
    by_position: bool,
    project: str | None,
    weight_in_name: str | None,
) -> None:
    """总分 100 94: which figure is the sum of the weights and which the score is told by the columns, else by their order."""
    figures = [(cell, value) for cell in filled[1:] if (value := _number(cell)) is not None]
    by_role: dict[str, tuple[Cell, Decimal]] = {}
    if len(row) == len(header.cells) or by_position:
        below = align(header.cells, row, by_position)
        for index, column in header.columns.items():
            cell = below.get(index)
            value = _number(cell)
            if column.role in ("weight", "score") and cell is not None and value is not None:
                by_role[column.role] = (cell, value)
    if len(by_role) == 2 and by_role["weight"][0] is by_role["score"][0]:
        # one cell below both columns
        by_role = {}
    order = [column.role for _, column in sorted(header.columns.items()) if column.role in ("weight", "score")]
    if len(figures) >= 2 and len(by_role) < 2:
        first, last = ("score", "weight") if order[:1] == ["score"] and "weight" in order else ("weight", "score")
        by_role = {first: figures[0], last: figures[-1]}
    elif len(figures) == 1 and not by_role:
        is_weight = weight_in_name is None and "weight" in order and ("score" not in order or figures[0][1] == 100)
        by_role = {"weight" if is_weight else "score": figures[0]}
    if weight_in_name is not None and "weight" not in by_role:
        by_role["weight"] = (filled[0], Decimal(weight_in_name))
    for role, code in (("weight", "self_evaluation_weight_total"), ("score", "self_evaluation_score")):
        if role not in by_role:
            continue
        cell, value = by_role[role]
        at = CellSpot(spot.block, spot.table, cell, spot.row, spot.section_title, spot.place_kind)
        text = cell.text.strip()
        shown = text if cell is not filled[0] else weight_in_name or text
        start = cell.text.find(shown)
        output.attribute(
            at.place(start, start + len(shown)),
            recogniser=NAME,
            attribute_code=code,
            value_text=shown,
            value_number=value,
            project_name=project,
        )
