"""`jixiao diff`: what became of the facts between two releases."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.output import USAGE, amount_text, counted, emit_json, give_up, say
from publishing import changes, integrity, reading, release

PUBLISHED, PREVIOUS = "published", "previous"


class NoRelease(LookupError):
    """A name that fits no kept release, or several."""


def named(places: release.Places, name: str) -> Path:
    """The folder of a release: its id or a beginning that only it has, `published`, or `previous` (the one before that).

    Raises NoRelease.
    """
    listed = list(release.listed_releases(places))
    current = places.published.resolve().name if places.published.is_symlink() else ""
    if name == PUBLISHED:
        found = [entry for entry in listed if entry == current]
    elif name == PREVIOUS:
        found = [entry for entry in listed if current and entry < current][:1]
    else:
        found = [entry for entry in listed if entry == name] or [entry for entry in listed if entry.startswith(name)]
    if len(found) != 1:
        kept = ", ".join(listed) or "none"
        raise NoRelease(f"{'several releases begin with' if found else 'no such release:'} {name}; kept: {kept}")
    return places.releases / found[0]


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


def run(old: str, new: str, home: Path | None, change: str | None, year: int | None, limit: int, as_json: bool) -> None:
    """The whole command."""
    from dagster_project.settings import existing_home

    if change is not None and change not in changes.CHANGES:
        give_up(f"no such change: {change} (one of {', '.join(changes.CHANGES)})", as_json, USAGE, "usage")
    place = existing_home(home)
    places = release.Places(place / "releases", place / "published", place / "quality")
    try:
        folders = named(places, old), named(places, new)
    except NoRelease as error:
        give_up(str(error), as_json, status="not_found")
    for folder in folders:
        if fault := integrity.damage(folder):
            give_up(f"the releases can't be compared: {fault}", as_json, status="damaged")
    import duckdb

    try:
        found = compared(*folders, change=change, year=year, limit=limit)
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    except duckdb.Error as error:
        give_up(f"the releases can't be compared: {str(error).splitlines()[0]}", as_json)
    if as_json:
        emit_json(found)
        return
    _show(found, change, year)


def _show(found: dict[str, Any], change: str | None, year: int | None) -> None:
    counts = found["counts"]
    say(f"{found['old']} -> {found['new']}")
    for kind in changes.CHANGES:
        causes = ", ".join(f"{count} {cause}" for cause, count in found["causes"].get(kind, {}).items())
        say(f"  {counted(counts[kind], 'fact')} {kind}" + (f": {causes}" if causes else ""))
    say(f"  {counts['restated']} rest on another claim of the same amount")
    for row in found["facts"]:
        version = f" ({row['budget_version']})" if row["budget_version"] else ""
        project = f" “{row['project_name']}”" if row["project_name"] else ""
        say()
        say(
            f"  {row['change']} ({row['cause']}): {row['unit_name'] or row['unit_key']}, {row['fiscal_year']}, "
            f"{row['fact_table'].removeprefix('fct_')}{version} {row['line_item_code']}{project}, {row['fund_code']}  {row['fact_id']}"
        )
        say(
            f"    {amount_text(row['old_amount_yuan'])} -> {amount_text(row['new_amount_yuan'])} yuan{_difference(row)}"
        )
        say(f"    {row['old_claim_id'] or '-'} -> {row['new_claim_id'] or '-'}")
    shown: dict[str, int] = {}
    for row in found["facts"]:
        shown[row["change"]] = shown.get(row["change"], 0) + 1
    if year is None and any(counts[kind] > shown.get(kind, 0) for kind in changes.CHANGES if change in (None, kind)):
        say()
        say("  ... only the largest differences are listed (--limit 0 lists all)")


def _difference(row: dict[str, Any]) -> str:
    old, new = row["old_amount_yuan"], row["new_amount_yuan"]
    if old is None or new is None:
        return ""
    return f" ({Decimal(new) - Decimal(old):+,.2f})"
