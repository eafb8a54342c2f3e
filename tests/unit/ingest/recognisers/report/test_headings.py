"""What a heading says of the figures below it, and how far it reaches."""

from __future__ import annotations

import pytest

from tests.unit.ingest.reports import TITLE, claims, everything_read, recognised

BUDGET = "2023年云溪区水务局部门预算\n"


def test_stage_and_year_come_from_the_heading() -> None:
    body = (
        "一、2024年“三公”经费预算情况说明\n（一）因公出国（境）费0万元，比2023年预算持平。\n"
        "（二）公务用车购置及运行费46.5万元，比2023年预算增加25万元。\n（三）公务接待费1.5万元。\n"
    )
    assert claims(body) == [
        "2024 budget.unstated three_public.overseas 0",
        "2024 budget.unstated three_public.vehicle 465000",
        "2024 budget.unstated three_public.reception 15000",
    ]


def test_words_of_the_sentence_win() -> None:
    assert claims("一、2024年“三公”经费预算情况说明\n2023年三公经费决算8万元，公务接待费决算2万元。\n") == [
        "2023 expenditure three_public 80000",
        "2023 expenditure three_public.reception 20000",
    ]


@pytest.mark.parametrize(
    "heading", ["三公经费情况", "“三公”经费支出情况说明", "（三）三公经费情况", "3.三公经费使用情况"]
)
def test_a_line_item_comes_from_the_heading(heading: str) -> None:
    assert claims(f"{heading}\n年初预算9万元，决算8万元。\n") == [
        "2023 budget.initial three_public 90000",
        "2023 expenditure three_public 80000",
    ]


@pytest.mark.parametrize("after", ["（四）资产管理情况", "（四）其他情况。", "四、部门整体支出情况", "其他情况说明"])
def test_the_next_heading_ends_it(after: str) -> None:
    body = f"（三）三公经费情况\n年初预算9万元，决算8万元。\n{after}\n年初预算500万元。\n"
    assert claims(body)[2:] == ["2023 budget.initial total 5000000"]


def test_a_heading_below_it_goes_on() -> None:
    body = "七、财政拨款“三公”经费支出决算情况说明\n（一）总体情况说明\n年初预算9万元，支出决算8万元。\n"
    assert claims(body) == ["2023 budget.initial three_public 90000", "2023 expenditure three_public 80000"]


def test_figures_under_a_heading_that_no_line_item_covers_are_listed() -> None:
    found = recognised("（一）机关运行经费支出情况\n年初预算90万元，支出决算80万元。\n")
    assert found.claims == []
    assert [row.reason for row in found.unrecognised] == ["unknown_label", "unknown_label"]


def test_the_fund_comes_from_the_heading() -> None:
    body = "五、一般公共预算财政拨款支出决算情况说明\n年初预算90万元，支出决算80万元。\n八、政府性基金预算财政拨款支出决算情况说明\n本年支出20万元。\n"
    assert claims(body) == [
        "2023 budget.initial total general_public_budget 900000",
        "2023 expenditure total general_public_budget 800000",
        "2023 expenditure total government_fund 200000",
    ]


def test_in_a_departments_budget_figures_are_budgets() -> None:
    body = "基本支出80万元，项目支出20万元。\n2022年执行数95万元。\n"
    assert claims(body, BUDGET) == [
        "2023 budget.unstated basic 800000",
        "2023 budget.unstated project 200000",
        "2022 expenditure total 950000",
    ]


def test_a_projects_name_that_holds_a_money_word_governs_nothing() -> None:
    body = "二、一般公共预算支出情况\n（二）项目支出情况\n1.政府采购评审经费\n年初预算9万元。\n"
    assert claims(body) == ["2023 budget.initial project:政府采购评审经费 general_public_budget 90000"]


def test_a_section_on_projects_ends_with_the_next_of_its_rank() -> None:
    body = "二、项目支出情况\n河道清淤专项年初预算50万元。\n三、资产占用情况说明\n年初预算9万元。\n"
    assert claims(body) == [
        "2023 budget.initial project:河道清淤专项 500000",
        "2023 budget.initial total 90000",
    ]


@pytest.mark.parametrize("words", ["情况", "说明", "总体情况", "整体情况", "具体情况说明", "支出结构", "开支情况", "使用情况", "安排情况", "分析", "变动情况", "变化情况",
                                   "规模", "有关情况", "相关情况", "费用情况", "总额", "情况表", "（本级）", "、支出"])  # fmt: skip
def test_words_of_a_heading_that_say_nothing_of_its_figures(words: str) -> None:
    assert claims(f"（三）三公经费决算{words}\n2022年9万元，2023年8万元。\n") == [
        "2022 expenditure three_public 90000",
        "2023 expenditure three_public 80000",
    ]


@pytest.mark.parametrize(
    "words", ["执行", "完成", "管理", "绩效", "编制", "调整", "使用", "对比", "比较", "追加", "控制"]
)
def test_a_heading_on_how_a_budget_is_carried_out_says_no_stage(words: str) -> None:
    assert claims(f"（三）三公经费预算{words}情况\n三公经费9万元，其中公务接待费决算8万元。\n")[-1] == (
        "2023 expenditure three_public.reception 80000"
    )


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("一、2023年部门预算情况说明\n基本支出60万元。", "2023 budget.unstated basic 600000"),
        ("一、2022年度部门决算情况说明\n基本支出60万元。", "2022 expenditure basic 600000"),
        ("一、2023年收入支出决算情况说明\n支出60万元。", "2023 expenditure total 600000"),
        ("一、2023年收入支出预算情况说明\n支出60万元。", "2023 budget.unstated total 600000"),
        ("一、基本支出情况\n年初60万元。", "60: unclaimed_figure (年初)"),
        (
            "一、基本支出预算情况\n60万元，其中人员经费40万元。",
            "2023 budget.unstated basic 600000 | 2023 budget.unstated basic.personnel 400000",
        ),
        ("一、基本支出、三公经费情况\n决算60万元。", "60: unknown_label"),
        ("一、基本支出、三公经费决算情况\n60万元。\n其中决算8万元。", "60: unclaimed_figure | 8: unknown_label"),
        ("一、公务接待费、三公经费情况\n决算60万元。", "2023 expenditure three_public 600000"),
        ("一、三公经费及会议费情况\n决算60万元。", "60: unknown_label"),
        (
            "一、政府采购情况\n预算60万元，支出50万元。",
            "2023 budget.unstated procurement 600000 | 2023 expenditure procurement 500000",
        ),
        ("一、政府采购货物情况\n预算60万元，支出50万元。", "60: unknown_label | 50: unknown_label"),
        ("一、2022年、2023年部门预算情况\n基本支出60万元。", "2023 budget.unstated basic 600000"),
        ("一、与2022年预算比较\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、云溪区水务局预算情况\n基本支出60万元。", "2023 budget.unstated basic 600000"),
        ("一、河道清淤预算情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、预算主管部门：云溪区\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、部门预算60万元\n基本支出60万元。", "2023 budget.unstated total 600000 | 2023 expenditure basic 600000"),
        ("一、部门预算完成98%情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        (
            "一、部门预算情况\n（一）三公经费情况\n8万元。\n二、决算情况\n9万元，公用经费8万元。",
            "2023 budget.unstated three_public 80000 | 9: unclaimed_figure | 2023 expenditure basic.operating 80000",
        ),
        ("一、一般公共预算、政府性基金预算情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        (
            "一、政府性基金预算情况\n（一）一般公共预算情况\n基本支出60万元。\n（二）总体情况\n基本支出30万元。",
            "2023 expenditure basic general_public_budget 600000 | 2023 expenditure basic government_fund 300000",
        ),
        ("第一部分 2023年部门预算情况\n一、基本情况\n基本支出60万元。", "2023 budget.unstated basic 600000"),
        ("一、年初预算及调整情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、年初预算情况\n部门预算60万元。", "2023 budget.initial total 600000"),
        ("一、预算、决算情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、年初预算、调整后预算情况\n部门预算60万元。", "2023 budget.unstated total 600000"),
        ("一、支出情况\n基本支出60万元。", "2023 expenditure basic 600000"),
        ("一、2023年度财政拨款支出情况的说明\n基本支出60万元。", "2023 expenditure basic 600000"),
        (
            "一、机关运行经费决算情况\n决算60万元。\n二、其他重要事项\n决算50万元。",
            "60: unknown_label | 2023 expenditure total 500000",
        ),
    ],
)
def test_what_a_heading_says_of_the_figures_below_it(lines: str, read: str) -> None:
    assert everything_read(lines, TITLE) == read
