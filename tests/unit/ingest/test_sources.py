"""dbt's sources are what is staged: table by table the same columns in the same order, of the same types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from ingest.records import BATCH_COLUMN, TABLES, ManifestRow, columns

SOURCES = Path(__file__).resolve().parents[3] / "dbt" / "models" / "staging" / "_sources.yml"
STORAGE = {"text": "string", "integer": "bigint", "float": "double", "boolean": "boolean"}
ARROW = {"int64": "bigint", "bool": "boolean"}

Columns = list[tuple[str, str]]


def declared() -> dict[tuple[str, str], Columns]:
    """(source, table) -> its columns and their types in order, as dbt declares them."""
    content = yaml.safe_load(SOURCES.read_text("utf-8"))
    return {
        (source["name"], table["name"]): [(column["name"], column["data_type"]) for column in table["columns"]]
        for source in content["sources"]
        for table in source["tables"]
    }


def written() -> Iterator[tuple[tuple[str, str], Columns]]:
    """The same as ingestion writes it."""
    for group, tables in {**TABLES, "home": {"manifest": ManifestRow}}.items():
        for name, row_type in tables.items():
            listed = [
                (column, f"decimal({kind[1]},{kind[2]})" if isinstance(kind, tuple) else STORAGE[kind])
                for column, kind in columns(row_type).items()
            ]
            yield (group, name), listed + ([] if group == "home" else [(BATCH_COLUMN, "string")])


def test_every_staging_table_is_a_source_and_every_source_is_written() -> None:
    kept = {("home", "quality_results"), ("home", "quality_overrides"), ("home", "finding_reviews")}
    assert declared().keys() == {table for table, _ in written()} | kept


@pytest.mark.parametrize(("table", "expected"), list(written()), ids=lambda value: value[1] if len(value) == 2 else "")
def test_a_source_has_the_columns_of_its_rows(table: tuple[str, str], expected: Columns) -> None:
    assert declared()[table] == expected


def test_quality_results_are_as_written() -> None:
    schema = pytest.importorskip("expectations.results").schema()
    assert declared()["home", "quality_results"] == [
        (item.name, ARROW.get(str(item.type), "string")) for item in schema
    ]


def test_overrides_are_as_written() -> None:
    from publishing.overrides import QualityOverride

    found = declared()["home", "quality_overrides"]
    assert [name for name, _ in found] == [item.name for item in fields(QualityOverride)]
    assert {name for name, kind in found if kind != "string"} == {"fiscal_year", "key_count"}
