"""The title over a table, and what it says of the figures below it: kind of place, year, measure, fund, line item."""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.document import Block, Table
from ingest.normalize.privacy import is_filler_line
from ingest.normalize.years import find_years
from ingest.recognisers.output import Context
from ingest.recognisers.tables.headers import read_header

LONGEST_TITLE = 60
# so many blocks above a table its title may stand
_REACH = 4
# a form's text cells hold paragraphs
_LONG_CELL = 200
_INCOME, _EXPENDITURE = re.compile(lexicon.cue("income_title")), re.compile(lexicon.cue("expenditure_title"))
_DONE = re.compile(lexicon.cue("done_title"))
# 预算 in a title of money received or of a plan carried out is no budget
_PLANNED = re.compile(lexicon.cue("planned_title"))
_LISTED = lexicon.cue("listed_item")
_TITLE_LIST = re.compile(rf"{_LISTED}.*[、及和与]|[、及和与].*{_LISTED}")


def title_over(spots: list[tuple[Block, Context]], position: int) -> tuple[str | None, int | None]:
    """The title line right above a table, plain, and the fiscal year in it."""
    for block, _ in reversed(spots[max(0, position - _REACH) : position]):
        if block.table is not None:
            break
        if len(block.text.strip()) > LONGEST_TITLE or is_filler_line(block.folded.strip()):
            continue
        if lexicon.form(block.plain) is not None:
            years = find_years(block.folded)
            return block.plain, years[0].value if years else None
    return None, None


def place_kind(table: Table, title: str | None) -> str:
    """Which kind of place a table is: by its title, else by its columns."""
    if title is not None and (kind := lexicon.form(title)) is not None:
        return kind
    roles: set[str] = set()
    for row in table.rows():
        header = read_header(row, None)
        if header is not None:
            roles |= {column.role for column in header.columns.values()}
            roles |= {
                "prior"
                for column in header.columns.values()
                if column.measure == "expenditure" and (column.year or column.relative_year)
            }
    if roles & {"target", "actual"}:
        return "self_evaluation_table"
    if "prior" in roles or any(role.startswith("attribute:") for role in roles):
        return "base_data_table"
    if any(len(cell.text) > _LONG_CELL for cell in table.cells):
        return "summary_table"
    return "self_evaluation_table" if "amount" in roles and "execution_rate" in roles else "summary_table"


def measure_of(title: str | None) -> str | None:
    """What a table's title says of amounts whose columns say only what they are for."""
    text = title or ""
    if _INCOME.search(text) and not _EXPENDITURE.search(text):
        return "income"
    if _DONE.search(text):
        return "expenditure"
    return "budget" if _PLANNED.search(text) else None


def stage_of(title: str | None) -> str | None:
    """Whether a title, plain, says that amounts are planned or done."""
    text = title or ""
    return "done" if _DONE.search(text) else "planned" if _PLANNED.search(text) else None


def fund_of(title: str | None) -> str | None:
    """The one fund that a table's title says it is about (一般公共预算支出表)."""
    found = lexicon.title_codes(title or "", "fund")
    return found.pop() if len(found) == 1 else None


def line_of(title: str | None) -> str | None:
    """The one line item that a table's title says it is about (“三公”经费支出情况表); none where it names more beside it."""
    found = lexicon.title_codes(title or "", "line_item")
    return found.pop() if len(found) == 1 and not _TITLE_LIST.search(title or "") else None
