"""What the label at the start of a table row says: a line item, a fund, a measure, a project, a body."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from ingest import lexicon
from ingest.document import Cell, Table
from ingest.lexicon import Label
from ingest.normalize.characters import fold
from ingest.normalize.numbering import numbering
from ingest.pages.grid import filled

FUND_KINDS = frozenset({"fund", "table_fund", "opening_carryover", "filler"})
PAIR_KINDS = frozenset(
    {"measure", "item", "table_item", "fund", "table_fund", "opening_carryover", "filler", "adjustment", "carryover"}
)
_ROW_KINDS = PAIR_KINDS | {"weak_measure"}
# labels of money that is no budget, expenditure or income of ours: never a project's name
_OTHER_KINDS = frozenset({"other", "other_income", "not_covered", "change"})
_SUBTOTALS = frozenset(lexicon.cues("subtotal"))
_LONE_SUBTOTALS = frozenset(lexicon.cues("lone_subtotal"))
_SUM_ENDS = lexicon.cues("sum_end")
_SUMS = frozenset(lexicon.cues("sum"))
_GRAND_TOTALS = lexicon.cues("grand_total")
_WHOLE = re.compile(
    rf"^(?:{lexicon.cue('whole_lead')}?{lexicon.cue('whole_sum')}|.{{0,20}}{lexicon.cue('whole_end')})$"
)
_LEADS = re.compile(rf"^{lexicon.cue('row_lead')}[:：]?")
_ITEMS = ((lexicon.cues("adjusted_basic"), "basic"), (lexicon.cues("adjusted_project"), "project"))
_ROW_NUMBER = re.compile(
    r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．]|^[(（](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|^[①-⑳]"
)
_REMARK = re.compile(r"[(][^)]*[)]$")
_FORM_ROWS = 8
# a label with the spaces that pad it
_LONGEST_CELL = 100


def label_name(cell: Cell) -> str:
    """A row's label without numbering, 其中： and end marks, as written otherwise."""
    name = " ".join(cell.text.split())
    return name[_name_in(fold(name))]


def label_word(cell: Cell) -> str:
    """What `label_name` makes of a cell, plain."""
    return lexicon.bare(_folded_name(cell.folded))


def _folded_name(folded: str) -> str:
    """What `label_name` makes of a cell, folded."""
    name = " ".join(folded.split())
    return name[_name_in(name)]


def _name_in(folded: str) -> slice:
    """The name in a folded label: what stands behind numbering and 其中, without end marks."""
    start, end = _stripped(folded, 0, len(folded))
    changed = True
    while changed:
        changed = False
        for pattern in (_LEADS, _ROW_NUMBER):
            match = pattern.match(folded[start:end])
            if match and match.end() < end - start:
                start, end = _stripped(folded, start + match.end(), end)
                changed = True
    head = numbering(folded[start:end])
    return slice(*_stripped(folded, start + head.start if head.has_number else start, end))


def _stripped(folded: str, start: int, end: int) -> tuple[int, int]:
    """A range without blanks and colons at its ends."""
    rest = folded[start:end].lstrip(" :")
    return end - len(rest), end - len(rest) + len(rest.rstrip(" :"))


def row_label(folded: str) -> Label | None:
    """The known label that a row's label cell, folded, is."""
    return _row_label(folded) if len(folded) <= _LONGEST_CELL else None


@lru_cache(maxsize=4096)
def _row_label(folded: str) -> Label | None:
    name = _folded_name(folded)
    if not name or len(name) > 30:
        return None
    label = _known(name)
    if label is None or label.kind not in _ROW_KINDS or (label.kind in FUND_KINDS and label.fund_code is None):
        return None
    return label


def _known(name: str) -> Label | None:
    """The label of that folded name, also with a remark in brackets (人员经费（万元）) or a word for its sum (三公经费合计) behind it."""
    word = lexicon.bare(name)
    label = lexicon.label(word)
    if label is None:
        label = lexicon.label(_REMARK.sub("", word))
    if label is None and (end := next((end for end in _SUM_ENDS if word.endswith(end)), None)):
        label = lexicon.label(word[: -len(end)])
    return label or _measure_label(word)


def _measure_label(name: str) -> Label | None:
    """A word for a column of amounts (调整后预算金额), where it stands before a row."""
    column = lexicon.column(name)
    if column is None or column.measure is None or column.year is not None or column.relative_year is not None:
        return None
    kind = column.measure if column.measure in ("adjustment", "carryover") else "measure"
    return Label(name, kind, column.measure, column.budget_version, column.line_item_code, None, "")


def is_other_money(folded: str) -> bool:
    """Whether a folded label names money that is never claimed (其他收入, 到位资金)."""
    label = _known(_folded_name(folded)) if len(folded) <= _LONGEST_CELL else None
    return label is not None and (label.kind in _OTHER_KINDS or label.kind == "opening_carryover")


def is_subtotal(word: str) -> bool:
    """Whether a plain label only says that a row sums up what its parent holds (三公经费 | 小计)."""
    return word in _SUBTOTALS


def is_sum(word: str) -> bool:
    """Whether a plain label only says that a row is a sum (合计, 总计), not of what."""
    return word in _SUMS


def is_lone_subtotal(name: str) -> bool:
    """Whether a row's name can only be that of a part's sum (小计), never that of everything (合计)."""
    return name in _LONE_SUBTOTALS


def is_grand_total(word: str) -> bool:
    """Whether a row of that plain name sums up a whole side of a table (支出总计)."""
    return word.endswith(_GRAND_TOTALS)


def item_in(name: str) -> str | None:
    """The line item that a longer label (基本支出预算调整) says it is about."""
    return next((code for words, code in _ITEMS if any(word in name for word in words)), None)


def is_whole(word: str) -> bool:
    """Whether a row of bodies, by its plain name, is the sum of them all (局机关及二级机构汇总)."""
    return bool(_WHOLE.match(word))


def named_project(row: list[Cell]) -> str | None:
    """The project that a form's row names (项目名称 | …); None for a header of projects (项目名称 | 预算数 | 决算数)."""
    labels = lexicon.identity_labels()
    cells = filled(row)
    if not any(labels.get(cell.plain.rstrip(":")) == "project" for cell in cells):
        return None
    for at, (cell, value) in enumerate(itertools.pairwise(cells), start=2):
        if labels.get(cell.plain.rstrip(":")) == "project":
            if lexicon.column(value.plain) is not None or _are_columns(cells[at:]):
                return None
            name = " ".join(value.text.split())
            return name.strip("（）() ") if name.startswith(("（", "(")) else name
    return None


def _are_columns(cells: list[Cell]) -> bool:
    """Whether a word for a column or a row stands among cells without a figure behind it."""
    return any(
        (lexicon.column(cell.plain) is not None or row_label(cell.folded) is not None)
        and (after is None or not any(character.isdigit() for character in after.text))
        for cell, after in itertools.zip_longest(cells, cells[1:])
    )


def form_project(table: Table) -> str | None:
    """The project that a project form is about, if its first rows name one."""
    return next((name for row in table.rows()[:_FORM_ROWS] if (name := named_project(row))), None)
