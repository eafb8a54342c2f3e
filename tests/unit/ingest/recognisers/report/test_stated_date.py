"""The day that a report states, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.recognisers.report.stated_date import find
from tests.unit.ingest.reports import SECTIONS, document, recognised


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("填表人：王小明   填报日期：2024年3月5日    联系电话：0731-222125", date(2024, 3, 5)),
        ("云溪区财政局 | 发布日期： | 2022-08-24 |", date(2022, 8, 24)),
        ("发布时间: 2024.9.12 10:20", date(2024, 9, 12)),
        ("日  期：２０２４年９月１２日", date(2024, 9, 12)),
        # a line of its own: under a signature, or on a cover
        ("清河市云溪区水务局\n二〇二四年九月十二日", date(2024, 9, 12)),
        ("清河市云溪区水务局\n2024 年 10 月 31 日", date(2024, 10, 31)),
        ("（2024年9月）", date(2024, 9, 1)),
        # published, else signed, else filled in; of one kind the latest
        ("发布时间：2024-09-12\n填报日期：2025年1月1日", date(2024, 9, 12)),
        ("填报日期：2025年1月1日\n2024年9月12日", date(2024, 9, 12)),
        ("填报日期：2024年1月1日\n填报日期：2024年2月1日", date(2024, 2, 1)),
    ],
)
def test_a_date_behind_its_label_or_alone_in_a_line(text: str, day: date) -> None:
    assert find(document(text)) == day


@pytest.mark.parametrize(
    "text",
    [
        "工程开工日期：2024年9月12日",
        "2024年9月12日，我局组织了检查。",
        "2024年度部门决算",
        "填报日期：        联系电话：0731-222125",
        # no such day, month or year
        "发布日期：2024年2月30日",
        "2024年13月1日",
        "1949年10月1日",
        # a month, a day and a number behind each other are no date
        "发布日期：2024-09-123",
    ],
)
def test_other_dates_are_not_the_reports(text: str) -> None:
    assert find(document(text)) is None


def test_a_form_states_it_in_cells() -> None:
    rows = ("填报日期", "2024-09-12", "填报单位", "云溪区水务局")
    table = "".join(f"<td>{cell}</td>" for cell in rows)
    assert find(document(f"<html><body><table><tr>{table}</tr></table></body></html>")) == date(2024, 9, 12)


def test_a_report_hands_it_over() -> None:
    dated = SECTIONS.replace("年  月  日", "2024年6月1日")
    assert dated != SECTIONS
    assert recognised(dated, "").identity.stated_date == "2024-06-01"
    assert recognised(SECTIONS, "").identity.stated_date is None
