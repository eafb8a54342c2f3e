"""Reading a release: through its Parquet files alone.

Whoever opens the released DuckDB file for writing, as every tool does unless told otherwise, locks it for everybody else; a Parquet file
is never locked. So a build and every command read these.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.measuring import literal

if TYPE_CHECKING:
    import duckdb

SCHEMA = "marts"
# tables of facts about a code of a classification -> the column with the code, which balances of the body as a whole leave empty
FACTS_OF_CLASSES = {
    "fct_budget_by_function": "function_code",
    "fct_expenditure_by_function": "function_code",
    "fct_income_by_function": "function_code",
    "fct_income_budget_by_function": "function_code",
    "fct_budget_by_economic_class": "economic_class_code",
    "fct_expenditure_by_economic_class": "economic_class_code",
    "fct_balance": "classification_code",
}


class ReleaseUnreadable(RuntimeError):
    """A release that can't be read; the message names the file and what can be done."""


def attach(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Attaches a release's folder as the database `name`: a view in its schema `marts` for every table.

    Raises ReleaseUnreadable where a file is damaged or there is none.
    """
    import duckdb

    files = sorted((folder / "parquet").glob("*.parquet"))
    if not files:
        raise ReleaseUnreadable(f"{folder / 'parquet'} holds no tables: jixiao build publishes them anew")
    connection.execute(f"attach ':memory:' as {name}")
    connection.execute(f"create schema {name}.{SCHEMA}")
    for file in files:
        try:
            connection.execute(
                f'create view {name}.{SCHEMA}."{file.stem}" as select * from read_parquet({literal(file)})'
            )
        except duckdb.Error:
            raise ReleaseUnreadable(f"{file} can't be read: jixiao build publishes it anew") from None


@contextmanager
def opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on a release's folder, which may be the link `published`: its tables are `marts.<table>`.

    Raises ReleaseUnreadable, also for what DuckDB says while it is used.
    """
    import duckdb

    real = folder.resolve()
    with duckdb.connect(":memory:") as connection:
        attach(connection, real, "release")
        connection.execute("use release")
        try:
            yield connection
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise ReleaseUnreadable(
                f"the release {real.name} can't be read: {reason}; jixiao build publishes a new one"
            ) from error


def tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of an opened release's tables: one of an older make lacks some."""
    found = connection.execute("select table_name from information_schema.tables where table_schema = ?", [SCHEMA])
    return {name for (name,) in found.fetchall()}
