"""What reports say can't stop a build: homes full of colliding reports through the real models, keys, relationships, contracts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.dbt.collisions import colliding, received_otherwise
from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import StagedHome
from tests.golden.warehouse import stage
from tests.support import nonempty

BODIES = 40
NOT_FACTS = ("dim_report_file", "fct_quarantine")
# the same examples in every run, however slow the machine; a seed can't be shrunk, its bodies are narrowed instead
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=300)
SEEDS = st.integers(0, 10**9)


def fresh(folder: Path, home: StagedHome) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    home.write(folder)
    return folder


def faults(project: PlainProject, folder: Path, home: StagedHome) -> dict[str, list[tuple[Any, ...]]]:
    """What dbt would refuse, and what these tests ask on top; a statement that fails is a fault as well."""
    try:
        with project.built(fresh(folder, home)) as connection:
            found = project.broken(connection)
            for name, sql in ASKED.items():
                if rows := connection.execute(sql).fetchmany(5):
                    found[name] = rows
            return found
    except duckdb.Error as error:
        return {"error": [(re.sub(r"\s+", " ", str(error))[:300],)]}


# what must come back empty: values that can't be stay in claims, are findings, and stand nowhere else
ASKED = {
    "an absurd year is a key": """
        select 'dim_fiscal_year', fiscal_year from marts.dim_fiscal_year where fiscal_year not between 1994 and 2049 and fiscal_year <> 0
        union all select 'mart_unit_year', fiscal_year from marts.mart_unit_year where fiscal_year not between 1994 and 2049
        union all select 'fct_claim', fiscal_year from marts.fct_claim where fiscal_year not between 1994 and 2049 and fiscal_year <> 0
        union all select 'dim_report', fiscal_year from marts.dim_report where fiscal_year not between 1994 and 2049""",
    "an absurd value in a summary": """
        select unit_key from marts.mart_unit_year where self_evaluation_score > 1000 or abs(execution_rate) > 1000
        or abs(stated_execution_rate) > 1000 or satisfaction_rate > 1 or staff_actual > 1000000 or abs(executed_yuan) > 10000000000000
        or abs(initial_budget_yuan) > 10000000000000
        union all
        select unit_key from marts.fct_self_evaluation where budget_execution_score > 1000 or abs(carryover_rate) > 1000
        union all
        select unit_key from marts.fct_staffing where staff_quota > 1000000 or staff_control_rate > 1000""",
    "an absurd claim that no finding tells": """
        select claim_id from marts.fct_claim as c
        where (abs(amount_yuan) > 10000000000000 or (fiscal_year = 0 and stated_fiscal_year <> 0))
        and claim_id not in (
            select claim_id from marts.bridge_finding_claim inner join marts.fct_finding using (finding_id)
            where check_code in ('implausible_value.amount', 'implausible_value.fiscal_year')
        )""",
    "an absurd report year that no finding tells": """
        select report_id from staging.stg_identities where fiscal_year not between 1994 and 2049 and report_id not in (
            select report_id from marts.fct_finding where check_code = 'implausible_value.fiscal_year'
        )""",
    "a claim that isn't as it was stated": """
        select claim_id, amount_yuan, stated_fiscal_year from staging.stg_claims
        except all select claim_id, amount_yuan, stated_fiscal_year from marts.fct_claim""",
    "a finding of an engine that no rule knows": """
        select coalesce(outcome, check_code) from (
            select outcome, check_code from intermediate.int_finding_conflicting_amounts
            union all select outcome, check_code from intermediate.int_finding_identity
            union all select outcome, check_code from intermediate.int_finding_rate
            union all select outcome, check_code from intermediate.int_finding_adjustment
            union all select outcome, check_code from intermediate.int_finding_amount_scale
            union all select outcome, check_code from intermediate.int_finding_performance
            union all select outcome, check_code from intermediate.int_finding_text
            union all select outcome, check_code from intermediate.int_finding_list
            union all select outcome, check_code from intermediate.int_finding_members
            union all select outcome, check_code from intermediate.int_finding_class_name
            union all select outcome, check_code from intermediate.int_finding_implausible_value
            union all select outcome, check_code from intermediate.int_finding_stale_fiscal_year
        ) where coalesce(outcome, check_code) is null
        or coalesce(outcome, check_code) not in (select coalesce(outcome, check_code) from seeds.finding_rule)""",
    "a report superseded by one that is superseded": """
        select o.report_id from marts.dim_report as o inner join marts.dim_report as n on o.superseded_by = n.report_id
        where n.superseded_by is not null or o.stated_date > n.stated_date or o.reporting_scope <> n.reporting_scope""",
    "a claim that speaks for a fact of another scope": """
        select b.claim_id from marts.bridge_fact_claim as b inner join marts.fct_claim as c using (claim_id)
        inner join (
            select fact_id, reporting_scope from marts.fct_budget union all select fact_id, reporting_scope from marts.fct_expenditure
            union all select fact_id, reporting_scope from marts.fct_income
            union all select fact_id, reporting_scope from intermediate.int_class_fact_claim
        ) as f using (fact_id)
        where c.reporting_scope <> f.reporting_scope""",
    "an amount of a class that speaks for the body": """
        select b.claim_id from marts.bridge_fact_claim as b inner join marts.fct_claim as c using (claim_id)
        where c.classification is not null and b.fact_id not in (select fact_id from intermediate.int_class_fact_claim)""",
    "an amount of the body that speaks for a class": """
        select b.claim_id from marts.bridge_fact_claim as b inner join marts.fct_claim as c using (claim_id)
        where c.classification is null and b.fact_id in (
            select fact_id from intermediate.int_class_fact_claim where classification is not null
        )""",
    "rows of a year by class of two levels or kinds of money": """
        select unit_key from marts.mart_unit_function_year group by unit_key, fiscal_year, reporting_scope
        having count(distinct fund_code) > 1 or count(distinct line_item_code) > 1 or count(distinct length(function_code)) > 1""",
}


def narrowed(project: PlainProject, folder: Path, seed: int, found: dict[str, Any]) -> str:
    """A failure told with the first single body that shows it."""
    for body in range(BODIES):
        if alone := faults(project, folder, colliding(seed, [body])):
            return f"seed {seed}, body {body} alone: {alone}"
    return f"seed {seed}: {found}"


def check(project: PlainProject, folder: Path, seed: int) -> None:
    found = faults(project, folder, colliding(seed, range(BODIES)))
    assert not found, narrowed(project, folder, seed, found)


BODY = "2023年度株洲市芦淞区水文站整体支出绩效自评报告\n一、部门基本情况\n株洲市芦淞区水文站是株洲市芦淞区水利局下属事业单位。\n"
THREE_PUBLIC = "附件2\n{year}年度整体支出绩效评价基础数据表\n\t经费控制情况\n\t{last}年决算数\n\t{year}年预算数\n\t{year}年决算数\n\n\t三公经费\n\t{was}\n\t5.00\n\t{spent}\n\n说明：无"
ACCOUNT = "株洲市芦淞区水文站2023年度部门决算\n一、支出决算情况说明\n2023年本年支出合计298.00万元，其中：基本支出200.00万元，项目支出98.00万元。\n二、“三公”经费支出决算情况说明\n2023年度“三公”经费支出决算为3.30万元。"
SPENT = "二、一般公共预算支出情况\n（一）基本支出情况\n1.{year}年年初预算资金300.00万元。\n2.{year}年度财政拨款支出298.00万元。其中：项目支出98.00万元，基本支出200.00万元。\n"


def evaluation(year: int, spent: str, last_spent: str) -> bytes:
    text = BODY.replace("2023", str(year)) + SPENT + THREE_PUBLIC
    return (
        text.replace("{year}", str(year)).replace("{last}", str(year - 1)).format(was=last_spent, spent=spent).encode()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "expected"),
    [("3.55", [(35500, 31000)]), ("3.30", []), ("3.10", [])],
    ids=["neither", "the account's", "the evaluation's"],
)
def test_next_years_column_is_held_against_one_of_two_own_reports(
    project: PlainProject, tmp_path: Path, column: str, expected: list[tuple[int, int]]
) -> None:
    """An evaluation and an account of a year that disagree, and the column of the year after."""
    stage(
        tmp_path,
        {
            "ev2023.txt": evaluation(2023, "3.10", "4.50"),
            "acc2023.txt": ACCOUNT.encode(),
            "ev2024.txt": evaluation(2024, "2.90", column),
        },
    )
    with project.built(tmp_path) as connection:
        assert project.broken(connection) == {}
        chosen = connection.execute(
            "select reporting_scope, amount_yuan::integer, claim_count from marts.fct_expenditure"
            " where line_item_code = 'three_public' and fiscal_year = 2023 order by all"
        ).fetchall()
        # the account says that it speaks for the department
        assert chosen == [("department", 33000, 1), ("unstated", 31000, 2)]
        found = connection.execute(
            "select stated_value::integer, expected_value::integer from marts.fct_finding"
            " where check_code = 'conflicting_amounts.prior_year'"
        ).fetchall()
        assert found == expected


@pytest.mark.slow
@FEW
@given(seed=SEEDS)
# where a model once broke: two own reports before a prior-year column, digits without end, a year that nothing but its report has
@example(seed=1)
@example(seed=2018)
def test_whatever_reports_say_every_key_relationship_and_contract_holds(
    project: PlainProject, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    check(project, tmp_path_factory.getbasetemp() / "colliding", seed)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@MANY
@given(seed=SEEDS)
def test_whatever_many_reports_say(project: PlainProject, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    check(project, tmp_path_factory.getbasetemp() / "colliding", seed)


def marts(project: PlainProject, folder: Path, home: StagedHome) -> dict[str, list[tuple[Any, ...]]]:
    with project.built(fresh(folder, home)) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        return {
            name: connection.execute(f"from marts.{name}").fetchall() for (name,) in tables if name not in NOT_FACTS
        }


@pytest.mark.slow
@settings(FEW, max_examples=1)
@given(seed=SEEDS)
def test_the_order_of_arrival_changes_nothing(
    project: PlainProject, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "arrived"
    first = marts(project, folder, colliding(seed, range(BODIES)))
    assert any(row[-2] is not None for row in first["dim_report"]), "nothing superseded: nothing is shown"
    for order in (1, 2):
        assert marts(project, folder, received_otherwise(colliding(seed, range(BODIES)), order)) == first


@pytest.mark.slow
def test_the_bodies_collide(project: PlainProject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The positive control: the homes hold what the property is about, and a broken model is seen."""
    folder = tmp_path_factory.getbasetemp() / "control"
    with project.built(fresh(folder, colliding(0, range(BODIES)))) as connection:

        def count(sql: str) -> int:
            row = connection.execute(sql).fetchone()
            assert row is not None
            return int(row[0])

        assert count("select count(*) from marts.fct_finding where check_code = 'conflicting_amounts.prior_year'") > 0
        assert count("select count(*) from marts.fct_finding where check_code like 'implausible_value%'") > 10
        assert count("select count(superseded_by) from marts.dim_report") > 10
        assert count("select count(*) from marts.dim_report where identity_basis = 'list'") > 3
        assert count("select count(*) from marts.fct_list_fault where reason = 'lists_disagree'") > 3
        assert count("select count(*) from marts.fct_finding where check_code = 'identity_list_contradicts_text'") > 3
        assert count("select count(*) from marts.fct_expenditure where has_conflict") > 50
        assert count("select count(distinct check_code) from marts.fct_finding") > 25
        for table in ("expenditure_by_function", "income_budget_by_function", "budget_by_economic_class", "balance"):
            assert count(f"select count(*) from marts.fct_{table} where has_conflict") > 1, table
        assert count("select count(*) from marts.fct_finding where check_code like 'class_name_mismatch%'") > 10
        assert count("select count(*) from marts.mart_unit_function_year where execution_rate is not null") > 0
        connection.execute("insert into intermediate.int_finding from (select * from intermediate.int_finding limit 1)")
        connection.execute("insert into marts.bridge_finding_claim from marts.bridge_finding_claim limit 1")
        connection.execute(
            "update marts.fct_claim set fund_code = 'nobody' where claim_id = (select min(claim_id) from marts.fct_claim)"
        )
        assert {"int_finding_key", "bridge_finding_claim_key", "fct_claim_refers"} <= project.broken(connection).keys()


@pytest.mark.slow
def test_a_column_that_no_batch_has_yet_is_null(
    project: PlainProject, example: Callable[[], StagedHome], tmp_path: Path
) -> None:
    """A home that was staged before a column was added is built all the same, and nothing else of it changes."""
    added = {"claims": "rule", "reports": "converter"}
    whole = marts(project, tmp_path / "whole", example())
    older = fresh(tmp_path / "older", example())
    for table, column in added.items():
        for path in nonempty(sorted(older.glob(f"staging/*/*/{table}.parquet"))):
            duckdb.sql(f"from read_parquet('{path}') select * exclude ({column})").write_parquet(f"{path}.new")
            Path(f"{path}.new").replace(path)
    with project.built(older) as connection:
        assert project.broken(connection) == {}
        for table, column in added.items():
            counted = connection.execute(f"select count(*), count({column}) from staging.stg_{table}").fetchone()
            assert counted is not None and counted[0] > 0 and counted[1] == 0
        assert connection.execute("from marts.fct_expenditure").fetchall() == whole["fct_expenditure"] != []
