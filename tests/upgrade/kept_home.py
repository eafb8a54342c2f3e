"""A home as an earlier code left it, kept in `home.tar.xz` with its reports: unpacked, compared, and made.

    python -m tests.upgrade.kept_home make      # with the code of MADE_BY, whatever is checked out
    python -m tests.upgrade.kept_home compare   # builds on it with the code here and prints what differs

The archive is made again only when a home of later code is to be kept instead: then MADE_BY names that commit and
`expected.csv` starts empty. The reports' bytes and all rows come out the same again; moments, run and release names don't.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tests.support import CHECKOUT, VOLATILE, Ran, command, environment, run_jixiao
from tests.upgrade import reports

FOLDER = Path(__file__).resolve().parent
ARCHIVE = FOLDER / "home.tar.xz"
EXPECTED = FOLDER / "expected.csv"
# the commit whose code built the kept home
MADE_BY = "7e6580f54124cc4d4d3aef569faeed445b5e356d"
# what a home needs to go on: not the lock, nor the working files that every build makes again
_KEPT = ("originals", "published", "quality", "releases", "staging")
# which code read or recognised a report: differs by nature
_VERSIONS = frozenset({"reader_version", "recogniser_version"})
_PLACE = ("block_no", "table_no", "row_no", "column_no", "char_start")
# part of keys; what a release of before it holds is unstated
_SCOPE = "reporting_scope"
# how a row is told from others; a table that is not named here is compared by whole rows
KEYS = {
    "bridge_fact_claim": ("fact_id", "claim_id"),
    "bridge_finding_claim": ("finding_id", "claim_id"),
    "dim_indicator": ("indicator_key",),
    "dim_project": ("project_key",),
    "dim_report": ("report_id",),
    "dim_report_file": ("report_id", "path"),
    "dim_unit": ("unit_key",),
    "dim_unit_alias": ("unit_key", "alias"),
    "fct_attribute": ("report_id", "attribute_code", *_PLACE),
    "fct_budget": ("fact_id",),
    "fct_claim": ("claim_id",),
    "fct_expenditure": ("fact_id",),
    "fct_finding": ("finding_id",),
    "fct_income": ("fact_id",),
    "fct_indicator": ("indicator_row_id",),
    "fct_quarantine": ("sha256", "file_name"),
    "fct_self_evaluation": ("unit_key", "fiscal_year", _SCOPE),
    "fct_staffing": ("unit_key", "fiscal_year", _SCOPE),
    "fct_unrecognised": ("report_id", "reason", *_PLACE),
    "mart_unit_year": ("unit_key", "fiscal_year", _SCOPE),
}
# what a build says of itself and of its guards, and the lists that come with the code
_OF_THE_CODE = frozenset(
    {
        "dim_fund", "dim_line_item", "fct_quality_exception", "fct_quality_override", "fct_quality_result", "fct_release_change",
    }
)  # fmt: skip

# table, lost | changed | new, column of what changed -> rows
Differences = Counter[tuple[str, str, str]]


@dataclass(frozen=True)
class Compared:
    """Two warehouses of the same reports: how many rows the older one has, and what the newer one has otherwise."""

    rows: int
    differences: Differences = field(default_factory=Counter)
    # of each difference one row's key
    samples: dict[tuple[str, str, str], tuple[Any, ...]] = field(default_factory=dict)

    def told(self) -> str:
        counts = Counter[str]()
        for (_, kind, _), count in self.differences.items():
            counts[kind] += count
        return f"{self.rows} rows, {counts['lost']} lost, {counts['changed']} changed, {counts['new']} new"


def unpacked(folder: Path) -> tuple[Path, Path]:
    """The kept home and its reports, in a folder of one's own."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "home", folder / "reports"


def aged(home: Path) -> None:
    """As if a code of other versions had recognised everything: the next build does it again on what is staged, and publishes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = home / "staging" / "manifest.parquet"
    manifest = pq.read_table(path)
    at = manifest.column_names.index("recogniser_version")
    earlier = pa.array(["earlier"] * manifest.num_rows, manifest.schema.field(at).type)
    pq.write_table(manifest.set_column(at, manifest.schema.field(at), earlier), path)
    told = (home / "published").resolve() / "release.json"
    told.write_text(json.dumps({**json.loads(told.read_text()), "fingerprint": "0" * 64}), encoding="utf-8")


def built(home: Path, folder: Path) -> Ran:
    return run_jixiao("build", folder, "--home", home, "--json")


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = ? and schema_name = 'marts' "
        "order by table_name, column_index",
        [catalog],
    ).fetchall():
        found.setdefault(table, []).append(column)
    return found


def _listed(kept: list[str], known: list[str]) -> str:
    """What to select of a table that has the columns `known`."""
    return ", ".join(f'cast("{name}" as varchar)' if name in known else "'unstated'" for name in kept)


def compare(old: Path, new: Path) -> Compared:
    """What of an older warehouse a newer one lost or holds otherwise, and what it holds besides.

    Columns and tables that only the newer one has are no difference; those that it no longer has are.
    """
    total = 0
    found: Differences = Counter()
    samples: dict[tuple[str, str, str], tuple[Any, ...]] = {}

    def differs(table: str, kind: str, column: str, key: tuple[Any, ...]) -> None:
        found[table, kind, column] += 1
        samples.setdefault((table, kind, column), key)

    with duckdb.connect() as connection:
        for name, path in (("was", old), ("now", new)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        before, after = _columns(connection, "was"), _columns(connection, "now")
        for table, columns in before.items():
            if table in _OF_THE_CODE:
                continue
            if table not in after:
                differs(table, "lost", "", ("the table",))
                continue
            for column in [column for column in columns if column not in after[table]]:
                differs(table, "lost", column, ("the column",))
            kept = [name for name in columns if name in after[table] and name not in VOLATILE | _VERSIONS]
            kept += [_SCOPE] if _SCOPE in KEYS.get(table, ()) and _SCOPE not in kept and _SCOPE in after[table] else []
            keys = [kept.index(name) for name in KEYS.get(table, kept) if name in kept]
            was, now = (
                {
                    tuple(row[at] for at in keys): row
                    for row in connection.execute(f"select {_listed(kept, known)} from {name}.marts.{table}").fetchall()
                }
                for name, known in (("was", columns), ("now", after[table]))
            )
            (row_count,) = connection.execute(f"select count(*) from was.marts.{table}").fetchone() or (0,)
            assert row_count == len(was), f"{table} has rows of one key"
            total += row_count
            for key in sorted(was.keys() | now.keys(), key=str):
                if key not in now:
                    differs(table, "lost", "", key)
                elif key not in was:
                    differs(table, "new", "", key)
                else:
                    for name, left, right in zip(kept, was[key], now[key], strict=True):
                        if left != right:
                            differs(table, "changed", name, key)
    return Compared(total, found, samples)


def expected() -> Differences:
    """What later changes made otherwise on purpose: lines of `expected.csv`, each with its reason."""
    with EXPECTED.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert all(line["reason"].strip() for line in lines), "a difference without a reason"
    return Counter({(line["table"], line["kind"], line["column"]): int(line["rows"]) for line in lines})


def _pack(folder: Path) -> None:
    """Writes `home/` and `reports/` below a folder into the archive, in order and without owners or times."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0, 0, "", ""
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz", preset=9) as archive:
        for part in ("home", "reports"):
            for path in sorted((folder / part).rglob("*")):
                archive.add(path, path.relative_to(folder).as_posix(), recursive=False, filter=plain)
    ARCHIVE.write_bytes(buffer.getvalue())


def make() -> None:
    """Builds the reports with the code of MADE_BY, taken from git, and keeps the home."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checkout = folder / "checkout"
        tree = subprocess.run(["git", "-C", str(CHECKOUT), "archive", MADE_BY], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(tree)) as archive:
            archive.extractall(checkout, filter="data")
        reports.write(folder / "reports")
        build = command("build", folder / "reports", "--home", folder / "home")
        subprocess.run(build, check=True, cwd=checkout, env={**environment(), "PYTHONPATH": str(checkout)})
        for path in (folder / "home").iterdir():
            if path.name not in _KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in (folder / "home").rglob("*"):
            assert not path.is_file() or name.encode() not in path.read_bytes(), (
                f"{path} names the folder it was made in"
            )
        _pack(folder)
    print(f"{ARCHIVE.name}: {ARCHIVE.stat().st_size:,} bytes, made by {MADE_BY[:7]}")


def show() -> None:
    with tempfile.TemporaryDirectory() as name:
        home, folder = unpacked(Path(name))
        old = Path(shutil.copy((home / "published" / "warehouse.duckdb").resolve(), Path(name) / "was.duckdb"))
        aged(home)
        ran = built(home, folder)
        if ran.code:
            sys.exit(ran.out + ran.err)
        found = compare(old, (home / "published" / "warehouse.duckdb").resolve())
        print(found.told())
        for key, count in found.differences.items():
            print(",".join(map(str, (*key, count))), "  e.g.", *found.samples[key])


if __name__ == "__main__":
    {"make": make, "compare": show}[sys.argv[1] if len(sys.argv) == 2 else "compare"]()
