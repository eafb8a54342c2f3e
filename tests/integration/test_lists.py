"""Divisions of one's own, from a line in a CSV to a county in the warehouse and back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support import SAMPLES, copy_home, run_jixiao, tree_digest

pytestmark = pytest.mark.slow

PLACE = "湖南省岚溪县"
# a body that names its county and no province, in two files; "the county" is another one that no list knows yet
COUNTY = "岚东县"
MORE = f"""county,{COUNTY},湖南省,怀化市,
countyy,岚西县,湖南省,怀化市,
county,=1+1,湖南省,怀化市,
county,鹤城区,湖南省,怀化市,
county,岚北县,湖南省,某某市,
"""
TOLD = {
    4: "the level “countyy” is none of city, county",
    5: "the name “=1+1” is no name in 2 to 30 Chinese characters",
    6: "鹤城区 is on the national list already, the line is not needed",
    7: "there is no city 某某市 in 湖南省",
}


def query(home: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def libraries(home: Path) -> list[tuple[Any, ...]]:
    """The bodies of the two files: name, division, county and years."""
    return query(
        home,
        "select u.unit_name, u.division_code, u.county, list(r.fiscal_year order by r.fiscal_year) from marts.dim_unit as u "
        "inner join marts.dim_report as r on u.unit_key = r.unit_key where u.unit_name like ? group by u.unit_key, 1, 2, 3 order by all",
        f"%{COUNTY}图书馆",
    )


def test_every_body_of_the_samples_has_its_county_and_meets_itself_over_files(built_home: Path) -> None:
    places = query(built_home, "select distinct province, city, county, division_code from marts.dim_unit")
    assert places == [("湖南省", "怀化市", "岚溪县", "431200-岚溪县")]
    counts = "select u.short_name, count(*) from marts.dim_report join marts.dim_unit as u using (unit_key) group by 1"
    several = {name for name, count in query(built_home, counts) if count > 1}
    assert several == {"图书馆", "集贸市场服务站"}
    assert query(built_home, "select count(*), count(county) from marts.mart_unit_year") == [(14, 14)]


def test_a_line_gives_its_bodies_their_county_and_taking_it_away_takes_it(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    reports = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    lists = reports / "divisions.csv"
    before = lists.read_text(encoding="utf-8")
    for year in (2023, 2024):
        text = (SAMPLES / f"library_{year}.txt").read_text(encoding="utf-8")
        assert PLACE in text
        (reports / f"other_library_{year}.txt").write_text(text.replace(PLACE, COUNTY), encoding="utf-8")
    lists.write_text(before + MORE, encoding="utf-8")

    ran = run_jixiao("build", reports, "--home", home)
    assert ran.code == 0, ran.err
    assert "(2 files read, 0 only recognised again)" in ran.out
    assert libraries(home) == [(f"怀化市{COUNTY}图书馆", f"431200-{COUNTY}", COUNTY, [2023, 2024])]
    assert ran.err.splitlines() == [
        f"line {line} of reports/divisions.csv doesn't count: {detail}" for line, detail in TOLD.items()
    ]
    assert query(home, "select list_name, path, line_no, detail from marts.fct_list_fault order by line_no") == [
        ("divisions", "reports/divisions.csv", line, detail) for line, detail in TOLD.items()
    ]
    # every check that failed stands in a line; only the samples' own folder says what is planted
    assert "checks failed, none critical\n" in ran.out and "planted" not in ran.out
    assert "    warning  Files turned away (handover.quarantine_share), whole load: " in ran.out

    read = tree_digest(home / "staging/raw"), tree_digest(home / "staging/recognised")
    lists.write_text(before, encoding="utf-8")
    ran = run_jixiao("build", reports, "--home", home, "--json")
    assert ran.code == 0, ran.out
    assert (ran.json["status"], ran.json["read"], ran.json["list_faults"]) == ("published", 0, [])
    assert (tree_digest(home / "staging/raw"), tree_digest(home / "staging/recognised")) == read
    # without a division the two files are two bodies again
    assert libraries(home) == [(f"{COUNTY}图书馆", None, None, [2023]), (f"{COUNTY}图书馆", None, None, [2024])]
    again = run_jixiao("build", reports, "--home", home, "--json")
    assert again.json["status"] == "nothing_new"


def test_a_list_that_cannot_be_read_at_all_stops_nothing(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "divisions.csv").write_bytes((SAMPLES / "divisions.csv").read_text(encoding="utf-8").encode("gb18030"))
    ran = run_jixiao("build", reports, "--home", home)
    assert ran.code == 0, ran.err
    assert (
        ran.err == "reports/divisions.csv doesn't count: the list is not in UTF-8 (in GBK?), save it as “CSV UTF-8”\n"
    )
    assert query(home, "select count(*), count(county) from marts.mart_unit_year") == [(14, 0)]


def test_the_samples_say_which_failed_checks_they_plant(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    failed = {row["check"]: row["planted"] for row in ran.json["failed_checks"]}
    assert set(failed) == {"handover.quarantine_share", "handover.quarantined_files", "handover.duplicate_files"}
    assert all(failed.values())
