"""Data Docs: one file opens alone, shows what fails and since when, and lets no report text through as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from expectations.data_docs import page_name, write
from expectations.results import QualityResult
from tests.support import nonempty

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def result(run: int = 9, year: int | None = 2021, passed: bool = True, **changes: str) -> QualityResult:
    given = {
        "suite": "marts",
        "expectation": "unit_error_county",
        "severity": "critical",
        "observed": "4",
        "sample_keys": "999902,unit1",
    }
    given |= changes
    return QualityResult(
        f"run-{run}", f"2031-01-0{run}T00:00:00Z", given["suite"], year, given["expectation"], given["severity"],
        given["observed"], "-2.5 .. 2.5", passed, "" if passed else given["sample_keys"],
    )  # fmt: skip


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(path: Path) -> Seen:
    seen = Seen()
    seen.feed(path.read_text(encoding="utf-8"))
    return seen


def test_pages_load_nothing_and_every_link_stays_inside(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write([result(), result(year=None), result(suite="handover", passed=False)], [], docs)
    pages = sorted(path.name for path in docs.iterdir())
    assert pages == ["handover-2021.html", "index.html", "marts-2021.html", "marts-all.html"]
    for page in pages:
        seen = read(docs / page)
        assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in seen.tags}
        links = [attributes["href"] for tag, attributes in seen.tags if tag == "a"]
        assert links and set(links) <= set(pages)
        assert "http" not in re.sub(
            r'http-equiv="Content-Security-Policy"', "", (docs / page).read_text(encoding="utf-8")
        )


def test_text_from_data_is_shown_not_run(tmp_path: Path) -> None:
    hostile = result(
        passed=False, suite=HOSTILE, expectation=HOSTILE, observed=HOSTILE, sample_keys=HOSTILE, severity=HOSTILE
    )
    write([hostile], [], tmp_path / "docs")
    for page in nonempty((tmp_path / "docs").iterdir()):
        seen = read(page)
        assert not {"script", "img"} & {tag for tag, _ in seen.tags}
        assert HOSTILE in seen.words
    assert page_name("../up", 2021) == "___up-2021.html"


def test_failures_say_since_which_run(tmp_path: Path) -> None:
    history = [result(run, passed=run < 3) for run in range(1, 9)]
    write([result(passed=False)], [*history, result(passed=False)], tmp_path / "docs")
    words = read(tmp_path / "docs" / "index.html").words
    assert "2031-01-03 00:00 UTC" in words[: words.index("Runs before ")]
    assert "999902" in words and "County" not in words
    assert any("not published" in word for word in words) and "有严重问题，不予发布。" in words


def test_a_guard_tells_its_reason_in_both_languages(tmp_path: Path) -> None:
    write([result()], [], tmp_path / "docs")
    text = (tmp_path / "docs" / "marts-2021.html").read_text(encoding="utf-8")
    assert "yuan and ten thousands were confused" in text and "元与万元混淆" in text


def test_what_was_not_judged_is_not_shown_as_holding(tmp_path: Path) -> None:
    write([result(observed="not enough history"), result(year=2022)], [], tmp_path / "docs")
    early, judged = (" ".join(read(tmp_path / "docs" / f"marts-{year}.html").words) for year in (2021, 2022))
    assert "历史不足" in early and "✓" not in early
    assert "历史不足" not in judged and "✓" in judged


def test_keys_have_their_names_and_say_how_many_there_are(tmp_path: Path) -> None:
    sha = "0123456789abcdef" * 4
    failed = replace(result(passed=False, sample_keys=f"{sha}-1,unit1"), key_count=1_502)
    write([failed], [], tmp_path / "docs", names={"unit1": "某县图书馆<b>"})
    overview, page = (read(tmp_path / "docs" / name).words for name in ("index.html", "marts-2021.html"))
    assert "某县图书馆<b>" in overview and "… 1,500 more " in overview
    assert "0123456789ab…-1" in overview and f"{sha}-1" in page


def test_docs_are_replaced_whole_and_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write([result(year=2020)], [], docs)
    write([result(), result(passed=False, year=2022)], [], docs)
    first = {path.name: path.read_bytes() for path in docs.iterdir()}
    write([result(passed=False, year=2022), result()], [], docs)
    assert {path.name: path.read_bytes() for path in docs.iterdir()} == first
    assert set(first) == {"index.html", "marts-2021.html", "marts-2022.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]
