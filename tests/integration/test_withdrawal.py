"""A withdrawn report is found nowhere in its home, and doesn't come back."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.home import Home
from ingest.steps import Tombstone, withdrawing
from ingest.sums import sha256_of
from publishing import integrity, release, withdrawals
from tests.support import SAMPLES, copy_home, nonempty, run_jixiao

TEXT = SAMPLES / "culture_house_2024.txt"
ARCHIVE = SAMPLES / "greening_office_2024.zip"


def said(path: Path) -> str:
    """Everything that a file says, whatever way it is packed."""
    if path.suffix == ".parquet":
        return str(duckdb.sql(f"from read_parquet('{path}')").fetchall())
    words = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            names = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            words += str([connection.execute(f'from "{schema}"."{table}"').fetchall() for schema, table in names])
    return words


def places(home: Path, terms: Iterable[str]) -> dict[str, set[str]]:
    """The parts of a home, by their first two folders, whose files hold each term."""
    found: dict[str, set[str]] = {term: set() for term in terms}
    for path in nonempty(path for path in home.rglob("*") if path.is_file() and not path.is_symlink()):
        words = f"{path} {said(path)}"
        for term, parts in found.items():
            if term in words:
                parts.add("/".join(path.relative_to(home).parts[:2]))
    return found


def terms(home: Path, sha256: str) -> dict[str, set[str]]:
    """What tells of a report: names, words and figures that no other one has, and where each is found."""
    with duckdb.connect() as connection:
        parquet = home / "published" / "parquet"
        quotes = connection.execute(
            f"select quote from '{parquet}/fct_claim.parquet' group by quote having min(report_id) like '{sha256}%' "
            f"and count(distinct report_id) = 1 and length(quote) > 20 order by length(quote) desc limit 3"
        ).fetchall()
        files = connection.execute(
            f"select file_name from '{parquet}/dim_report_file.parquet' where report_id like '{sha256}%'"
        ).fetchall()
        units = connection.execute(
            f"select unit_name from '{parquet}/dim_unit.parquet' join '{parquet}/dim_report.parquet' using (unit_key) "
            f"group by unit_name having min(report_id) like '{sha256}%' and count(*) = 1"
        ).fetchall()
    return places(home, [term for (term,) in [*quotes, *nonempty(files), *nonempty(units)]])


def sha_of_member() -> str:
    import hashlib

    with zipfile.ZipFile(ARCHIVE) as archive:
        (name,) = archive.namelist()
        return hashlib.sha256(archive.read(name)).hexdigest()


@pytest.mark.parametrize(
    "sha256", [pytest.param(sha256_of(TEXT), id="file"), pytest.param(sha_of_member(), id="member")]
)
def test_a_withdrawn_report_is_found_nowhere_and_is_turned_away(built_home: Path, tmp_path: Path, sha256: str) -> None:
    home = copy_home(built_home, tmp_path / "home")
    before = terms(home, sha256)
    assert len(before) >= 3 and all(len(parts) >= 2 for parts in before.values()), before
    assert Home(home).original(sha256).exists()
    ran = run_jixiao("withdraw", sha256[:12], "--reason", "published by mistake", "--by", "A", "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert not any(places(home, before).values())
    assert not Home(home).original(sha256).exists()
    stone = json.loads((home / "withdrawn" / f"{sha256}.json").read_text())
    assert (stone["reason"], stone["withdrawn_by"]) == ("published by mistake", "A")
    archives = [path.stem for path in (home / "withdrawn").iterdir() if path.stem != sha256]
    assert archives == ([sha256_of(ARCHIVE)] if sha256 == sha_of_member() else [])
    # what is published is whole, without it
    assert integrity.damage(home / "published") is None
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from dim_report where report_id like ?", [f"{sha256}%"]
        ).fetchone() == (0,)
        left = connection.execute("select count(*), count(distinct unit_key) from dim_report").fetchone()
        assert left is not None and left[0] >= 8 and left[1] >= 6
        assert connection.execute("select count(*) from 中文.报告").fetchone() == (left[0],)
    # it lies where it lay, and is given again
    ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert not any(places(home, before).values())
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        assert connection.execute("select count(*) from dim_report").fetchone() == (left[0],)
        turned_away = connection.execute(
            "select sha256, file_name from fct_quarantine where reason = 'withdrawn'"
        ).fetchall()
        shut = archives[0] if archives else sha256
        assert turned_away == [(shut, shut[:12])]
    ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
    assert ran.code == 0 and json.loads(ran.out)["status"] == "nothing_new", ran.out


@pytest.mark.parametrize(
    "moment",
    [
        (withdrawing, "withdraw_archives"), (withdrawing, "_rewrite"), (withdrawing.Staging, "write_manifest"),
        (withdrawing.shutil, "rmtree"), (withdrawals, "_written"), (release, "sync_tree"), (release, "swap"), (withdrawals, "_remove"),
    ],
    ids=lambda moment: moment[1],
)  # fmt: skip
def test_killed_at_any_step_the_next_run_carries_on(
    built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: tuple[Any, str]
) -> None:
    home, sha256 = Home(copy_home(built_home, tmp_path / "home")), sha256_of(TEXT)
    before = terms(home.root, sha256)
    withdrawing.write(Tombstone(sha256, "by mistake", "A", "2031-01-01T00:00:00+00:00"), home)
    calls = 0

    def dying(do: Callable[..., Any]) -> Callable[..., Any]:
        def at_second(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            # the first of several is done, so that the rest is left
            if calls > 1 or moment[1] not in ("_rewrite", "rmtree"):
                raise KeyboardInterrupt
            return do(*given, **named)

        return at_second

    with monkeypatch.context() as patch:
        patch.setattr(*moment, dying(getattr(*moment)))
        with pytest.raises(KeyboardInterrupt):
            withdrawals.carry_out(home)
    assert calls
    release.clean_up(home)
    assert integrity.damage(home.published) is None
    withdrawals.carry_out(home)
    assert not any(places(home.root, before).values())
    assert withdrawals.carry_out(home) == []
    assert integrity.damage(home.published) is None and len(list(release.listed_releases(home))) == 1


def test_what_is_no_file_of_the_home_is_told(built_home: Path) -> None:
    ran = run_jixiao("withdraw", "0" * 64, "--reason", "x", "--home", built_home, "--json")
    assert ran.code == 2 and "no file of this home" in json.loads(ran.out)["message"]
    assert not (built_home / "withdrawn").exists()
