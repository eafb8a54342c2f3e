"""Both suites through Great Expectations, on a small invented staging home and marts file."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.results import QualityResult
from expectations.run import validate_handover, validate_marts
from ingest import records
from tests.support import as_release

pytestmark = pytest.mark.slow

RUN = ("run-1", "2031-01-01T00:00:00Z")
FAMILY = "overall_performance_self_evaluation"


def write_table(target: Path, row_type: type, rows: Iterable[object], batch: str) -> None:
    listed = [{**{f.name: getattr(row, f.name) for f in dataclasses.fields(row)}, "batch_id": batch} for row in rows]  # type: ignore[arg-type]
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(listed, schema=records.arrow_schema(row_type)), target)


def identity(number: int, year: int | None, unit: str | None, claims: int = 2) -> records.IdentityRow:
    return records.IdentityRow(
        f"report{number}", f"sha{number}", 1, "r1", FAMILY, None, unit, year, None, None, 1, 9, claims, 0, 1, 0
    )


def claim(number: int, measure: str, year: int, **changes: object) -> records.ClaimRow:
    given = records.ClaimRow(
        place_kind="narrative",
        quote="今年安排五十万元",
        block_no=1,
        char_start=2,
        char_end=8,
        claim_id=f"claim{number}-{measure}",
        report_id=f"report{number}",
        sha256=f"sha{number}",
        stated_fiscal_year=year,
        measure=measure,
        budget_version="initial" if measure == "budget" else None,
        line_item_code="total",
        amount_yuan=Decimal("500000.00"),
        amount_unit="万元",
    )
    return dataclasses.replace(given, **changes)  # type: ignore[arg-type]


class Staging:
    """A staging home of four reports over two years; a test changes rows before it writes them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.identities = [identity(n, 2021 + n % 2, f"甲县第{n}中心") for n in range(4)]
        self.claims = [claim(n, m, 2021 + n % 2) for n in range(4) for m in ("budget", "expenditure")]
        self.attributes = [
            records.AttributeRow(
                "narrative",
                "满意度95%",
                block_no=1,
                attribute_id=f"attribute{n}",
                report_id=f"report{n}",
                sha256=f"sha{n}",
                attribute_code="satisfaction_rate",
                value_text="95%",
                value_number=Decimal("0.95"),
            )
            for n in range(4)
        ]
        self.indicators: list[records.IndicatorRow] = []
        self.blocks = [
            records.BlockRow(f"sha{n}", 1, "paragraph", None, None, None, "今年安排五十万元", *[None] * 5)
            for n in range(4)
        ]
        self.quarantine: list[records.QuarantineRow] = []

    def write(self) -> Path:
        staging = self.home / "staging"
        groups: dict[str, dict[str, list[object]]] = {
            "landing": {
                "files": [records.FileRow(f"sha{n}", f"{n}.txt", f"in/{n}.txt", 9, "text/plain", "2031") for n in range(4)],
                "quarantine": list(self.quarantine),
            },
            "raw": {"reports": [], "blocks": list(self.blocks), "cells": []},
            "recognised": {
                "identities": list(self.identities), "claims": list(self.claims), "indicators": list(self.indicators),
                "attributes": list(self.attributes), "unrecognised": [],
            },
        }  # fmt: skip
        for group, tables in groups.items():
            for table, rows in tables.items():
                write_table(staging / group / "b1" / f"{table}.parquet", records.TABLES[group][table], rows, "b1")
        # the batch of a killed run: the manifest doesn't name it, so nothing of it may count
        orphan = [claim(0, "budget", 2021, quote="", claim_id="orphan")]
        write_table(staging / "recognised" / "orphan" / "claims.parquet", records.ClaimRow, orphan, "orphan")
        manifest = [dataclasses.asdict(records.ManifestRow(f"sha{n}", "text", "1", "b1", "r1", "b1")) for n in range(4)]
        pq.write_table(pa.Table.from_pylist(manifest), staging / "manifest.parquet")
        return self.home


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(tmp_path / "it's a home [1]")


def failed(results: list[QualityResult]) -> dict[tuple[str, int | None], QualityResult]:
    return {(result.expectation, result.fiscal_year): result for result in results if not result.passed}


def test_clean_staging_passes_for_every_year(staging: Staging) -> None:
    results = validate_handover(staging.write(), *RUN)
    assert failed(results) == {}
    assert {result.fiscal_year for result in results} == {2021, 2022, None}
    placed = [result for result in results if result.code == "claims_placed"]
    assert [(result.observed, result.limit_value, result.severity) for result in placed] == [
        ("1", "1 .. 1", "critical")
    ] * 2


def test_empty_home_has_nothing_to_judge(tmp_path: Path) -> None:
    assert failed(validate_handover(tmp_path, *RUN)) == {}


def test_a_claim_without_a_place_is_critical_and_named(staging: Staging) -> None:
    staging.claims[0] = dataclasses.replace(staging.claims[0], block_no=None)
    broken = failed(validate_handover(staging.write(), *RUN))
    assert list(broken) == [("claims_placed", 2021)]
    assert broken["claims_placed", 2021].sample_keys == staging.claims[0].claim_id
    assert broken["claims_placed", 2021].severity == "critical"


def test_damage_at_the_handover_is_told_by_year(staging: Staging) -> None:
    staging.claims[0] = dataclasses.replace(staging.claims[0], quote="锛岄绠", line_item_code="of_no_seed")
    staging.claims[2] = dataclasses.replace(staging.claims[2], block_no=77)
    staging.claims[4] = dataclasses.replace(staging.claims[4], budget_version=None)
    staging.attributes[1] = dataclasses.replace(staging.attributes[1], value_number=Decimal(95))
    staging.identities[3] = dataclasses.replace(staging.identities[3], unit_name="甲县第1中心")
    staging.identities[0] = dataclasses.replace(staging.identities[0], unit_name=" ")
    staging.quarantine = [
        records.QuarantineRow(f"x{n}", "x", "x", 1, "application/pdf", "no_reader", "", "v", "2031") for n in range(3)
    ]
    broken = failed(validate_handover(staging.write(), *RUN))
    assert {
        ("quotes_clean", 2021), ("codes_known", 2021), ("places_exist", 2022), ("versions_belong", 2021),
        ("satisfaction_rate_possible", 2022), (f"duplicate_reports/{FAMILY}", 2022), (f"unit_known/{FAMILY}", 2021),
        ("quarantine_share", None), ("quarantined_files", None),
    } == set(broken)  # fmt: skip
    assert broken["quarantined_files", None].sample_keys == "no_reader,x0,x1,x2"
    assert broken["satisfaction_rate_possible", 2022].sample_keys == "attribute1"
    assert broken["codes_known", 2021].sample_keys == "line_item:of_no_seed,claim0-budget"
    assert "critical" not in {result.severity for result in broken.values()}


def test_a_department_and_the_body_itself_are_no_duplicates(staging: Staging) -> None:
    code = (f"duplicate_reports/{FAMILY}", 2022)
    staging.identities[3] = dataclasses.replace(
        staging.identities[3], unit_name="甲县第1中心", reporting_scope="department"
    )
    assert code not in failed(validate_handover(staging.write(), *RUN))
    staging.identities[1] = dataclasses.replace(staging.identities[1], reporting_scope="department")
    assert code in failed(validate_handover(staging.write(), *RUN))


def test_prose_and_scoring_forms_set_no_targets_and_lack_none(staging: Staging) -> None:
    prose = records.IndicatorRow(
        "narrative",
        "预算执行率97%",
        block_no=1,
        indicator_row_id="prose",
        report_id="report0",
        sha256="sha0",
        level3="预算执行率",
    )
    scored = dataclasses.replace(
        prose, place_kind="self_evaluation_table", indicator_row_id="scored", weight=Decimal(10)
    )
    bare = dataclasses.replace(scored, indicator_row_id="bare", weight=None)
    staging.indicators = [prose, scored]
    assert not {key for key in failed(validate_handover(staging.write(), *RUN)) if key[0] == "indicators_complete"}
    staging.indicators.append(bare)
    broken = failed(validate_handover(staging.write(), *RUN))
    assert broken["indicators_complete", 2021].sample_keys == "bare"


def test_rows_lost_from_a_batch_and_a_report_without_a_year_show(staging: Staging) -> None:
    del staging.claims[1]
    staging.identities[2] = dataclasses.replace(staging.identities[2], fiscal_year=None)
    broken = failed(validate_handover(staging.write(), *RUN))
    assert {("row_counts_agree", 2021), ("fiscal_year_known", None)} <= set(broken)
    assert broken["row_counts_agree", 2021].sample_keys == "report0"


def build_marts(
    target: Path,
    *,
    years: Iterable[int] = (2021, 2022, 2023),
    units: int = 8,
    factor: dict[tuple[str, int], float] | None = None,
    without: Iterable[tuple[str, int]] = (),
    silent: bool = False,
) -> Path:
    """A marts file of an invented country: `factor` multiplies a division's year, `without` drops a family's year."""
    reports, facts, claims, attributes = [], [], [], []
    for unit in range(units):
        division = "999901" if unit < units // 2 else "999902"
        for year in years:
            if (FAMILY, year) in without:
                continue
            report = f"report-{unit}-{year}"
            reports.append((report, f"unit{unit}", year, FAMILY, 0 if silent else 12, None))
            scale = (factor or {}).get((division, year), 1.0)
            for item, base in (("total", 3_000_000), ("basic", 2_000_000), ("three_public", 80_000)):
                amount = round(base * (1 + unit / 7) * (1 + (year - 2020) / 20) * scale, 2)
                facts.append(
                    (
                        f"f-{report}-{item}",
                        f"unit{unit}",
                        year,
                        item,
                        "all",
                        "all_funds",
                        amount,
                        f"c-{report}-{item}",
                        False,
                    )
                )
                claims.append(
                    (f"c-{report}-{item}", report, f"unit{unit}", year, "expenditure", item, "all", "all_funds", amount)
                )
            attributes.append((report, f"unit{unit}", year, "staff_control_rate", 0.9))
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute("create schema marts")
        fact = "fact_id text, unit_key text, fiscal_year int, line_item_code text, project_key text, fund_code text, amount_yuan decimal(18,2), chosen_claim_id text, has_conflict bool"
        tables = {
            "dim_report": ("report_id text, unit_key text, fiscal_year int, report_family text, claim_count int, superseded_by text", reports),
            "dim_unit": (
                "unit_key text, unit_name text, division_code text, province text, city text, county text",
                [(f"unit{n}", f"第{n}中心", "999901" if n < units // 2 else "999902", "某省", "某市", "甲县") for n in range(units)],
            ),
            "fct_expenditure": (fact, facts),
            "fct_income": (fact, []),
            "fct_budget": (fact, [(f"b{row[0]}", *row[1:]) for row in facts]),
            "fct_claim": (
                "claim_id text, report_id text, unit_key text, fiscal_year int, measure text, line_item_code text, project_key text, fund_code text, amount_yuan decimal(18,2)",
                claims,
            ),
            "fct_indicator": (
                (
                    "indicator_row_id text, report_id text, unit_key text, fiscal_year int, level1 text, level2 text, level3 text, "
                    "target_text text, target_operator text, target_value decimal(38,6), target_unit text, actual_text text, "
                    "weight decimal(38,6), is_met bool, place_kind text"
                ),
                [],
            ),
            "fct_staffing": ("unit_key text, fiscal_year int, staff_actual bigint", []),
            "fct_quarantine": ("sha256 text", []),
            "fct_attribute": ("report_id text, unit_key text, fiscal_year int, attribute_code text, value_number decimal(38,6)", attributes),
        }  # fmt: skip
        for name, (definition, rows) in tables.items():
            connection.execute(f"create table marts.{name} ({definition})")
            if rows:
                connection.executemany(f"insert into marts.{name} values ({', '.join('?' * len(rows[0]))})", rows)
        connection.execute("alter table marts.fct_budget add column budget_version text default 'initial'")
        connection.execute("alter table marts.fct_claim add column budget_version text")
        connection.execute("alter table marts.fct_claim add column classification text")
        for name in ("fct_budget", "fct_expenditure", "fct_income", "fct_claim", "fct_indicator", "fct_staffing"):
            connection.execute(f"alter table marts.{name} add column reporting_scope text default 'unstated'")
    return target


def test_first_release_has_not_enough_history_and_passes(tmp_path: Path) -> None:
    results = validate_marts(build_marts(tmp_path / "w.duckdb", years=[2021]), None, *RUN)
    assert failed(results) == {}
    told = {result.expectation: result.observed for result in results if result.fiscal_year == 2021}
    assert {
        told[name] for name in ("reports_kept", "unit_error_county", "year_on_year_total", "prior_year_agrees")
    } == {"not enough history"}


def test_clean_years_pass_and_the_file_is_released(tmp_path: Path) -> None:
    warehouse, previous = (
        build_marts(tmp_path / "w.duckdb"),
        as_release(build_marts(tmp_path / "p.duckdb", years=[2021, 2022])),
    )
    assert failed(validate_marts(warehouse, previous, *RUN)) == {}
    # another process may write at once: nothing of it is still held
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table marts.free (x int)')"
    subprocess.run([sys.executable, "-c", write, str(warehouse)], check=True)
    shutil.copy(warehouse, tmp_path / "copy.duckdb")


@pytest.mark.parametrize("factor", [10_000.0, 0.0001])
def test_a_unit_error_over_one_county_is_critical_and_names_county_and_year(tmp_path: Path, factor: float) -> None:
    warehouse = build_marts(tmp_path / "w.duckdb", factor={("999902", 2022): factor})
    broken = failed(validate_marts(warehouse, None, *RUN))
    critical = {key for key, result in broken.items() if result.severity == "critical"}
    assert ("unit_error_county", 2022) in critical
    assert {year for _, year in critical} == {2022}
    assert broken["unit_error_county", 2022].sample_keys.split(",") == ["999902", "unit4", "unit5", "unit6", "unit7"]


def test_a_unit_error_over_the_first_and_only_year_is_critical(tmp_path: Path) -> None:
    factor = {("999901", 2021): 10_000.0 * 100, ("999902", 2021): 10_000.0 * 100}
    broken = failed(validate_marts(build_marts(tmp_path / "w.duckdb", years=[2021], factor=factor), None, *RUN))
    assert {("amount_level_county", 2021), ("amount_level_year", 2021)} <= set(broken)


def test_a_collapsed_year_is_critical_against_the_last_release(tmp_path: Path) -> None:
    previous = as_release(build_marts(tmp_path / "p.duckdb"))
    warehouse = build_marts(tmp_path / "w.duckdb", without=[(FAMILY, 2022)])
    broken = failed(validate_marts(warehouse, previous, *RUN))
    critical = {key for key, result in broken.items() if result.severity == "critical"}
    assert {(f"reports_kept/{FAMILY}", 2022), ("years_kept", 2022)} <= critical
    assert {year for _, year in critical} == {2022}
    assert broken["years_kept", 2022].observed == "0"


def test_silent_recognisers_and_an_empty_warehouse_are_critical(tmp_path: Path) -> None:
    previous = as_release(build_marts(tmp_path / "p.duckdb"))
    broken = failed(validate_marts(build_marts(tmp_path / "w.duckdb", silent=True), previous, *RUN))
    assert {("good_reports", None), (f"claims_kept/{FAMILY}", 2021)} <= {
        k for k, r in broken.items() if r.severity == "critical"
    }
    nothing = failed(validate_marts(build_marts(tmp_path / "e.duckdb", years=[]), None, *RUN))
    assert [(key, result.severity) for key, result in nothing.items()] == [(("good_reports", None), "critical")]
