"""What the words before an amount say."""

from __future__ import annotations

import pytest

from ingest.normalize.characters import fold
from ingest.recognisers.prose.phrases import is_filler, read_phrase
from tests.support import nonempty


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.label.kind, token.label.text) for token in read_phrase(fold(text)).tokens]


def residues(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    return [residue.text for residue in read_phrase(fold(text), names).residues]


def test_the_longest_label_wins() -> None:
    assert [text for _, text in kinds("年初预算数为")] == ["年初预算数"]
    assert [text for _, text in kinds("公务用车运行维护费")] == ["公务用车运行维护费"]


@pytest.mark.parametrize("text", ["年初 预算数", "年初\n预算数", "“年初预算数”", "年初“预算”数"])
def test_spaces_and_quotation_marks_inside_labels_do_not_matter(text: str) -> None:
    assert [label for _, label in kinds(text)] == ["年初预算数"]


def test_offsets_are_those_of_the_phrase() -> None:
    text = fold("河道清淤专项年初预算数")
    phrase = read_phrase(text)
    (token,) = phrase.tokens
    assert text[token.start : token.end] == "年初预算数"
    for residue in nonempty(phrase.residues):
        assert text[residue.start : residue.end] == residue.text


def test_years_are_neither_labels_nor_residue() -> None:
    phrase = read_phrase(fold("2023年度年初预算数"))
    assert [year.value for year in phrase.years] == [2023]
    assert phrase.residues == []


def test_unknown_words_remain_without_fillers_at_their_edges() -> None:
    assert residues("我局河道清淤专项年初预算数为") == ["河道清淤专项"]


def test_the_units_own_name_explains_itself() -> None:
    names = frozenset({"云溪区水务局"})
    assert residues("云溪区水务局年初预算数为", names) == []
    assert residues("云溪区水务局河道清淤专项年初预算数为", names) == ["河道清淤专项"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("", True), ("我单位", True), ("我单位全年", True), ("河道清淤", False), ("我单位河道", False)],
)
def test_words_that_say_nothing(words: str, expected: bool) -> None:
    assert is_filler(words) is expected
