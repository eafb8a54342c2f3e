"""A release: built aside, synced, renamed, and published by swapping one link. Readers see the old one or the new one.

The released file is a new database that holds the public tables alone, in a stable order: a copy of the working file
would carry staging's page text along, in dropped blocks even after its tables are gone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expectations import results as quality_results
from expectations.measuring import literal
from expectations.results import QualityResult
from ingest.home import Home
from ingest.records import FileRow
from ingest.sums import Verified
from publishing import addresses, changes, exports, integrity, reading, tables, views
from publishing.overrides import QualityOverride
from publishing.tables import ReleaseError

SCHEMA = reading.SCHEMA
QUALITY_TABLE = "fct_quality_result"
# releases of a home that stay
KEEP = 5
ASIDE = ".building-"
_LINK_ASIDE = ".published-"

Progress = Callable[[str, int, int], None]


def release_id(moment: datetime, fingerprint: str) -> str:
    """Sorts by time, and tells apart what was built in the same second."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"


def published_release(home: Home) -> dict[str, Any] | None:
    """The `release.json` of what is published, or None where nothing whole is: see `integrity.damage`."""
    return None if integrity.damage(home.published) else integrity.record(home.published)


def published_as(home: Home, fingerprint: str, verified: Verified | None = None) -> dict[str, Any] | None:
    """The published release where it is made of the same and whole (see `integrity.damage`): no other one is needed."""
    found = published_release(home)
    if found is None or found.get("fingerprint") != fingerprint or integrity.damage(home.published, verified):
        return None
    return found


def last_release(home: Home) -> Path | None:
    """The folder of the release that a new one is held against, by its real path; None where there is none.

    The published one; where its Parquet files are damaged, the newest other one whose files are whole.
    """
    for folder in [home.published, *(home.releases / name for name in listed_releases(home))]:
        record = integrity.record(folder)
        if record is None:
            continue
        files = {name: facts for name, facts in (record.get("files") or {}).items() if name.startswith("parquet/")}
        if integrity.fault(folder, files, None) is None and any((folder / "parquet").glob("*.parquet")):
            return folder.resolve()
    return None


def remembered_sightings(home: Home) -> list[FileRow]:
    """The files that the last whole release knows by name, for a home that lost its own account of them."""
    folder = last_release(home)
    if folder is None:
        return []
    import duckdb

    parquet = folder / "parquet"
    query = f"""
        select split_part(f.report_id, '-', 1), f.file_name, f.path, r.byte_size, r.media_type, f.received_at
        from read_parquet({literal(str(parquet / "dim_report_file.parquet"))}) as f
        inner join read_parquet({literal(str(parquet / "dim_report.parquet"))}) as r on f.report_id = r.report_id
        order by all
    """
    try:
        with duckdb.connect(":memory:") as connection:
            rows = connection.execute(query).fetchall()
    except duckdb.Error:
        # a release of another make
        return []
    return [FileRow(*row) for row in dict.fromkeys(rows)]


# -- leftovers ---------------------------------------------------------------------------------------------------------


def clean_up(home: Home) -> list[str]:
    """Removes what killed builds left aside, and restores the quality rows of one killed just after it published.

    Returns what was done, for the log. Only to be called under the home's lock.
    """
    done: list[str] = []
    if home.releases.is_dir():
        if not home.published.exists() and (
            names := [n for n in listed_releases(home) if not integrity.damage(home.releases / n)]
        ):
            # the link was lost, or its build was killed before it was set
            swap(home, home.releases / names[0])
            done.append(f"published again the release {names[0]}: the link to it was gone")
        current = home.published.resolve().name if home.published.is_symlink() else ""
        for entry in sorted(home.releases.iterdir()):
            # a whole release newer than the published one was finished, but its build was killed before the swap
            unpublished = entry.is_dir() and not entry.name.startswith(".") and entry.name > current
            if entry.name.startswith(ASIDE) or unpublished:
                shutil.rmtree(entry, ignore_errors=True)
                done.append(f"removed the unfinished release {entry.name.removeprefix(ASIDE)}")
        for link in home.published.parent.glob(f"{_LINK_ASIDE}*"):
            link.unlink(missing_ok=True)
    for path in quality_results.set_aside_damaged(home.quality):
        done.append(f"{path} is damaged: set aside")
    release = published_release(home)
    if release and not (home.quality / f"{release['run_id']}.parquet").exists():
        rows = quality_results.read_results(home.published / "parquet" / f"{QUALITY_TABLE}.parquet")
        own = [row for row in rows if row.run_id == release["run_id"]]
        if own:
            keep_quality(own, home)
            done.append(f"restored the quality results of run {release['run_id']}")
    if release and addresses.keep(home):
        done.append(f"restored what is known of the release {release['release_id']}")
    return done


def keep_quality(results: Sequence[QualityResult], home: Home) -> None:
    """Keeps a run's quality results in the home, where the next build finds them."""
    quality_results.write_results(results, home.quality)


# -- building ----------------------------------------------------------------------------------------------------------


def _refresh_quality(connection: Any, results: Sequence[QualityResult], scratch: Path) -> int:
    """Adds this run's rows, which didn't exist yet when dbt read the earlier ones."""
    table = f"release.{SCHEMA}.{QUALITY_TABLE}"
    for file in quality_results.write_results(results, scratch):
        connection.execute(
            f"delete from {table} where run_id in (select distinct run_id from read_parquet(?))", [str(file)]
        )
        connection.execute(f"insert into {table} by name select * from read_parquet(?)", [str(file)])
    shutil.rmtree(scratch)
    count: int = connection.execute(f"select count(*) from {table}").fetchone()[0]
    return count


def _record_changes(connection: Any, home: Home, previous: Path | None, identity: str) -> changes.Counts | None:
    """Fills the release's tables of changes and of redirected ids against the release before; None where none can be compared."""
    import duckdb

    counts, redirected = None, False
    if previous is not None:
        reading.attach(connection, previous, "previous")
        try:
            counts = changes.compare(connection, "previous", "release", "changes")
            addresses.find(connection, "previous", "release", identity)
            redirected = True
        except (duckdb.CatalogException, duckdb.BinderException):
            # a release of an older make may lack what is compared
            pass
        finally:
            connection.execute("detach previous")
    if counts is not None and previous is not None:
        connection.execute(
            f"insert into release.{SCHEMA}.{changes.TABLE} by name select *, ? as previous_release_id from changes order by all",
            [previous.name],
        )
    addresses.record(connection, home, redirected)
    return counts


def protect(folder: Path) -> None:
    """Takes the right to write from every file: who opens one for writing is told so. Folders stay, or nothing could be removed."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode & ~0o222)


def sync_tree(folder: Path) -> None:
    for path in [*sorted(folder.rglob("*")), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def publish(
    home: Home,
    *,
    warehouse: Path,
    judged: str,
    data_docs: Path,
    results: Sequence[QualityResult],
    run_id: str,
    run_at: str,
    fingerprint: str,
    parts: dict[str, Any],
    seconds: dict[str, float],
    keep: int = KEEP,
    accepted: Sequence[QualityOverride] = (),
    progress: Progress = lambda step, done, total: None,
) -> dict[str, Any]:
    """Makes a release of the closed working file and publishes it; returns what its `release.json` says.

    Only to be called after the gate and under the home's lock; `judged` is the SHA-256 of the working file that was judged,
    `accepted` are the overrides that let it pass. Where the same is published already, nothing is made and that is returned.
    Raises ReleaseError where the working file is another than was judged or lacks the public tables; whatever happens before the
    swap leaves the published release as it is.
    """
    import duckdb

    if same := published_as(home, fingerprint):
        return same
    if not warehouse.is_file():
        raise ReleaseError(f"{warehouse} is gone: run the whole job")
    if warehouse.with_name(warehouse.name + ".wal").exists():
        raise ReleaseError("the working file wasn't closed: its write-ahead log is still there")
    identity = release_id(datetime.now(UTC), fingerprint)
    home.releases.mkdir(parents=True, exist_ok=True)
    target = home.releases / identity
    current = home.published.resolve().name if home.published.is_symlink() else ""
    if target.exists() or identity <= current:
        # the same second, or a clock put back: names must sort in the order of publication
        identity = f"{max(identity, current)}-{secrets.token_hex(2)}"
        target = home.releases / identity
    aside = home.releases / f"{ASIDE}{identity}"

    connection = duckdb.connect(":memory:")
    # one handle from before until after: closing one would let go of the lock that keeps writers out
    held = warehouse.open("rb")
    try:
        connection.execute(f"attach {literal(str(warehouse))} as work (read_only)")
        if hashlib.file_digest(held, "sha256").hexdigest() != judged:
            raise ReleaseError(f"{warehouse} was changed after it was judged: run the whole job")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        connection.execute(f"attach {literal(str(aside / 'warehouse.duckdb'))} as release")
        progress("publishing", 0, 4)
        counts = tables.copy(connection)
        counts[QUALITY_TABLE] = _refresh_quality(connection, results, aside / "quality")
        previous = last_release(home)
        changed = _record_changes(connection, home, previous, identity)
        facts = {
            "release_id": identity,
            "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "schema_version": tables.SCHEMA_VERSION,
            "fingerprint": fingerprint,
            "made_of": parts,
            **facts_of(connection, counts),
        }
        addresses.record_releases(connection, home, facts)
        for filled in (changes.TABLE, addresses.REDIRECTS, addresses.RELEASES):
            counts[filled] = tables.row_count(connection, f"release.{SCHEMA}.{filled}")
        progress("publishing", 1, 4)
        exports.write_all(connection, counts, aside)
        views.make(connection, counts)
        connection.execute("checkpoint release")
        connection.execute("use memory")
        connection.execute("detach release")
        connection.execute("detach work")
    finally:
        connection.close()
        held.close()
    if data_docs.is_dir():
        shutil.copytree(data_docs, aside / "data_docs")
    progress("publishing", 2, 4)

    release = {
        **facts,
        "run_id": run_id,
        "run_at": run_at,
        "checks": {
            "judged": len(results),
            "failed": sum(1 for result in results if not result.passed),
            "accepted": [override.override_id for override in accepted],
        },
        "previous": previous.name if previous and changed else None,
        "changes": asdict(changed) if changed else None,
        "rows": dict(sorted(counts.items())),
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }
    integrity.write_record(aside, release)
    protect(aside)
    sync_tree(aside)
    aside.rename(target)
    sync_folder(home.releases)
    progress("publishing", 3, 4)
    swap(home, target)
    keep_quality(results, home)
    addresses.keep(home)
    prune(home, keep)
    progress("publishing", 4, 4)
    return release


def facts_of(connection: Any, counts: dict[str, int]) -> dict[str, Any]:
    """What a person wants to know of a release at a glance."""

    def one(query: str) -> Any:
        return connection.execute(query).fetchone()[0]

    years = [
        row[0]
        for row in connection.execute(f"select fiscal_year from release.{SCHEMA}.dim_fiscal_year order by 1").fetchall()
    ]
    return {
        "reports": counts["dim_report"],
        "units": one(f"select count(distinct unit_key) from release.{SCHEMA}.dim_report"),
        "fiscal_years": years,
        "claims": counts["fct_claim"],
        "facts": counts["fct_budget"] + counts["fct_expenditure"] + counts["fct_income"],
        "findings": counts["fct_finding"],
        "unrecognised": counts["fct_unrecognised"],
        "figures": {
            ending: one(f"select coalesce(sum({ending}_figure_count), 0)::bigint from release.{SCHEMA}.dim_report")
            for ending in ("claimed", "listed", "excluded")
        },
        # files, whatever names they have
        "quarantine": one(f"select count(distinct sha256) from release.{SCHEMA}.fct_quarantine"),
    }


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap(home: Home, target: Path) -> None:
    """Points the link at another release in one step; relative, so that a home can be moved."""
    if home.published.exists() and not home.published.is_symlink():
        raise ReleaseError(f"{home.published} is not a link: move it away, then build again")
    aside = home.published.with_name(f"{_LINK_ASIDE}{secrets.token_hex(4)}")
    aside.symlink_to(Path(os.path.relpath(target, home.published.parent)), target_is_directory=True)
    aside.replace(home.published)
    sync_folder(home.published.parent)


def prune(home: Home, keep: int) -> list[str]:
    """Removes all but the last `keep` releases, never the published one; a reader that holds a file keeps it."""
    current = home.published.resolve().name
    whole = sorted(
        (entry for entry in home.releases.iterdir() if entry.is_dir() and not entry.name.startswith(".")),
        reverse=True,
    )
    kept = [entry for entry in whole if entry.name == current]
    removed: list[str] = []
    for entry in whole:
        if entry.name == current:
            continue
        if len(kept) < keep:
            kept.append(entry)
            continue
        # renamed first: a kill in between leaves no half a release under its own name
        doomed = entry.with_name(f"{ASIDE}{entry.name}")
        entry.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
        removed.append(entry.name)
    return removed


def listed_releases(home: Home) -> Iterable[str]:
    """The names of whole releases, newest first."""
    if not home.releases.is_dir():
        return []
    return sorted((entry.name for entry in home.releases.iterdir() if not entry.name.startswith(".")), reverse=True)
