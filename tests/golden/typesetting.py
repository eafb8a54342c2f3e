"""Forms of our own set as Word files in many ways, and what LibreOffice makes of them: other page sizes, fonts, breaks and formats.

The content is what `tests.forms.kit` draws: lines, and tables as grids with merged cells. A `Setting` says how it is laid out; the
content is the same in all of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from ingest.document import Cell
from ingest.readers import doc
from tests.forms.kit import Drawn, Part, with_geometry

# what documents ask for; LibreOffice is given the one font that comes with the package, whichever it is
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_FIGURE = re.compile(r"[-−]?[0-9][0-9,]*(?:\.[0-9]+)?[%％]?")
# dates, ranges and dashes too
_NUMERIC = re.compile(r"[0-9.,%\-— ]+")
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
RULES: Mapping[str, tuple[str, ...]] = {
    "all": _SIDES,
    "level": ("top", "bottom", "insideH"),
    "book": ("top", "bottom"),
    "none": (),
}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS_PER_CM = 567
# A4 in centimetres
_SHORT_SIDE, _LONG_SIDE = 21.0, 29.7
_CENTRED = '<w:jc w:val="center"/>'
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a form is laid out. Lengths are centimetres; `size`, `exact`, `padding` and `spacing` points.

    Tables: `rules` is one of `RULES`; `align` is left, center, right, mixed (figures right, all else left) or short (as mixed, but
    short texts in the middle); `vertical` is center, top or bottom; `padding` is what cells leave free at their sides, `spacing` above and
    below. `share` is how much of the page's width tables take; `widths` is even (every column the same), shared (by their texts),
    fitted (by their texts, figures whole where there is room) or tight (fitted, but no wider than need be). `repeated` is how many
    header rows come again on each page (-1: all that the table begins with before its figures).

    `formal` puts titles and tables in the middle, indents long paragraphs and leaves no line free below tables. `frame` puts
    everything into something else: `table` (one cell), `box` (text boxes, tables aside), `columns` (two on a page).
    """

    landscape: bool = False
    height: float | None = None
    margin: float = 2.0
    font: str = SERIF
    size: float = 10.5
    repeated: int = 0
    unsplit: bool = False
    exact: float | None = None
    rules: str = "all"
    align: str = "short"
    vertical: str = "center"
    padding: float = 5.4
    spacing: float = 0
    widths: str = "shared"
    share: float = 1.0
    formal: bool = False
    header: str = ""
    footer: str = ""
    footnotes: bool = False
    watermark: str = ""
    frame: str = ""
    page_turn: int = 0


def as_docx(parts: Sequence[Part], setting: Setting) -> bytes:
    """The parts as a Word file."""
    import docx
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt

    document: Any = docx.Document()
    section = document.sections[0]
    wide = _LONG_SIDE if setting.landscape else _SHORT_SIDE
    section.page_width = Cm(wide)
    section.page_height = Cm(setting.height or (_SHORT_SIDE if setting.landscape else _LONG_SIDE))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(setting.margin)
    section.header_distance = section.footer_distance = Cm(min(1.0, setting.margin / 2))
    style = document.styles["Normal"]
    style.font.size = Pt(setting.size)
    style.element.rPr.append(
        parse_xml(f'<w:rFonts {_W} w:ascii="{setting.font}" w:hAnsi="{setting.font}" w:eastAsia="{setting.font}"/>')
    )
    style.paragraph_format.space_after = Pt(0)
    if setting.header:
        section.header.paragraphs[0]._p.append(parse_xml(_with_numbers(setting.header)))
    if setting.footer:
        section.footer.paragraphs[0]._p.append(parse_xml(_with_numbers(setting.footer)))
    if setting.watermark:
        section.header.paragraphs[0]._p.append(
            parse_xml(_box(_paragraph(setting.watermark, size=40, color="C8C8C8"), is_behind=True))
        )
    body = document.element.body
    end = body.sectPr
    width = round((wide - 2 * setting.margin) * _TWIPS_PER_CM)
    if setting.frame == "columns":
        end.append(parse_xml(f'<w:cols {_W} w:num="2" w:space="425"/>'))
        width = (width - 425) // 2
    notes = 0
    pieces = []
    first = next((at for at, part in enumerate(parts) if isinstance(part, Drawn)), len(parts))
    for at, part in enumerate(parts):
        if isinstance(part, Drawn):
            pieces += [_table(part, setting, round(width * setting.share)), *([] if setting.formal else ["<w:p/>"])]
            continue
        mark = ""
        if setting.footnotes and len(part) > 8:
            notes += 1
            mark = (
                f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{notes + 1}"/></w:r>'
            )
        written = _formal(part, mark, setting, at < min(first, 3)) if setting.formal else _paragraph(part, mark)
        pieces.append(f"<w:p>{_box(written)}</w:p>" if setting.frame == "box" else written)
    if setting.frame == "table":
        cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(pieces)}</w:tc>'
        pieces = [
            f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>',
            "<w:p/>",
        ]
    for piece in pieces:
        end.addprevious(parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {_NAMESPACES}", piece)))
    if notes:
        _add_footnotes(document, notes)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_NAMESPACES = (
    f"{_W} "
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def _paragraph(text: str, more: str = "", size: float = 0, align: str = "", indent: float = 0, color: str = "") -> str:
    properties = f'<w:ind w:firstLine="{round(20 * indent)}"/>' if indent else ""
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    sized = f'<w:color w:val="{color}"/>' if color else ""
    sized += f'<w:sz w:val="{round(2 * size)}"/>' if size else ""
    sized = f"<w:rPr>{sized}</w:rPr>" if sized else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{sized}{runs}</w:r>{more}</w:p>"


def _formal(text: str, more: str, setting: Setting, is_title: bool) -> str:
    """A paragraph for each line: short titles in the middle, long ones indented by two characters."""
    *lines, last = text.split("\n")
    written = ""
    for line, mark in (*((line, "") for line in lines), (last, more)):
        if is_title and len(line) < 40 and "：" not in line:
            written += _paragraph(line.strip(" "), mark, align="center")
        else:
            written += _paragraph(line.strip(" "), mark, indent=2 * setting.size if len(line) > 30 else 0)
    return written


def _with_numbers(text: str) -> str:
    """A run with `{page}` and `{pages}` as fields."""
    written = ""
    for piece in re.split(r"(\{pages?\})", text):
        if piece in ("{page}", "{pages}"):
            name = "PAGE" if piece == "{page}" else "NUMPAGES"
            written += f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        elif piece:
            written += f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
    # a paragraph's content in something that may stand in one
    return f'<w:smartTag {_W} w:element="x">{written}</w:smartTag>'


def _box(content: str, is_behind: bool = False) -> str:
    """A run with a text box: in the line, or behind the text in the middle of the page."""
    size = '<wp:extent cx="5400000" cy="900000"/>'
    shape = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr>"
        f"{'' if is_behind else '<a:spAutoFit/>'}</wps:bodyPr></wps:wsp></a:graphicData></a:graphic>"
    )
    if not is_behind:
        drawing = f'<wp:inline>{size}<wp:docPr id="1" name="x"/>{shape}</wp:inline>'
    else:
        places = "".join(
            f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{offset}</wp:posOffset></wp:position{axis}>'
            for axis, offset in (("H", 1_200_000), ("V", 3_600_000))
        )
        drawing = (
            '<wp:anchor behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1" simplePos="0" relativeHeight="1">'
            f'<wp:simplePos x="0" y="0"/>{places}{size}<wp:wrapNone/><wp:docPr id="2" name="y"/>{shape}</wp:anchor>'
        )
    return f"<w:r {_NAMESPACES}><w:drawing>{drawing}</w:drawing></w:r>"


def _add_footnotes(document: Any, count: int) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part as FilePart

    marks = (
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for number, (kind, mark) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
        )
    )
    notes = (
        f'<w:footnote w:id="{number + 2}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        "<w:r><w:t>口径以财政部门批复为准，由办公室负责解释。</w:t></w:r></w:p></w:footnote>"
        for number in range(count)
    )
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{"".join((*marks, *notes))}</w:footnotes>'
    part = FilePart(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


# -- tables ------------------------------------------------------------------------------------------------------------


def laid(drawn: Drawn) -> tuple[Cell, ...]:
    """The cells of a drawn table, without one over another: what goes on below with less width has that width above too."""
    cells: list[Cell] = []
    for cell in with_geometry(drawn, 1, is_covered=False).cells:
        below = drawn.grid[cell.row_no] if cell.row_no < len(drawn.grid) else ()
        width = 1
        while cell.row_span > 1 and width < cell.column_span and below[cell.column_no - 1 + width] in ("^", "<"):
            width += 1
        if cell.row_span > 1 and width < cell.column_span:
            rest = cell.column_span - width
            cells += [replace(cell, column_span=width), Cell(cell.row_no, cell.column_no + width, "", 1, rest)]
        else:
            cells.append(cell)
    return tuple(cells)


def header_rows(drawn: Drawn) -> int:
    """How many rows a table begins with before its first figure, as far as no cell reaches from them into the others."""
    first = next((at for at, row in enumerate(drawn.grid) if any(map(_FIGURE.fullmatch, row[1:]))), 1)
    cells = laid(drawn)
    fitting = (
        count
        for count in range(first, 0, -1)
        if not any(cell.row_no <= count < cell.row_no + cell.row_span - 1 for cell in cells)
    )
    return next(fitting, 0)


def _table(drawn: Drawn, setting: Setting, width: int) -> str:
    grid = drawn.grid
    widths = _widths(drawn, setting, width)
    repeated = header_rows(drawn) if setting.repeated < 0 else setting.repeated
    owners = {
        (row_no, column_no): cell
        for cell in laid(drawn)
        for row_no in range(cell.row_no, cell.row_no + cell.row_span)
        for column_no in range(cell.column_no, cell.column_no + cell.column_span)
    }
    rows = []
    for row_no in range(1, len(grid) + 1):
        written, column_no = "", 1
        while column_no <= len(widths):
            owner = owners[row_no, column_no]
            span = owner.column_span
            is_first = owner.row_no == row_no
            merge = ""
            if owner.row_span > 1:
                merge = '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
            text = owner.text if is_first else ""
            written += (
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[column_no - 1 : column_no - 1 + span])}" w:type="dxa"/>'
                f'<w:gridSpan w:val="{span}"/>{merge}<w:vAlign w:val="{setting.vertical}"/></w:tcPr>{_content(text, setting)}</w:tc>'
            )
            column_no += span
        properties = ("<w:cantSplit/>" if setting.unsplit else "") + (
            f'<w:trHeight w:val="{round(20 * setting.exact)}" w:hRule="atLeast"/>' if setting.exact else ""
        )
        properties += "<w:tblHeader/>" if row_no <= repeated else ""
        rows.append(f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    margins = {"top": setting.spacing, "left": setting.padding, "bottom": setting.spacing, "right": setting.padding}
    cell_margins = "".join(f'<w:{side} w:w="{round(20 * one)}" w:type="dxa"/>' for side, one in margins.items())
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_CENTRED if setting.formal else ""}'
        f'{_borders(RULES[setting.rules])}<w:tblLayout w:type="fixed"/><w:tblCellMar>{cell_margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _borders(kept: Iterable[str]) -> str:
    kinds = {side: "single" if side in kept else "nil" for side in _SIDES}
    sides = (f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>' for side, kind in kinds.items())
    return f"<w:tblBorders>{''.join(sides)}</w:tblBorders>"


def strip_rules(document: Any, kept: Iterable[str]) -> None:
    """Leaves a Word document's tables the rules of these sides only."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    borders = _borders(kept).replace(">", f" {_W}>", 1)
    for table in document.element.body.iter(qn("w:tbl")):
        properties = table.find(qn("w:tblPr"))
        for found in properties.findall(qn("w:tblBorders")):
            properties.remove(found)
        properties.append(parse_xml(borders))
        for cell in table.iter(qn("w:tcPr")):
            for found in cell.findall(qn("w:tcBorders")):
                cell.remove(found)


def _content(text: str, setting: Setting) -> str:
    align = setting.align
    if align in ("short", "mixed"):
        align = "right" if _FIGURE.fullmatch(text) else "center" if align == "short" and len(text) < 12 else "left"
    return "".join(_paragraph(line, align=align) for line in text.split("\n"))


def _widths(drawn: Drawn, setting: Setting, width: int) -> list[int]:
    """Column widths in twentieths of a point."""
    count = len(drawn.grid[0])
    if setting.widths == "even":
        return [width // count] * count
    # the texts of each column, without those over several columns
    columns = [
        [row[at] for row in drawn.grid if row[at] not in ("<", "^") and (at + 1 == count or row[at + 1] != "<")]
        for at in range(count)
    ]
    if setting.widths in ("fitted", "tight"):
        return [int(20 * one) for one in _fitted(columns, setting, width / 20)]
    needs = [1.0] * count
    for at, texts in enumerate(columns):
        for text in texts:
            longest = max(map(len, _lines(text)))
            # a figure isn't wrapped where it can be helped, words are
            needs[at] = max(needs[at], 0.6 * longest if _FIGURE.fullmatch(text) else min(longest, 9) * 0.8)
    padding = 2 * 20 * setting.padding
    free = max(width - count * padding, 0.4 * width)
    return [int(padding * (width > count * padding) + free * need / sum(needs)) for need in needs]


def _fitted(columns: Sequence[Sequence[str]], setting: Setting, whole: float) -> list[float]:
    """Column widths in points: as wide as texts want to be, where there is room; figures stay whole, words are broken."""
    wanted, least = [1.0] * len(columns), [1.0] * len(columns)
    for at, texts in enumerate(columns):
        for text in texts:
            widest = max(map(_width_of, _lines(text)))
            is_numeric = bool(_NUMERIC.fullmatch(text))
            wanted[at] = max(wanted[at], widest if is_numeric else min(widest, 9.0))
            least[at] = max(least[at], widest if is_numeric else min(widest, 2.0))
    room = 2 * setting.padding + 1
    points, fixed = ([one * setting.size * 1.02 + room for one in ones] for ones in (wanted, least))
    if sum(points) <= whole:
        return points if setting.widths == "tight" else [one * whole / sum(points) for one in points]
    if sum(fixed) >= whole:
        return [one * whole / sum(fixed) for one in fixed]
    share = (whole - sum(fixed)) / (sum(points) - sum(fixed))
    return [low + share * (high - low) for low, high in zip(fixed, points, strict=True)]


def _lines(text: str) -> list[str]:
    return re.split("[⏎¶]", text)


def _width_of(line: str) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in line)


# -- through LibreOffice -----------------------------------------------------------------------------------------------


def converted(
    sources: Sequence[Path], target: str, folder: Path, limits: doc.ConversionLimits | None = None
) -> list[Path]:
    """The files made of `sources` by LibreOffice, into `folder`; `target` is an ending, with a filter if need be."""
    found = []
    ending = target.partition(":")[0]
    for batch in _batches(sources, 60):
        place = folder / f"run{len(found)}"
        place.mkdir(parents=True)
        ended = doc.run_office(
            ["--convert-to", target, "--outdir", str(folder)],
            list(batch),
            place,
            limits or doc.ConversionLimits(memory_bytes=8 << 30),
        )
        assert ended.returncode == 0, ended
        found += [folder / f"{source.stem}.{ending}" for source in batch]
    missing = [path.name for path in found if not path.is_file()]
    assert not missing, missing
    return found


def _batches(sources: Sequence[Path], count: int) -> Iterable[Sequence[Path]]:
    return (sources[at : at + count] for at in range(0, len(sources), count))


def turned_pages(data: bytes, degrees: int) -> bytes:
    """A PDF whose pages are shown turned clockwise."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            page.set_rotation((page.get_rotation() + degrees) % 360)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()
