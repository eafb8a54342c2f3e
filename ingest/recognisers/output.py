"""From what a recogniser understood to staging rows: identifiers, masks, places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from ingest.document import Block, Box, Cell, Run, Table
from ingest.normalize.amounts import LARGEST
from ingest.normalize.privacy import mask, may_hide
from ingest.records import AttributeRow, ClaimRow, IndicatorRow, Place, UnitMemberRow, UnrecognisedRow, stable_id

QUOTE_LIMIT = 400
# the columns of a claim that say where it stands, and those that say what it is; the rest is made of these
_PLACE_COLUMNS = (*(item.name for item in fields(Place)), "reading_score")
_CLAIM_VALUES = tuple(
    item.name
    for item in fields(ClaimRow)
    if item.name not in {*_PLACE_COLUMNS, "claim_id", "report_id", "sha256", "rule"}
)


class Governing(NamedTuple):
    """What the heading above says of figures without words of their own. `measure` comes with a budget's version;
    `is_unknown`: the heading names money that no line item covers.
    """

    year: int | None = None
    measure: tuple[str, str | None] | None = None
    line_item_code: str | None = None
    fund_code: str | None = None
    is_unknown: bool = False


NOTHING = Governing()

# a block, or a cell of a block's table: block, row, column
Spot = tuple[object, object, object]


class Taken(NamedTuple):
    """Code points of a block or cell that ended somewhere: `ending` as in the ledger, the row that took them."""

    start: int
    end: int
    ending: str
    reason: str | None
    row_id: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the section around a place says of the amounts in it."""

    title: str | None = None
    fund_code: str | None = None
    context: str = "overall"
    default_measure: str = "expenditure"
    unit: str | None = None
    governing: Governing = NOTHING

    @property
    def fund(self) -> str | None:
        """The fund that the heading above names, or the section."""
        return self.governing.fund_code or self.fund_code


# not frozen: one is made of every paragraph, and a frozen one costs three times as much
@dataclass(slots=True)
class Passage:
    """A paragraph of running text: a block's, or one paragraph of a cell. `offset` is where it starts in block or cell."""

    text: str
    folded: str
    block_no: int
    context: Context
    is_heading: bool = False
    offset: int = 0
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    page_no: int | None = None
    box: Box | None = None
    reading_score: float | None = None
    runs: tuple[Run, ...] = ()
    # whether a quote of it may need a mask; told with the first
    _may_hide: bool | None = None

    def place(
        self, start: int, end: int, quote_start: int, quote_end: int, place_kind: str = "narrative"
    ) -> dict[str, object]:
        """The place columns and the reading score of the characters `start` to `end`, quoting the range around them."""
        if self._may_hide is None:
            self._may_hide = may_hide(self.text)
        quote = self.text[quote_start:quote_end]
        return _place(
            place_kind,
            self.context.title,
            mask(quote) if self._may_hide else quote,
            page_no=self.page_no,
            block_no=self.block_no,
            table_no=self.table_no,
            row_no=self.row_no,
            column_no=self.column_no,
            char_start=self.offset + start,
            char_end=self.offset + end,
            box=self.box,
            reading_score=self.reading_score,
            runs=self.runs,
        )


@dataclass(frozen=True, slots=True)
class CellSpot:
    """A cell with the row that it is quoted with."""

    block: Block
    table: Table
    cell: Cell
    row: tuple[Cell, ...]
    section_title: str | None
    place_kind: str

    def place(self, start: int = 0, end: int | None = None) -> dict[str, object]:
        """The place columns and the reading score of some characters of the cell (all by default), quoting its row."""
        return _place(
            self.place_kind,
            self.section_title,
            mask(row_quote(self.row)),
            page_no=self.cell.page_no or self.block.page_no,
            block_no=self.block.block_no,
            table_no=self.table.table_no,
            row_no=self.cell.row_no,
            column_no=self.cell.column_no,
            char_start=start,
            char_end=len(self.cell.text) if end is None else end,
            box=self.cell.box,
            reading_score=self.cell.reading_score,
            runs=self.cell.runs,
        )


def row_quote(cells: tuple[Cell, ...] | list[Cell]) -> str:
    """A table row as quoted: the texts of its cells, stripped, joined by " | "."""
    return " | ".join(cell.text.strip().replace("\n", "") for cell in cells)


def lowest_score(cells: Iterable[Cell]) -> float | None:
    """How sure the least sure of some cells was read; None where none was read optically."""
    return min((cell.reading_score for cell in cells if cell.reading_score is not None), default=None)


def _on_page(runs: tuple[Run, ...], start: int, end: int) -> tuple[int, Box, float | None] | None:
    """The page on which some characters begin, the box around those of them that stand there, and their lowest score."""
    touched = [run for run in runs if run.start < end and start < run.end]
    if not touched:
        return None
    page_no = touched[0].page_no
    boxes = [run.box for run in touched if run.page_no == page_no]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return page_no, box, min((run.score for run in touched if run.score is not None), default=None)


def _place(
    place_kind: str,
    section_title: str | None,
    quote: str,  # masked
    *,
    page_no: int | None,
    block_no: int,
    table_no: int | None,
    row_no: int | None,
    column_no: int | None,
    char_start: int,
    char_end: int,
    box: Box | None,
    reading_score: float | None,
    runs: tuple[Run, ...],
) -> dict[str, object]:
    exact = _on_page(runs, char_start, char_end)
    if exact:
        page_no, box, reading_score = exact
    x0, y0, x1, y1 = box if box else (None, None, None, None)
    return {
        "place_kind": place_kind,
        "section_title": mask(section_title) if section_title else None,
        "quote": quote,
        "page_no": page_no,
        "block_no": block_no,
        "table_no": table_no,
        "row_no": row_no,
        "column_no": column_no,
        "char_start": char_start,
        "char_end": char_end,
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "reading_score": reading_score,
    }


# what a place says of where it is, for identifiers
_spot_key = itemgetter("block_no", "table_no", "row_no", "column_no", "char_start", "char_end")


@dataclass
class Output:
    """What the recognisers of one report have understood so far, as rows. Rows with the same identity are one."""

    report_id: str
    sha256: str
    report_year: int | None
    # the one project that a whole report is about: its totals are this project's
    subject_project: str | None = None
    claims: dict[str, ClaimRow] = field(default_factory=dict)
    indicators: dict[str, IndicatorRow] = field(default_factory=dict)
    attributes: dict[str, AttributeRow] = field(default_factory=dict)
    unrecognised: dict[str, UnrecognisedRow] = field(default_factory=dict)
    members: dict[str, UnitMemberRow] = field(default_factory=dict)
    # what rows took beside the place they stand at, and what a recogniser knows to be no figure of its own
    _beside: list[tuple[Spot, Taken]] = field(default_factory=list)

    def claim(
        self,
        place: dict[str, object],
        *,
        recogniser: str,
        measure: str,
        budget_version: str | None,
        line_item_code: str,
        project_name: str | None,
        fund_code: str,
        amount_yuan: Decimal,
        amount_text: str,
        amount_unit: str,
        stated_fiscal_year: int | None,
        year_basis: str,
        rule: str | None = None,
        classification: str | None = None,
        classification_code: str | None = None,
        classification_name: str | None = None,
        form_code: str | None = None,
    ) -> str | None:
        """Add a claim; its id, or None where the amount is beyond any budget. `rule` names what told what the amount is; with a
        `classification` it is a code's, with its name as printed; `form_code`: the form of accounts or budgets it stands in.
        """
        year = stated_fiscal_year if stated_fiscal_year is not None else self.own_year
        if abs(amount_yuan) >= LARGEST:
            self.not_understood(place, recogniser, "amount_out_of_range", None)
            return None
        is_whole = line_item_code in ("total", "project") and project_name is None and classification is None
        if (
            self.subject_project is not None
            and is_whole
            and measure in ("budget", "expenditure", "adjustment", "carryover")
        ):
            line_item_code, project_name = "project", self.subject_project
        if measure not in ("budget", "income_budget"):
            budget_version = None
        elif budget_version is None:
            budget_version = "unstated"
        claim_id = stable_id(
            "c",
            self.report_id,
            *_spot_key(place),
            measure,
            budget_version,
            line_item_code,
            project_name,
            fund_code,
            year,
        )
        self.claims[claim_id] = ClaimRow(
            **place,  # type: ignore[arg-type]
            claim_id=claim_id,
            report_id=self.report_id,
            sha256=self.sha256,
            recogniser=recogniser,
            stated_fiscal_year=year,
            year_basis=year_basis if stated_fiscal_year is not None else "report",
            measure=measure,
            budget_version=budget_version,
            line_item_code=line_item_code,
            project_name=project_name,
            fund_code=fund_code,
            amount_yuan=amount_yuan,
            amount_text=amount_text,
            amount_unit=amount_unit,
            rule=rule,
            classification=classification,
            classification_code=classification_code,
            classification_name=mask(classification_name) if classification_name else None,
            form_code=form_code,
        )
        return claim_id

    def claim_again(self, claim_id: str, rule: str, **changes: str) -> str | None:
        """Take a claim back and make it again with some other values; its new id, None where there is no such claim."""
        row = self.claims.pop(claim_id, None)
        if row is None:
            return None
        values: dict[str, Any] = {name: getattr(row, name) for name in _CLAIM_VALUES}
        place = {name: getattr(row, name) for name in _PLACE_COLUMNS}
        return self.claim(place, **{**values, **changes}, rule=rule)

    @property
    def own_year(self) -> int:
        """The report's year as claims count from it: 0 where it isn't told (see `ClaimRow`)."""
        return self.report_year or 0

    def attribute(
        self,
        place: dict[str, object],
        *,
        recogniser: str,
        attribute_code: str,
        value_text: str,
        value_number: Decimal | None = None,
        project_name: str | None = None,
        stated_fiscal_year: int | None = None,
    ) -> None:
        """Add an attribute: rates as fractions, counts and scores as written."""
        if value_number is not None and abs(value_number) >= LARGEST:
            value_number = None
        attribute_id = stable_id("a", self.report_id, *_spot_key(place), attribute_code, project_name, value_text)
        self.attributes[attribute_id] = AttributeRow(
            **place,  # type: ignore[arg-type]
            attribute_id=attribute_id,
            report_id=self.report_id,
            sha256=self.sha256,
            recogniser=recogniser,
            attribute_code=attribute_code,
            project_name=project_name,
            stated_fiscal_year=stated_fiscal_year if stated_fiscal_year is not None else self.report_year,
            value_text=mask(value_text),
            value_number=value_number,
        )

    def indicator(
        self, place: dict[str, object], recogniser: str, cells: Iterable[Cell] = (), **values: object
    ) -> None:
        """Add an indicator row; `values` are the columns of `IndicatorRow`, `cells` those of the table that it tells of."""
        indicator_row_id = stable_id(
            "i",
            self.report_id,
            *_spot_key(place),
            values.get("level3"),
            values.get("target_text"),
            values.get("actual_text"),
        )
        masked = {name: mask(value) if isinstance(value, str) else value for name, value in values.items()}
        self.indicators[indicator_row_id] = IndicatorRow(
            indicator_row_id=indicator_row_id,
            report_id=self.report_id,
            sha256=self.sha256,
            recogniser=recogniser,
            **{**place, **masked},  # type: ignore[arg-type]
        )
        for cell in cells:
            spot = (place["block_no"], cell.row_no, cell.column_no)
            self._beside.append((spot, Taken(0, len(cell.text), "claimed", None, indicator_row_id)))

    def member(self, place: dict[str, object], recogniser: str, name: str) -> None:
        """Add a body that the report names as one of its department's; one that it names again is there already."""
        masked = mask(name)
        unit_member_id = stable_id("m", self.report_id, masked)
        if unit_member_id not in self.members:
            self.members[unit_member_id] = UnitMemberRow(
                **place,  # type: ignore[arg-type]
                unit_member_id=unit_member_id,
                report_id=self.report_id,
                sha256=self.sha256,
                recogniser=recogniser,
                member_no=len(self.members) + 1,
                member_name=masked,
            )

    def exclude(self, passage: Passage, start: int, end: int, reason: str) -> None:
        """Say that the figure of a passage is none that anybody claims or lists, and why: a code of the seed of reasons."""
        spot = (passage.block_no, passage.row_no, passage.column_no)
        self._beside.append((spot, Taken(passage.offset + start, passage.offset + end, "excluded", reason, None)))

    def exclude_cell(self, block: Block, cell: Cell, reason: str) -> None:
        """Say that what a cell holds is no figure of its own, and why: a code of the seed of reasons."""
        spot = (block.block_no, cell.row_no, cell.column_no)
        self._beside.append((spot, Taken(0, len(cell.text), "excluded", reason, None)))

    def taken(self) -> dict[Spot, list[Taken]]:
        """What was taken of each block or cell: spans with the row they ended in, claims first."""
        found: dict[Spot, list[Taken]] = {}
        for rows in (self.claims, self.indicators, self.attributes):
            for row_id, row in rows.items():
                one = Taken(row.char_start or 0, row.char_end or 0, "claimed", None, row_id)
                found.setdefault((row.block_no, row.row_no, row.column_no), []).append(one)
        for spot, one in self._beside:
            found.setdefault(spot, []).append(one)
        for row_id, left in self.unrecognised.items():
            one = Taken(left.char_start or 0, left.char_end or 0, "listed", left.reason, row_id)
            found.setdefault((left.block_no, left.row_no, left.column_no), []).append(one)
        return found

    def not_understood(self, place: dict[str, object], recogniser: str, reason: str, label: str | None) -> str:
        """Add an unrecognised row: what looked like a figure or a label, and why it was left; its id."""
        unrecognised_id = stable_id("u", self.report_id, *_spot_key(place), reason)
        columns = {**place}
        columns.pop("reading_score", None)
        self.unrecognised[unrecognised_id] = UnrecognisedRow(
            **columns,  # type: ignore[arg-type]
            unrecognised_id=unrecognised_id,
            report_id=self.report_id,
            sha256=self.sha256,
            recogniser=recogniser,
            reason=reason,
            label=mask(label) if label else None,
        )
        return unrecognised_id
