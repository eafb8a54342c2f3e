"""Milliseconds per text report on one core, printed; the clock decides nothing."""

from __future__ import annotations

import pytest

from tests.benchmarks import text_throughput


@pytest.mark.benchmark
def test_text_throughput(capsys: pytest.CaptureFixture[str]) -> None:
    groups = [text_throughput.generated_reports(), text_throughput.shared_reports()]
    for reports in filter(None, groups):
        found = list(text_throughput.measurements(reports, rounds=5))
        assert all(one.row_count for one in found)
        with capsys.disabled():
            print("\n" + text_throughput.table(found))


def test_generated_reports_are_no_two_alike_and_of_the_size_they_say() -> None:
    first, second = text_throughput.generated(1), text_throughput.generated(2)
    assert first == text_throughput.generated(1)
    assert first != second
    for data in (first, second):
        assert text_throughput.SIZE <= len(data) < text_throughput.SIZE * 1.2
    assert text_throughput.measure("one", first, 1).row_count > 60
