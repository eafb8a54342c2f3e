"""A release's views: without a schema, and in Chinese."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from publishing import tables, views

WORK = """
create schema marts; create schema everyday; create schema seeds;
create table marts.dim_unit (unit_key varchar not null, "odd name" varchar, alias varchar);
insert into marts.dim_unit values ('u1', 'x', 'y');
comment on table marts.dim_unit is '单位 | bodies';
comment on column marts.dim_unit.unit_key is '单位键 | it''s the key';
create table everyday.budget (unit_key varchar, amount_yuan decimal(18, 2));
insert into everyday.budget values ('u1', 5);
create table marts.nameless (unit_key varchar);
create table seeds.chinese_name (table_name varchar, column_name varchar, name_zh varchar);
insert into seeds.chinese_name values
    ('dim_unit', null, '单位'), (null, 'unit_key', '单位键'), (null, 'odd name', '怪名'), (null, 'alias', '怪名'),
    ('budget', null, '预算'), ('budget', 'unit_key', '单位'), (null, 'amount_yuan', '金额（元）');
"""


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A release with its views, moved away from where it was made."""
    with duckdb.connect(str(tmp_path / "work.duckdb")) as connection:
        connection.execute(WORK)
    (tmp_path / "made").mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{tmp_path}/work.duckdb' as work (read_only)")
        connection.execute(f"attach '{tmp_path}/made/warehouse.duckdb' as release")
        views.make(connection, tables.copy(connection))
        connection.execute("use memory; detach release; detach work")
    (tmp_path / "elsewhere").mkdir()
    shutil.move(tmp_path / "made" / "warehouse.duckdb", tmp_path / "elsewhere" / "renamed.duckdb")
    shutil.rmtree(tmp_path / "made")
    (tmp_path / "work.duckdb").unlink()
    return tmp_path / "elsewhere" / "renamed.duckdb"


def test_tables_are_found_without_a_schema_and_by_their_chinese_names(released: Path) -> None:
    with duckdb.connect(str(released), read_only=True) as connection:
        assert connection.execute("select unit_key from dim_unit").fetchall() == [("u1",)]
        assert connection.execute("select 单位, 金额（元） from 中文.预算").fetchall() == [("u1", 5)]
        assert connection.execute("select 单位键 from 中文.单位").fetchall() == [("u1",)]
        # without a name of its own, or with one that is taken: the English one
        described = connection.execute("describe 中文.单位").fetchall()
        assert [row[0] for row in described] == ["单位键", "怪名", "alias"]
        assert connection.execute("select 单位键 from 中文.nameless").fetchall() == []


def test_views_hold_in_a_database_attached_under_another_name(released: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{released}' as given (read_only)")
        assert connection.execute("select unit_key from given.dim_unit").fetchall() == [("u1",)]
        assert connection.execute("select 单位键 from given.中文.单位").fetchall() == [("u1",)]


def test_views_say_what_their_tables_say(released: Path) -> None:
    with duckdb.connect(str(released), read_only=True) as connection:
        said = connection.execute(
            "select schema_name, view_name, comment from duckdb_views() where not internal and comment is not null order by all"
        ).fetchall()
        assert said == [("main", "dim_unit", "单位 | bodies"), ("中文", "单位", "单位 | bodies")]
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where comment is not null and schema_name <> 'marts' order by all"
        ).fetchall()
        assert columns == [
            ("dim_unit", "unit_key", "单位键 | it's the key"),
            ("单位", "单位键", "单位键 | it's the key"),
        ]
