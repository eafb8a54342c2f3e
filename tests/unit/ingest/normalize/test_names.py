"""Names of public bodies and places."""

from __future__ import annotations

import pytest

from ingest.lexicon import organisation_suffixes
from ingest.normalize.names import base_unit, clean_unit, division_hint, longest_spelling, organisation_pattern


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云溪区水务局（盖章）", "云溪区水务局"),
        ("云溪区水务局( 盖章 )", "云溪区水务局"),
        (" 云溪区\n水务局\u3000", "云溪区水务局"),
        ("：云溪区水务局。", "云溪区水务局"),
        ("云溪区水务局（本级）", "云溪区水务局"),
        ("云溪区水利（务）局", "云溪区水利（务）局"),
        ("", ""),
    ],
)
def test_a_unit_as_a_cover_writes_it(text: str, name: str) -> None:
    assert clean_unit(text) == name


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("云溪区水务局本级", "云溪区水务局"),
        ("云溪区水务局机关本级", "云溪区水务局"),
        ("云溪区水务局汇总", "云溪区水务局"),
        ("云溪区水务局单位", "云溪区水务局"),
        ("云溪区水务局", "云溪区水务局"),
        ("单位", "单位"),
    ],
)
def test_level_words_are_no_part_of_a_name(name: str, base: str) -> None:
    assert base_unit(name) == base


def test_the_fullest_spelling_takes_the_division_but_no_running_text() -> None:
    texts = ["云溪区水务局负责水利工作。", "根据云溪区水务局安排", "水务局共有职工20人", "经水务局研究"]
    full, places = longest_spelling("水务局", texts)
    assert full == "云溪区水务局"
    assert [(index, texts[index][start:end]) for index, start, end in places] == [(i, "水务局") for i in range(4)]


def test_a_name_without_a_division_stays() -> None:
    assert longest_spelling("水务局", ["经水务局研究", "水务局"])[0] == "水务局"
    assert longest_spelling("水务局", []) == ("水务局", [])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("清河市云溪区水务局", "清河市云溪区"),
        ("2023年度清河市云溪区水务局整体支出", "清河市云溪区"),
        ("关于清河市云溪区水务局的报告", "清河市云溪区"),
        ("湖西省清河市云溪区水务局", "清河市云溪区"),
        ("负责城市管理和市场监管", None),
        ("农贸市场", None),
        ("", None),
    ],
)
def test_division_hints(text: str, hint: str | None) -> None:
    assert division_hint(text) == hint


def test_public_bodies_are_known_by_how_they_end() -> None:
    pattern = organisation_pattern(organisation_suffixes())
    for name in ("云溪区水务局", "清河市云溪区水库移民事务中心", "石桥镇人民政府", "云溪区水利（河湖）管理站"):
        assert pattern.fullmatch(name), name
    assert not pattern.fullmatch("河道清淤")
