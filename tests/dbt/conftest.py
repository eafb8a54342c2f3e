"""A small home of invented staging rows in real divisions, built by dbt once per session."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.records import DivisionRow, FileRow, IndicatorRow, QuarantineRow, UnrecognisedRow
from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import CURRENT, OLD, StagedHome, run_dbt


def example_home() -> StagedHome:
    """What the tests look at: each report is there for the rule its comment names."""
    home = StagedHome()

    # one body under three spellings over three reports: with city and county, with the county, by a hint alone
    a1 = home.report("aa1", "株洲市芦淞区园艺服务中心", 2022, supervising="芦淞区农业农村局")
    a2 = home.report("aa2", "芦淞区 园艺服务中心（盖章）", 2023, supervising="株洲市芦淞区农业农村局")
    a3 = home.report("aa3", "园艺服务中心", 2024, hint="株洲市芦淞区", paths=("x/aa3.txt", "y/copy of aa3.txt"))
    # its 市 is the market's, not the city's
    home.report("ab1", "株洲市场维护队", 2023)
    home.report("ab2", "株洲市市场维护队", 2024)
    # a development zone has no code: its city's, and the name stays
    home.report("ac1", "鄂州樊口经济技术开发区绿化中心", 2023)
    home.report("ac2", "湘潭市城市绿化局高新分局", 2023)
    # the same own name in two divisions, and in two files of unknown division
    home.report("ad1", "园艺服务中心", 2023, hint="湘潭市岳塘区")
    home.report("ae1", "园艺服务中心", 2023)
    home.report("ae2", "园艺服务中心", 2024)
    # a county name that several cities share: told apart by another spelling, or not at all
    home.report("af1", "鼓楼区园艺服务中心", 2023, spellings=("福州市园艺服务中心协作组",))
    home.report("af2", "鼓楼区园艺服务中心", 2023)
    # no unit at all
    home.report("ag1", None, 2023)
    # an autonomous prefecture by its common name; a county straight under its province; a municipality
    home.report("ah1", "恩施州园艺站", 2023)
    home.report("ah2", "湖北省仙桃市园艺站", 2023)
    home.report("ah3", "北京市东城区园艺站", 2023)

    # what a list beside the reports names: a zone with its own name, one that every city has, a county twice and in two ways
    home.divisions(
        "lists/divisions.csv",
        DivisionRow("", "", 0, "county", "梧桐湖新区", "湖北省", "鄂州市"),
        DivisionRow("", "", 0, "county", "高新区", "湖南省", "株洲市", customary_name="高新技术产业开发区"),
        DivisionRow("", "", 0, "county", "云溪东区", "湖南省", "岳阳市", division_code="430699"),
        DivisionRow("", "", 0, "county", "云溪西区", "湖南省", "某某市"),
    )
    home.divisions(
        "more/divisions.csv",
        DivisionRow("", "", 0, "county", "梧桐湖新区", "湖北省", "鄂州市"),
        DivisionRow("", "", 0, "county", "云溪北区", "湖南省", "岳阳市", division_code="430699"),
    )
    home.divisions(
        "gone/divisions.csv", DivisionRow("", "", 0, "county", "云梦泽县", "湖北省", "孝感市"), is_present=False
    )
    home.report("az1", "鄂州市梧桐湖新区园艺站", 2023)
    home.report("az2", "梧桐湖新区园艺站", 2024)
    home.report("az3", "株洲高新技术产业开发区园艺站", 2023)
    home.report("az4", "高新区园艺站", 2023)
    home.report("az5", "云溪东区园艺站", 2023)
    home.report("az6", "云梦泽县园艺站", 2023)

    # stale year: a group whose figures are restated for the report's own year
    home.claim(a1, "4545900.00", 2021, section_title="财政拨款", year_basis="stated")
    home.claim(a1, "2214600.00", 2021, section_title="财政拨款", year_basis="stated", line_item_code="basic")
    home.claim(a1, "4545900.00", 2022, section_title="绩效情况")
    # a comparison in one paragraph stays: both years are meant
    home.claim(
        a1, "50000.00", 2021, section_title="三公", year_basis="stated", line_item_code="three_public", block_no=90
    )
    home.claim(
        a1,
        "50000.00",
        2022,
        section_title="三公",
        line_item_code="three_public",
        block_no=90,
        char_start=9,
        char_end=12,
    )

    # the next year's report has a prior-year column with another amount: the own report's stands, and a conflict shows
    home.claim(
        a2,
        "9990000.00",
        2022,
        year_basis="column",
        place_kind="base_data_table",
        table_no=1,
        row_no=2,
        column_no=2,
        section_title=None,
    )
    # prose first, but the form's table becomes the fact; the amounts differ, so there is a finding
    home.claim(a2, "1000000.00", 2023)
    home.claim(
        a2, "1200000.00", 2023, place_kind="self_evaluation_table", table_no=2, row_no=1, column_no=3, block_no=None
    )
    # a gap of rounding size
    home.claim(a2, "700000.00", 2023, line_item_code="basic", section_title="一")
    home.claim(a2, "700100.00", 2023, line_item_code="basic", section_title="二")
    # a claim of an older extraction that no manifest names
    home.claim(a2, "111.00", 2023, batch=OLD)
    # one project spelled two ways, another one, and the sum
    home.claim(a2, "300000.00", 2023, line_item_code="project", project_name="“花圃” 养护（一期）")
    home.claim(
        a2,
        "300000.00",
        2023,
        line_item_code="project",
        project_name="花圃养护(一期)",
        measure="budget",
        budget_version="initial",
    )
    home.claim(a2, "200000.00", 2023, line_item_code="project", project_name="花圃养护（二期）")
    home.claim(a2, "500000.00", 2023, line_item_code="project")
    # budgets in versions, funds apart, income, and what never becomes a fact
    home.claim(a2, "1100000.00", 2023, measure="budget", budget_version="initial")
    home.claim(a2, "1500000.00", 2023, measure="budget", budget_version="adjusted")
    home.claim(a2, "1150000.00", 2023, fund_code="general_public_budget")
    home.claim(a2, "1180000.00", 2023, measure="income", line_item_code="fiscal_appropriation")
    home.claim(a2, "5000.00", 2023, measure="adjustment", line_item_code="total")

    # superseded: same unit, year, family, other bytes; what only the older one states makes no fact
    # the newer one by what they state, though it came first
    old = home.report("ba1", "天元区园艺服务中心", 2023, received="2026-02-01T00:00:00+00:00", dated="2024-03-05")
    new = home.report("ba2", "株洲市天元区园艺服务中心", 2023, received="2026-01-01T00:00:00+00:00", dated="2024-09-05")
    home.report("ba3", "天元区园艺服务中心", 2023, family="final_accounts")
    home.claim(old, "100.00", 2023)
    home.claim(old, "55.00", 2023, line_item_code="basic")
    home.claim(new, "120.00", 2023)
    # forms of two projects stand beside each other
    home.report("bb1", "石峰区园艺服务中心", 2023, family="project_performance_self_evaluation", title="花圃")
    home.report("bb2", "石峰区园艺服务中心", 2023, family="project_performance_self_evaluation", title="苗圃")
    # no year stated anywhere
    unstated = home.report("bc1", "荷塘区园艺服务中心", None)
    home.claim(unstated, "77.00", 0)

    # accounts by class: the codes' amounts are none of the body's, whatever they add up to; an old name; a code of no list; balances
    a4 = home.report("bd1", "株洲市芦淞区苗木站", 2023, family="final_accounts", scope="body")
    for code, name, yuan in (
        ("201", "一般公共服务支出", "900000.00"), ("20101", "人大事务", "900000.00"), ("2010101", "行政运行", "900000.00"),
        ("210", "医疗卫生与计划生育支出", "300000.00"), ("2139901", "花圃事务", "55.00"),
    ):  # fmt: skip
        home.claim(
            a4, yuan, 2023, place_kind="budget_table", table_no=1, classification="function", classification_code=code,
            classification_name=name,
        )  # fmt: skip
    home.claim(
        a4, "910000.00", 2023, classification="function", classification_code="201", classification_name="一般公共服务"
    )
    home.claim(
        a4, "1000000.00", 2023, measure="budget", budget_version="initial", classification="function", classification_code="201",
        classification_name="一般公共服务",
    )  # fmt: skip
    home.claim(
        a4, "400000.00", 2023, line_item_code="basic", classification="department_economic", classification_code="301",
        classification_name="工资福利支出",
    )  # fmt: skip
    home.claim(
        a4, "800000.00", 2023, measure="budget", budget_version="initial", line_item_code="basic", classification="department_economic",
        classification_code="301", classification_name="工资福利支出",
    )  # fmt: skip
    for measure, yuan in (("opening_balance", "70000.00"), ("closing_balance", "60000.00")):
        home.claim(a4, yuan, 2023, measure=measure)
    for measure, version in (("income", None), ("income_budget", "unstated")):
        home.claim(
            a4, "30000.00", 2023, measure=measure, budget_version=version, line_item_code="other_income", classification="function",
            classification_code="201",
        )  # fmt: skip

    for code, text, number in (
        ("staff_quota", "13人", "13"),
        ("staff_actual", "12人", "12"),
        ("staff_control_rate", "92.31%", "0.9231"),
        ("self_evaluation_score", "96", "96"),
        ("budget_execution_rate", "80%", "0.8"),
        ("grade", "优", None),
    ):
        home.attribute(a2, code, text, 40, number)
    home.attribute(a2, "staff_actual", "11人", 41, "11")
    home.attribute(a2, "satisfaction_rate", "95%", 42, "0.95", project_name="花圃养护（一期）")
    for number, (level2, met) in enumerate((("数量指标", True), ("质量指标", None), ("自拟指标", False)), start=1):
        row = IndicatorRow(
            place_kind="self_evaluation_table", quote="养护花圃 | 20个 | 21个", block_no=60, table_no=2, row_no=number,
            indicator_row_id=f"i{number}", report_id=a2, sha256="aa2", recogniser="test", level1="产出指标",
            level2=level2, level3="养护花圃", target_text="≥20个", target_operator="≥", target_value=Decimal(20),
            target_unit="个", actual_text="21个", actual_value=Decimal(21), actual_unit="个", weight=Decimal(10),
            score=Decimal("9.5"), is_met=met,
        )  # fmt: skip
        home.add("indicators", row)
    home.add(
        "unrecognised",
        UnrecognisedRow("narrative", "另有若干万元", block_no=70, unrecognised_id="u1", report_id=a3, sha256="aa3", recogniser="test", reason="no_number"),
    )  # fmt: skip
    # refused twice (the last word counts), and once refused but understood since
    for sha, reason, seen, batch in (
        ("ca1", "encrypted", "2026-01-01T00:00:00+00:00", OLD),
        ("ca1", "truncated", "2026-02-01T00:00:00+00:00", CURRENT),
        ("aa1", "timed_out", "2026-01-01T00:00:00+00:00", OLD),
    ):
        home.add(
            "quarantine",
            QuarantineRow(sha, f"{sha}.pdf", f"in/{sha}.pdf", 9, "application/pdf", reason, "", "v1", seen),
            batch,
        )
    # seen under three names; what an archive didn't give out is seen there alone
    for path in ("in/ca1.pdf", "in/copy of ca1.pdf", "elsewhere/ca1.pdf"):
        home.add(
            "files", FileRow("ca1", path.rpartition("/")[2], path, 9, "application/pdf", "2026-01-01T00:00:00+00:00")
        )
    member = QuarantineRow(
        "ca2", "b.pdf", "in/a.zip/b.pdf", 0, "application/pdf", "bomb", "", "v1", "2026-02-01T00:00:00+00:00"
    )
    home.add("quarantine", member)
    return home


@pytest.fixture(scope="session")
def dbt() -> Callable[..., Any]:
    """`dbt(home, *arguments)`, in this process."""
    return run_dbt


@pytest.fixture(scope="session")
def example() -> Callable[[], StagedHome]:
    """A fresh copy of the example rows, to be changed and written by a test."""
    return example_home


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> PlainProject:
    """The models and data tests as dbt compiles them."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "home").mkdir()
    example_home().write(folder / "home")
    return PlainProject(folder / "base", folder / "home", run_dbt)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example home after `dbt build`, run from a folder that has nothing to do with it; workers of one test run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    home, elsewhere = shared / "dbt-home", shared / "dbt-elsewhere"
    with (shared / "dbt-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (shared / "dbt-home.built").exists():
            return home
        # a worker before this one may have failed half-way
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        elsewhere.mkdir(exist_ok=True)
        example_home().write(home)
        before = Path.cwd()
        os.chdir(elsewhere)
        try:
            result = run_dbt(home, "build")
        finally:
            os.chdir(before)
        if not result.success:
            failed = [item for item in result.result or [] if item.status not in ("success", "pass", "skipped")]
            pytest.fail(str(result.exception or "\n".join(f"{item.node.unique_id}: {item.message}" for item in failed)))
        assert not list(elsewhere.rglob("*.duckdb")), "a second database"
        (shared / "dbt-home.built").touch()
    return home


@pytest.fixture(scope="session")
def warehouse(built_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built database, read-only."""
    connection = duckdb.connect(str(built_home / "work" / "warehouse.duckdb"), read_only=True)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def rows(warehouse: duckdb.DuckDBPyConnection) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of a query over the marts."""

    def fetch(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return warehouse.execute(sql, list(values)).fetchall()

    return fetch
