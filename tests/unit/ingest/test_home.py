"""Settings: every path absolute, once, and the defaults a person expects."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.home import SAMPLES, Home, Settings, SettingsError, existing_home
from tests.support import environment


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def of(*reports: str, home: str | None = None, **variables: str) -> Settings:
    return Settings.of([Path(report) for report in reports], Path(home) if home else None, None, variables)


def test_the_samples_have_a_home_of_their_own(here: Path) -> None:
    assert of().reports == (SAMPLES,)
    assert of().home.root == here / "home" / "samples"
    assert of(str(SAMPLES)).home.root == here / "home" / "samples"
    assert of("reports").home.root == here / "home"
    assert of(JIXIAO_REPORTS="reports").home.root == here / "home"


def test_what_is_given_comes_before_the_environment(here: Path) -> None:
    variables = {"JIXIAO_HOME": "elsewhere", "JIXIAO_REPORTS": os.pathsep.join(["a", "b"]), "JIXIAO_WORKERS": "3"}
    found = of(**variables)
    assert (found.home.root, found.reports, found.workers) == (here / "elsewhere", (here / "a", here / "b"), 3)
    assert of("c", home="other", **variables).home.root == here / "other"
    assert of("c", home="other", **variables).reports == (here / "c",)


def test_every_path_is_absolute_wherever_it_is_used_later(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = of("reports", home="home")
    monkeypatch.chdir("/")
    paths = [getattr(found.home, name) for name in dir(Home) if isinstance(getattr(found.home, name, None), Path)]
    assert len(paths) > 10
    assert all(path.is_absolute() for path in (*paths, *found.reports))
    assert found.home.root == here / "home"


def test_the_environment_gives_the_same_settings_back(here: Path) -> None:
    found = of("a", "b", home="home")
    assert Settings.of(environment=found.to_environment()) == found


def test_schedule_and_sensor_are_off_until_one_setting_turns_them_on(here: Path) -> None:
    assert not of().scheduled and not of(JIXIAO_SCHEDULE="off").scheduled
    assert of(JIXIAO_SCHEDULE="on").scheduled
    assert Settings.of(environment=of(JIXIAO_SCHEDULE="on").to_environment()).scheduled
    with pytest.raises(SettingsError, match="JIXIAO_SCHEDULE must be on or off, not 'maybe'"):
        of(JIXIAO_SCHEDULE="maybe")


@pytest.mark.parametrize("workers", ["0", "-1", "many", "1000", "1.5"])
def test_a_senseless_number_of_workers_is_refused(workers: str) -> None:
    with pytest.raises(SettingsError, match="number"):
        of(JIXIAO_WORKERS=workers)


def test_a_home_that_cannot_be_one_is_refused(here: Path) -> None:
    (here / "file").write_text("")
    with pytest.raises(SettingsError, match="not a folder"):
        of(home="file")


@pytest.mark.parametrize("letter", [",", "?", "#", "*", "["])
def test_a_home_whose_path_would_be_read_as_something_else_is_refused(here: Path, letter: str) -> None:
    with pytest.raises(SettingsError, match="the home's path can't hold") as refused:
        of(home=f"a{letter}b")
    assert f"can't hold {letter}: " in str(refused.value) and f"a{letter}b" in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(SettingsError, match="the home's path can't hold"):
        of(home=f"above{letter}/home")


def test_a_home_may_have_any_other_name(here: Path) -> None:
    name = "a 'b' \"c\" 50%41 绩效（2024） ]{d};$e&f=g:h"
    assert of("reports", home=name).home.root == here / name


def test_paths_that_could_not_be_handed_on_are_refused(here: Path) -> None:
    with pytest.raises(SettingsError, match="the path of reports can't hold :"):
        of("a:b", home="home")
    for name in ("a\nb", os.fsdecode(b"a\xffb")):
        with pytest.raises(SettingsError, match="UTF-8"):
            of(home=name)


def test_the_home_that_was_built_is_looked_at(here: Path) -> None:
    assert existing_home(environment={}).root == here / "home"
    (here / "home/samples/published").mkdir(parents=True)
    assert existing_home(environment={}).root == here / "home/samples"
    (here / "home/published").mkdir()
    assert existing_home(environment={}).root == here / "home"
    assert existing_home(environment={"JIXIAO_HOME": "x"}).root == here / "x"
    assert existing_home(Path("y"), {"JIXIAO_HOME": "x"}).root == here / "y"


def test_settings_and_the_look_for_new_files_load_no_framework() -> None:
    code = (
        "import sys, building.due, ingest.home;"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pandas', 'duckdb'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr


def test_settings_cannot_be_changed_afterwards(here: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        of().home = here  # type: ignore[misc]
