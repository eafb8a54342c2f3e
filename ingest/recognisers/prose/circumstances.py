"""Whose money an amount is and which year's: the rules for its fund and its fiscal year, in order."""

from __future__ import annotations

import itertools
import re

from ingest.recognisers.prose import after
from ingest.recognisers.prose.projects import Known
from ingest.recognisers.prose.reading import ADDS_UP, RESPECTIVELY, Reading, Rules, Ruling, needs
from ingest.recognisers.prose.scope import Scope

# -- the fund ----------------------------------------------------------------------------------------------------------


@needs("fund", "measure")
def fund_word(reading: Reading, scope: Scope, known: Known) -> str | None:
    """The fund that the clause names."""
    funds = reading.funds
    return funds[-1].label.fund_code if funds else None


def funds_summed(reading: Reading, scope: Scope, known: Known) -> Ruling[str] | None:
    """中央下达5万元，省级下达3万元，合计8万元: of no one fund."""
    is_sum = len({part.fund_code for part in scope.sums.parts}) > 1 and ADDS_UP.search(reading.raw)
    return Ruling(None, after.fund_named(scope, None)) if is_sum else None


@needs("measure")
def fund_of_part_ends(reading: Reading, scope: Scope, known: Known) -> Ruling[str] | None:
    """A part's fund ends where a measure is named: the sum's holds."""
    return Ruling(None, after.part_fund_ended(scope)) if scope.about.is_part_fund and reading.measures else None


def fund_of_sentence(reading: Reading, scope: Scope, known: Known) -> str | None:
    """The fund that the sentence named before."""
    return scope.about.fund_code


def fund_of_whole(reading: Reading, scope: Scope, known: Known) -> str | None:
    """A part is of its sum's fund."""
    return scope.sums.whole.fund_code if scope.sums.whole is not None else None


def fund_of_section(reading: Reading, scope: Scope, known: Known) -> str | None:
    """The fund of the heading above or the section."""
    return reading.prose.passage.context.fund


# told by the sentence itself; behind these, what stands around it (a movement is no part of a sum); where none knows it is of all
FUND_RULES: Rules[str] = Rules(fund_word, funds_summed, fund_of_part_ends, fund_of_sentence)
FUND_AROUND_RULES: Rules[str] = Rules(fund_of_whole, fund_of_section)
MOVED_FUND_RULES: Rules[str] = Rules(fund_of_section)


_YEAR_BEFORE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[ ]?年度?[，,、][ ]*$")


# -- the fiscal year ---------------------------------------------------------------------------------------------------


def years_in_order(reading: Reading, scope: Scope, known: Known) -> Ruling[int] | None:
    """2022年、2023年分别为5万元、6万元: years for this amount and the next ones."""
    years = reading.phrase.years
    if not years or not RESPECTIVELY.search(reading.clause):
        return None
    if len(years) == 1:
        # 2022年，2023年…分别为
        before = _YEAR_BEFORE.search(reading.prose.folded, 0, reading.start + years[0].start)
        told = (int(before["year"]), years[0].value) if before else ()
        return Ruling(None, after.years_wait(scope, told))
    between = (reading.clause[one.end : other.start].strip() for one, other in itertools.pairwise(years))
    is_listed = all(words in ("", "、", "和", "与", "及") for words in between)
    listed = tuple(year.value for year in years if is_listed or not year.is_compared)
    return Ruling(None, after.years_wait(scope, listed if len(listed) > 1 else ()))


def year_in_turn(reading: Reading, scope: Scope, known: Known) -> Ruling[int] | None:
    """The first year that waits."""
    years = scope.turns.years
    return Ruling(None if reading.is_compared else years[0], after.year_taken(scope)) if years else None


def year_compared_with(reading: Reading, scope: Scope, known: Known) -> int | None:
    """比上年5万元增加1万元."""
    return reading.prior


def year_of_sentence(reading: Reading, scope: Scope, known: Known) -> int | None:
    """The year that the clause or the sentence names."""
    return scope.about.year


def year_of_whole(reading: Reading, scope: Scope, known: Known) -> int | None:
    """A part is of its sum's year."""
    return scope.sums.whole.year if scope.sums.whole is not None else None


def year_of_heading(reading: Reading, scope: Scope, known: Known) -> int | None:
    """The heading above speaks of another year than the report."""
    year = reading.prose.passage.context.governing.year
    return year if year != known.report_year else None


# where none knows it is the report's year
YEAR_RULES: Rules[int] = Rules(
    years_in_order,
    year_in_turn,
    year_compared_with,
    year_of_sentence,
    year_of_whole,
    year_of_heading,
)
