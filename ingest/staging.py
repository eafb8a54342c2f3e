"""Rows to Parquet and back: append-only batches, and the manifest that says which of them are current.

A batch is one directory, written aside, synced and renamed when complete; a killed run leaves at most a batch that no
manifest names, which nobody reads. The manifest is one file, replaced atomically. One process writes at a time (the
lock of the home); readers need no lock.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

from ingest.document import Block, Box, Cell, Document, Run, Table, runs_from_lists, runs_to_lists
from ingest.records import (
    BATCH_COLUMN,
    SCHEMA_VERSION,
    TABLES,
    BlockRow,
    CellRow,
    ManifestRow,
    ReportRow,
    arrow_schema,
)
from ingest.sums import sums_of

# beside the tables of a batch: what bytes they have
SUMS = "sums.json"
# A batch is what a kill may cost: small enough to lose, large enough that a hundred thousand reports stay a few hundred files.
BATCH_REPORTS = 500


class StagingDamaged(RuntimeError):
    """A file of staging can't be read; the message names it and says what helps."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged: jixiao build sets it aside and reads its reports again")
        self.path = path


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever is wrong with a file becomes StagingDamaged."""
    import pyarrow as pa

    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        raise StagingDamaged(path) from None


def utc_now() -> str:
    """This moment in UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def sync_directory(folder: Path) -> None:
    """Makes a rename inside a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes_atomically(target: Path, write: Callable[[Path], None]) -> None:
    """Lets `write` fill a file beside `target`, syncs it and puts it in `target`'s place in one step."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        write(aside)
        with aside.open("rb") as handle:
            os.fsync(handle.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    sync_directory(target.parent)


def _table(row_type: type, rows: Sequence[Any], batch_id: str) -> Any:
    import pyarrow as pa

    schema = arrow_schema(row_type)
    names = [item.name for item in fields(row_type)]
    arrays: list[Any] = []
    for name in names:
        kind = schema.field(name).type
        values: list[Any] = list(map(attrgetter(name), rows))
        if pa.types.is_decimal(kind):
            step = Decimal(1).scaleb(-kind.scale)
            values = [None if value is None else Decimal(value).quantize(step) for value in values]
        arrays.append(pa.array(values, type=kind))
    arrays.append(pa.array([batch_id] * len(rows), type=pa.string()))
    return pa.Table.from_arrays(arrays, schema=schema)


def _write_bytes(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def _write_parquet(target: Path, table: Any) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, target, compression="zstd")
    with target.open("rb") as handle:
        os.fsync(handle.fileno())


@dataclass(frozen=True)
class Staging:
    """The staging area of a home. `root` is absolute."""

    root: Path

    @property
    def manifest_path(self) -> Path:
        return self.root / "manifest.parquet"

    # -- preparing -------------------------------------------------------------------------------------------------

    def prepare(self, manifest: bool = True) -> None:
        """Makes the area, the empty batches (globs must match, columns must exist) and, if wished, an empty manifest; clears what a
        killed run left aside."""
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.root / "tmp", ignore_errors=True)
        for leftover in self.root.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)
        for group, tables in TABLES.items():
            (self.root / group).mkdir(exist_ok=True)
            empty = f"empty-{SCHEMA_VERSION}"
            if not self._has_current_schema(group, empty):
                shutil.rmtree(self.root / group / empty, ignore_errors=True)
                self._write_batch(group, {name: [] for name in tables}, empty)
        if manifest and not self.manifest_path.exists():
            self.write_manifest({})

    def _has_current_schema(self, group: str, batch_id: str) -> bool:
        import pyarrow.parquet as pq

        for name, row_type in TABLES[group].items():
            path = self.root / group / batch_id / f"{name}.parquet"
            try:
                with _reading(path):
                    if not path.exists() or not pq.read_schema(path).equals(arrow_schema(row_type)):
                        return False
            except StagingDamaged:
                return False
        return True

    # -- batches ---------------------------------------------------------------------------------------------------

    def write_batch(self, group: str, rows: Mapping[str, Sequence[Any]], batch_id: str | None = None) -> str:
        """Writes one batch of a group (table name -> rows; a table left out is empty) and returns its id, a new one unless given.

        The rows count only once the manifest names the batch (landing rows count at once).
        """
        batch_id = batch_id or f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        self._write_batch(group, rows, batch_id)
        return batch_id

    def _write_batch(self, group: str, rows: Mapping[str, Sequence[Any]], batch_id: str) -> None:
        unknown = set(rows) - set(TABLES[group])
        if unknown:
            raise ValueError(f"no table {sorted(unknown)} in staging group {group}")
        aside = self.root / "tmp" / f"{group}-{batch_id}"
        aside.mkdir(parents=True)
        for name, row_type in TABLES[group].items():
            _write_parquet(aside / f"{name}.parquet", _table(row_type, rows.get(name, ()), batch_id))
        sums = json.dumps(sums_of(aside, aside.glob("*.parquet"))).encode()
        write_bytes_atomically(aside / SUMS, lambda beside: _write_bytes(beside, sums))
        target = self.root / group / batch_id
        aside.rename(target)
        sync_directory(target.parent)

    def read(
        self, group: str, table: str, columns: Sequence[str] | None = None, batches: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a table over all batches, or those named, oldest batch first; columns that an old batch lacks are None, a table it lacks is empty."""
        import pyarrow.parquet as pq

        wanted = list(columns) if columns is not None else [item.name for item in fields(TABLES[group][table])]
        folder = self.root / group
        if not folder.exists():
            return
        for batch in batches or sorted(entry.name for entry in folder.iterdir() if entry.is_dir()):
            path = folder / batch / f"{table}.parquet"
            if not path.exists():
                continue
            with _reading(path):
                present = [name for name in wanted if name in pq.read_schema(path).names]
                found = pq.ParquetFile(path).read(columns=present)
                count = found.num_rows
                listed = [found.column(name).to_pylist() if name in present else [None] * count for name in wanted]
            for values in zip(*listed, strict=True):
                yield dict(zip(wanted, values, strict=True))

    # -- manifest --------------------------------------------------------------------------------------------------

    def manifest(self) -> dict[str, ManifestRow]:
        """The current extraction of every file that was read, by SHA-256; empty where nothing was staged yet."""
        import pyarrow.parquet as pq

        if not self.manifest_path.exists():
            return {}
        names = [item.name for item in fields(ManifestRow)]
        with _reading(self.manifest_path):
            found = pq.ParquetFile(self.manifest_path).read(columns=names)
            rows = list(zip(*(found.column(name).to_pylist() for name in names), strict=True))
        return {values[0]: ManifestRow(*values) for values in rows}

    def write_manifest(self, rows: Mapping[str, ManifestRow]) -> None:
        """Replaces the manifest in one step. Its rows stand in the order of their SHA-256."""
        import pyarrow as pa

        names = [item.name for item in fields(ManifestRow)]
        ordered = [rows[sha256] for sha256 in sorted(rows)]
        schema = pa.schema([pa.field(name, pa.string()) for name in names])
        arrays = [pa.array(list(map(attrgetter(name), ordered)), type=pa.string()) for name in names]
        table = pa.Table.from_arrays(arrays, schema=schema)
        write_bytes_atomically(self.manifest_path, lambda aside: _write_parquet(aside, table))

    # -- documents -------------------------------------------------------------------------------------------------

    def documents(self, raw_batch_id: str, wanted: set[str]) -> Iterator[tuple[str, Document]]:
        """The documents of a raw batch as they were read, by SHA-256 in order; those not in `wanted` are passed over."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = self.root / "raw" / raw_batch_id
        keys = pa.array(sorted(wanted), type=pa.string())

        def grouped(table: str, row_type: type) -> dict[str, list[dict[str, Any]]]:
            import pyarrow.compute as pc

            names = [item.name for item in fields(row_type)]
            with _reading(folder / f"{table}.parquet"):
                found = pq.ParquetFile(folder / f"{table}.parquet").read(columns=names)
                found = found.filter(pc.is_in(found.column("sha256"), value_set=keys))
            rows: dict[str, list[dict[str, Any]]] = {}
            for row in found.to_pylist():
                rows.setdefault(row["sha256"], []).append(row)
            return rows

        reports = grouped("reports", ReportRow)
        blocks = grouped("blocks", BlockRow)
        cells = grouped("cells", CellRow)
        for sha256 in sorted(reports):
            yield sha256, _document(reports[sha256][0], blocks.get(sha256, []), cells.get(sha256, []))


def _runs(row: Mapping[str, Any]) -> tuple[Run, ...]:
    # a batch written before there were runs has no such column
    told = row.get("runs")
    return runs_from_lists(json.loads(told)) if told else ()


def _runs_text(runs: tuple[Run, ...]) -> str | None:
    """Runs as a JSON list of start, end, page, left, top, right, bottom, score."""
    return json.dumps(runs_to_lists(runs), separators=(",", ":")) if runs else None


def _box(row: Mapping[str, Any]) -> Box | None:
    if row["x0"] is None:
        return None
    return (row["x0"], row["y0"], row["x1"], row["y1"])


def _document(
    report: Mapping[str, Any], blocks: Iterable[Mapping[str, Any]], cells: Iterable[Mapping[str, Any]]
) -> Document:
    by_table: dict[int, list[Cell]] = {}
    for row in sorted(cells, key=lambda r: (r["table_no"], r["row_no"], r["column_no"])):
        by_table.setdefault(row["table_no"], []).append(
            Cell(
                row_no=row["row_no"],
                column_no=row["column_no"],
                text=row["text"],
                row_span=row["row_span"],
                column_span=row["column_span"],
                page_no=row["page_no"],
                box=_box(row),
                reading_score=row["reading_score"],
                runs=_runs(row),
            )
        )
    return Document(
        blocks=tuple(
            Block(
                block_no=row["block_no"],
                kind=row["kind"],
                text=row["text"],
                level=row["level"],
                table=None
                if row["table_no"] is None
                else Table(row["table_no"], tuple(by_table.get(row["table_no"], ()))),
                page_no=row["page_no"],
                box=_box(row),
                reading_score=row["reading_score"],
                runs=_runs(row),
            )
            for row in sorted(blocks, key=lambda r: r["block_no"])
        ),
        media_type=report["media_type"],
        reader=report["reader"],
        reader_version=report["reader_version"],
        page_count=report["page_count"],
        converter=report.get("converter"),
        converted_sha256=report.get("converted_sha256"),
    )


def raw_rows(sha256: str, byte_size: int, document: Document) -> dict[str, list[Any]]:
    """A document as the rows of one report in the group `raw`: `documents` gives the same document back."""
    blocks: list[BlockRow] = []
    cells: list[CellRow] = []
    for block in document.blocks:
        x0, y0, x1, y1 = block.box or (None, None, None, None)
        blocks.append(
            BlockRow(
                sha256=sha256,
                block_no=block.block_no,
                kind=block.kind,
                level=block.level,
                table_no=block.table.table_no if block.table else None,
                page_no=block.page_no,
                text=block.text,
                x0=x0,
                y0=y0,
                x1=x1,
                y1=y1,
                reading_score=block.reading_score,
                runs=_runs_text(block.runs),
            )
        )
        for cell in block.table.cells if block.table else ():
            x0, y0, x1, y1 = cell.box or (None, None, None, None)
            cells.append(
                CellRow(
                    sha256=sha256,
                    table_no=block.table.table_no if block.table else 0,
                    row_no=cell.row_no,
                    column_no=cell.column_no,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    page_no=cell.page_no,
                    text=cell.text,
                    x0=x0,
                    y0=y0,
                    x1=x1,
                    y1=y1,
                    reading_score=cell.reading_score,
                    runs=_runs_text(cell.runs),
                )
            )
    report = ReportRow(
        sha256=sha256,
        media_type=document.media_type,
        byte_size=byte_size,
        page_count=document.page_count,
        reader=document.reader,
        reader_version=document.reader_version,
        block_count=len(blocks),
        table_count=len({cell.table_no for cell in cells}),
        character_count=sum(len(block.text) for block in blocks) + sum(len(cell.text) for cell in cells),
        converter=document.converter,
        converted_sha256=document.converted_sha256,
    )
    return {"reports": [report], "blocks": blocks, "cells": cells}


__all__ = [
    "BATCH_COLUMN",
    "BATCH_REPORTS",
    "SUMS",
    "Staging",
    "StagingDamaged",
    "raw_rows",
    "sync_directory",
    "utc_now",
    "write_bytes_atomically",
]
