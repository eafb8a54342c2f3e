"""The promise to readers: tables, columns, types, keys and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Rows = Callable[..., list[tuple[Any, ...]]]

PLACE = "place_kind section_title page_no block_no table_no row_no column_no char_start char_end x0 y0 x1 y1 quote"
# of classes and balances
CLASS_FACT = "line_item_code fund_code amount_yuan chosen_claim_id claim_count has_conflict reporting_scope"
CLASS = "level parent_code name_zh name_en first_fiscal_year last_fiscal_year is_summable is_listed"
CLASS_YEAR = "name_zh line_item_code fund_code initial_budget_yuan adjusted_budget_yuan unstated_budget_yuan executed_yuan execution_rate execution_base conflict_count"
PLACED_UNIT = "unit_key unit_name division_code province city county fiscal_year reporting_scope"
FACT = "line_item_code project_key fund_code amount_yuan chosen_claim_id claim_count has_conflict reporting_scope"
# Columns that the design names, in its order. Tables whose columns it leaves open list what readers may rely on today.
PROMISE = {
    "dim_unit": "unit_key unit_name short_name division_code province city county supervising_unit function_category"
    " first_fiscal_year last_fiscal_year",
    "dim_unit_alias": "unit_key alias",
    "dim_fiscal_year": "fiscal_year start_date end_date name_zh name_en",
    "dim_line_item": "line_item_code parent_code name_zh name_en definition level is_summable",
    "dim_fund": "fund_code name_zh name_en definition level is_summable",
    "dim_project": "project_key unit_key project_name is_all_projects",
    "dim_indicator": "indicator_key level1 level2 level3 level1_code level2_code first_fiscal_year last_fiscal_year",
    "dim_check": "check_code title_zh title_en explanation_zh explanation_en severity minor_severity tolerance tolerance_reason is_enabled"
    " finding_count reviewed_count confirmed_count false_count confirmed_share",
    "dim_rule": "rule_key part rule description_zh description_en",
    "bridge_claim_rule": "claim_id rule_key position_no",
    "dim_measure": "measure name_zh name_en definition",
    "dim_budget_version": "budget_version name_zh name_en definition preference",
    "dim_attribute": "attribute_code name_zh name_en",
    "dim_place_kind": "place_kind name_zh name_en rank",
    "dim_report_family": "report_family name_zh name_en is_per_project",
    "dim_figure_reason": "reason ending name_zh name_en",
    "dim_reporting_scope": "reporting_scope name_zh name_en",
    "dim_identity_basis": "identity_basis name_zh name_en rank",
    "dim_function_category": "function_category class_code name_zh name_en",
    "dim_report": "report_id unit_key fiscal_year report_family media_type byte_size page_count reader reader_version"
    " recogniser_version claim_count unrecognised_count superseded_by stated_date claimed_figure_count"
    " listed_figure_count excluded_figure_count title reporting_scope identity_basis file_name source_url",
    "dim_report_file": "report_id file_name path received_at source_url page_title publisher published_at retrieved_at",
    "fct_claim": "claim_id report_id unit_key stated_fiscal_year fiscal_year measure budget_version line_item_code project_name"
    f" project_key fund_code amount_yuan amount_text amount_unit reading_score recogniser rule {PLACE} reporting_scope"
    " classification classification_code classification_name",
    "fct_budget": f"fact_id unit_key fiscal_year budget_version {FACT}",
    "fct_expenditure": f"fact_id unit_key fiscal_year {FACT}",
    "fct_income": f"fact_id unit_key fiscal_year {FACT}",
    "fct_budget_by_function": f"fact_id unit_key fiscal_year budget_version function_code {CLASS_FACT}",
    "fct_expenditure_by_function": f"fact_id unit_key fiscal_year function_code {CLASS_FACT}",
    "fct_income_by_function": f"fact_id unit_key fiscal_year function_code {CLASS_FACT}",
    "fct_income_budget_by_function": f"fact_id unit_key fiscal_year budget_version function_code {CLASS_FACT}",
    "fct_budget_by_economic_class": "fact_id unit_key fiscal_year budget_version classification economic_class_code"
    f" {CLASS_FACT}",
    "fct_expenditure_by_economic_class": f"fact_id unit_key fiscal_year classification economic_class_code {CLASS_FACT}",
    "fct_balance": f"fact_id unit_key fiscal_year measure classification classification_code {CLASS_FACT}",
    "dim_classification": "classification name_zh name_en",
    "dim_function": f"function_code {CLASS}",
    "dim_economic_class": f"classification economic_class_code {CLASS}",
    "mart_unit_function_year": f"{PLACED_UNIT} function_code {CLASS_YEAR}",
    "mart_unit_economic_year": f"{PLACED_UNIT} classification economic_class_code {CLASS_YEAR}",
    "bridge_fact_claim": "fact_id claim_id",
    "bridge_unit_member": f"unit_member_id report_id unit_key fiscal_year member_no member_name member_unit_key {PLACE}",
    "fct_indicator": "indicator_row_id report_id unit_key fiscal_year level1 level2 level3 target_text target_operator target_value"
    " target_unit actual_text actual_value actual_unit weight score is_met achievement_rate deviation_reason"
    f" {PLACE} indicator_key reporting_scope",
    "fct_attribute": f"report_id unit_key fiscal_year attribute_code project_name value_text value_number {PLACE} reporting_scope",
    "fct_staffing": "unit_key fiscal_year staff_quota staff_actual staff_total staff_control_rate has_conflict reporting_scope",
    "fct_self_evaluation": "unit_key fiscal_year self_evaluation_score self_evaluation_weight_total budget_execution_rate"
    " budget_execution_score satisfaction_rate carryover_rate budget_adjustment_rate three_public_control_rate"
    " three_public_change_rate operating_control_rate project_budget_control_rate procurement_execution_rate grade"
    " indicator_count indicator_met_count reporting_scope",
    "fct_finding": "finding_id check_code severity report_id unit_key fiscal_year stated_value expected_value difference"
    f" explanation_zh explanation_en {PLACE} review_key",
    "fct_finding_review": "review_id finding_id review_key verdict reason corrected_in reviewed_by reviewed_at check_code unit_key"
    " fiscal_year is_latest",
    "bridge_finding_claim": "finding_id claim_id role",
    "fct_unrecognised": f"report_id reason {PLACE} label",
    "fct_list_fault": "list_name path line_no reason detail",
    "fct_quarantine": "file_name sha256 media_type reason detail seen_at path",
    "fct_quality_result": "run_id run_at suite fiscal_year expectation severity observed limit_value passed sample_keys key_count",
    "fct_quality_override": "override_id accepted_at accepted_by reason suite expectation fiscal_year observed limit_value"
    " offending_keys run_id",
    "fct_quality_exception": "suite expectation fiscal_year report_id reason owner is_current",
    "fct_release_change": "change cause fact_table fact_id unit_key unit_name fiscal_year budget_version line_item_code project_key"
    " fund_code old_amount_yuan new_amount_yuan old_claim_id new_claim_id old_report_id new_report_id previous_release_id"
    " reporting_scope",
    "id_redirect": "kind old_id new_id reason release_id",
    "dim_release": "release_id published_at schema_version fingerprint staged_digest reading_versions project_digest expectations_digest"
    " code_digest tool_versions report_count claim_count fact_count is_current",
    "mart_unit_year": "unit_key unit_name division_code province city county fiscal_year fund_code initial_budget_yuan"
    " adjusted_budget_yuan unstated_budget_yuan executed_yuan basic_executed_yuan project_executed_yuan three_public_budget_yuan"
    " three_public_executed_yuan procurement_executed_yuan appropriation_income_yuan execution_rate execution_base"
    " stated_execution_rate staff_quota staff_actual staff_total staff_control_rate self_evaluation_score satisfaction_rate"
    " indicator_count indicator_met_count report_count claim_count unrecognised_count fact_count conflict_count finding_count"
    " error_finding_count warning_finding_count reporting_scope",
}
BODY = "unit_key unit_name division_code province city county function_category fiscal_year fund_code"
ITEM = "line_item_code line_item_name_zh line_item_name_en"
AMOUNT = "amount_yuan has_conflict fact_id reporting_scope"
EVERYDAY = {
    "budget": f"{BODY} budget_version {AMOUNT}",
    "budget_by_line_item": f"{BODY} budget_version {ITEM} {AMOUNT}",
    "budget_execution": f"{BODY} budget_version budget_yuan expenditure_yuan execution_rate reporting_scope",
    "expenditure": f"{BODY} {AMOUNT}",
    "expenditure_by_line_item": f"{BODY} {ITEM} {AMOUNT}",
    "income": f"{BODY} {AMOUNT}",
    "three_public_budget": f"{BODY} budget_version {ITEM} {AMOUNT}",
    "three_public_expenditure": f"{BODY} {ITEM} {AMOUNT}",
}
PUBLIC = {("marts", name): columns for name, columns in PROMISE.items()} | {
    ("everyday", name): columns for name, columns in EVERYDAY.items()
}

CLASSED = (
    *(f"{name}_by_function" for name in ("budget", "expenditure", "income", "income_budget")),
    "budget_by_economic_class",
    "expenditure_by_economic_class",
    "balance",
)


def test_the_schemas_hold_the_promised_tables_and_no_other(rows: Rows) -> None:
    found = rows(
        "select table_schema, table_name from information_schema.tables where table_schema in ('marts', 'everyday')"
    )
    assert set(found) == set(PUBLIC)


@pytest.mark.parametrize(("schema", "table"), sorted(PUBLIC))
def test_columns_are_as_promised(rows: Rows, schema: str, table: str) -> None:
    found = rows(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = ? and table_name = ? order by ordinal_position",
        schema,
        table,
    )
    assert [name for name, _ in found] == PUBLIC[schema, table].split()
    for name, data_type in found:
        assert not re.search(r"\[|STRUCT|MAP|FLOAT", data_type), (name, data_type)
        assert not name.endswith("_yuan") or data_type == "DECIMAL(18,2)", (name, data_type)


def test_every_table_and_column_says_what_it_is_in_both_languages(rows: Rows) -> None:
    comments = rows(
        "select table_name, '', comment from duckdb_tables() where schema_name in ('marts', 'everyday') union all"
        " select table_name, column_name, comment from duckdb_columns() where schema_name in ('marts', 'everyday')"
    )
    assert len(comments) == sum(len(columns.split()) + 1 for columns in PUBLIC.values())
    for table, column, comment in comments:
        chinese, bar, english = (comment or "").partition(" | ")
        assert bar and re.search(r"[一-鿿]", chinese) and re.search(r"[A-Za-z]{3}", english), (table, column, comment)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("dim_unit", "unit_key"),
        ("dim_project", "project_key"),
        ("dim_report", "report_id"),
        ("fct_claim", "claim_id"),
        (
            "fct_budget",
            "unit_key, fiscal_year, budget_version, line_item_code, project_key, fund_code, reporting_scope",
        ),
        ("fct_expenditure", "unit_key, fiscal_year, line_item_code, project_key, fund_code, reporting_scope"),
        (
            "fct_expenditure_by_function",
            "unit_key, fiscal_year, function_code, line_item_code, fund_code, reporting_scope",
        ),
        ("fct_finding", "finding_id"),
        ("mart_unit_function_year", "unit_key, fiscal_year, reporting_scope, function_code"),
        ("mart_unit_year", "unit_key, fiscal_year, reporting_scope"),
    ],
)
def test_keys_are_unique(rows: Rows, table: str, key: str) -> None:
    assert rows(f"select {key} from marts.{table} group by all having count(*) > 1") == []
    assert rows(f"select count(*) > 0 from marts.{table}") == [(True,)]


def test_every_fact_leads_to_its_claims_and_their_places(rows: Rows) -> None:
    facts = " union all ".join(
        f"select fact_id, amount_yuan, chosen_claim_id, claim_count from marts.fct_{name}"
        for name in ("budget", "expenditure", "income", *CLASSED)
    )
    assert rows(
        f"select count(*) from ({facts}) f left join marts.fct_claim c"
        " on c.claim_id = f.chosen_claim_id and c.amount_yuan = f.amount_yuan where c.quote is null"
    ) == [(0,)]
    assert rows(
        f"select count(*) from ({facts}) f join (select fact_id, count(*) n from marts.bridge_fact_claim group by all) b"
        " using (fact_id) where b.n <> f.claim_count"
    ) == [(0,)]
    assert rows(f"select count(*) from ({facts})") == rows(
        "select count(distinct fact_id) from marts.bridge_fact_claim"
    )


def test_page_text_stays_in_staging(rows: Rows) -> None:
    tables = {name for (name,) in rows("select table_name from information_schema.tables")}
    assert not {name for name in tables if "block" in name or "cell" in name}
