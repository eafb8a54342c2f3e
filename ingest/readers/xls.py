"""The sheets of an XLS (BIFF5 and BIFF8): calamine gives the texts; formats, formulas, rules and what is hidden come from the records.

calamine tells neither a formula from a value nor 0.97 from 97%, so the records of cells are read here, the texts' tables there.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ingest.readers import Unreadable, number_format, ole
from ingest.readers.sheet_model import Sheet, SheetCell

_MOST_BYTES = 512 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
# records: [MS-XLS] 2.3
_BOF, _EOF, _FILEPASS, _DATEMODE, _FORMAT, _XF, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x22, 0x41E, 0xE0, 0x85
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA, _BLANK, _MULBLANK = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 0x06, 0x201, 0xBE
_LABELSST, _LABEL, _RSTRING, _BOOLERR = 0xFD, 0x204, 0xD6, 0x205
_WORKSHEET = 0


@dataclass(slots=True)
class _Globals:
    """What the workbook says of all sheets: format codes, the format and rules of each cell style, where the sheets begin."""

    is_biff8: bool = True
    since_1904: bool = False
    codes: dict[int, str] = field(default_factory=lambda: dict(number_format.BUILTIN))
    styles: list[tuple[int, bool]] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)

    def code(self, style: int) -> str | None:
        return self.codes.get(self.styles[style][0]) if style < len(self.styles) else None

    def is_ruled(self, style: int) -> bool:
        return self.styles[style][1] if style < len(self.styles) else False


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets in the workbook's order. Raises Unreadable: truncated, damaged, encrypted, too_large."""
    stream = _stream(data)
    try:
        common = _globals(stream)
        if not common.starts:
            raise Unreadable("damaged", "the workbook lists no sheet")
        workbook = _workbook(data)
        found: list[Sheet] = []
        for (kind, start), metadata in zip(common.starts, workbook.sheets_metadata, strict=False):
            if kind != _WORKSHEET:
                continue
            sheet = Sheet(
                metadata.name, not str(metadata.visible).endswith("Visible") or "Hidden" in str(metadata.visible)
            )
            _fill(sheet, stream, start, common, workbook.get_sheet_by_name(metadata.name))
            found.append(sheet)
    except (struct.error, IndexError, UnicodeError) as error:
        raise Unreadable("damaged", "a record of the workbook can't be read") from error
    return found


def _stream(data: bytes) -> bytes:
    try:
        opened = ole.CompoundFile(io.BytesIO(data))
        name = "Workbook" if "Workbook" in opened.names() else "Book"
        return opened.stream(name, _MOST_BYTES)
    except (ole.Damaged, struct.error) as error:
        raise Unreadable("truncated", "the workbook in the compound file is cut off") from error
    except KeyError as error:
        raise Unreadable("wrong_type", "no workbook in the compound file") from error


def _workbook(data: bytes) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Unreadable("encrypted", "a workbook that needs a password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("damaged", "the workbook can't be opened") from error
    except BaseException as error:
        # a panic of the library is no Exception
        if type(error).__name__ == "PanicException":
            raise Unreadable("damaged", "the workbook can't be opened") from error
        raise


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream (globals or a sheet), those of embedded charts left out."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth == 1:
            yield kind, body


def _globals(stream: bytes) -> _Globals:
    found = _Globals()
    for kind, body in _records(stream, 0):
        if kind == _BOF:
            found.is_biff8 = struct.unpack_from("<H", body)[0] == 0x0600
        elif kind == _FILEPASS:
            raise Unreadable("encrypted", "a workbook that needs a password")
        elif kind == _DATEMODE:
            found.since_1904 = struct.unpack_from("<H", body)[0] == 1
        elif kind == _FORMAT:
            found.codes[struct.unpack_from("<H", body)[0]] = _format_code(body, found.is_biff8)
        elif kind == _XF:
            number = struct.unpack_from("<H", body, 2)[0]
            lines = struct.unpack_from("<I", body, 10)[0] & 0xFFFF if found.is_biff8 else 0
            found.styles.append((number, bool(lines)))
        elif kind == _BOUNDSHEET:
            start, _, sheet_kind = struct.unpack_from("<IBB", body)
            found.starts.append((sheet_kind, start))
    return found


def _format_code(body: bytes, is_biff8: bool) -> str:
    if not is_biff8:
        return body[3 : 3 + body[2]].decode("gb18030", "replace")
    length, flags = struct.unpack_from("<HB", body, 2)
    return (
        body[5 : 5 + 2 * length].decode("utf-16-le", "replace") if flags & 1 else body[5 : 5 + length].decode("latin-1")
    )


@dataclass(slots=True)
class _Filling:
    """A sheet filled record by record; `texts`: the cells whose text the library reads, with their style."""

    sheet: Sheet
    common: _Globals
    texts: dict[tuple[int, int], int] = field(default_factory=dict)

    def put(self, row: int, column: int, style: int, text: str = "", is_formula: bool = False) -> None:
        self.sheet.put(row + 1, column + 1, SheetCell(text, is_formula, self.common.is_ruled(style)))

    def put_number(self, row: int, column: int, style: int, value: Decimal) -> None:
        code, since_1904 = self.common.code(style), self.common.since_1904
        self.put(row, column, style, number_format.shown(value, code, since_1904) if value.is_finite() else "")

    def row(self, body: bytes) -> None:
        row, _, _, _, flags = struct.unpack_from("<HHHH4xI", body)
        if flags & 0x20:
            self.sheet.hidden_rows.add(row + 1)

    def columns(self, body: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
        if flags & 1:
            self.sheet.hidden_columns.update(range(first + 1, min(last, _MOST_COLUMNS) + 2))

    def number(self, body: bytes) -> None:
        row, column, style, value = struct.unpack_from("<HHHd", body)
        self.put_number(row, column, style, Decimal(repr(value)))

    def packed_number(self, body: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHI", body)
        self.put_number(row, column, style, _unpacked(packed))

    def packed_numbers(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        for offset in range(4, len(body) - 2, 6):
            style, packed = struct.unpack_from("<HI", body, offset)
            self.put_number(row, column, style, _unpacked(packed))
            column += 1

    def formula(self, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        self.put(row, column, style, is_formula=True)

    def blank(self, body: bytes) -> None:
        self.put(*struct.unpack_from("<HHH", body))

    def blanks(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        for (style,) in struct.iter_unpack("<H", body[4:-2]):
            self.put(row, column, style)
            column += 1

    def text(self, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        self.put(row, column, style)
        self.texts[row, column] = style

    def truth(self, body: bytes) -> None:
        row, column, style, value, is_error = struct.unpack_from("<HHHBB", body)
        self.put(row, column, style, "#" if is_error else ("TRUE" if value else "FALSE"))


_RECORDS: dict[int, Callable[[_Filling, bytes], None]] = {
    _ROW: _Filling.row,
    _COLINFO: _Filling.columns,
    _NUMBER: _Filling.number,
    _RK: _Filling.packed_number,
    _MULRK: _Filling.packed_numbers,
    _FORMULA: _Filling.formula,
    _BLANK: _Filling.blank,
    _MULBLANK: _Filling.blanks,
    **dict.fromkeys((_LABELSST, _LABEL, _RSTRING), _Filling.text),
    _BOOLERR: _Filling.truth,
}


def _fill(sheet: Sheet, stream: bytes, start: int, common: _Globals, given: Any) -> None:
    filling = _Filling(sheet, common)
    for kind, body in _records(stream, start):
        if (take := _RECORDS.get(kind)) is not None:
            take(filling, body)
    _put_texts(sheet, given, filling.texts, common)
    for (top, left), (bottom, right) in given.merged_cell_ranges or ():
        sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))


def _put_texts(sheet: Sheet, given: Any, texts: dict[tuple[int, int], int], common: _Globals) -> None:
    if not texts or given.start is None:
        return
    for row, values in enumerate(given.iter_rows()):
        for column, value in enumerate(values):
            if isinstance(value, str) and value and (row, column) in texts:
                shown = value.replace("\r\n", "\n").replace("\r", "\n")
                sheet.put(row + 1, column + 1, SheetCell(shown, is_ruled=common.is_ruled(texts[row, column])))


def _unpacked(packed: int) -> Decimal:
    """The number in the four bytes of an RK record: an integer or the upper half of a float, perhaps in hundredths."""
    if packed & 2:
        value = Decimal(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = Decimal(repr(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]))
    return value / 100 if packed & 1 else value
