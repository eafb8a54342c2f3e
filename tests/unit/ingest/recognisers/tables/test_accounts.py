"""Forms of accounts and budgets as provinces set them: what every figure is of, told by title, columns and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from ingest.document import Block, Cell, Document, Table
from ingest.recognisers import Recognition, recognise
from ingest.recognisers.tables.accounts import NAME
from tests.forms.kit import Part, document, table

FINAL, BUDGET = "澄溪县渔政站2024年度部门决算", "澄溪县渔政站2025年部门预算"


def read(*parts: Part) -> Recognition:
    (found,) = recognise(document(parts, "cells"), "a" * 64)
    return found


def shown(found: Recognition) -> list[str]:
    """Claims as measure version line@fund#class = 万元 (year where it isn't the report's), in order of their places."""
    lines = []
    for claim in found.claims:
        if claim.recogniser != NAME:
            continue
        version = f" {claim.budget_version}" if claim.budget_version not in (None, "unstated") else ""
        fund = "" if claim.fund_code == "all_funds" else f"@{claim.fund_code}"
        code = f"#{claim.classification_code}" if claim.classification_code else ""
        year = "" if claim.stated_fiscal_year == found.identity.fiscal_year else f" ({claim.stated_fiscal_year})"
        amount = f"{claim.amount_yuan / 10_000:f}".rstrip("0").rstrip(".")
        lines.append(f"{claim.measure}{version} {claim.line_item_code}{fund}{code} = {amount}{year}")
    return lines


def listed(found: Recognition) -> Counter[str]:
    return Counter(row.reason for row in found.unrecognised)


def same(found: Iterable[str], text: str) -> None:
    assert list(found) == [line.strip() for line in text.strip().splitlines()]


# -- codes -------------------------------------------------------------------------------------------------------------

EXPENDITURE = "支出决算表"


def by_code(*rows: str, head: str = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出") -> Recognition:
    return read(FINAL, EXPENDITURE, "单位：万元", table("\n".join((head, *rows))))


@pytest.mark.parametrize(
    ("row", "code", "name"),
    [
        ("2130108 | 病虫害控制 | 5 | 5 |", "2130108", "病虫害控制"),
        ("2130108.0 | 病虫害控制 | 5 | 5 |", "2130108", "病虫害控制"),
        ("213 01 08 | 病虫害控制 | 5 | 5 |", "2130108", "病虫害控制"),
        ("[21301] | 农业农村 | 5 | 5 |", "21301", "农业农村"),
        ("213 | 农林水⏎支出 | 5 | 5 |", "213", "农林水支出"),
        (" | 2130108病虫害控制 | 5 | 5 |", "2130108", "病虫害控制"),
        (" | [2130108] 病虫害控制 | 5 | 5 |", "2130108", "病虫害控制"),
        ("2130108 病虫害控制 | | 5 | 5 |", "2130108", "病虫害控制"),
        ("2130108-病虫害控制 | | 5 | 5 |", "2130108", "病虫害控制"),
    ],
)
def test_a_code_is_read_however_it_is_printed(row: str, code: str, name: str) -> None:
    found = [claim for claim in by_code(row).claims if claim.recogniser == NAME]
    assert {(c.classification, c.classification_code, c.classification_name) for c in found} == {
        ("function", code, name)
    }
    assert [(c.line_item_code, c.amount_yuan) for c in found] == [("total", 50_000), ("basic", 50_000)]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (("213 | | | 农林水支出", "213 | 01 | | 农业", "213 | 01 | 08 | 虫害"), ["213", "21301", "2130108"]),
        (("213 | | | 农林水支出", "213 | 1 | | 农业", "213 | 1 | 8 | 虫害"), ["213", "21301", "2130108"]),
        (("213 | | | 农林水支出", " | 01 | | 农业", " | | 08 | 虫害"), ["213", "21301", "2130108"]),
        (("213 | | | 农林水支出", " | 21301 | | 农业", " | | 2130108 | 虫害"), ["213", "21301", "2130108"]),
        (("213 | | | 农林水支出", "213 | 21301 | | 农业", "213 | 21301 | 2130108 | 虫害"), ["213", "21301", "2130108"]),
    ],
)
def test_codes_in_three_columns(rows: tuple[str, ...], codes: list[str]) -> None:
    head = ("科目编码 | < | < | 科目名称 | 合计 | 基本支出 | 项目支出", "类 | 款 | 项 | ^ | ^ | ^ | ^")
    found = read(FINAL, EXPENDITURE, table("\n".join((*head, *(f"{row} | 7 | 4 | 3" for row in rows)))))
    assert [c.classification_code for c in found.claims if c.line_item_code == "total"] == codes


def test_economic_codes_that_lost_zeros() -> None:
    found = read(
        BUDGET,
        "一般公共预算基本支出预算表",
        table("""
        经济分类科目编码 | < | 科目名称 | 合计 | 人员经费 | 公用经费
        类 | 款 | ^ | ^ | ^ | ^
        301 | 2 | 津贴补贴 | 8 | 8 |
        501 | 01 | 工资奖金津补贴 | 8 | 8 |
        """),
    )
    assert {(c.classification, c.classification_code) for c in found.claims} == {
        ("department_economic", "30102"),
        ("government_economic", "50101"),
    }


def test_what_is_no_code_is_listed_and_feeds_nothing() -> None:
    found = by_code("999 | 不明科目 | 5 | 5 |", "20 | 一般 | 5 | 5 |", "213 | 农林水支出 | 5 | 5 |")
    assert {claim.classification_code for claim in found.claims} == {"213"}
    assert listed(found)["unknown_row_label"] == 4


def test_codes_are_no_figures_of_their_own() -> None:
    found = by_code("213 | 农林水支出 | 5 | 5 |", "21301 | 农业 | 5 | 5 |")
    endings = {figure.figure_text: (figure.ending, figure.reason) for figure in found.figures}
    assert endings["213"] == endings["21301"] == ("excluded", "classification_code")
    assert endings["5"] == ("claimed", None)


def test_zero_is_claimed_and_blank_is_not() -> None:
    found = by_code("213 | 农林水支出 | 0.00 | | —")
    same(shown(found), "expenditure total#213 = 0")


@pytest.mark.parametrize("place", ["first", "last", "header"])
def test_the_sum_stays_the_bodys(place: str) -> None:
    head = ["科目编码 | < | < | 科目名称 | 合计 | 基本支出 | 项目支出"]
    parts = "类 | 款 | 项 | ^ | ^ | ^ | ^"
    row, whole = "213 | 01 | 08 | 虫害 | 7 | 4 | 3", "合计 | < | < | < | 7 | 4 | 3"
    lines = {
        "first": [*head, parts, whole, row],
        "last": [*head, parts, row, whole],
        "header": [*head, "类 | 款 | 项 | 合计 | 7 | 4 | 3", row],
    }[place]
    if place == "header":
        lines[0] = "科目编码 | < | < | 科目名称 | 合计 | 基本支出 | 项目支出"
    found = shown(read(FINAL, EXPENDITURE, "单位：万元", table("\n".join(lines))))
    whole_and_row = [
        *(f"expenditure {line} = {amount}" for line, amount in (("total", 7), ("basic", 4), ("project", 3))),
        *(f"expenditure {line}#2130108 = {amount}" for line, amount in (("total", 7), ("basic", 4), ("project", 3))),
    ]
    assert sorted(found) == sorted(whole_and_row)


# -- final accounts ----------------------------------------------------------------------------------------------------


def test_expenditure_of_other_kinds() -> None:
    found = read(
        FINAL,
        EXPENDITURE,
        table("""
        项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
        科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6
        合计 | < | 15 | 1 | 2 | 3 | 4 | 5
        """),
    )
    same(
        shown(found),
        """
        expenditure total = 15
        expenditure basic = 1
        expenditure project = 2
        expenditure payments_to_superiors = 3
        expenditure business = 4
        expenditure subsidies_to_affiliates = 5
        """,
    )


def test_balances_of_funds_below_their_sum_are_no_income() -> None:
    found = read(
        FINAL,
        "财政拨款收入支出决算总表",
        table("""
        收入 | < | 支出 | < | < | <
        项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
        一、一般公共预算财政拨款 | 9 | 一、农林水支出 | 8 | 8 |
        本年收入合计 | 9 | 本年支出合计 | 8 | 8 |
        年初财政拨款结转和结余 | 2 | 年末财政拨款结转和结余 | 3 | 3 |
        一、一般公共预算财政拨款 | 2 | | | |
        二、政府性基金预算财政拨款 | 0 | | | |
        总计 | 11 | 总计 | 11 | 11 |
        """),
    )
    same(
        shown(found),
        """
        income fiscal_appropriation@general_public_budget = 9
        expenditure total@fiscal_appropriation#213 = 8
        expenditure total@general_public_budget#213 = 8
        income fiscal_appropriation@fiscal_appropriation = 9
        expenditure total@fiscal_appropriation = 8
        expenditure total@general_public_budget = 8
        opening_balance total@fiscal_appropriation = 2
        closing_balance total@fiscal_appropriation = 3
        closing_balance total@general_public_budget = 3
        opening_balance total@general_public_budget = 2
        opening_balance total@government_fund = 0
        income grand_total@fiscal_appropriation = 11
        expenditure grand_total@fiscal_appropriation = 11
        expenditure grand_total@general_public_budget = 11
        """,
    )


def test_surplus_used_and_distributed() -> None:
    found = read(
        FINAL,
        "收入支出决算总表",
        table("""
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        二、上级补助收入 | 1 | 十二、农林水支出 | 6
        三、附属单位上缴收入 | 2 | 二十三、其他支出 | 1
        使用非财政拨款结余（含专用结余） | 4 | 结余分配 | 3
        """),
    )
    same(
        shown(found),
        """
        income superior_subsidy = 1
        expenditure total#213 = 6
        income affiliate_payments = 2
        expenditure total#229 = 1
        surplus_used total = 4
        surplus_distributed total = 3
        """,
    )


def test_the_number_before_a_class_is_no_key() -> None:
    found = read(
        BUDGET,
        "2025年部门收支预算总表",
        table("""
        本年收入 | < | 本年支出 | <
        项目 | 预算数 | 项目 | 预算数
        一、财政拨款收入 | 9 | 一、农林水支出 | 8
        1.一般公共预算资金 | 9 | 二、住房保障支出 | 1
        收入总计 | 9 | 支出总计 | 9
        """),
    )
    same(
        shown(found),
        """
        income_budget fiscal_appropriation = 9
        budget total#213 = 8
        income_budget fiscal_appropriation@general_public_budget = 9
        budget total#221 = 1
        income_budget grand_total = 9
        budget grand_total = 9
        """,
    )


def test_the_ministrys_filing_form_with_three_sides_and_three_amounts() -> None:
    found = read(
        FINAL,
        "收入支出决算总表",
        table("""
        收入 | < | < | 支出 | < | < | < | <
        项目 | 年初预算数 | 决算数 | 项目（按功能分类） | 年初预算数 | 决算数 | 项目（按支出性质和经济分类） | 决算数
        栏次 | 1 | 2 | 栏次 | 3 | 4 | 栏次 | 5
        一、一般公共预算财政拨款收入 | 8 | 9 | 一、一般公共服务支出 | 7 | 6 | 一、基本支出 | 5
        二、其他收入 | 1 | 2 | 二、其他支出 | 1 | 2 | 人员经费 | 4
        本年收入合计 | 9 | 11 | 本年支出合计 | 8 | 8 | 工资福利支出 | 4
        """),
    )
    same(
        shown(found),
        """
        income_budget initial fiscal_appropriation@general_public_budget = 8
        income fiscal_appropriation@general_public_budget = 9
        budget initial total#201 = 7
        expenditure total#201 = 6
        expenditure basic = 5
        income_budget initial other_income = 1
        income other_income = 2
        budget initial total#229 = 1
        expenditure total#229 = 2
        expenditure basic.personnel = 4
        income_budget initial total = 9
        income total = 11
        budget initial total = 8
        expenditure total = 8
        expenditure total#301 = 4
        """,
    )


def test_a_funds_form_with_balances_split_as_some_provinces_do() -> None:
    found = read(
        FINAL,
        "一般公共预算财政拨款收入支出决算表",
        table("""
        项目 | < | 年初结转和结余 | < | 本年收入 | < | 本年支出 | < | 年末结转和结余 | <
        科目编码 | 科目名称 | 合计 | 项目支出结转和结余 | 合计 | 基本支出 | 合计 | 项目支出 | 合计 | 项目支出结余
        213 | 农林水支出 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
        """),
    )
    same(
        shown(found),
        """
        opening_balance total@general_public_budget#213 = 1
        opening_balance project@general_public_budget#213 = 2
        income fiscal_appropriation@general_public_budget#213 = 3
        income basic@general_public_budget#213 = 4
        expenditure total@general_public_budget#213 = 5
        expenditure project@general_public_budget#213 = 6
        closing_balance total@general_public_budget#213 = 7
        closing_balance project@general_public_budget#213 = 8
        """,
    )


def test_blocks_side_by_side_with_their_sums() -> None:
    found = read(
        FINAL,
        "一般公共预算财政拨款基本支出决算表",
        table("""
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 6 | 302 | 商品和服务支出 | 3 | 310 | 资本性支出 | 1
        30101 | 基本工资 | 6 | 30201 | 办公费 | 3 | 31002 | 办公设备购置 |
        人员经费合计 | < | 6 | 公用经费合计 | < | < | < | < | 4
        """),
    )
    same(
        shown(found),
        """
        expenditure basic@general_public_budget#301 = 6
        expenditure basic@general_public_budget#302 = 3
        expenditure basic@general_public_budget#310 = 1
        expenditure basic@general_public_budget#30101 = 6
        expenditure basic@general_public_budget#30201 = 3
        expenditure basic.personnel@general_public_budget = 6
        expenditure basic.operating@general_public_budget = 4
        """,
    )


# -- three-public ------------------------------------------------------------------------------------------------------


def test_meetings_and_training_beside_three_public_and_measures_in_rows() -> None:
    found = read(
        FINAL,
        "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
        table("""
        项目 | “三公”经费 | < | < | < | < | < | 会议费 | 培训费
        ^ | 小计 | 因公出国（境）费用 | 公务接待费 | 公务用车购置及运行维护费 | < | < | ^ | ^
        ^ | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^
        预算数 | 6 | 0 | 2 | 4 | 0 | 4 | 1 | 3
        决算数 | 5 | 0 | 1 | 4 | 0 | 4 | 1 | 2
        """),
    )
    lines = (
        "three_public",
        "three_public.overseas",
        "three_public.reception",
        "three_public.vehicle",
        "three_public.vehicle.purchase",
        "three_public.vehicle.operation",
        "meetings",
        "training",
    )
    planned, done = (6, 0, 2, 4, 0, 4, 1, 3), (5, 0, 1, 4, 0, 4, 1, 2)
    assert shown(found) == [
        *(f"budget {line}@general_public_budget = {amount}" for line, amount in zip(lines, planned, strict=True)),
        *(f"expenditure {line}@general_public_budget = {amount}" for line, amount in zip(lines, done, strict=True)),
    ]


def test_the_running_of_agencies_is_no_operating_expense() -> None:
    found = read(
        BUDGET,
        "2025年部门“三公”经费和机关运行经费预算表",
        table("""
        “三公”经费预算数 | < | < | < | < | < | 机关运行经费预算数
        合计 | 因公出国(境)费 | 公务接待费 | 公务用车购置及运行费 | < | < | ^
        ^ | ^ | ^ | 小计 | 购置费 | 运行费 | ^
        7.5 | 0 | 0.5 | 7 | 3 | 4 | 61
        """),
    )
    assert shown(found)[0] == "budget three_public = 7.5"
    assert shown(found)[4:] == [
        "budget three_public.vehicle.purchase = 3",
        "budget three_public.vehicle.operation = 4",
        "budget agency_operating = 61",
    ]


def test_last_years_figures_under_every_column() -> None:
    found = read(
        BUDGET,
        "2025年部门“三公”经费预算表",
        table("""
        年度 | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车运行费
        2025年预算数 | 5 | 0 | 1 | 4
        上年预算数 | 6 | 0 | 2 | 4
        """),
    )
    assert shown(found)[0] == "budget three_public = 5"
    assert shown(found)[4:6] == ["budget three_public = 6 (2024)", "budget three_public.overseas = 0 (2024)"]


# -- budgets of other provinces ----------------------------------------------------------------------------------------


def test_sources_across_with_what_was_carried_over() -> None:
    found = read(
        BUDGET,
        "部门收入总表",
        "单位：元",
        table("""
        科目编码 | 科目名称 | 合计 | 上年结转 | 一般公共预算拨款收入 | 政府性基金预算拨款收入 | 事业收入 | 附属单位上缴收入
        213 | 农林水支出 | 150,000 | 10,000 | 80,000 | 30,000 | 20,000 | 10,000
        """),
    )
    same(
        shown(found),
        """
        income_budget total#213 = 15
        opening_balance total#213 = 1
        income_budget fiscal_appropriation@general_public_budget#213 = 8
        income_budget fiscal_appropriation@government_fund#213 = 3
        income_budget undertaking_income#213 = 2
        income_budget affiliate_payments#213 = 1
        """,
    )


def test_expenditure_by_whose_money_across() -> None:
    found = read(
        BUDGET,
        "部门支出总表",
        table("""
        科目编码 | 科目名称 | 总计 | 一般公共预算 | 政府性基金 | 财政专户管理资金 | 单位资金 | 上年结转
        213 | 农林水支出 | 15 | 5 | 4 | 3 | 2 | 1
        """),
    )
    same(
        shown(found),
        """
        budget total#213 = 15
        budget total@general_public_budget#213 = 5
        budget total@government_fund#213 = 4
        budget total@special_account#213 = 3
        budget total@other_funds#213 = 2
        budget total@carried_over_funds#213 = 1
        """,
    )


def test_rows_of_one_of_several_bodies_are_that_bodys() -> None:
    found = read(
        BUDGET,
        "部门支出总表",
        table("""
        科目编码 | < | < | 单位代码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出
        类 | 款 | 项 | ^ | ^ | ^ | ^ | ^
        | | | | 合计 | 9 | 6 | 3
        | | | 118301 | 澄溪县渔政码头管理所 | 4 | 3 | 1
        213 | 01 | 08 | 118301 | 虫害 | 4 | 3 | 1
        """),
    )
    assert shown(found) == ["budget total = 9", "budget basic = 6", "budget project = 3"]
    assert listed(found) == {"another_body": 6}


def test_a_sole_bodys_rows_are_the_departments() -> None:
    found = read(
        BUDGET,
        "部门支出总表",
        table("""
        科目编码 | < | < | 单位代码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出
        类 | 款 | 项 | ^ | ^ | ^ | ^ | ^
        | | | | 合计 | 4 | 3 | 1
        213 | 01 | 08 | 118301 | 虫害 | 4 | 3 | 1
        """),
    )
    assert "budget total#2130108 = 4" in shown(found)


# -- how tables come ---------------------------------------------------------------------------------------------------


def test_a_sheet_with_title_body_and_unit_inside_the_grid() -> None:
    found = read(
        "澄溪县渔政站2024年度部门决算",
        table("""
        支出决算表 | < | < | < | <
        | | | | 公开03表
        部门：澄溪县渔政站 | < | < | < | 单位：元
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
        213 | 农林水支出 | 70,000.00 | 40,000.00 | 30,000.00
        注：本表反映支出。 | < | < | < | <
        """),
    )
    assert shown(found) == [
        "expenditure total#213 = 7",
        "expenditure basic#213 = 4",
        "expenditure project#213 = 3",
    ]


def test_the_next_forms_title_as_a_row_inside_the_grid() -> None:
    found = read(
        BUDGET,
        "2025年一般公共预算支出表",
        table("""
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
        213 | 农林水支出 | 7 | 4 | 3
        2025年政府性基金预算支出表 | < | < | < | <
        单位：元 | < | < | < | <
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
        212 | 城乡社区支出 | 50,000 | | 50,000
        """),
    )
    assert shown(found)[0] == "budget total@general_public_budget#213 = 7"
    assert shown(found)[3:] == ["budget total@government_fund#212 = 5", "budget project@government_fund#212 = 5"]


def at(row_no: int, column_no: int, text: str, left: float, width: float = 40) -> Cell:
    return Cell(row_no, column_no, text, box=(left, 20.0 * row_no, left + width, 20.0 * row_no + 12))


def test_a_continuation_without_header_that_lost_a_column() -> None:
    places = (10.0, 60.0, 110.0, 160.0, 210.0)
    head = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    first = [at(1, n, text, left) for n, (text, left) in enumerate(zip(head, places, strict=True), start=1)]
    row = ("213", "农林水支出", "7", "4", "3")
    first += [at(2, n, text, left) for n, (text, left) in enumerate(zip(row, places, strict=True), start=1)]
    rest = [at(1, 1, "221", 12), at(1, 2, "住房保障支出", 62), at(1, 3, "2", 122, 20), at(1, 4, "2", 222, 20)]
    made = Document(
        (
            Block(1, "paragraph", FINAL),
            Block(2, "paragraph", EXPENDITURE),
            Block(3, "table", table=Table(1, tuple(first)), page_no=1),
            Block(4, "table", table=Table(2, tuple(rest)), page_no=2),
        ),
        "application/x-drawn",
        "drawn",
        "1",
    )
    (found,) = recognise(made, "b" * 64)
    assert shown(found)[3:] == ["expenditure total#221 = 2", "expenditure project#221 = 2"]


@pytest.mark.parametrize(
    ("art", "claims"),
    [
        (
            """
            科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入
            213 | 农林水支出 | 7 | 4 | 3
            """,
            ["income total#213 = 7", "income fiscal_appropriation#213 = 4", "income other_income#213 = 3"],
        ),
        (
            """
            收入 | < | 支出 | <
            项目 | 决算数 | 项目 | 决算数
            一、其他收入 | 3 | 一、农林水支出 | 7
            """,
            ["income other_income = 3", "expenditure total#213 = 7"],
        ),
    ],
)
def test_a_form_without_its_title_is_known_by_its_columns(art: str, claims: list[str]) -> None:
    assert shown(read(FINAL, table(art))) == claims


def test_columns_that_several_forms_have_are_not_guessed_without_title() -> None:
    found = read(FINAL, table("科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n213 | 农林水支出 | 7 | 4 | 3"))
    assert not [claim for claim in found.claims if claim.classification]
    assert sum(listed(found).values()) == 3
    assert by_code("213 | 农林水支出 | 7 | 4 | 3").claims


def test_an_unknown_column_is_listed_and_the_others_are_claimed() -> None:
    found = by_code("213 | 农林水支出 | 7 | 4 | 3", head="科目编码 | 科目名称 | 合计 | 基本支出 | 天外来款")
    assert shown(found) == ["expenditure total#213 = 7", "expenditure basic#213 = 4"]
    assert listed(found) == {"header_not_told": 1}


def test_a_sum_of_income_against_a_column_of_expenditure_is_listed() -> None:
    found = by_code("本年收入合计 | < | 7 | 4 | 3", "213 | 农林水支出 | 7 | 4 | 3")
    assert listed(found) == {"row_against_column": 3}
    assert len(shown(found)) == 3


@pytest.mark.parametrize("title", ["2024年度项目支出绩效自评表", "部门整体支出绩效目标表", "2024年度支出评价情况表"])
def test_forms_of_performance_are_none_of_an_account(title: str) -> None:
    art = table("科目 | 年初预算数 | 决算数\n213农林水支出 | 7 | 4")
    assert not shown(read(FINAL, title, art))
    assert shown(read(FINAL, "2024年度支出情况表", art))


def test_amounts_are_exact_and_stand_where_they_say() -> None:
    found = by_code(
        "213 | 农林水支出 | 1，234.56 | (7.10) | 3", head="科目编码 | 科目名称 | 合计（元） | 基本支出 | 项目支出"
    )
    claims: list[Any] = found.claims
    assert [(claim.amount_yuan, claim.amount_unit) for claim in claims] == [
        (Decimal("1234.56"), "元"),
        (Decimal("-71000.00"), "万元"),
        (Decimal("30000.00"), "万元"),
    ]
    assert [(claim.row_no, claim.column_no) for claim in claims] == [(2, 3), (2, 4), (2, 5)]


def test_codes_of_two_kinds_in_one_row_are_neithers_and_listed() -> None:
    found = read(
        BUDGET,
        "一般公共预算基本支出预算表",
        table("""
        功能分类科目编码 | 科目名称 | 经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
        213 | 农林水支出 | 30101 | 基本工资 | 8 | 8 |
        """),
    )
    assert not shown(found)
    assert sum(listed(found).values()) == 2


def test_a_word_repeated_over_the_parts_of_a_code() -> None:
    head = "科目编码 | 科目编码 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"
    found = read(FINAL, EXPENDITURE, table(f"{head}\n213 | 01 | 08 | 虫害 | 7 | 7 |"))
    assert [claim.classification_code for claim in found.claims] == ["2130108", "2130108"]


def test_last_years_execution_beside_this_years_budget_and_the_change_that_is_none() -> None:
    found = read(
        BUDGET,
        "一般公共预算支出表",
        table("""
        功能分类科目 | < | 2024年执行数 | 2025年预算数 | < | < | 2025年预算数比2024年执行数 | <
        科目编码 | 科目名称 | ^ | 小计 | 基本支出 | 项目支出 | 金额 | 增减%
        213 | 农林水支出 | 6 | 7 | 4 | 3 | 1 | 16.7
        """),
    )
    same(
        shown(found),
        """
        expenditure total@general_public_budget#213 = 6 (2024)
        budget total@general_public_budget#213 = 7
        budget basic@general_public_budget#213 = 4
        budget project@general_public_budget#213 = 3
        """,
    )


def test_this_years_and_carried_over_parts_of_both_sides() -> None:
    found = read(
        BUDGET,
        "财政拨款收支总表",
        table("""
        收入 | < | 支出 | <
        项目 | 预算数 | 项目 | 预算数
        一、本年收入 | 7 | 一、本年支出 | 9
        （一）一般公共预算拨款 | 7 | （一）农林水支出 | 9
        二、上年结转 | 2 | 二、结转下年 | 0
        （一）一般公共预算拨款 | 2 | |
        收入总计 | 9 | 支出总计 | 9
        """),
    )
    same(
        shown(found),
        """
        income_budget fiscal_appropriation@fiscal_appropriation = 7
        budget total@fiscal_appropriation = 9
        income_budget fiscal_appropriation@general_public_budget = 7
        budget total@fiscal_appropriation#213 = 9
        opening_balance total@fiscal_appropriation = 2
        closing_balance total@fiscal_appropriation = 0
        opening_balance total@general_public_budget = 2
        income_budget grand_total@fiscal_appropriation = 9
        budget grand_total@fiscal_appropriation = 9
        """,
    )


def test_the_unit_in_the_headers_corner() -> None:
    found = read(
        BUDGET,
        "部门支出总表",
        "单位：万元",
        table("""
        单位：元 | < | 支出预算 | < | <
        科目编码 | 科目名称 | 合计 | 人员经费支出 | 专项业务经费支出
        213 | 农林水支出 | 70,000 | 40,000 | 30,000
        """),
    )
    same(
        shown(found),
        """
        budget total#213 = 7
        budget basic.personnel#213 = 4
        budget project#213 = 3
        """,
    )


HEAD = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"


def test_a_continuation_under_the_same_header_is_of_the_same_form() -> None:
    rest = table(f"{HEAD}\n221 | 住房保障支出 | 2 | 2 |")
    title = "一般公共预算财政拨款支出决算表"
    found = read(FINAL, title, "单位：元", table(f"{HEAD}\n213 | 农林水支出 | 7 | 7 |"), rest)
    assert [claim.fund_code for claim in found.claims] == ["general_public_budget"] * 4
    assert {claim.amount_unit for claim in found.claims} == {"元"}


def test_another_table_behind_it_is_not() -> None:
    other = table("科目编码 | 科目名称 | 合计 | 项目支出\n221 | 住房保障支出 | 2 | 2")
    found = read(FINAL, "一般公共预算财政拨款支出决算表", table(f"{HEAD}\n213 | 农林水支出 | 7 | 7 |"), other)
    assert {claim.classification_code for claim in found.claims} == {"213"}


def test_a_header_repeated_inside_the_grid_leaves_the_rows_with_their_body() -> None:
    head = "科目编码 | 单位代码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出"
    rows = ("| | 合计 | 9 | 6 | 3", "| 118301 | 码头管理所 | 4 | 3 | 1", head, "2130108 | 118301 | 虫害 | 4 | 3 | 1")
    found = read(BUDGET, "部门支出总表", table("\n".join((head, *rows))))
    assert shown(found) == ["budget total = 9", "budget basic = 6", "budget project = 3"]


# -- which form --------------------------------------------------------------------------------------------------------


def test_a_figure_says_which_form_it_stands_in() -> None:
    rows = "2130108 | 病虫害控制 | 5 | 5 |"
    found = read(
        FINAL, "支出决算表", "单位：万元", table(f"科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n{rows}"),
        "一般公共预算财政拨款支出决算表", "单位：万元", table(f"科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n{rows}"),
        "财政拨款收入支出决算总表", "单位：万元", table("项目 | 决算数 | 项目 | 决算数\n一、一般公共预算财政拨款 | 5 | 一、农林水支出 | 5"),
    )  # fmt: skip
    forms = {claim.table_no: claim.form_code for claim in found.claims if claim.recogniser == NAME}
    assert list(forms.values()) == ["expenditure", "general_expenditure", "appropriation_summary"]


def test_a_table_whose_title_is_lost_has_no_form() -> None:
    found = read(FINAL, table("收入 | 决算数 | 支出 | 决算数\n一、一般公共预算财政拨款收入 | 5 | 一、农林水支出 | 5"))
    forms = [claim.form_code for claim in found.claims if claim.recogniser == NAME]
    assert forms and set(forms) == {None}
