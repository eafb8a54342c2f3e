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
