"""Why a figure that no recogniser takes is none of the report's money: each way in which cells, columns and rows say it."""

from __future__ import annotations

import pytest

from tests.unit.ingest.lexicon.test_one_line import table
from tests.unit.ingest.reports import recognised

UNCLAIMED = "unclaimed_figure"

# reason -> cells that say it, each with its one figure marked by braces where it holds several
CELLS = {
    "share": ["94.39%", "94‰", "3百分点", "5百分比", "3成", "{1}:2", "{1}∶2", "{1}：2"],
    "date": [
        "12年", "5月", "5日", "{10}至12月", "{10}~12日", "{10}—12年", "{10}-12月", "10至{12}月", "2024年度", "2023.5", "{2023}-05-06", "2023-05-{06}", "{2023}/5",
        "2023/{5}", "2023年5月{6}日", "2023年{5}月6日", "{2021}-2023", "{2021}~2023", "{2021}至2023", "{2023}—2024", "自2023 年起",
    ],
    "part_of_name": ["第3页", "第5", "5G", "3A级", "第12期", "5-乙"],
    "document_number": [
        "5号", "5页", "5号楼", "附件3", "附表3", "表3", "公开3", "公开03表", "图3", "专栏3", "编号3", "文号：3", "索引号:430", "监督索引号：430", "信用代码430",
        "邮编430000", "邮政编码：430000", "清财预〔2023〕{18}号", "清财预〔{2023}〕18号", "[2023]第{18}号", "〔23〕{18}", "-3-", "- 12 -",
    ],
    "classification_code": ["2010301行政运行", "[2010301]行政运行", " 201行政运行", "20103\n行政运行", "05款)", "05项)"],
    "count": [
        *(f"3{unit}" for unit in ("条", "项", "批", "类", "期", "轮", "届", "级", "层", "倍", "折", "点", "小时", "周", "季度", "万亩", "万吨", "万字", "个", "人", "辆", "台", "件", "楼")),
        "3余人", "3万余人", "3亿个", "10分公司", "10分之一", "3成本", "3成立", "3成效", "3成果", "3成员", "12年均",
    ],
    "score": ["质量（10分）", "质量(10)", "质量（8.5分）", "10分", "满8.5 分"],
    "form_numbering": ["1、办公", "（1）办公", "1.1办公", "办公{1}、差旅", "情况{1}、2024年度", "2、"],
    "masked": ["联系电话28221234", "13812345678", "430102199001011234"],
    UNCLAIMED: [
        "82.00", "1:乙", "2010301元", "3万", "3万元", "5万余元", "5万左右", "(12.50)", "1.1", "（一）3", "{1}、2", "1、{2}", "12)", "1234、办公", "201.5", "五万元", "3（万元）",
        "28221234",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("reason", "cells"), CELLS.items())
def test_what_stands_around_a_figure_in_a_cell_says_what_it_is(reason: str, cells: list[str]) -> None:
    for cell in cells:
        bare = cell.replace("{", "").replace("}", "")
        at = cell.index("{") if "{" in cell else None
        found = recognised(table(["事项", "说明"], ["云溪河", bare])).figures
        one = [row for row in found if at is None or row.char_start == at]
        assert [row.reason for row in one] == [reason], cell


CODES = (
    "科目编码",
    "功能编码",
    "经济分类编码",
    "单位代码",
    "预算编号",
    "项目编码",
    "职能编码",
    "支出编码",
    "编码",
    "编号",
)
SHARES = ("占比", "比重", "比例", "执行率", "%")
COUNTS = ("数量", "人数", "个数", "次数", "台数", "面积", "批次", "人次", "保有（辆）", "职工（人）", "房屋（平方米）", "器材（套）", "车辆（台）", "物资（件）", "监督（次）", "机构（个）")  # fmt: skip
DATES = ("完成日期", "时间", "年月", "起止时间", "起止")
COLUMNS = {
    "share": (*SHARES, "增幅", "升降幅"),
    "classification_code": (*CODES, "类", "款", "项", "科目"),
    "form_numbering": ("序号", "行次", "栏次", "顺序号"),
    "date": (*DATES, "年度", "年份"),
    "count": (*COUNTS, "编制"),
    "score": ("分值", "权重", "满分", "得分", "评分", "打分（分）"),
    "difference": (
        "比上年增加",
        "较上年减少额",
        "比预算增减金额",
        "增减",
        "增减额",
        "增减情况",
        "差额",
        "差异",
        "差值",
    ),
    UNCLAIMED: ("金额", "说明", "项目投入", "类别", "增加人手"),
}
LABELS = {
    "share": (*SHARES, "合格率（百分数）"),
    "classification_code": CODES,
    "date": DATES,
    "count": (*COUNTS, "批次数", "人次数", "接待（批次）", "接待（人次）", "接待（批）"),
    UNCLAIMED: ("金额", "说明", "款", "增加人手"),
}


def reasons(*rows: list[str]) -> set[str | None]:
    return {row.reason for row in recognised(table(*rows)).figures}


@pytest.mark.parametrize(("reason", "headers"), COLUMNS.items())
def test_the_header_above_a_figure_says_what_it_is(reason: str, headers: tuple[str, ...]) -> None:
    for header in headers:
        assert reasons(["事项", "说明", header, "甲"], ["云溪河", "无", "82", "无"]) == {reason}, header


@pytest.mark.parametrize(("reason", "labels"), LABELS.items())
def test_the_label_before_a_figure_says_what_it_is(reason: str, labels: tuple[str, ...]) -> None:
    for label in labels:
        assert reasons(["事项", "说明", "甲"], [label, "82", "无"]) == {reason}, label


@pytest.mark.parametrize("header", ["科目编码", "序号"])
def test_a_figure_with_decimals_is_no_code_and_no_number_of_a_line(header: str) -> None:
    assert reasons(["事项", "说明", header, "甲"], ["云溪河", "无", "8.5", "无"]) == {UNCLAIMED}


@pytest.mark.parametrize("code", ["201", "20103", "2010301", "01", "430000", "4300001234567"])
def test_codes_have_lengths_of_their_own(code: str) -> None:
    assert reasons(["事项", "说明", "科目编码", "甲"], ["云溪河", "无", code, "无"]) == {"classification_code"}
    assert reasons(["事项", "说明", "科目编码", "甲"], ["云溪河", "无", "2010", "无"]) == {UNCLAIMED}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        # money by its unit, whatever word stands before
        ("全年投入46万元。", ["46"]),
        ("全年投入46余万元。", ["46"]),
        ("全年投入46（万元）。", ["46"]),
        ("全年投入46 亿元。", ["46"]),
        ("全年投入46亿，其中外资3万。", ["46", "3"]),
        ("全年投入五十万元。", ["五十"]),
        # or by the word before
        ("年初预算为46。", ["46"]),
        ("年初预算共计：46。", ["46"]),
        ("年初预算合计达到 46，其他不变。", ["46"]),
        ("追加46。", ["46"]),
        ("年末结转46。", ["46"]),
        # no money
        ("全年投入46人。", []),
        ("栽树46万株，育苗3万余个。", []),
        ("年初预算46%。", []),
        ("年初预算46个百分点。", []),
        ("支出46百分点。", []),
        ("支出 46 ‰。", []),
        ("年初预算2023年。", []),
        ("支出5月。", []),
        ("支出5日。", []),
        ("支出5号。", []),
        ("年初预算3个。", []),
        ("年初预算3余个。", []),
        ("全年投入很多，共46。", []),
    ],
)
def test_figures_of_running_text_are_those_of_money(sentence: str, figures: list[str]) -> None:
    assert [row.figure_text for row in recognised(f"{sentence}\n").figures] == figures


def test_a_figure_that_nobody_takes_is_listed_under_the_words_of_its_clause() -> None:
    found = recognised("全年统筹资金充足，招商引资到位资金合计为3200万元；境外资金120万元。\n")
    assert [row.label for row in found.unrecognised] == ["招商引资到位资金", "境外资金"]
    assert [row.quote for row in found.unrecognised] == [
        "全年统筹资金充足，招商引资到位资金合计为3200万元",
        "境外资金120万元",
    ]


def test_a_figure_in_a_long_cell_is_quoted_by_its_sentence() -> None:
    text = f"{'全年开展河道巡查，及时清理河面漂浮物。' * 12}招商引资到位资金3200万元。{'群众反映良好。' * 3}"
    (row,) = recognised(table(["事项", "说明"], ["云溪河", text])).unrecognised
    assert (row.quote, row.label) == ("招商引资到位资金3200万元", "招商引资到位资金")


def test_a_figure_in_a_short_cell_is_quoted_with_its_row() -> None:
    (row,) = recognised(table(["事项", "说明"], ["云溪河", "招商3200万元"])).unrecognised
    assert row.quote == "云溪河 | 招商3200万元"
