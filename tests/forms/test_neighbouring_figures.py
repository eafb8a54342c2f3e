"""Forms with figures beside ours that look like them: what must not be claimed."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    BUDGET,
    BUDGET_AND_FINAL,
    FINAL,
    OVERALL,
    Form,
    Indicator,
    Money,
    rows,
    table,
    verify_whole,
    whole,
)

# the sum of three-public spending, meetings and training is neither
THREE_PUBLIC_AND_MORE = Form(
    "three_public_and_more",
    (
        "松林县气象局2025年部门预算",
        "“三公”经费、会议费、培训费支出预算表",
        "单位：万元",
        table("""
        项目 | 2024年预算数 | 2025年预算数
        合计 | 18.20 | 17.00
        一、“三公”经费 | 12.20 | 11.00
        1.公务接待费 | 4.20 | 3.00
        2.公务用车运行维护费 | 8.00 | 8.00
        二、会议费 | 2.00 | 2.00
        三、培训费 | 4.00 | 4.00
        """),
    ),
    unit="松林县气象局",
    year=2025,
    family="department_budget",
    money=(
        *rows(
            ("three_public", "12.20"),
            ("three_public.reception", "4.20"),
            ("three_public.vehicle.operation", "8"),
            roles=BUDGET,
            year=2024,
        ),
        *rows(
            ("three_public", "11"),
            ("three_public.reception", "3"),
            ("three_public.vehicle.operation", "8"),
            roles=BUDGET,
        ),
    ),
)

# the same across
THREE_PUBLIC_AND_MORE_ACROSS = Form(
    "three_public_and_more_across",
    (
        "松林县司法局2023年度部门整体支出绩效自评报告",
        "一般性支出情况表（单位：万元）",
        table("""
        年度 | 合计 | 公务接待费 | 公务用车运行维护费 | 会议费 | 培训费
        2022年决算数 | 15.10 | 1.90 | 7.20 | 2.00 | 4.00
        2023年决算数 | 13.80 | 1.30 | 6.90 | 1.60 | 4.00
        """),
    ),
    unit="松林县司法局",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("three_public.reception", "1.90"), ("three_public.vehicle.operation", "7.20"), roles=FINAL, year=2022),
        *rows(("three_public.reception", "1.30"), ("three_public.vehicle.operation", "6.90"), roles=FINAL),
    ),
)

# investment in all is no year's money
INVESTMENT = Form(
    "investment",
    (
        "松林县水利水电工程中心2023年度部门整体支出绩效自评报告",
        "重点项目进展表（单位：万元）",
        table("""
        项目名称 | 项目总投资 | 累计完成投资 | 本年预算数 | 本年支出数 | 形象进度
        青龙水库除险 | 3,860.00 | 2,940.00 | 1,200.00 | 1,150.00 | 76%
        城西防洪堤 | 1,520.00 | 1,520.00 | 320.00 | 318.40 | 100%
        """),
    ),
    unit="松林县水利水电工程中心",
    year=2023,
    family=OVERALL,
    money=rows(("project:青龙水库除险", "1200 1150"), ("project:城西防洪堤", "320 318.40"), roles=BUDGET_AND_FINAL),
)

# shares, people and averages below the money
AVERAGES = Form(
    "averages",
    (
        "松林县图书馆2024年度部门整体支出绩效自评报告",
        "支出结构分析表（单位：万元）",
        table("""
        项目 | 人员经费 | 公用经费 | 项目支出
        2024年决算数 | 186.20 | 22.40 | 95.00
        占总支出比重（%） | 61.33 | 7.38 | 31.29
        人均支出 | 9.80 | 1.18 | 5.00
        比上年增长（%） | 2.10 | -3.20 | 11.40
        """),
    ),
    unit="松林县图书馆",
    year=2024,
    family=OVERALL,
    money=rows(("basic.personnel", "186.20"), ("basic.operating", "22.40"), ("project", "95"), roles=FINAL),
)

# what the county collected and spent is not what the bureau did
COUNTY_WIDE = Form(
    "county_wide",
    (
        "松林县财政局2023年度部门整体支出绩效自评报告",
        "2023年我局部门整体支出年初预算数1,860.00万元，决算数1,842.75万元。",
        "全县财政收支完成情况（单位：亿元）",
        table("""
        项目 | 年初预算 | 全年完成 | 完成率
        地方一般公共预算收入 | 18.60 | 19.02 | 102.26%
        其中：税收收入 | 13.10 | 13.45 | 102.67%
        非税收入 | 5.50 | 5.57 | 101.27%
        """),
    ),
    unit="松林县财政局",
    year=2023,
    family=OVERALL,
    money=(
        Money("budget", "total", "1860", "initial"),
        Money("expenditure", "total", "1842.75"),
    ),
)

# benefits paid per head: standards and people beside the money
STANDARDS = Form(
    "standards",
    (
        "松林县民政局2023年度部门整体支出绩效自评报告",
        "救助资金发放明细表",
        table("""
        项目名称 | 救助标准（元/人/月） | 救助人数（人） | 预算数（万元） | 支出数（万元）
        城市低保 | 620 | 1,836 | 1,400.00 | 1,365.98
        农村低保 | 480 | 6,420 | 3,750.00 | 3,697.92
        """),
    ),
    unit="松林县民政局",
    year=2023,
    family=OVERALL,
    money=rows(("project:城市低保", "1400 1365.98"), ("project:农村低保", "3750 3697.92"), roles=BUDGET_AND_FINAL),
)

# money among the indicators stays an indicator
MONEY_AS_INDICATOR = Form(
    "money_as_indicator",
    (
        "松林县科技局2024年度部门整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 目标值 | 实际完成值 | 分值 | 得分
        成本指标 | 经济成本指标 | 项目支出 | ≤320万元 | 312.6万元 | 10 | 10
        ^ | ^ | 三公经费 | ≤6.5万元 | 5.98万元 | 10 | 10
        产出指标 | 数量指标 | 技术合同成交额 | ≥4.2亿元 | 4.55亿元 | 30 | 30
        总分 | < | < | < | < | 50 | 50
        """),
    ),
    unit="松林县科技局",
    year=2024,
    family=OVERALL,
    indicators=(
        Indicator("成本指标", "经济成本指标", "项目支出", "≤320万元", "312.6万元", "10", "10"),
        Indicator("成本指标", "经济成本指标", "三公经费", "≤6.5万元", "5.98万元", "10", "10"),
        Indicator("产出指标", "数量指标", "技术合同成交额", "≥4.2亿元", "4.55亿元", "30", "30"),
    ),
    attributes={"self_evaluation_weight_total": ("50",), "self_evaluation_score": ("50",)},
)

# another year's and another body's figures beside ours
NEIGHBOURS = Form(
    "neighbours",
    (
        "松林县公共就业服务局2023年度部门整体支出绩效自评报告",
        "与周边县同类单位对比（单位：万元）",
        table("""
        单位名称 | 基本支出 | 项目支出 | 三公经费
        松林县公共就业服务局 | 302.10 | 88.00 | 2.10
        竹溪县公共就业服务局 | 410.55 | 120.00 | 3.40
        云台县公共就业服务局 | 288.00 | 76.50 | 1.95
        """),
    ),
    unit="松林县公共就业服务局",
    year=2023,
    family=OVERALL,
    money=rows(("basic", "302.10"), ("project", "88"), ("three_public", "2.10"), roles=FINAL),
)

FORMS = (
    THREE_PUBLIC_AND_MORE,
    THREE_PUBLIC_AND_MORE_ACROSS,
    INVESTMENT,
    AVERAGES,
    COUNTY_WIDE,
    STANDARDS,
    MONEY_AS_INDICATOR,
    NEIGHBOURS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
