"""The gate: what was published stays to the byte, the Dagster run failed there, the reason fits a screen, a person may accept it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.results import read_history
from publishing import gate, overrides
from tests.support import copy_home, environment, run_jixiao, tree_digest

pytestmark = pytest.mark.slow

FAMILY = "overall_performance_self_evaluation"
CHECK = f"marts.reports_kept/{FAMILY}:2024"

RUN = """
import json
import dagster as dg
from dagster_project.definitions import defs

quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
    done = defs.resolve_job_def("build").execute_in_process(instance=instance, run_config=quiet, raise_on_error=False)
failed = [event for event in done.all_events if event.event_type_value == "STEP_FAILURE"]
told = failed[0].step_failure_data.user_failure_data
print(json.dumps({
    "success": done.success,
    "failed": [event.step_key for event in failed],
    "made": sorted(event.asset_key.to_user_string() for event in done.all_events if event.is_step_materialization),
    "description": told.description,
    "stopped_by": told.metadata["stopped_by"].value,
    "checks": {
        check.check_name: [check.passed, check.severity.value, sorted(check.metadata)]
        for check in done.get_asset_check_evaluations()
        if check.asset_key.path[0] == "expectations"
    },
}))
"""


def digests(home: Path) -> dict[str, str]:
    published = home / "published"
    found = {"": str(published.readlink())}
    for path in sorted(published.rglob("*")):
        if path.is_file():
            found[path.relative_to(published).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_what_is_published_stays_to_the_byte_and_one_screen_says_why(built_home: Path, stopped: Path) -> None:
    home = stopped / "home"
    assert digests(home) == digests(built_home)
    assert tree_digest(home / "releases") == tree_digest(built_home / "releases")
    ran = json.loads((stopped / "ran.json").read_text())
    assert ran["code"] == 1 and "Traceback" not in ran["err"]
    assert len(ran["err"].splitlines()) <= 26
    for told in (
        "The gate stopped publication",
        f"marts.reports_kept/{FAMILY}, fiscal year 2024",
        "limit >= 0.5",
        f"Release {(built_home / 'published').readlink().name} stays published.",
        "jixiao retry",
        "--accept",
    ):
        assert told in ran["err"], ran["err"]
    # the run's results are kept, and its data docs can be looked at
    assert len(list((home / "quality").glob("*-*.parquet"))) == 2
    assert "claims_kept" in (home / "work/data_docs/index.html").read_text(encoding="utf-8")
    status = run_jixiao("status", "--home", home, "--json").json
    assert CHECK in status["stopped"]["checks"] and status["accepted"] == []
    assert "stopped at the gate" in run_jixiao("status", "--home", home).out


def test_the_dagster_run_failed_at_the_gate_and_its_checks_say_which(stopped: Path, tmp_path: Path) -> None:
    home = copy_home(stopped / "home", tmp_path / "home")
    before = digests(home)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUN],
        capture_output=True,
        text=True,
        env=environment(JIXIAO_HOME=str(home), JIXIAO_REPORTS=str(stopped / "few")),
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert not found["success"] and found["failed"] == ["publishing__gate"]
    assert "publishing/release" not in found["made"] and "expectations/marts" in found["made"]
    assert found["description"].startswith("The gate stopped publication")
    (named,) = (one for one in found["stopped_by"] if one["check"] == CHECK)
    assert (named["fiscal_year"], named["limit"]) == (2024, ">= 0.5") and named["observed"]
    passed, severity, metadata = found["checks"]["reports_kept"]
    assert (passed, severity) == (False, "ERROR")
    assert {"severity", "limit", "judged", "failed", "by_fiscal_year"} <= set(metadata)
    assert found["checks"]["claims_placed"][0] is True
    assert digests(home) == before


def test_a_person_lets_what_was_seen_pass_and_nothing_else(stopped: Path, tmp_path: Path) -> None:
    home, few = copy_home(stopped / "home", tmp_path / "home"), stopped / "few"
    before = tree_digest(home)
    for wrong, told in (
        (("--accept", "marts.no_such_check", "--reason", "x"), "marts.no_such_check"),
        (("--accept", "marts.reports_kept"), "--reason"),
    ):
        refused = run_jixiao("build", few, "--home", home, *wrong)
        assert refused.code == 2 and told in refused.err
    assert {path: state for path, state in tree_digest(home).items() if path != "lock"} == {
        path: state for path, state in before.items() if path != "lock"
    }

    last = read_history(home / "quality")
    stopping = gate.judge(row for row in last if row.run_id == last[-1].run_id).stopped_by
    named = [word for result in stopping for word in ("--accept", overrides.check_name(result))]
    reason = "旧年度的报告已按通知撤回 <b>"
    ran = run_jixiao("build", few, "--home", home, "--json", "--reason", reason, "--by", "审计员", *named)
    assert ran.code == 0, ran.out + ran.err
    assert len(ran.json["release"]["checks"]["accepted"]) == len(stopping)
    rows = query(
        home, "select suite, expectation, fiscal_year, accepted_by, reason, run_id from marts.fct_quality_override"
    )
    assert {row[:3] for row in rows} == {(r.suite, r.expectation, r.fiscal_year) for r in stopping}
    assert {row[3:] for row in rows} == {("审计员", reason, last[-1].run_id)}
    # what failed is still said to have failed
    failing = query(
        home,
        "select count(*) from marts.fct_quality_result as r inner join marts.fct_quality_override as o "
        "on r.suite = o.suite and r.expectation = o.expectation and r.fiscal_year is not distinct from o.fiscal_year "
        "where not r.passed and r.run_id <> o.run_id",
    )
    assert failing == [(len(stopping),)]
    docs = (home / "published/data_docs/index.html").read_text(encoding="utf-8")
    assert "审计员" in docs and "旧年度的报告已按通知撤回 &lt;b&gt;" in docs and reason not in docs
    assert "审计员" in run_jixiao("status", "--home", home).out
