"""Whole reports of our own making, as long as real ones: final accounts, a budget, a self-evaluation, a form for each of many projects.

Drawn as `tests.forms.kit` draws forms; every figure comes from a seed and no body of these names exists. What is compared is how a
report reads in one rendition and in another, so nothing is planted here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from tests.forms.kit import Drawn, Form, Part

_CLASSES = (
    ("201", "一般公共服务支出", (("20103", "政府办公厅（室）及相关机构事务", ("行政运行", "一般行政管理事务", "机关服务", "信访事务", "事业运行")),
                                 ("20113", "商贸事务", ("行政运行", "国内贸易管理", "招商引资", "其他商贸事务支出")))),
    ("206", "科学技术支出", (("20604", "技术研究与开发", ("科技成果转化与扩散", "其他技术研究与开发支出")),)),
    ("208", "社会保障和就业支出", (("20805", "行政事业单位养老支出", ("行政单位离退休", "机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出")),
                                   ("20808", "抚恤", ("死亡抚恤", "其他优抚支出")))),
    ("210", "卫生健康支出", (("21011", "行政事业单位医疗", ("行政单位医疗", "事业单位医疗", "公务员医疗补助")),)),
    ("212", "城乡社区支出", (("21201", "城乡社区管理事务", ("行政运行", "城管执法", "其他城乡社区管理事务支出")),
                             ("21205", "城乡社区环境卫生", ("城乡社区环境卫生",)))),
    ("213", "农林水支出", (("21301", "农业农村", ("病虫害控制", "农产品质量安全", "耕地建设与利用")), ("21303", "水利", ("防汛", "水资源节约管理与保护")))),
    ("221", "住房保障支出", (("22102", "住房改革支出", ("住房公积金", "提租补贴", "购房补贴")),)),
)  # fmt: skip
_ECONOMIC = (
    ("301", "工资福利支出", ("基本工资", "津贴补贴", "奖金", "绩效工资", "机关事业单位基本养老保险缴费", "职业年金缴费", "职工基本医疗保险缴费", "公务员医疗补助缴费", "其他社会保障缴费", "住房公积金", "其他工资福利支出")),
    ("302", "商品和服务支出", ("办公费", "印刷费", "水费", "电费", "邮电费", "物业管理费", "差旅费", "维修（护）费", "会议费", "培训费", "公务接待费", "劳务费", "工会经费", "福利费", "公务用车运行维护费", "其他交通费用")),
    ("303", "对个人和家庭的补助", ("离休费", "退休费", "抚恤金", "生活补助", "奖励金")),
)  # fmt: skip
_PROJECTS = (
    "河道清淤专项经费", "智慧水务平台建设", "村级公益事业补助", "老旧管网改造工程", "古树名木保护专项", "乡镇食堂运行补助", "湿地公园管护费", "防汛物资储备",
)  # fmt: skip


class _Figures:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def amount(self, low: float, high: float) -> Decimal:
        return Decimal(str(round(self.chance.uniform(low, high), 2))).quantize(Decimal("0.01"))


def _table(rows: Sequence[Sequence[str]]) -> Drawn:
    assert len({len(row) for row in rows}) == 1
    return Drawn(tuple(tuple(row) for row in rows))


def _written(value: Decimal) -> str:
    return f"{value:,.2f}" if value else ""


def _by_class(figures: _Figures, columns: int, scale: float) -> list[list[str]]:
    """Rows of classes, sections and items with sums: code, name, the sum over the columns, each column."""
    rows: list[list[str]] = []
    whole = [Decimal(0)] * columns
    for code, name, sections in _CLASSES:
        at_class = len(rows)
        of_class = [Decimal(0)] * columns
        for section_code, section_name, items in sections:
            at_section = len(rows)
            of_section = [Decimal(0)] * columns
            for number, item in enumerate(items, start=1):
                values = [
                    figures.amount(scale / 10, scale) if not at or figures.chance.random() < 0.4 else Decimal(0)
                    for at in range(columns)
                ]
                rows.append(
                    [f"{section_code}{number:02d}", item, _written(sum(values, Decimal(0))), *map(_written, values)]
                )
                of_section = [a + b for a, b in zip(of_section, values, strict=True)]
            rows.insert(
                at_section,
                [section_code, section_name, _written(sum(of_section, Decimal(0))), *map(_written, of_section)],
            )
            of_class = [a + b for a, b in zip(of_class, of_section, strict=True)]
        rows.insert(at_class, [code, name, _written(sum(of_class, Decimal(0))), *map(_written, of_class)])
        whole = [a + b for a, b in zip(whole, of_class, strict=True)]
    return [["合计", "<", _written(sum(whole, Decimal(0))), *map(_written, whole)], *rows]


def _economic(figures: _Figures, scale: float) -> list[list[str]]:
    """Code, name, sum, personnel, operating."""
    rows: list[list[str]] = []
    sums = [Decimal(0), Decimal(0)]
    for code, name, items in _ECONOMIC:
        values = [figures.amount(scale / 50, scale / 4) for _ in items]
        at = code == "302"
        sums[at] += sum(values, Decimal(0))
        for item_code, item, value in [(code, name, sum(values, Decimal(0)))] + [
            (f"{code}{number:02d}", item, value)
            for number, (item, value) in enumerate(zip(items, values, strict=True), 1)
        ]:
            rows.append(
                [item_code, item, _written(value), "" if at else _written(value), _written(value) if at else ""]
            )
    return [*rows, ["合计", "<", _written(sum(sums, Decimal(0))), *map(_written, sums)]]


def _final_accounts() -> Form:
    figures = _Figures(11)
    unit, year = "云渚区环境卫生事务中心", 2023
    spent = _by_class(figures, 2, 90)
    income = _by_class(figures, 6, 70)
    total = spent[0][2]
    three = ["15.60", "0.00", "12.40", "0.00", "12.40", "3.20", "12.85", "0.00", "10.31", "0.00", "10.31", "2.54"]
    parts: list[Part] = [
        f"{unit}{year}年度部门决算",
        "第一部分 部门概况",
        "一、主要职能",
        f"{unit}是区政府直属的公益一类事业单位，承担全区道路清扫保洁、生活垃圾收运处置、公共厕所管理以及环境卫生设施规划建设的具体工作，并受委托开展有关的监督检查和宣传教育。",
        "二、机构设置",
        "中心内设综合科、业务科、设施科和安全科四个科室，编制46名，年末实有43人。",
        f"第二部分 {year}年度部门决算表",
        "收入支出决算总表",
        "公开01表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["收入", "<", "支出", "<"],
            ["项目", "决算数", "项目", "决算数"],
            ["一、一般公共预算财政拨款收入", total, "一、一般公共服务支出", spent[1][2]],
            ["二、政府性基金预算财政拨款收入", "", "二、科学技术支出", "41.22"],
            ["三、国有资本经营预算财政拨款收入", "", "三、社会保障和就业支出", "153.06"],
            ["四、上级补助收入", "", "四、卫生健康支出", "66.70"],
            ["五、事业收入", "", "五、城乡社区支出", "1,020.38"],
            ["六、经营收入", "", "六、住房保障支出", "88.45"],
            ["本年收入合计", total, "本年支出合计", total],
            ["年初结转和结余", "3.20", "年末结转和结余", "3.20"],
            ["总计", "4,118.20", "总计", "4,118.20"],
        ]),
        "收入决算表",
        "公开02表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["项目", "<", "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
            ["功能分类科目编码", "科目名称", "^", "^", "^", "^", "^", "^", "^"],
            *income,
        ]),
        "支出决算表",
        "公开03表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["项目", "<", "本年支出合计", "基本支出", "项目支出"],
            ["功能分类科目编码", "科目名称", "^", "^", "^"],
            *spent,
        ]),
        "一般公共预算财政拨款支出决算表",
        "公开05表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["项目", "<", "本年支出", "<", "<"],
            ["功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"],
            *spent,
        ]),
        "一般公共预算财政拨款基本支出决算表",
        "公开06表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
            *_economic(figures, 200),
        ]),
        "一般公共预算财政拨款“三公”经费支出决算表",
        "公开07表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["预算数", "<", "<", "<", "<", "<", "决算数", "<", "<", "<", "<", "<"],
            ["合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费", "合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"],
            ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^", "^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"],
            three,
        ]),
        f"第三部分 {year}年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        f"{year}年度收入总计4118.20万元，支出总计4118.20万元。与上年相比，收入、支出总计各增加126.35万元，增长3.17%，主要原因是新增两座垃圾转运站的运行经费以及环卫作业车辆更新。",
        "二、“三公”经费财政拨款支出决算情况说明",
        f"{year}年度“三公”经费财政拨款支出预算为15.60万元，支出决算为12.85万元，完成预算的82.37%，决算数小于预算数的主要原因是严格控制公务接待的批次和标准，减少不必要的公务用车出行。其中：公务用车购置及运行维护费支出决算为10.31万元，公务接待费支出决算为2.54万元。",
        "三、政府采购支出情况说明",
        f"{year}年度政府采购支出总额326.41万元，其中：政府采购货物支出186.20万元、政府采购服务支出140.21万元。",
    ]  # fmt: skip
    return Form("final_accounts_long", tuple(parts), unit, year, "final_accounts", renderings=("cells",))


def _budget() -> Form:
    figures = _Figures(12)
    unit, year = "苇河区商务服务中心", 2024
    spent = _by_class(figures, 2, 900_000)
    parts: list[Part] = [
        f"{unit}{year}年部门预算",
        "一、部门主要职能",
        f"{unit}主要承担全区商贸流通、市场运行监测、展会组织和企业服务的事务性工作，为区政府有关部门提供技术支撑，并办理上级交办的其他事项。",
        "二、部门预算编制说明",
        f"{year}年，{unit}预算支出总额为1862.40万元，其中：财政拨款支出预算1862.40万元，比上年预算增加64.10万元，主要原因是新增社区商业调查项目和展会组织经费。",
        "三、部门预算表",
        f"{year}年部门支出预算总表",
        f"编制单位：{unit}  单位：元",
        _table([
            ["功能分类科目编码", "功能分类科目名称", "合计", "基本支出", "项目支出"],
            *spent,
        ]),
        f"{year}年部门一般公共预算基本支出预算表",
        f"编制单位：{unit}  单位：元",
        _table([
            ["部门预算经济分类科目", "<", "一般公共预算基本支出", "<", "<"],
            ["经济分类科目编码", "经济分类科目名称", "合计", "人员经费", "公用经费"],
            *_economic(figures, 2_000_000),
        ]),
        f"{year}年部门“三公”经费和机关运行经费预算表",
        f"编制单位：{unit}  单位：万元",
        _table([
            ["“三公”经费预算数", "<", "<", "<", "<", "<", "机关运行经费预算数"],
            ["合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", "<", "<", "^"],
            ["^", "^", "^", "小计", "购置费", "运行费", "^"],
            ["9.80", "0.00", "2.30", "7.50", "0.00", "7.50", "112.46"],
        ]),
        "四、其他相关情况说明",
        f"{year}年本部门“三公”经费预算数为9.80万元，比上年预算减少0.40万元。其中：公务接待费2.30万元，公务用车购置及运行费7.50万元。",
        f"{year}年度本部门政府采购预算86.30万元，其中：政府采购货物预算31.20万元、政府采购服务预算55.10万元。",
    ]  # fmt: skip
    return Form("budget_long", tuple(parts), unit, year, "department_budget", renderings=("cells",))


_INDICATORS = (
    ("产出指标(50分)", "数量指标", (("清扫保洁面积", "≥320万平方米", "328万平方米", "4", "4", ""),
                                   ("组织环卫工人安全生产和文明作业培训的场次", "≥12次", "11次", "4", "3.7", "受汛期影响，原定七月的一场培训推迟到次年一月举行，今后将提前安排场地并与气象部门会商"),
                                   ("公厕改造数量", "6座", "6座", "4", "4", ""), ("垃圾清运量", "≥5.6万吨", "5.82万吨", "4", "4", ""),
                                   ("更新作业车辆", "9台", "9台", "4", "4", ""), ("开展专项督查", "24次", "26次", "4", "4", ""))),
    ("产出指标(50分)", "质量指标", (("道路机械化清扫率", "≥92%", "93.4%", "4", "4", ""), ("设备完好率", "≥95%", "94.2%", "4", "3.9", "两台洗扫车因配件停产维修时间较长"),
                                   ("问题整改率", "100%", "100%", "4", "4", ""))),
    ("产出指标(50分)", "时效指标", (("公厕改造完成时间", "2022年10月底前", "2022年10月", "4", "4", ""), ("资金支付及时率", "≥98%", "99.1%", "4", "4", ""))),
    ("产出指标(50分)", "成本指标", (("清扫保洁单位成本", "≤11.5元/平方米", "11.2元/平方米", "3", "3", ""), ("公厕改造单价", "≤18万元/座", "17.6万元/座", "3", "3", ""))),
    ("效益指标(30分)", "社会效益指标", (("市民投诉同比下降，城市环境面貌得到持续改善", "≥10%", "12.6%", "8", "8", ""), ("媒体正面报道", "≥20篇", "23篇", "7", "7", ""))),
    ("效益指标(30分)", "生态效益指标", (("生活垃圾无害化处理率", "100%", "100%", "8", "8", ""),)),
    ("效益指标(30分)", "可持续影响指标", (("长效管理机制", "健全并有效运行", "基本健全", "7", "6", "部分乡镇的考核办法尚未修订完成，下一年度将督促尽快出台并组织联合检查"),)),
    ("满意度指标(10分)", "服务对象满意度指标", (("市民满意度", "≥90%", "92.3%", "10", "10", ""),)),
)  # fmt: skip


def _self_evaluation() -> Form:
    unit, year = "禾塘区市容环境服务中心", 2022
    rows: list[list[str]] = []
    level1 = level2 = ""
    for first, second, items in _INDICATORS:
        for name, target, actual, weight, score, reason in items:
            rows.append(["^", "^" if first == level1 else first, "^" if (first, second) == (level1, level2) else second,
                         name, target, actual, weight, score, reason])  # fmt: skip
            level1, level2 = first, second
    parts: list[Part] = [
        f"{year}年度{unit}部门整体支出绩效自评报告",
        "一、部门基本情况",
        f"{unit}内设4个科室，承担全区市容环境卫生的日常管理工作。年末编制数62人，实际在职人数58人。",
        "二、一般公共预算支出情况",
        "（一）基本支出情况",
        f"{year}年基本支出预算812.30万元，实际支出806.15万元，主要用于在职人员工资福利、社会保障缴费以及保障机构正常运转的日常办公开支。其中：人员经费支出701.40万元，公用经费支出104.75万元，公用经费控制在预算以内。",
        "（二）项目支出情况",
        "1.环卫作业市场化经费，年初预算386.00万元，实际支出381.52万元，主要用于主次干道和背街小巷的清扫保洁、洒水降尘以及公共厕所的日常管护。",
        "2.公厕改造专项，年初预算108.00万元，实际支出105.60万元，完成六座公共厕所的提质改造，配套了无障碍设施和第三卫生间。",
        "三、政府性基金预算支出情况",
        "本单位无政府性基金预算支出。",
        "六、部门整体支出绩效情况",
        f"（一）{year}年全年预算数1306.30万元，全年执行数1293.27万元，预算执行率99.00%。全年完成道路清扫保洁面积328万平方米，清运生活垃圾5.82万吨，查处违规倾倒行为146起，市民满意度稳步提升，较好地完成了年初确定的各项工作任务。",
        "（二）存在的主要问题是部分项目前期论证不够充分，采购程序启动偏晚，影响了支出进度；个别指标设置偏于笼统，不便于考核。",
        "附件1",
        f"{year}年度部门整体支出绩效评价基础数据表",
        _table([
            ["财政供养人员情况（人）", "编制数", "2022年实际在职人数", "控制率"],
            ["^", "62", "58", "93.55%"],
            ["经费控制情况（万元）", "2021年决算数", "2022年预算数", "2022年决算数"],
            ["三公经费", "18.30", "17.50", "14.26"],
            ["　　1、公务用车购置和维护经费", "15.10", "14.50", "12.05"],
            ["　　　　其中：公车购置", "0", "0", "0"],
            ["　　　　　　　公车运行维护", "15.10", "14.50", "12.05"],
            ["　　2、出国经费", "0.00", "0.00", "0.00"],
            ["　　3、公务接待", "3.20", "3.00", "2.21"],
            ["项目支出：", "455.30", "494.00", "487.12"],
            ["　　1、环卫作业市场化经费", "362.10", "386.00", "381.52"],
            ["　　2、公厕改造专项", "93.20", "108.00", "105.60"],
            ["公用经费", "110.20", "106.00", "104.75"],
            ["　　其中：办公经费", "12.60", "12.00", "11.48"],
            ["　　　　　水费、电费、差旅费", "31.40", "30.00", "29.75"],
            ["　　　　　会议费、培训费", "2.80", "2.50", "1.96"],
            ["政府采购金额", "——", "120.00", "117.30"],
        ]),
        "附件2",
        f"{year}年度部门整体支出绩效自评表",
        _table([
            ["部门（单位）名称", unit, "<", "<", "<", "<", "<", "<", "<"],
            ["年度预算申请（万元）", "", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            ["^", "年度资金总额", "<", "1,306.30", "1,306.30", "1,293.27", "10", "99.00%", "9.9"],
            ["^", "其中：基本支出", "<", "812.30", "812.30", "806.15", "", "", ""],
            ["^", "　　　项目支出", "<", "494.00", "494.00", "487.12", "", "", ""],
            ["年度总体目标", "预期目标", "<", "<", "<", "实际完成情况", "<", "<", "<"],
            ["^", "保持主次干道和背街小巷清洁，完成公厕提质改造，推进生活垃圾分类，市民满意度达到九成。", "<", "<", "<", "清扫保洁和垃圾清运任务全面完成，公厕改造按期交付使用，垃圾分类覆盖全部社区。", "<", "<", "<"],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
            *rows,
            ["总分", "<", "<", "<", "<", "<", "100", "98.5", ""],
        ]),
        "填表人：吕青禾  填报日期：2023年3月9日  联系电话：0731-5550171",
    ]  # fmt: skip
    return Form("self_evaluation_long", tuple(parts), unit, year, "overall_performance_self_evaluation")


def _many_small() -> Form:
    figures = _Figures(14)
    unit, year = "岚溪县水务局", 2023
    parts: list[Part] = [f"{unit}{year}年度部门整体支出绩效自评报告", "二、项目支出情况"]
    for number, name in enumerate(_PROJECTS, start=1):
        budget = figures.amount(20, 400)
        spent = (budget * Decimal("0.96")).quantize(Decimal("0.01"))
        parts += [
            f"{number}.{name}",
            _table([
                ["项目名称", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）", "执行率"],
                [name, f"{budget}", f"{budget}", f"{spent}", "96.00%"],
            ]),
        ]  # fmt: skip
    return Form(
        "many_small_tables", tuple(parts), unit, year, "overall_performance_self_evaluation", renderings=("cells",)
    )


FORMS = (_final_accounts(), _budget(), _self_evaluation(), _many_small())
