"""Fixtures of several rooms: the samples built once a session, for every test process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from ingest.readers import doc
from tests.support import SAMPLES, run_jixiao


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests of what the system adds are left out where it isn't there; they fail where they were asked for by name."""
    if item.get_closest_marker("system") and doc.office() is None:
        missing = "LibreOffice isn't installed (scripts/install_system_packages)"
        if "system" in item.config.getoption("markexpr").split():
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all test processes of a session."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def built_home(shared_folder: Path) -> Path:
    """A home with the bundled samples built and published, made once a session. Tests copy it; none changes it."""
    home = shared_folder / "built_home"
    with (shared_folder / "built_home.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (home / "published").exists():
            ran = run_jixiao("build", SAMPLES, "--home", home, "--json")
            assert ran.code == 0, ran.out + ran.err
    return home
