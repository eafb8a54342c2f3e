"""Tables of final accounts and of departments' budgets, as counties set them."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    BUDGET,
    BUDGET_AND_FINAL,
    CLOSING,
    FINAL,
    INCOME,
    INCOME_BUDGET,
    OPENING,
    TRUE_SPANS,
    Form,
    Indicator,
    rows,
    table,
    verify_whole,
    whole,
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
    money=(
        *rows(("fiscal_appropriation@general_public_budget", "512.36"), ("other_income", "3.07"), roles=INCOME),
        *rows(("total", "515.43"), ("grand_total", "523.45"), roles=INCOME),
        *rows(("total#207", "468.11"), ("total#221", "31.45"), ("total", "499.56"), roles=FINAL),
        *rows(("grand_total", "523.45"), roles=FINAL),
        *rows(("total", "8.02"), roles=OPENING),
        *rows(("total", "23.89"), roles=CLOSING),
    ),
    renderings=TRUE_SPANS,
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
        ("three_public@fiscal_appropriation", "26.80 24.35"),
        ("three_public.vehicle@fiscal_appropriation", "24 23.21"),
        ("three_public.vehicle.purchase@fiscal_appropriation", "18 17.86"),
        ("three_public.vehicle.operation@fiscal_appropriation", "6 5.35"),
        ("three_public.reception@fiscal_appropriation", "2.80 1.14"),
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
    money=rows(
        ("total", "9412380.16"),
        ("basic", "6950114.02"),
        ("project", "2462266.14"),
        ("total#204", "8213077.16"),
        ("basic#204", "5750811.02"),
        ("project#204", "2462266.14"),
        ("total#20406", "8213077.16"),
        ("basic#20406", "5750811.02"),
        ("project#20406", "2462266.14"),
        ("total#2040604", "318400.00"),
        ("project#2040604", "318400.00"),
        ("total#208", "1199303.00"),
        ("basic#208", "1199303.00"),
        roles=FINAL,
        unit="元",
    ),
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
    money=(
        *rows(("fiscal_appropriation@general_public_budget", "385.20"), roles=INCOME_BUDGET),
        *rows(("undertaking_income", "30"), ("total", "415.20"), ("grand_total", "421.20"), roles=INCOME_BUDGET),
        *rows(("total#205", "351"), ("total#208", "28.40"), ("total#221", "35.80"), roles=BUDGET),
        *rows(("total", "415.20"), ("grand_total", "421.20"), roles=BUDGET),
        *rows(("total", "6"), roles=OPENING),
        *rows(("total", "6"), roles=CLOSING),
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

# income by source across
INCOME_BY_SOURCE = Form(
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
    money=rows(
        ("total", "8214.33"),
        ("fiscal_appropriation", "1102.50"),
        ("undertaking_income", "6980.12"),
        ("other_income", "131.71"),
        ("total#210", "8030.21"),
        ("fiscal_appropriation#210", "918.38"),
        ("undertaking_income#210", "6980.12"),
        ("other_income#210", "131.71"),
        ("total#221", "184.12"),
        ("fiscal_appropriation#221", "184.12"),
        roles=INCOME,
    ),
    renderings=TRUE_SPANS,
)

# the sum first, what it is made of below
SUM_FIRST = Form(
    "sum_first",
    (
        "青溪县审计局2024年部门预算",
        "一般公共预算“三公”经费支出表",
        "单位：万元",
        table("""
        项目 | 2023年预算数 | 2024年预算数 | 增减变化
        合计 | 12.40 | 11.60 | -0.80
        1、因公出国（境）费 | 0 | 0 | 0
        2、公务接待费 | 5.40 | 4.60 | -0.80
        3、公务用车费 | 7.00 | 7.00 | 0
        其中：（1）公务用车运行维护费 | 7.00 | 7.00 | 0
        （2）公务用车购置费 | 0 | 0 | 0
        """),
    ),
    unit="青溪县审计局",
    year=2024,
    family="department_budget",
    money=(
        *rows(
            ("three_public@general_public_budget", "12.40"),
            ("three_public.reception@general_public_budget", "5.40"),
            ("three_public.vehicle@general_public_budget", "7"),
            ("three_public.vehicle.operation@general_public_budget", "7"),
            roles=BUDGET,
            year=2023,
        ),
        *rows(
            ("three_public@general_public_budget", "11.60"),
            ("three_public.reception@general_public_budget", "4.60"),
            ("three_public.vehicle@general_public_budget", "7"),
            ("three_public.vehicle.operation@general_public_budget", "7"),
            roles=BUDGET,
        ),
    ),
)

# spending of appropriated money by fund across
FUNDS_ACROSS = Form(
    "funds_across",
    (
        "青溪县应急管理局2023年度部门决算",
        "财政拨款支出决算表",
        "单位：万元",
        table("""
        项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
        基本支出 | 611.20 | 611.20 | |
        项目支出 | 309.80 | 285.80 | 24.00 |
        合计 | 921.00 | 897.00 | 24.00 |
        """),
    ),
    unit="青溪县应急管理局",
    year=2023,
    family="final_accounts",
    money=rows(
        ("basic", "611.20"),
        ("basic@general_public_budget", "611.20"),
        ("project", "309.80"),
        ("project@general_public_budget", "285.80"),
        ("project@government_fund", "24"),
        ("total", "921"),
        ("total@general_public_budget", "897"),
        ("total@government_fund", "24"),
        roles=FINAL,
    ),
)

# appropriated money by source on the one side, by class and fund on the other
APPROPRIATED = Form(
    "appropriated",
    (
        "云岭市信访局2022年度部门决算",
        "财政拨款收入支出决算总表",
        "公开04表",
        "金额单位：万元",
        table("""
        收入 | < | < | 支出 | < | < | < | <
        项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
        栏次 | | 1 | 栏次 | | 2 | 3 | 4
        一、一般公共预算财政拨款 | 1 | 386.11 | 一、一般公共服务支出 | 33 | 341.02 | 341.02 |
        二、政府性基金预算财政拨款 | 2 | 12.00 | 二、城乡社区支出 | 43 | 12.00 | | 12.00
        本年收入合计 | 27 | 398.11 | 本年支出合计 | 59 | 353.02 | 341.02 | 12.00
        总计 | 32 | 398.11 | 总计 | 64 | 398.11 | 386.11 | 12.00
        """),
    ),
    unit="云岭市信访局",
    year=2022,
    family="final_accounts",
    money=(
        *rows(
            ("fiscal_appropriation@general_public_budget", "386.11"),
            ("fiscal_appropriation@government_fund", "12"),
            ("fiscal_appropriation@fiscal_appropriation", "398.11"),
            ("grand_total@fiscal_appropriation", "398.11"),
            roles=INCOME,
        ),
        *rows(
            ("total#201@fiscal_appropriation", "341.02"),
            ("total#201@general_public_budget", "341.02"),
            ("total#212@fiscal_appropriation", "12"),
            ("total#212@government_fund", "12"),
            ("total@fiscal_appropriation", "353.02"),
            ("total@general_public_budget", "341.02"),
            ("total@government_fund", "12"),
            ("grand_total@fiscal_appropriation", "398.11"),
            ("grand_total@general_public_budget", "386.11"),
            ("grand_total@government_fund", "12"),
            roles=FINAL,
        ),
    ),
    renderings=TRUE_SPANS,
)

# the running of the office, a class of its own
RUNNING_COSTS = Form(
    "running_costs",
    (
        "云岭市政务服务局2023年度部门决算",
        "机关运行经费支出情况表",
        "单位：万元",
        table("""
        项目 | 2022年决算数 | 2023年决算数
        办公费 | 12.60 | 11.95
        差旅费 | 6.20 | 7.11
        机关运行经费合计 | 86.30 | 84.92
        """),
    ),
    unit="云岭市政务服务局",
    year=2023,
    family="final_accounts",
    money=(
        *rows(("basic.operating.office", "12.60"), roles=FINAL, year=2022),
        *rows(("basic.operating.office", "11.95"), roles=FINAL),
    ),
    partial={"expenditure": ("6.20", "7.11", "86.30", "84.92")},
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

# the ministry's table of the general budget: the fund stands in the title
GENERAL_BUDGET = Form(
    "general_budget",
    (
        "红岩县审计局2023年度部门决算",
        "一般公共预算财政拨款支出决算表",
        "公开05表",
        "部门：红岩县审计局",
        "单位：万元",
        table("""
        项目 | < | 本年支出 | < | <
        功能分类科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出
        栏次 | < | 1 | 2 | 3
        合计 | < | 742.18 | 601.02 | 141.16
        201 | 一般公共服务支出 | 655.40 | 514.24 | 141.16
        20108 | 审计事务 | 655.40 | 514.24 | 141.16
        221 | 住房保障支出 | 86.78 | 86.78 |
        """),
    ),
    unit="红岩县审计局",
    year=2023,
    family="final_accounts",
    money=rows(
        ("total@general_public_budget", "742.18"),
        ("basic@general_public_budget", "601.02"),
        ("project@general_public_budget", "141.16"),
        ("total#201@general_public_budget", "655.40"),
        ("basic#201@general_public_budget", "514.24"),
        ("project#201@general_public_budget", "141.16"),
        ("total#20108@general_public_budget", "655.40"),
        ("basic#20108@general_public_budget", "514.24"),
        ("project#20108@general_public_budget", "141.16"),
        ("total#221@general_public_budget", "86.78"),
        ("basic#221@general_public_budget", "86.78"),
        roles=FINAL,
    ),
    renderings=TRUE_SPANS,
)

# basic spending by economic class, two halves and their sums in the last row
TWO_HALVES = Form(
    "two_halves",
    (
        "红岩县妇女联合会2023年度部门决算",
        "一般公共预算财政拨款基本支出决算明细表",
        "公开06表",
        "单位：万元",
        table("""
        人员经费 | < | < | 公用经费 | < | <
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 96.40 | 302 | 商品和服务支出 | 14.22
        30101 | 基本工资 | 41.10 | 30201 | 办公费 | 3.05
        30102 | 津贴补贴 | 22.65 | 30207 | 邮电费 | 0.62
        303 | 对个人和家庭的补助 | 5.18 | 310 | 资本性支出 | 0.90
        人员经费合计 | < | 101.58 | 公用经费合计 | < | 15.12
        """),
    ),
    unit="红岩县妇女联合会",
    year=2023,
    family="final_accounts",
    money=rows(
        ("basic.personnel@general_public_budget", "101.58"),
        ("basic.operating@general_public_budget", "15.12"),
        ("basic#301@general_public_budget", "96.40"),
        ("basic#30101@general_public_budget", "41.10"),
        ("basic#30102@general_public_budget", "22.65"),
        ("basic#303@general_public_budget", "5.18"),
        ("basic#302@general_public_budget", "14.22"),
        ("basic#30201@general_public_budget", "3.05"),
        ("basic#30207@general_public_budget", "0.62"),
        ("basic#310@general_public_budget", "0.90"),
        roles=FINAL,
    ),
    renderings=TRUE_SPANS,
)

# a fund's income, spending and what is left
GOVERNMENT_FUND = Form(
    "government_fund",
    (
        "红岩县住房和城乡建设局2022年度部门决算",
        "政府性基金预算财政拨款收入支出决算表",
        "公开08表",
        "单位：万元",
        table("""
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
        科目编码 | 科目名称 | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6
        合计 | < | 12.00 | 860.00 | 851.40 | | 851.40 | 20.60
        212 | 城乡社区支出 | 12.00 | 860.00 | 851.40 | | 851.40 | 20.60
        """),
    ),
    unit="红岩县住房和城乡建设局",
    year=2022,
    family="final_accounts",
    money=(
        *rows(("total@government_fund", "851.40"), ("project@government_fund", "851.40"), roles=FINAL),
        *rows(("total#212@government_fund", "851.40"), ("project#212@government_fund", "851.40"), roles=FINAL),
        *rows(("total@government_fund", "12"), ("total#212@government_fund", "12"), roles=OPENING),
        *rows(("total@government_fund", "20.60"), ("total#212@government_fund", "20.60"), roles=CLOSING),
        *rows(
            ("fiscal_appropriation@government_fund", "860"),
            ("fiscal_appropriation#212@government_fund", "860"),
            roles=INCOME,
        ),
    ),
    renderings=TRUE_SPANS,
)

# counts of guests and cars below the three-public money
COUNTS_BELOW = Form(
    "counts_below",
    (
        "红岩县交通运输综合行政执法大队2023年度部门决算",
        "“三公”经费及相关信息统计表",
        table("""
        项目 | 单位 | 预算数 | 决算数
        一、“三公”经费支出 | 万元 | 41.00 | 38.26
        1.公务用车购置及运行维护费 | 万元 | 39.00 | 37.10
        2.公务接待费 | 万元 | 2.00 | 1.16
        二、相关统计数 | | |
        1.公务用车保有量 | 辆 | 14 | 13
        2.国内公务接待批次 | 个 | | 12
        3.国内公务接待人次 | 人 | | 98
        """),
    ),
    unit="红岩县交通运输综合行政执法大队",
    year=2023,
    family="final_accounts",
    money=rows(
        ("three_public", "41 38.26"),
        ("three_public.vehicle", "39 37.10"),
        ("three_public.reception", "2 1.16"),
        roles=BUDGET_AND_FINAL,
    ),
)

# a budget report's projects with their goals beside
BUDGET_PROJECTS = Form(
    "budget_projects",
    (
        "金沙县林场2024年部门预算",
        "2024年项目支出绩效目标表",
        "单位：万元",
        table("""
        项目名称 | 预算数 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        森林抚育 | 86.00 | 抚育中幼林 | 产出指标 | 数量指标 | 抚育面积 | ≥5000亩
        ^ | ^ | ^ | 效益指标 | 生态效益指标 | 林分蓄积增长 | ≥3%
        防火道维护 | 24.50 | 维护防火道 | 产出指标 | 数量指标 | 维护里程 | ≥42公里
        """),
    ),
    unit="金沙县林场",
    year=2024,
    family="department_budget",
    money=rows(("project:森林抚育", "86"), ("project:防火道维护", "24.50"), roles=BUDGET),
    indicators=(
        Indicator("产出指标", "数量指标", "抚育面积", "≥5000亩", None),
        Indicator("效益指标", "生态效益指标", "林分蓄积增长", "≥3%", None),
        Indicator("产出指标", "数量指标", "维护里程", "≥42公里", None),
    ),
    renderings=TRUE_SPANS,
)

FORMS = (
    LINE_NUMBERS,
    COLUMN_NUMBERS,
    FUNCTIONS,
    TWO_SIDED_BUDGET,
    PURCHASES,
    INCOME_BY_SOURCE,
    SUM_FIRST,
    FUNDS_ACROSS,
    APPROPRIATED,
    RUNNING_COSTS,
    KINDS_BY_FUND,
    GENERAL_BUDGET,
    TWO_HALVES,
    GOVERNMENT_FUND,
    COUNTS_BELOW,
    BUDGET_PROJECTS,
)


@pytest.mark.parametrize(("form", "rendering"), whole(FORMS))
def test_form(form: Form, rendering: str) -> None:
    verify_whole(form, rendering)
