"""Amounts of a whole body: measures, years, funds and units across, down and side by side."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    ADJUSTED_AND_FINAL,
    BUDGET_AND_FINAL,
    FINAL,
    INITIAL_AND_FINAL,
    OVERALL,
    TRUE_SPANS,
    Form,
    Money,
    rows,
    table,
    verify_whole,
    whole,
)

# the unit of measure in the corner, weights before rates, formulas in the headers, fund rows flat and in another order
CORNER_UNIT = Form(
    "corner_unit",
    (
        "部门整体支出绩效自评表",
        "（2023年度）",
        table("""
        部门（单位）名称 | 澄溪县粮食流通服务中心 | < | < | < | < | <
        单位：万元 | 年初预算数 | 全年预算数(A) | 全年执行数(B) | 执行率（B/A×100%） | 分值 | 得分（执行率×分值）
        年度资金总额 | 1,236.40 | 1,318.75 | 1,292.38 | 98.00% | 10 | 9.80
        其中：其他资金 | 36.40 | 40.00 | 38.00 | 95.00% | — | —
        上年结转资金 | 0 | 78.75 | 74.38 | 94.45% | — | —
        当年财政拨款 | 1,200.00 | 1,200.00 | 1,180.00 | 98.33% | — | —
        """),
    ),
    unit="澄溪县粮食流通服务中心",
    year=2023,
    family=OVERALL,
    money=rows(
        ("total", "1236.40 1318.75 1292.38"),
        ("total@other_funds", "36.40 40 38"),
        ("total@carried_over_funds", "- 78.75 74.38"),
        ("total@fiscal_appropriation", "1200 1200 1180"),
    ),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
    },
)

# each amount with a unit of its own, or with none
OWN_UNITS = Form(
    "own_units",
    (
        "澄溪县公安局交通警察大队2023年度部门整体支出绩效自评报告",
        "附件：专项资金使用情况明细表（单位：万元）",
        table("""
        序号 | 项目名称 | 预算安排 | 实际支出 | 结余
        1 | 电子警察维护 | 85万 | 84.6万元 | 0.4
        2 | 交通信号灯更新 | 0.12亿元 | 11,903,500元 | 9.65
        3 | 护学岗经费 | １２．５ | １２．５ | 0
        4 | 事故救助 | 20 | — | 20
        合计 | < | 1317.5 | 1287.45 | 30.05
        """),
    ),
    unit="澄溪县公安局交通警察大队",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("project:电子警察维护", "85 84.6 0.4"),
            ("project:交通信号灯更新", "1200 1190.35 9.65"),
            ("project:护学岗经费", "12.5 12.5 -"),
            ("project:事故救助", "20 - 20"),
            ("project", "1317.5 1287.45 30.05"),
            roles=(*BUDGET_AND_FINAL, ("carryover", None)),
        ),
    ),
)

# what was withdrawn, as accountants write it
NEGATIVE = Form(
    "negative",
    (
        "澄溪县水土保持站2024年度部门整体支出绩效自评报告",
        "预算调整情况表",
        table("""
        支出类别（万元） | 年初预算数 | 预算调整数 | 调整后预算数 | 决算数
        基本支出 | 288.00 | 16.20 | 304.20 | 303.95
        项目支出 | 150.00 | △32.00 | 118.00 | 117.40
        其中：坡耕地治理 | 90.00 | (20.00) | 70.00 | 69.80
        监测站点维护 | 60.00 | -12.00 | 48.00 | 47.60
        合计 | 438.00 | -15.80 | 422.20 | 421.35
        """),
    ),
    unit="澄溪县水土保持站",
    year=2024,
    family=OVERALL,
    money=rows(
        ("basic", "288 16.20 304.20 303.95"),
        ("project", "150 -32 118 117.40"),
        ("project:坡耕地治理", "90 -20 70 69.80"),
        ("project:监测站点维护", "60 -12 48 47.60"),
        ("total", "438 -15.80 422.20 421.35"),
        roles=(("budget", "initial"), ("adjustment", None), ("budget", "adjusted"), ("expenditure", None)),
    ),
)

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

# offices of one body are no bodies, their money no whole
OFFICES = Form(
    "offices",
    (
        "白沙县发展和改革局2023年度部门整体支出绩效自评报告",
        "各股室项目经费执行情况表（万元）",
        table("""
        责任股室 | 项目经费预算数 | 项目经费执行数 | 执行率
        办公室 | 60.00 | 58.20 | 97%
        价格股 | 25.00 | 24.10 | 96.4%
        合计 | 85.00 | 82.30 | 96.82%
        """),
    ),
    unit="白沙县发展和改革局",
    year=2023,
    family=OVERALL,
    partial={"budget": ("60", "25", "85"), "expenditure": ("58.20", "24.10", "82.30")},
)

# projects with words around their money
WORDY = Form(
    "wordy",
    (
        "白沙县文物局2022年度部门整体支出绩效自评报告",
        "项目实施及资金使用情况表",
        table("""
        项目名称 | 立项依据 | 实施内容 | 预算金额（万元） | 支出金额（万元） | 是否完成
        古桥修缮 | 白文发〔2021〕18号 | 加固桥墩3座 | 46.00 | 45.20 | 是
        石刻数字化 | 局党组会议纪要 | 采集220通碑刻 | 30.00 | 30.00 | 是
        安防提升 | 年度工作计划 | 增设监控56处 | 18.50 | 12.00 | 否
        """),
    ),
    unit="白沙县文物局",
    year=2022,
    family=OVERALL,
    money=rows(
        ("project:古桥修缮", "46 45.20"),
        ("project:石刻数字化", "30 30"),
        ("project:安防提升", "18.50 12"),
        roles=BUDGET_AND_FINAL,
    ),
)

# figures of three years for each project
THREE_YEARS = Form(
    "three_years",
    (
        "白沙县科学技术协会2024年度部门整体支出绩效自评报告",
        "近三年项目经费情况（单位：万元）",
        table("""
        项目名称 | 2022年决算 | 2023年决算 | 2024年预算 | 2024年决算
        科普进社区 | 12.0 | 13.5 | 15.0 | 14.8
        青少年科技创新大赛 | 8.0 | 8.0 | 9.0 | 8.6
        合计 | 20.0 | 21.5 | 24.0 | 23.4
        """),
    ),
    unit="白沙县科学技术协会",
    year=2024,
    family=OVERALL,
    money=(
        *rows(
            ("project:科普进社区", "12"), ("project:青少年科技创新大赛", "8"), ("project", "20"), roles=FINAL, year=2022
        ),
        *rows(
            ("project:科普进社区", "13.5"),
            ("project:青少年科技创新大赛", "8"),
            ("project", "21.5"),
            roles=FINAL,
            year=2023,
        ),
        *rows(
            ("project:科普进社区", "15 14.8"),
            ("project:青少年科技创新大赛", "9 8.6"),
            ("project", "24 23.4"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
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
    CORNER_UNIT,
    OWN_UNITS,
    NEGATIVE,
    CLASSED,
    MIXED_COLUMNS,
    PROJECTS_ACROSS,
    ECONOMIC,
    BARE_YEARS,
    SOURCES,
    ONE_TABLE,
    ONE_COLUMN,
    NATURE,
    REMARKS,
    PLAN_AND_SPENT,
    COLLECTED,
    SHORT_WORDS,
    SPELLED,
    MEASURES_OVER_YEARS,
    OFFICES,
    WORDY,
    THREE_YEARS,
    KINDS,
    THOUSANDS,
    ONE_WORD,
    QUARTERS,
    INCOME_ON_TOP,
    LAST_COLUMN,
    YEAR_OVER_TABLE,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
