"""Which home dbt reads and where its database lands."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from tests.support import nonempty

PROJECT = Path(__file__).resolve().parents[2] / "dbt"


@pytest.fixture(scope="module")
def plugin() -> ModuleType:
    spec = importlib.util.spec_from_file_location("jixiao_home_under_test", PROJECT / "plugins" / "jixiao_home.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def staged(home: Path) -> Path:
    (home / "staging").mkdir(parents=True)
    (home / "staging" / "manifest.parquet").touch()
    return home


def test_a_stated_home_is_taken_even_when_empty(plugin: ModuleType, tmp_path: Path) -> None:
    staged(tmp_path / "home")
    chosen = plugin.Plugin("p", {"home": str(tmp_path / "mine"), "checkout": str(tmp_path)})
    assert chosen.home == tmp_path / "mine"


def test_without_one_the_checkouts_home_then_its_samples(plugin: ModuleType, tmp_path: Path) -> None:
    config = {"home": "", "checkout": str(tmp_path)}
    assert plugin.Plugin("p", config).home == tmp_path / "home"
    samples = staged(tmp_path / "home" / "samples")
    assert plugin.Plugin("p", config).home == samples
    own = staged(tmp_path / "home2")
    own.joinpath("staging").rename(tmp_path / "home" / "staging")
    assert plugin.Plugin("p", config).home == tmp_path / "home"


def test_only_one_home_is_searched(plugin: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="comma"):
        plugin.Plugin("p", {"home": f"{tmp_path},/", "checkout": str(tmp_path)}).configure_connection(duckdb.connect())


def test_the_database_is_where_the_home_says(built_home: Path) -> None:
    assert sorted(path.name for path in built_home.rglob("*.duckdb")) == ["warehouse.duckdb"]
    assert (built_home / "work" / "warehouse.duckdb").is_file()
    assert not list(PROJECT.glob("*.duckdb")) and not list(PROJECT.parent.glob("*.duckdb"))


def test_wherever_dbt_is_started_by_hand_there_is_one_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    project = tmp_path / "dbt"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs", "*.duckdb", "__pycache__"))
    for name in ("JIXIAO_HOME", "JIXIAO_WAREHOUSE", "DBT_PROFILES_DIR", "DBT_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    for folder, arguments in (
        (project, []),
        (tmp_path, ["--project-dir", "dbt", "--profiles-dir", "dbt"]),
    ):
        monkeypatch.chdir(folder)
        try:
            result = dbtRunner().invoke(["seed", "--quiet", "--select", "fund", *arguments])
        finally:
            DuckDBConnectionManager.close_all_connections()
        assert result.success, result.exception
        assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.duckdb")] == [
            Path("home/work/warehouse.duckdb")
        ]


def marts(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(home / "work" / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        return {name: connection.execute(f"from marts.{name}").fetchall() for (name,) in tables}


def test_the_same_rows_in_another_order_give_the_same_marts(
    built_home: Path, tmp_path: Path, example: Callable[[], Any], dbt: Callable[..., Any]
) -> None:
    shuffled = example()
    shuffled.manifest.reverse()
    for rows in shuffled.rows.values():
        rows.reverse()
    shuffled.write(tmp_path)
    assert dbt(tmp_path, "build", "--exclude-resource-type", "test", "unit_test").success
    nonempty(marts(built_home)["fct_claim"])
    assert marts(tmp_path) == marts(built_home)


def test_a_home_without_staging_builds_an_empty_warehouse(tmp_path: Path, dbt: Callable[..., Any]) -> None:
    assert dbt(tmp_path, "build", "--exclude-resource-type", "unit_test").success
    found = marts(tmp_path)
    assert found["fct_claim"] == [] and found["dim_unit"] == []
    assert len(found["dim_line_item"]) > 10


def test_results_of_earlier_runs_are_kept(tmp_path: Path, example: Callable[[], Any], dbt: Callable[..., Any]) -> None:
    results = pytest.importorskip("expectations.results")
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "quality").mkdir()
    for number in (1, 2):
        row = results.QualityResult(
            f"run-{number}", f"2026-01-0{number}T00:00:00+00:00", "marts", 2023, "e", "error", "1", "0", False
        )
        values = {name: [getattr(row, name)] for name in row.__dataclass_fields__}
        pq.write_table(pa.table(values, schema=results.schema()), tmp_path / "quality" / f"run-{number}.parquet")
    assert dbt(tmp_path, "run", "--select", "+fct_quality_result").success
    assert [row[0] for row in marts(tmp_path)["fct_quality_result"]] == ["run-1", "run-2"]
