"""What the rules make of the example home: bodies, years, facts, findings, quarantine."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Rows = Callable[..., list[tuple[Any, ...]]]

LUSONG = "株洲市芦淞区园艺服务中心"


@pytest.fixture(scope="session")
def bodies(rows: Rows) -> dict[str, tuple[Any, ...]]:
    """report_id -> (unit_key, unit_name, short_name, division_code, province, city, county)."""
    found = rows(
        "select report_id, unit_key, unit_name, short_name, division_code, province, city, county"
        " from marts.dim_report join marts.dim_unit using (unit_key)"
    )
    return {report_id: tuple(rest) for report_id, *rest in found}


def test_one_body_under_all_its_spellings(bodies: dict[str, tuple[Any, ...]], rows: Rows) -> None:
    assert bodies["aa1-1"] == bodies["aa2-1"] == bodies["aa3-1"]
    assert bodies["aa1-1"][1:] == (LUSONG, "园艺服务中心", "430203", "湖南省", "株洲市", "芦淞区")
    aliases = rows("select alias from marts.dim_unit_alias where unit_key = ? order by alias", bodies["aa1-1"][0])
    assert aliases == [("园艺服务中心",), (LUSONG,), ("芦淞区园艺服务中心",)]
    unit = rows(
        "select supervising_unit, first_fiscal_year, last_fiscal_year from marts.dim_unit where unit_name = ?", LUSONG
    )
    assert unit == [("株洲市芦淞区农业农村局", 2022, 2024)]


@pytest.mark.parametrize(
    ("report_id", "unit_name", "division_code"),
    [
        ("ab1-1", "株洲市市场维护队", "430200"),
        ("ab2-1", "株洲市市场维护队", "430200"),
        ("ac1-1", "鄂州樊口经济技术开发区绿化中心", "420700"),
        ("ac2-1", "湘潭市城市绿化局高新分局", "430300"),
        ("ad1-1", "湘潭市岳塘区园艺服务中心", "430304"),
        ("ae1-1", "园艺服务中心", None),
        ("af1-1", "福州市鼓楼区园艺服务中心", "350102"),
        ("af2-1", "鼓楼区园艺服务中心", None),
        ("ag1-1", "未写明单位", None),
        ("ah1-1", "恩施土家族苗族自治州园艺站", "422800"),
        ("ah2-1", "仙桃市园艺站", "429004"),
        ("ah3-1", "北京市东城区园艺站", "110101"),
        ("az1-1", "鄂州市梧桐湖新区园艺站", "420700-梧桐湖新区"),
        ("az3-1", "株洲市高新区园艺站", "430200-高新区"),
        ("az4-1", "高新区园艺站", None),
        ("az5-1", "云溪东区园艺站", None),
        ("az6-1", "云梦泽县园艺站", None),
    ],
)
def test_the_name_says_where_a_body_is(
    bodies: dict[str, tuple[Any, ...]], report_id: str, unit_name: str, division_code: str | None
) -> None:
    assert (bodies[report_id][1], bodies[report_id][3]) == (unit_name, division_code)


def test_bodies_merge_only_within_one_known_division(bodies: dict[str, tuple[Any, ...]]) -> None:
    assert bodies["ab1-1"] == bodies["ab2-1"]
    apart = ["aa1-1", "ad1-1", "ae1-1", "ae2-1", "ba1-1"]
    assert {bodies[report][2] for report in apart} == {"园艺服务中心"}
    assert len({bodies[report][0] for report in apart}) == len(apart)


def test_bodies_meet_over_files_once_a_list_names_their_place(bodies: dict[str, tuple[Any, ...]]) -> None:
    assert bodies["az1-1"] == bodies["az2-1"]
    assert bodies["az1-1"][4:] == ("湖北省", "鄂州市", "梧桐湖新区")


def test_lines_of_lists_that_do_not_count_are_listed(rows: Rows) -> None:
    assert rows("select path, line_no, reason, detail from marts.fct_list_fault order by path, line_no") == [
        (path, line, reason, detail)
        for path, line, reason, detail in (
            (
                "lists/divisions.csv",
                4,
                "lists_disagree",
                "another line says otherwise of 云溪东区 or 430699, and neither counts",
            ),
            ("lists/divisions.csv", 5, "unknown_parent", "there is no city 某某市 in 湖南省"),
            (
                "more/divisions.csv",
                3,
                "lists_disagree",
                "another line says otherwise of 云溪北区 or 430699, and neither counts",
            ),
        )
    ]


def test_a_year_left_over_is_resolved_and_found(rows: Rows) -> None:
    years = rows(
        "select claim_id, stated_fiscal_year, fiscal_year from marts.fct_claim where report_id = 'aa1-1' order by claim_id"
    )
    assert years == [
        ("c001", 2021, 2022),
        ("c002", 2021, 2022),
        ("c003", 2022, 2022),
        ("c004", 2021, 2021),
        ("c005", 2022, 2022),
    ]
    found = rows(
        "select report_id, fiscal_year, stated_value, expected_value from marts.fct_finding where check_code = 'stale_fiscal_year'"
    )
    assert found == [("aa1-1", 2022, Decimal(2021), Decimal(2022))]
    claims = rows(
        "select claim_id from marts.bridge_finding_claim join marts.fct_finding using (finding_id) where check_code = 'stale_fiscal_year' order by 1"
    )
    assert claims == [("c001",), ("c002",)]


def fact(
    rows: Rows, measure: str, unit: str, year: int, line_item: str, project: str = "全部项目", fund: str = "all_funds"
) -> list[tuple[Any, ...]]:
    return rows(
        f"select f.amount_yuan, f.chosen_claim_id, f.claim_count, f.has_conflict from marts.fct_{measure} f"
        " join marts.dim_unit using (unit_key) join marts.dim_project using (project_key)"
        " where unit_name = ? and fiscal_year = ? and line_item_code = ? and project_name = ? and fund_code = ? order by 1",
        unit, year, line_item, project, fund,
    )  # fmt: skip


def test_the_own_report_stands_before_a_prior_year_column(rows: Rows) -> None:
    assert fact(rows, "expenditure", LUSONG, 2022, "total") == [(Decimal("4545900.00"), "c001", 3, True)]


def test_the_table_stands_before_prose_in_its_fund(rows: Rows) -> None:
    assert fact(rows, "expenditure", LUSONG, 2023, "total") == [(Decimal("1200000.00"), "c008", 2, True)]
    assert fact(rows, "expenditure", LUSONG, 2023, "total", fund="general_public_budget") == [
        (Decimal("1150000.00"), "c018", 1, False)
    ]


def test_spellings_of_a_project_are_one_and_phases_are_two(rows: Rows) -> None:
    names = rows(
        "select project_name from marts.dim_project join marts.dim_unit using (unit_key) where unit_name = ? order by 1",
        LUSONG,
    )
    assert names == [("全部项目",), ("花圃养护(一期)",), ("花圃养护（二期）",)]
    assert fact(rows, "expenditure", LUSONG, 2023, "project", "花圃养护(一期)")[0][0] == Decimal("300000.00")
    assert fact(rows, "budget", LUSONG, 2023, "project", "花圃养护(一期)")[0][0] == Decimal("300000.00")
    assert fact(rows, "expenditure", LUSONG, 2023, "project") == [(Decimal("500000.00"), "c015", 1, False)]


def test_budget_versions_are_facts_of_their_own(rows: Rows) -> None:
    assert [row[0] for row in fact(rows, "budget", LUSONG, 2023, "total")] == [
        Decimal("1100000.00"),
        Decimal("1500000.00"),
    ]


def test_adjustments_are_claims_but_no_facts(rows: Rows) -> None:
    assert rows("select count(*) from marts.fct_claim where measure = 'adjustment'") == [(1,)]
    assert rows(
        "select count(*) from marts.bridge_fact_claim join marts.fct_claim using (claim_id) where measure = 'adjustment'"
    ) == [(0,)]


def test_rows_that_no_manifest_names_do_not_count(rows: Rows) -> None:
    assert rows("select count(*) from marts.fct_claim where amount_yuan = 111") == [(0,)]


def test_a_newer_report_supersedes(rows: Rows) -> None:
    assert rows("select report_id, superseded_by from marts.dim_report where superseded_by is not null") == [
        ("ba1-1", "ba2-1")
    ]
    unit = "株洲市天元区园艺服务中心"
    assert fact(rows, "expenditure", unit, 2023, "total") == [(Decimal("120.00"), "c023", 1, False)]
    assert fact(rows, "expenditure", unit, 2023, "basic") == []
    assert rows("select count(*) from marts.fct_claim where report_id = 'ba1-1'") == [(2,)]


def test_two_amounts_for_one_thing_are_a_finding_and_rounding_is_not_an_error(rows: Rows) -> None:
    found = rows(
        "select severity, stated_value, expected_value, difference, quote, explanation_zh, explanation_en"
        " from marts.fct_finding where check_code = 'conflicting_amounts' order by severity"
    )
    assert [row[:5] for row in found] == [
        ("error", Decimal(1000000), Decimal(1200000), Decimal(-200000), "支出1000000.00元"),
        ("info", Decimal(700100), Decimal(700000), Decimal(100), "支出700100.00元"),
    ]
    assert "120万元" in found[0][5] and "相差20万元" in found[0][5] and "1200000 yuan" in found[0][6]


def test_an_amount_without_any_year_stays_a_claim(rows: Rows) -> None:
    assert rows("select fiscal_year from marts.fct_claim where report_id = 'bc1-1'") == [(0,)]
    assert rows("select name_en from marts.dim_fiscal_year where fiscal_year = 0") == [("fiscal year unknown",)]
    assert rows("select count(*) from marts.fct_expenditure where fiscal_year = 0") == [(0,)]


def test_one_row_of_staffing_and_self_evaluation(rows: Rows) -> None:
    assert rows(
        "select fiscal_year, staff_quota, staff_actual, staff_control_rate, has_conflict from marts.fct_staffing"
    ) == [(2023, 13, 12, Decimal("0.923100"), True)]
    found = rows(
        "select self_evaluation_score, grade, satisfaction_rate, indicator_count, indicator_met_count from marts.fct_self_evaluation"
    )
    assert found == [(Decimal(96), "优", None, 3, 1)]


def test_the_wide_row_compares_one_scope(rows: Rows) -> None:
    found = rows(
        "select fund_code, initial_budget_yuan, adjusted_budget_yuan, executed_yuan, execution_rate, execution_base,"
        " stated_execution_rate, staff_quota, self_evaluation_score, finding_count, error_finding_count"
        " from marts.mart_unit_year where unit_name = ? and fiscal_year = 2023",
        LUSONG,
    )
    assert found == [
        (
            "all_funds",
            Decimal(1100000),
            Decimal(1500000),
            Decimal(1200000),
            Decimal("0.8"),
            "adjusted",
            Decimal("0.8"),
            13,
            Decimal(96),
            7,
            2,
        )
    ]


def test_quarantine_keeps_the_last_word_on_files_not_understood(rows: Rows) -> None:
    assert rows("select distinct sha256, reason from marts.fct_quarantine order by 1") == [
        ("ca1", "truncated"),
        ("ca2", "bomb"),
    ]


def test_the_same_bytes_under_three_names_are_three_names_in_quarantine(rows: Rows) -> None:
    assert rows("select path, file_name from marts.fct_quarantine order by sha256, path") == [
        ("elsewhere/ca1.pdf", "ca1.pdf"),
        ("in/ca1.pdf", "ca1.pdf"),
        ("in/copy of ca1.pdf", "copy of ca1.pdf"),
        ("in/a.zip/b.pdf", "b.pdf"),
    ]


def test_the_same_bytes_under_two_names_are_one_report(rows: Rows) -> None:
    assert rows("select path, file_name from marts.dim_report_file where report_id = 'aa3-1' order by 1") == [
        ("x/aa3.txt", "aa3.txt"),
        ("y/copy of aa3.txt", "copy of aa3.txt"),
    ]


def test_what_was_not_understood_is_listed(rows: Rows) -> None:
    assert rows("select report_id, reason, quote from marts.fct_unrecognised") == [
        ("aa3-1", "no_number", "另有若干万元")
    ]


def test_indicator_labels_get_their_standard_class(rows: Rows) -> None:
    assert rows("select level2, level1_code, level2_code from marts.dim_indicator order by level2_code nulls last") == [
        ("质量指标", "output", "quality"),
        ("数量指标", "output", "quantity"),
        ("自拟指标", "output", None),
    ]
