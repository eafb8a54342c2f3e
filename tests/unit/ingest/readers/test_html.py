"""Web pages: decoding, the content without its surroundings, tables with spans, and the same claims as from text."""

from __future__ import annotations

import email.message

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.readers import Unreadable, reader_for, sniff
from ingest.readers.html import decode
from ingest.recognisers import recognise
from tests.support import SAMPLES
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.readers.rendering import as_html
from tests.unit.ingest.readers.test_sheet import key, texts

SENTENCE = "全年预算支出812.45万元，其中基本支出600.00万元，项目支出212.45万元，均按规定使用。"


def read(page: str | bytes) -> Document:
    reader = reader_for("text/html")
    assert reader is not None
    return reader.read(page.encode() if isinstance(page, str) else page)


def lines(page: str | bytes) -> list[object]:
    return [shown for _, shown in texts(read(page))]


# -- bytes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "gb18030"),
        ("GB_2312-80", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        # a page often isn't what it says
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1x", "utf-8"),
        ("big5", "big5"),
    ],
)
def test_what_a_page_declares_is_believed_where_it_holds(declared: str, written: str) -> None:
    # 镕 and 〇 are in no GB 2312
    words = "預算支出" if written == "big5" else "朱镕二〇二三年预算"
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{words}</p>'
    assert words in decode(page.encode(written))


def test_a_byte_order_mark_goes_before_what_is_declared() -> None:
    page = '<meta charset="gb2312"><p>预算</p>'
    for encoding in ("utf-8-sig", "utf-16"):
        assert "预算" in decode(page.encode(encoding))


def test_what_fits_no_encoding_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"<html><body>" + b"\xff\xfe\x00\x81\xff" * 900)
    assert caught.value.reason == "wrong_encoding"


def test_a_page_saved_with_its_pictures_is_read() -> None:
    message = email.message.EmailMessage()
    message.set_content(
        "<html><body><p>" + SENTENCE + "</p></body></html>", subtype="html", charset="gb2312", cte="quoted-printable"
    )
    message.add_related(b"\x89PNG", "image", "png", cid="<a>")
    data = bytes(message)
    assert lines(b"MIME-Version: 1.0\n" + data.replace(b"MIME-Version: 1.0\n", b"")) == [SENTENCE]


# -- content -------------------------------------------------------------------------------------------------------------


def test_menus_breadcrumbs_buttons_and_footers_are_left_out() -> None:
    page = f"""<html><body><nav>首页 政务公开</nav><div class="top-nav"><a>首页</a></div>
      <div id="breadcrumb">当前位置：首页 &gt; 预算</div><header>清河市人民政府</header>
      <div class="wrap"><div class="left"><ul><li><a>机构职能</a><li><a>部门预算</a></ul></div>
      <div class="article"><h1>2023年度绩效自评报告</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>
      <div class="share">分享到 微信</div></div></div>
      <footer>版权所有 2024</footer><script>document.write("预算9999万元")</script></body></html>"""
    assert lines(page) == ["2023年度绩效自评报告", SENTENCE, SENTENCE]


def test_a_class_name_alone_never_throws_the_content_away() -> None:
    assert lines(f'<body><div class="page top"><p>{SENTENCE}</p></div></body>') == [SENTENCE]


def test_the_title_is_taken_from_where_it_stands_outside() -> None:
    meta = '<meta name="ArticleTitle" content="水务局2023年度部门整体支出绩效自评报告">'
    body = (
        f"<body><div><h1>水务局2023年度绩效自评</h1></div><div class=c><p>{SENTENCE}</p><p>{SENTENCE}</p></div></body>"
    )
    assert lines(f"<head>{meta}</head>{body}")[0] == "水务局2023年度部门整体支出绩效自评报告"
    assert lines(body)[0] == "水务局2023年度绩效自评"
    window = f"<title>水务局绩效自评报告_清河市人民政府</title><body><p>{SENTENCE}</p></body>"
    assert lines(window) == ["水务局绩效自评报告", SENTENCE]


def test_the_name_of_the_site_is_no_title() -> None:
    report = f"<p>水务局绩效自评报告</p><p>{SENTENCE}</p>"
    for head in (
        "<title>清河市人民政府</title>",
        "<title>首页_清河市人民政府</title>",
        "<body><div><h1>清河市人民政府门户网站</h1></div>",
    ):
        assert lines(f"{head}<div class=c>{report}</div>")[0] == "水务局绩效自评报告"
    page = f"<title>清河市人民政府_2023年部门决算</title><p>{SENTENCE}</p>"
    assert lines(page)[0] == "2023年部门决算"


def test_a_title_that_is_in_the_content_is_not_said_twice() -> None:
    page = f"<title>2023年度绩效自评报告</title><body><p>2023年度</p><p>绩效自评报告</p><p>{SENTENCE}</p></body>"
    assert lines(page) == ["2023年度", "绩效自评报告", SENTENCE]


def test_what_is_hidden_is_not_read() -> None:
    page = f"""<body><p>{SENTENCE}<span style="color:red; DISPLAY : none">999万元</span></p>
      <p hidden>888</p><div aria-hidden="true">777</div><del>666</del><!-- 555 --><textarea>444</textarea></body>"""
    assert lines(page) == [SENTENCE]


def test_lines_are_parted_as_they_show() -> None:
    page = f"""<body>一、基本情况<br>（一）预算&nbsp;支出<p>{SENTENCE}
      换行&lt;1&gt;</p><pre>甲
乙</pre><ol><li>第一<li>第二</ol><ol style="list-style-type:cjk-ideographic"><li>概况</ol></body>"""
    assert lines(page) == [
        "一、基本情况", "（一）预算\u00a0支出", f"{SENTENCE}换行<1>", "甲", "乙", "1. 第一", "2. 第二", "一、概况",
    ]  # fmt: skip


def test_headings_have_their_level() -> None:
    blocks = read(f"<body><h2>基本情况</h2><p>（一）预算</p><p>{SENTENCE}</p></body>").blocks
    assert [(block.kind, block.level) for block in blocks] == [("heading", 2), ("heading", None), ("paragraph", None)]


# -- tables --------------------------------------------------------------------------------------------------------------


def spans(page: str) -> list[tuple[int, int, str, int, int]]:
    return [
        (cell.row_no, cell.column_no, cell.text, cell.row_span, cell.column_span)
        for block in read(page).blocks
        if block.table
        for cell in block.table.cells
    ]


def test_spans_place_cells_where_they_show() -> None:
    page = """<table><caption>单位：万元</caption><tfoot><tr><td>合计<td>3<td>4</tfoot>
      <thead><tr><th rowspan=2>项目<th colspan=2>预算</tr><tr><th>年初<br>预算数<th>全年</thead><tr><td>基本<td>1<td>2</table>"""
    assert spans(page) == [
        (1, 1, "项目", 2, 1), (1, 2, "预算", 1, 2), (2, 2, "年初\n预算数", 1, 1), (2, 3, "全年", 1, 1),
        (3, 1, "基本", 1, 1), (3, 2, "1", 1, 1), (3, 3, "2", 1, 1), (4, 1, "合计", 1, 1), (4, 2, "3", 1, 1), (4, 3, "4", 1, 1),
    ]  # fmt: skip
    assert lines(page)[0] == "单位：万元"


def test_absurd_spans_are_cut_to_the_table() -> None:
    page = "<table><tr><td colspan=1000000000 rowspan=99999999999>甲<tr><td>乙<td>1<td>2</table>"
    found = spans(page)
    assert found[0] == (1, 1, "甲", 2, 1000) or found[0][3] <= 2
    assert all(cell[4] <= 1_000 for cell in found)
    assert spans("<table><tr><td rowspan=0>甲<td>1<tr><td>2</table>")[0] == (1, 1, "甲", 2, 1)
    with pytest.raises(Unreadable) as caught:
        read("<table><tr><td>甲<td>乙<tr>" + "<td colspan=1000>丙" * 9 + "</table>")
    assert caught.value.reason == "too_large"


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    page = f"""<table><tr><td>左</td><td><table><tr><td><p>{SENTENCE}</p>
      <table><tr><td>项目<td>预算</tr><tr><td>基本支出<td>600.00</table></td></tr></table></td></tr></table>"""
    document = read(page)
    assert [block.kind for block in document.blocks].count("table") == 1
    assert SENTENCE in lines(page)


def test_tables_nested_without_end_are_read() -> None:
    assert SENTENCE in str(lines("<table><tr><td>x<td>" * 900 + SENTENCE))


def test_a_table_within_a_cell_follows_its_table() -> None:
    page = "<table><tr><td>项目名称很长很长很长很长<td>预算支出安排情况说明<table><tr><td>嵌<td>5</table></td></tr><tr><td>基本支出情况<td>2</table>"
    assert lines(page) == [
        [["项目名称很长很长很长很长", "预算支出安排情况说明"], ["基本支出情况", "2"]],
        [["嵌", "5"]],
    ]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 200_000 + SENTENCE, "bomb"),
        ("<html><body><script>1</script></body></html>", "empty"),
        ("<html><head><title>报告</title></head><body><a href=x.doc> </a></body></html>", "empty"),
        ("<html><frameset><frame src=a.html></frameset></html>", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(page: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(page)
    assert caught.value.reason == reason


@PROPERTY
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td colspan=2>", "<td rowspan=3>", "<td>", "</td>", "<p>", "<div>", "</div>", "<br>", "预算5万元", "<th>", "<ol><li>", "<h1>", "<tbody>"]
        ),
        max_size=40,
    )
)  # fmt: skip
@example([])
def test_any_mixture_of_tags_is_read_or_refused(parts: list[str]) -> None:
    try:
        document = read(
            "<html><table><tr><td>项目<td>预算数<tr><td>基本支出<td>600.00" + "".join(parts) + "<tr><td>公用经费<td>5"
        )
    except Unreadable:
        return
    tables = [table for _, table in document.tables()]
    # by itself what stands around the mixture is a table
    assert tables or parts
    for table in tables:
        places = [(cell.row_no, cell.column_no) for cell in table.cells]
        assert len(places) == len(set(places))


# -- the same report -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["library_2024.txt", "culture_house_2024.txt", "market_station_2024.docx"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_the_same_report_as_a_page_gives_the_same_claims(name: str, charset: str) -> None:
    data = (SAMPLES / name).read_bytes()
    reader = reader_for(sniff(data))
    assert reader is not None
    document = reader.read(data)
    html = as_html(document, charset)
    for around in ("999", "版权", "分享"):
        assert around.encode(charset) in html
    page = read(html)
    assert key(page) == key(document)
    assert not any("999" in str(shown) or "版权" in str(shown) or "分享" in str(shown) for _, shown in texts(page))
    (report,) = recognise(page, "0" * 64)
    assert report.identity.fiscal_year in (2023, 2024)


@pytest.mark.parametrize("program", ["Microsoft Word 15", "LibreOffice 7.4 (Linux)", "Microsoft Excel 11"])
def test_the_title_that_a_word_processor_left_in_the_file_is_none_of_its_text(program: str) -> None:
    page = f'<head><meta name=Generator content="{program}"><title>2019年度交通局部门预算</title></head><p>2023年度水务局部门决算</p>'
    assert [block.text for block in read(page).blocks] == ["2023年度水务局部门决算"]


def test_struck_raised_and_commented_text_of_a_page_saved_by_word() -> None:
    page = (
        "<p>支出<s>12.50</s><span style='text-decoration:line-through'>8</span>13.00<sup><span lang=EN-US>1</span></sup>万元"
        "<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>，40m<sup>2</sup></p>"
        "<div style='mso-element:footnote-list'><p><a href='#_ftnref1'>[1]</a>口径说明</p></div>"
        "<div style='mso-element:comment-list'><p>批注：应为15.00万元</p></div>"
    )
    assert [block.text for block in read(page).blocks] == ["支出13.00¹万元，40m²", "口径说明"]
