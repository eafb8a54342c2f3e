"""Forms as other counties set them, written with their answers before any code had read them: the first batch."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, rows, table, verify_whole, whole

OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
TRUE_SPANS = ("cells", "covered")
BUDGET_AND_FINAL = (("budget", "unstated"), ("expenditure", None))
FINAL = (("expenditure", None),)

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

# no second level, operator and unit of measure in columns of their own, scores before the values
NO_SECOND_LEVEL = Form(
    "no_second_level",
    (
        "澄溪县农村能源站2022年度部门整体支出绩效自评表",
        table("""
        序号 | 一级指标 | 三级指标 | 指标方向 | 计划值 | 计量单位 | 分值 | 自评得分 | 年度实际完成值 | 偏差原因及改进措施
        1 | 产出指标 | 沼气池检修 | ≥ | 320 | 口 | 15 | 15 | 341 |
        2 | 产出指标 | 安全检查覆盖率 | = | 100 | % | 15 | 14.2 | 95 | 两个村道路中断
        3 | 成本指标 | 单口检修成本 | ≤ | 260 | 元 | 10 | 10 | 251.5 |
        4 | 效益指标 | 群众安全意识 | 定性 | 有所提高 |  | 20 | 20 | 有所提高 |
        5 | 满意度指标 | 农户满意度 | ≥ | 92 | % | 10 | 10 | 96 |
        合计 | < | < | < | < | < | 70 | 69.2 |  |
        """),
    ),
    unit="澄溪县农村能源站",
    year=2022,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", None, "沼气池检修", "≥320口", "341口", "15", "15"),
        Indicator("产出指标", None, "安全检查覆盖率", "=100%", "95%", "15", "14.2", "两个村道路中断"),
        Indicator("成本指标", None, "单口检修成本", "≤260元", "251.5元", "10", "10"),
        Indicator("效益指标", None, "群众安全意识", "有所提高", "有所提高", "20", "20"),
        Indicator("满意度指标", None, "农户满意度", "≥92%", "96%", "10", "10"),
    ),
    attributes={"self_evaluation_weight_total": ("70",), "self_evaluation_score": ("69.2",)},
    renderings=("text", "cells", "covered"),
)

# row numbers beside the figures of both sides, as the ministry numbers its tables of final accounts
LINE_NUMBERS = Form(
    "line_numbers",
    (
        "澄溪县博物馆2023年度部门决算",
        "收入支出决算总表",
        "公开01表",
        "部门：澄溪县博物馆",
        "金额单位：万元",
        table("""
        收入 | < | < | 支出 | < | <
        项目 | 行次 | 金额 | 项目 | 行次 | 金额
        栏次 | | 1 | 栏次 | | 2
        一、一般公共预算财政拨款收入 | 1 | 512.36 | 一、一般公共服务支出 | 32 |
        二、政府性基金预算财政拨款收入 | 2 | | 二、文化旅游体育与传媒支出 | 33 | 468.11
        三、其他收入 | 8 | 3.07 | 三、住房保障支出 | 50 | 31.45
        本年收入合计 | 27 | 515.43 | 本年支出合计 | 57 | 499.56
        使用非财政拨款结余 | 28 | | 结余分配 | 58 |
        年初结转和结余 | 29 | 8.02 | 年末结转和结余 | 59 | 23.89
        总计 | 31 | 523.45 | 总计 | 62 | 523.45
        """),
    ),
    unit="澄溪县博物馆",
    year=2023,
    family="final_accounts",
    money=rows(("total", "499.56"), roles=FINAL),
    partial={"carryover": ("23.89",)},
)

# the ministry's three-public table: numbers of columns below the header
COLUMN_NUMBERS = Form(
    "column_numbers",
    (
        "澄溪县文化馆2023年度部门决算",
        "财政拨款“三公”经费支出决算表",
        "公开07表",
        "单位：万元",
        table("""
        预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
        合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费
        ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
        1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
        26.80 | | 24.00 | 18.00 | 6.00 | 2.80 | 24.35 | | 23.21 | 17.86 | 5.35 | 1.14
        """),
    ),
    unit="澄溪县文化馆",
    year=2023,
    family="final_accounts",
    money=rows(
        ("three_public", "26.80 24.35"),
        ("three_public.vehicle", "24 23.21"),
        ("three_public.vehicle.purchase", "18 17.86"),
        ("three_public.vehicle.operation", "6 5.35"),
        ("three_public.reception", "2.80 1.14"),
        roles=BUDGET_AND_FINAL,
    ),
    renderings=TRUE_SPANS,
)

# spending by functional class, with codes, column numbers and the whole in the first row
FUNCTIONS = Form(
    "functions",
    (
        "澄溪县司法局2022年度部门决算",
        "支出决算表",
        "公开03表",
        "部门：澄溪县司法局",
        "金额单位：元",
        table("""
        项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
        科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6
        合计 | < | 9,412,380.16 | 6,950,114.02 | 2,462,266.14 | | |
        204 | 公共安全支出 | 8,213,077.16 | 5,750,811.02 | 2,462,266.14 | | |
        20406 | 司法 | 8,213,077.16 | 5,750,811.02 | 2,462,266.14 | | |
        2040604 | 基层司法业务 | 318,400.00 | | 318,400.00 | | |
        208 | 社会保障和就业支出 | 1,199,303.00 | 1,199,303.00 | | | |
        """),
    ),
    unit="澄溪县司法局",
    year=2022,
    family="final_accounts",
    money=rows(("total", "9412380.16"), ("basic", "6950114.02"), ("project", "2462266.14"), roles=FINAL, unit="元"),
    renderings=TRUE_SPANS,
)

# purchases by class across: the sum is the procurement
PROCUREMENT = Form(
    "procurement",
    (
        "澄溪县疾控中心2023年度部门整体支出绩效自评报告",
        "政府采购情况表（单位：万元）",
        table("""
        项目 | 年初预算数 | 实际采购金额
        政府采购总额 | 148.60 | 139.27
        其中：货物 | 96.00 | 91.05
        工程 | 20.00 | 18.90
        服务 | 32.60 | 29.32
        """),
    ),
    unit="澄溪县疾控中心",
    year=2023,
    family=OVERALL,
    money=rows(("procurement", "148.60 139.27"), roles=(("budget", "initial"), ("expenditure", None))),
    partial={"budget": ("96", "20", "32.60"), "expenditure": ("91.05", "18.90", "29.32")},
)

# nothing of this is spending
ASSETS = Form(
    "assets",
    (
        "澄溪县机关事务管理中心2023年度部门整体支出绩效自评报告",
        "一、基本情况",
        "2023年部门整体支出决算为402.18万元。",
        "国有资产占有使用情况表",
        "单位：万元、辆、平方米",
        table("""
        资产类别 | 数量 | 账面原值 | 累计折旧 | 账面净值
        资产总计 | — | 5,218.40 | 1,902.77 | 3,315.63
        其中：房屋（平方米） | 6,240 | 3,800.00 | 1,204.00 | 2,596.00
        车辆（辆） | 11 | 246.00 | 198.40 | 47.60
        单价50万元以上通用设备 | 3 | 212.00 | 96.50 | 115.50
        """),
    ),
    unit="澄溪县机关事务管理中心",
    year=2023,
    family=OVERALL,
    money=rows(("total", "402.18"), roles=FINAL),
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

# years in Chinese numerals, short years, years as words
YEARS_IN_WORDS = Form(
    "years_in_words",
    (
        "澄溪县广播电视发射台2023年度部门整体支出绩效自评报告",
        "一、经费使用情况",
        "单位：万元",
        table("""
        项目 | 二〇二二年决算数 | 二〇二三年预算数 | 二〇二三年决算数
        人员经费 | 142.30 | 150.00 | 149.12
        公用经费 | 21.60 | 20.00 | 19.84
        """),
        "二、“三公”经费情况",
        table("""
        项目（万元） | 22年决算数 | 23年预算数 | 23年决算数
        三公经费合计 | 4.36 | 4.00 | 3.27
        公务接待费 | 1.20 | 1.00 | 0.61
        公务用车运行维护费 | 3.16 | 3.00 | 2.66
        """),
    ),
    unit="澄溪县广播电视发射台",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("basic.personnel", "142.30"), ("basic.operating", "21.60"), roles=FINAL, year=2022),
        *rows(("basic.personnel", "150 149.12"), ("basic.operating", "20 19.84"), roles=BUDGET_AND_FINAL),
        *rows(
            ("three_public", "4.36"),
            ("three_public.reception", "1.20"),
            ("three_public.vehicle.operation", "3.16"),
            roles=FINAL,
            year=2022,
        ),
        *rows(
            ("three_public", "4 3.27"),
            ("three_public.reception", "1 0.61"),
            ("three_public.vehicle.operation", "3 2.66"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
)

# scored by a standard: no target, no actual value
SCORED = Form(
    "scored",
    (
        "澄溪县自来水管理站2023年度部门整体支出绩效评价指标评分表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 分值 | 评价标准 | 得分
        投入 | 目标设定 | 绩效目标合理性 | 5 | 符合规划得满分 | 5
        ^ | 预算配置 | 在职人员控制率 | 5 | 以100%为标准，≤100%计满分 | 4
        过程 | 预算执行 | 预算完成率 | 10 | 100%计满分，每低于5%扣1分 | 9
        ^ | 预算管理 | 管理制度健全性 | 8 | 每缺一项扣2分 | 8
        产出及效率 | 职责履行 | 重点工作办结率 | 20 | 办结数/总数×100% | 18.5
        合计 | < | < | 48 | | 44.5
        """),
    ),
    unit="澄溪县自来水管理站",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("投入", "目标设定", "绩效目标合理性", None, None, "5", "5"),
        Indicator("投入", "预算配置", "在职人员控制率", None, None, "5", "4"),
        Indicator("过程", "预算执行", "预算完成率", None, None, "10", "9"),
        Indicator("过程", "预算管理", "管理制度健全性", None, None, "8", "8"),
        Indicator("产出及效率", "职责履行", "重点工作办结率", None, None, "20", "18.5"),
    ),
    attributes={"self_evaluation_weight_total": ("48",), "self_evaluation_score": ("44.5",)},
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

# heads and money in one table of base data, years down
YEARS_DOWN = Form(
    "years_down",
    (
        "澄溪县图书馆2023年度部门整体支出绩效自评报告",
        "部门整体支出绩效评价基础数据表",
        table("""
        财政供养人员情况 | 编制数 | 2023年实际在职人数 | 控制率 | <
        ^ | 22 | 21 | 95.45% | <
        三公经费（万元） | 合计 | 公务接待费 | 公务用车运行维护费 | 因公出国（境）费
        2022年决算数 | 3.90 | 0.80 | 3.10 | 0
        2023年预算数 | 3.80 | 0.70 | 3.10 | 0
        2023年决算数 | 3.21 | 0.45 | 2.76 | 0
        """),
    ),
    unit="澄溪县图书馆",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "3.90"),
            ("three_public.reception", "0.80"),
            ("three_public.vehicle.operation", "3.10"),
            roles=FINAL,
            year=2022,
        ),
        *rows(
            ("three_public", "3.80 3.21"),
            ("three_public.reception", "0.70 0.45"),
            ("three_public.vehicle.operation", "3.10 2.76"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
    attributes={"staff_quota": ("22",), "staff_actual": ("21",), "staff_control_rate": ("0.9545",)},
)

FORMS = (
    CORNER_UNIT,
    REVERSED,
    NO_SECOND_LEVEL,
    LINE_NUMBERS,
    COLUMN_NUMBERS,
    FUNCTIONS,
    PROCUREMENT,
    ASSETS,
    OWN_UNITS,
    NEGATIVE,
    YEARS_IN_WORDS,
    SCORED,
    SIDE_BY_SIDE,
    LABELLED_ROW,
    YEARS_DOWN,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
