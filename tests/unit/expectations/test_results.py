"""Result rows and their files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from expectations.results import QualityResult, ensure_empty, read_history, read_results, write_results


def result(run: str = "run-1", year: int | None = 2021, expectation: str = "guard/a_family") -> QualityResult:
    return QualityResult(
        run, f"2031-{run[-1]}", "marts", year, expectation, "warning", "0.5", ">= 0.9", False, "unit1,unit2"
    )


def test_rows_come_back_as_written_with_the_same_bytes(tmp_path: Path) -> None:
    rows = [result(year=2022), result(), result(year=None)]
    (path,) = write_results(rows, tmp_path)
    first = path.read_bytes()
    assert set(read_results(path)) == set(rows)
    write_results(list(reversed(rows)), tmp_path)
    assert path.read_bytes() == first


def test_history_is_every_run_oldest_first_and_there_is_always_a_file(tmp_path: Path) -> None:
    quality = tmp_path / "quality"
    assert read_history(quality) == []
    assert read_results(ensure_empty(quality)) == []
    write_results([result("run-2")], quality)
    write_results([result("run-1")], quality)
    assert [row.run_id for row in read_history(quality)] == ["run-1", "run-2"]
    assert not list(quality.glob("*.tmp"))


@pytest.mark.parametrize("run", ["", "../out", "empty", ".hidden"])
def test_a_run_id_that_is_no_file_name_is_refused(tmp_path: Path, run: str) -> None:
    with pytest.raises(ValueError, match="run id"):
        write_results([QualityResult(run, "", "", None, "", "info", "", "", True)], tmp_path)


def test_code_and_family_are_told_apart() -> None:
    assert (result().code, result().report_family) == ("guard", "a_family")
    assert (result(expectation="guard").code, result(expectation="guard").report_family) == ("guard", None)


def test_nothing_heavy_is_imported_before_a_suite_is_validated() -> None:
    watched = "great_expectations, pandas, dagster, dbt"
    code = (
        "import sys; import expectations.run, expectations.data_docs, expectations.results; "
        f"print([m for m in '{watched}'.split(', ') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
