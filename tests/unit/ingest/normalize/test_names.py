"""Names of public bodies and places."""

from __future__ import annotations

import pytest

from ingest.lexicon import organisation_suffixes
from ingest.normalize.characters import fold
from ingest.normalize.names import base_unit, clean_unit, division_hint, longest_spelling, organisation_pattern


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云溪区水务局（盖章）", "云溪区水务局"),
        ("云溪区水务局( 盖章 )", "云溪区水务局"),
        (" 云溪区\n水务局\u3000", "云溪区水务局"),
        ("：云溪区水务局。", "云溪区水务局"),
        ("云溪区水务局（本级）", "云溪区水务局"),
        *(
            (f"云溪区水务局（{seal}）", "云溪区水务局")
            for seal in ("公章", "签章", "单位盖章", "部门盖章", "章", "汇总", "部门本级")
        ),
        *(
            (f"{code}云溪区水务局", "云溪区水务局")
            for code in ("219001-", "219001—", "219001_", "219001", "２１９００１－")
        ),
        ("219001 云溪区水务局", "云溪区水务局"),
        ("12云溪区水务局", "12云溪区水务局"),
        ("219001-A", "219001-A"),
        *((f"{mark}云溪区水务局{mark}", "云溪区水务局") for mark in "：:，,。.;；、\"'“”《》·_＿—-"),
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
        ("云溪区水务局单位本级", "云溪区水务局"),
        ("云溪区水务局单位汇总", "云溪区水务局"),
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


@pytest.mark.parametrize("division", ["湖西省", "清河市", "石桥县", "云溪区", "石桥旗", "云岭州", "云岭盟"])
def test_every_kind_of_division_may_stand_before_a_name(division: str) -> None:
    assert longest_spelling("水务局", [f"{division}水务局"])[0] == f"{division}水务局"


def test_of_divisions_one_in_the_other_all_are_kept() -> None:
    assert longest_spelling("水务局", ["清河市云溪区水务局", "云溪区水务局", "云溪区水务局"])[0] == "清河市云溪区水务局"
    assert longest_spelling("水务局", ["溪口县水务局", "云溪区水务局", "云溪区水务局"])[0] == "云溪区水务局"
    # one that is longer than names of places are is running text
    assert longest_spelling("水务局", [f"{'水' * 16}县水务局"])[0] == "水务局"
    assert longest_spelling("水务局", [f"{'水' * 15}县水务局"])[0] == f"{'水' * 15}县水务局"


def test_a_name_that_stands_twice_in_a_text_is_found_twice() -> None:
    assert longest_spelling("水务局", ["水务局和水务局"])[1] == [(0, 0, 3), (0, 4, 7)]


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
        ("清河市人民医院", "清河市"),
        ("位于清河市云溪区", "清河市云溪区"),
        ("根据清河市云溪区安排", "清河市云溪区"),
        ("按照清河市云溪区安排", "清河市云溪区"),
        ("隶属于清河市云溪区", "清河市云溪区"),
        ("在清河市云溪区", "清河市云溪区"),
        ("由清河市云溪区承办", "清河市云溪区"),
        ("是清河市云溪区的", "清河市云溪区"),
        ("清河市石桥县教育局", "清河市石桥县"),
        ("清河市石桥旗教育局", "清河市石桥旗"),
        ("云岭州石桥县教育局", "云岭州石桥县"),
        ("云岭州石桥区教育局", "云岭州石桥区"),
        ("云岭州石桥市教育局", "云岭州"),
        ("云岭盟石桥旗教育局", "云岭盟石桥旗"),
        ("杭州的做法", None),
        ("全市各部门", None),
        ("我市的单位", None),
        ("本市的单位", None),
        ("该市的单位", None),
        ("各市的单位", None),
        ("农村市场", None),
        ("清河市容整治", None),
        ("清河市民中心", None),
        ("清河市级专项", None),
        ("清河市政工程", None),
        ("清河市委宣传", None),
        ("清河市局领导", None),
        ("清河市面上", None),
        ("清河市\n清河市\n溪口市云溪区", "溪口市云溪区"),
        ("清河市\n清河市\n清河市\n溪口市云溪区", "清河市"),
        ("", None),
    ],
)
def test_division_hints(text: str, hint: str | None) -> None:
    assert division_hint(fold(text)) == hint


def test_public_bodies_are_known_by_how_they_end() -> None:
    pattern = organisation_pattern(organisation_suffixes())
    for name in ("云溪区水务局", "清河市云溪区水库移民事务中心", "石桥镇人民政府", "云溪区水利（河湖）管理站"):
        assert pattern.fullmatch(name), name
    assert not pattern.fullmatch("河道清淤")
