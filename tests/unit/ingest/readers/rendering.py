"""A document of our own making written in other formats: what a reader of them must give back."""

from __future__ import annotations

import html
import io
import re
import struct
from decimal import Decimal, InvalidOperation

from ingest.document import Block, Document
from tests.unit.ingest.readers.containers import compound

Merge = tuple[int, int, int, int]
Rows = list[tuple[dict[int, str], bool]]


def laid_out(document: Document) -> tuple[Rows, list[Merge]]:
    """A document as rows of one sheet (column -> text; whether ruled) and merged ranges: a paragraph is a row of one cell."""
    rows: Rows = []
    merges: list[Merge] = []
    for block in document.blocks:
        if block.table is None:
            rows.append(({1: block.text}, False))
            continue
        rows.append(({}, False))
        top = len(rows)
        cells = block.table.cells
        last = max(cell.row_no + cell.row_span - 1 for cell in cells)
        rows += [({}, True) for _ in range(last)]
        for cell in cells:
            rows[top + cell.row_no - 1][0][cell.column_no] = cell.text
            if cell.row_span > 1 or cell.column_span > 1:
                first = top + cell.row_no
                merges.append((first, cell.column_no, first + cell.row_span - 1, cell.column_no + cell.column_span - 1))
        rows.append(({}, False))
    return rows, merges


def as_xlsx(document: Document, sheet: str = "Sheet1") -> bytes:
    """As one sheet of an XLSX, tables ruled; figures are numbers with the decimals and commas that they are written with."""
    import openpyxl
    from openpyxl.styles import Border, Side

    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    line = Side(style="thin")
    rows, merges = laid_out(document)
    for row_no, (cells, is_ruled) in enumerate(rows, 1):
        for column_no, text in cells.items():
            value, code = number_of(text)
            cell = page.cell(row_no, column_no, text if value is None else float(value))
            if value is None:
                cell.data_type = "s"
            else:
                cell.number_format = code
            if is_ruled:
                cell.border = Border(line, line, line, line)
    for top, left, bottom, right in merges:
        page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def number_of(text: str) -> tuple[Decimal | None, str]:
    """A figure and the number format that shows it as written; None for what is no figure or would show otherwise."""
    stripped = text.strip()
    percent = stripped.endswith("%")
    digits = stripped.rstrip("%")
    try:
        value = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None, ""
    if not digits.isascii() or not digits[:1].isdigit() or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None, ""
    places = -int(value.as_tuple().exponent)
    code = ("#,##0" if "," in digits else "0") + ("." + "0" * places if places else "") + ("%" if percent else "")
    return (value / 100 if percent else value), code


def as_xls(document: Document, sheet: str = "Sheet1") -> bytes:
    """As one sheet of an XLS (BIFF8)."""
    rows, merges = laid_out(document)
    strings: list[str] = []
    formats: dict[str, int] = {}
    body = b""
    for row, (cells, is_ruled) in enumerate(rows):
        for column, text in sorted(cells.items()):
            value, code = number_of(text)
            if value is None:
                strings.append(text)
                body += record(0xFD, struct.pack("<HHHI", row, column - 1, 1 if is_ruled else 0, len(strings) - 1))
            else:
                style = 2 + formats.setdefault(code, len(formats))
                body += record(0x203, struct.pack("<HHHd", row, column - 1, style, float(value)))
    body += record(
        0xE5,
        struct.pack("<H", len(merges))
        + b"".join(struct.pack("<HHHH", t - 1, b - 1, x - 1, y - 1) for t, x, b, y in merges),
    )
    return compound({"Workbook": workbook({sheet: body}, strings, list(formats), (len(rows), 40))})


def record(kind: int, body: bytes) -> bytes:
    """A BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def workbook(
    sheets: dict[str, bytes], strings: list[str], codes: list[str], size: tuple[int, int], visible: int = 0
) -> bytes:
    """A BIFF8 stream. Styles: 0 plain, 1 ruled, from 2 on ruled with the number formats given."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + record(0x42, struct.pack("<H", 1200))
    for number, code in enumerate(codes):
        head += record(0x41E, struct.pack("<HHB", 164 + number, len(code), 1) + code.encode("utf-16-le"))
    for style, number in enumerate([0, 0, *range(164, 164 + len(codes))]):
        head += record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 1, 0, 0, 0, 0, 0x1111 if style else 0, 0, 0))
    table = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in strings)
    # a table of texts goes on in further records, cut between two texts
    parts: list[bytes] = [struct.pack("<II", len(strings), len(strings))]
    for text in strings:
        entry = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        if len(parts[-1]) + len(entry) > 8_000:
            parts.append(b"")
        parts[-1] += entry
    shared = record(0xFC, parts[0]) + b"".join(record(0x3C, part) for part in parts[1:])
    assert len(table) >= 0
    names = [name.encode("utf-16-le") for name in sheets]
    bounds = sum(4 + 8 + len(name) for name in names)
    start = len(head) + bounds + len(shared) + 4
    listed = b""
    bodies = b""
    for name, body in zip(names, sheets.values(), strict=True):
        whole = (
            record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
            + record(0x200, struct.pack("<IIHHH", 0, size[0], 0, size[1], 0))
            + body
            + record(0x0A, b"")
        )
        listed += record(0x85, struct.pack("<IBBBB", start + len(bodies), visible, 0, len(name) // 2, 1) + name)
        bodies += whole
    return head + listed + shared + record(0x0A, b"") + bodies


def as_html(document: Document, charset: str = "utf-8") -> bytes:
    """As the content of a public body's page, with menu, breadcrumb, buttons and footer around it."""
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>清河市人民政府</title><script>var a = "2024年预算支出999万元";</script></head><body>',
        '<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>',
        '<div class="dqwz">您现在的位置：<a href="/">首页</a> &gt; <a href="/yjs">预决算公开</a></div>',
        '<table width="100%"><tr><td><div id="zoom">',
    ]
    for block in document.blocks:
        parts.append(_html_of(block))
    parts.append(
        '</div></td></tr></table><div class="share">分享到：<a>微信</a><a>微博</a></div><div class="xgwz">相关文章 <a href="/1">2022年度部门整体支出绩效自评报告</a></div>'
        '<div class="footer">版权所有：清河市人民政府 备案号00000000 联系电话：0000-0000000</div></body></html>'
    )
    return "".join(parts).encode("gb18030" if charset == "gb2312" else charset)


_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="report.files/filelist.xml">
<title>2099年度文件属性里的旧标题</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>2023年支出999万元</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm; font-family:"Calibri","sans-serif";} --></style>
</head>
<body lang=ZH-CN style='tab-interval:21.0pt;text-justify-trim:punctuation'>
<div class=WordSection1 style='layout-grid:15.6pt'>
"""


def as_word_html(document: Document) -> bytes:
    """As Word saves a document as a page: gb2312, spans for Latin text, `o:p`, lines of the source broken within tags."""
    parts = [_WORD_HEAD]
    for block in document.blocks:
        if block.table is None:
            parts.append(_word_paragraph(block.text))
            continue
        parts.append(
            "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='mso-yfti-tbllook:1184'>\n"
        )
        for row in block.table.rows():
            cells = "".join(
                f"<td width=80 colspan={cell.column_span} rowspan={cell.row_span} style='width:60.0pt;\n  padding:0cm 5.4pt'>\n"
                f"{''.join(map(_word_paragraph, cell.text.split(chr(10))))}</td>"
                for cell in row
            )
            parts.append(f"<tr style='mso-yfti-irow:0'>{cells}</tr>\n")
        parts.append(
            "<![if !supportMisalignedColumns]><tr height=0><td width=80 style='border:none'></td></tr><![endif]>\n</table>\n"
        )
    parts.append("</div></body></html>")
    return "".join(parts).encode("gb18030")


def _word_paragraph(text: str) -> str:
    pieces = []
    for piece in re.split("([ -~]+)", text):
        shown = html.escape(piece).replace("\n", "<br>\n")
        if piece.isascii() and piece:
            pieces.append(f"<span lang=EN-US\nstyle='font-size:10.5pt;font-family:\"Times New Roman\"'>{shown}</span>")
        elif piece:
            pieces.append(f"<span style='font-family:宋体;mso-ascii-font-family:Calibri'>{shown}</span>")
    inside = "".join(pieces) or "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    return f"<p class=MsoNormal style='mso-pagination:widow-orphan'>{inside}<span lang=EN-US><o:p></o:p></span></p>\n"


def as_excel_html(document: Document) -> bytes:
    """As Excel saves a sheet as a page: one table, its rules in the classes of cells."""
    rows, merges = laid_out(document)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
    covered = {
        (row, column)
        for (top, left), (high, wide) in spans.items()
        for row in range(top, top + high)
        for column in range(left, left + wide)
    } - set(spans)
    last = max(column for cells, _ in rows for column in cells) if any(cells for cells, _ in rows) else 1
    written = []
    for row_no, (cells, is_ruled) in enumerate(rows, 1):
        inside = ""
        for column_no in range(1, last + 1):
            if (row_no, column_no) in covered:
                continue
            high, wide = spans.get((row_no, column_no), (1, 1))
            shown = html.escape(cells.get(column_no, "")).replace("\n", "<br>\n") or "\u3000"
            number = " x:num" if number_of(cells.get(column_no, ""))[0] is not None else ""
            inside += f"<td height=19 class=xl{66 if is_ruled and column_no in cells else 65} rowspan={high} colspan={wide}{number}>{shown}</td>\n"
        written.append(f"<tr height=19 style='height:14.25pt'>\n{inside}</tr>\n")
    head = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">'
        '<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15"><title>2099年度旧标题</title><style>'
        "<!-- .xl65 {mso-style-parent:style0; border:none;} .xl66 {mso-style-parent:style0; border:.5pt solid windowtext;} --></style></head>"
    )
    return f"{head}<body link=blue><table border=0 cellpadding=0 style='border-collapse:collapse'>{''.join(written)}</table></body></html>".encode(
        "gb18030"
    )


def as_mhtml(document: Document) -> bytes:
    """As Word saves a document as a page in one file, with the page of its headers beside it."""
    import base64
    import quopri

    page = quopri.encodestring(as_word_html(document)).decode()
    header = base64.encodebytes("<html><body><p>页眉：2023年支出999万元</p></body></html>".encode("gb18030")).decode()
    boundary = "----=_NextPart_01D9A1B2.C3D4E5F0"
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="{boundary}"\n\n'
        f"--{boundary}\nContent-Location: file:///C:/0A1B/report.htm\nContent-Transfer-Encoding: quoted-printable\n"
        f'Content-Type: text/html; charset="gb2312"\n\n{page}\n\n'
        f"--{boundary}\nContent-Location: file:///C:/0A1B/report.files/header.htm\nContent-Transfer-Encoding: base64\n"
        f'Content-Type: text/html; charset="gb2312"\n\n{header}\n\n--{boundary}--\n'
    ).encode()


def _html_of(block: Block) -> str:
    def escaped(text: str) -> str:
        return html.escape(text).replace("\n", "<br>")

    if block.table is None:
        tag = f"h{block.level}" if block.kind == "heading" and block.level else "p"
        return f"<{tag}>{escaped(block.text)}</{tag}>"
    rows = []
    for row in block.table.rows():
        cells = "".join(
            f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}"><p>{escaped(cell.text)}</p></td>'
            for cell in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'
