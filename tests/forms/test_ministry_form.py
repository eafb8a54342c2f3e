"""The Ministry of Finance's 项目支出绩效自评表 and what localities made of it (domain notes, family 5)."""

from __future__ import annotations

import pytest

from tests.forms.kit import Form, Indicator, Money, claims_of, every, funds, plain, planted, read, short, table, verify

STANDARD = Form(
    "standard",
    (
        "附件2",
        "项目支出绩效自评表",
        "（2023年度）",
        table("""
        项目名称       | 乡村书屋建设     | <        | <                | <             | <             | <    | <           | <
        主管部门       | 砚溪县文化旅游局 | <        | <                | 实施单位      | 砚溪县图书馆  | <    | <           | <
        项目资金⏎（万元） |            | <        | 年初预算数       | 全年预算数(A) | 全年执行数(B) | 分值 | 执行率(B/A) | 得分
        ^              | 年度资金总额     | <        | 86.40            | 92.50         | 88.80         | 10   | 96%         | 9.6
        ^              | 其中：本年财政拨款 | <      | 80.40            | 86.50         | 83.04         | —    | 96%         | —
        ^              | 　　　上年结转资金 | <      | 4                | 4             | 3.84          | —    | 96%         | —
        ^              | 　　　其他资金   | <        | 2.00             | 2.00          | 1.92          | —    | 96%         | —
        年度总体目标   | 预期目标         | <        | <                | <             | 实际完成情况  | <    | <           | <
        ^              | 建成书屋二十四间，方便村民借阅。 | < | <        | <             | 建成二十三间，其余一间次年开放。 | < | < | <
        绩效指标       | 一级指标         | 二级指标 | 三级指标         | 年度指标值(A) | 实际完成值(B) | 分值 | 得分        | 偏差原因分析及改进措施
        ^              | 产出指标         | 数量指标 | 新建书屋数       | ≥24间         | 23间          | 20   | 19.2        | 一间选址调整
        ^              | ^                | ^        | 新增图书册数     | ≥1.2万册      | 1.35万册      | 10   | 10          |
        ^              | ^                | 质量指标 | 验收合格率       | 100%          | 100%          | 10   | 10          |
        ^              | ^                | 时效指标 | 完工时间         | 2023年12月底前 | 2023年11月   | 10   | 10          |
        ^              | 成本指标         | 经济成本指标 | 单间造价     | ≤3.8万元      | 3.6万元       | 10   | 10          |
        ^              | 效益指标         | 社会效⏎益指标 | 借阅人次增长 | 不低于5%   | 6.3%          | 10   | 10          |
        ^              | ^                | 可持续影⏎响指标 | 管护制度 | 健全        | 健全          | 10   | 10          |
        ^              | 满意度指标       | 服务对象满意度指标 | 读者满意度 | 90%以上  | 94.5%         | 10   | 10          |
        总分           | <                | <        | <                | <             | <             | 100  | 98.8        |
        """),
        "注：1.其他资金包括单位自有资金和社会捐助。2.定量指标完成数汇总时按资金量加权。",
    ),
    unit="砚溪县图书馆",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县文化旅游局",
    money=funds(
        "乡村书屋建设",
        2023,
        all_funds=("86.40", "92.50", "88.80"),
        fiscal_appropriation=("80.40", "86.50", "83.04"),
        carried_over_funds=("4", "4", "3.84"),
        other_funds=("2.00", "2.00", "1.92"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "新建书屋数", "≥24间", "23间", "20", "19.2", "一间选址调整"),
        Indicator("产出指标", "数量指标", "新增图书册数", "≥1.2万册", "1.35万册", "10", "10"),
        Indicator("产出指标", "质量指标", "验收合格率", "100%", "100%", "10", "10"),
        Indicator("产出指标", "时效指标", "完工时间", "2023年12月底前", "2023年11月", "10", "10"),
        Indicator("成本指标", "经济成本指标", "单间造价", "≤3.8万元", "3.6万元", "10", "10"),
        Indicator("效益指标", "社会效益指标", "借阅人次增长", "≥5%", "6.3%", "10", "10"),
        Indicator("效益指标", "可持续影响指标", "管护制度", "健全", "健全", "10", "10"),
        Indicator("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "94.5%", "10", "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.96",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.6",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("98.8",),
    },
)

# 整体 variant: basic and project instead of funds, weights also in the names of level 1, the unit with a seal mark
WHOLE_UNIT = Form(
    "whole_unit",
    (
        "2022年度部门整体支出绩效自评表",
        table("""
        部门（单位）名称（盖章） | 砚溪县水利服务中心 | <   | <          | <          | <          | <    | <      | <
        年度预⏎算申请⏎（万元） |              | <        | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^              | 年度资金总额     | <        | 1,204.36   | 1,318.20   | 1,291.84   | 10   | 98.00% | 9.80
        ^              | 其中：基本支出   | <        | 704.36     | 718.20     | 711.84     |      |        |
        ^              | 　　　项目支出   | <        | 500.00     | 600.00     | 580.00     |      |        |
        年度总体目标   | 预期目标         | <        | <          | <          | 实际完成情况 | <  | <      | <
        ^              | 守住防汛安全底线 | <        | <          | <          | 全年无溃坝事件 | < | <     | <
        绩⏎效⏎指⏎标  | 一级指标         | 二级指标 | 三级指标   | 年度指标值 | 实际完成值 | 分值 | 得分   | 偏差原因分析及改进措施
        ^              | 产出指标¶(50分)  | 数量指标 | 巡查水库座次 | 360座次  | 384座次    | 25   | 25     |
        ^              | ^                | 质量指标 | 隐患整改率 | ≥95%       | 93%        | 25   | 23.5   | 两处隐患跨年整改⏎已列入计划
        ^              | 效益指标（30分） | 经济效⏎益指标 | 减少灾害损失 | 200万元 | 215万元   | 15   | 15     |
        ^              | ^                | 生态效益指标 | 河道水质 | 持续改善 | 持续改善   | 15   | 15     |
        ^              | 满意度⏎指标⏎（10分） | 服务对象满意度指标等 | 群众满意度 | ≥90% | 92%     | 10   | 10     |
        ^              |                  |          |            |            |            |      |        |
        总分           | <                | <        | <          | <          | <          | 100  | 98.3   |
        """),
        "填表人：顾晓禾    填报日期：2023年3月6日    联系电话：0731-5550133    单位负责人签字：陆远",
    ),
    unit="砚溪县水利服务中心",
    year=2022,
    family="overall_performance_self_evaluation",
    money=(
        *funds(None, 2022, all_funds=("1204.36", "1318.20", "1291.84")),
        *funds(None, 2022, line="basic", all_funds=("704.36", "718.20", "711.84")),
        *funds(None, 2022, line="project", all_funds=("500", "600", "580")),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "巡查水库座次", "360座次", "384座次", "25", "25"),
        Indicator("产出指标", "质量指标", "隐患整改率", "≥95%", "93%", "25", "23.5", "两处隐患跨年整改已列入计划"),
        Indicator("效益指标", "经济效益指标", "减少灾害损失", "200万元", "215万元", "15", "15"),
        Indicator("效益指标", "生态效益指标", "河道水质", "持续改善", "持续改善", "15", "15"),
        Indicator("满意度指标", "服务对象满意度指标等", "群众满意度", "≥90%", "92%", "10", "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("98.3",),
    },
)

# operator and unit in columns of their own, 权重, other wording of the budgets, public-account funds
OPERATOR_COLUMNS = Form(
    "operator_columns",
    (
        "2023年部门预算项目支出绩效自评表",
        table("""
        项目名称       | 校园直饮水改造   | <        | <            | <        | <        | <        | <          | <
        主管部门       | 砚溪县教育局     | <        | <            | 实施单位（盖章） | 砚溪县第二中学 | < | <    | <
        项目预算执行情况（万元） | 资金来源 | <      | 年初预算     | 调整后预算数 | 预算执行数 | 权重 | 预算执行率 | 得分
        ^              | 年度资金总额     | <        | 60           | 75       | 72       | 10       | 96.00%     | 9.6
        ^              | 其中：财政拨款资金 | <      | 40           | 50       | 48       |          | 96.00%     |
        ^              | 财政专户管理资金 | <        | 15           | 15       | 14.4     |          | 96.00%     |
        ^              | 单位资金         | <        | 5            | 10       | 9.6      |          | 96.00%     |
        一级指标       | 二级指标         | 三级指标 | 指标性质     | 指标值   | 度量单位 | 实际完成值 | 权重     | 得分
        产出指标       | 数量指标         | 改造饮水点 | ≥          | 18       | 个       | 20       | 30         | 30
        ^              | 质量指标         | 水质达标率 | ＝         | 100      | ％       | 100      | 20         | 20
        ^              | 时效指标         | 完工时间 | ≤            | 8        | 月       | 7        | 10         | 10
        ^              | 成本指标         | 单点造价 | ≤            | 4        | 万元     | 3.6      | 10         | 10
        效益指标       | 社会效益指标     | 受益学生 | ≥            | 2300     | 人       | 2406     | 10         | 10
        满意度指标     | 服务对象满意度   | 师生满意 | 定性         | 满意     |          | 满意     | 10         | 9
        合计           | <                | <        | <            | <        | <        | <        | 100        | 98.6
        """),
    ),
    unit="砚溪县第二中学",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县教育局",
    money=funds(
        "校园直饮水改造",
        2023,
        all_funds=("60", "75", "72"),
        fiscal_appropriation=("40", "50", "48"),
        special_account=("15", "15", "14.4"),
        other_funds=("5", "10", "9.6"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "改造饮水点", "≥18个", "20个", "30", "30"),
        Indicator("产出指标", "质量指标", "水质达标率", "=100%", "100%", "20", "20"),
        Indicator("产出指标", "时效指标", "完工时间", "≤8月", "7月", "10", "10"),
        Indicator("产出指标", "成本指标", "单点造价", "≤4万元", "3.6万元", "10", "10"),
        Indicator("效益指标", "社会效益指标", "受益学生", "≥2300人", "2406人", "10", "10"),
        Indicator("满意度指标", "服务对象满意度", "师生满意", "满意", "满意", "10", "9"),
    ),
    attributes={
        "budget_execution_rate": ("0.96",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.6",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("98.6",),
    },
)

# thirteen columns: everything spans, nothing lines up between the blocks of the form
THIRTEEN = Form(
    "thirteen_columns",
    (
        "项目支出绩效自评表",
        "(2021年度)",
        table("""
        项目名称 | 牧道养护 | < | < | < | < | < | < | < | < | < | < | <
        主管部门 | 砚州市交通运输局 | < | < | < | < | 实施单位 | < | 砚州市公路管理处 | < | < | < | <
        项目资金（万元） | < | < | 年初预算数 | < | 全年预算数 | < | 全年执行数 | < | 分值 | 执行率 | < | 得分
        ^ | 年度资金总额 | < | 310.00 | < | 325.50 | < | 292.95 | < | 10 | 90.00% | < | 9
        ^ | 其中：当年财政拨款 | < | 310.00 | < | 310.00 | < | 279.00 | < | - | - | < | -
        ^ | 上年结转资金 | < | 0.00 | < | 15.50 | < | 13.95 | < | - | - | < | -
        ^ | 其他资金 | < | 0.00 | < | 0.00 | < | 0.00 | < | - | - | < | -
        年度总体目标 | 预期目标 | < | < | < | < | < | 实际完成情况 | < | < | < | < | <
        ^ | 养护牧道九十公里 | < | < | < | < | < | 养护牧道九十三公里 | < | < | < | < | <
        年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | < | 实际完成值 | < | 指标分值权重 | 指标完成率 | 得分 | 偏差原因分析及改进措施
        ^ | 产出指标 | 数量指标 | 养护里程 | < | ≥90公里 | < | 93公里 | < | 25 | 103.33% | 25 |
        ^ | ^ | 质量指标 | 路面完好率 | < | ≥85% | < | 82% | < | 25 | 96.47% | 24.1 | 汛期冲毁两段
        ^ | 效益指标 | 社会效益指标 | 惠及牧户 | < | ≥410户 | < | 410户 | < | 30 | 100.00% | 30 |
        ^ | 满意度指标 | 满意度指标 | 牧民满意度 | < | ≥90% | < | 95% | < | 10 | 105.56% | 10 |
        总分 | < | < | < | < | < | < | < | < | 100 | < | 98.1 |
        """),
    ),
    unit="砚州市公路管理处",
    year=2021,
    family="project_performance_self_evaluation",
    supervising_unit="砚州市交通运输局",
    money=funds(
        "牧道养护",
        2021,
        all_funds=("310", "325.5", "292.95"),
        fiscal_appropriation=("310", "310", "279"),
        carried_over_funds=("0", "15.5", "13.95"),
        other_funds=("0", "0", "0"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "养护里程", "≥90公里", "93公里", "25", "25"),
        Indicator("产出指标", "质量指标", "路面完好率", "≥85%", "82%", "25", "24.1", "汛期冲毁两段"),
        Indicator("效益指标", "社会效益指标", "惠及牧户", "≥410户", "410户", "30", "30"),
        Indicator("满意度指标", "满意度指标", "牧民满意度", "≥90%", "95%", "10", "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.9",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("98.1",),
    },
)

# decision and management blocks, 考核分, the score of the form in its head
DECISION_BLOCKS = Form(
    "decision_blocks",
    (
        "2022年度项目支出绩效自评表",
        table("""
        项目名称     | 智慧停车引导     | <        | <          | 自评得分     | 91.5     | <      | <
        主管部门     | 砚溪县城市管理局 | <        | <          | 项目实施单位 | 砚溪县停车管理中心 | < | <
        项目资金     | 资金来源         | 年初预算数 | 调整预算数(A) | 执行数(B) | 执行率(B/A) | 分值 | 得分
        （万元）     | 年度资金总额     | 120.00   | 128.00     | 115.20       | 90%      | 10     | 9
        一级指标     | 二级指标         | 三级指标 | 考核分指标值 | 实际完成值 | 考核分   | 得分   | 偏差原因
        项目决策     | 项目立项         | 立项规范性 | 规范     | 规范         | 10       | 10     |
        ^            | 资金落实         | 资金到位率 | 100%     | 100%         | 10       | 10     |
        项目管理     | 财务管理         | 制度健全性 | 健全     | 基本健全     | 20       | 16     | 台账不全
        项目产出     | 产出数量         | 引导屏数量 | 32块     | 31块         | 30       | 27.5   | 一处未通电
        项目效益     | 社会效益         | 寻位时间   | ≤6分钟   | 5分钟        | 20       | 19     |
        总分         | <                | <        | <          | <            | 100      | 91.5   |
        """),
    ),
    unit="砚溪县停车管理中心",
    year=2022,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县城市管理局",
    money=funds("智慧停车引导", 2022, all_funds=("120", "128", "115.2")),
    indicators=(
        Indicator("项目决策", "项目立项", "立项规范性", "规范", "规范", "10", "10"),
        Indicator("项目决策", "资金落实", "资金到位率", "100%", "100%", "10", "10"),
        Indicator("项目管理", "财务管理", "制度健全性", "健全", "基本健全", "20", "16", "台账不全"),
        Indicator("项目产出", "产出数量", "引导屏数量", "32块", "31块", "30", "27.5", "一处未通电"),
        Indicator("项目效益", "社会效益", "寻位时间", "≤6分钟", "5分钟", "20", "19"),
    ),
    attributes={
        "budget_execution_rate": ("0.9",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("91.5",),
    },
)

# 年初指标值 + 调整指标值 (the adjusted one counts where it stands), no level columns, coefficients, core marks
ADJUSTED_TARGETS = Form(
    "adjusted_targets",
    (
        "2023年度项目绩效自评表",
        table("""
        项目名称   | 老旧管网更新 | < | <         | <          | 自评总分（分） | 96.2 | <        | <    | <
        主管部门   | 砚州市住房和城乡建设委员会 | < | < | <    | 项目实施单位 | 砚州市供水服务中心 | < | < | <
        资金情况（万元） | 年初预算数 | < | 全年（调整）预算数 | < | 全年执行数 | 执行率（%） | < | 执行率权重（分） | 执行率得分（分）
        年度总金额 | 480.5        | < | 455.5     | <          | 437.28       | 96.00    | <        | 10   | 9.6
        其中：财政拨款 | 480.5    | < | 455.5     | <          | 437.28       | 96.00    | <        |      |
        指标名称   | 计量单位     | 指标性质 | 年初指标值 | 调整指标值 | 全年完成值 | 得分系数 | 指标权重（分） | 指标得分（分） | 是否核心指标
        更新管网长度 | 公里       | ≥ | 42        | 38         | 39.5         | 100      | 30       | 30   | 是
        漏损率     | %            | ≤ | 9         |            | 8.7          | 100      | 30       | 30   | 是
        投诉办结率 | %            | ＝ | 100      |            | 96           | 88.7     | 15       | 13.3 | 否
        单公里造价 | 万元         | ≤ | 11.5      | 11.2       | 11.07        | 100      | 5        | 5    | 否
        用户满意度 | %            | ≥ | 90        |            | 86           | 83       | 10       | 8.3  | 否
        """),
    ),
    unit="砚州市供水服务中心",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚州市住房和城乡建设委员会",
    money=funds(
        "老旧管网更新",
        2023,
        all_funds=("480.5", "455.5", "437.28"),
        fiscal_appropriation=("480.5", "455.5", "437.28"),
    ),
    indicators=(
        Indicator(None, None, "更新管网长度", "≥38公里", "39.5公里", "30", "30"),
        Indicator(None, None, "漏损率", "≤9%", "8.7%", "30", "30"),
        Indicator(None, None, "投诉办结率", "=100%", "96%", "15", "13.3"),
        Indicator(None, None, "单公里造价", "≤11.2万元", "11.07万元", "5", "5"),
        Indicator(None, None, "用户满意度", "≥90%", "86%", "10", "8.3"),
    ),
    attributes={
        "budget_execution_rate": ("0.96",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.6",),
        "self_evaluation_score": ("96.2",),
    },
)

# tick boxes, B/A in the header, no column of weights, the answer to 原因 below the total
TICK_BOXES = Form(
    "tick_boxes",
    (
        "2023年度砚溪县林业工作站苗圃改造项目绩效自评表",
        "单位名称：砚溪县林业工作站      填报日期：2024年3月11日",
        table("""
        项目名称     | 苗圃改造         | <        | <              | <            | <
        主管部门     | 砚溪县林业局     | <        | 项目实施单位   | 砚溪县林业工作站 | <
        项目类别     | 1、部门预算项目 ☑  2、市直专项 □  3、市对下转移支付项目 □ | < | < | < | <
        项目属性     | 1、持续性项目 □  2、新增性项目 ☑ | < | <  | <            | <
        预算执行情况（万元）（20分） |  | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分*执行率）
        ^            | 年度财政资金总额 | 200万    | 190            | 95%          | 19
        年度绩效目标1（80分） | 一级指标 | 二级指标 | 三级指标     | 年初目标值（A） | 实际完成值（B）
        ^            | 产出指标         | 数量指标 | 育苗数量       | 30万株       | 31万株
        ^            | ^                | 质量指标 | 苗木成活率     | ≥92%         | 90%
        ^            | 效益指标         | 生态效益指标 | 绿化覆盖    | 逐步提高     | 逐步提高
        ^            | 满意度指标       | 服务对象满意度指标 | 林农满意度 | 满意      | 完成
        总分         | 97               | <        | <              | <            | <
        偏差大或目标未完成原因分析 | 夏季干旱，部分苗木未成活。 | < | < | < | <
        改进措施及结果应用方案 | 增设喷灌设施。 | < | <       | <            | <
        """),
    ),
    unit="砚溪县林业工作站",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县林业局",
    money=(
        Money("budget", "project", "200", "unstated", "苗圃改造"),
        Money("expenditure", "project", "190", None, "苗圃改造"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "育苗数量", "30万株", "31万株"),
        Indicator("产出指标", "质量指标", "苗木成活率", "≥92%", "90%"),
        Indicator("效益指标", "生态效益指标", "绿化覆盖", "逐步提高", "逐步提高"),
        Indicator("满意度指标", "服务对象满意度指标", "林农满意度", "满意", "完成"),
    ),
    attributes={
        "budget_execution_rate": ("0.95",),
        "budget_execution_score": ("19",),
        "self_evaluation_score": ("97",),
    },
)

# 定量/定性 in the operator's column, own words for all columns, in yuan, stated in a line above
YUAN_ABOVE = Form(
    "yuan_above",
    (
        "项目支出绩效自评表",
        "公开14表",
        "金额单位：元",
        table("""
        项目名称 | 民族团结广场维修 | < | <            | <            | <            | <    | <      | <
        主管部门 | 砚溪县民族宗教事务局 | < | 实施单位 | 砚溪县民族宗教事务局 | < | <    | <      | <
        项目资金（元） |        | < | 年初预算数   | 全年预算数   | 全年执行数   | 分值 | 执行率 | 得分
        ^        | 年度资金总额 | < | 387,664.62   | 402300.00    | 398277       | 10.00 | 99.00 | 9.90
        ^        | 其中：本年财政拨款 | < | 387,664.62 | 402300.00 | 398277       | —    | 99.00  | —
        ^        | 上年结转资金 | < |              |              |              | —    |        | —
        绩效指标 | 一级指标     | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 得分
        ^        | 产出指标     | 数量指标 | 维修面积 | 定量     | 1,850  | 平方米   | 1850       | 40
        ^        | 效益指标     | 社会效益指标 | 活动场次 | 定量 | ≥26    | 场次     | 27场次     | 30
        ^        | 满意度指标   | 服务对象满意度指标 | 居民评价 | 定性 | 较好 |      | 好         | 19.5
        总分     | <            | <        | <        | <        | <      | <        | 100        | 99.4
        """),
        "2022年度",
    ),
    unit="砚溪县民族宗教事务局",
    year=2022,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县民族宗教事务局",
    money=funds(
        "民族团结广场维修",
        2022,
        unit="元",
        all_funds=("387664.62", "402300", "398277"),
        fiscal_appropriation=("387664.62", "402300", "398277"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "维修面积", "1850平方米", "1850平方米", None, "40"),
        Indicator("效益指标", "社会效益指标", "活动场次", "≥26场次", "27场次", None, "30"),
        Indicator("满意度指标", "服务对象满意度指标", "居民评价", "较好", "好", None, "19.5"),
    ),
    attributes={
        "budget_execution_rate": ("0.99",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.9",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("99.4",),
    },
)

# columns in another order, template rows (指标1：, ……) left empty, blank actual values
SHUFFLED = Form(
    "shuffled_columns",
    (
        "砚溪县社会福利院",
        "2024年度项目支出绩效自评表",
        table("""
        项目名称 | 孤儿助学   | <        | <          | <          | <    | <          | <      | <
        实施单位 | 砚溪县社会福利院 | <  | <          | 主管部门   | 砚溪县民政局 | <  | <      | <
        项目资金（万元） | <  | <        | 全年执行数 | 全年预算数 | 年初预算数 | 得分 | 执行率 | 分值
        ^        | 年度资金总额 | <      | 44.10      | 45.00      | 36.00 | 9.8      | 98%    | 10
        ^        | 其中：一般公共预算财政拨款 | < | 39.20 | 40.00  | 36.00 |          |        |
        ^        | 　　　政府性基金预算拨款 | < | 4.90 | 5.00     |      |            |        |
        绩效指标 | 三级指标   | 二级指标 | 一级指标   | 实际完成值 | 年度指标值 | 得分 | 分值   | 未完成原因分析
        ^        | 资助孤儿数 | 数量指标 | 产出指标   | 62人       | ≥60人 | 45         | 45     |
        ^        | 指标2：    |          |            |            |      |            |        |
        ^        | ……         |          |            |            |      |            |        |
        ^        | 升学率     | 社会效益指标 | 效益指标 |          | ≥98% | 30         | 35     | 统计口径未定
        ^        | 监护人满意度 | 满意度指标 | 满意度指标 | 97%    | ≥95% | 10         | 10     |
        总分     | <          | <        | <          | <          | <    | 94.8       | 100    |
        """),
    ),
    unit="砚溪县社会福利院",
    year=2024,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县民政局",
    money=funds(
        "孤儿助学",
        2024,
        all_funds=("36", "45", "44.1"),
        general_public_budget=("36", "40", "39.2"),
        government_fund=("", "5", "4.9"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "资助孤儿数", "≥60人", "62人", "45", "45"),
        Indicator("效益指标", "社会效益指标", "升学率", "≥98%", None, "35", "30", "统计口径未定"),
        Indicator("满意度指标", "满意度指标", "监护人满意度", "≥95%", "97%", "10", "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("94.8",),
    },
)

# the table goes on after a page break, its header repeated (a PDF reader gives two tables, or one with the header twice)
_HEAD = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
_FIRST_PAGE = """
项目名称 | 气象站迁建 | < | < | < | < | < | < | <
主管部门 | 砚溪县农业农村局 | < | < | 实施单位 | 砚溪县气象服务站 | < | < | <
项目资金（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | 230 | 230 | 209.30 | 10 | 91% | 9.1
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标 | 数量指标 | 新建观测场 | 1个 | 1个 | 20 | 20 |
^ | ^ | 质量指标 | 资料可用率 | ≥97% | 98.6% | 30 | 30 |
"""
_SECOND_PAGE = """
^ | ^ | 时效指标 | 完工日期 | 10月底 | 12月 | 10 | 8 | 征地滞后
^ | 效益指标 | 社会效益指标 | 预警覆盖率 | ≥90% | 93% | 20 | 20 |
^ | 满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥85% | 88% | 10 | 10 |
总分 | < | < | < | < | < | 100 | 97.1 |
"""
_PAGES = Form(
    "page_break_one_table",
    ("项目支出绩效自评表", "（2023年度）", table(_FIRST_PAGE + _HEAD + _SECOND_PAGE)),
    unit="砚溪县气象服务站",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县农业农村局",
    money=funds("气象站迁建", 2023, all_funds=("230", "230", "209.3")),
    indicators=(
        Indicator("产出指标", "数量指标", "新建观测场", "1个", "1个", "20", "20"),
        Indicator("产出指标", "质量指标", "资料可用率", "≥97%", "98.6%", "30", "30"),
        Indicator("产出指标", "时效指标", "完工日期", "10月底", "12月", "10", "8", "征地滞后"),
        Indicator("效益指标", "社会效益指标", "预警覆盖率", "≥90%", "93%", "20", "20"),
        Indicator("满意度指标", "服务对象满意度指标", "公众满意度", "≥85%", "88%", "10", "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.91",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.1",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("97.1",),
    },
)


def _paged(name: str, *tables: object) -> Form:
    return Form(
        name,
        ("项目支出绩效自评表", "（2023年度）", *tables),  # type: ignore[arg-type]
        _PAGES.unit,
        _PAGES.year,
        _PAGES.family,
        _PAGES.money,
        _PAGES.indicators,
        _PAGES.attributes,
        _PAGES.supervising_unit,
    )


_CONTINUED = _SECOND_PAGE.replace("^ | ^ | 时效指标", " | | 时效指标", 1)
PAGE_BREAKS = (
    _PAGES,
    _paged("page_break_header_again", table(_FIRST_PAGE, page_no=1), "（续表）", table(_HEAD + _CONTINUED, page_no=2)),
    _paged("page_break_no_header", table(_FIRST_PAGE, page_no=1), "— 2 —", table(_CONTINUED.lstrip("\n"), page_no=2)),
)

# weights only in the names of the levels
WEIGHTS_IN_NAMES = Form(
    "weights_in_names",
    (
        "砚溪县审计局2023年度部门整体支出绩效自评表",
        table("""
        年度预算申请（万元） |        | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
        ^                    | 年度资金总额 | 640.20 | 655.80     | 649.24     | 99%    | 9.9
        一级指标             | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分   | 原因
        产出指标（50分）     | 数量指标（20分） | 审计项目数 | 32个 | 32个  | 20     |
        ^                    | 质量指标（20分） | 问题整改率 | 不低于85% | 88% | 20 |
        ^                    | 时效指标（10分） | 按期完成率 | 100% | 97%    | 9.5    | 两个项目延期
        效益指标（30分）     | 经济效益指标（30分） | 促进增收节支 | 3000万元以上 | 0.42亿元 | 30 |
        满意度指标（10分）   | 服务对象满意度指标（10分） | 被审计单位满意度 | ≥90% | 96% | 10 |
        总分（100分）        | <    | <        | <          | <          | 99.4   |
        """),
    ),
    unit="砚溪县审计局",
    year=2023,
    family="overall_performance_self_evaluation",
    money=funds(None, 2023, all_funds=("640.20", "655.80", "649.24")),
    indicators=(
        Indicator("产出指标", "数量指标", "审计项目数", "32个", "32个", None, "20"),
        Indicator("产出指标", "质量指标", "问题整改率", "≥85%", "88%", None, "20"),
        Indicator("产出指标", "时效指标", "按期完成率", "100%", "97%", None, "9.5", "两个项目延期"),
        Indicator("效益指标", "经济效益指标", "促进增收节支", "≥3000万元", "0.42亿元", None, "30"),
        Indicator("满意度指标", "服务对象满意度指标", "被审计单位满意度", "≥90%", "96%", None, "10"),
    ),
    attributes={
        "budget_execution_rate": ("0.99",),
        "budget_execution_score": ("9.9",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("99.4",),
    },
)

# the third annex of a nine-section report: the full-year budget split by fund and by kind in label-and-value cells
SPLIT_PAIRS = Form(
    "split_pairs",
    (
        "附件3",
        "2023年度部门整体支出绩效自评表",
        table("""
        区级预算部门（单位）名称 | 砚州市青崖区城建档案馆 | < | <   | <          | <          | <    | <        | <
        年度预⏎算申请⏎（万元） |              | <        | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^              | 年度资金总额     | <        | 318.40     | 352.16     | 345.12     | 10   | 98.00% | 9.8
        ^              | 按收入性质分：352.16 | <    | <          | <          | 按支出性质分：352.16 | < | < | <
        ^              | 其中：  一般公共预算：340.16 | < | <     | <          | 其中：基本支出：251.06 | < | < | <
        ^              | 政府性基金拨款： | <        | <          | <          | 项目支出：101.10 | < | <  | <
        ^              | 纳入专户管理的非税收入拨款：8.50 | < | < | <         |            | <    | <      | <
        ^              | 其他资金：3.50   | <        | <          | <          |            | <    | <      | <
        年度总体目标   | 预期目标         | <        | <          | <          | 实际完成情况 | <  | <      | <
        ^              | 全年接收档案2万卷，安排经费30万元用于数字化。 | < | < | < | 接收2.1万卷 | < | < | <
        绩⏎效⏎指⏎标  | 一级指标         | 二级指标 | 三级指标   | 年度指标值 | 实际完成值 | 分值 | 得分   | 偏差原因分析及改进措施
        ^              | 产出指标¶(40分)  | 数量指标 | 接收档案卷数¶整理档案卷数 | 2万卷 | 2.1万卷 | 20 | 20   |
        ^              | ^                | 时效指标 | 归档时效   | 全年       | 全年       | 20   | 20     |
        ^              | 效益指标¶（20分） | 经济效¶益指标 | 利用收入增长 | 增长3% | 稍有增长 | 20   | 18     | 受市场影响，¶次年加强宣传
        ^              | 满意度¶指标（10分） | 服务对象满意度指标 | 查档满意度 | 到达90%以上 | 89% | 10  | 9      |
        ^              | 成本指标（20分） | 经济成本指标 | 项目支出成本 | 101.10万元 | 98.20万元 | 20 | 20    |
        总分           | <                | <        | <          | <          | <          | 100  | 96.8   |
        """),
    ),
    unit="砚州市青崖区城建档案馆",
    year=2023,
    family="overall_performance_self_evaluation",
    money=(
        *funds(None, 2023, all_funds=("318.4", "352.16", "345.12")),
        Money("budget", "total", "352.16", "adjusted"),
        Money("budget", "total", "352.16", "adjusted"),
        Money("budget", "total", "340.16", "adjusted", fund="general_public_budget"),
        Money("budget", "total", "8.5", "adjusted", fund="special_account"),
        Money("budget", "total", "3.5", "adjusted", fund="other_funds"),
        Money("budget", "basic", "251.06", "adjusted"),
        Money("budget", "project", "101.1", "adjusted"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "接收档案卷数整理档案卷数", "2万卷", "2.1万卷", "20", "20"),
        Indicator("产出指标", "时效指标", "归档时效", "全年", "全年", "20", "20"),
        Indicator("效益指标", "经济效益指标", "利用收入增长", "3%", "稍有增长", "20", "18", "受市场影响，次年加强宣传"),
        Indicator("满意度指标", "服务对象满意度指标", "查档满意度", "≥90%", "89%", "10", "9"),
        Indicator("成本指标", "经济成本指标", "项目支出成本", "101.1万元", "98.2万元", "20", "20"),
    ),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("96.8",),
    },
)

# headers and names broken over lines, 其中 in a column of its own, figures with 分 and in brackets, reasons with figures
BROKEN_WORDS = Form(
    "broken_words",
    (
        "2023年度砚溪县文化馆项目支出绩效自评表",
        table("""
        项⏎目⏎名⏎称 | （公共文化服务进村） | < | < | < | < | < | < | < | <
        主 管 部 门 | 砚溪县文化旅游局 | < | < | < | 实 施 单 位 | 砚溪县文化馆 | < | < | <
        项目⏎资金⏎（万元） | | < | < | 年初⏎预算数 | 全年预算数⏎（A） | 全年执行数⏎（B） | 分⏎值 | 执行率⏎（B/A） | 得⏎分
        ^ | 年度资金总额 | < | < | 48.00 | 50.00 | 49.00 | 10分 | 98.00％ | 9.8分
        ^ | 其⏎中： | 本年财政拨款 | < | 46.00 | 48.00 | 47.20 | - | 98.33％ | -
        ^ | ^ | 上年结转 | < | | | | - | | -
        ^ | ^ | 其他资金 | < | 2.00 | 2.00 | 1.80 | - | 90.00％ | -
        年度⏎总体⏎目标 | 年初设定目标 | < | < | < | 年度总体目标完成情况综述 | < | < | < | <
        ^ | 送戏下乡六十场，带动社会投资300万元，人均文化支出提高到0.35万元，培训文艺骨干1200人次。 | < | < | < | 送戏下乡六十三场，带动社会投资310万元，培训1260人次，受益群众3.2万人。 | < | < | < | <
        绩⏎效⏎指⏎标 | 一级⏎指标 | 二级⏎指标 | 三级⏎指标 | < | 年度⏎指标值 | 实际⏎完成值 | 分值 | 得分 | 偏差原因⏎分析及⏎改进措施
        ^ | 产⏎出⏎指⏎标 | 数量⏎指标 | 2023年送戏⏎下乡场次 | < | ≥60⏎场 | 63场 | 20分 | 20分 |
        ^ | ^ | 质量⏎指标 | 演出合格率 | < | ＞95％ | 98％ | 20分 | 20分 |
        ^ | ^ | 成本⏎指标 | 单场成本 | < | ≤0.6万元 | 0.65万元 | 10分 | 8分 | 1.油价上涨；⏎2.单场多支出0.05万元
        ^ | 效⏎益⏎指⏎标 | 社会效益⏎指标 | 惠及行政村 | < | 全部 | 全部 | 30分 | 30分 |
        ^ | 满意⏎度指⏎标 | 服务对象⏎满意度⏎指标 | 村民满意度 | < | ≥90％ | 89.6％ | 10分 | 9分 |
        总　分 | < | < | < | < | < | < | 100分 | 96.8分 |
        """),
    ),
    unit="砚溪县文化馆",
    year=2023,
    family="project_performance_self_evaluation",
    supervising_unit="砚溪县文化旅游局",
    money=funds(
        "公共文化服务进村",
        2023,
        all_funds=("48", "50", "49"),
        fiscal_appropriation=("46", "48", "47.2"),
        other_funds=("2", "2", "1.8"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "2023年送戏下乡场次", "≥60场", "63场", "20", "20"),
        Indicator("产出指标", "质量指标", "演出合格率", ">95%", "98%", "20", "20"),
        Indicator(
            "产出指标", "成本指标", "单场成本", "≤0.6万元", "0.65万元", "10", "8", "1.油价上涨;2.单场多支出0.05万元"
        ),
        Indicator("效益指标", "社会效益指标", "惠及行政村", "全部", "全部", "30", "30"),
        Indicator("满意度指标", "服务对象满意度指标", "村民满意度", "≥90%", "89.6%", "10", "9"),
    ),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
        "self_evaluation_weight_total": ("100",),
        "self_evaluation_score": ("96.8",),
    },
)

# a transfer from the centre: who gives the money stands in the rows; one cell in another unit than the header's
TRANSFER = Form(
    "transfer",
    (
        "附件",
        "中央对地方转移支付项目支出绩效自评表",
        "（2022年度）",
        table("""
        转移支付（项目）名称 | 高标准农田改造 | < | < | < | < | < | <
        主管部门 | 砚州市农业农村局 | < | < | 实施单位 | 砚溪县农田建设服务中心 | < | <
        项目资金⏎（万元） | | < | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 执行率（B/A×100%） | <
        ^ | 年度资金总额： | < | 14,500 | 1.46亿元 | 14,308 | 98% | <
        ^ | 其中：中央补助 | < | 10,150 | 10,200 | 9,996 | 98% | <
        ^ | 　　　地方资金 | < | 4,200 | 4,250 | 4,165 | 98% | <
        ^ | 　　　其他资金 | < | 150 | 150 | 147 | 98% | <
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值 | 未完成原因和改进措施 | <
        ^ | 产出指标 | 数量指标 | 改造面积 | 5.8万亩 | 5.8万亩 | | <
        ^ | 效益指标 | 经济效益指标 | 亩均增产 | ≥8% | 7.5% | 秋汛影响 | <
        """),
    ),
    unit="砚溪县农田建设服务中心",
    year=2022,
    family="project_performance_self_evaluation",
    supervising_unit="砚州市农业农村局",
    money=(
        Money("budget", "project", "14500", "initial", "高标准农田改造"),
        Money("budget", "project", "14600", "adjusted", "高标准农田改造"),
        Money("expenditure", "project", "14308", None, "高标准农田改造"),
        *funds("高标准农田改造", 2022, other_funds=("150", "150", "147")),
    ),
    partial={"budget": ("10150", "10200", "4200", "4250"), "expenditure": ("9996", "4165")},
    indicators=(
        Indicator("产出指标", "数量指标", "改造面积", "5.8万亩", "5.8万亩"),
        Indicator("效益指标", "经济效益指标", "亩均增产", "≥8%", "7.5%", None, None, "秋汛影响"),
    ),
    attributes={"budget_execution_rate": ("0.98",)},
)

# values in yuan under a header that says 万元: kept as stated, whatever one may suspect
AS_STATED = Form(
    "as_stated",
    (
        "项目支出绩效自评表",
        "（2020年度）",
        table("""
        项目名称 | 河道保洁 | < | < | < | < | < | <
        主管部门 | 砚州市青崖区水务局 | < | < | 实施单位 | 砚州市青崖区河道管理所 | < | <
        项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | 1450000.00 | 1450000.00 | 1421000.00 | 10 | 98.00% | 9.8
        """),
    ),
    unit="砚州市青崖区河道管理所",
    year=2020,
    family="project_performance_self_evaluation",
    supervising_unit="砚州市青崖区水务局",
    money=funds("河道保洁", 2020, all_funds=("1450000", "1450000", "1421000")),
    attributes={
        "budget_execution_rate": ("0.98",),
        "budget_execution_weight": ("10",),
        "budget_execution_score": ("9.8",),
    },
)

# a declaration of targets only: a budget, no execution, no actual values
TARGETS_ONLY = Form(
    "targets_only",
    (
        "项目支出绩效目标申报表",
        "（2024年度）",
        table("""
        项目名称   | 古桥修缮     | <        | <            | <
        主管部门   | 砚溪县文化旅游局 | <    | 实施单位     | 砚溪县文物保护站
        项目资金（万元） | 年度资金总额： | < | 64.00      | <
        ^          | 其中：财政拨款 | <      | 60.00        | <
        ^          | 　　　其他资金 | <      | 4.00         | <
        总体目标   | 修缮古桥两座   | <      | <            | <
        绩效指标   | 一级指标       | 二级指标 | 三级指标   | 指标值
        ^          | 产出指标       | 数量指标 | 修缮古桥数 | 2座
        ^          | ^              | 质量指标 | 验收合格率 | 100%
        ^          | 效益指标       | 社会效益指标 | 年接待游客 | ≥1.5万人次
        """),
    ),
    unit="砚溪县文物保护站",
    year=2024,
    family="performance_target",
    supervising_unit="砚溪县文化旅游局",
    money=(
        Money("budget", "project", "64", "unstated", "古桥修缮"),
        Money("budget", "project", "60", "unstated", "古桥修缮", "fiscal_appropriation"),
        Money("budget", "project", "4", "unstated", "古桥修缮", "other_funds"),
    ),
    indicators=(
        Indicator("产出指标", "数量指标", "修缮古桥数", "2座", None),
        Indicator("产出指标", "质量指标", "验收合格率", "100%", None),
        Indicator("效益指标", "社会效益指标", "年接待游客", "≥1.5万人次", None),
    ),
)

FORMS = (
    STANDARD,
    WHOLE_UNIT,
    OPERATOR_COLUMNS,
    THIRTEEN,
    DECISION_BLOCKS,
    ADJUSTED_TARGETS,
    TICK_BOXES,
    YUAN_ABOVE,
    SHUFFLED,
    *PAGE_BREAKS,
    WEIGHTS_IN_NAMES,
    SPLIT_PAIRS,
    BROKEN_WORDS,
    TRANSFER,
    AS_STATED,
    TARGETS_ONLY,
)


@pytest.mark.parametrize(("form", "rendering", "aspect"), every(FORMS))
def test_form(form: Form, rendering: str, aspect: str) -> None:
    verify(form, rendering, aspect)


# target, actual, level 1 -> met or not (None: it doesn't follow), and the achievement rate where one does
MET = [
    ("≥24间", "23间", "产出指标", False, "0.9583"),
    ("≥24间", "24间", "产出指标", True, "1"),
    ("360座次", "384座次", "产出指标", True, "1.0667"),
    ("≤3.8万元", "3.6万元", "产出指标", True, None),
    ("3.8万元", "3.9万元", "成本指标", False, None),
    ("3.8万元", "3.6万元", "成本指标", True, None),
    ("不超过38000元", "3.6万元", "成本指标", True, None),
    ("90%以上", "89.9%", "满意度指标", False, "0.9989"),
    ("3000万元以上", "0.42亿元", "效益指标", True, "1.4"),
    ("100%", "97%", "产出指标", False, "0.97"),
    ("在100%以内", "96%", "产出指标", True, None),
    ("<3次", "3次", "产出指标", False, None),
    ("增长10%", "稍有增长", "效益指标", None, None),
    ("全年", "全年", "产出指标", None, None),
    ("满意", "满意", "满意度指标", None, None),
    ("≥60人", "", "产出指标", None, None),
    ("2023年12月", "2023年11月", "产出指标", None, None),
    ("30万株", "31万平方米", "产出指标", None, None),
]


@pytest.mark.parametrize(("target", "actual", "level1", "is_met", "rate"), MET)
def test_met_only_where_it_follows(
    target: str, actual: str, level1: str, is_met: bool | None, rate: str | None
) -> None:
    drawn = table(f"""
        项目名称 | 乡村书屋建设 | < | < | < | < | <
        实施单位 | 砚溪县图书馆 | < | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
        {level1} | 其他指标 | 某项指标 | {target} | {actual} | 10 | 10
    """)
    (only,) = read(("项目支出绩效自评表", "（2023年度）", drawn), "cells")
    (row,) = only.indicators
    assert (row.is_met, plain(row.achievement_rate)) == (is_met, rate)


def _tight(text: str) -> str:
    return "".join(text.split())


# how web pages and converters show the same form: everything in pipes, or a cell per line without tabs
HOSTS = {
    "pipes": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "pipes_empty_cells_dropped": lambda rows: "\n".join(
        "| " + " | ".join(cell for cell in row if cell) + " |" for row in rows
    ),
    "cell_per_line": lambda rows: "\n\n".join("\n".join(cell for cell in row if cell) for row in rows),
    "single_spaces": lambda rows: "\n".join(" ".join(cell for cell in row if cell) for row in rows),
}


@pytest.mark.parametrize("host", HOSTS)
def test_the_standard_form_as_other_hosts_flatten_it(host: str) -> None:
    drawn = next(part for part in STANDARD.parts if not isinstance(part, str))
    rows = [["" if cell in "<^" else _tight(cell) for cell in row] for row in drawn.grid]
    lines = [part if isinstance(part, str) else HOSTS[host](rows) for part in STANDARD.parts]
    found = read(("\n".join(lines),))
    assert {short(claim) for claim in claims_of(found)} == set(planted(STANDARD.money, 2023))


@pytest.mark.parametrize("host", HOSTS)
def test_a_form_that_is_not_rebuilt_claims_nothing_wrong(host: str) -> None:
    drawn = next(part for part in STANDARD.parts if not isinstance(part, str))
    rows = [["" if cell in "<^" else _tight(cell) for cell in row] for row in drawn.grid]
    lines = [part if isinstance(part, str) else HOSTS[host](rows) for part in STANDARD.parts]
    assert {short(claim) for claim in claims_of(read(("\n".join(lines),)))} <= set(planted(STANDARD.money, 2023))
