"""Spreadsheets: what a person sees in them, what is marked as not to be trusted, and the same claims as from text."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from ingest.document import FORMULA_MARK, HIDDEN_MARK, Block, Cell, Document, Table
from ingest.readers import Unreadable, reader_for, sniff
from ingest.recognisers import recognise
from tests.support import SAMPLES
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.readers.containers import compound, zipped
from tests.unit.ingest.readers.rendering import as_xls, as_xlsx, record, workbook

LINE = Side(style="thin")
RULED = Border(LINE, LINE, LINE, LINE)
SHA256 = "0" * 64


def read(data: bytes) -> Document:
    reader = reader_for(sniff(data))
    assert reader is not None and reader.name == "sheet"
    return reader.read(data)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(rows: dict[str, object], *, ruled: str = "", merged: tuple[str, ...] = ()) -> Any:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "附件3"
    for place, value in rows.items():
        page[place] = value
    if ruled:
        for row in page[ruled]:
            for cell in row:
                cell.border = RULED
    for place in merged:
        page.merge_cells(place)
    return book


def texts(document: Document) -> list[tuple[str, object]]:
    """Kind and text of each block; of a table its rows."""
    return [
        (block.kind, [[cell.text for cell in row] for row in block.table.rows()] if block.table else block.text)
        for block in document.blocks
    ]


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in members[part]
    members[part] = members[part].replace(old.encode(), new.encode())
    return zipped(members)


FORM = {"A1": "2023年度部门整体支出绩效自评表", "A2": "单位名称：", "B2": "清河市云溪区水务局", "D2": "单位：万元",
        "A3": "项目", "B3": "年初预算数", "C3": "全年预算数", "D3": "执行率", "A4": "基本支出", "B4": 1234.5, "C4": 1300, "D4": 0.9917,
        "A5": "项目支出", "B5": 10, "A7": "注：本表由预算单位填报"}  # fmt: skip


@pytest.mark.parametrize("ruled", ["A3:D5", ""])
def test_a_form_is_a_table_with_lines_around_it(ruled: str) -> None:
    book = sheet_of(FORM, ruled=ruled, merged=("A1:D1",))
    book.active["B4"].number_format = "#,##0.00"
    book.active["D4"].number_format = "0.00%"
    document = read(saved(book))
    assert texts(document) == [
        ("heading", "附件3"),
        ("paragraph", "2023年度部门整体支出绩效自评表"),
        ("paragraph", "单位名称：清河市云溪区水务局"),
        ("paragraph", "单位：万元"),
        ("table", [["项目", "年初预算数", "全年预算数", "执行率"], ["基本支出", "1,234.50", "1300", "99.17%"], ["项目支出", "10", "", ""]]),
        ("paragraph", "注：本表由预算单位填报"),
    ]  # fmt: skip


def test_rows_and_columns_are_the_sheets_and_merges_are_spans() -> None:
    book = sheet_of(
        {"C5": "项目", "D5": "预算", "D6": "年初", "E6": "全年", "C7": "合计", "D7": 1, "E7": 2},
        merged=("C5:C6", "D5:E5"),
    )
    (table,) = [block.table for block in read(saved(book)).blocks if block.table]
    assert table is not None
    assert [(c.row_no, c.column_no, c.text, c.row_span, c.column_span) for c in table.cells] == [
        (5, 3, "项目", 2, 1),
        (5, 4, "预算", 1, 2),
        (6, 4, "年初", 1, 1),
        (6, 5, "全年", 1, 1),
        (7, 3, "合计", 1, 1),
        (7, 4, "1", 1, 1),
        (7, 5, "2", 1, 1),
    ]


def test_blank_rows_part_tables_and_blank_ruled_rows_do_not() -> None:
    cells = {"A1": "甲", "B1": 1, "A2": "乙", "B2": 2, "A4": "丙", "B4": 3, "A5": "丁", "B5": 4}
    assert [kind for kind, _ in texts(read(saved(sheet_of(cells))))] == ["heading", "table", "table"]
    assert [kind for kind, _ in texts(read(saved(sheet_of(cells, ruled="A1:B5"))))] == ["heading", "table"]


def test_a_line_between_two_ruled_tables_parts_them() -> None:
    cells = {"A1": "甲", "B1": 1, "A2": "（二）项目支出", "A3": "乙", "B3": 2}
    book = sheet_of(cells)
    for place in ("A1", "B1", "A3", "B3"):
        book.active[place].border = RULED
    assert texts(read(saved(book)))[1:] == [
        ("table", [["甲", "1"]]),
        ("paragraph", "（二）项目支出"),
        ("table", [["乙", "2"]]),
    ]


def test_texts_keep_their_lines_and_lose_escapes() -> None:
    book = sheet_of({"A1": "第一段\n第二段", "B1": "x", "A2": "a", "B2": "全年执行数_x000D_\n（万元）"})
    data = saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"_x000D_" in archive.read("xl/worksheets/sheet1.xml")
    shown = texts(read(data))[1][1]
    assert isinstance(shown, list) and shown[0][0] == "第一段\n第二段" and "_x000D_" not in shown[1][1]


def test_of_a_text_of_several_runs_what_is_struck_out_goes_and_raised_digits_are_such() -> None:
    data = saved(sheet_of({"A1": "项目", "B1": "cost"}))
    runs = "".join(
        f"<r><rPr>{how}</rPr><t>{text}</t></r>"
        for how, text in (("<strike/>", "12.50"), ("", "13.00"), ('<vertAlign val="superscript"/>', "2"))
    )
    document = read(replaced(data, "xl/worksheets/sheet1.xml", "<t>cost</t>", runs))
    (table,) = [found for _, found in document.tables()]
    assert [cell.text for cell in table.cells] == ["项目", "13.00²"]


def test_a_formula_is_never_calculated_nor_its_cached_value_trusted() -> None:
    book = sheet_of({**FORM, "C4": "=SUM(B4:B5)"}, ruled="A3:D5")
    data = replaced(saved(book), "xl/worksheets/sheet1.xml", "</f>", "</f><v>999999</v>")
    document = read(data)
    assert FORMULA_MARK in str(texts(document)) and "999999" not in str(texts(document))
    (report,) = recognise(document, SHA256)
    assert not any(claim.amount_yuan == 9_999_990_000 for claim in report.claims)
    row = next(row for row in report.unrecognised if row.reason == "formula")
    assert (row.row_no, row.column_no, row.label) == (4, 3, "基本支出")
    assert {(claim.row_no, claim.column_no) for claim in report.claims} >= {(4, 2), (5, 2)}
    assert (4, 3) not in {(claim.row_no, claim.column_no) for claim in report.claims}


def test_what_a_sheet_hides_becomes_no_claim() -> None:
    book = sheet_of({**FORM, "A6": "人员经费", "B6": 777}, ruled="A3:D6")
    book.active.row_dimensions[6].hidden = True
    book.active.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden["B1"] = "基本支出", 888
    hidden.sheet_state = "veryHidden"
    document = read(saved(book))
    assert f"{HIDDEN_MARK}777" in str(texts(document)) and "888" not in str(texts(document))
    assert document.notes == ("sheet 2 is hidden",)
    (report,) = recognise(document, SHA256)
    assert {(claim.row_no, claim.column_no) for claim in report.claims} == {(4, 2), (5, 2)}
    places = [(row.row_no, row.column_no) for row in report.unrecognised if row.reason == "hidden"]
    assert places == [(4, 3), (6, 2), (None, None)]
    # a sheet that is shown is read
    hidden.sheet_state = "visible"
    assert "888" in str(texts(read(saved(book))))


def test_a_sparse_sheet_costs_what_its_cells_cost() -> None:
    book = sheet_of({"A1": "项目", "B1": "预算", "A2": "合计", "B2": 5})
    book.active.cell(1_048_576, 16_384, "远")
    book.active.cell(500_000, 9_000, 7)
    document = read(saved(book))
    assert sum(len(block.table.cells) for block in document.blocks if block.table) < 100


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    data = saved(sheet_of({"A1": "项目", "B1": "预算", "A2": "合计", "B2": 5}, merged=("D9:E9",)))
    document = read(replaced(data, "xl/worksheets/sheet1.xml", 'ref="D9:E9"', 'ref="C3:XFD1048576"'))
    assert texts(document)[1][1] == [["项目", "预算"], ["合计", "5"]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"x"}), "wrong_type"),
        (saved(sheet_of({"A1": "项目"}))[:-200], "truncated"),
        (saved(openpyxl.Workbook()), "empty"),
        (compound({"Workbook": b"\x09\x08\x10\0" + b"\0\x06\x05\0" + bytes(12)}), "damaged"),
        (compound({"Workbook": record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + record(0x2F, bytes(54))}), "encrypted"),
        (compound({"Workbook": b"x" * 60_000})[:20_000], "truncated"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.reason == reason, caught.value


def test_entities_are_neither_expanded_nor_fetched() -> None:
    data = saved(sheet_of({"A1": "项目"}))
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(Unreadable) as caught:
        read(replaced(data, "xl/worksheets/sheet1.xml", "<worksheet ", f"{head}<worksheet "))
    assert caught.value.reason == "bomb"


# -- XLS -----------------------------------------------------------------------------------------------------------------


def xls(body: bytes, strings: list[str] | None = None, codes: list[str] | None = None, visible: int = 0) -> bytes:
    return compound({"Workbook": workbook({"表": body}, strings or [], codes or [], (20, 20), visible)})


def label(row: int, column: int, index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, 1, index))


def test_an_xls_shows_its_numbers_through_their_formats() -> None:
    body = label(0, 0, 0) + label(0, 1, 1) + label(0, 2, 2)
    body += record(0x203, struct.pack("<HHHd", 1, 0, 2, 0.9917))
    body += record(0x27E, struct.pack("<HHHI", 1, 1, 3, (123450 << 2) | 3))
    body += record(
        0xBD, struct.pack("<HH", 2, 0) + struct.pack("<HIHI", 3, (7 << 2) | 2, 0, (8 << 2) | 2) + struct.pack("<H", 1)
    )
    body += record(0x06, struct.pack("<HHHdHIH", 2, 2, 3, 55.0, 0, 0, 0))
    body += record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 9, 9))
    document = read(xls(body, ["项目", "年初", "执行"], ["0.00%", "#,##0.00"]))
    assert texts(document)[1:] == [
        ("table", [["项目", "年初", "执行"], ["99.17%", "1,234.50", ""], ["7.00", "8", FORMULA_MARK]])
    ]
    assert document.media_type == "application/vnd.ms-excel"


def test_an_xls_marks_what_it_hides() -> None:
    body = record(0x208, struct.pack("<HHHHIHH", 1, 0, 2, 255, 0, 0x20, 0))
    body += label(0, 0, 0) + label(0, 1, 1) + record(0x203, struct.pack("<HHHd", 1, 0, 1, 5.0))
    body += record(0x203, struct.pack("<HHHd", 2, 1, 1, 6.0)) + record(0x7D, struct.pack("<HHHHHH", 1, 1, 99, 0, 1, 0))
    shown = texts(read(xls(body, ["甲", "乙"])))[1][1]
    assert shown == [["甲", f"{HIDDEN_MARK}乙"], [f"{HIDDEN_MARK}5", ""], ["", f"{HIDDEN_MARK}6"]]
    assert texts(read(xls(body, ["甲", "乙"], visible=1)))[1:] == [("paragraph", HIDDEN_MARK)]


@PROPERTY
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=6))
def test_a_damaged_xls_is_read_or_refused(position: int, garbage: bytes) -> None:
    body = label(0, 0, 0) + label(0, 1, 1) + record(0x203, struct.pack("<HHHd", 1, 0, 2, 0.5))
    data = bytearray(xls(body, ["项目", "年初"], ["0.00%"]))
    data[position : position + len(garbage)] = garbage
    reader = reader_for("application/vnd.ms-excel")
    assert reader is not None
    if sniff(bytes(data)) == "application/vnd.ms-excel":
        # anything else than a refusal fails
        with contextlib.suppress(Unreadable):
            reader.read(bytes(data))


# -- the same report -----------------------------------------------------------------------------------------------------


def key(document: Document) -> list[object]:
    found: list[object] = []
    for part in recognise(document, SHA256):
        found.append((part.identity.unit_name, part.identity.fiscal_year, part.identity.report_family))
        found += sorted(
            (c.stated_fiscal_year, c.measure, c.budget_version or "", c.line_item_code, c.project_name or "", c.fund_code, str(c.amount_yuan))
            for c in part.claims
        )  # fmt: skip
        found += [
            (i.level1, i.level2, i.level3, i.target_text, i.actual_text, i.weight, i.score) for i in part.indicators
        ]
        found += sorted((a.attribute_code, a.value_text, a.project_name or "") for a in part.attributes)
    return found


@pytest.mark.parametrize("name", ["library_2024.txt", "culture_house_2024.txt", "market_station_2024.docx"])
def test_the_same_report_as_a_sheet_gives_the_same_claims(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    reader = reader_for(sniff(data))
    assert reader is not None
    document = reader.read(data)
    expected = key(document)
    assert len(expected) > 20
    assert key(read(as_xlsx(document))) == expected
    assert key(read(as_xls(document))) == expected


@PROPERTY
@given(
    st.lists(
        st.lists(st.sampled_from(["", "项目", "1,234.50", "99.17%", "0.5", "12"]), min_size=2, max_size=4),
        min_size=2,
        max_size=6,
    )
)
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1))
    document = Document((Block(1, "table", table=Table(1, cells)),), "text/plain", "text", "1")
    written = {(cell.row_no + 1, cell.column_no): cell.text for cell in cells if cell.text}
    if not written:
        return
    for data in (as_xlsx(document), as_xls(document)):
        found = {
            (cell.row_no, cell.column_no): cell.text
            for block in read(data).blocks
            for cell in (block.table.cells if block.table else ())
            if cell.text
        }
        assert found == written
