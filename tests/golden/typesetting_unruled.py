"""Forms as drawn in `tests.forms.kit`, set in Word and rendered by LibreOffice as PDF: with all rules, some, or none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forms.kit import Drawn, Part

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
RULES: Mapping[str, tuple[str, ...]] = {
    "all": _SIDES,
    "level": ("top", "bottom", "insideH"),
    "book": ("top", "bottom"),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: sizes in points, margins of cells in twentieths of one.

    `align` is left, center, right or mixed (labels left, figures right); `vertical` is center or top; `widths` is even (all columns
    alike), fitted (by what they hold) or tight (as narrow as words allow).
    """

    rules: str = "none"
    size: float = 10.5
    font: str = "Noto Serif CJK SC"
    align: str = "center"
    vertical: str = "center"
    widths: str = "fitted"
    margin: int = 108
    padding: int = 0
    landscape: bool = False
    low: bool = False
    repeated: bool = False


def _is_figure(text: str) -> bool:
    return bool(text) and all(character in "0123456789.,%-— " for character in text)


def _width_of(text: str) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def _column_widths(part: Drawn, setting: Setting, whole: float) -> list[float]:
    """The columns' widths in points."""
    count = len(part.grid[0])
    if setting.widths == "even":
        return [whole / count] * count
    wanted, least = [1.0] * count, [1.0] * count
    for row in part.grid:
        for at, text in enumerate(row):
            if text in ("<", "^") or (at + 1 < count and row[at + 1] == "<"):
                continue
            widest = max(map(_width_of, text.replace("¶", "⏎").split("⏎")))
            # figures stay whole, words are broken
            wanted[at] = max(wanted[at], widest if _is_figure(text) else min(widest, 9.0))
            least[at] = max(least[at], widest if _is_figure(text) else min(widest, 2.0))
    room = 2 * setting.margin / 20 + 1
    points = [width * setting.size * 1.02 + room for width in wanted]
    fixed = [width * setting.size * 1.02 + room for width in least]
    if sum(points) <= whole:
        if setting.widths == "tight":
            return points
        return [width * whole / sum(points) for width in points]
    if sum(fixed) >= whole:
        return [width * whole / sum(fixed) for width in fixed]
    share = (whole - sum(fixed)) / (sum(points) - sum(fixed))
    return [low + share * (high - low) for low, high in zip(fixed, points, strict=True)]


def strip_rules(document: Any, kept: Iterable[str]) -> None:
    """Leaves a Word document's tables the rules of these sides only."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    kept = set(kept)
    for table in document.element.body.iter(qn("w:tbl")):
        properties = table.find(qn("w:tblPr"))
        for found in properties.findall(qn("w:tblBorders")):
            properties.remove(found)
        borders = OxmlElement("w:tblBorders")
        for side in _SIDES:
            border = OxmlElement(f"w:{side}")
            border.set(qn("w:val"), "single" if side in kept else "nil")
            border.set(qn("w:sz"), "4")
            borders.append(border)
        properties.append(borders)
        for cell in table.iter(qn("w:tcPr")):
            for found in cell.findall(qn("w:tcBorders")):
                cell.remove(found)


def as_docx(parts: Iterable[Part], setting: Setting, path: Path) -> None:
    """Writes a form as a Word document."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(15 if setting.low else 29.7)
    if setting.landscape:
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    whole = float((section.page_width - 2 * Cm(2.5)) / 12700)
    normal = document.styles["Normal"]
    normal.font.size = Pt(setting.size)
    normal.font.name = setting.font
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), setting.font)
    normal.paragraph_format.space_after = Pt(0)
    parts = list(parts)
    first = next((at for at, part in enumerate(parts) if isinstance(part, Drawn)), len(parts))
    for at, part in enumerate(parts):
        if isinstance(part, Drawn):
            _add_table(document, part, setting, whole)
            continue
        for line in part.split("\n"):
            paragraph = document.add_paragraph(line.strip(" "))
            if at < first and at < 3 and len(line) < 40 and "：" not in line:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif len(line) > 30:
                paragraph.paragraph_format.first_line_indent = Pt(2 * setting.size)
    document.save(str(path))


def _add_table(document: Any, part: Drawn, setting: Setting, whole: float) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = document.add_table(len(part.grid), len(part.grid[0]))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(setting.margin if side in ("left", "right") else setting.padding))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    borders = OxmlElement("w:tblBorders")
    for side in _SIDES:
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single" if side in RULES[setting.rules] else "nil")
        border.set(qn("w:sz"), "4")
        borders.append(border)
    properties.append(borders)
    properties.append(margins)
    widths = _column_widths(part, setting, whole)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    alignments = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }
    grid = part.grid
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, below = j, i
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while below + 1 < len(grid) and grid[below + 1][j] == "^":
                below += 1
            cell = table.cell(i, j)
            if (right, below) != (j, i):
                cell = cell.merge(table.cell(below, right))
            for extra in cell.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)
            cell.vertical_alignment = (
                WD_ALIGN_VERTICAL.CENTER if setting.vertical == "center" else WD_ALIGN_VERTICAL.TOP
            )
            for at, piece in enumerate(text.split("¶")):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                for number, line in enumerate(piece.split("⏎")):
                    run = paragraph.add_run()
                    if number:
                        run.add_break()
                    run.add_text(line)
                way = setting.align
                if way == "mixed":
                    way = "right" if _is_figure(text) else "left"
                paragraph.alignment = alignments[way]
    if setting.repeated:
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)


def as_pdfs(office: Path, sources: Iterable[Path], folder: Path) -> None:
    """Renders documents into a folder as PDF under their names."""
    paths = [str(path) for path in sources]
    # the wrapper: with a new profile the program itself wants to be started twice
    subprocess.run(
        [
            str(office.with_name("soffice")),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *paths,
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
