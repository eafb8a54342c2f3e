"""The same report with other figures in other styles gives the same claims with those figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.normalize.amounts import to_yuan
from tests.unit.ingest.properties import PROPERTY, WIDE
from tests.unit.ingest.reports import BASE_TABLE, DIMENSIONS, ONE_TABLE, SECTIONS, recognised

AMOUNT = re.compile(r"[0-9][0-9,.]*万元")
CELL = re.compile(r"(?<=\t)[0-9]+\.[0-9]{2}(?=\n)")
SCALES = {"元": 4, "千元": 1, "万元": 0, "亿元": -4}
TEXTS = {"sections": SECTIONS, "dimensions": DIMENSIONS, "one_table": ONE_TABLE}


def meaning(text: str) -> list[tuple[object, ...]]:
    return [
        (
            claim.measure,
            claim.budget_version,
            claim.line_item_code,
            claim.project_name,
            claim.fund_code,
            claim.stated_fiscal_year,
        )
        for claim in recognised(text, "").claims
    ]


def rewrite(pattern: re.Pattern[str], text: str, figure: Callable[[int], str]) -> str:
    numbers = iter(range(10_000))
    return pattern.sub(lambda _: figure(next(numbers)), text)


def order_of_figures(pattern: re.Pattern[str], text: str, unit: str) -> list[int]:
    """Which of the text's figures each claim states, in the order of claims."""
    marked = rewrite(pattern, text, lambda number: f"{1000 + number}.37{unit}")
    return [
        int(claim.amount_yuan / 10_000) - 1000
        for claim in recognised(marked, "").claims
        if claim.amount_text.endswith(".37")
    ]


@st.composite
def styles(draw: st.DrawFn) -> tuple[Decimal, str]:
    """An amount in yuan and one way to write it."""
    wan = Decimal(draw(st.integers(1, 10**8))).scaleb(-2)
    unit = draw(st.sampled_from(sorted(SCALES)))
    value = (wan.scaleb(SCALES[unit])).normalize()
    text = f"{value:,f}" if draw(st.booleans()) else f"{value:f}"
    if draw(st.booleans()):
        text = text.translate(WIDE)
    return to_yuan(wan, "万元"), text + draw(st.sampled_from(["", "", " "])) + unit


@pytest.mark.parametrize("name", sorted(TEXTS))
@settings(PROPERTY, max_examples=25)
@given(st.data())
def test_other_figures_in_any_style_come_back(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    count = len(AMOUNT.findall(text))
    figures = data.draw(st.lists(styles(), min_size=count, max_size=count))
    rewritten = rewrite(AMOUNT, text, lambda number: figures[number][1])
    found = recognised(rewritten, "")
    assert meaning(rewritten) == meaning(text)
    expected = [figures[number][0] for number in order_of_figures(AMOUNT, text, "万元")]
    amounts = [abs(claim.amount_yuan) for claim in found.claims if claim.place_kind == "narrative"]
    assert amounts == expected


@settings(PROPERTY, max_examples=25)
@given(st.data())
def test_other_figures_in_the_base_data_table_come_back(data: st.DataObject) -> None:
    text = SECTIONS + BASE_TABLE
    count = len(CELL.findall(text))
    figures = data.draw(st.lists(styles(), min_size=count, max_size=count))
    rewritten = rewrite(CELL, text, lambda number: figures[number][1])
    found = recognised(rewritten, "")
    assert meaning(rewritten) == meaning(text)
    expected = [figures[number][0] for number in order_of_figures(CELL, text, "")]
    amounts = [
        claim.amount_yuan for claim in found.claims if claim.place_kind != "narrative" and claim.amount_text != "0"
    ]
    assert amounts == expected


@pytest.mark.parametrize("year", [2015, 2019, 2022, 2025, 2031])
def test_another_year_is_that_year_throughout(year: int) -> None:
    text = (SECTIONS + BASE_TABLE).replace("2024", "A").replace("2023", "B").replace("2022", "C")
    text = text.replace("A", str(year + 1)).replace("B", str(year)).replace("C", str(year - 1))
    found = recognised(text, "")
    before = recognised(SECTIONS + BASE_TABLE, "")
    assert found.identity.fiscal_year == year
    assert [claim.stated_fiscal_year - year for claim in found.claims] == [
        claim.stated_fiscal_year - 2023 for claim in before.claims
    ]


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("清河市云溪区", "林业站"),
        ("东岭县", "文化馆"),
        ("北塘市", "档案馆"),
        ("石桥镇", "人民政府"),
        ("南浦自治州白沙县", "残疾人联合会"),
    ],
)
def test_another_body_in_another_place_says_the_same(place: str, body: str) -> None:
    text = SECTIONS.replace("清河市云溪区", place).replace("水务局", body)
    found = recognised(text, "")
    assert found.identity.unit_name == place + body
    assert [str(claim.amount_yuan) for claim in found.claims] == [
        str(claim.amount_yuan) for claim in recognised(SECTIONS, "").claims
    ]


def test_projects_of_other_names_keep_theirs() -> None:
    text = (
        (SECTIONS + BASE_TABLE)
        .replace("河道清淤专项", "公园绿道养护经费")
        .replace("水库除险加固经费", "“智慧停车”平台建设项目")
    )
    names = {claim.project_name for claim in recognised(text, "").claims if claim.project_name}
    assert {name.strip("“”") for name in names} <= {"公园绿道养护经费", "智慧停车”平台建设项目"}
    assert len(names) == 2
