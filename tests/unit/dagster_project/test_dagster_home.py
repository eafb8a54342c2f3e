"""Dagster's own state: a folder of its own in the home, its settings ours until a person changes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import CHECKOUT, environment

OURS = CHECKOUT / "dagster_project" / "dagster.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def start(home: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "scripts/dagster_home.py"],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env=environment(JIXIAO_HOME=str(home)),
        check=True,
    )
    return Path(done.stdout.strip())


def test_it_lies_beside_what_may_be_deleted(home: Path) -> None:
    folder = start(home)
    assert folder == home / "dagster"
    assert (folder / "dagster.yaml").read_bytes() == OURS.read_bytes()


def test_a_persons_settings_are_kept(home: Path) -> None:
    settings = start(home) / "dagster.yaml"
    mine = settings.read_text() + "\npython_logs:\n  python_log_level: DEBUG\n"
    settings.write_text(mine)
    start(home)
    start(home)
    assert settings.read_text() == mine


def test_settings_of_an_earlier_version_are_replaced(home: Path) -> None:
    folder = start(home)
    (mark,) = folder.glob(".dagster.yaml*")
    # as a version with other settings left both
    (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    written = subprocess.run(["sha256sum", folder / "dagster.yaml"], capture_output=True, text=True, check=True).stdout
    mark.write_text(written.split()[0] + "\n")
    start(home)
    assert (folder / "dagster.yaml").read_bytes() == OURS.read_bytes()


def test_the_history_moves_over_once(home: Path) -> None:
    old = home / "work" / "dagster"
    (old / "history").mkdir(parents=True)
    (old / "history" / "runs.db").write_text("kept")
    folder = start(home)
    assert (folder / "history" / "runs.db").read_text() == "kept"
    assert not old.exists()
    # an older version started in between: what is there already stays
    old.mkdir()
    assert start(home) == folder
    assert old.exists() and (folder / "history" / "runs.db").exists()


def test_nothing_asks_for_an_e_mail_address() -> None:
    import yaml

    settings = yaml.safe_load(OURS.read_text())
    assert settings["nux"] == {"enabled": False}
    assert settings["telemetry"] == {"enabled": False}
