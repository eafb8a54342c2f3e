"""The day of a report, as it states it: published, else signed, else filled in. It tells which of two versions is the later one.

Only a date behind a known label, or one that has a line to itself as under a signature or on a cover, is the report's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ingest import lexicon
from ingest.document import Document
from ingest.normalize.amounts import spelled_number
from ingest.normalize.years import EARLIEST, LATEST

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_NUMERALS = "[一二三四五六七八九十]{1,3}"
_WRITTEN = (
    rf"{_YEAR}[ ]*年[ ]*(?P<month>[0-9]{{1,2}}|{_NUMERALS})[ ]*月(?:[ ]*(?P<day>[0-9]{{1,2}}|{_NUMERALS})[ ]*日)?"
)
_FIGURES = r"(?P<year>(?:19|20)[0-9]{2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"
_DATES = (re.compile(rf"(?<![0-9]){_WRITTEN}"), re.compile(rf"(?<![0-9]){_FIGURES}"))
_BETWEEN = re.compile(r"[ ]*[:|]?[ |]*")
_LONGEST_LINE = 200
# brackets around a date that stands alone
_FRAMES = " ()"
_KINDS = ("published", "dated", "filled")


def find(document: Document) -> date | None:
    """The date that a report states, None where it states none that exists.

    Of several kinds the first of published, dated (a line of its own is that too) and filled; of several of one kind the
    latest. A month alone counts as its first day.
    """
    found: dict[str, list[date]] = {}
    for kind, day in _stated(document):
        found.setdefault(kind, []).append(day)
    return next((max(found[kind]) for kind in _KINDS if kind in found), None)


def _stated(document: Document) -> Iterator[tuple[str, date]]:
    for block in document.blocks:
        if block.table is None:
            if len(block.text) > _LONGEST_LINE:
                continue
            line = block.folded
            alone = _date(line.strip(_FRAMES))
            if alone is not None:
                yield "dated", alone
            yield from _labelled(line)
            continue
        for row in block.table.rows():
            # a label's cell and the value's behind it, or both in one
            yield from _labelled(" | ".join(cell.folded for cell in row if len(cell.text) <= _LONGEST_LINE))


@cache
def _labels() -> re.Pattern[str]:
    # forms set them apart: 日  期
    words = ("[ ]*".join(word) for word in sorted(lexicon.date_labels(), key=len, reverse=True))
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{'|'.join(words)})")


def _labelled(line: str) -> Iterator[tuple[str, date]]:
    for label in _labels().finditer(line):
        between = _BETWEEN.match(line, label.end())
        start = between.end() if between else label.end()
        for pattern in _DATES:
            match = pattern.match(line, start)
            day = _day(match) if match else None
            if day is not None:
                yield lexicon.date_labels()[label[0].replace(" ", "")], day


def _date(text: str) -> date | None:
    """The date that a whole text is."""
    matches = (pattern.fullmatch(text) for pattern in _DATES)
    return next((_day(match) for match in matches if match), None)


def _day(match: re.Match[str]) -> date | None:
    year, month, day = int(match["year"]), _number(match["month"]), _number(match["day"] or "1")
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(spelled_number(text) or 0)
