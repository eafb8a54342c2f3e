"""Forms as other counties set them, written with their answers before any code had read them: the fourth batch."""

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

# vehicles have quotas too
VEHICLES = Form(
    "vehicles",
    (
        "云岭市生态环境局2023年度部门整体支出绩效自评报告",
        "一、部门基本情况",
        "2023年末编制数为48人，实有人数46人。",
        "公务用车情况表",
        table("""
        车辆类型 | 编制数 | 实有数 | 本年购置数 | 本年报废数
        执法执勤用车 | 6 | 5 | 0 | 1
        应急保障用车 | 2 | 2 | 0 | 0
        合计 | 8 | 7 | 0 | 1
        """),
    ),
    unit="云岭市生态环境局",
    year=2023,
    family=OVERALL,
    attributes={"staff_quota": ("48",), "staff_actual": ("46",)},
)

# each body's staff, and the sum
BODIES_STAFF = Form(
    "bodies_staff",
    (
        "云岭市水务局2024年度部门整体支出绩效自评报告",
        "人员编制情况",
        table("""
        序号 | 单位名称 | 编制数 | 年末实有人数
        1 | 云岭市水务局机关 | 24 | 22
        2 | 云岭市排水管理处 | 60 | 57
        3 | 云岭市河道管理所 | 18 | 18
        | 合计 | 102 | 97
        """),
        "二、预算执行情况（单位：元）",
        table("""
        项目 | 全年预算数 | 全年执行数
        基本支出 | 16,204,300.00 | 16,190,118.72
        项目支出 | 42,600,000.00 | 41,033,560.00
        """),
    ),
    unit="云岭市水务局",
    year=2024,
    family=OVERALL,
    money=rows(
        ("basic", "16204300 16190118.72"), ("project", "42600000 41033560"), roles=ADJUSTED_AND_FINAL, unit="元"
    ),
    attributes={"staff_quota": ("102",), "staff_actual": ("97",)},
)

# what is collected for the treasury is no income of the unit
COLLECTED = Form(
    "collected",
    (
        "云岭市不动产登记中心2023年度部门整体支出绩效自评报告",
        "2023年部门整体支出决算数为1,012.40万元。",
        "非税收入征收情况表（单位：万元）",
        table("""
        征收项目 | 年初计划数 | 实际完成数 | 完成率
        不动产登记费 | 300.00 | 318.20 | 106.07%
        罚没收入 | 5.00 | 2.10 | 42%
        合计 | 305.00 | 320.30 | 105.02%
        """),
    ),
    unit="云岭市不动产登记中心",
    year=2023,
    family=OVERALL,
    money=rows(("total", "1012.40"), roles=FINAL),
)

# appropriated money by source on the one side, by class and fund on the other
APPROPRIATED = Form(
    "appropriated",
    (
        "云岭市信访局2022年度部门决算",
        "财政拨款收入支出决算总表",
        "公开04表",
        "金额单位：万元",
        table("""
        收入 | < | < | 支出 | < | < | < | <
        项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
        栏次 | | 1 | 栏次 | | 2 | 3 | 4
        一、一般公共预算财政拨款 | 1 | 386.11 | 一、一般公共服务支出 | 33 | 341.02 | 341.02 |
        二、政府性基金预算财政拨款 | 2 | 12.00 | 二、城乡社区支出 | 43 | 12.00 | | 12.00
        本年收入合计 | 27 | 398.11 | 本年支出合计 | 59 | 353.02 | 341.02 | 12.00
        总计 | 32 | 398.11 | 总计 | 64 | 398.11 | 386.11 | 12.00
        """),
    ),
    unit="云岭市信访局",
    year=2022,
    family="final_accounts",
    money=rows(
        ("total", "353.02"), ("total@general_public_budget", "341.02"), ("total@government_fund", "12"), roles=FINAL
    ),
    renderings=TRUE_SPANS,
)

# last year's value before this year's target
LAST_YEARS_VALUE = Form(
    "last_years_value",
    (
        "云岭市公共资源交易中心2024年度部门整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 上年实际值 | 本年目标值 | 本年完成值 | 分值 | 得分
        产出指标 | 数量指标 | 进场项目 | 420个 | ≥450个 | 467个 | 30 | 30
        产出指标 | 质量指标 | 投诉办结率 | 98% | 100% | 100% | 20 | 20
        效益指标 | 经济效益指标 | 节约资金率 | 6.2% | ≥6% | 5.8% | 30 | 27.5
        满意度指标 | 服务对象满意度指标 | 交易主体满意度 | 95.1% | ≥95% | 96% | 10 | 10
        总分 | | | | | | 90 | 87.5
        """),
    ),
    unit="云岭市公共资源交易中心",
    year=2024,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "进场项目", "≥450个", "467个", "30", "30"),
        Indicator("产出指标", "质量指标", "投诉办结率", "100%", "100%", "20", "20"),
        Indicator("效益指标", "经济效益指标", "节约资金率", "≥6%", "5.8%", "30", "27.5"),
        Indicator("满意度指标", "服务对象满意度指标", "交易主体满意度", "≥95%", "96%", "10", "10"),
    ),
    attributes={"self_evaluation_weight_total": ("90",), "self_evaluation_score": ("87.5",)},
)

# funds across, planned and spent down
FUNDS_OVER_MEASURES = Form(
    "funds_over_measures",
    (
        "2023年度项目支出绩效自评表",
        table("""
        项目名称 | 高龄津贴发放 | < | < | <
        主管部门 | 云岭市民政局 | < | 实施单位 | 云岭市老龄事务中心
        资金（万元） | 年度资金总额 | 财政拨款 | 上年结转资金 | 其他资金
        年初预算数 | 920.00 | 900.00 | 20.00 | 0
        全年预算数 | 946.50 | 926.50 | 20.00 | 0
        全年执行数 | 941.28 | 921.28 | 20.00 | 0
        """),
    ),
    unit="云岭市老龄事务中心",
    year=2023,
    family=PROJECT,
    supervising_unit="云岭市民政局",
    money=rows(
        ("project:高龄津贴发放", "920 946.50 941.28"),
        ("project:高龄津贴发放@fiscal_appropriation", "900 926.50 921.28"),
        ("project:高龄津贴发放@carried_over_funds", "20 20 20"),
    ),
)

# what is spent called so shortly, the unit beside the first header word
SHORT_WORDS = Form(
    "short_words",
    (
        "云岭市青少年宫2022年度部门整体支出绩效自评报告",
        "专项经费使用情况",
        table("""
        项目（单位：万元） | 预算数 | 支出数 | 结余数
        校外公益课堂 | 48.00 | 47.82 | 0.18
        科普夏令营 | 15.00 | 15.00 | 0.00
        合计 | 63.00 | 62.82 | 0.18
        """),
    ),
    unit="云岭市青少年宫",
    year=2022,
    family=OVERALL,
    partial={
        "budget": ("48", "15", "63"),
        "expenditure": ("47.82", "15", "62.82"),
        "carryover": ("0.18", "0.18"),
    },
)

# a department's yearly tasks with what they cost
TASK_COSTS = Form(
    "task_costs",
    (
        "2025年度部门整体支出绩效目标表",
        table("""
        部门（单位）名称 | 云岭市文化广电旅游局 | < | <
        年度预算（万元） | 资金总额 | 基本支出 | 项目支出
        ^ | 2,316.40 | 896.40 | 1,420.00
        一级指标 | 二级指标 | 三级指标 | 年度目标值
        产出指标 | 数量指标 | 举办文化活动 | ≥60场
        产出指标 | 质量指标 | 非遗项目保护率 | 100%
        效益指标 | 社会效益指标 | 参与群众 | ≥12万人次
        """),
    ),
    unit="云岭市文化广电旅游局",
    year=2025,
    family="performance_target",
    money=rows(("total", "2316.40"), ("basic", "896.40"), ("project", "1420"), roles=BUDGET),
    indicators=(
        Indicator("产出指标", "数量指标", "举办文化活动", "≥60场", None),
        Indicator("产出指标", "质量指标", "非遗项目保护率", "100%", None),
        Indicator("效益指标", "社会效益指标", "参与群众", "≥12万人次", None),
    ),
    renderings=TRUE_SPANS,
)

# the running of the office, a class of its own
RUNNING_COSTS = Form(
    "running_costs",
    (
        "云岭市政务服务局2023年度部门决算",
        "机关运行经费支出情况表",
        "单位：万元",
        table("""
        项目 | 2022年决算数 | 2023年决算数
        办公费 | 12.60 | 11.95
        差旅费 | 6.20 | 7.11
        机关运行经费合计 | 86.30 | 84.92
        """),
    ),
    unit="云岭市政务服务局",
    year=2023,
    family="final_accounts",
    money=(
        *rows(("basic.operating.office", "12.60"), roles=FINAL, year=2022),
        *rows(("basic.operating.office", "11.95"), roles=FINAL),
    ),
    partial={"expenditure": ("6.20", "7.11", "86.30", "84.92")},
)

# figures spelled out, and a total in the title
SPELLED = Form(
    "spelled",
    (
        "云岭市殡仪馆2023年度部门整体支出绩效自评报告",
        "项目资金拨付情况",
        table("""
        项目名称 | 预算金额 | 实际支出
        火化设备大修 | 壹佰贰拾万元 | 壹佰壹拾捌万伍仟元
        遗体接运车更新 | 65万元 | 648,200元
        """),
    ),
    unit="云岭市殡仪馆",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("project:火化设备大修", "120 118.5"), roles=BUDGET_AND_FINAL),
        *rows(("project:遗体接运车更新", "65 64.82"), roles=BUDGET_AND_FINAL),
    ),
)

# two years' columns grouped under the measures
MEASURES_OVER_YEARS = Form(
    "measures_over_years",
    (
        "云岭市统计普查中心2023年度部门整体支出绩效自评报告",
        "收支对比表",
        "单位：万元",
        table("""
        支出类别 | 年初预算数 | < | 支出决算数 | < | 决算增减率
        ^ | 2022年 | 2023年 | 2022年 | 2023年 | ^
        基本支出 | 301.00 | 316.00 | 300.12 | 315.48 | 5.12%
        项目支出 | 120.00 | 260.00 | 118.70 | 252.36 | 112.6%
        合计 | 421.00 | 576.00 | 418.82 | 567.84 | 35.58%
        """),
    ),
    unit="云岭市统计普查中心",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("basic", "301 300.12"),
            ("project", "120 118.70"),
            ("total", "421 418.82"),
            roles=INITIAL_AND_FINAL,
            year=2022,
        ),
        *rows(("basic", "316 315.48"), ("project", "260 252.36"), ("total", "576 567.84"), roles=INITIAL_AND_FINAL),
    ),
)

# a form whose money stands in one row under its labels
ONE_ROW = Form(
    "one_row",
    (
        "（2022年度）",
        "项目支出绩效自评表",
        table("""
        项目名称 | 城区排涝泵站运行 | < | < | <
        主管部门 | 云岭市水务局 | < | 实施单位 | 云岭市排涝管理站
        年初预算数（万元） | 调整后预算数（万元） | 实际执行数（万元） | 预算执行率 | 执行率得分
        310 | 342.6 | 339.9 | 99.21 | 9.9
        """),
    ),
    unit="云岭市排涝管理站",
    year=2022,
    family=PROJECT,
    supervising_unit="云岭市水务局",
    money=rows(("project:城区排涝泵站运行", "310 342.6 339.9")),
    attributes={"budget_execution_rate": ("0.9921",), "budget_execution_score": ("9.9",)},
)

# weights and scores of groups in cells over several rows
GROUP_SCORES = Form(
    "group_scores",
    (
        "云岭市气象局2023年度部门整体支出绩效自评表",
        table("""
        一级指标 | 权重 | 二级指标 | 三级指标 | 目标值 | 实际值 | 评分
        履职效能 | 40 | 重点任务 | 预警发布及时率 | ≥98% | 99.1% | 20
        ^ | ^ | 日常业务 | 观测数据可用率 | ≥99% | 99.6% | 20
        社会效应 | 30 | 社会效益 | 预警覆盖人口 | ≥85万人 | 91万人 | 30
        满意度 | 10 | 公众满意度 | 公众满意度 | ≥90% | 92.4% | 10
        """),
    ),
    unit="云岭市气象局",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("履职效能", "重点任务", "预警发布及时率", "≥98%", "99.1%", None, "20"),
        Indicator("履职效能", "日常业务", "观测数据可用率", "≥99%", "99.6%", None, "20"),
        Indicator("社会效应", "社会效益", "预警覆盖人口", "≥85万人", "91万人", None, "30"),
        Indicator("满意度", "公众满意度", "公众满意度", "≥90%", "92.4%", None, "10"),
    ),
    renderings=TRUE_SPANS,
)

# purchases by how they are bought and what of: planned and done
PURCHASE_WAYS = Form(
    "purchase_ways",
    (
        "云岭市卫生监督所2024年度部门整体支出绩效自评报告",
        "政府采购执行情况表",
        "单位：万元",
        table("""
        采购类别 | 采购预算金额 | 实际采购金额 | 采购执行率
        货物类 | 36.00 | 34.20 | 95%
        服务类 | 18.50 | 18.50 | 100%
        合计 | 54.50 | 52.70 | 96.7%
        """),
    ),
    unit="云岭市卫生监督所",
    year=2024,
    family=OVERALL,
    money=rows(("procurement", "54.50 52.70"), roles=BUDGET_AND_FINAL),
    partial={"budget": ("36", "18.50"), "expenditure": ("34.20", "18.50")},
)

# the ministry's form with the formulas beneath the header words
FORMULAS = Form(
    "formulas",
    (
        "2024年度项目支出绩效自评表",
        "单位：元",
        table("""
        项目名称 | 校园安全监控升级 | < | < | < | < | <
        主管部门 | 云岭市教育局 | < | < | 实施单位 | 云岭市电化教育馆 | <
        预算执行⏎情况 | 资金类别 | 年初预算数 | 调整预算数⏎① | 执行数⏎② | 执行率⏎③=②/① | 得分⏎④=10×③
        ^ | 资金总额 | 2,000,000 | 1,860,000 | 1,797,500 | 96.64% | 9.66
        ^ | 其中：财政资金 | 2,000,000 | 1,860,000 | 1,797,500 | 96.64% | —
        ^ | 其他资金 | 0 | 0 | 0 | — | —
        """),
    ),
    unit="云岭市电化教育馆",
    year=2024,
    family=PROJECT,
    supervising_unit="云岭市教育局",
    money=rows(
        ("project:校园安全监控升级", "2000000 1860000 1797500"),
        ("project:校园安全监控升级@fiscal_appropriation", "2000000 1860000 1797500"),
        unit="元",
    ),
    attributes={"budget_execution_rate": ("0.9664",), "budget_execution_score": ("9.66",)},
)

FORMS = (
    VEHICLES,
    BODIES_STAFF,
    COLLECTED,
    APPROPRIATED,
    LAST_YEARS_VALUE,
    FUNDS_OVER_MEASURES,
    SHORT_WORDS,
    TASK_COSTS,
    RUNNING_COSTS,
    SPELLED,
    MEASURES_OVER_YEARS,
    ONE_ROW,
    GROUP_SCORES,
    PURCHASE_WAYS,
    FORMULAS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
