"""The dbt project compiled once and run as plain SQL: the same statements as a build's, without its seconds of start-up.

What dbt does around the statements is done here as well: schemas, the order of models, contracts (names, types and what may not
be NULL) and data tests. Seeds and what rests on seeds alone are made once and kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

_KINDS = ("seed", "model", "test")


@dataclass(frozen=True)
class Node:
    """A model or a data test of the project: its statement, and what it needs built before."""

    name: str
    unique_id: str
    kind: str
    schema: str
    sql: str
    needs: frozenset[str]
    is_view: bool
    # (name, type, may not be NULL) of a contract's columns
    contract: tuple[tuple[str, str, bool], ...] = ()

    @property
    def relation(self) -> str:
        return f"{self.schema}.{self.name}"


class PlainProject:
    """`folder` keeps a database with everything that rests on seeds alone; each home is built in a copy of it."""

    def __init__(self, folder: Path, home: Path, run_dbt: Callable[..., Any]) -> None:
        """`home` holds every staging table, so that no model is compiled for a home without them."""
        seeded = run_dbt(home, "seed")
        assert seeded.success, seeded.exception
        compiled = run_dbt(home, "compile")
        assert compiled.success, compiled.exception
        self.nodes = {node.unique_id: node for node in map(_node, _listed(compiled)) if node is not None}
        self.models = list(self._in_order())
        self.tests = sorted((node for node in self.nodes.values() if node.kind == "test"), key=lambda node: node.name)
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.base = folder / "warehouse.duckdb"
        shutil.copy(home / "work" / "warehouse.duckdb", self.base)
        self.kept = {node.unique_id for node in self.models if self._rests_on_seeds(node)}
        with self._connected(self.base, home) as connection:
            for node in self.models:
                if node.unique_id in self.kept:
                    _make(connection, node)

    def _rests_on_seeds(self, node: Node) -> bool:
        return not node.is_view and all(
            need.startswith("seed.") or (need in self.nodes and self._rests_on_seeds(self.nodes[need]))
            for need in node.needs
        )

    def _in_order(self) -> Iterator[Node]:
        left = {node.unique_id: node for node in self.nodes.values() if node.kind == "model"}
        while left:
            ready = sorted(key for key, node in left.items() if not node.needs & left.keys())
            assert ready, "models need each other"
            for key in ready:
                yield left.pop(key)

    @contextmanager
    def _connected(self, database: Path, home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = duckdb.connect(str(database))
        try:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set global file_search_path = ?", [str(home)])
            for schema in {node.schema for node in self.models}:
                connection.execute(f"create schema if not exists {schema}")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def built(self, home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """Every model over a home's staging; raises duckdb.Error with the model's name where a statement fails."""
        database = home / "work" / "warehouse.duckdb"
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.base, database)
        with self._connected(database, home) as connection:
            for node in self.models:
                if node.unique_id not in self.kept:
                    _make(connection, node)
            yield connection

    def broken(self, connection: duckdb.DuckDBPyConnection, rows: int = 5) -> dict[str, list[tuple[Any, ...]]]:
        """What dbt would refuse in a built home: broken contracts by table, and the first failing rows of data tests by name."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        for node in self.models:
            if node.contract and (faults := _contract_faults(connection, node)):
                found[f"contract of {node.name}"] = faults
        for node in self.tests:
            failing = connection.execute(f"select * from ({node.sql}) as failing limit {rows}").fetchall()
            if failing:
                found[node.name] = failing
        return found


def _listed(compiled: Any) -> Iterator[Any]:
    for result in compiled.result.results:
        if str(getattr(result.node.resource_type, "value", result.node.resource_type)) in _KINDS:
            yield result.node


def _node(node: Any) -> Node | None:
    kind = str(getattr(node.resource_type, "value", node.resource_type))
    if kind == "seed":
        return None
    contract = ()
    if kind == "model" and node.config.contract.enforced:
        contract = tuple(
            (column.name, column.data_type, any(found.type.value == "not_null" for found in column.constraints))
            for column in node.columns.values()
        )
    return Node(
        name=node.name,
        unique_id=node.unique_id,
        kind=kind,
        schema=node.schema,
        sql=node.compiled_code,
        needs=frozenset(need for need in node.depends_on.nodes if not need.startswith("source.")),
        is_view=kind == "model" and node.config.materialized == "view",
        contract=contract,
    )


def _make(connection: duckdb.DuckDBPyConnection, node: Node) -> None:
    kind = "view" if node.is_view else "table"
    try:
        connection.execute(f"create {kind} {node.relation} as ({node.sql.rstrip()}\n)")
    except duckdb.Error as error:
        raise duckdb.Error(f"{node.name}: {error}") from error


def _contract_faults(connection: duckdb.DuckDBPyConnection, node: Node) -> list[tuple[Any, ...]]:
    described = [(name, kind) for name, kind, *_ in connection.execute(f"describe {node.relation}").fetchall()]
    nothing = ", ".join(f"cast(null as {kind}) as {name}" for name, kind, _ in node.contract)
    promised = [(name, kind) for name, kind, *_ in connection.execute(f"describe select {nothing}").fetchall()]
    faults: list[tuple[Any, ...]] = [("columns", described, promised)] if sorted(described) != sorted(promised) else []
    required = [name for name, _, is_required in node.contract if is_required]
    if required:
        counts = ", ".join(f"count(*) filter (where {name} is null)" for name in required)
        counted = connection.execute(f"select {counts} from {node.relation}").fetchone()
        assert counted is not None
        faults += [(name, "NULL", count) for name, count in zip(required, counted, strict=True) if count]
    return faults
