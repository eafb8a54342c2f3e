"""Forms of one project and of performance targets: funds, measures, indicators."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    ADJUSTED_AND_FINAL,
    BUDGET,
    PROJECT,
    TRUE_SPANS,
    Form,
    Indicator,
    Money,
    rows,
    table,
    verify_whole,
    whole,
)

# executed before planned, score before weight, yuan in a bracket, a rate as a plain number
REVERSED = Form(
    "reversed",
    (
        "2024年度项目支出绩效自评表",
        table("""
        项目名称 | 乡镇卫生院发热诊室改建 | < | < | < | <
        主管部门 | 澄溪县卫生健康局 | < | 实施单位 | 澄溪县妇幼保健院 | <
        项目资金（元） | 全年执行数（B） | 全年预算数（A） | 年初预算数 | 得分 | 执行率（%）
        年度资金总额 | 2,874,310.55 | 3,000,000.00 | 2,600,000.00 | 9.58 | 95.81
        其中：本年财政拨款 | 2,374,310.55 | 2,500,000.00 | 2,100,000.00 | / | /
        其他资金 | 500,000.00 | 500,000.00 | 500,000.00 | / | /
        一级指标 | 二级指标 | 三级指标 | 实际完成值 | 年度指标值 | 得分
        产出指标 | 数量指标 | 改建诊室 | 6间 | ≥6间 | 25
        ^ | 时效指标 | 完工时间 | 2024年10月 | 2024年9月底前 | 20
        满意度指标 | 服务对象满意度指标 | 就诊者满意度 | 93.5% | ≥90% | 10
        总分 | < | < | < | < | 92.58
        """),
    ),
    unit="澄溪县妇幼保健院",
    year=2024,
    family=PROJECT,
    supervising_unit="澄溪县卫生健康局",
    money=rows(
        ("project:乡镇卫生院发热诊室改建", "2600000 3000000 2874310.55"),
        ("project:乡镇卫生院发热诊室改建@fiscal_appropriation", "2100000 2500000 2374310.55"),
        ("project:乡镇卫生院发热诊室改建@other_funds", "500000 500000 500000"),
        unit="元",
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "改建诊室", "≥6间", "6间", None, "25"),
        Indicator("产出指标", "时效指标", "完工时间", "2024年9月底前", "2024年10月", None, "20"),
        Indicator("满意度指标", "服务对象满意度指标", "就诊者满意度", "≥90%", "93.5%", None, "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.9581",),
        "budget_execution_score": ("9.58",),
        "self_evaluation_score": ("92.58",),
    },
)

# two indicators beside each other in a target form
SIDE_BY_SIDE = Form(
    "side_by_side",
    (
        "2025年度项目支出绩效目标申报表",
        table("""
        项目名称 | 湿地公园科普长廊 | < | < | < | <
        主管部门 | 澄溪县自然资源局 | < | 实施单位 | 澄溪县湿地保护中心 | <
        项目资金（万元） | 年度资金总额 | 72.50 | 其中：财政拨款 | 72.50 | <
        一级指标 | 二级指标 | 三级指标 | 指标值 | 三级指标 | 指标值
        产出指标 | 数量指标 | 展板 | ≥40块 | 讲解场次 | ≥24场
        ^ | 质量指标 | 验收合格率 | 100% | 设备完好率 | ≥98%
        效益指标 | 社会效益指标 | 接待人次 | ≥8000人次 | 媒体报道 | ≥5篇
        """),
    ),
    unit="澄溪县湿地保护中心",
    year=2025,
    family="performance_target",
    supervising_unit="澄溪县自然资源局",
    money=rows(
        ("project:湿地公园科普长廊", "72.50"),
        ("project:湿地公园科普长廊@fiscal_appropriation", "72.50"),
        roles=(("budget", "unstated"),),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "展板", "≥40块", None),
        Indicator("产出指标", "数量指标", "讲解场次", "≥24场", None),
        Indicator("产出指标", "质量指标", "验收合格率", "100%", None),
        Indicator("产出指标", "质量指标", "设备完好率", "≥98%", None),
        Indicator("效益指标", "社会效益指标", "接待人次", "≥8000人次", None),
        Indicator("效益指标", "社会效益指标", "媒体报道", "≥5篇", None),
    ),
)

# every figure beside its own label, nothing in columns
LABELLED_ROW = Form(
    "labelled_row",
    (
        "2023年度专项资金绩效自评表",
        table("""
        专项名称 | 老旧小区供水管网改造 | < | < | < | < | < | <
        主管部门 | 澄溪县住房和城乡建设局 | < | < | 项目单位 | 澄溪县供水公司 | < | <
        年初预算数（万元） | 640.00 | 全年预算数（万元） | 655.20 | 全年执行数（万元） | 648.65 | 执行率 | 99.00%
        评价得分 | 96.4 | < | < | 评价等级 | 优 | < | <
        """),
    ),
    unit="澄溪县供水公司",
    year=2023,
    family=PROJECT,
    supervising_unit="澄溪县住房和城乡建设局",
    money=rows(("project:老旧小区供水管网改造", "640 655.20 648.65")),
    attributes={"budget_execution_rate": ("0.99",), "self_evaluation_score": ("96.4",)},
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

FORMS = (
    REVERSED,
    SIDE_BY_SIDE,
    LABELLED_ROW,
    WIDE_VALUES,
    LEVELS_ACROSS,
    TARGETS,
    STACKED_PAIRS,
    TWO_FORMS,
    RESULTS,
    NUMBERED_FUNDS,
    FUNDS_OVER_MEASURES,
    TASK_COSTS,
    ONE_ROW,
    FORMULAS,
    TRANSFER,
    PARTS_BESIDE,
    PUT_IN,
    OTHER_SUM,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
