"""The staging rows: one schema for Python, Parquet and dbt, and identifiers that depend on content alone."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import MISSING, fields
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import (
    BATCH_COLUMN,
    MONEY,
    NUMBER,
    TABLES,
    ClaimRow,
    ManifestRow,
    Place,
    arrow_schema,
    columns,
    stable_id,
)
from tests.unit.ingest.properties import PROPERTY

ROWS = {name: row for group in TABLES.values() for name, row in group.items()} | {"manifest": ManifestRow}
PLACE = tuple(item.name for item in fields(Place))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_table_has_a_schema_of_its_fields_with_the_batch_last(name: str) -> None:
    schema = arrow_schema(ROWS[name])
    assert schema.names == [*(item.name for item in fields(ROWS[name])), BATCH_COLUMN]
    assert set(columns(ROWS[name])) == set(schema.names) - {BATCH_COLUMN}


def test_money_has_two_places_and_other_figures_six() -> None:
    kinds = columns(ClaimRow)
    assert kinds["amount_yuan"] == MONEY == ("decimal", 18, 2)
    assert kinds["stated_fiscal_year"] == "integer"
    assert kinds["x0"] == "float"
    indicators = columns(ROWS["indicators"])
    assert indicators["weight"] == NUMBER
    assert indicators["is_met"] == "boolean"
    assert arrow_schema(ClaimRow).field("amount_yuan").type == pa.decimal128(18, 2)


@pytest.mark.parametrize("name", ["claims", "indicators", "attributes", "unrecognised"])
def test_every_grounded_row_has_the_same_place_columns_first(name: str) -> None:
    assert tuple(columns(ROWS[name]))[: len(PLACE)] == PLACE


@pytest.mark.parametrize("name", ["claims", "indicators", "attributes", "unrecognised"])
def test_columns_behind_the_place_have_defaults_so_old_batches_stay_readable(name: str) -> None:
    assert all(item.default is not MISSING for item in fields(ROWS[name])[2:])


def test_a_row_fits_its_schema() -> None:
    row = ClaimRow("narrative", "预算812.45万元", claim_id="c_1", amount_yuan=Decimal("8124500.00"))
    values = {item.name: getattr(row, item.name) for item in fields(row)} | {BATCH_COLUMN: "b"}
    table = pa.Table.from_pylist([values], schema=arrow_schema(ClaimRow))
    assert table.to_pylist()[0]["amount_yuan"] == Decimal("8124500.00")


def test_an_identifier_depends_on_its_parts_alone() -> None:
    assert stable_id("c", "report-1", 3, None, "total") == stable_id("c", "report-1", 3, None, "total")
    code = "from ingest.records import stable_id; print(stable_id('c', 'report-1', 3, None, 'total'))"
    environment = os.environ | {"PYTHONHASHSEED": "77"}
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    assert told.stdout.strip() == stable_id("c", "report-1", 3, None, "total")


@PROPERTY
@given(st.lists(st.one_of(st.none(), st.integers(), st.text(alphabet="ab1", max_size=3)), min_size=1, max_size=5))
def test_moving_a_part_or_a_border_makes_another_identifier(parts: list[object]) -> None:
    assert stable_id("c", *parts) != stable_id("c", *parts, "x")
    assert stable_id("c", *parts) != stable_id("i", *parts)
    assert stable_id("c", "ab", "c") != stable_id("c", "a", "bc")
    assert stable_id("c", *parts).startswith("c_")
