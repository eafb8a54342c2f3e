"""What a report states doesn't hang on how it is arranged: other columns, sections, numbering and units give the same claims."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.golden import rearranging, scoring
from tests.golden.scoring import Amount, Read


@cache
def _texts() -> dict[str, str]:
    return scoring.report_texts()


def arranged(change: Callable[[str], str], at_least: int = 1) -> dict[str, Read]:
    """All reports with a change, read. At least so many of them must really change."""
    texts = {name: change(text) for name, text in _texts().items()}
    changed = [name for name, text in _texts().items() if texts[name] != text]
    assert len(changed) >= at_least, f"only {changed} changed"
    return {name: scoring.read(text) for name, text in texts.items()}


def check(found: dict[str, Read], without: Callable[[Amount], bool] = lambda item: False, recall: float = 0.97) -> None:
    """What is still stated is found, with its year, version and fund."""
    wanted = [item for item in scoring.gold_amounts() if not without(item)]
    score = scoring.score_amounts(found, wanted)
    assert score.recall >= recall, score.lines()
    # an amount that gold knows, under another year, measure or version
    known = {(item.report, item.line, item.project, item.yuan) for item in wanted}
    misattached = [
        scoring.describe(claim)
        for report, claim in score.wrong
        if (report, claim.line_item_code, claim.project_name or "", claim.amount_yuan) in known
    ]
    assert not misattached, "\n".join([*misattached, score.lines()])
    assert not score.other_fund, score.lines()
    assert len(score.wrong) <= 3, score.lines()
    problems = [line for read in found.values() for line in scoring.misplaced(read)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("order", rearranging.BASE_ORDERS)
def test_columns_of_the_base_data_table(order: tuple[int, int, int]) -> None:
    check(arranged(lambda text: rearranging.base_table_columns(text, order), at_least=2), recall=0.99)


@pytest.mark.parametrize("order", rearranging.BUDGET_ORDERS)
def test_columns_of_the_budget_rows(order: tuple[int, ...]) -> None:
    found = arranged(lambda text: rearranging.budget_columns(text, order), at_least=2)
    check(found, recall=0.99)
    attributes = scoring.score_attributes(found, scoring.gold_attributes())
    assert attributes.recall >= 0.98, attributes.lines()


@pytest.mark.parametrize("order", rearranging.INDICATOR_ORDERS)
def test_columns_of_the_indicators(order: tuple[int, ...]) -> None:
    found = arranged(lambda text: rearranging.indicator_columns(text, order), at_least=2)
    check(found, recall=0.99)
    indicators = scoring.score_indicators(found, scoring.gold_indicators())
    assert indicators.recall >= 0.98, indicators.lines()


@pytest.mark.parametrize(
    ("title_word", "kind"), [("基础数据表", "base_data_table"), ("自评表", "self_evaluation_table")]
)
def test_a_table_removed(title_word: str, kind: str) -> None:
    check(
        arranged(lambda text: rearranging.without_table(text, title_word), at_least=2), lambda item: item.block == kind
    )


@pytest.mark.parametrize("seed", range(3))
def test_sections_shuffled(seed: int) -> None:
    check(arranged(lambda text: rearranging.shuffled_sections(text, seed), at_least=4))


def test_annexes_first() -> None:
    check(arranged(rearranging.annexes_first, at_least=2))


def test_unit_of_tables_in_a_line_above() -> None:
    check(arranged(rearranging.unit_above_tables, at_least=2))


def test_unit_of_prose_in_a_line_under_the_title() -> None:
    check(arranged(rearranging.unit_above_prose, at_least=4))


def test_unit_of_a_cell_in_its_label() -> None:
    check(arranged(rearranging.unit_in_label, at_least=1))


def test_heading_numbers_lost() -> None:
    check(arranged(rearranging.without_heading_numbers, at_least=4))


def test_item_numbers_lost() -> None:
    check(arranged(rearranging.without_item_numbers, at_least=4))


def test_blank_lines_doubled() -> None:
    check(arranged(rearranging.blank_lines_doubled, at_least=4))


def test_blank_lines_removed() -> None:
    check(arranged(rearranging.blank_lines_removed, at_least=2))


def test_line_ends_of_another_system() -> None:
    check(arranged(lambda text: text.replace("\n", "\r\n"), at_least=5), recall=0.99)


@pytest.mark.parametrize("seed", range(2))
def test_several_at_once(seed: int) -> None:
    check(arranged(lambda text: rearranging.many_changes(text, seed), at_least=4))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 60))
def test_many_at_once(seed: int) -> None:
    check(arranged(lambda text: rearranging.many_changes(text, seed), at_least=4))
