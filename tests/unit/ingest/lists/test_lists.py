"""Lists beside the reports: what a line gives, and what a broken one costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import lists
from ingest.records import DivisionRow
from tests.unit.ingest.properties import PROPERTY

DIVISIONS = lists.KINDS["divisions.csv"]
HEADER = "level,name,province,city,division_code,customary_name,note\n"
GOOD = "county,岚溪县,湖南省,怀化市,,,\n"


def read(text: str | bytes) -> lists.ListRead:
    return lists.read(DIVISIONS, text.encode() if isinstance(text, str) else text, "reports/divisions.csv", "sha")


def faults(text: str | bytes) -> list[tuple[int | None, str]]:
    return [(fault.line_no, fault.reason) for fault in read(text).faults]


def names(text: str | bytes) -> list[str]:
    return [row.name for row in read(text).rows if isinstance(row, DivisionRow)]


def test_a_line_is_a_division_with_its_place() -> None:
    (row,) = read(HEADER + ' county , 岚溪县,湖南省,怀化市,431299,岚溪,"a note, =1+1"\n').rows
    assert row == DivisionRow(
        "reports/divisions.csv", "sha", 2, "county", "岚溪县", "湖南省", "怀化市",
        division_code="431299", customary_name="岚溪",
    )  # fmt: skip


def test_columns_stand_in_any_order_and_optional_ones_may_be_left_out() -> None:
    found = read("province,name,level\n湖南省,岚溪县,county\n")
    assert [(row.line_no, row) for row in found.rows] == [
        (2, DivisionRow("reports/divisions.csv", "sha", 2, "county", "岚溪县", "湖南省"))
    ]
    assert not found.faults


def test_no_county_passes_for_a_city() -> None:
    text = "level,name,province,division_type\ncounty,岚溪县,湖南省,地级市\ncounty,岚东县,湖南省,县\n"
    assert faults(text) == [(2, "contradicts_itself")] and names(text) == ["岚东县"]


def test_the_national_lists_own_columns_are_taken() -> None:
    seed = "division_code,parent_code,level,division_type,name,short_name,customary_name,province,city,county\n"
    assert names(seed + "431299,431200,county,县,岚溪县,岚溪,,湖南省,怀化市,岚溪县\n") == ["岚溪县"]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(mark: str, newline: str) -> None:
    assert names(mark + (HEADER + GOOD + ",,,,,,\n\n" + GOOD).replace("\n", newline)) == ["岚溪县"] * 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("countyy,岚东县,湖南省,怀化市,,,", "unknown_level"),
        ("province,岚东省,岚东省,,,,", "unknown_level"),
        (",岚东县,湖南省,怀化市,,,", "missing_value"),
        ("county,,湖南省,怀化市,,,", "missing_value"),
        ("county,岚东县,,怀化市,,,", "missing_value"),
        ("county,=1+1,湖南省,怀化市,,,", "bad_value"),
        ("county,@岚东县,湖南省,怀化市,,,", "bad_value"),
        ("county,岚东县,湖南省,+怀化市,,,", "bad_value"),
        ("county,\"岚,东县\",湖南省,怀化市,,,", "bad_value"),
        ("county,\"岚\n东县\",湖南省,怀化市,,,", "bad_value"),
        ("county,县,湖南省,怀化市,,,", "bad_value"),
        ("county,岚东县,湖南省,怀化市,43120,,", "bad_value"),
        ("county,岚东县,湖南省,怀化市,431299.0,,", "bad_value"),
        ("county,岚东县,湖南省,怀化市,４３１２９９,,", "bad_value"),
        ("county,岚东县,湖南省,怀化市,,-岚东,", "bad_value"),
        ("city,岚东市,湖南省,怀化市,,,", "contradicts_itself"),
        ("county,岚东县,湖南省", "wrong_length"),
        ("county,岚东县,湖南省,怀化市,,,,,", "wrong_length"),
        ("county,\"岚东\"县,湖南省,怀化市,,,", "not_csv"),
    ],
)  # fmt: skip
def test_a_broken_line_costs_itself_alone(line: str, reason: str) -> None:
    text = HEADER + GOOD + line + "\n" + GOOD
    assert faults(text) == [(3, reason)]
    assert names(text) == ["岚溪县"] * 2


def test_a_line_is_numbered_as_an_editor_does() -> None:
    text = HEADER + 'county,岚溪县,湖南省,怀化市,,,"two\nlines"\n\ncountyy,岚东县,湖南省,怀化市,,,\n'
    assert faults(text) == [(5, "unknown_level")]
    assert [row.line_no for row in read(text).rows] == [2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ((HEADER + GOOD).encode("gb18030"), "not_utf8"),
        ((HEADER + GOOD).encode("utf-16"), "not_utf8"),
        (b"", "wrong_header"),
        (b"\n\n", "wrong_header"),
        ("name,city\n岚溪县,怀化市\n".encode(), "wrong_header"),
        ("level;name;province\ncounty;岚溪县;湖南省\n".encode(), "wrong_header"),
        (("shortname," + HEADER + "岚溪," + GOOD).encode(), "wrong_header"),
        (("level," + HEADER + "county," + GOOD).encode(), "wrong_header"),
        (b"\0\0,\0", "wrong_header"),
    ],
)
def test_a_list_that_is_wrong_as_a_whole_says_so_once(data: bytes, reason: str) -> None:
    assert faults(data) == [(None, reason)]
    assert names(data) == []


def test_a_fault_is_one_line_whatever_the_value_holds() -> None:
    found = read(HEADER + 'county,"=cmd|\n\x1b[31m' + "x" * 500 + '",湖南省,怀化市,,,\n').faults
    assert [fault.reason for fault in found] == ["bad_value"]
    assert all(fault.detail.isprintable() and len(fault.detail) < 120 for fault in found)


@PROPERTY
@given(st.binary(max_size=200), st.text(alphabet='",\n\r =县岚溪a1\0', max_size=80))
def test_no_bytes_break_the_reading(head: bytes, lines: str) -> None:
    for data in (head, (HEADER + lines).encode()):
        found = read(data)
        assert all(fault.detail.isprintable() for fault in found.faults)
        assert all(row.line_no >= 2 for row in found.rows)
