"""What the installation tells while it works; pip and uv are replaced by scripts that only answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("scripts/install", "scripts/find_python", "requirements.lock", "requirements-uv.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    program(tmp_path / ".venv/bin/python", 'echo "python $*" >> done')
    program(tmp_path / ".venv/bin/uv", 'echo "uv $*" >> done')
    return tmp_path


def install(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([checkout / "scripts/install"], capture_output=True, text=True, timeout=60, check=False)


def steps(told: str) -> list[str]:
    return re.findall(r"^ +(\d of \d) ", told, re.MULTILINE)


def test_every_step_is_told_before_it_is_done(checkout: Path) -> None:
    ran = install(checkout)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert steps(ran.stderr) == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert re.search(r"the \d{3} packages of the lock", ran.stderr) and "Installed in" in ran.stderr
    assert all(len(line) < 120 for line in ran.stderr.splitlines())


def test_pip_is_told_of_where_uv_cannot(checkout: Path) -> None:
    program(checkout / ".venv/bin/uv", "exit 2")
    ran = install(checkout)
    assert ran.returncode == 0, ran.stderr
    assert steps(ran.stderr) == ["1 of 4", "2 of 4", "3 of 4", "3 of 4", "4 of 4"]
    assert "pip fetches" in ran.stderr
    assert "-r requirements.lock" in (checkout / "done").read_text()


def test_an_installation_that_fails_says_neither_that_it_is_done_nor_nothing(checkout: Path) -> None:
    program(checkout / ".venv/bin/uv", "exit 2")
    program(checkout / ".venv/bin/python", 'case "$*" in *requirements*) echo "no index" >&2; exit 1;; esac')
    ran = install(checkout)
    assert ran.returncode != 0
    assert "no index" in ran.stderr and "Installed in" not in ran.stderr


def test_make_says_nothing_where_everything_is_installed(checkout: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout / name)
    program(checkout / ".venv/bin/jixiao", "echo built")
    first = subprocess.run([make, "-C", checkout, "-s", "warehouse"], capture_output=True, text=True, check=True)
    again = subprocess.run([make, "-C", checkout, "-s", "warehouse"], capture_output=True, text=True, check=True)
    assert steps(first.stderr) == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"] and first.stdout == "built\n"
    assert (again.stdout, again.stderr) == ("built\n", "")
