"""The five shared reports against hand-read gold: what a careful reader finds in them is found, and nothing else is."""

from __future__ import annotations

from functools import cache

import pytest

from tests.golden import scoring
from tests.golden.scoring import Read


@cache
def _texts() -> dict[str, str]:
    return scoring.report_texts()


@cache
def found() -> dict[str, Read]:
    return {name: scoring.read(text, name) for name, text in _texts().items()}


def test_amounts() -> None:
    score = scoring.score_amounts(found(), scoring.gold_amounts())
    assert score.recall >= 0.99, score.lines()
    assert len(score.wrong) <= 3, score.lines()
    assert score.fund_share >= 0.95, score.lines()


def test_indicators() -> None:
    score = scoring.score_indicators(found(), scoring.gold_indicators())
    assert score.recall >= 0.98, score.lines()


def test_attributes() -> None:
    score = scoring.score_attributes(found(), scoring.gold_attributes())
    assert score.recall >= 0.98, score.lines()


def test_one_report_in_each_file() -> None:
    years: dict[str, int] = {}
    for item in scoring.gold_amounts():
        years[item.report] = max(item.fiscal_year, years.get(item.report, 0))
    for name, read in found().items():
        (only,) = read.parts
        assert only.identity.fiscal_year == years[name], name


def test_units_are_named_as_gold_names_them() -> None:
    for name, unit in scoring.gold_units().items():
        (only,) = found()[name].parts
        spelled = only.identity.unit_name
        # gold writes the division before the name even where the report doesn't
        assert spelled is not None and unit.endswith(spelled), (name, unit, spelled)


def test_every_row_stands_at_its_place() -> None:
    problems = {name: scoring.misplaced(read) for name, read in found().items()}
    assert not any(problems.values()), "\n".join(line for lines in problems.values() for line in lines)


def test_no_amount_is_claimed_twice_from_the_same_characters() -> None:
    for name, read in found().items():
        spots = [
            (c.block_no, c.row_no, c.column_no, c.char_start, c.line_item_code, c.project_name) for c in read.claims
        ]
        assert len(spots) == len(set(spots)), name


@pytest.mark.parametrize("measure", sorted(scoring.MEASURES))
def test_each_measure_on_its_own(measure: str) -> None:
    """A weak measure can't hide behind the others."""
    wanted = [item for item in scoring.gold_amounts() if item.measure.startswith(measure)]
    score = scoring.score_amounts(found(), wanted)
    assert score.recall >= 0.97, score.lines()
