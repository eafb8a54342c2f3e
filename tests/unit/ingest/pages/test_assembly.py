"""Pages to blocks: paragraphs joined, headers and footers out, tables over page breaks in one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Table
from ingest.pages.characters import lines_of
from ingest.pages.layout import Grid, GridCell, Line, Page, turned
from tests.support import nonempty
from tests.unit.ingest.pages.pages import (
    HEIGHT,
    LEFT,
    PITCH,
    RIGHT,
    WIDTH,
    blocks,
    cell,
    characters,
    grid,
    line,
    page,
    set_text,
    texts,
)
from tests.unit.ingest.properties import PROPERTY

LONG = "根据文件规定，本单位的主要职责是贯彻落实国家有关法律法规和方针政策，承担年度预算的编制与执行工作。"
FIGURES = "全年预算资金1,262.07万元，其中基本支出311.22万元，占24.66%，项目支出950.85万元，执行率为98.99%，比上年增加12.30万元。"

words = st.text("预算支出收入项目资金合计单位服务", min_size=1, max_size=6)
figures = st.decimals(0, 10**7, places=2).map(lambda value: f"{value:,}")
sentences = st.lists(st.one_of(words, figures), min_size=1, max_size=30).map("".join).map(lambda text: f"{text}。")


# -- paragraphs --------------------------------------------------------------------------------------------------------


def test_wrapped_lines_are_one_paragraph_and_indented_ones_begin_another() -> None:
    first = set_text(LONG * 2, 100, indent=20)
    second = set_text(FIGURES * 2, first[-1].box[1] + PITCH, indent=20)
    assert texts(page(1, [*first, *second])) == [LONG * 2, FIGURES * 2]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    lines = set_text(LONG * 3, 700, indent=20)
    upper, lower = lines[:2], [line(one.text, y=80 + PITCH * at) for at, one in enumerate(lines[2:])]
    (block,) = blocks(page(1, upper), page(2, lower))
    assert block.text == LONG * 3
    assert (block.page_no, {run.page_no for run in block.runs}) == (1, {1, 2})


def test_headings_titles_and_items_stand_alone() -> None:
    body = set_text(LONG * 2, 200, indent=20)
    title = line("2023年度部门整体支出绩效自评报告", x=200, y=100, size=16)
    lines = [title, line("一、部门基本情况", x=LEFT + 20, y=160), *body]
    y = body[-1].box[1]
    lines += [
        line(f"（{number}）{what}", x=LEFT + 20, y=y + PITCH * at)
        for at, (number, what) in enumerate((("一", "编制情况"), ("二", "在职情况")), 1)
    ]
    found = blocks(page(1, lines))
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "2023年度部门整体支出绩效自评报告"),
        ("heading", "一、部门基本情况"),
        ("paragraph", LONG * 2),
        ("heading", "（一）编制情况"),
        ("heading", "（二）在职情况"),
    ]


def test_a_title_too_long_for_a_line_is_one() -> None:
    middle = (LEFT + RIGHT) / 2
    upper, lower = "上海市清河区农业农村局本级及下属单位2023年度部门整体支出绩效", "自评报告"
    body = set_text(LONG * 4, 300, indent=20)
    lines = [line(upper, x=middle - 6.5 * 31.5 + 3, y=100, size=13), line(lower, x=middle - 26, y=122, size=13)]
    assert texts(page(1, [*lines, *body]))[0] == upper + lower


def test_words_keep_their_spaces_and_figures_none() -> None:
    lines = set_text("annual report " * 12, 100)
    assert texts(page(1, lines)) == [("annual report " * 12).strip()]


@PROPERTY
@given(st.lists(sentences, min_size=1, max_size=6))
def test_no_character_is_lost_or_moved(paragraphs: list[str]) -> None:
    lines, y = [], 100.0
    for text in paragraphs:
        lines += set_text(text, y, indent=20)
        y = lines[-1].box[1] + PITCH
    found = blocks(page(1, lines))
    assert "".join(block.text for block in found) == "".join(paragraphs)
    for block in found:
        covered = sorted((run.start, run.end) for run in block.runs)
        assert "".join(block.text[start:end] for start, end in covered) == block.text
        for start, end in covered:
            part = block.text[start:end]
            assert not re.search(r"[0-9]", part) or re.fullmatch(r"[0-9.,]+", part), "a figure is a run of its own"


# -- headers and footers -----------------------------------------------------------------------------------------------


def test_what_stands_on_every_page_is_no_text() -> None:
    pages = [
        page(
            number,
            [
                line("清河区农业农村局绩效自评材料", y=40),
                *set_text(LONG, 100, indent=20),
                line(f"— {number} —", x=285, y=800),
            ],
        )
        for number in range(1, 5)
    ]
    assert texts(*pages) == [LONG] * 4


def test_bare_page_numbers_are_told_by_running_on() -> None:
    assert (
        texts(*[page(number, [*set_text(LONG, 100), line(str(number + 6), x=300, y=800)]) for number in (1, 2, 3)])
        == [LONG] * 3
    )
    assert texts(page(1, [*set_text(LONG, 100), line("35", x=300, y=800)])) == [LONG, "35"]


def test_the_unit_line_of_a_table_on_each_page_stays() -> None:
    unit = "编制部门：清河区农业农村局      单位：元"
    pages = [page(n, [line(unit, y=66)], [grid([["项目", f"第{n}表"], ["合计", "1.00"]], 82)]) for n in (1, 3, 5)]
    assert texts(*pages).count(unit) == 3


# -- tables over page breaks -------------------------------------------------------------------------------------------


def plain(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row_no, c.column_no, c.row_span, c.column_span, c.text) for c in table.cells]


def only_table(*pages: Page) -> Table:
    (block,) = blocks(*pages)
    assert block.table is not None
    return block.table


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    header = [f"列{number}" + draw(words) for number in range(width)]
    inner = st.lists(st.one_of(st.just(""), words, figures), min_size=width - 2, max_size=width - 2)
    rows = draw(st.lists(st.tuples(inner, figures), min_size=2, max_size=8))
    return [header, *([f"行{number}", *row, last] for number, (row, last) in enumerate(rows))]


@settings(PROPERTY, max_examples=60)
@given(tables(), st.data())
def test_a_table_broken_after_any_row_is_the_same_table(rows: list[list[str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows) - 1))
    repeated = data.draw(st.booleans())
    whole = only_table(page(1, grids=[grid(rows, 100)]))
    first = page(1, grids=[grid(rows[:cut], HEIGHT - 90 - 20 * cut)])
    second = page(2, grids=[grid(rows[:1] * repeated + rows[cut:], 90)])
    broken = only_table(first, second)
    assert plain(broken) == plain(whole)
    for cell_ in broken.cells:
        assert cell_.page_no == (1 if cell_.row_no <= cut else 2)


def test_a_row_broken_within_a_cell_is_one_row() -> None:
    widths = (60.0, 300.0, 55.0)
    reason = set_text(LONG * 2, 723, left=LEFT + 63, right=LEFT + 357)
    rest = [line(one.text, x=LEFT + 63, y=83 + PITCH * at) for at, one in enumerate(reason[2:])]
    first = grid([["指标", "说明", "得分"], ["招商", "", "10"]], 684, widths, height=36)
    second = grid([["", "", ""], ["时效", "按时完成", "9"]], 80, widths, height=PITCH * len(rest) + 4)
    upper = Grid(first.box, (*first.cells[:4], replace(first.cells[4], lines=tuple(reason[:2])), *first.cells[5:]))
    lower = Grid(second.box, (second.cells[0], replace(second.cells[1], lines=tuple(rest)), *second.cells[2:]))
    table = only_table(page(1, grids=[upper]), page(2, grids=[lower]))
    assert [[c.text for c in row] for row in table.rows()] == [
        ["指标", "说明", "得分"],
        ["招商", LONG * 2, "10"],
        ["时效", "按时完成", "9"],
    ]
    (reason_cell,) = [c for c in table.cells if c.text == LONG * 2]
    assert (reason_cell.page_no, {run.page_no for run in reason_cell.runs}) == (1, {1, 2})


def test_a_label_over_rows_on_two_pages_is_one_cell() -> None:
    def half(top: float, label: str, rows: list[list[str]], first_row: int = 1) -> Grid:
        middle = LEFT + 100
        cells = [cell(first_row, 1, label, (LEFT, top, middle, top + 20 * len(rows)), row_span=len(rows))]
        for at, row in enumerate(rows):
            y = top + 20 * at
            cells += [
                cell(first_row + at, 2, row[0], (middle, y, middle + 200, y + 20)),
                cell(first_row + at, 3, row[1], (middle + 200, y, RIGHT, y + 20)),
            ]
        return Grid((LEFT, top, RIGHT, top + 20 * len(rows)), tuple(cells))

    table = only_table(
        page(1, grids=[half(700, "产出指标", [["签约项目", "10"], ["招商", "8"]])]),
        page(2, grids=[half(80, "", [["开工率", "9"], ["完成时间", "7"]])]),
    )
    assert [(c.text, c.row_span) for c in table.cells if c.column_no == 1] == [("产出指标", 4)]
    assert [c.text for c in table.cells if c.column_no == 3] == ["10", "8", "9", "7"]


def test_text_between_two_grids_keeps_them_apart() -> None:
    rows = [["项目", "金额"], ["合计", "1.00"]]
    found = blocks(page(1, grids=[grid(rows, 700)]), page(2, [line("支出决算表", x=250, y=90)], [grid(rows, 120)]))
    assert [block.kind for block in found] == ["table", "paragraph", "table"]


def test_a_repeated_title_over_the_rest_of_a_table_is_dropped() -> None:
    title, unit = "收入决算表", "单位：万元"
    rows = [["项目", "金额"], ["基本支出", "1.00"], ["项目支出", "2.00"], ["合计", "3.00"]]
    pages = [
        page(at, [line(title, x=270, y=100), line(unit, x=440, y=120)], [grid(part, 140)])
        for at, part in ((1, rows[:2]), (2, [rows[0], *rows[2:]]))
    ]
    assert texts(*pages) == [title, unit, *("|".join(row) for row in rows)]


def test_grids_of_another_width_are_another_table() -> None:
    rows = [["项目", "金额"], ["合计", "1.00"]]
    found = blocks(page(1, grids=[grid(rows, 700)]), page(2, grids=[grid(rows, 90, widths=(100, 100))]))
    assert [block.kind for block in found] == ["table", "table"]


def test_rows_that_look_alike_are_no_repeated_header() -> None:
    rows = [["基本支出", "1.00"], ["项目支出", "2.00"], ["基本支出", "1.00"], ["其他", "2.00"]]
    assert texts(page(1, grids=[grid(rows[:2], 700)]), page(2, grids=[grid(rows[2:], 90)])) == [
        "|".join(row) for row in rows
    ]


# -- rows and headers at a page break ----------------------------------------------------------------------------------


def at_break(upper: list[list[str]], lower: list[list[str]], widths: tuple[float, ...]) -> list[str]:
    return texts(
        page(1, grids=[grid(upper, 842 - 20 * len(upper) - 40, widths)]), page(2, grids=[grid(lower, 80, widths)])
    )


def test_a_row_cut_in_every_cell_is_one_row() -> None:
    found = at_break([["产出指标", "投诉", "12"], ["效", "社", "30"]], [["益指标", "会影响", ""]], (17, 17, 200))
    assert found[-1] == "效益指标|社会影响|30"


def test_figures_cut_at_their_decimals_are_one_figure() -> None:
    rows = [["合计", "1,318.20", "9"], ["基本支出", "1,204.3", "8"]]
    assert at_break(rows, [["", "6", ""]], (60, 42, 60))[-1] == "基本支出|1,204.36|8"


def test_full_rows_one_below_the_other_stay_two() -> None:
    rows = [["指标", "名称"], ["产出指标", "改造面积"]]
    assert at_break(rows, [["效益指标", "亩均增产"]], (46, 46))[-2:] == ["产出指标|改造面积", "效益指标|亩均增产"]
    rows = [["项目", "2022", "2023"], ["事业运行", "542.94", "12"]]
    assert at_break(rows, [["商贸事务", "717.30", "15"]], (46, 36, 16))[-2:] == [
        "事业运行|542.94|12",
        "商贸事务|717.30|15",
    ]


def test_a_row_that_only_names_what_comes_stays_a_row() -> None:
    rows = [["资助", "62"], ["资助孤儿数", "62"]]
    assert at_break(rows, [["指标2：", ""]], (56, 60))[-1] == "指标2：|"


def test_a_header_cut_between_its_rows_is_one_header() -> None:
    def row(top: float, texts: list[str], spans: tuple[int, ...], number: int) -> list[GridCell]:
        cells, column = [], 1
        for text, span in zip(texts, spans, strict=True):
            box = (LEFT + 80 * (column - 1), top, LEFT + 80 * (column - 1 + span), top + 20)
            cells.append(cell(number, column, text, box, column_span=span))
            column += span
        return cells

    def table_of(names: list[str]) -> Table:
        upper = row(700, ["科目", "合计", "其中"], (1, 1, 2), 1)
        lower = [*row(80, names, (1, 1, 1, 1), 1), *row(100, ["教育", "30", "10", "20"], (1, 1, 1, 1), 2)]
        right = LEFT + 320
        return only_table(
            page(1, grids=[Grid((LEFT, 700, right, 720), tuple(upper))]),
            page(2, grids=[Grid((LEFT, 80, right, 120), tuple(lower))]),
        )

    found = plain(table_of(["", "", "基本支出", "项目支出"]))
    assert [(row_no, span, text) for row_no, _, span, _, text in found if text in ("科目", "合计", "其中")] == [
        (1, 2, "科目"),
        (1, 2, "合计"),
        (1, 1, "其中"),
    ]
    # figures are no names of columns
    assert (1, 1, 1, 1, "科目") in plain(table_of(["", "", "15", "25"]))


def test_a_repeated_header_may_show_a_part_and_lie_over_the_next_row() -> None:
    def head(top: float, text: str, next_text: str, rows: int) -> Grid:
        """A header of two rows, of which the first comes again; its first cell reaches into the second."""
        middle = LEFT + 40
        high = 20 * rows
        return Grid(
            (LEFT, top, RIGHT, top + 40),
            (
                cell(1, 1, text, (LEFT, top, middle, top + high), row_span=rows),
                cell(1, 2, "本年支出", (middle, top, RIGHT, top + 20)),
                *((cell(2, 1, next_text, (LEFT, top + 20, middle, top + 40)),) if rows == 1 else ()),
                cell(2, 2, "小计" if rows == 2 else "15.25", (middle, top + 20, RIGHT, top + 40)),
            ),
        )

    (table,) = (
        block.table
        for block in blocks(
            page(1, grids=[head(760, "功能分\n类科目", "", rows=2)]),
            page(2, grids=[head(80, "功能分", "类科目\n行政", rows=1)]),
        )
    )
    assert table is not None
    assert [[c.text for c in row] for row in table.rows()] == [
        ["功能分类科目", "本年支出"],
        ["小计"],
        ["行政", "15.25"],
    ]


def test_a_running_header_with_a_colon_is_no_caption() -> None:
    rows = [["项目", "金额"], ["合计", "1.00"]]
    header = "附件：绩效资料汇编"
    pages = [
        page(1, [line(header, y=60), line("2023年度部门整体支出绩效自评报告", y=110)], [grid(rows, 700)]),
        page(2, [line(header, y=60)], [grid([["项目支出", "2.00"]], 80)]),
    ]
    assert texts(*pages) == ["2023年度部门整体支出绩效自评报告", "项目|金额", "合计|1.00", "项目支出|2.00"]


def test_footnotes_come_last_and_their_marks_go() -> None:
    raised = characters("1", LEFT + 81, 99, size=6)
    (title,) = lines_of([*characters("部门绩效自评报告", LEFT, 100), *raised])
    assert title.text == "部门绩效自评报告¹"
    rows = [["项目", "金额"], ["合计", "1.00"]]
    pages = [
        page(1, [title, line("1以批复为准。", y=800)], [grid(rows, 700)]),
        page(2, grids=[grid([["项目支出", "2.00"]], 80)]),
    ]
    assert texts(*pages) == ["部门绩效自评报告", "项目|金额", "合计|1.00", "项目支出|2.00", "1以批复为准。"]


def test_text_drawn_over_text_is_another_line() -> None:
    found = lines_of([*characters("收入合计", LEFT, 100), *characters("114.93", LEFT + 8, 100)])
    assert sorted(one.text for one in found) == ["114.93", "收入合计"]


def test_one_glyph_for_two_characters_is_no_text_over_text() -> None:
    (found,) = lines_of(
        [*characters("无", LEFT, 100), *characters("—", LEFT + 30, 100), *characters("—", LEFT + 30, 100)]
    )
    assert found.text.split() == ["无", "——"]


def test_a_label_behind_a_full_line_stands_alone() -> None:
    body = set_text("预算执行情况良好" * 15, 100)[:2]
    last = line("预" * 40 + "。", y=body[-1].box[1] + PITCH)
    found = texts(page(1, [*body, last, line("附件1", y=last.box[1] + PITCH)]))
    assert found[-1] == "附件1"


# -- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "room", "text"),
    [
        (["156,211,", "123"], 8, "156,211,123"),
        (["1,234.", "50"], 8, "1,234.50"),
        (["12", "8"], 30, "12\n8"),
        (["年度预", "算申请", "（万元）"], 8, "年度预算申请（万元）"),
        (["1.完成；", "2.无。"], 8, "1.完成；\n2.无。"),
    ],
)
def test_lines_of_a_narrow_cell(lines: list[str], room: float, text: str) -> None:
    width = max(len(one) * (5 if one.isascii() else 10) for one in lines) + room
    set_lines = tuple(line(one, x=LEFT + 4, y=103 + PITCH * at) for at, one in enumerate(lines))
    first = grid([["甲", "乙"], ["丙", "丁"]], 100, (width, 200), height=60)
    cells = (replace(first.cells[0], lines=set_lines), *first.cells[1:])
    assert only_table(page(1, grids=[Grid(first.box, cells)])).cells[0].text == text


def test_places_of_a_turned_page_are_those_of_the_page_as_it_is_shown() -> None:
    read = Page(1, HEIGHT, WIDTH, tuple(set_text(LONG, 100, right=700)), (), turn=90)
    (block,) = blocks(read)
    assert block.box is not None
    assert turned(block.box, 90, WIDTH, HEIGHT) == pytest.approx((LEFT, 100, 600, 110), abs=110)
    assert block.box[2] <= WIDTH and block.box[3] <= HEIGHT


# -- without rules -----------------------------------------------------------------------------------------------------


def row_of(texts_: list[str], y: float) -> Line:
    (found,) = lines_of([one for at, text in enumerate(texts_) for one in characters(text, LEFT + 140 * at, y)])
    return found


def test_columns_of_a_table_without_rules() -> None:
    rows = [
        ["项目", "2022年决算数", "2023年预算数"],
        ["三公经费", "17.33", "7.86"],
        ["公务接待", "17.33", "7.86"],
        ["公用经费", "36.04", "28.84"],
    ]
    title = line("2023年度基础数据表", x=230, y=150, size=14)
    lines = [title, *(row_of(row, 200 + 24 * at) for at, row in enumerate(rows))]
    assert texts(page(1, lines)) == ["2023年度基础数据表", *("|".join(row) for row in rows)]


def test_rows_between_level_rules_may_have_several_lines() -> None:
    rows = [["指标", "说明", "得分"], ["招商", "完成", "10"], ["时效", "按时", "9"]]
    heights = [195.0, 220.0, 260.0, 290.0]
    lines = [row_of(row, y) for row, y in zip(rows, (203, 233, 270), strict=True)]
    lines.insert(2, line("全部任务", x=LEFT + 140, y=244))
    rules = tuple((LEFT, y, RIGHT, y + 0.5) for y in heights)
    (block,) = blocks(replace(page(1, lines), rules=rules))
    assert block.table is not None
    assert [[c.text for c in row] for row in block.table.rows()] == [rows[0], ["招商", "完成全部任务", "10"], rows[2]]


def test_prose_and_signatures_are_no_table() -> None:
    lines = [
        *set_text(LONG * 3, 100, indent=20),
        line("填表人：文某      联系电话：123", y=300),
        line("2024年3月      单位（盖章）", y=320),
    ]
    assert all(block.table is None for block in nonempty(blocks(page(1, lines))))
