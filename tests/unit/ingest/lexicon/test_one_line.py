"""A word is one line of the lexicon: it is then understood in a sentence, before a row and over a column."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.recognisers import recognise
from tests.forms.kit import document
from tests.forms.kit import table as drawn
from tests.unit.ingest.reports import claims

ROOT = Path(__file__).resolve().parents[4]
# a word that no report of ours uses
UNKNOWN = "资金盘子"
LINE = [UNKNOWN, "measure", "budget", "adjusted", "", "", ""]
HEAD = "2023年度清河市云溪区水务局整体支出绩效自评报告\n"


def forget() -> None:
    """Empty every cache of the library, so that the lexicon is read anew."""
    for name, module in list(sys.modules.items()):
        if name == "ingest" or name.startswith("ingest."):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


@pytest.fixture
def own_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the lexicon that the library reads instead."""
    copy = tmp_path / "lexicon"
    shutil.copytree(lexicon.HERE, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr(lexicon, "HERE", copy)
    forget()
    yield copy
    monkeypatch.undo()
    forget()


def add(folder: Path, name: str, fields: list[str]) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow(fields)
    forget()


def table(*rows: list[str]) -> str:
    """A table as flattened text: a cell a line, a blank line behind each row."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


SENTENCE = f"2023年{UNKNOWN}812.45万元，用于日常工作。"
ROW = table(["项目", "金额"], [UNKNOWN, "812.45"])
COLUMN = table(["经费控制情况", "上年决算数", UNKNOWN, "全年执行数"], ["三公经费", "9.80", "10.00", "8.65"])


def test_a_new_word_for_a_budget_is_one_line_for_sentences_rows_and_columns(own_lexicon: Path) -> None:
    places = {"sentence": SENTENCE, "row": ROW, "column": COLUMN}
    before = {place: claims(text, HEAD) for place, text in places.items()}
    add(own_lexicon, "labels", LINE)
    after = {place: claims(text, HEAD) for place, text in places.items()}
    assert not any("adjusted" in claim for found in before.values() for claim in found)
    assert after == {
        "sentence": ["2023 budget.adjusted total 8124500"],
        "row": ["2023 budget.adjusted total 8124500"],
        "column": [
            "2022 expenditure three_public 98000",
            "2023 budget.adjusted three_public 100000",
            "2023 expenditure three_public 86500",
        ],
    }


def test_a_word_of_sentences_only_names_no_column() -> None:
    # 实际 over a column of indicators is the value reached
    assert lexicon.label("实际") is not None
    assert lexicon.column("实际") is None
    assert lexicon.column("年初下达") == lexicon.Column("amount", "budget", "initial")


# -- classes of cues ---------------------------------------------------------------------------------------------------

# in a copy of the library: what two sentences and a target say
_SAID = """
import json
from pathlib import Path
import ingest
from ingest.normalize.comparators import parse_quantity
from tests.unit.ingest.reports import claims

assert Path(ingest.__file__).is_relative_to(Path.cwd()), ingest.__file__
quantity = parse_quantity("回落5%")
print(json.dumps({
    "compared": claims("2023年三公经费支出3万元，比上年支出5万元回落40%。"),
    "planned": claims("三公经费支出3万元，来年安排三公经费4万元。"),
    "target": quantity and [quantity.direction, str(quantity.value)],
}))
"""


def said_with(folder: Path, *lines: tuple[str, str]) -> dict[str, list[str] | None]:
    """What a copy of the library understands whose cues have some lines more."""
    folder.mkdir()
    shutil.copytree(lexicon.HERE.parent, folder / "ingest", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "ingest" / "lexicon" / "cues.csv").open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([word, kind, ""] for word, kind in lines)
    ran = subprocess.run(
        [sys.executable, "-c", _SAID],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[str] | None] = json.loads(ran.stdout)
    return found


def test_a_new_cue_is_one_line_for_every_rule_that_asks_for_its_class(tmp_path: Path) -> None:
    this_year, last_year = "2023 expenditure three_public 30000", "2022 expenditure three_public 50000"
    before = said_with(tmp_path / "before")
    # words that nobody knows: other years' figures are taken for this year's, and no target is read
    assert before["compared"] == [this_year, "2023 expenditure three_public 50000"]
    assert before["planned"] == [this_year, "2023 budget.unstated three_public 40000"]
    assert before["target"] is None
    after = said_with(tmp_path / "after", ("回落", "decrease"), ("来年", "next_year"))
    assert after == {"compared": [this_year, last_year], "planned": [this_year], "target": ["down", "0.05"]}


def test_a_longer_word_is_tried_first_wherever_its_line_stands(
    own_lexicon: Path,
) -> None:
    add(own_lexicon, "cues", ["较去年同期", "compared_with", ""])
    assert lexicon.cues("compared_with")[0] == "较去年同期"
    # what may not follow is no part of a word's length
    assert lexicon.cues("done_to").index("对于") < lexicon.cues("done_to").index("对(?![口外内台标个接])")


# -- what a line has done again ----------------------------------------------------------------------------------------

# in a copy of the library: the versions before and after a line more in each file that is named
_VERSIONS = """
import sys
from pathlib import Path
from ingest import readers, recognisers

assert Path(readers.__file__).is_relative_to(Path.cwd()), readers.__file__

def versions():
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "ingest"]:
        for value in list(vars(module).values()):
            if callable(getattr(value, "cache_clear", None)):
                value.cache_clear()
    return readers.versions(), recognisers.version()

for name in sys.argv[1:]:
    path = Path(name)
    content, before = path.read_bytes(), versions()
    path.write_bytes(content + b"x,y\\n")
    after = versions()
    path.write_bytes(content)
    print(name, before[0] != after[0], before[1] != after[1])
"""


def test_a_line_of_the_lexicon_recognises_again_and_reads_no_file_again(tmp_path: Path) -> None:
    root = lexicon.HERE.parent
    shutil.copytree(root, tmp_path / "ingest", ignore=shutil.ignore_patterns("__pycache__"))
    words = [f"ingest/lexicon/{path.name}" for path in sorted(lexicon.HERE.glob("*.csv"))]
    code = ["ingest/lexicon/__init__.py", "ingest/normalize/amounts.py"]
    geometry = ["ingest/pages/words.csv", "ingest/pages/stitching.py"]
    ran = subprocess.run(
        [sys.executable, "-c", _VERSIONS, *words, *code, *geometry],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    changed = {line.split()[0]: tuple(line.split()[1:]) for line in ran.stdout.splitlines()}
    assert {name: changed[name] for name in words + code} == dict.fromkeys(words + code, ("False", "True"))
    assert {name: changed[name] for name in geometry} == dict.fromkeys(geometry, ("True", "True"))


def test_geometry_works_without_the_lexicon() -> None:
    code = (
        "import sys, ingest.pages.assembly; print('ingest.pages.words' in sys.modules, 'ingest.lexicon' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["True", "False"]


# -- forms of accounts and budgets -------------------------------------------------------------------------------------

ACCOUNT = "澄溪县渔政站2024年度部门决算"


def of_account(title: str, art: str) -> list[tuple[str, str, str, str | None]]:
    """Measure, line item, fund and class of an account form's claims."""
    (found,) = recognise(document((ACCOUNT, title, drawn(art)), "cells"), "c" * 64)
    return [(c.measure, c.line_item_code, c.fund_code, c.classification_code) for c in found.claims]


VARIANTS = [
    pytest.param(
        "account_columns",
        ["天外捐款收入", "amount", "income", "", "other_income", "", "", "", "yes", ""],
        "收入决算表",
        "科目编码 | 科目名称 | 本年收入合计 | 天外捐款收入\n213 | 农林水支出 | | 7",
        ("income", "other_income", "all_funds", "213"),
        id="a column",
    ),
    pytest.param(
        "account_columns",
        ["天外码", "code", "", "", "", "", "", "", "", ""],
        "支出决算表",
        "天外码 | 天外码 | 科目名称 | 基本支出\n213 | 01 | 农业 | 7",
        ("expenditure", "basic", "all_funds", "21301"),
        id="a column of codes",
    ),
    pytest.param(
        "account_rows",
        ["天外捐款收入", "income", "other_income", "", "", ""],
        "收入支出决算总表",
        "收入 | < | 支出 | <\n项目 | 决算数 | 项目 | 决算数\n九、天外捐款收入 | 7 | 一、农林水支出 |",
        ("income", "other_income", "all_funds", None),
        id="a row",
    ),
    pytest.param(
        "account_classes",
        ["function", "299", "天外探索支出", "2030", ""],
        "收入支出决算总表",
        "收入 | < | 支出 | <\n项目 | 决算数 | 项目 | 决算数\n一、其他收入 | | 一、天外探索支出 | 7",
        ("expenditure", "total", "all_funds", "299"),
        id="a class",
    ),
    pytest.param(
        "account_forms",
        ["skies", "天外资金决算明细单", "expenditure", "", "government_fund", ""],
        "天外资金决算明细单",
        "科目编码 | 科目名称 | 基本支出\n213 | 农林水支出 | 7",
        ("expenditure", "basic", "government_fund", "213"),
        id="a form",
    ),
]


@pytest.mark.parametrize(("name", "line", "title", "art", "claim"), VARIANTS)
def test_a_variant_of_an_account_form_is_one_line(
    own_lexicon: Path, name: str, line: list[str], title: str, art: str, claim: tuple[str, str, str, str | None]
) -> None:
    if name == "account_forms":
        # what stands over tables is told from other lines first
        add(own_lexicon, "forms", [line[1], "budget_table"])
    before = of_account(title, art)
    assert claim not in before
    add(own_lexicon, name, line)
    assert claim in of_account(title, art)
