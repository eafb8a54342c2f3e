"""Tables laid out in other ways: items in columns, years in rows, several header rows, projects by funds, sheets with captions inside."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    BUDGET,
    BUDGET_AND_FINAL,
    CLOSING,
    FINAL,
    INCOME,
    OPENING,
    OVERALL,
    PROJECT,
    TRUE_SPANS,
    Form,
    Indicator,
    Money,
    claims_of,
    every,
    funds,
    planted,
    read,
    rows,
    short,
    table,
    verify,
)


def _overall(unit: str, year: int) -> str:
    return f"{unit}{year}年度部门整体支出绩效自评报告"


# -- line items in the columns -----------------------------------------------------------------------------------------

THREE_PUBLIC_WIDE = Form(
    "three_public_wide",
    (
        _overall("砚溪县供销合作联社", 2023),
        "2023年度“三公”经费支出情况表",
        "单位：万元",
        table("""
        预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
        合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费
        ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
        14.20 | 0 | 9.60 | 0 | 9.60 | 4.60 | 11.85 | 0 | 8.75 | 0 | 8.75 | 3.10
        """),
    ),
    unit="砚溪县供销合作联社",
    year=2023,
    family=OVERALL,
    money=rows(
        ("three_public", "14.20 11.85"),
        ("three_public.vehicle", "9.60 8.75"),
        ("three_public.vehicle.operation", "9.60 8.75"),
        ("three_public.reception", "4.60 3.10"),
        roles=BUDGET_AND_FINAL,
    ),
    renderings=TRUE_SPANS,
)

VEHICLES_SPLIT = Form(
    "vehicles_split",
    (
        _overall("砚溪县公路建设中心", 2022),
        "三公经费支出情况",
        table("""
        年度 | 三公经费合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费
        ^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^
        2021年决算数（万元） | 33.10 | 0 | 30.00 | 18.00 | 12.00 | 3.10
        2022年预算数（万元） | 16.50 | 0 | 13.00 | 0 | 13.00 | 3.50
        2022年决算数（万元） | 14.92 | 0 | 12.40 | 0 | 12.40 | 2.52
        """),
    ),
    unit="砚溪县公路建设中心",
    year=2022,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "33.10"),
            ("three_public.vehicle", "30"),
            ("three_public.vehicle.purchase", "18"),
            ("three_public.vehicle.operation", "12"),
            ("three_public.reception", "3.10"),
            roles=(("expenditure", None),),
            year=2021,
        ),
        *rows(
            ("three_public", "16.50 14.92"),
            ("three_public.vehicle", "13 12.40"),
            ("three_public.vehicle.operation", "13 12.40"),
            ("three_public.reception", "3.50 2.52"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
)

TRANSPOSED = Form(
    "transposed",
    (
        _overall("砚溪县招商服务中心", 2024),
        "二、预算执行情况",
        "单位：元",
        table("""
        指标 | 合计 | 基本支出 | 项目支出
        年初预算数 | 6,214,500.00 | 4,214,500.00 | 2,000,000.00
        全年预算数 | 6,890,312.40 | 4,390,312.40 | 2,500,000.00
        全年执行数 | 6,751,020.16 | 4,351,020.16 | 2,400,000.00
        """),
    ),
    unit="砚溪县招商服务中心",
    year=2024,
    family=OVERALL,
    money=rows(
        ("total", "6214500 6890312.40 6751020.16"),
        ("basic", "4214500 4390312.40 4351020.16"),
        ("project", "2000000 2500000 2400000"),
        unit="元",
    ),
)

BODIES_AND_WHOLE = Form(
    "bodies_and_whole",
    (
        _overall("砚溪县林业局", 2023),
        "支出情况表（万元）",
        table("""
        序号 | 单位名称 | 年初预算数 | < | 决算数 | <
        ^ | ^ | 基本支出 | 项目支出 | 基本支出 | 项目支出
        1 | 砚溪县林业局机关 | 610.00 | 200.00 | 604.10 | 198.00
        2 | 砚溪县苗圃场 | 150.00 | 96.00 | 149.20 | 95.00
        | 合计 | 760.00 | 296.00 | 753.30 | 293.00
        """),
    ),
    unit="砚溪县林业局",
    year=2023,
    family=OVERALL,
    money=rows(
        ("basic", "760 753.30"),
        ("project", "296 293"),
        roles=(("budget", "initial"), ("expenditure", None)),
    ),
)

BUDGET_TABLE = Form(
    "budget_table",
    (
        "砚溪县应急救援大队2024年部门预算",
        "2024年部门支出预算表",
        "单位：元",
        table("""
        功能分类科目 | < | 合计 | 基本支出 | 项目支出
        科目编码 | 科目名称 | ^ | ^ | ^
        224 | 灾害防治及应急管理支出 | 8,412,306.00 | 6,012,306.00 | 2,400,000.00
        208 | 社会保障和就业支出 | 702,114.52 | 702,114.52 |
        | 合计 | 9,114,420.52 | 6,714,420.52 | 2,400,000.00
        """),
    ),
    unit="砚溪县应急救援大队",
    year=2024,
    family="department_budget",
    money=rows(
        ("total", "9114420.52"),
        ("basic", "6714420.52"),
        ("project", "2400000"),
        ("total#224", "8412306"),
        ("basic#224", "6012306"),
        ("project#224", "2400000"),
        ("total#208", "702114.52"),
        ("basic#208", "702114.52"),
        roles=(("budget", "unstated"),),
        unit="元",
    ),
    renderings=TRUE_SPANS,
)

# -- years -------------------------------------------------------------------------------------------------------------

YEARS_IN_ROWS = Form(
    "years_in_rows",
    (
        _overall("砚溪县气象观测站", 2023),
        "近三年预算执行情况",
        table("""
        年度 | 年初预算数（万元） | 调整后预算数（万元） | 决算数（万元） | 执行率
        2021年 | 318.40 | 330.00 | 322.10 | 97.61%
        2022年 | 326.00 | 341.50 | 338.02 | 98.98%
        2023年 | 340.20 | 352.80 | 350.04 | 99.22%
        """),
    ),
    unit="砚溪县气象观测站",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("total", "318.40 330 322.10"), year=2021),
        *rows(("total", "326 341.50 338.02"), year=2022),
        *rows(("total", "340.20 352.80 350.04"), year=2023),
    ),
    attributes={"budget_execution_rate": ("0.9761", "0.9898", "0.9922")},
)

YEARS_IN_COLUMNS = Form(
    "years_in_columns",
    (
        _overall("砚溪县血吸虫防治站", 2023),
        "支出决算对比情况表",
        "单位：万元",
        table("""
        项目 | 2022年 | 2023年 | 增减额 | 增减率（%）
        一、基本支出 | 402.10 | 415.60 | 13.50 | 3.36
        其中：人员经费 | 358.00 | 371.20 | 13.20 | 3.69
        公用经费 | 44.10 | 44.40 | 0.30 | 0.68
        二、项目支出 | 96.00 | 88.50 | -7.50 | -7.81
        合计 | 498.10 | 504.10 | 6.00 | 1.20
        """),
    ),
    unit="砚溪县血吸虫防治站",
    year=2023,
    family=OVERALL,
    money=tuple(
        money
        for at, year in enumerate((2022, 2023))
        for money in rows(
            *(
                (line, amounts.split()[at])
                for line, amounts in (
                    ("basic", "402.10 415.60"),
                    ("basic.personnel", "358 371.20"),
                    ("basic.operating", "44.10 44.40"),
                    ("project", "96 88.50"),
                    ("total", "498.10 504.10"),
                )
            ),
            roles=(("expenditure", None),),
            year=year,
        )
    ),
)

YEARS_OVER_VERSIONS = Form(
    "years_over_versions",
    (
        _overall("砚溪县渔政站", 2023),
        "预算执行情况表",
        table("""
        支出项目（万元） | 2022年 | < | 2023年 | < | <
        ^ | 预算数 | 决算数 | 年初预算数 | 调整预算数 | 决算数
        基本支出 | 210.00 | 208.40 | 216.00 | 221.30 | 219.90
        项目支出 | 60.00 | 58.00 | 75.00 | 72.00 | 71.50
        　　增殖放流 | 40.00 | 39.00 | 50.00 | 48.00 | 47.80
        　　渔船检验 | 20.00 | 19.00 | 25.00 | 24.00 | 23.70
        合计 | 270.00 | 266.40 | 291.00 | 293.30 | 291.40
        """),
    ),
    unit="砚溪县渔政站",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("basic", "210 208.40"),
            ("project", "60 58"),
            ("project:增殖放流", "40 39"),
            ("project:渔船检验", "20 19"),
            ("total", "270 266.40"),
            roles=BUDGET_AND_FINAL,
            year=2022,
        ),
        *rows(
            ("basic", "216 221.30 219.90"),
            ("project", "75 72 71.50"),
            ("project:增殖放流", "50 48 47.80"),
            ("project:渔船检验", "25 24 23.70"),
            ("total", "291 293.30 291.40"),
        ),
    ),
    renderings=TRUE_SPANS,
)

# -- several projects in one table ---------------------------------------------------------------------------------------

PROJECT_LIST = Form(
    "project_list",
    (
        _overall("砚溪县公共就业服务中心", 2023),
        "项目支出明细表",
        "金额单位：元",
        table("""
        序号 | 项目名称 | 年初预算 | 调整预算 | 实际支出 | 执行率 | 备注
        1 | 就业见习补贴 | 1,200,000.00 | 1,350,000.00 | 1,346,200.00 | 99.72% | 按月发放
        2 | 创业孵化基地运行 | 800,000.00 | 760,000.00 | 752,031.50 | 98.95% |
        3 | 劳动力调查 | 96,500.00 | 96,500.00 | 90,000.00 | 93.26% | 跨年结算
        合计 | < | 2,096,500.00 | 2,206,500.00 | 2,188,231.50 | 99.17% |
        """),
    ),
    unit="砚溪县公共就业服务中心",
    year=2023,
    family=OVERALL,
    money=rows(
        ("project:就业见习补贴", "1200000 1350000 1346200"),
        ("project:创业孵化基地运行", "800000 760000 752031.50"),
        ("project:劳动力调查", "96500 96500 90000"),
        ("project", "2096500 2206500 2188231.50"),
        unit="元",
    ),
)


def _by_fund(project: str, fund: str, amounts: str) -> tuple[Money, ...]:
    roles = (("budget", "adjusted"), ("expenditure", None))
    return tuple(
        Money(measure, "project", amount, version, project, fund)
        for (measure, version), amount in zip(roles, amounts.split(), strict=True)
    )


PROJECTS_BY_FUND = Form(
    "projects_by_fund",
    (
        _overall("砚溪县农机推广站", 2022),
        "项目资金安排及执行情况表",
        "单位：万元",
        table("""
        项目名称 | 资金来源 | 全年预算数 | 全年执行数
        农机购置补贴 | 小计 | 180.00 | 176.40
        ^ | 中央财政资金 | 150.00 | 147.00
        ^ | 省级财政资金 | 30.00 | 29.40
        机耕道维护 | 小计 | 42.00 | 40.00
        ^ | 县级财政资金 | 42.00 | 40.00
        """),
    ),
    unit="砚溪县农机推广站",
    year=2022,
    family=OVERALL,
    money=(
        *_by_fund("农机购置补贴", "all_funds", "180 176.40"),
        *_by_fund("农机购置补贴", "central_funds", "150 147"),
        *_by_fund("农机购置补贴", "provincial_funds", "30 29.40"),
        *_by_fund("机耕道维护", "all_funds", "42 40"),
        *_by_fund("机耕道维护", "county_funds", "42 40"),
    ),
)

FUNDS_IN_COLUMNS = Form(
    "funds_in_columns",
    (
        _overall("砚溪县残疾人康复中心", 2023),
        "2023年项目支出预算表（万元）",
        table("""
        项目名称 | 实施单位 | 合计 | 一般公共预算 | 政府性基金预算 | 其他资金
        辅具适配 | 砚溪县残疾人康复中心 | 66.00 | 50.00 | 12.00 | 4.00
        康复救助 | 砚溪县残疾人康复中心 | 90.00 | 90.00 | |
        """),
    ),
    unit="砚溪县残疾人康复中心",
    year=2023,
    family=OVERALL,
    money=(
        Money("budget", "project", "66", "unstated", "辅具适配"),
        Money("budget", "project", "50", "unstated", "辅具适配", "general_public_budget"),
        Money("budget", "project", "12", "unstated", "辅具适配", "government_fund"),
        Money("budget", "project", "4", "unstated", "辅具适配", "other_funds"),
        Money("budget", "project", "90", "unstated", "康复救助"),
        Money("budget", "project", "90", "unstated", "康复救助", "general_public_budget"),
    ),
)

TWO_LABEL_COLUMNS = Form(
    "two_label_columns",
    (
        _overall("砚溪县种子管理站", 2023),
        "整体支出情况表（单位：万元）",
        table("""
        支出类别 | 支出明细 | 年初预算数 | 决算数 | 占比
        基本支出 | 人员经费 | 212.00 | 210.80 | 62.20%
        ^ | 公用经费 | 26.00 | 25.10 | 7.41%
        项目支出 | 良种展示 | 62.00 | 61.00 | 18.00%
        ^ | 种质资源普查 | 42.00 | 42.00 | 12.39%
        合计 | < | 342.00 | 338.90 | 100.00%
        """),
    ),
    unit="砚溪县种子管理站",
    year=2023,
    family=OVERALL,
    money=rows(
        ("basic.personnel", "212 210.80"),
        ("basic.operating", "26 25.10"),
        ("project:良种展示", "62 61"),
        ("project:种质资源普查", "42 42"),
        ("total", "342 338.90"),
        roles=(("budget", "initial"), ("expenditure", None)),
    ),
)

# -- amounts, units, shares ----------------------------------------------------------------------------------------------

SHARES = Form(
    "shares",
    (
        _overall("砚溪县地方海事处", 2022),
        "2022年度支出决算构成表",
        table("""
        序号 | 支出项目 | 金额（万元） | 占比（%）
        1 | 基本支出 | 286.40 | 74.58
        2 | 项目支出 | 97.60 | 25.42
        3 | 合计 | 384.00 | 100.00
        """),
    ),
    unit="砚溪县地方海事处",
    year=2022,
    family=OVERALL,
    money=rows(("basic", "286.40"), ("project", "97.60"), ("total", "384"), roles=(("expenditure", None),)),
)

UNIT_COLUMN = Form(
    "unit_column",
    (
        _overall("砚溪县文物保护中心", 2023),
        "基础数据表",
        table("""
        项目 | 计量单位 | 2023年预算数 | 2023年决算数
        基本支出 | 万元 | 164.00 | 162.35
        公用经费 | 元 | 214,000.00 | 208,615.30
        项目支出 | 万元 | 88.00 | 86.40
        """),
    ),
    unit="砚溪县文物保护中心",
    year=2023,
    family=OVERALL,
    money=(
        *rows(("basic", "164 162.35"), ("project", "88 86.40"), roles=BUDGET_AND_FINAL),
        *rows(("basic.operating", "214000 208615.30"), roles=BUDGET_AND_FINAL, unit="元"),
    ),
)

# -- captions inside the table -------------------------------------------------------------------------------------------

SHEET = Form(
    "sheet",
    (
        _overall("砚溪县水文勘测队", 2023),
        table("""
        2023年度整体支出绩效评价基础数据表 | < | < | < | <
        编制单位：砚溪县水文勘测队 | < | | | 单位：万元
        经费控制情况 | 2022年决算数 | 2023年预算数 | | 2023年决算数
        三公经费 | 5.20 | 5.00 | | 4.10
        公务接待 | 5.20 | 5.00 | | 4.10
        公用经费 | 31.00 | 33.00 | | 32.15
        | | | |
        项目支出情况表 | < | < | < | <
        单位：元 | < | < | < | <
        项目名称 | 年初预算数 | | 全年执行数 |
        测站改造 | 1,450,000.00 | | 1,421,500.00 |
        水质监测 | 320,000.00 | | 318,000.00 |
        合计 | 1,770,000.00 | | 1,739,500.00 |
        注：测站改造含上年结转12.00万元。 | < | < | < | <
        填表人： | 廖知秋 | 联系电话： | 0730-5550188 |
        """),
    ),
    unit="砚溪县水文勘测队",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "5.20"),
            ("three_public.reception", "5.20"),
            ("basic.operating", "31"),
            roles=(("expenditure", None),),
            year=2022,
        ),
        *rows(
            ("three_public", "5 4.10"),
            ("three_public.reception", "5 4.10"),
            ("basic.operating", "33 32.15"),
            roles=BUDGET_AND_FINAL,
        ),
        *rows(
            ("project:测站改造", "1450000 1421500"),
            ("project:水质监测", "320000 318000"),
            ("project", "1770000 1739500"),
            roles=(("budget", "initial"), ("expenditure", None)),
            unit="元",
        ),
    ),
)

_STACKED = """
支出项目（万元） | 决算数 | < | 预算数
^ | 2022年 | 2023年 | 2023年
"""
BROKEN_OVER_PAGES = Form(
    "broken_over_pages",
    (
        _overall("砚溪县老年大学", 2023),
        "基础数据表",
        table(_STACKED + "三公经费 | 2.10 | 1.86 | 2.00\n公用经费 | 18.40 | 18.02 | 19.00\n", page_no=2),
        table(_STACKED + "项目支出 | 64.00 | 70.15 | 72.00\n　　书画班 | 24.00 | 26.15 | 27.00\n", page_no=3),
        table("　　合唱团 | 40.00 | 44.00 | 45.00\n政府采购金额 | 9.00 | 8.80 | 10.00\n", page_no=4),
    ),
    unit="砚溪县老年大学",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "2.10"),
            ("basic.operating", "18.40"),
            ("project", "64"),
            ("project:书画班", "24"),
            ("project:合唱团", "40"),
            ("procurement", "9"),
            roles=(("expenditure", None),),
            year=2022,
        ),
        *rows(
            ("three_public", "2 1.86"),
            ("basic.operating", "19 18.02"),
            ("project", "72 70.15"),
            ("project:书画班", "27 26.15"),
            ("project:合唱团", "45 44"),
            ("procurement", "10 8.80"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
    renderings=TRUE_SPANS,
)

# -- self-evaluation forms of other places -------------------------------------------------------------------------------

MID_TERM = Form(
    "mid_term",
    (
        "项目支出绩效目标申报表",
        "（2024年度）",
        table("""
        项目名称 | 智慧图书馆建设 | < | < | <
        主管部门 | 砚溪县文化旅游局 | 实施单位 | 砚溪县少年儿童图书馆 | <
        资金情况⏎（万元） | 中期资金总额： | 360.00 | 年度资金总额： | 120.00
        ^ | 其中：财政拨款 | 300.00 | 其中：财政拨款 | 100.00
        ^ | 其他资金 | 60.00 | 其他资金 | 20.00
        """),
    ),
    unit="砚溪县少年儿童图书馆",
    year=2024,
    family="performance_target",
    supervising_unit="砚溪县文化旅游局",
    money=(
        Money("budget", "project", "120", "unstated", "智慧图书馆建设"),
        Money("budget", "project", "100", "unstated", "智慧图书馆建设", "fiscal_appropriation"),
        Money("budget", "project", "20", "unstated", "智慧图书馆建设", "other_funds"),
    ),
)

LEVELS_OF_FUNDS = Form(
    "levels_of_funds",
    (
        "2022年度省级专项资金项目支出绩效自评表",
        table("""
        专项资金名称 | 乡村振兴衔接补助 | < | < | < | < | <
        省级主管部门 | 南江省乡村振兴局 | < | 实施单位 | 砚溪县乡村振兴服务中心 | < | <
        项目资金（万元） | < | 全年预算数（A） | 全年执行数（B） | 分值（10分） | 执行率（B/A） | 得分
        ^ | 年度资金总额： | 1,860.00 | 1,822.80 | 10 | 98.00% | 9.80
        ^ | 其中：中央财政资金 | 900.00 | 890.00 | — | 98.89% | —
        ^ | 省级财政资金 | 700.00 | 682.80 | — | 97.54% | —
        ^ | 市县财政资金 | 200.00 | 190.00 | — | 95.00% | —
        ^ | 其他资金 | 60.00 | 60.00 | — | 100.00% | —
        """),
    ),
    unit="砚溪县乡村振兴服务中心",
    year=2022,
    family=PROJECT,
    supervising_unit="南江省乡村振兴局",
    money=tuple(
        Money(measure, "project", amount, version, "乡村振兴衔接补助", fund)
        for fund, amounts in (
            ("all_funds", "1860 1822.80"),
            ("central_funds", "900 890"),
            ("provincial_funds", "700 682.80"),
            ("other_funds", "60 60"),
        )
        for (measure, version), amount in zip(
            (("budget", "adjusted"), ("expenditure", None)), amounts.split(), strict=True
        )
    ),
    partial={"budget": ("200",), "expenditure": ("190",)},
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
    },
)

TASKS = Form(
    "tasks",
    (
        "2023年度部门整体支出绩效自评表",
        table("""
        部门名称 | 砚溪县交通运输局 | < | < | < | < | <
        年度主要任务 | 任务名称 | 完成情况 | 预算数（万元） | < | 执行数（万元） | <
        ^ | ^ | ^ | 总额 | 其中：财政拨款 | 总额 | 其中：财政拨款
        ^ | 农村公路养护 | 已完成 | 820.00 | 800.00 | 815.00 | 796.00
        ^ | 客运站改造 | 进行中 | 260.00 | 260.00 | 190.00 | 190.00
        ^ | 金额合计 | < | 1,080.00 | 1,060.00 | 1,005.00 | 986.00
        """),
    ),
    unit="砚溪县交通运输局",
    year=2023,
    family=OVERALL,
    money=(
        Money("budget", "total", "1080", "unstated"),
        Money("budget", "total", "1060", "unstated", fund="fiscal_appropriation"),
        Money("expenditure", "total", "1005"),
        Money("expenditure", "total", "986", fund="fiscal_appropriation"),
    ),
    partial={"budget": ("820", "800", "260", "260"), "expenditure": ("815", "796", "190", "190")},
    renderings=TRUE_SPANS,
)

BLOCKS_OF_GOALS = Form(
    "blocks_of_goals",
    (
        "2023年度砚溪县知识产权服务中心整体绩效自评表",
        table("""
        单位名称 | 砚溪县知识产权服务中心 | < | < | < | <
        基本支出总额 | 240.00万元 | < | 项目支出总额 | 75.50万元 | <
        预算执行情况（万元）（20分） | | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分*执行率）
        ^ | 部门整体支出总额 | 320.00 | 315.50 | 98.59% | 19.7
        年度目标1（40分） | 提高专利授权量 | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分
        产出指标 | 数量指标 | 专利授权 | ≥120件 | 133件 | 20
        ^ | 质量指标 | 授权合格率 | 100% | 100% | 20
        年度目标2（40分） | 优化服务 | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分
        效益指标 | 社会效益指标 | 服务企业 | 60家 | 58家 | 19
        满意度指标 | 服务对象满意度指标 | 企业满意度 | ≥95% | 96% | 20
        总分 | 98.7 | < | < | < | <
        偏差大或目标未完成原因分析 | 两家企业迁出。 | < | < | < | <
        """),
    ),
    unit="砚溪县知识产权服务中心",
    year=2023,
    family=OVERALL,
    money=(
        Money("expenditure", "basic", "240"),
        Money("expenditure", "project", "75.5"),
        Money("budget", "total", "320", "unstated"),
        Money("expenditure", "total", "315.5"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "专利授权", "≥120件", "133件", None, "20"),
        Indicator("产出指标", "质量指标", "授权合格率", "100%", "100%", None, "20"),
        Indicator("效益指标", "社会效益指标", "服务企业", "60家", "58家", None, "19"),
        Indicator("满意度指标", "服务对象满意度指标", "企业满意度", "≥95%", "96%", None, "20"),
    ),
    attributes={
        "budget_execution_rate": ("0.9859",),
        "budget_execution_score": ("19.7",),
        "self_evaluation_score": ("98.7",),
    },
)

TWO_ROW_INDICATORS = Form(
    "two_row_indicators",
    (
        "2023年度砚溪县殡葬管理所部门整体支出绩效自评表",
        table("""
        绩效指标 | < | < | 指标值 | < | 分值 | 得分 | 评分标准 | 数据来源
        一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | ^ | ^ | ^ | ^
        产出指标 | 数量指标 | 公墓养护面积 | ≥45亩 | 46亩 | 20 | 20 | 每少1亩扣2分 | 台账
        ^ | 时效指标 | 火化及时率 | 100% | 99% | 20 | 19 | 每低1%扣1分 | 系统
        效益指标 | 社会效益指标 | 惠民减免人数 | 600人 | 612人 | 30 | 30 | 达到得满分 | 名册
        满意度指标 | 满意度指标 | 家属满意度 | ≥92% | 95% | 20 | 20 | | 问卷
        总分 | < | < | < | < | 90 | 89 | |
        """),
    ),
    unit="砚溪县殡葬管理所",
    year=2023,
    family=OVERALL,
    indicators=(
        Indicator("产出指标", "数量指标", "公墓养护面积", "≥45亩", "46亩", "20", "20"),
        Indicator("产出指标", "时效指标", "火化及时率", "100%", "99%", "20", "19"),
        Indicator("效益指标", "社会效益指标", "惠民减免人数", "600人", "612人", "30", "30"),
        Indicator("满意度指标", "满意度指标", "家属满意度", "≥92%", "95%", "20", "20"),
    ),
    attributes={"self_evaluation_weight_total": ("90",), "self_evaluation_score": ("89",)},
)

RATES_OF_PARTS = Form(
    "rates_of_parts",
    (
        "2024年度部门整体绩效自评表",
        table("""
        部门（单位）名称 | 砚溪县计量检定所 | < | < | < | < | <
        部门预算执行情况（万元） | 资金来源 | 年初预算数 | 全年预算数 | 实际支出数 | 执行率（%） | 结转结余
        ^ | 合计 | 268.00 | 281.60 | 276.00 | 98.01 | 5.60
        ^ | 1.一般公共预算财政拨款 | 260.00 | 270.00 | 265.00 | 98.15 | 5.00
        ^ | 2.政府性基金 | | | | |
        ^ | 3.单位资金 | 8.00 | 11.60 | 11.00 | 94.83 | 0.60
        ^ | 其中：基本支出 | 208.00 | 215.60 | 214.00 | 99.26 | 1.60
        ^ | 项目支出 | 60.00 | 66.00 | 62.00 | 93.94 | 4.00
        """),
    ),
    unit="砚溪县计量检定所",
    year=2024,
    family=OVERALL,
    money=(
        *funds(
            None,
            2024,
            all_funds=("268", "281.60", "276"),
            general_public_budget=("260", "270", "265"),
            other_funds=("8", "11.60", "11"),
        ),
        *rows(("basic", "208 215.60 214"), ("project", "60 66 62")),
        Money("carryover", "total", "5.6"),
        Money("carryover", "total", "5", fund="general_public_budget"),
        Money("carryover", "total", "0.6", fund="other_funds"),
        Money("carryover", "basic", "1.6"),
        Money("carryover", "project", "4"),
    ),
    attributes={"budget_execution_rate": ("0.9801",)},
)

STAFF_IN_PARTS = Form(
    "staff_in_parts",
    (
        _overall("砚溪县城市供水管理处", 2023),
        "基础数据表",
        table("""
        人员情况 | 编制人数 | 年末在职人数 | 控制率
        ^ | 36 | 38 | 105.56%
        经费情况（单位：万元） | 2023年预算数 | 2023年决算数 | 2022年决算数
        1.人员经费 | 402.00 | 401.20 | 390.00
        2.公用经费 | 51.00 | 50.10 | 50.60
        其中：会议费、培训费 | 1.20 | 0.90 | 1.10
        3.机关运行经费 | 51.00 | 50.10 | 50.60
        4.其他收入 | 7.00 | 6.00 | 5.00
        """),
    ),
    unit="砚溪县城市供水管理处",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("basic.personnel", "402 401.20"),
            ("basic.operating", "51 50.10"),
            ("basic.operating.meeting_training", "1.20 0.90"),
            roles=BUDGET_AND_FINAL,
        ),
        *rows(
            ("basic.personnel", "390"),
            ("basic.operating", "50.60"),
            ("basic.operating.meeting_training", "1.10"),
            roles=(("expenditure", None),),
            year=2022,
        ),
    ),
    partial={"budget": ("51", "7"), "expenditure": ("50.10", "6", "50.60", "5")},
    attributes={"staff_quota": ("36",), "staff_actual": ("38",), "staff_control_rate": ("1.0556",)},
)

STAFF_BY_CLASS = Form(
    "staff_by_class",
    (
        _overall("砚溪县渡口管理所", 2023),
        "人员及收支情况",
        table("""
        人员类别 | 编制数 | 实有人数
        行政 | 6 | 5
        事业 | 18 | 17
        合计 | 24 | 22
        收入项目（万元） | 2023年预算数 | 2023年决算数
        财政拨款收入 | 310.00 | 312.40
        事业收入 | 12.00 | 9.60
        合计 | 322.00 | 322.00
        支出项目（万元） | 2023年预算数 | 2023年决算数
        基本支出 | 262.00 | 261.15
        项目支出 | 60.00 | 58.00
        合计 | 322.00 | 319.15
        """),
    ),
    unit="砚溪县渡口管理所",
    year=2023,
    family=OVERALL,
    money=(
        Money("income", "fiscal_appropriation", "312.40"),
        *rows(("basic", "262 261.15"), ("project", "60 58"), ("total", "322 319.15"), roles=BUDGET_AND_FINAL),
    ),
    attributes={"staff_quota": ("24",), "staff_actual": ("22",)},
)

OF_LAST_YEAR = Form(
    "of_last_year",
    (
        _overall("砚溪县蚕桑技术站", 2022),
        "支出情况表（单位：万元）",
        table("""
        项目 | 上年数 | 本年预算数 | 本年执行数 | 完成预算（%） | 比上年增减（%）
        基本支出 | 118.00 | 120.00 | 119.20 | 99.33 | 1.02
        项目支出 | 45.00 | 40.00 | 38.80 | 97.00 | -13.78
        其中：桑园改造 | 25.00 | 22.00 | 21.00 | 95.45 | -16.00
        蚕病防治 | 20.00 | 18.00 | 17.80 | 98.89 | -11.00
        固定资产（截至年末） | 640.00 | | 655.20 | | 2.38
        """),
    ),
    unit="砚溪县蚕桑技术站",
    year=2022,
    family=OVERALL,
    money=(
        *rows(
            ("basic", "118"),
            ("project", "45"),
            ("project:桑园改造", "25"),
            ("project:蚕病防治", "20"),
            roles=(("expenditure", None),),
            year=2021,
        ),
        *rows(
            ("basic", "120 119.20"),
            ("project", "40 38.80"),
            ("project:桑园改造", "22 21"),
            ("project:蚕病防治", "18 17.80"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
    partial={"expenditure": ("640", "655.20")},
)

TWO_SIDES = Form(
    "two_sides",
    (
        "砚溪县教师进修学校2023年度部门决算",
        "收入支出决算总表",
        "部门：砚溪县教师进修学校                                            单位：万元",
        table("""
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        一、一般公共预算财政拨款收入 | 610.00 | 一、教育支出 | 585.40
        二、事业收入 | 14.00 | 二、住房保障支出 | 32.60
        本年收入合计 | 624.00 | 本年支出合计 | 618.00
        年初结转和结余 | 6.20 | 年末结转和结余 | 12.20
        总计 | 630.20 | 总计 | 630.20
        """),
    ),
    unit="砚溪县教师进修学校",
    year=2023,
    family="final_accounts",
    money=(
        *rows(
            ("total#205", "585.40"), ("total#221", "32.60"), ("total", "618"), ("grand_total", "630.20"), roles=FINAL
        ),
        *rows(("fiscal_appropriation@general_public_budget", "610"), ("undertaking_income", "14"), roles=INCOME),
        *rows(("total", "624"), ("grand_total", "630.20"), roles=INCOME),
        *rows(("total", "6.20"), roles=OPENING),
        *rows(("total", "12.20"), roles=CLOSING),
    ),
    renderings=TRUE_SPANS,
)

CLASSES = Form(
    "classes",
    (
        "砚溪县体育中学2024年部门预算",
        "2024年部门一般公共预算基本支出预算表",
        "单位：元",
        table("""
        经济分类科目编码 | < | 科目名称 | 合计 | 人员经费 | 公用经费
        类 | 款 | ^ | ^ | ^ | ^
        301 | | 工资福利支出 | 4,310,200.00 | 4,310,200.00 |
        302 | | 商品和服务支出 | 402,000.00 | | 402,000.00
        302 | 01 | 办公费 | 96,000.00 | | 96,000.00
        合计 | < | < | 4,712,200.00 | 4,310,200.00 | 402,000.00
        """),
    ),
    unit="砚溪县体育中学",
    year=2024,
    family="department_budget",
    money=rows(
        *(
            (f"{line}@general_public_budget", amount)
            for line, amount in (
                ("basic", "4712200"),
                ("basic.personnel", "4310200"),
                ("basic.operating", "402000"),
                ("basic#301", "4310200"),
                ("basic.personnel#301", "4310200"),
                ("basic#302", "402000"),
                ("basic.operating#302", "402000"),
                ("basic#30201", "96000"),
                ("basic.operating#30201", "96000"),
            )
        ),
        roles=BUDGET,
        unit="元",
    ),
    renderings=TRUE_SPANS,
)

FORMS = (
    THREE_PUBLIC_WIDE,
    VEHICLES_SPLIT,
    TRANSPOSED,
    BODIES_AND_WHOLE,
    BUDGET_TABLE,
    YEARS_IN_ROWS,
    YEARS_IN_COLUMNS,
    YEARS_OVER_VERSIONS,
    PROJECT_LIST,
    PROJECTS_BY_FUND,
    FUNDS_IN_COLUMNS,
    TWO_LABEL_COLUMNS,
    SHARES,
    UNIT_COLUMN,
    SHEET,
    BROKEN_OVER_PAGES,
    MID_TERM,
    LEVELS_OF_FUNDS,
    TASKS,
    BLOCKS_OF_GOALS,
    TWO_ROW_INDICATORS,
    RATES_OF_PARTS,
    STAFF_IN_PARTS,
    STAFF_BY_CLASS,
    OF_LAST_YEAR,
    TWO_SIDES,
    CLASSES,
)


@pytest.mark.parametrize(("form", "rendering", "aspect"), every(FORMS))
def test_form(form: Form, rendering: str, aspect: str) -> None:
    verify(form, rendering, aspect)


@pytest.mark.parametrize("rendering", ["text", "rough"])
@pytest.mark.parametrize("form", [form for form in FORMS if "text" not in form.renderings], ids=lambda form: form.name)
def test_what_flattening_lost_is_never_guessed_wrong(form: Form, rendering: str) -> None:
    partly = {amount for amounts in form.partial.values() for amount in amounts}
    found = {
        short(claim) for claim in claims_of(read(form.parts, rendering)) if claim.amount_text.strip() not in partly
    }
    assert found <= set(planted(form.money, form.year))


@pytest.mark.parametrize("rendering", ["text", "cells"])
def test_a_rate_beside_a_years_row_is_that_years(rendering: str) -> None:
    found = {
        (row.stated_fiscal_year, row.value_text)
        for report in read(YEARS_IN_ROWS.parts, rendering)
        for row in report.attributes
        if row.attribute_code == "budget_execution_rate"
    }
    assert found == {(2021, "97.61%"), (2022, "98.98%"), (2023, "99.22%")}
