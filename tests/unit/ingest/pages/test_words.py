"""Words of forms, for layout: whole labels and halves of them."""

from __future__ import annotations

import pytest

from ingest.pages import words


@pytest.mark.parametrize(
    "text",
    [
        "产出指标",
        "产出指标(50分)",
        "其中：基本支出",
        "（一）人员经费",
        "经费控制情况（万元）",
        "三公经费合计",
        "年初预算数",
        "公车运行维护",
    ],
)
def test_labels_of_forms_are_known_for_whole(text: str) -> None:
    assert words.is_form_word(text)


@pytest.mark.parametrize("text", ["", "产出指", "砚溪县图书馆", "新建书屋数目", "修缮古桥两座", "12.5", "（万元）"])
def test_halves_of_labels_and_what_a_unit_writes_are_no_labels(text: str) -> None:
    assert not words.is_form_word(text)
