"""Rules for prose: each is noticed when it is taken out, and what they say is told by their names."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.recognisers.prose import aside, circumstances, clauses, line_items, measures, movements
from ingest.recognisers.prose.reading import Asking
from tests.support import nonempty
from tests.unit.ingest.reports import PROJECTS, TITLE, everything_read, recognised

BUDGET = "2024年清河市云溪区水务局部门预算公开说明\n"
PROJECT_REPORT = "2023年度清河市云溪区水务局项目支出绩效自评报告\n"
# what a sentence stands below
HEADS = {
    "": TITLE,
    "projects": TITLE + PROJECTS,
    "budget": BUDGET,
    "closing": f"{TITLE}七、存在的问题及原因分析\n",
    "project report": PROJECT_REPORT,
}


class Example(NamedTuple):
    """A line of rules.csv: a sentence (lines parted by ⏎) that a rule is for, and all that is read in it, in its order."""

    list: str
    rule: str
    below: str
    sentence: str
    read: str


def _examples() -> list[Example]:
    with Path(__file__).with_name("rules.csv").open(encoding="utf-8", newline="") as handle:
        return [Example(**row) for row in csv.DictReader(handle)]


EXAMPLES = nonempty(_examples())
RULES = sorted({(example.list, example.rule) for example in EXAMPLES})
MODULES = {
    module.__name__.rpartition(".")[2]: module
    for module in (aside, circumstances, clauses, line_items, measures, movements)
}


def asking(name: str) -> Asking:  # type: ignore[type-arg]
    module, _, listed = name.partition(".")
    found = getattr(MODULES[module], listed)
    assert isinstance(found, Asking)
    return found


def read(example: Example) -> str:
    return everything_read(example.sentence.replace("⏎", "\n"), HEADS[example.below])


def test_every_rule_of_every_list_has_an_example() -> None:
    lists = {
        (f"{module}.{name}", rule.__name__)
        for module, found in MODULES.items()
        for name, value in vars(found).items()
        if isinstance(value, Asking)
        for rule in value.rules
    }
    assert lists == set(RULES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}-{example.sentence[:12]}")
def test_a_sentence_is_read_as_a_careful_reader_would(example: Example) -> None:
    assert read(example) == example.read


def _variants() -> list[tuple[str, str, str, str]]:
    """Lines of variants.csv: a sentence with a gap for each of some words, and what is read in it whichever stands there."""
    with Path(__file__).with_name("variants.csv").open(encoding="utf-8", newline="") as handle:
        return [(row["below"], row["sentence"], row["words"], row["read"]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("below", "sentence", "words", "told"), nonempty(_variants()))
def test_words_that_mean_the_same_are_read_the_same(below: str, sentence: str, words: str, told: str) -> None:
    for word in words.split("/"):
        assert read(Example("", "", below, sentence.replace("{}", word), "")) == told, word


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_taken_out_is_noticed(name: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = asking(name)
    monkeypatch.setattr(listed, "rules", tuple(one for one in listed.rules if one.__name__ != rule))
    monkeypatch.setattr(listed, "_by_kinds", {})
    own = (example for example in EXAMPLES if (example.list, example.rule) == (name, rule))
    assert any(read(example) != example.read for example in own)


@pytest.mark.parametrize(
    "name",
    ["aside.ASIDE_RULES", "line_items.WITH_UNKNOWN_WORDS", "line_items.WITHOUT_UNKNOWN_WORDS", "measures.MEASURE_RULES",
     "circumstances.FUND_RULES", "circumstances.YEAR_RULES", "movements.MOVEMENT_RULES"],
)  # fmt: skip
def test_the_order_of_rules_counts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = asking(name)
    monkeypatch.setattr(listed, "rules", listed.rules[::-1])
    monkeypatch.setattr(listed, "_by_kinds", {})
    assert any(read(example) != example.read for example in EXAMPLES if example.list == name)


def rules_of(sentence: str, head: str = "") -> list[str | None]:
    return [claim.rule for claim in recognised(sentence, HEADS[head]).claims]


def test_a_claim_carries_the_names_of_the_rules_that_told_what_it_is() -> None:
    assert rules_of("2022年政府性基金预算支出100万元，其中：基本支出60万元。") == [
        "line item: whole_budget; measure: weak_word; fund: fund_word; year: year_of_sentence",
        "line item: item_word; measure: measure_of_whole; fund: fund_of_sentence; year: year_of_sentence",
    ]
    assert rules_of("年中追加5万元，年末无结转。") == [
        "line item: moved_budget; measure: movement; fund: no_fund_named; year: year_of_report",
        "no_carryover",
    ]
    assert rules_of("公务接待费由上年的5万元降至3万元。")[1] == (
        "line item: goes_on; measure: goes_on; fund: goes_on; year: year_of_report"
    )


@pytest.mark.parametrize(
    ("sentence", "head", "part"),
    [
        ("河道清淤专项50万元，实际支出48万元。", "projects", "measure: section_measure, spent_later"),
        ("预算50万元，资金来源为政府性基金。", "", "fund: no_fund_named, source_of_sentence"),
        ("预算安排50万元，较年初预算减少5万元。", "", "measure: measure_word, called_initial"),
    ],
)
def test_what_later_words_tell_of_a_claim_stands_in_its_rule(sentence: str, head: str, part: str) -> None:
    first = rules_of(sentence, head)[0]
    assert first is not None
    assert part in first


def test_a_rule_is_asked_only_of_phrases_that_hold_what_it_needs() -> None:
    kinds = frozenset({"measure"})
    assert measures.measure_word in measures.MEASURE_RULES.of(kinds)
    assert measures.item_alone not in measures.MEASURE_RULES.of(kinds)
    assert measures.item_alone in measures.MEASURE_RULES.of(frozenset({"item", "measure"}))
