"""The sheets of an XLSX: cells that exist, shown through their number formats. Nothing is calculated."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ingest.pages.characters import RAISED
from ingest.readers import Unreadable, number_format
from ingest.readers.package import Package
from ingest.readers.sheet_model import MOST_COLUMN, MOST_ROW, Sheet, SheetCell

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES = ("left", "right", "top", "bottom")


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets in the workbook's order. Raises Unreadable: truncated, damaged, encrypted, bomb, unsafe, too_large, wrong_type."""
    package = Package(data)
    main = package.main_part()
    workbook = package.xml(main) if main else None
    if main is None or workbook is None or workbook.tag != f"{_M}workbook":
        raise Unreadable("wrong_type", "no workbook in the package")
    parts = {relation.relation_id: relation for relation in package.relations(main)}
    by_kind = {relation.kind: relation.part for relation in parts.values()}
    styles = _Styles(package.xml(by_kind["styles"]) if "styles" in by_kind else None)
    strings = _strings(package.xml(by_kind["sharedStrings"]) if "sharedStrings" in by_kind else None)
    properties = workbook.find(f"{_M}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    found = []
    for element in workbook.iter(f"{_M}sheet"):
        relation = parts.get(element.get(f"{_R}id", ""))
        # chart sheets and dialogs hold no cells
        if relation is None or relation.kind != "worksheet":
            continue
        root = package.xml(relation.part)
        if root is None:
            raise Unreadable("damaged", "a sheet is missing from the package")
        sheet = Sheet(element.get("name", ""), element.get("state", "visible") != "visible")
        _fill(sheet, root, styles, strings, since_1904)
        found.append(sheet)
    return found


class _Styles:
    """Number format and rules of each cell style."""

    def __init__(self, root: Any) -> None:
        self._formats: list[str | None] = []
        self._ruled: list[bool] = []
        if root is None:
            return
        codes: dict[int, str] = dict(number_format.BUILTIN)
        for element in root.iter(f"{_M}numFmt"):
            codes[_integer(element.get("numFmtId"), -1)] = element.get("formatCode", "")
        borders = [
            any(border.find(f"{_M}{side}") is not None and border.find(f"{_M}{side}").get("style", "none") != "none" for side in _SIDES)
            for border in root.iterfind(f"{_M}borders/{_M}border")
        ]  # fmt: skip
        for style in root.iterfind(f"{_M}cellXfs/{_M}xf"):
            self._formats.append(codes.get(_integer(style.get("numFmtId"), 0)))
            border = _integer(style.get("borderId"), 0)
            self._ruled.append(0 <= border < len(borders) and borders[border])

    def code(self, style: int) -> str | None:
        return self._formats[style] if 0 <= style < len(self._formats) else None

    def is_ruled(self, style: int) -> bool:
        return self._ruled[style] if 0 <= style < len(self._ruled) else False


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _text(element: Any) -> str:
    """The text of a string, its runs joined; readings for pronunciation and what is struck out left out, raised digits as such."""
    parts = []
    for node in element.iter(f"{_M}t"):
        run = node.getparent()
        if run is None or run.tag == f"{_M}rPh" or _is_on(run.find(f"{_M}rPr/{_M}strike")):
            continue
        raised = run.find(f"{_M}rPr/{_M}vertAlign")
        is_raised = raised is not None and raised.get("val") == "superscript"
        parts.append((node.text or "").translate(RAISED) if is_raised else node.text or "")
    return _ESCAPED.sub(_unescaped, "".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


def _is_on(element: Any) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code in (9, 10, 13):
        return chr(code)
    return "" if code < 32 or 0xD800 <= code < 0xE000 else chr(code)


def _strings(root: Any) -> list[str]:
    return [] if root is None else [_text(element) for element in root.iterfind(f"{_M}si")]


def _place(reference: str | None) -> tuple[int, int] | None:
    """Row and column of an A1 reference."""
    match = _REFERENCE.fullmatch((reference or "").replace("$", "").upper())
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if 1 <= row <= MOST_ROW and column <= MOST_COLUMN else None


def _fill(sheet: Sheet, root: Any, styles: _Styles, strings: list[str], since_1904: bool) -> None:
    for element in root.iterfind(f"{_M}cols/{_M}col"):
        if element.get("hidden") in ("1", "true"):
            first, last = _integer(element.get("min"), 1), _integer(element.get("max"), 0)
            sheet.hidden_columns.update(range(first, min(last, MOST_COLUMN) + 1))
    row_no = 0
    for row in root.iterfind(f"{_M}sheetData/{_M}row"):
        row_no = _integer(row.get("r"), row_no + 1)
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row_no)
        column_no = 0
        for element in row.iterfind(f"{_M}c"):
            place = _place(element.get("r")) or (row_no, column_no + 1)
            column_no = place[1]
            style = _integer(element.get("s"), 0)
            is_formula = element.find(f"{_M}f") is not None
            text = "" if is_formula else _shown(element, styles.code(style), strings, since_1904)
            sheet.put(*place, SheetCell(text, is_formula, styles.is_ruled(style)))
    for element in root.iterfind(f"{_M}mergeCells/{_M}mergeCell"):
        first_cell, _, last_cell = element.get("ref", "").partition(":")
        top, bottom = _place(first_cell), _place(last_cell)
        if top and bottom:
            sheet.merges.append((*top, *bottom))


def _shown(element: Any, code: str | None, strings: list[str], since_1904: bool) -> str:
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = element.find(f"{_M}is")
        return "" if inline is None else _text(inline)
    value = element.find(f"{_M}v")
    raw = (value.text or "") if value is not None else ""
    if kind == "s":
        index = _integer(raw.strip(), -1)
        return strings[index] if 0 <= index < len(strings) else ""
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind in ("str", "e"):
        return _ESCAPED.sub(_unescaped, raw)
    if kind == "d":
        return _iso_date(raw.strip(), code, since_1904)
    try:
        number = Decimal(raw.strip()) if raw.strip() else None
    except InvalidOperation:
        return raw
    return "" if number is None or not number.is_finite() else number_format.shown(number, code, since_1904)


def _iso_date(raw: str, code: str | None, since_1904: bool) -> str:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return raw
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    days = (
        Decimal((moment.date() - start).days)
        + Decimal(moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
    )
    return number_format.shown(days, code or number_format.BUILTIN[14], since_1904)
