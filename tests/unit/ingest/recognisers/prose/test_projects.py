"""Names of projects in running text: where they begin and end, what lists hold, and what names none."""

from __future__ import annotations

import pytest

from ingest.normalize.characters import fold
from ingest.recognisers.output import Context, Passage
from ingest.recognisers.prose.projects import (
    COUNT_OF_PROJECTS,
    COUNTED,
    LEVEL_OF_FUND,
    PART_OF_YEAR,
    SEVERAL_PROJECTS,
    STAGE,
    as_written,
    is_about_self,
    is_doing,
    listed_names,
    means_all,
)

NUMBERS = [*"二三四五六七八九十两0123456789", "十二"]


def name_in(text: str, before: str = "", after: str = "") -> str:
    passage = Passage(before + text + after, fold(before + text + after), 1, Context())
    return as_written(passage, passage.folded, len(before), len(before) + len(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("河道清淤、水库加固", ["河道清淤", "水库加固"]),
        ("河道清淤项目和水库加固", ["河道清淤项目", "水库加固"]),
        *((f"河道清淤{end}及水库加固", [f"河道清淤{end}", "水库加固"]) for end in ("项目", "资金", "费", "工程", "课程")),
        # within a name
        ("水土保持和生态修复", ["水土保持和生态修复"]),
        ("培训费和差旅", ["培训费和差旅"]),
        *((f"{lead}河道清淤、水库加固", ["河道清淤", "水库加固"]) for lead in ("涉及", "共有", "共实施", "主要有", "共计", "共", "实施", "实施了", "开展", "开展了", "包括", "包含", "完成", "完成了", "分为")),
        *((f"河道清淤、水库加固{number}{what}", ["河道清淤", "水库加固"]) for number in NUMBERS for what in ("个项目", "大类")),
        *((f"河道清淤、水库加固等三{what}", ["河道清淤", "水库加固"]) for what in ("个专项", "个方面", "大项目")),
        ("“河道清淤”、“水库加固”", ["“河道清淤”", "“水库加固”"]),
        ('"河道清淤"、 水库加固 ', ["河道清淤", "水库加固"]),
    ],
)  # fmt: skip
def test_names_of_a_list(text: str, names: list[str]) -> None:
    assert listed_names(text) == names


@pytest.mark.parametrize(
    "text",
    ["第一季度支出", "季度", "上半年支出", "下半年支出", "以前年度", "历年结余", "1-6月支出", "1月至6月支出", "1至6月支出", "1月到6月",
     "1~6月", "1—6月", "1——6月", "7-12月支出", *(f"第{number}期" for number in [*"一二三四五六七八九十", *"0123456789", "十二"]),
     "第一批资金", "第一次款项", "第一期进度款", "第一期款项"],
)  # fmt: skip
def test_a_part_of_a_year_or_of_a_payment(text: str) -> None:
    assert PART_OF_YEAR.search(text)


@pytest.mark.parametrize(
    "text",
    ["1-12月支出", "1月至12月", "1月—12月", "1月——12月", "1月到12月", "1~12月", "全年支出", "2023年支出", "第一期工程"],
)
def test_a_whole_year_is_no_part(text: str) -> None:
    assert not PART_OF_YEAR.search(text)


@pytest.mark.parametrize("number", [*"一二三四五六七八九十", *"0123456789"])
def test_a_stage_of_a_work(number: str) -> None:
    assert STAGE.search(f"河道治理第{number}期")
    assert not STAGE.search(f"河道治理第{number}期工程")


@pytest.mark.parametrize("number", NUMBERS)
def test_how_many_projects_is_no_name(number: str) -> None:
    for text in (f"河道清淤、水库加固{number}个项目", f"河道清淤{number}个专项", "河道清淤等项目", "河道清淤等专项"):
        assert SEVERAL_PROJECTS.search(text), text
    for text in (
        f"项目{number}个",
        f"专项{number}个",
        f"共有{number}个项目",
        f"{number}个专项",
        f"共实施{number}个项目",
        f"安排{number}个项目",
    ):
        assert COUNT_OF_PROJECTS.search(text), text
    for text in (
        f"项目{number}个",
        f"项目共{number}个",
        f"项目共计{number}个",
        f"项目总计{number}个",
        f"项目数量{number}个",
        f"{number}个重点民生项目",
    ):
        assert COUNTED.search(text), text
    for text in (
        f"以上{number}个",
        f"{number}个项目",
        f"{number}项",
        f"上述{number}个专项",
        f"全部{number}个项目",
        f"所有{number}个项目",
        f"共{number}个项目",
        f"共有{number}个项目",
        "以上项目",
    ):
        assert means_all(text), text


@pytest.mark.parametrize("name", ["河道清淤项目", "三项制度改革", "两个责任落实项目"])
def test_what_only_looks_like_a_word_for_all_is_a_name(name: str) -> None:
    assert not means_all(name)


@pytest.mark.parametrize("level", ["上级", "本级", "中央", "省", "省级", "市", "市级", "县", "县级", "区级", "乡镇"])
@pytest.mark.parametrize(
    "what", ["", "专项", "补助", "财政补助资金", "配套经费", "预算", "财政转移支付", "专项补助资金"]
)
def test_whose_money_it_is_names_no_project(level: str, what: str) -> None:
    assert bool(LEVEL_OF_FUND.fullmatch(level + what))
    assert not LEVEL_OF_FUND.fullmatch(f"{level}{what}河道清淤")


@pytest.mark.parametrize("word", ["发放", "兑付", "兑现", "争取", "收缴", "追缴", "追回", "挽回", "协助", "协调", "帮助", "引进", "完成", "实现",
                                  "查处", "投入", "节约", "减免", "撬动", "获", "上缴", "预计", "计划"])  # fmt: skip
def test_something_done_is_no_name(word: str) -> None:
    assert is_doing(f"{word}救助资金")
    assert not is_doing(f"救助资金{word}")


@pytest.mark.parametrize(
    ("name", "is_self"),
    [
        ("我单位", True),
        ("本部门", True),
        ("云溪区水务局", True),
        ("收支", True),
        ("收入支出", True),
        ("河道清淤", False),
        ("收支平衡奖", False),
    ],
)
def test_words_for_a_body_name_no_project(name: str, is_self: bool) -> None:
    assert is_about_self(name) is is_self


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.河道清淤", "河道清淤"),
        ("（1）河道清淤", "河道清淤"),
        ("、河道清淤：", "河道清淤"),
        ("，《河道清淤》，", "河道清淤"),
        (" :河道清淤。;；", "河道清淤"),
        ("“河道清淤”", "河道清淤"),
        ("通过河道清淤", "河道清淤"),
        ("通过实施河道清淤", "河道清淤"),
        ("通过开展河道清淤", "河道清淤"),
        ("针对河道清淤", "河道清淤"),
        ("对于河道清淤", "河道清淤"),
        ("对河道清淤", "河道清淤"),
        *((f"对{word}工作经费", f"对{word}工作经费") for word in ("口", "外", "内", "台", "标", "个", "接")),
        ("对河道", "对河道"),
        ("一级项目河道清淤", "河道清淤"),
        ("二级项目:河道清淤", "河道清淤"),
        ("三级项目：“河道清淤", "河道清淤"),
        ("河道清淤项目绩效自评综述", "河道清淤项目"),
        ("河道清淤项目支出绩效评价情况综述", "河道清淤项目"),
        ("河道清淤项目预算绩效自我评价综述", "河道清淤项目"),
        ("河道清淤自评综述", "河道清淤"),
        ("“智慧停车”平台", "“智慧停车”平台"),
        ("平台“智慧停车”", "平台“智慧停车"),
        ("河道\n清淤", "河道 清淤"),
    ],
)  # fmt: skip
def test_a_name_as_written(text: str, name: str) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    ("before", "text", "after", "name"),
    [
        ("（", "含河道清淤", "）", "河道清淤"),
        ("，", "即河道清淤", "", "河道清淤"),
        (",", "含河道清淤", "", "河道清淤"),
        ("支出", "含河道清淤", "", "含河道清淤"),
        ("（", "含水费", "）", "含水费"),
        ("“", "智慧停车”平台", "", "“智慧停车”平台"),
        ("", "“智慧停车", "”", "智慧停车"),
    ],
)
def test_what_stands_around_a_name_decides_where_it_begins(before: str, text: str, after: str, name: str) -> None:
    assert name_in(text, before, after) == name
