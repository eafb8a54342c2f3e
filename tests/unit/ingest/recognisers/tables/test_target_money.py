"""A target form inside a budget: the year's money of its project, in its own unit; what several years cost is listed."""

from __future__ import annotations

from ingest.recognisers import Recognition, recognise
from tests.forms.kit import document, table

THREE_PUBLIC = table("""
“三公”经费预算数 | < | < | < | 机关运行经费预算数
合计 | 因公出国(境)费 | 公务接待费 | 公务用车运行费 | ^
7.5 | 0 | 0.5 | 7 | 61
""")
GOAL = """
一级指标 | 二级指标 | 三级指标 | < | 指标目标值 | <
产出指标 | 数量指标 | 监测点 | < | =12.00(个) | <
^ | 质量指标 | 合格率 | < | ≥90.00(%) | <
效益指标 | 社会效益指标 | 防治水平 | < | 提高 | <
"""


def read(money: str) -> Recognition:
    form = f"项目名称 | 稻田监测 | < | 项目类别 | 其他一次性项目 | <\n{money.strip()}\n{GOAL.strip()}"
    parts = (
        "澄溪县2026年部门预算",
        "2026年“三公”经费预算表",
        "单位：万元",
        THREE_PUBLIC,
        "项目绩效目标申报表",
        table(form),
    )
    (found,) = recognise(document(parts, "cells"), "d" * 64)
    return found


SPLIT = """
项目资金⏎（元） | 项目资金总额 | 309,000.00 | 年度资金申请总额 | 103,080.00 | <
^ | 其中：财政资金 | 309,000.00 | 其中：当年财政拨款 | 100,080.00 | <
^ | 其他资金 | 0.00 | 上年结转资金 | 3,000.00 | <
项目总目标 | 做好监测 | < | 年度总目标 | 做好监测 | <
"""


def test_the_years_half_is_the_projects_budget_in_the_forms_own_unit() -> None:
    claims = [claim for claim in read(SPLIT).claims if claim.line_item_code == "project"]
    assert [(c.project_name, c.fund_code, str(c.amount_yuan), c.amount_unit) for c in claims] == [
        ("稻田监测", "all_funds", "103080.00", "元"),
        ("稻田监测", "fiscal_appropriation", "100080.00", "元"),
        ("稻田监测", "carried_over_funds", "3000.00", "元"),
    ]
    assert {(c.measure, c.budget_version, c.stated_fiscal_year) for c in claims} == {("budget", "unstated", 2026)}


def test_what_several_years_cost_is_listed() -> None:
    found = read(SPLIT)
    assert [row.label for row in found.unrecognised if row.reason == "not_covered"] == [
        "项目资金总额",
        "其中:财政资金",
        "其他资金",
    ]


def test_targets_with_their_units_in_brackets() -> None:
    rows = [(row.level3, row.target_operator, str(row.target_value), row.target_unit) for row in read(SPLIT).indicators]
    assert rows == [("监测点", "=", "12.00", "个"), ("合格率", ">=", "0.90", "%"), ("防治水平", None, "None", None)]


def test_a_form_with_one_sum_is_left_to_the_reader_of_pairs() -> None:
    found = read("项目资金总额 | 30.90 | < | 主管部门 | 县农业农村局 | <")
    assert [(c.recogniser, str(c.amount_yuan)) for c in found.claims if c.line_item_code == "project"] == [
        ("measure_table", "309000.00")
    ]
