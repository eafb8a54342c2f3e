"""Adjustments and carry-overs: measures of their own, and the rules for what money moved, in order."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ingest.recognisers.prose import after
from ingest.recognisers.prose.aside import GOES_TO
from ingest.recognisers.prose.projects import Known
from ingest.recognisers.prose.reading import FoundLine, Reading, Rules, needs
from ingest.recognisers.prose.scope import Claimed, Left, LineItem, Scope


class Movement(NamedTuple):
    """Money that was added, taken away or carried over: its measure, and the yuan as they count (a cut is negative)."""

    measure: str
    yuan: Decimal


def movement_of(reading: Reading) -> Movement | None:
    """The movement that a clause speaks of, if it does."""
    adjustments = reading.phrase.of("adjustment")
    tokens = adjustments or reading.phrase.of("carryover")
    if not tokens:
        return None
    label, yuan = tokens[-1].label, reading.amount.yuan
    is_cut = bool(adjustments) and label.note == "decrease"
    return Movement(label.measure or "adjustment", -abs(yuan) if is_cut else yuan)


def part_of_movement(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """年中追加50万元，其中追加绩效奖30万元: a part of what moved, of nothing known."""
    if not scope.sums.has_moved or reading.items or reading.residue is None:
        return None
    return Left("unknown_label") if scope.sums.whole is not None or reading.phrase.of("group") else None


@needs("item")
def moved_item(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """追加基本支出5万元."""
    code = reading.items[-1].label.line_item_code if reading.items else None
    if code is None:
        return None
    return LineItem(code, _project(reading, scope) if code == "project" else None)


def moved_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The project, or projects, that sentence or heading are about."""
    name = _project(reading, scope)
    return LineItem("project", name) if name or scope.about.all_projects else None


def moved_budget(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """Nothing says that it is of a part only."""
    return LineItem("total")


MOVEMENT_RULES: Rules[LineItem | Left] = Rules(part_of_movement, moved_item, moved_project, moved_budget)


def goes_on(reading: Reading, scope: Scope, known: Known) -> tuple[Claimed, Scope] | None:
    """由上年的5万元降至3万元: this year's amount of what last year's was, and the scope of this year."""
    last = scope.sums.last
    if last is None or last.year is None or last.year >= known.own_year:
        return None
    return (last, after.year_named(scope, None)) if GOES_TO.search(reading.raw) and not reading.items else None


def _project(reading: Reading, scope: Scope) -> str | None:
    return scope.about.project_name or (scope.memory.subject if reading.prose.is_on_projects else None)
