"""What happens to a scope: each transition gives a new one, and the one before is what it was."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from ingest.recognisers.output import NOTHING, Governing
from ingest.recognisers.prose import after
from ingest.recognisers.prose.scope import Claimed, LineItem, Memory, Scope

SPENT = ("expenditure", None)
TOTAL = Claimed(SPENT, LineItem("total"), 2023, None)
BASIC = Claimed(SPENT, LineItem("basic"), 2023, None)
PROJECTS = Claimed(SPENT, LineItem("project"), 2023, None)
START = after.sentence_opened(NOTHING, Memory())


def with_claims(*made: Claimed, scope: Scope = START) -> Scope:
    for one in made:
        scope = after.claim_made(scope, one, has_item=True, says_all=False, is_subject=False)
    return scope


def test_no_field_of_a_scope_can_be_written() -> None:
    for item in fields(Scope):
        with pytest.raises(FrozenInstanceError):
            setattr(START, item.name, None)
        part = getattr(START, item.name)
        for name in getattr(part, "_fields", ()):
            with pytest.raises(AttributeError):
                setattr(part, name, None)


def test_a_transition_leaves_the_scope_before_it_as_it_was() -> None:
    named = after.year_named(START, 2022)
    assert (START.about.year, named.about.year) == (None, 2022)
    assert after.year_named(named, 2022) is named


def test_a_sentence_opens_with_what_the_heading_above_names() -> None:
    scope = after.sentence_opened(Governing(line_item_code="three_public", is_unknown=True), Memory("河道清淤"))
    assert (scope.about.line_item_code, scope.doubts.is_unknown, scope.memory.subject) == (
        "three_public",
        True,
        "河道清淤",
    )


def test_what_a_sentence_established_ends_with_it_but_for_what_outlasts_it() -> None:
    scope = after.subject_named(after.year_named(with_claims(TOTAL), 2022), "河道清淤")
    scope = after.amount_left(scope, is_listed=True)
    ended = after.sentence_ended(scope, NOTHING, is_heading=False)
    assert (ended.about.year, ended.about.project_name, ended.sums.parts) == (None, None, ())
    assert (ended.memory.subject, ended.memory.above, ended.memory.named) == ("河道清淤", TOTAL, ("河道清淤",))
    assert ended.doubts.is_last_left
    assert not ended.doubts.is_beside_left


def test_a_heading_sentence_says_what_the_next_is_about() -> None:
    scope = after.line_item_opened(START, "three_public")
    assert after.sentence_ended(scope, NOTHING, is_heading=True).about.line_item_code == "three_public"
    assert after.sentence_ended(scope, NOTHING, is_heading=False).about.line_item_code is None


def test_what_stands_in_a_bracket_is_a_part_of_the_amount_before_it() -> None:
    inner = after.bracket_opened(with_claims(TOTAL))
    assert (inner.sums.whole, inner.sums.parts) == (TOTAL, ())


def test_brackets_nest_and_what_stood_before_one_holds_behind_it() -> None:
    outer = with_claims(TOTAL)
    inner = with_claims(BASIC, scope=after.bracket_opened(outer))
    innermost = after.year_named(after.bracket_opened(inner), 2020)
    assert innermost.sums.whole == BASIC
    assert after.bracket_closed(innermost) == inner
    assert after.bracket_closed(after.bracket_closed(innermost)) == outer
    assert after.bracket_closed(outer) is outer


def test_years_taken_and_projects_claimed_in_a_bracket_stay_so() -> None:
    outer = after.years_wait(START, (2022, 2023))
    inner = after.year_taken(after.bracket_opened(outer))
    inner = with_claims(Claimed(SPENT, LineItem("project", "河道清淤"), None, None), scope=inner)
    behind = after.bracket_closed(inner)
    assert (behind.turns.years, behind.sums.projects, behind.about.year) == ((2023,), {"河道清淤"}, None)
    assert behind.memory.named == ("河道清淤",)


def test_a_semicolon_ends_the_parts_of_a_sum() -> None:
    scope = after.parts_announced(with_claims(TOTAL))
    scope = after.use_opened(after.some_named(with_claims(BASIC, scope=scope)))
    assert scope.about.line_item_code == "basic"
    ended = after.parts_ended(scope, NOTHING)
    assert (ended.about.line_item_code, ended.sums.parts, ended.sums.whole) == ("total", (), TOTAL)
    assert (ended.doubts.is_use, ended.doubts.is_of_some, ended.sums.has_ended_parts) == (False, False, True)
    assert not after.amount_read(ended).sums.has_ended_parts


def test_a_new_sentence_may_open_the_parts_of_the_amount_above() -> None:
    ended = after.sentence_ended(with_claims(TOTAL), NOTHING, is_heading=False)
    assert after.parts_opened(ended).sums.whole == TOTAL
    beside_left = after.parts_opened(after.amount_left(ended, is_listed=True))
    assert (beside_left.sums.whole, beside_left.doubts.is_in_left) == (None, True)


@pytest.mark.parametrize(
    ("last", "has_words", "whole", "in_list"),
    [
        (PROJECTS, True, PROJECTS, True),
        (Claimed(SPENT, LineItem("project", "河道清淤"), 2023, None), False, None, False),
        (TOTAL, False, TOTAL, False),
        (TOTAL, True, None, False),
    ],
)
def test_a_colon_behind_an_amount_opens_its_parts(
    last: Claimed, has_words: bool, whole: Claimed | None, in_list: bool
) -> None:
    scope = after.colon_behind_amount(with_claims(last), has_words=has_words)
    assert (scope.sums.whole, scope.sums.in_project_list) == (whole, in_list)
    assert after.colon_behind_amount(START, has_words=has_words) is START


def test_a_claim_is_what_follows_is_about() -> None:
    scope = with_claims(TOTAL, BASIC)
    assert (scope.sums.last, scope.sums.parts, scope.about.line_item_code) == (BASIC, (TOTAL, BASIC), "basic")
    project = Claimed(SPENT, LineItem("project", "河道清淤"), None, None)
    named = after.claim_made(scope, project, has_item=False, says_all=True, is_subject=True)
    assert (named.about.project_name, named.memory.subject, named.sums.said) == ("河道清淤", "河道清淤", project)
    assert named.about.line_item_code == "basic"


def test_the_fund_of_a_part_ends_with_it() -> None:
    scope = after.parts_announced(with_claims(TOTAL))
    part = after.fund_claimed(scope, "government_fund")
    assert (part.about.fund_code, part.about.is_part_fund) == ("government_fund", True)
    again = after.sum_named_again(part)
    assert (again.about.fund_code, again.about.is_part_fund, again.sums.whole) == (None, False, None)
    assert not after.fund_claimed(START, "government_fund").about.is_part_fund


def test_names_listed_are_taken_in_turn_and_may_be_taken_once_more() -> None:
    scope = after.names_wait(START, ("A工程", "B工程"))
    assert scope.turns.is_waiting
    taken = after.line_taken(scope)
    assert (scope.turns.lines, taken.turns.lines) == ((LineItem("project", "B工程"),), ())
    assert taken.turns.names == ("A工程", "B工程")
    assert not taken.turns.is_waiting
