"""Recognisers: a document in, grounded rows out. What is tried, in which order and by which file, stands in `registry`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.document import Document
from ingest.normalize.privacy import is_filler_line, mask
from ingest.pages.grid import without_rows
from ingest.readers import code_version
from ingest.recognisers import ledger, registry
from ingest.recognisers.registry import Reading
from ingest.recognisers.report import splitting, stated_date
from ingest.recognisers.report.outline import passages, running_text
from ingest.recognisers.report.titles import is_page_mark
from ingest.records import (
    AttributeRow,
    ClaimRow,
    FigureRow,
    IdentityRow,
    IndicatorRow,
    UnitMemberRow,
    UnrecognisedRow,
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Everything understood of one report: its identity and its rows, in the order of their places."""

    identity: IdentityRow
    claims: list[ClaimRow]
    indicators: list[IndicatorRow]
    attributes: list[AttributeRow]
    unrecognised: list[UnrecognisedRow]
    figures: list[FigureRow]
    unit_members: list[UnitMemberRow]


@cache
def version() -> str:
    """Changes with the code of recognisers, normalisation, geometry or row schema, and with the lexicon."""
    here = Path(__file__).parent
    root = here.parent
    return code_version(here, root / "normalize", root / "pages", root / "lexicon", root / "records.py")


def recognise(document: Document, sha256: str) -> list[Recognition]:
    """The reports that a document holds; empty where it is no such report at all."""
    found = (_recognise_part(part, sha256, part_no) for part_no, part in enumerate(splitting.split(document), start=1))
    return [recognition for recognition in found if recognition is not None]


def _recognise_part(document: Document, sha256: str, part_no: int) -> Recognition | None:
    reading = Reading.of(document, sha256, part_no)
    for station in registry.OF_REPORT:
        station.read(reading)
    _read_tables(reading)
    _read_text(reading)
    output = reading.output
    if not reading.who.is_of_report(len(output.claims) + len(output.indicators)):
        return None
    registry.OF_THE_REST.read(reading)
    return _result(reading, document, part_no)


def _read_tables(reading: Reading) -> None:
    """Every table by one recogniser after the other, each on the rows that those before it left."""
    for position, (block, context) in enumerate(reading.spots):
        if block.table is None:
            if not is_page_mark(block.folded):
                for station in registry.OF_TABLES:
                    station.leave(reading)
            continue
        at = reading.table_at(position, block, block.table, context)
        understood: set[int] = set()
        for station in registry.OF_TABLES:
            found = station.read(reading, at)
            understood |= found
            at = at._replace(table=without_rows(at.table, found))
        reading.kinds[block.block_no] = at.place_kind
        reading.understood[block.block_no] = understood


def _read_text(reading: Reading) -> None:
    """Every paragraph, and running text in rows of tables that nobody understood (the one-big-table report)."""
    for block, context in reading.spots:
        if block.table is not None:
            for passage in running_text(block, block.table, context, reading.understood[block.block_no]):
                for read in registry.IN_CELLS:
                    read(reading, block, passage)
        elif not is_filler_line(block.folded):
            for passage in passages(block, context):
                for read in registry.IN_PARAGRAPHS:
                    read(reading, block, passage)
    reading.narrative.finish()


def _order(row: ClaimRow | IndicatorRow | AttributeRow | UnrecognisedRow) -> tuple[int, int, int, int]:
    return (row.block_no or 0, row.row_no or 0, row.column_no or 0, row.char_start or 0)


def _result(reading: Reading, document: Document, part_no: int) -> Recognition:
    who, output, figures = reading.who, reading.output, reading.figures
    numbers = [block.block_no for block in document.blocks]
    day = stated_date.find(document)
    endings = Counter(figure.ending for figure in figures)
    row = IdentityRow(
        report_id=output.report_id,
        sha256=output.sha256,
        part_no=part_no,
        recogniser_version=version(),
        report_family=who.report_family,
        title=mask(who.title) if who.title else None,
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
        stated_date=day.isoformat() if day else None,
        reporting_scope=who.reporting_scope,
        unit_member_count=len(output.members),
        **{f"{ending}_figure_count": endings[ending] for ending in ledger.ENDINGS},
    )
    return Recognition(
        row,
        sorted(output.claims.values(), key=_order),
        sorted(output.indicators.values(), key=_order),
        sorted(output.attributes.values(), key=_order),
        sorted(output.unrecognised.values(), key=_order),
        figures,
        list(output.members.values()),
    )
