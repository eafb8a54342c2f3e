"""What becomes of figures that no recogniser takes: excluded by what stands around them, or listed under the words they stand under."""

from __future__ import annotations

import pytest

from ingest.recognisers import Recognition
from tests.unit.ingest.lexicon.test_one_line import LINE, UNKNOWN, add, own_lexicon, table
from tests.unit.ingest.reports import recognised

__all__ = ["own_lexicon"]


def endings(body: str) -> dict[str, str]:
    """How each figure of a text ended: its text -> claimed, or the reason."""
    return {row.figure_text: row.reason or row.ending for row in recognised(body).figures}


def listed(found: Recognition) -> dict[str, tuple[str, str | None]]:
    rows = {row.unrecognised_id: row for row in found.unrecognised}
    return {
        figure.figure_text: (rows[figure.row_id].recogniser, rows[figure.row_id].label)
        for figure in found.figures
        if figure.ending == "listed" and figure.row_id is not None
    }


ROWS = [["经费控制情况", "2022年决算数", "2023年预算数"], ["公用经费", "82.00", "77.40"]]


@pytest.mark.parametrize(
    ("cells", "figure", "reason"),
    [
        (["2、办公设备购置费", "无"], "2", "form_numbering"),
        (["完成时间", "2024年3月"], "2024", "date"),
        (["完成时间", "2024年3月"], "3", "date"),
        (["依据", "清财预〔2023〕18号"], "18", "document_number"),
        (["2010301 行政运行", "无"], "2010301", "classification_code"),
        (["公务用车", "3辆"], "3", "count"),
        (["占比", "94.39%"], "94.39", "share"),
        (["满意度（10分）", "无"], "10", "score"),
        (["第2批补助", "无"], "2", "part_of_name"),
        (["联系电话", "28221234"], "■■■■■■■■", "masked"),
    ],
)
def test_what_stands_around_a_figure_excludes_it(cells: list[str], figure: str, reason: str) -> None:
    assert endings(table(["事项", "说明"], cells))[figure] == reason
    # a figure alone is none of these
    assert endings(table(["事项", "说明"], ["云溪河", "82.00"])) == {"82.00": "unclaimed_figure"}


def test_columns_of_codes_numbers_and_shares_hold_no_figures_of_money() -> None:
    found = endings(table(["序号", "科目编码", "事项", "人数", "占比"], ["7", "20103", "窗口服务", "82", "94.39"]))
    assert found == {
        "7": "form_numbering",
        "20103": "classification_code",
        "82": "count",
        "94.39": "share",
    }
    # in a row of another shape nothing says which column a figure stands in
    other = endings(table(["序号", "科目编码", "事项", "人数", "占比"], ["7", "窗口服务", "94.39"]))
    assert other["94.39"] == "unclaimed_figure"


def test_whole_amounts_below_a_header_that_begins_like_one_of_codes_are_listed() -> None:
    found = endings(table(["事项", "项目投入", "类别补助"], ["云溪河清淤", "120", "260101"]))
    assert found == {"120": "unclaimed_figure", "260101": "unclaimed_figure"}


def test_a_difference_is_excluded_by_whoever_understood_it() -> None:
    found = endings("全年公用经费支出77.40万元，比上年增加3.15万元。\n")
    assert found == {"77.40": "claimed", "3.15": "difference"}


def test_counts_and_shares_in_sentences_are_no_figures() -> None:
    assert endings("全年巡河1,260余次，整改问题46处，占78%，新建2024年项目3个。\n") == {}
    assert endings("全年巡河1,260余次，投入46万元。\n") == {"46": "unclaimed_figure"}


def test_a_figure_behind_a_word_for_money_counts_without_a_unit() -> None:
    assert set(endings("年初预算为812.45，完成94.39%。\n")) == {"812.45"}


def test_a_negative_figure_in_brackets_is_no_score() -> None:
    assert endings(table(["事项", "说明"], ["云溪河", "(12.50)"])) == {"12.50": "unclaimed_figure"}


def test_zeros_count_and_blanks_do_not() -> None:
    found = recognised(table(*ROWS, ["会议费", "0", "——"], ["培训费", "0.00", "无"]))
    assert [row.figure_text for row in found.figures if (row.row_no or 0) > 2] == ["0", "0.00"]


def test_what_nobody_took_is_listed_once_with_its_place() -> None:
    found = recognised("项目招商引资到位资金3200万元，其中外资1200万元。\n")
    rows = {row.unrecognised_id: row for row in found.unrecognised}
    for figure in found.figures:
        assert figure.ending == "listed"
        row = rows[str(figure.row_id)]
        assert row.block_no == figure.block_no and figure.figure_text in row.quote
    assert len(rows) == 2


def test_an_unknown_word_is_listed_under_itself_and_one_line_mends_sentence_and_column(own_lexicon: object) -> None:
    """The example of CONTRIBUTING: what the work list shows is what is to be added."""
    sentence = f"2023年{UNKNOWN}812.45万元，用于日常工作。\n"
    column = table(["经费控制情况", "上年决算数", UNKNOWN, "全年执行数"], ["三公经费", "9.80", "10.00", "8.65"])
    recogniser, label = listed(recognised(sentence))["812.45"]
    assert UNKNOWN in str(label), (recogniser, label)
    assert listed(recognised(column))["10.00"] == ("ledger", f"{UNKNOWN} | 三公经费")
    add(own_lexicon, "labels", LINE)  # type: ignore[arg-type]
    assert endings(sentence)["812.45"] == endings(column)["10.00"] == "claimed"
