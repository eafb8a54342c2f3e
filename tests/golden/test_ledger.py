"""Every figure of a report is accounted for: claimed, listed or excluded, whatever the report."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.normalize.amounts import unit_factor
from ingest.readers import reader_for, sniff_file
from ingest.recognisers import Recognition, recognise
from ingest.records import FigureRow
from tests.benchmarks.text_throughput import generated
from tests.forms import test_account_tables, test_amount_tables, test_base_data_tables, test_indicator_tables
from tests.forms.kit import Form, document
from tests.golden import figures, scoring
from tests.support import SAMPLES, nonempty
from tests.unit.ingest.reports import REPORTS

_FORMS: tuple[Form, ...] = (
    *test_amount_tables.FORMS,
    *test_account_tables.FORMS,
    *test_base_data_tables.FORMS,
    *test_indicator_tables.FORMS,
)


def read(path: Path) -> Document:
    data = path.read_bytes()
    reader = reader_for(sniff_file(path))
    assert reader is not None
    return reader.read(data)


def told(found: Iterable[Recognition]) -> list[FigureRow]:
    return [figure for report in found for figure in report.figures]


def check(document: Document) -> list[FigureRow]:
    """The ledger of a document, held against the independent count and against its own rows."""
    found = recognise(document, "5e" * 32)
    rows = told(found)
    counted = figures.count(document)
    spoken = Counter(
        (row.block_no, row.row_no, row.column_no, row.figure_text) for row in rows if row.figure_text[:1].isascii()
    )
    masked = {(row.block_no, row.row_no, row.column_no) for row in rows if row.reason == "masked"}
    missing = {key for key in counted - spoken if key[:3] not in masked}
    assert missing == set()
    # beyond it only what stands behind a word for money, without a unit
    texts = {block.block_no: figures._plain(block.text) for block in document.blocks}
    beyond = [row for row in rows if row.row_no is None and row.figure_text[:1].isascii()]
    unseen = [row for row in beyond if (row.block_no, None, None, row.figure_text) not in counted]
    assert [row for row in unseen if figures.has_unit(texts[row.block_no], row.char_end)] == []
    for report in found:
        ids = {row.claim_id for row in report.claims} | {row.indicator_row_id for row in report.indicators}
        ids |= {row.attribute_id for row in report.attributes}
        listed = {row.unrecognised_id for row in report.unrecognised}
        for figure in report.figures:
            holder = {"claimed": ids, "listed": listed, "excluded": {None}}[figure.ending]
            assert figure.row_id in holder, figure
            assert (figure.reason is None) == (figure.ending == "claimed")
        endings = Counter(figure.ending for figure in report.figures)
        identity = report.identity
        assert (endings["claimed"], endings["listed"], endings["excluded"]) == (
            identity.claimed_figure_count,
            identity.listed_figure_count,
            identity.excluded_figure_count,
        )
    return rows


@pytest.mark.parametrize(
    "path",
    sorted(p for p in SAMPLES.rglob("*") if p.is_file() and reader_for(sniff_file(p)) and p.suffix != ".png"),
    ids=lambda p: p.name,
)
def test_samples(path: Path) -> None:
    check(read(path))


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
def test_forms(form: Form) -> None:
    for rendering in form.renderings:
        if rendering in ("text", "cells"):
            check(document(form.parts, rendering))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reports(name: str) -> None:
    reader = reader_for("text/plain")
    assert reader is not None
    nonempty(check(reader.read(REPORTS[name].encode())))


@pytest.mark.parametrize("seed", range(6))
def test_generated_reports(seed: int) -> None:
    reader = reader_for("text/plain")
    assert reader is not None
    assert len(check(reader.read(generated(seed)))) > 100


def test_gold_and_renditions() -> None:
    folder = scoring.shared("reports")
    files = [
        *folder.glob("*.txt"),
        *(
            p
            for p in folder.rglob("*")
            if p.suffix in (".pdf", ".docx") and "stamp" not in p.name and "scan" not in p.name
        ),
    ]
    for path in nonempty(files):
        check(read(path))


def test_no_amount_of_gold_is_excluded() -> None:
    """Each hand-read amount is a claimed figure of its report."""
    with scoring.shared("gold", "amounts.csv").open(encoding="utf-8-sig", newline="") as lines:
        wanted = list(csv.DictReader(lines))
    assert wanted
    claimed: dict[str, Counter[Decimal]] = {}
    for path in scoring.shared("reports").glob("*.txt"):
        values: Counter[Decimal] = Counter()
        for report in recognise(read(path), hashlib.sha256(path.read_bytes()).hexdigest()):
            amounts = {row.claim_id: row.amount_yuan for row in report.claims}
            values.update(amounts[row.row_id] for row in report.figures if row.row_id in amounts)
        claimed[path.name] = values
    for row in wanted:
        name = next(name for name in claimed if name == row["report"])
        amount = Decimal(row["amount_wan_yuan"]) * unit_factor("万元")
        assert claimed[name][amount] > 0, row
