"""What titles, column headers and row labels of account and budget forms mean: the loader of the `account_*` files.

A word says one or more of the things that make a figure's meaning; what the title says is made exact by the words over a
column, from the top down, and by the row's label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest import lexicon

# flows that are balances: measures of their own, whatever was planned or done
BALANCES = frozenset({"opening_balance", "closing_balance", "surplus_used", "surplus_distributed"})
_PLANNED_VERSIONS = {"planned": None, "initial": "initial", "adjusted": "adjusted"}
_LONGEST_WORD = 40
_OF_WHICH = re.compile(rf"^{lexicon.cue('of_which')}[:、]?(?=.)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of a figure: `flow` is income, expenditure or one of BALANCES, `stage` planned or done. NULL: not said.

    `form`: the code of the form that a title names.
    """

    flow: str | None = None
    stage: str | None = None
    version: str | None = None
    line: str | None = None
    fund: str | None = None
    year: int | None = None
    relative_year: int | None = None
    unit: str | None = None
    form: str | None = None

    def with_more(self, other: Meaning) -> Meaning:
        """The meaning made exact by another word: what that says counts."""
        # 基本支出 below 年末结转和结余 is a part of that
        is_of_balance = self.flow in BALANCES and other.flow not in BALANCES
        return Meaning(
            self.flow if is_of_balance else other.flow or self.flow,
            other.stage or self.stage,
            other.version or self.version,
            other.line or self.line,
            other.fund or self.fund,
            other.year if other.year is not None else self.year,
            other.relative_year if other.relative_year is not None else self.relative_year,
            other.unit or self.unit,
            other.form or self.form,
        )


NOTHING = Meaning()


@dataclass(frozen=True, slots=True)
class ColumnWord:
    """A header's word: what kind of column stands below it (code, name, label, body_code, body, project, line_no, beside, amount)
    and what it says of amounts. `is_telling`: no other table has such a column.
    """

    role: str
    meaning: Meaning = NOTHING
    is_telling: bool = False


def _meaning(row: dict[str, str]) -> Meaning:
    stage = row.get("stage") or None
    return Meaning(
        row["flow"] or None,
        "planned" if stage in _PLANNED_VERSIONS else stage,
        _PLANNED_VERSIONS.get(stage or ""),
        row["line_item_code"] or None,
        row["fund_code"] or None,
    )


# -- titles ------------------------------------------------------------------------------------------------------------


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Meaning], ...]:
    return tuple(
        (re.compile(row["pattern"]), replace(_meaning(row), form=row["form"])) for row in lexicon.rows("account_forms")
    )


@lru_cache(maxsize=1024)
def form(title: str) -> Meaning | None:
    """What the title of an account form, plain, says of all figures below it; None for another title."""
    return next((meaning for pattern, meaning in _forms() if pattern.search(title)), None)


# -- columns -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _ColumnRule:
    pattern: re.Pattern[str]
    only_in: str | None
    under: str | None
    word: ColumnWord


@cache
def _column_rules() -> tuple[_ColumnRule, ...]:
    return tuple(
        _ColumnRule(
            re.compile(row["pattern"]),
            row["only_in"] or None,
            row["under"] or None,
            ColumnWord(row["role"], _meaning(row), bool(row["is_telling"])),
        )
        for row in lexicon.rows("account_columns")
    )


@cache
def _any_column() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in lexicon.rows("account_columns")))


@lru_cache(maxsize=8192)
def column(text: str, above: Meaning = NOTHING) -> ColumnWord | None:
    """What a word of a header, plain, means below what is said above it; None for an unknown one. Years (2023年, 上年) and units are read."""
    if not text or len(text) > _LONGEST_WORD:
        return None
    text = _OF_WHICH.sub("", text)
    found = _column(text, above)
    if found is not None:
        return found
    bare, unit = lexicon.without_unit(text)
    bare = lexicon.without_formula(bare)
    found = _column(bare, above)
    year = relative = None
    if found is None:
        bare, year = lexicon.without_year(bare)
        if year is None:
            bare, relative = lexicon.without_relative_year(bare)
        if year is None and relative is None and unit is None:
            return None
        # a year alone stands over columns of amounts
        found = _column(bare, above) if bare else ColumnWord("amount")
    if found is None:
        return None
    return replace(found, meaning=replace(found.meaning, year=year, relative_year=relative, unit=unit))


def _column(text: str, above: Meaning) -> ColumnWord | None:
    if not _any_column().fullmatch(text):
        return None
    return next(
        (
            rule.word
            for rule in _column_rules()
            if (rule.only_in is None or rule.only_in == above.flow)
            and (rule.under is None or (above.line or "").startswith(rule.under))
            and rule.pattern.fullmatch(text)
        ),
        None,
    )


# -- rows --------------------------------------------------------------------------------------------------------------


@cache
def _row_rules() -> tuple[tuple[re.Pattern[str], str | None, Meaning], ...]:
    return tuple(
        (re.compile(row["pattern"]), row["only_in"] or None, _meaning(row)) for row in lexicon.rows("account_rows")
    )


def row(label: str, surroundings: frozenset[str]) -> Meaning | None:
    """What a row's label (folded, numbering stripped) says, among `surroundings`: the flow of its side, one_sided or sides, balance."""
    text = lexicon.bare(label)
    return _row(text, surroundings) if text and len(text) <= _LONGEST_WORD else None


@lru_cache(maxsize=8192)
def _row(text: str, surroundings: frozenset[str]) -> Meaning | None:
    return next(
        (
            meaning
            for pattern, only_in, meaning in _row_rules()
            if (only_in is None or only_in in surroundings) and pattern.fullmatch(text)
        ),
        None,
    )


# -- classes -----------------------------------------------------------------------------------------------------------


@cache
def _classes() -> dict[tuple[str, str], str]:
    return {
        (entry["classification"], lexicon.plain(entry["name"])): entry["code"]
        for entry in lexicon.rows("account_classes")
    }


CLASSIFICATIONS = {"2": "function", "3": "department_economic", "5": "government_economic"}


def class_of(name: str, classifications: tuple[str, ...]) -> tuple[str, str] | None:
    """The classification and code of a class (类) by its name, the first classification that knows it."""
    text = lexicon.bare(name)
    return next(
        ((known, code) for known in classifications if (code := _classes().get((known, text))) is not None), None
    )
