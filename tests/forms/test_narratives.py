"""The report in one big table (family 2) and the dimension narrative (family 4)."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, Money, every, plain, read, table, verify

BIG_TABLE = Form(
    "one_big_table",
    (
        "附件1",
        "砚溪县税源管理分局",
        "部门整体支出绩效评价报告",
        table("""
        部门概况 | 单位名称 | 砚溪县税源管理分局
        ^ | 年度预算金额 | 757.20（万元）
        ^ | 主管部门 | 砚溪县税务服务局
        ^ | 单位基本职能 | （一）负责辖区税源信息采集。¶（二）负责纳税服务窗口管理。
        绩效完成情况 | 部门整体支出管理和使用基本情况 | （一）预算执行方面：¶1、年初预算情况：2022年度年初预算为731.05万元，其中：人员经费512.60万元，公用经费98.45万元，项目支出120.00万元。¶2、年中追加和预算调整情况：年中追加32.18万元，调减6.03万元。¶3、全年实际支出755.94万元，其中：基本支出637.24万元，项目支出118.70万元，预算执行率为99.83%。¶4、“三公经费”控制率为82.50%。2022年度预算安排“三公经费”8.00万元，实际支出6.60万元，其中：公务接待费1.35万元，公务用车运行维护费5.25万元。
        ^ | 绩效目标完成情况 | 1、2022年度部门整体支出绩效自评分数为97.2分。¶①绩效目标：税源信息采集率不低于95%，目标完成96.8%，完成率101.89%；¶②绩效目标：开展纳税辅导，绩效目标≥24场次，目标完成情况27场次，完成率112.5%；¶③绩效目标：窗口投诉率不高于1%，目标完成0.4%，完成率100%。
        存在问题及改进措施 | 存在问题 | 系统数据更新不够及时，2021年遗留的23户漏管户尚未清理。
        ^ | 改进措施 | 争取2023年追加信息化经费50万元，完成系统升级。
        其他 | 无 | <
        """),
    ),
    unit="砚溪县税源管理分局",
    year=2022,
    family="overall_performance_self_evaluation",
    supervising_unit="砚溪县税务服务局",
    money=(
        Money("budget", "total", "757.20", "unstated"),
        Money("budget", "total", "731.05", "initial"),
        Money("budget", "basic.personnel", "512.60", "initial"),
        Money("budget", "basic.operating", "98.45", "initial"),
        Money("budget", "project", "120", "initial"),
        Money("adjustment", "total", "32.18"),
        Money("adjustment", "total", "-6.03"),
        Money("expenditure", "total", "755.94"),
        Money("expenditure", "basic", "637.24"),
        Money("expenditure", "project", "118.7"),
        Money("budget", "three_public", "8", "unstated"),
        Money("expenditure", "three_public", "6.6"),
        Money("expenditure", "three_public.reception", "1.35"),
        Money("expenditure", "three_public.vehicle.operation", "5.25"),
    ),
    indicators=(
        Indicator(None, None, "税源信息采集率", "≥95%", "96.8%"),
        Indicator(None, None, "纳税辅导", "≥24场次", "27场次"),
        Indicator(None, None, "窗口投诉率", "≤1%", "0.4%"),
    ),
    attributes={
        "budget_execution_rate": ("0.9983",),
        "three_public_control_rate": ("0.825",),
        "self_evaluation_score": ("97.2",),
    },
)

DIMENSIONS = Form(
    "dimensions",
    (
        "附件3",
        "2024年度砚州云台新区环境监察中心部门整体绩效自评结果",
        "1、 基本情况",
        "2024年预算安排1,906.50万元，财政下达预算指标1,842.30万元，决算支出1,768.61万元，其中：基本支出318.61万元、项目支出1,450.00万元；资金来源为一般公共预算财政拨款资金。",
        "二、部门自评工作开展情况",
        "根据《关于开展2024年度绩效自评工作的通知》（砚财绩〔2025〕7号）要求，中心成立自评小组。",
        "三、部门整体绩效目标完成情况",
        "（一）运行成本指标完成情况",
        "1. 公用经费控制指标分析",
        "（1）公用经费控制率",
        "2024年部门公用经费预算25.00万元，实际支出23.10万元，则公用经费控制率为92.40%，达到了年初目标。",
        "2.在职人员控制指标分析",
        "（1）在职人员控制率",
        "截止2024年12月31日，编制数30人，年末实际在职人员27人，在职人员控制率为90%，达到了年初目标。",
        "3.项目支出成本控制指标分析",
        "（1）会议费控制率",
        "2024年单位未编制会议费预算，且未发生会议费支出，控制率在100%以内，达到了年初目标。",
        "（二）管理效率指标完成情况",
        "1.预算编制指标分析",
        "（1）预算调整率",
        "2024年预算安排1,906.50万元，财政下达预算指标1,842.30万元，较年初预算数调减了64.20万元，预算调整率为3.37%，未达到年初目标。",
        "2.预算执行指标分析",
        "（1）预算执行率",
        "2024年单位调整后预算数1,842.30万元，预算执行数1,768.61万元，预算执行率为96.00%。",
        "（2）结转结余率",
        "2024年单位结转结余率为4.00%（1-预算总执行率96.00%），未达到年初目标。",
        "（3）政府采购执行率",
        "2024年单位政府采购年初预算410.00万元，实际支出389.50万元，执行率95.00%，达到了年初目标。",
        "3、履职效能指标完成情况",
        "全年出动执法车辆1600余台次，监测河段48公里，投诉办结率100%。整治裸露土地10.2万余平方米。",
        "（四）满意度指标完成情况",
        "1.服务对象满意度指标分析",
        "通过问卷调查，2024年服务对象满意度为93%，达到了年初目标90%。",
        "4、 主要成效、存在的突出问题和原因",
        "企业自行投入260万元完成治污设施改造。",
        "五、下一步拟改进措施",
        "2025年拟安排50万元用于平台升级。",
    ),
    unit="砚州云台新区环境监察中心",
    year=2024,
    family="overall_performance_self_evaluation",
    money=(
        Money("budget", "total", "1906.50", "initial", fund="general_public_budget"),
        Money("budget", "total", "1842.30", "adjusted", fund="general_public_budget"),
        Money("expenditure", "total", "1768.61", fund="general_public_budget"),
        Money("expenditure", "basic", "318.61", fund="general_public_budget"),
        Money("expenditure", "project", "1450", fund="general_public_budget"),
        Money("budget", "basic.operating", "25", "unstated"),
        Money("expenditure", "basic.operating", "23.1"),
        Money("budget", "total", "1906.50", "initial"),
        Money("budget", "total", "1842.30", "adjusted"),
        Money("adjustment", "total", "-64.20"),
        Money("budget", "total", "1842.30", "adjusted"),
        Money("expenditure", "total", "1768.61"),
        Money("budget", "procurement", "410", "initial"),
        Money("expenditure", "procurement", "389.5"),
    ),
    attributes={
        "operating_control_rate": ("0.924",),
        "staff_quota": ("30",),
        "staff_actual": ("27",),
        "staff_control_rate": ("0.9",),
        "budget_adjustment_rate": ("0.0337",),
        "budget_execution_rate": ("0.96",),
        "carryover_rate": ("0.04",),
        "procurement_execution_rate": ("0.95",),
    },
)

# the same table with other cuts: two columns, the unit of measure in the label, one subject per cell, numbered by (1)
TWO_COLUMNS = Form(
    "two_columns",
    (
        "部门整体支出绩效自评报告",
        table("""
        部门名称 | 砚溪县社会保险经办中心
        年度 | 2023年度
        年度预算金额（万元） | 1,032.60
        主管部门 | 砚溪县人力资源局
        部门概况 | 核定编制41名，年末实有在职人员38人。
        预算执行情况 | 2023年初预算安排1,002.40万元，年中追加预算30.20万元，全年预算1,032.60万元；全年支出1,011.95万元，执行率98%。其中：基本支出811.95万元（人员经费702.75万元、公用经费109.20万元），项目支出200.00万元。
        三公经费 | 全年“三公”经费预算9.00万元，决算7.20万元，控制率80%，比上年减少0.90万元。
        绩效自评 | 绩效自评得分为95.8分，评价等级为优。
        """),
    ),
    unit="砚溪县社会保险经办中心",
    year=2023,
    family="overall_performance_self_evaluation",
    supervising_unit="砚溪县人力资源局",
    money=(
        Money("budget", "total", "1032.6", "unstated"),
        Money("budget", "total", "1002.4", "initial"),
        Money("adjustment", "total", "30.2"),
        Money("budget", "total", "1032.6", "adjusted"),
        Money("expenditure", "total", "1011.95"),
        Money("expenditure", "basic", "811.95"),
        Money("expenditure", "basic.personnel", "702.75"),
        Money("expenditure", "basic.operating", "109.2"),
        Money("expenditure", "project", "200"),
        Money("budget", "three_public", "9", "unstated"),
        Money("expenditure", "three_public", "7.2"),
    ),
    attributes={
        "staff_quota": ("41",),
        "staff_actual": ("38",),
        "budget_execution_rate": ("0.98",),
        "self_evaluation_score": ("95.8",),
        "three_public_control_rate": ("0.8",),
    },
)

# the dimensions without any numbers before the headings, other verbs, yuan in one sentence
BARE_DIMENSIONS = Form(
    "bare_dimensions",
    (
        "砚州云台新区市政养护中心2023年度部门整体绩效自评结果",
        "基本情况",
        "中心2023年年初预算为6,120,000.00元，调整后预算数为612.00万元，全年支出596.70万元，其中：基本支出246.70万元，项目支出350.00万元。",
        "部门整体绩效目标完成情况",
        "运行成本指标完成情况",
        "公用经费控制率",
        "2023年公用经费预算数18.00万元，决算数17.10万元，公用经费控制率为95%。",
        "三公经费变动率",
        "2023年三公经费支出4.75万元，2022年三公经费支出5.00万元，三公经费变动率为-5%。",
        "管理效率指标完成情况",
        "预算执行率",
        "全年预算数612.00万元，全年执行数596.70万元，预算执行率达97.50%。",
        "结转结余率",
        "年末结转结余15.30万元，结转结余率为2.50%。",
    ),
    unit="砚州云台新区市政养护中心",
    year=2023,
    family="overall_performance_self_evaluation",
    money=(
        Money("budget", "total", "612", "initial"),
        Money("budget", "total", "612", "adjusted"),
        Money("expenditure", "total", "596.7"),
        Money("expenditure", "basic", "246.7"),
        Money("expenditure", "project", "350"),
        Money("budget", "basic.operating", "18", "unstated"),
        Money("expenditure", "basic.operating", "17.1"),
        Money("expenditure", "three_public", "4.75"),
        Money("expenditure", "three_public", "5", year=2022),
        Money("budget", "total", "612", "adjusted"),
        Money("expenditure", "total", "596.7"),
        Money("carryover", "total", "15.3"),
    ),
    attributes={
        "operating_control_rate": ("0.95",),
        "three_public_change_rate": ("-0.05",),
        "budget_execution_rate": ("0.975",),
        "carryover_rate": ("0.025",),
    },
)

FORMS = (BIG_TABLE, DIMENSIONS, TWO_COLUMNS, BARE_DIMENSIONS)
# the rows of dimensions are looked at one by one below
_ASPECTS = [
    param
    for param in every(FORMS)
    if not (param.values[0] in (DIMENSIONS, BARE_DIMENSIONS) and param.values[2] == "indicators")
]


@pytest.mark.parametrize(("form", "rendering", "aspect"), _ASPECTS)
def test_form(form: Form, rendering: str, aspect: str) -> None:
    verify(form, rendering, aspect)


# heading above the sentence -> what stands in it: level 1, level 2, level 3, actual, met by the report's own words
DIMENSION_ROWS = [
    ("运行成本", "公用经费控制", "公用经费控制率", "0.924", True),
    ("运行成本", "在职人员控制", "在职人员控制率", "0.9", True),
    ("管理效率", "预算编制", "预算调整率", "0.0337", False),
    ("管理效率", "预算执行", "预算执行率", "0.96", None),
    ("管理效率", "预算执行", "结转结余率", "0.04", False),
    ("管理效率", "预算执行", "政府采购执行率", "0.95", True),
]


@pytest.mark.parametrize(
    ("level1", "level2", "level3", "actual", "own_words"), DIMENSION_ROWS, ids=[row[2] for row in DIMENSION_ROWS]
)
def test_the_headings_are_the_levels(
    level1: str, level2: str, level3: str, actual: str, own_words: bool | None
) -> None:
    (only,) = read(DIMENSIONS.parts)
    (row,) = [row for row in only.indicators if row.level3 == level3]
    assert (row.level1, row.level2, plain(row.actual_value), row.met_by_own_words) == (
        level1,
        level2,
        actual,
        own_words,
    )


def test_satisfaction_is_told_from_its_target() -> None:
    (only,) = read(DIMENSIONS.parts)
    (row,) = [row for row in only.indicators if row.level3 == "服务对象满意度"]
    assert (str(row.actual_value), str(row.target_value)) == ("0.93", "0.9")
    assert [str(row.value_number) for row in only.attributes if row.attribute_code == "satisfaction_rate"][:1] == [
        "0.93"
    ]
