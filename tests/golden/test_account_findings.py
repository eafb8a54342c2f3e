"""Real accounts and budgets: the sums that a hand-made list says are off are errors, and nothing else that any check says is.

The list is shared material (see `scoring`); what it names beside sums no check looks at yet.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.golden.scoring import shared
from tests.golden.warehouse import build, findings, stage
from tests.support import nonempty

TABLES = ("fct_finding", "bridge_finding_claim", "dim_report_file", "fct_claim")
MOST_WARNINGS = 2
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What all checks say about the documents with gold."""
    folder = shared("reports", "pdf")
    home = tmp_path_factory.mktemp("accounts")
    stage(home, {path.name: path.read_bytes() for path in nonempty(sorted(folder.glob("*.pdf")))})
    return findings(build(home, *TABLES))


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    with shared("gold", "account_findings.csv").open(encoding="utf-8", newline="") as file:
        return nonempty(list(csv.DictReader(file)))


def test_every_broken_sum_is_an_error_and_nothing_else_is(
    found: list[dict[str, Any]], listed: list[dict[str, str]]
) -> None:
    wanted = Counter(
        (row["report"], int(row["page"]), Decimal(row["stated"])) for row in listed if row["kind"] == "row_sum"
    )
    errors = Counter(
        (row["file_name"], row["page_no"], abs(row["difference"]).quantize(CENT))
        for row in found
        if row["severity"] == "error"
    )
    assert errors == wanted != Counter()


def test_roundings_are_one_information_a_form(found: list[dict[str, Any]], listed: list[dict[str, str]]) -> None:
    rounded = [row for row in found if row["check_code"] == "account_mismatch.rounding"]
    assert {row["severity"] for row in rounded} == {"info"}
    forms = Counter((row["file_name"], row["table_no"]) for row in rounded)
    assert set(forms.values()) == {1}
    for row in nonempty([row for row in listed if row["kind"] == "rounding"]):
        assert any(one["file_name"] == row["report"] for one in rounded), row


def test_few_warnings_beyond_what_a_reader_listed(found: list[dict[str, Any]]) -> None:
    warned = Counter(row["file_name"] for row in found if row["severity"] == "warning")
    assert max(warned.values(), default=0) <= MOST_WARNINGS
