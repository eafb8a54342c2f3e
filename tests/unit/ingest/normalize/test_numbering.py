"""Numbers before headings and items: which there are, how deep they stand, and what is none."""

from __future__ import annotations

import pytest

from ingest.normalize.numbering import (
    ITEM_OF_CELLS,
    ITEM_OF_LINES,
    ITEM_OF_PROSE,
    ITEM_OF_TEXT,
    TOP_HEADING,
    is_heading,
    is_numbered,
    may_be_ranked,
    numbering,
    rank,
)

NUMERALS = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BULLETS = "·●◆■※★▲○"


@pytest.mark.parametrize("numeral", [*NUMERALS, "十一", "二十三"])
def test_every_chinese_numeral_numbers_whatever_stands_around_it(numeral: str) -> None:
    written = {
        f"第{numeral}部分": 0, f"第{numeral}章": 0, f"第{numeral}节": 0, f"{numeral}、": 1, f"{numeral}.": 1, f"{numeral}:": 1,
        f"({numeral})": 2,
    }  # fmt: skip
    for number, depth in written.items():
        text = f"{number}预算执行情况"
        assert numbering(text) == (len(number), True), number
        assert may_be_ranked(text) and rank(text) == depth, number
    for mark in "、.:":
        assert numbering(f"({numeral}){mark}预算") == (len(numeral) + 3, True)
        assert numbering(f"第{numeral}部分{mark}预算") == (len(numeral) + 4, True)
        if len(numeral) <= 2:
            assert numbering(f"项目{numeral}{mark}防洪") == (len(numeral) + 3, True)
    for number in (f"{numeral}、", f"{numeral}.", f"{numeral}．", f"({numeral})", f"（{numeral}）"):
        assert is_numbered(f"{number}预算执行情况") and is_numbered(f" \u3000{number}预算"), number
        assert ITEM_OF_LINES.match(f"{number}预算"), number
        assert ITEM_OF_TEXT.search(f"前文\n {number}预算"), number
    for ending in "部章节条篇":
        assert ITEM_OF_LINES.match(f"第{numeral}{ending}预算")
    for number in (f"{numeral}、", f"{numeral}．", f"第{numeral}部分"):
        assert TOP_HEADING.match(f"\u3000{number}预算"), number
    assert ITEM_OF_CELLS.match(f"{numeral}、预算")
    if len(numeral) == 1:
        assert numbering(f"{numeral}是预算执行有力") == (2, True)
        assert rank(f"{numeral}是预算执行有力") == 5
        assert ITEM_OF_PROSE.match(f"{numeral}是预算执行有力")


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_numbers(digit: int) -> None:
    written = {
        f"{digit}、": 3, f"{digit}.": 3, f"{digit}．": 3, f"1{digit}、": 3, f"({digit})": 4, f"{digit})": 4, f"(1{digit})": 4,
    }  # fmt: skip
    for number, depth in written.items():
        assert numbering(f"{number}办公经费") == (len(number), True), number
        assert rank(f"{number}办公经费") == depth, number
    assert rank(f"{digit}.1办公经费") == 4 and numbering(f"{digit}.{digit}办公经费") == (3, True)
    for number in (f"{digit}、", f"{digit}.", f"{digit}．"):
        assert is_numbered(f"{number}办公经费") and ITEM_OF_CELLS.match(f"{number}办公经费"), number
        assert ITEM_OF_TEXT.search(f"{number}办公经费"), number
    assert ITEM_OF_LINES.match(f"{digit}．办公经费")
    for number in (f"{digit}.", f"{digit}、", f"({digit})"):
        assert ITEM_OF_PROSE.match(f"{number}办公经费"), number
        assert ITEM_OF_LINES.match(f"{number}办公经费"), number
    assert numbering(f"项目{digit}、防洪") == (4, True)
    for number in (f"{digit})", f"{digit}）", f"({digit})", f"（{digit}）"):
        assert ITEM_OF_LINES.match(f"{number}办公经费"), number


@pytest.mark.parametrize("mark", CIRCLED)
def test_every_circled_number_numbers(mark: str) -> None:
    assert numbering(f"{mark}办公经费") == (1, True)
    assert rank(f"{mark}办公经费") == 5
    assert is_numbered(f"{mark}办公经费") and ITEM_OF_PROSE.match(f"{mark}办公") and ITEM_OF_LINES.match(f"{mark}办公")
    found = ITEM_OF_TEXT.search(f"{mark}办公经费")
    assert found and found["circled"] == mark


@pytest.mark.parametrize("mark", [*BULLETS, "——"])
def test_every_bullet_numbers(mark: str) -> None:
    assert numbering(f"{mark}办公经费") == (len(mark), True)
    assert rank(f" {mark}办公经费") == 5


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1.1办公经费", "办公经费"),
        ("1.1.2 办公经费", "办公经费"),
        ("2.3、办公经费", "办公经费"),
        ("项目1：防洪", "项目1：防洪"),
        ("项目1:防洪", "防洪"),
        ("项目十二、防洪", "防洪"),
        ("项目二.防洪", "防洪"),
        ("第三 、办公经费", "办公经费"),
        ("--办公经费", "办公经费"),
        ("(3) 办公经费", "办公经费"),
        ("3、2023年预算", "2023年预算"),
        ("  一、预算", "预算"),
        # figures and words
        ("1.5万元", "1.5万元"),
        ("12.5%", "12.5%"),
        ("3.2亿元", "3.2亿元"),
        ("1.25,3.5", "1.25,3.5"),
        ("3.14 元", "3.14 元"),
        ("100、预算", "100、预算"),
        ("5、", "5、"),
        ("一般公共预算", "一般公共预算"),
        ("十堰市财政局", "十堰市财政局"),
        ("一是5个", "是5个"),
        ("(2023)预算", "(2023)预算"),
        ("项目支出", "项目支出"),
        ("  办公经费", "办公经费"),
        ("", ""),
    ],
)
def test_what_is_left_behind_a_number(text: str, rest: str) -> None:
    assert text[numbering(text).start :] == rest


@pytest.mark.parametrize(
    "text", ["1.25亿元", "12.30预算", "第一次会议", "一般公共预算", "100、预算", "2023年", "预算", ""]
)
def test_what_has_no_rank(text: str) -> None:
    assert rank(text) in (None, 4 if text[:4] in ("1.25", "12.3") else None)
    assert not is_numbered(text)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("一、部门基本情况", True),
        ("（一）基本支出", True),
        ("3、" + "水" * 38, True),
        ("3、" + "水" * 39, False),
        ("一、收入预算5万元。", False),
        ("一、收入预算5万元；", False),
        ("一、收入预算5万元;", False),
        ("一、收入预算5万元，", False),
        ("一、收入预算5万元,", False),
        ("部门基本情况", False),
    ],
)
def test_a_heading_is_numbered_short_and_no_sentence(line: str, is_one: bool) -> None:
    assert is_heading(line) is is_one


@pytest.mark.parametrize("label", ["注：", "注:", "说明:", "说明：", "备注：", "备注:"])
def test_a_note_below_a_table_begins_a_line_of_its_own(label: str) -> None:
    assert ITEM_OF_LINES.match(f" {label}本表由单位填报")
    assert not ITEM_OF_LINES.match("注重预算执行")


@pytest.mark.parametrize("text", ["1.5万元", "12.30", "3．5", "(2023)预算", "100、预算", "预算"])
def test_figures_begin_no_item(text: str) -> None:
    assert not ITEM_OF_TEXT.search(text)
    assert not ITEM_OF_LINES.match(text)
    assert not ITEM_OF_CELLS.match(text)


def test_how_a_number_is_written_is_told() -> None:
    found = [ITEM_OF_TEXT.search(text) for text in ("（十二）预算", "7、预算", "(7)预算")]
    assert [(one["opened"], one["chinese"], one["plain"]) for one in found if one] == [
        ("（", "十二", None),
        (None, None, "7"),
        ("(", None, "7"),
    ]
