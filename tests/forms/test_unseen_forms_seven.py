"""Forms as other counties set them, written with their answers before any code had read them: the seventh batch."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, rows, table, verify_whole, whole

OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
TRUE_SPANS = ("cells", "covered")
BUDGET_AND_FINAL = (("budget", "unstated"), ("expenditure", None))
INITIAL_AND_FINAL = (("budget", "initial"), ("expenditure", None))
ADJUSTED_AND_FINAL = (("budget", "adjusted"), ("expenditure", None))
FINAL = (("expenditure", None),)
BUDGET = (("budget", "unstated"),)

# line items and measures in one word, bodies down
ONE_WORD = Form(
    "one_word",
    (
        "金沙县教育局2023年度部门整体支出绩效自评报告",
        "所属单位收支情况表（单位：万元）",
        table("""
        单位名称 | 基本支出预算数 | 基本支出决算数 | 项目支出预算数 | 项目支出决算数
        金沙县教育局机关 | 402.00 | 399.80 | 180.00 | 176.50
        金沙县第一中学 | 2,860.00 | 2,851.44 | 420.00 | 402.00
        合计 | 3,262.00 | 3,251.24 | 600.00 | 578.50
        """),
    ),
    unit="金沙县教育局",
    year=2023,
    family=OVERALL,
    money=rows(("basic", "3262 3251.24"), ("project", "600 578.50"), roles=BUDGET_AND_FINAL),
)

# quarters are no years
QUARTERS = Form(
    "quarters",
    (
        "金沙县国库集中支付中心2023年度部门整体支出绩效自评报告",
        "2023年部门整体支出年初预算为218.40万元，决算支出为215.66万元。",
        "支出进度情况表（单位：万元）",
        table("""
        项目 | 一季度 | 二季度 | 三季度 | 四季度
        计划进度 | 25% | 50% | 75% | 100%
        实际进度 | 22.10% | 47.35% | 71.80% | 98.75%
        当季支出 | 48.27 | 55.14 | 53.40 | 58.85
        """),
    ),
    unit="金沙县国库集中支付中心",
    year=2023,
    family=OVERALL,
    money=rows(("total", "218.40 215.66"), roles=INITIAL_AND_FINAL),
)

# fund rows with their own rates, the sum called otherwise
OTHER_SUM = Form(
    "other_sum",
    (
        "2022年度县级预算项目绩效自评表",
        table("""
        项目名称 | 学前教育普惠补助 | < | < | < | <
        项目主管部门 | 金沙县教育局 | < | 项目实施单位 | 金沙县学前教育服务中心 | <
        资金来源及执行（元） | 预算安排数 | 预算调整后 | 实际支出数 | 支出率 | 评分
        合计 | 3,600,000.00 | 3,480,000.00 | 3,455,200.00 | 99.29% | 9.93
        省级资金 | 1,500,000.00 | 1,500,000.00 | 1,500,000.00 | 100% |
        县级资金 | 2,100,000.00 | 1,980,000.00 | 1,955,200.00 | 98.75% |
        """),
    ),
    unit="金沙县学前教育服务中心",
    year=2022,
    family=PROJECT,
    supervising_unit="金沙县教育局",
    money=rows(
        ("project:学前教育普惠补助", "3600000 3480000 3455200"),
        ("project:学前教育普惠补助@provincial_funds", "1500000 1500000 1500000"),
        ("project:学前教育普惠补助@county_funds", "2100000 1980000 1955200"),
        roles=(("budget", "unstated"), ("budget", "adjusted"), ("expenditure", None)),
        unit="元",
    ),
    attributes={"budget_execution_rate": ("0.9929",), "budget_execution_score": ("9.93",)},
)

# targets and results beside each other for each of two years: only this year's are the indicator's
THIS_AND_LAST = Form(
    "this_and_last",
    (
        "金沙县公路养护中心2024年度部门整体支出绩效自评表",
        table("""
        指标名称 | 计量单位 | 年初目标值 | 实际完成值 | 完成率 | 权重 | 得分 | 扣分原因
        日常养护里程 | 公里 | 486 | 486 | 100% | 30 | 30 |
        路面修复面积 | 万平方米 | 3.2 | 2.9 | 90.6% | 30 | 27 | 雨季较长
        优良路率 | % | ≥92 | 93.1 | 101% | 20 | 20 |
        投诉处理及时率 | % | 100 | 98 | 98% | 10 | 9 | 1件超时
        """),
    ),
    unit="金沙县公路养护中心",
    year=2024,
    family=OVERALL,
    indicators=(
        Indicator(None, None, "日常养护里程", "486公里", "486公里", "30", "30"),
        Indicator(None, None, "路面修复面积", "3.2万平方米", "2.9万平方米", "30", "27", "雨季较长"),
        Indicator(None, None, "优良路率", "≥92%", "93.1%", "20", "20"),
        Indicator(None, None, "投诉处理及时率", "100%", "98%", "10", "9", "1件超时"),
    ),
)

# income on top of spending, one header for both
INCOME_ON_TOP = Form(
    "income_on_top",
    (
        "金沙县公证处2022年度部门整体支出绩效自评报告",
        "收支决算简表",
        table("""
        项目（单位：元） | 2021年决算数 | 2022年决算数
        一、收入合计 | 2,104,600.00 | 2,286,410.50
        1.财政拨款收入 | 1,800,000.00 | 1,950,000.00
        2.事业收入 | 304,600.00 | 336,410.50
        二、支出合计 | 2,098,312.40 | 2,270,118.06
        1.基本支出 | 1,698,312.40 | 1,790,118.06
        2.项目支出 | 400,000.00 | 480,000.00
        """),
    ),
    unit="金沙县公证处",
    year=2022,
    family=OVERALL,
    money=(
        *rows(("fiscal_appropriation", "1800000"), roles=(("income", None),), unit="元", year=2021),
        *rows(("fiscal_appropriation", "1950000"), roles=(("income", None),), unit="元"),
        *rows(
            ("total", "2098312.40"), ("basic", "1698312.40"), ("project", "400000"), roles=FINAL, unit="元", year=2021
        ),
        *rows(("total", "2270118.06"), ("basic", "1790118.06"), ("project", "480000"), roles=FINAL, unit="元"),
    ),
)

# a budget report's projects with their goals beside
BUDGET_PROJECTS = Form(
    "budget_projects",
    (
        "金沙县林场2024年部门预算",
        "2024年项目支出绩效目标表",
        "单位：万元",
        table("""
        项目名称 | 预算数 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        森林抚育 | 86.00 | 抚育中幼林 | 产出指标 | 数量指标 | 抚育面积 | ≥5000亩
        ^ | ^ | ^ | 效益指标 | 生态效益指标 | 林分蓄积增长 | ≥3%
        防火道维护 | 24.50 | 维护防火道 | 产出指标 | 数量指标 | 维护里程 | ≥42公里
        """),
    ),
    unit="金沙县林场",
    year=2024,
    family="department_budget",
    money=rows(("project:森林抚育", "86"), ("project:防火道维护", "24.50"), roles=BUDGET),
    indicators=(
        Indicator("产出指标", "数量指标", "抚育面积", "≥5000亩", None),
        Indicator("效益指标", "生态效益指标", "林分蓄积增长", "≥3%", None),
        Indicator("产出指标", "数量指标", "维护里程", "≥42公里", None),
    ),
    renderings=TRUE_SPANS,
)

# three-public spending by body: the whole is the last row
THREE_PUBLIC_BODIES = Form(
    "three_public_bodies",
    (
        "金沙县卫生健康局2024年度部门整体支出绩效自评报告",
        "“三公”经费支出情况表",
        "单位：万元",
        table("""
        单位 | 三公经费合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费
        局机关 | 4.80 | 0 | 3.60 | 1.20
        县疾控中心 | 9.20 | 0 | 8.90 | 0.30
        总计 | 14.00 | 0 | 12.50 | 1.50
        """),
    ),
    unit="金沙县卫生健康局",
    year=2024,
    family=OVERALL,
    money=rows(
        ("three_public", "14"),
        ("three_public.vehicle.operation", "12.50"),
        ("three_public.reception", "1.50"),
        roles=FINAL,
    ),
)

# arrears and debts: money, but none of ours
DEBTS = Form(
    "debts",
    (
        "金沙县人民医院2023年度部门整体支出绩效自评报告",
        "资产负债情况表（单位：万元）",
        table("""
        项目 | 年初数 | 年末数
        资产总计 | 18,204.00 | 19,016.55
        其中：货币资金 | 2,103.40 | 1,988.12
        固定资产净值 | 12,880.00 | 13,604.20
        负债合计 | 6,120.00 | 6,433.08
        净资产合计 | 12,084.00 | 12,583.47
        """),
        "二、支出情况",
        "2023年支出决算总额为16,402.18万元，其中：基本支出11,860.00万元，项目支出4,542.18万元。",
    ),
    unit="金沙县人民医院",
    year=2023,
    family=OVERALL,
    money=rows(("total", "16402.18"), ("basic", "11860"), ("project", "4542.18"), roles=FINAL),
)

# the executing row last, fund columns before it
LAST_COLUMN = Form(
    "last_column",
    (
        "2023年度部门整体支出绩效自评表",
        table("""
        部门名称 | 金沙县司法局 | < | < | < | <
        预算执行率（%） | 得分 | 分值 | 全年执行数（B）（万元） | 全年预算数（A）（万元） | 年初预算数（万元）
        98.62 | 9.86 | 10 | 912.44 | 925.20 | 880.00
        """),
    ),
    unit="金沙县司法局",
    year=2023,
    family=OVERALL,
    money=rows(("total", "880 925.20 912.44")),
    attributes={
        "budget_execution_rate": ("0.9862",),
        "budget_execution_score": ("9.86",),
        "budget_execution_weight": ("10",),
    },
)

# the year of the figures in the line over the table only
YEAR_OVER_TABLE = Form(
    "year_over_table",
    (
        "金沙县水利局2024年度部门整体支出绩效自评报告",
        "2023年度预算执行情况表（单位：万元）",
        table("""
        项目 | 调整预算数 | 决算数
        基本支出 | 702.10 | 700.05
        项目支出 | 1,280.00 | 1,204.60
        """),
        "2024年度预算执行情况表（单位：万元）",
        table("""
        项目 | 调整预算数 | 决算数
        基本支出 | 715.30 | 713.18
        项目支出 | 1,410.00 | 1,398.74
        """),
    ),
    unit="金沙县水利局",
    year=2024,
    family=OVERALL,
    money=(
        *rows(("basic", "702.10 700.05"), ("project", "1280 1204.60"), roles=ADJUSTED_AND_FINAL, year=2023),
        *rows(("basic", "715.30 713.18"), ("project", "1410 1398.74"), roles=ADJUSTED_AND_FINAL),
    ),
    renderings=TRUE_SPANS,
)

FORMS = (
    ONE_WORD,
    QUARTERS,
    OTHER_SUM,
    THIS_AND_LAST,
    INCOME_ON_TOP,
    BUDGET_PROJECTS,
    THREE_PUBLIC_BODIES,
    DEBTS,
    LAST_COLUMN,
    YEAR_OVER_TABLE,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
