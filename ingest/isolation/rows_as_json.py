"""Staged rows and documents as JSON and back: what comes out of a worker is checked against its columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ingest.document import Block, Cell, Document, Table, runs_from_lists, runs_to_lists
from ingest.isolation.outcomes import Payload
from ingest.records import columns

# the tables that a recognition fills, beside its one identity row
RECOGNISED = ("claims", "indicators", "attributes", "unrecognised", "figures", "unit_members")


def row_to_json(row: Any) -> list[Any]:
    """The values of a row of `ingest.records`, in the order of its columns; decimals as text."""
    values = (getattr(row, item.name) for item in dataclasses.fields(row))
    return [str(value) if isinstance(value, Decimal) else value for value in values]


_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "float": (float, int),
    "boolean": (bool,),
}


def row_from_json(row_type: type, values: Sequence[Any]) -> Any:
    """A row of `ingest.records` from `row_to_json`. Raises ValueError where a value doesn't fit its column."""
    checked: list[Any] = []
    for (name, kind), value in zip(columns(row_type).items(), values, strict=True):
        if value is None:
            checked.append(None)
        elif isinstance(kind, tuple):
            number = Decimal(value)
            if not number.is_finite() or abs(number) >= Decimal(10) ** (kind[1] - kind[2]):
                raise ValueError(f"{name} doesn't fit a decimal of {kind[1]} digits")
            checked.append(number)
        elif not isinstance(value, _PYTHON_TYPES[kind]):
            raise ValueError(f"{name} isn't {kind}")
        else:
            checked.append(value)
    return row_type(*checked)


def document_to_json(document: Document) -> Payload:
    """A document as plain lists; the opposite of `document_from_json`."""
    return {
        "media_type": document.media_type,
        "reader": document.reader,
        "reader_version": document.reader_version,
        "page_count": document.page_count,
        "notes": list(document.notes),
        "converter": document.converter,
        "converted_sha256": document.converted_sha256,
        "blocks": [
            [
                block.block_no,
                block.kind,
                block.text,
                block.level,
                block.page_no,
                block.box,
                block.reading_score,
                runs_to_lists(block.runs),
                None
                if block.table is None
                else [
                    block.table.table_no,
                    [
                        [
                            c.row_no,
                            c.column_no,
                            c.text,
                            c.row_span,
                            c.column_span,
                            c.page_no,
                            c.box,
                            c.reading_score,
                            runs_to_lists(c.runs),
                        ]
                        for c in block.table.cells
                    ],
                ],
            ]
            for block in document.blocks
        ],
    }


def document_from_json(found: Payload) -> Document:
    """The document that `document_to_json` took apart."""

    def box(values: list[float] | None) -> tuple[float, float, float, float] | None:
        return None if values is None else (values[0], values[1], values[2], values[3])

    def table(values: list[Any] | None) -> Table | None:
        if values is None:
            return None
        return Table(
            values[0],
            tuple(
                Cell(r, c, t, rs, cs, page, box(place), score, runs_from_lists(runs))
                for r, c, t, rs, cs, page, place, score, runs in values[1]
            ),
        )

    return Document(
        blocks=tuple(
            Block(number, kind, text, level, table(laid_out), page, box(place), score, runs_from_lists(runs))
            for number, kind, text, level, page, place, score, runs, laid_out in found["blocks"]
        ),
        media_type=found["media_type"],
        reader=found["reader"],
        reader_version=found["reader_version"],
        page_count=found["page_count"],
        notes=tuple(found["notes"]),
        converter=found["converter"],
        converted_sha256=found["converted_sha256"],
    )
