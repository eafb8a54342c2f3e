"""Small reports: who reports, on which year, in which family, and where one report ends and the next begins.

`small_reports.txt` holds them: below `## name` the lines of a file, the rows of a table between `|`, then for each report that is found in it
what it says of itself behind `=>`: family, body, year, the body above it, the day it states, other spellings of the body, and its amounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.recognisers import Recognition
from tests.forms.kit import Part, read, table
from tests.support import nonempty

_ARROW = "=>"


@dataclass
class Case:
    """The lines and tables of a file, and what each report in it says of itself."""

    name: str
    parts: list[Part] = field(default_factory=list)
    read: list[str] = field(default_factory=list)


def _cases() -> list[Case]:
    found: list[Case] = []
    rows: list[str] = []
    for line in [*Path(__file__).with_name("small_reports.txt").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line.strip()[1:-1])
            continue
        if rows:
            found[-1].parts.append(table("\n".join(rows)))
            rows = []
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif line.startswith(_ARROW):
            found[-1].read.append(line.removeprefix(_ARROW).strip())
        elif line:
            found[-1].parts.append(line)
    return found


CASES = nonempty(_cases())


def _shown(found: Recognition) -> str:
    told = found.identity
    spellings = {row.value_text for row in found.attributes if row.attribute_code == "unit_name"} - {told.unit_name}
    parts = (
        told.report_family, told.unit_name, told.fiscal_year, told.supervising_unit and f"of {told.supervising_unit}",
        told.stated_date and f"on {told.stated_date}", *(f"also {name}" for name in sorted(spellings)),
        " ".join(
            claim.amount_text + (f" for {claim.project_name}" if claim.project_name else "") for claim in found.claims
        ),
    )  # fmt: skip
    return ", ".join(str(part) for part in parts if part)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("rendering", ["cells", "text"])
def test_what_the_reports_of_a_file_say_of_themselves(case: Case, rendering: str) -> None:
    assert [_shown(found) for found in read(case.parts, rendering)] == case.read
