"""Homes that several tests look at, each made once a session for every test process. Tests copy them; none changes them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.support import SAMPLES, another_year, copy_home, held_for_writing, run_jixiao

# what the corrected report states otherwise: an amount, the name of a project, and the day it was filled in
CORRECTED = (
    ("326.37", "336.37"),
    ("阅读推广经费", "阅读服务经费"),
    ("填报日期：        ", "填报日期：2025年9月1日"),
)


def made_once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, filled by `make` in whichever test process comes first."""
    folder = shared / name
    done = shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def corrected(shared_folder: Path, built_home: Path) -> Path:
    """`home` with a second release: one report more, and one published again with other figures. `ran.json`: what was said."""

    def make(folder: Path) -> None:
        home = copy_home(built_home, folder / "home")
        reports = Path(shutil.copytree(SAMPLES, folder / "reports"))
        another_year(SAMPLES / "library_2024.txt", reports / "library_2025.txt", "2024", "2025")
        text = (SAMPLES / "library_2024.txt").read_text(encoding="utf-8")
        for old, new in CORRECTED:
            assert old in text
            text = text.replace(old, new)
        (reports / "library_2024.txt").write_text(text, encoding="utf-8")
        # a client may hold the published file all the while: what it locks is nothing that a build opens
        published = (home / "published" / "warehouse.duckdb").resolve()
        with held_for_writing(published) if os.geteuid() == 0 else nullcontext():
            ran = run_jixiao("build", reports, "--home", home, "--json")
        assert ran.code == 0, ran.out + ran.err
        (folder / "ran.json").write_text(ran.out)

    return made_once(shared_folder, "corrected", make)


@pytest.fixture(scope="session")
def stopped(shared_folder: Path, built_home: Path) -> Path:
    """`home` as if most reports had been lost, after a build from `few` that the gate stopped. `ran.json`: what was said."""

    def make(folder: Path) -> None:
        home = copy_home(built_home, folder / "home")
        shutil.rmtree(home / "staging")
        shutil.rmtree(home / "originals")
        few = folder / "few"
        few.mkdir()
        for name in ("library_2023.txt", "library_2024.txt"):
            shutil.copy(SAMPLES / name, few)
        ran = run_jixiao("build", few, "--home", home)
        (folder / "ran.json").write_text(json.dumps({"code": ran.code, "out": ran.out, "err": ran.err}))

    return made_once(shared_folder, "stopped", make)
