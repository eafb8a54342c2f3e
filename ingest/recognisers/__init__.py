"""Recognisers: a document in, grounded rows out. One file per form; each says which blocks it answers for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest import lexicon
from ingest.document import Block, Document, Table
from ingest.normalize.characters import fold
from ingest.normalize.privacy import is_filler_line
from ingest.normalize.years import find_years
from ingest.readers import code_version
from ingest.recognisers import ledger
from ingest.recognisers.output import Context, Output
from ingest.recognisers.prose import attributes, targets
from ingest.recognisers.prose.amounts import NarrativeRecogniser
from ingest.recognisers.report import identity, marks, splitting
from ingest.recognisers.report.outline import cell_passages, passages, walk
from ingest.recognisers.tables import indicators
from ingest.recognisers.tables.amounts import MeasureTable
from ingest.recognisers.tables.headers import read_header
from ingest.recognisers.tables.labels import form_project
from ingest.records import AttributeRow, ClaimRow, IdentityRow, IndicatorRow, UnrecognisedRow

# an announcement that carries the report below it holds this many figures
_CERTAIN_VALUES = 3
# running text inside a table: longer than a label, with a sentence's marks
_TEXT_CELL = 30


@dataclass(frozen=True, slots=True)
class Recognition:
    """Everything understood of one report: its identity and its rows, in the order of their places."""

    identity: IdentityRow
    claims: list[ClaimRow]
    indicators: list[IndicatorRow]
    attributes: list[AttributeRow]
    unrecognised: list[UnrecognisedRow]


@cache
def version() -> str:
    """Changes with the code of recognisers, normalisation, tables or row schema, and with the lexicon."""
    here = Path(__file__).parent
    root = here.parent
    return code_version(here, root / "normalize", root / "tables", root / "lexicon", root / "records.py")


def recognise(document: Document, sha256: str) -> list[Recognition]:
    """The reports that a document holds; empty where it is no such report at all."""
    found = (_recognise_part(part, sha256, part_no) for part_no, part in enumerate(splitting.split(document), start=1))
    return [recognition for recognition in found if recognition is not None]


def _recognise_part(document: Document, sha256: str, part_no: int) -> Recognition | None:
    whole = document
    document, marked = marks.set_aside(document)
    who = identity.identify(document)
    report_id = f"{sha256}-{part_no}"
    output = Output(report_id, sha256, who.fiscal_year, who.project_name)
    marks.tell(marked, output)
    identity.write(who, output)
    known_projects: set[str] = set()
    self_names = who.self_names
    spots = list(walk(document))
    is_plan = who.report_family in ("department_budget", "performance_target")
    tables = MeasureTable(output, known_projects, self_names, is_plan)
    indicator_rows = indicators.IndicatorTable(output)
    understood: dict[int, set[int]] = {}
    kinds: dict[int, str] = {}
    for position, (block, context) in enumerate(spots):
        if block.table is None:
            if not identity.is_page_mark(block.text):
                tables.leave()
                indicator_rows.leave()
            continue
        title, year = _table_title(spots, position)
        kind = _place_kind(block.table, title)
        project = form_project(block.table)
        rows = indicator_rows.read(block, block.table, context, kind, project)
        rest = Table(block.table.table_no, tuple(cell for cell in block.table.cells if cell.row_no not in rows))
        rows |= tables.read(block, rest, context, kind, title, year, project)
        understood[block.block_no] = rows
        kinds[block.block_no] = kind
    is_budget = who.report_family == "department_budget"
    narrative = NarrativeRecogniser(output, self_names, known_projects, is_budget=is_budget)
    dimensions = targets.DimensionNarrative(output)
    for block, context in spots:
        if block.table is not None:
            _read_text_cells(
                block, block.table, context, understood[block.block_no], narrative, output, kinds[block.block_no]
            )
            continue
        if is_filler_line(block.text):
            continue
        for text in passages(block, context):
            dimensions.read(block, text)
            narrative.read(text)
            attributes.read(output, text, dimensions.heading, narrative.subject_project)
            attributes.read_counted_rates(output, text)
            attributes.read_template_text(output, text)
            targets.read_goals(output, text)
    narrative.finish()
    if not _is_report(who, output):
        return None
    ledger.account(whole, output, {block.block_no: context for block, context in spots}, kinds)
    return _result(who, output, document, report_id, sha256, part_no)


def _is_report(who: identity.Identity, output: Output) -> bool:
    values = len(output.claims) + len(output.indicators)
    if who.is_notice and not (who.family_is_known and values >= _CERTAIN_VALUES):
        return False
    if who.family_is_known:
        # an empty form names neither a body nor a year
        return who.unit is not None or who.fiscal_year is not None
    return who.unit is not None and who.fiscal_year is not None and values >= 3


def _read_text_cells(
    block: Block,
    table: Table,
    context: Context,
    understood: set[int],
    narrative: NarrativeRecogniser,
    output: Output,
    kind: str,
) -> None:
    """Running text inside a table (the one-big-table report)."""
    for cell in table.cells:
        if cell.row_no in understood or not _is_running_text(cell.text):
            continue
        for text in cell_passages(block, table, cell, context):
            if is_filler_line(text.text):
                continue
            if kind == "summary_table":
                # a form's text cells hold goals and work done; their money is no budget of the unit
                narrative.read(text)
            attributes.read(output, text, None, None)
            attributes.read_counted_rates(output, text)
            attributes.read_template_text(output, text)
            targets.read_goals(output, text)


def _is_running_text(text: str) -> bool:
    """Whether a cell holds sentences rather than a label or a figure."""
    text = text.strip()
    return len(text) >= _TEXT_CELL or (len(text) >= 8 and text[-1] in "。；;" and bool(re.search(r"[0-9０-９]", text)))


def _table_title(spots: list[tuple[Block, Context]], position: int) -> tuple[str | None, int | None]:
    """The title line right above a table, and the fiscal year in it."""
    for block, _ in reversed(spots[max(0, position - 4) : position]):
        if block.table is not None:
            break
        text = block.text.strip()
        if len(text) > 60 or is_filler_line(text):
            continue
        if lexicon.form(text) is not None:
            years = find_years(fold(text))
            return text, years[0].value if years else None
    return None, None


def _place_kind(table: Table, title: str | None) -> str:
    if title is not None and (kind := lexicon.form(title)) is not None:
        return kind
    roles: set[str] = set()
    for row in table.rows():
        header = read_header(row, None)
        if header is not None:
            roles |= {column.role for column in header.columns.values()}
            roles |= {
                "prior"
                for column in header.columns.values()
                if column.measure == "expenditure" and (column.year or column.relative_year)
            }
    if roles & {"target", "actual"}:
        return "self_evaluation_table"
    if "prior" in roles or any(role.startswith("attribute:") for role in roles):
        return "base_data_table"
    if any(len(cell.text) > 200 for cell in table.cells):
        return "summary_table"
    return "self_evaluation_table" if "amount" in roles and "execution_rate" in roles else "summary_table"


def _order(row: ClaimRow | IndicatorRow | AttributeRow | UnrecognisedRow) -> tuple[int, int, int, int]:
    return (row.block_no or 0, row.row_no or 0, row.column_no or 0, row.char_start or 0)


def _result(
    who: identity.Identity, output: Output, document: Document, report_id: str, sha256: str, part_no: int
) -> Recognition:
    numbers = [block.block_no for block in document.blocks]
    row = IdentityRow(
        report_id=report_id,
        sha256=sha256,
        part_no=part_no,
        recogniser_version=version(),
        report_family=who.report_family,
        title=who.title,
        unit_name=who.unit.value if who.unit else None,
        fiscal_year=who.fiscal_year,
        supervising_unit=who.supervising_unit.value if who.supervising_unit else None,
        division_hint=who.division_hint,
        first_block_no=min(numbers, default=0),
        last_block_no=max(numbers, default=0),
        claim_count=len(output.claims),
        indicator_count=len(output.indicators),
        attribute_count=len(output.attributes),
        unrecognised_count=len(output.unrecognised),
    )
    return Recognition(
        row,
        sorted(output.claims.values(), key=_order),
        sorted(output.indicators.values(), key=_order),
        sorted(output.attributes.values(), key=_order),
        sorted(output.unrecognised.values(), key=_order),
    )
