"""What tests of several rooms share: the command line as a person runs it, homes, and marts to compare."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT / "samples" / "reports"
# what may differ between two builds of the same reports
VOLATILE = frozenset({"received_at", "seen_at", "run_id", "run_at", "accepted_at", "previous_release_id"})
# what was published before, by the hour
HISTORY = frozenset({"dim_release", "id_redirect"})
# longer on a machine that does much else
BUILD_SECONDS = int(os.environ.get("JIXIAO_BUILD_SECONDS", "600"))

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="released files are read-only: only root can write to one")

Rows = list[tuple[str, ...]]
Found = TypeVar("Found")


def nonempty(found: Iterable[Found]) -> list[Found]:
    """What was found, of which there must be something: a loop over nothing and a search through nothing prove nothing."""
    listed = list(found)
    assert listed, "there is nothing to look at"
    return listed


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: nothing of the project's own settings but what a test says."""
    own = ("JIXIAO_", "DAGSTER_", "DBT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **more}


def command(*arguments: str | Path) -> list[str]:
    """`jixiao` with arguments, as a list for subprocess."""
    return [sys.executable, "-m", "jixiao", *map(str, arguments)]


def run_jixiao(*arguments: str | Path, cwd: Path | None = None, **more: str) -> Ran:
    """Runs `jixiao` in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        cwd=cwd or CHECKOUT,
        env=environment(**more),
        timeout=BUILD_SECONDS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def in_new_process(code: str, hash_seed: int = 0) -> str:
    """What Python code prints in a process of its own, whose sets have an order of their own."""
    seed = {"PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(**seed), check=True
    )
    return done.stdout.strip()


def marts(home: Path) -> dict[str, Rows]:
    """Every published row as text, by table, without what may differ; the quality history without its repetitions."""
    import duckdb

    found: dict[str, Rows] = {}
    with duckdb.connect(str((home / "published" / "warehouse.duckdb").resolve()), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        for (table,) in tables:
            if table in HISTORY:
                continue
            described = connection.execute(f"describe marts.{table}").fetchall()
            names = [row[0] for row in described if row[0] not in VOLATILE]
            listed = ", ".join(f'cast("{name}" as varchar)' for name in names)
            distinct = "distinct" if table == "fct_quality_result" else ""
            found[table] = connection.execute(f"select {distinct} {listed} from marts.{table} order by all").fetchall()
    # two warehouses without a claim are alike whatever was to be compared
    nonempty(found.get("fct_claim", []))
    return found


@contextmanager
def held_for_writing(database: Path) -> Iterator[None]:
    """Another process has opened a database as every tool does unless told otherwise; of a released one only root can."""
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as client:
        assert client.stdout is not None and client.stdout.readline().strip() == b"held"
        yield
        client.communicate(b"")


def as_release(warehouse: Path, folder: Path | None = None) -> Path:
    """A release's folder as those who read one need it: the public tables of a warehouse as Parquet. Default: beside the file."""
    import duckdb

    folder = folder or warehouse.with_suffix(".release")
    (folder / "parquet").mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        for (table,) in tables:
            connection.execute(f"copy marts.{table} to '{folder}/parquet/{table}.parquet' (format parquet)")
    return folder


def differences(left: dict[str, Rows], right: dict[str, Rows]) -> dict[str, dict[str, Any]]:
    """What two marts don't share, by table: a readable failure instead of two dumps."""
    found: dict[str, dict[str, Any]] = {}
    for table in sorted({*left, *right}):
        ours, theirs = left.get(table, []), right.get(table, [])
        if ours != theirs:
            found[table] = {
                "rows": (len(ours), len(theirs)),
                "only_left": sorted(set(ours) - set(theirs), key=str)[:3],
                "only_right": sorted(set(theirs) - set(ours), key=str)[:3],
            }
    return found


def copy_home(source: Path, target: Path) -> Path:
    """A home of its own that starts where another one stands; links stay links."""
    shutil.copytree(source, target, symlinks=True)
    return target


def new_home(target: Path, parsed: Path) -> Path:
    """An empty home that has the dbt project parsed already, as `parsed` has: a test then saves the time of it."""
    (target / "work").mkdir(parents=True)
    shutil.copytree(parsed / "work" / "dbt", target / "work" / "dbt")
    return target


def tree_digest(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below a folder: equal when nothing was touched."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (state.st_size, state.st_mtime_ns) for path, state in found}


def another_year(source: Path, target: Path, year: str, other: str) -> Path:
    """A further report of our own making: a sample with another fiscal year written in it."""
    target.write_text(source.read_text(encoding="utf-8").replace(year, other), encoding="utf-8")
    return target
