"""Flattened Word text to blocks and tables.

A line that begins with a tab is a cell; a blank line ends a row, or only a paragraph inside a cell: lines without a tab
that follow a cell belong to it unless they look like the text after a table. Merged cells come as empty cells.
Source of the conventions: real flattened reports (docs/families).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from pathlib import Path

from ingest import document
from ingest.document import Block, Cell, Document, Table
from ingest.normalize import numbering
from ingest.normalize.numbering import ITEM_OF_TEXT, TOP_HEADING, is_heading, is_numbered
from ingest.readers import Unreadable, code_version, sheet_model, wrapped
from ingest.readers.untabbed import Region, regions

# what readers that hand lines over stand on: a change of it may change what any of them gives
SHARED_CODE = (Path(__file__), Path(numbering.__file__), Path(document.__file__))
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2064]")
_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{0,40}\]")

# what can only stand after a table, never inside a cell
_AFTER_TABLE = re.compile(
    r"^[\s\u3000]*(?:[（(]?续(?:上)?表[)）]?\s*$|[-—]\s*[0-9]{1,3}\s*[-—]\s*$|第\s?[0-9]{1,3}\s?页|说明[:：]|注[:：]|备注[:：]|填表人|填报人|制表人|附件[\s0-9０-９一二三四五六七八九十]*[:：]?\s*$|附件[0-9一二三四五六七八九十]|附表|"
    r"(?:19|20)[0-9]{2}年度?.{0,40}(?:表|报告)\s*$|.{2,46}(?:自评表|评价表|数据表|申报表|情况表|自评报告|评价报告)\s*$|"
    r"[（(]?\s*(?:19|20)[0-9]{2}\s?年度?\s*[)）]?\s*$|(?:金额)?单位[:：]\s*(?:人民币)?[万千亿百]?元\s*$|表[0-9一二三四五六七八九十]+)"
)
# how the first item is numbered
_FIRST = frozenset(("一", "1", "①"))
# a cell this short is a label or a figure; running text that follows it is not its second paragraph
_SHORT_CELL = 12


def looks_like_text(head: bytes) -> bool:
    """Whether bytes decode as text without control characters."""
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return True
    if b"\x00" in head:
        return False
    text = _decode(head, is_head=True)
    if text is None:
        return False
    controls = sum(1 for character in text if character < " " and character not in "\t\r\n\f\v")
    return controls <= len(text) // 100


def _decode(data: bytes, is_head: bool = False) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="ignore" if is_head else "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            # a head may end inside a character
            if is_head and error.start >= len(data) - 4:
                return data[: error.start].decode(encoding)
    return None


class TextReader:
    """Reader of text/plain: UTF-8 (with or without mark), UTF-16 with mark, GB 18030."""

    name = "text"
    media_types = frozenset({"text/plain"})

    @property
    def version(self) -> str:
        own = (Path(__file__).with_name(name) for name in ("untabbed.py", "sheet_model.py", "wrapped.py"))
        return code_version(*SHARED_CODE, *own)

    def read(self, data: bytes) -> Document:
        """The document of a flattened text; Unreadable where it is empty or no text."""
        if not data.strip():
            raise Unreadable("empty", "the file holds no text")
        text = _decode(data)
        if text is None:
            raise Unreadable("wrong_encoding", "neither UTF-8, UTF-16 nor GB 18030")
        if text.count("\ufffd") > max(8, len(text) // 200):
            raise Unreadable("wrong_encoding", f"{text.count(chr(0xFFFD))} characters could not be decoded")
        blocks = tuple(_blocks(_clean(text)))
        if not any(block.text.strip() or block.table for block in blocks):
            raise Unreadable("empty", "the file holds only white space")
        return Document(blocks, "text/plain", self.name, self.version)


def without_controls(text: str) -> str:
    """The text with every line end a newline, and no other control or zero-width character but the tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return _CONTROL.sub("", text)


def _clean(text: str) -> str:
    return _BOOKMARK.sub("", without_controls(text))


def _stands_outside(line: str) -> bool:
    return bool(_AFTER_TABLE.match(line) or TOP_HEADING.match(line))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    lines = wrapped.parted(wrapped.joined(text.split("\n"), _stands_outside))
    untabbed = {region.start: region for region in regions(lines, _stands_outside)}
    table_no = 0
    position = 0
    while position < len(lines):
        line = lines[position]
        if position in untabbed:
            for piece in _pieces(untabbed[position]):
                if isinstance(piece, str):
                    blocks.append(_line(len(blocks) + 1, piece))
                else:
                    table_no += 1
                    blocks.append(Block(len(blocks) + 1, "table", table=_table(table_no, piece)))
            position = untabbed[position].end
            continue
        if line.startswith("\t"):
            rows, position = _table_rows(lines, position, untabbed)
            filled = [cell for row in rows for cell in row if cell.strip()]
            if len(filled) == 1 and len(rows) <= 2:
                # a paragraph that only starts with a tab
                blocks.append(Block(len(blocks) + 1, "paragraph", filled[0].strip()))
            elif filled:
                table_no += 1
                blocks.append(Block(len(blocks) + 1, "table", table=_table(table_no, rows)))
            continue
        if line.strip():
            blocks.append(_line(len(blocks) + 1, line))
        position += 1
    return blocks


def _line(block_no: int, line: str) -> Block:
    stripped = line.strip(" \t\u3000\u00a0")
    return Block(block_no, "heading" if is_heading(stripped) else "paragraph", stripped)


def _pieces(region: Region) -> Iterator[str | list[list[str]]]:
    """The lines of a region, and the rows of its tables."""
    if not region.is_sheet:
        yield region.rows
        return
    sheet = sheet_model.Sheet("")
    for row_no, row in enumerate(region.rows, start=1):
        for column_no, text in enumerate(row, start=1):
            sheet.put(row_no, column_no, sheet_model.SheetCell(text))
    for piece in sheet_model.pieces_of(sheet):
        yield (
            piece if isinstance(piece, str) else [[cell.text for cell in row] for row in Table(1, tuple(piece)).rows()]
        )


def _table_rows(lines: list[str], position: int, others: Container[int]) -> tuple[list[list[str]], int]:
    """The rows of the table that starts at `position`, and the position after it: no further than where one of the others starts."""
    rows: list[list[str]] = [[]]
    blank_lines = 0
    while position < len(lines) and position not in others:
        line = lines[position]
        if line.startswith("\t"):
            if blank_lines and rows[-1]:
                rows.append([])
            blank_lines = 0
            rows[-1].extend(line[1:].split("\t"))
        elif not line.strip(" \t"):
            # a line of wide spaces is no blank line: Word leaves one for an empty paragraph inside a cell
            blank_lines += 1
        elif _ends_table(line, rows, blank_lines) or _is_indented_paragraph(rows):
            break
        else:
            # a paragraph inside the last cell
            rows[-1][-1] = f"{rows[-1][-1]}\n{line}" if rows[-1][-1].strip() else line
            blank_lines = 0
        position += 1
    return [row for row in rows if row], position


def _is_indented_paragraph(rows: list[list[str]]) -> bool:
    """Whether all there is so far is one sentence behind a tab: an indented paragraph, no cell."""
    return len(rows) == 1 and len(rows[0]) == 1 and rows[0][0].rstrip().endswith(("。", "；"))


def _ends_table(line: str, rows: list[list[str]], blank_lines: int) -> bool:
    if _AFTER_TABLE.match(line):
        return True
    last_cell = rows[-1][-1].strip()
    is_short = len(last_cell) <= _SHORT_CELL and not is_numbered(last_cell)
    # the second paragraph of a label (年度预⏎算申请⏎（万元）) is short itself and no heading
    if TOP_HEADING.match(line) and is_short and "".join(one for row in rows for one in row).strip() != last_cell:
        return True
    if blank_lines >= 2 and is_short and len(line.strip()) > _SHORT_CELL:
        return True
    is_figure = bool(re.fullmatch(r"[-+0-9.,%％\s\u3000—/]*", last_cell))
    if is_figure and blank_lines >= 1 and len(line.strip()) > 2 * _SHORT_CELL:
        return True
    has_number = bool(ITEM_OF_TEXT.match(line)) and len(line.strip()) <= 40
    if is_figure and last_cell and blank_lines >= 1 and has_number:
        return True
    # one blank line parts paragraphs of a cell, two come behind a table's last row
    return blank_lines >= 2 and has_number and not _is_further_item(line, last_cell)


def _is_further_item(line: str, cell: str) -> bool:
    """Whether a numbered line may be one more item of a cell: of a list there, or the first of one that is announced or stands below an item."""
    item = ITEM_OF_TEXT.match(line)
    if item is None:
        return False
    kinds = [(found["opened"] is None, found.lastgroup) for found in ITEM_OF_TEXT.finditer(cell)]
    if (item["opened"] is None, item.lastgroup) in kinds:
        return True
    return item[item.lastgroup or 0] in _FIRST and bool(kinds or cell.endswith((":", "：")))


def _rejoined(rows: list[list[str]]) -> list[list[str]]:
    """Rows as laid out: a blank paragraph at the end of a row's first cell looks like the row's end.

    Told by the row after: it has exactly the cells of both, and leaves the first to the merge.
    """
    joined: list[list[str]] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        if len(row) == 1 and row[0].strip() and position + 2 < len(rows):
            following, after = rows[position + 1], rows[position + 2]
            if (
                len(following) > 2
                and len(after) == len(following) + 1
                and not after[0].strip()
                and following[0].strip()
            ):
                joined.append(row + following)
                position += 2
                continue
        joined.append(row)
        position += 1
    return joined


def _table(table_no: int, rows: list[list[str]]) -> Table:
    cells = []
    rows = _rejoined(rows)
    for row_no, row in enumerate(rows, start=1):
        for column_no, text in enumerate(row, start=1):
            cells.append(Cell(row_no, column_no, text.rstrip(" \u3000\u00a0\n")))
    return Table(table_no, tuple(cells))
