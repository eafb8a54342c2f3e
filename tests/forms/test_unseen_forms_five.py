"""Forms as other counties set them, written with their answers before any code had read them: the fifth batch."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, Money, rows, table, verify_whole, whole

OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
TRUE_SPANS = ("cells", "covered")
BUDGET_AND_FINAL = (("budget", "unstated"), ("expenditure", None))
ADJUSTED_AND_FINAL = (("budget", "adjusted"), ("expenditure", None))
FINAL = (("expenditure", None),)
BUDGET = (("budget", "unstated"),)

# heads and money in one column each year, the unit of measure beside every line
UNITS_BESIDE = Form(
    "units_beside",
    (
        "白沙县人力资源和社会保障局2023年度部门整体支出绩效自评报告",
        "主要指标情况表",
        table("""
        指标名称 | 单位 | 2022年决算数 | 2023年预算数 | 2023年决算数
        基本支出 | 万元 | 688.10 | 702.00 | 699.45
        其中：公用经费 | 万元 | 61.20 | 60.00 | 58.86
        项目支出 | 万元 | 240.00 | 310.00 | 296.71
        “三公”经费 | 元 | 52,310 | 50,000 | 41,286
        固定资产 | 万元 | 812.00 | | 830.40
        公务用车 | 辆 | 3 | 3 | 2
        """),
    ),
    unit="白沙县人力资源和社会保障局",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("basic", "688.10"), ("basic.operating", "61.20"), ("project", "240"), roles=FINAL, year=2022),
        *rows(
            ("basic", "702 699.45"), ("basic.operating", "60 58.86"), ("project", "310 296.71"), roles=BUDGET_AND_FINAL
        ),
        *rows(("three_public", "52310"), roles=FINAL, unit="元", year=2022),
        *rows(("three_public", "50000 41286"), roles=BUDGET_AND_FINAL, unit="元"),
    ),
    partial={"expenditure": ("812", "830.40")},
)

# lines of all kinds under a rate of completion, some of them none of ours
LINES_OF_ALL_KINDS = Form(
    "lines_of_all_kinds",
    (
        "白沙县农业综合行政执法大队2024年度部门整体支出绩效自评报告",
        "重点支出控制情况（单位：万元）",
        table("""
        支出事项 | 预算数 | 决算数 | 预算完成率
        三公经费 | 8.60 | 7.94 | 92.33%
        其中：公务接待费 | 1.60 | 1.02 | 63.75%
        公务用车运行维护费 | 7.00 | 6.92 | 98.86%
        会议费 | 0.80 | 0.45 | 56.25%
        培训费 | 2.00 | 1.86 | 93%
        机关运行经费 | 44.00 | 43.18 | 98.14%
        政府采购 | 26.00 | 25.30 | 97.31%
        """),
    ),
    unit="白沙县农业综合行政执法大队",
    year=2024,
    family=OVERALL,
    money=rows(
        ("three_public", "8.60 7.94"),
        ("three_public.reception", "1.60 1.02"),
        ("three_public.vehicle.operation", "7 6.92"),
        ("procurement", "26 25.30"),
        roles=BUDGET_AND_FINAL,
    ),
    partial={"budget": ("0.80", "2", "44"), "expenditure": ("0.45", "1.86", "43.18")},
)

# money handed down: the transfer's own form
TRANSFER = Form(
    "transfer",
    (
        "转移支付区域（项目）绩效目标自评表",
        "（2023年度）",
        table("""
        转移支付（项目）名称 | 基本公共卫生服务补助 | < | < | <
        中央主管部门 | 国家卫生健康委员会 | < | < | <
        地方主管部门 | 白沙县卫生健康局 | < | 资金使用单位 | 白沙县妇幼保健计划生育服务中心
        资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率（B/A×100%）
        ^ | 年度资金总额： | 1,486.20 | 1,452.75 | 97.75%
        ^ | 其中：中央财政资金 | 1,120.00 | 1,098.30 | 98.06%
        ^ | 地方资金 | 366.20 | 354.45 | 96.79%
        ^ | 其他资金 | 0 | 0 |
        """),
    ),
    unit="白沙县妇幼保健计划生育服务中心",
    year=2023,
    family=PROJECT,
    supervising_unit="白沙县卫生健康局",
    money=rows(
        ("project:基本公共卫生服务补助", "1486.20 1452.75"),
        ("project:基本公共卫生服务补助@central_funds", "1120 1098.30"),
        ("project:基本公共卫生服务补助@local_funds", "366.20 354.45"),
        roles=ADJUSTED_AND_FINAL,
    ),
    attributes={"budget_execution_rate": ("0.9775",)},
)

# points with their word, the symbol behind the value
POINTS = Form(
    "points",
    (
        "白沙县消防救援大队2023年度部门整体支出绩效自评表",
        table("""
        指标类别 | 指标名称 | 指标值 | 指标方向 | 单位 | 完成值 | 分值 | 得分 | 备注
        产出指标 | 灭火救援出动 | 300 | ≥ | 次 | 342 | 20分 | 20分 |
        产出指标 | 器材完好率 | 98 | ≥ | % | 99 | 20分 | 20分 |
        产出指标 | 单次演练成本 | 0.8 | ≤ | 万元 | 0.86 | 10分 | 8.5分 | 增加科目
        效益指标 | 火灾起数下降 | 5 | ≥ | % | 7.2 | 30分 | 30分 |
        满意度指标 | 群众满意度 | 95 | ≥ | % | 97.8 | 10分 | 10分 |
        """),
    ),
    unit="白沙县消防救援大队",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", None, "灭火救援出动", "≥300次", "342次", "20", "20"),
        Indicator("产出指标", None, "器材完好率", "≥98%", "99%", "20", "20"),
        Indicator("产出指标", None, "单次演练成本", "≤0.8万元", "0.86万元", "10", "8.5"),
        Indicator("效益指标", None, "火灾起数下降", "≥5%", "7.2%", "30", "30"),
        Indicator("满意度指标", None, "群众满意度", "≥95%", "97.8%", "10", "10"),
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

# a budget's spending by kind and by fund, in yuan
KINDS_BY_FUND = Form(
    "kinds_by_fund",
    (
        "白沙县机关幼儿园2025年部门预算",
        "部门支出总体情况表",
        "单位：元",
        table("""
        支出类别 | 总计 | 一般公共预算 | 政府性基金预算 | 财政专户管理资金 | 单位资金
        基本支出 | 5,218,400 | 4,610,400 | | 608,000 |
        人员经费 | 4,812,000 | 4,360,000 | | 452,000 |
        公用经费 | 406,400 | 250,400 | | 156,000 |
        项目支出 | 1,120,000 | 900,000 | | 200,000 | 20,000
        合计 | 6,338,400 | 5,510,400 | | 808,000 | 20,000
        """),
    ),
    unit="白沙县机关幼儿园",
    year=2025,
    family="department_budget",
    money=rows(
        ("basic", "5218400"),
        ("basic@general_public_budget", "4610400"),
        ("basic@special_account", "608000"),
        ("basic.personnel", "4812000"),
        ("basic.personnel@general_public_budget", "4360000"),
        ("basic.personnel@special_account", "452000"),
        ("basic.operating", "406400"),
        ("basic.operating@general_public_budget", "250400"),
        ("basic.operating@special_account", "156000"),
        ("project", "1120000"),
        ("project@general_public_budget", "900000"),
        ("project@special_account", "200000"),
        ("project@other_funds", "20000"),
        ("total", "6338400"),
        ("total@general_public_budget", "5510400"),
        ("total@special_account", "808000"),
        ("total@other_funds", "20000"),
        roles=BUDGET,
        unit="元",
    ),
    renderings=TRUE_SPANS,
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

# goals set and reached in two blocks, one over the other
TWO_BLOCKS = Form(
    "two_blocks",
    (
        "白沙县党校2023年度部门整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 年初目标值 | 全年实际值 | 分值 | 自评得分 | 原因分析
        产出 | 数量 | 举办主体班 | 12期 | 12期 | 20 | 20 |
        ^ | ^ | 培训学员 | 1,000人次 | 1,086人次 | 20 | 20 |
        ^ | 质量 | 结业率 | 100% | 99.6% | 20 | 19 | 病假1人
        效益 | 社会效益 | 学员能力提升 | 明显 | 明显 | 20 | 20 |
        满意度 | 学员满意度 | 学员满意度 | 90%以上 | 97% | 10 | 10 |
        预算执行率（10分） | < | < | 100% | 98.1% | 10 | 9.8 |
        总分 | < | < | < | < | 100 | 98.8 |
        """),
    ),
    unit="白沙县党校",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出", "数量", "举办主体班", "12期", "12期", "20", "20"),
        Indicator("产出", "数量", "培训学员", "1000人次", "1086人次", "20", "20"),
        Indicator("产出", "质量", "结业率", "100%", "99.6%", "20", "19", "病假1人"),
        Indicator("效益", "社会效益", "学员能力提升", "明显", "明显", "20", "20"),
        Indicator("满意度", "学员满意度", "学员满意度", "≥90%", "97%", "10", "10"),
        Indicator("预算执行率", None, "预算执行率", "100%", "98.1%", "10", "9.8"),
    ),
    attributes={"self_evaluation_weight_total": ("100",), "self_evaluation_score": ("98.8",)},
    renderings=TRUE_SPANS,
)

# the year's money in sentences of a form's cells beside real pairs
CARD = Form(
    "card",
    (
        "2024年度部门整体支出绩效自评表",
        table("""
        单位名称 | 白沙县残疾人康复中心 | < | <
        在职人员总数 | 34 | 核定编制数 | 36
        年初预算数（万元） | 512.40 | 年末结转结余（万元） | 3.18
        全年预算数（万元） | 540.26 | 全年支出数（万元） | 537.08
        其中：基本支出 | 402.11 | 项目支出 | 134.97
        自评得分 | 96 | 自评等次 | 优秀
        """),
    ),
    unit="白沙县残疾人康复中心",
    year=2024,
    family=OVERALL,
    money=(
        *rows(("total", "512.40 540.26 537.08")),
        Money("carryover", "total", "3.18"),
        *rows(("basic", "402.11"), ("project", "134.97"), roles=FINAL),
    ),
    attributes={"staff_quota": ("36",), "self_evaluation_score": ("96",)},
)

FORMS = (
    UNITS_BESIDE,
    LINES_OF_ALL_KINDS,
    TRANSFER,
    POINTS,
    OFFICES,
    KINDS_BY_FUND,
    WORDY,
    THREE_YEARS,
    TWO_BLOCKS,
    CARD,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
