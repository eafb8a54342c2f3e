"""A department with its bodies, and each body itself: two truths of one year, held against each other by the list of members."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import StagedHome

DEPARTMENT, STATION, CANALS = "芦淞区水利局", "芦淞区水文站", "芦淞区灌渠管理中心"
LISTED = ("芦淞区水利局机关", "区水文站", "灌渠管理中心")
# budgets and accounts of a body in 万元 as written, by year
STATED = {
    DEPARTMENT: {2023: ("310.00", "300.00"), 2024: ("410.00", "400.00")},
    STATION: {2023: ("60.00", "55.50"), 2024: ("70.00", "66.50")},
    CANALS: {2023: ("30.00", "24.50"), 2024: ("40.00", "33.50")},
}
FAMILIES = ("department_budget", "final_accounts")
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, example: Callable[[], StagedHome], dbt: Callable[..., Any]
) -> PlainProject:
    """The models and data tests as dbt compiles them."""
    folder = tmp_path_factory.mktemp("scope")
    (folder / "home").mkdir()
    example().write(folder / "home")
    return PlainProject(folder / "base", folder / "home", dbt)


@pytest.fixture
def ask(project: PlainProject, tmp_path: Path) -> Ask:
    """Rows of each query over the marts of a home, whose keys and relationships all hold."""

    def asked(home: StagedHome, *queries: str) -> list[list[tuple[Any, ...]]]:
        home.write(tmp_path)
        with project.built(tmp_path) as connection:
            assert project.broken(connection) == {}
            return [connection.execute(query).fetchall() for query in queries]

    return asked


def stated(home: StagedHome, report: str, year: int, family: str, amount: str) -> None:
    """The total that a report of this family states, in 万元."""
    measure = {"measure": "budget", "budget_version": "initial"} if family == "department_budget" else {}
    yuan = str(Decimal(amount) * 10_000)
    home.claim(report, yuan, year, amount_text=amount, amount_unit="万元", **measure)


def county(planted: dict[tuple[str, int], str] | None = None, without: tuple[str, int] = ("", 0)) -> StagedHome:
    """Budgets and accounts of a department and of its three bodies (itself, a station, canals) over two years.

    `planted`: accounts of a department's total otherwise; `without`: a body and year that has no reports.
    """
    home = StagedHome()
    for year in (2023, 2024):
        for number, family in enumerate(FAMILIES):
            key = f"{year}{number}"
            whole = sum((Decimal(years[year][number]) for years in STATED.values()), Decimal(0))
            if family == "final_accounts":
                whole = Decimal((planted or {}).get((DEPARTMENT, year), whole))
            report = home.report(f"d{key}", DEPARTMENT, year, family=family, scope="department", members=LISTED)
            stated(home, report, year, family, str(whole))
            for letter, body in zip("abc", STATED, strict=True):
                if (body, year) == without:
                    continue
                # the canals' reports don't say what they speak for
                scope = None if body == CANALS else "body"
                report = home.report(f"{letter}{key}", body, year, family=family, scope=scope)
                stated(home, report, year, family, STATED[body][year][number])
    return home


FACTS = " union all ".join(
    f"select '{measure}' as measure, unit_key, fiscal_year, reporting_scope, amount_yuan, has_conflict from marts.fct_{measure}"
    for measure in ("budget", "expenditure")
)
MEMBER_FINDINGS = (
    "select check_code, severity, fiscal_year, stated_value, expected_value, explanation_zh, quote from marts.fct_finding"
    " where check_code in ('department_total_mismatch', 'member_missing') order by all"
)


def test_every_fact_stands_once_in_its_scope_and_nothing_across_supersedes(ask: Ask) -> None:
    facts, department, superseded, conflicts, years, checks = ask(
        county(),
        f"select reporting_scope, count(*) from ({FACTS}) group by 1 order by 1",
        f"select measure, fiscal_year, reporting_scope, amount_yuan::integer from ({FACTS})"
        " inner join marts.dim_unit using (unit_key) where short_name = '水利局' order by all",
        "select count(*) from marts.dim_report where superseded_by is not null",
        f"select count(*) from ({FACTS}) where has_conflict",
        "select fiscal_year, reporting_scope, initial_budget_yuan::integer, executed_yuan::integer, report_count, claim_count"
        " from marts.mart_unit_year where unit_name like '%水利局' order by all",
        "select distinct check_code from marts.fct_finding",
    )
    assert facts == [("body", 8), ("department", 4), ("unstated", 4)]
    assert department == [
        ("budget", 2023, "body", 3100000),
        ("budget", 2023, "department", 4000000),
        ("budget", 2024, "body", 4100000),
        ("budget", 2024, "department", 5200000),
        ("expenditure", 2023, "body", 3000000),
        ("expenditure", 2023, "department", 3800000),
        ("expenditure", 2024, "body", 4000000),
        ("expenditure", 2024, "department", 5000000),
    ]
    assert superseded == conflicts == [(0,)]
    assert years == [
        (2023, "body", 3100000, 3000000, 2, 2),
        (2023, "department", 4000000, 3800000, 2, 2),
        (2024, "body", 4100000, 4000000, 2, 2),
        (2024, "department", 5200000, 5000000, 2, 2),
    ]
    assert checks == []


def test_everyday_totals_count_a_department_or_its_bodies_never_both(ask: Ask) -> None:
    home = county(without=(CANALS, 2023))
    # of this department nothing else is there; the station it lists has no reports
    alone = home.report("e1", "天元区水利局", 2024, family="final_accounts", scope="department", members=("区水文站",))
    stated(home, alone, 2024, "final_accounts", "7.00")
    rows, executed = ask(
        home,
        "select fiscal_year, county, short_name, reporting_scope, (amount_yuan / 10000)::decimal(9, 2)::varchar from everyday.expenditure"
        " inner join (select unit_key, short_name from marts.dim_unit) using (unit_key) order by all",
        "select fiscal_year, sum(budget_yuan)::integer, sum(expenditure_yuan)::integer from everyday.budget_execution group by 1 order by 1",
    )
    assert rows == [
        (2023, "芦淞区", "水利局", "body", "300.00"),
        (2023, "芦淞区", "水文站", "body", "55.50"),
        (2024, "天元区", "水利局", "department", "7.00"),
        (2024, "芦淞区", "水利局", "body", "400.00"),
        (2024, "芦淞区", "水文站", "body", "66.50"),
        (2024, "芦淞区", "灌渠管理中心", "unstated", "33.50"),
    ]
    assert executed == [(2023, 3700000, 3555000), (2024, 5200000, 5000000)]


def test_a_department_that_is_not_the_sum_of_its_bodies_is_found_at_its_place(ask: Ask) -> None:
    found, claims = ask(
        county({(DEPARTMENT, 2024): "505.00"}),
        MEMBER_FINDINGS,
        "select role, count(*) from marts.bridge_finding_claim inner join marts.fct_finding using (finding_id)"
        " where check_code = 'department_total_mismatch' group by 1 order by 1",
    )
    ((check, severity, year, total, parts, explanation, quote),) = found
    assert (check, severity, year) == ("department_total_mismatch", "warning", 2024)
    assert (total, parts, quote) == (Decimal(5050000), Decimal(5000000), "支出5050000.00元")
    assert "水利局 400万元 + 水文站 66.5万元 + 灌渠管理中心 33.5万元" in explanation and "505万元" in explanation
    assert claims == [("expected", 3), ("stated", 1)]


def test_what_rounding_explains_is_no_warning(ask: Ask) -> None:
    # half of 0.01万元 for the total and for each of three summands
    (found,) = ask(county({(DEPARTMENT, 2023): "380.02", (DEPARTMENT, 2024): "500.03"}), MEMBER_FINDINGS)
    assert [(check, severity, year) for check, severity, year, *_ in found] == [
        ("department_total_mismatch", "info", 2023),
        ("department_total_mismatch", "warning", 2024),
    ]


def test_nothing_is_added_up_while_a_member_is_missing_and_that_is_told(ask: Ask) -> None:
    (found,) = ask(county({(DEPARTMENT, 2024): "505.00"}, without=(STATION, 2024)), MEMBER_FINDINGS)
    # both the budget and the accounts of that year list it
    assert [
        (check, severity, year, number, known, quote) for check, severity, year, number, known, _, quote in found
    ] == [
        ("member_missing", "info", 2024, Decimal(2), Decimal(1), "区水文站"),
        ("member_missing", "info", 2024, Decimal(2), Decimal(1), "区水文站"),
    ]
    assert all("区水文站" in explanation for *_, explanation, _ in found)


def test_a_member_is_the_body_that_its_name_and_division_make(ask: Ask) -> None:
    home = StagedHome()
    written = {
        "本级": "水利局", "局机关": "水利局", "芦淞区水利局（本级）": "水利局", "芦淞区水利局机关": "水利局",
        "水文站": "水文站", "株洲市芦淞区水文站": "水文站", "区水文站": "水文站", "天元区水文站": "天元区水文站",
        # of another place, though its name ends alike; one that never reported
        "天元区水利局": None, "灌渠管理中心": None,
    }  # fmt: skip
    home.report("aa", DEPARTMENT, 2024, scope="department", members=tuple(written))
    home.report("bb", "株洲市芦淞区水文站", 2022)
    home.report("cc", "株洲市天元区水文站", 2022)
    (found, unknown) = ask(
        home,
        "select member_name, coalesce(county, '') || short_name from marts.bridge_unit_member as b"
        " left join marts.dim_unit as u on b.member_unit_key = u.unit_key order by member_no",
        "select member_name from marts.bridge_unit_member where member_unit_key is null order by member_no",
    )
    own = {name: "芦淞区" + unit if unit and not unit.startswith("天元区") else unit for name, unit in written.items()}
    assert {name: unit for name, unit in found if unit} == {name: unit for name, unit in own.items() if unit}
    assert unknown == [("天元区水利局",), ("灌渠管理中心",)]


def test_last_years_column_is_held_against_the_report_of_the_same_scope(ask: Ask) -> None:
    home = StagedHome()
    for scope, amount in (("department", "380.00"), ("body", "300.00")):
        stated(
            home,
            home.report(f"{scope}23", DEPARTMENT, 2023, scope=scope, family="final_accounts"),
            2023,
            "final_accounts",
            amount,
        )
        later = home.report(f"{scope}24", DEPARTMENT, 2024, scope=scope, family="final_accounts")
        stated(home, later, 2023, "final_accounts", "300.00")
    (found,) = ask(home, "select check_code, report_id, stated_value, expected_value from marts.fct_finding")
    assert found == [("conflicting_amounts.prior_year", "department24-1", Decimal(3000000), Decimal(3800000))]
