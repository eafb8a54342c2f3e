"""The public tables of the working file, copied into a release: definition, comments, rows in a stable order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from expectations.measuring import literal
from publishing.reading import SCHEMA

# of names, columns and ids of the public tables: raised when a reader has to know
SCHEMA_VERSION = 2
# the facts with all they rest on, and those whose rows may be added up
SCHEMAS = (SCHEMA, "everyday")


class ReleaseError(RuntimeError):
    """The working file can't become a release; the message says why."""


def quoted(name: str) -> str:
    """A name as SQL takes any name."""
    return '"' + name.replace('"', '""') + '"'


def copy(connection: Any, source: str = "work", target: str = "release") -> dict[str, int]:
    """Copies the public tables of one attached database into another, empty one, which is in use afterwards.

    Returns their numbers of rows, by name; those beside SCHEMA are named with their schema. Raises ReleaseError where there are none.
    """
    # definitions name the schema, not the database
    connection.execute(f"use {target}")
    counts: dict[str, int] = {}
    # one for all: each comment would be synced by itself
    connection.execute("begin")
    for schema in SCHEMAS:
        for table, count in _copy_schema(connection, schema, source, target):
            counts[table if schema == SCHEMA else f"{schema}.{table}"] = count
    connection.execute("commit")
    if not counts:
        raise ReleaseError(f"the working file holds no tables in the schema {SCHEMA}")
    return counts


def row_count(connection: Any, relation: str) -> int:
    """How many rows a relation has, as SQL names it."""
    count: int = connection.execute(f"select count(*) from {relation}").fetchone()[0]
    return count


def by_schema(names: Iterable[str]) -> dict[str, list[str]]:
    """Tables as `copy` names them, by their schema."""
    found: dict[str, list[str]] = {}
    for name in names:
        schema, _, table = name.rpartition(".")
        found.setdefault(schema or SCHEMA, []).append(table)
    return found


def _copy_schema(connection: Any, schema: str, old: str, new: str) -> list[tuple[str, int]]:
    listed = connection.execute(
        """
        select table_name, sql, comment from duckdb_tables() where database_name = $old and schema_name = $schema
        union all
        select view_name, null, comment from duckdb_views() where database_name = $old and schema_name = $schema and not internal
        order by table_name
        """,
        {"old": old, "schema": schema},
    ).fetchall()
    if not listed:
        return []
    connection.execute(f"create schema {new}.{schema}")
    counts: list[tuple[str, int]] = []
    for name, definition, comment in listed:
        target, source = (f"{database}.{schema}.{quoted(name)}" for database in (new, old))
        if definition:
            connection.execute(definition)
            connection.execute(f"insert into {target} select * from {source} order by all")
        else:
            connection.execute(f"create table {target} as select * from {source} order by all")
        if comment:
            connection.execute(f"comment on table {target} is {literal(comment)}")
        counts.append((name, row_count(connection, target)))
    comments = connection.execute(
        "select table_name, column_name, comment from duckdb_columns() "
        "where database_name = ? and schema_name = ? and comment is not null and table_name in "
        "(select table_name from duckdb_tables() where database_name = ? and schema_name = ?) order by all",
        [old, schema, new, schema],
    ).fetchall()
    for table, column, comment in comments:
        connection.execute(f"comment on column {new}.{schema}.{quoted(table)}.{quoted(column)} is {literal(comment)}")
    return counts
