"""Who reports, on which year, in which family."""

from __future__ import annotations

import pytest

from ingest.normalize.characters import fold
from ingest.recognisers import recognise
from ingest.recognisers.report.titles import is_page_mark
from ingest.records import IdentityRow
from tests.unit.ingest.reports import DIMENSIONS, ONE_TABLE, REPORTS, SECTIONS, SELF_TABLE, SHA, document, recognised

BODY = (
    "一、部门基本情况\n编制数32人。\n二、一般公共预算支出情况\n年初预算812.45万元，实际支出800万元，结余12.45万元。\n"
)


def identity(text: str) -> IdentityRow:
    return recognised(text, "").identity


@pytest.mark.parametrize(
    ("title", "unit", "year"),
    [
        ("2023年度清河市云溪区水务局整体支出绩效自评报告", "清河市云溪区水务局", 2023),
        ("清河市云溪区水务局2023年度部门整体支出绩效自评报告", "清河市云溪区水务局", 2023),
        ("关于清河市云溪区水务局2022年度整体支出绩效自评的报告", "清河市云溪区水务局", 2022),
        ("清河市云溪区水务局2021年部门整体绩效评价报告", "清河市云溪区水务局", 2021),
        ("2023年度清河市云溪区水库移民事务中心整体支出绩效自评报告", "清河市云溪区水库移民事务中心", 2023),
        ("2023年度石桥镇人民政府部门整体支出绩效自评报告", "石桥镇人民政府", 2023),
    ],
)
def test_the_title_names_unit_and_year(title: str, unit: str, year: int) -> None:
    found = identity(f"{title}\n{BODY}")
    assert (found.unit_name, found.fiscal_year, found.report_family) == (
        unit,
        year,
        "overall_performance_self_evaluation",
    )


def test_a_cover_with_a_name_broken_over_lines() -> None:
    text = f"附件1\n2023年度部门整体支出绩效自评报告\n部门（单位）名称：清河市云溪区水库\n移民事务中心（盖章）\n年  月  日\n{BODY}"
    assert identity(text).unit_name == "清河市云溪区水库移民事务中心"


def test_a_line_over_a_table_names_the_body_beside_the_unit_of_money_however_far_down_it_stands() -> None:
    far = "\n".join(f"（{number}）履行第{number}项职责。" for number in range(60))
    cover = "清河市云溪区2024年区级部门预算\n目录\n"
    line = "编制部门：清河市云溪区水务局                单位：元"
    assert identity(f"{cover}{far}\n{line}\n支出预算50万元。").unit_name == "清河市云溪区水务局"
    # who carries a project out is said in lines of the same shape without a unit of money
    other = "实施单位：清河市云溪区水库管理所                填表日期：2024年1月"
    assert identity(f"{cover}{far}\n{other}\n支出预算50万元。").unit_name is None


def test_a_label_behind_a_wide_gap_is_no_part_of_the_name() -> None:
    text = "2023年度部门整体支出绩效自评报告\n单位名称：清河市云溪区水务局      填报日期：2024年3月1日\n"
    assert identity(f"{text}{BODY}").unit_name == "清河市云溪区水务局"


def test_a_title_broken_over_lines() -> None:
    found = identity(f"清河市云溪区水务局\n2023年度部门整体支出\n绩效自评报告\n{BODY}")
    assert (found.unit_name, found.fiscal_year) == ("清河市云溪区水务局", 2023)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (SELF_TABLE, "清河市云溪区水务局"),
        (ONE_TABLE, "清河市云溪区市政管理处"),
        (DIMENSIONS, "清河市云溪区农业综合执法大队"),
    ],
)
def test_form_cells_and_titles_name_the_unit(text: str, unit: str) -> None:
    assert identity(text).unit_name == unit


def test_the_fullest_spelling_is_the_unit_and_the_others_are_kept() -> None:
    text = f"2023年度水务局整体支出绩效自评报告\n{BODY}云溪区水务局负责河道管理。\n"
    found = recognised(text, "")
    assert found.identity.unit_name == "云溪区水务局"
    assert {row.value_text for row in found.attributes if row.attribute_code == "unit_name"} == {
        "云溪区水务局",
        "水务局",
    }


@pytest.mark.parametrize(
    "line",
    [
        "报告日期：2024年3月15日",
        "公开时间：2024年5月",
        "填报日期：2024年4月2日",
        "2024年6月30日",
        "根据《关于开展绩效自评的通知》（清财绩〔2024〕7号）要求，开展自评。",
        "与2022年持平，较2022年减少。",
    ],
)
def test_publication_dates_document_numbers_and_compared_years_are_not_the_fiscal_year(line: str) -> None:
    assert identity(f"2023年度清河市云溪区水务局整体支出绩效自评报告\n{line}\n{BODY}").fiscal_year == 2023


def test_the_year_in_a_bracket_under_the_title() -> None:
    assert identity(f"部门整体支出绩效自评表\n（2022年度）\n单位名称：清河市云溪区水务局\n{BODY}").fiscal_year == 2022


def test_prior_year_columns_do_not_outvote_the_title() -> None:
    assert identity(REPORTS["base_table"]).fiscal_year == 2023


@pytest.mark.parametrize(
    ("text", "supervising"),
    [
        (ONE_TABLE, "清河市云溪区住房和城乡建设局"),
        (
            f"2023年度云溪区河道管理站整体支出绩效自评报告\n{BODY}云溪区河道管理站是云溪区水务局所属公益一类事业单位。\n",
            "云溪区水务局",
        ),
        (
            f"2023年度云溪区河道管理站整体支出绩效自评报告\n{BODY}我站隶属于云溪区水务局，为副科级单位。\n",
            "云溪区水务局",
        ),
        (SECTIONS, None),
    ],
)
def test_the_supervising_unit_where_the_report_states_it(text: str, supervising: str | None) -> None:
    assert identity(text).supervising_unit == supervising


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("2023年度项目支出绩效自评表", "project_performance_self_evaluation"),
        ("2023年度清河市云溪区水务局部门决算", "final_accounts"),
        ("2023年度部门整体支出绩效自评报告", "overall_performance_self_evaluation"),
    ],
)
def test_families_by_title(title: str, family: str) -> None:
    assert identity(f"{title}\n单位名称：清河市云溪区水务局\n{BODY}").report_family == family


@pytest.mark.parametrize(
    "text",
    [
        "云溪河晨跑记\n今天沿着河边跑了十公里，风很大。\n",
        "关于开展2023年度绩效自评工作的通知\n各单位：请于3月底前报送自评报告。\n",
        "会议纪要\n会议研究了防汛工作，安排资金50万元。\n",
        "1\n2\n3\n",
        "采购清单\n\t品名\t数量\n\n\t水泵\t5\n",
    ],
)
def test_what_is_no_such_report(text: str) -> None:
    assert recognise(document(text), SHA) == []


def test_division_hints_come_from_names() -> None:
    assert identity(SECTIONS).division_hint == "清河市云溪区"


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_identity_counts_what_was_found(name: str) -> None:
    found = recognised(REPORTS[name], "")
    row = found.identity
    assert (row.claim_count, row.indicator_count, row.attribute_count, row.unrecognised_count) == (
        len(found.claims),
        len(found.indicators),
        len(found.attributes),
        len(found.unrecognised),
    )
    assert row.report_id == f"{SHA}-{row.part_no}"
    assert 1 <= row.first_block_no <= row.last_block_no


def test_a_parts_number_is_no_part_of_the_name() -> None:
    """第二部分某局2024年度部门决算表 in the contents of final accounts."""
    contents = "目录\n第一部分清河市云溪区水务局概况\n一、主要职能\n二、部门决算单位构成\n第二部分清河市云溪区水务局2024年度部门决算表\n"
    found = recognised(
        f"清河市云溪区水务局\n2024年度部门决算\n{contents}纳入清河市云溪区水务局2024年度部门决算编制范围的单位为本级。\n第三部分清河市云溪区水务局2024年度部门决算情况说明\n{BODY}",
        "",
    )
    assert found.identity.unit_name == "清河市云溪区水务局"
    names = {row.value_text for row in found.attributes if row.attribute_code == "unit_name"}
    assert names == {"清河市云溪区水务局"}


UNDATED = "清河市云溪区水务局整体支出绩效自评报告\n{}一、部门基本情况\n编制数32人。\n2022年度支出800万元，其中基本支出500万元，项目支出300万元。\n"


@pytest.mark.parametrize(
    "line",
    [
        *(f"{word}：2024年" for word in ("报告日期", "公开时间", "发布日期", "发布时间", "成文日期", "批复时间", "填报日期", "日期", "时间")),
        *(f"支出{word}2024年持平。" for word in "较比与同"),
        "支出较上年2024年持平。",
        "2024年3月印发。",
        "2024 年 11 月",
        "清财绩〔2024〕7号",
        "1989年度支出",
        "3101年度支出",
    ],
)  # fmt: skip
def test_however_often_such_a_line_stands_it_says_no_fiscal_year(line: str) -> None:
    assert identity(UNDATED.format(f"{line}\n" * 9)).fiscal_year == 2022
    # any other line would
    assert identity(UNDATED.format("2024年工作总结\n" * 9)).fiscal_year == 2024


@pytest.mark.parametrize(
    "after", ["度整体情况", "部门情况", "单位情况", "预算情况", "决算情况", "绩效情况", "一般公共预算情况", "年初安排"]
)
def test_a_year_of_the_reports_own_money_counts_more_than_others(after: str) -> None:
    """Two lines that tell against three that only name a year."""
    lines = f"2023年{after}\n" * 2 + "2024年大事\n" * 3
    text = f"清河市云溪区水务局整体支出绩效自评报告\n{lines}一、部门基本情况\n编制数32人。\n支出800万元，其中基本支出500万元，项目支出300万元。\n"
    assert identity(text).fiscal_year == 2023


@pytest.mark.parametrize("line", ["（2022年度）", "(2022年)", " 2022年度 ", "２０２２年度", "2022年"])
def test_a_line_of_nothing_but_the_year_is_the_reports(line: str) -> None:
    text = f"清河市云溪区水务局整体支出绩效自评报告\n{line}\n" + "2024年大事\n" * 8 + BODY
    assert identity(text).fiscal_year == 2022


@pytest.mark.parametrize("part", ["第二部分 ", "第十一部分、", "第1章", "第3节：", "第二部分."])
def test_the_number_of_a_part_is_no_part_of_the_name(part: str) -> None:
    text = f"{part}清河市云溪区水务局2023年度整体支出绩效自评报告\n{BODY}"
    assert identity(text).unit_name == "清河市云溪区水务局"


@pytest.mark.parametrize("words", ["是云溪区农业农村局所属事业单位", "是云溪区农业农村局下属单位", "是云溪区农业农村局直属单位", "是云溪区农业农村局管理的事业单位",
                                   "是云溪区农业农村局领导下的单位", "隶属于云溪区农业农村局", "隶属云溪区农业农村局", "归口于云溪区农业农村局", "归口云溪区农业农村局",
                                   "主管部门为云溪区农业农村局", "主管部门是云溪区农业农村局", "主管部门：云溪区农业农村局"])  # fmt: skip
def test_who_stands_above_the_body_in_prose(words: str) -> None:
    text = f"2023年度云溪区河道管理站整体支出绩效自评报告\n{BODY}云溪区河道管理站{words}。\n"
    assert identity(text).supervising_unit == "云溪区农业农村局"


@pytest.mark.parametrize(
    "kind",
    [
        "通知",
        "公告",
        "通告",
        "办法",
        "方案",
        "函",
        "意见",
        "简报",
        "新闻",
        "动态",
        "规定",
        "细则",
        "启事",
        "讲话",
        "问答",
        "招聘公示",
    ],
)
def test_a_notice_about_reports_is_none(kind: str) -> None:
    text = (
        f"清河市云溪区水务局关于2023年度部门整体支出绩效自评工作的{kind}\n各单位：请做好自评。\n一、时间\n3月底前。\n"
    )
    assert recognise(document(text), SHA) == []


@pytest.mark.parametrize("annex", ["附件", "附件1", "附表２", "附件一：", "附件 3:"])
@pytest.mark.parametrize("date", ["年  月  日", "2024年3月5日", "2024年 3 月  日"])
def test_a_cover_is_read_past_its_annex_and_date(annex: str, date: str) -> None:
    text = f"{annex}\n2023年度部门整体支出绩效自评报告\n{date}\n部门（单位）名称：清河市云溪区水务局（盖章）\n{BODY}"
    found = identity(text)
    assert (found.unit_name, found.fiscal_year) == ("清河市云溪区水务局", 2023)


@pytest.mark.parametrize("words", ["我单位", "包括", "纳入", "列入", "本部门", "其中："])
def test_words_before_a_name_in_prose_are_no_part_of_it(words: str) -> None:
    text = f"2023年度部门整体支出绩效自评报告\n一、概况\n{words}清河市云溪区水务局内设机构5个。\n{BODY}"
    assert identity(text).unit_name == "清河市云溪区水务局"


@pytest.mark.parametrize(
    "line", ["续表", "（续表）", "续上表", "- 3 -", "—12—", "第3页", "第 3 页 共 12 页", " 第3页共12页 "]
)
def test_a_line_may_only_mark_a_page(line: str) -> None:
    assert is_page_mark(fold(line))


@pytest.mark.parametrize("line", ["续签合同", "3", "第3季度", "- 1234 -", "第3页是预算", ""])
def test_other_lines_mark_none(line: str) -> None:
    assert not is_page_mark(fold(line))
