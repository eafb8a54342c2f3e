"""The staging rows and their schema, once.

Every staging table is a dataclass here; its Parquet schema is derived from the annotations, so Python, Parquet
and the dbt sources can't drift apart. Columns are only ever added, at the end, with a default.

Amounts are `Decimal` with two places, in yuan. Timestamps are UTC, ISO 8601 text. Places follow the design: numbers
count from 1, characters are code points within the staged block or cell, half-open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

SCHEMA_VERSION = 1


# the rows of a report are not frozen: it has hundreds, and a frozen one costs three times as much
@dataclass(slots=True)
class Place:
    """Where in a report a value stands. `char_start`/`char_end` frame the value itself; `quote` is the clause or row around it."""

    place_kind: str
    quote: str
    section_title: str | None = None
    page_no: int | None = None
    block_no: int | None = None
    table_no: int | None = None
    row_no: int | None = None
    column_no: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file seen in the landing folder; the same bytes may be seen under several names."""

    sha256: str
    file_name: str
    path: str
    byte_size: int
    media_type: str
    received_at: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A file in an archive, found when the archive was taken apart at `expanded_at`: the last rows of an archive count.

    `path` is the path inside the archive. One that was not taken out has a `reason`, and a `sha256` of archive and path.
    """

    archive_sha256: str
    archive_version: str
    path: str
    sha256: str
    byte_size: int
    media_type: str
    reason: str
    detail: str
    expanded_at: str


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file that could not be read, or isn't such a report. An empty `reason` takes back what was said of it before."""

    sha256: str
    file_name: str
    path: str
    byte_size: int
    media_type: str
    reason: str
    detail: str
    versions: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One file as read: what the reader found in it."""

    sha256: str
    media_type: str
    byte_size: int
    page_count: int | None
    reader: str
    reader_version: str
    block_count: int
    table_count: int
    character_count: int
    converter: str | None = None
    converted_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A paragraph, heading or table spot of a file, in reading order. `runs`: see `ingest.staging`."""

    sha256: str
    block_no: int
    kind: str
    level: int | None
    table_no: int | None
    page_no: int | None
    text: str
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    reading_score: float | None
    runs: str | None = None


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell of a table of a file."""

    sha256: str
    table_no: int
    row_no: int
    column_no: int
    row_span: int
    column_span: int
    page_no: int | None
    text: str
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    reading_score: float | None
    runs: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """Who reports, on which year, in which family: one row per report (a file may hold several parts)."""

    report_id: str
    sha256: str
    part_no: int
    recogniser_version: str
    report_family: str
    title: str | None
    unit_name: str | None
    fiscal_year: int | None
    supervising_unit: str | None
    division_hint: str | None
    first_block_no: int
    last_block_no: int
    claim_count: int
    indicator_count: int
    attribute_count: int
    unrecognised_count: int
    # the day that the report says it was published, signed or filled in, ISO 8601
    stated_date: str | None = None
    # the ledger: how many of its figures ended so
    claimed_figure_count: int = 0
    listed_figure_count: int = 0
    excluded_figure_count: int = 0
    # what it speaks for, a code of the lexicon's reporting scopes; None where it doesn't say
    reporting_scope: str | None = None
    unit_member_count: int = 0


@dataclass(slots=True)
class ClaimRow(Place):
    """One amount as one place of one report states it.

    `stated_fiscal_year` is the year at the place (`year_basis` "stated": written in the sentence; "column": a table
    header's year; "report": the place states none). Where the report states no year of its own it is counted from that
    unknown one: 0 the same, -1 the year before. `amount_yuan` is as stated, never corrected. `rule` is the name of
    the rule by which the recogniser told what the amount is; no part of `claim_id`.
    """

    claim_id: str = ""
    report_id: str = ""
    sha256: str = ""
    recogniser: str = ""
    stated_fiscal_year: int = 0
    year_basis: str = "report"
    measure: str = ""
    budget_version: str | None = None
    line_item_code: str = ""
    project_name: str | None = None
    fund_code: str = "all_funds"
    amount_yuan: Decimal = Decimal(0)
    amount_text: str = ""
    amount_unit: str = ""
    reading_score: float | None = None
    rule: str | None = None
    # function, department_economic or government_economic: the amount is a code's, none of the body as a whole
    classification: str | None = None
    classification_code: str | None = None
    classification_name: str | None = None
    # which of the forms of accounts and budgets it stands in, by that form's title (lexicon/account_forms.csv)
    form_code: str | None = None


@dataclass(slots=True)
class IndicatorRow(Place):
    """One row of a performance table, or one target sentence."""

    indicator_row_id: str = ""
    report_id: str = ""
    sha256: str = ""
    recogniser: str = ""
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    target_text: str | None = None
    target_operator: str | None = None
    target_value: Decimal | None = None
    target_unit: str | None = None
    actual_text: str | None = None
    actual_value: Decimal | None = None
    actual_unit: str | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    is_met: bool | None = None
    achievement_rate: Decimal | None = None
    deviation_reason: str | None = None
    completion_rate_text: str | None = None
    met_by_own_words: bool | None = None
    reading_score: float | None = None


@dataclass(slots=True)
class AttributeRow(Place):
    """Any other value a report states: fiscal year, staffing, rates (as fractions), scores, names."""

    attribute_id: str = ""
    report_id: str = ""
    sha256: str = ""
    recogniser: str = ""
    attribute_code: str = ""
    project_name: str | None = None
    stated_fiscal_year: int | None = None
    value_text: str = ""
    value_number: Decimal | None = None
    reading_score: float | None = None


@dataclass(slots=True)
class UnrecognisedRow(Place):
    """What looked like a figure or a label and was not understood."""

    unrecognised_id: str = ""
    report_id: str = ""
    sha256: str = ""
    recogniser: str = ""
    reason: str = ""
    label: str | None = None


@dataclass(slots=True)
class UnitMemberRow(Place):
    """A body that a report names as one of its department's: `member_name` as written, `member_no` its number in the report."""

    unit_member_id: str = ""
    report_id: str = ""
    sha256: str = ""
    recogniser: str = ""
    member_no: int = 0
    member_name: str = ""
    reading_score: float | None = None


@dataclass(slots=True)
class FigureRow:
    """A figure of a report and what became of it: `ending` is claimed, listed or excluded, `reason` why it isn't claimed.

    `row_id` names the claim, indicator row, attribute or unrecognised row that holds it; none holds what is excluded.
    """

    report_id: str
    sha256: str
    figure_no: int
    block_no: int
    table_no: int | None
    row_no: int | None
    column_no: int | None
    char_start: int
    char_end: int
    page_no: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    figure_text: str
    ending: str
    reason: str | None
    row_id: str | None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """Which extraction of a file is current. `recognised_batch_id` empty: read, not yet recognised."""

    sha256: str
    reader: str
    reader_version: str
    raw_batch_id: str
    recogniser_version: str
    recognised_batch_id: str


@dataclass(frozen=True, slots=True)
class ListFileRow:
    """A list beside the reports (see `ingest.lists`) as it lay there at `listed_at`: the last row of its path and bytes counts.

    With `is_present` false it lies there no longer, and its lines count no more.
    """

    list_name: str
    path: str
    sha256: str
    version: str
    is_present: bool
    line_count: int
    fault_count: int
    listed_at: str


@dataclass(frozen=True, slots=True)
class ListFaultRow:
    """A line of a list that doesn't count and why, in one sentence. Without `line_no` it is the whole list."""

    list_name: str
    path: str
    sha256: str
    line_no: int | None
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """Where a line of a list stands."""

    path: str
    sha256: str
    line_no: int


@dataclass(frozen=True, slots=True)
class DivisionRow(ListLine):
    """A line of `divisions.csv`: a division that the national list lacks. Whether it counts is told beside that list, in dbt."""

    level: str
    name: str
    province: str
    city: str | None = None
    county: str | None = None
    division_code: str | None = None
    parent_code: str | None = None
    division_type: str | None = None
    short_name: str | None = None
    customary_name: str | None = None


@dataclass(frozen=True, slots=True)
class ListedReportRow(ListLine):
    """A line of `reports.csv`: what is known beside it of the file at `file_path`, as shown paths are. Days and moments are ISO 8601."""

    file_path: str
    source_url: str | None = None
    page_title: str | None = None
    publisher: str | None = None
    unit_name: str | None = None
    division_code: str | None = None
    fiscal_year: int | None = None
    report_family: str | None = None
    published_at: str | None = None
    retrieved_at: str | None = None


# table name -> row type, by the group that is written together as one batch directory
TABLES: dict[str, dict[str, type]] = {
    "landing": {"files": FileRow, "quarantine": QuarantineRow, "members": MemberRow},
    "lists": {
        "list_files": ListFileRow,
        "list_faults": ListFaultRow,
        "divisions": DivisionRow,
        "listed_reports": ListedReportRow,
    },
    "raw": {"reports": ReportRow, "blocks": BlockRow, "cells": CellRow},
    "recognised": {
        "identities": IdentityRow,
        "claims": ClaimRow,
        "indicators": IndicatorRow,
        "attributes": AttributeRow,
        "unrecognised": UnrecognisedRow,
        "figures": FigureRow,
        "unit_members": UnitMemberRow,
    },
}
BATCH_COLUMN = "batch_id"

MONEY = ("decimal", 18, 2)
NUMBER = ("decimal", 38, 6)


@cache
def columns(row_type: type) -> Mapping[str, tuple[str, int, int] | str]:
    """Column name -> storage type ("text", "integer", "float", "boolean", or a decimal triple) of a row type, in order."""
    hints = get_type_hints(row_type)
    found: dict[str, tuple[str, int, int] | str] = {}
    for item in fields(row_type):
        hint = str(hints[item.name])
        if "Decimal" in hint:
            found[item.name] = MONEY if item.name.endswith("_yuan") else NUMBER
        elif "bool" in hint:
            found[item.name] = "boolean"
        elif "float" in hint:
            found[item.name] = "float"
        elif "int" in hint:
            found[item.name] = "integer"
        else:
            found[item.name] = "text"
    return MappingProxyType(found)


def arrow_schema(row_type: type) -> Any:
    """The Parquet schema of a row type (pyarrow.Schema), with the batch column last."""
    import pyarrow as pa

    storage = {"text": pa.string(), "integer": pa.int64(), "float": pa.float64(), "boolean": pa.bool_()}
    listed = [
        pa.field(name, pa.decimal128(kind[1], kind[2]) if isinstance(kind, tuple) else storage[kind])
        for name, kind in columns(row_type).items()
    ]
    return pa.schema([*listed, pa.field(BATCH_COLUMN, pa.string())])


def stable_id(prefix: str, *parts: object) -> str:
    """A short identifier that depends on its parts alone: the same place and meaning give the same id in every build."""
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return f"{prefix}_{hashlib.sha256(text.encode()).hexdigest()[:20]}"
