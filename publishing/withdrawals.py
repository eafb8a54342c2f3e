"""Withdrawn reports in releases: every kept release that holds one is replaced by one without its rows and all that rests on them.

What rests on a report: its claims, other values, findings and figures; facts that any of its claims speaks for; and for the bodies and
years of these all that is gathered from several reports. Whatever is whole without it comes back with the next build.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from expectations.measuring import literal
from ingest import steps
from ingest.home import Home
from ingest.steps import withdrawing
from publishing import addresses, exports, integrity, release, tables, views
from publishing.reading import SCHEMA

_MARK = "-withdrawn"
# one row a body and year, of whatever reports state: nobody can tell what such a row would be without one of them
_GATHERED = ("unit_key", "fiscal_year")


def carry_out(home: Home) -> list[str]:
    """Makes a home what its tombstones say it is; a line for each thing done, empty where nothing was left to do.

    Only under the home's lock. May be killed at any instant: the next one carries on.
    """
    if not home.withdrawn.is_dir():
        return []
    done = steps.forget(home)
    hashes = frozenset(withdrawing.read(home))
    for name in list(release.listed_releases(home)):
        folder = home.releases / name
        if _holds(folder, hashes):
            done.append(_without(home, folder, hashes))
    return done


def _holds(folder: Path, hashes: Collection[str]) -> bool:
    """Whether a release holds anything of withdrawn files; one that can't be asked is taken to."""
    import duckdb

    if not (folder / integrity.WAREHOUSE).is_file():
        return True
    listed = ", ".join(map(literal, sorted(hashes)))
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach {literal(folder / integrity.WAREHOUSE)} as work (read_only)")
            found = connection.execute(
                f"select (select count(*) from work.{SCHEMA}.dim_report where split_part(report_id, '-', 1) in ({listed})) + "
                f"(select count(*) from work.{SCHEMA}.fct_quarantine where sha256 in ({listed}) and reason <> ?)",
                [withdrawing.REASON],
            ).fetchone()
    except duckdb.Error:
        return True
    return bool(found[0]) if found else True


def _without(home: Home, folder: Path, hashes: Collection[str]) -> str:
    """Puts a release without the withdrawn files in the place of one that holds them; one that can't be read is removed."""
    is_published = home.published.is_symlink() and home.published.resolve() == folder.resolve()
    # behind the one it replaces, before the one published after it
    target = home.releases / f"{folder.name}{_MARK}"
    if integrity.record(target) is None or integrity.damage(target):
        # else a killed run made it already
        shutil.rmtree(target, ignore_errors=True)
        if not _made(home, folder, target, hashes):
            if is_published:
                home.published.unlink()
            _remove(home, folder)
            return f"removed the release {folder.name}: it can't be read, so nobody can tell what it holds"
    if is_published:
        release.swap(home, target)
        addresses.keep(home)
    _remove(home, folder)
    return f"replaced the release {folder.name} by {target.name}, which has nothing of it"


def _made(home: Home, folder: Path, target: Path, hashes: Collection[str]) -> bool:
    """Makes the release `target` of another one; False where that one can't be read."""
    import duckdb

    said = integrity.record(folder)
    if said is None or integrity.damage(folder):
        return False
    aside = home.releases / f"{release.ASIDE}{target.name}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        counts, facts = _written(folder, aside, hashes, target.name)
    except (duckdb.Error, tables.ReleaseError):
        shutil.rmtree(aside, ignore_errors=True)
        return False
    told = {
        **said,
        **facts,
        "release_id": target.name,
        "rows": dict(sorted(counts.items())),
        "changes": None,
        "previous": None,
        # made of the same, yet not the same
        "fingerprint": hashlib.sha256(f"{said['fingerprint']}{_MARK}".encode()).hexdigest(),
        "withdrawn": sorted(hashes),
    }
    integrity.write_record(aside, told)
    release.protect(aside)
    release.sync_tree(aside)
    aside.rename(target)
    release.sync_folder(home.releases)
    return True


def _remove(home: Home, folder: Path) -> None:
    doomed = home.releases / f"{release.ASIDE}{folder.name}"
    shutil.rmtree(doomed, ignore_errors=True)
    folder.rename(doomed)
    shutil.rmtree(doomed)


def _written(folder: Path, aside: Path, hashes: Collection[str], name: str) -> tuple[dict[str, int], dict[str, Any]]:
    """Writes database and exports without the files' rows; rows by table, and what `release.json` counts."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach {literal(folder / integrity.WAREHOUSE)} as work (read_only)")
        # not in the file: rows that are deleted stay in its dropped blocks
        connection.execute("attach ':memory:' as kept")
        named = tables.by_schema(tables.copy(connection, "work", "kept"))
        _delete(connection, hashes)
        if addresses.REDIRECTS in named[SCHEMA]:
            _redirect(connection, name)
        connection.execute(f"attach {literal(aside / integrity.WAREHOUSE)} as release")
        counts = tables.copy(connection, "kept", "release")
        exports.write_all(connection, counts, aside)
        views.copy(connection)
        facts = release.facts_of(connection, counts)
        connection.execute("checkpoint release")
        connection.execute("use memory")
        connection.execute("detach release")
    return counts, facts


def _delete(connection: Any, hashes: Collection[str]) -> None:
    """Deletes in the attached `kept` what is of the files and what rests on it."""
    columns: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'kept'"
    ).fetchall():
        columns.setdefault((schema, table), set()).add(column)
    connection.execute("create temp table gone_file as select unnest(?) as sha256", [sorted(hashes)])
    marts = {
        "report": "report_id from {0}.dim_report where split_part(report_id, '-', 1) in (from gone_file)",
        "claim": "claim_id from {0}.fct_claim where report_id in (from gone_report)",
        "fact": "distinct fact_id from {0}.bridge_fact_claim where claim_id in (from gone_claim)",
        "indicator": "indicator_row_id from {0}.fct_indicator where report_id in (from gone_report)",
        "finding": """finding_id from {0}.fct_finding where report_id in (from gone_report)
            union select finding_id from {0}.bridge_finding_claim where claim_id in (from gone_claim)""",
        "year": """unit_key, fiscal_year from {0}.dim_report where report_id in (from gone_report)
            union select unit_key, fiscal_year from {0}.fct_claim where claim_id in (from gone_claim)
            union select unit_key, fiscal_year from {0}.fct_attribute where report_id in (from gone_report)""",
    }
    for name, query in marts.items():
        connection.execute(f"create temp table gone_{name} as select {query.format(SCHEMA)}")
    for (schema, table), has in columns.items():
        relation = f"{schema}.{tables.quoted(table)}"
        for column in ("sha256", "old_report_id", "new_report_id", "report_id", "claim_id", "fact_id", "finding_id"):
            if column in has:
                kind = "file" if column == "sha256" else column.removesuffix("_id").rpartition("_")[2]
                # an exception may name a file where others name a report
                also = " or report_id in (from gone_file)" if column == "report_id" else ""
                connection.execute(f"delete from {relation} where {column} in (from gone_{kind}){also}")
        if (
            has.issuperset(_GATHERED)
            and not has & {"report_id", "claim_id", "old_report_id"}
            and not _is_fact(schema, has)
        ):
            connection.execute(f"delete from {relation} where (unit_key, fiscal_year) in (from gone_year)")
    connection.execute(f"update {SCHEMA}.dim_report set superseded_by = null where superseded_by in (from gone_report)")
    _delete_unused(connection, columns)


def _redirect(connection: Any, name: str) -> None:
    """Ids that are gone say so; those that led to one lead nowhere."""
    table = f"{SCHEMA}.{addresses.REDIRECTS}"
    for kind in ("claim", "indicator", "finding", "fact"):
        connection.execute(f"update {table} set new_id = null where kind = '{kind}' and new_id in (from gone_{kind})")
        connection.execute(
            f"insert into {table} select '{kind}', *, null, ?, ? from gone_{kind}", [withdrawing.REASON, name]
        )


def _is_fact(schema: str, has: Collection[str]) -> bool:
    return schema == SCHEMA and "fact_id" in has


def _delete_unused(connection: Any, columns: dict[tuple[str, str], set[str]]) -> None:
    """Names that nothing left names: of projects, indicators and bodies."""
    dimensions = {
        "project_key": ("dim_project",),
        "indicator_key": ("dim_indicator",),
        "unit_key": ("dim_unit_alias", "dim_unit"),
    }
    for key, listed in dimensions.items():
        users = [
            f"select {key} from {schema}.{tables.quoted(table)}"
            for (schema, table), has in columns.items()
            if key in has and (schema, table) not in {(SCHEMA, name) for name in (*listed, "dim_project")}
        ]
        if not users:
            continue
        used = " union ".join(users)
        for table in listed:
            if (SCHEMA, table) in columns:
                connection.execute(f"delete from {SCHEMA}.{table} where {key} not in ({used}) {_touched(table)}")
    # codes of no list are those that reports print, and what these lie under
    for table, code in (("dim_function", "function_code"), ("dim_economic_class", "economic_class_code")):
        if (SCHEMA, table) in columns:
            connection.execute(
                f"delete from {SCHEMA}.{table} as listed where not is_listed and not exists "
                f"(select * from {SCHEMA}.fct_claim as claim where starts_with(claim.classification_code, listed.{code}))"
            )
    # spellings aren't told apart by report: of a body that the files were about only its present names stay
    connection.execute(
        f"delete from {SCHEMA}.dim_unit_alias as alias where unit_key in (select unit_key from gone_year) and not exists "
        f"(select * from {SCHEMA}.dim_unit as unit where unit.unit_key = alias.unit_key and alias.alias in (unit.unit_name, unit.short_name))"
    )


def _touched(table: str) -> str:
    """All bodies and their projects that the files were about; what others are about stays as it is."""
    return "" if table == "dim_indicator" else "and unit_key in (select unit_key from gone_year)"
