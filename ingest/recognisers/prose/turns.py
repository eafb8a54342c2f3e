"""Amounts that come in the order of what was named before (A、B分别为1万元、2万元), and what they add up to."""

from __future__ import annotations

import re

from ingest.recognisers.prose import after
from ingest.recognisers.prose.measures import parent_of
from ingest.recognisers.prose.projects import SHORTEST_NAME, Known, listed_names
from ingest.recognisers.prose.reading import ADDS_UP, RESPECTIVELY, FoundLine, Reading, Ruling
from ingest.recognisers.prose.scope import PROJECTS, TOTAL, UNKNOWN, Left, LineItem, Scope

_AND = re.compile(r"[和与及]")


# -- in turn -----------------------------------------------------------------------------------------------------------


def line_in_turn(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A、B分别为1万元、2万元: the second name or item, and those after it."""
    lines = scope.turns.lines
    return Ruling(lines[0], after.line_taken(scope)) if lines else None


def name_before_bracket(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A（50万元）."""
    name = scope.turns.name_before
    if name is None or reading.phrase.residues or reading.items:
        return None
    return Ruling(
        LineItem("project", name) if not reading.raw.strip(" 为是:") else None, after.name_before_taken(scope)
    )


def first_of_listed_names(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """实施A、B，分别支出1万元、2万元: a clause before listed them."""
    names = scope.turns.names
    return _first(scope, names) if names and _is_respective(reading) and not reading.phrase.residues else None


def item_in_turn(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """基本支出、项目支出分别为1万元、2万元: the second item, and those after it."""
    for position, token in enumerate(scope.turns.tokens):
        if token.label.kind == "item":
            return Ruling(LineItem(token.label.line_item_code or "total"), after.token_taken(scope, position))
    return None


def first_of_parts(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """三公预算8万元，其中接待费3万元，公车运行费5万元，实际支出分别为…: the parts again."""
    sums = scope.sums
    if not _is_respective(reading) or reading.items or scope.turns.items:
        return None
    names = tuple(part.line.project_name for part in sums.parts if part.line.project_name)
    if len(names) == len(sums.parts) == len(set(names)) and len(names) > 1:
        # 安排A 5万元、B 6万元，分别支出…
        return _first(scope, names)
    parts = sums.parts[sums.parts.index(sums.whole) + 1 :] if sums.whole in sums.parts else sums.parts
    if len({part.measure for part in parts}) > 1:
        return None
    lines = tuple(LineItem(part.line.code) for part in parts)
    if len(lines) < 2 or len(set(lines)) < len(lines):
        return UNKNOWN if len(lines) > 1 and not reading.is_understood else None
    return Ruling(lines[0], after.parts_wait(scope, lines[1:]))


def first_of_items(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """基本支出、项目支出分别为1万元、2万元，实际支出分别为…: the first item, also once more."""
    if not _is_respective(reading):
        return None
    items = tuple(reading.items) if len(reading.items) > 1 else scope.turns.items if not reading.items else ()
    return Ruling(LineItem(items[0].label.line_item_code or "total"), after.items_wait(scope, items)) if items else None


def first_of_names(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A、B、C分别支出…: in a section on projects an enumeration names them."""
    residue = reading.residue
    if residue is None or not reading.prose.is_on_projects or not _is_respective(reading):
        return None
    names = listed_names(residue.text)
    if len(names) < 2 and len(reading.measures) < 2 and RESPECTIVELY.search(reading.clause, residue.end):
        # A和B分别为…: the words hold two names, wherever one ends
        names = [name.strip(" \"'") for name in _AND.split(residue.text)]
        if len(names) != 2 or min(map(len, names)) < SHORTEST_NAME:
            return UNKNOWN
    return _first(scope, tuple(names)) if len(names) > 1 else None


def _is_respective(reading: Reading) -> bool:
    return RESPECTIVELY.search(reading.raw) is not None


def _first(scope: Scope, names: tuple[str, ...]) -> Ruling[LineItem | Left]:
    return Ruling(LineItem("project", names[0]), after.names_wait(scope, names))


# -- sums and their parts ----------------------------------------------------------------------------------------------


def sum_of_parts(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """What the parts of a sentence add up to (基本支出…、项目支出…，合计…)."""
    parts = scope.sums.parts
    if not ADDS_UP.search(reading.raw):
        return None
    if reading.items:
        return PROJECTS if reading.items[-1].label.line_item_code == "project" else None
    if len(scope.sums.projects) > 1:
        return PROJECTS
    if not parts:
        return None
    if len(parts) > 1 and len({part.line for part in parts}) == 1:
        # 中央下达5万元，省级下达3万元，合计8万元
        return parts[0].line
    if all(part.line.code == "project" and part.line.project_name for part in parts):
        return PROJECTS
    parents = {parent_of(part.line.code) for part in parts}
    if parents == {"basic", "total"}:
        # 人员经费、公用经费、项目支出总计
        return TOTAL
    parent = parents.pop() if len(parents) == 1 and len(parts) > 1 else None
    if parent is not None:
        return LineItem(parent)
    # 三公经费3万元，公用经费50万元，合计53万元: of nothing known
    is_mixed = scope.sums.whole is None and len({part.line for part in parts}) > 1
    # 工资福利支出60万元，商品和服务支出20万元，合计80万元: of what, not all of it is known
    return UNKNOWN if is_mixed or (scope.doubts.is_beside_left and not reading.measures) else None
