"""Amounts by functional and economic class: facts of their own, years that may be added up, codes, names that aren't theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt.collisions import colliding
from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import StagedHome
from tests.golden.scoring import shared
from tests.golden.warehouse import build, stage
from tests.support import nonempty

Rows = Callable[..., list[tuple[Any, ...]]]
NURSERY = "select unit_key from marts.dim_unit where short_name = '苗木站'"


def test_a_code_has_its_own_facts_chosen_as_all_facts_are(rows: Rows) -> None:
    found = rows(
        "select function_code, amount_yuan::integer, claim_count, has_conflict, reporting_scope"
        f" from marts.fct_expenditure_by_function where unit_key = ({NURSERY}) order by 1"
    )
    # the table's 900000 before the 910000 of a sentence
    assert found == [
        ("201", 900000, 2, True, "body"),
        ("20101", 900000, 1, False, "body"),
        ("2010101", 900000, 1, False, "body"),
        ("210", 300000, 1, False, "body"),
        ("2139901", 55, 1, False, "body"),
    ]
    assert rows(
        "select economic_class_code, classification, line_item_code, amount_yuan::integer from marts.fct_expenditure_by_economic_class"
    ) == [("301", "department_economic", "basic", 400000)]


def test_received_and_planned_income_are_two_tables(rows: Rows) -> None:
    assert rows("select function_code, line_item_code, amount_yuan::integer from marts.fct_income_by_function") == [
        ("201", "other_income", 30000)
    ]
    assert rows(
        "select function_code, budget_version, amount_yuan::integer from marts.fct_income_budget_by_function"
    ) == [("201", "unstated", 30000)]


def test_nothing_of_a_code_is_the_bodys(rows: Rows) -> None:
    facts = " union all ".join(f"select unit_key from marts.fct_{name}" for name in ("budget", "expenditure", "income"))
    assert rows(f"select count(*) from ({facts}) where unit_key = ({NURSERY})") == [(0,)]
    assert rows(
        f"select executed_yuan, initial_budget_yuan, claim_count from marts.mart_unit_year where unit_key = ({NURSERY})"
    ) == [(None, None, 13)]


def test_balances_of_accounts_are_facts(rows: Rows) -> None:
    assert rows("select measure, classification, amount_yuan::integer from marts.fct_balance order by 1") == [
        ("closing_balance", None, 60000),
        ("opening_balance", None, 70000),
    ]


def test_rows_of_a_year_are_of_one_level_and_may_be_added_up(rows: Rows) -> None:
    assert rows(
        "select function_code, name_zh, initial_budget_yuan::integer, executed_yuan::integer, execution_rate::double, execution_base"
        " from marts.mart_unit_function_year order by 1"
    ) == [
        ("201", "一般公共服务支出", 1000000, 900000, 0.9, "initial"),
        ("210", "卫生健康支出", None, 300000, None, None),
    ]
    assert rows(
        "select economic_class_code, line_item_code, execution_rate::double from marts.mart_unit_economic_year"
    ) == [("301", "basic", 0.5)]


def test_codes_are_a_tree_and_those_of_no_list_are_kept(rows: Rows) -> None:
    assert rows(
        "select function_code, level, parent_code, name_zh, is_summable, is_listed from marts.dim_function"
        " where function_code in ('201', '20101', '2139901', '210') or not is_listed order by 1"
    ) == [
        ("201", 1, None, "一般公共服务支出", True, True),
        ("20101", 2, "201", "人大事务", False, True),
        ("2010101", 3, "20101", "行政运行", False, False),
        ("210", 1, None, "卫生健康支出", True, True),
        ("2139901", 3, "21399", "花圃事务", False, False),
    ]
    assert rows(
        "select level, name_zh, parent_code from marts.dim_economic_class where economic_class_code = '30217'"
    ) == [(2, "公务接待费", "302")]


def test_a_name_of_other_years_is_found_and_a_spelling_is_not(rows: Rows) -> None:
    ((code, severity, explanation),) = rows(
        "select check_code, severity, explanation_zh from marts.fct_finding where check_code like 'class_name%'"
    )
    assert (code, severity) == ("class_name_mismatch.other_years", "warning")
    assert "“210”" in explanation and "“医疗卫生与计划生育支出”" in explanation and "“卫生健康支出”" in explanation


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, example: Callable[[], StagedHome], dbt: Callable[..., Any]
) -> PlainProject:
    """The models and data tests as dbt compiles them."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "home").mkdir()
    example().write(folder / "home")
    return PlainProject(folder / "base", folder / "home", dbt)


def built(project: PlainProject, folder: Path, home: StagedHome, *queries: str) -> list[list[tuple[Any, ...]]]:
    folder.mkdir()
    home.write(folder)
    with project.built(folder) as connection:
        return [connection.execute(query).fetchall() for query in queries]


def test_a_name_is_judged_by_the_year_it_was_printed_in(project: PlainProject, tmp_path: Path) -> None:
    home = StagedHome()
    for year in (2017, 2024):
        report = home.report(f"r{year}", "株洲市芦淞区苗木站", year, family="final_accounts")
        for number, (code, name) in enumerate(
            (
                ("210", "医疗卫生与计划生育支出"),
                ("20805", "行政事业单位离退休"),
                ("20701", "文物"),
                ("21701", "另一事务"),
            )
        ):
            # a report's column of the year before is printed with the names of its own year
            home.claim(
                report, f"{number}00.00", year - number % 2, year_basis="column", classification="function", classification_code=code,
                classification_name=name,
            )  # fmt: skip
    (found,) = built(
        project,
        tmp_path / "home",
        home,
        "select report_id, check_code, split_part(explanation_zh, '”', 1) from marts.fct_finding where check_code like 'class%' order by all",
    )
    # of 2017 the list is sure of 类 and of 20805 alone
    assert found == [
        ("r2024-1", "class_name_mismatch", "科目“20701"),
        ("r2024-1", "class_name_mismatch", "科目“21701"),
        ("r2024-1", "class_name_mismatch.other_years", "科目“20805"),
        ("r2024-1", "class_name_mismatch.other_years", "科目“210"),
    ]


def test_a_budgets_balance_and_a_projects_amount_stay_claims(project: PlainProject, tmp_path: Path) -> None:
    home = StagedHome()
    budget = home.report("b24", "株洲市芦淞区苗木站", 2024, family="department_budget")
    home.claim(budget, "500.00", 2024, measure="opening_balance")
    home.claim(
        budget,
        "700.00",
        2024,
        project_name="花圃",
        line_item_code="project",
        classification="function",
        classification_code="213",
    )
    home.claim(budget, "900.00", 2024, line_item_code="project", classification="function", classification_code="213")
    balances, facts, claims = built(
        project,
        tmp_path / "home",
        home,
        "select count(*) from marts.fct_balance",
        "select amount_yuan::integer, claim_count from marts.fct_expenditure_by_function",
        "select count(*) from marts.fct_claim",
    )
    assert (balances, facts, claims) == ([(0,)], [(900, 1)], [(3,)])


@pytest.mark.slow
def test_amounts_of_classes_change_nothing_of_the_bodys(project: PlainProject, tmp_path: Path) -> None:
    """Facts of the body and findings about its amounts are the same whether a report's amounts by class are there or not."""
    home = colliding(7, range(40))
    claims = home.rows["claims"]
    by_class = [(replace(row, project_name=None), batch) for row, batch in claims if row.classification is not None]
    whole = [(row, batch) for row, batch in claims if row.classification is None]
    assert len(by_class) > 300
    queries = (
        *(f"from marts.fct_{name} order by all" for name in ("budget", "expenditure", "income")),
        # what is about amounts of classes: their names, their sums, values that can't be
        "from marts.fct_finding where not regexp_matches(check_code, '^(class_name|implausible_value|account_)') order by all",
        "select count(*) from intermediate.int_class_fact_claim where classification is not null",
    )
    found = []
    for name, listed in (("without", whole), ("with", whole + by_class)):
        home.rows["claims"] = listed
        found.append(built(project, tmp_path / name, home, *queries))
    *without, none = found[0]
    *within, some = found[1]
    assert within == without and all(len(part) > 20 for part in without)
    assert none == [(0,)] and some[0][0] > 100


# the same total, said of the body and as the sum of its classes: line item, fund of both
SUMS = """
select
    c.file_name, c.measure, c.line_item_code, c.fund_code, c.amount_yuan as stated, c.class_sum
from (
    select
        r.file_name, t.measure, t.line_item_code, t.fund_code, w.amount_yuan, t.class_sum
    from (
        select unit_key, fiscal_year, reporting_scope, 'budget' as measure, line_item_code, fund_code, sum(amount_yuan) as class_sum
        from marts.fct_budget_by_function inner join marts.dim_function using (function_code) where is_summable group by all
        union all
        select unit_key, fiscal_year, reporting_scope, 'expenditure', line_item_code, fund_code, sum(amount_yuan)
        from marts.fct_expenditure_by_function inner join marts.dim_function using (function_code) where is_summable group by all
        union all
        select unit_key, fiscal_year, reporting_scope, 'income', line_item_code, fund_code, sum(amount_yuan)
        from marts.fct_income_by_function inner join marts.dim_function using (function_code) where is_summable group by all
    ) as t
    inner join (
        select unit_key, fiscal_year, reporting_scope, 'budget' as measure, line_item_code, fund_code, amount_yuan from marts.fct_budget
        where budget_version = 'unstated'
        union all select unit_key, fiscal_year, reporting_scope, 'expenditure', line_item_code, fund_code, amount_yuan from marts.fct_expenditure
        union all select unit_key, fiscal_year, reporting_scope, 'income', line_item_code, fund_code, amount_yuan from marts.fct_income
    ) as w using (unit_key, fiscal_year, reporting_scope, measure, line_item_code, fund_code)
    inner join marts.dim_report as r using (unit_key, fiscal_year, reporting_scope)
) as c
order by all
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_classes_of_published_documents_add_up_to_their_totals(tmp_path: Path) -> None:
    """Of every document's tables the sum at level 类 is the total that stands in them, but for what rounding leaves."""
    files = nonempty(sorted(shared("reports", "pdf").glob("*.pdf")))
    stage(tmp_path, {file.name: file.read_bytes() for file in files})
    database = build(
        tmp_path, "dim_report", *(f"fct_{name}_by_function" for name in ("budget", "expenditure", "income")),
        "dim_function", "fct_budget", "fct_expenditure", "fct_income",
    )  # fmt: skip
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(SUMS).fetchall()
    assert {row[0] for row in found} == {file.name for file in files} and len(found) > 20
    # a yuan where a budget rounds a total to whole ones; 0.01 万元 a class in accounts, of four
    off = {row[:4]: row[4:] for row in found if abs(row[4] - row[5]) > Decimal(1 if row[1] == "budget" else 400)}
    assert off == {}
