"""What became of the facts between two releases."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.home import Home
from publishing import changes, reading, release

PUBLISHED, PREVIOUS = "published", "previous"


class NoRelease(LookupError):
    """A name that fits no kept release, or several."""


def named(home: Home, name: str) -> Path:
    """The folder of a release: its id or a beginning that only it has, `published`, or `previous` (the one before that).

    Raises NoRelease.
    """
    listed = list(release.listed_releases(home))
    current = home.published.resolve().name if home.published.is_symlink() else ""
    if name == PUBLISHED:
        found = [entry for entry in listed if entry == current]
    elif name == PREVIOUS:
        found = [entry for entry in listed if current and entry < current][:1]
    else:
        found = [entry for entry in listed if entry == name] or [entry for entry in listed if entry.startswith(name)]
    if len(found) != 1:
        kept = ", ".join(listed) or "none"
        raise NoRelease(f"{'several releases begin with' if found else 'no such release:'} {name}; kept: {kept}")
    return home.releases / found[0]


def compared(
    old: Path, new: Path, *, change: str | None = None, year: int | None = None, limit: int = 0
) -> dict[str, Any]:
    """Counts of all changes between two release folders, and the rows that are asked for, the largest difference first.

    `limit` holds for each kind of change, 0 for no limit. Raises ReleaseUnreadable, or duckdb.Error where they can't be compared.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection:
        for name, folder in (("old", old), ("new", new)):
            reading.attach(connection, folder, name)
        counts = changes.compare(connection, "old", "new", "changes")
        causes = connection.execute(
            "select change, cause, count(*) from changes group by all order by 1, 3 desc, 2"
        ).fetchall()
        wanted = [f"change = '{change}'"] if change in changes.CHANGES else []
        wanted += [f"fiscal_year = {year:d}"] if year is not None else []
        # values written into the query: DuckDB loads pandas for a parameter, which takes longer than all the rest
        cursor = connection.execute(
            f"""
            select p.* exclude (place), coalesce(n.project_name, o.project_name) as project_name from (
                select *, row_number() over (
                    partition by change
                    order by abs(coalesce(new_amount_yuan, 0) - coalesce(old_amount_yuan, 0)) desc, fiscal_year desc, fact_id
                ) as place
                from changes
                where {" and ".join(wanted) or "true"}
            ) as p
            left join new.marts.dim_project as n on p.project_key = n.project_key and not n.is_all_projects
            left join old.marts.dim_project as o on p.project_key = o.project_key and not o.is_all_projects
            where {limit:d} = 0 or place <= {limit:d}
            order by case change when 'changed' then 1 when 'added' then 2 else 3 end, place
            """
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    by_cause: dict[str, dict[str, int]] = {}
    for kind, cause, count in causes:
        by_cause.setdefault(kind, {})[cause] = count
    return {"old": old.name, "new": new.name, "counts": asdict(counts), "causes": by_cause, "facts": rows}
