"""What differs from report to report, as data: labels, line items, funds, section titles, column headers, and their one loader.

Labels are compared squeezed (folded, without white space and quotation marks), so a form may space or break them freely.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from ingest.normalize.characters import plain as plain
from ingest.normalize.characters import plain_of, squeezed_of

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one lexicon file; ValueError names file and line where a row has too many fields."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        found = []
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"ingest/lexicon/{name}.csv line {reader.line_num}: wrong number of fields")
            found.append(row)
        return found


# what a pattern asks of its neighbours is no part of its length
_LOOK_AROUND = re.compile(r"\(\?<?[!=][^()]*\)")


@cache
def cues(*kinds: str) -> tuple[str, ...]:
    """The words or patterns of some kinds of cue, longest first, so that a line may stand anywhere in its file: what tells a
    recogniser what stands before, behind or around it. KeyError for an unknown kind.
    """
    known = _cues_by_kind()
    if unknown := set(kinds).difference(known):
        raise KeyError(f"ingest/lexicon/cues.csv has no cue of kind {', '.join(sorted(unknown))}")
    found = dict.fromkeys(word for kind in kinds for word in known[kind])
    return tuple(sorted(found, key=lambda word: len(_LOOK_AROUND.sub("", word)), reverse=True))


@cache
def cue(*kinds: str) -> str:
    """A pattern that any cue of some kinds fits."""
    return f"(?:{'|'.join(cues(*kinds))})"


@cache
def _cues_by_kind() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("cues"):
        found.setdefault(row["kind"], []).append(row["pattern"])
    return {kind: tuple(patterns) for kind, patterns in found.items()}


@cache
def money_units() -> dict[str, Decimal]:
    """Units of money with their yuan."""
    return {row["unit"]: Decimal(row["yuan"]) for row in rows("units") if row["kind"] == "money"}


@cache
def counters() -> tuple[str, ...]:
    """What follows a number (and 万) that counts things, longest first."""
    return _units_of("counter")


@cache
def times() -> tuple[str, ...]:
    """Spans of time that a price may be per, longest first."""
    return _units_of("time")


@cache
def foreign_currencies() -> tuple[str, ...]:
    """Names of other currencies, longest first."""
    return _units_of("foreign_currency")


def _units_of(kind: str) -> tuple[str, ...]:
    return tuple(
        sorted((row["unit"] for row in rows("units") if row["kind"] == kind), key=lambda unit: (-len(unit), unit))
    )


@dataclass(frozen=True, slots=True)
class Label:
    """A known word of the money language: what it says of an amount that follows it."""

    text: str
    kind: str
    measure: str | None
    budget_version: str | None
    line_item_code: str | None
    fund_code: str | None
    note: str


# kinds of labels that only a table's label column holds: in running text they would swallow other words
_TABLE_KINDS = frozenset({"table_item", "table_fund", "procurement_class"})


@cache
def running_labels() -> dict[str, Label]:
    """The labels of running text by their text."""
    return {text: known for text, known in _all_labels().items() if known.kind not in _TABLE_KINDS}


@cache
def _all_labels() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for row in rows("labels"):
        text = plain(row["label"])
        label = Label(
            text,
            row["kind"],
            row["measure"] or None,
            row["budget_version"] or None,
            row["line_item_code"] or None,
            row["fund_code"] or None,
            row["note"],
        )
        if text in found:
            raise ValueError(f"ingest/lexicon/labels.csv: {row['label']} stands twice")
        found[text] = label
    return found


def label(word: str) -> Label | None:
    """The label that a whole plain text is, those of tables included: one known as a whole, else the first pattern that it fits."""
    return _all_labels().get(word) or _fitting_label(word)


@cache
def _label_patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(row["pattern"]), row["kind"], row["fund_code"]) for row in rows("label_patterns"))


@lru_cache(maxsize=4096)
def _fitting_label(word: str) -> Label | None:
    """A source of funds, as forms put it (省级财政专项资金)."""
    for pattern, kind, fund in _label_patterns():
        if pattern.fullmatch(word):
            return Label(word, kind, None, None, None, fund, "")
    return None


@cache
def fillers() -> dict[str, list[str]]:
    """Words that say nothing of an amount, by first character, longest first."""
    found: dict[str, list[str]] = {}
    for row in rows("fillers"):
        found.setdefault(row["filler"][0], []).append(row["filler"])
    for group in found.values():
        group.sort(key=len, reverse=True)
    return found


@cache
def edge_fillers() -> tuple[str, ...]:
    """Fillers that may be cut from the edges of a name, longest first."""
    return tuple(
        sorted((row["filler"] for row in rows("fillers") if row["is_edge"]), key=lambda text: (-len(text), text))
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of section, known by its title."""

    code: str
    level: int
    fund_code: str | None
    context: str
    default_measure: str


@cache
def _sections() -> tuple[tuple[re.Pattern[str], Section], ...]:
    return tuple(
        (
            re.compile(row["pattern"]),
            Section(
                row["section_code"], int(row["level"]), row["fund_code"] or None, row["context"], row["default_measure"]
            ),
        )
        for row in rows("sections")
    )


@cache
def _any_section() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _sections()))


_LONGEST_SECTION_TITLE = 40


def section(title: str) -> Section | None:
    """The section that a folded title (numbering stripped) opens, if it is one."""
    if len(title) > _LONGEST_SECTION_TITLE:
        return None
    return _section(title)


@lru_cache(maxsize=4096)
def _section(title: str) -> Section | None:
    text = bare(title)
    if not _any_section().match(text):
        return None
    unremarked = re.sub(r"\([^)]*\)$", "", text)
    for pattern, known in _sections():
        if pattern.fullmatch(text) or (unremarked and pattern.fullmatch(unremarked)):
            return known
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """What a column header says of the cells below it."""

    role: str
    measure: str | None = None
    budget_version: str | None = None
    relative_year: int | None = None
    year: int | None = None
    unit: str | None = None
    line_item_code: str | None = None
    fund_code: str | None = None


@cache
def _columns() -> dict[str, Column]:
    return {
        plain(row["header"]): Column(
            row["role"],
            row["measure"] or None,
            row["budget_version"] or None,
            int(row["relative_year"]) if row["relative_year"] else None,
        )
        for row in rows("columns")
    }


@cache
def _column_patterns() -> tuple[tuple[re.Pattern[str], Column], ...]:
    return tuple(
        (
            re.compile(row["pattern"]),
            Column(
                row["role"],
                row["measure"] or None,
                row["budget_version"] or None,
                line_item_code=row["line_item_code"] or None,
            ),
        )
        for row in rows("column_patterns")
    )


@cache
def _any_column() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _column_patterns()))


def _known_column(text: str) -> Column | None:
    """What a header's words mean: one known as a whole, else the first pattern that they fit, else a label of a measure."""
    if text in _columns():
        return _columns()[text]
    if not _any_column().fullmatch(text):
        return _measured_column(text)
    return next(known for pattern, known in _column_patterns() if pattern.fullmatch(text))


# the note of labels that mean an amount only in the sentence around them (安排, 调整为), or another thing over a column (实际)
_SENTENCES_ONLY = "sentences only"
_MEASURING = frozenset({"measure", "adjustment"})


def _measured_column(text: str) -> Column | None:
    """What a label of a budget or of spending means over a column."""
    known = _all_labels().get(text)
    if known is None or known.kind not in _MEASURING or known.note == _SENTENCES_ONLY:
        return None
    return Column("amount", known.measure, known.budget_version, line_item_code=known.line_item_code)


# 2023年, 23年度, 2023年末, but 2023 | 年初预算数
_COLUMN_YEAR = re.compile(r"^((?:19|20)?[0-9]{2})(?:(?=年初)|年[度末底终]?)")
# (B/A), (10分×执行率), ③=②/①
_COLUMN_MARK = re.compile(r"(?:\([A-Za-z/0-9=+*÷×%①-⑳-]{1,12}\)|[①-⑳](?:=[A-Za-z/0-9=+*÷×%①-⑳()-]{1,12})?)$")


def without_formula(text: str) -> str:
    """A column's word without the letter or formula behind it."""
    return _COLUMN_MARK.sub("", text)


def without_unit(text: str) -> tuple[str, str | None]:
    """A column's word without the unit of measure in brackets, and that unit."""
    match = re.search(rf"\(({cue('table_unit')})\)", text)
    return (text.replace(match[0], ""), match[1]) if match else (text, None)


def without_year(text: str) -> tuple[str, int | None]:
    """A column's word without the year before it, and that year."""
    match = _COLUMN_YEAR.match(text)
    if match is None:
        return text, None
    return text[match.end() :], int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])


def without_relative_year(text: str) -> tuple[str, int | None]:
    """A column's word without 上年 or 本年 before it, and what that is: -1 last year, 0 this one."""
    match = re.match(rf"(?P<last>{cue('last_year')})|{cue('this_year')}", text)
    return (text[match.end() :], -1 if match["last"] else 0) if match else (text, None)


@cache
def column(text: str) -> Column | None:
    """What a column header, plain, means, with its year and unit (2022年决算数(万元)); None where it is no known header."""
    if not text or len(text) > 24:
        return None
    found = _known_column(text)
    if found is not None:
        return found
    text, unit = without_unit(text)
    text, year = without_year(without_formula(text))
    bare = re.sub(r"\([^)]*\)$", "", text)
    found = _known_column(text) or _known_column(bare)
    relative_year = found.relative_year if found is not None else None
    if found is None:
        # 本年执行数
        bare, relative_year = without_relative_year(bare)
        found = _known_column(bare) if relative_year is not None else None
        if found is not None and found.role != "amount":
            return None
    if found is None:
        return None
    return replace(found, relative_year=relative_year, year=year, unit=unit)


@dataclass(frozen=True, slots=True)
class AttributeLabel:
    """A known word before a count of people, a rate or a score."""

    text: str
    attribute_code: str
    value_kind: str


@cache
def attributes() -> dict[str, list[AttributeLabel]]:
    """Attribute labels by last character, longest first."""
    found: dict[str, list[AttributeLabel]] = {}
    for row in rows("attributes"):
        item = AttributeLabel(plain(row["label"]), row["attribute_code"], row["value_kind"])
        found.setdefault(item.text[-1], []).append(item)
    for group in found.values():
        group.sort(key=lambda item: -len(item.text))
    return found


@cache
def forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of a form's title with its place kind."""
    return tuple((re.compile(row["pattern"]), row["place_kind"]) for row in rows("forms"))


def form(text: str) -> str | None:
    """The place kind of a form with that plain title (a remark in brackets behind it is no part of it); None for other lines."""
    bare = re.sub(r"(?:\([^)]*\))+$", "", text)
    return next((kind for pattern, kind in forms() if pattern.search(text) or pattern.search(bare)), None)


@cache
def _title_words() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["word"], row["kind"], row["code"]) for row in rows("titles"))


def title_codes(text: str, kind: str) -> set[str]:
    """The line items or funds (`kind`: line_item, fund) that a table's title, plain, names."""
    return {code for word, of_kind, code in _title_words() if of_kind == kind and word in text}


@cache
def identity_labels() -> dict[str, str]:
    """Labels of form cells that say who and when, with their role."""
    return {plain(row["label"]): row["role"] for row in rows("identity")}


@cache
def date_labels() -> dict[str, str]:
    """Labels of the day that a report states, with what it was: published, dated or filled (in)."""
    return {plain(row["label"]): row["kind"] for row in rows("dates")}


@cache
def organisation_suffixes() -> tuple[str, ...]:
    """What names of public bodies end in, longest first."""
    return tuple(sorted((row["suffix"] for row in rows("organisations")), key=lambda text: (-len(text), text)))


@cache
def _project_patterns() -> dict[str, re.Pattern[str]]:
    return {row["role"]: re.compile(row["pattern"]) for row in rows("projects")}


def is_placeholder(text: str) -> bool:
    """Whether a label, plain, is only the form's own template text."""
    return bool(_project_patterns()["placeholder"].search(text))


@lru_cache(maxsize=4096)
def bare(folded: str) -> str:
    """What `plain` makes of a text that is folded: it isn't folded once more."""
    return plain_of(squeezed_of(folded))


def means_all_projects(folded: str) -> bool:
    """Whether a folded name is no project's but a word for all of them (专项资金)."""
    return bool(_project_patterns()["generic"].fullmatch(bare(folded)))


def is_class_of_projects(folded: str) -> bool:
    """Whether folded words name a class of projects (特定目标类项目), neither one nor all."""
    return bool(_project_patterns()["class"].fullmatch(bare(folded)))


@cache
def _at_end(role: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_project_patterns()[role].pattern})$")


def looks_like_project(folded: str) -> bool:
    """Whether a folded name ends as projects' names do."""
    return bool(_at_end("suffix").search(bare(folded)))


def names_money(folded: str) -> bool:
    """Whether a folded name ends in a word that is surely money or work: such words name a project without more around them."""
    return bool(_at_end("money_suffix").search(bare(folded)))
