"""Batches and the manifest: whole or not there."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest import records, staging
from ingest.document import Block, Cell, Document, Table
from ingest.records import TABLES, ClaimRow, FileRow, ManifestRow
from ingest.staging import Staging, raw_rows


@pytest.fixture
def area(tmp_path: Path) -> Staging:
    made = Staging(tmp_path / "staging")
    made.prepare()
    return made


def file_row(sha256: str = "aa", path: str = "r/a.txt") -> FileRow:
    return FileRow(sha256, path.rpartition("/")[2], path, 3, "text/plain", "2031-01-01T00:00:00+00:00")


def document(text: str = "正文") -> Document:
    table = Table(
        1, (Cell(1, 1, "项目", box=(0.0, 1.0, 2.0, 3.0)), Cell(1, 2, "金额", 1, 2), Cell(2, 1, "合计\n（万元）"))
    )
    return Document(
        (Block(1, "heading", text, 1), Block(2, "table", table=table), Block(3, "paragraph", "完")),
        "text/plain",
        "text",
        "v1",
    )


def test_every_table_can_be_read_before_anything_was_staged(area: Staging) -> None:
    for group, tables in TABLES.items():
        for table, row_type in tables.items():
            (file,) = (area.root / group).glob(f"*/{table}.parquet")
            assert pq.read_schema(file).equals(records.arrow_schema(row_type))
            assert list(area.read(group, table)) == []
    assert area.manifest() == {}


def test_a_column_added_later_reaches_the_empty_batch(area: Staging) -> None:
    (file,) = (area.root / "landing").glob("empty-*/files.parquet")
    pq.write_table(pa.table({"sha256": pa.array([], pa.string())}), file)
    area.prepare()
    assert pq.read_schema(file).equals(records.arrow_schema(FileRow))


def test_an_older_batch_lacks_a_column_and_is_read_all_the_same(area: Staging) -> None:
    folder = area.root / "landing" / "20200101-old"
    folder.mkdir()
    pq.write_table(pa.table({"sha256": ["old"], "path": ["r/o.txt"]}), folder / "files.parquet")
    pq.write_table(pa.table({"sha256": pa.array([], pa.string())}), folder / "quarantine.parquet")
    area.write_batch("landing", {"files": [file_row()]})
    rows = list(area.read("landing", "files"))
    assert [(row["sha256"], row["media_type"]) for row in rows] == [("old", None), ("aa", "text/plain")]


def test_a_document_comes_back_as_it_was_read(area: Staging) -> None:
    batch = area.write_batch("raw", raw_rows("aa", 10, document()))
    assert dict(area.documents(batch, {"aa"})) == {"aa": document()}


def test_only_the_wanted_documents_are_loaded(area: Staging) -> None:
    rows = raw_rows("aa", 1, document("甲"))
    for name, more in raw_rows("bb", 1, document("乙")).items():
        rows[name] += more
    batch = area.write_batch("raw", rows)
    assert [sha256 for sha256, _ in area.documents(batch, {"bb", "cc"})] == ["bb"]


def test_amounts_keep_their_cents(area: Staging) -> None:
    row = ClaimRow("narrative", "q", claim_id="c", amount_yuan=Decimal("9999999999999999.99"))
    batch = area.write_batch("recognised", {"claims": [row]})
    (found,) = pq.read_table(area.root / "recognised" / batch / "claims.parquet").column("amount_yuan").to_pylist()
    assert found == Decimal("9999999999999999.99")


def test_a_batch_that_fails_midway_is_not_there(area: Staging, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = staging._write_parquet

    def failing(target: Path, table: object) -> None:
        if written:
            raise OSError("no space left")
        written.append(target.name)
        real(target, table)

    monkeypatch.setattr(staging, "_write_parquet", failing)
    with pytest.raises(OSError, match="no space"):
        area.write_batch("raw", raw_rows("aa", 1, document()))
    monkeypatch.undo()
    assert [entry.name for entry in (area.root / "raw").iterdir()] == [f"empty-{records.SCHEMA_VERSION}"]
    area.prepare()
    assert not (area.root / "tmp").exists()


def test_the_manifest_is_replaced_whole(area: Staging, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"aa": ManifestRow("aa", "text", "v1", "b1", "", "")}
    area.write_manifest(first)

    def failing(target: Path, table: object) -> None:
        target.write_bytes(b"half")
        raise OSError("killed")

    monkeypatch.setattr(staging, "_write_parquet", failing)
    with pytest.raises(OSError, match="killed"):
        area.write_manifest({"aa": dataclasses.replace(first["aa"], raw_batch_id="b2")})
    assert area.manifest() == first
    assert [path.name for path in area.root.glob(".*")] == []


def test_batches_name_themselves_in_every_row(area: Staging) -> None:
    batch = area.write_batch("landing", {"files": [file_row("aa"), file_row("bb")]})
    found = pq.read_table(area.root / "landing" / batch / "files.parquet")
    assert found.column_names[-1] == "batch_id"
    assert found.column("batch_id").to_pylist() == [batch, batch]


def test_an_unknown_table_is_refused(area: Staging) -> None:
    with pytest.raises(ValueError, match="no table"):
        area.write_batch("raw", {"claims": []})
