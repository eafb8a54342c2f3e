"""From what was understood to staging rows."""

from __future__ import annotations

from decimal import Decimal

from ingest.document import Block, Cell, Table
from ingest.normalize.amounts import LARGEST
from ingest.normalize.privacy import MASK
from ingest.recognisers.output import CellSpot, Context, Output, Passage, row_quote
from ingest.recognisers.report.outline import cell_passages

PASSAGE = Passage("年初预算812.45万元", "年初预算812.45万元", 7, Context(title="二、支出"))


def add(
    output: Output,
    yuan: Decimal = Decimal("8124500.00"),
    year: int | None = None,
    measure: str = "budget",
    version: str | None = None,
) -> str | None:
    return output.claim(
        PASSAGE.place(4, 10, 0, 12), recogniser="narrative", measure=measure, budget_version=version, line_item_code="total",
        project_name=None, fund_code="all_funds", amount_yuan=yuan, amount_text="812.45", amount_unit="万元", stated_fiscal_year=year,
        year_basis="stated",
    )  # fmt: skip


def test_a_budget_without_a_version_is_unstated_and_other_measures_have_none() -> None:
    output = Output("r-1", "r", 2023)
    add(output)
    add(output, measure="expenditure", version="initial")
    assert [(row.measure, row.budget_version) for row in output.claims.values()] == [
        ("budget", "unstated"),
        ("expenditure", None),
    ]


def test_the_same_reading_twice_is_one_claim() -> None:
    output = Output("r-1", "r", 2023)
    assert add(output) == add(output)
    assert len(output.claims) == 1


def test_without_a_year_of_the_report_a_claim_is_counted_from_the_unknown_one() -> None:
    output = Output("r-1", "r", None)
    assert add(output) and add(output, year=output.own_year - 1) and add(output, year=2022)
    found = [(row.stated_fiscal_year, row.year_basis) for row in output.claims.values()]
    assert found == [(0, "report"), (-1, "stated"), (2022, "stated")]
    assert not output.unrecognised


def test_an_amount_beyond_any_budget_is_listed() -> None:
    output = Output("r-1", "r", 2023)
    assert add(output, yuan=Decimal(LARGEST)) is None
    assert [row.reason for row in output.unrecognised.values()] == ["amount_out_of_range"]


def test_a_place_frames_the_value_and_quotes_around_it() -> None:
    output = Output("r-1", "r", 2023)
    add(output)
    (row,) = output.claims.values()
    assert PASSAGE.text[row.char_start : row.char_end] == "812.45"
    assert (row.block_no, row.section_title, row.quote) == (7, "二、支出", PASSAGE.text)


def test_paragraphs_of_a_cell_keep_the_cells_offsets() -> None:
    cell = Cell(2, 3, "第一段12万元\n\n第二段34万元")
    table = Table(1, (cell,))
    passages = list(cell_passages(Block(4, "table", table=table), table, cell, Context()))
    assert [passage.text for passage in passages] == ["第一段12万元", "第二段34万元"]
    for passage in passages:
        place = passage.place(3, 5, 0, len(passage.text))
        assert cell.text[place["char_start"] : place["char_end"]] == passage.text[3:5]  # type: ignore[misc]
        assert (place["row_no"], place["column_no"], place["table_no"]) == (2, 3, 1)


def test_a_row_is_quoted_cell_by_cell() -> None:
    cells = (Cell(1, 1, " 公用\n经费 "), Cell(1, 2, ""), Cell(1, 3, "77.40  "))
    assert row_quote(cells) == "公用经费 |  | 77.40"
    table = Table(1, cells)
    spot = CellSpot(Block(4, "table", table=table), table, cells[2], cells, None, "base_data_table")
    assert spot.place()["quote"] == row_quote(cells)


def test_private_words_are_masked_in_every_text_of_a_row() -> None:
    output = Output("r-1", "r", 2023)
    passage = Passage("填表人：张伟，电话13812345678", "", 1, Context(title="联系人：李敏"))
    place = passage.place(0, 3, 0, len(passage.text))
    output.not_understood(place, "narrative", "unknown_label", "联系人：李敏")
    output.attribute(place, recogniser="narrative", attribute_code="grade", value_text="填表人：张伟")
    output.indicator(place, "goals", level3="负责人：张伟", target_text="电话：28221234")
    published = repr(output)
    for private in ("张伟", "李敏", "13812345678", "28221234"):
        assert private in repr(passage) + "电话：28221234"
        assert private not in published
    # each of the texts given is there, and masked
    (attribute,) = output.attributes.values()
    (indicator,) = output.indicators.values()
    (listed,) = output.unrecognised.values()
    texts = [attribute.value_text, indicator.level3, indicator.target_text, listed.label]
    texts += [place for row in (attribute, indicator, listed) for place in (row.quote, row.section_title)]
    assert [text for text in texts if MASK not in (text or "")] == []
