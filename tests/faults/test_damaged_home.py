"""A damaged home heals or says how: every damage of a list, every command; no traceback reaches a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from ingest import steps
from ingest.home import Home
from ingest.records import TABLES
from ingest.staging import Staging
from jixiao.cli.app import app
from jixiao.explore import status
from tests.faults import damages
from tests.faults.damages import CASES, RELEASE, STAGING, Case
from tests.support import SAMPLES, copy_home, differences, marts, run_jixiao

# `parse` touches no home
COMMANDS = ("status", "explain", "worklist", "diff", "retry")


@pytest.fixture
def home(built_home: Path, tmp_path: Path) -> Path:
    return copy_home(built_home, tmp_path / "home")


@pytest.fixture(scope="module")
def fact(built_home: Path) -> str:
    import duckdb

    with duckdb.connect(str((built_home / "published" / "warehouse.duckdb").resolve()), read_only=True) as connection:
        (found,) = connection.execute("select min(fact_id) from marts.fct_expenditure").fetchall()[0]
    return str(found)


def ask(command: str, home: Path, fact: str, *more: str) -> Result:
    arguments = {
        "explain": [fact, "--home", str(home)],
        "diff": ["published", "published", "--home", str(home)],
        "retry": ["--workers", "1", "--home", str(home)],
        "parse": [str(SAMPLES / "library_2024.txt")],
    }
    return CliRunner().invoke(app, [command, *arguments.get(command, ["--home", str(home)]), *more])


def is_calm(ran: Result) -> bool:
    """Whether a command ended by itself: an error that nobody turned into a sentence is a traceback on a terminal."""
    return isinstance(ran.exception, SystemExit | None) and "Traceback" not in ran.output


def test_an_error_of_the_program_itself_would_be_seen(home: Path, fact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (*COMMANDS, "parse"):
        ran = ask(command, home, fact)
        assert ran.exit_code == 0 and is_calm(ran), ran.output
    monkeypatch.setattr(status, "collected", lambda home: 1 / 0)
    assert not is_calm(ask("status", home, fact))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_command_names_the_damaged_file_or_does_without(home: Path, fact: str, case: Case) -> None:
    place = case.place(home)
    case.spoil(place)
    for command in COMMANDS:
        if command == "retry" and case in RELEASE:
            # it looks at no release
            continue
        ran = ask(command, home, fact)
        assert is_calm(ran), (command, ran.exception)
        assert ran.exit_code == (1 if command in case.fails else 0), (command, ran.output)
        if command in case.fails:
            told = [line for line in ran.output.splitlines() if (case.named or place.name) in line]
            assert told and all(len(line) < 500 for line in told), (command, ran.output)
            plain = json.loads(ask(command, home, fact, "--json").stdout)
            assert (case.named or place.name) in json.dumps(plain, ensure_ascii=False), command


def test_scratches_within_the_tables_are_a_sentence_too(home: Path, fact: str) -> None:
    """What only reading shows: no size and no end of a file differs."""
    database, *tables = [
        (home / "published" / "warehouse.duckdb").resolve(),
        *sorted((home / "published").resolve().glob("parquet/*.parquet")),
    ]

    def scratched(file: Path, first: int, step: int, length: int) -> None:
        body = bytearray(file.read_bytes())
        for start in range(first, len(body) - 8, step):
            end = min(start + length, len(body) - 8)
            body[start:end] = bytes(byte ^ 0x5A for byte in body[start:end])
        file.chmod(0o644)
        file.write_bytes(body)

    # commands read the tables' own files: the database may be locked, or worse
    scratched(database, 16_384, 4_096, 512)
    assert ask("explain", home, fact).exit_code == 0
    for table in tables:
        scratched(table, 4, 64, 16)
    for command in ("explain", "worklist", "diff"):
        ran = ask(command, home, fact)
        assert is_calm(ran) and ran.exit_code == 1, (command, ran.output, ran.exception)
        assert (len(ran.output.splitlines()) == 1 and "jixiao build" in ran.output) or command == "diff", ran.output


def test_a_moved_home_is_as_whole_as_before(home: Path, fact: str, tmp_path: Path) -> None:
    moved = home.rename(tmp_path / "moved")
    assert ask("status", moved, fact).exit_code == 0
    assert ask("explain", moved, fact).exit_code == 0
    assert steps.damages(where(moved)) == []


def test_no_picture_is_drawn_of_other_bytes_than_were_received(home: Path, fact: str, tmp_path: Path) -> None:
    # drawn, or told of what the machine lacks for it
    assert "damaged" not in ask("explain", home, fact, "--picture", str(tmp_path / "a.png")).output
    for original in home.glob("originals/??/*"):
        altered(original)
    ran = ask("explain", home, fact, "--picture", str(tmp_path / "b.png"))
    assert ran.exit_code == 1 and is_calm(ran) and "original in the home is damaged" in ran.output
    assert not (tmp_path / "b.png").exists()


# -- staging heals -------------------------------------------------------------------------------------------------------


def where(home: Path) -> Home:
    return Home(home)


def carried_on(home: Path, reports: Path | None, remembered: Any = tuple) -> list[str]:
    """What a build does before dbt: heals, looks, takes in, reads, recognises."""
    place = where(home)
    told = steps.heal(place, remembered)
    for _ in range(2):
        seen = steps.look([reports], place) if reports else steps.Landing((), ())
        plan = steps.make_plan(seen, steps.known(place), place)
        steps.take_in(plan, place)
        steps.read_new(plan, place)
        steps.recognise_due(place)
    return told


def content(home: Path) -> dict[str, Any]:
    """What staging says, whatever the batches and the hours."""
    staging = Staging(home / "staging")
    manifest = staging.manifest()
    current = {
        "raw": {sha256: row.raw_batch_id for sha256, row in manifest.items()},
        "recognised": {sha256: row.recognised_batch_id for sha256, row in manifest.items()},
    }

    def rows(group: str, table: str) -> Iterator[str]:
        names = [*TABLES[group][table].__dataclass_fields__, "batch_id"]
        for row in staging.read(group, table, names):
            if current[group].get(row["sha256"]) == row.pop("batch_id"):
                yield repr(row)

    return {
        "digest": steps.content_digest(steps.known(where(home))),
        **{table: sorted(rows(group, table)) for group in current for table in TABLES[group]},
    }


@pytest.mark.parametrize("case", STAGING, ids=str)
def test_staging_heals_to_what_it_was(built_home: Path, home: Path, case: Case) -> None:
    place = case.place(home)
    case.spoil(place)
    told = carried_on(home, SAMPLES)
    assert any(place.name in line for line in told), told
    assert content(home) == content(built_home)
    assert steps.damages(where(home)) == []
    assert carried_on(home, SAMPLES) == []
    if case.spoil is not damages.remove:
        assert any((home / "staging" / "damaged").iterdir())


def test_what_the_home_alone_held_keeps_its_names(built_home: Path, home: Path, tmp_path: Path) -> None:
    """Sightings that no folder shows any more are taken from the last release; every table of staging may be gone at once."""
    from publishing import release

    places = Home(home)
    before = names(home)
    damages.remove(damages.batch(home, "landing", "files").parent)
    carried_on(home, None, lambda: release.remembered_sightings(places))
    reported = {sha256 for sha256, row in Staging(home / "staging").manifest().items() if row.recognised_batch_id}
    assert len(reported) >= 9
    assert {name for name in names(home) if name[0] in reported} == {name for name in before if name[0] in reported}


def names(home: Path) -> set[tuple[str, str]]:
    return set(steps.known(where(home)).seen)


def spoiled_original(home: Path, name: str) -> str:
    """The hash of a report whose kept bytes and staged text are damaged."""
    (sha256,) = {sha256 for sha256, path in names(home) if path.endswith(name)}
    damages.garble(where(home).original(sha256))
    damages.cut(damages.batch(home, "raw", "blocks"))
    return sha256


def test_an_original_that_is_damaged_is_taken_again_from_its_folder(built_home: Path, home: Path) -> None:
    sha256 = spoiled_original(home, "library_2024.txt")
    carried_on(home, SAMPLES)
    assert content(home) == content(built_home)
    assert where(home).original(sha256).read_bytes() == (SAMPLES / "library_2024.txt").read_bytes()
    assert [path.name.partition(".")[0] for path in (home / "originals" / "damaged").iterdir()] == [sha256]


def test_an_original_that_is_damaged_and_nowhere_else_is_listed_until_it_comes_back(
    built_home: Path, home: Path
) -> None:
    sha256 = spoiled_original(home, "library_2024.txt")
    carried_on(home, None)
    refused = steps.current_quarantine(steps.known(where(home)))
    assert refused[sha256].reason == "lost" and "give the folder" in refused[sha256].detail
    others = set(Staging(built_home / "staging").manifest()) - {sha256}
    assert set(Staging(home / "staging").manifest()) == others
    carried_on(home, SAMPLES)
    assert content(home) == content(built_home)


def altered(path: Path) -> None:
    """A text as good as any, with one figure more."""
    path.write_bytes(path.read_bytes() + "另支出1万元。".encode())


@pytest.mark.parametrize("spoil", [damages.scratch, altered])
def test_a_reader_never_reads_other_bytes_than_were_received(home: Path, spoil: damages.Spoil) -> None:
    """Another reader's version reads the kept bytes again: those of a damaged original are no longer the report's."""
    place = where(home)
    (sha256,) = {sha256 for sha256, path in names(home) if path.endswith("library_2024.txt")}
    staging = Staging(place.staging)
    manifest = staging.manifest()
    staging.write_manifest({key: row for key, row in manifest.items() if key != sha256})
    spoil(place.original(sha256))
    plan = steps.make_plan(steps.Landing((), ()), steps.known(place), place)
    steps.take_in(plan, place)
    steps.read_new(plan, place)
    assert steps.current_quarantine(steps.known(place))[sha256].reason == "lost"
    carried_on(home, SAMPLES)
    assert sha256 not in steps.current_quarantine(steps.known(place))
    assert Staging(place.staging).manifest()[sha256].recognised_batch_id


# -- builds --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_build_mends_what_lies_beside_staging(built_home: Path, tmp_path: Path) -> None:
    """In a home whose name has all that a path may have: release, caches, quality, parsed project and working file at once."""
    home = copy_home(built_home, tmp_path / "a 'b' \"c\" 50%41 绩效（2024） ]{d};$e&f")
    damages.garble(home / "published" / "warehouse.duckdb")
    damages.cut(damages.quality(home))
    (home / "quality" / ".left.parquet.1.tmp").write_text("half")
    damages.garble(home / "work" / "landing" / "hashes.json")
    for parsed in (home / "work" / "dbt").glob("*/manifest.json"):
        damages.cut(parsed)
    for parsed in (home / "work" / "dbt").glob("*/partial_parse.msgpack"):
        damages.garble(parsed)
    damages.folder_instead(home / "work" / "warehouse.duckdb")
    old = (home / "published").readlink()
    ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert ran.json["status"] == "published" and (home / "published").readlink() != old
    assert "Traceback" not in ran.err
    for name in ("warehouse.duckdb", "quality"):
        assert any(name in line for line in ran.err.splitlines()), ran.err
    # its tables being whole, the release is still what the new one is held against: guards across releases judge too
    assert differences(marts(home), marts(built_home)).keys() <= {"fct_quality_result"}
    assert not list((home / "quality").glob(".*")) and any((home / "quality" / "damaged").iterdir())
    again = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert again.json["status"] == "nothing_new" and again.err == ""


@pytest.mark.slow
def test_a_build_mends_staging_and_publishes_the_same_rows(built_home: Path, home: Path) -> None:
    for place in (
        damages.batch(home, "landing", "quarantine"),
        damages.batch(home, "raw", "cells"),
        damages.batch(home, "recognised", "claims"),
    ):
        damages.scratch(place)
    damages.zero(home / "staging" / "manifest.parquet")
    damages.remove(home / "published" / "parquet" / "fct_claim.parquet")
    ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert ran.code == 0 and "Traceback" not in ran.err, ran.out + ran.err
    assert ran.json["status"] == "published"
    for name in ("quarantine.parquet", "cells.parquet", "claims.parquet", "manifest.parquet", "fct_claim.parquet"):
        assert any(name in line for line in ran.err.splitlines()), ran.err
    found, whole = marts(home), marts(built_home)
    assert differences(found, whole) == {}
