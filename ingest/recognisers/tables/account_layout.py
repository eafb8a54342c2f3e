"""The header of an account form: which columns name the rows, by code or by words, and what its columns of amounts mean.

A form has one block of columns that name rows followed by amounts (a list by code), several side by side (收入 | 支出, halves of a
list), or amounts alone (三公经费, whose one row has no label).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.document import Cell
from ingest.lexicon import accounts
from ingest.lexicon.accounts import ColumnWord, Meaning
from ingest.pages.grid import filled
from ingest.recognisers.report.outline import unit_line
from ingest.recognisers.tables.header import is_figure

_NAMING = frozenset({"code", "name", "label", "body_code", "body"})
# words of a code's parts, in the header's last row: 类 | 款 | 项 | 合计 | 4,733.14
_FEWEST_PARTS = 2
_FEWEST_ITEMS = 3
_FLOWS = frozenset({"income", "expenditure"})
_SIDES = 2
_LOOKAHEAD = 6


@dataclass(slots=True)
class Block:
    """Columns that name rows and the amounts behind them, by the number of the column."""

    naming: dict[int, str] = field(default_factory=dict)
    amounts: dict[int, Meaning] = field(default_factory=dict)
    # amounts under words that nobody knows
    unknown: set[int] = field(default_factory=set)
    # the words over a column of codes and how many columns of names stand before it: where these differ, codes are of several kinds
    code_heads: dict[int, tuple[str, int]] = field(default_factory=dict)
    # what the word over the rows' names says of the amounts behind them (收入项目)
    flow: str | None = None
    # the line item over a half of a list (人员经费): its sum is that
    line: str | None = None
    # the words over the columns that name rows (按功能分类)
    words: str = ""

    @property
    def has_codes(self) -> bool:
        return "code" in self.naming.values()

    def flows(self) -> set[str]:
        return {meaning.flow for meaning in self.amounts.values() if meaning.flow in ("income", "expenditure")}


@dataclass(slots=True)
class Layout:
    """A header that was understood. `height` rows; `is_telling`: its words alone say that it is an account form's."""

    blocks: list[Block]
    height: int
    is_telling: bool
    # where each column stands on its page: left, right
    edges: dict[int, tuple[float, float]] = field(default_factory=dict)
    # its last row holds figures too
    is_mixed: bool = False
    # all its words: a header that stands there again has the same
    words: tuple[str, ...] = ()

    @property
    def is_two_sided(self) -> bool:
        return len(self.blocks) > 1 and not any(block.has_codes for block in self.blocks)

    @property
    def has_both_sides(self) -> bool:
        """Whether what comes in stands beside what goes out."""
        flows = {flow for block in self.blocks for flow in block.flows()}
        return self.is_two_sided and flows == _FLOWS

    @property
    def is_of_items(self) -> bool:
        """三公经费: columns of line items."""
        lines = {meaning.line or "" for block in self.blocks for meaning in block.amounts.values()}
        has_codes = any(block.has_codes for block in self.blocks)
        return not has_codes and sum(line.startswith("three_public") for line in lines) >= _FEWEST_ITEMS


def is_header_row(row: list[Cell]) -> bool:
    """Whether a row may start an account form's header: known words, no figures."""
    cells = filled(row)
    if not cells or any(is_figure(cell) for cell in cells):
        return False
    known = sum(accounts.column(cell.plain) is not None for cell in cells)
    return known * 2 >= len(cells)


def read_layout(rows: list[list[Cell]], position: int, of_title: Meaning, is_titled: bool) -> Layout | None:
    """The header that starts with a row, with what the title says of all its columns; None where it is no account form's."""
    height, is_mixed = _height(rows, position)
    if not height:
        return None
    header = rows[position : position + height]
    leaves = _leaves(header, is_mixed)
    roles = _roles(leaves, of_title)
    _tell_labels(roles, rows[position + height :])
    if any(known is not None and known.role == "project" for known in roles.values()):
        return None
    layout = Layout(
        _blocks(leaves, roles, is_titled),
        height,
        False,
        _edges(rows[position:]),
        is_mixed,
        header_words(rows, position),
    )
    layout.is_telling = any(
        (word := accounts.column(cell.plain)) is not None and word.is_telling for row in header for cell in filled(row)
    )
    if layout.is_of_items:
        _tell_sum(layout.blocks)
    amounts = sum(len(block.amounts) for block in layout.blocks)
    unknown = sum(len(block.unknown) for block in layout.blocks)
    if not amounts or unknown > amounts:
        return None
    return layout


def header_words(rows: list[list[Cell]], position: int) -> tuple[str, ...]:
    """The words of the header that starts with a row; none where none does."""
    height, is_mixed = _height(rows, position)
    header = rows[position : position + height - is_mixed]
    return tuple(cell.plain for row in header for cell in filled(row))


# -- how many rows it has ----------------------------------------------------------------------------------------------


def _height(rows: list[list[Cell]], position: int) -> tuple[int, bool]:
    """How many rows a header takes, and whether the last one holds figures as well; 0 where none starts here."""
    if not is_header_row(rows[position]):
        return 0, False
    height, is_mixed = 1, False
    reach = _reach(rows[position])
    named: dict[int, str] = _named(rows[position])
    for row in rows[position + 1 :]:
        if _is_mixed(row, named):
            height, is_mixed = height + 1, True
            break
        is_below = row[0].row_no <= reach and not _has_figures(row)
        if not is_below and (not is_header_row(row) or _is_data(row, named)):
            break
        height += 1
        reach = max(reach, _reach(row)) if is_header_row(row) else reach
        named |= _named(row)
    return height, is_mixed


def _reach(row: list[Cell]) -> int:
    return max((cell.row_no + cell.row_span - 1 for cell in filled(row)), default=0)


def _has_figures(row: list[Cell]) -> bool:
    return any(is_figure(cell) for cell in filled(row))


def _named(row: list[Cell]) -> dict[int, str]:
    """The columns that a row's words make columns of names or codes."""
    found = {}
    for cell in filled(row):
        word = accounts.column(cell.plain)
        if word is not None and word.role in _NAMING:
            found.update(dict.fromkeys(_covered(cell), word.role))
    return found


def _is_data(row: list[Cell], named: dict[int, str]) -> bool:
    """Whether a row without figures stands below names all the same: 五、事业收入 is a row's label, not another column."""
    for cell in filled(row):
        if cell.column_no in named:
            word = accounts.column(cell.plain)
            if word is None or word.role not in _NAMING:
                return True
    return False


def _is_mixed(row: list[Cell], named: dict[int, str]) -> bool:
    cells = filled(row)
    parts = [cell for cell in cells if named.get(cell.column_no) and is_code_part(cell)]
    return len(parts) >= _FEWEST_PARTS and len(parts) < len(cells) and _has_figures(row)


def is_code_part(cell: Cell) -> bool:
    """Whether a cell is a header's word for codes or a part of one (类, 款, 项)."""
    word = accounts.column(cell.plain)
    return word is not None and word.role == "code"


# -- what its columns say ----------------------------------------------------------------------------------------------


def _covered(cell: Cell) -> range:
    return range(cell.column_no, cell.column_no + cell.column_span)


def _leaves(header: list[list[Cell]], is_mixed: bool) -> dict[int, list[Cell]]:
    """The cells with words over every column, from the top down."""
    found: dict[int, list[Cell]] = {}
    for index, row in enumerate(header):
        for cell in filled(row):
            is_of_row = is_mixed and index == len(header) - 1 and not is_code_part(cell)
            if is_of_row or unit_line(cell.folded) is not None:
                continue
            for number in _covered(cell):
                found.setdefault(number, []).append(cell)
    return found


def _roles(leaves: dict[int, list[Cell]], of_title: Meaning) -> dict[int, ColumnWord | None]:
    """What each column is; a word over names and amounts together (人员经费 over a half of a list) is no amount's own line."""
    roles = {number: _fold(words, of_title, frozenset()) for number, words in leaves.items()}
    of_half = frozenset(
        id(cell)
        for number, known in roles.items()
        if known is not None and known.role in _NAMING
        for cell in leaves[number]
    )
    return {
        number: _fold(leaves[number], of_title, of_half) if known is not None and known.role == "amount" else known
        for number, known in roles.items()
    }


def _fold(words: list[Cell], of_title: Meaning, of_half: frozenset[int]) -> ColumnWord | None:
    """What the words over a column say together; None where one of them is unknown. `of_half`: cells whose line item isn't its own."""
    meaning, role, flow = of_title, "", None
    for cell in words:
        word = accounts.column(cell.plain, meaning)
        if word is None:
            return None
        if flow is not None and word.meaning.flow in _FLOWS:
            # 基本支出 below 本年收入: what came in for it
            word = replace(word, meaning=replace(word.meaning, flow=flow))
        flow = word.meaning.flow or flow
        meaning = meaning.with_more(replace(word.meaning, line=None) if id(cell) in of_half else word.meaning)
        if word.role != "amount" or not role or role == "amount":
            role = word.role
        elif role in _NAMING:
            role = "label"
    return ColumnWord(role, meaning)


def _blocks(leaves: dict[int, list[Cell]], roles: dict[int, ColumnWord | None], is_titled: bool) -> list[Block]:
    blocks = [Block()]
    for number in sorted(leaves):
        known = roles[number]
        if known is None:
            blocks[-1].unknown.add(number)
        elif known.role == "amount":
            blocks[-1].amounts[number] = known.meaning
        elif known.role in _NAMING:
            if blocks[-1].amounts or blocks[-1].unknown:
                blocks.append(Block())
            block = blocks[-1]
            block.naming[number] = known.role
            block.flow = known.meaning.flow or block.flow
            block.line = known.meaning.line
            block.words += "".join(cell.squeezed for cell in leaves[number])
            if known.role == "code":
                names = sum(role != "code" for role in block.naming.values())
                block.code_heads[number] = _code_head(leaves[number]), names
    blocks = [block for block in blocks if block.amounts or block.unknown]
    if (
        is_titled
        and len(blocks) == _SIDES
        and not any(block.has_codes or block.flow or block.flows() for block in blocks)
    ):
        # 项目 | 预算数 | 项目 | 预算数: what comes in stands on the left
        blocks[0].flow, blocks[1].flow = "income", "expenditure"
    for block in blocks:
        _share_flow(block)
    return blocks


def _tell_labels(roles: dict[int, ColumnWord | None], below: list[list[Cell]]) -> None:
    """收入 | 预算数 | 支出 | 预算数: a word of amounts, or an unknown one, over a column that holds words names rows."""
    for number, known in roles.items():
        if known is not None and known.role != "amount":
            continue
        cells = [cell for row in below[:_LOOKAHEAD] for cell in filled(row) if cell.column_no == number]
        if cells and not any(is_figure(cell) for cell in cells):
            is_behind = any(other is not None and other.role == "amount" for at, other in roles.items() if at < number)
            unknown = ColumnWord("beside" if is_behind else "label")
            roles[number] = replace(known, role="label") if known is not None else unknown


def _code_head(words: list[Cell]) -> str:
    """The topmost word for codes over a column; empty where only a part of codes (类) stands there."""
    return next((word for cell in words if len(word := cell.squeezed) > 1 and is_code_part(cell)), "")


def _share_flow(block: Block) -> None:
    """合计 beside 基本支出 and 项目支出: what the columns around it agree on, or the word over the rows' names says."""
    flows = block.flows() or ({block.flow} if block.flow else set())
    if len(flows) == 1:
        known = Meaning(flow=flows.pop())
        block.amounts = {number: known.with_more(meaning) for number, meaning in block.amounts.items()}


def _tell_sum(blocks: list[Block]) -> None:
    """合计 beside 因公出国 and 公务接待费 is 三公经费, unless other items (会议费) stand there too."""
    meanings = [meaning for block in blocks for meaning in block.amounts.values()]
    is_only = all(
        (meaning.line or "total") == "total" or (meaning.line or "").startswith("three_public") for meaning in meanings
    )
    for block in blocks:
        for number, meaning in list(block.amounts.items()):
            if meaning.line in (None, "total"):
                if is_only:
                    block.amounts[number] = replace(meaning, line="three_public")
                else:
                    del block.amounts[number]
                    block.unknown.add(number)


# -- where they stand --------------------------------------------------------------------------------------------------


def _edges(rows: list[list[Cell]]) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for row in rows:
        for cell in row:
            if cell.box is not None and cell.column_span == 1:
                left, right = cell.box[0], cell.box[2]
                known = found.get(cell.column_no)
                found[cell.column_no] = (left, right) if known is None else (min(known[0], left), max(known[1], right))
    return found


def moved(row: list[Cell], layout: Layout) -> list[Cell]:
    """A row of a continuation that lost columns, its cells under the columns they stand below on the page; empty where one can't be placed."""
    found = []
    for cell in filled(row):
        if cell.box is None:
            return []
        middle = (cell.box[0] + cell.box[2]) / 2
        fits = [number for number, (left, right) in layout.edges.items() if left <= middle <= right]
        if len(fits) != 1:
            return []
        found.append(replace(cell, column_no=fits[0]))
    return found
