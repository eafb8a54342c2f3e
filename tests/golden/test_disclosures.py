"""The prose of published budgets and final accounts: whatever heading it stands under, a claim says what a careful reader says, or none is made."""

from __future__ import annotations

import pytest

from tests.golden import disclosures, synthetic
from tests.golden.scoring import AmountScore
from tests.golden.synthetic import World
from tests.golden.test_synthetic import score

PARAGRAPHS = [
    pytest.param(kind, template, id=f"{kind}-{number}")
    for kind, templates in disclosures.PARAGRAPHS.items()
    for number, template in enumerate(templates)
]


def read(kind: str, template: str, seed: int, *, style: str | None = None) -> AmountScore:
    world = World(seed, style=style, half_width=False if style else None)
    piece = synthetic.fill(template, world)
    piece.text = synthetic.fill(disclosures.HEADS[kind], world).text + piece.text + "\n"
    found, _ = score(piece)
    if found.missed or found.wrong or found.other_fund:
        print(f"[seed {seed}] {piece.text}")
    return found


def check(found: AmountScore, template: str) -> None:
    assert not found.wrong, found.lines()
    assert not found.other_fund, found.lines()
    assert template.startswith(disclosures.OPEN) or not found.missed, found.lines()


@pytest.mark.parametrize(("kind", "template"), PARAGRAPHS)
def test_a_paragraph_comes_back(kind: str, template: str) -> None:
    check(read(kind, template, 1, style="plain"), template)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 22))
def test_paragraphs_come_back_with_other_figures(seed: int) -> None:
    """Other names of projects may not be found; nothing wrong is made of any."""
    total = AmountScore()
    for kind, templates in disclosures.PARAGRAPHS.items():
        for template in templates:
            total.add(read(kind, template, seed))
    assert not total.wrong, total.lines()
    assert total.recall >= 0.98, total.lines()
    assert total.fund_share == 1, total.lines()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30, 50))
def test_a_paragraph_says_the_same_among_others(seed: int) -> None:
    """What a paragraph says doesn't depend on those before and after it."""
    total = AmountScore()
    for kind, templates in disclosures.PARAGRAPHS.items():
        world = World(seed)
        chosen = [template for template in templates if not template.startswith(disclosures.OPEN)]
        world.chance.shuffle(chosen)
        pieces = [synthetic.fill(disclosures.HEADS[kind], world)]
        # an own heading of the first rank before each, as published reports have
        for number, template in enumerate(chosen[:12]):
            piece = synthetic.fill(template, world)
            piece.text = f"{'一二三四五六七八九十'[number % 10]}、其他情况说明\n{piece.text}\n"
            pieces.append(piece)
        whole = synthetic.Piece(
            "".join(piece.text for piece in pieces), [item for piece in pieces for item in piece.stated]
        )
        found, _ = score(whole)
        total.add(found)
    assert total.recall >= 0.97, total.lines()
    assert len(total.wrong) <= 0.01 * total.wanted, total.lines()
