"""An id that was published once is found or said to be gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.results import ensure_empty
from ingest.home import Home
from jixiao.explore import explain
from publishing import integrity, reading
from tests.unit.publishing.test_release import TABLES, publish


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    ensure_empty(home.quality)
    return home


def published(
    home: Home, run: str, claims: list[tuple[Any, ...]], reports: tuple[str, ...] = ("a-1", "b-1")
) -> dict[str, Any]:
    """A release of claims (claim id, report, block, amount, line item), each with a fact of its own (f + the line item)."""
    path = home.root.parent / f"{run}.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for table, columns in TABLES.items():
            connection.execute(f"create table marts.{table} ({columns})")
        connection.executemany("insert into marts.dim_report (report_id) values (?)", [[report] for report in reports])
        for claim, report, block, amount, item in claims:
            connection.execute(
                "insert into marts.fct_claim (claim_id, report_id, block_no, char_start, amount_yuan, line_item_code) values (?, ?, ?, 0, ?, ?)",
                [claim, report, block, amount, item],
            )
            connection.execute(
                "insert into marts.fct_expenditure (fact_id, line_item_code, amount_yuan, chosen_claim_id) values (?, ?, ?, ?)",
                [f"f_{item}", item, amount, claim],
            )
            connection.execute("insert into marts.bridge_fact_claim values (?, ?)", [f"f_{item}", claim])
    return publish(home, path, run)


def redirects(home: Home) -> dict[str, tuple[str | None, str]]:
    with reading.opened(home.published) as connection:
        rows = connection.execute("select old_id, new_id, reason from marts.id_redirect").fetchall()
    return {old: (new, reason) for old, new, reason in rows}


def test_an_id_leads_to_what_stands_at_its_place_now(home: Home) -> None:
    published(
        home, "run-1", [("c1", "a-1", 5, 10, "basic"), ("c2", "a-1", 6, 20, "project"), ("c3", "b-1", 1, 30, "total")]
    )
    assert redirects(home) == {}
    # read otherwise at the same place, not read any more, and a report that went
    published(home, "run-2", [("c1x", "a-1", 5, 10, "total")], reports=("a-1",))
    assert redirects(home) == {
        "c1": ("c1x", "reading"), "f_basic": ("f_total", "reading"),
        "c2": (None, "reading"), "f_project": (None, "reading"),
        "c3": (None, "report_gone"),
    }  # fmt: skip
    # once more: what led there leads on, and what is there again is no redirect
    published(home, "run-3", [("c1y", "a-1", 5, 10, "basic"), ("c2", "a-1", 6, 20, "project")], reports=("a-1",))
    assert redirects(home) == {
        "c1": ("c1y", "reading"), "c1x": ("c1y", "reading"), "f_total": ("f_basic", "reading"), "c3": (None, "report_gone"),
    }  # fmt: skip
    # another amount at the place is another statement
    published(home, "run-4", [("c1z", "a-1", 5, 11, "basic"), ("c2", "a-1", 6, 20, "project")], reports=("a-1",))
    assert {old: new for old, (new, _) in redirects(home).items()} == {
        "c1": None, "c1x": None, "c1y": None, "c3": None, "f_total": "f_basic",
    }  # fmt: skip


def test_explain_follows_an_id_or_says_that_it_is_gone(home: Home) -> None:
    published(home, "run-1", [("c1", "a-1", 5, 10, "basic"), ("c2", "a-1", 6, 20, "project")])
    second = published(home, "run-2", [("c1x", "a-1", 5, 10, "total")])
    with reading.opened(home.published) as connection:
        assert explain._redirected(connection, "c1") == "c1x"
        assert explain._redirected(connection, "c1x") is None
        with pytest.raises(explain.Gone, match=f"claim c2 is gone since release {second['release_id']}"):
            explain._redirected(connection, "c2")


def test_every_release_is_known_with_what_it_was_made_of(home: Home) -> None:
    made = [published(home, f"run-{number}", [("c1", "a-1", 5, number, "basic")]) for number in range(1, 8)]
    with reading.opened(home.published) as connection:
        rows = connection.execute(
            "select release_id, schema_version, staged_digest, report_count, is_current from marts.dim_release order by 1"
        ).fetchall()
    # more than are kept
    assert rows == [(each["release_id"], 2, "x", 2, each is made[-1]) for each in made]
    assert len(list(home.releases.iterdir())) < len(rows)
    said = integrity.record(home.published)
    assert said is not None and said["schema_version"] == 2


def test_killed_just_after_the_swap_the_redirects_come_back(home: Home) -> None:
    from publishing import release

    published(home, "run-1", [("c1", "a-1", 5, 10, "basic")])
    second = published(home, "run-2", [("c1x", "a-1", 5, 10, "total")])
    for path in home.addresses.glob(f"{second['release_id']}.*"):
        path.unlink()
    assert release.clean_up(home) == [f"restored what is known of the release {second['release_id']}"]
    published(home, "run-3", [("c1y", "a-1", 5, 10, "basic")])
    assert redirects(home)["c1"] == ("c1y", "reading")
