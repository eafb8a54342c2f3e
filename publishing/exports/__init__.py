"""What a release holds beside its database: one module a format, found by lying here.

A module's `write(connection, table, file)` writes a table, named as SQL names it, into a file; files of a format lie in a folder
of the module's name, `<table>.<module>`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from publishing.reading import SCHEMA
from publishing.tables import by_schema


def formats() -> list[str]:
    """The formats there are, in order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def write(connection: Any, schema: str, tables: Iterable[str], release: Path, below: str = "") -> None:
    """Writes tables of a schema in every format below a release's folder; `schema` as SQL names it, with its database.

    `below`: a folder in each format's own, for tables that aren't of the release's main schema.
    """
    listed = sorted(tables)
    for name in formats():
        module = import_module(f"{__name__}.{name}")
        folder = release / name / below
        folder.mkdir(parents=True, exist_ok=True)
        for table in listed:
            quoted = '"' + table.replace('"', '""') + '"'
            module.write(connection, f"{schema}.{quoted}", folder / f"{table}.{name}")


def write_all(connection: Any, tables: Iterable[str], release: Path) -> None:
    """Writes the tables of the attached `release`, as `tables.copy` names them; those beside its main schema in folders of their own."""
    for schema, names in by_schema(tables).items():
        write(connection, f"release.{schema}", names, release, "" if schema == SCHEMA else schema)
