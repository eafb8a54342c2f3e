"""The dbt project: parsed once per state of its files, built in this process, its file given back closed.

Nothing of dbt is imported before it is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.home import DBT_PROJECT, Settings
from publishing.fingerprint import folder_digest, tool_versions

_KEEP_PARSED = 3
# a project that is being parsed, how old it is when whoever began it is surely gone, and how often a damaged one is looked at
_PARSING, _STALE_SECONDS, _LOOKS = ".parsing-", 3_600.0, 4
_SAMPLE_ROWS = 20
# what names a row without telling what it says
_KEY_ENDINGS = ("_id", "_key", "_code", "_version")
_KEY_NAMES = frozenset({"sha256", "fiscal_year", "attribute_code", "place_kind"})
# parsed by this process, by cache folder: dbt then needn't read it back
_parsed: dict[Path, Any] = {}


class DbtFailed(RuntimeError):
    """dbt itself failed: the project doesn't parse, or a model doesn't build. The message is dbt's own."""


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What became of one model, seed or test. `status` is dbt's: success, pass, warn, fail, error, skipped."""

    unique_id: str
    name: str
    resource_type: str
    status: str
    severity: str
    failures: int
    seconds: float
    message: str
    sample_keys: tuple[str, ...] = ()

    @property
    def is_test(self) -> bool:
        return self.resource_type in ("test", "unit_test")


def _cache_folder(settings: Settings) -> Path:
    """Where the project in its present state is kept parsed: another project or another dbt is another folder.

    The home doesn't matter: no model or source holds a path, the profile's plugin finds them at run time.
    """
    state = "\x1f".join([folder_digest(DBT_PROJECT), str(DBT_PROJECT), repr(tool_versions())])
    return settings.home.dbt_cache / hashlib.sha256(state.encode()).hexdigest()[:16]


def _arguments(settings: Settings, target: Path) -> list[str]:
    return [
        "--project-dir",
        str(DBT_PROJECT),
        "--profiles-dir",
        str(DBT_PROJECT),
        "--target-path",
        str(target),
        "--log-path",
        str(settings.home.dbt_cache / "logs"),
        "--quiet",
        "--log-level",
        "none",
        "--log-level-file",
        "info",
        "--no-use-colors",
        "--no-version-check",
        "--no-send-anonymous-usage-stats",
    ]


def manifest_path(settings: Settings) -> Path:
    """The project's manifest.json, parsed first where its present state never was. Raises DbtFailed where it doesn't parse."""
    folder = _cache_folder(settings)
    if _is_parsed(folder):
        return folder / "manifest.json"
    # dbt writes there while it builds, and not in one step: what a kill left is parsed anew
    shutil.rmtree(folder, ignore_errors=True)
    for leftover in settings.home.dbt_cache.glob(f"{_PARSING}*"):
        if time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)
    from dbt.cli.main import dbtRunner

    os.environ.update(settings.to_environment())
    aside = settings.home.dbt_cache / f"{_PARSING}{secrets.token_hex(4)}"
    aside.mkdir(parents=True)
    try:
        outcome = dbtRunner().invoke(["parse", *_arguments(settings, aside)])
        if not outcome.success:
            raise DbtFailed(f"the dbt project doesn't parse: {outcome.exception}")
        if not folder.exists():
            # another process may parse the same state at the same time: the first to arrive stays
            try:
                aside.rename(folder)
            except OSError:
                if not folder.exists():
                    raise
        _parsed[folder] = outcome.result
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _forget_old(settings, folder)
    return folder / "manifest.json"


def _is_parsed(folder: Path) -> bool:
    for _ in range(_LOOKS):
        try:
            return bool(json.loads((folder / "manifest.json").read_bytes())["nodes"])
        except OSError:
            return False
        except (ValueError, KeyError, TypeError):
            # another process may be writing it
            time.sleep(0.25)
    return False


def _forget_old(settings: Settings, current: Path) -> None:
    folders = [
        entry for entry in settings.home.dbt_cache.iterdir() if (entry / "manifest.json").is_file() and entry != current
    ]
    for entry in sorted(folders, key=lambda e: e.stat().st_mtime, reverse=True)[_KEEP_PARSED - 1 :]:
        shutil.rmtree(entry, ignore_errors=True)


def build(settings: Settings, only: Sequence[str] = ()) -> list[NodeResult]:
    """Builds every seed and model into a fresh working file and runs every data test; the file is closed afterwards.

    `only`: the names of some models, seeds and tests, built into the working file that is there, with every test of these models.
    Unit tests are about the SQL, not about this load: they belong to the project's own tests. Raises DbtFailed where dbt
    could not run at all; models and tests that failed are told in the results.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    path = manifest_path(settings)
    folder = path.parent
    os.environ.update(settings.to_environment())
    if not only:
        for leftover in (
            settings.home.warehouse,
            settings.home.warehouse.with_name(settings.home.warehouse.name + ".wal"),
        ):
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover)
            leftover.unlink(missing_ok=True)
    chosen = ["--select", *only] if only else []
    runner = dbtRunner(manifest=_manifest(folder))
    try:
        outcome = runner.invoke(
            ["build", "--exclude-resource-type", "unit_test", *chosen, *_arguments(settings, folder)]
        )
        if outcome.exception is not None or outcome.result is None:
            raise DbtFailed(f"dbt could not run: {outcome.exception}")
        results = [_node_result(found) for found in outcome.result.results]
        compiled = {
            found.node.unique_id: getattr(found.node, "compiled_code", None) for found in outcome.result.results
        }
    finally:
        # otherwise the file stays open in this process, and every other one is kept out
        DuckDBConnectionManager.close_all_connections()
    return list(_with_samples(settings, results, compiled))


def _manifest(folder: Path) -> Any:
    """The parsed project for dbt to run, or None: then dbt parses it itself. dbt changes it while it runs: one for each run."""
    if folder in _parsed:
        return _parsed.pop(folder)
    try:
        from dbt.contracts.graph.manifest import Manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        found = Manifest.from_msgpack(
            (folder / "partial_parse.msgpack").read_bytes(), decoder=extended_mashumuro_decoder
        )
        found.build_flat_graph()
    except Exception:
        # whatever is wrong with what was kept, dbt can do without it
        return None
    return found


def _node_result(found: Any) -> NodeResult:
    node = found.node
    severity = str(getattr(node.config, "severity", "error") or "error").lower()
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        resource_type=str(getattr(node.resource_type, "value", node.resource_type)),
        status=str(getattr(found.status, "value", found.status)),
        severity=severity,
        failures=int(found.failures or 0),
        seconds=float(found.execution_time or 0.0),
        message=str(found.message or ""),
    )


def _with_samples(
    settings: Settings, results: Sequence[NodeResult], compiled: Mapping[str, str | None]
) -> Iterator[NodeResult]:
    failed = [r for r in results if r.is_test and r.status in ("fail", "warn") and compiled.get(r.unique_id)]
    samples: dict[str, tuple[str, ...]] = {}
    if failed and settings.home.warehouse.exists():
        import duckdb

        with duckdb.connect(str(settings.home.warehouse), read_only=True) as connection:
            connection.execute("set file_search_path = ?", [str(settings.home.root)])
            for result in failed:
                try:
                    cursor = connection.execute(f"select * from ({compiled[result.unique_id]}) limit {_SAMPLE_ROWS}")
                except duckdb.Error:
                    continue
                names = [column[0] for column in cursor.description]
                samples[result.unique_id] = _keys(result, names, cursor.fetchall())
    for result in results:
        found = samples.get(result.unique_id, ())
        yield NodeResult(**{**{name: getattr(result, name) for name in NodeResult.__slots__}, "sample_keys": found})


def _keys(result: NodeResult, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """The keys of offending rows; never a text of a report, which a test over quotes or names would otherwise bring along."""
    if "link" in names and "missing_value" in names:
        # the project's own test of relationships: which column, and what it holds that the other table lacks
        link, value = names.index("link"), names.index("missing_value")
        missing = (
            f"{row[link]}={row[value]}"
            for row in rows
            if str(row[link]) in _KEY_NAMES or str(row[link]).endswith(_KEY_ENDINGS)
        )
        return tuple(dict.fromkeys(key.replace(",", ";")[:80] for key in missing))
    wanted = [position for position, name in enumerate(names) if name in _KEY_NAMES or name.endswith(_KEY_ENDINGS)]
    if not wanted:
        # dbt's own generic tests call the tested column so
        tested = result.name.endswith(_KEY_ENDINGS) or any(f"{ending}_" in result.name for ending in _KEY_ENDINGS)
        wanted = [
            position
            for position, name in enumerate(names)
            if name in ("unique_field", "from_field", "value_field") and tested
        ]
    keys = ("/".join(str(row[position]) for position in wanted).replace(",", ";") for row in rows) if wanted else ()
    return tuple(dict.fromkeys(key[:80] for key in keys))
