"""A folder as a crawler leaves it: 30 files with names of no use, lists that say where they come from, through to the warehouse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support import copy_home, run_jixiao, tree_digest

pytestmark = pytest.mark.slow

PLACE = "湖南省怀化市鹤城区"
STATED, UNTOLD, IN_JSON = 22, 4, 4
WRONG_YEAR, BAD_DATE, GONE = 5, 7, 99
HEADER = "\ufeffid,标题,URL,发布日期,网站名称,本地路径,单位名称,年份,抓取时间,status\r\n"
STATES_ALL = """{place}{body}2023年度部门整体支出绩效自评报告
一、部门基本情况
{place}{body}是{place}人民政府组成部门。
二、一般公共预算支出情况
2023年度支出合计{amount}.00万元，其中：基本支出{amount}.00万元，项目支出0.00万元。
"""
STATES_NOTHING = """部门整体支出绩效自评报告
二、一般公共预算支出情况
本年度支出合计{amount}.00万元，其中：基本支出{amount}.00万元，项目支出0.00万元。
"""


def body(number: int) -> str:
    return f"第{'零一二三四五六七八九'[number // 10]}{'零一二三四五六七八九'[number % 10]}水文站"


def address(number: int) -> str:
    return f"https://example.invalid/show?id={number}"


def crawled(folder: Path) -> Path:
    """The files and their lists; returns the CSV."""
    files = folder / "files"
    files.mkdir(parents=True)
    lines = []
    for number in range(1, STATED + UNTOLD + 1):
        template = STATES_ALL if number <= STATED else STATES_NOTHING
        text = template.format(place=PLACE, body=body(number), amount=100 + number)
        (files / f"{number:04d}.txt").write_text(text, encoding="utf-8")
        year = {WRONG_YEAR: "2021"}.get(number, "2023.0" if number % 2 else "2023")
        day = {BAD_DATE: "2024-13-45"}.get(number, f"2024年9月{number}日" if number % 3 else "")
        unit = f"{PLACE}{body(number)}" if number > STATED or number % 4 else ""
        page = f'"决算, 第{number}号"'
        lines.append(
            f"{number},{page},{address(number)},{day},某县政府网,.\\files\\{number:04d}.txt,{unit},{year},2024/10/1 8:0{number % 10}:00,200"
        )
    lines.append(f"{GONE},,{address(GONE)},,,files/{GONE:04d}.txt,,,,404")
    lines.append(",,,,,,,,,")
    (folder / "reports.csv").write_text(HEADER + "\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    more = folder / "more"
    more.mkdir()
    with (more / "reports.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(STATED + UNTOLD + 1, STATED + UNTOLD + IN_JSON + 1):
            text = STATES_NOTHING.format(amount=100 + number)
            (more / f"{number:04d}").write_text(text, encoding="utf-8")
            facts = {"file": f"{number:04d}", "url": address(number), "org": f"{PLACE}{body(number)}", "year": 2022}
            stream.write(json.dumps(facts, ensure_ascii=False) + "\n")
    return folder / "reports.csv"


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str((home / "published/warehouse.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


FILES = """
    select r.identity_basis, u.unit_name, r.fiscal_year, f.source_url, f.page_title, f.publisher, f.published_at::string, f.retrieved_at
    from marts.dim_report_file as f inner join marts.dim_report as r using (report_id) inner join marts.dim_unit as u using (unit_key)
    where f.path like 'crawled/%' order by f.path
"""


def expected(number: int) -> tuple[Any, ...]:
    unit = f"怀化市鹤城区{body(number)}"
    if number > STATED + UNTOLD:
        return "list", unit, 2022, address(number), None, None, None, None
    basis = "text" if number <= STATED else "list"
    if number == BAD_DATE:
        return basis, unit, 2023, None, None, None, None, None
    day = f"2024-09-{number:02d}" if number % 3 else None
    return (
        basis, unit, 2023, address(number), f"决算, 第{number}号", "某县政府网", day, f"2024-10-01T08:0{number % 10}:00",
    )  # fmt: skip


def test_lists_of_a_crawler_reach_the_warehouse_and_an_edit_reads_no_file(built_home: Path, tmp_path: Path) -> None:
    home = copy_home(built_home, tmp_path / "home")
    folder = tmp_path / "crawled"
    listed = crawled(folder)
    ran = run_jixiao("build", folder, "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert (ran.json["status"], ran.json["read"]) == ("published", STATED + UNTOLD + IN_JSON)
    numbers = list(range(1, STATED + UNTOLD + IN_JSON + 1))
    found = query(home, FILES)
    by_path = sorted(numbers, key=lambda number: f"{'more' if number > STATED + UNTOLD else 'files'}/{number:04d}")
    assert found == [expected(number) for number in by_path]
    faults = [(row["line_no"], row["reason"]) for row in ran.json["list_faults"]]
    assert faults == [(BAD_DATE + 1, "bad_value"), (STATED + UNTOLD + 2, "no_such_file")]
    contradicted = query(
        home,
        "select r.file_name, f.explanation_en from marts.fct_finding as f inner join marts.dim_report as r using (report_id)"
        " where f.check_code = 'identity_list_contradicts_text'",
    )
    assert [name for name, _ in contradicted] == [f"{WRONG_YEAR:04d}.txt"]
    assert "2023" in contradicted[0][1] and "2021" in contradicted[0][1]
    # figures of files that state no year are of the year that the list gives
    spent = query(
        home,
        "select fiscal_year, count(*) from marts.fct_expenditure inner join marts.dim_unit using (unit_key)"
        " where unit_name like '%鹤城区第%' and line_item_code = 'total' group by all order by all",
    )
    assert spent == [(2022, IN_JSON), (2023, STATED + UNTOLD)]

    read = tree_digest(home / "staging/raw"), tree_digest(home / "staging/recognised")
    text = listed.read_text(encoding="utf-8")
    edited = text.replace(",2021,", ",2023,").replace("2024-13-45", "2024-09-07")
    assert edited != text
    listed.write_text(edited, encoding="utf-8", newline="")
    ran = run_jixiao("build", folder, "--home", home, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert (ran.json["status"], ran.json["read"]) == ("published", 0)
    assert (tree_digest(home / "staging/raw"), tree_digest(home / "staging/recognised")) == read
    assert [row["reason"] for row in ran.json["list_faults"]] == ["no_such_file"]
    assert query(
        home, "select count(*) from marts.fct_finding where check_code = 'identity_list_contradicts_text'"
    ) == [(0,)]
    assert address(BAD_DATE) in {row[3] for row in query(home, FILES)}
    assert run_jixiao("build", folder, "--home", home, "--json").json["status"] == "nothing_new"
