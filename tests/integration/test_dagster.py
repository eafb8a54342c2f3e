"""The code location: what it declares, and that a Dagster run does what the command line does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import CHECKOUT, SAMPLES, copy_home, differences, environment, marts, new_home

pytestmark = pytest.mark.slow

DESCRIBE = """
import json
import dagster as dg
from dagster_project.definitions import defs
graph = defs.resolve_asset_graph()
job = defs.resolve_job_def("build")
print(json.dumps({
    "assets": sorted(key.to_user_string() for key in graph.get_all_asset_keys()),
    "made": sorted(key.to_user_string() for key in graph.materializable_asset_keys),
    "checks": sorted([key.asset_key.to_user_string(), key.name] for key in graph.asset_check_keys),
    "steps": sorted(job.nodes_in_topological_order and [node.name for node in job.nodes_in_topological_order]),
    "parents": {key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys) for key in graph.get_all_asset_keys()},
    "executor": job.executor_def.name,
    "schedules": [schedule.name for schedule in defs.schedules],
    "sensors": [sensor.name for sensor in defs.sensors],
    "running": [one.default_status.value for one in (*defs.schedules, *defs.sensors)],
    "told": {
        f"{spec.asset_key.to_user_string()}:{spec.name}": [spec.description, spec.metadata.get("stops_the_gate")]
        for definition in defs.assets if isinstance(definition, dg.AssetsDefinition)
        for spec in definition.check_specs
    },
}))
"""

EVALUATE = """
import json, os, sys
import dagster as dg
from dagster_project.schedules import daily_build
from dagster_project.sensors import landing_sensor
from pathlib import Path

with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
    def sense(cursor):
        found = landing_sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
        reason = found.skip_reason.skip_message if found.skip_reason else None
        assert bool(found.run_requests) != bool(reason)
        return reason, found.cursor

    seen = []
    cursor = None
    new = Path(os.environ["JIXIAO_REPORTS"]) / "new.txt"
    for step in range(7):
        if step == 2:
            new.write_text("x")
        if step == 5:
            new.with_name("another.txt").write_text("y")
        if step == 6:
            new.with_name("another.txt").unlink()
        fired, cursor = sense(cursor)
        seen.append(fired)
    tick = daily_build(dg.build_schedule_context(instance=instance))
print(json.dumps({"fired": seen, "schedule": type(tick).__name__}))
"""


def python(code: str, home: Path, reports: Path = SAMPLES, **more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        env=environment(JIXIAO_HOME=str(home), JIXIAO_REPORTS=str(reports), DAGSTER_HOME=str(home / "work"), **more),
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def described(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return python(DESCRIBE, new_home(tmp_path_factory.mktemp("dagster") / "home", built_home))


def manifest_of(home: Path) -> Any:
    (path,) = (home / "work/dbt").glob("*/manifest.json")
    return json.loads(path.read_text())


def test_every_step_of_the_way_is_an_asset(described: Any, built_home: Path) -> None:
    assets = set(described["assets"])
    for key in ("landing/files", "raw/blocks", "recognised/claims", "home/manifest", "staging/stg_claims"):
        assert key in assets
    for key in (
        "marts/fct_claim",
        "expectations/handover",
        "expectations/marts",
        "publishing/gate",
        "publishing/release",
    ):
        assert key in assets
    nodes = manifest_of(built_home)["nodes"].values()
    made = {
        f"{node['config']['schema']}/{node['name']}" for node in nodes if node["resource_type"] in ("model", "seed")
    }
    assert made <= set(described["made"])


def test_no_asset_is_a_phantom(described: Any) -> None:
    # read by dbt; the gate of an earlier run or a person wrote them, so no step of the graph makes them
    kept = {"home/quality_results", "home/quality_overrides", "home/finding_reviews"}
    assert set(described["assets"]) - set(described["made"]) == kept
    known = set(described["assets"])
    assert all(set(parents) <= known for parents in described["parents"].values())


def test_lineage_leads_from_the_release_back_to_the_files(described: Any) -> None:
    parents: dict[str, list[str]] = described["parents"]
    reached, waiting = set(), ["publishing/release"]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += parents[key]
    assert {"publishing/gate", "marts/fct_budget", "recognised/claims", "raw/blocks", "landing/files"} <= reached


def test_tests_and_guards_are_checks_of_known_assets(described: Any, built_home: Path) -> None:
    from expectations.thresholds import of_suite

    checks = {(asset, name) for asset, name in described["checks"]}
    assert {asset for asset, _ in checks} <= set(described["assets"])
    for suite in ("handover", "marts"):
        assert {name for asset, name in checks if asset == f"expectations/{suite}"} == {
            g.expectation for g in of_suite(suite)
        }
    tests = {node["name"] for node in manifest_of(built_home)["nodes"].values() if node["resource_type"] == "test"}
    from_dbt = {name for asset, name in checks if not asset.startswith("expectations/")}
    assert from_dbt <= tests
    assert len(from_dbt) >= 0.8 * len(tests)


def test_one_process_one_job_one_schedule_one_sensor(described: Any) -> None:
    assert described["executor"] == "in_process"
    assert (described["schedules"], described["sensors"]) == (["daily_build"], ["landing_folder"])


def test_schedule_and_sensor_wait_for_the_setting_that_turns_them_on(
    described: Any, built_home: Path, tmp_path: Path
) -> None:
    assert described["running"] == ["STOPPED", "STOPPED"]
    code = (
        "import json\n"
        "from dagster_project.schedules import daily_build\n"
        "from dagster_project.sensors import landing_sensor\n"
        "print(json.dumps([one.default_status.value for one in (daily_build, landing_sensor)]))\n"
    )
    assert python(code, tmp_path / "home", JIXIAO_SCHEDULE="on") == ["RUNNING", "RUNNING"]


def test_checks_that_stop_the_gate_say_so(described: Any, built_home: Path) -> None:
    from expectations.thresholds import of_suite

    told = described["told"]
    for suite in ("handover", "marts"):
        for guard in of_suite(suite):
            description, stops = told[f"expectations/{suite}:{guard.expectation}"]
            assert stops == description.startswith("The gate stops on this.") == (guard.severity == "critical")
    nodes = {node["name"]: node for node in manifest_of(built_home)["nodes"].values()}
    from_dbt = {name.split(":")[1]: found for name, found in told.items() if not name.startswith("expectations/")}
    warned = {name for name in from_dbt if nodes[name]["config"]["severity"].lower() == "warn"}
    assert {name for name, (_, stops) in from_dbt.items() if not stops} == warned
    assert all(words.startswith("The gate stops on this.") == stops for words, stops in from_dbt.values())


def test_the_sensor_fires_once_the_folder_has_changed_and_settled(built_home: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    from dagster_project.sensors import BUILT, COPYING, UNCHANGED

    found = python(EVALUATE, new_home(tmp_path / "home", built_home), reports)
    # seen, settled and fired; then a new file: seen, settled and fired; then a file that came and went
    assert found["fired"] == [COPYING, None, COPYING, None, UNCHANGED, COPYING, BUILT]
    assert found["schedule"] == "RunRequest"


def test_the_schedule_skips_where_nothing_is_new(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    code = (
        "import json, dagster as dg\n"
        "from dagster_project.schedules import daily_build\n"
        "with dg.DagsterInstance.ephemeral() as instance:\n"
        "    print(json.dumps(daily_build(dg.build_schedule_context(instance=instance)).skip_message))\n"
    )
    assert python(code, home).startswith("Nothing new: the same files")


def test_a_dagster_run_publishes_what_the_command_line_publishes(built_home: Path, tmp_path: Path) -> None:
    home = new_home(tmp_path / "home", built_home)
    instance = home / "dagster"
    instance.mkdir(parents=True)
    (instance / "dagster.yaml").write_text((CHECKOUT / "dagster_project/dagster.yaml").read_text())
    variables = {"JIXIAO_HOME": str(home), "JIXIAO_REPORTS": str(SAMPLES), "DAGSTER_HOME": str(instance)}
    command = [sys.executable, "-m", "dagster", "job", "execute", "-m", "dagster_project.definitions", "-j", "build"]

    def execute() -> str:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(**variables), check=False, timeout=600
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stderr

    execute()
    assert differences(marts(home), marts(built_home)) == {}
    target = (home / "published").readlink()
    # a second run has nothing to do and says so
    assert "Nothing new" in execute()
    assert (home / "published").readlink() == target


def test_the_definitions_validate(built_home: Path, tmp_path: Path) -> None:
    home = new_home(tmp_path / "home", built_home)
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-m", "dagster_project.definitions"],
        capture_output=True,
        text=True,
        env=environment(JIXIAO_HOME=str(home), JIXIAO_REPORTS=str(SAMPLES)),
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
