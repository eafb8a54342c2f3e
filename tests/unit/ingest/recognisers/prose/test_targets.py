"""Indicators in running text: target sentences, and the dimension narrative."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.support import nonempty
from tests.unit.ingest.reports import DIMENSIONS, ONE_TABLE, TITLE, document, indicated, recognised, source_text


def goals(text: str) -> list[tuple[str | None, str | None, str | None, bool | None, str | None]]:
    found = recognised(text, TITLE)
    return [
        (row.level3, row.target_text, row.actual_text, row.is_met, row.completion_rate_text) for row in found.indicators
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "①绩效目标：维护路灯2000盏以上，目标完成2150盏，完成率107.5%；",
            [("维护路灯", "2000盏以上", "2150盏", True, "107.5%")],
        ),
        (
            "绩效目标：道路完好率不低于95%，目标完成94%，完成率98.9%。",
            [("道路完好率", "不低于95%", "94%", False, "98.9%")],
        ),
        ("绩效目标1：群众满意度≥90%，实际完成92%。", [("群众满意度", "≥90%", "92%", True, None)]),
        ("绩效目标：做好河道保洁，按要求完成。", []),
    ],
)
def test_target_sentences(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert goals(sentence) == expected


def _told() -> list[tuple[str, str]]:
    """Sentences, or lines parted by ⏎, and the indicators that are read in them."""
    with Path(__file__).with_name("goals.csv").open(encoding="utf-8", newline="") as handle:
        return [(row["text"], row["read"]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("text", "read"), nonempty(_told()))
def test_indicators_that_sentences_state(text: str, read: str) -> None:
    lines = text.replace("⏎", "\n")
    rows = sorted(recognised(lines).indicators, key=lambda row: (row.block_no, row.char_start))
    assert " | ".join(indicated(row) for row in rows) == read
    # what a heading says for itself is told by the report's own words
    met = {row.met_by_own_words for row in rows if row.recogniser == "dimension_narrative"} - {None}
    assert met == {row.is_met for row in rows if row.recogniser == "dimension_narrative"} - {None}


def test_several_targets_in_one_paragraph() -> None:
    text = "①绩效目标：清淤河道4条以上，目标完成4条，完成率100%；②绩效目标：水质达标率不低于95%，目标完成96%，完成率101.05%。"
    assert [row[0] for row in goals(text)] == ["清淤河道", "水质达标率"]


def test_targets_in_a_cell_of_the_one_big_table() -> None:
    found = recognised(ONE_TABLE, "")
    assert [(row.level3, row.target_text, row.actual_text) for row in found.indicators] == [
        ("维护路灯", "2000盏以上", "2150盏"),
        ("道路完好率", "不低于95%", "96%"),
    ]
    assert all(row.table_no for row in nonempty(found.indicators))


def test_headings_of_the_dimension_narrative_are_the_levels() -> None:
    found = recognised(DIMENSIONS, "")
    rows = {row.level3: row for row in found.indicators}
    assert {"公用经费控制率", "在职人员控制率", "服务对象满意度"} <= set(rows)
    assert (rows["公用经费控制率"].level1, rows["公用经费控制率"].level2) == ("运行成本", "公用经费控制")
    assert rows["公用经费控制率"].actual_text == "96.50%"
    assert rows["公用经费控制率"].met_by_own_words is True
    assert rows["服务对象满意度"].target_text == "95%"


def test_a_value_missed_by_the_reports_own_words() -> None:
    found = recognised(DIMENSIONS, "")
    (row,) = [row for row in found.indicators if row.level1 == "管理效率"]
    assert (row.actual_text, row.met_by_own_words) == ("99.67%", False)


@pytest.mark.parametrize("text", [ONE_TABLE, DIMENSIONS])
def test_every_row_points_to_its_value(text: str) -> None:
    found = document(text)
    rows = recognised(text, "").indicators
    assert rows
    for row in rows:
        assert source_text(found, row)[row.char_start : row.char_end] == (row.actual_text or row.target_text)


def test_headings_that_lost_their_numbers_are_headings_all_the_same() -> None:
    bare = re.sub(r"(?m)^(?:（[0-9一二三四五六七八九十]）|[0-9]{1,2}[.、])[ ]*", "", DIMENSIONS)
    assert bare != DIMENSIONS
    with_numbers = {
        (row.level3, row.actual_text): row.met_by_own_words for row in recognised(DIMENSIONS, "").indicators
    }
    without = {(row.level3, row.actual_text): row.met_by_own_words for row in recognised(bare, "").indicators}
    rates = {row: met for row, met in with_numbers.items() if row[0] and row[0].endswith(("率", "满意度"))}
    assert rates
    assert {row: without.get(row) for row in rates} == rates
