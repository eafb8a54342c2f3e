"""The rows of the synthetic country are what readers and recognisers make of its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from ingest import readers, recognisers
from tests.quality.country import ACCOUNTS, BUDGET, OVERALL, PROJECT, Country, counties, rows_of

PER_FAMILY = 6
IDENTITY = ("report_family", "unit_name", "fiscal_year", "title", "supervising_unit")
GOAL = (
    "place_kind", "level1", "level2", "level3", "target_text", "target_operator", "target_value", "target_unit", "actual_text",
    "actual_value", "actual_unit", "weight", "score", "is_met", "achievement_rate", "deviation_reason",
)  # fmt: skip


def claim(row: Any) -> tuple[Any, ...]:
    return (
        row.place_kind, row.stated_fiscal_year, row.year_basis, row.measure, row.budget_version, row.line_item_code,
        row.project_name, row.fund_code, Decimal(row.amount_yuan),
    )  # fmt: skip


def attribute(row: Any) -> tuple[Any, ...]:
    words = row.value_text if row.attribute_code in ("unit_name", "supervising_unit") else None
    return row.place_kind, row.attribute_code, row.project_name, row.value_number, words


def goal(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in GOAL)


def same(wanted: Iterable[Any], found: Iterable[Any], key: Callable[[Any], tuple[Any, ...]]) -> None:
    ours, theirs = Counter(map(key, wanted)), Counter(map(key, found))
    assert ours == theirs, {"only in the rows": list(ours - theirs)[:3], "only read": list(theirs - ours)[:3]}


def test_texts_are_read_into_the_same_rows() -> None:
    reader = readers.reader_for("text/plain")
    assert reader is not None
    seen: Counter[str] = Counter()
    for report, sheet in Country(11, units=80, places=8).sheets():
        if seen[sheet.family] >= PER_FAMILY:
            continue
        seen[sheet.family] += 1
        (read,) = recognisers.recognise(reader.read(sheet.text.encode()), report.sha256)
        rows = rows_of(sheet, report)
        same(rows["claims"], read.claims, claim)
        same(rows["attributes"], read.attributes, attribute)
        same(rows["indicators"], read.indicators, goal)
        assert not read.unrecognised
        for name in IDENTITY:
            assert getattr(rows["identities"][0], name) == getattr(read.identity, name), name
    assert seen == dict.fromkeys((OVERALL, PROJECT, ACCOUNTS, BUDGET), PER_FAMILY)


def test_a_country_is_as_large_as_it_says_and_comes_from_its_seed() -> None:
    country = Country(3)
    assert len(country.units) == 300 and len(country.years) == 5
    assert len({unit.name for unit in country.units}) == 300
    assert {division.code for division in country.divisions} <= {division.code for division in counties()}
    first, again, other = (
        [report.sha256 for report, _ in Country(seed, units=12, places=3).sheets()] for seed in (3, 3, 4)
    )
    assert first == again
    assert not set(first) & set(other)


def test_prior_year_columns_repeat_what_the_year_before_reported() -> None:
    told: dict[tuple[int, int, str], set[Decimal]] = {}
    restated: dict[tuple[int, int, str], set[Decimal]] = {}
    for report, sheet in Country(3, units=12, places=3).sheets():
        for amount, _ in sheet.claims:
            if amount.measure == "expenditure" and amount.project is None and amount.fund == "all_funds":
                where = told if amount.year == report.year else restated
                where.setdefault((report.unit, amount.year, amount.item), set()).add(amount.value)
    both = told.keys() & restated.keys()
    assert len(both) > 100
    assert all(told[key] == restated[key] for key in both)
