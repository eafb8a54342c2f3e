"""Indicator rows of self-evaluation tables: levels, target, actual, weight, score, reason, in any column order."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block, Cell, Table
from ingest.lexicon import Column
from ingest.normalize.amounts import parse_number
from ingest.normalize.characters import fold, squeeze
from ingest.normalize.comparators import achievement_rate, is_met, parse_quantity, symbol_operator
from ingest.normalize.privacy import is_filler_row
from ingest.recognisers.output import CellSpot, Context, Output, lowest_score
from ingest.recognisers.tables.headers import Header, find_header, numbers_columns
from ingest.recognisers.tables.labels import named_project
from ingest.tables.grid import align, has_geometry, is_blank, width

NAME = "indicator_table"

_LEVEL_WEIGHT = re.compile(r"[(（]\s*(?P<weight>[0-9]+(?:\.[0-9]+)?)\s*分?\s*[)）]$")
_TOTAL = re.compile(r"^(?:总分|总计|合计|总得分|自评总分|总分值)(?:[(（](?P<weight>[0-9]+(?:\.[0-9]+)?)?分?[)）])?$")
_NOTHING = re.compile(r"指标|[/—-]+")
_INDICATOR_ROLES = frozenset({"level1", "level2", "level3", "weight", "score"})
_KINDS_OF_INDICATOR = frozenset({"定量", "定性", "定量指标", "定性指标"})
_EXPLAINING = frozenset({"reason", "note"})
_LONGEST_LEVEL = 24


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
            if is_filler_row([cell.text for cell in filled]):
                # 填表人, 联系电话: the form's last row
                understood.add(row[0].row_no)
                continue
            total = _TOTAL.match(squeeze(filled[0].text).rstrip(":")) if filled else None
            if total is not None:
                spot = CellSpot(block, table, filled[-1], tuple(row), context.title, place_kind)
                _read_total(self.output, header, row, filled, spot, by_position, project, total["weight"])
                understood.add(row[0].row_no)
                continue
            understood.add(row[0].row_no)
            if numbers_columns(row):
                continue
            for indicator in header.indicators:
                _read_row(
                    self.output, header, indicator, row, self._levels, by_position, block, table, context, place_kind
                )
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


def _level_name(text: str) -> str:
    """A level's name, its weight in brackets off."""
    return _LEVEL_WEIGHT.sub("", squeeze(text)).strip()


def _read_row(
    output: Output,
    header: Header,
    columns: dict[int, Column],
    row: list[Cell],
    levels: dict[str, str | None],
    by_position: bool,
    block: Block,
    table: Table,
    context: Context,
    place_kind: str,
) -> None:
    below = align(header.cells, row, by_position)
    found: dict[str, Cell] = {}
    for index, column in columns.items():
        cell = below.get(index)
        if cell is not None:
            found.setdefault(column.role, cell)
    level1, level2, level3 = (_text(found.get(role)) for role in ("level1", "level2", "level3"))
    if found.get("level2") is found.get("level1"):
        # 预算执行率（10分） over all levels
        level2 = None
    if level3 and found["level3"] is found.get("level1"):
        level3 = _level_name(level3)
    if level1 in _KINDS_OF_INDICATOR:
        level1 = None
    if level1 and level2 is None and level3 is None and (own := lexicon.column(level1)) and own.role in _EXPLAINING:
        # a line of the form below its indicators
        return
    named = [found[role] for role in ("level1", "level2", "level3") if role in found]
    if any(found.get(role) is cell for cell in named for role in ("target", "actual", "weight", "score")):
        # one cell over levels and values (偏差原因 below the table) is no indicator
        return
    if (level1 and len(level1) > _LONGEST_LEVEL) or (level2 and len(level2) > _LONGEST_LEVEL):
        return
    if level1:
        levels["level1"], levels["level2"] = _level_name(level1), None
    if level2:
        levels["level2"] = _level_name(level2)
    target_cell = found.get("adjusted_target") if _text(found.get("adjusted_target")) else found.get("target")
    actual_cell = found.get("actual")
    target_text, actual_text = _text(target_cell), _text(actual_cell)
    weight, score = _number(found.get("weight")), _number(found.get("score"))
    if not level3 and not target_text and not actual_text:
        return
    is_empty = not target_text and not actual_text and score is None
    if level3 and is_empty and (lexicon.is_to_fill(level3) or _NOTHING.fullmatch(squeeze(level3))):
        return
    if level3 is None and "level3" not in {column.role for column in header.columns.values()}:
        level3 = level2 or level1
    operator, unit = _text(found.get("operator")), _text(found.get("unit"))
    if unit and (symbol_operator(unit) or len(unit) > 8):
        unit = None
    target = parse_quantity(target_text, operator, unit)
    actual = parse_quantity(actual_text, None, unit)
    is_cost = any("成本" in (name or "") for name in (levels["level1"], levels["level2"]))
    anchor = next(
        cell
        for cell in (actual_cell, target_cell, found.get("level3"), row[0])
        if cell is not None and (cell is row[0] or _text(cell))
    )
    start = len(anchor.text) - len(anchor.text.lstrip())
    if (
        operator
        and target_text
        and symbol_operator(operator)
        and symbol_operator(operator) != "="
        and not re.match(r"[≥≤<>=]", fold(target_text))
    ):
        target_text = f"{operator}{target_text}"
    if unit and target_text and target is not None and not fold(target_text).rstrip().endswith(fold(unit)):
        target_text = f"{target_text}{unit}" if unit != "百分比" else target_text
    output.indicator(
        CellSpot(block, table, anchor, tuple(row), context.title, place_kind).place(start, len(anchor.text.rstrip())),
        NAME,
        found.values(),
        level1=levels["level1"],
        level2=levels["level2"],
        level3=level3,
        target_text=target_text,
        target_operator=target.operator if target else None,
        target_value=target.value if target else None,
        target_unit=target.unit if target else None,
        actual_text=actual_text,
        actual_value=actual.value if actual else None,
        actual_unit=actual.unit if actual else None,
        weight=weight,
        score=score,
        is_met=is_met(target, actual, is_cost),
        achievement_rate=achievement_rate(target, actual, is_cost),
        deviation_reason=_text(found.get("reason")),
        completion_rate_text=_text(found.get("completion_rate")),
        reading_score=lowest_score(found.values()),
    )


def _number(cell: Cell | None) -> Decimal | None:
    text = _text(cell)
    return parse_number(fold(text).rstrip("分%")) if text else None


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
