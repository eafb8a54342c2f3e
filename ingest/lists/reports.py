"""`reports.csv` and `reports.jsonl`: where the files beside them come from, and who reports in them on which year.

Its columns are those of `ListedReportRow`, under the names that columns.csv knows; others are passed over. All but the path may be
missing or empty.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date
from datetime import time as clock
from functools import cache
from pathlib import Path
from typing import Any

from ingest import lexicon
from ingest.confined import MEBIBYTE
from ingest.lexicon import families
from ingest.lists.divisions import OWN_CODE
from ingest.lists.kinds import Fault, Kind, shown
from ingest.normalize.years import EARLIEST, LATEST
from ingest.records import ListedReportRow

_COLUMNS = Path(__file__).with_name("columns.csv")
# what programs write for nothing
_NOTHING = frozenset({"null", "none", "nan", "nat", "n/a", "-", "--", "—", "/", "无"})
_DRIVE = re.compile("[A-Za-z]:")
_YEAR = re.compile("((?:19|20)[0-9]{2})(?:[.]0|年度?)?")
_DAY = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_TIME = re.compile(r"[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?:Z|[ ]?[+-][0-9]{2}:?[0-9]{2})?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,1990}")
_NAME = re.compile("[\u3007\u3400-\u9fffA-Za-z0-9（）()〔〕·、“”—-]{2,60}")
_NUMBER_AS_FLOAT = re.compile("[.]0+$")
# a spreadsheet takes what begins so for a formula
_FORMULA = ("=", "+", "-", "@")
_LONGEST_PATH, _LONGEST_TEXT = 1000, 300


class _Bad(ValueError):
    """A value that its column can't hold, in words that follow it."""


@cache
def column_of(header: str) -> str | None:
    """The column that a header means, however it is written; None where it means none."""
    known = _known_headers().get(_plain(header))
    return known[1] if known is not None else None


def rank_of(header: str) -> int:
    """Of several headers of one column the one of lowest rank is meant: what columns.csv names first."""
    return _known_headers().get(_plain(header), (0, ""))[0]


@cache
def _known_headers() -> dict[str, tuple[int, str]]:
    with _COLUMNS.open(encoding="utf-8", newline="") as stream:
        return {_plain(row["header"]): (rank, row["column"]) for rank, row in enumerate(csv.DictReader(stream))}


def _plain(header: str) -> str:
    return re.sub(r"[\s_-]+", "", lexicon.plain(header)).casefold()


def _take(line: Mapping[str, str], path: str) -> Mapping[str, Any] | Fault:
    values: dict[str, Any] = {}
    for column in LISTED_REPORTS.columns:
        text = line.get(column, "")
        if not text or text.casefold() in _NOTHING:
            if column == "file_path":
                return "missing_value", "it gives no path"
            values[column] = None
            continue
        try:
            values[column] = _below(text, path) if column == "file_path" else _READ[column](text)
        except _Bad as bad:
            return "bad_value", f"the {'path' if column == 'file_path' else column} {shown(text)} {bad}"
    return values


def _below(text: str, list_path: str) -> str:
    """The shown path of a file, given from the list's folder on."""
    written = text.replace("\\", "/")
    if written.startswith("/") or _DRIVE.match(written):
        raise _Bad("is not one from the list's folder on")
    if len(written) > _LONGEST_PATH or not written.isprintable():
        raise _Bad("is no path")
    parts = list_path.split("/")[:-1]
    for part in written.split("/"):
        if part == "..":
            if len(parts) <= 1:
                raise _Bad("leads out of the folder")
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise _Bad("is no address that begins with http:// or https://")
    return text


def _words(text: str) -> str:
    plain = " ".join(text.split())
    if not plain.isprintable() or len(plain) > _LONGEST_TEXT:
        raise _Bad(f"is no text of up to {_LONGEST_TEXT} characters")
    if plain.startswith(_FORMULA):
        raise _Bad("begins as a formula does")
    return plain


def _name(text: str) -> str:
    plain = "".join(text.split())
    if not _NAME.fullmatch(plain) or plain.startswith(_FORMULA):
        raise _Bad("is no body's name")
    return plain


def _code(text: str) -> str:
    plain = _NUMBER_AS_FLOAT.sub("", text)
    if not OWN_CODE.fullmatch(plain):
        raise _Bad("is not of 6, 9 or 12 digits")
    return plain


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text)
    if match is None or not EARLIEST <= int(match[1]) <= LATEST:
        raise _Bad("is no year")
    return int(match[1])


def _family(text: str) -> str:
    """A family by its code or name, or by a title of it."""
    plain = lexicon.plain(text)
    for row in lexicon.rows("families"):
        if text.casefold() in (row["report_family"], row["name_en"].casefold()) or plain == lexicon.plain(
            row["name_zh"]
        ):
            return row["report_family"]
    told = families.family_of_title(plain)
    if told is None:
        raise _Bad("names no family of reports")
    return told[1]


def _day(text: str) -> str:
    return _moment(text)[:10]


def _moment(text: str) -> str:
    """A day, with the hour where it is given, as ISO 8601; hours of other zones stay as written."""
    day = _DAY.match(text)
    rest = text[day.end() :].strip() if day is not None else ""
    time = _TIME.fullmatch(f" {rest.removeprefix('T')}") if rest else None
    if day is None or (rest and time is None):
        raise _Bad("is no date")
    try:
        found = date(int(day[1]), int(day[2] or day[4]), int(day[3] or day[5]))
        if time is None:
            return found.isoformat()
        return f"{found.isoformat()}T{clock(int(time[1]), int(time[2]), int(time[3] or 0)).isoformat()}"
    except ValueError:
        raise _Bad("is no date") from None


_READ: Mapping[str, Callable[[str], str | int]] = {
    "source_url": _address,
    "page_title": _words,
    "publisher": _words,
    "unit_name": _name,
    "division_code": _code,
    "fiscal_year": _year,
    "report_family": _family,
    "published_at": _day,
    "retrieved_at": _moment,
}
LISTED_REPORTS = Kind(
    "reports",
    "listed_reports",
    ListedReportRow,
    _take,
    column_of,
    rank_of,
    ignores_others=True,
    max_bytes=64 * MEBIBYTE,
)
