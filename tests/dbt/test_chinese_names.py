"""Every public table and column has a short Chinese name, and no two share one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.support import nonempty

Rows = Callable[..., list[tuple[Any, ...]]]
COLUMNS = "select table_name, column_name from duckdb_columns() where schema_name in ('marts', 'everyday') order by all"


def test_every_public_table_and_column_has_one(rows: Rows) -> None:
    named = {(table or "", column or ""): name for table, column, name in rows("from seeds.chinese_name")}
    assert all(re.fullmatch(r"[一-鿿（）]+", name) for name in named.values()), named
    columns = nonempty(rows(COLUMNS))
    tables = dict.fromkeys(table for table, _ in columns)
    assert [table for table in tables if (table, "") not in named] == []
    assert max(Counter(named[table, ""] for table in tables).values()) == 1
    assert [item for item in columns if item not in named and ("", item[1]) not in named] == []
    told = Counter((table, named.get((table, column), named.get(("", column)))) for table, column in columns)
    assert [item for item, count in told.items() if count > 1] == []


def test_no_name_is_left_of_what_is_gone(rows: Rows) -> None:
    columns = nonempty(rows(COLUMNS))
    known = {(table, "") for table, _ in columns} | {("", column) for _, column in columns} | set(columns)
    assert {(table or "", column or "") for table, column, _ in rows("from seeds.chinese_name")} - known == set()
