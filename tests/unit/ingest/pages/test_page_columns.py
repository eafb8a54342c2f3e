"""Texts and tables side by side on a page: read one after the other, and nothing else is divided."""

from __future__ import annotations

from ingest.pages.layout import Line
from tests.unit.ingest.pages.pages import RIGHT, grid, line, page, set_text, texts

LEFT_COLUMN, RIGHT_COLUMN = (90.0, 287.0), (308.0, 505.0)
FIRST = "本单位全年一般公共预算财政拨款支出812.45万元，其中基本支出512.45万元，项目支出300.00万元，全部按批复的用途使用，没有截留和挪用。"
SECOND = (
    "全年三公经费支出9.80万元，比预算数减少1.20万元，原因是严格控制公务接待的次数和标准，并且合并了下乡检查的车辆。"
)


def beside(left: list[Line], right: list[Line]) -> list[Line]:
    """Lines of two columns as they are found on a page: those of one height are one."""
    from ingest.pages.layout import around

    found = []
    for one in left:
        same = [other for other in right if abs(other.box[1] - one.box[1]) < 1]
        glyphs = (*one.glyphs, *(part for other in same for part in other.glyphs))
        found.append(Line(glyphs, around(part.box for part in glyphs)))
        right = [other for other in right if other not in same]
    return sorted([*found, *right], key=lambda each: each.box[1])


def columns(left: str, right: str, y: float = 100) -> list[Line]:
    return beside(
        set_text(left, y, left=LEFT_COLUMN[0], right=LEFT_COLUMN[1]),
        set_text(right, y, left=RIGHT_COLUMN[0], right=RIGHT_COLUMN[1]),
    )


def test_a_text_in_two_columns_is_read_down_the_first_then_down_the_second() -> None:
    title = line("清河县水务局2023年度部门整体支出绩效自评报告", x=180, y=60, size=12)
    end = set_text(
        "以上情况已经在单位门户网站公开，公开的时间和内容符合规定，接受社会监督并留存全部的原始资料备查。", 300
    )
    assert texts(page(1, [title, *columns(FIRST, SECOND), *end])) == [
        title.text,
        FIRST,
        SECOND,
        "".join(x.text for x in end),
    ]


def test_a_paragraph_and_a_table_go_on_in_the_second_column() -> None:
    text = FIRST + SECOND
    lines = set_text(text, 100, left=LEFT_COLUMN[0], right=LEFT_COLUMN[1])
    half = len(lines) // 2
    moved = set_text("".join(one.text for one in lines[half:]), 100, left=RIGHT_COLUMN[0], right=RIGHT_COLUMN[1])
    assert texts(page(1, beside(lines[:half], moved))) == [text]
    widths = [97, 50, 50]
    upper = grid([["项目", "预算", "决算"], ["清淤", "1.10", "1.20"]], 720, widths)
    lower = grid([["护岸", "2.10", "2.20"], ["绿化", "3.10", "3.20"]], 60, widths, left=RIGHT_COLUMN[0])
    left = set_text(FIRST, 100, left=LEFT_COLUMN[0], right=LEFT_COLUMN[1])
    right = set_text(SECOND, 140, left=RIGHT_COLUMN[0], right=RIGHT_COLUMN[1])
    assert texts(page(1, beside(left, right), [upper, lower])) == [
        FIRST, "项目|预算|决算", "清淤|1.10|1.20", "护岸|2.10|2.20", "绿化|3.10|3.20", SECOND,
    ]  # fmt: skip


def test_only_the_first_column_may_have_text() -> None:
    lines = set_text(FIRST + SECOND, 100, left=LEFT_COLUMN[0], right=LEFT_COLUMN[1])
    assert texts(page(1, lines)) == [FIRST + SECOND]


def test_tables_side_by_side_keep_their_captions_and_notes() -> None:
    widths = [97, 100]
    first = grid([["收入", "金额"], ["财政拨款", "812.45"]], 140, widths)
    second = grid([["支出", "金额"], ["基本支出", "512.45"], ["项目支出", "300.00"]], 140, widths, left=RIGHT_COLUMN[0])
    above = columns("收入情况表", "支出情况表", 100) + columns("单位：万元", "单位：元", 118)
    below = columns("注：不含结转。", "注：含上年结转。", 206)
    before, after = line("一、收支情况", y=60), line("二、其他情况", y=260)
    assert texts(page(1, [before, *above, *below, after], [first, second])) == [
        "一、收支情况",
        "收入情况表", "单位：万元", "收入|金额", "财政拨款|812.45", "注：不含结转。",
        "支出情况表", "单位：元", "支出|金额", "基本支出|512.45", "项目支出|300.00", "注：含上年结转。",
        "二、其他情况",
    ]  # fmt: skip


def test_what_only_has_gaps_is_read_across() -> None:
    filled = [line("填表人：甲", y=100 + 20 * at) for at in range(5)]
    dates = [line("填报日期：无", x=320, y=100 + 20 * at) for at in range(5)]
    assert texts(page(1, beside(filled, dates)))[0] == "填表人：甲填报日期：无"
    whole = set_text(FIRST + SECOND, 300, right=RIGHT)
    assert texts(page(1, whole)) == [FIRST + SECOND]
