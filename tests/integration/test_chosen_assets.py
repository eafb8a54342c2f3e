"""Assets chosen by hand in Dagster: what is chosen is done, and nothing is published that was not judged as a whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import CHECKOUT, SAMPLES, copy_home, environment

pytestmark = pytest.mark.slow

ROOMS = ("dagster_project", "dbt", "expectations", "ingest", "publishing")
MODEL = "dbt/models/marts/mart_unit_year.sql"
THRESHOLDS = "expectations/thresholds.csv"

# One process that has its definitions loaded, as Dagster's has, and then everything by hand, one thing after the other.
CHOOSE = """
import json, os, shutil, sys
from pathlib import Path
import dagster as dg
import duckdb
from dagster_project.definitions import defs

home, checkout = Path(os.environ["JIXIAO_HOME"]), Path.cwd()
warehouse = home / "work" / "warehouse.duckdb"
whole = defs.resolve_implicit_global_asset_job_def()
told = {}


def choose(name, *keys):
    assets = {dg.AssetKey(key.split("/")) for key in keys if ":" not in key}
    checks = {dg.AssetCheckKey(dg.AssetKey(key.split(":")[0].split("/")), key.split(":")[1]) for key in keys if ":" in key}
    job = whole.get_subset(asset_selection=assets, asset_check_selection=checks or None)
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        ran = job.execute_in_process(instance=instance, run_config=quiet, raise_on_error=False)
        logs = [entry.user_message for entry in instance.all_logs(ran.run_id)]
    failures = [event.step_failure_data.user_failure_data for event in ran.all_events if event.is_step_failure]
    made = [event.asset_key.to_user_string() for event in ran.get_asset_materialization_events()]
    told[name] = {
        "ok": ran.success,
        "made": sorted(made),
        "checks": sorted(check.check_name for check in ran.get_asset_check_evaluations()),
        "why": [failure.description if failure else None for failure in failures],
        "said": [line for line in logs if line.startswith(("Nothing new", "Published", "dbt, a part"))],
        "published": os.readlink(home / "published") if (home / "published").is_symlink() else None,
        "releases": sorted(path.name for path in (home / "releases").glob("*")),
    }


def rewritten(path, change):
    before = path.read_bytes()
    change(path)
    return lambda: path.write_bytes(before)


def insert(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.fct_budget set amount_yuan = amount_yuan * 2")


def append(path):
    with path.open("a") as handle:
        handle.write("\\n")


choose("published again", "publishing/release")
choose("one guard", "expectations/marts:claims_kept")
# as if the build had ended just before its release
shutil.rmtree(home / "releases")
(home / "published").unlink()
for name, path, change in (
    ("another model", checkout / sys.argv[1], append),
    ("another threshold", checkout / sys.argv[2], append),
    ("another working file", warehouse, insert),
):
    undo = rewritten(path, change)
    choose(name, "publishing/release")
    undo()
choose("as it was judged", "publishing/release")
choose("one mart", "marts/mart_unit_year")
choose("one test", "marts/dim_unit:" + sys.argv[3])
choose("a part of a step", "landing/files")
(home / "published").unlink()
choose("after one mart", "publishing/release")
choose("a mart and the release", "marts/mart_unit_year", "publishing/release")
warehouse.unlink()
choose("one mart of nothing", "marts/mart_unit_year")
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def chosen(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What became of each choice, by its name, in a checkout of its own whose files change after they were loaded."""
    folder = tmp_path_factory.mktemp("chosen")
    checkout, home = folder / "checkout", copy_home(built_home, folder / "home")
    for room in ROOMS:
        built = shutil.ignore_patterns("target", "logs", "__pycache__")
        shutil.copytree(CHECKOUT / room, checkout / room, ignore=built)
    test = "dim_unit_key"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHOOSE, MODEL, THRESHOLDS, test],
        capture_output=True,
        text=True,
        cwd=checkout,
        env=environment(PYTHONPATH=str(checkout), JIXIAO_HOME=str(home), JIXIAO_REPORTS=str(SAMPLES)),
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_release_that_is_published_is_not_made_again(chosen: Any) -> None:
    again = chosen["published again"]
    assert again["ok"] and again["made"] == ["publishing/release"]
    (said,) = again["said"]
    assert said.startswith("Nothing new") and again["releases"] == [Path(again["published"]).name]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ("another model", "the dbt project changed since the step 'handover' was run: run the whole job"),
        ("another threshold", "the thresholds or guards changed since the step 'handover' was run: run the whole job"),
        ("another working file", "was changed after it was judged: run the whole job"),
    ],
)
def test_what_was_not_judged_is_not_published(chosen: Any, changed: str, why: str) -> None:
    found = chosen[changed]
    assert not found["ok"] and (found["published"], found["releases"]) == (None, [])
    (said,) = found["why"]
    assert said.endswith(why) and "\n" not in said


def test_what_was_judged_is_published(chosen: Any) -> None:
    found = chosen["as it was judged"]
    assert found["ok"] and found["releases"] == [Path(found["published"]).name]
    assert found["said"][0].startswith("Published")


def test_one_mart_is_built_with_its_tests_and_nothing_is_published(chosen: Any) -> None:
    found, before = chosen["one mart"], chosen["as it was judged"]
    assert found["ok"] and found["made"] == ["marts/mart_unit_year"]
    assert "mart_unit_year_key" in found["checks"]
    assert "nothing else does" in found["said"][0]
    assert (found["published"], found["releases"]) == (before["published"], before["releases"])


def test_after_a_part_was_built_only_a_whole_build_publishes(chosen: Any) -> None:
    for name in ("after one mart", "a mart and the release"):
        found = chosen[name]
        assert not found["ok"] and found["published"] is None
        assert found["why"] == ["only a part of the step 'dbt' was run since the last whole build: run the whole job"]
    assert chosen["a mart and the release"]["made"] == ["marts/mart_unit_year"]


def test_a_part_of_nothing_is_refused_in_a_sentence(chosen: Any) -> None:
    found = chosen["one mart of nothing"]
    assert found["why"] == ["there is no working file yet to build a part of: run the whole job"]


def test_single_checks_and_parts_of_steps_are_honoured(chosen: Any) -> None:
    assert (chosen["one guard"]["ok"], chosen["one guard"]["checks"]) == (True, ["claims_kept"])
    assert (chosen["one test"]["ok"], chosen["one test"]["checks"]) == (True, ["dim_unit_key"])
    assert chosen["a part of a step"]["ok"] and chosen["a part of a step"]["said"][0].startswith("Nothing new")
