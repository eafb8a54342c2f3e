"""`reports.csv` and `reports.jsonl`: columns under a crawler's names, odd values, paths from the list's folder on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import lists
from ingest.records import ListedReportRow
from tests.unit.ingest.properties import PROPERTY

REPORTS = lists.KINDS["reports.csv"]
PATH = "crawl/county/reports.csv"


def read(text: str, path: str = PATH) -> lists.ListRead:
    return lists.read(REPORTS, text.encode(), path, "sha")


def row(text: str, path: str = PATH) -> ListedReportRow:
    found = read(text, path)
    assert not found.faults, found.faults
    (only,) = found.rows
    assert isinstance(only, ListedReportRow)
    return only


def faults(text: str, path: str = PATH) -> list[tuple[int | None, str]]:
    return [(fault.line_no, fault.reason) for fault in read(text, path).faults]


FULL = ListedReportRow(
    PATH, "sha", 2, "crawl/county/2024/a.pdf", "https://example.invalid/a?id=1", "某局 2024年决算", "某县政府网",
    "某县水利局", "431299", 2024, "final_accounts", "2025-09-01", "2025-10-02T08:05:09",
)  # fmt: skip


def test_every_column_under_its_own_name() -> None:
    text = (
        "path,source_url,page_title,publisher,unit_name,division_code,fiscal_year,report_family,published_at,retrieved_at\n"
        "2024/a.pdf,https://example.invalid/a?id=1,某局 2024年决算,某县政府网,某县水利局,431299,2024,final_accounts,2025-09-01,2025-10-02T08:05:09\n"
    )
    assert row(text) == FULL


def test_the_names_and_spellings_that_crawlers_leave() -> None:
    text = (
        "\ufeffid,标题,URL,Publish Date,网站名称,本地路径,单位名称,年份,行政区划代码,报告类型,抓取时间,status\r\n"
        "7,某局\u3000 2024年决算 ,https://example.invalid/a?id=1,2025年9月1日,某县政府网,.\\2024\\a.pdf,某县 水利局,2024.0,431299.0,部门决算,2025/10/2 8:05:09,200\r\n"
    )
    assert row(text) == FULL


def test_one_object_a_line() -> None:
    line = {
        "file_path": "./2024/a.pdf", "url": "https://example.invalid/a?id=1", "title": "某局 2024年决算",
        "site": "某县政府网", "org": "某县水利局", "region_code": 431299, "year": 2024, "report_type": "final_accounts",
        "pub_date": "20250901", "crawled_at": "2025-10-02 08:05:09+08:00", "tags": ["决算"], "ok": True,
    }  # fmt: skip
    path = PATH.replace("csv", "jsonl")
    found = read(json.dumps(line, ensure_ascii=False) + "\n\nnot json\n[1]\n" + "[" * 100_000 + "\n", path)
    assert [(fault.line_no, fault.reason) for fault in found.faults] == [
        (3, "not_json"),
        (4, "not_json"),
        (5, "not_json"),
    ]
    (only,) = found.rows
    assert isinstance(only, ListedReportRow)
    assert (only.line_no, only.file_path, only.fiscal_year, only.published_at, only.retrieved_at) == (
        1, FULL.file_path, 2024, "2025-09-01", "2025-10-02T08:05:09",
    )  # fmt: skip
    assert (only.unit_name, only.division_code, only.report_family) == ("某县水利局", "431299", "final_accounts")


def test_all_but_the_path_may_be_missing_or_empty() -> None:
    assert row("path\na.pdf\n") == ListedReportRow(PATH, "sha", 2, "crawl/county/a.pdf")
    empty = row("path,fiscal_year,unit_name,published_at,url\na.pdf,,nan,NULL,-\n")
    assert empty == ListedReportRow(PATH, "sha", 2, "crawl/county/a.pdf")


def test_of_several_names_of_one_column_the_plainest_that_holds_something() -> None:
    assert row("file_name,path\n附件.pdf,2024/a.pdf\n").file_path == "crawl/county/2024/a.pdf"
    assert row("file_name,path\n附件.pdf,\n").file_path == "crawl/county/附件.pdf"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a.pdf", "crawl/county/a.pdf"),
        ("./x//a.pdf", "crawl/county/x/a.pdf"),
        ("x\\y\\a b.pdf", "crawl/county/x/y/a b.pdf"),
        ("../other/a.pdf", "crawl/other/a.pdf"),
    ],
)
def test_a_path_goes_from_the_lists_folder_on(written: str, shown: str) -> None:
    assert row(f"path\n{written}\n").file_path == shown


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("path", "/data/a.pdf", "bad_value"),
        ("path", "D:\\\\data\\\\a.pdf", "bad_value"),
        ("path", "../../a.pdf", "bad_value"),
        ("url", "example.invalid/a", "bad_value"),
        ("url", "javascript:alert(1)", "bad_value"),
        ("title", "=1+1", "bad_value"),
        ("unit", "@某县水利局", "bad_value"),
        ("unit", "某县水利局<b>", "bad_value"),
        ("region_code", "4312", "bad_value"),
        ("year", "24", "bad_value"),
        ("year", "20245", "bad_value"),
        ("year", "1949", "bad_value"),
        ("category", "采购公告", "bad_value"),
        ("date", "2025-13-01", "bad_value"),
        ("date", "2025-02-30", "bad_value"),
        ("date", "昨天", "bad_value"),
        ("crawled_at", "2025-09-01 25:00", "bad_value"),
    ],
)  # fmt: skip
def test_an_odd_value_costs_its_line_alone(header: str, value: str, reason: str) -> None:
    names = ["path", *([header] if header != "path" else [])]
    line = value if header == "path" else f"b.pdf,{value}"
    rest = "," if header != "path" else ""
    assert faults(f"{','.join(names)}\na.pdf{rest}\n{line}\nc.pdf{rest}\n") == [(3, reason)]
    assert len(read(f"{','.join(names)}\na.pdf{rest}\n{line}\nc.pdf{rest}\n").rows) == 2


def test_a_line_without_a_path_and_a_list_without_the_column() -> None:
    assert faults("path,year\n,2024\n") == [(2, "missing_value")]
    assert faults("标题,网址\na,https://example.invalid/\n") == [(None, "wrong_header")]
    assert [fault.reason for fault in lists.read(REPORTS, "路径\n甲.pdf\n".encode("gb18030"), PATH, "sha").faults] == [
        "not_utf8"
    ]


@PROPERTY
@given(st.text(alphabet='",\n\r ={}[]:a1./\\年-月\0', max_size=80), st.sampled_from([PATH, "x/reports.jsonl"]))
def test_no_text_breaks_the_reading(lines: str, path: str) -> None:
    for text in (lines, "path,year,date\n" + lines):
        found = read(text, path)
        assert all(fault.detail.isprintable() for fault in found.faults)
