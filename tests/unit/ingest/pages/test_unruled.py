"""Tables without rules: pages built of lines at given places."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ingest.document import Table
from ingest.pages.characters import lines_of
from ingest.pages.layout import Line, Page
from tests.support import nonempty
from tests.unit.ingest.pages.pages import LEFT, PITCH, blocks, characters, line, page, set_text, texts

# text, left, top
Piece = tuple[str, float, float]
COLUMNS = (LEFT, LEFT + 110, LEFT + 200, LEFT + 290)


def laid(pieces: Iterable[Piece]) -> list[Line]:
    return list(lines_of([one for text, x, y in pieces for one in characters(text, x, y)]))


def row(top: float, *cells: str | None, columns: tuple[float, ...] = COLUMNS) -> list[Piece]:
    return [(text, x, top) for text, x in zip(cells, columns, strict=False) if text]


def only_table(*pages: Page) -> Table:
    (table,) = [block.table for block in blocks(*pages) if block.table is not None]
    return table


def spans(table: Table) -> dict[str, tuple[int, int, int, int]]:
    return {c.text: (c.row_no, c.column_no, c.row_span, c.column_span) for c in table.cells if c.text}


@pytest.mark.parametrize("beside", [124, 116], ids=["middle", "top"])
def test_a_wrapped_cell_is_one_beside_figures(beside: float) -> None:
    pieces = [
        *row(100, "支出项目", "预算数", "决算数", "执行率"),
        *row(116, "公务用车购置和维护"),
        *row(132, "经费"),
        *row(beside, None, "7.90", "7.15", "90%"),
        *row(148, "三公经费", "11.40", "9.85", "86%"),
        *row(164, "公用经费合计数一栏", "1.40", "0.85", "61%"),
    ]
    assert texts(page(1, laid(pieces))) == [
        "支出项目|预算数|决算数|执行率",
        "公务用车购置和维护经费|7.90|7.15|90%",
        "三公经费|11.40|9.85|86%",
        "公用经费合计数一栏|1.40|0.85|61%",
    ]


def test_a_label_at_the_middle_of_its_rows_belongs_to_all_of_them() -> None:
    pieces = [
        *row(100, "项目名称", "资金来源", "预算数", "执行数"),
        *row(116, None, "中央资金", "50.00", "47.00"),
        *row(124, "农机购置补贴"),
        *row(132, None, "省级资金", "30.00", "29.40"),
        *row(148, "机耕道维护", "县级资金", "42.00", "40.00"),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["农机购置补贴"] == (2, 1, 2, 1)
    assert found["机耕道维护"] == (4, 1, 1, 1)


def test_an_upper_header_reaches_over_the_columns_below_it() -> None:
    pieces = [
        ("2023年", LEFT + 240, 100),
        *row(108, "支出项目"),
        *row(116, None, "上年数", "预算数", "决算数"),
        *row(132, "基本支出", "208.40", "216.00", "219.90"),
        *row(148, "项目支出", "58.00", "75.00", "71.50"),
        ("2022年", COLUMNS[1], 100),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["支出项目"] == (1, 1, 2, 1)
    assert found["2023年"] == (1, 3, 1, 2)
    assert found["2022年"] == (1, 2, 1, 1)


def test_the_halves_of_a_figure_are_one() -> None:
    pieces = [
        *row(100, "支出项目", "预算数", "决算数", "得分"),
        *row(116, None, "262."),
        *row(124, "资金总额", None, "857.71", "9.8"),
        *row(132, None, "07"),
        *row(148, "基本支出", "11.40", "9.85", "10"),
        *row(164, "项目支出", "61.40", "19.85", "10"),
    ]
    table = only_table(page(1, laid(pieces)))
    assert [[c.text for c in cells] for cells in table.rows()][1] == ["资金总额", "262.07", "857.71", "9.8"]


def test_a_table_over_pages_shares_its_columns() -> None:
    head = row(700, "支出项目", "预算数", "决算数", "执行率")
    upper = [*head, *row(716, "三公经费", "11.40", "9.85", "86%"), *row(732, "公务接待", "3.50", "2.70", "77%")]
    lower = [*row(80, "项目支出", "402.60", "395.44", "98%"), *row(96, "公用经费", "58.80", "56.92", "97%")]
    lower += row(112, "合计", "61.3", "59.6", "97%")
    found = texts(page(1, laid(upper)), page(2, laid(lower)))
    assert found[0] == "支出项目|预算数|决算数|执行率"
    assert found[-1] == "合计|61.3|59.6|97%"
    assert len(found) == 6


def centred(top: float, *cells: tuple[str, float]) -> list[Piece]:
    """Texts with their middles."""
    return [
        (text, middle - 5 * sum(0.5 if character.isascii() else 1 for character in text), top) for text, middle in cells
    ]


def test_a_header_in_the_middle_of_two_columns_is_over_both() -> None:
    """It stands in the gap between what is below it, and would fit into either."""
    pieces = [
        *centred(100, ("决算数", 300), ("预算数", 420)),
        *centred(108, ("支出项目", 150)),
        *centred(116, ("2022年", 260), ("2023年", 340), ("2023年", 420)),
        *centred(132, ("三公经费", 150), ("2.10", 260), ("1.86", 340), ("2.00", 420)),
        *centred(148, ("公用经费", 150), ("18.40", 260), ("18.02", 340), ("19.00", 420)),
    ]
    table = only_table(page(1, laid(pieces)))
    places = [(c.text, c.row_no, c.column_no, c.row_span, c.column_span) for c in table.cells if c.row_no < 3]
    assert ("决算数", 1, 2, 1, 2) in places
    assert ("预算数", 1, 4, 1, 1) in places
    assert ("支出项目", 1, 1, 2, 1) in places


def test_a_header_with_a_line_beside_each_of_two_rows_is_one() -> None:
    pieces = [
        *centred(100, ("三公经费合", 220), ("公务用车购置及运行费", 370)),
        *centred(108, ("年度", 130)),
        *centred(116, ("计", 220), ("小计", 320), ("购置费", 370), ("运行费", 420)),
        *centred(132, ("2021年", 130), ("33.10", 220), ("30.00", 320), ("18.00", 370), ("12.00", 420)),
        *centred(148, ("2022年", 130), ("16.50", 220), ("13.00", 320), ("0", 370), ("13.00", 420)),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["三公经费合计"] == (1, 2, 2, 1)
    assert found["公务用车购置及运行费"] == (1, 3, 1, 3)


PARENTS = [
    *centred(100, ("支出项目", 170), ("预算数", 330), ("决算数", 420)),
    *centred(116, ("小计金额", 220), ("6.20", 330), ("5.10", 420)),
    *centred(132, ("公务用车费", 220), ("4.10", 330), ("3.60", 420)),
    *centred(148, ("公务接待费", 220), ("2.10", 330), ("1.50", 420)),
    *centred(164, ("小计金额", 220), ("80.00", 330), ("93.10", 420)),
    *centred(180, ("场馆补助", 220), ("80.00", 330), ("93.10", 420)),
    *centred(196, ("小计金额", 220), ("25.40", 330), ("24.96", 420)),
    *centred(212, ("办公经费", 220), ("3.20", 330), ("2.94", 420)),
    *centred(228, ("政府采购金额", 170), ("12.00", 330), ("14.70", 420)),
]


@pytest.mark.parametrize("tops", [(132, 172, 204), (116, 164, 196)], ids=["middle", "top"])
def test_labels_stand_at_the_middle_or_at_the_top_of_their_rows(tops: tuple[float, ...]) -> None:
    names = ("三公经费", "项目支出", "公用经费")
    labels = [piece for name, top in zip(names, tops, strict=True) for piece in centred(top, (name, 120))]
    found = spans(only_table(page(1, laid([*PARENTS, *labels]))))
    assert found["三公经费"] == (2, 1, 3, 1)
    assert found["项目支出"] == (5, 1, 2, 1)
    assert found["公用经费"] == (7, 1, 2, 1)
    assert found["政府采购金额"] == (9, 1, 1, 2)


def test_a_table_directly_below_another_is_one_of_its_own() -> None:
    middles = (127, 213, 271, 328, 384, 440, 496)
    pieces = [
        *centred(100, ("其中：", 355), ("结余", 496)),
        *centred(116, ("机构名称", 127), ("支出合计", 213), ("其中：", 355)),
        *centred(124, ("基本支出", 271), ("项目支出", 440), ("当年结余", 496)),
        *centred(132, ("人员支出", 328), ("公用支出", 384)),
        *centred(148, *zip(("局机关", "968.22", "468.22", "398.00", "70.22", "500.00", "18.18"), middles, strict=True)),
        *centred(164, *zip(("供应站", "393.50", "193.50", "163.50", "30.00", "200.00", "6.50"), middles, strict=True)),
        *centred(180, ("其中：", 402)),
        *centred(188, ("机构名称", 132), ("三公经费合计", 236)),
        *centred(196, ("公务接待费", 316), ("公务用车运维费", 402), ("因公出国费", 487)),
        *centred(212, ("局机关", 132), ("9.10", 236), ("3.10", 316), ("6.00", 402), ("0", 487)),
        *centred(228, ("供应站", 132), ("3.50", 236), ("1.10", 316), ("2.40", 402), ("0", 487)),
    ]
    tables = [block.table for block in blocks(page(1, laid(pieces))) if block.table is not None]
    assert [len(table.rows()) for table in tables] == [5, 4]


def test_titles_and_notes_around_a_table_stay_text() -> None:
    pieces = [
        ("预算执行情况表", LEFT + 120, 70),
        *row(100, "支出项目", "预算数", "决算数", "执行率"),
        *(
            piece
            for at, name in enumerate(("基本支出", "项目支出", "三公经费"))
            for piece in row(116 + PITCH * at, name, f"{at + 3}.40", f"{at + 2}.85", "86%")
        ),
    ]
    found = texts(page(1, laid(pieces)))
    assert found[:2] == ["预算执行情况表", "支出项目|预算数|决算数|执行率"]


@pytest.mark.parametrize("gap", [12.0, 30.0])
def test_prose_in_two_columns_is_no_table(gap: float) -> None:
    text = "根据文件规定，本单位全年预算资金1,262.07万元，其中基本支出311.22万元，执行率为98.99%。" * 4
    middle = 300.0
    left = set_text(text, 100, left=LEFT, right=middle - gap / 2)
    right = set_text(text, 100, left=middle + gap / 2, right=505)
    joined = [
        *(one for at in range(min(len(left), len(right))) for one in _beside(left[at], right[at])),
    ]
    assert all(block.table is None for block in nonempty(blocks(page(1, joined))))


def _beside(left: Line, right: Line) -> list[Line]:
    pieces = [(part.text, part.box[0], part.box[1]) for one in (left, right) for part in one.glyphs]
    return laid(pieces)


def test_rows_that_can_not_be_told_apart_stay_text() -> None:
    """Figures at heights that no row has in common."""
    pieces = [
        *row(100, "支出项目", "预算数", "决算数"),
        *row(118, "基本支出", "1.00"),
        *row(123, None, None, "2.00"),
        *row(129, "项目支出", "3.00"),
        *row(134, None, None, "4.00"),
    ]
    for block in nonempty(blocks(page(1, laid(pieces)))):
        assert block.table is None


def test_a_line_of_its_own_is_no_table() -> None:
    assert [(block.text, block.table) for block in blocks(page(1, [line("单位：万元", y=100)]))] == [
        ("单位：万元", None)
    ]


def test_a_row_that_nobody_filled_is_no_further_line_of_the_one_above() -> None:
    pieces = [
        *row(100, "资金来源", "预算数", "决算数", "执行率"),
        *row(116, "1.公共预算财政拨款", "7.90", "7.15", "90%"),
        *row(132, "2.政府性基金"),
        *row(148, "3.单位资金", "1.40", "0.85", "61%"),
        *row(164, "4.财政专户资金各项", "1.40", "0.85", "61%"),
        *row(180, "收入"),
    ]
    assert texts(page(1, laid(pieces)))[1:4] == [
        "1.公共预算财政拨款|7.90|7.15|90%",
        "2.政府性基金|||",
        "3.单位资金|1.40|0.85|61%",
    ]


def test_a_label_that_hangs_beside_several_rows_is_one() -> None:
    places = (LEFT, LEFT + 40, LEFT + 120, LEFT + 200)
    pieces = [
        *row(100, "绩效指", "二级指标", "指标值", "完成值", columns=places),
        *row(116, "标", "数量指标", "24", "23", columns=places),
        *row(132, None, "服务对象满意", "90", "95", columns=places),
        *row(148, None, "度指标", columns=places),
        *row(164, "其他", "质量指标", "100", "100", columns=places),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["绩效指标"] == (1, 1, 2, 1)
    assert found["服务对象满意度指标"] == (3, 2, 1, 1)
    assert found["其他"][0] == 4


def test_figures_that_their_columns_are_too_narrow_for_are_whole() -> None:
    places = (LEFT, LEFT + 100, LEFT + 145, LEFT + 190)
    pieces = [
        *row(100, "资金来源", "预算", "调整", "支出", columns=places),
        *row(116, "年度资金总额", "1204.3", "1318.2", "1291.8", columns=places),
        *row(132, None, "6", "0", "4", columns=places),
        *row(148, "基本支出", "704.36", "718.20", "711.84", columns=places),
        *row(164, "项目支出", "500", "600.0", "580", columns=places),
    ]
    assert texts(page(1, laid(pieces))) == [
        "资金来源|预算|调整|支出",
        "年度资金总额|1204.36|1318.20|1291.84",
        "基本支出|704.36|718.20|711.84",
        "项目支出|500|600.0|580",
    ]


def test_headers_that_hang_beside_those_of_one_header_are_one_each() -> None:
    places = (LEFT, LEFT + 90, LEFT + 180, LEFT + 270)
    pieces = [
        *row(100, "年度", "公务接待", "公务用车", columns=places),
        *row(116, None, "费", "购置费", "运行费", columns=places),
        *row(132, "2021年", "3.10", "18.00", "12.00", columns=places),
        *row(148, "2022年", "3.50", "16.00", "13.00", columns=places),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["公务接待费"] == (1, 2, 2, 1)
    assert found["公务用车"] == (1, 3, 1, 2)
    assert found["购置费"] == (2, 3, 1, 1)


def test_ends_of_wrapped_headers_that_stand_alike_are_no_spread_word() -> None:
    places = (LEFT, LEFT + 90, LEFT + 150, LEFT + 210)
    pieces = [
        *row(100, "资金来源", "年初预算", "全年预算", "全年执行", columns=places),
        *row(116, None, "数", "数", "数", columns=places),
        *row(132, "年度资金总额", "1204.36", "1318.20", "1291.84", columns=places),
        *row(148, "基本支出", "704.36", "718.20", "711.84", columns=places),
    ]
    assert texts(page(1, laid(pieces)))[0] == "资金来源|年初预算数|全年预算数|全年执行数"


def test_whole_figures_below_each_other_are_no_broken_one() -> None:
    places = (LEFT, LEFT + 90, LEFT + 130, LEFT + 170)
    pieces = [
        *row(100, "车辆种类和用途", "上年", "本年", "增加", columns=places),
        *row(116, "公务用车及执法执", "1204", "1318", "1140", columns=places),
        *row(132, "勤用车", columns=places),
        *row(148, "其他", "6", "4", "2", columns=places),
        *row(164, "特种用车", "1210", "1322", "1120", columns=places),
        *row(180, None, "3", "4", "1", columns=places),
    ]
    figures = {c.text for c in only_table(page(1, laid(pieces))).cells if c.text[:1].isdigit()}
    assert figures == {"1204", "1318", "1140", "6", "4", "2", "1210", "1322", "1120", "3", "1"}


def test_cells_that_stand_on_the_bottom_of_their_row_belong_to_it() -> None:
    places = (LEFT, LEFT + 60, LEFT + 140, LEFT + 220)
    pieces = [
        *row(100, "一级指标", "二级指标", "指标值", "完成值", columns=places),
        *row(116, None, "数量指标", "24", "23", columns=places),
        *row(132, None, "服务对象满意", columns=places),
        *row(148, "产出指标", "度指标", "90", "95", columns=places),
        *row(164, None, "社会效益影响", columns=places),
        *row(180, "其他", "指标", "100", "100", columns=places),
    ]
    found = spans(only_table(page(1, laid(pieces))))
    assert found["服务对象满意度指标"] == (3, 2, 1, 1)
    assert found["产出指标"] == (2, 1, 2, 1)
    assert found["社会效益影响指标"][0] == found["其他"][0] == 4


TITLE = [("项目支出绩效自评表", LEFT + 100, 80.0)]


def test_title_and_headers_that_a_further_page_says_again_are_no_rows() -> None:
    header = row(100, "支出项目", "预算数", "决算数", "执行率")
    above = [*TITLE, *header, *row(116, "办公费", "7.90", "7.15", "90%"), *row(132, "水费", "1.90", "1.15", "60%")]
    below = [*TITLE, *header, *row(116, "电费", "2.40", "2.85", "86%"), *row(132, "差旅费", "1.40", "0.85", "61%")]
    pages = page(1, laid(above)), page(2, laid(below))
    assert [text.split("|")[0] for text in texts(*pages)] == [
        "项目支出绩效自评表",
        "支出项目",
        "办公费",
        "水费",
        "电费",
        "差旅费",
    ]
