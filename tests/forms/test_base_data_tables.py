"""Staff, three-public expenses, procurement and assets in forms of a whole body."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    ADJUSTED_AND_FINAL,
    BUDGET_AND_FINAL,
    FINAL,
    OVERALL,
    TRUE_SPANS,
    Form,
    Money,
    rows,
    table,
    verify_whole,
    whole,
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

# vehicles have quotas too
VEHICLES = Form(
    "vehicles",
    (
        "云岭市生态环境局2023年度部门整体支出绩效自评报告",
        "一、部门基本情况",
        "2023年末编制数为48人，实有人数46人。",
        "公务用车情况表",
        table("""
        车辆类型 | 编制数 | 实有数 | 本年购置数 | 本年报废数
        执法执勤用车 | 6 | 5 | 0 | 1
        应急保障用车 | 2 | 2 | 0 | 0
        合计 | 8 | 7 | 0 | 1
        """),
    ),
    unit="云岭市生态环境局",
    year=2023,
    family=OVERALL,
    attributes={"staff_quota": ("48",), "staff_actual": ("46",)},
)

# each body's staff, and the sum
BODIES_STAFF = Form(
    "bodies_staff",
    (
        "云岭市水务局2024年度部门整体支出绩效自评报告",
        "人员编制情况",
        table("""
        序号 | 单位名称 | 编制数 | 年末实有人数
        1 | 云岭市水务局机关 | 24 | 22
        2 | 云岭市排水管理处 | 60 | 57
        3 | 云岭市河道管理所 | 18 | 18
        | 合计 | 102 | 97
        """),
        "二、预算执行情况（单位：元）",
        table("""
        项目 | 全年预算数 | 全年执行数
        基本支出 | 16,204,300.00 | 16,190,118.72
        项目支出 | 42,600,000.00 | 41,033,560.00
        """),
    ),
    unit="云岭市水务局",
    year=2024,
    family=OVERALL,
    money=rows(
        ("basic", "16204300 16190118.72"), ("project", "42600000 41033560"), roles=ADJUSTED_AND_FINAL, unit="元"
    ),
    attributes={"staff_quota": ("102",), "staff_actual": ("97",)},
)

# purchases by how they are bought and what of: planned and done
PURCHASE_WAYS = Form(
    "purchase_ways",
    (
        "云岭市卫生监督所2024年度部门整体支出绩效自评报告",
        "政府采购执行情况表",
        "单位：万元",
        table("""
        采购类别 | 采购预算金额 | 实际采购金额 | 采购执行率
        货物类 | 36.00 | 34.20 | 95%
        服务类 | 18.50 | 18.50 | 100%
        合计 | 54.50 | 52.70 | 96.7%
        """),
    ),
    unit="云岭市卫生监督所",
    year=2024,
    family=OVERALL,
    money=rows(("procurement", "54.50 52.70"), roles=BUDGET_AND_FINAL),
    partial={"budget": ("36", "18.50"), "expenditure": ("34.20", "18.50")},
)

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

# buildings below the money: their figures are none of it
BUILDINGS = Form(
    "buildings",
    (
        "红岩县人民武装部2023年度部门整体支出绩效自评报告",
        "2023年度部门整体支出绩效评价基础数据表",
        table("""
        财政供养人员情况（人） | 编制数 | 2023年实际在职人数 | 控制率 | | |
        | 9 | 8 | 88.89% | | |
        经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 | | |
        三公经费 | 6.40 | 6.00 | 5.12 | | |
        项目支出： | 88.00 | 92.00 | 90.35 | | |
        　1、征兵工作经费 | 40.00 | 42.00 | 41.20 | | |
        　2、民兵训练 | 48.00 | 50.00 | 49.15 | | |
        公用经费 | 11.20 | 12.00 | 11.64 | | |
        楼堂馆所控制情况（2023年完工项目） | 批复规模（㎡） | 实际规模（㎡） | 规模控制率 | 预算投资（万元） | 实际投资（万元） | 投资概算控制率
        | 1200 | 1180 | 98.33% | 360.00 | 352.10 | 97.81%
        厉行节约保障措施 | 从严审批 | | | | |
        """),
    ),
    unit="红岩县人民武装部",
    year=2023,
    family=OVERALL,
    money=(
        *rows(
            ("three_public", "6.40"),
            ("project", "88"),
            ("project:征兵工作经费", "40"),
            ("project:民兵训练", "48"),
            ("basic.operating", "11.20"),
            roles=FINAL,
            year=2022,
        ),
        *rows(
            ("three_public", "6 5.12"),
            ("project", "92 90.35"),
            ("project:征兵工作经费", "42 41.20"),
            ("project:民兵训练", "50 49.15"),
            ("basic.operating", "12 11.64"),
            roles=BUDGET_AND_FINAL,
        ),
    ),
    attributes={"staff_quota": ("9",), "staff_actual": ("8",), "staff_control_rate": ("0.8889",)},
)

# three-public spending by body: the whole is the last row
THREE_PUBLIC_BODIES = Form(
    "three_public_bodies",
    (
        "金沙县卫生健康局2024年度部门整体支出绩效自评报告",
        "“三公”经费支出情况表",
        "单位：万元",
        table("""
        单位 | 三公经费合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费
        局机关 | 4.80 | 0 | 3.60 | 1.20
        县疾控中心 | 9.20 | 0 | 8.90 | 0.30
        总计 | 14.00 | 0 | 12.50 | 1.50
        """),
    ),
    unit="金沙县卫生健康局",
    year=2024,
    family=OVERALL,
    money=rows(
        ("three_public", "14"),
        ("three_public.vehicle.operation", "12.50"),
        ("three_public.reception", "1.50"),
        roles=FINAL,
    ),
)

# arrears and debts: money, but none of ours
DEBTS = Form(
    "debts",
    (
        "金沙县人民医院2023年度部门整体支出绩效自评报告",
        "资产负债情况表（单位：万元）",
        table("""
        项目 | 年初数 | 年末数
        资产总计 | 18,204.00 | 19,016.55
        其中：货币资金 | 2,103.40 | 1,988.12
        固定资产净值 | 12,880.00 | 13,604.20
        负债合计 | 6,120.00 | 6,433.08
        净资产合计 | 12,084.00 | 12,583.47
        """),
        "二、支出情况",
        "2023年支出决算总额为16,402.18万元，其中：基本支出11,860.00万元，项目支出4,542.18万元。",
    ),
    unit="金沙县人民医院",
    year=2023,
    family=OVERALL,
    money=rows(("total", "16402.18"), ("basic", "11860"), ("project", "4542.18"), roles=FINAL),
)

FORMS = (
    PROCUREMENT,
    ASSETS,
    YEARS_IN_WORDS,
    YEARS_DOWN,
    ITEMS_BY_YEARS,
    STAFF_ACROSS,
    BASE_IN_YUAN,
    STAFF_PAIRS,
    VEHICLES,
    BODIES_STAFF,
    PURCHASE_WAYS,
    UNITS_BESIDE,
    LINES_OF_ALL_KINDS,
    CARD,
    BUILDINGS,
    THREE_PUBLIC_BODIES,
    DEBTS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
