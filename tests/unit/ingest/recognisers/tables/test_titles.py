"""What the title over a table says of it, and what kind of place a table without one is."""

from __future__ import annotations

import pytest

from ingest import lexicon
from ingest.document import Block
from ingest.recognisers.output import Context
from ingest.recognisers.tables.titles import fund_of, line_of, measure_of, place_kind, title_over
from tests.forms.kit import table, with_geometry

ROWS = {
    "三级指标 | 年度指标值": "self_evaluation_table",
    "三级指标 | 实际完成值": "self_evaluation_table",
    "年初预算数 | 执行率": "self_evaluation_table",
    "年初预算数 | 决算数": "summary_table",
    "年初预算数 | 上年决算数": "base_data_table",
    "2022年决算数 | 2023年决算数": "base_data_table",
    "2022年预算数 | 2023年预算数": "summary_table",
    "编制数 | 实际在职人数": "base_data_table",
    "事项 | 说明": "summary_table",
}


@pytest.mark.parametrize(("header", "kind"), ROWS.items())
def test_a_table_without_a_title_is_told_by_its_columns(header: str, kind: str) -> None:
    drawn = with_geometry(table(f"{header}\n" + " | ".join("无" for _ in header.split("|"))), 1, False)
    assert place_kind(drawn, None) == kind
    # a title goes before them; one that is no form's says nothing
    assert place_kind(drawn, "2023年度基础数据表") == "base_data_table"
    assert place_kind(drawn, "2023年度大事") == kind


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("收入决算表", "income"), ("2023年收入表", "income"), ("收入支出决算表", "expenditure"), ("支出决算表", "expenditure"), ("预算执行情况表", "expenditure"),
        ("预算完成情况表", "expenditure"), ("支出预算表", "budget"), ("部门预算表", "budget"), ("项目支出绩效目标申报表", "budget"), ("项目支出绩效目标表", "budget"),
        ("一般公共预算财政拨款支出表", None), ("预算收入表", "income"), ("预算支出表", None), ("预算资金表", None), ("基础数据表", None), ("支 出 决 算 表", "expenditure"),
        (None, None), ("", None),
    ],
)  # fmt: skip
def test_what_a_title_says_that_amounts_are(title: str | None, measure: str | None) -> None:
    assert measure_of(lexicon.plain(title or "")) == measure


@pytest.mark.parametrize(
    ("title", "fund", "line"),
    [
        ("一般公共预算支出表", "general_public_budget", None), ("政府性基金预算支出表", "government_fund", None), ("国有资本经营预算支出表", "state_capital", None),
        ("社会保险基金支出表", "social_insurance_fund", None), ("一般公共预算和政府性基金支出表", None, None), ("“三公”经费支出表", None, "three_public"),
        ("政府采购支出表", None, "procurement"), ("一般公共预算基本支出表", "general_public_budget", "basic"), ("项目支出表", None, "project"),
        ("基本支出和项目支出表", None, None), ("“三公”经费和会议费支出表", None, None), ("会议费、“三公”经费支出表", None, None), ("会议费及“三公”经费支出表", None, None),
        ("“三公”经费与培训费表", None, None), ("支出表", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_the_one_fund_and_the_one_line_item_of_a_title(title: str | None, fund: str | None, line: str | None) -> None:
    text = lexicon.plain(title or "")
    assert (fund_of(text), line_of(text)) == (fund, line)


def over(*lines: str | None) -> tuple[str | None, int | None]:
    """The title over a table below some lines; None is another table."""
    blocks = [
        Block(at, "paragraph", line) if line is not None else Block(at, "table", table=with_geometry(table("甲 | 乙"), 1, False))
        for at, line in enumerate([*lines, None], 1)
    ]  # fmt: skip
    return title_over([(block, Context()) for block in blocks], len(blocks) - 1)


TITLE = "2022年度部门支出决算表"


@pytest.mark.parametrize(
    "lines",
    [(TITLE,), (TITLE, "单位：万元"), (TITLE, "一", "二", "三"), ("2021年度部门支出决算表", TITLE), (TITLE, "填表人：张伟  决算表"), (TITLE, f"{'水' * 60}决算表"), (None, TITLE)],
)  # fmt: skip
def test_the_nearest_title_over_a_table_is_its(lines: tuple[str | None, ...]) -> None:
    assert over(*lines) == (TITLE, 2022)


@pytest.mark.parametrize("lines", [(), (TITLE, None), (TITLE, "一", "二", "三", "四"), ("2022年大事",)])
def test_a_table_may_have_no_title(lines: tuple[str | None, ...]) -> None:
    assert over(*lines) == (None, None)


def test_a_title_may_name_no_year() -> None:
    assert over("部门支出决算表") == ("部门支出决算表", None)
