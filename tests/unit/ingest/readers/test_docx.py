"""DOCX: what a reader of the page sees, in order, once."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.readers import Unreadable, reader_for, sniff
from ingest.readers.docx import DocxReader
from ingest.readers.package import MEBIBYTE, ZipLimits, open_zip, unpack
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.readers.containers import zipped
from tests.unit.ingest.readers.word_files import (
    abstract,
    cell,
    docx,
    in_list,
    level,
    listing,
    paragraph,
    part,
    relations,
    row,
    run,
    table,
)


def read(body: str, **parts: str) -> Document:
    return DocxReader().read(docx(body, **parts))


def texts(document: Document) -> list[str]:
    """The text of every paragraph and heading."""
    return [block.text for block in document.blocks if block.kind != "table"]


def cells(document: Document, number: int = 0) -> list[tuple[int, int, str, int, int]]:
    """Row, column, text, row span and column span of each cell of a table."""
    _, found = list(document.tables())[number]
    return [(c.row_no, c.column_no, c.text, c.row_span, c.column_span) for c in found.cells]


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        DocxReader().read(data)
    return caught.value.reason


def test_a_docx_finds_its_reader() -> None:
    data = docx(paragraph("一、基本情况") + table(row(cell("预算数"), cell("12.50"))))
    reader = reader_for(sniff(data))
    assert reader is not None and reader.name == "docx" and reader.version
    document = reader.read(data)
    assert [(b.block_no, b.kind) for b in document.blocks] == [(1, "heading"), (2, "table")]
    assert document.reader == "docx" and document.converter is None


# -- runs and paragraphs -----------------------------------------------------------------------------------------------


def test_inserted_text_stays_and_deleted_text_goes() -> None:
    body = paragraph(
        run("支出"),
        f"<w:ins>{run('12.50')}</w:ins>",
        "<w:del><w:r><w:delText>99.99</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('88.88')}</w:moveFrom><w:moveTo>{run('万元')}</w:moveTo>",
    )
    assert texts(read(body)) == ["支出12.50万元"]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    body = paragraph("支出12", properties="<w:rPr><w:del/></w:rPr>") + paragraph(".50万元") + paragraph("完")
    assert texts(read(body)) == ["支出12.50万元", "完"]


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="Secret"/>'],
)
def test_hidden_text_is_left_out(properties: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(run("见"), run("不见", properties), run("了", '<w:vanish w:val="0"/>'))
    assert texts(read(body, styles=styles)) == ["见了"]


def test_invisible_characters_part_no_words() -> None:
    assert texts(read(paragraph(run("部\u00ad门\u2060预\u200b算\u202c")))) == ["部门预算"]


def test_a_style_hides_a_paragraph_and_a_run_shows_itself_again() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Low"><w:basedOn w:val="Base"/></w:style>'
    )
    body = paragraph(run("不见"), run("见", '<w:vanish w:val="false"/>'), style="Low") + paragraph("正文")
    assert texts(read(body, styles=styles)) == ["见", "正文"]


def test_a_figure_that_is_struck_out_is_no_part_of_the_one_that_replaces_it() -> None:
    body = paragraph(
        run("支出"), run("12.50", "<w:strike/>"), run("8", "<w:dstrike/>"), run("13.00", '<w:strike w:val="0"/>')
    )
    document = read(body)
    assert texts(document) == ["支出13.00"]
    assert document.notes == ("struck out texts left out: 2",)


def test_a_raised_digit_is_no_digit_of_the_figure_before_it() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert texts(read(paragraph(run("支出12.50"), run("1", raised), run("万元，40m"), run("2", raised)))) == [
        "支出12.50¹万元，40m²"
    ]


def test_marks_of_notes_written_by_hand_are_left_out() -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("1 口径说明")}</w:footnote>'
    assert texts(read(paragraph(run("支出12.50"), mark, run("万元")), footnotes=notes)) == [
        "支出12.50万元", "1 口径说明",
    ]  # fmt: skip


def test_tabs_breaks_hyphens_and_symbols() -> None:
    body = paragraph(
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>',
        '<w:r><w:lastRenderedPageBreak/><w:br w:type="page"/><w:t>e</w:t><w:br/><w:t>f</w:t></w:r>',
    )
    assert texts(read(body)) == ["a\tb-cd≥95%☑e", "f"]


def test_space_is_kept_only_where_it_is_asked_for() -> None:
    assert texts(read("<w:p><w:r><w:t>\n  12 </w:t><w:t xml:space='preserve'> 万元</w:t></w:r></w:p>")) == ["12 万元"]


def test_fields_give_their_result_not_their_instruction() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = paragraph(
        run("合计"),
        field.format("begin"),
        "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>",
        field.format("begin") + run("inner") + field.format("separate") + run("7") + field.format("end"),
        field.format("separate"),
        run("12.50"),
        field.format("end"),
        f'<w:fldSimple w:instr="DATE">{run("万元")}</w:fldSimple>',
        f'<w:hyperlink r:id="rId9">{run("，见网站")}</w:hyperlink>',
    )
    assert texts(read(body)) == ["合计12.50万元，见网站"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    body = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("预算")) + paragraph("支出12.50万元")
    assert texts(read(body)) == ["预算", "支出12.50万元"]


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r"eq \o\ac(○,3)", "③"),
        (r" EQ \o\ac(○,21) ", "21"),
        (r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(shou),收)", "收"),
        (r"EQ \f(5,8)", "5/8"),
        (r"EQ \r(3,x)", ""),
        ("=1+2", ""),
    ],
)
def test_a_field_without_a_result_shows_what_its_equation_draws(instruction: str, shown: str) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    half = len(instruction) // 2
    told = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>'
        for one in (instruction[:half], instruction[half:])
    )
    document = read(paragraph(run("前"), field.format("begin"), told, field.format("end"), run("后")))
    assert texts(document) == [f"前{shown}后"]
    assert document.notes == (("equations left out: 1",) if "\\r" in instruction else ())


def test_form_fields_show_what_is_ticked_and_chosen() -> None:
    ticked = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="差"/>'
        '<w:listEntry w:val="优"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = paragraph(ticked.format("<w:checked/>"), run("是"), ticked.format(""), run("否，等级："), chosen)
    assert texts(read(body)) == ["☑是□否，等级：优"]


def test_content_controls_are_looked_through_at_every_level() -> None:
    def controlled(content: str) -> str:
        return f'<w:sdt><w:sdtPr><w:alias w:val="名"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'

    body = controlled(
        paragraph(run("单位："), controlled(run("甲局")))
        + table(controlled(row(controlled(cell("预算")), cell(controlled(paragraph("12"))))))
    )
    document = read(body)
    assert texts(document) == ["单位：甲局"]
    assert cells(document) == [(1, 1, "预算", 1, 1), (1, 2, "12", 1, 1)]


def test_a_text_box_is_read_once_whatever_renderings_it_has() -> None:
    story = f"<w:txbxContent>{paragraph('附件2')}{table(row(cell('a'), cell('b')))}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{story}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{story}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(paragraph(run("正文"), box, run("继续")) + paragraph("后"))
    assert texts(document) == ["正文继续", "附件2", "后"]
    assert len(list(document.tables())) == 1


def test_a_rendering_without_text_leaves_the_word_to_the_one_with() -> None:
    body = paragraph(
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{paragraph('方框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(body)) == ["方框"]


def test_formulas_and_ruby_show_their_base() -> None:
    body = paragraph(
        run("执行率="),
        "<m:oMath><m:f><m:num><m:r><m:t>98</m:t></m:r></m:num></m:f></m:oMath>",
        f"<w:r><w:ruby><w:rt>{run('ju')}</w:rt><w:rubyBase>{run('局')}</w:rubyBase></w:ruby></w:r>",
    )
    assert texts(read(body)) == ["执行率=98局"]


def test_notes_follow_the_body_in_the_order_of_their_marks() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("不看")}</w:footnote>'
        + "".join(
            f'<w:footnote w:id="{number}">{paragraph("<w:r><w:footnoteRef/></w:r>", run(note))}</w:footnote>'
            for number, note in ((2, "后注"), (3, "先注"))
        )
    )
    marks = [f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in (3, 2)]
    body = paragraph(run("支出12"), marks[0], run(".50万元"), marks[1]) + paragraph("尾")
    assert texts(read(body, footnotes=notes)) == ["支出12.50万元", "尾", "先注", "后注"]


def test_headers_footers_and_comments_are_left_out() -> None:
    data = docx(
        paragraph(run("正文"), '<w:r><w:commentReference w:id="1"/></w:r>')
        + '<w:sectPr><w:headerReference r:id="rId1"/></w:sectPr>',
        header=paragraph("页眉"),
        comments=f'<w:comment w:id="1">{paragraph("批注")}</w:comment>',
    )
    assert texts(DocxReader().read(data)) == ["正文"]


# -- headings ----------------------------------------------------------------------------------------------------------

HEADINGS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/><w:basedOn w:val="1"/></w:style>'
)


@pytest.mark.parametrize(
    ("block", "kind", "level_no"),
    [
        (paragraph("资金使用情况", style="1"), "heading", 1),
        (paragraph("资金使用情况", style="own"), "heading", 1),
        (paragraph("资金使用情况", properties='<w:outlineLvl w:val="2"/>'), "heading", 3),
        (paragraph("资金使用情况", style="1", properties='<w:outlineLvl w:val="9"/>'), "paragraph", None),
        (paragraph("（一）资金使用情况"), "heading", None),
        (paragraph("全年支出12.50万元。", style="1"), "paragraph", None),
        (paragraph("一、资金使用情况\t3", style="t"), "paragraph", None),
        (paragraph("资金使用情况"), "paragraph", None),
    ],
)
def test_headings_by_style_or_by_look(block: str, kind: str, level_no: int | None) -> None:
    (found,) = read(block, styles=HEADINGS).blocks
    assert (found.kind, found.level) == (kind, level_no)


def test_styles_in_a_ring_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("a", "b"), ("b", "a"))
    )
    assert texts(read(paragraph("正文", style="a"), styles=styles)) == ["正文"]


# -- automatic numbers -------------------------------------------------------------------------------------------------


def test_lists_count_and_restart_below_a_higher_level() -> None:
    lists = abstract(
        1, level(0, "%1、", "chineseCounting"), level(1, "（%2）", "chineseCounting"), level(2, "%1.%2.%3")
    )
    body = "".join(in_list("x", 5, depth) for depth in (0, 1, 1, 2, 0, 1, 2, 2))
    found = texts(read(body, numbering=lists + listing(5, 1)))
    # %1 of a lower level is written as level one writes it
    assert found == ["一、x", "（一）x", "（二）x", "一.二.1x", "二、x", "（一）x", "二.一.1x", "二.一.2x"]


def test_a_legal_level_writes_all_levels_with_plain_figures() -> None:
    lists = abstract(1, level(0, "%1、", "chineseCounting"), level(1, "%1.%2", "upperRoman", more="<w:isLgl/>"))
    assert texts(read(in_list("x", 5) + in_list("y", 5, 1), numbering=lists + listing(5, 1))) == ["一、x", "1.1y"]


def test_lists_of_one_kind_count_on_unless_an_override_starts_anew() -> None:
    lists = abstract(1, level(0, "%1."))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="6"/></w:lvlOverride>'
    numbers = lists + listing(1, 1) + listing(2, 1) + listing(3, 1, again)
    body = in_list("a", 1) + in_list("b", 2) + in_list("c", 3) + in_list("d", 3) + in_list("e", 1)
    assert texts(read(body, numbering=numbers)) == ["1.a", "2.b", "6.c", "7.d", "8.e"]


def test_an_override_writes_a_level_its_own_way() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "第%1章", "chineseCountingThousand", suffix="space")}</w:lvlOverride>'
    numbers = abstract(1, level(0, "%1.")) + listing(1, 1) + listing(2, 1, own)
    assert texts(read(in_list("a", 2), numbering=numbers)) == ["第一章 a"]


def test_levels_linked_to_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H2"/></w:style>'
    )
    numbers = abstract(
        1,
        level(0, "%1、", "chineseCounting", more='<w:pStyle w:val="H1"/>'),
        level(1, "（%2）", "chineseCounting", more='<w:pStyle w:val="H2"/>'),
    ) + listing(3, 1)
    body = paragraph("概况", style="H1") + paragraph("支出", style="H2") + paragraph("项目", style="Own")
    body += paragraph("无号", style="H1", properties='<w:numPr><w:numId w:val="0"/></w:numPr>') + paragraph(
        "绩效", style="H1"
    )
    found = read(body, styles=styles, numbering=numbers)
    assert texts(found) == ["一、概况", "（一）支出", "（二）项目", "无号", "二、绩效"]
    assert [block.level for block in found.blocks] == [1, 2, 2, 1, 1]


def test_a_list_behind_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    numbers = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + abstract(2, level(0, "%1)", "lowerLetter"))
        + listing(4, 1)
        + listing(7, 2)
    )
    assert texts(read(in_list("x", 4) + in_list("y", 4), styles=styles, numbering=numbers)) == ["a)x", "b)y"]


def test_levels_that_restart_otherwise() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbers = abstract(1, level(0, "%1."), level(1, "%2)", more=never)) + listing(1, 1)
    body = "".join(in_list("x", 1, depth) for depth in (0, 1, 0, 1))
    assert texts(read(body, numbering=numbers)) == ["1.x", "1)x", "2.x", "2)x"]


def test_bullets_and_numbers_that_show_nothing() -> None:
    numbers = abstract(1, level(0, "\uf06c", "bullet", suffix="tab")) + abstract(2, level(0, "", "none"))
    body = in_list("x", 1) + in_list("y", 2) + in_list("z", 99)
    assert texts(read(body, numbering=numbers + listing(1, 1) + listing(2, 2))) == ["● x", "y", "z"]


def test_empty_numbered_paragraphs_count_and_hidden_ones_do_not() -> None:
    numbers = abstract(1, level(0, "%1.")) + listing(1, 1)
    hidden = paragraph(
        run("h", "<w:vanish/>"),
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>',
    )
    assert texts(read(in_list("", 1) + hidden + in_list("x", 1), numbering=numbers)) == ["2.x"]


def test_what_was_moved_away_is_not_counted_where_it_stood() -> None:
    numbers = abstract(1, level(0, "%1.")) + listing(1, 1)
    in_first = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:{}/></w:rPr>'
    moved = [
        paragraph(f"<w:{way}>{run('移')}</w:{way}>", properties=in_first.format(way)) for way in ("moveFrom", "moveTo")
    ]
    body = in_list("甲", 1) + moved[0] + in_list("乙", 1) + moved[1]
    assert texts(read(body, numbering=numbers)) == ["1.甲", "2.乙", "3.移"]


def test_an_outline_of_styles_in_the_ways_that_reports_count() -> None:
    formats = (
        "japaneseCounting",
        "chineseCountingThousand",
        "decimal",
        "decimalEnclosedCircle",
        "ideographTraditional",
    )
    shown = ("%1、", "（%2）", "%3.", "%4", "%5、")
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n + 1}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{n}"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        for n in range(5)
    )
    levels = [
        level(n, text, way, more=f'<w:pStyle w:val="H{n}"/>')
        for n, (text, way) in enumerate(zip(shown, formats, strict=True))
    ]
    anew = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = abstract(1, *levels) + listing(3, 1) + listing(4, 1, anew)
    again = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>'
    body = "".join(paragraph("x", style=f"H{depth}") for depth in (0, 1, 2, 3, 3, 4, 4, 2, 3, 1, 2, 0, 1, 1))
    body += paragraph("x", style="H1", properties=again) + paragraph("x", style="H1", properties=again)
    assert [found[:-1] for found in texts(read(body, styles=styles, numbering=numbers))] == [
        "一、", "（一）", "1.", "①", "②", "甲、", "乙、", "2.", "①", "（二）", "1.", "二、", "（一）", "（二）", "（一）", "（二）",
    ]  # fmt: skip


def test_numbers_in_cells_are_counted_in_the_documents_order() -> None:
    numbers = abstract(1, level(0, "%1.")) + listing(1, 1)
    document = read(
        in_list("x", 1) + table(row(cell(in_list("a", 1)), cell(in_list("b", 1)))) + in_list("y", 1), numbering=numbers
    )
    assert texts(document) == ["1.x", "4.y"]
    assert [found[2] for found in cells(document)] == ["2.a", "3.b"]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=25))
@PROPERTY
def test_any_order_of_levels_counts_as_an_outline_does(depths: list[int]) -> None:
    numbers = abstract(1, *(level(n, ".".join(f"%{k + 1}" for k in range(n + 1)) + " ") for n in range(4))) + listing(
        1, 1
    )
    counters = [0] * 4
    wanted = []
    for depth in depths:
        counters[depth] += 1
        counters[depth + 1 :] = [0] * (3 - depth)
        # a level passed over shows its start
        wanted.append(".".join(str(counters[k] or 1) for k in range(depth + 1)) + " x")
    assert texts(read("".join(in_list("x", 1, depth) for depth in depths), numbering=numbers)) == wanted


# -- tables ------------------------------------------------------------------------------------------------------------


def test_spans_in_both_directions() -> None:
    document = read(
        table(
            row(cell("项目", merge="restart"), cell("预算", span=2)),
            row(cell("", merge="continue"), cell("年初"), cell("全年")),
            row(cell("合计"), cell("1"), cell("2")),
        )
    )
    assert cells(document) == [
        (1, 1, "项目", 2, 1),
        (1, 2, "预算", 1, 2),
        (2, 2, "年初", 1, 1),
        (2, 3, "全年", 1, 1),
        (3, 1, "合计", 1, 1),
        (3, 2, "1", 1, 1),
        (3, 3, "2", 1, 1),
    ]


def test_merges_of_old_files_and_those_that_go_on_from_nothing() -> None:
    document = read(
        table(
            row(cell("a", more='<w:hMerge w:val="restart"/>'), cell("", more="<w:hMerge/>"), cell("b")),
            row(cell("c", merge="continue"), cell("d"), cell("e")),
            row(cell("", merge="continue"), cell("f"), cell("g")),
        )
    )
    assert cells(document)[:3] == [(1, 1, "a", 1, 2), (1, 3, "b", 1, 1), (2, 1, "c", 2, 1)]


def test_text_under_a_merge_is_not_shown_but_told_of() -> None:
    document = read(table(row(cell("a", merge="restart"), cell("b")), row(cell("隐", merge="continue"), cell("d"))))
    assert [found[2] for found in cells(document)] == ["a", "b", "d"]
    assert document.notes == ("cells with text under a merge left out: 1",)


def test_rows_that_start_further_right_and_rows_that_are_deleted() -> None:
    document = read(
        table(
            row(cell("a"), cell("b")),
            row(cell("x"), cell("y"), properties="<w:del/>"),
            row(cell("c"), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert cells(document) == [(1, 1, "a", 1, 1), (1, 2, "b", 1, 1), (2, 2, "c", 1, 1)]


def test_a_line_drawn_twice_is_one_edge() -> None:
    # the second row's border is a hair further right than the first's
    document = read(
        table(
            row(cell("项目"), cell("预算数", span=2)),
            row(cell("合计", span=2), cell("12.50")),
            widths=(2000, 40, 2000),
        )
    )
    assert cells(document) == [
        (1, 1, "项目", 1, 1),
        (1, 2, "预算数", 1, 1),
        (2, 1, "合计", 1, 1),
        (2, 2, "12.50", 1, 1),
    ]


def test_narrow_columns_that_hold_a_cell_of_their_own_stay() -> None:
    document = read(table(row(cell("a"), cell("b"), cell("c")), widths=(10, 10, 10)))
    assert [found[1] for found in cells(document)] == [1, 2, 3]


def test_a_cell_keeps_its_paragraphs_and_its_indentation() -> None:
    document = read(table(row(cell("    其中：", "", "办公经费　"), cell("1"))))
    assert cells(document)[0][2] == "    其中：\n办公经费"


def test_a_table_in_a_cell_follows_the_table_around_it() -> None:
    inner = table(row(cell("内1"), cell("内2")))
    document = read(table(row(cell("外1", inner, "外尾"), cell("外2"))) + paragraph("后"))
    assert [block.kind for block in document.blocks] == ["table", "table", "paragraph"]
    assert [found[2] for found in cells(document, 0)] == ["外1\n外尾", "外2"]
    assert [found[2] for found in cells(document, 1)] == ["内1", "内2"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = read(table(row(cell("一、概况", "全年支出12.50万元。", table(row(cell("a"), cell("b")))))))
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "一、概况"), ("paragraph", "全年支出12.50万元。"), ("table", ""),
    ]  # fmt: skip


def test_a_frame_around_tables_side_by_side_is_no_table() -> None:
    left = cell("收入（万元）", table(row(cell("a"), cell("1"))))
    right = cell("支出（元）", table(row(cell("b"), cell("2"))), "注：甲")
    document = read(table(row(left, cell(""), right)))
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "收入（万元）"), ("table", ""), ("paragraph", "支出（元）"), ("table", ""), ("paragraph", "注：甲"),
    ]  # fmt: skip


def test_an_empty_table_is_none() -> None:
    document = read(paragraph("前") + table(row(cell(""), cell(""))) + table(row(cell("a"), cell(""))))
    assert [found.table_no for _, found in document.tables()] == [1]


@st.composite
def layouts(draw: st.DrawFn) -> list[list[tuple[int, int, int, int]]]:
    """Tables as rectangles (row, column, row span, column span) that tile a grid, row by row."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    taken = [[False] * columns for _ in range(rows)]
    found: list[list[tuple[int, int, int, int]]] = [[] for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            free = next((k for k in range(c, columns) if taken[r][k]), columns) - c
            width, height = draw(st.integers(1, free)), draw(st.integers(1, rows - r))
            for y in range(r, r + height):
                taken[y][c : c + width] = [True] * width
            found[r].append((r, c, height, width))
    return found


@given(layouts())
@PROPERTY
def test_any_tiling_comes_back(layout: list[list[tuple[int, int, int, int]]]) -> None:
    rectangles = [rectangle for line in layout for rectangle in line]
    lines = []
    for r in range(len(layout)):
        here = sorted((c, y, height, width) for y, c, height, width in rectangles if y <= r < y + height)
        lines.append(
            row(
                *(
                    cell(
                        f"{y}.{c}" if y == r else "",
                        span=width,
                        merge="" if height == 1 else "restart" if y == r else "continue",
                    )
                    for c, y, height, width in here
                )
            )
        )
    # edges that no cell uses can't be seen, neither on paper nor here
    edges = sorted({edge for _, c, _, width in rectangles for edge in (c, c + width)})
    wanted = [
        (y + 1, edges.index(c) + 1, f"{y}.{c}", height, edges.index(c + width) - edges.index(c))
        for y, c, height, width in rectangles
    ]
    document = read(table(*lines))
    if len(rectangles) == 1:
        assert texts(document) == ["0.0"]
    else:
        assert cells(document) == wanted


# -- hostile and damaged files -----------------------------------------------------------------------------------------


def test_a_span_of_two_billion_costs_nothing() -> None:
    document = read(
        table(
            row(cell("a", span=2_000_000_000), cell("b", span="99999999999999999999")),
            row(cell("c", span=-5), cell("d", span="x"), properties='<w:gridBefore w:val="2000000000"/>'),
        )
    )
    assert [found[2] for found in cells(document)] == ["a", "b", "c", "d"]
    assert max(found[1] + found[4] for found in cells(document)) < 10


@pytest.mark.parametrize(
    ("declaration", "reason"),
    [
        ('<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">', "bomb"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "unsafe"),
        ('<!ENTITY % a SYSTEM "http://192.0.2.1/x.dtd"> %a;', "unsafe"),
        ("", "unsafe"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_neither_expanded_nor_fetched(declaration: str, reason: str, encoding: str) -> None:
    xml = part("document", f"<w:body>{paragraph('&amp;a;')}</w:body>").replace("&amp;a;", "&a;" if declaration else "x")
    xml = xml.replace("?>", f"?><!DOCTYPE w:document [{declaration}]>", 1).replace('encoding="UTF-8"', "")
    assert refused(docx("", {"word/document.xml": xml.encode(encoding)})) == reason


def test_entities_in_a_part_beside_are_refused_too() -> None:
    data = docx(paragraph("x"), {"word/styles.xml": '<!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>'}, relation="")
    assert texts(DocxReader().read(data)) == ["x"]  # nobody points to it
    assert refused(docx(paragraph("x"), {"word/styles.xml": '<!DOCTYPE a [<!ENTITY a "b">]><a/>'}, styles="")) == "bomb"


def test_what_lies_outside_the_file_is_not_followed() -> None:
    external = (
        '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="file:///etc/passwd" TargetMode="External"/>'
        '<Relationship Id="y" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" '
        'Target="../../../../etc/passwd"/>'
    )
    data = docx(paragraph("正文") + '<w:altChunk r:id="x"/>', relation=external)
    document = DocxReader().read(data)
    assert texts(document) == ["正文"] and document.notes == ("embedded documents left out: 1",)


CHUNK = '<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{}"/>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.docx", docx(paragraph("一、概况") + table(row(cell("预算"), cell("12.50"))))),
        ("c.htm", "<html><body><p>一、概况</p><table><tr><td>预算</td><td>12.50</td></tr></table></body></html>".encode()),
        ("c.txt", "一、概况\n\t预算\n\t12.50\n\n".encode()),
    ],
)  # fmt: skip
def test_a_document_inside_the_document_is_read_where_it_stands(name: str, data: bytes) -> None:
    body = paragraph("前") + '<w:altChunk r:id="c"/>' + paragraph("后")
    document = DocxReader().read(docx(body, {f"word/{name}": data}, CHUNK.format(name)))
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "前"), ("heading", "一、概况"), ("table", ""), ("paragraph", "后"),
    ]  # fmt: skip
    assert [found[2] for found in cells(document)] == ["预算", "12.50"]


def test_documents_inside_documents_end_somewhere() -> None:
    inner = docx(
        '<w:altChunk r:id="c"/>' + paragraph("里"), {"word/c.docx": docx(paragraph("底"))}, CHUNK.format("c.docx")
    )
    outer = docx('<w:altChunk r:id="c"/>', {"word/c.docx": inner}, CHUNK.format("c.docx"))
    assert texts(DocxReader().read(outer)) == ["里"]
    broken = docx(paragraph("x") + '<w:altChunk r:id="c"/>', {"word/c.docx": b"PK\x03\x04"}, CHUNK.format("c.docx"))
    assert DocxReader().read(broken).notes == ("embedded documents left out: 1",)


def test_nesting_without_end_is_refused_and_deep_nesting_is_read() -> None:
    def nested(depth: int) -> str:
        return "<w:sdt><w:sdtContent>" * depth + paragraph("底") + "</w:sdtContent></w:sdt>" * depth

    assert refused(docx(nested(5_000))) == "bomb"
    assert texts(read(nested(100))) == ["底"]
    tables = "".join(["<w:tbl><w:tr><w:tc>"] * 70 + [paragraph("底")] + ["</w:tc></w:tr></w:tbl>"] * 70)
    assert texts(read(tables)) == ["底"]
    boxes = "<w:p><w:r><w:pict><w:txbxContent>" * 55 + paragraph("底") + "</w:txbxContent></w:pict></w:r></w:p>" * 55
    assert texts(read(boxes)) == ["底"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refused(docx(paragraph("x"), {"word/media/a.bin": bytes(64 * MEBIBYTE)})) == "bomb"


def test_a_member_that_hides_its_size_is_stopped_while_unpacking() -> None:
    limits = ZipLimits(part_bytes=MEBIBYTE, large_bytes=MEBIBYTE)
    archive = open_zip(zipped({"a": bytes(3 * MEBIBYTE)}), ZipLimits())
    archive.getinfo("a").file_size = 10
    with pytest.raises(Unreadable) as caught:
        unpack(archive, "a", limits)
    # zipfile stops at the stated size and then finds the checksum wrong
    assert caught.value.reason in ("bomb", "truncated")


def test_too_many_members_and_members_with_a_password() -> None:
    with pytest.raises(Unreadable, match=r"^bomb"):
        open_zip(zipped({str(number): b"" for number in range(12)}), ZipLimits(members=10))
    data = bytearray(docx(paragraph("x")))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        position = data.find(signature)
        data[position + offset] |= 1
    assert refused(bytes(data)) == "encrypted"


def test_a_file_that_is_cut_off_at_any_place() -> None:
    data = docx(paragraph("正文"), styles=HEADINGS)
    for length in range(0, len(data) - 1, 37):
        assert refused(data[:length]) == "truncated"


def test_bytes_changed_at_any_place_give_a_document_or_a_reason() -> None:
    data = docx(in_list("正文", 1), styles=HEADINGS, numbering=abstract(1, level(0, "%1.")) + listing(1, 1))
    for position in range(0, len(data), 11):
        damaged = bytearray(data)
        damaged[position] ^= 0x5A
        with contextlib.suppress(Unreadable):
            assert DocxReader().read(bytes(damaged)).blocks


def _without(data: bytes, *names: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist() if name not in names})


def test_missing_parts() -> None:
    data = docx(in_list("正文", 1), numbering=abstract(1, level(0, "%1.")) + listing(1, 1))
    assert texts(DocxReader().read(_without(data, "word/numbering.xml"))) == ["正文"]
    assert texts(DocxReader().read(_without(data, "_rels/.rels", "word/_rels/document.xml.rels"))) == ["正文"]
    assert refused(_without(data, "word/document.xml")) == "damaged"
    assert refused(docx("", {"word/document.xml": "<a><b></a>"})) == "damaged"


def test_the_main_part_may_lie_anywhere_and_be_of_the_strict_form() -> None:
    strict = part("document", f"<w:body>{paragraph('严格')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = zipped({"_rels/.rels": relations({"officeDocument": "/a/b.xml"}).encode(), "a/b.xml": strict.encode()})
    assert texts(DocxReader().read(data)) == ["严格"]


def test_no_empty_success() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:graphic><a:blip r:embed='rId1'/></a:graphic></wp:inline></w:drawing></w:r>"
    assert refused(docx("")) == "empty"
    assert refused(docx(paragraph("  　"))) == "empty"
    assert refused(docx(paragraph(picture))) == "needs_ocr"
    assert refused(docx("", {"word/document.xml": part("styles", "")})) == "wrong_type"
    with_text = DocxReader().read(docx(paragraph("见下图：", picture)))
    assert with_text.notes == ("pictures left out: 1",)
