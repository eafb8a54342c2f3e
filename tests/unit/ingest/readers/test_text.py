"""Flattened Word text to blocks and tables: the conventions, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.readers import Unreadable, reader_for
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.reports import REPORTS, document


def read(data: str | bytes) -> Document:
    reader = reader_for("text/plain")
    assert reader is not None
    return reader.read(data.encode() if isinstance(data, str) else data)


def grid(text: str, table_no: int = 1) -> list[list[str]]:
    """The rows of a text's table, as texts."""
    tables = [table for _, table in read(text).tables()]
    return [[cell.text for cell in row] for row in tables[table_no - 1].rows()]


def paragraphs(text: str | bytes) -> list[str]:
    return [block.text for block in read(text).blocks if block.table is None]


# -- rows and cells ----------------------------------------------------------------------------------------------------


def test_a_tab_starts_a_cell_and_a_blank_line_ends_the_row() -> None:
    assert grid("\t项目\n\t年初预算数\n\t全年执行数\n\n\t河道清淤\n\t220\n\t210.5\n\n") == [
        ["项目", "年初预算数", "全年执行数"],
        ["河道清淤", "220", "210.5"],
    ]


def test_a_row_may_stand_on_one_line() -> None:
    assert grid("\t项目\t预算\t决算\n\n\t清淤\t220\t210.5\n") == [["项目", "预算", "决算"], ["清淤", "220", "210.5"]]


def test_paragraphs_inside_a_cell_are_joined_by_line_breaks() -> None:
    rows = grid("\t年度预\n\n算申请\n\n（万元）\n\t年初预算数\n\t全年预算数\n\n\t总额\n\t812.45\n\t1035.6\n\n")
    assert rows == [["年度预\n算申请\n（万元）", "年初预算数", "全年预算数"], ["总额", "812.45", "1035.6"]]


def test_two_names_in_one_cell_stay_one_cell() -> None:
    rows = grid("\t质量指标\n\t执法准确率\n\n文书规范率\n\t100%\n\t100%\n\n\t时效指标\n\t完成时间\n\t12月\n\t12月\n\n")
    assert rows[0] == ["质量指标", "执法准确率\n文书规范率", "100%", "100%"]
    assert rows[1][0] == "时效指标"


def test_running_text_in_a_cell_keeps_its_numbered_items() -> None:
    text = (
        "\t资金使用情况\n\t1、2023年年初预算318.50万元，全部用于道路维护工作。\n\n2、年中追加22.75万元。\n\n一、小结：按期完成。\n"
        "\n\t下一行\n\t无\n\n"
    )
    rows = grid(text)
    assert (
        rows[0][1]
        == "1、2023年年初预算318.50万元，全部用于道路维护工作。\n2、年中追加22.75万元。\n一、小结：按期完成。"
    )
    assert rows[1] == ["下一行", "无"]


def test_vertical_merges_are_empty_cells_and_horizontal_merges_missing_ones() -> None:
    rows = grid("\t绩效指标\n\t一级\n\t二级\n\n\t\n\t产出\n\t数量\n\n\t\n\t\n\t质量\n\n\t总分\n\t100\n\n")
    assert rows == [["绩效指标", "一级", "二级"], ["", "产出", "数量"], ["", "", "质量"], ["总分", "100"]]


def test_spaces_inside_a_cell_stay_at_its_start_where_nesting_is_told() -> None:
    assert grid("\t三公经费\n\t8.65\n\n\t  其中：公务接待\n\t2.6  \n\n")[1] == ["  其中：公务接待", "2.6"]


def test_a_row_of_blank_cells_is_kept_as_a_row() -> None:
    assert grid("\t指标\n\t值\n\n\t\n\t\n\n\t清淤\n\t4条\n\n") == [["指标", "值"], ["", ""], ["清淤", "4条"]]


def test_many_blank_lines_end_one_row_only() -> None:
    assert grid("\t指标\n\t值\n\n\n\n\n\t清淤\n\t4条\n") == [["指标", "值"], ["清淤", "4条"]]


def test_a_paragraph_that_only_starts_with_a_tab_is_no_table() -> None:
    found = read("标题\n\t本单位2023年度预算支出812.45万元。\n正文\n")
    assert [block.kind for block in found.blocks] == ["paragraph"] * 3
    assert found.blocks[1].text == "本单位2023年度预算支出812.45万元。"


@pytest.mark.parametrize(
    "after",
    [
        "说明：项目支出按批复口径填报。",
        "注：单位为万元",
        "填表人：（签名）    填报日期：    联系电话：",
        "附件3",
        "附件3：",
        "附表",
        "2023年度部门整体支出绩效自评表",
        "四、存在的问题",
        "第三部分 情况说明",
        "表3",
    ],
)
def test_what_follows_a_table_ends_it(after: str) -> None:
    found = read(f"\t三公经费\n\t9.80\n\t10.00\n\n\t公用经费\n\t80.15\n\t82.00\n\n{after}\n")
    assert [block.kind == "table" for block in found.blocks] == [True, False]
    assert found.blocks[1].text == after


def test_running_text_behind_a_figure_is_no_second_paragraph_of_it() -> None:
    text = "\t三公经费\n\t9.80\n\n\t公用经费\n\t80.15\n\n\n本年度预算执行情况总体良好，各项支出均控制在批复范围以内，没有超支。\n"
    assert paragraphs(text) == ["本年度预算执行情况总体良好，各项支出均控制在批复范围以内，没有超支。"]
    assert grid(text)[-1] == ["公用经费", "80.15"]


@pytest.mark.parametrize(
    "last", ["12.60", "无", "", "该项目因故延期，将于次年完成全部工作内容。", "1、加强管理", "做法："]
)
@pytest.mark.parametrize("heading", ["（二）项目支出情况", "三、项目支出情况", "（2）项目支出情况"])
def test_a_numbered_line_behind_two_blank_lines_stands_between_two_tables(last: str, heading: str) -> None:
    text = f"题\n\t项目\n\t说明\n\n\t清淤\n\t{last}\n\n\n{heading}\n\t丙\n\t丁\n\n\t戊\n\t5\n\n\n"
    assert paragraphs(text) == ["题", heading]
    assert grid(text) == [["项目", "说明"], ["清淤", last]]
    assert grid(text, 2) == [["丙", "丁"], ["戊", "5"]]


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ("1、清淤三条。", "2、护岸两处"),
        ("主要做法：", "1、清淤三条"),
        ("（一）清淤方面：", "1、清淤三条"),
        ("①清淤", "②护岸"),
    ],
)
@pytest.mark.parametrize("blank_lines", [1, 2, 3])
def test_a_further_item_of_a_cell_stays_in_it(first: str, further: str, blank_lines: int) -> None:
    blank = "\n" * (blank_lines + 1)
    assert grid(f"\t项目\n\t说明\n\n\t河道\n\t{first}{blank}{further}\n\n\t道路\n\t无\n\n")[1:] == [
        ["河道", f"{first}\n{further}"], ["道路", "无"],
    ]  # fmt: skip


def test_two_tables_with_a_title_between_are_two() -> None:
    text = "\t甲\n\t1\n\n\t乙\n\t2\n\n附件3\n2023年度自评表\n\t丙\n\t3\n\n\t丁\n\t4\n"
    found = read(text)
    assert [table.table_no for _, table in found.tables()] == [1, 2]
    assert paragraphs(text) == ["附件3", "2023年度自评表"]
    assert grid(text, 2) == [["丙", "3"], ["丁", "4"]]


def test_a_first_cell_cut_off_by_its_own_blank_paragraph_joins_its_row() -> None:
    text = "\t绩效\n\n\t一级\n\t二级\n\t三级\n\n\t\n\t产出\n\t数量\n\t条数\n\n\t\n\t\n\t质量\n\t合格率\n\n"
    assert grid(text)[0] == ["绩效", "一级", "二级", "三级"]


# -- blocks ------------------------------------------------------------------------------------------------------------


def test_blocks_rows_and_columns_count_from_one_in_reading_order() -> None:
    found = read("一、基本情况\n水务局负责河道。\n\t甲\t1\n\n\t乙\t2\n\n说明：无\n")
    assert [block.block_no for block in found.blocks] == [1, 2, 3, 4]
    assert [block.kind for block in found.blocks] == ["heading", "paragraph", "table", "paragraph"]
    _, table = next(found.tables())
    assert [(cell.row_no, cell.column_no) for cell in table.cells] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert found.media_type == "text/plain"
    assert found.page_count is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、基本情况", "heading"),
        ("（一）基本支出情况", "heading"),
        ("(二) 项目支出情况", "heading"),
        ("3、 政府性基金预算支出情况", "heading"),
        ("1.河道清淤专项", "heading"),
        ("①河道清淤", "heading"),
        ("1.2023年预算支出812.45万元。", "paragraph"),
        ("基本情况", "paragraph"),
        ("一、" + "很长的句子" * 10, "paragraph"),
    ],
)
def test_numbered_short_lines_are_headings(line: str, kind: str) -> None:
    (block,) = read(line).blocks
    assert block.kind == kind


def test_margins_go_and_the_text_stays() -> None:
    assert paragraphs("　　本单位 2023年　预算 \u00a0\n") == ["本单位 2023年　预算"]


# -- bytes -------------------------------------------------------------------------------------------------------------

SAMPLE = "2023年度水务局自评报告\n\t甲\n\t1\n\n\t乙\n\t2\n\n说明：预算812.45万元\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_same_text_in_any_encoding_is_the_same_document(encoding: str) -> None:
    assert read(SAMPLE.encode(encoding)).blocks == read(SAMPLE).blocks


def test_big_endian_text_with_its_mark() -> None:
    assert read(b"\xfe\xff" + SAMPLE.encode("utf-16-be")).blocks == read(SAMPLE).blocks


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system(ending: str) -> None:
    assert read(SAMPLE.replace("\n", ending)).blocks == read(SAMPLE).blocks


@pytest.mark.parametrize("mark", ["\f", "\v"])
def test_page_and_line_breaks_end_a_line(mark: str) -> None:
    assert paragraphs(f"第一页{mark}第二页") == ["第一页", "第二页"]


def test_bookmarks_and_invisible_characters_are_no_text() -> None:
    noisy = "2023年度[bookmark: _GoBack]水务\u200b局\x01报告\ufeff\n预算\x7f812.45\u200e万元"
    assert paragraphs(noisy) == ["2023年度水务局报告", "预算812.45万元"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n\t\r\n ", "empty"),
        ("\ufeff\u3000\n".encode(), "empty"),
        (b"\t \n\t\n", "empty"),
        (b"\xff\xfe" + b"\x00\xd8" * 400, "wrong_encoding"),
        (b"\x81\xff\x30\xfe\xff" * 40, "wrong_encoding"),
        (("\ufffd" * 30 + "预算").encode(), "wrong_encoding"),
    ],
)
def test_what_holds_no_text_is_unreadable_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.reason == reason
    assert caught.value.detail


@PROPERTY
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    try:
        found = read(data)
    except Unreadable as error:
        refused = error.reason
    else:
        refused = None if found.blocks else "no blocks"
    assert refused in (None, "empty", "wrong_encoding")


@PROPERTY
@given(
    st.lists(
        st.sampled_from(["\t", "\n", "\n\n", " ", "　", "水务局", "12.5", "一、", "说明：", "（万元）", "。", "\t\t"]),
        max_size=40,
    )
)
def test_no_visible_character_is_lost_and_order_is_kept(parts: list[str]) -> None:
    text = "题" + "".join(parts)
    held = []
    for block in read(text).blocks:
        held += [cell.text for cell in block.table.cells] if block.table else [block.text]
    assert "".join("".join(held).split()) == "".join(text.split())


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_whole_reports_keep_every_character(name: str) -> None:
    found = document(REPORTS[name])
    held = []
    for block in found.blocks:
        held += [cell.text for cell in block.table.cells] if block.table else [block.text]
    assert "".join("".join(held).split()) == "".join(REPORTS[name].split())


@pytest.mark.parametrize("blank", [" ", "  ", " \t"])
def test_a_line_of_spaces_and_tabs_that_starts_no_cell_is_blank(blank: str) -> None:
    assert grid(f"\t指标\n\t值\n{blank}\n\t清淤\n\t4条\n\n") == [["指标", "值"], ["清淤", "4条"]]


def test_a_line_of_wide_spaces_is_an_empty_paragraph_of_the_cell_above() -> None:
    rows = grid("\t效益指标\n（20分）\n\u3000\n\t经济效益指标\n\t4条\n\n\t\n\t社会效益指标\n\t5条\n\n")
    assert [len(row) for row in rows] == [3, 3]
