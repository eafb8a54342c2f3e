"""The registry names the file that answers for every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import recognisers
from ingest.document import FORMULA_MARK, Block, Cell, Document, Table
from ingest.recognisers import recognise, registry
from tests.unit.ingest.reports import REPORTS, SHA, document

HOME = Path(recognisers.__file__).parent
STATIONS = (*registry.OF_REPORT, *registry.OF_TABLES, *registry.OF_TEXT)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_row_is_answered_for_by_a_file_of_the_registry(name: str) -> None:
    rows = [
        row
        for report in recognise(document(REPORTS[name]), SHA)
        for row in (*report.claims, *report.indicators, *report.attributes, *report.unrecognised)
    ]
    assert rows
    for row in rows:
        assert registry.files_of(row.recogniser), row.recogniser


def test_what_a_reader_marked_is_answered_for_too() -> None:
    cells = [Cell(1, 1, "年初预算数"), Cell(1, 2, f"{FORMULA_MARK}12.5")]
    lines = ["2023年度清河市云溪区水务局整体支出绩效自评报告", "单位名称：清河市云溪区水务局"]
    blocks = [Block(number, "paragraph", line) for number, line in enumerate(lines, start=1)]
    blocks.append(Block(3, "table", table=Table(1, tuple(cells))))
    (found,) = recognise(Document(tuple(blocks), "text/plain", "text", "1"), SHA)
    assert [registry.files_of(row.recogniser) for row in found.unrecognised] == [["report/marks.py"]]


def test_every_file_is_there_and_says_what_it_answers_for() -> None:
    for station in STATIONS:
        assert (HOME / station.file).is_file(), station.file
        assert station.answers_for
    assert registry.files_of("nobody") == []
