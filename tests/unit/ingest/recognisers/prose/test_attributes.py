"""Counts of people, rates and scores in running text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.ingest.reports import DIMENSIONS, SECTIONS, TITLE, document, recognised, source_text

OWN = {"unit_name", "fiscal_year", "supervising_unit"}


def attributes(text: str, head: str = TITLE) -> list[tuple[str, str]]:
    return [
        (row.attribute_code, row.value_text)
        for row in recognised(text, head).attributes
        if row.attribute_code not in OWN
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "编制数32人，实际在职人数30人，退休人员12人。",
            [("staff_quota", "32"), ("staff_actual", "30"), ("staff_retired", "12")],
        ),
        ("核定编制为32名，在职人员共有30名。", [("staff_quota", "32"), ("staff_actual", "30")]),
        ("现有干部职工56人。", [("staff_total", "56")]),
        ("编制数３２人。", [("staff_quota", "３２")]),
        ("公用经费控制率为96.5%。", [("operating_control_rate", "96.5%")]),
        (
            "“三公经费”控制率86.5%，三公经费变动率-3.5%。",
            [("three_public_control_rate", "86.5%"), ("three_public_change_rate", "-3.5%")],
        ),
        ("预算执行率达到99.30%。", [("budget_execution_rate", "99.30%")]),
        ("预算完成率100%。", [("budget_execution_rate", "100%")]),
        ("结转结余率为1.2%。", [("carryover_rate", "1.2%")]),
        ("政府采购执行率95%。", [("procurement_execution_rate", "95%")]),
        ("群众满意度达到96%以上。", [("satisfaction_rate", "96%以上")]),
        ("绩效自评分数为95.5分。", [("self_evaluation_score", "95.5")]),
        ("自评得分96分。", [("self_evaluation_score", "96")]),
    ],
)
def test_values_right_behind_their_label(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert attributes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年预算100万元，全年支出98万元，执行率98%。", [("budget_execution_rate", "98%")]),
        ("政府采购预算10万元，实际采购9万元，执行率90%。", [("procurement_execution_rate", "90%")]),
        ("“三公”经费预算9万元，决算7.2万元，控制率80%。", [("three_public_control_rate", "80%")]),
        ("基本支出预算60万元，支出58万元，执行率96.67%。", []),
        ("任务执行率98%。", []),
    ],
)
def test_a_bare_rate_is_that_of_its_sentence(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert attributes(sentence) == expected


def test_a_target_beside_what_was_reached_is_no_counted_rate() -> None:
    assert attributes("目标≥80次，目标完成情况81次，完成率100%。") == []
    assert [code for code, _ in attributes("受理投诉80件，办结78件，办结率97.5%。")] == [
        "counted_rate_base",
        "counted_rate_part",
        "counted_rate",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "接待群众1200人次。",
        "培训干部60余人次，发放补贴50人份。",
        "增长6%。",
        "占60%。",
        "得到群众好评，清理垃圾5吨。",
        "分为3个阶段，10分钟内到达。",
    ],
)
def test_other_counts_are_no_attributes(sentence: str) -> None:
    assert attributes(sentence) == []
    # what stands behind it is read
    assert attributes(f"{sentence}\n编制数32人。") == [("staff_quota", "32")]


def test_rates_are_fractions_and_counts_are_as_written() -> None:
    found = {row.attribute_code: row.value_number for row in recognised(SECTIONS, "").attributes}
    assert found["budget_execution_rate"] == Decimal("0.993")
    assert found["staff_quota"] == Decimal(32)
    assert found["satisfaction_rate"] == Decimal("0.96")


def test_a_bare_rate_belongs_to_the_heading_above_it() -> None:
    assert ("staff_control_rate", "97.78%") in attributes(DIMENSIONS, "")


def test_sections_that_hold_nothing_are_attributes_not_claims() -> None:
    body = "三、政府性基金预算支出情况\n无。\n四、国有资本经营预算支出情况\n无\n"
    assert [code for code, _ in attributes(body)] == ["stated_none", "stated_none"]
    assert recognised(body).claims == []


@pytest.mark.parametrize("text", [SECTIONS, DIMENSIONS])
def test_every_value_stands_at_its_place(text: str) -> None:
    found = document(text)
    for row in recognised(text, "").attributes:
        if row.attribute_code not in OWN:
            assert source_text(found, row)[row.char_start : row.char_end] == row.value_text
            assert row.value_text in row.quote


@pytest.mark.parametrize("counter", "件起次个户宗项处条人家")
def test_a_rate_beside_its_two_counts(counter: str) -> None:
    found = attributes(f"受理事项80{counter}，办结78{counter}，办结率97.5%。")
    assert [row for row in found if row[0].startswith("counted")] == [
        ("counted_rate_base", "80"),
        ("counted_rate_part", "78"),
        ("counted_rate", "97.5%"),
    ]


@pytest.mark.parametrize("sentence", [*(f"受理投诉80件{mark}办结78件，办结率97.5%。" for mark in "，、"), *(f"受理投诉80件，办结78件，办结率{word}97.5%。" for word in ("达", "达到", "为", "是", "：", " ")),
                                      "受理投诉80 件，办结78 件，办结率97.5 %。"])  # fmt: skip
def test_however_the_counts_are_joined(sentence: str) -> None:
    assert "counted_rate" in dict(attributes(sentence))


@pytest.mark.parametrize("sentence", ["受理投诉80件；办结78件，办结率97.5%。", "受理投诉80件，办结78起，办结率97.5%。", "受理投诉80件，办结78件。办结率97.5%。",
                                      "目标受理80件，办结78件，办结率97.5%。", "受理≥80件，办结78件，办结率97.5%。", "受理80件，另有5人，办结78件，办结率97.5%。"])  # fmt: skip
def test_counts_that_do_not_belong_together(sentence: str) -> None:
    assert "counted_rate" not in dict(attributes(sentence))


@pytest.mark.parametrize(
    "words",
    [
        "下降（增长）",
        "增长（下降）",
        "增加（减少）",
        "减少（增加）",
        "增加/减少",
        "增长/下降",
        "XXX",
        "×××",
        "（一个专项一行）",
    ],
)
def test_words_of_the_template_that_were_left_in_are_told(words: str) -> None:
    assert attributes(f"公用经费较上年{words}情况见下。") == [("template_text", words)]


@pytest.mark.parametrize("mark", ["XX", "××", "xx", "xXx"])
@pytest.mark.parametrize("what", ["万元", "元", "年", "个", "项", "人", "%"])
def test_a_placeholder_before_what_is_counted_is_told(mark: str, what: str) -> None:
    assert attributes(f"公用经费支出{mark}{what}。") == [("template_text", mark)]
    assert attributes(f"公用经费支出___{what}。") == ([("template_text", "___")] if what in ("万元", "元", "%") else [])


@pytest.mark.parametrize("sentence", ["公用经费下降5万元。", "增长或下降", "甲/乙", "X光机5台"])
def test_other_words_are_no_template(sentence: str) -> None:
    assert attributes(sentence) == []


@pytest.mark.parametrize(
    "words",
    [
        "共有",
        "共计",
        "总计",
        "合计",
        "一共",
        "共",
        "为",
        "是",
        "达到了",
        "达到",
        "达",
        "到",
        "在",
        "有",
        "约",
        "近",
        "：",
        "，",
        "",
    ],
)
def test_words_between_a_count_and_its_label(words: str) -> None:
    found = attributes(f"编制数{words}32人。")
    assert found == ([("staff_quota", "32")] if words != "，" else [])


@pytest.mark.parametrize("after", ["次", "/天", "份", "员", "均"])
def test_people_that_are_something_else(after: str) -> None:
    assert attributes(f"编制数32人{after}。") == []


@pytest.mark.parametrize("after", ["之", "钟", "别", "公", "为", "局"])
def test_points_that_are_something_else(after: str) -> None:
    assert attributes(f"自评得分96分{after}。") == []


@pytest.mark.parametrize("after", ["以上", "以内", "以下", "之内", "（含）以上"])
def test_a_rate_keeps_what_says_how_it_is_meant(after: str) -> None:
    assert attributes(f"群众满意度96%{after}。") == [("satisfaction_rate", f"96%{after}")]


BELOW_HEADINGS = "（一）运行成本指标完成情况\n1.控制指标\n（1）{}\n"


@pytest.mark.parametrize("words", ["控制率为", "控制率达", "控制率达到", "控制率是", "控制率在", "控制率：", "控制率"])
def test_a_bare_rate_below_its_heading(words: str) -> None:
    head = BELOW_HEADINGS.format("在职人员控制率")
    assert attributes(f"{head}{words}97.78%，较好。") == [("staff_control_rate", "97.78%")]


@pytest.mark.parametrize(("heading", "words"), [("在职人员控制率", "增长"), ("在职人员控制率", "比率"), ("控制情况", "控制率为"), ("水质达标率", "达标率为")])  # fmt: skip
def test_a_rate_that_its_heading_does_not_name(heading: str, words: str) -> None:
    assert attributes(f"{BELOW_HEADINGS.format(heading)}{words}97.78%，较好。") == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("公用经费预算9万元，决算8万元，控制率80%。", "operating_control_rate"),
        ("年末在职27人，控制率为80%。", "staff_control_rate"),
        ("编制人数30人，控制率80%。", "staff_control_rate"),
        *((f"年初预算100万元，执行率{word}80%。", "budget_execution_rate") for word in ("", "为", "达", "达到", "是", "是 ")),
        ("总预算100万元，进度快，执行率80%。", "budget_execution_rate"),
        ("投入很多，执行率80%。", None),
        ("预算100万元。执行率80%。", None),
        ("预算100万元，任务执行率80%。", None),
        ("会议费9万元，控制率80%。", None),
        ("人很多，控制率80%。", None),
    ],
)  # fmt: skip
def test_what_a_bare_rate_of_a_sentence_is_of(sentence: str, code: str | None) -> None:
    assert {value: found for found, value in attributes(sentence)}.get("80%") == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("编制数32余人", "32"), ("编制数32多人", "32"), ("编制数32 人", "32"), ("编制数32个编制", "32"), ("，编制数32人", "32"), ("职工总数人数32人", "32"),
        ("自评得分9 分", "9"), ("自评得分为96.5分", "96.5"), ("编制数32名单", None), ("编制数（32人）", None), ("自评得分（96分）", None),
        (f"编制数{'达到了' * 4}32人", "32"), (f"编制数{'达到了' * 5}32人", None),
    ],
)  # fmt: skip
def test_what_may_stand_around_a_value(text: str, value: str | None) -> None:
    assert [found for _, found in attributes(f"{text}。")] == ([value] if value else [])


def quotes(text: str) -> list[str]:
    return [row.quote for row in recognised(text).attributes if row.attribute_code not in OWN]


@pytest.mark.parametrize("mark", "。；;!?\n")
def test_a_value_is_quoted_with_its_sentence(mark: str) -> None:
    assert quotes(f"开展巡查{mark} 核定编制数32人，加强管理{mark}其他") == ["核定编制数32人，加强管理"]


def test_a_value_in_a_long_sentence_is_quoted_with_what_stands_around_it() -> None:
    assert quotes(f"{'水' * 300}，编制数32人{'水' * 300}") == [f"{'水' * 146}，编制数32人{'水' * 79}"]


def test_words_of_the_template_are_quoted_with_their_sentence() -> None:
    assert quotes("开展巡查。公用经费较上年增加/减少情况见下；其他") == ["公用经费较上年增加/减少情况见下"]
    assert quotes(f"公用经费较上年增加/减少{'水' * 300}") == [f"公用经费较上年增加/减少{'水' * 120}"]
