"""Families of reports: what their figures mean, and the titles that name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest import lexicon


@dataclass(frozen=True, slots=True)
class Family:
    """What a family of reports means for the figures in them.

    `is_plan`: what nothing says is spent is planned. `is_budget`: its sentences state budgets. `is_per_project`: a unit may have
    several of a year, one per project. `is_of_cover_project`: the project that the cover names is the whole report's.
    `family_of_project`: the family of a report of this title whose cover names one project. `is_account`: its tables are the nine forms.
    """

    code: str
    is_plan: bool
    is_budget: bool
    is_per_project: bool
    is_of_cover_project: bool
    family_of_project: str | None
    is_account: bool


@cache
def _families() -> dict[str, Family]:
    return {
        row["report_family"]: Family(
            row["report_family"],
            bool(row["is_plan"]),
            bool(row["is_budget"]),
            bool(row["is_per_project"]),
            bool(row["is_of_cover_project"]),
            row["family_of_project"] or None,
            bool(row["is_account"]),
        )
        for row in lexicon.rows("families")
    }


def family(code: str) -> Family:
    """What a family of reports means; KeyError for an unknown code."""
    return _families()[code]


@cache
def family_of_sections() -> str:
    """The family of reports whose sections tell it where the title is lost."""
    return next(row["report_family"] for row in lexicon.rows("families") if row["is_told_by_sections"])


@cache
def _family_titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    ordered = sorted(lexicon.rows("family_titles"), key=lambda row: int(row["rank"]))
    return tuple((re.compile(row["pattern"]), row["report_family"]) for row in ordered)


@lru_cache(maxsize=4096)
def family_of_title(plain_title: str) -> tuple[int, str] | None:
    """The family that a plain title names, and how telling it is: 0 most; None where it names none."""
    return next(
        ((rank, family) for rank, (pattern, family) in enumerate(_family_titles()) if pattern.search(plain_title)), None
    )
