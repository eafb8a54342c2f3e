"""Folding keeps every offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize.characters import fold, spelled, squeeze
from tests.unit.ingest.properties import PROPERTY


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（２０２３）年度：９８．５％", "(2023)年度:98.5%"),
        ("１，２３４．５６万元", "1,234.56万元"),
        ("预算，支出", "预算，支出"),
        ("12，34", "12，34"),
        ("１２，支出", "12，支出"),
        ("≧95% ≦3% ═1", "≥95% ≤3% =1"),
        ("\u3000水\u00a0务\t局", " 水 务 局"),
        ("“三公”经费", '"三公"经费'),
        ("〔2023〕5号", "[2023]5号"),
        ("二〇二三", "二0二三"),
        ("－5 −5 –5", "-5 -5 -5"),
        ("﹣5", "-5"),
        ("⩾5 ⩽5 ≦5", "≥5 ≤5 ≤5"),
        ("5﹪", "5%"),
        ("「三公」＂‘’", '"三公""\'\''),
        ("【附件】", "[附件]"),
        ("\u2002\u2003\u2009\u202f\ufeff\r\t", " " * 7),
        ("二〇二三年度", "2023年度"),
        ("二○二三年", "2023年"),
        ("年报第二〇二三号", "年报第二0二三号"),
        ("二〇二三\u3000年", "2023 年"),
        ("二零二三年", "2023年"),
        ("二0二四 年", "2024 年"),
        ("二O一九年", "2019年"),
        ("一九九五年", "1995年"),
        ("二〇六七年八月", "2067年八月"),
        ("三〇二三年", "三0二三年"),
        ("１，２，３", "1,2,3"),
        ("", ""),
    ],
)
def test_width_differences_go(text: str, folded: str) -> None:
    assert fold(text) == folded


@PROPERTY
@given(st.text(max_size=200))
def test_offsets_hold_in_both_texts_and_folding_twice_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_a_long_text_is_folded_like_its_parts() -> None:
    part = "（１，２３４．５万元）。"
    assert fold(part * 500) == fold(part) * 500


def test_squeezed_labels_are_the_same_however_a_form_breaks_them() -> None:
    assert squeeze("年度预\n\n算申请\n（万元）") == squeeze("年度 预算申请(万元)") == "年度预算申请(万元)"


@pytest.mark.parametrize("digit", "０１２３４５６７８９")
def test_a_wide_comma_groups_any_wide_digits(digit: str) -> None:
    assert fold(f"{digit}，{digit}")[1] == ","


@pytest.mark.parametrize(("numeral", "digit"), list(zip("〇○零0O一二三四五六七八九", "00000123456789", strict=True)))
def test_a_year_may_be_spelled_with_any_numeral(numeral: str, digit: str) -> None:
    assert fold(f"二〇二{numeral}年") == f"202{digit}年"
    assert fold(f"二〇{numeral}三年") == f"20{digit}3年"
    assert fold(f"一九{numeral}三年") == f"19{digit}3年"


def test_a_class_of_characters_as_written_has_their_wide_forms() -> None:
    assert set(spelled("1(")) == set("1(１（")
