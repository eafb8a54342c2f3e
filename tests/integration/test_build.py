"""The whole way, from a folder of reports to a published warehouse, as a person runs it."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.results import read_history
from ingest import lists
from ingest.staging import Staging
from tests.support import (
    CHECKOUT,
    SAMPLES,
    copy_home,
    differences,
    environment,
    marts,
    new_home,
    nonempty,
    run_jixiao,
    tree_digest,
)

pytestmark = pytest.mark.slow

PUBLIC = {
    "bridge_claim_rule",
    "bridge_fact_claim",
    "bridge_unit_member",
    "bridge_finding_claim",
    "dim_attribute",
    "dim_budget_version",
    "dim_classification",
    "dim_economic_class",
    "dim_function",
    "dim_check",
    "dim_figure_reason",
    "dim_identity_basis",
    "dim_reporting_scope",
    "dim_fiscal_year",
    "dim_function_category",
    "dim_fund",
    "dim_indicator",
    "dim_line_item",
    "dim_measure",
    "dim_place_kind",
    "dim_project",
    "dim_release",
    "dim_report",
    "dim_report_family",
    "dim_report_file",
    "dim_rule",
    "dim_unit",
    "dim_unit_alias",
    "fct_attribute",
    "fct_balance",
    "fct_budget",
    "fct_budget_by_economic_class",
    "fct_budget_by_function",
    "fct_claim",
    "fct_expenditure",
    "fct_expenditure_by_economic_class",
    "fct_expenditure_by_function",
    "fct_finding",
    "fct_finding_review",
    "fct_income",
    "fct_income_budget_by_function",
    "fct_income_by_function",
    "fct_indicator",
    "fct_list_fault",
    "fct_quality_exception",
    "fct_quality_override",
    "fct_quality_result",
    "fct_quarantine",
    "fct_release_change",
    "fct_self_evaluation",
    "fct_staffing",
    "fct_unrecognised",
    "id_redirect",
    "mart_unit_economic_year",
    "mart_unit_function_year",
    "mart_unit_year",
}
EVERYDAY = {
    "budget",
    "budget_by_line_item",
    "budget_execution",
    "expenditure",
    "expenditure_by_line_item",
    "income",
    "three_public_budget",
    "three_public_expenditure",
}


def query(home: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def release_of(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "published/release.json").read_text())
    return found


# -- what a first build publishes --------------------------------------------------------------------------------------


def test_a_release_is_the_public_tables_as_database_and_parquet_with_docs(built_home: Path) -> None:
    tables = query(built_home, "select schema_name, table_name from duckdb_tables()")
    assert {schema for schema, _ in tables} == {"marts", "everyday"}
    assert {table for schema, table in tables if schema == "marts"} == PUBLIC
    assert {table for schema, table in tables if schema == "everyday"} == EVERYDAY
    published = built_home / "published"
    assert {path.stem for path in (published / "parquet").glob("*.parquet")} == PUBLIC
    assert {path.stem for path in (published / "parquet/everyday").iterdir()} == EVERYDAY
    assert (published / "data_docs/index.html").is_file()
    release = release_of(built_home)
    assert release["reports"] >= 6 and release["units"] >= 5 and len(release["fiscal_years"]) >= 2
    for table, count in release["rows"].items():
        schema, _, name = table.rpartition(".")
        assert query(built_home, f"select count(*) from {schema or 'marts'}.{name}") == [(count,)]
        file = published / "parquet" / schema / f"{name}.parquet"
        assert duckdb.sql(f"select count(*) from '{file}'").fetchall() == [(count,)]


def test_every_file_of_the_samples_is_a_report_or_in_quarantine(built_home: Path) -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file() and path.name not in lists.KINDS]
    known = query(built_home, "select count(*) from marts.dim_report_file")[0][0]
    refused = query(built_home, "select file_name, reason from marts.fct_quarantine")
    assert known + len(refused) == len(files)
    assert all(reason for _, reason in refused)


def test_paths_published_tell_nothing_of_the_machine(built_home: Path) -> None:
    paths = query(built_home, "select path from marts.dim_report_file")
    assert paths and all(not path.startswith("/") for (path,) in paths)

    def naming(folder: Path) -> list[Path]:
        files = nonempty(file for file in folder.rglob("*") if file.suffix in (".html", ".json"))
        return [file for file in files if str(built_home) in file.read_text(encoding="utf-8")]

    # what dbt leaves behind names the folder, and is not published
    assert naming(built_home / "work")
    assert naming((built_home / "published").resolve()) == []
    for table in marts(built_home).values():
        assert str(built_home) not in str(table)


def test_every_guards_result_is_a_row(built_home: Path) -> None:
    suites = dict(query(built_home, "select suite, count(*) from marts.fct_quality_result group by all"))
    assert set(suites) == {"handover", "dbt", "marts"} and all(suites.values())
    runs = query(built_home, "select distinct run_id from marts.fct_quality_result")
    assert runs == [(release_of(built_home)["run_id"],)]
    assert [path.stem for path in (built_home / "quality").glob("*-*.parquet")] == [runs[0][0]]


def test_in_the_samples_no_guard_finds_more_than_what_was_turned_away(built_home: Path) -> None:
    found = query(built_home, "select distinct expectation from marts.fct_quality_result where not passed")
    assert {name for (name,) in found} == {"quarantine_share", "quarantined_files", "duplicate_files"}


def test_nothing_is_left_lying_about(built_home: Path) -> None:
    assert sorted(path.name for path in built_home.iterdir()) == [
        "addresses",
        "lock",
        "originals",
        "published",
        "quality",
        "releases",
        "staging",
        "work",
    ]
    assert len(list((built_home / "releases").iterdir())) == 1
    assert not list((built_home / "releases").rglob("*.wal"))


# -- builds that follow ------------------------------------------------------------------------------------------------


def test_nothing_new_publishes_nothing_and_starts_nothing(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    before = tree_digest(home / "staging"), tree_digest(home / "releases"), tree_digest(home / "quality")
    code = (
        "import sys\n"
        "from jixiao.cli.app import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pandas', 'duckdb'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)\n"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(SAMPLES), "--home", str(home)],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Nothing new" in done.stdout
    assert time.monotonic() - started < 15
    assert (tree_digest(home / "staging"), tree_digest(home / "releases"), tree_digest(home / "quality")) == before
    again = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert again.json["status"] == "nothing_new" and again.json["read"] == 0


def test_order_and_number_of_workers_change_nothing(built_home: Path, tmp_path: Path) -> None:
    home = new_home(tmp_path / "home", built_home)
    reports = tmp_path / "reports"
    # written in another order, so that the folder lists them otherwise
    for path in sorted(SAMPLES.rglob("*"), reverse=True):
        if path.is_file():
            target = reports / path.relative_to(SAMPLES)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    given = [path for path in sorted(reports.iterdir(), reverse=True) if path.is_file()]
    ran = run_jixiao("build", *given, reports, "--home", home, "--workers", "2")
    assert ran.code == 0, ran.out + ran.err
    assert differences(marts(home), marts(built_home)) == {}


def copy_checkout(target: Path) -> Path:
    """The code and the dbt project somewhere else, for a test to change."""
    ignored = shutil.ignore_patterns("__pycache__", "target", "logs")
    for name in ("ingest", "dagster_project", "publishing", "expectations", "jixiao", "dbt", "samples"):
        shutil.copytree(CHECKOUT / name, target / name, ignore=ignored)
    return target


def run_changed(checkout: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=checkout,
        env=environment(PYTHONPATH=str(checkout)),
        check=False,
    )


def test_a_changed_lexicon_recognises_again_and_reads_nothing(built_home: Path, tmp_path: Path) -> None:
    checkout = copy_checkout(tmp_path / "checkout")
    with (checkout / "ingest/lexicon/labels.csv").open("a", encoding="utf-8") as handle:
        handle.write("\n")
    home = copy_home(built_home, tmp_path / "home")
    code = (
        "import sys\n"
        "from building import due\n"
        "from ingest.home import Settings\n"
        "from pathlib import Path\n"
        "found = due.look(Settings.of([Path(sys.argv[1])], Path(sys.argv[2])))\n"
        "print(len(found.plan.to_read), len(found.plan.to_recognise), found.is_nothing_new)\n"
    )
    done = run_changed(checkout, "-c", code, SAMPLES, home)
    assert done.returncode == 0, done.stderr
    to_read, to_recognise, nothing_new = done.stdout.split()
    assert (int(to_read), nothing_new) == (0, "False")
    assert int(to_recognise) == len(Staging(home / "staging").manifest())


# -- the gate ----------------------------------------------------------------------------------------------------------


def test_a_broken_key_stops_publication_and_is_named(built_home: Path, tmp_path: Path) -> None:
    checkout = copy_checkout(tmp_path / "checkout")
    seed = checkout / "dbt/seeds/fund.csv"
    kept = [line for line in seed.read_text(encoding="utf-8").splitlines() if not line.startswith("all_funds,")]
    seed.write_text("\n".join(kept) + "\n", encoding="utf-8")
    home = copy_home(built_home, tmp_path / "home")
    # the same build judges without a report that the list of exceptions names, and says which line has expired
    ((known,),) = query(home, "select min(report_id) from marts.dim_report where fiscal_year = 2024")
    with (checkout / "dbt/seeds/quality_exception.csv").open("a", encoding="utf-8") as handle:
        handle.write(f"handover,text_clean,2024,{known},typed by hand,ingestion\n")
        handle.write(f"marts,conflict_share,,{'0' * 64}-1,withdrawn,warehouse\n")
    before = tree_digest(home / "releases")
    done = run_changed(checkout, "-m", "jixiao", "build", SAMPLES, "--home", home)
    assert done.returncode == 1
    assert "The gate stopped publication" in done.stderr and "fund_code=all_funds" in done.stderr
    assert tree_digest(home / "releases") == before
    run = read_history(home / "quality")[-1].run_id
    results = [row for row in read_history(home / "quality") if row.run_id == run]
    assert [(r.expectation, r.fiscal_year) for r in results if "known exception" in r.observed] == [
        ("text_clean", 2024)
    ]
    (expired,) = (row for row in results if row.expectation == "exceptions_current")
    assert (expired.passed, expired.severity, expired.sample_keys) == (False, "info", f"{'0' * 64}-1")
    with duckdb.connect(str(home / "work/warehouse.duckdb"), read_only=True) as connection:
        kept = connection.execute("select expectation, is_current from marts.fct_quality_exception").fetchall()
    assert sorted(kept) == [("conflict_share", False), ("text_clean", True)]


# -- locks -------------------------------------------------------------------------------------------------------------


def test_a_second_build_of_the_same_home_says_so_and_ends(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    with (home / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert ran.code == 1
    assert ran.json["status"] == "locked" and str(home) in ran.json["message"]


# -- looking at it -----------------------------------------------------------------------------------------------------


def test_status_tells_what_there_is(built_home: Path) -> None:
    ran = run_jixiao("status", "--home", built_home, "--json")
    assert ran.code == 0
    found, release = ran.json, release_of(built_home)
    assert found["published"] == release
    assert found["staged"]["reports"] == release["reports"] and found["staged"]["waiting"] == 0
    assert len(found["quarantine"]) == release["quarantine"]
    plain = run_jixiao("status", "--home", built_home)
    assert release["release_id"] in plain.out and plain.code == 0


@pytest.mark.parametrize("table", ["fct_budget", "fct_expenditure", "fct_income"])
def test_every_fact_leads_to_the_places_that_state_it(built_home: Path, table: str) -> None:
    rows = query(
        built_home,
        f"select fact_id, claim_count, chosen_claim_id from marts.{table} order by claim_count desc, 1 limit 1",
    )
    fact_id, count, chosen = rows[0]
    found = run_jixiao("explain", fact_id, "--home", built_home, "--json").json
    assert (found["kind"], found["table"], len(found["claims"])) == ("fact", table, count)
    assert [claim["claim_id"] for claim in found["claims"] if claim["is_chosen"]] == [chosen]
    for claim in found["claims"]:
        assert claim["quote"] and claim["place_kind"]
        assert found["reports"][claim["report_id"]]["files"]
    plain = run_jixiao("explain", fact_id, "--home", built_home)
    assert plain.code == 0 and all(claim["claim_id"] in plain.out for claim in found["claims"])


def test_a_claim_of_prose_says_by_which_rules_it_was_understood(built_home: Path) -> None:
    rows = query(built_home, "select claim_id, rule from marts.fct_claim where recogniser = 'narrative' order by 1")
    assert rows and all(rule for _, rule in rows)
    claim_id, rule = rows[0]
    assert f"rule: {rule}" in run_jixiao("explain", claim_id, "--home", built_home).out


@pytest.mark.parametrize(
    ("table", "key", "kind"),
    [
        ("fct_claim", "claim_id", "claim"),
        ("fct_indicator", "indicator_row_id", "indicator row"),
        ("fct_finding", "finding_id", "finding"),
    ],
)
def test_claims_indicator_rows_and_findings_are_explained_too(
    built_home: Path, table: str, key: str, kind: str
) -> None:
    ((identifier,),) = query(built_home, f"select {key} from marts.{table} order by 1 limit 1")
    found = run_jixiao("explain", identifier, "--home", built_home, "--json").json
    assert (found["kind"], found["id"]) == (kind, identifier)
    assert run_jixiao("explain", identifier, "--home", built_home).code == 0
    if kind == "claim":
        assert found["claims"]


def test_a_finding_shows_the_amounts_or_the_row_it_is_about(built_home: Path) -> None:
    kinds = query(
        built_home,
        "select min(f.finding_id), f.check_code, count(b.claim_id) from marts.fct_finding as f "
        "left join marts.bridge_finding_claim as b using (finding_id) group by f.check_code order by 2",
    )
    assert {bool(claims) for _, _, claims in kinds} == {True, False}
    for identifier, check, _ in kinds:
        found = run_jixiao("explain", identifier, "--home", built_home, "--json").json
        assert found["claims"] or found["indicators"] or found["attributes"] or found["row"]["quote"], check
        if check.startswith("target_missed"):
            assert len(found["indicators"]) == 1 and found["indicators"][0]["is_met"] is False
        plain = run_jixiao("explain", identifier, "--home", built_home)
        assert plain.code == 0 and found["row"]["explanation_en"] in " ".join(plain.out.split())


def test_a_figure_is_drawn_from_the_original_in_the_home(built_home: Path, tmp_path: Path) -> None:
    ((identifier,),) = query(
        built_home,
        "select min(c.claim_id) from marts.fct_claim as c join marts.dim_report as r using (report_id) where r.reader = 'text'",
    )
    out = tmp_path / "figure.png"
    ran = run_jixiao("explain", identifier, "--home", built_home, "--picture", out, "--json")
    assert ran.code == 0 and ran.json["picture"] == {"path": str(out), "shows": "text", "page_no": None}
    assert out.read_bytes().startswith(b"\x89PNG")
    nowhere = run_jixiao("explain", identifier, "--home", built_home, "--picture", tmp_path / "no" / "figure.png")
    assert nowhere.code == 2 and "no such folder" in nowhere.err


def test_an_identifier_nobody_has_is_told(built_home: Path) -> None:
    ran = run_jixiao("explain", "claim_0000000000", "--home", built_home)
    assert ran.code == 1 and "nothing published has the identifier" in ran.err


def test_a_beginning_that_fits_several_rows_lists_them(built_home: Path) -> None:
    prefix, first, last = query(
        built_home,
        "select claim_id[:6], min(claim_id), max(claim_id) from marts.fct_claim group by 1 having count(*) > 1 order by 1",
    )[0]
    ran = run_jixiao("explain", prefix, "--home", built_home)
    assert ran.code == 2
    assert first in ran.err and last in ran.err
