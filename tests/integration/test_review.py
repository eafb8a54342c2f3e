"""A verdict on a finding stays over builds, also when the report was edited elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from tests.support import SAMPLES, copy_home, run_jixiao


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_review_stays_when_the_report_is_edited_elsewhere(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    reports = Path(shutil.copytree(SAMPLES, tmp_path / "reports"))
    finding, check = rows(
        home,
        "select finding_id, check_code from fct_finding join dim_report_file using (report_id) "
        "where file_name = 'culture_house_2024.txt' and severity = 'error' order by all",
    )[0]
    ran = run_jixiao("review", finding, "--verdict", "false", "--reason", "no", "--by", "A", "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    ran = run_jixiao("review", finding[:14], "--verdict", "confirmed", "--reason", "yes", "--by", "B", "--home", home)
    assert ran.code == 0, ran.out + ran.err
    # a paragraph more, and with it other bytes, another id, other places
    file = reports / "culture_house_2024.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("一、部门（单位）基本情况\n", "本报告已经修订。\n\n一、部门（单位）基本情况\n", 1),
        encoding="utf-8",
    )
    assert file.read_text(encoding="utf-8") != text
    ran = run_jixiao("build", reports, "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    found = rows(
        home, "select finding_id, verdict, reviewed_by, is_latest from fct_finding_review order by reviewed_at"
    )
    # the version before is still there, and its finding
    of = {row[0] for row in found}
    assert finding in of and None not in of and len(of) == 2
    assert {row[1:] for row in found} == {("false", "A", False), ("confirmed", "B", True)}
    counted = rows(
        home,
        f"select reviewed_count, confirmed_count, false_count, confirmed_share from dim_check where check_code = '{check}'",
    )
    assert counted == [(1, 1, 0, 1.0)]
    assert run_jixiao("review", finding[:4], "--verdict", "false", "--reason", "x", "--home", home).code != 0
