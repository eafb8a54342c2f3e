"""Reports of invented bodies, and short ways to read them in tests."""

from __future__ import annotations

from ingest.document import Document
from ingest.readers import reader_for, sniff
from ingest.recognisers import Recognition, recognise
from ingest.records import AttributeRow, ClaimRow, IndicatorRow, UnrecognisedRow

SHA = "5e" * 32
TITLE = "2023年度清河市云溪区水务局整体支出绩效自评报告\n"
PROJECTS = "二、一般公共预算支出情况\n（二）项目支出情况\n"


def document(text: str | bytes) -> Document:
    """A text as the reader for its bytes sees it."""
    data = text.encode() if isinstance(text, str) else text
    reader = reader_for(sniff(data, "report.txt"))
    assert reader is not None
    return reader.read(data)


def recognised(body: str, head: str = TITLE) -> Recognition:
    """The one report of a text."""
    (found,) = recognise(document(head + body), SHA)
    return found


def said(claim: ClaimRow) -> str:
    """A claim in one line: year, measure and version, line item or project, fund where told, yuan."""
    measure = f"{claim.measure}.{claim.budget_version}" if claim.budget_version else claim.measure
    line = f"project:{claim.project_name}" if claim.project_name else claim.line_item_code
    fund = "" if claim.fund_code == "all_funds" else f" {claim.fund_code}"
    return f"{claim.stated_fiscal_year} {measure} {line}{fund} {claim.amount_yuan.normalize():f}"


def _quantity(text: str | None, *parts: object) -> str:
    told = " ".join(str(part) for part in parts if part is not None)
    return f"{text} ({told})" if told else str(text)


def indicated(row: IndicatorRow) -> str:
    """Levels, target and actual value as written and as understood, and what follows from the two."""
    target = _quantity(row.target_text, row.target_operator, row.target_value, row.target_unit)
    actual = _quantity(row.actual_text, row.actual_value, row.actual_unit)
    told = {"weight": row.weight, "score": row.score, "rate": row.achievement_rate, "reason": row.deviation_reason, "written": row.completion_rate_text}  # fmt: skip
    rest = "".join(f", {name} {value}" for name, value in told.items() if value is not None)
    met = {True: ", met", False: ", missed", None: ""}[row.is_met]
    return f"{row.level1}/{row.level2}/{row.level3}: {target} -> {actual}{met}{rest}"


def claims(body: str, head: str = TITLE) -> list[str]:
    return [said(claim) for claim in recognised(body, head).claims]


def source_text(found: Document, row: ClaimRow | IndicatorRow | AttributeRow | UnrecognisedRow) -> str:
    """The whole text of the block or cell that a row points to."""
    block = next(block for block in found.blocks if block.block_no == row.block_no)
    if row.table_no is None:
        return block.text
    assert block.table is not None
    assert block.table.table_no == row.table_no
    return next(c.text for c in block.table.cells if (c.row_no, c.column_no) == (row.row_no, row.column_no))


def everything_read(lines: str, head: str) -> str:
    """What is read in lines of running text, in its order: claims, and figures that aren't understood with their reason and label."""
    found, source = recognised(lines, head), document(head + lines)
    told = [(claim.block_no, claim.char_start, said(claim)) for claim in found.claims]
    for row in found.unrecognised:
        figure = source_text(source, row)[row.char_start : row.char_end]
        told.append((row.block_no, row.char_start, f"{figure}: {row.reason}{f' ({row.label})' if row.label else ''}"))
    return " | ".join(what for *_, what in sorted(told))


# -- whole reports, own content ----------------------------------------------------------------------------------------

SECTIONS = """附件1
2023年度部门（单位）整体支出
绩效自评报告
部门（单位）名称：清河市云溪区水务局（盖章）
年  月  日
2023年度清河市云溪区水务局整体支出绩效自评报告
一、部门基本情况
清河市云溪区水务局是云溪区人民政府组成部门，负责辖区河道和水库管理。2023年末编制数32人，实际在职人数30人，退休人员12人。
二、一般公共预算支出情况
（一）基本支出情况
1.2023年年初预算资金812.45万元。
2.2023年度单位一般公共预算财政拨款收入1,035.60万元。
3.2023年度单位一般公共预算财政拨款支出1,028.35万元。其中：项目支出360.20万元，基本支出668.15万元，其中：人员经费590.75万元，公用经费77.40万元。
（二）项目支出情况
1.河道清淤专项210.50万元。用于清理云溪河等4条河道，清淤3.2万立方米。
2.水库除险加固经费149.70万元。用于石桥水库溢洪道修复。
三、政府性基金预算支出情况
无。
四、国有资本经营预算支出情况
无。
五、社会保险基金预算支出情况
无。
六、资金使用及绩效情况
（一）整体支出绩效情况
1.2023年度一般公共预算财政拨款收入1,035.60万元，支出1,028.35万元，预算执行率99.30%。
2.全年巡河1,260余次，整改问题46处，群众满意度达到96%。
（二）项目支出绩效情况
1.年初预算项目河道清淤专项，预算资金220万元，实际支出210.50万元，执行率95.68%，结余结转9.5万元。
2.年中追加项目水库除险加固经费，预算资金149.70万元，实际支出149.70万元。
七、存在的问题及原因分析
项目前期工作不够充分，资金支付较慢。
八、下一步改进措施
加快项目前期工作。
九、绩效自评结果拟应用和公开情况
按要求公开。

填表人：张伟     联系电话：0731-28221234
"""

BASE_TABLE = (
    "附件2\n2023年度整体支出绩效评价基础数据表\n"
    "\t财政供养人员情况\n\n\t编制数\n\t2023年实际在职人数\n\t控制率\n\n\t\n\t32\n\t30\n\t93.75%\n\n"
    "\t经费控制情况\n\n\t2022年决算数\n\t2023年预算数\n\t2023年决算数\n\n"
    "\t三公经费\n\t9.80\n\t10.00\n\t8.65\n\n"
    "\t  1、公务用车购置和维护经费\n\t6.20\n\t6.50\n\t6.05\n\n"
    "\t    其中：公车购置\n\t0\n\t0\n\t0\n\n"
    "\t        公车运行维护\n\t6.20\n\t6.50\n\t6.05\n\n"
    "\t  2、出国经费\n\t0\n\t0\n\t0\n\n"
    "\t  3、公务接待\n\t3.60\n\t3.50\n\t2.60\n\n"
    "\t项目支出：\n\t280.00\n\t220.00\n\t360.20\n\n"
    "\t  1、河道清淤专项\n\t280.00\n\t220.00\n\t210.50\n\n"
    "\t  2、水库除险加固经费\n\t0\n\t0\n\t149.70\n\n"
    "\t公用经费\n\t80.15\n\t82.00\n\t77.40\n\n"
    "\t  其中：办公经费\n\t20.10\n\t21.00\n\t19.25\n\n"
    "\t政府采购金额\n\t——\n\t60.00\n\t55.00\n\n"
    "说明：项目支出需要填报除专款以外的所有项目支出情况。\n填表人：张伟  填报日期：2024.3.5  联系电话：28221234\n"
)

SELF_TABLE = (
    "附件3\n2023年度部门整体支出绩效自评表\n"
    "\t区级预算部门（单位）名称\n\t清河市云溪区水务局\n\n"
    "\t年度预\n\n算申请\n\n（万元）\n\t\n\t年初预算数\n\t全年预算数\n\t全年执行数\n\t分值\n\t执行率\n\t得分\n\n"
    "\t\n\t年度资金总额\n\t812.45\n\t1035.60\n\t1028.35\n\t10\n\t99.30%\n\t9.9\n\n"
    "\t\n\t按收入性质分：1035.60\n\t按支出性质分：1035.60\n\n"
    "\t\n\t其中：一般公共预算：1035.60\n\t其中：基本支出：668.15\n\n"
    "\t\n\t      政府性基金拨款：0\n\t项目支出：367.45\n\n"
    "\t年度总体目标\n\t预期目标\n\t实际完成情况\n\n"
    "\t\n\t完成4条河道清淤\n\t已完成\n\n"
    "\t绩效指标\n\t一级指标\n\t二级指标\n\t三级指标\n\t年度指标值\n\t实际完成值\n\t分值\n\t得分\n\t偏差原因分析及改进措施\n\n"
    "\t\n\t产出指标(50分)\n\t数量指标\n\t清淤河道条数\n\t≥4条\n\t4条\n\t20\n\t20\n\t\n\n"
    "\t\n\t\n\t\n\t巡河次数\n\t1200次以上\n\t1260次\n\t10\n\t10\n\t\n\n"
    "\t\n\t\n\t质量指标\n\t验收合格率\n\t100%\n\t98%\n\t20\n\t19\n\t一处护坡返工\n\n"
    "\t\n\t成本指标（10分）\n\t经济成本指标\n\t清淤成本\n\t≤220万元\n\t210.5万元\n\t10\n\t10\n\t\n\n"
    "\t\n\t效益指标(20分)\n\t可持续影\n响指标\n\t河道水质\n\t稍有改善\n\t有改善\n\t20\n\t18\n\t\n\n"
    "\t\n\t满意度指标(10分)\n\t服务对象满意度指标\n\t群众满意度\n\t不低于95%\n\t96%\n\t10\n\t10\n\t\n\n"
    "\t总分\n\t100\n\t96.9\n\n"
    "填表人：张伟  填报日期：  联系电话：28221234  单位负责人签字：李敏\n"
)

ONE_TABLE = (
    "2023年度部门整体支出绩效自评报告\n"
    "\t一、部门概况\n\n\t单位名称\n\t清河市云溪区市政管理处\n\t年度预算金额\n\t341.25（万元）\n\n"
    "\t主管部门\n\t清河市云溪区住房和城乡建设局\n\n"
    "\t部门职能概述\n\t负责城区道路、桥梁和路灯的维护管理，编制人数18人，在职人员17人。\n\n"
    "\t二、绩效完成情况\n\n"
    "\t资金管理和使用情况\n\t1、2023年年初预算318.50万元。\n\n2、年中追加22.75万元，其中调增路灯维护经费20万元。\n\n"
    "3、公用经费控制率为98.5%。\n\n4、三公经费支出2.6万元，较上年减少0.3万元。\n\n"
    "\t绩效目标完成情况\n\t绩效自评分数为95.5分。\n\n①绩效目标：维护路灯2000盏以上，目标完成2150盏，完成率107.5%；\n\n"
    "②绩效目标：道路完好率不低于95%，目标完成96%，完成率101.05%。\n"
)

DIMENSIONS = """清河市云溪区农业综合执法大队2023年度部门整体绩效自评报告
1、 基本情况
清河市云溪区农业综合执法大队2023年预算安排1,260.50万元，财政下达预算指标1,180.25万元，较年初预算减少80.25万元。决算支出1,176.40万元，其中：基本支出880.40万元，项目支出296.00万元。
二、自评工作开展情况
成立自评小组，对照指标逐项自评。
三、绩效目标完成情况分析
（一）运行成本指标完成情况
1.公用经费控制指标
（1）公用经费控制率
公用经费年初预算40.00万元，实际支出38.60万元，公用经费控制率96.50%，达到年初目标。
（2）在职人员控制率
编制人数45人，实有在职人员44人，控制率97.78%，完成年初目标。
（二）管理效率指标完成情况
1.预算执行
预算执行率达到99.67%，未达到年初目标。
（三）满意度指标完成情况
1.服务对象满意度
服务对象满意度达到了年初目标95%。
四、存在的问题
部分指标设置不够细化。
"""

REPORTS = {
    "sections": SECTIONS,
    "base_table": SECTIONS + BASE_TABLE,
    "all_annexes": SECTIONS + BASE_TABLE + SELF_TABLE,
    "self_table": SELF_TABLE,
    "one_table": ONE_TABLE,
    "dimensions": DIMENSIONS,
}
