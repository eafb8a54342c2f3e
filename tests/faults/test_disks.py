"""A disk that is full or may not be written to: one sentence, nothing half published, and the next build carries on."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest import staging, steps
from ingest.home import Home
from jixiao.cli.app import app
from jixiao.cli.output import in_words
from tests.support import SAMPLES, another_year, copy_home, differences, marts, run_jixiao

SPARE_KIB = 60


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where this process may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root may mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.slow
def test_a_full_disk_is_one_sentence_and_nothing_is_half_published(
    built_home: Path, tmp_path: Path, disk: Path
) -> None:
    home = copy_home(built_home, disk / "home")
    (home / "work" / "warehouse.duckdb").unlink()
    reports = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    another_year(SAMPLES / "library_2024.txt", reports / "more.txt", "2024", "2026")
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - SPARE_KIB * 1024))
    ran = run_jixiao("build", reports, "--home", home)
    assert ran.code == 1 and ran.out == ""
    (line,) = ran.err.strip().splitlines()
    assert line.startswith("no space left on the disk")
    assert differences(marts(home), marts(built_home)) == {}
    filler.unlink()
    ran = run_jixiao("build", reports, "--home", home, "--json")
    assert ran.code == 0 and ran.json["status"] == "published", ran.out + ran.err
    assert [path for path in home.rglob(".*") if "work/dbt" not in path.as_posix()] == []


def test_a_home_that_may_not_be_written_to_can_still_be_asked(built_home: Path, disk: Path) -> None:
    home = copy_home(built_home, disk / "home")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    before = CliRunner().invoke(app, ["status", "--home", str(built_home)])
    for arguments in (["status"], ["worklist"], ["diff", "published", "published"]):
        ran = CliRunner().invoke(app, [*arguments, "--home", str(home)])
        assert ran.exit_code == 0 and isinstance(ran.exception, SystemExit | None), ran.output
    assert (
        CliRunner().invoke(app, ["status", "--home", str(home)]).output.splitlines()[1:3]
        == before.output.splitlines()[1:3]
    )
    for arguments in (["build", str(SAMPLES)], ["retry"]):
        ran = CliRunner().invoke(app, [*arguments, "--home", str(home)])
        assert ran.exit_code == 1 and isinstance(ran.exception, SystemExit), (ran.output, ran.exception)
        assert ran.output.strip() == f"the file system is read-only: {home / 'lock'}"


@pytest.mark.parametrize("fails_at", range(1, 9))
def test_a_disk_that_fills_while_files_are_taken_in_leaves_what_was_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    root = tmp_path / "home"
    home = Home(root)
    write, count = staging._write_parquet, 0

    def full(target: Path, table: object) -> None:
        nonlocal count
        count += 1
        write(target, table)
        if count >= fails_at:
            target.write_bytes(target.read_bytes()[:50])
            raise OSError(errno.ENOSPC, "No space left on device", str(target))

    def taken() -> None:
        plan = steps.make_plan(steps.look([SAMPLES / "library_2024.txt"], home), steps.known(home), home)
        steps.take_in(plan, home)

    monkeypatch.setattr(staging, "_write_parquet", full)
    with pytest.raises(OSError, match="No space left") as failed:
        taken()
    assert in_words(failed.value) is not None and "\n" not in str(in_words(failed.value))
    monkeypatch.undo()
    assert steps.damages(home) == [] or not (root / "staging" / "manifest.parquet").exists()
    steps.heal(home)
    taken()
    assert len(steps.known(home).files) == 1 and steps.damages(home) == []
    assert not list((root / "staging" / "tmp").iterdir())
