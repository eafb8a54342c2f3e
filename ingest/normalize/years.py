"""Fiscal years in text. Publication dates and document numbers are no fiscal years; the clock is never asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import lexicon

EARLIEST, LATEST = 1990, 2100

_YEAR = re.compile(
    r"(?<![0-9.])(?P<year>(?:19|20)[ ]?[0-9][ ]?[0-9])(?:(?=年[初末底])|[ ]?(?:年度|年(?![ ]?(?:以来|底)?[ ]?[0-9][ ]?[0-9]?[ ]?月[ ]?[0-9][ ]?[0-9]?[ ]?日)))"
)
_DOCUMENT_NUMBER = re.compile(r"\[[ ]?(?:19|20)[0-9]{2}[ ]?\]")
_COMPARED = re.compile(rf"(?:{lexicon.cue('compared_with')}|和|[高低大小多少]于)(?:{lexicon.cue('last_year')}[(（]?)?$")
_LAST_YEAR = frozenset(lexicon.cues("last_year"))
_RELATIVE = re.compile(lexicon.cue("last_year", "this_year"))


@dataclass(frozen=True, slots=True)
class Year:
    """A year in a text; `is_compared` where it stands only for comparison (与2021年持平)."""

    start: int
    end: int
    value: int
    is_compared: bool = False


def find_years(folded: str) -> list[Year]:
    """Every written year in a folded text, in order; whole dates (…年…月…日) and document numbers are left out."""
    found = []
    for match in _YEAR.finditer(folded):
        value = int(match["year"].replace(" ", ""))
        if EARLIEST <= value <= LATEST:
            lead = folded[max(0, match.start() - 6) : match.start()]
            found.append(Year(match.start(), match.end(), value, bool(_COMPARED.search(lead))))
    return found


def relative_year(folded: str, report_year: int) -> int | None:
    """The year that 上年, 去年, 本年, 当年 mean in a report on `report_year`; None where no such word stands."""
    match = _RELATIVE.search(folded)
    if not match:
        return None
    return report_year - 1 if match[0] in _LAST_YEAR else report_year


def without_document_numbers(folded: str) -> str:
    """The text with document numbers ([2019]33号) blanked, offsets kept."""
    if "[" not in folded:
        return folded
    return _DOCUMENT_NUMBER.sub(lambda match: " " * len(match[0]), folded)
