"""Ids that were published once stay findable: what each is called now, or that it is gone and why; and every release there was.

The one rule, for `id_redirect` and `dim_release` in every release. An id that the last release had and this one hasn't is matched to
one that stands at the same place of the same bytes with the same amount; a fact follows the claim it took. What each release found
is kept in `<home>/addresses/`, two files a release, and never thrown away.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from expectations.measuring import literal
from ingest.home import Home
from ingest.staging import write_bytes_atomically
from publishing import changes, integrity
from publishing.reading import FACTS_OF_CLASSES, SCHEMA
from publishing.tables import row_count

REDIRECTS, RELEASES = "id_redirect", "dim_release"
_ANY = "coalesce({0}::varchar, '')"
_PLACE = ("block_no", "table_no", "row_no", "column_no", "char_start")
# kind -> table, its id, what besides bytes and place must be the same, what decides between several
_PLACED = {
    "claim": ("fct_claim", "claim_id", ("amount_yuan",), ("measure", "line_item_code", "fund_code", "budget_version")),
    "indicator": ("fct_indicator", "indicator_row_id", (), ("level3", "target_text")),
    "finding": ("fct_finding", "finding_id", ("stated_value",), ("check_code", "expected_value")),
}
_FACTS = ("fct_budget", "fct_expenditure", "fct_income", *FACTS_OF_CLASSES)


# -- redirects ---------------------------------------------------------------------------------------------------------


def find(connection: Any, old: str, new: str, release_id: str) -> None:
    """Makes the temporary table `redirects` of what an attached release `old` had and `new` hasn't, in the columns of REDIRECTS.

    Raises duckdb.CatalogException or duckdb.BinderException where one of them is of a schema that can't be compared.
    """
    connection.execute(
        "create or replace temp table redirects (kind varchar, old_id varchar, new_id varchar, reason varchar, release_id varchar)"
    )
    for kind, (table, key, same, nearest) in _PLACED.items():
        connection.execute(
            f"insert into redirects select '{kind}', matched.*, ? from ({_placed(old, new, table, key, same, nearest)}) as matched",
            [release_id],
        )
    connection.execute(
        f"insert into redirects select 'fact', matched.*, ? from ({_followed(connection, old, new)}) as matched",
        [release_id],
    )


def _placed(old: str, new: str, table: str, key: str, same: tuple[str, ...], nearest: tuple[str, ...]) -> str:
    bytes_of = "split_part({0}.report_id, '-', 1)".format
    at = " and ".join(f"{_ANY.format('was.' + name)} = {_ANY.format('now.' + name)}" for name in (*_PLACE, *same))
    order = ", ".join(f"was.{name} is not distinct from now.{name} desc" for name in nearest)
    return f"""
        select
            was.{key} as old_id,
            now.{key} as new_id,
            case when report.report_id is null then 'report_gone' else 'reading' end as reason
        from {old}.{SCHEMA}.{table} as was
        left join {new}.{SCHEMA}.{table} as now on {bytes_of("was")} = {bytes_of("now")} and {at}
        left join {new}.{SCHEMA}.dim_report as report on was.report_id = report.report_id
        where was.{key} not in (select {key} from {new}.{SCHEMA}.{table})
        qualify row_number() over (partition by was.{key} order by {order}, now.{key}) = 1
    """


def _facts(connection: Any, *databases: str) -> list[str]:
    """The tables of facts that all these attached databases have: a release of an older make lacks some."""
    found = connection.execute(
        "select database_name, table_name from duckdb_columns() where schema_name = ? and column_name = 'fact_id'",
        [SCHEMA],
    ).fetchall()
    return [name for name in _FACTS if {(database, name) for database in databases} <= set(found)]


def _followed(connection: Any, old: str, new: str) -> str:
    """Facts by the claim they took, which itself may be called otherwise now; gone ones for the reason that `changes` tells."""
    facts = " union all ".join(
        f"select '{table}' as fact_table, fact_id, amount_yuan, chosen_claim_id from {{0}}.{SCHEMA}.{table}"
        for table in _facts(connection, old, new)
    ).format
    return f"""
        with was as ({facts(old)}), now as ({facts(new)}),
        gone as (select * from was where fact_id not in (select fact_id from now)),
        why as (select fact_id, cause from ({changes.compared(old, new)}) where change = 'gone')
        select
            gone.fact_id as old_id,
            now.fact_id as new_id,
            coalesce(why.cause, 'reading') as reason
        from gone
        left join redirects as moved on moved.kind = 'claim' and gone.chosen_claim_id = moved.old_id
        left join {new}.{SCHEMA}.bridge_fact_claim as bridge on coalesce(moved.new_id, gone.chosen_claim_id) = bridge.claim_id
        left join now
            on bridge.fact_id = now.fact_id and gone.fact_table = now.fact_table and gone.amount_yuan = now.amount_yuan
        left join why on gone.fact_id = why.fact_id
        qualify row_number() over (
            partition by gone.fact_id order by now.chosen_claim_id is not distinct from bridge.claim_id desc, now.fact_id nulls last
        ) = 1
    """


def record(connection: Any, home: Home, found: bool) -> int:
    """Fills the release's REDIRECTS with all there ever were, each leading to what is there now; how many there are.

    `found`: `find` was run, its rows are among them.
    """
    table = f"release.{SCHEMA}.{REDIRECTS}"
    kept = sorted(home.addresses.glob("*.parquet"))
    earlier = f"select kind, old_id, new_id, reason, release_id from read_parquet([{', '.join(map(literal, kept))}])"
    parts = [*([earlier] if kept else []), *(["from redirects"] if found else [])]
    if not parts:
        return 0
    connection.execute(f"create or replace temp table everything as {' union all '.join(parts)}")
    there = " union all ".join(
        [
            *(f"select '{kind}' as kind, {key} as id from release.{SCHEMA}.{name}" for kind, (name, key, *_) in _PLACED.items()),
            *(f"select 'fact' as kind, fact_id as id from release.{SCHEMA}.{name}" for name in _facts(connection, "release")),
        ]
    )  # fmt: skip
    connection.execute(
        f"""
        insert into {table} by name
        with recursive present as ({there}),
        last as (
            -- an id that came back and went again: how it went last
            select * from everything
            qualify row_number() over (partition by kind, old_id order by release_id desc) = 1
        ),
        followed as (
            select kind, old_id, new_id, reason, release_id, 0 as steps from last
            union all
            select f.kind, f.old_id, n.new_id, n.reason, n.release_id, f.steps + 1
            from followed as f
            inner join last as n on f.kind = n.kind and f.new_id = n.old_id and f.steps < 100
            where not exists (select * from present as p where p.kind = f.kind and p.id = f.new_id)
        )
        select
            f.kind,
            f.old_id,
            case when p.id is not null then f.new_id end as new_id,
            f.reason,
            f.release_id
        from followed as f
        left join present as p on f.kind = p.kind and f.new_id = p.id
        where not exists (select * from present as q where q.kind = f.kind and q.id = f.old_id)
        qualify row_number() over (partition by f.kind, f.old_id order by f.steps desc) = 1
        order by all
        """
    )
    return row_count(connection, table)


# -- releases ----------------------------------------------------------------------------------------------------------


def release_row(said: dict[str, Any], is_current: bool) -> dict[str, Any]:
    """What `release.json` says, as a row of RELEASES."""
    parts = said.get("made_of") or {}
    tools = parts.get("tools") or {}
    return {
        "release_id": said["release_id"],
        "published_at": said["published_at"],
        "schema_version": said.get("schema_version") or 1,
        "fingerprint": said["fingerprint"],
        "staged_digest": parts.get("staged"),
        "reading_versions": parts.get("versions"),
        "project_digest": parts.get("dbt_project"),
        "expectations_digest": parts.get("expectations"),
        "code_digest": parts.get("publishing"),
        "tool_versions": ", ".join(f"{name} {version}" for name, version in sorted(tools.items())) or None,
        "report_count": said["reports"],
        "claim_count": said["claims"],
        "fact_count": said["facts"],
        "is_current": is_current,
    }


def record_releases(connection: Any, home: Home, said: dict[str, Any]) -> int:
    """Fills the release's RELEASES with every one there was and `said`, the one that is made; how many there are."""
    rows = {row["release_id"]: row for row in _known_releases(home)}
    rows[said["release_id"]] = release_row(said, True)
    table = f"release.{SCHEMA}.{RELEASES}"
    for name in sorted(rows):
        values = rows[name]
        connection.execute(
            f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})", list(values.values())
        )
    return len(rows)


def _known_releases(home: Home) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(home.addresses.glob("*.json")):
        try:
            found.append({**json.loads(path.read_bytes()), "is_current": False})
        except (OSError, ValueError, TypeError):
            continue
    kept = {row["release_id"] for row in found}
    for folder in sorted(home.releases.iterdir()) if home.releases.is_dir() else ():
        said = None if folder.name.startswith(".") else integrity.record(folder)
        if said is not None and said["release_id"] not in kept:
            found.append(release_row(said, False))
    return found


# -- in the home -------------------------------------------------------------------------------------------------------


def keep(home: Home) -> bool:
    """Keeps what the published release found in the home, where that isn't there yet; says whether it had to.

    Only under the home's lock, after the release is published: of one that never was nothing is kept.
    """
    folder = home.published.resolve()
    said = integrity.record(folder)
    source = folder / "parquet" / f"{REDIRECTS}.parquet"
    target = home.addresses / f"{folder.name}.parquet"
    if said is None or not source.is_file() or (target.exists() and target.with_suffix(".json").exists()):
        return False
    home.addresses.mkdir(exist_ok=True)

    def copied(aside: Path) -> None:
        # not before it is needed: most builds find nothing to do
        import duckdb

        query = f"select * from read_parquet({literal(source)}) where release_id = {literal(folder.name)} order by all"
        duckdb.sql(f"copy ({query}) to {literal(aside)} (format parquet)")

    write_bytes_atomically(target, copied)
    body = json.dumps(release_row(said, False), ensure_ascii=False).encode()
    write_bytes_atomically(target.with_suffix(".json"), partial(_write_bytes, body=body))
    return True


def _write_bytes(path: Path, body: bytes) -> None:
    path.write_bytes(body)
