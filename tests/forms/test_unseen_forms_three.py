"""Forms as other counties set them, written with their answers before any code had read them: the third batch."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, Money, rows, table, verify_whole, whole

OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
TRUE_SPANS = ("cells", "covered")
BUDGET_AND_FINAL = (("budget", "unstated"), ("expenditure", None))
INITIAL_AND_FINAL = (("budget", "initial"), ("expenditure", None))
FINAL = (("expenditure", None),)
BUDGET = (("budget", "unstated"),)

# base data in yuan, this year before last year, other words for the same lines
BASE_IN_YUAN = Form(
    "base_in_yuan",
    (
        "青溪县商务局2024年度部门整体支出绩效自评报告",
        "2024年度部门整体支出绩效评价基础数据表",
        table("""
        财政供养人员情况 | 编制人数 | 2024年末实有在职人数 | 控制率
        | 31 | 29 | 93.55%
        经费控制情况（元） | 2024年预算数 | 2024年决算数 | 2023年决算数
        “三公”经费合计 | 128,000.00 | 97,412.60 | 110,236.00
        　1.公务用车购置及运行维护费 | 78,000.00 | 64,200.60 | 70,136.00
        　　其中：购置费 | 0.00 | 0.00 | 0.00
        　　　　　运行维护费 | 78,000.00 | 64,200.60 | 70,136.00
        　2.因公出国（境）费用 | 0.00 | 0.00 | 0.00
        　3.公务接待费 | 50,000.00 | 33,212.00 | 40,100.00
        项目支出合计 | 3,200,000.00 | 3,146,820.00 | 2,650,000.00
        　1.外贸促进资金 | 2,000,000.00 | 1,980,000.00 | 1,500,000.00
        　2.消费促进活动 | 1,200,000.00 | 1,166,820.00 | 1,150,000.00
        　…… | | |
        公用经费支出 | 620,000.00 | 601,377.85 | 588,000.10
        　其中：办公费 | 110,000.00 | 98,210.00 | 101,300.00
        政府采购金额 | 450,000.00 | 438,900.00 | ——
        """),
        "说明：项目支出需填报基本支出以外的所有支出。",
    ),
    unit="青溪县商务局",
    year=2024,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "128000 97412.60"),
            ("three_public.vehicle", "78000 64200.60"),
            ("three_public.vehicle.operation", "78000 64200.60"),
            ("three_public.reception", "50000 33212"),
            ("project", "3200000 3146820"),
            ("project:外贸促进资金", "2000000 1980000"),
            ("project:消费促进活动", "1200000 1166820"),
            ("basic.operating", "620000 601377.85"),
            ("basic.operating.office", "110000 98210"),
            ("procurement", "450000 438900"),
            roles=BUDGET_AND_FINAL,
            unit="元",
        ),
        *rows(
            ("three_public", "110236"),
            ("three_public.vehicle", "70136"),
            ("three_public.vehicle.operation", "70136"),
            ("three_public.reception", "40100"),
            ("project", "2650000"),
            ("project:外贸促进资金", "1500000"),
            ("project:消费促进活动", "1150000"),
            ("basic.operating", "588000.10"),
            ("basic.operating.office", "101300"),
            roles=FINAL,
            unit="元",
            year=2023,
        ),
    ),
    attributes={"staff_quota": ("31",), "staff_actual": ("29",), "staff_control_rate": ("0.9355",)},
)

# every split of the year's money in cells of its own
SPLIT_IN_CELLS = Form(
    "split_in_cells",
    (
        "2022年度部门（单位）整体支出绩效自评表",
        table("""
        县级预算部门（单位）名称 | 青溪县供销合作社联合社 | < | < | < | < | <
        年度预算⏎申请⏎（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率
        ^ | 年度资金总额 | 318.66 | 352.04 | 349.11 | 10 | 99.17%
        ^ | 按收入性质分 | 352.04 | 按支出性质分 | 352.04 | |
        ^ | 其中：一般公共预算 | 350.04 | 其中：基本支出 | 268.90 | |
        ^ | 政府性基金拨款 | 0 | 项目支出 | 83.14 | |
        ^ | 其他资金 | 2.00 | | | |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 实得分
        产出指标⏎（50分） | 数量指标 | 农资储备 | 1.2万吨 | 1.24万吨 | 25 | 25
        ^ | 时效指标 | 完成时限 | 12月底前 | 按时完成 | 25 | 25
        效益指标⏎（30分） | 经济效益指标 | 销售总额增幅 | 增长8% | 9.6% | 30 | 30
        总分 | < | < | < | < | 90 | 89.92
        """),
    ),
    unit="青溪县供销合作社联合社",
    year=2022,
    family=OVERALL,
    money=(
        *rows(("total", "318.66 352.04 349.11")),
        *rows(
            ("total", "352.04"),
            ("total", "352.04"),
            ("total@general_public_budget", "350.04"),
            ("total@other_funds", "2"),
            ("basic", "268.90"),
            ("project", "83.14"),
            roles=(("budget", "adjusted"),),
        ),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "农资储备", "1.2万吨", "1.24万吨", "25", "25"),
        Indicator("产出指标", "时效指标", "完成时限", "12月底前", "按时完成", "25", "25"),
        Indicator("效益指标", "经济效益指标", "销售总额增幅", "8%", "9.6%", "30", "30"),
    ),
    attributes={
        "budget_execution_rate": ("0.9917",),
        "budget_execution_weight": ("10",),
        "self_evaluation_weight_total": ("90",),
        "self_evaluation_score": ("89.92",),
    },
    renderings=TRUE_SPANS,
)

# sources by level of government under the whole year's money
SOURCES = Form(
    "sources",
    (
        "青溪县林业局部门整体绩效自评表（2023年度）",
        table("""
        部门资金⏎（万元） | 资金来源 | 年初预算 | 全年预算 | 全年执行 | 预算执行率
        ^ | 资金总额 | 2,204.10 | 2,588.72 | 2,470.06 | 95.42%
        ^ | （1）中央财政 | 860.00 | 1,020.00 | 968.40 | 94.94%
        ^ | （2）省级财政 | 310.00 | 398.00 | 377.12 | 94.75%
        ^ | （3）县级财政 | 1,034.10 | 1,090.72 | 1,046.54 | 95.95%
        ^ | （4）单位自有资金 | | 80.00 | 78.00 | 97.5%
        """),
    ),
    unit="青溪县林业局",
    year=2023,
    family=OVERALL,
    money=rows(
        ("total", "2204.10 2588.72 2470.06"),
        ("total@central_funds", "860 1020 968.40"),
        ("total@provincial_funds", "310 398 377.12"),
        ("total@county_funds", "1034.10 1090.72 1046.54"),
        ("total@other_funds", "- 80 78"),
    ),
    attributes={"budget_execution_rate": ("0.9542",)},
)

# a report that is one big table
ONE_TABLE = Form(
    "one_table",
    (
        "青溪市自然资源和规划局经开区分局",
        "部门整体支出绩效评价报告",
        table("""
        部门概况 | 单位名称 | 青溪市自然资源和规划局经开区分局
        ^ | 年度预算总额 | 1,204.66万元
        ^ | 主管单位 | 青溪市自然资源和规划局
        绩效完成情况 | 部门整体支出管理和使用基本情况 | 1、年初预算情况：2022年度年初预算为1,180.20万元，其中：基本支出680.20万元，项目支出500万元。⏎2、2022年度决算支出1,196.35万元，其中：基本支出702.18万元，项目支出494.17万元。
        ^ | 绩效目标完成情况 | 2022年度我局部门整体支出绩效自评得分为94.6分。
        """),
    ),
    unit="青溪市自然资源和规划局经开区分局",
    year=2022,
    family=OVERALL,
    supervising_unit="青溪市自然资源和规划局",
    money=(
        Money("budget", "total", "1204.66", "unstated"),
        *rows(
            ("total", "1180.20 1196.35"),
            ("basic", "680.20 702.18"),
            ("project", "500 494.17"),
            roles=INITIAL_AND_FINAL,
        ),
    ),
    attributes={"self_evaluation_score": ("94.6",)},
)

# income and spending below each other, one column of amounts
ONE_COLUMN = Form(
    "one_column",
    (
        "青溪县疾病预防控制中心2023年度部门整体支出绩效自评报告",
        "2023年度收支决算情况表",
        table("""
        项目 | 决算数（万元） | 备注
        一、本年收入合计 | 1,820.44 |
        其中：财政拨款收入 | 1,640.20 |
        事业收入 | 180.24 | 疫苗管理费
        二、本年支出合计 | 1,803.17 |
        （一）基本支出 | 1,260.02 |
        其中：人员经费 | 1,102.55 |
        公用经费 | 157.47 |
        （二）项目支出 | 543.15 |
        三、年末结转和结余 | 17.27 |
        """),
    ),
    unit="青溪县疾病预防控制中心",
    year=2023,
    family=OVERALL,
    money=(
        Money("income", "fiscal_appropriation", "1640.20"),
        *rows(
            ("total", "1803.17"),
            ("basic", "1260.02"),
            ("basic.personnel", "1102.55"),
            ("basic.operating", "157.47"),
            ("project", "543.15"),
            roles=FINAL,
        ),
    ),
    partial={"carryover": ("17.27",)},
)

# two projects' forms in one table, the second with its own header
TWO_FORMS = Form(
    "two_forms",
    (
        "项目支出绩效自评表",
        "（2024年度）",
        table("""
        项目名称 | 农贸市场提质改造 | < | < | < | <
        主管部门 | 青溪县市场监督管理局 | < | 实施单位 | 青溪县市场服务中心 | <
        项目资金⏎（万元） | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 执行率（B/A） | 得分
        年度资金总额 | 210.00 | 236.00 | 229.86 | 97.40% | 9.74
        总分 | < | < | < | < | 95.1
        项目名称 | 快检设备购置 | < | < | < | <
        主管部门 | 青溪县市场监督管理局 | < | 实施单位 | 青溪县市场服务中心 | <
        项目资金⏎（万元） | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 执行率（B/A） | 得分
        年度资金总额 | 88.00 | 88.00 | 88.00 | 100% | 10
        总分 | < | < | < | < | 99
        """),
    ),
    unit="青溪县市场服务中心",
    year=2024,
    family=PROJECT,
    supervising_unit="青溪县市场监督管理局",
    money=rows(("project:农贸市场提质改造", "210 236 229.86"), ("project:快检设备购置", "88 88 88")),
    attributes={
        "budget_execution_rate": ("0.974", "1"),
        "budget_execution_score": ("9.74", "10"),
        "self_evaluation_score": ("95.1", "99"),
    },
)

# what weighs what in words, what was reached in words, reasons before scores
WORDS = Form(
    "words",
    (
        "青溪县档案馆2023年度整体支出绩效目标自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 绩效目标值 | 未完成原因分析 | 指标权重 | 实际完成情况 | 自评分值
        产出指标 | 数量指标 | 数字化加工 | 不低于80万页 | | 20% | 82.4万页 | 20
        产出指标 | 质量指标 | 目录准确率 | ≥99.5% | 系统升级 | 20% | 99.2% | 18
        产出指标 | 时效指标 | 归档时间 | 次年6月底前 | | 10% | 已完成 | 10
        效益指标 | 社会效益指标 | 查档利用 | 5000人次以上 | | 30% | 6,213人次 | 30
        满意度指标 | 服务对象满意度 | 查档群众满意度 | 95%（含）以上 | | 10% | 98.3% | 10
        """),
    ),
    unit="青溪县档案馆",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "数字化加工", "≥80万页", "82.4万页", "20", "20"),
        Indicator("产出指标", "质量指标", "目录准确率", "≥99.5%", "99.2%", "20", "18", "系统升级"),
        Indicator("产出指标", "时效指标", "归档时间", "次年6月底前", "已完成", "10", "10"),
        Indicator("效益指标", "社会效益指标", "查档利用", "≥5000人次", "6213人次", "30", "30"),
        Indicator("满意度指标", "服务对象满意度", "查档群众满意度", "≥95%", "98.3%", "10", "10"),
    ),
)

# whose money each project is stands in a column
NATURE = Form(
    "nature",
    (
        "青溪县交通运输局2023年度部门整体支出绩效自评报告",
        "项目支出明细表",
        "单位：万元",
        table("""
        序号 | 项目名称 | 资金性质 | 预算金额 | 实际支出金额 | 支出进度
        1 | 农村公路安防 | 一般公共预算 | 420.00 | 401.36 | 95.56%
        2 | 渡改桥建设 | 政府性基金 | 1,100.00 | 1,045.00 | 95%
        3 | 客运补贴 | 一般公共预算 | 86.00 | 86.00 | 100%
        4 | 合计 | | 1,606.00 | 1,532.36 | 95.41%
        """),
    ),
    unit="青溪县交通运输局",
    year=2023,
    family=OVERALL,
    money=rows(
        ("project:农村公路安防@general_public_budget", "420 401.36"),
        ("project:渡改桥建设@government_fund", "1100 1045"),
        ("project:客运补贴@general_public_budget", "86 86"),
        ("project", "1606 1532.36"),
        roles=BUDGET_AND_FINAL,
    ),
)

# heads beside their labels, a rate behind
STAFF_PAIRS = Form(
    "staff_pairs",
    (
        "青溪县残联2024年度部门整体支出绩效自评报告",
        "部门基本信息",
        table("""
        部门名称 | 青溪县残联 | 主管部门 | 青溪县人民政府
        核定编制数 | 12人 | 年末实有在职人数 | 11人
        年初部门预算（万元） | 214.30 | 调整预算数（万元） | 230.18
        决算支出（万元） | 228.75 | 预算执行率 | 99.38%
        """),
    ),
    unit="青溪县残联",
    year=2024,
    family=OVERALL,
    supervising_unit="青溪县人民政府",
    money=rows(("total", "214.30 230.18 228.75")),
    attributes={"staff_quota": ("12",), "staff_actual": ("11",), "budget_execution_rate": ("0.9938",)},
)

# remarks in the cells, wide commas, spaces
REMARKS = Form(
    "remarks",
    (
        "青溪县人民法院2023年度部门整体支出绩效自评报告",
        "2023年收支情况（单位：万元）",
        table("""
        支出类型 | 2023年年初预算 | 2023年调整预算 | 2023年决算支出
        基本支出 | 1，860.40 | 1,912.66 | 1,910.25 万元
        其中：人员支出 | 1,602.00 | 1,654.26 | 1654.26
        公用支出 | 258.40 | 258.40 | 255.99
        项目支出 | 730 | 768.5 | 741.3
        总计 | 2590.4 | 2681.16 | 2651.55
        """),
    ),
    unit="青溪县人民法院",
    year=2023,
    family=OVERALL,
    money=rows(
        ("basic", "1860.40 1912.66 1910.25"),
        ("basic.personnel", "1602 1654.26 1654.26"),
        ("basic.operating", "258.40 258.40 255.99"),
        ("project", "730 768.5 741.3"),
        ("total", "2590.4 2681.16 2651.55"),
    ),
)

# the sum first, what it is made of below
SUM_FIRST = Form(
    "sum_first",
    (
        "青溪县审计局2024年部门预算",
        "一般公共预算“三公”经费支出表",
        "单位：万元",
        table("""
        项目 | 2023年预算数 | 2024年预算数 | 增减变化
        合计 | 12.40 | 11.60 | -0.80
        1、因公出国（境）费 | 0 | 0 | 0
        2、公务接待费 | 5.40 | 4.60 | -0.80
        3、公务用车费 | 7.00 | 7.00 | 0
        其中：（1）公务用车运行维护费 | 7.00 | 7.00 | 0
        （2）公务用车购置费 | 0 | 0 | 0
        """),
    ),
    unit="青溪县审计局",
    year=2024,
    family="department_budget",
    money=(
        *rows(
            ("three_public@general_public_budget", "12.40"),
            ("three_public.reception@general_public_budget", "5.40"),
            ("three_public.vehicle@general_public_budget", "7"),
            ("three_public.vehicle.operation@general_public_budget", "7"),
            roles=BUDGET,
            year=2023,
        ),
        *rows(
            ("three_public@general_public_budget", "11.60"),
            ("three_public.reception@general_public_budget", "4.60"),
            ("three_public.vehicle@general_public_budget", "7"),
            ("three_public.vehicle.operation@general_public_budget", "7"),
            roles=BUDGET,
        ),
    ),
)

# spending of appropriated money by fund across
FUNDS_ACROSS = Form(
    "funds_across",
    (
        "青溪县应急管理局2023年度部门决算",
        "财政拨款支出决算表",
        "单位：万元",
        table("""
        项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
        基本支出 | 611.20 | 611.20 | |
        项目支出 | 309.80 | 285.80 | 24.00 |
        合计 | 921.00 | 897.00 | 24.00 |
        """),
    ),
    unit="青溪县应急管理局",
    year=2023,
    family="final_accounts",
    money=rows(
        ("basic", "611.20"),
        ("basic@general_public_budget", "611.20"),
        ("project", "309.80"),
        ("project@general_public_budget", "285.80"),
        ("project@government_fund", "24"),
        ("total", "921"),
        ("total@general_public_budget", "897"),
        ("total@government_fund", "24"),
        roles=FINAL,
    ),
)

# results of all projects on one page
RESULTS = Form(
    "results",
    (
        "青溪县农业农村局2023年度项目支出绩效自评结果汇总表",
        "金额单位：万元",
        table("""
        序号 | 项目名称 | 项目主管单位 | 资金规模 | < | < | 自评得分 | 自评等级
        ^ | ^ | ^ | 年初预算数 | 全年预算数 | 全年执行数 | ^ | ^
        1 | 高标准农田管护 | 青溪县农业农村局 | 260.00 | 275.00 | 268.40 | 96.5 | 优
        2 | 耕地地力保护补贴 | 青溪县农业农村局 | 3,180.00 | 3,180.00 | 3,176.22 | 98 | 优
        3 | 农产品质量监测 | 青溪县农业农村局 | 45.00 | 45.00 | 38.70 | 88.2 | 良
        """),
    ),
    unit="青溪县农业农村局",
    year=2023,
    family=PROJECT,
    money=rows(
        ("project:高标准农田管护", "260 275 268.40"),
        ("project:耕地地力保护补贴", "3180 3180 3176.22"),
        ("project:农产品质量监测", "45 45 38.70"),
    ),
    renderings=TRUE_SPANS,
)

# two sides of one table: what was planned, what was spent
PLAN_AND_SPENT = Form(
    "plan_and_spent",
    (
        "青溪县融媒体中心2022年度部门整体支出绩效自评报告",
        "预算与决算对照表（单位：元）",
        table("""
        预算安排 | < | 决算支出 | <
        项目 | 金额 | 项目 | 金额
        基本支出 | 4,860,000 | 基本支出 | 4,851,207.33
        项目支出 | 1,500,000 | 项目支出 | 1,388,000.00
        合计 | 6,360,000 | 合计 | 6,239,207.33
        """),
    ),
    unit="青溪县融媒体中心",
    year=2022,
    family=OVERALL,
    money=rows(
        ("basic", "4860000 4851207.33"),
        ("project", "1500000 1388000"),
        ("total", "6360000 6239207.33"),
        roles=BUDGET_AND_FINAL,
        unit="元",
    ),
    renderings=TRUE_SPANS,
)

# the ministry's form with the year's goals and a note, fund rows numbered
NUMBERED_FUNDS = Form(
    "numbered_funds",
    (
        "部门预算项目支出绩效自评表",
        "（2023年度）                                   单位：万元",
        table("""
        项目名称 | 地质灾害隐患点治理 | < | < | < | < | <
        主管部门及代码 | 青溪县自然资源局 | < | 实施单位 | 青溪县地质环境监测站 | < | <
        预算执行情况 | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值（10分） | 执行率
        ^ | 年度资金总额 | 400 | 380.5 | 371.62 | 10 | 97.67%
        ^ | 其中：1.当年财政拨款 | 400 | 340.5 | 331.62 | - | -
        ^ | 2.上年结转 | - | 40 | 40 | - | -
        ^ | 3.其他资金 | - | - | - | - | -
        """),
    ),
    unit="青溪县地质环境监测站",
    year=2023,
    family=PROJECT,
    supervising_unit="青溪县自然资源局",
    money=rows(
        ("project:地质灾害隐患点治理", "400 380.5 371.62"),
        ("project:地质灾害隐患点治理@fiscal_appropriation", "400 340.5 331.62"),
    ),
    partial={"budget": ("40",), "expenditure": ("40",)},
    attributes={"budget_execution_rate": ("0.9767",), "budget_execution_weight": ("10",)},
)

FORMS = (
    BASE_IN_YUAN,
    SPLIT_IN_CELLS,
    SOURCES,
    ONE_TABLE,
    ONE_COLUMN,
    TWO_FORMS,
    WORDS,
    NATURE,
    STAFF_PAIRS,
    REMARKS,
    SUM_FIRST,
    FUNDS_ACROSS,
    RESULTS,
    PLAN_AND_SPENT,
    NUMBERED_FUNDS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
