"""Who reports and on which year, where texts, lists, folders and names of files say so: the real models on staged rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.records import ListedReportRow
from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import StagedHome

pytestmark = pytest.mark.slow

BODY = "株洲市芦淞区水文站"
LIST = "reports/reports.csv"


def line(file_path: str, **values: Any) -> ListedReportRow:
    return ListedReportRow("", "", 0, file_path, **values)


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, example: Callable[[], StagedHome], dbt: Callable[..., Any]
) -> PlainProject:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "home").mkdir()
    example().write(folder / "home")
    return PlainProject(folder / "base", folder / "home", dbt)


@pytest.fixture
def ask(project: PlainProject, tmp_path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of a home's marts, once every key and contract of it holds."""

    def asked(home: StagedHome, sql: str) -> list[tuple[Any, ...]]:
        folder = tmp_path / "home"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        home.write(folder)
        with project.built(folder) as connection:
            assert project.broken(connection) == {}
            return connection.execute(sql).fetchall()

    return asked


Ask = Callable[[StagedHome, str], list[tuple[Any, ...]]]
WHO = """
    select report_id, unit_name, fiscal_year, identity_basis from marts.dim_report
    inner join marts.dim_unit using (unit_key) order by report_id
"""


@pytest.mark.parametrize(
    ("unit", "year", "path", "listed", "expected"),
    [
        (BODY, 2023, "x/2022/某局2021.pdf", {"unit_name": "某某中心", "fiscal_year": 2020}, (BODY, 2023, "text")),
        (None, None, "x/a.pdf", {"unit_name": BODY, "fiscal_year": 2023}, (BODY, 2023, "list")),
        (None, None, "x/2022年度/a.pdf", {"unit_name": f"{BODY}（本级）"}, (BODY, 2022, "folder")),
        (BODY, None, "x/2022年/2021年/a.pdf", {}, (BODY, 2021, "folder")),
        (None, 2023, f"x/01.{BODY}/a.pdf", {}, (BODY, 2023, "folder")),
        (BODY, None, "x/2022年度决算.pdf", {}, (BODY, 2022, "file_name")),
        (None, None, f"x/2022年度{BODY}部门决算公开.pdf", {}, (BODY, 2022, "file_name")),
        (None, None, f"x/附件1：{BODY}_2022_决算.pdf", {}, (BODY, 2022, "file_name")),
        # several years, a day, a name that is none: nothing is told
        (BODY, None, "x/2022-2023.pdf", {}, (BODY, None, "text")),
        (BODY, None, "x/20220315.pdf", {}, (BODY, None, "text")),
        (BODY, None, "x/2022-03-15 公开.pdf", {}, (BODY, None, "text")),
        (None, 2023, "x/第一批/部门决算.pdf", {}, ("未写明单位", 2023, "text")),
        (None, None, "x/a.pdf", {}, ("未写明单位", None, None)),
        # a year that can't be is none
        (BODY, 2099, "x/a.pdf", {"fiscal_year": 2023}, (BODY, 2023, "list")),
    ],
)
def test_the_first_source_that_tells_it(
    ask: Ask, unit: str | None, year: int | None, path: str, listed: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    home = StagedHome()
    home.report("aa", unit, year, paths=(path,))
    if listed:
        home.listed("x/reports.csv", line(path, **listed))
    assert ask(home, WHO) == [("aa-1", *expected)]


def test_claims_without_a_year_are_of_the_year_that_is_told_elsewhere(ask: Ask) -> None:
    home = StagedHome()
    told = home.report("aa", BODY, None, paths=("reports/a.pdf",))
    untold = home.report("bb", BODY, None, paths=("reports/b.pdf",))
    for report_id in (told, untold):
        home.claim(report_id, "300", 0)
        home.claim(report_id, "200", -1, year_basis="column")
        home.claim(report_id, "100", 2020, year_basis="stated")
    home.listed(LIST, line("reports/a.pdf", fiscal_year=2024))
    found = ask(
        home,
        "select report_id, amount_yuan::integer, stated_fiscal_year, fiscal_year from marts.fct_claim order by all desc",
    )
    assert found == [
        ("bb-1", 300, 0, 0), ("bb-1", 200, 0, 0), ("bb-1", 100, 2020, 2020),
        ("aa-1", 300, 2024, 2024), ("aa-1", 200, 2023, 2023), ("aa-1", 100, 2020, 2020),
    ]  # fmt: skip


def test_a_list_that_contradicts_the_text_is_a_finding_and_the_text_counts(ask: Ask) -> None:
    home = StagedHome()
    names = ("other", "same", "part", "both")
    for name in names:
        report_id = home.report(name, BODY, 2023, spellings=(BODY,), paths=(f"reports/{name}.pdf",))
        home.attribute(report_id, "fiscal_year", "2023", block=3)
    home.listed(
        LIST,
        line("reports/other.pdf", unit_name="株洲市芦淞区市容所", fiscal_year=2022),
        line("reports/same.pdf", unit_name=f"{BODY}（汇总）", fiscal_year=2023),
        line("reports/part.pdf", unit_name="水文站"),
        line("reports/both.pdf", fiscal_year=2024),
    )
    found = ask(
        home,
        "select report_id, severity, explanation_en from marts.fct_finding"
        " where check_code = 'identity_list_contradicts_text' order by all",
    )
    assert [(report, severity) for report, severity, _ in found] == [
        ("both-1", "warning"), ("other-1", "warning"), ("other-1", "warning"),
    ]  # fmt: skip
    assert "2023" in found[0][2] and "2024" in found[0][2]
    assert any("市容所" in explanation for *_, explanation in found)
    assert {row[1:] for row in ask(home, WHO)} == {(BODY, 2023, "text")}


def test_lines_that_disagree_on_the_same_bytes_count_neither(ask: Ask) -> None:
    home = StagedHome()
    home.report("aa", None, None, paths=("reports/a.pdf", "more/copy.pdf"))
    home.report("bb", None, None, paths=("reports/b.pdf",))
    home.listed(LIST, line("reports/a.pdf", unit_name=BODY, fiscal_year=2023), line("reports/b.pdf", unit_name=BODY))
    home.listed("more/reports.csv", line("more/copy.pdf", fiscal_year=2022), line("more/gone.pdf", fiscal_year=2022))
    assert ask(home, WHO) == [("aa-1", "未写明单位", None, None), ("bb-1", BODY, None, "list")]
    faults = ask(home, "select path, line_no, list_name, reason from marts.fct_list_fault order by all")
    assert faults == [
        ("more/reports.csv", 2, "reports", "lists_disagree"),
        ("more/reports.csv", 3, "reports", "no_such_file"),
        ("reports/reports.csv", 2, "reports", "lists_disagree"),
    ]


def test_a_lists_division_places_a_body_whose_name_does_not(ask: Ask) -> None:
    home = StagedHome()
    home.report("aa", "水文站", 2023, paths=("reports/a.pdf",))
    home.report("bb", BODY, 2024, paths=("reports/b.pdf",))
    home.report("cc", "鼓楼区水文站", 2024, paths=("reports/c.pdf",))
    home.listed(
        LIST,
        line("reports/a.pdf", division_code="430203"),
        line("reports/b.pdf", division_code="320302"),
        line("reports/c.pdf", division_code="320302"),
    )
    found = ask(home, WHO)
    assert [row[1] for row in found] == [BODY, BODY, "徐州市鼓楼区水文站"]


def test_the_day_of_publication_decides_between_versions_without_a_date(ask: Ask) -> None:
    home = StagedHome()
    for name in ("aa", "bb", "cc"):
        home.report(name, BODY, 2023, paths=(f"reports/{name}.pdf",))
    home.listed(
        LIST,
        line("reports/aa.pdf", published_at="2024-03-01"),
        line("reports/bb.pdf", published_at="2024-09-01"),
    )
    sql = "select report_id, superseded_by from marts.dim_report order by report_id"
    assert ask(home, sql) == [("aa-1", "bb-1"), ("bb-1", None), ("cc-1", "bb-1")]
    # a date that a report states comes before
    home.report("dd", BODY, 2023, dated="2024-01-01", paths=("reports/dd.pdf",))
    assert {row[1] for row in ask(home, sql)} == {"dd-1", None}


def test_a_file_has_what_the_list_says_of_it_and_a_report_its_first_address(ask: Ask) -> None:
    home = StagedHome()
    home.report("aa", BODY, 2023, title="水文站2023年度决算", paths=("reports/b.pdf", "reports/a.pdf"))
    page = {"page_title": "决算公开", "publisher": "某网", "published_at": "2024-09-01", "retrieved_at": "2024-10-01"}
    home.listed(
        LIST,
        line("reports/b.pdf", source_url="https://example.invalid/later", published_at="2024-10-01"),
        line("reports/b.pdf", source_url="https://example.invalid/first", **page),
    )
    files = ask(
        home,
        "select file_name, source_url, page_title, publisher, published_at::string, retrieved_at from marts.dim_report_file",
    )
    assert files == [
        ("a.pdf", None, None, None, None, None),
        ("b.pdf", "https://example.invalid/first", *page.values()),
    ]
    assert ask(home, "select title, file_name, source_url, reporting_scope from marts.dim_report") == [
        ("水文站2023年度决算", "a.pdf", "https://example.invalid/first", "unstated")
    ]


def test_the_models_refuse_what_they_must(project: PlainProject, tmp_path: Path) -> None:
    """The positive control of the keys that `ask` holds."""
    home = StagedHome()
    home.report("aa", BODY, 2023)
    home.write(tmp_path)
    with project.built(tmp_path) as connection:
        assert isinstance(connection, duckdb.DuckDBPyConnection)
        connection.execute("update marts.dim_report set identity_basis = 'hearsay'")
        assert "dim_report_refers" in project.broken(connection)
