"""Rules for prose: each is noticed when it is taken out, and what they say is told by their names."""

from __future__ import annotations

import pytest

from ingest.recognisers.prose import aside, circumstances, clauses, line_items, measures, movements
from ingest.recognisers.prose.rules import Asking
from tests.unit.ingest.reports import PROJECTS, TITLE, recognised, said

BUDGET = "2024年清河市云溪区水务局部门预算公开说明\n"
HEADS = {"": TITLE, "projects": TITLE + PROJECTS, "budget": BUDGET}

# list of rules -> rule -> what is read otherwise without it, and below which head
EXAMPLES: dict[str, dict[str, tuple[str, str]]] = {
    "aside.ASIDE_RULES": {
        "class_of_purchases": ("由中小企业中标的，预算资金50万元。", "projects"),
        "other_money": ("固定资产500万元。", ""),
        "ratio": ("人均公用经费预算2万元。", ""),
        "number_of_things": ("补贴200万，用于生态修复。", ""),
        "other_income": ("收入预算500万元，其中：财政拨款收入480万元。", ""),
        "functional_category": ("一般公共服务支出（类）人大事务（款）2023年支出50万元。", ""),
        "uncovered_label": ("会议费2万元，培训费3万元。", ""),
        "class_of_projects": ("运转类项目预算50万元。", ""),
        "own_level_of_sum": ("本级预算300万元，上级转移支付20万元。", ""),
        "opening_carryover": ("上年结转5万元。", ""),
        "sum_with_carryover": ("支出总计520万元，其中：本年支出500万元，年末结转和结余20万元。", ""),
        "part_of_left": ("机关运行经费支出35万元，其中办公费5万元。", ""),
        "limit": ("三公经费控制在8万元以内。", ""),
        "plan_for_later": ("明年项目支出预算50万元。", ""),
        "difference": ("三公经费8.7万元，比上年增加0.5万元，增长6%。", ""),
    },
    "clauses.INTRODUCING_RULES": {
        "fund": ("政府性基金安排年初预算项目河道清淤专项，预算资金50万元。", "projects"),
        "class_of_purchases": ("由中小企业承接的年初预算项目河道清淤专项，预算资金50万元。", "projects"),
        "parts": ("机关运行经费80万元。其中年初预算项目河道清淤专项，预算资金50万元。", ""),
        "introduced_projects": ("项目支出80万元，其中年初预算项目河道清淤专项，50万元。", "projects"),
    },
    "clauses.RULES_ON_PROJECTS": {
        "fund": ("政府性基金安排，预算资金50万元。", "projects"),
        "class_of_purchases": ("由中小企业中标的，预算资金50万元。", "projects"),
        "parts": ("项目支出预算80万元。其中，河道清淤50万元。", "projects"),
        "uncovered_money": ("会议费方面，预算5万元。", "projects"),
        "costs": ("产出成本：总预算5万元。", "projects"),
        "item": ("基本支出方面，预算50万元。", "projects"),
        "announced_measure": ("预算数：50万元。", "projects"),
        "name_before": ("河道清淤专项（50万元）、水库加固专项（30万元）。", "projects"),
        "enumerated_projects": ("项目支出80万元，实施河道清淤、水库加固，分别为50万元、30万元。", "projects"),
        "measured_project": ("1.河道清淤项目年初未安排预算，追加后预算50万元。", "projects"),
        "subject": ("道路项目按期完工，支出50万元。", "projects"),
    },
    "clauses.RULES": {
        "fund": ("一般公共预算安排，基本支出20万元。", ""),
        "class_of_purchases": ("由中小企业供应商中标的，采购金额20万元。", ""),
        "parts": ("机关运行经费支出35万元。其中：财政拨款30万元。", ""),
        "uncovered_money": ("会议费方面，预算5万元。", ""),
        "costs": ("产出成本：总预算5万元。", ""),
        "item": ("（三）“三公”经费情况。2023年预算9万元，决算8万元。", ""),
        "announced_measure": ("预算数：1000万元；决算数：990万元。", ""),
        "counted_projects": ("纳入绩效管理的项目12个，预算金额80万元。", ""),
        "name_before": ("项目支出80万元，其中：河道清淤（50万元）、水库加固（30万元）。", ""),
        "enumerated_projects": ("项目支出80万元，涉及河道清淤、水库加固，分别为50万元、30万元。", ""),
        "scored_project": ("河道清淤项目绩效自评得分98分，全年预算50万元。", ""),
        "heading": ("2.老旧管网改造工程。预算50万元。", ""),
    },
    "circumstances.FUND_RULES": {
        "fund_word": ("基本支出预算100万元，其中政府性基金30万元。", ""),
        "fund_of_part_ends": ("预算100万元，其中政府性基金30万元；全年支出95万元。", ""),
        "fund_of_sentence": ("政府性基金安排，预算资金50万元。", "projects"),
    },
    "circumstances.FUND_AROUND_RULES": {
        "fund_of_whole": ("政府性基金预算支出100万元。其中：基本支出60万元。", ""),
        "fund_of_section": ("预算数：50万元。", "projects"),
    },
    "circumstances.MOVED_FUND_RULES": {
        "fund_of_section": ("1.河道清淤专项，年中追加5万元。", "projects"),
    },
    "circumstances.YEAR_RULES": {
        "years_in_order": ("2022年、2023年年初预算分别为4125.49,4143.91万元。", ""),
        "year_in_turn": ("2022年、2023年年初预算分别为4125.49,4143.91万元。", ""),
        "year_compared_with": ("经费支出合计500万元，比2022年480万元增加20万元。", ""),
        "year_of_sentence": ("上年度决算支出50万元，本年度决算支出60万元。", ""),
        "year_of_whole": ("2022年度支出合计100万元。其中：基本支出60万元，项目支出40万元。", ""),
        "year_of_heading": ("一、2022年度决算情况\n基本支出60万元。", ""),
    },
    "line_items.WITH_UNKNOWN_WORDS": {
        "some_months": ("截至2023年6月底，河道清淤项目支出20万元。", ""),
        "line_in_turn": ("河道清淤项目、水库加固项目分别支出50万元、防汛30万元。", "projects"),
        "item_in_turn": ("公用经费和人员经费支出分别为12万元、防汛34万元。", ""),
        "first_of_items": ("公用经费和人员经费防汛分别支出12万元、34万元。", ""),
        "class_of_purchases": ("政府采购预算50万元，其中车辆租赁工程预算1万元。", ""),
        "first_of_names": ("河道清淤项目和水库加固项目分别支出50万元、30万元。", "projects"),
        "payment_of_months": ("上半年支出200万元。", ""),
        "words_for_class": ("上级专项预算50万元。", "projects"),
        "words_for_all": ("专项资金支出50万元。", ""),
        "total_of_project": ("1.河道清淤项目总预算50万元。", "projects"),
        "item_in_name": ("项目支出80万元，主要用于材料采购支出50万元。", "projects"),
        "item_beside_words": ("防汛公用经费支出12万元。", ""),
        "detail_of_whole": ("公务用车购置及运行维护费5万元，其中购置费1万元。", ""),
        "use_of_money": ("项目支出80万元。主要用于河道清淤50万元、水质监测30万元。", "projects"),
        "words_behind_item": ("项目支出防汛50万元。", ""),
        "money_of_something": ("专项业务的项目经费50万元。", ""),
        "project_before_item": ("疫情防控项目支出10万元。", ""),
        "no_name": ("1.河道清淤项目预算50万元，其中设备预算20万元。", "projects"),
        "part_of_project": ("1.河道清淤项目预算50万元，其中监测设备预算20万元。", "projects"),
        "known_project": ("项目支出预算80万元。其中，河道清淤50万元。", "projects"),
        "what_was_paid": ("支出学员补贴5万元。", "projects"),
        "project_with_money": (
            "1.河道治理工程（一期）预算50万元，支出48万元；河道治理工程（二期）预算20万元，支出18万元。",
            "projects",
        ),
        "project_at_start": ("河道清淤项目50万元（其中材料费20万元）。", "projects"),
        "project_in_row": ("1.河道清淤专项5万元；水库加固专项6万元。", "projects"),
        "project_in_total": ("支出合计100万元，其中基本支出80万元、河道清淤项目20万元。", ""),
        "own_body": ("部门预算经财政局批复为500万元。", ""),
        "part_without_projects": ("三公经费预算5万元，其中车辆租赁工程预算2万元。", ""),
        "name_with_measure": ("河道保洁经费年初预算50万元，实际支出48万元，执行率96%。", ""),
        "unknown_words": ("投入120万元修建水渠3公里，挽回经济损失230余万元，发放补贴50万元。", ""),
    },
    "line_items.WITHOUT_UNKNOWN_WORDS": {
        "some_months": ("截至2023年6月底，支出200万元；截至2023年12月底，支出510万元。", ""),
        "line_in_turn": ("河道清淤项目和水库加固项目分别支出50万元、30万元。", "projects"),
        "name_before_bracket": ("河道清淤专项（50万元）、水库加固专项（30万元）。", "projects"),
        "first_of_listed_names": ("项目支出80万元，涉及河道清淤、水库加固，分别为50万元、30万元。", ""),
        "item_in_turn": ("公用经费和人员经费支出分别为12万元、34万元。", ""),
        "first_of_parts": (
            "三公经费预算8万元，其中公务接待费3万元、公务用车运行维护费5万元，实际支出分别为2万元、4万元。",
            "",
        ),
        "first_of_items": ("公用经费和人员经费支出分别为12万元、34万元。", ""),
        "sum_of_parts": ("人员经费500万元，公用经费100万元，合计600万元。", ""),
        "item_word": ("产出成本：总预算5万元。", "projects"),
        "mixed_items": ("公用经费项目支出50万元。", ""),
        "project_word": ("特定目标类项目预算50万元。", ""),
        "fund_of_whole": ("预算100万元，其中：基本支出60万元，政府性基金30万元。", ""),
        "compared_beside_parts": (
            "三公经费8万元，其中公务接待费3万元，公务用车运行维护费5万元，与上年9万元相比减少1万元。",
            "",
        ),
        "same_again": ("三公经费预算数、决算数分别为9万元、8万元。", ""),
        "wordless": ("项目支出80万元。其中：河道清淤，50万元。", "projects"),
        "project_of_sentence": ("2.老旧管网改造工程。预算50万元。", ""),
        "spent_of_income": ("2023年财政拨款收入500万元，支出480万元。", ""),
        "unknown_money": ("会议费方面，预算5万元。", ""),
        "item_of_sentence": ("基本支出方面，预算50万元。", "projects"),
        "unread_project": ("道路项目按期完工，支出50万元。", "projects"),
        "project_of_section": ("预算数：50万元。", "projects"),
        "whole_budget": ("全年预算数100万元。", "budget"),
    },
    "measures.MEASURE_RULES": {
        "measure_in_turn": ("三公经费预算数、决算数分别为9万元、8万元。", ""),
        "final_account": ("年初预算人员经费100万元，年底人员经费90万元。", ""),
        "first_of_measures": ("三公经费预算数、决算数分别为9万元、8万元。", ""),
        "executed_budget": ("全年预算执行总额90万元。", ""),
        "budget_of_whole_year": ("全年预算数100万元。", "budget"),
        "measure_word": ("专项资金预算50万元。", "projects"),
        "planned_item": ("财政拨款支出100万元。", "budget"),
        "item_word": ("政府采购支出100万元，政府采购计划金额90万元。", ""),
        "measure_of_whole": ("项目支出预算80万元。其中，河道清淤50万元。", "projects"),
        "weak_word": ("专项资金支出50万元。", ""),
        "announced_measure": ("预算数：50万元。", "projects"),
        "measure_of_sibling": ("年初预算安排基本支出60万元，项目支出40万元。", ""),
        "measure_before": ("预算数100万元，本年支出合计90万元。", ""),
        "item_alone": ("项目支出防汛50万元。", "projects"),
        "section_measure": ("河道清淤项目50万元（其中材料费20万元）。", "projects"),
    },
    "measures.VERSION_RULES": {
        "initial_budget": ("部门预算经财政局批复为500万元。", ""),
        "heading_version": ("（一）年初预算情况\n部门预算500万元。", ""),
    },
    "measures.ALLOTTED_RULES": {
        "initial_budget": ("年初，县财政下达部门预算500万元。", ""),
    },
    "movements.MOVEMENT_RULES": {
        "part_of_movement": ("年初预算500万元，年中追加50万元，其中追加绩效考核奖30万元。", ""),
        "moved_item": ("追加人员经费5万元。", ""),
        "moved_project": ("1.河道清淤专项，年中追加5万元。", "projects"),
        "moved_budget": ("年末结转结余10.5万元。", ""),
    },
}
MODULES = {
    module.__name__.rpartition(".")[2]: module
    for module in (aside, circumstances, clauses, line_items, measures, movements)
}


def asking(name: str) -> Asking:  # type: ignore[type-arg]
    module, _, listed = name.partition(".")
    found = getattr(MODULES[module], listed)
    assert isinstance(found, Asking)
    return found


def read(sentence: str, head: str) -> tuple[list[str], list[tuple[str, int | None, str | None]]]:
    found = recognised(sentence, HEADS[head])
    return [said(claim) for claim in found.claims], [
        (row.reason, row.char_start, row.label) for row in found.unrecognised
    ]


def test_every_rule_of_every_list_has_an_example() -> None:
    lists = {
        f"{module}.{name}": [rule.__name__ for rule in value.rules]
        for module, found in MODULES.items()
        for name, value in vars(found).items()
        if isinstance(value, Asking)
    }
    assert lists == {name: list(rules) for name, rules in EXAMPLES.items()}


@pytest.mark.parametrize(("name", "rule"), [(name, rule) for name, rules in EXAMPLES.items() for rule in rules])
def test_a_rule_taken_out_is_noticed(name: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    example, listed = EXAMPLES[name][rule], asking(name)
    before = read(*example)
    monkeypatch.setattr(listed, "rules", tuple(one for one in listed.rules if one.__name__ != rule))
    monkeypatch.setattr(listed, "_by_kinds", {})
    assert read(*example) != before


@pytest.mark.parametrize(
    "name",
    ["aside.ASIDE_RULES", "line_items.WITH_UNKNOWN_WORDS", "line_items.WITHOUT_UNKNOWN_WORDS", "measures.MEASURE_RULES",
     "circumstances.FUND_RULES", "circumstances.YEAR_RULES", "movements.MOVEMENT_RULES"],
)  # fmt: skip
def test_the_order_of_rules_counts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = asking(name)
    before = [read(*example) for example in EXAMPLES[name].values()]
    monkeypatch.setattr(listed, "rules", listed.rules[::-1])
    monkeypatch.setattr(listed, "_by_kinds", {})
    assert [read(*example) for example in EXAMPLES[name].values()] != before


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
