"""What the READMEs show of the samples is what a build of the samples gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("readme") / "home"
    samples = ROOT / "samples" / "reports"
    subprocess.run(
        [sys.executable, "-m", "jixiao", "build", samples, "--home", home, "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return home


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / "README.md").read_text("utf-8"))


@pytest.mark.slow
def test_the_query_gives_the_table_shown(home: Path) -> None:
    shown = blocks()
    at = next(number for number, (language, _) in enumerate(shown) if language == "sql")
    sql, table = shown[at][1], shown[at + 1][1]
    with duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(sql).fetchall()
    # an empty cell at a line's end leaves no trace but its spaces
    expected = [line.split() for line in table.strip().splitlines()[1:]]
    assert [[str(value) for value in row if value is not None] for row in rows] == expected


@pytest.mark.slow
def test_explain_gives_the_text_shown(home: Path) -> None:
    shown = blocks()
    at, identifier = next(
        (number, match[1])
        for number, (_, text) in enumerate(shown)
        if (match := re.search(r"jixiao explain (\w+)", text)) and number + 1 < len(shown)
    )
    done = subprocess.run(
        [sys.executable, "-m", "jixiao", "explain", identifier, "--home", home],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env={"COLUMNS": "130", "PATH": "", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == shown[at + 1][1].split()
