"""Tables of indicators in forms of a whole body: levels, targets, scores and units in many orders."""

from __future__ import annotations

import pytest

from tests.forms.kit import OVERALL, TRUE_SPANS, Form, Indicator, rows, table, verify_whole, whole

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

# rows that nobody filled, and a line below the indicators that stands in their columns
UNFILLED_ROWS = Form(
    "unfilled_rows",
    (
        "河湾县水文站2023年度部门整体支出绩效自评表",
        table("""
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
        产出指标 | 数量指标 | 巡测断面 | ≥24个 | 25个 | 50 | 50
        ^ | ^ | 指标2：…… | | | |
        ^ | 质量指标 | …… | | | |
        效益指标 | 社会效益指标 | 预警及时率 | ≥95% | 96% | 30 | 30
        总分 | | | | | 80 | 80
        偏差大或目标未完成原因分析 | | | 汛期延长。 | | |
        """),
    ),
    unit="河湾县水文站",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "巡测断面", "≥24个", "25个", "50", "50"),
        Indicator("效益指标", "社会效益指标", "预警及时率", "≥95%", "96%", "30", "30"),
    ),
    attributes={"self_evaluation_weight_total": ("80",), "self_evaluation_score": ("80",)},
)

FORMS = (
    UNFILLED_ROWS,
    NO_SECOND_LEVEL,
    SCORED,
    REPEATED_LEVELS,
    SPLIT_IN_CELLS,
    WORDS,
    LAST_YEARS_VALUE,
    GROUP_SCORES,
    POINTS,
    TWO_BLOCKS,
    CHANGED_TARGETS,
    THIS_AND_LAST,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
