"""Headers of tables: one row or several, measures and years or line items and funds in the columns."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import Column
from ingest.normalize.amounts import NUMBER, blank_meaning, parse_number
from ingest.normalize.characters import fold, squeeze
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.labels import FUND_KINDS, is_other_money, is_subtotal, row_label
from ingest.tables.grid import above, align, filled, is_filled, layouts

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?(?:[(](亿元|万元|千元|元)[)])?")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}年?度?")
_RELATIVE_YEARS = {"上年": -1, "上年度": -1, "上一年度": -1, "上一年": -1, "本年": 0, "本年度": 0, "当年": 0}
_SIDE = re.compile(r"项目|支出项目|支出|收入|收入项目|(?:科目|功能分类|经济分类|按.{2,8}分类)(?:科目)?(?:名称)?")
_COUNTED = re.compile(rf"{NUMBER}[ ]?(?:人|名|个|%|万元|亿元|元)")
_SPENT = re.compile(r"支出|使用|开支")
_NO_STAFF = re.compile(r"[离退]休|编外|临时|遗属|学生")
_REMARK = re.compile(r"[(][^)]*[)]$")
_INCOME = re.compile(r"(?:本年|财政拨款)?收入(?:预算|决算)?(?:数|合计)?")
# what a wide header cell over others is named by
_SUMMING = re.compile(r"(?:支出|收入|预算数?|决算数?|执行数?|经费|拨款|指标值?|金额|资金|情况|年度?)(?:[(][^)]*[)])?$")
_BODY_COLUMN = re.compile(r"(?:机构|单位|部门)(?:名称)?$")
MONEY_ROLES = frozenset({"amount", "received", "other"})
# 栏次 | 1 | 2 | 3=1-2: the form's own numbers of its columns
_COLUMN_NUMBER = re.compile(r"[(]?([0-9]{1,2})(?:=[-+*/×÷0-9()]+)?[)]?")
_COLUMN_NUMBERS = frozenset({"栏次", "列次", "栏目", "栏"})
_FEWEST_NUMBERS = 3
# columns that stand beside what a table is about
_BESIDE = frozenset({"note", "unit", "reason", "execution_rate", "completion_rate"})
_MOST_ROWS = 4
_MOST_LAYOUTS = 64
_LONGEST_WORD = 24
# a word with the spaces that pad it
_LONGEST_CELL = 100


@dataclass(slots=True)
class Header:
    """The header in force: the cell of each column (of several rows the lowest) and what each column means."""

    cells: list[Cell]
    columns: dict[int, Column]
    unit: str | None
    height: int = 1
    # the column whose cells name the rows' projects or bodies, where its header says so
    projects: int | None = None
    bodies: int | None = None
    # what the header's own words say of amounts whose column names only a line item, fund or year
    measure: str | None = None
    # columns of amounts that say the same as another one: which is which can't be told
    ambiguous: set[int] = field(default_factory=set)
    # where each half of a two-sided table (收入 | 支出) starts: the columns that name its rows
    sides: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tell_spent()
        names = [index for index, column in self.columns.items() if column.role == "level3"]
        for name, following in itertools.pairwise(names):
            if not any(
                self.columns[index].role in ("target", "actual") for index in self.columns if name < index < following
            ):
                # 绩效指标 above 三级指标: the merged title, not the name's column
                del self.columns[name]
        for index in [index for index, column in self.columns.items() if column.role == "weight"]:
            if (
                names
                and index < names[-1]
                and any(
                    column.role in ("level1", "level2") for before, column in self.columns.items() if before < index
                )
            ):
                # a level's own weight, not the indicator's
                del self.columns[index]
        labels = lexicon.identity_labels()
        first_value = self.first_value
        self.sides = [
            index
            for index, cell in enumerate(self.cells)
            if index > first_value
            and index not in self.columns
            and next((at for at in range(index - 1, -1, -1) if is_filled(self.cells[at])), -1) in self.columns
            and _SIDE.fullmatch(_REMARK.sub("", squeeze(cell.text)))
        ]
        seen: dict[tuple[object, ...], int] = {}
        for index, column in self.columns.items():
            if column.role != "amount":
                continue
            key = (*_version(column), column.line_item_code, column.fund_code, self.side_of(index))
            if key in seen:
                self.ambiguous |= {index, seen[key]}
            seen[key] = index
        for index, cell in enumerate(self.cells):
            if index in self.columns:
                continue
            word = lexicon.plain(cell.text)
            if labels.get(word) == "project" and self.projects is None:
                self.projects = index
            elif _BODY_COLUMN.search(word) and self.bodies is None:
                self.bodies = index

    def _tell_spent(self) -> None:
        """支出金额 beside 预算金额 is what was spent."""
        if any(column.measure == "budget" for column in self.columns.values()):
            for index, column in self.columns.items():
                is_bare = column.role == "amount" and not (column.measure or column.line_item_code or column.fund_code)
                if is_bare and _SPENT.search(lexicon.plain(self.cells[index].text)):
                    self.columns[index] = replace(column, measure="expenditure")

    def side_of(self, index: int) -> int:
        """Which half of a two-sided table a column stands in: the column that names the rows there, 0 for the first half."""
        return max((side for side in self.sides if side < index), default=0)

    def is_same(self, other: Header) -> bool:
        """Whether the other one only repeats this one, as after a page break."""
        return [squeeze(cell.text) for cell in self.cells] == [squeeze(cell.text) for cell in other.cells]

    @property
    def first_value(self) -> int:
        """The index of the first column of money; those before it say what the rows are about."""
        return min((index for index, column in self.columns.items() if column.role in MONEY_ROLES), default=0)

    def reaches(self, row_no: int) -> bool:
        """Whether a row is the first one below line items that a tall cell beside both names (年度预算 | 基本支出 | 项目支出)."""
        first = self.cells[0]
        is_of_items = all(column.line_item_code for column in self.columns.values() if column.role == "amount")
        return is_of_items and row_no == self.cells[-1].row_no + 1 and row_no < first.row_no + first.row_span

    @property
    def counts_things(self) -> bool:
        """Whether a column counts what is bought, so that the units of measure (台, 套) are its own."""
        return any(squeeze(cell.text) in ("数量", "采购数量") for cell in self.cells)

    @property
    def indicators(self) -> list[dict[int, Column]]:
        """The columns of each indicator of a row: of one, or of several side by side that share the levels before them."""
        names = [index for index, column in self.columns.items() if column.role == "level3"]
        if len(names) < 2:
            return [self.columns]
        shared = {index: column for index, column in self.columns.items() if index < names[0]}
        bounds = [*names, len(self.cells)]
        return [
            {**shared, **{index: column for index, column in self.columns.items() if low <= index < high}}
            for low, high in itertools.pairwise(bounds)
        ]

    @property
    def roles(self) -> set[str]:
        """What kinds of columns it has."""
        return {column.role for column in self.columns.values()}


@dataclass(slots=True)
class LostHeader:
    """Header rows whose columns can't be told: the figures below them mean nothing certain."""

    height: int


def numbers_columns(row: list[Cell]) -> bool:
    """Whether a row only numbers the columns of its form (栏次 | 1 | 2; 1 | 2 | 3 | 4): its figures are none."""
    words = [squeeze(cell.text) for cell in filled(row)]
    numbers = [match for word in words if (match := _COLUMN_NUMBER.fullmatch(word)) is not None]
    named = sum(word in _COLUMN_NUMBERS for word in words)
    if len(numbers) + named < len(words) or len(numbers) + 2 * bool(named) < _FEWEST_NUMBERS:
        return False
    return [int(match[1]) for match in numbers] == list(range(1, len(numbers) + 1))


def read_header(row: list[Cell], unit: str | None) -> Header | None:
    """The header that one row is, if at least two of its cells are known column headers."""
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row):
        known = lexicon.column(squeeze(cell.text))
        if known is not None:
            columns[index] = known
        declared = declared_unit(cell.text)
        if declared:
            unit = declared
    if len(columns) < 2:
        return None
    # figures among the words: a data row, not a header
    if any(_is_number(cell.text) or _COUNTED.fullmatch(fold(cell.text).strip()) for cell in row):
        return None
    _tell_parts(row, columns)
    return Header(row, columns, unit)


def _tell_parts(row: list[Cell], columns: dict[int, Column]) -> None:
    """全年预算数 | 其中：财政拨款: a part of what the column on the left measures."""
    whole: Column | None = None
    for index, cell in enumerate(row):
        known = columns.get(index)
        if known is not None:
            whole = known if known.role == "amount" and known.measure else None
        elif whole is not None and squeeze(cell.text).startswith("其中") and (part := _part(cell.text)) is not None:
            columns[index] = replace(whole, line_item_code=part.line_item_code, fund_code=part.fund_code)


def find_header(
    rows: list[list[Cell]], position: int, unit: str | None, by_position: bool
) -> Header | LostHeader | None:
    """The header that starts with a row, as many rows as it takes."""
    if any(_is_number(cell.text) and not _YEAR.fullmatch(fold(cell.text).strip()) for cell in rows[position]):
        return None
    single = read_header(rows[position], unit)
    stacked = _stacked(rows, position, unit) if by_position else _flattened(rows, position, unit)
    if isinstance(stacked, LostHeader):
        return stacked
    if stacked is not None and (
        single is None
        or len(stacked.columns) > len(single.columns)
        or (by_position and len(stacked.columns) == len(single.columns))
        or (by_position and _is_beside_tall([rows[position]], rows[position + stacked.height - 1]))
    ):
        return stacked
    if single is not None and single.roles - _BESIDE:
        return single
    return _item_header(rows, position, unit, by_position) or single


# -- several rows ------------------------------------------------------------------------------------------------------


def _stacked(rows: list[list[Cell]], position: int, unit: str | None) -> Header | None:
    """A header of several rows whose spans are known."""
    best: Header | None = None
    if not all(_is_word(cell) for cell in filled(rows[position])):
        return None
    if _names_bodies(rows[position]):
        return None
    for height in range(2, _MOST_ROWS + 1):
        upper = rows[position : position + height - 1]
        lower = rows[position + height - 1] if position + height <= len(rows) else []
        if not lower or not all(_is_word(cell) for cell in filled(lower)):
            break
        is_beside = _is_beside_tall(upper, lower)
        if not is_beside and not _goes_on(upper, lower):
            break
        following = rows[position + height] if position + height < len(rows) else []
        found = _combined([*upper, lower], unit, _starts_with_figure(following), is_beside)
        if found is not None and (best is None or is_beside or len(found.columns) > len(best.columns)):
            best = found
    if best is not None and not _has_figures_below(best, rows, position + best.height, True):
        return None
    return best


def _names_bodies(row: list[Cell]) -> bool:
    """Whether a row says who and what a form is about: 主管部门 | … | 实施单位 | …"""
    labels = lexicon.identity_labels()
    return any(
        lexicon.plain(cell.text).rstrip(":") in labels
        and lexicon.plain(value.text) not in labels
        and _part(value.text) is None
        for cell, value in itertools.pairwise(filled(row))
    ) and not any(lexicon.column(cell.text) for cell in row)


def _is_beside_tall(upper: list[list[Cell]], lower: list[Cell]) -> bool:
    """Whether a cell of the header reaches down beside a row; the first column's names the rows, not the columns."""
    first = upper[0][0]
    return any(
        cell.row_no + cell.row_span > lower[0].row_no
        for row in upper
        for cell in filled(row)
        if cell.column_no >= first.column_no + first.column_span
    )


def _goes_on(upper: list[list[Cell]], lower: list[Cell]) -> bool:
    """Whether a row of words is one more of a header: at least two of them stand under a wide cell.

    Its first column goes on from above, or is itself a header's word below a wide cell (绩效指标 over 一级指标).
    """
    words = filled(lower)
    first = upper[0][0]
    wide = [cell for row in upper for cell in filled(row) if cell.column_span > 1]
    below = {id(over): [cell for cell in words if _is_under(cell, over)] for over in wide}
    if any(
        sum(_part(cell.text) is not None for cell in below[id(over)]) >= 2
        for over in wide
        if over is not first and _SUMMING.search(squeeze(over.text))
    ):
        return True
    if words[0].column_no <= first.column_no and (
        first.column_span == 1 or (_part(first.text) is None and lexicon.column(words[0].text) is None)
    ):
        return False
    return any(len(cells) >= 2 for cells in below.values())


def _is_under(cell: Cell, over: Cell) -> bool:
    return over.column_no <= cell.column_no < over.column_no + over.column_span


def _flattened(rows: list[list[Cell]], position: int, unit: str | None) -> Header | LostHeader | None:
    """A header of several rows in flattened text. The row below tells the spans; columns whose meaning they leave open are lost."""
    height = 1
    while height < _MOST_ROWS and position + height < len(rows):
        upper, lower = rows[position + height - 1], rows[position + height]
        words = filled(lower)
        is_years = len(words) >= 2 and all(_YEAR.fullmatch(squeeze(cell.text)) for cell in words)
        if len(words) < 2 or not (is_years or all(_is_word(cell) for cell in words)):
            break
        if is_filled(lower[0]) and not is_years and (len(words) == len(lower) or len(lower) <= len(upper)):
            break
        height += 1
    header_rows = rows[position : position + height]
    if height == 1 or len(header_rows[-1]) < max(len(row) for row in header_rows):
        return None
    meanings = [[part for cell in row if (part := _part(cell.text)) is not None] for row in header_rows]
    if not meanings[0] or len(meanings[-1]) < 2:
        return None
    following = rows[position + height] if position + height < len(rows) else []
    possible = layouts(header_rows, _fits, _MOST_LAYOUTS) if len(following) == len(header_rows[-1]) else []
    found = [_combined(layout, unit, _starts_with_figure(following)) for layout in possible]
    certain = [header for header in found if header is not None]
    if not certain or len(certain) < len(found):
        return LostHeader(height)
    header = certain[0]
    open_columns = {
        index
        for index in header.columns
        if any(other.columns.get(index) != header.columns[index] for other in certain[1:])
    }
    header.ambiguous |= open_columns
    if len(open_columns) == len(header.columns):
        return LostHeader(height)
    return header if _has_figures_below(header, rows, position + height, False) else None


def _starts_with_figure(row: list[Cell]) -> bool:
    """Whether a row has no label: its first cell is a figure, and none of the others is a word."""
    return len(row) > 1 and is_filled(row[0]) and all(_is_figure(cell.text) for cell in row)


def _fits(head: Cell, children: list[Cell]) -> bool:
    """Whether cells may stand below a header cell: they differ, and none says alone what the head says."""
    words = [squeeze(child.text) for child in children]
    if len(set(words)) != len(words):
        return False
    over = _part(head.text)
    if over is None or over.measure is None or len(children) == 1:
        return True
    return not any((part := _part(child.text)) is not None and part.measure == over.measure for child in children)


def _combined(
    rows: list[list[Cell]], unit: str | None, is_bare: bool = False, is_certain: bool = False
) -> Header | None:
    """The header that rows with true columns make together.

    `is_bare`: no column names the rows below. `is_certain`: the rows do belong together; else two columns must gain by it.
    """
    last_column = max(cell.column_no + cell.column_span for row in rows for cell in row)
    cells: list[Cell] = []
    columns: dict[int, Column] = {}
    joined = 0
    parents = {
        id(over)
        for at, row in enumerate(rows)
        for over in filled(row)
        if any(_is_under(cell, over) for lower in rows[at + 1 :] for cell in filled(lower))
    }
    column_no = rows[0][0].column_no
    while column_no < last_column:
        path = above(rows, column_no)
        if not path or id(path[-1]) in parents:
            # a blank column, also between those below a wide cell
            cells.append(Cell(rows[-1][0].row_no, column_no, ""))
            column_no += 1
            continue
        leaf = path[-1]
        column_no = max(cell.column_no for cell in path)
        # the narrowest cell of the path bounds the column
        until = min(cell.column_no + cell.column_span for cell in path)
        known = _meaning([cell.text for cell in path])
        if known is not None and not cells and not is_bare and known.role in ("amount", "year", "other"):
            # the first column names the rows
            known = None
        if known is not None and known.role.startswith("attribute:") and _has_others_below(rows, path):
            known = None
        if known is not None:
            columns[len(cells)] = known
            joined += len(path) > 1
        declared = next((found for cell in path if (found := declared_unit(cell.text))), None)
        if declared and known is None:
            unit = declared
        cells.append(replace(leaf, column_no=column_no, column_span=until - column_no))
        column_no = until
    roles = [column.role for column in columns.values()]
    is_money = sum(role in ("amount", "other") for role in roles) >= 2
    is_staff = is_certain and any(role.startswith("attribute:") for role in roles)
    if (joined < 2 and not is_certain) or not (is_money or is_staff or len(roles) - roles.count("amount") >= 3):
        return None
    _name_totals(columns)
    return Header(cells, columns, unit, height=len(rows), measure=_overall_measure(rows))


def _has_others_below(rows: list[list[Cell]], path: list[Cell]) -> bool:
    """Whether a sum of people (实有人数 over 小计 | 在职 | 退休) counts others than staff."""
    return len(path) > 1 and any(
        _NO_STAFF.search(squeeze(cell.text)) for row in rows for cell in filled(row) if _is_under(cell, path[0])
    )


def _name_totals(columns: dict[int, Column]) -> None:
    """合计 beside 因公出国费, 公务用车 and 公务接待费 is the sum of these, not of everything."""
    parents: dict[tuple[object, ...], set[str]] = {}
    has_others = any(column.role == "other" for column in columns.values())
    for column in columns.values():
        if column.line_item_code is not None and column.line_item_code != "total":
            parents.setdefault(_version(column), set()).add(column.line_item_code.rpartition(".")[0])
    for index, column in columns.items():
        found = {parent.split(".")[0] for parent in parents.get(_version(column), ())}
        if column.line_item_code == "total" and len(found) == 1 and (parent := found.pop()):
            # with 会议费 beside them it is a sum that no line item has
            columns[index] = Column("other") if has_others else replace(column, line_item_code=parent)


def _version(column: Column) -> tuple[object, ...]:
    return column.measure, column.budget_version, column.year, column.relative_year


# -- line items, funds and years in the columns ------------------------------------------------------------------------


def _item_header(rows: list[list[Cell]], position: int, unit: str | None, by_position: bool) -> Header | None:
    """A row that names line items, funds or years over figures: 单位名称 | 支出合计 | 基本支出 | 项目支出."""
    row = rows[position]
    if len(filled(row)) < 3 or any(squeeze(cell.text)[-1:] in ":：" for cell in filled(row)[1:]):
        return None
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row):
        if index == 0 or (not _is_word(cell) and _part(cell.text) is None):
            continue
        known = _part(cell.text)
        if known is not None:
            columns[index] = replace(known, role="amount") if known.role == "year" else known
        unit = declared_unit(cell.text) or unit
    if sum(1 for column in columns.values() if column.role == "amount") < 2:
        return None
    unit = declared_unit(row[0].text) or unit
    _name_totals(columns)
    found = Header(row, columns, unit, measure=_overall_measure([row]))
    return found if _has_figures_below(found, rows, position + 1, by_position) else None


def _has_figures_below(header: Header, rows: list[list[Cell]], position: int, by_position: bool) -> bool:
    """Whether a row below has figures in its columns of amounts: line items that only look like a header have none."""
    if all(
        column.measure and not column.line_item_code and not column.fund_code
        for column in header.columns.values()
        if column.role == "amount"
    ):
        return True
    for row in rows[position : position + 2]:
        below = align(header.cells, row, by_position, header.first_value)
        amounts = [
            below[index].text
            for index, column in header.columns.items()
            if column.role in ("amount", "other") and index in below
        ]
        figures = sum(1 for text in amounts if any(character.isdigit() for character in text))
        if figures >= 2 or (figures == 1 and len(amounts) >= 2 and all(_is_figure(text) for text in amounts)):
            return True
    return False


def _is_number(text: str) -> bool:
    """Whether a text is one number; most are ruled out by how they end."""
    last = text.rstrip(" \n\u3000\u00a0")[-1:]
    return (last.isdigit() or last in (")", "）")) and parse_number(text) is not None


def _is_figure(text: str) -> bool:
    return blank_meaning(text) is not None or parse_number(text) is not None


def _overall_measure(rows: list[list[Cell]]) -> str | None:
    """Whether a header with line items in its columns speaks of income, of a budget or of spending."""
    words = [squeeze(cell.text) for row in rows for cell in filled(row)]
    if any(word.startswith(("收入", "本年收入")) for word in words):
        return "income"
    if any("预算" in word and "执行" not in word for word in words[:1]):
        return "budget"
    return "expenditure" if any(re.search(r"支出|决算|经费", word) for word in words) else None


# -- the meaning of a column -------------------------------------------------------------------------------------------


def _is_word(cell: Cell) -> bool:
    """Whether a cell holds a header's word: short, no figure, no mark for nothing."""
    text = squeeze(cell.text) if len(cell.text) <= _LONGEST_CELL else ""
    return 0 < len(text) <= _LONGEST_WORD and _is_wording(text)


@lru_cache(maxsize=4096)
def _is_wording(text: str) -> bool:
    words = _YEARS.sub("", lexicon.without_formula(text))
    return blank_meaning(text) is None and not any(character.isdigit() for character in words)


def _meaning(path: list[str]) -> Column | None:
    """What the header cells above a column, from top to bottom, say together."""
    words = [squeeze(text) for text in path]
    if len(words) == 1:
        return _part(words[0])
    if any(_INCOME.fullmatch(word) for word in words[:-1]):
        return Column("other")
    for joined in ("".join(words), "".join(reversed(words)), words[0] + words[-1], words[-1] + words[0]):
        known = lexicon.column(joined)
        if known is not None:
            return known
    if _part(words[-1]) is None:
        return None
    parts = [part for word in words if (part := _part(word)) is not None]
    if parts[0].role.startswith("attribute:") and len(parts) == len(words) == 2 and is_subtotal(words[1]):
        # 编制人数 over 小计 | 行政 | 事业
        return parts[0]
    return _merged(parts)


def _merged(parts: list[Column]) -> Column | None:
    """One meaning of several: the lowest word decides what kind it is, years, measures and items add up."""
    if not parts:
        return None
    named = [part for part in parts if part.role != "year"]
    if named and named[-1].role != "amount":
        return named[-1]
    amounts = [part for part in named if part.role == "amount"]
    # a word for a column (年初预算数) says more of the measure than a line item (财政拨款支出) does
    measuring = [part for part in amounts if part.measure and part.line_item_code is None] or [
        part for part in amounts if part.measure
    ]
    last = measuring[-1] if measuring else None
    return Column(
        "amount",
        last.measure if last else None,
        last.budget_version if last else None,
        next((part.relative_year for part in reversed(parts) if part.relative_year is not None), None),
        next((part.year for part in reversed(parts) if part.year is not None), None),
        next((part.unit for part in reversed(parts) if part.unit), None),
        _line([part.line_item_code for part in amounts if part.line_item_code]),
        next((part.fund_code for part in reversed(amounts) if part.fund_code), None),
    )


def _line(lines: list[str]) -> str | None:
    """The lowest line item; a word for the sum (小计) below one means that one."""
    return next((line for line in reversed(lines) if line != "total"), lines[-1] if lines else None)


def _part(text: str) -> Column | None:
    """What one header cell says: a known column, a year, a line item, a fund; None for other words."""
    return _word_part(squeeze(text)) if len(text) <= _LONGEST_CELL else None


def _item_and_measure(word: str) -> Column | None:
    """A line item or fund and a word for a column in one (基本支出决算数, 财政拨款预算数)."""
    for cut in range(2, len(word) - 1):
        measured = lexicon.column(word[cut:])
        if measured is None or measured.role != "amount" or measured.measure is None:
            continue
        label = row_label(word[:cut])
        if label is not None and label.measure is None and (label.line_item_code or label.fund_code):
            return replace(measured, line_item_code=label.line_item_code, fund_code=label.fund_code)
    return None


@lru_cache(maxsize=4096)
def _word_part(word: str) -> Column | None:
    known = lexicon.column(word)
    if known is not None:
        return known
    year = _YEAR.fullmatch(word)
    if year:
        return Column("year", year=int(year[1]), unit=year[2])
    if word in _RELATIVE_YEARS:
        return Column("year", relative_year=_RELATIVE_YEARS[word])
    if is_subtotal(word):
        return Column("amount", line_item_code="total")
    label = row_label(word)
    if label is None and (joined := _item_and_measure(word)) is not None:
        return joined
    if label is None and (is_other_money(word) or _INCOME.fullmatch(word)):
        return Column("other")
    if label is None or label.note.startswith("splits"):
        return None
    unit = declared_unit(word)
    if label.kind in FUND_KINDS:
        return Column("amount", fund_code=label.fund_code, unit=unit)
    if label.kind == "adjustment":
        return None
    # 支出 over 合计 says what is counted, not whether it was planned or spent
    measure = label.measure if label.kind not in ("item", "weak_measure") or label.measure == "income" else None
    return Column("amount", measure, label.budget_version, line_item_code=label.line_item_code, unit=unit)
