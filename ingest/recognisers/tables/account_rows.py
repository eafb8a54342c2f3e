"""What a row of an account form is about: a code of a classification, a class by its name, a line item, a fund, a balance or a sum."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import lexicon
from ingest.document import Cell
from ingest.lexicon import accounts
from ingest.lexicon.accounts import BALANCES, CLASSIFICATIONS, NOTHING, Meaning
from ingest.normalize.numbering import numbering
from ingest.pages.grid import is_filled
from ingest.recognisers.tables.account_layout import Block, is_code_part

_CODE = re.compile(r"[1-5][0-9]{2}(?:[0-9]{2}){0,2}")
# the class of economic codes has one level below it
_DEEPEST = {"function": 7, "department_economic": 5, "government_economic": 5}
_DIGITS = re.compile(r"[0-9]+")
_EXCEL_NUMBER = re.compile(r"([0-9]+)\.0+")
_SEPARATED = re.compile(r"[0-9]{3}(?:[ ./-]?[0-9]{1,2}){0,2}")
_CODED_NAME = re.compile(r"[\[(]?([1-5][0-9]{2}(?:[0-9]{2}){0,2})[\])]?[-_—:、. ]*(?=[^0-9.,\s])(.+)")
_OF_WHICH = re.compile(rf"{lexicon.cue('of_which')}[:、]?")
_REMARK = re.compile(r"[(][^()]*[)]$")
_CLASS_DIGITS, _PART_DIGITS, _MERGED_CLASS = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is about. `kind`: classified, item, body (another's or one of several bodies' row), unknown or blank."""

    kind: str
    name: str = ""
    meaning: Meaning = NOTHING
    classification: str | None = None
    code: str | None = None
    is_sum: bool = False
    # its code stands there (no class known by its name alone), in cells of its own
    is_printed: bool = False
    code_cells: tuple[Cell, ...] = ()


@dataclass(slots=True)
class Above:
    """What the rows above say of those below, in one block."""

    code: str = ""
    # the balance whose funds follow: 年初财政拨款结转和结余, 一、一般公共预算财政拨款
    balance: str | None = None


def row_of(block: Block, cells: dict[int, Cell], is_two_sided: bool, flow: str | None, above: Above) -> Row:
    """What a row's cells in the columns that name rows say. `cells` by every column they cover; `flow`: of the block's amounts."""
    naming = _distinct(block, cells)
    codes = [(number, cell) for number, cell in naming if block.naming[number] == "code" and not is_code_part(cell)]
    words = [cell for number, cell in naming if block.naming[number] == "name"]
    words = words or [cell for number, cell in naming if block.naming[number] == "label"]
    code, rest = _code(block, codes, above)
    if code is None and words:
        code, rest = _code_before_name(words[0])
        if code is not None and rest is None:
            # the header lost its words: a code alone, its name behind it
            words = words[1:]
    if code is not None:
        classification = CLASSIFICATIONS.get(code[0])
        name = "".join(cell.squeezed for cell in words) if rest is None else rest
        if classification is None or len(code) > _DEEPEST[classification]:
            return Row("unknown", name or code)
        above.code = code
        printed = tuple(cell for _, cell in codes) if block.has_codes else ()
        return Row("classified", name, classification=classification, code=code, is_printed=True, code_cells=printed)
    name = "".join(cell.squeezed for cell in (*(c for _, c in codes if not _DIGITS.search(c.squeezed)), *words))
    bodies = [cell for number, cell in naming if block.naming[number] in ("body", "body_code")]
    if not name:
        return Row("body", "".join(cell.squeezed for cell in bodies)) if bodies else Row("blank")
    found = _by_words(block, name, is_two_sided, flow, above)
    # 118301 | 渔政站: a body named among the classes
    return Row("body", name) if bodies and found.kind == "unknown" else found


def _distinct(block: Block, cells: dict[int, Cell]) -> list[tuple[int, Cell]]:
    """The cells with text of the columns that name rows, each once, with the first column it covers there."""
    found: list[tuple[int, Cell]] = []
    seen: set[int] = set()
    for number in sorted(block.naming):
        cell = cells.get(number)
        if cell is not None and id(cell) not in seen and is_filled(cell):
            seen.add(id(cell))
            found.append((number, cell))
    return found


# -- codes -------------------------------------------------------------------------------------------------------------


def _code(block: Block, cells: list[tuple[int, Cell]], above: Above) -> tuple[str | None, str | None]:
    """The code that a row's cells of codes make, and the name where it stands in the same cell."""
    heads = {block.code_heads.get(number) for number, _ in cells}
    if not cells or len(heads) > 1:
        return None, None
    texts = [_digits(cell) for _, cell in cells]
    if any(text is None for text in texts):
        return _code_before_name(cells[0][1]) if len(cells) == 1 else (None, None)
    parts = [text for text in texts if text]
    if len(block.code_heads) == 1 or len(parts) == 1:
        code = _whole_code(parts[0]) if len(parts[0]) >= _CLASS_DIGITS else None
        if code is not None or len(block.code_heads) == 1:
            return code, None
    if len(parts[-1]) > _MERGED_CLASS and parts[-1].startswith(parts[0]):
        # each level printed with those above it
        return _whole_code(parts[-1]), None
    missing = list(block.code_heads).index(cells[0][0])
    if missing and len(parts[0]) <= _PART_DIGITS:
        # only the row's own level is printed
        depth = _CLASS_DIGITS + _PART_DIGITS * (missing - 1)
        if len(above.code) < depth:
            return None, None
        parts = [above.code[:depth], *parts]
    code = parts[0] + "".join(part.zfill(_PART_DIGITS) if len(part) < _PART_DIGITS else part for part in parts[1:])
    return (code if _CODE.fullmatch(code) else None), None


def _digits(cell: Cell) -> str | None:
    """The digits of a cell that is a code or a part of one; None for other words, empty for none."""
    word = cell.folded.strip().strip("[]()")
    if match := _EXCEL_NUMBER.fullmatch(word):
        return match[1]
    joined = "".join(word.split())
    if joined.isdecimal():
        return joined
    if _SEPARATED.fullmatch(word):
        return "".join(
            part if at == 0 else part.zfill(_PART_DIGITS) for at, part in enumerate(re.split(r"[ ./-]", word))
        )
    return None


def _whole_code(digits: str) -> str | None:
    if len(digits) == _MERGED_CLASS:
        # 301|2 in one cell
        digits = digits[:_CLASS_DIGITS] + digits[_CLASS_DIGITS:].zfill(_PART_DIGITS)
    return digits if _CODE.fullmatch(digits) else None


def _code_before_name(cell: Cell) -> tuple[str | None, str | None]:
    """[2010301]行政运行, 301工资福利支出: code and name in one cell; also a code alone where the header lost its words."""
    match = _CODED_NAME.fullmatch(cell.squeezed)
    if match:
        return match[1], match[2]
    digits = _digits(cell)
    return (_whole_code(digits), None) if digits else (None, None)


# -- words -------------------------------------------------------------------------------------------------------------


def _by_words(block: Block, name: str, is_two_sided: bool, flow: str | None, above: Above) -> Row:
    label = bare_label(name)
    around = {"sides" if is_two_sided else "one_sided"} | ({flow} if flow else set())
    is_numbered = label != name
    meaning = None
    if above.balance is not None and is_numbered:
        meaning = accounts.row(label, frozenset({"balance"}))
        if meaning is not None:
            return Row("item", name, meaning.with_more(Meaning(flow=above.balance)))
    meaning = next((found for text in _readings(label) if (found := accounts.row(text, frozenset(around)))), None)
    if meaning is not None:
        above.balance = meaning.flow if meaning.flow in BALANCES else None
        return Row("item", name, meaning, is_sum=meaning.line in ("total", "grand_total") and meaning.flow is None)
    above.balance = None
    if flow != "income":
        is_economic = any(word in block.words for word in lexicon.cues("economic_class"))
        kinds = ("department_economic", "government_economic") if is_economic else ("function",)
        known = accounts.class_of(label, kinds)
        if known is not None:
            return Row("classified", label, classification=known[0], code=known[1])
    dated = next((word for text in _readings(label) if (word := accounts.column(lexicon.bare(text))) is not None), None)
    if dated is not None and dated.role == "amount" and (dated.meaning.stage or dated.meaning.year):
        # 上年预算数: last year's figures under every column
        return Row("item", name, dated.meaning, is_sum=True)
    return Row("unknown", name)


def bare_label(name: str) -> str:
    """A row's label, squeezed, without numbering and 其中."""
    text = name[numbering(name).start :]
    text = _OF_WHICH.sub("", text, count=1) if _OF_WHICH.match(text) else text
    return text[numbering(text).start :].strip(":、")


def _readings(label: str) -> tuple[str, ...]:
    """A label as it is, and without the remark behind it."""
    bare = _REMARK.sub("", label)
    return (label, bare) if bare and bare != label else (label,)
