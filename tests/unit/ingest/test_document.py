"""The shapes that readers and recognisers share."""

from __future__ import annotations

import pickle
from dataclasses import replace

from ingest.document import Block, Cell, Document, Span, Table


def test_a_span_cuts_code_points() -> None:
    assert Span(2, 5).of("预算812.45万元") == "812"


def test_rows_come_in_order_whatever_the_order_of_cells() -> None:
    cells = (Cell(2, 2, "d"), Cell(1, 2, "b"), Cell(2, 1, "c"), Cell(1, 1, "a"), Cell(5, 1, "e"))
    assert [[cell.text for cell in row] for row in Table(1, cells).rows()] == [["a", "b"], ["c", "d"], ["e"]]


def test_tables_come_with_the_block_of_their_spot() -> None:
    table = Table(1, (Cell(1, 1, "a"),))
    document = Document((Block(1, "paragraph", "x"), Block(2, "table", table=table)), "text/plain", "text", "1")
    assert [(block.block_no, found.table_no) for block, found in document.tables()] == [(2, 1)]


def test_forms_of_a_text_are_kept_and_are_no_part_of_it() -> None:
    asked, other = Cell(1, 1, "“三 公”经费（万元）"), Cell(1, 1, "“三 公”经费（万元）")
    assert (asked.folded, asked.squeezed, asked.plain) == ('"三 公"经费(万元)', '"三公"经费(万元)', "三公经费(万元)")
    assert asked.folded is asked.folded
    assert (asked == other, repr(asked), pickle.dumps(asked)) == (True, repr(other), pickle.dumps(other))
    assert pickle.loads(pickle.dumps(asked)).plain == asked.plain
    assert replace(asked, text="１").folded == "1"
