"""Views of a release over its own tables: in `main`, so that no schema need be named, and in Chinese.

A view names schema and table, never a database or a file: it works wherever and under whatever name the file is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from expectations.measuring import literal
from publishing.tables import by_schema, quoted

CHINESE = "中文"
# of the working file: table or "" for every one, column or "" for the table itself, Chinese name
_NAMES = "seeds.chinese_name"

Names = Mapping[tuple[str, str], str]


def make(connection: Any, tables: Iterable[str]) -> None:
    """Makes the views of the attached `release`, which is in use, for tables as `tables.copy` names them.

    What has no Chinese name, or shares it with another one, keeps its English one.
    """
    names = _chinese_names(connection)
    # one for all: each statement would be synced by itself
    connection.execute("begin")
    connection.execute(f"create schema release.{quoted(CHINESE)}")
    taken: set[str] = set()
    for schema, listed in by_schema(tables).items():
        for table in listed:
            said, columns = _comments(connection, schema, table)
            source = f"{schema}.{quoted(table)}"
            _make(connection, "main", table, source, {column: column for column in columns}, said, columns)
            chinese = _or_own(names.get((table, "")), table, taken)
            told: set[str] = set()
            renamed = {
                column: _or_own(names.get((table, column), names.get(("", column))), column, told) for column in columns
            }
            _make(connection, CHINESE, chinese, source, renamed, said, columns)
    connection.execute("commit")


def copy(connection: Any) -> None:
    """Makes the views of the attached `work`, an earlier release, in the attached `release`, which is in use and holds its tables."""
    connection.execute("begin")
    made = connection.execute(
        "select schema_name, view_name, sql, comment from duckdb_views() where database_name = 'work' and not internal order by all"
    ).fetchall()
    for schema, name, sql, comment in made:
        connection.execute(f"create schema if not exists release.{quoted(schema)}")
        connection.execute(sql)
        view = f"{quoted(schema)}.{quoted(name)}"
        if comment:
            connection.execute(f"comment on view {view} is {literal(comment)}")
        columns = connection.execute(
            "select column_name, comment from duckdb_columns() where database_name = 'work' and schema_name = ? and table_name = ? "
            "and comment is not null",
            [schema, name],
        ).fetchall()
        for column, said in columns:
            connection.execute(f"comment on column {view}.{quoted(column)} is {literal(said)}")
    connection.execute("commit")


def _or_own(chinese: str | None, own: str, taken: set[str]) -> str:
    name = own if chinese is None or chinese in taken else chinese
    taken.add(name)
    return name


def _chinese_names(connection: Any) -> Names:
    schema, _, table = _NAMES.partition(".")
    known = connection.execute(
        "select count(*) from duckdb_tables() where database_name = 'work' and schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchone()
    if not known[0]:
        return {}
    rows = connection.execute(
        f"select coalesce(table_name, ''), coalesce(column_name, ''), name_zh from work.{_NAMES}"
    ).fetchall()
    return {(table, column): name for table, column, name in rows}


def _comments(connection: Any, schema: str, table: str) -> tuple[str | None, dict[str, str | None]]:
    """What a table of the release says of itself and, in order, of its columns."""
    said = connection.execute(
        "select comment from duckdb_tables() where database_name = 'release' and schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchone()
    columns = connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'release' and schema_name = ? and table_name = ? "
        "order by column_index",
        [schema, table],
    ).fetchall()
    return said[0], dict(columns)


def _make(
    connection: Any,
    schema: str,
    name: str,
    source: str,
    columns: Mapping[str, str],
    said: str | None,
    comments: Mapping[str, str | None],
) -> None:
    view = f"{quoted(schema)}.{quoted(name)}"
    listed = ", ".join(
        quoted(column) if column == told else f"{quoted(column)} as {quoted(told)}" for column, told in columns.items()
    )
    connection.execute(f"create view {view} as select {listed} from {source}")
    if said:
        connection.execute(f"comment on view {view} is {literal(said)}")
    for column, told in columns.items():
        if comment := comments[column]:
            connection.execute(f"comment on column {view}.{quoted(told)} is {literal(comment)}")
