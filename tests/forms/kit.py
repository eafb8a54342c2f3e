"""Rebuilds forms as documents and compares what is read with what was planted.

A form is a list of lines and tables. A table is drawn: cells between `|`, `<` where the cell on the left goes on, `^` where
the one above does, `⏎` for a line break inside a cell, `¶` for a paragraph break inside one, U+3000 for an indent. Each form is
read three ways: flattened to text and through the text reader, as a table with true columns and spans, and the same with the
covered cells of a merge present and empty. Where a form breaks lines inside cells or leaves cells blank it is read a fourth way, as
Word flattens it at its worst: every break as a blank line, blank cells filled with a wide space, values padded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from ingest import readers
from ingest.document import Block, Cell, Document, Table
from ingest.normalize.characters import squeeze
from ingest.recognisers import Recognition, recognise
from ingest.recognisers.output import row_quote

SHA = "f" * 64
RENDERINGS = ("text", "cells", "covered", "rough")
# of these the ones that keep where cells begin and end
TRUE_SPANS = ("cells", "covered")
OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
ASPECTS = ("identity", "money", "indicators", "attributes", "places")
# attributes that a form's tables and sentences state as figures: planted or not there
COUNTED = frozenset(
    {
        "budget_execution_rate",
        "budget_execution_weight",
        "budget_execution_score",
        "self_evaluation_score",
        "self_evaluation_weight_total",
        "staff_quota",
        "staff_actual",
        "staff_total",
        "staff_control_rate",
        "budget_adjustment_rate",
        "carryover_rate",
        "three_public_control_rate",
        "three_public_change_rate",
        "operating_control_rate",
        "procurement_execution_rate",
        "project_budget_control_rate",
    }
)

# -- documents ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A table as drawn: the texts of its grid, `<` and `^` where merged."""

    grid: tuple[tuple[str, ...], ...]
    page_no: int | None = None


def table(art: str, page_no: int | None = None) -> Drawn:
    rows = [tuple(cell.strip(" ") for cell in line.split("|")) for line in art.strip("\n").split("\n") if line.strip()]
    widths = {len(row) for row in rows}
    assert len(widths) == 1, f"rows of different width: {[(len(row), row[0]) for row in rows]}"
    return Drawn(tuple(rows), page_no)


Part = str | Drawn


def flattened(parts: Iterable[Part], is_rough: bool = False) -> str:
    """The parts as Word text: a tab before each cell, a blank line after each row, merged cells empty or gone."""
    line_break, blank, padding = ("\n\n", "\u3000", "  ") if is_rough else ("\n", "", "")
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        for row in part.grid:
            for position, text in enumerate(row):
                goes_on_below = text == "^" and not (
                    position and row[position - 1] == "^" and _is_wide(part, row, position)
                )
                if text == "<" or (text == "^" and not goes_on_below):
                    continue
                if text == "^":
                    lines.append("\t")
                    continue
                lines.append("\t" + (text.replace("⏎", line_break).replace("¶", "\n\n") + padding if text else blank))
            lines.append("")
        lines.append("")
    return "\n".join(lines) + "\n"


def _is_wide(part: Drawn, row: tuple[str, ...], position: int) -> bool:
    """Whether a `^` and the one before it continue the same cell: above them stands a cell that goes on to the right."""
    at = part.grid.index(row)
    while at > 0 and part.grid[at][position] == "^":
        at -= 1
    return part.grid[at][position] == "<"


def with_geometry(drawn: Drawn, table_no: int, is_covered: bool) -> Table:
    cells = []
    grid = drawn.grid
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                if is_covered:
                    cells.append(Cell(i + 1, j + 1, "", page_no=drawn.page_no))
                continue
            width = 1
            while j + width < len(row) and row[j + width] == "<":
                width += 1
            height = 1
            while i + height < len(grid) and grid[i + height][j] == "^":
                height += 1
            text = text.replace("⏎", "\n").replace("¶", "\n")
            cells.append(Cell(i + 1, j + 1, text, row_span=height, column_span=width, page_no=drawn.page_no))
    return Table(table_no, tuple(cells))


def document(parts: Iterable[Part], rendering: str = "text") -> Document:
    if rendering in ("text", "rough"):
        reader = readers.reader_for("text/plain")
        assert reader is not None
        return reader.read(flattened(parts, rendering == "rough").encode())
    blocks: list[Block] = []
    tables = 0
    for part in parts:
        if isinstance(part, Drawn):
            tables += 1
            drawn = with_geometry(part, tables, rendering == "covered")
            blocks.append(Block(len(blocks) + 1, "table", table=drawn, page_no=part.page_no))
        elif part.strip():
            blocks.append(Block(len(blocks) + 1, "paragraph", part.strip()))
    return Document(tuple(blocks), "application/x-drawn", "drawn", "1")


# -- what is planted ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Money:
    """An amount that a form states, once per place; `amount` in `unit`, `code` of the class that it is of."""

    measure: str
    line: str
    amount: str
    version: str | None = None
    project: str | None = None
    fund: str = "all_funds"
    year: int | None = None
    unit: str = "万元"
    code: str | None = None


@dataclass(frozen=True)
class Indicator:
    """One row: quantities written shortly (≥95%, 3次), words as they stand."""

    level1: str | None
    level2: str | None
    level3: str
    target: str | None
    actual: str | None
    weight: str | None = None
    score: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Form:
    """A form with everything that it states. `partial` amounts, by measure, may be claimed for a part of the money (a fund, a detail)
    or be listed as not understood; they are never the whole, and never lost.
    """

    name: str
    parts: tuple[Part, ...]
    unit: str
    year: int
    family: str
    money: tuple[Money, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    supervising_unit: str | None = None
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renderings: tuple[str, ...] = RENDERINGS


YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(10) ** 8}


def yuan(amount: str, unit: str = "万元") -> Decimal:
    return (Decimal(amount.replace(",", "")) * YUAN[unit]).quantize(Decimal("0.01"))


def funds(
    project: str | None, year: int, unit: str = "万元", line: str | None = None, **rows: tuple[str, str, str]
) -> tuple[Money, ...]:
    """Fund rows of a self-evaluation form: fund = (initial, full-year, executed); an empty text is not planted."""
    found = []
    for fund, amounts in rows.items():
        roles = (("budget", "initial"), ("budget", "adjusted"), ("expenditure", None))
        for (measure, version), amount in zip(roles, amounts, strict=True):
            if amount:
                place = line or ("project" if project else "total")
                found.append(Money(measure, place, amount, version, project, fund, year, unit))
    return tuple(found)


Role = tuple[str, str | None]
ROLES: tuple[Role, ...] = (("budget", "initial"), ("budget", "adjusted"), ("expenditure", None))
# other columns of amounts that tables have
BUDGET: tuple[Role, ...] = (("budget", "unstated"),)
FINAL: tuple[Role, ...] = (("expenditure", None),)
INCOME: tuple[Role, ...] = (("income", None),)
INCOME_BUDGET: tuple[Role, ...] = (("income_budget", "unstated"),)
OPENING: tuple[Role, ...] = (("opening_balance", None),)
CLOSING: tuple[Role, ...] = (("closing_balance", None),)
BUDGET_AND_FINAL: tuple[Role, ...] = (*BUDGET, *FINAL)
INITIAL_AND_FINAL: tuple[Role, ...] = (("budget", "initial"), *FINAL)
ADJUSTED_AND_FINAL: tuple[Role, ...] = (("budget", "adjusted"), *FINAL)


def rows(
    *lines: tuple[str, str], roles: tuple[Role, ...] = ROLES, unit: str = "万元", year: int | None = None
) -> tuple[Money, ...]:
    """Lines with their amounts by role, separated by blanks; `-` for none. `project:name` is a project's, `total@fund` a fund's part,
    `total#201` a class's.
    """
    found = []
    for line, amounts in lines:
        place, _, fund = line.partition("@")
        named, _, project = place.partition(":")
        item, _, code = named.partition("#")
        for (measure, version), amount in zip(roles, amounts.split(), strict=True):
            if amount != "-":
                whose = project or None, fund or "all_funds"
                found.append(Money(measure, item, amount, version, *whose, year, unit, code or None))
    return tuple(found)


def base(
    year: int, rows: dict[str, tuple[str, str, str]], fund: str = "all_funds", unit: str = "万元"
) -> tuple[Money, ...]:
    """Rows of a base data table: line (or `project:name`) = (prior year's expenditure, budget, expenditure)."""
    found = []
    for key, amounts in rows.items():
        line, _, project = key.partition(":")
        roles = (("expenditure", None, year - 1), ("budget", "unstated", year), ("expenditure", None, year))
        for (measure, version, stated), amount in zip(roles, amounts, strict=True):
            if amount:
                found.append(Money(measure, line, amount, version, project or None, fund, stated, unit))
    return tuple(found)


# -- what is read ------------------------------------------------------------------------------------------------------


@cache
def _recognised(parts: tuple[Part, ...], rendering: str) -> tuple[Document, list[Recognition]]:
    made = document(parts, rendering)
    return made, recognise(made, SHA)


def read(parts: Iterable[Part], rendering: str = "text") -> list[Recognition]:
    return _recognised(tuple(parts), rendering)[1]


def claims_of(found: Iterable[Recognition], zero: bool = False) -> list[Any]:
    return [claim for report in found for claim in report.claims if zero or claim.amount_yuan]


def short(claim: Any) -> tuple[Any, ...]:
    """A claim as compared: year, measure, version, line, project, fund, class, yuan."""
    return (
        claim.stated_fiscal_year,
        claim.measure,
        claim.budget_version,
        claim.line_item_code,
        squeeze(claim.project_name) if claim.project_name else None,
        claim.fund_code,
        claim.classification_code,
        claim.amount_yuan,
    )


def planted(money: Iterable[Money], year: int) -> Counter[tuple[Any, ...]]:
    return Counter(
        (m.year or year, m.measure, m.version, m.line, m.project, m.fund, m.code, yuan(m.amount, m.unit))
        for m in money
        if yuan(m.amount, m.unit)
    )


_SYMBOL = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", None: ""}


def plain(number: Decimal | None) -> str | None:
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(text: str | None, operator: str | None, value: Decimal | None, unit: str | None) -> str | None:
    if value is None:
        return squeeze(text) if text else None
    return f"{_SYMBOL[operator]}{plain(value * 100 if unit == '%' else value)}{unit or ''}"


def shown(row: Any) -> Indicator:
    """An indicator row as planted ones are written."""
    return Indicator(
        row.level1,
        row.level2,
        squeeze(row.level3 or ""),
        quantity(row.target_text, row.target_operator, row.target_value, row.target_unit),
        quantity(row.actual_text, None, row.actual_value, row.actual_unit),
        plain(row.weight),
        plain(row.score),
        squeeze(row.deviation_reason) if row.deviation_reason else None,
    )


# -- comparing ---------------------------------------------------------------------------------------------------------


def same(wanted: Counter[Any], found: Counter[Any]) -> None:
    """Fail with every row that is missing or was not planted."""
    lines = [
        f"{name}: {_line(row)}"
        for name, rest in (("missing", wanted - found), ("not planted", found - wanted))
        for row in sorted(rest.elements(), key=str)
    ]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def _line(row: Any) -> str:
    values = astuple(row) if isinstance(row, Indicator) else row
    return " · ".join("-" if value is None else str(value) for value in values)


def check_money(form: Form, found: list[Recognition]) -> None:
    wanted = planted(form.money, form.year)
    claimed = Counter(short(claim) for claim in claims_of(found))
    whole = {(money.line, money.project, money.fund) for money in form.money}
    parts = Counter((measure, yuan(amount)) for measure, amounts in form.partial.items() for amount in amounts)
    for claim in (claimed - wanted).elements():
        part = (claim[1], claim[-1])
        if parts[part] and claim[6] is None and claim[3:6] not in whole:
            parts[part] -= 1
            claimed[claim] -= 1
    same(wanted, +claimed)
    quotes = " ".join(row.quote for report in found for row in report.unrecognised)
    listed = {yuan(text) for text in re.findall(r"[0-9]+(?:\.[0-9]+)?", quotes)}
    lost = sorted(f"{measure} {amount}" for (measure, amount), count in (+parts).items() if amount not in listed)
    if lost:
        pytest.fail(f"neither claimed as a part nor listed: {', '.join(lost)}", pytrace=False)


def check_indicators(form: Form, found: list[Recognition]) -> None:
    rows = Counter(shown(row) for report in found for row in report.indicators)
    same(Counter(form.indicators), rows)


def check_attributes(form: Form, found: list[Recognition]) -> None:
    rows = {
        (row.attribute_code, plain(row.value_number))
        for report in found
        for row in report.attributes
        if row.attribute_code in COUNTED
    }
    wanted = {(code, plain(Decimal(value))) for code, values in form.attributes.items() for value in values}
    same(Counter(wanted), Counter(rows))


def check_identity(form: Form, found: list[Recognition]) -> None:
    assert found, "taken for no report"
    for report in found:
        who = report.identity
        same(
            Counter([(form.unit, form.year, form.family, form.supervising_unit)]),
            Counter([(who.unit_name, who.fiscal_year, who.report_family, who.supervising_unit)]),
        )


def check_places(made: Document, found: list[Recognition]) -> None:
    """Every row's quote stands at its place, every amount is framed to the character."""
    blocks = {block.block_no: block for block in made.blocks}
    cells = {
        (drawn.table_no, cell.row_no, cell.column_no): cell.text for _, drawn in made.tables() for cell in drawn.cells
    }
    rows = {(drawn.table_no, row[0].row_no): row_quote(row) for _, drawn in made.tables() for row in drawn.rows()}
    for report in found:
        for row in (*report.claims, *report.indicators, *report.attributes, *report.unrecognised):
            assert row.block_no is not None
            if row.table_no is None:
                text = around = blocks[row.block_no].text
            else:
                assert row.row_no is not None
                assert row.column_no is not None
                text = cells[row.table_no, row.row_no, row.column_no]
                around = rows[row.table_no, row.row_no]
            value = text[row.char_start : row.char_end]
            assert "■" in row.quote or row.quote in around or row.quote in text, row
            if hasattr(row, "amount_text"):
                assert value == row.amount_text, row
        for row in report.attributes:
            if row.attribute_code in COUNTED:
                assert "".join(row.value_text.split()) in "".join(row.quote.split())


def verify(form: Form, rendering: str, aspect: str) -> None:
    """Check one aspect of one form as read one way."""
    made, found = _recognised(form.parts, rendering)
    if aspect == "places":
        check_places(made, found)
        return
    assert found, "taken for no report"
    {"identity": check_identity, "money": check_money, "indicators": check_indicators, "attributes": check_attributes}[
        aspect
    ](form, found)


def _is_rough(form: Form) -> bool:
    return any(
        not cell or "⏎" in cell or "¶" in cell
        for part in form.parts
        if isinstance(part, Drawn)
        for row in part.grid
        for cell in row
    )


def whole(forms: Iterable[Form]) -> list[Any]:
    """A parameter set for each form and rendering; the two renderings that lay out as another one does are for the soak."""
    return [
        pytest.param(
            form,
            rendering,
            id=f"{form.name}-{rendering}",
            marks=[pytest.mark.soak] if rendering in ("covered", "rough") else [],
        )
        for form in forms
        for rendering in form.renderings
        if rendering != "rough" or _is_rough(form)
    ]


def verify_whole(form: Form, rendering: str) -> None:
    """Check all aspects of one form as read one way."""
    for aspect in ASPECTS:
        verify(form, rendering, aspect)


def every(forms: Iterable[Form]) -> list[Any]:
    """A parameter set for each form, rendering and aspect."""
    return [
        pytest.param(form, rendering, aspect, id=f"{form.name}-{rendering}-{aspect}")
        for form in forms
        for rendering in form.renderings
        if rendering != "rough" or _is_rough(form)
        for aspect in ASPECTS
    ]
