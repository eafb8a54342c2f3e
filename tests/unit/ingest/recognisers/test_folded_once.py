"""A text is folded once: stations take the forms that blocks and cells keep, and read parts of folded texts as they are."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.normalize import characters
from ingest.recognisers import recognise
from tests.unit.ingest.reports import REPORTS, SHA, document

# beside the report's own texts: names of projects and rows as written, and the quantities of indicators
_PER_TEXT = 1.4


class Counting:
    """Stands for the pattern that every folding asks, and remembers what it was asked about."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._real = characters._FOLDABLE

    def findall(self, text: str) -> list[str]:
        self.texts.append(text)
        return self._real.findall(text)


def texts_of(report: Document) -> list[str]:
    found = [block.text for block in report.blocks if block.table is None]
    return found + [cell.text for _, table in report.tables() for cell in table.cells]


@pytest.mark.parametrize("text", REPORTS.values(), ids=REPORTS)
def test_a_report_is_folded_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # words of the lexicon are folded too, with the first report
    recognise(document(text), SHA)
    report = document(text)
    counting = Counting()
    monkeypatch.setattr(characters, "_FOLDABLE", counting)
    recognise(report, SHA)
    assert len(counting.texts) <= _PER_TEXT * len(texts_of(report))
    # it does count: whatever holds a figure was folded
    assert {found for found in texts_of(report) if "万元" in found} <= set(counting.texts)
