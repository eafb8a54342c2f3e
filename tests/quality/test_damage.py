"""Clean data passes every guard; each kind of damage fails the one that owns it, in the right year, naming what was damaged."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from expectations.results import read_history, write_results
from tests.quality import damage
from tests.quality.building import CHECKOUT, Judged, build, judge
from tests.quality.country import Country, Rows
from tests.quality.damage import Damage, Hit
from tests.quality.stage import Stage, belongs
from tests.support import nonempty

pytestmark = pytest.mark.slow


def _named(kinds: Iterable[Damage]) -> list[object]:
    return [pytest.param(kind, id=kind.name) for kind in kinds]


# -- a small country in every test run ---------------------------------------------------------------------------------

# one build for several kinds that don't meet: in a county each, the last two where they cross nobody's way
TOGETHER = (
    "yuan_read_as_ten_thousands_in_a_county",
    "budget_and_expenditure_columns_swapped",
    "full_marks_for_everyone",
    "half_a_county_missing",
    "weights_moved",
    "reports_delivered_twice_with_other_bytes",
    "claims_without_a_place",
    "mojibake",
)


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Stage:
    """A small country, clean and with some damage, built and judged once for all test processes."""
    country = Country(5, units=72, years=range(2020, 2024), places=6)
    folder = shared_folder / "small_country"
    with (shared_folder / "small_country.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        stage = Stage(folder, country)
        if not (folder / "damaged").exists():
            write_results(judge(stage.home, stage.warehouse, stage.warehouse).results, folder / "clean_results")
            rows, _ = _several(stage)
            home = stage.damaged(rows, "damaged")
            write_results(judge(home, build(home)).results, folder / "damaged_results")
    return stage


def _several(stage: Stage) -> tuple[Rows, dict[str, Hit]]:
    """The country with some kinds of damage at once, each in another county."""
    kinds = {kind.name: kind for kind in damage.KINDS}
    rows, hits = stage.rows.copy(), {}
    for number, name in enumerate(TOGETHER):
        place = stage.country.divisions[number % len(stage.country.divisions)].code
        hits[name] = kinds[name].do(stage.scene(rows, division=place))
    return rows, hits


def test_a_clean_country_passes_everything(small: Stage) -> None:
    judged = Judged(read_history(small.folder / "clean_results"))
    assert judged.failed == {}
    assert {result.fiscal_year for result in judged.results} == {2020, 2021, 2022, 2023, None}


def test_some_kinds_of_damage_at_once_are_told_apart(small: Stage) -> None:
    judged = Judged(read_history(small.folder / "damaged_results"))
    kinds = {kind.name: kind for kind in damage.KINDS if kind.name in TOGETHER}
    _, hits = _several(small)
    for name, kind in kinds.items():
        keys = small.keys(hits[name], small.folder / "damaged" / "work" / "warehouse.duckdb")
        for year in hits[name].years:
            result = judged.failed[kind.owner, year]
            assert result.severity == kind.severity
            assert any(belongs(key, keys) for key in result.sample_keys.split(",")), (name, result)
    # a county is a sixth of this country
    allowed = {code for kind in kinds.values() for code in (kind.owner, *kind.also)} | {"prior_year_agrees"}
    assert {code for code, _ in judged.failed} <= allowed
    assert judged.of("critical") >= {("unit_error_county", 2022), ("claims_placed", 2022)}


def test_one_year_alone_and_the_first_ever_have_no_history(tmp_path: Path) -> None:
    # nobody ever named this year to a guard
    home = Country(6, units=24, years=[2047], places=2).rows().write(tmp_path / "home")
    judged = judge(home, build(home))
    assert nonempty(judged.results) and judged.failed == {}
    told = {result.code: result.observed for result in judged.results if result.fiscal_year == 2047}
    for code in (
        "prior_year_agrees",
        "units_still_reporting",
        "weights_changed",
        "year_on_year_distribution",
        "years_kept",
    ):
        assert told[code] == "not enough history", code


def test_every_guard_of_the_second_border_that_is_about_years_has_a_kind_of_damage() -> None:
    from expectations.thresholds import load

    owned = {kind.owner for kind in damage.KINDS} | {code for kind in damage.KINDS for code in kind.also}
    missing = {guard.expectation for guard in load() if guard.suite == "marts"} - owned
    # this one is about the list of exceptions, not about data
    assert missing == {"exceptions_current"}
    assert len(damage.KINDS) >= 25


def test_the_docs_say_which_damage_is_whose() -> None:
    told = (CHECKOUT / "docs" / "quality.md").read_text(encoding="utf-8")
    listed = [f"| {kind.name.replace('_', ' ')} | `{kind.owner}` | {kind.severity} |" for kind in damage.KINDS]
    assert [line for line in listed if line not in told] == []


# -- the whole country, one kind at a time -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("whole"), Country(1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", _named(damage.KINDS))
def test_each_kind_of_damage_is_caught_by_its_owner(whole: Stage, kind: Damage) -> None:
    rows = whole.rows.copy()
    hit = kind.do(whole.scene(rows))
    home = whole.damaged(rows, kind.name)
    try:
        warehouse = build(home) if kind.border == "marts" else home / "none"
        judged = judge(
            home, warehouse if kind.border == "marts" else None, whole.warehouse if kind.needs_release else None
        )
        whole.check(kind, hit, judged, warehouse)
    finally:
        shutil.rmtree(home)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 120))
def test_clean_seeds_raise_no_alarm(tmp_path: Path, seed: int) -> None:
    country = Country(seed)
    home = country.rows().write(tmp_path / "home")
    # dbt's own tests too
    judged = judge(home, build(home, everything=True))
    assert len(country.units) >= 300 and len(country.years) >= 5
    assert not judged.of("critical", "error"), judged.failed
    assert len(judged.of("warning")) <= 1, judged.failed


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("units", "years", "places"), [(24, 1, 2), (24, 1, 12), (40, 2, 4), (100, 8, 8)])
def test_clean_countries_of_other_sizes_raise_no_alarm(tmp_path: Path, units: int, years: int, places: int) -> None:
    country = Country(300 + units, units=units, years=range(2031 - years, 2031), places=places)
    home = country.rows().write(tmp_path / "home")
    judged = judge(home, build(home, everything=True))
    assert not judged.of("critical", "error"), judged.failed
    assert len(judged.of("warning")) <= 1, judged.failed
    told = {(result.code, result.fiscal_year): result.observed for result in judged.results}
    # nothing stands before the first year, and nobody goes on for three years within two
    first = country.years[0]
    for code in ("prior_year_agrees", "items_still_stated", "zero_amounts", "reports_against_last_year"):
        assert told[code, first] == "not enough history", code
    assert years > 2 or told["targets_copied", country.years[-1]] == "not enough history"
