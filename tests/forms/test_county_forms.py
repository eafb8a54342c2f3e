"""Forms of counties under one city (domain notes, family 3): a cover, label/value pairs of plan, received, spent and left, spending in
detail, indicators; the older form of a whole department, whose line items stand in the column headers; and a prose variant.
"""

from __future__ import annotations

import pytest

from tests.forms.kit import RENDERINGS, Form, Indicator, Money, every, read, table, verify

PROJECT = "湿地生态修复"


def _matrix(project: str, plan: str, spent: str, left: str) -> tuple[Money, ...]:
    """What was received is neither a budget nor an expenditure: it is not planted."""
    return (
        Money("budget", "project", plan, "unstated", project),
        Money("expenditure", "project", spent, None, project),
        Money("carryover", "project", left, None, project),
    )


PROJECT_FORM = Form(
    "project_form",
    (
        "附件1",
        "砚州市财政支出项目绩效自评报告",
        "（2022年度）",
        "评价类型：□项目实施过程评价    ■项目完成结果评价",
        f"项目名称：{PROJECT}",
        "项目单位：砚溪县湿地管理站",
        "主管部门：砚溪县林业局",
        "评价方式：■部门（单位）绩效自评",
        "评价机构：■部门（单位）评价组  □中介机构",
        "报告日期：2023年5月18日",
        "砚溪县财政局（制）",
        "一、项目基本概况",
        table("""
        项目负责人 | 邓青禾 | < | 联系电话 | < | 0730-5550142 | < | <
        项目地址 | 砚溪县南湾镇东堤 | < | < | < | 邮编 | 414999 | <
        项目起止时间 | 2022年3月起至2022年12月止 | < | < | < | < | < | <
        计划安排资金（万元） | 186.00 | 实际到位资金（万元） | 168.30 | 实际支出（万元） | 165.40 | 结余（万元） | 2.90
        其中：中央财政 | 101.00 | 其中：中央财政 | 99.00 | 其中：中央财政 | 98.20 | 其中：中央财政 | 0.80
        省财政 | 42.00 | 省财政 | 41.80 | 省财政 | 41.50 | 省财政 | 0.30
        市财政 | 0 | 市财政 | 0 | 市财政 | 0 | 市财政 | 0
        县市区财政 | 38.00 | 县市区财政 | 23.00 | 县市区财政 | 22.10 | 县市区财政 | 0.90
        其它 | 5.00 | 其它 | 4.50 | 其它 | 3.60 | 其它 | 0.90
        """),
        "二、项目支出明细情况",
        table("""
        支出内容（经济科目） | 实际支出数（万元） | 会计凭证号 | 备注
        苗木采购 | 88.70 | 2022-0512 | 三批
        堤岸护坡 | 52.30 | 20221107 |
        监测设备 | 24.40 | 00318 |
        支出合计 | 165.40 | |
        """),
        "三、项目绩效自评情况",
        table("""
        项目绩效定性目标及实施计划完成情况 | 预期目标 | < | < | 实际完成 | <
        ^ | 恢复退化湿地，改善候鸟栖息环境 | < | < | 按期完成修复并通过验收 | <
        项目绩效定量目标（指标）及完成情况 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 实际完成值
        ^ | 项目产出指标 | 数量指标 | 修复湿地面积 | ≥120亩 | 126亩
        ^ | ^ | 质量指标 | 苗木成活率 | ≥90% | 87%
        ^ | ^ | 时效指标 | 完成时间 | 2022年12月 | 2022年11月
        ^ | 项目效益指标 | 生态效益指标 | 越冬候鸟数量 | 3.2万羽 | 3.5万羽
        ^ | ^ | 社会公众或服务对象满意度指标 | 周边村民满意度 | 85%以上 | 91%
        """),
    ),
    unit="砚溪县湿地管理站",
    year=2022,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县林业局",
    money=(*_matrix(PROJECT, "186", "165.4", "2.9"), Money("expenditure", "project", "165.4", None, PROJECT)),
    partial={
        "budget": ("101", "42", "38", "5"),
        "expenditure": ("98.2", "41.5", "22.1", "3.6", "88.7", "52.3", "24.4"),
        "carryover": ("0.8", "0.3", "0.9", "0.9"),
    },
    indicators=(
        Indicator("项目产出指标", "数量指标", "修复湿地面积", "≥120亩", "126亩"),
        Indicator("项目产出指标", "质量指标", "苗木成活率", "≥90%", "87%"),
        Indicator("项目产出指标", "时效指标", "完成时间", "2022年12月", "2022年11月"),
        Indicator("项目效益指标", "生态效益指标", "越冬候鸟数量", "3.2万羽", "3.5万羽"),
        Indicator("项目效益指标", "社会公众或服务对象满意度指标", "周边村民满意度", "≥85%", "91%"),
    ),
)

# the year only in the project's dates, label and amount in one cell, the matrix drawn with headers
HEADED_MATRIX = Form(
    "headed_matrix",
    (
        "项目支出绩效自评报告",
        "评 价 类 型： □项目实施过程评价  ☑项目完成结果评价",
        "项 目 名 称： 老旧水闸加固",
        "项 目 单 位： 砚溪县南湾河道管理所",
        "主 管 部 门： 砚溪县水利局",
        "报 告 日 期： 2022年4月6日",
        "砚溪县财政局（制）",
        "一、项目基本概况",
        table("""
        项目起止时间 | 2021年2月起至2021年11月止 | < | < | <
        资金来源 | 计划安排资金（万元） | 实际到位资金（万元） | 实际支出（万元） | 结余（万元）
        合计 | 92.50 | 92.50 | 90.12 | 2.38
        中央财政 | 60.00 | 60.00 | 59.02 | 0.98
        县市区财政 | 32.50 | 32.50 | 31.10 | 1.40
        """),
        "二、项目支出明细情况",
        "支出合计：90.12万元。",
    ),
    unit="砚溪县南湾河道管理所",
    year=2021,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县水利局",
    money=(
        *_matrix("老旧水闸加固", "92.5", "90.12", "2.38"),
        Money("expenditure", "project", "90.12", None, "老旧水闸加固"),
    ),
    partial={"budget": ("60", "32.5"), "expenditure": ("59.02", "31.1"), "carryover": ("0.98", "1.4")},
)

# the older form of a whole department: line items in the headers, the department's sum above its bodies
DEPARTMENT_FORM = Form(
    "department_form",
    (
        "部门整体支出绩效自评报告",
        "(2023年度)",
        "部门（单位）名称：砚溪县粮食和物资储备局",
        "预算编码：906017",
        "评价方式：部门（单位）绩效自评",
        "评价机构：部门（单位）评价组",
        "报告日期：2024年4月20日",
        "砚溪县财政局（制）",
        "一、部门（单位）基本概况",
        table("""
        联系人 | 白芷 | 联系电话 | 0730-5550166
        人员编制 | 34 | 实有人数 | 31
        """),
        "二、部门（单位）收支情况",
        "年度收入情况（万元）",
        table("""
        机构名称 | 收入合计 | 其中： | < | <
        ^ | ^ | 上年结转 | 公共财政拨款 | 其他收入
        局机关及二级机构汇总 | 1,386.40 | 26.40 | 1,320.00 | 40.00
        1、局机关 | 986.40 | 16.40 | 940.00 | 30.00
        2、军粮供应站 | 400.00 | 10.00 | 380.00 | 10.00
        """),
        "部门（单位）年度支出和结余情况（万元）",
        table("""
        机构名称 | 支出合计 | 其中： | < | < | < | 结余
        ^ | ^ | 基本支出 | 其中： | < | 项目支出 | 当年结余
        ^ | ^ | ^ | 人员支出 | 公用支出 | ^ | ^
        局机关及二级机构汇总 | 1,361.72 | 661.72 | 561.50 | 100.22 | 700.00 | 24.68
        1、局机关 | 968.22 | 468.22 | 398.00 | 70.22 | 500.00 | 18.18
        2、军粮供应站 | 393.50 | 193.50 | 163.50 | 30.00 | 200.00 | 6.50
        """),
        table("""
        机构名称 | 三公经费合计 | 其中： | < | <
        ^ | ^ | 公务接待费 | 公务用车运维费 | 因公出国费
        局机关及二级机构汇总 | 12.60 | 4.20 | 8.40 | 0
        1、局机关 | 9.10 | 3.10 | 6.00 | 0
        2、军粮供应站 | 3.50 | 1.10 | 2.40 | 0
        """),
    ),
    unit="砚溪县粮食和物资储备局",
    year=2023,
    family="overall_performance_self_evaluation",
    money=(
        Money("income", "fiscal_appropriation", "1320", fund="general_public_budget"),
        Money("expenditure", "total", "1361.72"),
        Money("expenditure", "basic", "661.72"),
        Money("expenditure", "basic.personnel", "561.5"),
        Money("expenditure", "basic.operating", "100.22"),
        Money("expenditure", "project", "700"),
        Money("carryover", "total", "24.68"),
        Money("expenditure", "three_public", "12.6"),
        Money("expenditure", "three_public.reception", "4.2"),
        Money("expenditure", "three_public.vehicle.operation", "8.4"),
    ),
    attributes={"staff_quota": ("34",), "staff_actual": ("31",)},
)

# prose with year-on-year changes that are no amounts of their own
PROSE = Form(
    "prose",
    (
        "砚溪县人民防空办公室2023年度部门整体支出绩效自评报告",
        "一、部门基本情况",
        "我办核定编制18名，年末在职人员17人。",
        "2023年度一般公共预算财政拨款收入412.36万元，同比增加21.40万元，增长5.47%。",
        "2023年度支出合计405.18万元，其中：基本支出285.18万元，比上年增加8.20万元；项目支出120.00万元，比上年减少16.00万元，下降11.76%。",
        "基本支出中，人员经费251.06万元，公用经费34.12万元。",
        "二、部门整体支出绩效目标",
        "确保警报鸣响率达到100%，完成疏散基地建设3处。",
        "三、绩效分析",
        "全年“三公”经费支出6.85万元，比预算数8.00万元减少1.15万元。",
    ),
    unit="砚溪县人民防空办公室",
    year=2023,
    family="overall_performance_self_evaluation",
    money=(
        Money("income", "fiscal_appropriation", "412.36", fund="general_public_budget"),
        Money("expenditure", "total", "405.18"),
        Money("expenditure", "basic", "285.18"),
        Money("expenditure", "project", "120"),
        Money("expenditure", "basic.personnel", "251.06"),
        Money("expenditure", "basic.operating", "34.12"),
        Money("expenditure", "three_public", "6.85"),
        Money("budget", "three_public", "8", "unstated"),
    ),
    attributes={"staff_quota": ("18",), "staff_actual": ("17",)},
)

FORMS = (PROJECT_FORM, HEADED_MATRIX, DEPARTMENT_FORM, PROSE)


@pytest.mark.parametrize(("form", "rendering", "aspect"), every(FORMS))
def test_form(form: Form, rendering: str, aspect: str) -> None:
    verify(form, rendering, aspect)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_voucher_numbers_postcodes_and_dates_are_no_money(rendering: str) -> None:
    texts = {claim.amount_text for report in read(PROJECT_FORM.parts, rendering) for claim in report.claims}
    assert not texts & {"2022-0512", "20221107", "00318", "0318", "318", "414999", "2022"}
    assert texts


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_what_was_received_is_neither_planned_nor_spent(rendering: str) -> None:
    texts = {claim.amount_text for report in read(PROJECT_FORM.parts, rendering) for claim in report.claims}
    assert not texts & {"168.30", "99.00", "41.80", "23.00", "4.50"}


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_a_body_of_the_department_is_not_the_department(rendering: str) -> None:
    whole = {claim.amount_text for report in read(DEPARTMENT_FORM.parts, rendering) for claim in report.claims}
    assert not whole & {"940.00", "380.00", "968.22", "393.50", "468.22", "193.50", "500.00", "200.00"}
