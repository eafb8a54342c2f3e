"""Lists that lie beside the reports: CSV files, or one JSON object a line, whose name says what they list. They are no reports.

A list is UTF-8 with a header; its columns may stand in any order. A line that doesn't read well is a fault with its line number and one
sentence, and the other lines count; so is a list as a whole where its header or encoding is wrong. What a line means, and
whether it agrees with what is known already, is told in dbt. A kind of list is a file of this folder.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest import lexicon
from ingest.confined import MEBIBYTE
from ingest.lists.divisions import DIVISIONS
from ingest.lists.kinds import Fault, Kind, shown
from ingest.lists.reports import LISTED_REPORTS
from ingest.readers import code_version
from ingest.records import ListFaultRow, ListLine

KINDS: Mapping[str, Kind] = MappingProxyType(
    {"divisions.csv": DIVISIONS, "reports.csv": LISTED_REPORTS, "reports.jsonl": LISTED_REPORTS}
)
# for whoever wrote the line; never read
_NOTE = "note"
_OBJECTS = ".jsonl"


@dataclass(frozen=True, slots=True)
class ListRead:
    """What one list holds."""

    rows: Sequence[ListLine]
    faults: Sequence[ListFaultRow]


# a line's number, and its texts by header or what is wrong with it; None: the header can't be read
_Line = tuple[int | None, Mapping[str, str] | Fault]


@cache
def version() -> str:
    """Changes when a list may be read otherwise."""
    here = Path(__file__).parent
    families = [lexicon.HERE / f"{name}.csv" for name in ("families", "family_titles")]
    return code_version(here, here.with_name("records.py"), *families)


def too_large(kind: Kind, path: str, sha256: str) -> ListRead:
    """A list that isn't read for its size."""
    whole = f"the list is larger than {kind.max_bytes // MEBIBYTE} MiB"
    return ListRead((), (ListFaultRow(kind.name, path, sha256, None, "too_large", whole),))


def read(kind: Kind, data: bytes, path: str, sha256: str) -> ListRead:
    """The lines of one list and its faults. Never raises for what the bytes hold."""
    rows: list[ListLine] = []
    faults: list[ListFaultRow] = []
    for line_no, line in _lines(kind, data, path):
        found = line if isinstance(line, tuple) else kind.take(line, path)
        if isinstance(found, tuple):
            faults.append(ListFaultRow(kind.name, path, sha256, line_no, *found))
        else:
            rows.append(kind.row_type(path=path, sha256=sha256, line_no=line_no or 0, **found))
    return ListRead(rows, faults)


def _lines(kind: Kind, data: bytes, path: str) -> Iterator[_Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield None, ("not_utf8", "the list is not in UTF-8 (in GBK?), save it as “CSV UTF-8”")
        return
    yield from _objects(kind, text) if path.endswith(_OBJECTS) else _below_header(kind, text)


def _objects(kind: Kind, text: str) -> Iterator[_Line]:
    """One JSON object a line, its keys as headers."""
    for line_no, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            yield line_no, ("not_json", "it is no JSON object")
        else:
            yield line_no, _by_column(kind, [(name, _text(value)) for name, value in found.items()])


def _text(value: Any) -> str:
    """A JSON value as a list in CSV holds it; lists and objects as JSON writes them."""
    if value is None or isinstance(value, bool):
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _below_header(kind: Kind, text: str) -> Iterator[_Line]:
    header: list[str] | None = None
    for line_no, values in _csv_lines(text):
        if values is None:
            yield line_no, ("not_csv", "it can't be read as CSV")
        elif not any(values):
            continue
        elif header is None:
            header = values
            if found := _judge_header(kind, header):
                yield None, found
                return
        elif len(values) != len(header):
            yield line_no, ("wrong_length", f"it has {len(values)} values, the header names {len(header)} columns")
        else:
            yield line_no, _by_column(kind, list(zip(header, values, strict=True)))
    if header is None:
        yield None, ("wrong_header", "the list has no header")


def _csv_lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
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


def _by_column(kind: Kind, values: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A line's texts by the columns that its headers mean; of several headers of one column the first that holds something."""
    found: dict[str, str] = {}
    for header, value in sorted(values, key=lambda item: kind.rank_of(item[0])):
        column = kind.column_of(header)
        if column is not None and not found.get(column):
            found[column] = value
    return found


def _judge_header(kind: Kind, header: Sequence[str]) -> Fault | None:
    wanted = kind.columns
    told = f"the header {{}}, the columns are {', '.join([*wanted, _NOTE])}"
    meant = [kind.column_of(name) for name in header]
    if missing := [name for name, is_required in wanted.items() if is_required and name not in meant]:
        return "wrong_header", told.format(f"lacks {', '.join(missing)}")
    if kind.ignores_others:
        return None
    if unknown := [name for name in header if name not in wanted and name != _NOTE]:
        return "wrong_header", told.format(f"holds {', '.join(map(shown, unknown[:3]))}")
    if len(set(header)) < len(header):
        return "wrong_header", told.format("names a column twice")
    return None
