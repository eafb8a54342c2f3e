"""Lists that lie beside the reports: CSV files whose name says what they list. They are no reports.

A list is UTF-8 with a header; its columns may stand in any order. A line that doesn't read well is a fault with its line number and one
sentence, and the other lines count; so is a list as a whole where its header or encoding is wrong. What a line means, and
whether it agrees with what is known already, is told in dbt.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.confined import MEBIBYTE
from ingest.readers import code_version
from ingest.records import DivisionRow, ListFaultRow, ListLine

MAX_BYTES = 4 * MEBIBYTE
# for whoever wrote the line; never read
_NOTE = "note"
_SHOWN = 30
_PLACE = frozenset(item.name for item in fields(ListLine))

Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is called, where its lines go, and what may be wrong with one (reason and sentence, or None)."""

    name: str
    table: str
    row_type: type[ListLine]
    judge: Callable[[Mapping[str, str]], Fault | None]

    @property
    def columns(self) -> dict[str, bool]:
        """Column -> whether the header must name it. A line may leave any of them empty but those that `judge` asks for."""
        listed = [item for item in fields(self.row_type) if item.name not in _PLACE]
        return {item.name: item.default is MISSING for item in listed}


@dataclass(frozen=True, slots=True)
class ListRead:
    """What one list holds."""

    rows: Sequence[ListLine]
    faults: Sequence[ListFaultRow]


# -- divisions ---------------------------------------------------------------------------------------------------------

_LEVELS = ("city", "county")
_CITY_TYPES = frozenset({"地级市", "直辖市"})
# Chinese characters alone: nothing that a spreadsheet takes for a formula, no separator of a key
_CHARACTERS = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff·]"
_PLACE_NAME = re.compile(f"{_CHARACTERS}{{2,30}}")
_TYPE = re.compile(f"{_CHARACTERS}{{1,30}}")
_OWN_CODE = re.compile("[0-9]{6}(?:[0-9]{3}){0,2}")


def _judge_division(line: Mapping[str, str]) -> Fault | None:
    for column in ("level", "name", "province"):
        if not line[column]:
            return "missing_value", f"it gives no {column}"
    if line["level"] not in _LEVELS:
        return "unknown_level", f"the level {_shown(line['level'])} is none of {', '.join(_LEVELS)}"
    for column in ("name", "province", "city", "county", "division_type", "short_name", "customary_name"):
        pattern = _TYPE if column == "division_type" else _PLACE_NAME
        if line.get(column) and not pattern.fullmatch(line[column]):
            return "bad_value", f"the {column} {_shown(line[column])} is no name in 2 to 30 Chinese characters"
    if line.get("division_code") and not _OWN_CODE.fullmatch(line["division_code"]):
        return "bad_value", f"the division_code {_shown(line['division_code'])} is not of 6, 9 or 12 digits"
    if line["level"] == "county" and line.get("division_type") in _CITY_TYPES:
        return "contradicts_itself", f"a county is no {line['division_type']}"
    own = line.get(line["level"])
    if line["level"] == "county" and own and own != line["name"]:
        return "contradicts_itself", f"its name is {line['name']}, its county {own}"
    if line["level"] == "city" and ((own and own != line["name"]) or line.get("county")):
        return "contradicts_itself", f"{line['name']} is a city, and lies in no other city or county"
    return None


KINDS: Mapping[str, Kind] = MappingProxyType(
    {"divisions.csv": Kind("divisions", "divisions", DivisionRow, _judge_division)}
)


# -- reading -----------------------------------------------------------------------------------------------------------


@cache
def version() -> str:
    """Changes when a list may be read otherwise."""
    here = Path(__file__)
    return code_version(here, here.with_name("records.py"))


def too_large(kind: Kind, path: str, sha256: str) -> ListRead:
    """A list that isn't read for its size."""
    whole = f"the list is larger than {MAX_BYTES // MEBIBYTE} MiB"
    return ListRead((), (ListFaultRow(kind.name, path, sha256, None, "too_large", whole),))


def read(kind: Kind, data: bytes, path: str, sha256: str) -> ListRead:
    """The lines of one list and its faults. Never raises for what the bytes hold."""

    def fault(line_no: int | None, found: Fault) -> ListFaultRow:
        return ListFaultRow(kind.name, path, sha256, line_no, *found)

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = "the list is not in UTF-8 (in GBK?), save it as “CSV UTF-8”"
        return ListRead((), (fault(None, ("not_utf8", told)),))
    rows: list[ListLine] = []
    faults: list[ListFaultRow] = []
    header: list[str] | None = None
    for line_no, values in _lines(text):
        if values is None:
            faults.append(fault(line_no, ("not_csv", "it can't be read as CSV")))
        elif not any(values):
            continue
        elif header is None:
            header = values
            if found := _judge_header(kind, header):
                return ListRead((), (fault(None, found),))
        elif len(values) != len(header):
            told = f"it has {len(values)} values, the header names {len(header)} columns"
            faults.append(fault(line_no, ("wrong_length", told)))
        else:
            line = dict(zip(header, values, strict=True))
            if found := kind.judge(line):
                faults.append(fault(line_no, found))
            else:
                rows.append(_row(kind, line, path, sha256, line_no))
    if header is None:
        return ListRead((), (fault(None, ("wrong_header", "the list has no header")),))
    return ListRead(rows, faults)


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each line's number and values without the spaces around them; None where it is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line_no = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line_no, None
        else:
            yield line_no, [value.strip() for value in values]


def _judge_header(kind: Kind, header: Sequence[str]) -> Fault | None:
    wanted = kind.columns
    told = f"the header {{}}, the columns are {', '.join([*wanted, _NOTE])}"
    if missing := [name for name, is_required in wanted.items() if is_required and name not in header]:
        return "wrong_header", told.format(f"lacks {', '.join(missing)}")
    if unknown := [name for name in header if name not in wanted and name != _NOTE]:
        return "wrong_header", told.format(f"holds {', '.join(map(_shown, unknown[:3]))}")
    if len(set(header)) < len(header):
        return "wrong_header", told.format("names a column twice")
    return None


def _row(kind: Kind, line: Mapping[str, str], path: str, sha256: str, line_no: int) -> ListLine:
    values: dict[str, Any] = {name: line.get(name) or None for name in kind.columns}
    return kind.row_type(path=path, sha256=sha256, line_no=line_no, **values)


def _shown(value: str) -> str:
    """A value in quotation marks, as long as a line has room for it."""
    plain = "".join(character if character.isprintable() else " " for character in value)
    return f"“{plain[:_SHOWN]}…”" if len(plain) > _SHOWN else f"“{plain}”"
