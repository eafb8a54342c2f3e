"""Forms as other counties set them, written with their answers before any code had read them: the sixth batch."""

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

# the ministry's table of the general budget: the fund stands in the title
GENERAL_BUDGET = Form(
    "general_budget",
    (
        "红岩县审计局2023年度部门决算",
        "一般公共预算财政拨款支出决算表",
        "公开05表",
        "部门：红岩县审计局",
        "单位：万元",
        table("""
        项目 | < | 本年支出 | < | <
        功能分类科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出
        栏次 | < | 1 | 2 | 3
        合计 | < | 742.18 | 601.02 | 141.16
        201 | 一般公共服务支出 | 655.40 | 514.24 | 141.16
        20108 | 审计事务 | 655.40 | 514.24 | 141.16
        221 | 住房保障支出 | 86.78 | 86.78 |
        """),
    ),
    unit="红岩县审计局",
    year=2023,
    family="final_accounts",
    money=rows(
        ("total@general_public_budget", "742.18"),
        ("basic@general_public_budget", "601.02"),
        ("project@general_public_budget", "141.16"),
        roles=FINAL,
    ),
    renderings=TRUE_SPANS,
)

# basic spending by economic class, two halves and their sums in the last row
TWO_HALVES = Form(
    "two_halves",
    (
        "红岩县妇女联合会2023年度部门决算",
        "一般公共预算财政拨款基本支出决算明细表",
        "公开06表",
        "单位：万元",
        table("""
        人员经费 | < | < | 公用经费 | < | <
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 96.40 | 302 | 商品和服务支出 | 14.22
        30101 | 基本工资 | 41.10 | 30201 | 办公费 | 3.05
        30102 | 津贴补贴 | 22.65 | 30207 | 邮电费 | 0.62
        303 | 对个人和家庭的补助 | 5.18 | 310 | 资本性支出 | 0.90
        人员经费合计 | < | 101.58 | 公用经费合计 | < | 15.12
        """),
    ),
    unit="红岩县妇女联合会",
    year=2023,
    family="final_accounts",
    money=rows(
        ("basic.personnel@general_public_budget", "101.58"),
        ("basic.operating@general_public_budget", "15.12"),
        roles=FINAL,
    ),
    partial={"expenditure": ("14.22",)},
    renderings=TRUE_SPANS,
)

# a fund's income, spending and what is left
GOVERNMENT_FUND = Form(
    "government_fund",
    (
        "红岩县住房和城乡建设局2022年度部门决算",
        "政府性基金预算财政拨款收入支出决算表",
        "公开08表",
        "单位：万元",
        table("""
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
        科目编码 | 科目名称 | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6
        合计 | < | 12.00 | 860.00 | 851.40 | | 851.40 | 20.60
        212 | 城乡社区支出 | 12.00 | 860.00 | 851.40 | | 851.40 | 20.60
        """),
    ),
    unit="红岩县住房和城乡建设局",
    year=2022,
    family="final_accounts",
    money=(
        *rows(("total@government_fund", "851.40"), ("project@government_fund", "851.40"), roles=FINAL),
        *rows(("total@government_fund", "20.60"), roles=(("carryover", None),)),
    ),
    partial={"income": ("860",)},
    renderings=TRUE_SPANS,
)

# the year's money by kind under its sum
KINDS = Form(
    "kinds",
    (
        "2024年度部门整体支出绩效自评表",
        table("""
        部门名称 | 红岩县粮食和物资储备中心 | < | < | < | <
        部门预算执行情况（万元） | 资金类型 | 年初预算 | 调整后预算 | 预算执行数 | 预算执行率
        ^ | 年度资金总额 | 886.20 | 931.75 | 918.36 | 98.56%
        ^ | 1.基本支出 | 486.20 | 501.75 | 499.10 | 99.47%
        ^ | （1）人员经费 | 441.00 | 456.55 | 455.30 | 99.73%
        ^ | （2）公用经费 | 45.20 | 45.20 | 43.80 | 96.90%
        ^ | 2.项目支出 | 400.00 | 430.00 | 419.26 | 97.50%
        """),
    ),
    unit="红岩县粮食和物资储备中心",
    year=2024,
    family=OVERALL,
    money=rows(
        ("total", "886.20 931.75 918.36"),
        ("basic", "486.20 501.75 499.10"),
        ("basic.personnel", "441 456.55 455.30"),
        ("basic.operating", "45.20 45.20 43.80"),
        ("project", "400 430 419.26"),
    ),
    attributes={"budget_execution_rate": ("0.9856",)},
)

# buildings below the money: their figures are none of it
BUILDINGS = Form(
    "buildings",
    (
        "红岩县人民武装部2023年度部门整体支出绩效自评报告",
        "2023年度部门整体支出绩效评价基础数据表",
        table("""
        财政供养人员情况（人） | 编制数 | 2023年实际在职人数 | 控制率 | | |
        | 9 | 8 | 88.89% | | |
        经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 | | |
        三公经费 | 6.40 | 6.00 | 5.12 | | |
        项目支出： | 88.00 | 92.00 | 90.35 | | |
        　1、征兵工作经费 | 40.00 | 42.00 | 41.20 | | |
        　2、民兵训练 | 48.00 | 50.00 | 49.15 | | |
        公用经费 | 11.20 | 12.00 | 11.64 | | |
        楼堂馆所控制情况（2023年完工项目） | 批复规模（㎡） | 实际规模（㎡） | 规模控制率 | 预算投资（万元） | 实际投资（万元） | 投资概算控制率
        | 1200 | 1180 | 98.33% | 360.00 | 352.10 | 97.81%
        厉行节约保障措施 | 从严审批 | | | | |
        """),
    ),
    unit="红岩县人民武装部",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "6.40"),
            ("project", "88"),
            ("project:征兵工作经费", "40"),
            ("project:民兵训练", "48"),
            ("basic.operating", "11.20"),
            roles=FINAL,
            year=2022,
        ),
        *rows(
            ("three_public", "6 5.12"),
            ("project", "92 90.35"),
            ("project:征兵工作经费", "42 41.20"),
            ("project:民兵训练", "50 49.15"),
            ("basic.operating", "12 11.64"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
    attributes={"staff_quota": ("9",), "staff_actual": ("8",), "staff_control_rate": ("0.8889",)},
)

# counts of guests and cars below the three-public money
COUNTS_BELOW = Form(
    "counts_below",
    (
        "红岩县交通运输综合行政执法大队2023年度部门决算",
        "“三公”经费及相关信息统计表",
        table("""
        项目 | 单位 | 预算数 | 决算数
        一、“三公”经费支出 | 万元 | 41.00 | 38.26
        1.公务用车购置及运行维护费 | 万元 | 39.00 | 37.10
        2.公务接待费 | 万元 | 2.00 | 1.16
        二、相关统计数 | | |
        1.公务用车保有量 | 辆 | 14 | 13
        2.国内公务接待批次 | 个 | | 12
        3.国内公务接待人次 | 人 | | 98
        """),
    ),
    unit="红岩县交通运输综合行政执法大队",
    year=2023,
    family="final_accounts",
    money=rows(
        ("three_public", "41 38.26"),
        ("three_public.vehicle", "39 37.10"),
        ("three_public.reception", "2 1.16"),
        roles=BUDGET_AND_FINAL,
    ),
)

# thousands of yuan
THOUSANDS = Form(
    "thousands",
    (
        "红岩县地震局2021年度部门整体支出绩效自评报告",
        "二、预算执行情况表",
        "单位：千元",
        table("""
        科目 | 预算数 | 执行数 | 执行进度
        基本支出 | 3,120.5 | 3,098.2 | 99.29%
        项目支出 | 860 | 815.6 | 94.84%
        支出合计 | 3,980.5 | 3,913.8 | 98.32%
        """),
    ),
    unit="红岩县地震局",
    year=2021,
    family=OVERALL,
    money=(
        *rows(("basic", "312.05 309.82"), ("project", "86 81.56"), ("total", "398.05 391.38"), roles=BUDGET_AND_FINAL),
    ),
    attributes={"budget_execution_rate": ("0.9832",)},
)

# a part of each measure beside it
PARTS_BESIDE = Form(
    "parts_beside",
    (
        "2023年度项目支出绩效自评表",
        table("""
        项目名称 | 饮用水源地保护 | < | < | < | <
        主管部门 | 红岩县生态环境局 | < | 实施单位 | 红岩县环境监测站 | <
        资金（万元） | 全年预算数（A） | 其中：财政拨款 | 全年执行数（B） | 其中：财政拨款 | 执行率（B/A）
        年度资金总额 | 230.00 | 200.00 | 221.49 | 195.10 | 96.30%
        """),
    ),
    unit="红岩县环境监测站",
    year=2023,
    family=PROJECT,
    supervising_unit="红岩县生态环境局",
    money=rows(
        ("project:饮用水源地保护", "230 221.49"),
        ("project:饮用水源地保护@fiscal_appropriation", "200 195.10"),
        roles=ADJUSTED_AND_FINAL,
    ),
    attributes={"budget_execution_rate": ("0.963",)},
)

# a target changed in the year, names that the form numbers
CHANGED_TARGETS = Form(
    "changed_targets",
    (
        "红岩县医疗保障局2024年度部门整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 年初指标值 | 调整指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
        产出指标 | 数量指标 | 指标1：参保人数 | ≥32万人 | ≥31.5万人 | 31.8万人 | 25 | 25 |
        ^ | 质量指标 | 指标1：参保率 | ≥95% | | 96.2% | 25 | 25 |
        效益指标 | 社会效益指标 | 指标1：住院报销比例 | ≥70% | | 68.9% | 30 | 28 | 异地就医增多
        满意度指标 | 服务对象满意度指标 | 指标1：参保群众满意度 | ≥90% | | 93% | 10 | 10 |
        总分 | < | < | < | < | < | 90 | 88 |
        """),
    ),
    unit="红岩县医疗保障局",
    year=2024,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "指标1:参保人数", "≥31.5万人", "31.8万人", "25", "25"),
        Indicator("产出指标", "质量指标", "指标1:参保率", "≥95%", "96.2%", "25", "25"),
        Indicator("效益指标", "社会效益指标", "指标1:住院报销比例", "≥70%", "68.9%", "30", "28", "异地就医增多"),
        Indicator("满意度指标", "服务对象满意度指标", "指标1:参保群众满意度", "≥90%", "93%", "10", "10"),
    ),
    attributes={"self_evaluation_weight_total": ("90",), "self_evaluation_score": ("88",)},
)

# planned, put in and spent: only two of the three are ours
PUT_IN = Form(
    "put_in",
    (
        "红岩县乡村振兴局2022年度衔接资金项目绩效自评报告",
        "项目资金安排使用情况表",
        "单位：万元",
        table("""
        项目名称 | 计划投资 | 资金安排 | 到位资金 | 实际支出 | 资金结余
        联村公路硬化 | 320.00 | 300.00 | 300.00 | 296.80 | 3.20
        高山蔬菜基地 | 150.00 | 120.00 | 118.00 | 118.00 | 0
        """),
    ),
    unit="红岩县乡村振兴局",
    year=2022,
    family=PROJECT,
    money=rows(
        ("project:联村公路硬化", "300 296.80 3.20"),
        ("project:高山蔬菜基地", "120 118 -"),
        roles=(("budget", "unstated"), ("expenditure", None), ("carryover", None)),
    ),
)

FORMS = (
    GENERAL_BUDGET,
    TWO_HALVES,
    GOVERNMENT_FUND,
    KINDS,
    BUILDINGS,
    COUNTS_BELOW,
    THOUSANDS,
    PARTS_BESIDE,
    CHANGED_TARGETS,
    PUT_IN,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
