"""No file holds a registry's host name, an absolute path of a machine, or a secret; and the check that says so can see them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_checkout_is_clean() -> None:
    assert script("check_files").check(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "--hash=sha256:00 # from files." + "python" + "hosted.org",
        "--extra-" + "index-url somewhere",
        'data = open("/' + 'root/reports/a.txt")',
        "cd /" + "work/main",
        "see https" + "://mirror.example.com/simple/",
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        'pass' + 'word = "correct-horse"',
        "gh" + "p_" + "a" * 36,
    ],
)  # fmt: skip
def test_what_no_file_may_hold_is_seen(line: str) -> None:
    assert list(script("check_files").offences(line))


@pytest.mark.parametrize(
    "line",
    [
        "home/samples/published",
        "the folder work/x of the home",
        'password = os.environ["PASSWORD"]',
    ],
)
def test_what_a_file_may_hold_is_let_through(line: str) -> None:
    assert not list(script("check_files").offences(line))


def test_long_modules_are_seen_and_so_are_exceptions_that_are_none() -> None:
    check = script("check_files")
    lines = "x = 1\n" * check.MOST_LINES
    assert check.too_long("ingest/new.py", lines) is None
    assert "501 lines" in check.too_long("ingest/new.py", lines + "y = 2\n")
    assert check.too_long("tests/unit/test_new.py", lines + "y = 2\n") is None
    known = next(iter(check.LONG_MODULES))
    assert check.too_long(known, lines + "y = 2\n") is None
    assert "no exception any more" in check.too_long(known, lines)
    assert all(reason for reason in check.LONG_MODULES.values())


def test_locks_pin_every_file_by_hash() -> None:
    for name in ("requirements.lock", "requirements-uv.lock"):
        pinned, hashed = 0, True
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if "==" in line and not line.startswith((" ", "#")):
                assert hashed, f"{name}: no hash before {line}"
                pinned, hashed = pinned + 1, False
            hashed = hashed or "--hash=sha256:" in line
        assert pinned
        assert hashed


def test_both_locks_name_the_same_uv() -> None:
    pins = [
        next(line.split()[0] for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("uv=="))
        for name in ("requirements.lock", "requirements-uv.lock")
    ]
    assert pins[0] == pins[1]


def test_the_dictionary_is_current() -> None:
    module = script("dictionary")
    assert module.TARGET.read_text("utf-8") == module.dictionary(), "run `make dictionary`"


def test_the_dbt_project_does_not_shadow_the_package_of_that_name() -> None:
    assert not (ROOT / "dbt" / "__init__.py").exists()
    found = subprocess.run(
        [sys.executable, "-c", "import dbt.cli.main; print(dbt.cli.main.__file__)"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(ROOT / "dbt") not in found.stdout
