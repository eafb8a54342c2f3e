"""Forms as other counties set them, written with their answers before any code had read them: the second batch."""

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

# projects by class with subtotals, the rate as a plain fraction
CLASSED = Form(
    "classed",
    (
        "柳桥区城市管理局2023年度部门整体支出绩效自评报告",
        "附表2：项目支出执行情况表",
        "金额单位：万元",
        table("""
        项目类别 | 项目名称 | 年初预算数 | 调整后预算数 | 实际支出数 | 执行率 | 结余资金
        运转类 | 办公用房租赁 | 48.00 | 48.00 | 47.52 | 0.99 | 0.48
        ^ | 信息系统运维 | 22.00 | 25.60 | 25.60 | 1 | 0
        ^ | 小计 | 70.00 | 73.60 | 73.12 | 0.9935 | 0.48
        特定目标类 | 背街小巷整治 | 360.00 | 420.00 | 411.80 | 0.9805 | 8.20
        ^ | 公厕改造 | 180.00 | 150.00 | 139.35 | 0.929 | 10.65
        ^ | 小计 | 540.00 | 570.00 | 551.15 | 0.9669 | 18.85
        合计 | < | 610.00 | 643.60 | 624.27 | 0.97 | 19.33
        """),
    ),
    unit="柳桥区城市管理局",
    year=2023,
    family=OVERALL,
    money=rows(
        ("project:办公用房租赁", "48 48 47.52 0.48"),
        ("project:信息系统运维", "22 25.60 25.60 -"),
        ("project:背街小巷整治", "360 420 411.80 8.20"),
        ("project:公厕改造", "180 150 139.35 10.65"),
        ("project", "610 643.60 624.27 19.33"),
        roles=(("budget", "initial"), ("budget", "adjusted"), ("expenditure", None), ("carryover", None)),
    ),
    partial={
        "budget": ("70", "73.60", "540", "570"),
        "expenditure": ("73.12", "551.15"),
        "carryover": ("0.48", "18.85"),
    },
    renderings=TRUE_SPANS,
)

# the values' symbols and units in columns under a wide header, grades instead of figures
WIDE_VALUES = Form(
    "wide_values",
    (
        "（2024年度）",
        "柳桥区文化市场综合执法大队项目支出绩效自评表",
        table("""
        项目名称 | 网吧远程监管平台 | < | < | < | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 全年完成值 | 权重 | 单位自评得分
        ^ | ^ | ^ | 符号 | 目标值 | 计量单位 | ^ | ^ | ^
        产出指标 | 数量指标 | 接入网吧 | ≥ | 64 | 家 | 66 | 15 | 15
        产出指标 | 质量指标 | 在线率 | ≥ | 95 | % | 93.2 | 15 | 13
        产出指标 | 时效指标 | 故障响应 | ≤ | 4 | 小时 | 3.5 | 10 | 10
        效益指标 | 社会效益指标 | 市场秩序 | 定性 | 良 |  | 良 | 30 | 28
        满意度指标 | 服务对象满意度指标 | 经营者满意度 | ≥ | 85 | % | 91 | 10 | 10
        总分 | < | < | < | < | < | < | 80 | 76
        """),
    ),
    unit="柳桥区文化市场综合执法大队",
    year=2024,
    family=PROJECT,
    indicators=(
        Indicator("产出指标", "数量指标", "接入网吧", "≥64家", "66家", "15", "15"),
        Indicator("产出指标", "质量指标", "在线率", "≥95%", "93.2%", "15", "13"),
        Indicator("产出指标", "时效指标", "故障响应", "≤4小时", "3.5小时", "10", "10"),
        Indicator("效益指标", "社会效益指标", "市场秩序", "良", "良", "30", "28"),
        Indicator("满意度指标", "服务对象满意度指标", "经营者满意度", "≥85%", "91%", "10", "10"),
    ),
    attributes={"self_evaluation_weight_total": ("80",), "self_evaluation_score": ("76",)},
    renderings=TRUE_SPANS,
)

# a department's budget, both sides with last year beside this year
TWO_SIDED_BUDGET = Form(
    "two_sided_budget",
    (
        "柳桥区教育考试中心2025年部门预算",
        "2025年部门收支预算总表",
        "单位：万元",
        table("""
        收入 | < | 支出 | <
        项目 | 预算数 | 项目（按功能分类） | 预算数
        一、一般公共预算拨款 | 385.20 | 一、教育支出 | 351.00
        二、政府性基金预算拨款 |  | 二、社会保障和就业支出 | 28.40
        三、事业收入 | 30.00 | 三、住房保障支出 | 35.80
        本年收入合计 | 415.20 | 本年支出合计 | 415.20
        上年结转 | 6.00 | 结转下年 | 6.00
        收入总计 | 421.20 | 支出总计 | 421.20
        """),
    ),
    unit="柳桥区教育考试中心",
    year=2025,
    family="department_budget",
    money=rows(("total", "415.20"), roles=BUDGET),
    partial={"budget": ("351", "28.40", "35.80"), "carryover": ("6",), "income": ("385.20", "30")},
    renderings=TRUE_SPANS,
)

# items down, two years of budget and final across, changes and reasons beside
ITEMS_BY_YEARS = Form(
    "items_by_years",
    (
        "柳桥区民政局2023年度部门整体支出绩效自评报告",
        "“三公”经费预决算对比表（单位：元）",
        table("""
        项目 | 2022年度 | < | 2023年度 | < | 决算比上年增减 | 增减原因
        ^ | 预算数 | 决算数 | 预算数 | 决算数 | ^ | ^
        因公出国（境）费 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 |
        公务用车购置及运行维护费 | 90,000.00 | 86,214.50 | 85,000.00 | 79,630.00 | -6,584.50 | 报废1辆
        其中：公务用车购置费 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 |
        公务用车运行维护费 | 90,000.00 | 86,214.50 | 85,000.00 | 79,630.00 | -6,584.50 |
        公务接待费 | 30,000.00 | 12,480.00 | 25,000.00 | 9,916.00 | -2,564.00 | 压减
        合计 | 120,000.00 | 98,694.50 | 110,000.00 | 89,546.00 | -9,148.50 |
        """),
    ),
    unit="柳桥区民政局",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public.vehicle", "90000 86214.50"),
            ("three_public.vehicle.operation", "90000 86214.50"),
            ("three_public.reception", "30000 12480"),
            ("three_public", "120000 98694.50"),
            roles=BUDGET_AND_FINAL,
            unit="元",
            year=2022,
        ),
        *rows(
            ("three_public.vehicle", "85000 79630"),
            ("three_public.vehicle.operation", "85000 79630"),
            ("three_public.reception", "25000 9916"),
            ("three_public", "110000 89546"),
            roles=BUDGET_AND_FINAL,
            unit="元",
        ),
    ),
    renderings=TRUE_SPANS,
)

# what is bought, piece by piece: only the sum is the procurement
PURCHASES = Form(
    "purchases",
    (
        "柳桥区人民检察院2024年部门预算",
        "政府采购预算表",
        "单位：元",
        table("""
        采购项目名称 | 采购目录 | 计量单位 | 数量 | 单价 | 预算金额
        复印机 | A02020400 | 台 | 3 | 12,000.00 | 36,000.00
        物业管理 | C21040000 | 年 | 1 | 480,000.00 | 480,000.00
        合计 |  |  |  |  | 516,000.00
        """),
    ),
    unit="柳桥区人民检察院",
    year=2024,
    family="department_budget",
    money=rows(("procurement", "516000"), roles=BUDGET, unit="元"),
)

# each project's money by level of government, what was paid and what is left
LEVELS_ACROSS = Form(
    "levels_across",
    (
        "柳桥区水利局2023年度专项资金绩效自评报告",
        "专项资金收支明细表（万元）",
        table("""
        项目名称 | 预算数 | < | < | < | 实际支出 | 结转结余
        ^ | 合计 | 中央资金 | 省级资金 | 区级资金 | ^ | ^
        中型灌区节水改造 | 1,860.00 | 1,200.00 | 460.00 | 200.00 | 1,795.40 | 64.60
        小型水库除险加固 | 540.00 |  | 400.00 | 140.00 | 540.00 |
        合计 | 2,400.00 | 1,200.00 | 860.00 | 340.00 | 2,335.40 | 64.60
        """),
    ),
    unit="柳桥区水利局",
    year=2023,
    family=PROJECT,
    money=(
        Money("budget", "project", "1860", "unstated", "中型灌区节水改造"),
        Money("budget", "project", "1200", "unstated", "中型灌区节水改造", "central_funds"),
        Money("budget", "project", "460", "unstated", "中型灌区节水改造", "provincial_funds"),
        Money("budget", "project", "200", "unstated", "中型灌区节水改造", "county_funds"),
        Money("expenditure", "project", "1795.40", None, "中型灌区节水改造"),
        Money("carryover", "project", "64.60", None, "中型灌区节水改造"),
        Money("budget", "project", "540", "unstated", "小型水库除险加固"),
        Money("budget", "project", "400", "unstated", "小型水库除险加固", "provincial_funds"),
        Money("budget", "project", "140", "unstated", "小型水库除险加固", "county_funds"),
        Money("expenditure", "project", "540", None, "小型水库除险加固"),
        Money("budget", "project", "2400", "unstated"),
        Money("budget", "project", "1200", "unstated", None, "central_funds"),
        Money("budget", "project", "860", "unstated", None, "provincial_funds"),
        Money("budget", "project", "340", "unstated", None, "county_funds"),
        Money("expenditure", "project", "2335.40"),
        Money("carryover", "project", "64.60"),
    ),
    renderings=TRUE_SPANS,
)

# one column in yuan, the next in ten thousands
MIXED_COLUMNS = Form(
    "mixed_columns",
    (
        "柳桥区科技馆2022年度部门整体支出绩效自评报告",
        "支出情况",
        table("""
        支出项目 | 年初预算（元） | 决算数（万元） | 完成年初预算（%）
        人员支出 | 2,146,300 | 213.98 | 99.7
        日常公用支出 | 318,000 | 30.12 | 94.72
        项目支出 | 1,500,000 | 146.5 | 97.67
        支出合计 | 3,964,300 | 390.60 | 98.53
        """),
    ),
    unit="柳桥区科技馆",
    year=2022,
    family=OVERALL,
    money=(
        *rows(
            ("basic.personnel", "2146300"),
            ("basic.operating", "318000"),
            ("project", "1500000"),
            ("total", "3964300"),
            roles=(("budget", "initial"),),
            unit="元",
        ),
        *rows(
            ("basic.personnel", "213.98"),
            ("basic.operating", "30.12"),
            ("project", "146.5"),
            ("total", "390.60"),
            roles=FINAL,
        ),
    ),
)

# heads by class across
STAFF_ACROSS = Form(
    "staff_across",
    (
        "柳桥区乡村振兴局2023年度部门整体支出绩效自评报告",
        "基础数据表",
        table("""
        编制人数 | < | < | 年末实有人数 | < | < | 在职人员控制率
        小计 | 行政 | 事业 | 小计 | 在职 | 退休 | ^
        26 | 10 | 16 | 31 | 25 | 6 | 96.15%
        """),
        table("""
        经费（万元） | 2023年预算数 | 2023年决算数
        基本支出 | 432.00 | 428.77
        项目支出 | 96.00 | 94.20
        """),
    ),
    unit="柳桥区乡村振兴局",
    year=2023,
    family=OVERALL,
    money=rows(("basic", "432 428.77"), ("project", "96 94.20"), roles=BUDGET_AND_FINAL),
    attributes={"staff_quota": ("26",), "staff_control_rate": ("0.9615",)},
    renderings=TRUE_SPANS,
)

# projects across, what is said of them down: nothing is claimed of the wrong one, nothing is lost
PROJECTS_ACROSS = Form(
    "projects_across",
    (
        "柳桥区体育中心2023年度部门整体支出绩效自评报告",
        "重点项目资金情况（单位：万元）",
        table("""
        项目名称 | 全民健身路径 | 游泳馆免费开放 | 合计
        年初预算数 | 65.00 | 120.00 | 185.00
        全年预算数 | 65.00 | 132.00 | 197.00
        全年执行数 | 64.10 | 130.45 | 194.55
        """),
    ),
    unit="柳桥区体育中心",
    year=2023,
    family=OVERALL,
    partial={
        "budget": ("65", "65", "120", "132", "185", "197"),
        "expenditure": ("64.10", "130.45", "194.55"),
    },
)

# income by source across
INCOME = Form(
    "income",
    (
        "柳桥区中医院2023年度部门决算",
        "收入决算表",
        "公开02表",
        "部门：柳桥区中医院",
        "单位：万元",
        table("""
        项目 | < | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 其他收入
        科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6
        合计 | < | 8,214.33 | 1,102.50 |  | 6,980.12 |  | 131.71
        210 | 卫生健康支出 | 8,030.21 | 918.38 |  | 6,980.12 |  | 131.71
        221 | 住房保障支出 | 184.12 | 184.12 |  |  |  |
        """),
    ),
    unit="柳桥区中医院",
    year=2023,
    family="final_accounts",
    money=rows(("fiscal_appropriation", "1102.50"), roles=(("income", None),)),
    renderings=TRUE_SPANS,
)

# economic classes: some are line items of ours, most are none
ECONOMIC = Form(
    "economic",
    (
        "柳桥区统计局2023年度部门整体支出绩效自评报告",
        "基本支出经济分类情况表",
        "单位：万元",
        table("""
        经济分类 | 年初预算数 | 决算数 | 差额
        一、工资福利支出 | 286.00 | 285.10 | -0.90
        二、商品和服务支出 | 42.00 | 40.66 | -1.34
        其中：办公费 | 8.00 | 7.95 | -0.05
        三、对个人和家庭的补助 | 12.00 | 12.00 | 0
        基本支出合计 | 340.00 | 337.76 | -2.24
        """),
    ),
    unit="柳桥区统计局",
    year=2023,
    family=OVERALL,
    money=rows(
        ("basic.operating", "42 40.66"),
        ("basic.operating.office", "8 7.95"),
        ("basic", "340 337.76"),
        roles=INITIAL_AND_FINAL,
    ),
    partial={"budget": ("286", "12"), "expenditure": ("285.10", "12")},
)

# bare years down, currency signs, shares as figures
BARE_YEARS = Form(
    "bare_years",
    (
        "柳桥区老干部活动中心2024年度部门整体支出绩效自评报告",
        "近三年预算执行情况表",
        table("""
        年度 | 全年预算数（元） | 全年执行数（元） | 预算执行率（%）
        2022 | ￥1,862,400.00 | ￥1,801,236.75 | 96.72
        2023 | ￥1,905,000.00 | ￥1,888,640.20 | 99.14
        2024 | ￥1,950,000.00 | ￥1,930,110.00 | 98.98
        """),
    ),
    unit="柳桥区老干部活动中心",
    year=2024,
    family=OVERALL,
    money=tuple(
        money
        for year, amounts in ((2022, "1862400 1801236.75"), (2023, "1905000 1888640.20"), (2024, "1950000 1930110"))
        for money in rows(
            ("total", amounts), roles=(("budget", "adjusted"), ("expenditure", None)), unit="元", year=year
        )
    ),
    attributes={"budget_execution_rate": ("0.9672", "0.9914", "0.9898")},
)

# the same names in every row, weights in the levels' names, no scores of their own
REPEATED_LEVELS = Form(
    "repeated_levels",
    (
        "柳桥区园林绿化服务所2023年度整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 具体指标 | 年初设定目标值 | 年末实际完成情况 | 指标得分 | 未完成原因说明
        产出指标（50分） | 数量指标（20分） | 补植乔木 | 不少于1200株 | 1,260株 | 20 |
        产出指标（50分） | 质量指标（20分） | 成活率 | 92%以上 | 89.6% | 18 | 夏季高温
        产出指标（50分） | 成本指标（10分） | 养护单价 | 6.5元/平方米以内 | 6.38元/平方米 | 10 |
        效益指标（30分） | 生态效益指标（30分） | 绿地率提升 | 0.5个百分点 | 0.6个百分点 | 30 |
        满意度指标（10分） | 公众满意度（10分） | 市民满意度 | 达到90% | 94% | 10 |
        自评总分 | < | < | < | < | 88 |
        """),
    ),
    unit="柳桥区园林绿化服务所",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "补植乔木", "≥1200株", "1260株", None, "20"),
        Indicator("产出指标", "质量指标", "成活率", "≥92%", "89.6%", None, "18", "夏季高温"),
        Indicator("产出指标", "成本指标", "养护单价", "≤6.5元/平方米", "6.38元/平方米", None, "10"),
        Indicator("效益指标", "生态效益指标", "绿地率提升", "0.5个百分点", "0.6个百分点", None, "30"),
        Indicator("满意度指标", "公众满意度", "市民满意度", "≥90%", "94%", None, "10"),
    ),
    attributes={"self_evaluation_score": ("88",)},
)

# a target form of a whole department: by income on the left, by spending on the right
TARGETS = Form(
    "targets",
    (
        "部门整体支出绩效目标申报表",
        "（2025年度）",
        table("""
        部门名称 | 柳桥区退役军人事务局 | < | <
        年度预算申请（万元） | 资金总额：1,264.30 | < | <
        ^ | 按收入性质分： | < | 按支出性质分：
        ^ | 其中：一般公共预算：1,250.30 | < | 其中：基本支出：412.30
        ^ | 政府性基金拨款：0.00 | < | 项目支出：852.00
        ^ | 其他资金：14.00 | < |
        """),
    ),
    unit="柳桥区退役军人事务局",
    year=2025,
    family="performance_target",
    money=(
        Money("budget", "total", "1264.30", "unstated"),
        Money("budget", "total", "1250.30", "unstated", fund="general_public_budget"),
        Money("budget", "total", "14", "unstated", fund="other_funds"),
        Money("budget", "basic", "412.30", "unstated"),
        Money("budget", "project", "852", "unstated"),
    ),
    renderings=TRUE_SPANS,
)

# the money of a project form in rows of label and value below each other
STACKED_PAIRS = Form(
    "stacked_pairs",
    (
        "2023年度项目支出绩效自评表",
        table("""
        项目名称 | 社区食堂运营补助 | < | <
        主管部门 | 柳桥区民政局 | 实施单位 | 柳桥区养老服务指导中心
        年初预算金额（元） | 600,000.00 | 调整后预算金额（元） | 650,000.00
        实际支出金额（元） | 638,400.00 | 预算执行率 | 98.22%
        自评得分 | 97.5 | 自评等级 | 优
        """),
    ),
    unit="柳桥区养老服务指导中心",
    year=2023,
    family=PROJECT,
    supervising_unit="柳桥区民政局",
    money=rows(("project:社区食堂运营补助", "600000 650000 638400"), unit="元"),
    attributes={"budget_execution_rate": ("0.9822",), "self_evaluation_score": ("97.5",)},
)

FORMS = (
    CLASSED,
    WIDE_VALUES,
    TWO_SIDED_BUDGET,
    ITEMS_BY_YEARS,
    PURCHASES,
    LEVELS_ACROSS,
    MIXED_COLUMNS,
    STAFF_ACROSS,
    PROJECTS_ACROSS,
    INCOME,
    ECONOMIC,
    BARE_YEARS,
    REPEATED_LEVELS,
    TARGETS,
    STACKED_PAIRS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
