"""What an amount may turn out to be, and what the words of a sentence carry on to its amounts.

A scope never changes; what happens to it stands in after.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ingest.recognisers.prose.phrases import Token

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
    yuan: Decimal = Decimal(0)


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


class About(NamedTuple):
    """What money the words speak of."""

    year: int | None = None
    line_item_code: str | None = None
    project_name: str | None = None
    all_projects: bool = False
    fund_code: str | None = None
    # the fund belongs to a part of a sum, not to the sentence
    is_part_fund: bool = False
    # the measure that a colon announced
    announced: Measure | None = None
    is_initial: bool = False


class Sums(NamedTuple):
    """What was claimed, and what of it the next amount may be a part of."""

    # the sum that what follows are parts of
    whole: Claimed | None = None
    last: Claimed | None = None
    # all claims since the sentence or bracket opened, or since a semicolon
    parts: tuple[Claimed, ...] = ()
    # the projects that the sentence has claims of
    projects: frozenset[str] = frozenset()
    # the last claim whose words said both measure and line item
    said: Claimed | None = None
    # the last claim without a word for its measure
    bare: Bare | None = None
    in_project_list: bool = False
    # a semicolon ended the parts of a sum
    has_ended_parts: bool = False
    # an adjustment stands before: 其中 splits it
    has_moved: bool = False


class Turns(NamedTuple):
    """What was named in order, for amounts that take it in turn (A、B分别为1万元、2万元)."""

    # measures or line items that wait
    tokens: tuple[Token, ...] = ()
    # line items and projects that wait
    lines: tuple[LineItem, ...] = ()
    years: tuple[int, ...] = ()
    # what may be taken once more (实际支出分别为…)
    items: tuple[Token, ...] = ()
    names: tuple[str, ...] = ()
    # the words right before a bracket or colon name what follows in it
    name_before: str | None = None
    # 项目名称: stood before, its name follows
    expects_name: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for its amount."""
        return bool(self.tokens or self.lines or self.years)


class Doubts(NamedTuple):
    """Why what follows may be none of the unit's budget or spending."""

    # it is what money was used for
    is_use: bool = False
    # money that nobody knows: what follows without words of its own is of it too
    is_unknown: bool = False
    # a class of purchases: what follows without other words is of it too
    is_part_of_procurement: bool = False
    # some projects, or what something costs: its sums aren't the unit's
    is_of_some: bool = False
    # some months only
    is_part_of_year: bool = False
    # words before name a project in a way that isn't understood
    has_unread_project: bool = False
    # some amount was listed as not understood, or the last one was, and what follows are parts of it
    is_beside_left: bool = False
    is_last_left: bool = False
    is_in_left: bool = False
    # something was claimed or listed: other figures of the sentence aren't passed over
    is_on_money: bool = False


class Memory(NamedTuple):
    """What outlasts a sentence."""

    # the project that the last heading, item or clause named
    subject: str | None = None
    # the last claim of the sentence before: a new one may open with 其中
    above: Claimed | None = None
    # projects named since the report's were noted last
    named: tuple[str, ...] = ()
    # its sentence told what was spent of the same money too
    is_above_spent: bool = False
    # outside of sections on projects: the one that the heading above names
    headed: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sentence carries at one point of it; in a bracket, also what stands around that."""

    about: About
    sums: Sums
    turns: Turns
    doubts: Doubts
    memory: Memory
    outer: Scope | None = None
