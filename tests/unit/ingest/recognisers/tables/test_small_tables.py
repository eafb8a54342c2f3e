"""Small tables, row by row: all that is read in each.

`small_tables.txt` draws them: below `## name` the lines over a table, each behind `^` (behind `^^` one instead of a
self-evaluation's title), then its rows as in tests/forms/kit.py, what is read
in a row behind `=>`, parted by `;`. Each is read as a table with true columns and flattened to text; where these can't tell the same the
name ends in `(true columns)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.records import AttributeRow
from tests.forms.kit import Part, read, table
from tests.support import nonempty
from tests.unit.ingest.reports import TITLE, indicated, said

_ARROW, _ONLY_TRUE = "=>", "(true columns)"


@dataclass
class Case:
    """A table with the lines over it, and what is read in each row."""

    name: str
    above: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    read: dict[int, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        lines = self.above if self.above and self.above[0].startswith("^") else [TITLE.strip(), *self.above]
        return (*(line.lstrip("^") for line in lines), table("\n".join(self.rows)))


def _cases() -> list[Case]:
    found: list[Case] = []
    for line in Path(__file__).with_name("small_tables.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif line.startswith("^") and "|" not in line:
            found[-1].above.append(line[1:])
        elif line.strip():
            drawn, _, told = line.partition(_ARROW)
            found[-1].rows.append(drawn)
            if told.strip():
                found[-1].read[len(found[-1].rows)] = told.strip()
    return found


CASES = nonempty(_cases())


def _attribute(row: AttributeRow) -> str:
    of = f" of {row.project_name}" if row.project_name else ""
    return f"{row.attribute_code} {row.value_text if row.value_number is None else row.value_number}{of}"


def _read(case: Case, rendering: str) -> dict[int, str]:
    (found,) = read(case.parts, rendering)
    figures = {(row.row_no, row.column_no, row.char_start): row.figure_text for row in found.figures}
    told: list[tuple[int, int, int, str]] = []
    for rows, words in (
        (found.claims, said),
        (found.attributes, _attribute),
        (found.indicators, indicated),
        (found.unrecognised, lambda row: f"{figures.get((row.row_no, row.column_no, row.char_start))}: {row.reason} ({row.label})"),
    ):  # fmt: skip
        told += [
            (row.row_no or 0, row.column_no or 0, row.char_start, words(row))
            for row in rows  # type: ignore[attr-defined]
            if row.table_no is not None
        ]
    lines: dict[int, list[str]] = {}
    for row_no, _, _, line in sorted(told):
        lines.setdefault(row_no, []).append(line)
    return {row_no: " ; ".join(words) for row_no, words in lines.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all_that_is_read_in_a_small_table(case: Case) -> None:
    assert _read(case, "cells") == case.read
    if not case.name.endswith(_ONLY_TRUE):
        assert _read(case, "text") == case.read
