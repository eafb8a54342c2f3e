"""Documents that are no such report: nothing is recognised, so landing puts them into quarantine."""

from __future__ import annotations

import pytest

from tests.forms.kit import Part, read, table

RENDERINGS = ("text", "cells")
DOCUMENTS: dict[str, tuple[Part, ...]] = {
    "notice on self-evaluation": (
        "砚溪县财政局关于开展2023年度部门整体支出绩效自评工作的通知",
        "砚财绩〔2024〕12号",
        "县直各预算单位：",
        "为做好2023年度绩效自评工作，现将有关事项通知如下：",
        "一、自评范围",
        "2023年度纳入部门预算管理的全部财政资金，项目支出100万元以上的须逐项填报《项目支出绩效自评表》。",
        "二、工作要求",
        "各单位于2024年4月30日前报送《部门整体支出绩效自评报告》。联系电话：0730-5550101。",
        "砚溪县财政局",
        "2024年3月11日",
    ),
    "notice without the word in its first line": (
        "砚溪县财政局文件",
        "砚财绩〔2024〕12号",
        "关于开展2023年度部门整体支出绩效自评工作的通知",
        "各乡镇人民政府、县直各单位：",
        "请于4月30日前报送2023年度部门整体支出绩效自评报告和自评表，项目支出100万元以上的逐项填报。",
    ),
    "approval of a budget": (
        "砚溪县财政局关于批复2024年部门预算的通知",
        "砚溪县水利局：",
        "经县人民代表大会批准，现批复你单位2024年部门预算1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。",
    ),
    "news": (
        "我县召开2023年度预算绩效管理工作推进会",
        "来源：砚溪县融媒体中心  发布时间：2024年2月20日",
        "2月19日，全县预算绩效管理工作推进会召开。会议指出，2023年全县一般公共预算支出32.6亿元，同比增长4.1%，民生支出占比达78%。",
        "会议要求，各部门要压紧压实绩效管理责任，确保财政资金提质增效。",
    ),
    "news on an award": (
        "砚溪县财政局荣获全市预算绩效管理考核一等奖",
        "近日，全市2023年度预算绩效管理考核结果揭晓，砚溪县财政局得分96.4分，获一等奖，奖励工作经费10万元。",
    ),
    "procurement announcement": (
        "砚溪县第三中学食堂改造项目竞争性磋商公告",
        "项目编号：YX-2023-0145",
        "一、项目基本情况",
        "预算金额：340000.00元；最高限价：335000.00元。",
        "采购需求：食堂改造一项，合同履行期限60天。",
        "二、申请人的资格要求",
        "满足政府采购法第二十二条规定。",
        "采购人：砚溪县第三中学    联系电话：0730-5550177",
    ),
    "contract award table": (
        "砚溪县第三中学食堂改造项目中标结果公告",
        table("""
        序号 | 供应商名称 | 中标金额（元） | 评审得分
        1 | 砚州云溪建设有限公司 | 322,800.00 | 92.4
        2 | 砚州清源工程有限公司 | 331,000.00 | 88.1
        """),
    ),
    "novel": (
        "第三章  雨夜",
        "掌柜把账本合上，说这一年总共花了三百二十两银子，收成却只有去年的一半。",
        "“你若肯留下，”他低声道，“我给你每月五元的工钱。”",
        "窗外的雨下了整整一夜，直到天明也没有停。",
    ),
    "recruitment": (
        "砚溪县卫生健康局2024年公开招聘工作人员公告",
        "因工作需要，面向社会公开招聘工作人员12人，编制数40人，现有在职人员33人，年薪8万元以上。",
    ),
    "measures on performance management": (
        "砚溪县预算绩效管理办法",
        "第一条 为加强预算绩效管理，根据《预算法》制定本办法。",
        "第八条 绩效自评满分100分，其中预算执行率10分，产出指标50分，效益指标30分，满意度指标10分。",
        "第九条 项目支出50万元以上的，应当编制绩效目标。",
    ),
    "blank form to fill": (
        "项目支出绩效自评表",
        "（   年度）",
        table("""
        项目名称 | | < | < | < | < | < | < | <
        主管部门 | | < | < | 实施单位 | | < | < | <
        项目资金（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | < | | | | 10 | |
        ^ | 其中：当年财政拨款 | < | | | | — | | —
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
        ^ | 产出指标 | 数量指标 | 指标1： | | | | |
        ^ | ^ | ^ | 指标2： | | | | |
        ^ | ^ | ^ | …… | | | | |
        总分 | < | < | < | < | < | 100 | |
        """),
    ),
    "company account": (
        "砚州云溪建设有限公司2023年年度报告",
        "报告期内营业收入3,206.50万元，同比增长12%，净利润206.10万元。",
    ),
    "meeting minutes": (
        "砚溪县人民政府常务会议纪要",
        "会议听取了2023年预算执行情况汇报，原则同意追加砚溪县水利局防汛经费200万元。",
    ),
    "table of contents only": ("目录", "一、基本情况", "二、绩效目标", "三、附件"),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_is_no_report(name: str, rendering: str) -> None:
    assert read(DOCUMENTS[name], rendering) == []


# looks like the above in one respect, and is a report all the same
REPORTS: dict[str, tuple[Part, ...]] = {
    "a notice's number above the title": (
        "砚财绩〔2024〕12号",
        "砚溪县水利局2023年度部门整体支出绩效自评报告",
        "根据《关于开展绩效自评工作的通知》要求，现报告如下。2023年度支出合计1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。",
    ),
    "announcing itself as 公告": (
        "砚溪县水利局关于公开2023年度部门整体支出绩效自评报告的公告",
        "砚溪县水利局2023年度部门整体支出绩效自评报告",
        "2023年度支出合计1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。",
    ),
    "no amounts but a score and indicators": (
        "砚溪县水利局2023年度部门整体支出绩效自评报告",
        "一、绩效自评情况",
        "2023年度部门整体支出绩效自评得分为95.5分。",
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_is_a_report_all_the_same(name: str) -> None:
    (only,) = read(REPORTS[name])
    assert (only.identity.unit_name, only.identity.fiscal_year) == ("砚溪县水利局", 2023)


# figures that nobody puts his name to, under a known title and without any
UNTOLD: dict[str, tuple[Part, ...]] = {
    "a title alone": (
        "部门整体支出绩效自评报告",
        "本年度支出合计1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。",
    ),
    "a table that lost its cover": (
        table("""
        项目 | 上年决算数（万元） | 本年决算数（万元）
        基本支出 | 700.00 | 786.40
        项目支出 | 450.00 | 500.00
        “三公”经费 | 4.00 | 3.30
        """),
    ),
}


@pytest.mark.parametrize("name", UNTOLD)
def test_a_report_that_names_neither_a_body_nor_a_year_is_one(name: str) -> None:
    (only,) = read(UNTOLD[name])
    assert (only.identity.unit_name, only.identity.fiscal_year) == (None, None)
    assert only.claims and not any(row.reason == "no_fiscal_year" for row in only.unrecognised)


def test_its_amounts_are_counted_from_the_year_that_it_does_not_state() -> None:
    (only,) = read(UNTOLD["a table that lost its cover"])
    found = {(row.line_item_code, row.amount_text, row.stated_fiscal_year) for row in only.claims}
    assert {("basic", "786.40", 0), ("basic", "700.00", -1), ("three_public", "4.00", -1)} <= found
    compared = "“三公”经费支出3.30万元，比上年决算数4.00万元减少0.70万元。"
    (prose,) = read(("部门整体支出绩效自评报告", "“三公”经费情况", compared))
    assert {(row.amount_text, row.stated_fiscal_year) for row in prose.claims} == {("3.30", 0), ("4.00", -1)}
