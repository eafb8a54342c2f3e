"""From a node of a page to items: lines and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Cell
from ingest.pages import characters
from ingest.readers import Unreadable, sheet_model

# the caps of HTML's own standard
_MOST_COLUMN_SPAN, _MOST_ROW_SPAN = 1_000, 65_534
_MOST_COLUMNS, _MOST_SLOTS = 2_000, 2_000_000
SPACE = " \t\n\u3000\u00a0"
BLOCKS = re.compile(
    r"address|article|blockquote|body|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|form|"
    r"h1|h2|h3|h4|h5|h6|header|hgroup|hr|html|legend|li|main|ol|p|pre|section|summary|td|th|tr|ul|"
    r"table|caption|tbody|thead|tfoot"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_IDEOGRAPHS = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_WRAPPED = re.compile(rf"(?<={_IDEOGRAPHS})[ \t]*\n[ \t\n]*(?={_IDEOGRAPHS})")
BLANKS = re.compile(r"[ \t\n]+")
RULED = re.compile(r"border[a-z-]*\s*:[^;]*\b(?:solid|double|hairline|dotted|dashed)\b", re.IGNORECASE)


def children(node: Any) -> Iterator[Any]:
    """The nodes right below one, texts among them."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


@dataclass(slots=True)
class Item:
    """A line of text with its heading level (None: a paragraph), or a table."""

    text: str = ""
    level: int | None = None
    table: list[Cell] | None = None


def _is_raised(node: Any) -> bool:
    """Whether a text stands in a superscript, a few elements up at most."""
    parent = node.parent
    for _ in range(4):
        if parent is None or BLOCKS.fullmatch(parent.tag or ""):
            return False
        if parent.tag == "sup":
            return True
        parent = parent.parent
    return False


def rows_of(table: Any) -> list[Any]:
    """The rows of a table, not those of tables inside it: head first, foot last."""
    found: dict[str, list[Any]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in children(table):
        if child.tag == "tr":
            found["tbody"].append(child)
        elif child.tag in found:
            found[child.tag] += [row for row in children(child) if row.tag == "tr"]
    return [*found["thead"], *found["tbody"], *found["tfoot"]]


def cells_of(row: Any) -> list[Any]:
    """The cells of a row of a table."""
    return [child for child in children(row) if child.tag in ("td", "th")]


@dataclass(slots=True)
class _OpenText:
    """Text gathered until a block begins or ends."""

    parts: list[str] = field(default_factory=list)
    level: int | None = None

    def open(self, block: Any, counters: dict[int, int]) -> None:
        """A block begins: a heading's level, an item's number."""
        if block.tag in _HEADINGS:
            self.level = _HEADINGS[block.tag]
        if block.tag == "li" and block.parent is not None and block.parent.tag == "ol":
            self.parts.append(_list_number(block, counters))

    def taken(self) -> str:
        raw = "".join(self.parts)
        self.parts.clear()
        return BLANKS.sub(" ", _WRAPPED.sub("", raw)).strip(SPACE)


class Walk:
    """From a node to items: lines and tables in reading order."""

    def __init__(self, skipped: set[int], data_tables: set[int], sheet_rules: frozenset[str] | None) -> None:
        self._skipped = skipped
        self._data_tables = data_tables
        # classes of ruled cells where tables are sheets
        self._sheet_rules = sheet_rules

    def items(self, top: Any) -> list[Item]:
        """The lines and tables below a node, or the table that it is, where that holds data."""
        if top.tag == "table" and top.mem_id in self._data_tables:
            return self._table(top)
        found: list[Item] = []
        line = _OpenText()
        counters: dict[int, int] = {}

        def flush() -> None:
            if shown := line.taken():
                found.append(Item(shown, line.level))

        # a node, and whether its end is met
        stack: list[tuple[Any, bool]] = [(top, False)]
        while stack:
            node, is_end = stack.pop()
            tag = node.tag
            if is_end:
                flush()
                if tag in _HEADINGS:
                    line.level = None
                continue
            if tag == "-text":
                shown = node.text_content or ""
                line.parts.append(shown.translate(characters.RAISED) if _is_raised(node) else shown)
                continue
            if not tag or tag.startswith(("-", "!")) or (node.mem_id in self._skipped and node is not top):
                continue
            if tag == "br":
                flush()
                continue
            if tag == "table" and node is not top:
                flush()
                if node.mem_id in self._data_tables:
                    found += self._table(node)
                    continue
            if BLOCKS.fullmatch(tag):
                flush()
                line.open(node, counters)
                stack.append((node, True))
            if tag == "pre":
                for shown in node.text(deep=True).split("\n"):
                    line.parts.append(shown)
                    flush()
                continue
            stack += [(child, False) for child in reversed(list(children(node)))]
        flush()
        return found

    def _table(self, table: Any) -> list[Item]:
        # tables of data nest no deeper than their text halves from one to the next, so this may call itself
        before: list[Item] = []
        nested: list[Item] = []
        for child in children(table):
            if child.tag == "caption" and child.mem_id not in self._skipped:
                before += self.items(child)
        cells: list[Cell] = []
        ruled: set[tuple[int, int]] = set()
        # column -> the last row that a cell from above reaches
        reached: dict[int, int] = {}
        rows = [row for row in rows_of(table) if row.mem_id not in self._skipped]
        slots = 0
        for row_no, row in enumerate(rows, 1):
            column_no = 1
            for cell in cells_of(row):
                if cell.mem_id in self._skipped:
                    continue
                while reached.get(column_no, 0) >= row_no:
                    column_no += 1
                wide = _span(cell.attributes.get("colspan"), _MOST_COLUMN_SPAN)
                # zero means: to the last row
                high = _span(cell.attributes.get("rowspan"), _MOST_ROW_SPAN) or len(rows)
                high = min(high, len(rows) - row_no + 1)
                slots += wide
                if column_no + wide > _MOST_COLUMNS or slots > _MOST_SLOTS:
                    raise Unreadable("too_large", f"a table of more than {_MOST_COLUMNS} columns")
                lines = self.items(cell)
                shown = "\n".join(item.text for item in lines if item.table is None)
                nested += [item for item in lines if item.table is not None]
                cells.append(Cell(row_no, column_no, shown, high, max(1, wide)))
                if self._sheet_rules is not None and self._is_ruled(cell):
                    ruled.add((row_no, column_no))
                for column in range(column_no, column_no + max(1, wide)):
                    reached[column] = row_no + high - 1
                column_no += max(1, wide)
        filled = [cell for cell in cells if cell.text.strip(SPACE)]
        if len(filled) <= 1:
            return [*before, *(Item(shown) for cell in filled for shown in cell.text.split("\n") if shown), *nested]
        if self._sheet_rules is not None:
            return [*before, *_of_sheet(cells, ruled), *nested]
        return [*before, Item(table=_narrowed(cells)), *nested]

    def _is_ruled(self, cell: Any) -> bool:
        names = (cell.attributes.get("class") or "").lower().split()
        return bool(RULED.search(cell.attributes.get("style") or "")) or not (self._sheet_rules or set()).isdisjoint(
            names
        )


def _of_sheet(cells: list[Cell], ruled: set[tuple[int, int]]) -> Iterator[Item]:
    """The lines and tables of a sheet that was saved as one table."""
    sheet = sheet_model.Sheet("")
    for cell in cells:
        place = (cell.row_no, cell.column_no)
        sheet.put(*place, sheet_model.SheetCell(cell.text, is_ruled=place in ruled))
        last = (cell.row_no + cell.row_span - 1, cell.column_no + cell.column_span - 1)
        if last != place:
            sheet.merges.append((*place, *last))
    for piece in sheet_model.pieces_of(sheet):
        if isinstance(piece, str):
            for line in piece.split("\n"):
                yield Item(line)
        else:
            yield Item(table=piece)


def _span(stated: str | None, most: int) -> int:
    match = re.match(r"\s*\+?([0-9]{1,12})", stated or "")
    return min(int(match[1]), most) if match else 1


def _narrowed(cells: list[Cell]) -> list[Cell]:
    """The cells of a table without the columns that only too wide a span makes."""
    starts = sorted({cell.column_no for cell in cells})
    last = starts[-1]
    return [
        cell
        if cell.column_no + cell.column_span - 1 <= last
        else Cell(cell.row_no, cell.column_no, cell.text, cell.row_span, max(1, last - cell.column_no + 1))
        for cell in cells
    ]


_SMALL_NUMBERS = "〇一二三四五六七八九"


def _list_number(item: Any, counters: dict[int, int]) -> str:
    """The number that a browser puts before an item of an ordered list."""
    parent = item.parent
    style = (parent.attributes.get("style") or "").lower()
    if "list-style-type: none" in style or "list-style:none" in style or "list-style-type:none" in style:
        return ""
    start = _span(parent.attributes.get("start"), 10_000)
    number = counters[parent.mem_id] = counters.get(parent.mem_id, start - 1) + 1
    if "cjk" in style or "chinese" in style:
        return f"{_chinese(number)}、"
    return f"{number}. "


def _chinese(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else _SMALL_NUMBERS[tens]) + "十") + (
        _SMALL_NUMBERS[ones] if ones else ""
    )
