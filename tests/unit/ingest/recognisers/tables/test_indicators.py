"""Indicator rows: levels carried through merges, targets and actuals parsed, weights and scores told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.recognisers import Recognition
from tests.support import nonempty
from tests.unit.ingest.reports import SELF_TABLE, document, recognised, source_text

HEAD = "2023年度项目支出绩效自评表\n（2023年度）\n"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
ROW = ["产出指标", "数量指标", "清淤条数", "≥4条", "4条", "20", "19", "雨季停工"]


def table(*rows: list[str]) -> str:
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def read(*rows: list[str]) -> Recognition:
    return recognised(table(*rows), HEAD)


def test_rows_of_the_form_with_merged_levels() -> None:
    found = recognised(SELF_TABLE, "")
    assert [(row.level1, row.level2, row.level3) for row in found.indicators] == [
        ("产出指标", "数量指标", "清淤河道条数"),
        ("产出指标", "数量指标", "巡河次数"),
        ("产出指标", "质量指标", "验收合格率"),
        ("成本指标", "经济成本指标", "清淤成本"),
        ("效益指标", "可持续影响指标", "河道水质"),
        ("满意度指标", "服务对象满意度指标", "群众满意度"),
    ]
    assert [(row.target_operator, row.target_value, row.target_unit) for row in found.indicators] == [
        (">=", Decimal(4), "条"),
        (">=", Decimal(1200), "次"),
        (None, Decimal(1), "%"),
        ("<=", Decimal(220), "万元"),
        (None, None, None),
        (">=", Decimal("0.95"), "%"),
    ]
    assert [row.is_met for row in found.indicators] == [True, True, False, True, None, True]
    assert [row.weight for row in found.indicators] == [20, 10, 20, 10, 20, 10]
    assert [row.score for row in found.indicators] == [20, 10, 19, 10, 18, 10]
    assert [row.deviation_reason for row in found.indicators] == [None, None, "一处护坡返工", None, None, None]
    # cost indicators are no claims
    assert [row.actual_text for row in found.indicators if row.level3 == "清淤成本"] == ["210.5万元"]
    assert all(claim.amount_yuan != Decimal("2105000.00") for claim in nonempty(found.claims))


@pytest.mark.parametrize(
    "order", [range(8), [0, 1, 2, 4, 3, 5, 6, 7], [0, 1, 2, 5, 3, 4, 6, 7], [0, 1, 2, 7, 6, 5, 4, 3]]
)
def test_columns_in_any_order(order: list[int]) -> None:
    (row,) = read([HEADER[at] for at in order], [ROW[at] for at in order]).indicators
    assert (row.target_text, row.actual_text, row.weight, row.score, row.deviation_reason) == (
        "≥4条",
        "4条",
        20,
        19,
        "雨季停工",
    )


def test_operator_and_unit_columns() -> None:
    header = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值", "权重", "得分"]
    found = read(
        header,
        ["产出指标", "数量指标", "清淤条数", "≥", "4", "条", "4", "30", "30"],
        ["", "质量指标", "合格率", "＝", "100", "%", "98", "20", "20"],
        ["满意度指标", "满意度", "群众满意", "定性", "满意", "", "满意", "10", "10"],
    )
    assert [(row.target_operator, row.target_value, row.target_unit, row.actual_value) for row in found.indicators] == [
        (">=", Decimal(4), "条", Decimal(4)),
        ("=", Decimal(1), "%", Decimal("0.98")),
        (None, None, None, None),
    ]
    assert [row.is_met for row in found.indicators] == [True, False, None]
    assert [row.weight for row in found.indicators] == [30, 20, 10]


def test_weights_in_the_names_of_levels_are_no_part_of_the_name() -> None:
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"]
    found = read(
        header,
        ["产出指标（40分）", "数量指标(20分)", "清淤条数", "≥4条", "4条", "20"],
        ["", "质量\n指标(20)", "合格率", "100%", "98%", "19"],
    )
    assert [(row.level1, row.level2) for row in found.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]


def test_a_new_first_level_forgets_the_second() -> None:
    found = read(HEADER, ROW, ["效益指标", "", "河道水质", "改善", "改善", "20", "20", ""])
    assert (found.indicators[1].level1, found.indicators[1].level2) == ("效益指标", None)


def test_blank_rows_and_repeated_headers_are_no_indicators() -> None:
    found = read(
        HEADER,
        ROW,
        [""] * 8,
        HEADER,
        ["", "质量指标", "合格率", "100%", "100%", "10", "10", ""],
        ["", "", "", "", "", "", "", ""],
    )
    assert [row.level3 for row in found.indicators] == ["清淤条数", "合格率"]


def test_line_breaks_inside_names_and_values_go() -> None:
    found = read(HEADER, ["效益指标", "可持续影\n\n响指标", "河道水质\n\n达标率", "≥\n\n95%", "96%", "10", "10", ""])
    (row,) = found.indicators
    assert (row.level2, row.level3, row.target_text) == ("可持续影响指标", "河道水质达标率", "≥95%")


@pytest.mark.parametrize(
    ("cells", "weight", "score"),
    [
        (["总分", "100", "94"], "100", "94"),
        (["总  分", "", "", "", "", "100", "94.5", ""], "100", "94.5"),
        (["合计", "100", "96分"], "100", "96"),
        (["总分", "96"], None, "96"),
        (["总分：", "100", "100"], "100", "100"),
    ],
)
def test_the_total_row_tells_weight_from_score(cells: list[str], weight: str | None, score: str) -> None:
    found = read(HEADER, ROW, cells)
    values = {row.attribute_code: str(row.value_number) for row in found.attributes}
    assert values.get("self_evaluation_weight_total") == weight
    assert values.get("self_evaluation_score") == score
    assert len(found.indicators) == 1


@pytest.mark.parametrize(
    "filler",
    [
        ["填表人", "张伟", "联系电话", "28221234"],
        ["填表人：张伟", "", "联系电话：28221234"],
        ["单位负责人签字", "张伟", "填报日期", "2024.3.5"],
        ["填表人（签名）：", "张伟"],
        ["填 表 人", "张伟", "电 话", "13812345678"],
    ],
)
def test_who_filled_the_form_is_no_indicator_and_stays_private(filler: list[str]) -> None:
    found = read(HEADER, ROW, ["总分", "100", "94"], filler)
    assert [row.level3 for row in found.indicators] == ["清淤条数"]
    assert "张伟" not in repr(found)
    assert "28221234" not in repr(found)
    assert "13812345678" not in repr(found)
    # in a row of the form itself it is a word like others
    assert "张伟" in repr(read(HEADER, [cell.replace("清淤条数", "张伟故居修缮数") for cell in ROW]))


def test_dates_and_words_stay_text() -> None:
    found = read(
        HEADER,
        ["产出指标", "时效指标", "完成时间", "12月底前", "11月", "10", "10", ""],
        ["", "", "水质", "稍有改善", "显著", "5", "5", ""],
    )
    assert [(row.target_text, row.target_value, row.is_met) for row in found.indicators] == [
        ("12月底前", None, None),
        ("稍有改善", None, None),
    ]


def test_every_row_points_to_a_cell_of_its_row() -> None:
    found = document(SELF_TABLE)
    for row in nonempty(recognised(SELF_TABLE, "").indicators):
        assert row.actual_text == source_text(found, row)[row.char_start : row.char_end]
        assert row.level3 is not None
        assert row.level3 in row.quote


def test_a_cell_of_nothing_but_white_space_says_nothing() -> None:
    text = table(HEADER, ROW) + "\t\n\t质量指标\n\t合格率\n\t100%\n \t\n\t10\n\t10\n\t\n\n"
    for row in nonempty(recognised(text, HEAD).indicators):
        assert row.char_start is not None
        assert row.char_end is not None
        assert row.char_start <= row.char_end
        assert (row.actual_text or "x").strip()
        assert (row.target_text or "x").strip()
