"""Lines that a page's width broke: joined where running text is cut, left alone elsewhere."""

from __future__ import annotations

import pytest

from ingest.readers.wrapped import joined, parted
from tests.unit.ingest.reports import claims, document

TITLE = "清河市云溪区水务局2023年度部门决算"
WRAPPED = [
    TITLE,
    "2023 年度一般公共预算财政拨款安排的“三公”经费支",
    "出决算总额为 8.12 万元，比预算增加 0 万元，比去年增加",
    "1.05 万元。其中，公务用车购",
    "置及运行费支出决算5.32万元；公务接待费支出决算 2.8万",
    "元。",
]


def alone(line: str) -> bool:
    return line.startswith("附件")


def test_a_sentence_is_one_line_again_also_where_a_word_or_a_figure_is_cut() -> None:
    title, text = joined(WRAPPED, alone)
    assert title == TITLE
    assert "三公”经费支出决算总额为 8.12 万元" in text
    assert "公务用车购置及运行费支出决算5.32万元；公务接待费支出决算 2.8万元。" in text


def test_what_is_cut_is_read_whole() -> None:
    assert claims("\n".join(WRAPPED[1:]), f"{TITLE}\n") == [
        "2023 expenditure three_public general_public_budget 81200",
        "2023 expenditure three_public.vehicle general_public_budget 53200",
        "2023 expenditure three_public.reception general_public_budget 28000",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # a line a paragraph: those that don't end are titles and headings
        [
            TITLE,
            "五、一般公共预算财政拨款支出决算情况说明",
            "本年支出80万元。",
            "八、政府性基金预算财政拨款支出决算情况说明",
        ],
        # cells one a line
        ["公务接待费", "10.8", "公务用车购置及运行维护费", "12", "合计", "22.8"],
        # long paragraphs without a mark at their end
        ["清" * 80 + "，支出5万元", "河" * 80 + "，支出6万元", "区" * 80],
        # tables
        [
            "项目|预算数|决算数，合计|差额说明|备注及其他需要说明的事项",
            "清淤|50|48，已完成|按期完成|无其他需要说明的事项等等",
        ],
        ["\t项目，预算数", "\t清淤，五十万元"],
    ],
)
def test_other_lines_are_left_alone(lines: list[str]) -> None:
    assert joined(lines, alone) == lines


def test_a_new_item_or_what_stands_alone_begins_a_line() -> None:
    full = "本年度我单位认真落实各项工作要求，全年预算执行情况良好并"
    lines = [full, full, "1.河道清淤工程按期完成，支出50万元。", "附件，本年度我单位认真落实各项工作要求"]
    assert joined(lines, alone) == [full + full, *lines[2:]]


def test_latin_words_stay_apart() -> None:
    lines = [
        "本年度我单位认真落实各项工作要求，全年使用平台 WATER",
        "DATA平台开展河道管理工作，预算执行情况良好全年未发生",
        "问题。",
    ]
    assert joined(lines, alone) == ["".join((lines[0], " ", *lines[1:]))]


def test_blocks_are_lines_as_they_are_read() -> None:
    assert [block.text for block in document("\n".join(WRAPPED)).blocks] == joined(WRAPPED, alone)


ONE_PARAGRAPH = (
    "清河市石塘镇学校2023年度专项资金绩效自评报告为做好2023年度专项资金绩效自评工作，现将结果报告如下：一、专项概况2023年我单位狠抓"
    "重点工作。二、专项资金使用及管理情况我单位2023年项目支出决算为80万元。三、存在的问题，资金支付较慢。"
)


def test_a_report_in_one_paragraph_is_taken_apart_at_title_and_headings() -> None:
    parts = parted([ONE_PARAGRAPH])
    assert "".join(parts) == ONE_PARAGRAPH
    assert parts == [
        "清河市石塘镇学校2023年度专项资金绩效自评报告",
        "为做好2023年度专项资金绩效自评工作，现将结果报告如下：",
        "一、专项概况",
        "2023年我单位狠抓重点工作。",
        "二、专项资金使用及管理情况",
        "我单位2023年项目支出决算为80万元。",
        "三、存在的问题，资金支付较慢。",
    ]
    assert claims(ONE_PARAGRAPH, "") == ["2023 expenditure project 800000"]


@pytest.mark.parametrize(
    "lines",
    [
        [ONE_PARAGRAPH] * 4,
        [f"{ONE_PARAGRAPH[:58]}第一、二季度按期完成，" + "全年按期完成，" * 8],
        [f"\t{ONE_PARAGRAPH}"],
    ],
)
def test_other_paragraphs_stay_whole(lines: list[str]) -> None:
    assert parted(lines) == lines
