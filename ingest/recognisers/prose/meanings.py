"""What an amount may turn out to be: some measure of some money, or nothing that is claimed."""

from __future__ import annotations

from typing import NamedTuple

# a measure; a budget's with its version, which is None where nothing tells it
Measure = tuple[str, str | None]


class LineItem(NamedTuple):
    """What money an amount is."""

    code: str
    project_name: str | None = None


class Claimed(NamedTuple):
    """What was claimed of an amount, so that what follows may be a part of it."""

    measure: Measure
    line: LineItem
    year: int | None
    fund_code: str | None


class Bare(NamedTuple):
    """A claim of money without a word for its measure."""

    claim_id: str
    line: LineItem


class Left(NamedTuple):
    """Why an amount isn't claimed. What a report tells of its work is listed only beside the unit's own money."""

    reason: str
    only_beside_money: bool = False


class Passed(NamedTuple):
    """Why an amount is none of its own: excluded from the ledger for this reason."""

    reason: str


TOTAL, PROJECTS = LineItem("total"), LineItem("project")
UNKNOWN = Left("unknown_label")
SILENT = Left("amount_without_label", only_beside_money=True)
