"""What the words of a header say of the column below them: its measure, line item, fund, year, unit."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import Column
from ingest.normalize.amounts import blank_meaning
from ingest.pages.grid import filled
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.tables.labels import FUND_KINDS, is_other_money, is_subtotal, row_label

YEAR = re.compile(rf"((?:19|20)[0-9]{{2}})(?:年度?)?(?:[(]({lexicon.cue('table_unit')})[)])?")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}年?度?")
_RELATIVE_YEARS = {**dict.fromkeys(lexicon.cues("last_year"), -1), **dict.fromkeys(lexicon.cues("this_year"), 0)}
INCOME = re.compile(lexicon.cue("income_column"))
_INCOMES = lexicon.cues("income_start")
_PLANNED = re.compile(lexicon.cue("budget"))
_CARRIED_OUT = re.compile(lexicon.cue("execution"))
_EXPENDITURE = re.compile(lexicon.cue("expenditure_word"))
_LONGEST_WORD = 24
# what is longer is no word of a header
_LONGEST_CELL = 100


def is_word(cell: Cell) -> bool:
    """Whether a cell holds a header's word: short, no figure, no mark for nothing."""
    return 0 < len(cell.squeezed) <= _LONGEST_WORD and _is_wording(cell.squeezed)


@lru_cache(maxsize=4096)
def _is_wording(text: str) -> bool:
    words = _YEARS.sub("", lexicon.without_formula(text))
    return blank_meaning(text) is None and not any(character.isdigit() for character in words)


def column_under(words: list[str]) -> Column | None:
    """What the header cells above a column (plain, from top to bottom) say together."""
    if len(words) == 1:
        return column_of(words[0])
    if any(INCOME.fullmatch(word) for word in words[:-1]):
        return Column("other")
    for joined in ("".join(words), "".join(reversed(words)), words[0] + words[-1], words[-1] + words[0]):
        known = lexicon.column(joined)
        if known is not None:
            return known
    if column_of(words[-1]) is None:
        return None
    parts = [part for word in words if (part := column_of(word)) is not None]
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


def column_of(word: str) -> Column | None:
    """What one header cell, plain, says: a known column, a year, a line item, a fund; None for other words."""
    return _word_part(word) if len(word) <= _LONGEST_CELL else None


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
    year = YEAR.fullmatch(word)
    if year:
        return Column("year", year=int(year[1]), unit=year[2])
    if word in _RELATIVE_YEARS:
        return Column("year", relative_year=_RELATIVE_YEARS[word])
    if is_subtotal(word):
        return Column("amount", line_item_code="total")
    label = row_label(word)
    if label is None and (joined := _item_and_measure(word)) is not None:
        return joined
    if label is None and (is_other_money(word) or INCOME.fullmatch(word)):
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


# -- columns together ----------


def name_totals(columns: dict[int, Column]) -> None:
    """合计 beside 因公出国费, 公务用车 and 公务接待费 is the sum of these, not of everything."""
    parents: dict[tuple[object, ...], set[str]] = {}
    has_others = any(column.role == "other" for column in columns.values())
    for column in columns.values():
        if column.line_item_code is not None and column.line_item_code != "total":
            parents.setdefault(version_of(column), set()).add(column.line_item_code.rpartition(".")[0])
    for index, column in columns.items():
        found = {parent.split(".")[0] for parent in parents.get(version_of(column), ())}
        if column.line_item_code == "total" and len(found) == 1 and (parent := found.pop()):
            # with 会议费 beside them it is a sum that no line item has
            columns[index] = Column("other") if has_others else replace(column, line_item_code=parent)


def version_of(column: Column) -> tuple[object, ...]:
    """What tells columns of the same line items apart: measure, version, year."""
    return column.measure, column.budget_version, column.year, column.relative_year


def overall_measure(rows: list[list[Cell]]) -> str | None:
    """Whether a header with line items in its columns speaks of income, of a budget or of spending."""
    words = [cell.squeezed for row in rows for cell in filled(row)]
    if any(word.startswith(_INCOMES) for word in words):
        return "income"
    if any(_PLANNED.search(word) and not _CARRIED_OUT.search(word) for word in words[:1]):
        return "budget"
    return "expenditure" if any(_EXPENDITURE.search(word) for word in words) else None
