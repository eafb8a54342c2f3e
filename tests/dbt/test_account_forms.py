"""What must add up in forms of accounts and budgets: a clean one says nothing, each planted fault is told by the check it belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pytest

from ingest.records import UnrecognisedRow
from tests.dbt.account_reports import (
    ACCOUNT_FORMS,
    ALL,
    APPROPRIATION,
    BUDGET_FORMS,
    FUND,
    GENERAL,
    Cell,
    Figures,
    Forms,
    account,
    add,
    budget,
)
from tests.dbt.plain_sql import PlainProject
from tests.dbt.staged import StagedHome

SPENT, GOT = "expenditure", "income"


class Told(NamedTuple):
    """A finding: its check, and the tables of the place that is doubted and of those it is held against."""

    check: str
    table: int
    others: tuple[int, ...] = ()


class Case(NamedTuple):
    """What is changed in a clean report (None: not printed), and what is told of it."""

    changes: dict[Cell, str | None]
    told: list[Told]
    forms: Forms = ACCOUNT_FORMS
    severity: str = "error"


def of(table_no: int, line: str, code: str = "", fund: str = ALL, measure: str = SPENT) -> Cell:
    return Cell(table_no, measure, line, fund, code)


def lost(table_no: int, *codes: str) -> dict[Cell, str | None]:
    """An account's rows of codes in a form, not printed."""
    return {cell: None for cell in account() if cell.table_no == table_no and cell.code in codes}


def inside(check: str, table_no: int) -> list[Told]:
    return [Told(f"account_mismatch.{check}", table_no, (table_no,))]


def between(check: str, stated: int, expected: int) -> list[Told]:
    return [Told(f"account_conflict.{check}", stated, (expected,))]


FAULTS = {
    "a digit in one cell": Case({of(3, "project", "2040102"): "310.00"}, inside("columns", 3)),
    "a row lost": Case(lost(5, "2040102"), inside("items", 5)),
    "a class lost": Case(lost(3, "221", "22102", "2210201"), inside("classes", 3)),
    "a total not updated": Case({of(3, "total"): "1000.00"}, inside("columns", 3)),
    "sources of income": Case({of(2, "undertaking_income", "2040101", measure=GOT): "45.00"}, inside("sources", 2)),
    "the two sides": Case({of(1, "grand_total"): "1098.00"}, inside("both_sides", 1)),
    "what was carried over": Case({of(1, "total", measure="opening_balance"): "45.00"}, inside("income_side", 1)),
    "what is left": Case({of(1, "total", measure="closing_balance"): "9.00"}, inside("expenditure_side", 1)),
    "funds": Case({of(4, "total", "212", APPROPRIATION): "101.00"}, inside("funds", 4)),
    "personnel": Case({of(6, "basic.personnel", fund=GENERAL): "402.00"}, inside("personnel", 6)),
    "operating": Case({of(6, "basic.operating", fund=GENERAL): "150.00"}, inside("operating", 6)),
    "three public": Case({of(7, "three_public", fund=APPROPRIATION): "12.00"}, inside("three_public", 7)),
    "vehicles": Case({of(7, "three_public.vehicle.purchase", fund=APPROPRIATION): "1.00"}, inside("vehicles", 7)),
    "a fund's balance": Case({of(8, "total", fund=FUND, measure="closing_balance"): "5.00"}, inside("balance", 8)),
    "income of two forms": Case(
        {
            of(1, "other_income", measure=GOT): "11.00", of(1, "total", measure=GOT): "1061.00",
            of(1, "total", measure="opening_balance"): "39.00",
        },
        between("income", 2, 1),
    ),
    "expenditure of two forms": Case(
        {of(1, "total", "221"): "61.00", of(1, "total"): "1011.00", of(1, "total", measure="closing_balance"): "89.00"},
        between("expenditure", 3, 1),
    ),
    "two classes exchanged": Case(
        {of(1, "total", "204"): "150.00", of(1, "total", "208"): "700.00"}, between("expenditure_classes", 3, 1) * 2
    ),
    "appropriation of two forms": Case(
        {
            of(4, "fiscal_appropriation", fund=GENERAL, measure=GOT): "905.00",
            of(4, "fiscal_appropriation", fund=APPROPRIATION, measure=GOT): "1005.00",
            of(4, "total", fund=APPROPRIATION, measure="opening_balance"): "15.00",
            of(4, "total", fund=GENERAL, measure="opening_balance"): "15.00",
        },
        between("appropriation", 2, 4),
    ),
    "general public budget of two forms": Case(
        {
            of(4, "total", code, fund): text
            for fund, total in ((APPROPRIATION, "965.00"), (GENERAL, "865.00"))
            for code, text in (("204", "670.00"), ("", total))
        }
        | {of(4, "total", fund=fund, measure="closing_balance"): "55.00" for fund in (APPROPRIATION, GENERAL)},
        between("general_public_budget", 5, 4),
    ),
    "basic expenditure of two forms": Case(
        {of(6, "basic", code, GENERAL): text for code, text in (("30102", "160.00"), ("301", "410.00"))}
        | {of(6, "basic.personnel", fund=GENERAL): "430.00"},
        [Told("account_conflict.basic", 5, (6, 6))],
    ),
    "more in basic expenditure than in all": Case(
        {of(6, "basic", code, GENERAL): text for code, text in (("30217", "3.00"), ("30299", "39.00"))},
        between("reception", 7, 6),
        severity="warning",
    ),
    "two columns exchanged": Case(
        {
            of(2, line, code, measure=GOT): text
            for code in ("204", "20401", "2040101", "2040102", "208", "20805", "2080505")
            for line, text in (("total", "45.00"), ("undertaking_income", "700.00"))
        },
        [Told("account_mismatch.slipped", 2)],
    ),
    "roundings": Case(
        {of(3, "total", code): "700.01" for code in ("204", "20401")} | {of(3, "total", "2080505"): "149.99"},
        [Told("account_mismatch.rounding", 3)],
        severity="info",
    ),
    "personnel beside operating": Case(
        {of(8, "basic.operating", "302", GENERAL, "budget"): "800000.00"}, inside("basic_columns", 8), BUDGET_FORMS
    ),
    "a budget's class": Case(
        {of(3, line, "2080506", measure="budget"): "440000.00" for line in ("total", "basic")}, inside("items", 3), BUDGET_FORMS
    ),
    "a budget's expenditure of two forms": Case(
        {
            of(1, line, "208", measure="budget"): "1000000.00" for line in ("total", "basic.personnel")
        }
        | {
            of(1, "grand_total", measure="budget"): "6400000.00",
            of(1, "grand_total", measure="income_budget"): "6400000.00",
            of(1, "other_income", measure="income_budget"): "300000.00",
        },
        between("expenditure", 3, 1),
        BUDGET_FORMS,
    ),
}  # fmt: skip

CLEAN = {
    "an account": Case({}, []),
    "a budget": Case({}, [], BUDGET_FORMS),
    "a level that isn't printed": Case(lost(3, "20401", "20805"), []),
    "codes without anything below": Case(lost(3, "20401", "2040101", "2040102"), []),
    "a sum alone": Case(lost(3, *{cell.code for cell in account() if cell.code}), []),
    "vehicles in one figure": Case(
        {of(7, f"three_public.vehicle.{part}", fund=APPROPRIATION, measure=measure): None
         for part in ("purchase", "operation") for measure in (SPENT, "budget")},
        [],
    ),
}  # fmt: skip


def figures_of(case: Case) -> Figures:
    clean = account() if case.forms is ACCOUNT_FORMS else budget()
    assert case.changes.keys() <= clean.keys()
    changed: dict[Cell, str | None] = {**clean, **case.changes}
    return {cell: text for cell, text in changed.items() if text is not None}


@pytest.fixture(scope="module")
def told(project: PlainProject, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, Told]]]:
    """Severity and finding, by the name of the case."""
    home, names = StagedHome(), {}
    for number, (name, case) in enumerate({**FAULTS, **CLEAN}.items()):
        names[add(home, f"{number:02d}", figures_of(case), case.forms)] = name
    # a row that wasn't understood, and one form twice with two amounts
    unread = add(home, "90", figures_of(FAULTS["a row lost"]))
    home.add(
        "unrecognised",
        UnrecognisedRow("budget_table", "295.00", table_no=5, row_no=5, unrecognised_id="u90", report_id=unread,
                        sha256="90", recogniser="test", reason="unknown_row_label"),
    )  # fmt: skip
    names[unread] = "unread"
    twice = add(home, "91", account())
    home.claim(
        twice, "7110000.00", 2024, claim_id="91-again", place_kind="budget_table", table_no=33, row_no=1, column_no=2,
        amount_text="711.00", amount_unit="万元", classification="function", classification_code="204", form_code="expenditure",
    )  # fmt: skip
    names[twice] = "twice"
    folder = tmp_path_factory.mktemp("accounts")
    home.write(folder)
    with project.built(folder) as connection:
        found = connection.execute(
            "select one.finding_id, one.report_id, one.severity, one.check_code, one.table_no, other.table_no"
            " from intermediate.int_finding as one left join intermediate.int_finding as other"
            " on one.finding_id = other.finding_id and other.role = 'expected'"
            " where one.role = 'stated' and one.choice = 1"
        ).fetchall()
    grouped = defaultdict(list)
    for *finding, other in found:
        grouped[tuple(finding)].append(other)
    listed = defaultdict(list)
    for (_, report_id, severity, check, table), others in grouped.items():
        listed[names[report_id]].append(
            (severity, Told(check, table, tuple(sorted(n for n in others if n is not None))))
        )
    return listed


def tables(findings: list[tuple[str, Told]]) -> list[tuple[str, Told]]:
    """Findings with each table named once."""
    return sorted((severity, told._replace(others=tuple(sorted(set(told.others))))) for severity, told in findings)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_once_by_its_check_with_both_places(told: dict[str, list[tuple[str, Told]]], name: str) -> None:
    case = FAULTS[name]
    assert tables(told[name]) == tables([(case.severity, one) for one in case.told])


@pytest.mark.parametrize("name", [*CLEAN, "unread", "twice"])
def test_what_adds_up_or_cannot_be_judged_is_not_told(told: dict[str, list[tuple[str, Told]]], name: str) -> None:
    assert told and told[name] == []
